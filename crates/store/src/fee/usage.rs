//! Site usage: records by prime and day, what was billed of them, months closed. Invariant: a bill's lines are only ever
//! added, so what was billed for a month is the sum of their differences.

use crate::{
    fault::Result,
    query::ask,
    rows::{Cell, Kind, Rows},
};
use domain::{
    access::{Extent, Scope},
    fee::{
        Closing, Yen,
        usage::{DayOfUse, Usage, UsageLine},
    },
    id::{AccountId, BusinessId, FeeRequestId},
    time::{Instant, WorkDate, YearMonth},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use std::collections::BTreeMap;

/// Of each prime, by month.
pub type ByPrime = BTreeMap<BusinessId, BTreeMap<YearMonth, Usage>>;
/// Of each prime, by day.
pub type Days = BTreeMap<BusinessId, Vec<DayOfUse>>;

/// Names the lock of closings among PostgreSQL's advisory locks.
const CLOSING_LOCK: i64 = 0x0063_6c6f_7365;

/// Lets one closing at a time go on, until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_raw(ask(tx, "SELECT pg_advisory_xact_lock(?)", vec![CLOSING_LOCK.into()])).await?;
    }
    Ok(())
}

/// Months up to `last` for which some prime's kept count of records, with what was reported, is not what was billed.
pub async fn changed_months(db: &impl ConnectionTrait, last: YearMonth) -> Result<Vec<YearMonth>> {
    let sql = "SELECT DISTINCT month FROM (SELECT b, month FROM (\
        SELECT business_id AS b, month, records AS r FROM business_month WHERE part = 0 AND month <= ? UNION ALL \
        SELECT business_id, month, records_before - records_now FROM usage_line UNION ALL \
        SELECT business_id, month, records_reported - records_counted FROM usage_report WHERE month <= ?) AS x \
        GROUP BY b, month HAVING SUM(r) <> 0) AS y ORDER BY month";
    let last = last.number();
    let rows = db.query_all_raw(ask(db, sql, vec![last.into(), last.into()])).await?;
    rows.iter().map(|row| Ok(YearMonth::from_stored(row.try_get_by_index(0)?))).collect()
}

/// Months up to `last` that were billed or have kept counts.
pub async fn known_months(db: &impl ConnectionTrait, last: YearMonth) -> Result<Vec<YearMonth>> {
    let sql = "SELECT month FROM business_month WHERE part = 0 AND month <= ? UNION SELECT month FROM usage_line \
        ORDER BY month";
    let rows = db.query_all_raw(ask(db, sql, vec![last.number().into()])).await?;
    rows.iter().map(|row| Ok(YearMonth::from_stored(row.try_get_by_index(0)?))).collect()
}

/// History records of a month by prime and day, counted from the records themselves.
pub async fn days(db: &impl ConnectionTrait, month: YearMonth) -> Result<Days> {
    let sql = "SELECT s.prime, h.work_date, CAST(SUM(h.n) AS bigint) FROM (SELECT site_id, work_date, COUNT(*) AS n \
        FROM history_record WHERE work_date BETWEEN ? AND ? GROUP BY site_id, work_date) AS h \
        JOIN site s ON s.id = h.site_id GROUP BY s.prime, h.work_date ORDER BY s.prime, h.work_date";
    let (from, until) = (month.first_day().number(), month.number() * 100 + 31);
    let mut days = Days::new();
    for row in db.query_all_raw(ask(db, sql, vec![from.into(), until.into()])).await? {
        let day = DayOfUse { day: WorkDate::from_stored(row.try_get_by_index(1)?), records: row.try_get_by_index(2)? };
        days.entry(BusinessId::from_stored(row.try_get_by_index(0)?)).or_default().push(day);
    }
    Ok(days)
}

/// What has been billed so far for each of these months.
pub async fn billed(db: &impl ConnectionTrait, months: &[YearMonth]) -> Result<ByPrime> {
    let mut asked = Rows::new(&[("m", Kind::Int)]);
    for month in months {
        asked.push(vec![month.number().into()]);
    }
    let mut billed = ByPrime::new();
    if asked.is_empty() {
        return Ok(billed);
    }
    let sql = "SELECT l.business_id, l.month, CAST(SUM(l.records_now - l.records_before) AS bigint), \
        CAST(SUM(l.yen_now - l.yen_before) AS bigint) FROM usage_line l JOIN k ON k.m = l.month \
        GROUP BY l.business_id, l.month";
    for row in asked.query(db, sql).await? {
        let usage = Usage { records: row.try_get_by_index(2)?, yen: Yen(row.try_get_by_index(3)?) };
        let of = billed.entry(BusinessId::from_stored(row.try_get_by_index(0)?)).or_default();
        of.insert(YearMonth::from_stored(row.try_get_by_index(1)?), usage);
    }
    Ok(billed)
}

/// What a closing came to, where the month was closed.
pub async fn closing(db: &impl ConnectionTrait, month: YearMonth) -> Result<Option<Closing>> {
    let sql = "SELECT month, invoices, records, yen FROM usage_closing WHERE month = ?";
    let row = db.query_one_raw(ask(db, sql, vec![month.number().into()])).await?;
    let read = |row: QueryResult| {
        Ok(Closing {
            month: YearMonth::from_stored(row.try_get_by_index(0)?),
            invoices: row.try_get_by_index(1)?,
            records: row.try_get_by_index(2)?,
            yen: Yen(row.try_get_by_index(3)?),
            again: true,
        })
    };
    row.map(read).transpose()
}

/// The month closed last.
pub async fn last_closed(db: &impl ConnectionTrait) -> Result<Option<YearMonth>> {
    let row = db.query_one_raw(ask(db, "SELECT MAX(month) FROM usage_closing", Vec::new())).await?;
    Ok(row.map(|row| row.try_get_by_index::<Option<i32>>(0)).transpose()?.flatten().map(YearMonth::from_stored))
}

/// Notes a month closed.
pub async fn insert_closing(
    tx: &impl ConnectionTrait,
    closing: &Closing,
    at: Instant,
    by: Option<AccountId>,
) -> Result<()> {
    let sql =
        "INSERT INTO usage_closing (month, closed_at, closed_by, invoices, records, yen) VALUES (?, ?, ?, ?, ?, ?)";
    let values = vec![
        closing.month.number().into(),
        at.0.into(),
        by.map(|id| id.0).into(),
        closing.invoices.into(),
        closing.records.into(),
        closing.yen.get().into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Adds the lines of a closing, those of each prime with what asks for them, absent where they were credited.
pub async fn insert_lines<'a>(
    tx: &impl ConnectionTrait,
    closing: YearMonth,
    bills: impl IntoIterator<Item = (BusinessId, &'a [UsageLine], Option<FeeRequestId>)>,
) -> Result<()> {
    let mut rows = Rows::new(&[
        ("closing", Kind::Int),
        ("business_id", Kind::Big),
        ("month", Kind::Int),
        ("records_before", Kind::Big),
        ("records_now", Kind::Big),
        ("yen_before", Kind::Big),
        ("yen_now", Kind::Big),
        ("request_id", Kind::Uuid),
    ]);
    for (business, lines, request) in bills {
        for line in lines {
            rows.push(vec![
                closing.number().into(),
                business.get().into(),
                line.month.number().into(),
                line.before.records.into(),
                line.now.records.into(),
                line.before.yen.get().into(),
                line.now.yen.get().into(),
                Cell::Uuid(request.map(|id| id.0)),
            ]);
        }
    }
    rows.insert(tx, "usage_line", "").await?;
    Ok(())
}

/// The lines a request is made of, by month, as the scope says.
pub async fn lines_of(db: &impl ConnectionTrait, scope: &Scope, request: FeeRequestId) -> Result<Vec<UsageLine>> {
    let own = match scope.extent() {
        Extent::All => None,
        Extent::Business(own) => Some(*own),
        _ => return Ok(Vec::new()),
    };
    let sql = "SELECT month, records_before, records_now, yen_before, yen_now, business_id FROM usage_line \
        WHERE request_id = ? ORDER BY month";
    let rows = db.query_all_raw(ask(db, sql, vec![request.0.into()])).await?;
    let mut lines = Vec::new();
    for row in &rows {
        let business = BusinessId::from_stored(row.try_get_by_index(5)?);
        if own.is_some_and(|own| own != business) {
            continue;
        }
        lines.push(UsageLine {
            month: YearMonth::from_stored(row.try_get_by_index(0)?),
            before: Usage { records: row.try_get_by_index(1)?, yen: Yen(row.try_get_by_index(3)?) },
            now: Usage { records: row.try_get_by_index(2)?, yen: Yen(row.try_get_by_index(4)?) },
        });
    }
    Ok(lines)
}
