//! Money that fits nothing: given to a request, paid back, or looked after elsewhere. Invariant: what is decided about a
//! receipt is decided once; of two at once one wins and the other is told.

use super::{DONE, amiss, ledger::book, settle};
use crate::{Call, Change, Error, Result, typed};
use domain::{
    access::{Action, Resource},
    application::IssuedIds,
    fee::{
        PaymentReference, Yen,
        ledger::Act,
        receipt::{Mismatch, Resolution, UnmatchedRow},
    },
    form::{FieldProblem, Problem},
    id::ReceiptId,
    listing::{Listed, Mark},
};
use serde_json::json;
use store::{
    ConnectionTrait,
    fee::{
        FeeRequest,
        receipt::{self, Decided, Receipt},
    },
};

/// Nothing is owed of the request.
const NOTHING_OWED: &str = "fee.nothing_owed";
/// How much came is not known, so it cannot be moved.
const NO_AMOUNT: &str = "fee.no_amount";
/// There is money in it, so it cannot be put aside.
const HAS_AMOUNT: &str = "fee.has_amount";
const REASON_CHARS_MAX: u32 = 500;

/// The part after `after` of what waits for a decision, oldest first; of a row that does not read, with what of it.
pub async fn unmatched(call: &Call, after: Option<Mark>) -> Result<Listed<UnmatchedRow>> {
    let scope = call.authorize(Action::FeeReceive, &Resource::Register)?;
    let mut listed = receipt::waiting(call.db.read(), &scope, after).await?;
    for row in listed.rows.iter_mut().filter(|row| row.reason == Mismatch::Malformed) {
        row.faults = call.outside.gateway.faults(&row.row);
    }
    Ok(listed)
}

/// The reason as it is kept. Errors: a missing or too long `reason`.
pub(super) fn checked(reason: &str) -> Result<String> {
    let reason = typed::lines(reason);
    let problem = match u32::try_from(reason.chars().count()).unwrap_or(u32::MAX) {
        0 => Some(Problem::Missing),
        1..=REASON_CHARS_MAX => None,
        _ => Some(Problem::TooLong { max: REASON_CHARS_MAX }),
    };
    problem.map_or(Ok(reason), |problem| Err(Error::fields(vec![FieldProblem::new("reason", problem)])))
}

/// A receipt that still waits.
async fn waiting(tx: &impl ConnectionTrait, id: ReceiptId) -> Result<Receipt> {
    let found = receipt::lock(tx, id).await?.filter(|found| found.reason.is_some()).ok_or(Error::NotFound)?;
    if found.resolution.is_some() { Err(Error::Conflict(DONE)) } else { Ok(found) }
}

async fn decide(
    call: &Call,
    tx: &impl ConnectionTrait,
    found: &Receipt,
    to: Resolution,
    (request, reason): (Option<&FeeRequest>, String),
) -> Result<()> {
    let (at, by) = (call.now(), call.actor.account);
    let decided = Decided { from: found.resolution, to, request: request.map(|fee| fee.id), at, by };
    if !receipt::resolve(tx, found.id, &decided).await? {
        return Err(Error::Conflict(DONE));
    }
    let change = Change {
        process: match to {
            Resolution::Assigned => "receipt.assign",
            Resolution::RefundOrdered => "receipt.order_refund",
            Resolution::Refunded => "receipt.refund",
            Resolution::Dismissed => "receipt.dismiss",
        },
        subject_kind: "receipt",
        subject_id: found.id.to_string(),
        reason: Some(reason).filter(|reason| !reason.is_empty()),
        old: Some(json!({ "resolution": found.resolution })),
        new: Some(json!({ "resolution": to, "request": decided.request, "yen": found.yen })),
    };
    call.note(tx, change).await
}

/// Gives the money to the request of a reference or 受付番号: what is owed is paid, what is over stays to the payer's
/// credit; less than what is owed pays a part. Whose number was said with it, where that was another request, is told
/// what is left of theirs. Gives what was issued where that completed an application.
///
/// Errors: a missing `reason`, an unknown `request`; `fee.nothing_owed`, `fee.no_amount`; `conflict.already_done` for one
/// of two at once.
pub async fn assign(call: &Call, id: ReceiptId, request: &str, reason: &str) -> Result<Option<IssuedIds>> {
    call.authorize(Action::FeeReceive, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let found = waiting(&tx, id).await?;
    let yen = found.yen.ok_or(Error::rejected(NO_AMOUNT))?;
    let fee = named(&tx, request).await?;
    let (fee, reason) = match (fee, checked(reason)) {
        (Some(fee), Ok(reason)) => (fee, reason),
        (None, Ok(_)) => return Err(Error::fields(vec![FieldProblem::new("request", Problem::Unknown)])),
        (Some(_), Err(error)) => return Err(error),
        (None, Err(_)) => {
            let problems = [("request", Problem::Unknown), ("reason", Problem::Missing)];
            return Err(Error::fields(problems.map(|(field, problem)| FieldProblem::new(field, problem)).to_vec()));
        }
    };
    let mut open = settle::hold(&tx, fee).await?;
    let owed = open.fee.claim().owed();
    if owed.is_zero() {
        return Err(Error::rejected(NOTHING_OWED));
    }
    decide(call, &tx, &found, Resolution::Assigned, (Some(&open.fee), reason)).await?;
    book(call, &tx, Act::Assigned { payer: open.fee.account, owed, yen }, ("receipt", id.0)).await?;
    let before = open.fee.claim();
    let issued = settle::part(call, &tx, &mut open, Yen(yen.get().min(owed.get())), (call.actor.account, true)).await?;
    // Whose number was said with it was told when it came, and counts on it.
    if found.request != Some(open.fee.id) {
        amiss::tell(call, &tx, (&open.fee, before), (id, yen)).await?;
        amiss::tell_not_counted(call, &tx, &found).await?;
    }
    tx.commit().await?;
    Ok(issued)
}

/// The request somebody named by its reference or its application's 受付番号.
async fn named(tx: &impl ConnectionTrait, said: &str) -> Result<Option<FeeRequest>> {
    let said = typed::plain(said);
    if let Ok(reference) = said.parse::<PaymentReference>()
        && let Some(found) = store::fee::by_reference(tx, reference).await?
    {
        return Ok(Some(found));
    }
    match store::application::by_number(tx, &said).await? {
        Some(application) => Ok(store::fee::of_application(tx, application.id).await?),
        None => Ok(None),
    }
}

/// The money is to be paid back; whose number was said with it is told what is left of their request. Errors: a missing `reason`; `fee.no_amount`; `conflict.already_done`.
pub async fn order_refund(call: &Call, id: ReceiptId, reason: &str) -> Result<()> {
    call.authorize(Action::FeeReceive, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let found = waiting(&tx, id).await?;
    let yen = found.yen.ok_or(Error::rejected(NO_AMOUNT))?;
    let reason = checked(reason)?;
    decide(call, &tx, &found, Resolution::RefundOrdered, (None, reason)).await?;
    book(call, &tx, Act::RefundOrdered { yen }, ("receipt", id.0)).await?;
    amiss::tell_not_counted(call, &tx, &found).await?;
    tx.commit().await?;
    Ok(())
}

/// It was paid back. Errors: `conflict.already_done` where it was not ordered or is done.
pub async fn refunded(call: &Call, id: ReceiptId) -> Result<()> {
    call.authorize(Action::FeeReceive, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let found = receipt::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    let yen = found.yen.filter(|_| found.resolution == Some(Resolution::RefundOrdered)).ok_or(Error::Conflict(DONE))?;
    decide(call, &tx, &found, Resolution::Refunded, (None, String::new())).await?;
    book(call, &tx, Act::Refunded { gateway: found.gateway, yen }, ("receipt", id.0)).await?;
    tx.commit().await?;
    Ok(())
}

/// A row of which no amount is known was looked after outside the register. Errors: a missing `reason`; `fee.has_amount`;
/// `conflict.already_done`.
pub async fn dismiss(call: &Call, id: ReceiptId, reason: &str) -> Result<()> {
    call.authorize(Action::FeeReceive, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let found = waiting(&tx, id).await?;
    if found.yen.is_some() {
        return Err(Error::rejected(HAS_AMOUNT));
    }
    let reason = checked(reason)?;
    decide(call, &tx, &found, Resolution::Dismissed, (None, reason)).await?;
    tx.commit().await?;
    Ok(())
}
