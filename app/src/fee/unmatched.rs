//! `/operator/fees/unmatched`: money that fits nothing, each with its reason and a form of its own. Invariant: a problem is
//! said in the form that was sent, or above where that form is not there any more.

use super::{
    DecideReceipt, Decision,
    api::{PAGE, UNMATCHED},
    page::{issued_words, parts},
};
use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, EmptyState, Flash, Icon, OfficeLayout, Row, SubmitButton, Table,
        Tone, UiError, call, icon, lang, page, t, tw,
    },
};
use domain::{
    application::IssuedIds,
    fee::receipt::{Resolution, UnmatchedRow},
    form::FieldProblem,
};
use i18n::{date, msg, number, problem, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::fee as m;

/// `/operator/fees/unmatched`.
#[component]
pub fn UnmatchedPage() -> impl IntoView {
    page(async {
        let rows = services::fee::unmatched(&call()).await?;
        let who = frame::who().await?;
        let flash = Flash::take(UNMATCHED).await?;
        let typed: Decision = flash.form();
        let still_here = rows.iter().any(|row| row.id.to_string() == typed.receipt && row.resolution.is_none());
        let above = flash.error.as_ref().filter(|_| !still_here).map(|error| error.words(lang()));
        let done = done(&flash);
        let (to_refund, waiting): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.resolution == Some(Resolution::RefundOrdered));
        let last = Last { typed, problems: flash.problems, error: flash.error };
        let crumbs = vec![(PAGE.to_owned(), t(m::TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::PART_UNMATCHED) who nav=frame::operator_nav(PAGE) crumbs>
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {above.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                {parts(UNMATCHED)}
                <p>{t(m::UNMATCHED_LEAD)}</p>
                {list(&waiting, &last)}
                {refunds(&to_refund)}
            </OfficeLayout>
        })
    })
}

/// The form that was sent last, and what was wrong with it.
struct Last {
    typed: Decision,
    problems: Vec<FieldProblem>,
    error: Option<UiError>,
}

impl Last {
    fn of(&self, row: &UnmatchedRow) -> Option<&Self> {
        (self.error.is_some() && self.typed.receipt == row.id.to_string()).then_some(self)
    }
    fn problem(&self, field: &str, label: &str) -> Option<String> {
        let found = self.problems.iter().find(|found| found.field == field)?;
        Some(problem::text_of(lang(), &found.problem, label))
    }
}

fn done(flash: &Flash) -> Option<String> {
    Some(match flash.done.as_deref()? {
        "assigned" => issued_words(flash.form::<Option<IssuedIds>>(), m::DONE_ASSIGNED),
        "ordered" => t(m::DONE_ORDERED).to_owned(),
        "refunded" => t(m::DONE_REFUNDED).to_owned(),
        "dismissed" => t(m::DONE_DISMISSED).to_owned(),
        _ => return None,
    })
}

fn list(rows: &[UnmatchedRow], last: &Last) -> impl IntoView + use<> {
    if rows.is_empty() {
        return view! { <EmptyState title=t(m::UNMATCHED_NONE_TITLE) text=t(m::UNMATCHED_NONE) /> }.into_any();
    }
    let count = rows.len();
    let cards = rows.iter().map(|row| one(row, last.of(row))).collect_view();
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &count)])}</p>
        <ul class="fee-receipts" aria-label=t(m::UNMATCHED_CAPTION)>
            {cards}
        </ul>
    }
    .into_any()
}

/// The amount in words.
fn came(row: &UnmatchedRow) -> String {
    row.yen.map_or_else(|| t(m::CAME_UNKNOWN).to_owned(), |yen| number::yen(lang(), yen.get()))
}

fn one(row: &UnmatchedRow, last: Option<&Last>) -> impl IntoView + use<> {
    let mut facts = vec![Row::new(t(m::REASON_WHY), t(word::mismatch(row.reason)))];
    if let Some(paid_on) = row.paid_on {
        facts.push(Row::new(t(m::PAID_AT), date::iso(paid_on)));
    }
    let said = if row.reference.is_empty() { t(m::REFERENCE_NONE).to_owned() } else { row.reference.clone() };
    facts.push(Row::new(t(m::REFERENCE), said));
    if let Some((_, name, owed)) = &row.request {
        let owed = number::yen(lang(), owed.get());
        facts.push(Row::new(t(m::BELONGS_TO), tw(m::BELONGS_TO_OF, &[("name", name), ("yen", &owed)])));
    }
    facts.push(Row::new(t(m::RECEIVED_AT), date::iso_time(row.received_at)));
    facts.push(Row::new(t(m::LINE), row.row.clone()));
    let (id, title, form) = (format!("receipt-{}", row.id), came(row), form(row, last));
    view! {
        <li id=id>
            <Card title>
                <DescriptionList rows=facts />
                {form}
            </Card>
        </li>
    }
}

fn form(row: &UnmatchedRow, last: Option<&Last>) -> impl IntoView + use<> {
    let id = row.id.to_string();
    let has_money = row.yen.is_some();
    let typed = last.map(|last| last.typed.clone()).unwrap_or_default();
    // Where the reference leads to a request that still wants money, that is the likely one.
    let proposed = row.request.as_ref().filter(|(_, _, owed)| owed.get() > 0).map(|_| row.reference.clone());
    let request = if last.is_some() { typed.request } else { proposed.unwrap_or_default() };
    let whole = last.and_then(|last| last.error.as_ref().filter(|_| last.problems.is_empty()));
    let whole = whole.map(|error| error.words(lang()));
    let problem = |field: &str, label: &str| last.and_then(|last| last.problem(field, label));
    let assign_problem = problem("request", t(m::ASSIGN_TO));
    let reason_problem = problem("reason", t(m::REASON));
    view! {
        <form method="post" action=DecideReceipt::PATH class="fee-decision">
            <input type="hidden" name="receipt" value=id.clone() />
            {whole.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
            {has_money.then(|| line(&format!("request-{id}"), "request", t(m::ASSIGN_TO), request, assign_problem))}
            {line(&format!("reason-{id}"), "reason", t(m::REASON), typed.reason, reason_problem)}
            <div class="form-actions">{buttons(has_money)}</div>
        </form>
    }
}

fn line(
    id: &str,
    name: &'static str,
    label: &'static str,
    value: String,
    wrong: Option<String>,
) -> impl IntoView + use<> {
    let (id, bad) = (id.to_owned(), wrong.is_some());
    let problem_id = format!("{id}-problem");
    let described = bad.then(|| problem_id.clone());
    view! {
        <div class="field" class:bad=bad>
            <label for=id.clone()>{label}</label>
            {wrong
                .map(|words| {
                    view! {
                        <p class="problem" id=problem_id>
                            <Icon of=icon::ERROR_FILL />
                            {words}
                        </p>
                    }
                })}
            <input
                class="input"
                type="text"
                id=id
                name=name
                value=value
                autocomplete="off"
                aria-describedby=described
                aria-invalid=bad.then_some("true")
            />
        </div>
    }
}

fn buttons(has_money: bool) -> AnyView {
    if has_money {
        view! {
            <SubmitButton text=t(m::ASSIGN) name="decision" value="assign" />
            <SubmitButton text=t(m::ORDER_REFUND) kind=ButtonKind::Outline name="decision" value="order_refund" />
        }
        .into_any()
    } else {
        view! { <SubmitButton text=t(m::DISMISS) kind=ButtonKind::Outline name="decision" value="dismiss" /> }
            .into_any()
    }
}

fn refunds(rows: &[UnmatchedRow]) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let heads = [m::CAME, m::RECEIVED_AT, m::LINE, m::ACTION].map(|head| t(head).to_owned()).to_vec();
    let row = |row: &UnmatchedRow| {
        let yen = came(row);
        view! {
            <tr>
                <th scope="row" class="number">{yen.clone()}</th>
                <td class="num" data-label=t(m::RECEIVED_AT)>{date::iso(row.received_at.date())}</td>
                <td class="wide" data-label=t(m::LINE)>{row.row.clone()}</td>
                <td>
                    <form method="post" action=DecideReceipt::PATH class="row-form">
                        <input type="hidden" name="receipt" value=row.id.to_string() />
                        <button
                            type="submit"
                            class="button outline small"
                            name="decision"
                            value="refunded"
                            aria-label=tw(m::REFUNDED_OF, &[("yen", &yen)])
                        >
                            {t(m::REFUNDED)}
                        </button>
                    </form>
                </td>
            </tr>
        }
    };
    let rows = rows.iter().map(row).collect_view();
    Some(
        view! {
            <h2>{t(m::REFUND_TITLE)}</h2>
            <Table caption=t(m::REFUND_CAPTION) heads>
                {rows}
            </Table>
        }
        .into_any(),
    )
}
