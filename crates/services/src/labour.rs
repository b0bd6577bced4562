//! 労働者供給 in a disaster: a prime and a union agree, the prime asks, local unions recruit, people accept, the prime employs
//! them itself. Invariant: each act is of its side alone, and adds its step with date and numbers in the same transaction.
//!
//! A union is the body of a certified registrar, a local union one of its field offices (docs/decisions/0036).

mod contact;
mod employ;
mod own;
mod recruit;
mod request;
mod supply;

use crate::{Call, Change, Error, Result, notice};
use domain::{
    access::{Action, Denied, Resource},
    form::{FieldProblem, Problem},
    id::{BusinessId, LabourAgreementId, LabourRequestId, OfficeId, RegistrarId},
    labour::{AgreementForm, AgreementRow, AgreementState, RequestRow, Side, Step, StepRow, UnionRow},
    notice::{NoticeKind, Value},
    registrar::Standing,
    time::WorkDate,
};
use serde_json::json;
use store::{
    ConnectionTrait,
    labour::{self as rows, Taken},
};

pub use contact::{contact, keep_contact};
pub use employ::{Placed, paid, put_on_roster};
pub use own::{accept, decline, offers};
pub use recruit::{calls, offer, own_call, send_list, withdraw};
pub use request::{Ordered, ask, change_people, order, requests, sites};
pub use supply::{Supplied, hand_list_on, local_unions, pass_on, supply};

/// The agreement is not in force.
const NOT_AGREED: &str = "labour.not_agreed";
/// The days of the agreement or the request have gone by.
const OVER: &str = "labour.over";
/// It has been answered or done already.
const DONE: &str = "conflict.already_done";

fn prime(call: &Call) -> Result<BusinessId> {
    call.authorize(Action::LabourOrder, &Resource::Register)?;
    call.actor.business.ok_or(Error::Forbidden(Denied::Role))
}

fn union(call: &Call) -> Result<RegistrarId> {
    call.authorize(Action::LabourSupply, &Resource::Register)?;
    call.actor.desk.map(|desk| desk.registrar).ok_or(Error::Forbidden(Denied::Role))
}

fn local_union(call: &Call) -> Result<OfficeId> {
    call.authorize(Action::LabourRecruit, &Resource::Register)?;
    call.actor.desk.map(|desk| desk.office).ok_or(Error::Forbidden(Denied::Role))
}

/// Whether the caller asks for people as a prime. Errors: `auth.forbidden`, `auth.log_in_first`.
pub fn may_order(call: &Call) -> Result<()> {
    prime(call).map(drop)
}

/// Whether the caller acts for a union. Errors: as [`may_order`].
pub fn may_supply(call: &Call) -> Result<()> {
    union(call).map(drop)
}

/// Whether the caller acts for a local union. Errors: as [`may_order`].
pub fn may_recruit(call: &Call) -> Result<()> {
    local_union(call).map(drop)
}

fn about(kind: &'static str, id: impl core::fmt::Display, process: &'static str) -> Change {
    Change { process, subject_kind: kind, subject_id: id.to_string(), ..Change::default() }
}

/// Adds a step of an agreement or a request.
async fn step(tx: &impl ConnectionTrait, it: Taken) -> Result<()> {
    Ok(rows::add_step(tx, &it).await?)
}

/// A step of this moment by the caller, of an agreement.
fn taken(call: &Call, agreement: LabourAgreementId, (step, side): (Step, Side)) -> Taken {
    Taken {
        id: call.ids.ordered(call.now()),
        agreement,
        request: None,
        office: None,
        step,
        side,
        by: call.actor.account,
        at: call.now(),
        people: None,
        day: None,
    }
}

/// The same of a request, with how many were asked for and how many there are now.
fn taken_of(call: &Call, it: &RequestRow, (step, side): (Step, Side), people: (i64, i64)) -> Taken {
    Taken { request: Some(it.id), people: Some(people), ..taken(call, it.agreement.id, (step, side)) }
}

/// A request, locked, for a side that sees it. Errors: `NotFound`, also for another's.
async fn locked(
    tx: &impl ConnectionTrait,
    id: LabourRequestId,
    is_own: impl FnOnce(&AgreementRow) -> bool,
) -> Result<RequestRow> {
    let found = rows::lock_request(tx, id).await?;
    found.filter(|it| is_own(&it.agreement)).ok_or(Error::NotFound)
}

/// A request as its side reads it. Errors: `NotFound`, also for another's.
async fn seen(call: &Call, id: LabourRequestId, is_own: impl FnOnce(&AgreementRow) -> bool) -> Result<RequestRow> {
    let found = rows::find_request(call.db.read(), id).await?;
    found.filter(|it| is_own(&it.agreement)).ok_or(Error::NotFound)
}

/// Its steps, those of the agreement first.
async fn steps_of(call: &Call, it: &RequestRow) -> Result<Vec<StepRow>> {
    Ok(rows::steps(call.db.read(), (it.agreement.id, it.id)).await?)
}

/// That people can still be found for a request today. Errors: `labour.over`.
fn is_on(it: &RequestRow, today: WorkDate) -> Result<()> {
    if it.until < today { Err(Error::rejected(OVER)) } else { Ok(()) }
}

/// The unions an agreement can be proposed to today. Errors: as [`may_order`].
pub async fn unions(call: &Call) -> Result<Vec<UnionRow>> {
    prime(call)?;
    Ok(rows::unions(call.db.read(), call.today()).await?)
}

/// The agreements of the caller's business or union, the newest first. Errors: as [`may_order`].
pub async fn agreements(call: &Call) -> Result<Vec<AgreementRow>> {
    let action = if call.actor.desk.is_some() { Action::LabourSupply } else { Action::LabourOrder };
    let scope = call.authorize(action, &Resource::Register)?;
    Ok(rows::agreements(call.db.read(), &scope).await?)
}

/// ① The prime proposes an agreement to a union, which is told. Errors: problems of the form, a union that cannot act among them;
/// `fee.limited`.
pub async fn propose(call: &Call, form: &AgreementForm) -> Result<LabourAgreementId> {
    let own = prime(call)?;
    crate::fee::require_good_standing(call, call.db.read()).await?;
    let entry = form.validate(call.today()).map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    let body = store::registrar::find(&tx, entry.union).await?;
    if body.is_none_or(|body| body.period.standing(call.today()) != Standing::Good) {
        return Err(Error::fields(vec![FieldProblem::new("union", Problem::NotAChoice)]));
    }
    let id = LabourAgreementId(call.ids.ordered(call.now()));
    rows::propose(&tx, id, own, &entry, call.now()).await?;
    step(&tx, taken(call, id, (Step::Agreement, Side::Prime))).await?;
    let new = json!({ "business": own, "union": entry.union, "from": entry.from, "until": entry.until,
        "payer": entry.payer, "wages": entry.wages });
    call.note(&tx, Change { new: Some(new), ..about("labour_agreement", id, "labour.propose") }).await?;
    let it = rows::find_agreement(&tx, id).await?.ok_or(Error::NotFound)?;
    contact::tell_of_proposal(call, &tx, &it).await?;
    tx.commit().await?;
    Ok(id)
}

/// ① The union agrees to it, or declines; the prime is told when it agrees. Errors: `NotFound`; `labour.over`;
/// `conflict.already_done`.
pub async fn answer_agreement(call: &Call, id: LabourAgreementId, agrees: bool) -> Result<()> {
    let own = union(call)?;
    let tx = call.db.begin().await?;
    let it = rows::find_agreement(&tx, id).await?.filter(|it| it.union == own).ok_or(Error::NotFound)?;
    if agrees && it.until < call.today() {
        return Err(Error::rejected(OVER));
    }
    let state = if agrees { AgreementState::Concluded } else { AgreementState::Declined };
    if !rows::answer_agreement(&tx, id, state, call.now()).await? {
        return Err(Error::Conflict(DONE));
    }
    step(&tx, taken(call, id, (Step::Agreement, Side::Union))).await?;
    if agrees {
        let whom = notice::Addressee::of_business(&tx, it.business).await?;
        let told = [
            ("day", Value::Day(it.from)),
            ("union", Value::Text(it.union_name.clone())),
            ("until", Value::Day(it.until)),
        ];
        notice::tell(call, &tx, &whom, NoticeKind::LabourAgreed, told).await?;
    }
    let (old, new) = (json!({ "state": it.state }), json!({ "state": state }));
    let change = Change { old: Some(old), new: Some(new), ..about("labour_agreement", id, "labour.answer_agreement") };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
