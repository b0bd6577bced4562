//! `/passport/looks`: who saw something of oneself, when and what.

use crate::shell::{EmptyState, Tab, Table, TechnicianLayout, call, lang, page, t, tr, tw};
use domain::{
    card::CardShown,
    share::{LookBy, LookLine, LookWhat},
    time::WorkDate,
};
use i18n::{Msg, date, msg::share as m};
use leptos::prelude::*;

/// `/passport/looks`.
#[component]
pub fn LooksPage() -> impl IntoView {
    page(async {
        let call = call();
        let looks = services::share::looks(&call).await?;
        let today = call.today();
        let list = if looks.is_empty() {
            view! { <EmptyState title=t(m::NO_LOOKS) /> }.into_any()
        } else {
            let heads = [m::WHEN, m::WHO, m::WHAT].map(|head| t(head).to_owned()).to_vec();
            let rows = looks.iter().map(|look| row(look, today)).collect_view();
            view! {
                <Table caption=t(m::LOOKS_TITLE) heads>
                    {rows}
                </Table>
            }
            .into_any()
        };
        Ok(view! {
            <TechnicianLayout title=m::LOOKS_TITLE tab=Tab::More back="/passport/more">
                <p>{tr(m::LOOKS_LEAD)}</p>
                {list}
            </TechnicianLayout>
        })
    })
}

fn row(look: &LookLine, today: WorkDate) -> impl IntoView + use<> {
    let who = match &look.by {
        LookBy::Business(name) => tw(m::BY_BUSINESS, &[("name", name)]),
        LookBy::Office => t(m::BY_OFFICE).to_owned(),
        LookBy::Technician => t(m::BY_TECHNICIAN).to_owned(),
        LookBy::Nobody => t(m::BY_NOBODY).to_owned(),
        LookBy::Other => t(m::BY_OTHER).to_owned(),
    };
    let what: Msg = match look.what {
        LookWhat::Share => m::SAW_SHARE,
        LookWhat::Card(CardShown::Face) => m::SAW_FACE,
        LookWhat::Card(CardShown::Minimal) => m::SAW_MINIMAL,
        LookWhat::Card(CardShown::Validity) => m::SAW_VALIDITY,
    };
    view! {
        <tr>
            <th scope="row">{date::date_time(lang(), look.at, today)}</th>
            <td data-label=t(m::WHO)>{who}</td>
            <td data-label=t(m::WHAT)>{tr(what)}</td>
        </tr>
    }
}
