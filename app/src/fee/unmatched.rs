//! `/operator/fees/unmatched`: money that fits nothing, each with its reason and a form of its own. Invariant: a problem is
//! said in the form that was sent, or above where that form is not there any more.

use super::{
    DecideReceipt, Decision,
    api::{PAGE, UNMATCHED},
    credit,
    page::{issued_words, parts},
    refund,
};
use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, EmptyState, Flash, OfficeLayout, Parts, Row, SubmitButton, Tone,
        UiError, call, lang, line_field, page, t, tw,
    },
};
use domain::{
    application::IssuedIds,
    fee::{ledger::Payer, receipt::UnmatchedRow},
    form::FieldProblem,
    listing::{Listed, Mark},
};
use i18n::{date, msg, number, problem, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::fee as m;

/// `/operator/fees/unmatched`.
#[component]
pub fn UnmatchedPage() -> impl IntoView {
    let query = use_query_map();
    let of = move |name: &str| query.with_untracked(|query| query.get(name).unwrap_or_default());
    let after = of("after").parse::<Mark>().ok();
    let (of_credits, of_refunds) = (Payer::from_stored(&of("credits")), of("refunds").parse::<Mark>().ok());
    page(async move {
        let call = call();
        let waiting = services::fee::unmatched(&call, after).await?;
        let credits = services::fee::credits(&call, of_credits).await?;
        let to_refund = services::fee::to_refund(&call, of_refunds).await?;
        let who = frame::who().await?;
        let flash = Flash::take(UNMATCHED).await?;
        let done = done(&flash);
        let last_credit = credit::Last::of(&flash, &credits.rows);
        let last = Last { typed: flash.form(), problems: flash.problems, error: flash.error };
        let still_here = waiting.rows.iter().any(|row| row.id.to_string() == last.typed.receipt);
        let above = last.error.as_ref().filter(|_| !still_here && last_credit.is_none());
        let above = above.map(|error| error.words(lang()));
        let crumbs = vec![(PAGE.to_owned(), t(m::TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::PART_UNMATCHED) who nav=frame::operator_nav(PAGE) crumbs>
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {above.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                {parts(UNMATCHED)}
                <p>{t(m::UNMATCHED_LEAD)}</p>
                {list(&waiting, after.is_some(), &last)}
                {credit::list(&credits, of_credits.is_some(), last_credit.as_ref())}
                {refund::list(&to_refund, of_refunds.is_some())}
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

fn list(listed: &Listed<UnmatchedRow>, later_part: bool, last: &Last) -> impl IntoView + use<> {
    let rows = &listed.rows;
    if rows.is_empty() && !later_part {
        return view! { <EmptyState title=t(m::UNMATCHED_NONE_TITLE) text=t(m::UNMATCHED_NONE) /> }.into_any();
    }
    let first = later_part.then(|| UNMATCHED.to_owned());
    let next = listed.next.as_ref().map(|next| format!("{UNMATCHED}?after={next}"));
    let count = number::grouped(listed.all);
    let cards = rows.iter().map(|row| one(row, last.of(row))).collect_view();
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &count)])}</p>
        <ul class="fee-receipts" aria-label=t(m::UNMATCHED_CAPTION)>
            {cards}
        </ul>
        <Parts of=t(m::UNMATCHED_CAPTION) first next />
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
    if !row.faults.is_empty() {
        let faults = row.faults.iter().map(|fault| word::row_fault(lang(), *fault));
        facts.push(Row::new(t(m::ROW_FAULTS), faults.collect::<Vec<_>>().join(" ")));
    }
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
            {has_money.then(|| line_field(&format!("request-{id}"), "request", t(m::ASSIGN_TO), request, assign_problem))}
            {line_field(&format!("reason-{id}"), "reason", t(m::REASON), typed.reason, reason_problem)}
            <div class="form-actions">{buttons(has_money)}</div>
        </form>
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
