//! Months made ahead on PostgreSQL. Invariant: a month that was not made is no error: its rows go to the default
//! partition; a month is only made while that partition holds none of its rows.

use crate::{
    connection::Db,
    fault::{Result, sql_state},
};
use domain::time::YearMonth;
use sea_orm::ConnectionTrait;

/// Makes the partitions of `touch`, `history_record`, `history_entry` and `history_decided` for `month` where they are
/// absent. Nothing to do on SQLite.
pub async fn make(db: &Db, month: YearMonth) -> Result<()> {
    if !db.is_postgres() {
        return Ok(());
    }
    let (from, to) = (month.number(), month.next().number());
    let partitioned = [
        ("touch", from, to),
        ("history_record", from * 100, to * 100),
        ("history_entry", from * 100, to * 100),
        ("history_decided", from, to),
    ];
    for (table, from_key, to_key) in partitioned {
        let sql = format!(
            "CREATE TABLE IF NOT EXISTS {table}_{from} PARTITION OF {table} FOR VALUES FROM ({from_key}) TO ({to_key})"
        );
        match db.writer().execute_unprepared(&sql).await {
            Ok(_) => {}
            // The default partition has rows that would belong here.
            Err(error) if sql_state(&error).as_deref() == Some("23514") => {
                tracing::warn!(table, month = from, "the default partition already holds rows of this month");
            }
            // Another process made it at the same moment.
            Err(error) if matches!(sql_state(&error).as_deref(), Some("42P07" | "23505")) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
