//! What reports of work say of the usage of a month. Invariant: rows are only added.

use crate::{
    fault::Result,
    query::ask,
    rows::{Kind, Rows},
};
use domain::{
    access::{Extent, Scope},
    fee::report::{UsageOf, UsageReport},
    id::{AccountId, BusinessId},
    listing::{Listed, Mark, PART_ROWS},
    time::{Instant, YearMonth},
};
use sea_orm::{ConnectionTrait, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Records that reports add to what was recorded, or take away, of each prime by month.
pub type Reported = BTreeMap<(BusinessId, YearMonth), i64>;

/// What reports add to these months.
pub async fn of_months(db: &impl ConnectionTrait, months: &[YearMonth]) -> Result<Reported> {
    let mut asked = Rows::new(&[("m", Kind::Int)]);
    for month in months {
        asked.push(vec![month.number().into()]);
    }
    let mut reported = Reported::new();
    if asked.is_empty() {
        return Ok(reported);
    }
    let sql = "SELECT r.business_id, r.month, CAST(SUM(r.records_reported - r.records_counted) AS bigint) \
        FROM usage_report r JOIN k ON k.m = r.month GROUP BY r.business_id, r.month";
    for row in asked.query(db, sql).await? {
        let of = (BusinessId::from_stored(row.try_get_by_index(0)?), YearMonth::from_stored(row.try_get_by_index(1)?));
        reported.insert(of, row.try_get_by_index(2)?);
    }
    Ok(reported)
}

/// The records of a month at all sites of a prime, with what reports say of it.
pub async fn counted(db: &impl ConnectionTrait, of: UsageOf) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(SUM(n), 0) AS bigint) FROM (\
        SELECT COUNT(*) AS n FROM site s JOIN history_record h ON h.site_id = s.id \
        WHERE s.prime = ? AND h.work_date BETWEEN ? AND ? UNION ALL \
        SELECT SUM(records_reported - records_counted) FROM usage_report WHERE business_id = ? AND month = ?) AS x";
    let (business, month) = (of.business.get(), of.month);
    let values = vec![
        business.into(),
        month.first_day().number().into(),
        month.last_day().number().into(),
        business.into(),
        month.number().into(),
    ];
    let row = db.query_one_raw(ask(db, sql, values)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}

/// Adds one.
pub async fn insert(
    tx: &impl ConnectionTrait,
    id: Uuid,
    report: &UsageReport,
    at: Instant,
    by: Option<AccountId>,
) -> Result<()> {
    let sql = "INSERT INTO usage_report (id, business_id, month, records_counted, records_reported, reason, \
        corrected_at, corrected_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        id.into(),
        report.business.get().into(),
        report.month.number().into(),
        report.counted.into(),
        report.reported.into(),
        report.reason.as_str().into(),
        at.0.into(),
        by.map(|id| id.0).into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The part after `after`, newest first: all of them, or a business's own, as the scope says.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<UsageReport>> {
    let (own, mut values): (&str, Vec<Value>) = match scope.extent() {
        Extent::All => ("1 = 1", Vec::new()),
        Extent::Business(own) => ("r.business_id = ?", vec![own.get().into()]),
        _ => return Ok(Listed::default()),
    };
    let count = format!("SELECT COUNT(*) FROM usage_report r WHERE {own}");
    let row = db.query_one_raw(ask(db, &count, values.clone())).await?;
    let all = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let begins = if let Some(mark) = after {
        values.extend([mark.at.into(), mark.id.into()]);
        " AND (r.corrected_at, r.id) < (?, ?)"
    } else {
        ""
    };
    let sql = format!(
        "SELECT r.business_id, b.name, r.month, r.records_counted, r.records_reported, r.reason, r.corrected_at, r.id \
         FROM usage_report r JOIN business b ON b.id = r.business_id WHERE {own}{begins} \
         ORDER BY r.corrected_at DESC, r.id DESC LIMIT {}",
        PART_ROWS + 1
    );
    let mut rows = Vec::new();
    for row in db.query_all_raw(ask(db, &sql, values)).await? {
        let report = UsageReport {
            business: BusinessId::from_stored(row.try_get_by_index(0)?),
            name: row.try_get_by_index(1)?,
            month: YearMonth::from_stored(row.try_get_by_index(2)?),
            counted: row.try_get_by_index(3)?,
            reported: row.try_get_by_index(4)?,
            reason: row.try_get_by_index(5)?,
            corrected_at: Instant(row.try_get_by_index(6)?),
        };
        rows.push((report, row.try_get_by_index::<Uuid>(7)?));
    }
    let listed = Listed::new(rows, all, |(report, id)| Mark { at: report.corrected_at.0, id: *id }.to_string());
    let rows = listed.rows.into_iter().map(|(report, _)| report).collect();
    Ok(Listed { rows, all: listed.all, next: listed.next })
}
