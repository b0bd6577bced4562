//! How long applications stood in their states, and what that comes to on a day. Invariant: a stay is written once, in the
//! transaction that ends it; figures are worked out from stays once a day and read as they are.

use super::Application;
use crate::{fault::Result, query::ask};
use domain::{
    application::{
        ApplicationKind, FiledBy, State,
        usual::{Figure, Figures, MEDIAN, Measured, NINE_OF_TEN, is_office_time},
    },
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, Value, prelude::Uuid};

async fn insert(
    tx: &impl ConnectionTrait,
    id: Uuid,
    of: &Application,
    state: i16,
    (ms, left_at): (i64, Instant),
) -> Result<()> {
    let sql = "INSERT INTO state_stay (id, application_id, kind, channel, state, ms, left_at) \
        SELECT ?, id, kind, channel, ?, ?, ? FROM application WHERE id = ?";
    let values = vec![id.into(), state.into(), ms.into(), left_at.0.into(), of.id.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Notes that an application leaves a state at `at`, which it came into when it left the one before, or when it was handed
/// in. The caller holds its lock.
pub async fn left(tx: &impl ConnectionTrait, id: Uuid, of: &Application, state: State, at: Instant) -> Result<()> {
    let Some(submitted) = of.submitted_at else { return Ok(()) };
    let sql = "SELECT MAX(left_at) FROM state_stay WHERE application_id = ? AND state <> 0";
    let row = tx.query_one_raw(ask(tx, sql, vec![of.id.0.into()])).await?;
    let before: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
    let since = before.map_or(submitted, Instant);
    insert(tx, id, of, state.number(), (at.since_ms(since).max(0), at)).await
}

/// Notes that an application was decided at `at`: what the office took altogether. The caller holds its lock.
pub async fn decided(tx: &impl ConnectionTrait, id: Uuid, of: &Application, at: Instant) -> Result<()> {
    let office = State::ALL.into_iter().filter(|state| is_office_time(*state));
    let office = office.map(|state| state.number().to_string()).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(ms), 0) AS bigint) FROM state_stay WHERE application_id = ? AND state IN ({office})"
    );
    let row = tx.query_one_raw(ask(tx, &sql, vec![of.id.0.into()])).await?;
    let ms = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    insert(tx, id, of, Measured::Review.number(), (ms, at)).await
}

/// Works out the figures of a day from the stays that ended from `from` until before `until`: for each kind and measure by
/// way, and for all ways together. Done again for the same day it comes to the same.
pub async fn work_out(tx: &impl ConnectionTrait, day: WorkDate, from: Instant, until: Instant) -> Result<()> {
    tx.execute_raw(ask(tx, "DELETE FROM service_time WHERE day = ?", vec![day.number().into()])).await?;
    // Nearest rank, as domain::application::usual::rank has it.
    let sql = format!(
        "INSERT INTO service_time (day, kind, channel, state, cases, median_ms, p90_ms) \
         SELECT CAST(? AS integer), kind, channel, state, n, MAX(CASE WHEN r = (n * {MEDIAN} + 99) / 100 THEN ms END), \
           MAX(CASE WHEN r = (n * {NINE_OF_TEN} + 99) / 100 THEN ms END) \
         FROM (SELECT kind, channel, state, ms, COUNT(*) OVER (PARTITION BY kind, channel, state) AS n, \
             ROW_NUMBER() OVER (PARTITION BY kind, channel, state ORDER BY ms) AS r \
           FROM (SELECT kind, channel, state, ms FROM state_stay WHERE left_at >= ? AND left_at < ? AND state >= 0 \
             UNION ALL \
             SELECT kind, 0, state, ms FROM state_stay WHERE left_at >= ? AND left_at < ? AND state >= 0) AS stays) AS ranked \
         GROUP BY kind, channel, state, n"
    );
    let span: [Value; 2] = [from.0.into(), until.0.into()];
    let values = [vec![day.number().into()], span.to_vec(), span.to_vec()].concat();
    tx.execute_raw(ask(tx, &sql, values)).await?;
    // Of no kind: that the day was worked out, also where nothing ended in its span.
    let sql =
        "INSERT INTO service_time (day, kind, channel, state, cases, median_ms, p90_ms) VALUES (?, 0, 0, -1, 0, 0, 0)";
    tx.execute_raw(ask(tx, sql, vec![day.number().into()])).await?;
    Ok(())
}

fn figure(row: &QueryResult) -> Result<Option<Figure>> {
    let kind: i16 = row.try_get("", "kind")?;
    let channel: i16 = row.try_get("", "channel")?;
    let state: i16 = row.try_get("", "state")?;
    let (cases, median_ms, p90_ms) =
        (row.try_get("", "cases")?, row.try_get("", "median_ms")?, row.try_get("", "p90_ms")?);
    let filed_by = FiledBy::from_stored(channel);
    // A state that is not shown (approved, which lasts no time) has a figure and no name.
    let known = ApplicationKind::from_stored(kind).zip(Measured::from_stored(state));
    Ok(known.map(|(kind, measured)| Figure { kind, filed_by, measured, cases, median_ms, p90_ms }))
}

/// The latest figures; `None` where none were worked out yet. They are public.
pub async fn latest(db: &impl ConnectionTrait) -> Result<Option<Figures>> {
    let sql = "SELECT day, kind, channel, state, cases, median_ms, p90_ms FROM service_time \
        WHERE day = (SELECT MAX(day) FROM service_time) ORDER BY kind, channel, state";
    let rows = db.query_all_raw(ask(db, sql, Vec::new())).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let day = WorkDate::from_stored(first.try_get("", "day")?);
    let found = rows.iter().map(figure).collect::<Result<Vec<_>>>()?;
    Ok(Some(Figures { day, figures: found.into_iter().flatten().collect() }))
}
