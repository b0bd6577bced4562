//! 特例: exceptions entered by one person of the operator and put in force by another, and businesses relieved of the limit
//! for non-payment. Invariant: an exception has no effect before its approval, and none is ever taken back.

pub mod relief;

use crate::{Call, Change, Error, Result, typed::lines};
use domain::{
    access::{Action, Denied, Resource},
    correction::{CorrectionState, Decision, NotDecidable, REASON_CHARS_MAX, decide},
    disaster::{
        Disaster,
        proposal::{DisasterForm, Proposal, Touched},
    },
    form::{FieldProblem, Problem},
    id::{AccountId, DisasterProposalId},
};
use serde_json::json;
use std::collections::HashMap;
use store::{
    ConnectionTrait, Fault,
    disaster::{
        self as rows,
        proposal::{self as entered, Entered},
    },
};

/// It no longer waits.
const DECIDED: &str = "conflict.already_done";
/// Who entered it approves it, or somebody else takes it back.
const TWO_PERSONS: &str = "correction.two_persons";
const NOT_OWN: &str = "correction.not_own";

fn clerk(call: &Call) -> Result<AccountId> {
    call.authorize(Action::DisasterAdminister, &Resource::Register)?;
    call.actor.account.ok_or(Error::Forbidden(Denied::Role))
}

/// A reason that must be given, as it is kept.
pub(crate) fn checked_reason(reason: &str) -> Result<String> {
    let reason = lines(reason);
    let problem = match u32::try_from(reason.chars().count()).unwrap_or(u32::MAX) {
        0 => Problem::Missing,
        chars if chars > REASON_CHARS_MAX => Problem::TooLong { max: REASON_CHARS_MAX },
        _ => return Ok(reason),
    };
    Err(Error::fields(vec![FieldProblem::new("reason", problem)]))
}

fn about(it: &Entered, process: &'static str) -> Change {
    Change { process, subject_kind: "disaster", subject_id: it.disaster.code.clone(), ..Change::default() }
}

/// The exceptions in force and those that were entered, the latest first. Errors: forbidden.
pub async fn list(call: &Call) -> Result<(Vec<Disaster>, Vec<Proposal>)> {
    let scope = call.authorize(Action::DisasterAdminister, &Resource::Register)?;
    let db = call.db.read();
    let mut in_force = rows::all(db).await?;
    in_force.reverse();
    let found = entered::list(db, &scope).await?;
    let names = names(db, &found).await?;
    Ok((in_force, found.into_iter().map(|it| seen(call, it, &names)).collect()))
}

async fn names(db: &impl ConnectionTrait, found: &[Entered]) -> Result<HashMap<AccountId, String>> {
    let accounts: Vec<AccountId> = found.iter().flat_map(|it| [Some(it.entered_by), it.decided_by]).flatten().collect();
    Ok(store::application::account_names(db, &accounts).await?.into_iter().collect())
}

fn seen(call: &Call, it: Entered, names: &HashMap<AccountId, String>) -> Proposal {
    Proposal {
        id: it.id,
        state: it.state,
        own: call.actor.account == Some(it.entered_by),
        entered_by: names.get(&it.entered_by).cloned().unwrap_or_default(),
        entered_at: it.entered_at,
        decided_by: it.decided_by.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        decided_at: it.decided_at,
        decision_reason: it.decision_reason.unwrap_or_default(),
        disaster: it.disaster,
    }
}

/// One that was entered, with how many it is for. Errors: `NotFound`.
pub async fn proposal(call: &Call, id: DisasterProposalId) -> Result<(Proposal, Touched)> {
    let scope = call.authorize(Action::DisasterAdminister, &Resource::Register)?;
    let db = call.db.read();
    let it = entered::find(db, id).await?.ok_or(Error::NotFound)?;
    let touched = entered::touched(db, &scope, &it.disaster).await?;
    let names = names(db, core::slice::from_ref(&it)).await?;
    Ok((seen(call, it, &names), touched))
}

/// Whether the caller may enter one at all. Errors: forbidden.
pub fn may_enter(call: &Call) -> Result<()> {
    call.authorize(Action::DisasterAdminister, &Resource::Register).map(drop)
}

/// Enters an exception, which another person puts in force. Errors: problems of the fields, all at once, also of a word that
/// another exception has.
pub async fn enter(call: &Call, form: &DisasterForm) -> Result<DisasterProposalId> {
    let me = clerk(call)?;
    let disaster = form.validate(call.today()).map_err(Error::fields)?;
    let taken = || Error::fields(vec![FieldProblem::new("code", Problem::Twice)]);
    let tx = call.db.begin().await?;
    if rows::all(&tx).await?.iter().any(|known| known.code == disaster.code) {
        return Err(taken());
    }
    let it = Entered {
        id: DisasterProposalId(call.ids.uuid(call.now())),
        state: CorrectionState::Waiting,
        disaster,
        entered_by: me,
        entered_at: call.now(),
        decided_by: None,
        decided_at: None,
        decision_reason: None,
    };
    entered::insert(&tx, &it).await.map_err(|fault| match fault {
        Fault::Taken(_) => taken(),
        other => other.into(),
    })?;
    let mut change = about(&it, "disaster.enter");
    change.new = Some(json!({ "state": it.state, "disaster": it.disaster }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(it.id)
}

/// Puts in force what somebody else entered. Errors: `NotFound`; `correction.two_persons`; `conflict.already_done`.
pub async fn approve(call: &Call, id: DisasterProposalId) -> Result<()> {
    end(call, id, Decision::Approve, None, "disaster.approve").await
}

/// Does not put it in force, and says why. Errors: as [`approve`]; problems of `reason`.
pub async fn refuse(call: &Call, id: DisasterProposalId, reason: &str) -> Result<()> {
    clerk(call)?;
    let reason = checked_reason(reason)?;
    end(call, id, Decision::Refuse, Some(reason), "disaster.refuse").await
}

/// Takes back what one entered oneself. Errors: `NotFound`; `correction.not_own`; `conflict.already_done`.
pub async fn withdraw(call: &Call, id: DisasterProposalId) -> Result<()> {
    end(call, id, Decision::Withdraw, None, "disaster.withdraw").await
}

async fn end(
    call: &Call,
    id: DisasterProposalId,
    decision: Decision,
    reason: Option<String>,
    process: &'static str,
) -> Result<()> {
    let me = clerk(call)?;
    let tx = call.db.begin().await?;
    let mut it = entered::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    it.state = decide(it.state, decision, it.entered_by, me).map_err(|why| match why {
        NotDecidable::Decided => Error::Conflict(DECIDED),
        NotDecidable::Own => Error::rejected(TWO_PERSONS),
        NotDecidable::NotOwn => Error::rejected(NOT_OWN),
    })?;
    it.decided_by = Some(me);
    it.decided_at = Some(call.now());
    it.decision_reason = reason;
    entered::update(&tx, &it).await?;
    if it.state == CorrectionState::Made {
        rows::insert(&tx, &it.disaster).await?;
    }
    let mut change = about(&it, process);
    change.reason.clone_from(&it.decision_reason);
    change.old = Some(json!({ "state": CorrectionState::Waiting }));
    change.new = Some(json!({ "state": it.state }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
