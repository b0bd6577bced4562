//! 料金: what is owed, and the mark that it was paid. Invariant: a request is settled once, and what follows from it happens
//! in the same transaction.

use crate::{Call, Change, Error, Result, application};
use domain::{
    access::{Action, Resource},
    application::IssuedIds,
    fee::FeeRow,
    id::FeeRequestId,
};
use serde_json::json;

/// Somebody marked it before.
pub const ALREADY_PAID: &str = "conflict.already_paid";

/// Requests nobody has marked paid, soonest due first.
pub async fn unpaid(call: &Call) -> Result<Vec<FeeRow>> {
    call.authorize(Action::FeeSettle, &Resource::Register)?;
    let scope = call.authorize(Action::FeeRead, &Resource::Register)?;
    Ok(store::fee::unpaid(call.db.read(), &scope).await?)
}

/// Marks a request paid and completes its application: number, log-in and card order. Errors: `conflict.already_paid`,
/// also for one of two at once; `conflict.state` where the application no longer waits for it.
pub async fn mark_paid(call: &Call, id: FeeRequestId) -> Result<IssuedIds> {
    call.authorize(Action::FeeSettle, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let fee = store::fee::find(&tx, id).await?.ok_or(Error::NotFound)?;
    if fee.paid_at.is_some() {
        return Err(Error::Conflict(ALREADY_PAID));
    }
    let application = fee.application_id.ok_or(Error::NotFound)?;
    // The application is locked before the request, as everywhere.
    let mut application = store::application::lock(&tx, application).await?.ok_or(Error::NotFound)?;
    if !store::fee::settle(&tx, id, call.now(), call.actor.account).await? {
        return Err(Error::Conflict(ALREADY_PAID));
    }
    let change = Change {
        process: "fee.settle",
        subject_kind: "fee",
        subject_id: id.to_string(),
        old: Some(json!({ "paid": false })),
        new: Some(json!({ "paid": true, "amount_yen": fee.amount })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    let issued = application::complete(call, &tx, &mut application).await?;
    store::fee::attach(&tx, id, issued.technician_id, issued.business_id).await?;
    tx.commit().await?;
    Ok(issued)
}
