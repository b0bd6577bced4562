//! `/business/sites/{site}/history/confirm?month=yyyymm`: what was picked of the table, and approving it. Invariant: what
//! was picked lies in the form of this page and nowhere else; the page asked for again without it knows nothing.

use super::{
    ApproveHistory,
    ask::{Ask, confirm_of},
    words,
};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, ButtonKind, DescriptionList, Flash, LinkButton, OfficeLayout, Row, SubmitButton, Table, Tone, UiError,
        call, error::NOT_FOUND, icon, lang, page, t, tw,
    },
};
use domain::{
    history::{
        approval::{CompanyPart, Left, Preview},
        ticks::{carried, from_carried},
    },
    id::SiteId,
};
use i18n::{date, msg, number};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};
use std::collections::BTreeMap;

use msg::sheet as m;

/// `/business/sites/{site}/history/confirm`.
#[component]
pub fn HistoryConfirmPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    let query = use_query_map().with_untracked(Clone::clone);
    page(async move {
        let site: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let ask = Ask::in_address(site, &query, call.today()).ok_or_else(|| UiError::of(NOT_FOUND))?;
        let flash = Flash::take(&confirm_of(site)).await?;
        let picks = from_carried(&flash.form::<Vec<String>>()).ok_or_else(|| UiError::of(NOT_FOUND))?;
        let seen = services::history::preview(&call, site, ask.month, &picks).await?;
        let who = office::who().await?;
        let limited = crate::fee::standing_banner().await?;
        let crumbs = vec![
            ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
            (format!("/business/sites/{site}"), seen.site.clone()),
            (ask.page(), t(m::LINK).to_owned()),
        ];
        let (title, inside) = if picks.is_empty() {
            (t(m::ANEW_TITLE).to_owned(), view! { <p>{t(m::ANEW)}</p> {back(&ask)} }.into_any())
        } else if seen.records == 0 {
            (t(m::CONFIRM_NONE).to_owned(), view! { {left_out(&seen.left)} {back(&ask)} }.into_any())
        } else {
            (tw(m::CONFIRM_TITLE, &[("count", &count(seen.records))]), offer(&seen, &ask).into_any())
        };
        Ok(view! {
            <OfficeLayout title who nav=frame::nav("/business/sites") crumbs>
                <div class="office-form">{limited} {inside}</div>
            </OfficeLayout>
        })
    })
}

fn count(many: u32) -> String {
    number::grouped(many.into())
}

fn back(ask: &Ask) -> impl IntoView + use<> {
    view! {
        <p class="actions">
            <LinkButton href=ask.page() text=t(m::BACK) kind=ButtonKind::Outline icon=icon::ARROW_BACK />
        </p>
    }
}

/// What would be approved, what that means, and the button.
fn offer(seen: &Preview, ask: &Ask) -> impl IntoView + use<> {
    let mut rows = vec![
        Row::new(t(msg::common::MONTH), date::month_with_era(lang(), seen.month)),
        Row::new(t(m::RECORDS), count(seen.records)),
        Row::new(t(m::PEOPLE), count(seen.people)),
    ];
    if seen.by_hand > 0 {
        rows.push(Row::new(t(m::ENTERED_BY_HAND), count(seen.by_hand)));
    }
    let heads = [m::COMPANY, m::RECORDS, m::PEOPLE].map(|head| t(head).to_owned()).to_vec();
    let companies = seen.companies.iter().map(company).collect_view();
    let picks = carried(&seen.picks).into_iter().enumerate();
    let picks = picks.map(|(at, pick)| view! { <input type="hidden" name=format!("picks[{at}]") value=pick /> });
    let picks = picks.collect_view();
    view! {
        <DescriptionList rows />
        <Table caption=t(m::BY_COMPANY) heads>
            {companies}
        </Table>
        {left_out(&seen.left)}
        <p>{t(m::MEANS)}</p>
        <form method="post" action=ApproveHistory::PATH class="form">
            {ask.fields()}
            {picks}
            <p class="actions">
                <SubmitButton text=tw(m::DO, &[("count", &count(seen.records))]) icon=icon::TASK_ALT />
                <LinkButton href=ask.page() text=t(m::BACK) kind=ButtonKind::Outline />
            </p>
        </form>
    }
}

fn company(part: &CompanyPart) -> impl IntoView + use<> {
    let name = part.name.clone().unwrap_or_else(|| t(m::COMPANY_UNKNOWN).to_owned());
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number" data-label=t(m::RECORDS)>{count(part.records)}</td>
            <td class="number" data-label=t(m::PEOPLE)>{count(part.people)}</td>
        </tr>
    }
}

/// What of it is left, and why.
fn left_out(left: &BTreeMap<Left, u32>) -> Option<impl IntoView + use<>> {
    let list = words::left_list(left)?;
    Some(view! {
        <Banner tone=Tone::Warn>
            <p>{t(m::LEFT_OUT_TITLE)}</p>
            {list}
        </Banner>
    })
}
