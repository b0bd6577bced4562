//! ④ and ⑥, the local union's part: offering work to members, and handing in who accepted. Invariant: never more places are
//! offered than it was asked for, and a member who has not accepted has a number here and no name.

use super::{about, is_on, local_union, step, steps_of, taken_of};
use crate::{Call, Change, Error, Result, account::count, labour::rows, notice};
use domain::{
    access::{Action, Denied, Resource},
    counter::PersonForm,
    id::{LabourCallId, LabourOfferId, OfficeId},
    labour::{CallRow, OfferAct, OfferRow, OfferState, RequestRow, Side, Step, StepRow, may_offer, next},
    notice::{NoticeKind, Value},
};
use serde_json::json;
use store::{ConnectionTrait, Fault, labour::Taken};

/// Nobody is registered under this ID with this birth date.
const NOBODY: &str = "employment.nobody";
/// All places are offered.
const FULL: &str = "labour.full";
/// The person has an offer of this request already.
const OFFERED: &str = "labour.offered_already";
/// Nobody has accepted who is not listed.
const NOBODY_ACCEPTED: &str = "labour.nobody_accepted";
/// The offer has been answered, or is on a list.
const ANSWERED: &str = "labour.answered";

/// What the caller's local union was asked for, the newest first. Errors: as [`super::may_order`].
pub async fn calls(call: &Call) -> Result<Vec<(CallRow, RequestRow)>> {
    let scope = call.authorize(Action::LabourRecruit, &Resource::Register)?;
    Ok(rows::calls_of(call.db.read(), &scope).await?)
}

/// One of them, with its offers and the steps that concern it. Errors: `NotFound`.
pub async fn own_call(call: &Call, id: LabourCallId) -> Result<(CallRow, RequestRow, Vec<OfferRow>, Vec<StepRow>)> {
    let own = local_union(call)?;
    let db = call.db.read();
    let part = rows::find_call(db, id).await?.filter(|part| part.office == own).ok_or(Error::NotFound)?;
    let request = rows::find_request(db, part.request).await?.ok_or(Error::NotFound)?;
    let mut offers = rows::of_call(db, id).await?;
    for offer in offers.iter_mut().filter(|offer| !offer.state.is_accepted()) {
        offer.name = None;
    }
    let mut steps = steps_of(call, &request).await?;
    steps.retain(|step| step.office.is_none_or(|office| office == own));
    Ok((part, request, offers, steps))
}

/// A part of the caller's own, its request locked. Errors: `NotFound`.
async fn locked_call(tx: &impl ConnectionTrait, id: LabourCallId, own: OfficeId) -> Result<(CallRow, RequestRow)> {
    let part = rows::find_call(tx, id).await?.filter(|part| part.office == own).ok_or(Error::NotFound)?;
    let request = rows::lock_request(tx, part.request).await?.ok_or(Error::NotFound)?;
    // As it stands now that nobody else moves it.
    let part = rows::find_call(tx, id).await?.ok_or(Error::NotFound)?;
    Ok((part, request))
}

/// ④ Offers the work to a member on the terms of the agreement, with the wage of their level; they are told. Errors:
/// `NotFound`; problems of the form; `employment.nobody`; `labour.full`, `labour.offered_already`, `labour.over`;
/// `rate_limited` for a log-in that tries many.
pub async fn offer(call: &Call, id: LabourCallId, form: &PersonForm) -> Result<LabourOfferId> {
    let own = local_union(call)?;
    let account = call.actor.account.ok_or(Error::Forbidden(Denied::Role))?;
    let (technician, birth) = form.validate().map_err(Error::fields)?;
    count(call, "labour", &account.to_string()).await?;
    let tx = call.db.begin().await?;
    let (part, request) = locked_call(&tx, id, own).await?;
    is_on(&request, call.today())?;
    let person = store::technician::find(&tx, technician).await?.filter(|person| person.birth_date == birth);
    let person = person.ok_or(Error::rejected(NOBODY))?;
    if !may_offer(part.people, part.numbers.offered) {
        return Err(Error::rejected(FULL));
    }
    let made = store::labour::Offer {
        id: LabourOfferId(call.ids.ordered(call.now())),
        request: request.id,
        call: id,
        technician,
        level: person.level,
        yen: request.agreement.terms.wages.of(person.level),
    };
    rows::insert_offer(&tx, &made, call.now()).await.map_err(|fault| match fault {
        Fault::Taken(_) => Error::Conflict(OFFERED),
        other => other.into(),
    })?;
    let taken = taken_of(call, &request, (Step::Offered, Side::Local), (part.people, part.numbers.offered + 1));
    step(&tx, Taken { office: Some(own), ..taken }).await?;
    let whom = notice::Addressee::of_technician(&tx, technician).await?;
    let told = [
        ("business", Value::Text(request.agreement.business_name.clone())),
        ("day", Value::Day(request.from)),
        ("office", Value::Text(part.office_name.clone())),
        ("site", Value::Text(request.site_name.clone())),
        ("until", Value::Day(request.until)),
        ("yen", Value::Yen(made.yen)),
    ];
    notice::tell(call, &tx, &whom, NoticeKind::LabourOffered, told).await?;
    let new = json!({ "request": request.id, "technician": technician, "level": made.level, "yen": made.yen });
    call.note(&tx, Change { new: Some(new), ..about("labour_offer", made.id, "labour.offer") }).await?;
    tx.commit().await?;
    Ok(made.id)
}

/// Takes an offer back that nobody has answered, so that another has the place. Errors: `NotFound`; `labour.answered`.
pub async fn withdraw(call: &Call, id: LabourOfferId) -> Result<LabourCallId> {
    let own = local_union(call)?;
    let tx = call.db.begin().await?;
    let it = rows::lock_offer(&tx, id).await?.ok_or(Error::NotFound)?;
    let part = rows::find_call(&tx, it.call).await?.filter(|part| part.office == own).ok_or(Error::NotFound)?;
    let request = rows::find_request(&tx, it.request).await?.ok_or(Error::NotFound)?;
    let state = next(it.state, OfferAct::Withdraw).map_err(|_| Error::Conflict(ANSWERED))?;
    rows::answer(&tx, id, state, None).await?;
    let taken = taken_of(call, &request, (Step::Offered, Side::Local), (part.people, part.numbers.offered - 1));
    step(&tx, Taken { office: Some(own), ..taken }).await?;
    let (old, new) = (json!({ "state": it.state }), json!({ "state": state }));
    let change = Change { old: Some(old), new: Some(new), ..about("labour_offer", id, "labour.withdraw") };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(it.call)
}

/// ⑥ Hands everybody who accepted in to the union. Errors: `NotFound`; `labour.nobody_accepted`.
pub async fn send_list(call: &Call, id: LabourCallId) -> Result<u64> {
    let own = local_union(call)?;
    let tx = call.db.begin().await?;
    let (part, request) = locked_call(&tx, id, own).await?;
    let many = rows::move_on(&tx, request.id, Some(id), (OfferState::Accepted, OfferState::Listed)).await?;
    if many == 0 {
        return Err(Error::rejected(NOBODY_ACCEPTED));
    }
    let listed = part.numbers.listed + i64::try_from(many).unwrap_or(i64::MAX);
    let taken = taken_of(call, &request, (Step::Listed, Side::Local), (part.people, listed));
    step(&tx, Taken { office: Some(own), ..taken }).await?;
    let new = json!({ "office": own, "people": many, "listed": listed });
    call.note(&tx, Change { new: Some(new), ..about("labour_request", request.id, "labour.send_list") }).await?;
    tx.commit().await?;
    Ok(many)
}
