//! 支払猶予: asked for by a business in the area, granted or refused by the operator. Invariant: what is granted lifts the
//! limit of the log-in and nothing else; every claim stays.

use super::checked_reason;
use crate::{
    Call, Change, Error, Result,
    notice::{self, Addressee},
};
use domain::{
    access::{Action, Denied, Resource},
    disaster::relief::{OwnRelief, ReliefRow, ReliefState, offered},
    id::{BusinessId, ReliefId},
    listing::{Listed, Mark},
    notice::{NoticeKind, Value},
};
use serde_json::json;
use store::{ConnectionTrait, Fault, disaster::relief as rows};

/// It was decided by somebody else meanwhile.
const DECIDED: &str = "conflict.already_done";
/// One of the same exception waits or was granted.
const ASKED: &str = "relief.asked";
/// No exception offers it to this business today.
const NOT_OFFERED: &str = "relief.not_offered";

fn own(call: &Call) -> Result<BusinessId> {
    call.authorize(Action::BusinessFile, &Resource::Register)?;
    call.actor.business.ok_or(Error::Forbidden(Denied::Role))
}

/// What one's own business may ask today, and what became of what it asked.
pub async fn offers(call: &Call) -> Result<Vec<OwnRelief>> {
    let id = own(call)?;
    of(call, call.db.read(), id).await
}

async fn of(call: &Call, db: &impl ConnectionTrait, id: BusinessId) -> Result<Vec<OwnRelief>> {
    let business = store::business::find(db, id).await?.ok_or(Error::NotFound)?;
    let asked = rows::of_business(db, id).await?;
    let state = |code: &str| asked.iter().find(|(known, _)| known == code).map(|(_, state)| *state);
    let found = store::disaster::all(db).await?.into_iter().filter_map(|disaster| {
        let until = offered(&disaster, business.prefecture, call.today())?;
        Some(OwnRelief { state: state(&disaster.code), code: disaster.code, disaster: disaster.name, until })
    });
    Ok(found.collect())
}

fn about(id: ReliefId, process: &'static str) -> Change {
    Change { process, subject_kind: "payment_relief", subject_id: id.to_string(), ..Change::default() }
}

/// Asks to be relieved by an exception, also while one's log-ins are limited. Errors: problems of `reason`;
/// `relief.not_offered`; `relief.asked`.
pub async fn ask(call: &Call, code: &str, reason: &str) -> Result<ReliefId> {
    let business = own(call)?;
    let reason = checked_reason(reason)?;
    let tx = call.db.begin().await?;
    let offers = of(call, &tx, business).await?;
    let offer = offers.into_iter().find(|offer| offer.code == code).ok_or(Error::rejected(NOT_OFFERED))?;
    if !offer.may_ask() {
        return Err(Error::Conflict(ASKED));
    }
    let id = ReliefId(call.ids.uuid(call.now()));
    let by = (call.actor.account, call.now());
    rows::insert(&tx, id, (business, code), (&reason, offer.until), by).await.map_err(|fault| match fault {
        Fault::Taken(_) => Error::Conflict(ASKED),
        other => other.into(),
    })?;
    let mut change = about(id, "relief.ask");
    change.reason = Some(reason);
    change.new = Some(json!({ "state": ReliefState::Asked, "business": business, "disaster": code }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(id)
}

/// The part after `after` of the requests that wait.
pub async fn waiting(call: &Call, after: Option<Mark>) -> Result<Listed<ReliefRow>> {
    let scope = call.authorize(Action::DisasterAdminister, &Resource::Register)?;
    Ok(rows::waiting(call.db.read(), &scope, after).await?)
}

/// Grants a request: until the exception's day no log-in of the business is limited. Errors: `NotFound`;
/// `conflict.already_done`.
pub async fn grant(call: &Call, id: ReliefId) -> Result<()> {
    decide(call, id, ReliefState::Granted, String::new()).await
}

/// Refuses a request, and says why. Errors: as [`grant`]; problems of `reason`.
pub async fn refuse(call: &Call, id: ReliefId, reason: &str) -> Result<()> {
    call.authorize(Action::DisasterAdminister, &Resource::Register)?;
    let reason = checked_reason(reason)?;
    decide(call, id, ReliefState::Refused, reason).await
}

async fn decide(call: &Call, id: ReliefId, state: ReliefState, reason: String) -> Result<()> {
    call.authorize(Action::DisasterAdminister, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let found = rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    if !rows::decide(&tx, id, state, &reason, (call.actor.account, call.now())).await? {
        return Err(Error::Conflict(DECIDED));
    }
    let granted = state == ReliefState::Granted;
    let mut change = about(id, if granted { "relief.grant" } else { "relief.refuse" });
    change.old = Some(json!({ "state": ReliefState::Asked }));
    change.new = Some(json!({ "state": state, "business": found.business, "until": found.until }));
    change.reason = Some(reason.clone()).filter(|reason| !reason.is_empty());
    call.note(&tx, change).await?;
    let whom = Addressee::of_business(&tx, found.business).await?;
    let known = [("name", Value::Text(found.name)), ("disaster", Value::Text(found.disaster))];
    let (kind, last) = if granted {
        (NoticeKind::ReliefGranted, ("until", Value::Day(found.until)))
    } else {
        (NoticeKind::ReliefRefused, ("reason", Value::Text(reason)))
    };
    notice::tell(call, &tx, &whom, kind, known.into_iter().chain([last])).await?;
    tx.commit().await?;
    Ok(())
}
