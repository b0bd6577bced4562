//! What is kept, row by row in one order. Invariant: tells nothing of when or in which order things arrived, so that two
//! registers that learned the same are told alike.

use crate::fault::Result;
use sea_orm::{ConnectionTrait, Statement};

/// Rows read at a time.
const PART: i32 = 10_000;

/// A table, a statement with its key in columns `a`, `b` and `c`, and what stands beside the key, as text. Counts that are
/// kept in parts are added up; a count of nothing is as good as none.
const TABLES: [(&str, &str, &str); 8] = [
    (
        "history_record",
        "SELECT technician_id AS a, work_date AS b, site_id AS c, first_ms, last_ms, inside_ms, employer, tier, trade, \
         role, channel, approval, touches FROM history_record",
        "first_ms last_ms inside_ms employer tier trade role channel approval touches",
    ),
    (
        "technician_month",
        "SELECT technician_id AS a, month AS b, 0 AS c, days, days_approved, records, records_approved FROM technician_month \
         WHERE records <> 0",
        "days days_approved records records_approved",
    ),
    (
        "technician_trade_month",
        "SELECT technician_id AS a, month AS b, trade * 10 + role AS c, days, days_approved FROM technician_trade_month WHERE days <> 0",
        "days days_approved",
    ),
    (
        "prefecture_day",
        "SELECT prefecture AS a, work_date AS b, 0 AS c, SUM(records) AS records, SUM(approved) AS approved FROM prefecture_day \
         GROUP BY prefecture, work_date HAVING SUM(records) <> 0",
        "records approved",
    ),
    (
        "site_day",
        "SELECT site_id AS a, work_date AS b, 0 AS c, SUM(records) AS records, SUM(approved) AS approved FROM site_day \
         GROUP BY site_id, work_date HAVING SUM(records) <> 0",
        "records approved",
    ),
    (
        "site_work_month",
        "SELECT site_id AS a, month * 1000 + trade * 10 + role AS b, employer AS c, SUM(records) AS records, \
         SUM(approved) AS approved FROM site_work_month GROUP BY site_id, month, employer, trade, role HAVING SUM(records) <> 0",
        "records approved",
    ),
    (
        "business_month",
        "SELECT business_id AS a, part AS b, month AS c, SUM(records) AS records, SUM(records_approved) AS approved \
         FROM business_month GROUP BY business_id, part, month HAVING SUM(records) <> 0",
        "records approved",
    ),
    (
        "wide_month",
        "SELECT kind AS a, code AS b, month AS c, SUM(records) AS records, SUM(records_approved) AS approved FROM wide_month \
         GROUP BY kind, code, month HAVING SUM(records) <> 0",
        "records approved",
    ),
];

/// Tells every history record and every kept count to `each`, one line a row, in the order of their keys. For comparing
/// registers; reads everything.
pub async fn content(db: &impl ConnectionTrait, mut each: impl FnMut(&str)) -> Result<()> {
    for (table, rows, beside) in TABLES {
        each(table);
        let texts: Vec<String> =
            beside.split(' ').map(|column| format!("COALESCE(CAST({column} AS text), '-')")).collect();
        let line = texts.join(" || ' ' || ");
        // The least of all is read as a number of another kind by PostgreSQL.
        let least = i64::MIN + 1;
        let mut after = (least, least, least);
        loop {
            let (a, b, c) = after;
            let sql = format!(
                "SELECT CAST(a AS bigint), CAST(b AS bigint), CAST(c AS bigint), {line} FROM ({rows}) AS x \
                 WHERE (a, b, c) > ({a}, {b}, {c}) ORDER BY a, b, c LIMIT {PART}"
            );
            let found = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
            for row in &found {
                after = (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
                let text: String = row.try_get_by_index(3)?;
                each(&format!("{} {} {} {text}", after.0, after.1, after.2));
            }
            if found.is_empty() {
                break;
            }
        }
    }
    Ok(())
}
