//! History for benchmarks, made inside the database from rosters and working days. Invariant: the same arithmetic on both
//! databases, integers only, so the same seed gives the same rows; no touches, so a record says it was made from none;
//! a person works at one site for one firm, so a month has one decision.

use super::execute;
use crate::{
    fault::Result,
    history::{count_people, registered},
    query::ask,
    rows::{Kind, Rows},
};
use domain::{
    history::approval::Decision,
    time::{Instant, WorkDate, YearMonth},
};
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
    let mut rows = Rows::new(&[("n", Kind::Int), ("d", Kind::Int)]);
    for (n, day) in (0..).zip(days) {
        rows.push(vec![i32::into(n), day.number().into()]);
    }
    let approved = approved_before.first_day().number();
    let Span { first, last, first_id, last_id } = span;
    let sql = format!(
        "INSERT INTO history_record (technician_id, site_id, employer, work_date, first_ms, last_ms, line, tier, trade, \
         role, channel, approval, touches) \
         SELECT r.technician_id, r.site_id, s.business_id, k.d, 27000000 + ((r.created_at * 7919 + k.n * 104729) % 3000) * 1000, \
         61200000 + ((r.created_at * 3571 + k.n * 15485) % 5400) * 1000, r.line, s.tier, r.trade, \
         r.role, 1 + (r.created_at % 5), CASE WHEN k.d < {approved} THEN 1 ELSE 0 END, 0 \
         FROM roster r JOIN structure s ON s.id = r.structure_id \
         JOIN k ON k.n >= r.created_at % 3 AND k.n < r.created_at % 3 + {per_person} + CASE WHEN r.created_at < {extra} THEN 1 ELSE 0 END \
         WHERE r.technician_id BETWEEN {first_id} AND {last_id} AND r.created_at BETWEEN {first} AND {last} \
         ORDER BY r.technician_id, k.d"
    );
    rows.execute(tx, &sql).await
}

/// Adds the decisions of the prime by which the approved records of the people of `span` stand, as of `at`.
pub async fn decisions(tx: &impl ConnectionTrait, span: Span, at: Instant) -> Result<()> {
    let Span { first_id, last_id, .. } = span;
    let sql = format!(
        "INSERT INTO history_decided (technician_id, site_id, decided_at, decided_by, employer, roster_id, month, turn, days, kind, \
         tier, trade, role) SELECT h.technician_id, h.site_id, {}, s.prime, h.employer, r.id, h.month, 1, h.days, {}, \
         h.tier, h.trade, h.role FROM (SELECT technician_id, site_id, employer, line, tier, trade, role, work_date / 100 AS month, \
         CAST(SUM(1 << (work_date % 100 - 1)) AS integer) AS days FROM history_record \
         WHERE technician_id BETWEEN {first_id} AND {last_id} AND approval = 1 \
         GROUP BY technician_id, site_id, employer, line, tier, trade, role, work_date / 100) AS h \
         JOIN site s ON s.id = h.site_id \
         LEFT JOIN roster r ON r.technician_id = h.technician_id AND r.site_id = h.site_id AND r.line = h.line \
         ORDER BY h.technician_id, h.site_id, h.month",
        at.0,
        Decision::Approved.number()
    );
    execute(tx, &sql, Vec::new()).await
}

/// Gives everybody on a roster approved days in the kept counts of some of `months`, the first of which everybody has, and every
/// second person a qualification: what levels are judged by, with no records behind it. Seventeen days a month; how many months
/// goes by the number of the line. Answers how many days.
pub async fn level_months(tx: &impl ConnectionTrait, months: &[YearMonth], qualification: &str) -> Result<i64> {
    /// Five days of each of three weeks and two of the fourth.
    const DAYS: u32 = 0b0000_0110_0111_1100_1111_1001_1111;
    let mut rows = Rows::new(&[("n", Kind::Int), ("m", Kind::Int)]);
    for (n, month) in (0..).zip(months) {
        rows.push(vec![i32::into(n), month.number().into()]);
    }
    let sql = format!(
        "INSERT INTO technician_trade_month (technician_id, month, trade, role, days, days_approved) \
         SELECT r.technician_id, k.m, r.trade, r.role, {DAYS}, {DAYS} FROM roster r \
         JOIN k ON k.n < 1 + (r.created_at * 7919) % {} WHERE true ON CONFLICT (technician_id, month, trade, role) DO NOTHING",
        months.len()
    );
    let made = rows.execute(tx, &sql).await?;
    let sql = "INSERT INTO technician_qualification (technician_id, place, name, acquired_on, from_register) \
               SELECT r.technician_id, 0, ?, 20200401, ? FROM roster r WHERE r.created_at % 2 = 0 \
               ON CONFLICT (technician_id, place) DO NOTHING";
    tx.execute_raw(ask(tx, sql, vec![qualification.into(), false.into()])).await?;
    Ok(i64::try_from(made).unwrap_or(i64::MAX) * i64::from(DAYS.count_ones()))
}

/// Adds up the months of the people of `span`.
pub async fn technician_counts(tx: &impl ConnectionTrait, span: Span) -> Result<()> {
    count_people(tx, (span.first_id, span.last_id)).await
}

/// Adds up the days of the sites numbered from `first` to `last`, on which nothing was counted before, and says that recording
/// has begun there.
pub async fn count_sites(tx: &impl ConnectionTrait, first: i64, last: i64) -> Result<()> {
    let sql = format!(
        "INSERT INTO site_day (site_id, work_date, stripe, records, approved) SELECT site_id, work_date, 0, count(*), sum(approval) \
         FROM history_record WHERE site_id BETWEEN {first} AND {last} GROUP BY site_id, work_date"
    );
    execute(tx, &sql, Vec::new()).await?;
    let sql = format!(
        "INSERT INTO site_work_month (site_id, month, employer, trade, role, stripe, records, approved) \
         SELECT site_id, work_date / 100, COALESCE(employer, 0), COALESCE(trade, 0), COALESCE(role, 0), 0, count(*), sum(approval) \
         FROM history_record WHERE site_id BETWEEN {first} AND {last} \
         GROUP BY site_id, work_date / 100, COALESCE(employer, 0), COALESCE(trade, 0), COALESCE(role, 0)"
    );
    execute(tx, &sql, Vec::new()).await?;
    let sql = format!(
        "UPDATE site SET begun = true WHERE id BETWEEN {first} AND {last} \
         AND EXISTS (SELECT 1 FROM history_record h WHERE h.site_id = site.id)"
    );
    execute(tx, &sql, Vec::new()).await
}

/// Adds up what is wider than a site, from the records of the sites numbered from `first` to `last`.
pub async fn count_wide(tx: &impl ConnectionTrait, first: i64, last: i64) -> Result<()> {
    let of = format!("FROM history_record h WHERE h.site_id BETWEEN {first} AND {last}");
    let sums = "count(*), sum(h.approval)";
    let prime = "(SELECT site.prime FROM site WHERE site.id = h.site_id)";
    for (part, column, known) in [(0, prime, ""), (1, "h.employer", "AND h.employer IS NOT NULL")] {
        let sql = format!(
            "INSERT INTO business_month (business_id, part, month, stripe, records, records_approved) \
             SELECT {column}, {part}, h.work_date / 100, 0, {sums} {of} {known} GROUP BY 1, 3 \
             ON CONFLICT (business_id, part, month, stripe) DO UPDATE SET records = business_month.records + excluded.records, \
             records_approved = business_month.records_approved + excluded.records_approved"
        );
        execute(tx, &sql, Vec::new()).await?;
    }
    let prefecture = "(SELECT site.prefecture FROM site WHERE site.id = h.site_id)";
    for (kind, code) in
        [(0, "0"), (1, prefecture), (2, "COALESCE(h.trade, 0)"), (3, "h.channel"), (4, "COALESCE(h.role, 0)"), (6, "0")]
    {
        let sql = format!(
            "INSERT INTO wide_month (kind, code, month, stripe, records, records_approved) \
             SELECT {kind}, w.code, w.month, 0, w.records, w.approved FROM (SELECT {code} AS code, h.work_date / 100 AS month, \
             count(*) AS records, sum(h.approval) AS approved {of} GROUP BY 1, 2) AS w WHERE true \
             ON CONFLICT (kind, code, month, stripe) DO UPDATE SET records = wide_month.records + excluded.records, \
             records_approved = wide_month.records_approved + excluded.records_approved"
        );
        execute(tx, &sql, Vec::new()).await?;
    }
    let sql = format!(
        "INSERT INTO prefecture_day (prefecture, work_date, stripe, records, approved) \
         SELECT w.prefecture, w.work_date, 0, w.records, w.approved FROM (SELECT s.prefecture, h.work_date, count(*) AS records, \
         sum(h.approval) AS approved FROM history_record h JOIN site s ON s.id = h.site_id \
         WHERE h.site_id BETWEEN {first} AND {last} GROUP BY s.prefecture, h.work_date) AS w WHERE true \
         ON CONFLICT (work_date, prefecture, stripe) DO UPDATE SET records = prefecture_day.records + excluded.records, \
         approved = prefecture_day.approved + excluded.approved"
    );
    execute(tx, &sql, Vec::new()).await?;
    let sql = format!(
        "INSERT INTO wide_month (kind, code, month, stripe, records, records_approved) \
         SELECT 5, 0, w.month, 0, w.sites, 0 FROM (SELECT {} AS month, count(*) AS sites FROM site \
         WHERE id BETWEEN {first} AND {last} GROUP BY 1) AS w WHERE true \
         ON CONFLICT (kind, code, month, stripe) DO UPDATE SET records = wide_month.records + excluded.records",
        registered(tx.get_database_backend())
    );
    execute(tx, &sql, Vec::new()).await
}
