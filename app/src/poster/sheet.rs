//! `/business/sites/{site}/poster`: making a site's poster, printing it on A4, ending it.

use super::{
    AskPositionAt, MakePoster, RevokePoster,
    api::{ENDED, MADE, POSITION, link_of, page_of},
    qr,
};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, ButtonKind, Flash, LinkButton, OfficeLayout, SubmitButton, Tone, UiError, call, error::NOT_FOUND, icon,
        lang, page, t, tw,
    },
};
use domain::{
    id::SiteId,
    poster::{OwnPhones, Poster},
    time::{Instant, WorkDate},
};
use i18n::{Msg, date, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::poster as m;

/// The way from the page of a site.
pub fn link(site: SiteId) -> impl IntoView {
    view! { <LinkButton href=page_of(site) text=t(m::TITLE) kind=ButtonKind::Outline icon=icon::QR_CODE /> }
}

/// `/business/sites/{site}/poster`.
#[component]
pub fn PosterPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    page(async move {
        let site: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let phones = services::poster::of_site(&call, site).await?;
        let who = office::who().await?;
        let flash = Flash::take(&page_of(site)).await?;
        let crumbs = vec![
            ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
            (format!("/business/sites/{site}"), phones.name.clone()),
        ];
        let done = flash.done.as_deref().and_then(done_word);
        let base = call.outside.base_url.clone();
        let sheet = phones.poster.as_ref().map(|poster| sheet(poster, &base, &phones.name, &phones.prime));
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/sites") crumbs>
                <div class="poster-office">
                    {done.map(|words| view! { <Banner tone=Tone::Ok>{t(words)}</Banner> })}
                    {office::outcome(&Flash { done: None, ..flash.clone() })}
                    <p>{t(m::LEAD)}</p>
                    <p class="hint">{t(m::ASSURANCE)}</p>
                    {paper(site, phones.poster.as_ref())}
                    {screen(site, &phones, &base)}
                    {tags(site)}
                    {position(site, &phones)}
                </div>
                {sheet}
            </OfficeLayout>
        })
    })
}

fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        word if word == MADE[0] => m::MADE,
        word if word == MADE[1] => m::SCREEN_MADE,
        word if word == ENDED[0] => m::ENDED,
        word if word == ENDED[1] => m::SCREEN_ENDED,
        POSITION => m::POSITION_SAVED,
        _ => return None,
    })
}

/// The button that makes a poster of a kind, and where there is one since when, and the button that ends it.
fn making(
    (site, on_screen): (SiteId, &'static str),
    made: Option<(Instant, Option<WorkDate>)>,
    [first, again, hint, since, revoke]: [Msg; 5],
) -> impl IntoView + use<> {
    let words = if made.is_some() { again } else { first };
    let since = made.map(|(at, used_on)| {
        let day = date::day_only(lang(), at.date());
        let used = match used_on {
            Some(day) => tw(m::USED_ON, &[("day", &date::day_only(lang(), day))]),
            None => t(m::USED_NEVER).to_owned(),
        };
        view! {
            <p>{tw(since, &[("day", &day)])}</p>
            <p>{used}</p>
        }
    });
    let hint = made.map(|_| view! { <p class="hint">{t(hint)}</p> });
    let revoke = made.map(|_| {
        view! {
            <form method="post" action=RevokePoster::PATH>
                <input type="hidden" name="site" value=site.to_string() />
                <input type="hidden" name="screen" value=on_screen />
                <SubmitButton text=t(revoke) kind=ButtonKind::Text />
            </form>
        }
    });
    view! {
        {since}
        <form method="post" action=MakePoster::PATH>
            <input type="hidden" name="site" value=site.to_string() />
            <input type="hidden" name="screen" value=on_screen />
            <SubmitButton text=t(words) kind=ButtonKind::Outline icon=icon::QR_CODE />
            {hint}
        </form>
        {revoke}
    }
}

fn paper(site: SiteId, poster: Option<&Poster>) -> impl IntoView + use<> {
    let words = [m::MAKE, m::MAKE_AGAIN, m::MAKE_AGAIN_HINT, m::SINCE, m::REVOKE];
    let print = poster.map(|_| view! { <p class="hint">{t(m::PRINT)}</p> });
    view! {
        <h2>{t(m::PAPER_TITLE)}</h2>
        {making((site, "no"), poster.map(|poster| (poster.made_at, poster.used_on)), words)}
        {print}
    }
}

fn screen(site: SiteId, phones: &OwnPhones, base: &str) -> impl IntoView + use<> {
    let words = [m::SCREEN_MAKE, m::SCREEN_MAKE_AGAIN, m::SCREEN_MAKE_AGAIN_HINT, m::SCREEN_SINCE, m::SCREEN_REVOKE];
    let opens = phones.screen.as_ref().map(|screen| {
        let href = format!("/screen/{}", screen.secret);
        let address = format!("{}{href}", base.trim_end_matches('/'));
        view! {
            <p class="hint">{t(m::SCREEN_HOW)}</p>
            <p class="poster-address">
                <a href=href>{address}</a>
            </p>
        }
    });
    view! {
        <h2>{t(m::SCREEN_TITLE)}</h2>
        <p>{t(m::SCREEN_LEAD)}</p>
        {making((site, "yes"), phones.screen.as_ref().map(|screen| (screen.made_at, screen.used_on)), words)}
        {opens}
    }
}

fn tags(site: SiteId) -> impl IntoView + use<> {
    view! {
        <h2>{t(msg::tag::TITLE)}</h2>
        <p>{t(msg::tag::LEAD)}</p>
        <LinkButton href=crate::tag::page_of(site) text=t(msg::tag::LINK) kind=ButtonKind::Outline icon=icon::CONTACTLESS />
    }
}

/// Whether phones are asked where they are, which takes a site that says where it is.
fn position(site: SiteId, phones: &OwnPhones) -> impl IntoView + use<> {
    let asks = phones.asks_position;
    let (state, press, next) =
        if asks { (m::POSITION_ON, m::POSITION_STOP, "no") } else { (m::POSITION_OFF, m::POSITION_START, "yes") };
    let missing = (!phones.has_position).then(|| view! { <p class="hint">{t(m::POSITION_MISSING)}</p> });
    let form = (phones.has_position || asks).then(|| {
        view! {
            <form method="post" action=AskPositionAt::PATH>
                <input type="hidden" name="site" value=site.to_string() />
                <input type="hidden" name="asks" value=next />
                <SubmitButton text=t(press) kind=ButtonKind::Outline />
            </form>
        }
    });
    view! {
        <h2>{t(m::POSITION_TITLE)}</h2>
        <p>{t(m::POSITION_LEAD)}</p>
        <p>{t(state)}</p>
        {missing}
        {form}
    }
}

fn sheet(poster: &Poster, base: &str, name: &str, prime: &str) -> impl IntoView + use<> {
    let address = format!("{}{}", base.trim_end_matches('/'), link_of(&poster.token, ""));
    let code = qr::code(&address, t(m::CODE).to_owned());
    view! {
        <article class="poster-sheet" aria-label=t(m::SHEET)>
            <p class="poster-title">{t(m::SHEET_TITLE)}</p>
            <p class="poster-site">{name.to_owned()}</p>
            <p>{prime.to_owned()}</p>
            {code}
            <p>{t(m::SHEET_HOW)}</p>
            <p class="poster-address">{address}</p>
        </article>
    }
}
