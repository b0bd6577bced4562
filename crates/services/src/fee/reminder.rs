//! What who owes is told, day by day. Invariant: of each request each stage is told once, and of none that is paid or of which
//! all that is owed waits for the office.

use super::amiss;
use crate::{Call, Error, Result, job, notice};
use domain::{
    fee::{
        ledger::Payer,
        reminder::{Stage, looked_at},
        standing::limits_from,
    },
    notice::{NoticeKind, Value},
    time::WorkDate,
};
use store::{
    ConnectionTrait,
    fee::{self as rows, FeeRequest},
};

/// Looked at in one statement.
const LOOKED_AT_ONCE: u64 = 500;

/// Tells on a day whoever owes something what has come nearer since.
pub(crate) async fn remind(call: &Call, day: WorkDate) -> Result<()> {
    let mut after = None;
    loop {
        let found = rows::owed_due(call.db.read(), looked_at(day), after, LOOKED_AT_ONCE).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = Some((last.due, last.id));
        for request in found {
            if !is_untold(call, &request, day).await? {
                continue;
            }
            // One at a time, so that nobody who closes a month or takes money in waits for many. As it stands by then: nobody
            // pays or withdraws it before this is told or not.
            let tx = call.db.begin().await?;
            let now = rows::lock(&tx, request.id).await?;
            if let Some(request) = now.filter(|now| now.paid_at.is_none() && now.withdrawn_at.is_none()) {
                tell(call, &tx, &request, day).await?;
            }
            tx.commit().await?;
        }
    }
}

fn notice_of(request: &FeeRequest, day: WorkDate) -> Option<(Stage, NoticeKind)> {
    let stage = Stage::on(request.due, day);
    Some((stage, stage.notice(request.kind, matches!(request.account, Payer::Business(_)))?))
}

/// Whether something is to be told of a request that was not told before.
async fn is_untold(call: &Call, request: &FeeRequest, day: WorkDate) -> Result<bool> {
    let Some((stage, _)) = notice_of(request, day) else { return Ok(false) };
    Ok(!job::was_done(call, stage.code(), &request.id.to_string()).await?)
}

async fn tell(call: &Call, tx: &impl ConnectionTrait, request: &FeeRequest, day: WorkDate) -> Result<()> {
    let Some((stage, kind)) = notice_of(request, day) else { return Ok(()) };
    let left = request.claim().left(amiss::waiting(tx, request.id, None).await?);
    if left.is_zero() {
        return Ok(());
    }
    // What a disaster lifts the limit for is owed all the same, and limits nothing.
    if let (Stage::Limiting, Payer::Business(business)) = (stage, request.account)
        && !super::payer::of(call, tx, business).await?.is_limited()
    {
        return Ok(());
    }
    if !job::once(call, tx, stage.code(), &request.id.to_string()).await? {
        return Ok(());
    }
    let whom = payer(tx, request).await?;
    let values = [
        ("due", Value::Day(request.due)),
        ("from", Value::Day(limits_from(request.due))),
        ("name", Value::Text(request.payer.clone())),
        ("how", Value::HowToPay(call.outside.pay_to.clone())),
        ("number", Value::Text(request.number())),
        ("yen", Value::Yen(left)),
    ];
    let said = values.into_iter().filter(|(name, _)| kind.values().contains(name));
    notice::tell(call, tx, &whom, kind, said).await?;
    Ok(())
}

/// Where whoever pays a request is reached.
pub(super) async fn payer(tx: &impl ConnectionTrait, request: &FeeRequest) -> Result<notice::Addressee> {
    match request.account {
        Payer::Business(id) => notice::Addressee::of_business(tx, id).await,
        Payer::Technician(id) => notice::Addressee::of_technician(tx, id).await,
        Payer::Application(id) => {
            let application = store::application::find(tx, id).await?.ok_or(Error::NotFound)?;
            notice::Addressee::of_application(tx, &application).await
        }
    }
}
