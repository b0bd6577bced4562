//! Asking for a fee, and taking the request back. Invariant: what is asked for has a reference of its own and stands in the
//! ledger from the same moment.

use super::ledger::book;
use crate::{Call, Change, Error, Result};
use domain::{
    fee::{
        self, FeeKind, PaymentReference, PriceKind, Yen,
        ledger::{Act, Payer},
    },
    id::{ApplicationId, BusinessId, FeeRequestId},
};
use serde_json::json;
use store::{ConnectionTrait, fee::FeeRequest};

/// A number by chance is free at the first try but for one in thousands.
const TRIES_MAX: u32 = 20;

/// What is asked for.
pub(crate) struct Asked<'a> {
    /// Of whom.
    pub(crate) payer: Payer,
    /// The name it is made out to.
    pub(crate) name: &'a str,
    /// What for.
    pub(crate) kind: FeeKind,
    /// How much; above nothing.
    pub(crate) amount: Yen,
}

/// Asks for a fee, due at the end of the month after. The gateway is told of it afterwards ([`super::announce`]).
pub(crate) async fn ask(call: &Call, tx: &impl ConnectionTrait, asked: Asked<'_>) -> Result<FeeRequest> {
    let Asked { payer, name, kind, amount } = asked;
    let (application_id, technician_id, business_id) = match payer {
        Payer::Application(id) => (Some(id), None, None),
        Payer::Technician(id) => (None, Some(id), None),
        Payer::Business(id) => (None, None, Some(id)),
    };
    let request = FeeRequest {
        id: FeeRequestId(call.ids.uuid(call.now())),
        kind,
        application_id,
        technician_id,
        business_id,
        payer: name.to_owned(),
        account: payer,
        reference: Some(free_reference(call, tx).await?),
        amount,
        due: fee::due(call.today()),
        requested_at: call.now(),
        received: Yen(0),
        paid_at: None,
        settled_by: None,
        withdrawn_at: None,
    };
    store::fee::insert(tx, &request).await?;
    book(call, tx, Act::Requested { payer, kind, yen: amount }, ("fee", request.id.0)).await?;
    let change = Change {
        process: "fee.request",
        subject_kind: "fee",
        subject_id: request.id.to_string(),
        new: Some(json!({ "payer": payer, "kind": kind, "amount_yen": amount, "due": request.due })),
        ..Change::default()
    };
    call.note(tx, change).await?;
    Ok(request)
}

async fn free_reference(call: &Call, tx: &impl ConnectionTrait) -> Result<PaymentReference> {
    for _ in 0..TRIES_MAX {
        let reference = PaymentReference::from_body(call.ids.number_body());
        if store::fee::by_reference(tx, reference).await?.is_none() {
            return Ok(reference);
        }
    }
    Err(Error::internal("no free reference was drawn"))
}

/// Takes the request of an application back with it, where there is one that is not paid.
pub(crate) async fn withdraw_of(call: &Call, tx: &impl ConnectionTrait, id: ApplicationId) -> Result<()> {
    match store::fee::of_application(tx, id).await? {
        Some(fee) => withdraw(call, tx, &fee).await,
        None => Ok(()),
    }
}

/// Takes a request back; nothing where it is paid or was taken back before.
pub(crate) async fn withdraw(call: &Call, tx: &impl ConnectionTrait, fee: &FeeRequest) -> Result<()> {
    if !store::fee::withdraw(tx, fee.id, call.now()).await? {
        return Ok(());
    }
    let act = Act::Withdrawn { payer: fee.account, kind: fee.kind, yen: fee.amount, received: fee.received };
    book(call, tx, act, ("fee", fee.id.0)).await?;
    let change = Change {
        process: "fee.withdraw",
        subject_kind: "fee",
        subject_id: fee.id.to_string(),
        old: Some(json!({ "withdrawn": false })),
        new: Some(json!({ "withdrawn": true, "received_yen": fee.received })),
        ..Change::default()
    };
    call.note(tx, change).await
}

/// Asks a business for the yearly fee of one admin ID, at the price of today. Permission and the ID itself are the
/// caller's use case's. Errors: `NotFound`; `fee.no_price` where none is set.
pub async fn ask_admin_id(call: &Call, tx: &impl ConnectionTrait, business: BusinessId) -> Result<FeeRequestId> {
    let found = store::business::find(tx, business).await?.ok_or(Error::NotFound)?;
    let prices = store::fee::price::list(tx).await?;
    let yen = prices.price(PriceKind::of_admin_id(found.kind), call.today());
    let amount = yen.ok_or(Error::rejected(super::price::NO_PRICE))?;
    let asked = Asked { payer: Payer::Business(business), name: &found.name, kind: FeeKind::AdminIdYearly, amount };
    Ok(ask(call, tx, asked).await?.id)
}
