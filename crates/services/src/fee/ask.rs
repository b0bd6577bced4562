//! Asking for a fee, and taking the request back. Invariant: what is asked for has a reference of its own and stands in the
//! ledger from the same moment.

use super::ledger::{book, book_all};
use crate::{Call, Change, Error, Result};
use domain::{
    fee::{
        self, FeeKind, PaymentReference, PriceKind, Yen,
        ledger::{Act, Payer},
    },
    id::{ApplicationId, BusinessId, FeeRequestId, TechnicianId},
};
use serde_json::json;
use std::collections::HashSet;
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
    /// In whose list it stands where the payer is an application of somebody who is registered: they see it before it is
    /// paid.
    pub(crate) seen_by: SeenBy,
}

/// Whose list of fees a request stands in besides its payer's.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SeenBy {
    /// A registered person's.
    pub(crate) technician: Option<TechnicianId>,
    /// A registered business's.
    pub(crate) business: Option<BusinessId>,
}

/// Asks for a fee, due at the end of the month after. The gateway is told of it afterwards ([`super::announce`]).
pub(crate) async fn ask(call: &Call, tx: &impl ConnectionTrait, asked: Asked<'_>) -> Result<FeeRequest> {
    let mut requests = ask_all(call, tx, &[asked]).await?;
    requests.pop().ok_or_else(|| Error::internal("a fee that was asked for has no request"))
}

/// Asks for many fees, in few statements; gives the requests in the order in which they were asked for.
pub(crate) async fn ask_all(call: &Call, tx: &impl ConnectionTrait, asked: &[Asked<'_>]) -> Result<Vec<FeeRequest>> {
    let references = free_references(call, tx, asked.len()).await?;
    let requests: Vec<FeeRequest> =
        asked.iter().zip(references).map(|(asked, reference)| request(call, asked, reference)).collect();
    store::fee::insert(tx, &requests).await?;
    let booked =
        |fee: &FeeRequest| (Act::Requested { payer: fee.account, kind: fee.kind, yen: fee.amount }, ("fee", fee.id.0));
    book_all(call, tx, &requests.iter().map(booked).collect::<Vec<_>>()).await?;
    let change = |fee: &FeeRequest| Change {
        process: "fee.request",
        subject_kind: "fee",
        subject_id: fee.id.to_string(),
        new: Some(json!({ "payer": fee.account, "kind": fee.kind, "amount_yen": fee.amount, "due": fee.due })),
        ..Change::default()
    };
    call.note_all(tx, requests.iter().map(change).collect()).await?;
    Ok(requests)
}

fn request(call: &Call, asked: &Asked<'_>, reference: PaymentReference) -> FeeRequest {
    let (application_id, technician_id, business_id) = match asked.payer {
        Payer::Application(id) => (Some(id), asked.seen_by.technician, asked.seen_by.business),
        Payer::Technician(id) => (None, Some(id), None),
        Payer::Business(id) => (None, None, Some(id)),
    };
    FeeRequest {
        id: FeeRequestId(call.ids.uuid(call.now())),
        kind: asked.kind,
        application_id,
        technician_id,
        business_id,
        payer: asked.name.to_owned(),
        account: asked.payer,
        reference: Some(reference),
        amount: asked.amount,
        due: fee::due(call.today()),
        requested_at: call.now(),
        received: Yen(0),
        paid_at: None,
        settled_by: None,
        withdrawn_at: None,
    }
}

/// So many references no request has.
async fn free_references(call: &Call, tx: &impl ConnectionTrait, count: usize) -> Result<Vec<PaymentReference>> {
    let mut free: Vec<PaymentReference> = Vec::with_capacity(count);
    let mut drawn = HashSet::new();
    for _ in 0..TRIES_MAX {
        let mut fresh: Vec<PaymentReference> = Vec::new();
        while free.len() + fresh.len() < count {
            let reference = PaymentReference::from_body(call.ids.number_body());
            if drawn.insert(reference) {
                fresh.push(reference);
            }
        }
        if fresh.is_empty() {
            return Ok(free);
        }
        let taken = store::fee::by_references(tx, &fresh).await?;
        let taken: HashSet<_> = taken.into_iter().filter_map(|fee| fee.reference).collect();
        free.extend(fresh.into_iter().filter(|reference| !taken.contains(reference)));
    }
    if free.len() == count { Ok(free) } else { Err(Error::internal("no free reference was drawn")) }
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
    let (payer, seen_by) = (Payer::Business(business), SeenBy::default());
    let asked = Asked { payer, name: &found.name, kind: FeeKind::AdminIdYearly, amount, seen_by };
    Ok(ask(call, tx, asked).await?.id)
}
