//! Rows for demonstrations and benchmarks, many at a time, and what was made of them before. Invariant: counts are always
//! added up from the records just written, so that a recount finds nothing.

mod history;
mod register;

use crate::fault::Result;
use domain::{
    history::DaySet,
    id::{SiteId, TechnicianId},
    level::Level,
    time::{WorkDate, YearMonth},
};
use sea_orm::{ConnectionTrait, Statement, Value};
use std::collections::BTreeMap;

pub use history::{Span, count_sites, count_wide, decisions, level_months, records, technician_counts};
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

/// The days of a month at a site that wait for approval, by person.
pub async fn waiting(
    db: &impl ConnectionTrait,
    site: SiteId,
    month: YearMonth,
) -> Result<BTreeMap<TechnicianId, DaySet>> {
    let sql = "SELECT technician_id, work_date FROM history_record \
        WHERE site_id = $1 AND work_date BETWEEN $2 AND $3 AND approval = 0";
    let (first, last) = (month.first_day(), month.last_day());
    let values = [site.get().into(), first.number().into(), last.number().into()];
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    let mut days: BTreeMap<TechnicianId, DaySet> = BTreeMap::new();
    for row in rows {
        let all = days.entry(TechnicianId::from_stored(row.try_get_by_index(0)?)).or_default();
        *all = all.with(DaySet::of(WorkDate::from_stored(row.try_get_by_index(1)?)));
    }
    Ok(days)
}

async fn execute(tx: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<()> {
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}
