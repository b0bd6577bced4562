//! What the office's table of a site's month shows of its people. Invariant: a part of it costs a few statements however
//! many people the site has: records are found by the key of those people, totals in kept counts.

use super::record::{Record, SELECTED, SELECTED_COLUMNS, read as read_record};
use crate::{
    fault::Result,
    query::{ask, each},
    rows::{Kind, Rows},
};
use domain::{
    history::sheet::{DayTotal, SheetPlace},
    id::{SiteId, StructureId, TechnicianId},
    time::{WorkDate, YearMonth},
};
use sea_orm::ConnectionTrait;

/// A record with what the table shows beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRecord {
    /// As kept.
    pub record: Record,
    /// Where its line of the roster stands in the tree.
    pub place: Option<StructureId>,
    /// Name of the employer.
    pub employer: Option<String>,
}

fn of_site(site: SiteId, people: &[TechnicianId]) -> Rows {
    let mut rows = Rows::new(&[("t", Kind::Big), ("s", Kind::Big)]);
    for person in people {
        rows.push(vec![person.get().into(), site.get().into()]);
    }
    rows
}

/// The records of these people at a site in a month, by person and day.
pub async fn sheet_records(
    db: &impl ConnectionTrait,
    (site, month): (SiteId, YearMonth),
    people: &[TechnicianId],
) -> Result<Vec<SheetRecord>> {
    // The month is written in: it chooses the partition. `+` keeps the index of the site out of it, by which the days
    // of everybody there would be read for each person.
    let (first, last) = (month.first_day().number(), month.last_day().number());
    let on = format!("h.technician_id = k.t AND +h.site_id = k.s AND h.work_date BETWEEN {first} AND {last}");
    let sql = format!(
        "SELECT {SELECTED}, l.structure_id, e.name FROM k {} LEFT JOIN roster l ON l.technician_id = h.technician_id \
         AND l.site_id = h.site_id AND l.line = h.line LEFT JOIN business e ON e.id = h.employer ORDER BY h.technician_id, h.work_date",
        each(db.get_database_backend(), "JOIN", "history_record", "h", &on)
    );
    let found = of_site(site, people).query(db, &sql).await?;
    found
        .iter()
        .map(|row| {
            Ok(SheetRecord {
                record: read_record(row)?,
                place: row.try_get_by_index::<Option<uuid::Uuid>>(SELECTED_COLUMNS)?.map(StructureId),
                employer: row.try_get_by_index(SELECTED_COLUMNS + 1)?,
            })
        })
        .collect()
}

/// A line of the roster as the table shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// Who.
    pub technician: TechnicianId,
    /// Where it stands in the tree.
    pub place: StructureId,
    /// 次数: 0 = prime.
    pub tier: i16,
    /// Name of the business it stands under.
    pub business: String,
    /// Its first day.
    pub from: WorkDate,
}

/// The lines of these people that hold on some day of the month, by person and first day.
pub async fn sheet_lines(
    db: &impl ConnectionTrait,
    (site, month): (SiteId, YearMonth),
    people: &[TechnicianId],
) -> Result<Vec<SheetLine>> {
    let (first, last) = (month.first_day().number(), month.last_day().number());
    let sql = format!(
        "SELECT r.technician_id, r.structure_id, s.tier, b.name, r.from_date FROM k JOIN roster r ON r.technician_id = k.t \
         AND r.site_id = k.s JOIN structure s ON s.id = r.structure_id JOIN business b ON b.id = s.business_id \
         WHERE r.from_date <= {last} AND (r.to_date IS NULL OR r.to_date >= {first}) \
         ORDER BY r.technician_id, r.from_date, r.id"
    );
    let found = of_site(site, people).query(db, &sql).await?;
    found
        .iter()
        .map(|row| {
            Ok(SheetLine {
                technician: TechnicianId::from_stored(row.try_get_by_index(0)?),
                place: StructureId(row.try_get_by_index(1)?),
                tier: row.try_get_by_index(2)?,
                business: row.try_get_by_index(3)?,
                from: WorkDate::from_stored(row.try_get_by_index(4)?),
            })
        })
        .collect()
}

/// The kept counts of a site's days in a month, by day.
pub async fn day_totals(db: &impl ConnectionTrait, site: SiteId, month: YearMonth) -> Result<Vec<DayTotal>> {
    let sql = "SELECT work_date, CAST(SUM(records) AS bigint), CAST(SUM(approved) AS bigint) FROM site_day \
               WHERE site_id = ? AND work_date BETWEEN ? AND ? GROUP BY work_date ORDER BY work_date";
    let (first, last) = (month.first_day().number(), month.last_day().number());
    let found = db.query_all_raw(ask(db, sql, vec![site.get().into(), first.into(), last.into()])).await?;
    found
        .iter()
        .map(|row| {
            Ok(DayTotal {
                date: WorkDate::from_stored(row.try_get_by_index(0)?),
                records: row.try_get_by_index(1)?,
                approved: row.try_get_by_index(2)?,
            })
        })
        .collect()
}

/// The companies of a site, upper tiers first. Which of them are seen is the caller's to say.
pub async fn sheet_places(db: &impl ConnectionTrait, site: SiteId) -> Result<Vec<SheetPlace>> {
    let sql = "SELECT s.id, s.tier, b.name FROM structure s JOIN business b ON b.id = s.business_id \
               WHERE s.site_id = ? ORDER BY s.tier, s.created_at, s.id";
    let found = db.query_all_raw(ask(db, sql, vec![site.get().into()])).await?;
    found
        .iter()
        .map(|row| {
            Ok(SheetPlace {
                id: StructureId(row.try_get_by_index(0)?),
                tier: row.try_get_by_index(1)?,
                name: row.try_get_by_index(2)?,
            })
        })
        .collect()
}
