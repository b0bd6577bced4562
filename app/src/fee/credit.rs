//! Money paid beyond what was asked, each with a form that orders it to be paid back. Invariant: what is ordered is the sum
//! that was seen; where it is another by now, nothing moves and the page says so.

use super::{CreditDecision, OrderCreditRefund, api::UNMATCHED};
use crate::shell::{
    Banner, ButtonKind, Card, DescriptionList, Flash, Parts, Row, SubmitButton, Tone, lang, line_field, t, tw,
};
use domain::{
    fee::{PaymentReference, receipt::CreditRow},
    listing::Listed,
};
use i18n::{msg, number, problem};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::fee as m;

/// The form that was sent last, where its row is still here, and what was wrong with it.
pub(super) struct Last {
    payer: String,
    reason: String,
    problem: Option<String>,
    error: Option<String>,
}

impl Last {
    /// What was left by a form of one of these rows.
    pub(super) fn of(flash: &Flash, rows: &[CreditRow]) -> Option<Self> {
        let error = flash.error.as_ref()?;
        let typed: CreditDecision = flash.form();
        rows.iter().find(|row| row.payer.to_string() == typed.payer)?;
        let problem = flash.problems.iter().find(|found| found.field == "reason");
        let problem = problem.map(|found| problem::text_of(lang(), &found.problem, t(m::REASON)));
        let error = problem.is_none().then(|| error.words(lang()));
        Some(Self { payer: typed.payer, reason: typed.reason, problem, error })
    }
}

/// The part of the list that is shown; nothing where nobody has paid too much.
pub(super) fn list(listed: &Listed<CreditRow>, later_part: bool, last: Option<&Last>) -> Option<AnyView> {
    if listed.rows.is_empty() && !later_part {
        return None;
    }
    let card = |row: &CreditRow| one(row, last.filter(|last| last.payer == row.payer.to_string()));
    let cards = listed.rows.iter().map(card).collect_view();
    let first = later_part.then(|| UNMATCHED.to_owned());
    let next = listed.next.as_ref().map(|next| format!("{UNMATCHED}?credits={next}"));
    Some(
        view! {
            <h2>{t(m::CREDIT_TITLE)}</h2>
            <p>{t(m::CREDIT_LEAD)}</p>
            <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(listed.all))])}</p>
            <ul class="fee-receipts" aria-label=t(m::CREDIT_CAPTION)>
                {cards}
            </ul>
            <Parts of=t(m::CREDIT_CAPTION) first next />
        }
        .into_any(),
    )
}

fn one(row: &CreditRow, last: Option<&Last>) -> impl IntoView + use<> {
    let yen = number::yen(lang(), row.yen.get());
    let title = tw(m::CREDIT_OF, &[("name", &row.name), ("yen", &yen)]);
    let said = row.reference.map_or_else(|| t(m::REFERENCE_NONE).to_owned(), PaymentReference::grouped);
    let facts = vec![Row::new(t(m::CREDIT_REFERENCE), said)];
    let payer = row.payer.to_string();
    let id = format!("credit-{}", payer.replace(':', "-"));
    let (reason, wrong) = last.map(|last| (last.reason.clone(), last.problem.clone())).unwrap_or_default();
    let above = last.and_then(|last| last.error.clone());
    let seen = row.yen.get();
    view! {
        <li>
            <Card title>
                <DescriptionList rows=facts />
                <form method="post" action=OrderCreditRefund::PATH class="fee-decision">
                    <input type="hidden" name="payer" value=payer />
                    <input type="hidden" name="yen" value=seen />
                    {above.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                    {line_field(&format!("{id}-reason"), "reason", t(m::REASON), reason, wrong)}
                    <div class="form-actions">
                        <SubmitButton text=t(m::CREDIT_ORDER) kind=ButtonKind::Outline />
                    </div>
                </form>
            </Card>
        </li>
    }
}
