//! 経歴証明書 as kept. Invariant: what a body took or refused it decided with its application.

use crate::{fault::Result, query::ask};
use domain::{
    id::{LevelApplicationId, LevelStatementId, TechnicianId},
    level::statement::{StatementEntry, StatementRow},
    time::{Instant, WorkDate},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, QueryResult};

/// A statement with where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it is.
    pub row: StatementRow,
    /// With which application it was sent.
    pub application: LevelApplicationId,
    /// Whose.
    pub technician: TechnicianId,
    /// Content hash of its document.
    pub file: String,
}

fn statement(row: &QueryResult) -> Result<Statement> {
    let number =
        |column: &str| -> Result<u32> { Ok(u32::try_from(row.try_get::<i32>("", column)?).unwrap_or_default()) };
    Ok(Statement {
        row: StatementRow {
            id: LevelStatementId(row.try_get("", "id")?),
            entry: StatementEntry {
                employer: row.try_get("", "employer")?,
                from: WorkDate::from_stored(row.try_get("", "from_date")?),
                until: WorkDate::from_stored(row.try_get("", "until_date")?),
                trade: TradeCode::from_stored(row.try_get("", "trade")?),
                days: number("days")?,
                foreman_days: number("foreman_days")?,
                crew_leader_days: number("crew_leader_days")?,
            },
            pages: number("pages")?,
            taken: row.try_get("", "taken")?,
        },
        application: LevelApplicationId(row.try_get("", "application_id")?),
        technician: TechnicianId::from_stored(row.try_get("", "technician_id")?),
        file: row.try_get("", "file")?,
    })
}

/// Adds one.
pub async fn insert(tx: &impl ConnectionTrait, it: &Statement, at: Instant) -> Result<()> {
    let sql = "INSERT INTO level_statement (id, application_id, technician_id, employer, from_date, until_date, trade, days, \
        foreman_days, crew_leader_days, file, pages, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let (entry, number) = (&it.row.entry, |value: u32| i32::try_from(value).unwrap_or(i32::MAX));
    let values = vec![
        it.row.id.0.into(),
        it.application.0.into(),
        it.technician.get().into(),
        entry.employer.clone().into(),
        entry.from.number().into(),
        entry.until.number().into(),
        entry.trade.get().into(),
        number(entry.days).into(),
        number(entry.foreman_days).into(),
        number(entry.crew_leader_days).into(),
        it.file.clone().into(),
        number(it.row.pages).into(),
        at.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Takes one out that was not judged; `false` where it was, or is not there.
pub async fn remove(tx: &impl ConnectionTrait, id: LevelStatementId) -> Result<bool> {
    let sql = "DELETE FROM level_statement WHERE id = ? AND taken IS NULL";
    Ok(tx.execute_raw(ask(tx, sql, vec![id.0.into()])).await?.rows_affected() == 1)
}

/// One.
pub async fn find(db: &impl ConnectionTrait, id: LevelStatementId) -> Result<Option<Statement>> {
    let sql = "SELECT * FROM level_statement WHERE id = ?";
    db.query_one_raw(ask(db, sql, vec![id.0.into()])).await?.as_ref().map(statement).transpose()
}

/// Those sent with an application, in the order they came.
pub async fn of_application(db: &impl ConnectionTrait, id: LevelApplicationId) -> Result<Vec<Statement>> {
    let sql = "SELECT * FROM level_statement WHERE application_id = ? ORDER BY sent_at, id";
    db.query_all_raw(ask(db, sql, vec![id.0.into()])).await?.iter().map(statement).collect()
}

/// Those of a person that a body took; of an application that waits for a second person none is taken yet.
pub async fn taken_of(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<Statement>> {
    let sql = "SELECT s.* FROM level_statement s JOIN level_application a ON a.id = s.application_id \
        WHERE s.technician_id = ? AND s.taken = ? AND a.open_field IS NULL ORDER BY s.sent_at, s.id";
    db.query_all_raw(ask(db, sql, vec![id.get().into(), true.into()])).await?.iter().map(statement).collect()
}

/// Those of a person that a body took, and those not judged yet of applications that are open.
pub async fn counting(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<Statement>> {
    let sql = "SELECT s.* FROM level_statement s JOIN level_application a ON a.id = s.application_id \
        WHERE s.technician_id = ? AND (s.taken = ? OR (s.taken IS NULL AND a.open_field IS NOT NULL)) ORDER BY s.sent_at, s.id";
    db.query_all_raw(ask(db, sql, vec![id.get().into(), true.into()])).await?.iter().map(statement).collect()
}

/// [`counting`] of the people from one to another, by person.
pub(super) async fn counting_between(
    db: &impl ConnectionTrait,
    (first, last): (TechnicianId, TechnicianId),
) -> Result<Vec<Statement>> {
    let sql = "SELECT s.* FROM level_statement s JOIN level_application a ON a.id = s.application_id \
        WHERE s.technician_id BETWEEN ? AND ? AND (s.taken = ? OR (s.taken IS NULL AND a.open_field IS NOT NULL)) \
        ORDER BY s.technician_id, s.sent_at, s.id";
    let values = vec![first.get().into(), last.get().into(), true.into()];
    db.query_all_raw(ask(db, sql, values)).await?.iter().map(statement).collect()
}

/// Forgets what was said of those of an application that is judged anew.
pub async fn unjudge(tx: &impl ConnectionTrait, id: LevelApplicationId) -> Result<()> {
    let sql = "UPDATE level_statement SET taken = NULL WHERE application_id = ?";
    tx.execute_raw(ask(tx, sql, vec![id.0.into()])).await?;
    Ok(())
}

/// Notes whether the body takes one.
pub async fn judge(tx: &impl ConnectionTrait, id: LevelStatementId, taken: bool) -> Result<()> {
    let sql = "UPDATE level_statement SET taken = ? WHERE id = ?";
    tx.execute_raw(ask(tx, sql, vec![taken.into(), id.0.into()])).await?;
    Ok(())
}
