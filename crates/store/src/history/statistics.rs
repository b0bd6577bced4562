//! Kept counts as pages of counts read them. Invariant: a count is read, never added up from records.

use super::count::WideKind;
use crate::{
    fault::Result,
    query::{ask, each},
    rows::{Kind, Rows},
};
use domain::{
    history::{DaySet, WorkRole},
    id::{BusinessId, SiteId, TechnicianId},
    prefecture::PrefectureCode,
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, QueryResult};

/// Records that wait for approval. Of the current month those of days that are not over are among them: a count does not tell
/// them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitingAt {
    /// Where.
    pub site: SiteId,
    /// For whom they were worked, where known.
    pub employer: Option<BusinessId>,
    /// In which month.
    pub month: YearMonth,
    /// How many.
    pub records: i64,
}

/// What waits for approval at these sites since `first`, by employer and month, the earliest month first. A record without 職種 or
/// 立場 does not: it is put on the roster first.
pub async fn waiting_at(db: &impl ConnectionTrait, sites: &[SiteId], first: YearMonth) -> Result<Vec<WaitingAt>> {
    let mut keys = Rows::new(&[("s", Kind::Big)]);
    for site in sites {
        keys.push(vec![site.get().into()]);
    }
    let on = format!("w.site_id = k.s AND w.month >= {} AND w.trade <> 0 AND w.role <> 0", first.number());
    let sql = format!(
        "SELECT w.site_id, w.employer, w.month, CAST(SUM(w.records - w.approved) AS bigint) FROM k {} \
         GROUP BY w.site_id, w.employer, w.month HAVING SUM(w.records - w.approved) > 0 ORDER BY w.month, w.site_id, w.employer",
        each(db.get_database_backend(), "JOIN", "site_work_month", "w", &on)
    );
    let waits = |row: &QueryResult| {
        let employer: i64 = row.try_get_by_index(1)?;
        Ok(WaitingAt {
            site: SiteId::from_stored(row.try_get_by_index(0)?),
            employer: (employer != 0).then(|| BusinessId::from_stored(employer)),
            month: YearMonth::from_stored(row.try_get_by_index(2)?),
            records: row.try_get_by_index(3)?,
        })
    };
    keys.query(db, &sql).await?.iter().map(waits).collect()
}

/// A wide count of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wide {
    /// Of what, as [`WideKind`] says.
    pub code: i64,
    /// Of which month.
    pub month: YearMonth,
    /// Recorded.
    pub recorded: i64,
    /// Approved.
    pub approved: i64,
}

/// The wide counts of a kind between two months, both included, by code and month; of `code` alone where one is named.
pub async fn wide(
    db: &impl ConnectionTrait,
    kind: WideKind,
    code: Option<i64>,
    (first, last): (YearMonth, YearMonth),
) -> Result<Vec<Wide>> {
    let only = if code.is_some() { " AND code = ?" } else { "" };
    let sql = format!(
        "SELECT code, month, CAST(SUM(records) AS bigint), CAST(SUM(records_approved) AS bigint) FROM wide_month \
         WHERE kind = ? AND month BETWEEN ? AND ?{only} GROUP BY code, month HAVING SUM(records) <> 0 ORDER BY code, month"
    );
    let mut values = vec![(kind as i16).into(), first.number().into(), last.number().into()];
    values.extend(code.map(sea_orm::Value::from));
    let found = db.query_all_raw(ask(db, &sql, values)).await?;
    let wide = |row: &QueryResult| {
        Ok(Wide {
            code: row.try_get_by_index(0)?,
            month: YearMonth::from_stored(row.try_get_by_index(1)?),
            recorded: row.try_get_by_index(2)?,
            approved: row.try_get_by_index(3)?,
        })
    };
    found.iter().map(wide).collect()
}

/// Records and approved records by working day of a month, of one prefecture's sites or of the nation's; days without any are
/// absent.
pub async fn records_by_day(
    db: &impl ConnectionTrait,
    month: YearMonth,
    prefecture: Option<PrefectureCode>,
) -> Result<Vec<(WorkDate, i64, i64)>> {
    let only = if prefecture.is_some() { " AND prefecture = ?" } else { "" };
    let sql = format!(
        "SELECT work_date, CAST(SUM(records) AS bigint), CAST(SUM(approved) AS bigint) FROM prefecture_day \
         WHERE work_date BETWEEN ? AND ?{only} GROUP BY work_date HAVING SUM(records) <> 0 ORDER BY work_date"
    );
    let mut values = vec![month.first_day().number().into(), month.last_day().number().into()];
    values.extend(prefecture.map(|code| sea_orm::Value::from(code.get())));
    let found = db.query_all_raw(ask(db, &sql, values)).await?;
    let day = |row: &QueryResult| {
        let date = WorkDate::from_stored(row.try_get_by_index(0)?);
        Ok((date, row.try_get_by_index(1)?, row.try_get_by_index(2)?))
    };
    found.iter().map(day).collect()
}

/// How many months a number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// One: keys are `yyyymm`.
    Month,
    /// A year: keys are `yyyy`.
    Year,
    /// All of them together: the key is 0.
    Span,
}

impl Each {
    /// By which a month's number is divided.
    const fn divisor(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Year => 100,
            Self::Span => 1_000_000,
        }
    }
}

/// Distinct primes of whose sites at least one has a record, between two months, both included.
pub async fn primes(
    db: &impl ConnectionTrait,
    of: Each,
    (first, last): (YearMonth, YearMonth),
) -> Result<Vec<(i32, i64)>> {
    let sql = format!(
        "SELECT a.month / {}, COUNT(DISTINCT a.business_id) FROM (SELECT month, business_id FROM business_month \
         WHERE part = 0 AND month BETWEEN ? AND ? GROUP BY month, business_id HAVING SUM(records) > 0) AS a GROUP BY 1 ORDER BY 1",
        of.divisor()
    );
    let found = db.query_all_raw(ask(db, &sql, vec![first.number().into(), last.number().into()])).await?;
    found.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Who is employed by a business on a day; values: the business, the day, the day.
const EMPLOYED: &str = "SELECT e.technician_id FROM employment e WHERE e.business_id = ? AND e.from_date <= ? \
    AND (e.to_date IS NULL OR e.to_date >= ?)";

/// What a business's people of `today` worked between two months, both included: by key people, distinct days of each added up,
/// and approved days.
pub async fn people_days(
    db: &impl ConnectionTrait,
    (own, today): (BusinessId, WorkDate),
    of: Each,
    (first, last): (YearMonth, YearMonth),
) -> Result<Vec<(i32, [i64; 3])>> {
    let sql = format!(
        "SELECT m.month / {}, COUNT(DISTINCT m.technician_id), CAST(SUM(m.days) AS bigint), CAST(SUM(m.days_approved) AS bigint) \
         FROM technician_month m WHERE m.technician_id IN ({EMPLOYED}) AND m.month BETWEEN ? AND ? AND m.days > 0 \
         GROUP BY 1 ORDER BY 1",
        of.divisor()
    );
    let day = today.number();
    let values = vec![own.get().into(), day.into(), day.into(), first.number().into(), last.number().into()];
    let found = db.query_all_raw(ask(db, &sql, values)).await?;
    let sum = |row: &QueryResult| {
        let numbers = [row.try_get_by_index(1)?, row.try_get_by_index(2)?, row.try_get_by_index(3)?];
        Ok((row.try_get_by_index(0)?, numbers))
    };
    found.iter().map(sum).collect()
}

/// One person's days of a month as one trade in one role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonWork {
    /// Who.
    pub technician: TechnicianId,
    /// Of which month.
    pub month: YearMonth,
    /// 職種, where known.
    pub trade: Option<TradeCode>,
    /// 立場, where known.
    pub role: Option<WorkRole>,
    /// Recorded days.
    pub days: DaySet,
    /// Approved days.
    pub approved: DaySet,
}

fn trade_of(number: i16) -> Option<TradeCode> {
    (number != 0).then(|| TradeCode::from_stored(number))
}

/// The days of a business's people of `today` by trade and role between two months, both included, by person and month.
pub async fn people_work(
    db: &impl ConnectionTrait,
    (own, today): (BusinessId, WorkDate),
    (first, last): (YearMonth, YearMonth),
) -> Result<Vec<PersonWork>> {
    let sql = format!(
        "SELECT m.technician_id, m.month, m.trade, m.role, m.days, m.days_approved FROM technician_trade_month m \
         WHERE m.technician_id IN ({EMPLOYED}) AND m.month BETWEEN ? AND ? AND m.days <> 0 ORDER BY m.technician_id, m.month"
    );
    let day = today.number();
    let values = vec![own.get().into(), day.into(), day.into(), first.number().into(), last.number().into()];
    let found = db.query_all_raw(ask(db, &sql, values)).await?;
    let work = |row: &QueryResult| {
        Ok(PersonWork {
            technician: TechnicianId::from_stored(row.try_get_by_index(0)?),
            month: YearMonth::from_stored(row.try_get_by_index(1)?),
            trade: trade_of(row.try_get_by_index(2)?),
            role: WorkRole::from_stored(row.try_get_by_index(3)?),
            days: DaySet::from_stored(row.try_get_by_index(4)?),
            approved: DaySet::from_stored(row.try_get_by_index(5)?),
        })
    };
    found.iter().map(work).collect()
}

/// Records of a site's month by employer, trade and role: there a person's day is one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteWork {
    /// Of which month.
    pub month: YearMonth,
    /// For whom, where known.
    pub employer: Option<BusinessId>,
    /// 職種, where known.
    pub trade: Option<TradeCode>,
    /// 立場, where known.
    pub role: Option<WorkRole>,
    /// Recorded.
    pub recorded: i64,
    /// Approved.
    pub approved: i64,
}

/// What was worked at a site between two months, both included.
pub async fn site_work(
    db: &impl ConnectionTrait,
    site: SiteId,
    (first, last): (YearMonth, YearMonth),
) -> Result<Vec<SiteWork>> {
    let sql = "SELECT month, employer, trade, role, CAST(SUM(records) AS bigint), CAST(SUM(approved) AS bigint) \
               FROM site_work_month WHERE site_id = ? AND month BETWEEN ? AND ? GROUP BY month, employer, trade, role \
               HAVING SUM(records) <> 0 ORDER BY month, employer, trade, role";
    let values = vec![site.get().into(), first.number().into(), last.number().into()];
    let found = db.query_all_raw(ask(db, sql, values)).await?;
    let work = |row: &QueryResult| {
        let employer: i64 = row.try_get_by_index(1)?;
        Ok(SiteWork {
            month: YearMonth::from_stored(row.try_get_by_index(0)?),
            employer: (employer != 0).then(|| BusinessId::from_stored(employer)),
            trade: trade_of(row.try_get_by_index(2)?),
            role: WorkRole::from_stored(row.try_get_by_index(3)?),
            recorded: row.try_get_by_index(4)?,
            approved: row.try_get_by_index(5)?,
        })
    };
    found.iter().map(work).collect()
}
