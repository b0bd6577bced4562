//! `/passport/notices` and `/business/notices`: what one was told, newest first.

use crate::{
    application::frame as office,
    business::frame,
    shell::{EmptyState, Icon, OfficeLayout, Tab, Tag, TechnicianLayout, Tone, call, icon, lang, page, t, tw},
};
use domain::notice::NoticeLine;
use i18n::{date, msg, notice};
use leptos::prelude::*;

use msg::notice as m;

/// `/passport/notices`.
#[component]
pub fn PassportNoticesPage() -> impl IntoView {
    page(async {
        services::passport::may_open(&call())?;
        let lines = services::notice::read(&call()).await?;
        Ok(view! {
            <TechnicianLayout title=t(m::TITLE) tab=Tab::More back="/passport">
                {list(&lines)}
            </TechnicianLayout>
        })
    })
}

/// `/business/notices`.
#[component]
pub fn BusinessNoticesPage() -> impl IntoView {
    page(async {
        services::business::may_open(&call())?;
        let lines = services::notice::read(&call()).await?;
        let who = office::who().await?;
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/notices")>
                {list(&lines)}
            </OfficeLayout>
        })
    })
}

fn list(lines: &[NoticeLine]) -> impl IntoView + use<> {
    if lines.is_empty() {
        return view! { <EmptyState title=t(m::TITLE) text=t(m::NONE) /> }.into_any();
    }
    view! {
        <p class="hint">{tw(m::LIST_LEAD, &[("count", &lines.len())])}</p>
        <ol class="notice-list">{lines.iter().map(line).collect_view()}</ol>
    }
    .into_any()
}

fn line(line: &NoticeLine) -> impl IntoView + use<> {
    let words = notice::words(lang(), line.kind, &line.values);
    let unread = (!line.read).then(|| view! { <Tag tone=Tone::Info text=t(m::UNREAD) /> });
    let about = format!("{} {}", t(m::OPEN_PAGE), words.subject);
    view! {
        <li class="card notice">
            <h2 class="card-title">{words.subject.clone()} " " {unread}</h2>
            <p class="hint">{date::iso_time(line.at)}</p>
            <p class="notice-body">{words.body}</p>
            <p>
                <a href=line.kind.page(&line.values) aria-label=about>
                    {t(m::OPEN_PAGE)}
                </a>
            </p>
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
