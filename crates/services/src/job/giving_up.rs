//! Work that could not be done: left for later, given up in sight of the operator, done again. Invariant: what is given up is noted
//! in the transaction that ends it, and a delivery's letter is made there.

use super::{Work, deliver, rows};
use crate::{Call, Change, Db, Error, Result, notice};
use domain::{
    access::{self, Action, Actor, Resource},
    id::JobId,
    job::GivenUp,
    notice::{DeliveryState, wait_ms},
};
use serde_json::json;
use store::{job::Job, notice::Delivery};

/// Pieces of work shown that were given up.
const GIVEN_UP_MAX: u64 = 100;

/// Leaves work for later, or gives it up in sight of the operator; nothing where another has it by now.
pub(super) async fn later(call: &Call, job: &Job, fault: &str) -> Result<()> {
    let tries = job.tries + 1;
    if let Some(wait) = wait_ms(tries) {
        let tx = call.db.begin().await?;
        rows::leave(&tx, job, call.now().plus_ms(wait), tries).await?;
        tx.commit().await?;
        return Ok(());
    }
    match give_up(call, job, fault, true).await {
        // What stands in the way of the work may stand in the way of a letter as well.
        Err(Error::Internal(_) | Error::NotFound) => give_up(call, job, fault, false).await,
        given_up => given_up,
    }
}

/// Gives work up. Of a delivery a letter takes the place where one must, unless not even that can be made.
async fn give_up(call: &Call, job: &Job, fault: &str, with_letter: bool) -> Result<()> {
    let tries = job.tries + 1;
    let tx = call.db.begin().await?;
    if !rows::end(&tx, &Job { tries, ..job.clone() }, call.now(), Some(fault)).await? {
        return Ok(());
    }
    if let Some(Work::Deliver(id)) = Work::of(job)
        && let Some(found) = store::notice::delivery(&tx, id).await?
    {
        if with_letter {
            let before = Delivery { tries: job.tries, ..found.clone() };
            notice::give_up(call, &tx, &before, DeliveryState::Failed).await?;
        } else {
            store::notice::advance(&tx, id, DeliveryState::Failed, tries, call.now()).await?;
        }
        deliver::note(call, &tx, &found).await?;
    }
    let change = Change {
        process: "job.give_up",
        subject_kind: "job",
        subject_id: job.id.to_string(),
        new: Some(json!({ "kind": job.kind, "subject": job.subject, "tries": tries, "fault": fault })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Work that was given up, latest first, without deliveries, which [`notice::lost`] lists.
pub async fn given_up(call: &Call) -> Result<Vec<GivenUp>> {
    let scope = call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    Ok(rows::given_up(call.db.read(), &scope, GIVEN_UP_MAX).await?)
}

/// The same, for `doctor` and tests, which look as the register itself.
pub async fn faults(db: &Db) -> Result<Vec<GivenUp>> {
    let scope = access::decide(&Actor::system(), Action::NoticeAdminister, &Resource::Register)?;
    Ok(rows::given_up(db.read(), &scope, GIVEN_UP_MAX).await?)
}

/// Has work done again that was given up. Errors: `conflict.already_done` where it was not, or is set again already.
pub async fn again(call: &Call, id: JobId) -> Result<()> {
    call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    let tx = call.db.begin().await?;
    if !rows::again(&tx, id, call.now()).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let change = Change {
        process: "job.again",
        subject_kind: "job",
        subject_id: id.to_string(),
        old: Some(json!({ "given_up": true })),
        new: Some(json!({ "given_up": false })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
