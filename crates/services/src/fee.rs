//! 料金: what is owed, what came, and what follows. Invariant: a request is settled once, what follows from it happens in the
//! same transaction, and so does its journal: no yen moves without one.
//!
//! Locks are taken in one order everywhere: the application, then its request.

mod amiss;
mod announce;
mod ask;
mod close;
mod credit;
mod figures;
mod first_id;
mod import;
mod ledger;
mod paper;
mod payer;
mod price;
mod reminder;
mod report;
mod settle;
mod unmatched;

use crate::{Call, Error, Result, application, typed};
use domain::{
    access::{Action, Resource},
    application::IssuedIds,
    fee::{FeeRow, PaymentReference, ledger::Gateway, receipt::PaymentChannel},
    id::{FeeRequestId, ReceiptId},
    listing::{Listed, Mark},
};
use store::fee::{receipt::Receipt, unpaid::Sought};

pub(crate) use amiss::line;
pub use announce::announce;
pub use ask::ask_admin_id;
pub(crate) use ask::{Asked, SeenBy, ask, withdraw, withdraw_of};
pub use close::close;
pub use credit::{credit_refunded, credits, order_credit_refund, to_refund};
pub use figures::figures;
pub(crate) use first_id::ask_first_ids;
pub(crate) use import::{Slice, go_on};
pub use import::{bring, files, import, may_receive};
pub use ledger::{LedgerReport, examine};
pub use paper::invoice_pdf;
pub(crate) use payer::require_good_standing;
pub use payer::{account, by_number, invoice, standing};
pub(crate) use price::NO_PRICE;
pub use price::{add_price, prices};
pub(crate) use reminder::remind;
pub use report::{Known, correct_usage, usage_known, usage_reports};
pub use unmatched::{assign, dismiss, order_refund, refunded, unmatched};

/// Somebody marked it before.
pub const ALREADY_PAID: &str = "conflict.already_paid";
/// What was decided about it was decided by somebody else meanwhile.
const DONE: &str = "conflict.already_done";

/// The part after `after` of the requests that still want money, soonest due first; `number`: only the one of a payment
/// reference or 受付番号.
pub async fn unpaid(call: &Call, number: &str, after: Option<Mark>) -> Result<Listed<FeeRow>> {
    call.authorize(Action::FeeSettle, &Resource::Register)?;
    let scope = call.authorize(Action::FeeRead, &Resource::Register)?;
    let number = typed::plain(number);
    let sought = match number.parse::<PaymentReference>() {
        _ if number.is_empty() => Sought::All,
        Ok(reference) => Sought::Reference(reference),
        Err(_) => Sought::Number(number),
    };
    Ok(store::fee::unpaid::list(call.db.read(), &scope, &sought, after).await?)
}

/// Marks what is still owed of a request paid at the operator's own desk, as a receipt like any other, and completes its
/// application where it has one: number, log-in and card order. Gives those. Where a part of it came before and waits, the payer
/// is told that it was not due. Errors: `conflict.already_paid`, also for one
/// of two at once; `conflict.state` where the application no longer waits for it.
pub async fn mark_paid(call: &Call, id: FeeRequestId) -> Result<Option<IssuedIds>> {
    call.authorize(Action::FeeSettle, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let fee = store::fee::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let mut open = settle::hold(&tx, fee).await?;
    if open.fee.paid_at.is_some() {
        return Err(Error::Conflict(ALREADY_PAID));
    }
    if open.fee.withdrawn_at.is_some() {
        return Err(Error::Conflict(application::STATE));
    }
    let claim = open.fee.claim();
    let owed = claim.owed();
    let receipt = Receipt {
        id: ReceiptId(call.ids.uuid(call.now())),
        gateway: Gateway::Counter,
        transaction_key: id.to_string(),
        line: String::new(),
        reference: open.fee.reference.map(|reference| reference.to_string()).unwrap_or_default(),
        yen: Some(owed),
        paid_on: Some(call.today()),
        channel: Some(PaymentChannel::Counter),
        received_at: call.now(),
        reason: None,
        request: Some(id),
        resolution: None,
    };
    store::fee::receipt::insert(&tx, &receipt).await?;
    let issued = settle::exact(call, &tx, &mut open, Gateway::Counter, call.actor.account).await?;
    amiss::tell(call, &tx, (&open.fee, claim), (receipt.id, owed)).await?;
    tx.commit().await?;
    Ok(issued)
}
