//! Kept counts made anew from the records: of a few people, or all of them at once. Invariant: statements add
//! up whole tables, inside the caller's transaction, while nobody counts; what is written is in the first stripe, what was there is gone.

use crate::fault::Result;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// The kept counts in the order in which a writer of touches takes them, so that nobody waits in a circle.
const COUNTS: [&str; 7] = [
    "technician_month",
    "technician_trade_month",
    "site_day",
    "business_month",
    "wide_month",
    "prefecture_day",
    "site_work_month",
];

/// The month in Japan in which a site was registered, in the dialect of `backend`.
pub(crate) fn registered(backend: DbBackend) -> &'static str {
    if backend == DbBackend::Postgres {
        "CAST(to_char(to_timestamp(created_at / 1000) AT TIME ZONE 'Asia/Tokyo', 'YYYYMM') AS integer)"
    } else {
        "CAST(strftime('%Y%m', created_at / 1000 + 32400, 'unixepoch') AS integer)"
    }
}

/// How the distinct days of a group are asked for: as a set and as a number.
struct Days {
    set: String,
    number: String,
}

/// Of the records for which `which` is 1 and not 0.
fn days(backend: DbBackend, which: &str) -> Days {
    let bit = format!("{which} * (1 << (work_date % 100 - 1))");
    if backend == DbBackend::Postgres {
        // A set needs no sorting, where counting what is distinct does.
        let number = format!("BIT_COUNT(CAST(BIT_OR({bit}) AS bit(32)))");
        Days { set: format!("BIT_OR({bit})"), number }
    } else {
        let number = format!("COUNT(DISTINCT CASE WHEN {which} = 1 THEN work_date END)");
        Days { set: format!("SUM(DISTINCT {bit})"), number }
    }
}

/// Rows of a kept count, and what they add up to: what changed is seen by these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// Which.
    pub table: &'static str,
    /// What it counts, recorded: days, sets of days as numbers, or records.
    pub recorded: i64,
    /// The same, approved.
    pub approved: i64,
}

/// What every kept count adds up to.
pub async fn sums(db: &impl ConnectionTrait) -> Result<Vec<Sum>> {
    let mut found = Vec::new();
    for table in COUNTS {
        let (recorded, approved) = match table {
            "technician_month" => ("days + records", "days_approved + records_approved"),
            "technician_trade_month" => ("days", "days_approved"),
            "site_day" | "prefecture_day" | "site_work_month" => ("records", "approved"),
            _ => ("records", "records_approved"),
        };
        let sql = format!(
            "SELECT CAST(COALESCE(SUM(CAST({recorded} AS bigint)), 0) AS bigint), \
             CAST(COALESCE(SUM(CAST({approved} AS bigint)), 0) AS bigint) FROM {table}"
        );
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
        let Some(row) = row else { continue };
        found.push(Sum { table, recorded: row.try_get_by_index(0)?, approved: row.try_get_by_index(1)? });
    }
    Ok(found)
}

/// Makes the counts of the people from `first` to `last` anew from their records. The caller holds them.
pub async fn count_people(tx: &impl ConnectionTrait, (first, last): (i64, i64)) -> Result<()> {
    people(tx, &format!("technician_id BETWEEN {first} AND {last}")).await
}

async fn people(tx: &impl ConnectionTrait, of: &str) -> Result<()> {
    let backend = tx.get_database_backend();
    let (all, approved) = (days(backend, "1"), days(backend, "approval"));
    // Above what any of them was, so that an open screen looks again, and the log, which may be behind.
    let sql = format!(
        "SELECT CAST(COALESCE(MAX(changes), 0) + 1 AS bigint) FROM (SELECT MAX(changes) AS changes FROM technician_month WHERE {of} \
         UNION ALL SELECT MAX(changes) FROM log_month WHERE {of}) AS known"
    );
    let row = tx.query_one_raw(Statement::from_string(backend, sql)).await?;
    let changes: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(1);
    for table in ["technician_month", "technician_trade_month"] {
        run(tx, format!("DELETE FROM {table} WHERE {of}")).await?;
    }
    let grouped = format!(
        "SELECT technician_id, work_date / 100 AS month, COALESCE(trade, 0) AS trade, COALESCE(role, 0) AS role, \
         {} AS days, {} AS days_approved, COUNT(*) AS records, SUM(approval) AS records_approved FROM history_record WHERE {of} \
         GROUP BY technician_id, work_date / 100, COALESCE(trade, 0), COALESCE(role, 0)",
        all.set, approved.set
    );
    let by_trade = "INSERT INTO technician_trade_month (technician_id, month, trade, role, days, days_approved) \
                    SELECT technician_id, month, trade, role, days, days_approved";
    // Rows come in the order of their keys: the tree of a key grows at its end then, and not everywhere.
    let order = "WHERE trade <> 0 OR role <> 0 ORDER BY technician_id, month, trade, role";
    let by_month =
        "INSERT INTO technician_month (technician_id, month, days, days_approved, records, records_approved, changes)";
    if backend == DbBackend::Postgres {
        // Once over the records for both: sets of days can be put together.
        let count = |set: &str| format!("BIT_COUNT(CAST(BIT_OR({set}) AS bit(32)))");
        let sql = format!(
            "WITH g AS MATERIALIZED ({grouped}), m AS ({by_month} SELECT technician_id, month, {}, {}, SUM(records), \
             SUM(records_approved), {changes} FROM g GROUP BY technician_id, month ORDER BY technician_id, month) \
             {by_trade} FROM g {order}",
            count("days"),
            count("days_approved")
        );
        return run(tx, sql).await;
    }
    let (number, number_approved) = (all.number, approved.number);
    let sql = format!(
        "{by_month} SELECT technician_id, work_date / 100, {number}, {number_approved}, COUNT(*), SUM(approval), {changes} \
         FROM history_record WHERE {of} GROUP BY technician_id, work_date / 100"
    );
    run(tx, sql).await?;
    run(tx, format!("{by_trade} FROM ({grouped}) AS g {order}")).await
}

/// Makes every kept count anew from all records, and tells how many records there are. On PostgreSQL whoever counts waits
/// until the transaction ends; whoever reads sees what was there before. SQLite has one writer already.
pub async fn count_all(tx: &impl ConnectionTrait) -> Result<i64> {
    let backend = tx.get_database_backend();
    if backend == DbBackend::Postgres {
        run(tx, format!("LOCK TABLE {} IN EXCLUSIVE MODE", COUNTS.join(", "))).await?;
        // What is added up stays in memory where it fits.
        run(tx, "SET LOCAL work_mem = '256MB'".to_owned()).await?;
    }
    people(tx, "1 = 1").await?;
    // Once over the records for all that is counted by a site's months: a group is what of one month is alike.
    run(
        tx,
        "CREATE TEMPORARY TABLE counted_anew AS SELECT site_id, work_date / 100 AS month, employer, trade, role, channel, \
         COUNT(*) AS records, SUM(approval) AS approved FROM history_record \
         GROUP BY site_id, work_date / 100, employer, trade, role, channel"
            .to_owned(),
    )
    .await?;
    for table in ["site_day", "business_month", "wide_month", "prefecture_day", "site_work_month"] {
        run(tx, format!("DELETE FROM {table}")).await?;
    }
    for sql in BY_SITE {
        run(tx, sql.replace("{registered}", registered(backend))).await?;
    }
    let sql = "SELECT CAST(COALESCE(SUM(records), 0) AS bigint) FROM counted_anew";
    let row = tx.query_one_raw(Statement::from_string(backend, sql)).await?;
    let records = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    run(tx, "DROP TABLE counted_anew".to_owned()).await?;
    Ok(records)
}

/// What is counted by site, from the groups of [`count_all`].
const BY_SITE: [&str; 5] = [
    "INSERT INTO site_day (site_id, work_date, stripe, records, approved) \
     SELECT site_id, work_date, 0, COUNT(*), SUM(approval) FROM history_record GROUP BY site_id, work_date ORDER BY site_id, work_date",
    "INSERT INTO business_month (business_id, part, month, stripe, records, records_approved) \
     SELECT business_id, part, month, 0, SUM(records), SUM(approved) FROM (\
     SELECT s.prime AS business_id, 0 AS part, c.month, c.records, c.approved FROM counted_anew c \
     JOIN site s ON s.id = c.site_id UNION ALL \
     SELECT employer, 1, month, records, approved FROM counted_anew WHERE employer IS NOT NULL) AS x \
     GROUP BY business_id, part, month",
    "INSERT INTO wide_month (kind, code, month, stripe, records, records_approved) \
     SELECT kind, code, month, 0, SUM(records), SUM(approved) FROM (\
     SELECT 0 AS kind, 0 AS code, month, records, approved FROM counted_anew UNION ALL \
     SELECT 1, s.prefecture, c.month, c.records, c.approved FROM counted_anew c JOIN site s ON s.id = c.site_id UNION ALL \
     SELECT 2, COALESCE(trade, 0), month, records, approved FROM counted_anew UNION ALL \
     SELECT 3, channel, month, records, approved FROM counted_anew UNION ALL \
     SELECT 4, COALESCE(role, 0), month, records, approved FROM counted_anew UNION ALL \
     SELECT 6, 0, month, days, days_approved FROM technician_month UNION ALL \
     SELECT 5, 0, {registered}, 1, 0 FROM site) AS x GROUP BY kind, code, month",
    "INSERT INTO prefecture_day (prefecture, work_date, stripe, records, approved) \
     SELECT s.prefecture, d.work_date, 0, SUM(d.records), SUM(d.approved) FROM site_day d JOIN site s ON s.id = d.site_id \
     GROUP BY s.prefecture, d.work_date",
    "INSERT INTO site_work_month (site_id, month, employer, trade, role, stripe, records, approved) \
     SELECT site_id, month, COALESCE(employer, 0), COALESCE(trade, 0), COALESCE(role, 0), 0, SUM(records), SUM(approved) \
     FROM counted_anew GROUP BY site_id, month, COALESCE(employer, 0), COALESCE(trade, 0), COALESCE(role, 0) \
     ORDER BY site_id, month, COALESCE(employer, 0), COALESCE(trade, 0), COALESCE(role, 0)",
];

async fn run(tx: &impl ConnectionTrait, sql: String) -> Result<()> {
    tx.execute_raw(Statement::from_string(tx.get_database_backend(), sql)).await?;
    Ok(())
}
