//! The office's queue: parts of it, counts, and what goes before others. Invariant: a part is checked with a fixed number of
//! queries, however long the queue is.

use super::{about, answer::are_anew, check, locked};
use crate::{Call, Error, Result, counter};
use domain::{
    access::{Action, Resource},
    application::{QueueCount, QueueFilter, QueueRow, State},
    id::{AccountId, ApplicationId},
    listing::{Listed, Mark, PART_ROWS},
};
use serde_json::json;
use std::collections::HashMap;
use store::application::{Application, queue as rows, queue::Queued};

/// Rows beside a case.
const BESIDE: usize = 30;

/// The part after `after` of what waits as the filter says, with how many there are of every kind, state and way.
pub async fn queue(
    call: &Call,
    filter: QueueFilter,
    after: Option<Mark>,
) -> Result<(Listed<QueueRow>, Vec<QueueCount>)> {
    let scope = call.authorize(Action::ApplicationReview, &Resource::Register)?;
    let db = call.db.read();
    let asked = (call.actor.account, call.now());
    let counts = rows::counts(db, &scope, filter.state, call.today()).await?;
    let all = if filter.is_counted() { filter.sum(&counts) } else { rows::count(db, &scope, &filter, asked).await? };
    let Listed { rows: found, all, next } = rows::part(db, &scope, &filter, asked, after, (PART_ROWS, all)).await?;
    Ok((Listed { rows: lines(call, found).await?, all, next }, counts))
}

/// The first of those who wait, to stand beside a case.
pub async fn next_in_queue(call: &Call) -> Result<Vec<QueueRow>> {
    let scope = call.authorize(Action::ApplicationReview, &Resource::Register)?;
    let (db, asked) = (call.db.read(), (call.actor.account, call.now()));
    let found = rows::part(db, &scope, &QueueFilter::default(), asked, None, (BESIDE, 0)).await?;
    lines(call, found.rows).await
}

async fn lines(call: &Call, found: Vec<Queued>) -> Result<Vec<QueueRow>> {
    let ways: Vec<_> = found.iter().map(|queued| (queued.filed_by, queued.priority)).collect();
    let found: Vec<Application> = found.into_iter().map(|queued| queued.application).collect();
    let checks = check::all(call.db.read(), &found).await?;
    let accounts: Vec<AccountId> = found.iter().filter_map(|application| application.claimed_by).collect();
    let names: HashMap<AccountId, String> =
        store::application::account_names(call.db.read(), &accounts).await?.into_iter().collect();
    let anew = are_anew(call, call.db.read(), &found).await?;
    let row = |(((application, checks), (filed_by, priority)), anew): (((Application, _), _), bool)| QueueRow {
        id: application.id,
        number: application.number,
        kind: application.kind,
        anew,
        state: application.state,
        name: application.name,
        submitted_at: application.submitted_at,
        filed_by,
        priority,
        claimed_by: application.claimed_by.and_then(|id| names.get(&id).cloned()),
        checks,
    };
    Ok(found.into_iter().zip(checks).zip(ways).zip(anew).map(row).collect())
}

/// Lets a case go before others, or no more. Doing so again changes nothing. Errors: `NotFound`, also for a draft;
/// `conflict.state` for what has ended.
pub async fn prioritise(call: &Call, id: ApplicationId, priority: bool) -> Result<()> {
    call.authorize(Action::ApplicationReview, &counter::subject(call, id).await?)?;
    let tx = call.db.begin().await?;
    let application = locked(&tx, id).await?;
    if application.state == State::Draft {
        return Err(Error::NotFound);
    }
    if application.state.is_final() {
        return Err(Error::Conflict(super::STATE));
    }
    let before = rows::priority(&tx, id).await?;
    if before == priority {
        return Ok(());
    }
    rows::set_priority(&tx, id, priority).await?;
    let mut change = about(&application, "application.prioritise");
    change.old = Some(json!({ "priority": before }));
    change.new = Some(json!({ "priority": priority }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
