//! How far the register has looked at itself, and what it found. Invariant: a round is one row that grows, its differences
//! are only added; nothing here compares anything.

use crate::{
    fault::{Fault, Result},
    query::ask,
    rows::{Cell, Kind, Rows},
    technician::spaced,
};
use domain::{
    history::check::{Checked, Cursor, Difference, Differs, Found, Round},
    id::{SiteId, TechnicianId},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, Statement};

/// A round and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRow {
    /// What a page says of it.
    pub round: Round,
    /// What was looked at.
    pub cursor: Cursor,
    /// The day whose night was the last.
    pub night: WorkDate,
    /// People and sites that are left for that night.
    pub quota: i64,
}

const ROUND: &str =
    "round, began_at, ended_at, people, records, sites, months, differences, part, upto, night, quota, leaves";

fn read(row: &QueryResult) -> Result<CheckRow> {
    let (part, upto): (i16, i64) = (row.try_get_by_index(8)?, row.try_get_by_index(9)?);
    Ok(CheckRow {
        round: Round {
            number: row.try_get_by_index(0)?,
            began_at: Instant(row.try_get_by_index(1)?),
            ended_at: row.try_get_by_index::<Option<i64>>(2)?.map(Instant),
            people: row.try_get_by_index(3)?,
            records: row.try_get_by_index(4)?,
            sites: row.try_get_by_index(5)?,
            months: row.try_get_by_index(6)?,
            leaves: row.try_get_by_index(12)?,
            differences: row.try_get_by_index(7)?,
        },
        cursor: Cursor::from_stored(part, upto).ok_or_else(|| Fault::unreadable("part of a round", part))?,
        night: WorkDate::from_stored(row.try_get_by_index(10)?),
        quota: row.try_get_by_index(11)?,
    })
}

async fn one(db: &impl ConnectionTrait, which: &str) -> Result<Option<CheckRow>> {
    let sql = format!("SELECT {ROUND} FROM history_check {which} ORDER BY round DESC LIMIT 1");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.map(|row| read(&row)).transpose()
}

/// The latest round, at its end or not.
pub async fn last_check(db: &impl ConnectionTrait) -> Result<Option<CheckRow>> {
    one(db, "").await
}

/// Keeps how far a round has come.
pub async fn keep_check(tx: &impl ConnectionTrait, row: &CheckRow) -> Result<()> {
    let sql = format!(
        "INSERT INTO history_check ({ROUND}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (round) DO UPDATE SET \
         ended_at = excluded.ended_at, people = excluded.people, records = excluded.records, sites = excluded.sites, \
         months = excluded.months, differences = excluded.differences, part = excluded.part, upto = excluded.upto, \
         night = excluded.night, quota = excluded.quota, leaves = excluded.leaves"
    );
    let (round, (part, upto)) = (&row.round, row.cursor.stored());
    let values = vec![
        round.number.into(),
        round.began_at.0.into(),
        round.ended_at.map(|at| at.0).into(),
        round.people.into(),
        round.records.into(),
        round.sites.into(),
        round.months.into(),
        round.differences.into(),
        part.into(),
        upto.into(),
        row.night.number().into(),
        row.quota.into(),
        round.leaves.into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    Ok(())
}

/// Adds differences of a round, numbered from `number` on.
pub async fn add_found(
    tx: &impl ConnectionTrait,
    (round, number): (i32, i32),
    found: &[Difference],
    at: Instant,
) -> Result<()> {
    let mut rows = Rows::new(&[
        ("round", Kind::Int),
        ("number", Kind::Int),
        ("kind", Kind::Small),
        ("technician_id", Kind::Big),
        ("site_id", Kind::Big),
        ("work_date", Kind::Int),
        ("what", Kind::Text),
        ("found_at", Kind::Big),
    ]);
    for (number, one) in (number..).zip(found) {
        rows.push(vec![
            round.into(),
            number.into(),
            one.kind.number().into(),
            Cell::Big(one.technician.map(TechnicianId::get)),
            Cell::Big(one.site.map(SiteId::get)),
            Cell::Int(one.day.map(WorkDate::number)),
            one.what.clone().into(),
            at.0.into(),
        ]);
    }
    rows.insert(tx, "history_difference", "").await?;
    Ok(())
}

/// Forgets rounds before this one and what they found.
pub async fn forget_checks(tx: &impl ConnectionTrait, before: i32) -> Result<()> {
    for table in ["history_difference", "history_check"] {
        tx.execute_raw(ask(tx, &format!("DELETE FROM {table} WHERE round < ?"), vec![before.into()])).await?;
    }
    Ok(())
}

/// The last whole round, the one that lasts, and at most `limit` differences of both.
pub async fn checked(db: &impl ConnectionTrait, limit: u32) -> Result<Checked> {
    let whole = one(db, "WHERE ended_at IS NOT NULL").await?.map(|row| row.round);
    let running = one(db, "WHERE ended_at IS NULL").await?.map(|row| row.round);
    let rounds: Vec<i32> = whole.iter().chain(&running).map(|round| round.number).collect();
    let (Some(first), Some(last)) = (rounds.iter().min(), rounds.iter().max()) else { return Ok(Checked::default()) };
    let sql = format!(
        "SELECT d.round, d.kind, d.technician_id, d.site_id, d.work_date, d.what, d.found_at, t.family_name, t.given_name, s.name \
         FROM history_difference d LEFT JOIN technician t ON t.id = d.technician_id LEFT JOIN site s ON s.id = d.site_id \
         WHERE d.round BETWEEN ? AND ? ORDER BY d.round DESC, d.number LIMIT {limit}"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![(*first).into(), (*last).into()])).await?;
    let found = rows.iter().map(read_found).collect::<Result<Vec<Found>>>()?;
    Ok(Checked { whole, running, found })
}

fn read_found(row: &QueryResult) -> Result<Found> {
    let kind: i16 = row.try_get_by_index(1)?;
    let [family, given] = [7, 8].map(|at| row.try_get_by_index::<Option<String>>(at));
    Ok(Found {
        difference: Difference {
            kind: Differs::from_stored(kind).ok_or_else(|| Fault::unreadable("difference", kind))?,
            technician: row.try_get_by_index::<Option<i64>>(2)?.map(TechnicianId::from_stored),
            site: row.try_get_by_index::<Option<i64>>(3)?.map(SiteId::from_stored),
            day: row.try_get_by_index::<Option<i32>>(4)?.map(WorkDate::from_stored),
            what: row.try_get_by_index(5)?,
        },
        round: row.try_get_by_index(0)?,
        at: Instant(row.try_get_by_index(6)?),
        name: family?.zip(given?).map(|(family, given)| spaced(&family, &given)),
        site_name: row.try_get_by_index(9)?,
    })
}

/// What is numbered and looked at in the order of its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbered {
    /// People.
    People,
    /// Sites.
    Sites,
}

impl Numbered {
    const fn table(self) -> &'static str {
        match self {
            Self::People => "technician",
            Self::Sites => "site",
        }
    }
}

/// The next numbers after `after`, at most `limit`.
pub async fn numbers_after(db: &impl ConnectionTrait, of: Numbered, after: i64, limit: i64) -> Result<Vec<i64>> {
    let sql = format!("SELECT id FROM {} WHERE id > ? ORDER BY id LIMIT ?", of.table());
    let rows = db.query_all_raw(ask(db, &sql, vec![after.into(), limit.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// How many people and sites there are.
pub async fn numbered(db: &impl ConnectionTrait) -> Result<i64> {
    let sql = "SELECT (SELECT COUNT(*) FROM technician) + (SELECT COUNT(*) FROM site)";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}

/// The first and the last month anything is counted of.
pub async fn months_counted(db: &impl ConnectionTrait) -> Result<Option<(i32, i32)>> {
    let sql = "SELECT MIN(month), MAX(month) FROM wide_month WHERE kind = 0 AND code = 0";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(row.try_get_by_index::<Option<i32>>(0)?.zip(row.try_get_by_index::<Option<i32>>(1)?))
}
