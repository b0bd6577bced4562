//! Money whose sum is not what is owed: its payer is told at once, and sees it beside their request. Invariant: of each payment
//! a payer is told once, in the transaction that takes it in or gives it to a request, and again where it is then given elsewhere.

use super::reminder::payer;
use crate::{Call, Error, Result, notice};
use domain::{
    fee::{Amiss, FeeLine, PayerRequest, Yen, receipt::Claim},
    id::{FeeRequestId, ReceiptId},
    notice::{NoticeKind, Value},
};
use store::{
    ConnectionTrait,
    fee::{
        FeeRequest,
        receipt::{self, Receipt},
    },
};

/// Tells who pays a request of `yen` that came for it, where that leaves something to pay or to decide about. `claim`: as it stood
/// before the money came.
pub(super) async fn tell(
    call: &Call,
    tx: &impl ConnectionTrait,
    (fee, claim): (&FeeRequest, Claim),
    (id, yen): (ReceiptId, Yen),
) -> Result<()> {
    let waiting = waiting(tx, fee.id, Some(id)).await?;
    match Amiss::of(yen, claim, waiting) {
        None => Ok(()),
        Some(Amiss::Short { left }) => {
            say(call, tx, fee, (NoticeKind::PaymentShort, [("yen", yen), ("left", left)])).await
        }
        Some(Amiss::Over { over }) => {
            say(call, tx, fee, (NoticeKind::PaymentOver, [("yen", yen), ("over", over)])).await
        }
    }
}

/// Tells who pays the request whose number was said with money that the office has just decided is not for it what is left of it
/// now. Nobody is told of a request that is paid or taken back, or for which enough waits besides.
pub(super) async fn tell_not_counted(call: &Call, tx: &impl ConnectionTrait, found: &Receipt) -> Result<()> {
    let (Some(id), Some(yen)) = (found.request, found.yen) else { return Ok(()) };
    // Looked at and not held: whoever holds one request and takes another may wait for somebody who does it the other way.
    let fee = store::fee::find(tx, id).await?.ok_or(Error::NotFound)?;
    let left = fee.claim().left(waiting(tx, id, None).await?);
    if left.is_zero() {
        return Ok(());
    }
    say(call, tx, &fee, (NoticeKind::PaymentNotCounted, [("yen", yen), ("left", left)])).await
}

async fn say(
    call: &Call,
    tx: &impl ConnectionTrait,
    fee: &FeeRequest,
    (kind, sums): (NoticeKind, [(&'static str, Yen); 2]),
) -> Result<()> {
    let values = [
        ("due", Value::Day(fee.due)),
        ("how", Value::HowToPay(call.outside.pay_to.clone())),
        ("name", Value::Text(fee.payer.clone())),
        ("number", Value::Text(fee.number())),
    ];
    let sums = sums.map(|(name, yen)| (name, Value::Yen(yen)));
    let said = values.into_iter().chain(sums).filter(|(name, _)| kind.values().contains(name));
    notice::tell(call, tx, &payer(tx, fee).await?, kind, said).await?;
    Ok(())
}

/// What came for a request in sums that were not what was owed, and waits for the office. `but`: a receipt that is not counted.
pub(super) async fn waiting(db: &impl ConnectionTrait, id: FeeRequestId, but: Option<ReceiptId>) -> Result<Yen> {
    Ok(receipt::held_for(db, &[id], but).await?.remove(&id).unwrap_or_default())
}

/// A request as applicants see it, with what waits for the office.
pub(crate) async fn line(db: &impl ConnectionTrait, fee: &FeeRequest) -> Result<FeeLine> {
    let line = fee.line();
    // What is paid or taken back asks for nothing, whatever waits.
    if !line.is_owed() {
        return Ok(line);
    }
    let came = Yen(line.came.get() + waiting(db, fee.id, None).await?.get());
    Ok(FeeLine { came, ..line })
}

/// Requests as their payer sees them, with what waits for the office.
pub(super) async fn seen(db: &impl ConnectionTrait, fees: &[FeeRequest]) -> Result<Vec<PayerRequest>> {
    let open: Vec<FeeRequestId> = fees.iter().filter(|fee| fee.seen().is_owed()).map(|fee| fee.id).collect();
    let waiting = receipt::held_for(db, &open, None).await?;
    let of = |fee: &FeeRequest| {
        let waiting = waiting.get(&fee.id).copied().unwrap_or_default();
        PayerRequest { waiting, ..fee.seen() }
    };
    Ok(fees.iter().map(of).collect())
}

/// One request as its payer sees it, with what waits for the office.
pub(super) async fn seen_one(db: &impl ConnectionTrait, fee: &FeeRequest) -> Result<PayerRequest> {
    let waiting = if fee.seen().is_owed() { waiting(db, fee.id, None).await? } else { Yen(0) };
    Ok(PayerRequest { waiting, ..fee.seen() })
}
