//! The queue of the office. Invariant: a part is found by an index in the queue's own order, and only its rows are read; the
//! counts are of all there are, whatever part is shown.

use super::{Application, entity, file::attach, taken::of_scope};
use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::Scope,
    application::{ApplicationKind, FiledBy, PRIORITY_HEAD_MS, QueueCount, QueueFilter, QueueOrder, State, place},
    id::{AccountId, ApplicationId},
    listing::{Listed, Mark, PART_ROWS},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, Value, entity::prelude::*};
use std::{collections::HashMap, fmt::Write};

/// An application in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// The application.
    pub application: Application,
    /// Through whose hands it came.
    pub filed_by: FiledBy,
    /// It goes before others.
    pub priority: bool,
}

/// States whose counts are kept in sight: all that is under way. What has ended is counted only when asked for.
const UNDER_WAY: [State; 5] =
    [State::Submitted, State::InReview, State::Returned, State::Approved, State::AwaitingPayment];

fn numbers(states: &[State]) -> String {
    states.iter().map(|state| state.number().to_string()).collect::<Vec<_>>().join(", ")
}

/// What is written into statements as it stands in the indexes, so that both databases know them again.
fn order_key() -> String {
    format!("(submitted_at - priority * {PRIORITY_HEAD_MS})")
}

/// The conditions of a filter, with their values. Drafts, also those taken back, are nobody's business but the applicant's.
fn conditions(filter: QueueFilter, me: Option<AccountId>, now: Instant) -> (String, Vec<Value>) {
    let mut sql = match filter.state {
        Some(state) => format!("state = {}", state.number()),
        None => format!("state IN ({})", numbers(&[State::Submitted, State::InReview])),
    };
    let mut values = Vec::new();
    // Writing to a String does not fail.
    let _ = write!(sql, " AND submitted_at IS NOT NULL AND state <> {}", State::Draft.number());
    if let Some(kind) = filter.kind {
        let _ = write!(sql, " AND kind = {}", kind.number());
    }
    match filter.filed_by {
        Some(FiledBy::Own) => sql.push_str(" AND channel = 1"),
        Some(FiledBy::Employer) => sql.push_str(" AND channel = 2"),
        Some(FiledBy::Scrivener) => sql.push_str(" AND channel = 3"),
        Some(FiledBy::Counter) => sql.push_str(" AND channel = 4"),
        None => {}
    }
    if filter.priority {
        sql.push_str(" AND priority > 0");
    }
    if let Some(age) = filter.age {
        sql.push_str(" AND submitted_at <= ?");
        values.push(age.handed_in_by(now).0.into());
    }
    if filter.mine {
        sql.push_str(" AND claimed_by = ?");
        values.push(me.map(|id| id.0).into());
    }
    (sql, values)
}

/// How many there are under way on a day, by kind, state and way; with `also` a state that has ended.
pub async fn counts(
    db: &impl ConnectionTrait,
    scope: &Scope,
    also: Option<State>,
    today: WorkDate,
) -> Result<Vec<QueueCount>> {
    let Some((of_scope, values)) = of_scope(scope, today) else { return Ok(Vec::new()) };
    let states: Vec<State> = UNDER_WAY.into_iter().chain(also.filter(|state| !UNDER_WAY.contains(state))).collect();
    let sql = format!(
        "SELECT kind, state, channel, COUNT(*) FROM application \
         WHERE state IN ({}) AND submitted_at IS NOT NULL AND {of_scope} GROUP BY state, kind, channel",
        numbers(&states)
    );
    let count = |row: &QueryResult| -> Result<Option<QueueCount>> {
        let kind = ApplicationKind::from_stored(row.try_get_by_index(0)?);
        let state = State::from_stored(row.try_get_by_index(1)?);
        let filed_by = FiledBy::from_stored(row.try_get_by_index(2)?);
        let count: i64 = row.try_get_by_index(3)?;
        Ok(kind.zip(state).zip(filed_by).map(|((kind, state), filed_by)| QueueCount { kind, state, filed_by, count }))
    };
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    Ok(rows.iter().map(count).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// How many a filter leaves.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: &QueueFilter,
    (me, now): (Option<AccountId>, Instant),
) -> Result<i64> {
    let Some((of_scope, opened)) = of_scope(scope, now.date()) else { return Ok(0) };
    let (which, mut values) = conditions(*filter, me, now);
    let which = format!("{which} AND {of_scope}");
    values.extend(opened);
    let row = db.query_one_raw(ask(db, &format!("SELECT COUNT(*) FROM application WHERE {which}"), values)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}

/// The part after `after` of what a filter leaves, of at most `limit` rows; `all` says how many there are.
pub async fn part(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: &QueueFilter,
    (me, now): (Option<AccountId>, Instant),
    after: Option<Mark>,
    (limit, all): (usize, i64),
) -> Result<Listed<Queued>> {
    let Some((of_scope, opened)) = of_scope(scope, now.date()) else { return Ok(Listed::default()) };
    let (mut which, mut values) = conditions(*filter, me, now);
    let _ = write!(which, " AND {of_scope}");
    values.extend(opened);
    let (key, order, beyond) = match filter.order {
        QueueOrder::LongestWaiting => (order_key(), "ASC", ">"),
        QueueOrder::Newest => ("submitted_at".to_owned(), "DESC", "<"),
    };
    if let Some(mark) = after {
        // The first of the two lets an index begin at the right place where pairs are compared one by one.
        let _ = write!(which, " AND {key} {beyond}= ? AND ({key}, id) {beyond} (?, ?)");
        values.extend([mark.at.into(), mark.at.into(), mark.id.into()]);
    }
    let limit = limit.min(PART_ROWS);
    let sql = format!(
        "SELECT id, priority, channel FROM application WHERE {which} ORDER BY {key} {order}, id {order} LIMIT {}",
        limit + 1
    );
    let found = db.query_all_raw(ask(db, &sql, values)).await?;
    let found: Vec<(Uuid, i16, i16)> = found
        .iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?)))
        .collect::<Result<_>>()?;
    let more = found.len() > limit;
    let shown = &found[..found.len().min(limit)];
    let rows = entity::Entity::find().filter(entity::Column::Id.is_in(shown.iter().map(|row| row.0))).all(db).await?;
    let mut rows: HashMap<Uuid, Application> =
        attach(db, rows).await?.into_iter().map(|application| (application.id.0, application)).collect();
    let queued = shown.iter().filter_map(|(id, priority, channel)| {
        let application = rows.remove(id)?;
        Some(FiledBy::from_stored(*channel).map_or_else(
            || Err(Fault::unreadable("channel", channel)),
            |filed_by| Ok(Queued { application, filed_by, priority: *priority > 0 }),
        ))
    });
    let rows: Vec<Queued> = queued.collect::<Result<_>>()?;
    let mark = |row: &Queued| {
        let at = row.application.submitted_at.unwrap_or(Instant(0));
        let at = match filter.order {
            QueueOrder::LongestWaiting => place(at, row.priority),
            QueueOrder::Newest => at.0,
        };
        Mark { at, id: row.application.id.0 }.to_string()
    };
    let next = rows.last().filter(|_| more).map(mark);
    Ok(Listed { rows, all, next })
}

/// Whether an application goes before others.
pub async fn priority(db: &impl ConnectionTrait, id: ApplicationId) -> Result<bool> {
    let row = db.query_one_raw(ask(db, "SELECT priority FROM application WHERE id = ?", vec![id.0.into()])).await?;
    let priority: i16 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    Ok(priority > 0)
}

/// Lets an application go before others, or no more; the caller holds its lock.
pub async fn set_priority(tx: &impl ConnectionTrait, id: ApplicationId, priority: bool) -> Result<()> {
    let values = vec![i16::from(priority).into(), id.0.into()];
    tx.execute_raw(ask(tx, "UPDATE application SET priority = ? WHERE id = ?", values)).await?;
    Ok(())
}
