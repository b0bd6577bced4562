//! `/passport/notices` and `/business/notices`: what one was told, newest first.

use super::{ReadNotices, settings};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        ButtonKind, EmptyState, Icon, OfficeLayout, SubmitButton, Tab, Tag, TechnicianLayout, Tone, call, icon, lang,
        page, t, tw,
    },
};
use domain::{
    access::Role,
    notice::{NoticeLine, Reader},
    time::Instant,
};
use i18n::{date, msg, notice};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::notice as m;

const PASSPORT: &str = "/passport/notices";
const BUSINESS: &str = "/business/notices";

/// The page of somebody's own notices.
pub(super) const fn page_of(role: Role) -> &'static str {
    match role {
        Role::Technician => PASSPORT,
        _ => BUSINESS,
    }
}

/// `/passport/notices`.
#[component]
pub fn PassportNoticesPage() -> impl IntoView {
    page(async {
        services::passport::may_open(&call())?;
        let lines = services::notice::list(&call()).await?;
        Ok(view! {
            <TechnicianLayout title=m::TITLE tab=Tab::More back="/passport">
                {settings::link()} {list(&lines, Reader::Technician)}
            </TechnicianLayout>
        })
    })
}

/// `/business/notices`.
#[component]
pub fn BusinessNoticesPage() -> impl IntoView {
    page(async {
        services::business::may_open(&call())?;
        let lines = services::notice::list(&call()).await?;
        let who = office::who().await?;
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav(BUSINESS)>
                {settings::link()} {list(&lines, Reader::Business)}
            </OfficeLayout>
        })
    })
}

fn list(lines: &[NoticeLine], reader: Reader) -> impl IntoView + use<> {
    if lines.is_empty() {
        return view! { <EmptyState title=t(m::TITLE) text=t(m::NONE) /> }.into_any();
    }
    let newest = lines.first().map(|line| line.at);
    view! {
        <p class="hint">{tw(m::LIST_LEAD, &[("count", &lines.len())])}</p>
        {newest.filter(|_| lines.iter().any(|line| !line.read)).map(all_read)}
        <ol class="notice-list">{lines.iter().map(|one| line(one, reader)).collect_view()}</ol>
    }
    .into_any()
}

fn all_read(newest: Instant) -> impl IntoView {
    view! {
        <form method="post" action=ReadNotices::PATH>
            <input type="hidden" name="until" value=newest.0 />
            <SubmitButton text=m::READ_ALL kind=ButtonKind::Outline icon=icon::CHECK />
        </form>
    }
}

fn line(line: &NoticeLine, reader: Reader) -> impl IntoView + use<> {
    let spoken = notice::spoken(lang(), line.kind);
    let words = notice::words(spoken, line.kind, &line.values);
    let unread = (!line.read).then(|| view! { <Tag tone=Tone::Info text=t(m::UNREAD) /> });
    let about = format!("{} {}", t(m::OPEN_PAGE), words.subject);
    let page = line.kind.page(&line.values, reader).map(|href| {
        view! {
            <p>
                <a href=href aria-label=about>
                    {t(m::OPEN_PAGE)}
                </a>
            </p>
        }
    });
    view! {
        <li class="card notice" lang=(spoken != lang()).then(|| spoken.code())>
            <h2 class="card-title">{words.subject.clone()} " " {unread}</h2>
            <p class="hint">{date::iso_time(line.at)}</p>
            <p class="notice-body">{words.body}</p>
            {page}
        </li>
    }
}

/// A link to one's notices where some have not been read.
pub fn unread_link(href: &'static str, unread: i64) -> impl IntoView {
    (unread > 0).then(|| {
        view! {
            <a class="notice-link" href=href>
                <Icon of=icon::NOTIFICATIONS />
                {tw(m::UNREAD_COUNT, &[("count", &unread)])}
            </a>
        }
    })
}
