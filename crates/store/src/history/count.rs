//! Kept counts. Invariant: differences of a whole group are merged first and written in one fixed key order, so that
//! two groups never wait for each other in a circle; counts wider than a person are striped by writer and summed on read.

use super::record::Record;
use crate::{
    fault::Result,
    rows::{Insertions, Kind, Rows},
};
use domain::{history::Approval, id::TechnicianId, prefecture::PrefectureCode, time::YearMonth};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// What a wide count is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WideKind {
    /// The whole register; code 0.
    Nation,
    /// By the site's prefecture.
    Prefecture,
    /// By 職種; code 0 where not known.
    Trade,
    /// By channel.
    Channel,
}

/// Records and approved records, as a difference or a total.
type Pair = (i64, i64);

/// Differences of counts, merged.
#[derive(Debug, Clone, Default)]
pub struct Moves {
    person_days: BTreeMap<(i64, i32), Pair>,
    person_changes: BTreeMap<(i64, i32), i64>,
    site_days: BTreeMap<(i64, i32), Pair>,
    business_months: BTreeMap<(i64, i16, i32), Pair>,
    wide_months: BTreeMap<(i16, i64, i32), Pair>,
}

fn add<K: Ord>(map: &mut BTreeMap<K, Pair>, key: K, by: Pair) {
    let pair = map.entry(key).or_default();
    pair.0 += by.0;
    pair.1 += by.1;
}

impl Moves {
    /// Counts `record` in (`sign` 1) or out (`sign` -1).
    pub fn record(&mut self, record: &Record, prefecture: PrefectureCode, sign: i64) {
        let by = (sign, if record.approval == Approval::Approved { sign } else { 0 });
        let (technician, site) = (record.key.technician.get(), record.key.site.get());
        let (date, month) = (record.key.date.number(), record.key.date.month().number());
        add(&mut self.person_days, (technician, date), by);
        add(&mut self.site_days, (site, date), by);
        add(&mut self.business_months, (record.prime.get(), 0, month), by);
        if let Some(employer) = record.employer {
            add(&mut self.business_months, (employer.get(), 1, month), by);
        }
        add(&mut self.wide_months, (WideKind::Nation as i16, 0, month), by);
        add(&mut self.wide_months, (WideKind::Prefecture as i16, i64::from(prefecture.get()), month), by);
        let trade = record.trade.map_or(0, |trade| i64::from(trade.get()));
        add(&mut self.wide_months, (WideKind::Trade as i16, trade, month), by);
        add(&mut self.wide_months, (WideKind::Channel as i16, i64::from(record.channel.number()), month), by);
    }

    /// Notes that something of a person's month changed, so that an open screen looks again.
    pub fn changed(&mut self, technician: TechnicianId, month: YearMonth) {
        *self.person_changes.entry((technician.get(), month.number())).or_default() += 1;
    }
}

/// Adds the moves of the counts to what is written. `before` are all records of (at least) the person-days that
/// move, as they were in the same transaction; `stripe` is the writer's own part of what is wider than a person.
pub fn add_counts(to: &mut Insertions, moves: &Moves, before: &[Record], stripe: i32) {
    let months = person_months(moves, before);
    add_people(to, &months);
    add_others(to, moves, stripe);
}

#[derive(Debug, Clone, Copy, Default)]
struct PersonMonth {
    days: i64,
    days_approved: i64,
    records: i64,
    records_approved: i64,
    changes: i64,
}

fn person_months(moves: &Moves, before: &[Record]) -> BTreeMap<(i64, i32), PersonMonth> {
    let mut counted: BTreeMap<(i64, i32), Pair> = BTreeMap::new();
    for record in before {
        let approved = i64::from(record.approval == Approval::Approved);
        add(&mut counted, (record.key.technician.get(), record.key.date.number()), (1, approved));
    }
    let mut months: BTreeMap<(i64, i32), PersonMonth> = BTreeMap::new();
    for (key, by) in &moves.person_days {
        let was = counted.get(key).copied().unwrap_or_default();
        let is = (was.0 + by.0, was.1 + by.1);
        let month = months.entry((key.0, key.1 / 100)).or_default();
        month.days += i64::from(is.0 > 0) - i64::from(was.0 > 0);
        month.days_approved += i64::from(is.1 > 0) - i64::from(was.1 > 0);
        month.records += by.0;
        month.records_approved += by.1;
    }
    for (key, changes) in &moves.person_changes {
        months.entry(*key).or_default().changes += changes;
    }
    months
}

fn add_people(to: &mut Insertions, months: &BTreeMap<(i64, i32), PersonMonth>) {
    const MONTH: &[(&str, Kind)] = &[
        ("technician_id", Kind::Big),
        ("month", Kind::Int),
        ("days", Kind::Int),
        ("days_approved", Kind::Int),
        ("records", Kind::Int),
        ("records_approved", Kind::Int),
        ("changes", Kind::Big),
    ];
    let mut rows = Rows::new(MONTH);
    for ((technician, month), by) in months {
        rows.push(vec![
            (*technician).into(),
            (*month).into(),
            int(by.days),
            int(by.days_approved),
            int(by.records),
            int(by.records_approved),
            by.changes.into(),
        ]);
    }
    let conflict = "ON CONFLICT (technician_id, month) DO UPDATE SET \
                    days = technician_month.days + excluded.days, \
                    days_approved = technician_month.days_approved + excluded.days_approved, \
                    records = technician_month.records + excluded.records, \
                    records_approved = technician_month.records_approved + excluded.records_approved, \
                    changes = technician_month.changes + excluded.changes";
    to.add(rows, "technician_month", conflict);
}

fn add_others(to: &mut Insertions, moves: &Moves, stripe: i32) {
    let mut rows = Rows::new(&[
        ("site_id", Kind::Big),
        ("work_date", Kind::Int),
        ("stripe", Kind::Int),
        ("records", Kind::Int),
        ("approved", Kind::Int),
    ]);
    for ((site, date), by) in moves.site_days.iter().filter(|(_, by)| **by != (0, 0)) {
        rows.push(vec![(*site).into(), (*date).into(), stripe.into(), int(by.0), int(by.1)]);
    }
    let conflict = "ON CONFLICT (site_id, work_date, stripe) DO UPDATE SET records = site_day.records + excluded.records, \
                    approved = site_day.approved + excluded.approved";
    to.add(rows, "site_day", conflict);

    let mut rows = Rows::new(&[
        ("business_id", Kind::Big),
        ("part", Kind::Small),
        ("month", Kind::Int),
        ("stripe", Kind::Int),
        ("records", Kind::Big),
        ("records_approved", Kind::Big),
    ]);
    for ((business, part, month), by) in moves.business_months.iter().filter(|(_, by)| **by != (0, 0)) {
        rows.push(vec![(*business).into(), (*part).into(), (*month).into(), stripe.into(), by.0.into(), by.1.into()]);
    }
    let conflict = "ON CONFLICT (business_id, part, month, stripe) DO UPDATE SET \
                    records = business_month.records + excluded.records, \
                    records_approved = business_month.records_approved + excluded.records_approved";
    to.add(rows, "business_month", conflict);

    let mut rows = Rows::new(&[
        ("kind", Kind::Small),
        ("code", Kind::Big),
        ("month", Kind::Int),
        ("stripe", Kind::Int),
        ("records", Kind::Big),
        ("records_approved", Kind::Big),
    ]);
    for ((kind, code, month), by) in moves.wide_months.iter().filter(|(_, by)| **by != (0, 0)) {
        rows.push(vec![(*kind).into(), (*code).into(), (*month).into(), stripe.into(), by.0.into(), by.1.into()]);
    }
    let conflict = "ON CONFLICT (kind, code, month, stripe) DO UPDATE SET \
                    records = wide_month.records + excluded.records, \
                    records_approved = wide_month.records_approved + excluded.records_approved";
    to.add(rows, "wide_month", conflict);
}

fn int(value: i64) -> crate::rows::Cell {
    crate::rows::Cell::Int(Some(i32::try_from(value).unwrap_or(i32::MAX)))
}

/// Adds all records up and says where a kept count differs, one line a difference, at most twenty of each kind. For
/// `doctor`, the torture runs and tests; reports, never mends.
pub async fn recount(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    const CHECKS: [(&str, &str); 5] = [
        (
            "technician_month",
            "SELECT CAST(technician_id AS text) || '/' || CAST(month AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
             SELECT technician_id, work_date / 100 AS month, 1 AS r, MAX(approval) AS a, 0 AS kr, 0 AS ka FROM history_record \
             GROUP BY technician_id, work_date UNION ALL \
             SELECT technician_id, month, 0, 0, days, days_approved FROM technician_month) AS x \
             GROUP BY technician_id, month HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
        ),
        (
            "technician_month records",
            "SELECT CAST(technician_id AS text) || '/' || CAST(month AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
             SELECT technician_id, work_date / 100 AS month, 1 AS r, approval AS a, 0 AS kr, 0 AS ka FROM history_record UNION ALL \
             SELECT technician_id, month, 0, 0, records, records_approved FROM technician_month) AS x \
             GROUP BY technician_id, month HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
        ),
        (
            "site_day",
            "SELECT CAST(site_id AS text) || '/' || CAST(work_date AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
             SELECT site_id, work_date, 1 AS r, approval AS a, 0 AS kr, 0 AS ka FROM history_record UNION ALL \
             SELECT site_id, work_date, 0, 0, records, approved FROM site_day) AS x \
             GROUP BY site_id, work_date HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
        ),
        (
            "business_month",
            "SELECT CAST(b AS text) || '/' || CAST(part AS text) || '/' || CAST(month AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
             SELECT prime AS b, 0 AS part, work_date / 100 AS month, 1 AS r, approval AS a, 0 AS kr, 0 AS ka FROM history_record UNION ALL \
             SELECT employer, 1, work_date / 100, 1, approval, 0, 0 FROM history_record WHERE employer IS NOT NULL UNION ALL \
             SELECT business_id, part, month, 0, 0, records, records_approved FROM business_month) AS x \
             GROUP BY b, part, month HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
        ),
        (
            "wide_month",
            "SELECT CAST(kind AS text) || '/' || CAST(code AS text) || '/' || CAST(month AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
             SELECT 0 AS kind, 0 AS code, work_date / 100 AS month, 1 AS r, approval AS a, 0 AS kr, 0 AS ka FROM history_record UNION ALL \
             SELECT 1, s.prefecture, h.work_date / 100, 1, h.approval, 0, 0 FROM history_record h JOIN site s ON s.id = h.site_id UNION ALL \
             SELECT 2, COALESCE(trade, 0), work_date / 100, 1, approval, 0, 0 FROM history_record UNION ALL \
             SELECT 3, channel, work_date / 100, 1, approval, 0, 0 FROM history_record UNION ALL \
             SELECT kind, code, month, 0, 0, records, records_approved FROM wide_month) AS x \
             GROUP BY kind, code, month HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
        ),
    ];
    let mut differences = Vec::new();
    for (table, sql) in CHECKS {
        let statement = sea_orm::Statement::from_string(db.get_database_backend(), sql);
        for row in db.query_all_raw(statement).await? {
            differences.push(format!("{table} {}", row.try_get_by_index::<String>(0)?));
        }
    }
    Ok(differences)
}
