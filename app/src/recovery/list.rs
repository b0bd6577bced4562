//! `/operator/recoveries`: who cannot log in and asks to be let in. Invariant: what waits for a decision stands first.

use super::case::page_of;
use crate::{
    application::frame,
    shell::{EmptyState, OfficeLayout, Table, Tag, Tone, call, lang, page, t, tw},
};
use domain::{
    recovery::{RecoveryRow, RecoveryState},
    time::WorkDate,
};
use i18n::{Msg, date, msg};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use msg::recovery as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/recoveries";

/// `/operator/recoveries`.
#[component]
pub fn RecoveriesPage() -> impl IntoView {
    let shown = use_query_map().with_untracked(|query| query.get("page").and_then(|page| page.parse().ok()));
    let shown: u32 = shown.unwrap_or(1).max(1);
    page(async move {
        let call = call();
        let (rows, every, open) = services::recovery::list(&call, shown - 1).await?;
        let who = frame::who().await?;
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::LIST_TITLE) who nav=frame::operator_nav(PAGE)>
                <p class="count-line">{tw(m::LIST_LEAD, &[("open", &open)])}</p>
                {list(&rows, today)}
                {pages(shown, every)}
            </OfficeLayout>
        })
    })
}

/// Word and tone of a state.
pub(super) const fn state_words(state: RecoveryState) -> (Msg, Tone) {
    match state {
        RecoveryState::Asked => (m::STATE_ASKED, Tone::Info),
        RecoveryState::Objected => (m::STATE_OBJECTED, Tone::Warn),
        RecoveryState::Granted => (m::STATE_GRANTED, Tone::Ok),
        RecoveryState::Refused => (m::STATE_REFUSED, Tone::Plain),
    }
}

fn list(rows: &[RecoveryRow], today: WorkDate) -> impl IntoView + use<> {
    if rows.is_empty() {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    let heads = [m::NUMBER, m::WHO, m::ASKED_AT, m::STATE, m::CANDIDATES].map(|head| t(head).to_owned()).to_vec();
    let lines = rows.iter().map(|row| line(row, today)).collect_view();
    view! { <Table caption=t(m::LIST_CAPTION) heads>{lines}</Table> }.into_any()
}

fn line(row: &RecoveryRow, today: WorkDate) -> impl IntoView + use<> {
    let who = match (row.name.is_empty(), row.technician_id) {
        (true, Some(id)) => tw(m::BY_ID, &[("id", &id.grouped())]),
        _ => row.name.clone(),
    };
    let fits = match row.candidates {
        0 => t(m::NO_MATCH).to_owned(),
        1 => t(m::ONE_MATCH).to_owned(),
        count => tw(m::MATCHES, &[("count", &count)]),
    };
    let (words, tone) = state_words(row.state);
    view! {
        <tr>
            <td class="num" data-label=t(m::NUMBER)>
                <a href=page_of(row.id)>{row.number.clone()}</a>
            </td>
            <th scope="row">{who}</th>
            <td class="num" data-label=t(m::ASKED_AT)>{date::date_time(lang(), row.asked_at, today)}</td>
            <td data-label=t(m::STATE)>
                <Tag tone text=t(words) />
            </td>
            <td data-label=t(m::CANDIDATES)>{fits}</td>
        </tr>
    }
}

fn pages(shown: u32, every: u64) -> impl IntoView {
    let address = |page: u32| format!("{PAGE}?page={page}");
    let before = (shown > 1).then(|| address(shown - 1));
    let after = (u64::from(shown) * services::recovery::LIST_PART < every).then(|| address(shown + 1));
    (before.is_some() || after.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label=t(msg::common::PAGES)>
                {before.map(|href| view! { <a rel="prev" href=href>{t(m::PAGE_BEFORE)}</a> })}
                {after.map(|href| view! { <a rel="next" href=href>{t(m::PAGE_AFTER)}</a> })}
            </nav>
        }
    })
}
