//! How much is kept. Invariant: counted row by row; kept counts are not asked.

use crate::fault::Result;
use sea_orm::{ConnectionTrait, Statement};

/// Rows of facts and of what they come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Touches recorded.
    pub touches: i64,
    /// Sum of the touches that the history records say they were made from.
    pub touches_in_records: i64,
    /// History records.
    pub records: i64,
}

/// Counts touches and records. Takes as long as reading both tables.
pub async fn totals(db: &impl ConnectionTrait) -> Result<Totals> {
    let sql = "SELECT (SELECT count(*) FROM touch), (SELECT CAST(COALESCE(SUM(touches), 0) AS bigint) FROM history_record), \
               (SELECT count(*) FROM history_record)";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let row = row.ok_or_else(|| crate::fault::Fault::unreadable("totals", "no row"))?;
    Ok(Totals {
        touches: row.try_get_by_index(0)?,
        touches_in_records: row.try_get_by_index(1)?,
        records: row.try_get_by_index(2)?,
    })
}
