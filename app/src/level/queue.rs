//! `/evaluator`: what a body is to judge, the longest first. Invariant: only what is paid for is here.

use super::{case, words};
use crate::{
    application::frame,
    shell::{EmptyState, OfficeLayout, Parts, Table, call, page, t, tw},
};
use domain::{level::view::CaseRow, listing::Mark};
use i18n::{date, msg, number};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use msg::level as m;

/// Its address.
pub(super) const PAGE: &str = "/evaluator";

/// `/evaluator`.
#[component]
pub fn LevelQueuePage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get("after")).and_then(|mark| mark.parse::<Mark>().ok());
    page(async move {
        let listed = services::level::queue(&call(), after).await?;
        let who = frame::who().await?;
        let body = if listed.rows.is_empty() && after.is_none() {
            view! { <EmptyState title=t(m::OFFICE_NONE) /> }.into_any()
        } else {
            let heads = [m::OFFICE_WHO, m::OFFICE_FIELD, m::APPLICATION_WANTED, m::APPLICATION_STATE, m::OFFICE_SINCE];
            let heads = heads.map(|head| t(head).to_owned()).to_vec();
            let lines = listed.rows.iter().map(line).collect_view();
            let first = after.is_some().then(|| PAGE.to_owned());
            let next = listed.next.as_ref().map(|next| format!("{PAGE}?after={next}"));
            view! {
                <p class="count-line">{tw(m::OFFICE_COUNT, &[("count", &number::grouped(listed.all))])}</p>
                <Table caption=t(m::OFFICE_TITLE) heads>{lines}</Table>
                <Parts of=t(m::OFFICE_TITLE) first next />
            }
            .into_any()
        };
        Ok(view! {
            <OfficeLayout title=t(m::OFFICE_TITLE) who nav=frame::operator_nav(PAGE)>
                <p>{t(m::OFFICE_LEAD)}</p>
                {body}
            </OfficeLayout>
        })
    })
}

fn line(row: &CaseRow) -> impl IntoView + use<> {
    let field = row.field.to_string();
    view! {
        <tr>
            <th scope="row"><a href=case::page_of(row.id)>{row.name.clone()}</a></th>
            <td class="num" data-label=t(m::OFFICE_FIELD)>{field}</td>
            <td data-label=t(m::APPLICATION_WANTED)>{words::level(row.wanted)}</td>
            <td data-label=t(m::APPLICATION_STATE)>{words::state(row.state)}</td>
            <td class="num" data-label=t(m::OFFICE_SINCE)>{row.waiting_since.map(date::iso_time)}</td>
        </tr>
    }
}
