//! Kept counts one by one: of a person, a day, a month (pages of counts read them by `statistics`). Invariant: a count is read, never added up
//! from records; what is derived is derived from kept rows.

use crate::{fault::Result, query::ask};
use domain::{
    history::{DaySet, WorkRole},
    id::TechnicianId,
    prefecture::PrefectureCode,
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, QueryResult};

/// A person's days of a month as one trade in one role. Of several of these a day counts once where their sets are put
/// together, and once for each where they are counted by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkDays {
    /// Of which month.
    pub month: YearMonth,
    /// 職種, where known.
    pub trade: Option<TradeCode>,
    /// 立場, where known.
    pub role: Option<WorkRole>,
    /// Recorded days.
    pub days: DaySet,
    /// Those of them that are approved as this.
    pub approved: DaySet,
}

/// A person's days by month, trade and role, between two months, both included; those without either are not among them.
pub async fn days_by_work(
    db: &impl ConnectionTrait,
    technician: TechnicianId,
    (first, last): (YearMonth, YearMonth),
) -> Result<Vec<WorkDays>> {
    let sql = "SELECT month, trade, role, days, days_approved FROM technician_trade_month \
               WHERE technician_id = ? AND month BETWEEN ? AND ? AND days <> 0 ORDER BY month, trade, role";
    let values = vec![technician.get().into(), first.number().into(), last.number().into()];
    let mut found = Vec::new();
    for row in db.query_all_raw(ask(db, sql, values)).await? {
        found.push(work_days(&row, 0)?);
    }
    Ok(found)
}

/// From the columns month, trade, role, days and days_approved, which begin at `from`.
pub(crate) fn work_days(row: &QueryResult, from: usize) -> Result<WorkDays> {
    let (trade, role): (i16, i16) = (row.try_get_by_index(from + 1)?, row.try_get_by_index(from + 2)?);
    Ok(WorkDays {
        month: YearMonth::from_stored(row.try_get_by_index(from)?),
        trade: (trade != 0).then(|| TradeCode::from_stored(trade)),
        role: WorkRole::from_stored(role),
        days: DaySet::from_stored(row.try_get_by_index(from + 3)?),
        approved: DaySet::from_stored(row.try_get_by_index(from + 4)?),
    })
}

/// Records of a working day, all and approved: of one prefecture's sites, or of the nation's.
pub async fn records_on(
    db: &impl ConnectionTrait,
    day: WorkDate,
    prefecture: Option<PrefectureCode>,
) -> Result<(i64, i64)> {
    let only = if prefecture.is_some() { " AND prefecture = ?" } else { "" };
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(records), 0) AS bigint), CAST(COALESCE(SUM(approved), 0) AS bigint) FROM prefecture_day \
         WHERE work_date = ?{only}"
    );
    let mut values = vec![day.number().into()];
    values.extend(prefecture.map(|code| code.get().into()));
    let row = db.query_one_raw(ask(db, &sql, values)).await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
}

/// Primes of whose sites at least one has a record in a month.
pub async fn active_primes(db: &impl ConnectionTrait, month: YearMonth) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM (SELECT business_id FROM business_month WHERE month = ? AND part = 0 \
               GROUP BY business_id HAVING SUM(records) > 0) AS active";
    let row = db.query_one_raw(ask(db, sql, vec![month.number().into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}

/// Sites that were registered in a month.
pub async fn new_sites(db: &impl ConnectionTrait, month: YearMonth) -> Result<i64> {
    let sql =
        "SELECT CAST(COALESCE(SUM(records), 0) AS bigint) FROM wide_month WHERE kind = 5 AND code = 0 AND month = ?";
    let row = db.query_one_raw(ask(db, sql, vec![month.number().into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}
