//! ⑤ The person's part: reading what is offered, accepting and declining. Invariant: nobody accepts two places for the same
//! days, and what was accepted can be taken back until the employment begins.

use super::{about, is_on, step, taken_of};
use crate::{Call, Change, Error, Result, labour::rows};
use domain::{
    access::{Action, Denied, Resource},
    id::{LabourOfferId, TechnicianId},
    labour::{OfferAct, OwnOffer, Side, Step, next},
};
use serde_json::json;
use store::labour::Taken;

/// It was answered, withdrawn, or the employment has begun.
const ANSWERED: &str = "labour.answered";
/// Work elsewhere was accepted for some of the days.
const ELSEWHERE: &str = "labour.elsewhere";

fn person(call: &Call) -> Result<TechnicianId> {
    call.authorize(Action::LabourAnswer, &Resource::Register)?;
    call.actor.technician.ok_or(Error::Forbidden(Denied::Role))
}

/// What was offered to the caller, the newest first. Errors: `auth.forbidden`, `auth.log_in_first`.
pub async fn offers(call: &Call) -> Result<Vec<OwnOffer>> {
    let scope = call.authorize(Action::LabourAnswer, &Resource::Register)?;
    Ok(rows::of_person(call.db.read(), &scope).await?)
}

/// Accepts: the work on its terms, and that the prime employs one for its days. Errors: `NotFound`; `labour.answered`,
/// `labour.elsewhere`, `labour.over`.
pub async fn accept(call: &Call, id: LabourOfferId) -> Result<()> {
    answer(call, id, OfferAct::Accept).await
}

/// Declines, or takes an acceptance back while nobody is employed by it. Errors: `NotFound`; `labour.answered`.
pub async fn decline(call: &Call, id: LabourOfferId) -> Result<()> {
    answer(call, id, OfferAct::Decline).await
}

async fn answer(call: &Call, id: LabourOfferId, act: OfferAct) -> Result<()> {
    let me = person(call)?;
    let tx = call.db.begin().await?;
    let it = rows::lock_offer(&tx, id).await?.filter(|it| it.technician == me).ok_or(Error::NotFound)?;
    let request = rows::find_request(&tx, it.request).await?.ok_or(Error::NotFound)?;
    let state = next(it.state, act).map_err(|_| Error::Conflict(ANSWERED))?;
    if act == OfferAct::Accept {
        is_on(&request, call.today())?;
        // Of two requests that are accepted at once the second finds the first.
        store::technician::lock(&tx, me).await?.ok_or(Error::NotFound)?;
        if rows::elsewhere(&tx, me, request.id, (request.from, request.until)).await? {
            return Err(Error::Conflict(ELSEWHERE));
        }
    }
    rows::answer(&tx, id, state, Some(call.now())).await?;
    let part = rows::find_call(&tx, it.call).await?.ok_or(Error::NotFound)?;
    let taken = taken_of(call, &request, (Step::Accepted, Side::Person), (part.people, part.numbers.accepted));
    step(&tx, Taken { office: Some(part.office), ..taken }).await?;
    let (old, new) = (json!({ "state": it.state }), json!({ "state": state }));
    let process = if act == OfferAct::Accept { "labour.accept" } else { "labour.decline" };
    call.note(&tx, Change { old: Some(old), new: Some(new), ..about("labour_offer", id, process) }).await?;
    tx.commit().await?;
    Ok(())
}
