//! The frames pages stand in. Invariant: what a person may not do is not in a frame's navigation, and every frame
//! works without a script and at 320 px width.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

use super::{
    Banner, Icon, Tone, Words,
    account_menu::{InsteadLine, LanguageSwitch, LogOutButton, UnreviewedLine},
    error,
    field::has_problems,
    icon, lang,
    page::{first_of, own_path},
    request::Request,
    t, tr, tw,
};
use axum::http::request::Parts;
use i18n::{Msg, date, msg};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page's title in the tab; begins with エラー: where the form on the page has problems.
#[component]
pub fn PageTitle(
    /// What the page is called, as in its h1.
    #[prop(into)]
    text: String,
    /// Whether the page says that something went wrong, beyond problems of single fields.
    #[prop(optional)]
    failed: bool,
) -> impl IntoView {
    let title = tw(msg::common::TITLE, &[("page", &text)]);
    let title = if failed || has_problems() { tw(msg::common::TITLE_ERROR, &[("title", &title)]) } else { title };
    view! { <Title text=title /> }.into_any()
}

#[component]
fn SkipLink() -> impl IntoView {
    view! { <a class="skip-link" href="#content">{t(msg::common::SKIP_TO_CONTENT)}</a> }.into_any()
}

/// Why a plain form was not taken, where its server function could not lead to a page that says so.
#[component]
fn FormFailed() -> impl IntoView {
    let query = use_context::<Parts>().and_then(|parts| parts.uri.query().map(str::to_owned)).unwrap_or_default();
    error::left_in(&query).map(|error| view! { <Banner tone=Tone::Err>{error.words(lang())}</Banner> }).into_any()
}

/// Whom to ask who gets no further, where the register names somebody.
#[component]
fn HelpLine() -> impl IntoView {
    let contact = use_context::<Request>().and_then(|request| request.call.outside.contact.clone());
    contact
        .map(|contact| view! { <p class="hint help-line">{tw(msg::common::HELP, &[("contact", &contact)])}</p> })
        .into_any()
}

/// That the page is the phone's own copy and of when: shown by the copy alone, which is made without the server
/// (`app/static/passport-sw.js`), so its words are in every page of the passport.
#[component]
fn KeptLine() -> impl IntoView {
    use_context::<Request>().map(|request| {
        let now = request.call.now();
        let words = tw(msg::passport::KEPT, &[("at", &date::date_time(lang(), now, now.date()))]);
        view! {
            <p class="offline-strip kept-line">
                <Icon of=icon::CLOUD_OFF />
                <span>{words} " " <a href=own_path()>{t(msg::common::AGAIN)}</a></span>
            </p>
        }
        .into_any()
    })
}

/// Name and mark of the product, leading to the first page.
#[component]
pub fn Brand(
    /// Where it leads.
    #[prop(optional)]
    href: Option<&'static str>,
) -> impl IntoView {
    view! {
        <a class="brand" href=href.unwrap_or("/")>
            <span class="brand-mark">
                <Icon of=icon::STAIRS />
            </span>
            {t(msg::common::PRODUCT)}
        </a>
    }
    .into_any()
}

/// Pages for everybody: landing, log-in, registration, map, a card's page.
#[component]
pub fn PublicLayout(
    /// The page.
    children: Children,
) -> impl IntoView {
    // Whoever is logged in already is shown the way back instead of the log-in.
    let role = use_context::<Request>().map(|request| request.call.actor).filter(|actor| actor.account.is_some());
    let (onward, words) =
        role.map_or(("/login", msg::common::LOGIN), |actor| (first_of(actor.role), msg::common::NAV_HOME));
    view! {
        <SkipLink />
        <header class="public-bar">
            <Brand />
            <nav class="public-nav" aria-label=t(msg::common::NAV_MAIN)>
                <a href="/map">{t(msg::common::NAV_MAP)}</a>
                <a href=onward>{t(words)}</a>
            </nav>
            <LanguageSwitch />
        </header>
        <main id="content" class="public-main" tabindex="-1">
            <FormFailed />
            {children()}
            <HelpLine />
            <InsteadLine />
            <UnreviewedLine />
        </main>
    }
    .into_any()
}

/// Which of the technician's tabs is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The first screen.
    Home,
    /// 就業履歴.
    History,
    /// The rest.
    More,
}

/// The technician's pages: app bar, one column, tabs at the bottom.
#[component]
pub fn TechnicianLayout(
    /// The title in the app bar; the page's h1.
    #[prop(into)]
    title: Words,
    /// The tab that is current.
    tab: Tab,
    /// Where the arrow back leads, on pages below a tab's first.
    #[prop(optional, into)]
    back: Option<String>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let item = |of: Tab, href: &'static str, plain: &'static str, filled: &'static str, words: Msg| {
        let current = of == tab;
        view! {
            <a href=href aria-current=current.then_some("page")>
                <Icon of=if current { filled } else { plain } />
                {tr(words)}
            </a>
        }
    };
    let help = (tab == Tab::More).then(|| view! { <HelpLine /> });
    view! {
        <PageTitle text=title.plain() />
        <div class="frame scheme-auto technician">
        <SkipLink />
        <header class="app-bar">
            {back
                .map(|href| {
                    view! {
                        <a class="icon-button" href=href>
                            <Icon of=icon::ARROW_BACK />
                            <span class="visually-hidden">{t(msg::common::BACK)}</span>
                        </a>
                    }
                })} <h1>{title.view()}</h1> <LanguageSwitch />
        </header>
        <main id="content" class="technician-main" tabindex="-1">
            <KeptLine />
            <FormFailed />
            {children()}
            {help}
            <InsteadLine />
        </main>
        <nav class="tab-bar" aria-label=t(msg::common::NAV_MAIN)>
            {item(Tab::Home, "/passport", icon::HOME, icon::HOME_FILL, msg::common::NAV_HOME)}
            {item(
                Tab::History,
                "/passport/history",
                icon::CALENDAR,
                icon::CALENDAR_FILL,
                msg::common::NAV_HISTORY,
            )} {item(Tab::More, "/passport/more", icon::MORE_HORIZ, icon::MORE_HORIZ, msg::common::NAV_MORE)}
        </nav>
        </div>
    }
    .into_any()
}

/// A technician's task page: no tabs, one thing to do.
#[component]
pub fn TaskLayout(
    /// The title in the app bar; the page's h1.
    #[prop(into)]
    title: Words,
    /// Where the arrow back leads.
    #[prop(into)]
    back: String,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <PageTitle text=title.plain() />
        <div class="frame scheme-auto technician">
        <SkipLink />
        <header class="app-bar">
            <a class="icon-button" href=back>
                <Icon of=icon::ARROW_BACK />
                <span class="visually-hidden">{t(msg::common::BACK)}</span>
            </a>
            <h1>{title.view()}</h1>
            <LanguageSwitch />
        </header>
        <main id="content" class="technician-main task" tabindex="-1">
            <KeptLine />
            <FormFailed />
            {children()}
            <InsteadLine />
        </main>
        </div>
    }
    .into_any()
}

/// One entry of an office's side navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// Its word.
    pub text: String,
    /// Its drawing.
    pub icon: &'static str,
    /// How many wait there, where that is known.
    pub count: Option<i64>,
    /// Whether it is the page shown.
    pub current: bool,
}

/// Business's and operator's pages: top bar, navigation at the side, the page.
#[component]
pub fn OfficeLayout(
    /// The page's title and h1.
    #[prop(into)]
    title: String,
    /// Who is logged in: business and person, or the office.
    #[prop(optional, into)]
    who: Option<String>,
    /// The side navigation.
    nav: Vec<NavItem>,
    /// Links above the title, address and words, from the top down.
    #[prop(optional)]
    crumbs: Vec<(String, String)>,
    /// What stands at the right of the title.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <PageTitle text=title.clone() />
        <div class="frame office">
        <SkipLink />
        <header class="office-bar">
            <Brand />
            <span class="office-who">{who}</span>
            <LanguageSwitch />
            <LogOutButton />
        </header>
        <nav class="office-nav" aria-label=t(msg::common::NAV_MAIN)>
            <ul>{nav.into_iter().map(nav_item).collect_view()}</ul>
        </nav>
        <main id="content" class="office-main" tabindex="-1">
            <FormFailed />
            {(!crumbs.is_empty()).then(|| crumb_trail(crumbs))}
            <div class="title-row">
                <h1>{title}</h1>
                <div class="title-actions">{actions.map(|actions| actions.run())}</div>
            </div>
            {children()}
            <p class="log-in-ways">
                <a href=crate::passkey::OFFICE>{t(msg::passkey::NAV)}</a>
            </p>
            <HelpLine />
            <InsteadLine />
        </main>
        </div>
    }
    .into_any()
}

fn nav_item(item: NavItem) -> impl IntoView {
    view! {
        <li>
            <a href=item.href aria-current=item.current.then_some("page")>
                <Icon of=item.icon />
                <span>{item.text}</span>
                {item.count.filter(|count| *count > 0).map(|count| view! { <span class="count">{count}</span> })}
            </a>
        </li>
    }
    .into_any()
}

fn crumb_trail(crumbs: Vec<(String, String)>) -> impl IntoView {
    let links = crumbs.into_iter().map(|(href, words)| view! { <li><a href=href>{words}</a></li> }).collect_view();
    view! {
        <nav class="crumbs" aria-label=t(msg::common::BREADCRUMB)>
            <ol>{links}</ol>
        </nav>
    }
    .into_any()
}
