//! Months made ahead on PostgreSQL. Invariant: a month that was not made is no error: its rows go to the default
//! partition; a month is only made while that partition holds none of its rows.

use crate::{connection::Db, fault::Result};
use domain::time::YearMonth;
use sea_orm::ConnectionTrait;

/// Makes the partitions of `touch` and `history_record` for `month` where they are absent. Nothing to do on SQLite.
pub async fn make(db: &Db, month: YearMonth) -> Result<()> {
    if !db.is_postgres() {
        return Ok(());
    }
    let (from, to) = (month.number(), month.next().number());
    for (table, from_key, to_key) in [("touch", from, to), ("history_record", from * 100, to * 100)] {
        let sql = format!(
            "CREATE TABLE IF NOT EXISTS {table}_{from} PARTITION OF {table} FOR VALUES FROM ({from_key}) TO ({to_key})"
        );
        match db.writer().execute_unprepared(&sql).await {
            Ok(_) => {}
            Err(error) if error.to_string().contains("would be violated by some row") => {
                tracing::warn!(table, month = from, "the default partition already holds rows of this month");
            }
            Err(error) if error.to_string().contains("already exists") => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
