//! Applications for levels. Invariant: a person has one open of a field at a time, which the database itself holds; a row moves
//! only from the state and the number of moves its mover has seen.

use crate::{
    fault::{Fault, Result},
    query::ask,
    technician::spaced,
};
use domain::{
    access::{Extent, Scope},
    id::{FeeRequestId, LevelApplicationId, TechnicianId},
    level::{FieldNumber, Level, application::LevelState, view::CaseRow},
    listing::{Listed, Mark, PART_ROWS},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, Value, prelude::Uuid};

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: LevelApplicationId,
    /// Whose.
    pub technician: TechnicianId,
    /// The field.
    pub field: FieldNumber,
    /// The level that is asked for.
    pub wanted: Level,
    /// Where it stands.
    pub state: LevelState,
    /// How often it moved.
    pub moves: i32,
    /// When it was made.
    pub asked_at: Instant,
    /// The day whose evidence and criteria count.
    pub asked_on: WorkDate,
    /// What is to be paid or was; absent where nothing was asked for.
    pub fee: Option<FeeRequestId>,
    /// Since when it can be judged.
    pub waiting_since: Option<Instant>,
}

const COLUMNS: &str = "a.id, a.technician_id, a.field, a.wanted, a.state, a.moves, a.asked_at, a.asked_on, \
    a.fee_request_id, a.waiting_since";

fn state(number: i16) -> Result<LevelState> {
    LevelState::from_stored(number).ok_or_else(|| Fault::unreadable("state of a level application", number))
}

fn level(number: i16) -> Result<Level> {
    Level::from_number(number).ok_or_else(|| Fault::unreadable("level", number))
}

fn application(row: &QueryResult) -> Result<Application> {
    Ok(Application {
        id: LevelApplicationId(row.try_get("", "id")?),
        technician: TechnicianId::from_stored(row.try_get("", "technician_id")?),
        field: FieldNumber::from_stored(row.try_get("", "field")?),
        wanted: level(row.try_get("", "wanted")?)?,
        state: state(row.try_get("", "state")?)?,
        moves: row.try_get("", "moves")?,
        asked_at: Instant(row.try_get("", "asked_at")?),
        asked_on: WorkDate::from_stored(row.try_get("", "asked_on")?),
        fee: row.try_get::<Option<Uuid>>("", "fee_request_id")?.map(FeeRequestId),
        waiting_since: row.try_get::<Option<i64>>("", "waiting_since")?.map(Instant),
    })
}

/// Adds one that is open. [`Fault::Taken`] where the person has one open of the field.
pub async fn insert(tx: &impl ConnectionTrait, it: &Application) -> Result<()> {
    let sql = "INSERT INTO level_application (id, technician_id, field, open_field, wanted, state, moves, asked_at, asked_on, \
        fee_request_id, waiting_since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        it.id.0.into(),
        it.technician.get().into(),
        it.field.get().into(),
        it.field.get().into(),
        it.wanted.number().into(),
        it.state.number().into(),
        it.moves.into(),
        it.asked_at.0.into(),
        it.asked_on.number().into(),
        it.fee.map(|id| id.0).into(),
        it.waiting_since.map(|at| at.0).into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

async fn one(db: &impl ConnectionTrait, place: &str, values: Vec<Value>) -> Result<Option<Application>> {
    let sql = format!("SELECT {COLUMNS} FROM level_application a WHERE {place}");
    db.query_one_raw(ask(db, &sql, values)).await?.as_ref().map(application).transpose()
}

/// One.
pub async fn find(db: &impl ConnectionTrait, id: LevelApplicationId) -> Result<Option<Application>> {
    one(db, "a.id = ?", vec![id.0.into()]).await
}

/// The one a fee was asked for.
pub async fn of_fee(db: &impl ConnectionTrait, fee: FeeRequestId) -> Result<Option<Application>> {
    one(db, "a.fee_request_id = ?", vec![fee.0.into()]).await
}

/// The one that is open of a field.
pub async fn open_of(
    db: &impl ConnectionTrait,
    technician: TechnicianId,
    field: FieldNumber,
) -> Result<Option<Application>> {
    one(db, "a.technician_id = ? AND a.open_field = ?", vec![technician.get().into(), field.get().into()]).await
}

/// The latest of each field of a person, by field.
pub async fn latest(db: &impl ConnectionTrait, technician: TechnicianId) -> Result<Vec<Application>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM level_application a WHERE a.technician_id = ? ORDER BY a.field, a.asked_at DESC, a.id DESC"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![technician.get().into()])).await?;
    let mut found = rows.iter().map(application).collect::<Result<Vec<_>>>()?;
    found.dedup_by_key(|one| one.field);
    Ok(found)
}

/// Moves one to another state; `false` where it moved since it was read.
pub async fn advance(tx: &impl ConnectionTrait, it: &Application, to: LevelState, at: Instant) -> Result<bool> {
    let waits = (to == LevelState::Waiting && it.waiting_since.is_none()).then_some(at).or(it.waiting_since);
    let sql = "UPDATE level_application SET state = ?, moves = moves + 1, open_field = ?, waiting_since = ?, ended_at = ? \
        WHERE id = ? AND state = ? AND moves = ?";
    let values = vec![
        to.number().into(),
        to.is_open().then(|| it.field.get()).into(),
        waits.map(|at| at.0).into(),
        (!to.is_open()).then_some(at.0).into(),
        it.id.0.into(),
        it.state.number().into(),
        it.moves.into(),
    ];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// Notes that what is judged changed, so that whoever saw it as it was looks again; `false` where it moved since it was read.
pub async fn touch(tx: &impl ConnectionTrait, it: &Application, wanted: Level) -> Result<bool> {
    let sql = "UPDATE level_application SET wanted = ?, moves = moves + 1 WHERE id = ? AND state = ? AND moves = ?";
    let values = vec![wanted.number().into(), it.id.0.into(), it.state.number().into(), it.moves.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

fn case(row: &QueryResult) -> Result<CaseRow> {
    let it = application(row)?;
    let text = |column: &str| row.try_get::<String>("", column);
    Ok(CaseRow {
        id: it.id,
        field: it.field,
        technician: it.technician,
        name: spaced(&text("family_name")?, &text("given_name")?),
        kana: spaced(&text("family_kana")?, &text("given_kana")?),
        wanted: it.wanted,
        state: it.state,
        asked_on: it.asked_on,
        waiting_since: it.waiting_since,
        moves: it.moves,
    })
}

const WITH_PEOPLE: &str = "level_application a JOIN technician t ON t.id = a.technician_id";
/// Of one body: the application's field is one of its fields.
const OF_BODY: &str = "a.field IN (SELECT f.field FROM level_body_field f WHERE f.body_id = ?)";

/// One as a body sees it.
pub async fn case_of(db: &impl ConnectionTrait, id: LevelApplicationId) -> Result<Option<CaseRow>> {
    let sql = format!(
        "SELECT {COLUMNS}, t.family_name, t.given_name, t.family_kana, t.given_kana FROM {WITH_PEOPLE} WHERE a.id = ?"
    );
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(case).transpose()
}

/// The part after `after` of those a body is to judge, the longest first.
pub async fn waiting(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<CaseRow>> {
    let Extent::LevelBody(body) = scope.extent() else { return Ok(Listed::default()) };
    let place = format!("a.open_field IS NOT NULL AND a.waiting_since IS NOT NULL AND {OF_BODY}");
    let sql = format!("SELECT COUNT(*) FROM level_application a WHERE {place}");
    let counted = db.query_one_raw(ask(db, &sql, vec![body.0.into()])).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let mut values: Vec<Value> = vec![body.0.into()];
    let mut begins = "";
    if let Some(mark) = after {
        begins = " AND (a.waiting_since, a.id) > (?, ?)";
        values.extend([mark.at.into(), mark.id.into()]);
    }
    let sql = format!(
        "SELECT {COLUMNS}, t.family_name, t.given_name, t.family_kana, t.given_kana FROM {WITH_PEOPLE} \
         WHERE {place}{begins} ORDER BY a.waiting_since, a.id LIMIT {}",
        PART_ROWS + 1
    );
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let rows = rows.iter().map(case).collect::<Result<Vec<_>>>()?;
    let mark =
        |row: &CaseRow| Mark { at: row.waiting_since.map(|at| at.0).unwrap_or_default(), id: row.id.0 }.to_string();
    Ok(Listed::new(rows, all, mark))
}
