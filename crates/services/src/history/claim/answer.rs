//! What the business and the office do: answer, and decide. Invariant: an answer and what it does to the day are taken
//! together or not at all; who is not asked finds no claim.

use super::{DONE, Done, list::asked_of, mend::Mending, step, tell_both};
use crate::{
    Call, Error, Result,
    notice::{self, Addressee},
};
use domain::{
    access::{Action, Resource},
    history::claim::{AnswerForm, ClaimAct, ClaimRow, Party, is_overdue, next},
    id::{ClaimId, SiteId},
    notice::{NoticeKind, Value},
};
use std::collections::BTreeSet;
use store::{ConnectionTrait, history as rows};

/// The time for an answer is over: the office decides.
const PASSED: &str = "history.claim_passed";

/// Answers a claim: enters the day, takes its approval back, says that it was put right, or does not agree. The person is
/// told, and agrees or not.
///
/// Errors: `Forbidden`; `NotFound` for who is not asked; problems beside their fields; `fee.limited` where the day is
/// touched; `history.claim_passed`; `conflict.already_done`; what stands against entering or taking back.
pub async fn answer(call: &Call, id: ClaimId, form: &AnswerForm) -> Result<()> {
    let row = asked_of(call, id).await?;
    let answer = form.validate(Party::Business).map_err(Error::fields)?;
    let mending = Mending::of(call, &row, (form, &answer), Party::Business).await?;
    let tx = call.db.begin().await?;
    let mut row = locked(&tx, &row, mending.site).await?;
    if is_overdue(row.state, row.answer_by, call.today()) {
        return Err(Error::rejected(PASSED));
    }
    let act = (answer.kind.act(Party::Business), Party::Business);
    require(&row, act)?;
    let done = mending.write(call, &tx).await?;
    row.site = mending.site;
    let done =
        Done { words: answer.words, business: call.actor.business, taken_back: done.taken_back, entered: done.entered };
    step(call, &tx, &mut row, act, done).await?;
    let values = [
        ("business", Value::Text(row.asked_name.clone().unwrap_or_default())),
        ("day", Value::Day(row.day)),
        ("site", Value::Text(row.site_name.clone())),
    ];
    let whom = Addressee::of_technician(&tx, row.technician).await?;
    notice::tell(call, &tx, &whom, NoticeKind::ClaimAnswered, values).await?;
    tx.commit().await?;
    call.outside.live.tell([row.technician]);
    Ok(())
}

/// Decides a claim that was passed on: for the person, with what that does to the day, or against. Both sides are told why.
///
/// Errors: `Forbidden`; `NotFound` for one that was not passed on; problems beside their fields; `conflict.already_done`;
/// what stands against entering or taking back, but no last day.
pub async fn decide(call: &Call, id: ClaimId, form: &AnswerForm) -> Result<()> {
    call.authorize(Action::ClaimDecide, &Resource::Register)?;
    let row = rows::claim_of(call.db.read(), id).await?.filter(|row| row.state.is_offices());
    let row = row.ok_or(Error::NotFound)?;
    let answer = form.validate(Party::Office).map_err(Error::fields)?;
    let mending = Mending::of(call, &row, (form, &answer), Party::Office).await?;
    let tx = call.db.begin().await?;
    let mut row = locked(&tx, &row, mending.site).await?;
    let act = (answer.kind.act(Party::Office), Party::Office);
    require(&row, act)?;
    let done = mending.write(call, &tx).await?;
    row.site = mending.site;
    let reason = answer.words.clone().unwrap_or_default();
    let done = Done { words: answer.words, business: None, taken_back: done.taken_back, entered: done.entered };
    step(call, &tx, &mut row, act, done).await?;
    let values = [
        ("day", Value::Day(row.day)),
        ("name", Value::Text(row.name.clone())),
        ("reason", Value::Text(reason)),
        ("site", Value::Text(row.site_name.clone())),
    ];
    tell_both(call, &tx, &row, NoticeKind::ClaimDecided, &values).await?;
    tx.commit().await?;
    call.outside.live.tell([row.technician]);
    Ok(())
}

/// That the step is one now, before anything is done to the day. Errors: `conflict.already_done`.
fn require(row: &ClaimRow, (act, by): (ClaimAct, Party)) -> Result<()> {
    next(row.state, act, by).map(drop).map_err(|_| Error::Conflict(DONE))
}

/// The claim, held together with the site of its day, where that is known, and the person: the site first, then the person, as
/// everywhere.
async fn locked(tx: &impl ConnectionTrait, row: &ClaimRow, site: Option<SiteId>) -> Result<ClaimRow> {
    if let Some(site) = site {
        store::site::lock(tx, site).await?;
    }
    rows::hold(tx, &BTreeSet::from([row.technician])).await?;
    rows::lock_claim(tx, row.id).await?.ok_or(Error::NotFound)
}
