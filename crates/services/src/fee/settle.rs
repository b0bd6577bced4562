//! What money does to a request it is for. Invariant: sum, journal, event and what follows are one transaction.

use super::{ALREADY_PAID, ledger::book};
use crate::{Call, Change, Error, Result, application, card, level};
use domain::{
    application::IssuedIds,
    fee::{
        FeeKind, Yen,
        ledger::{Act, Gateway},
    },
    id::AccountId,
};
use serde_json::json;
use store::{ConnectionTrait, application::Application, fee::FeeRequest};

/// A request held until the transaction ends, with its application.
pub(super) struct Open {
    pub(super) fee: FeeRequest,
    application: Option<Application>,
}

/// Holds a request that was found: its application first, as everywhere.
pub(super) async fn hold(tx: &impl ConnectionTrait, found: FeeRequest) -> Result<Open> {
    let application = match found.application_id {
        Some(id) => Some(store::application::lock(tx, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    let fee = store::fee::lock(tx, found.id).await?.ok_or(Error::NotFound)?;
    Ok(Open { fee, application })
}

/// Everything that is owed came. Gives what was issued, where an application waited for it.
pub(super) async fn exact(
    call: &Call,
    tx: &impl ConnectionTrait,
    open: &mut Open,
    gateway: Gateway,
    by: Option<AccountId>,
) -> Result<Option<IssuedIds>> {
    let (owed, payer) = (open.fee.claim().owed(), open.fee.account);
    let issued = part(call, tx, open, owed, (by, gateway != call.outside.gateway.which())).await?;
    book(call, tx, Act::Paid { gateway, payer, yen: owed }, ("fee", open.fee.id.0)).await?;
    Ok(issued)
}

/// So much of what is owed came, of which the caller books where from. Where it is all, the application is completed.
/// `how`: by whom it was marked, where a person did, and whether it came past the gateway, which then is to be told what is
/// still to come, so that nobody pays it a second time.
pub(super) async fn part(
    call: &Call,
    tx: &impl ConnectionTrait,
    open: &mut Open,
    came: Yen,
    how: (Option<AccountId>, bool),
) -> Result<Option<IssuedIds>> {
    let fee = open.fee.clone();
    if !store::fee::receive(tx, &fee, came, call.now(), how).await? {
        return Err(Error::Conflict(ALREADY_PAID));
    }
    open.fee.received = Yen(fee.received.get() + came.get());
    let paid = open.fee.received >= fee.amount;
    open.fee.paid_at = paid.then(|| call.now());
    let change = Change {
        process: if paid { "fee.settle" } else { "fee.receive" },
        subject_kind: "fee",
        subject_id: fee.id.to_string(),
        old: Some(json!({ "paid": false, "received_yen": fee.received })),
        new: Some(json!({ "paid": paid, "received_yen": open.fee.received, "amount_yen": fee.amount })),
        ..Change::default()
    };
    call.note(tx, change).await?;
    if paid && fee.kind == FeeKind::CardReissue {
        card::reissue_paid(call, tx, fee.id).await?;
    }
    if paid && fee.kind == FeeKind::LevelEvaluation {
        level::paid(call, tx, fee.id).await?;
    }
    match open.application.as_mut().filter(|_| paid) {
        None => Ok(None),
        Some(waiting) => {
            let issued = application::complete(call, tx, waiting).await?;
            store::fee::attach(tx, fee.id, issued.technician_id, issued.business_id).await?;
            Ok(Some(issued))
        }
    }
}
