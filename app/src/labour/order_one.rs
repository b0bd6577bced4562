//! `/business/labour?request=`: one request of a prime. Invariant: the list is put on the roster in one press, and the numbers
//! and steps beside it are those that are kept.

use super::{ChangeLabour, EmployLabour, PayLabour, order, words};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, ButtonKind, Card, ErrorSummary, Flash, LinkButton, OfficeLayout, SubmitButton, Table, TextField,
        UiError, call, icon, lang, provide_problems, t, tw,
    },
};
use domain::{
    id::LabourRequestId,
    labour::{CallRow, OfferState, PaidForm, RequestRow},
};
use i18n::{date, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

use msg::labour as m;

/// What a refused form leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) people: Option<String>,
    pub(super) paid: PaidForm,
}

/// Its address.
pub(super) fn page_of(id: LabourRequestId) -> String {
    format!("{}?request={id}", order::PAGE)
}

pub(super) async fn view_of(id: LabourRequestId) -> Result<AnyView, UiError> {
    let call = call();
    let of = services::labour::order(&call, id).await?;
    let who = office::who().await?;
    let flash = Flash::take(order::PAGE).await?;
    let typed: Typed = if flash.error.is_some() { flash.form() } else { Typed::default() };
    let outcome = office::outcome(&flash);
    let done = flash.done.as_deref().and_then(order::done_word);
    provide_problems(flash.problems);
    let labels = [("people", m::PEOPLE_A_DAY), ("paid_on", m::PAID_ON), ("paid", m::PAID_PEOPLE)];
    let labels = labels.map(|(field, label)| (field, t(label).to_owned())).to_vec();
    let crumbs = vec![(order::PAGE.to_owned(), t(m::TITLE).to_owned())];
    let waiting = of.people.iter().any(|row| row.state == OfferState::Named);
    let title = of.request.site_name.clone();
    let roster = format!("/business/sites/{}", of.request.site);
    let now = call.now();
    Ok(view! {
        <OfficeLayout title who nav=frame::nav("/business/people") crumbs>
            <ErrorSummary labels />
            {done.map(|(words, tone)| view! { <Banner tone>{t(words)}</Banner> })}
            {outcome}
            <h2>{t(m::NAME_LIST)}</h2>
            {words::list(t(m::NAME_LIST), &of.people)}
            {waiting.then(|| employ(&of.request))}
            <p><LinkButton href=roster text=t(m::TO_SITE) kind=ButtonKind::Text icon=icon::APARTMENT /></p>
            {words::numbers(of.request.numbers)}
            {parts(&of.calls)}
            {change(id, typed.people.unwrap_or_else(|| of.request.numbers.asked.to_string()))}
            {(of.request.numbers.employed > 0).then(|| pay(&of.request, typed.paid))}
            {words::request(&of.request)}
            {words::wages(&of.request.agreement)}
            {words::steps(&of.steps, now)}
        </OfficeLayout>
    }
    .into_any())
}

fn employ(of: &RequestRow) -> impl IntoView + use<> {
    let lead = tw(m::EMPLOY_LEAD, &[("days", &words::days(of.from, of.until))]);
    view! {
        <form method="post" action=EmployLabour::PATH>
            <input type="hidden" name="request" value=of.id.to_string() />
            <p>{lead}</p>
            <SubmitButton text=t(m::EMPLOY_GO) icon=icon::CHECK />
        </form>
    }
}

fn parts(rows: &[CallRow]) -> impl IntoView + use<> {
    let heads = [m::LOCAL_UNION, m::PASSED, m::OFFERED, m::ACCEPTED].map(|head| t(head).to_owned()).to_vec();
    let line = |row: &CallRow| {
        view! {
            <tr>
                <th scope="row">{row.office_name.clone()}</th>
                <td class="number" data-label=t(m::PASSED)>{words::people(row.people)}</td>
                <td class="number" data-label=t(m::OFFERED)>{words::people(row.numbers.offered)}</td>
                <td class="number" data-label=t(m::ACCEPTED)>{words::people(row.numbers.accepted)}</td>
            </tr>
        }
    };
    let lines = rows.iter().map(line).collect_view();
    (!rows.is_empty()).then(|| view! { <Table caption=t(m::PASSED) heads>{lines}</Table> })
}

fn change(id: LabourRequestId, people: String) -> impl IntoView {
    view! {
        <Card title=t(m::CHANGE_TITLE)>
            <form method="post" action=ChangeLabour::PATH class="form" novalidate>
                <input type="hidden" name="request" value=id.to_string() />
                <TextField
                    name="people"
                    label=t(m::PEOPLE_A_DAY)
                    hint=t(m::CHANGE_HINT)
                    value=people
                    inputmode="numeric"
                    width="short"
                    autocomplete="off"
                />
                <SubmitButton text=t(m::CHANGE_GO) kind=ButtonKind::Outline />
            </form>
        </Card>
    }
}

fn pay(of: &RequestRow, form: PaidForm) -> impl IntoView + use<> {
    let request = of.id.to_string();
    let payer = tw(m::PAID_BY, &[("payer", &of.agreement.terms.payer)]);
    let last = of.paid_on.map(|on| tw(m::PAID_LAST, &[("day", &date::day_only(lang(), on))]));
    view! {
        <Card title=t(m::PAID_TITLE)>
            <p>{payer} " " {last}</p>
            <form method="post" action=PayLabour::PATH class="form" novalidate>
                <input type="hidden" name="request" value=request />
                <TextField name="paid_on" label=t(m::PAID_ON) hint=t(m::DAY_HINT) value=form.paid_on width="short" />
                <TextField
                    name="paid"
                    label=t(m::PAID_PEOPLE)
                    value=form.paid
                    inputmode="numeric"
                    width="short"
                    autocomplete="off"
                />
                <SubmitButton text=t(m::PAID_GO) kind=ButtonKind::Outline />
            </form>
        </Card>
    }
}
