//! Rows for demonstrations and benchmarks, many at a time, and what was made of them before. Invariant: counts are always
//! added up from the records just written, so that a recount finds nothing.

mod history;
mod register;

use crate::fault::Result;
use domain::{id::TechnicianId, level::Level, time::YearMonth};
use sea_orm::{ConnectionTrait, Statement, Value};

pub use history::{Span, count_sites, count_wide, records, technician_counts};
pub use register::{Firm, Person, Place, Site, firms, people, places, sites};

/// A value noted under a name; `None` where there is none.
pub async fn setting(db: &impl ConnectionTrait, name: &str) -> Result<Option<String>> {
    let sql = "SELECT value FROM setting WHERE name = $1";
    let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [name.into()])).await?;
    Ok(row.map(|row| row.try_get("", "value")).transpose()?)
}

/// Notes a value under a name, in place of an earlier one.
pub async fn keep_setting(tx: &impl ConnectionTrait, name: &str, value: &str) -> Result<()> {
    let sql =
        "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    execute(tx, sql, vec![name.into(), value.into()]).await
}

/// Whether nobody has registered or applied yet.
pub async fn is_empty(db: &impl ConnectionTrait) -> Result<bool> {
    let sql = "SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM application) OR EXISTS (SELECT 1 FROM business) \
        OR EXISTS (SELECT 1 FROM technician)";
    Ok(db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?.is_none())
}

/// Gives a person and the card that is being made the level of an evaluation this register does not judge yet.
pub async fn give_level(tx: &impl ConnectionTrait, id: TechnicianId, level: Level) -> Result<()> {
    crate::technician::set_level(tx, id, level).await?;
    execute(tx, "UPDATE card SET level = $1 WHERE technician_id = $2", vec![level.number().into(), id.get().into()])
        .await
}

/// Approves every record before `month`, with the counts kept of them: what the prime's monthly approval would leave.
pub async fn approve_before(tx: &impl ConnectionTrait, month: YearMonth) -> Result<()> {
    let day: Value = month.first_day().number().into();
    execute(tx, "UPDATE history_record SET approval = 1 WHERE work_date < $1", vec![day.clone()]).await?;
    execute(tx, "UPDATE site_day SET approved = records WHERE work_date < $1", vec![day]).await?;
    let before: Value = month.number().into();
    let sql = "UPDATE technician_month SET days_approved = days, records_approved = records, changes = changes + 1 WHERE month < $1";
    execute(tx, sql, vec![before.clone()]).await?;
    for table in ["business_month", "wide_month"] {
        execute(tx, &format!("UPDATE {table} SET records_approved = records WHERE month < $1"), vec![before.clone()])
            .await?;
    }
    Ok(())
}

async fn execute(tx: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<()> {
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}
