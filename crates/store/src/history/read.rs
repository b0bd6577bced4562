//! Reading history for a person's screens. Invariant: totals come from kept counts, lists from one key range each.

use super::{
    moment,
    record::{Record, SELECTED, SELECTED_COLUMNS, read as read_record},
};
use crate::{fault::Result, query::ask};
use domain::{
    history::Approval,
    id::{SiteId, StructureId, TechnicianId},
    passport::Days,
    time::{Instant, WorkDate, YearMonth},
};
use sea_orm::{ConnectionTrait, QueryResult};

/// Days of one month.
pub type MonthDays = (YearMonth, Days);

/// Distinct working days of a person by month, oldest first.
pub async fn month_days(db: &impl ConnectionTrait, technician: TechnicianId) -> Result<Vec<MonthDays>> {
    let sql = "SELECT month, days, days_approved FROM technician_month WHERE technician_id = ? ORDER BY month";
    let found = db.query_all_raw(ask(db, sql, vec![technician.get().into()])).await?;
    found
        .iter()
        .map(|row| {
            let days = Days {
                recorded: row.try_get_by_index::<i32>(1)?.into(),
                approved: row.try_get_by_index::<i32>(2)?.into(),
            };
            Ok((YearMonth::from_stored(row.try_get_by_index(0)?), days))
        })
        .collect()
}

/// How often a person's record has changed; grows with every touch.
pub async fn changes(db: &impl ConnectionTrait, technician: TechnicianId) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(SUM(changes), 0) AS bigint) FROM technician_month WHERE technician_id = ?";
    let row = db.query_one_raw(ask(db, sql, vec![technician.get().into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}

/// A record with the names a screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// As kept.
    pub record: Record,
    /// Name of the site.
    pub site: String,
    /// Name of the prime.
    pub prime: String,
    /// Name of the employer.
    pub employer: Option<String>,
    /// 作業内容 of the roster line.
    pub work_content: Option<String>,
    /// 有害物質 of the roster line.
    pub hazardous: Option<bool>,
    /// Where the roster line stands in the tree.
    pub place: Option<StructureId>,
}

const NAMED: &str = "s.name, p.name, e.name, r.work_content, r.hazardous, r.structure_id";
const JOINED: &str = "FROM history_record h JOIN site s ON s.id = h.site_id JOIN business p ON p.id = s.prime \
                      LEFT JOIN business e ON e.id = h.employer LEFT JOIN roster r ON r.technician_id = h.technician_id \
                      AND r.site_id = h.site_id AND r.line = h.line";

fn row(row: &QueryResult) -> Result<RecordRow> {
    Ok(RecordRow {
        record: read_record(row)?,
        site: row.try_get_by_index(SELECTED_COLUMNS)?,
        prime: row.try_get_by_index(SELECTED_COLUMNS + 1)?,
        employer: row.try_get_by_index(SELECTED_COLUMNS + 2)?,
        work_content: row.try_get_by_index(SELECTED_COLUMNS + 3)?,
        hazardous: row.try_get_by_index(SELECTED_COLUMNS + 4)?,
        place: row.try_get_by_index::<Option<uuid::Uuid>>(SELECTED_COLUMNS + 5)?.map(StructureId),
    })
}

/// A person's records of a month, newest first.
pub async fn records_of_month(
    db: &impl ConnectionTrait,
    technician: TechnicianId,
    month: YearMonth,
) -> Result<Vec<RecordRow>> {
    let sql = format!(
        "SELECT {SELECTED}, {NAMED} {JOINED} WHERE h.technician_id = ? AND h.work_date BETWEEN ? AND ? \
         ORDER BY h.work_date DESC, h.first_ms DESC"
    );
    let (from, until) = (month.first_day().number(), month.number() * 100 + 31);
    let values = vec![technician.get().into(), from.into(), until.into()];
    db.query_all_raw(ask(db, &sql, values)).await?.iter().map(row).collect()
}

/// Sites a person worked at between two days, both included, with how many days at each; most days first. A record is of one day of
/// one person at one site, so these are few: of a year at most a line a day.
pub async fn sites_between(
    db: &impl ConnectionTrait,
    technician: TechnicianId,
    (first, last): (WorkDate, WorkDate),
) -> Result<Vec<(SiteId, String, Days)>> {
    let sql = "SELECT h.site_id, s.name, CAST(COUNT(*) AS bigint), CAST(SUM(h.approval) AS bigint) FROM history_record h \
               JOIN site s ON s.id = h.site_id WHERE h.technician_id = ? AND h.work_date BETWEEN ? AND ? \
               GROUP BY h.site_id, s.name ORDER BY 3 DESC, h.site_id";
    let values = vec![technician.get().into(), first.number().into(), last.number().into()];
    let found = db.query_all_raw(ask(db, sql, values)).await?;
    let line = |row: &QueryResult| {
        let days = Days { recorded: row.try_get_by_index(2)?, approved: row.try_get_by_index(3)? };
        Ok((SiteId::from_stored(row.try_get_by_index(0)?), row.try_get_by_index(1)?, days))
    };
    found.iter().map(line).collect()
}

/// A person's latest record on or after `since`, by working day and then first in.
pub async fn state_on(
    db: &impl ConnectionTrait,
    technician: TechnicianId,
    since: WorkDate,
) -> Result<Option<RecordRow>> {
    let sql = format!(
        "SELECT {SELECTED}, {NAMED} {JOINED} WHERE h.technician_id = ? AND h.work_date >= ? \
         ORDER BY h.work_date DESC, COALESCE(h.first_ms, h.last_ms) DESC LIMIT 1"
    );
    let values = vec![technician.get().into(), since.number().into()];
    db.query_one_raw(ask(db, &sql, values)).await?.as_ref().map(row).transpose()
}

/// One record.
pub async fn record(
    db: &impl ConnectionTrait,
    technician: TechnicianId,
    date: WorkDate,
    site: SiteId,
) -> Result<Option<RecordRow>> {
    let sql =
        format!("SELECT {SELECTED}, {NAMED} {JOINED} WHERE h.technician_id = ? AND h.work_date = ? AND h.site_id = ?");
    let values = vec![technician.get().into(), date.number().into(), site.get().into()];
    db.query_one_raw(ask(db, &sql, values)).await?.as_ref().map(row).transpose()
}

/// The last day a person worked at a site without a line of its roster, of those that wait for approval.
pub async fn last_unlisted(
    db: &impl ConnectionTrait,
    technician: TechnicianId,
    site: SiteId,
) -> Result<Option<WorkDate>> {
    let sql = "SELECT MAX(work_date) FROM history_record \
               WHERE technician_id = ? AND site_id = ? AND line IS NULL AND approval = ?";
    let values = vec![technician.get().into(), site.get().into(), Approval::Provisional.number().into()];
    let row = db.query_one_raw(ask(db, sql, values)).await?;
    let day = row.map(|row| row.try_get_by_index::<Option<i32>>(0)).transpose()?.flatten();
    Ok(day.map(WorkDate::from_stored))
}

/// Somebody inside a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inside {
    /// Who.
    pub technician: TechnicianId,
    /// Since when.
    pub since: Instant,
}

/// Who is inside a site: in on or after `since` and not out since.
pub async fn people_inside(db: &impl ConnectionTrait, site: SiteId, since: WorkDate) -> Result<Vec<Inside>> {
    let sql = "SELECT technician_id, work_date, inside_ms FROM history_record \
               WHERE site_id = ? AND work_date >= ? AND inside_ms > ?";
    let values = vec![site.get().into(), since.number().into(), moment::NOT_INSIDE.into()];
    let mut inside = Vec::new();
    for row in db.query_all_raw(ask(db, sql, values)).await? {
        let technician = TechnicianId::from_stored(row.try_get_by_index(0)?);
        let midnight = WorkDate::from_stored(row.try_get_by_index(1)?).start();
        let since = moment::inside_from_stored(midnight, row.try_get_by_index(2)?);
        inside.extend(since.map(|since| Inside { technician, since }));
    }
    Ok(inside)
}
