//! Claims in a list for offices. Invariant: a row leads to its claim on the same page.

use super::case::{at, tag};
use crate::shell::{EmptyState, Parts, Table, lang, t, tw};
use domain::{history::claim::ClaimRow, listing::Listed};
use i18n::{Msg, date, msg, number, word};
use leptos::prelude::*;

use msg::claim as m;

/// Those that are not settled, or all.
pub(super) fn which(page: &str, every: bool) -> impl IntoView + use<> {
    let way = |href: String, words: Msg, current: bool| {
        view! {
            <li>
                <a href=href aria-current=current.then_some("page")>{t(words)}</a>
            </li>
        }
    };
    let (open, all) = (page.to_owned(), format!("{page}?every=yes"));
    view! {
        <nav class="fee-parts" aria-label=t(m::WHICH)>
            <ul>{way(open, m::WHICH_OPEN, !every)} {way(all, m::WHICH_ALL, every)}</ul>
        </nav>
    }
}

/// The part of the list that was asked for.
pub(super) fn list(listed: Listed<ClaimRow>, page: &'static str, every: bool, later: bool, none: Msg) -> AnyView {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !later {
        return view! { <EmptyState title=t(none) /> }.into_any();
    }
    let heads = [m::DAY, m::NAME, m::SITE, m::CLAIM, m::STATE, m::UNTIL].map(|head| t(head).to_owned()).to_vec();
    let own = if every { format!("{page}?every=yes") } else { page.to_owned() };
    let beyond = if every { "&" } else { "?" };
    let next = next.map(|next| format!("{own}{beyond}after={next}"));
    let first = later.then_some(own);
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::CAPTION) heads>
            {rows.iter().map(|row| line(row, page)).collect_view()}
        </Table>
        <Parts of=t(m::CAPTION) first next />
    }
    .into_any()
}

fn line(row: &ClaimRow, page: &str) -> impl IntoView + use<> {
    let until = row.state.waits_for_business().then(|| date::day_only(lang(), row.answer_by));
    view! {
        <tr>
            <th scope="row">
                <a href=at(page, row.id)>{date::full(lang(), row.day)}</a>
            </th>
            <td data-label=t(m::NAME)>{row.name.clone()}</td>
            <td data-label=t(m::SITE)>{row.site_name.clone()}</td>
            <td data-label=t(m::CLAIM)>{t(word::claim_kind(row.kind))}</td>
            <td data-label=t(m::STATE)>{tag(row.state)}</td>
            <td class="num" data-label=t(m::UNTIL)>{until}</td>
        </tr>
    }
}
