//! History for benchmarks, made inside the database from rosters and working days. Invariant: the same arithmetic on both
//! databases, integers only, so the same seed gives the same rows; no touches, so a record says it was made from none.

use super::execute;
use crate::{
    fault::Result,
    rows::{Kind, Rows},
};
use domain::time::{WorkDate, YearMonth};
use sea_orm::ConnectionTrait;

/// People by the number of their roster lines (see [`super::Place::ordinal`]) and their technician IDs, both ends included.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// First line.
    pub first: i64,
    /// Last line.
    pub last: i64,
    /// The first line's technician.
    pub first_id: i64,
    /// The last line's technician.
    pub last_id: i64,
}

/// Adds the records of `span`: each person has `per_person` of the `days` (newest first), those whose number is below
/// `extra` one more; every third person begins a day later than the one before. Days before `approved_before` are approved.
/// Answers how many.
pub async fn records(
    tx: &impl ConnectionTrait,
    span: Span,
    days: &[WorkDate],
    (per_person, extra): (i64, i64),
    approved_before: YearMonth,
) -> Result<u64> {
    let mut rows = Rows::new(&[("n", Kind::Int), ("d", Kind::Int), ("t", Kind::Big)]);
    for (n, day) in (0..).zip(days) {
        rows.push(vec![i32::into(n), day.number().into(), day.start().0.into()]);
    }
    let approved = approved_before.first_day().number();
    let Span { first, last, first_id, last_id } = span;
    let sql = format!(
        "INSERT INTO history_record (technician_id, work_date, site_id, first_in, last_out, prime, employer, roster_id, tier, trade, \
         role, channel, approval, touches) \
         SELECT r.technician_id, k.d, r.site_id, k.t + 27000000 + ((r.created_at * 7919 + k.n * 104729) % 3000) * 1000, \
         k.t + 61200000 + ((r.created_at * 3571 + k.n * 15485) % 5400) * 1000, site.prime, s.business_id, r.id, s.tier, r.trade, \
         r.role, 1 + (r.created_at % 5), CASE WHEN k.d < {approved} THEN 1 ELSE 0 END, 0 \
         FROM roster r JOIN structure s ON s.id = r.structure_id JOIN site ON site.id = r.site_id \
         JOIN k ON k.n >= r.created_at % 3 AND k.n < r.created_at % 3 + {per_person} + CASE WHEN r.created_at < {extra} THEN 1 ELSE 0 END \
         WHERE r.technician_id BETWEEN {first_id} AND {last_id} AND r.created_at BETWEEN {first} AND {last} \
         ORDER BY r.technician_id, k.d"
    );
    rows.execute(tx, &sql).await
}

/// Adds up the months of the people of `span`.
pub async fn technician_counts(tx: &impl ConnectionTrait, span: Span) -> Result<()> {
    let Span { first_id, last_id, .. } = span;
    let sql = format!(
        "INSERT INTO technician_month (technician_id, month, days, days_approved, records, records_approved, changes) \
         SELECT technician_id, work_date / 100, count(*), sum(CASE WHEN approved > 0 THEN 1 ELSE 0 END), sum(records), sum(approved), 1 \
         FROM (SELECT technician_id, work_date, count(*) AS records, sum(approval) AS approved FROM history_record \
         WHERE technician_id BETWEEN {first_id} AND {last_id} GROUP BY technician_id, work_date) AS day \
         GROUP BY technician_id, work_date / 100 ORDER BY technician_id, work_date / 100"
    );
    execute(tx, &sql, Vec::new()).await
}

/// Adds up the days of the sites numbered from `first` to `last`, on which nothing was counted before.
pub async fn count_sites(tx: &impl ConnectionTrait, first: i64, last: i64) -> Result<()> {
    let sql = format!(
        "INSERT INTO site_day (site_id, work_date, stripe, records, approved) SELECT site_id, work_date, 0, count(*), sum(approval) \
         FROM history_record WHERE site_id BETWEEN {first} AND {last} GROUP BY site_id, work_date"
    );
    execute(tx, &sql, Vec::new()).await
}

/// Adds up what is wider than a site, from the records of the sites numbered from `first` to `last`.
pub async fn count_wide(tx: &impl ConnectionTrait, first: i64, last: i64) -> Result<()> {
    let of = format!("FROM history_record h WHERE h.site_id BETWEEN {first} AND {last}");
    let sums = "count(*), sum(h.approval)";
    for (part, column, known) in [(0, "h.prime", ""), (1, "h.employer", "AND h.employer IS NOT NULL")] {
        let sql = format!(
            "INSERT INTO business_month (business_id, part, month, stripe, records, records_approved) \
             SELECT {column}, {part}, h.work_date / 100, 0, {sums} {of} {known} GROUP BY {column}, h.work_date / 100 \
             ON CONFLICT (business_id, part, month, stripe) DO UPDATE SET records = business_month.records + excluded.records, \
             records_approved = business_month.records_approved + excluded.records_approved"
        );
        execute(tx, &sql, Vec::new()).await?;
    }
    let prefecture = "(SELECT site.prefecture FROM site WHERE site.id = h.site_id)";
    for (kind, code) in [(0, "0"), (1, prefecture), (2, "COALESCE(h.trade, 0)"), (3, "h.channel")] {
        let sql = format!(
            "INSERT INTO wide_month (kind, code, month, stripe, records, records_approved) \
             SELECT {kind}, w.code, w.month, 0, w.records, w.approved FROM (SELECT {code} AS code, h.work_date / 100 AS month, \
             count(*) AS records, sum(h.approval) AS approved {of} GROUP BY 1, 2) AS w WHERE true \
             ON CONFLICT (kind, code, month, stripe) DO UPDATE SET records = wide_month.records + excluded.records, \
             records_approved = wide_month.records_approved + excluded.records_approved"
        );
        execute(tx, &sql, Vec::new()).await?;
    }
    Ok(())
}
