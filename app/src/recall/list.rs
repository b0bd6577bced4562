//! `/operator/recalls`: the way to records that are to be taken back, and what was asked for. Invariant: what waits stands first,
//! the longest waiting above; whoever asked is named in the line.

use super::{case::page_of, found};
use crate::{
    application::frame,
    correction::state_tone,
    shell::{EmptyState, OfficeLayout, Parts, Table, Tag, call, page, t, tw},
};
use domain::{
    history::recall::{RecallRow, SearchForm},
    listing::{Listed, Mark},
};
use i18n::{Msg, date, msg, number, word};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use msg::recall as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/recalls";

/// `/operator/recalls`.
#[component]
pub fn RecallsPage() -> impl IntoView {
    let query = use_query_map();
    let of = move |name: &str| query.with_untracked(|query| query.get(name).unwrap_or_default());
    let (every, after) = (of("every") == "yes", of("after").parse::<Mark>().ok());
    page(async move {
        let listed = services::history::recalls(&call(), every, after).await?;
        let who = frame::who().await?;
        let search = found::search(&SearchForm::default());
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(PAGE)>
                <p>{t(m::LEAD)}</p>
                {search}
                {which(every)}
                {list(listed, every, after.is_some())}
            </OfficeLayout>
        })
    })
}

/// Those that wait, or all.
fn which(every: bool) -> impl IntoView {
    let way = |href: String, words: Msg, current: bool| {
        view! {
            <li>
                <a href=href aria-current=current.then_some("page")>{t(words)}</a>
            </li>
        }
    };
    view! {
        <nav class="fee-parts" aria-label=t(m::WHICH)>
            <ul>{way(PAGE.to_owned(), m::WHICH_WAITING, !every)} {way(format!("{PAGE}?every=yes"), m::WHICH_ALL, every)}</ul>
        </nav>
    }
}

fn list(listed: Listed<RecallRow>, every: bool, later_part: bool) -> impl IntoView {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !later_part {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    let heads = [m::WHO, m::SITE, m::DAYS, m::TAKES_HEAD, m::STATE, m::ASKED_BY, m::ASKED_AT];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let own = if every { format!("{PAGE}?every=yes") } else { PAGE.to_owned() };
    let beyond = if every { "&" } else { "?" };
    let next = next.map(|next| format!("{own}{beyond}after={next}"));
    let first = later_part.then_some(own);
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::CAPTION) heads>
            {rows.iter().map(line).collect_view()}
        </Table>
        <Parts of=t(m::CAPTION) first next />
    }
    .into_any()
}

/// The days of a request in a line: `2026年11月17日、2026年11月18日`.
pub(super) fn days_of(row: &RecallRow) -> String {
    let days: Vec<String> = row.days.dates(row.month).map(|day| date::day_only(crate::shell::lang(), day)).collect();
    days.join(t(msg::notice::BETWEEN_FIELDS))
}

fn line(row: &RecallRow) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">
                <a href=page_of(row.id)>{row.name.clone()}</a>
                " "
                <span class="num">{row.technician.grouped()}</span>
            </th>
            <td data-label=t(m::SITE)>{row.site_name.clone()}</td>
            <td data-label=t(m::DAYS)>{days_of(row)}</td>
            <td data-label=t(m::TAKES_HEAD)>{t(word::recall_takes_short(row.takes))}</td>
            <td data-label=t(m::STATE)>
                <Tag tone=state_tone(row.state) text=t(word::correction_state(row.state)) />
            </td>
            <td data-label=t(m::ASKED_BY)>{row.asked_by.clone()}</td>
            <td class="num" data-label=t(m::ASKED_AT)>{date::iso_time(row.asked_at)}</td>
        </tr>
    }
}
