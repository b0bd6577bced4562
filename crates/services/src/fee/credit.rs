//! Credit nobody uses is paid back. Invariant: what is ordered leaves the credit at once, so that no closing uses it as well;
//! it is paid back once.

use super::{DONE, ledger::book, unmatched::checked};
use crate::{Call, Change, Error, Result};
use domain::{
    access::{Action, Resource},
    fee::{
        Yen,
        ledger::{Account, Act, Gateway, Payer},
        receipt::{CreditRow, RefundRow},
    },
    id::CreditRefundId,
    listing::{Listed, Mark},
};
use serde_json::json;
use store::fee::{
    credit::{self as rows, CreditRefund},
    ledger,
};

/// The part after `after` of those to whose credit something stands.
pub async fn credits(call: &Call, after: Option<Payer>) -> Result<Listed<CreditRow>> {
    let scope = call.authorize(Action::FeeReceive, &Resource::Register)?;
    Ok(rows::list(call.db.read(), &scope, after).await?)
}

/// The part after `after` of what is to be paid back, longest waiting first: money that fitted nothing, and credit.
pub async fn to_refund(call: &Call, after: Option<Mark>) -> Result<Listed<RefundRow>> {
    let scope = call.authorize(Action::FeeReceive, &Resource::Register)?;
    Ok(rows::to_refund(call.db.read(), &scope, after).await?)
}

/// All that stands to a payer's credit is to be paid back; `seen` is how much that was when it was decided.
///
/// Errors: a missing `reason`; `NotFound` for whoever was never asked for anything; `conflict.already_done` where the
/// credit is another by now.
pub async fn order_credit_refund(call: &Call, payer: Payer, seen: Yen, reason: &str) -> Result<CreditRefundId> {
    call.authorize(Action::FeeReceive, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let name = rows::name_of(&tx, payer).await?.ok_or(Error::NotFound)?;
    let reason = checked(reason)?;
    ledger::hold_credit(&tx, payer).await?;
    let yen = Yen(-ledger::balance(&tx, Account::Credit(payer)).await?.get());
    if yen.get() <= 0 || yen != seen {
        return Err(Error::Conflict(DONE));
    }
    let refund = CreditRefund {
        id: CreditRefundId(call.ids.uuid(call.now())),
        payer,
        name,
        yen,
        ordered_at: call.now(),
        ordered_by: call.actor.account,
    };
    rows::insert(&tx, &refund).await?;
    book(call, &tx, Act::CreditRefundOrdered { payer, yen }, ("credit_refund", refund.id.0)).await?;
    let change = Change {
        process: "credit.order_refund",
        subject_kind: "credit_refund",
        subject_id: refund.id.to_string(),
        reason: Some(reason),
        old: None,
        new: Some(json!({ "payer": payer, "yen": yen })),
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(refund.id)
}

/// It was paid back, from the operator's own desk: how the money came once is not known of a credit. Errors: `NotFound`;
/// `conflict.already_done`.
pub async fn credit_refunded(call: &Call, id: CreditRefundId) -> Result<()> {
    call.authorize(Action::FeeReceive, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let Some(refund) = rows::lock(&tx, id).await? else {
        let known = rows::exists(&tx, id).await?;
        return Err(if known { Error::Conflict(DONE) } else { Error::NotFound });
    };
    if !rows::mark_refunded(&tx, id, call.now(), call.actor.account).await? {
        return Err(Error::Conflict(DONE));
    }
    book(call, &tx, Act::Refunded { gateway: Gateway::Counter, yen: refund.yen }, ("credit_refund", id.0)).await?;
    let change = Change {
        process: "credit.refund",
        subject_kind: "credit_refund",
        subject_id: id.to_string(),
        old: Some(json!({ "refunded": false })),
        new: Some(json!({ "refunded": true, "payer": refund.payer, "yen": refund.yen })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
