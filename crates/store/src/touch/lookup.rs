//! What a group of touches needs to know: cards, people, sites, rosters, employers, taps already used.

use crate::{
    fault::{Fault, Result},
    rows::{Kind, Rows},
};
use domain::{
    card::CardState,
    history::WorkRole,
    id::{BusinessId, RosterId, SiteId, TechnicianId, TouchId},
    level::Level,
    prefecture::PrefectureCode,
    time::{Instant, WorkDate},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, Statement, Value, sea_query::ArrayType};
use uuid::Uuid;

/// A card as the gate's judgement needs it.
#[derive(Debug, Clone, Copy)]
pub struct CardOnFile {
    /// The chip.
    pub uid: i64,
    /// Whose.
    pub technician: TechnicianId,
    /// Issued, replaced, revoked.
    pub state: CardState,
    /// Last day it is good.
    pub valid_until: WorkDate,
    /// From when it is refused.
    pub revoked_at: Option<Instant>,
}

/// A person as the gate shows them.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who.
    pub id: TechnicianId,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level.
    pub level: Level,
    /// Main trade.
    pub main_trade: TradeCode,
    /// Whether a photo is kept.
    pub has_photo: bool,
}

/// A site as touches need it.
#[derive(Debug, Clone, Copy)]
pub struct SiteOnFile {
    /// Which.
    pub id: SiteId,
    /// 元請.
    pub prime: BusinessId,
    /// Where, for the counts.
    pub prefecture: PrefectureCode,
    /// Day boundary, minutes after midnight.
    pub boundary_minutes: i16,
    /// Least assurance asked for, as stored.
    pub assurance_min: i16,
    /// From when it takes no more.
    pub closed_at: Option<Instant>,
}

/// A line of a roster with its place in the structure.
#[derive(Debug, Clone)]
pub struct OnRoster {
    /// Which line.
    pub id: RosterId,
    /// Site.
    pub site: SiteId,
    /// Person.
    pub technician: TechnicianId,
    /// For whom.
    pub business: BusinessId,
    /// Their name, for the gate.
    pub business_name: String,
    /// Tier, 0 = prime.
    pub tier: i16,
    /// 職種.
    pub trade: TradeCode,
    /// 立場.
    pub role: WorkRole,
    /// From, inclusive.
    pub from: WorkDate,
    /// Until, inclusive.
    pub to: Option<WorkDate>,
}

/// An employment.
#[derive(Debug, Clone)]
pub struct EmployedBy {
    /// Person.
    pub technician: TechnicianId,
    /// Employer.
    pub business: BusinessId,
    /// Their name.
    pub business_name: String,
    /// From, inclusive.
    pub from: WorkDate,
    /// Until, inclusive.
    pub to: Option<WorkDate>,
    /// Main or secondary.
    pub main: bool,
}

const ID: &[(&str, Kind)] = &[("id", Kind::Big)];
const PAIR: &[(&str, Kind)] = &[("a", Kind::Big), ("b", Kind::Big)];
const TAP: &[(&str, Kind)] = &[("uid", Kind::Big), ("ctr", Kind::Int)];

fn ids(of: impl IntoIterator<Item = i64>) -> Rows {
    let mut rows = Rows::new(ID);
    for id in of {
        rows.push(vec![id.into()]);
    }
    rows
}

/// Keeps other processes from judging touches of the same people until this transaction ends. In number order, so that
/// two groups never wait for each other. SQLite has one writer already.
pub async fn lock_people(tx: &impl ConnectionTrait, people: &[TechnicianId]) -> Result<()> {
    let backend = tx.get_database_backend();
    if backend != sea_orm::DbBackend::Postgres || people.is_empty() {
        return Ok(());
    }
    let mut sorted: Vec<i64> = people.iter().map(|id| id.get()).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let values = sorted.into_iter().map(|id| Value::BigInt(Some(id))).collect();
    let sql = "SELECT count(pg_advisory_xact_lock(id)) FROM (SELECT id FROM UNNEST($1::bigint[]) AS u(id)) AS k";
    let array = Value::Array(ArrayType::BigInt, Some(Box::new(values)));
    tx.query_one_raw(Statement::from_sql_and_values(backend, sql, [array])).await?;
    Ok(())
}

/// The cards with these chips.
pub async fn cards(tx: &impl ConnectionTrait, uids: &[i64]) -> Result<Vec<CardOnFile>> {
    let sql = "SELECT c.uid, c.technician_id, c.state, c.valid_until, c.revoked_at FROM k JOIN card c ON c.uid = k.id";
    let found = ids(uids.iter().copied()).query(tx, sql).await?;
    found
        .iter()
        .map(|row| {
            let state: i16 = row.try_get_by_index(2)?;
            Ok(CardOnFile {
                uid: row.try_get_by_index(0)?,
                technician: TechnicianId::from_stored(row.try_get_by_index(1)?),
                state: CardState::from_stored(state).ok_or_else(|| Fault::unreadable("card state", state))?,
                valid_until: WorkDate::from_stored(row.try_get_by_index(3)?),
                revoked_at: row.try_get_by_index::<Option<i64>>(4)?.map(Instant),
            })
        })
        .collect()
}

/// These people, as far as they are registered.
pub async fn people(tx: &impl ConnectionTrait, technicians: &[TechnicianId]) -> Result<Vec<Person>> {
    let sql = "SELECT t.id, t.family_name, t.given_name, t.family_kana, t.given_kana, t.level, t.main_trade, \
               CASE WHEN t.photo IS NULL THEN 0 ELSE 1 END FROM k JOIN technician t ON t.id = k.id";
    let found = ids(technicians.iter().map(|id| id.get())).query(tx, sql).await?;
    found
        .iter()
        .map(|row| {
            let text = |at: usize| row.try_get_by_index::<String>(at);
            let level: i16 = row.try_get_by_index(5)?;
            Ok(Person {
                id: TechnicianId::from_stored(row.try_get_by_index(0)?),
                name: format!("{} {}", text(1)?, text(2)?),
                kana: format!("{} {}", text(3)?, text(4)?),
                level: Level::from_number(level).ok_or_else(|| Fault::unreadable("level", level))?,
                main_trade: TradeCode::from_stored(row.try_get_by_index(6)?),
                has_photo: row.try_get_by_index::<i32>(7)? == 1,
            })
        })
        .collect()
}

/// These sites.
pub async fn sites(tx: &impl ConnectionTrait, sites: &[SiteId]) -> Result<Vec<SiteOnFile>> {
    let sql = "SELECT s.id, s.prime, s.prefecture, s.boundary_minutes, s.assurance_min, s.closed_at \
               FROM k JOIN site s ON s.id = k.id";
    let found = ids(sites.iter().map(|id| id.get())).query(tx, sql).await?;
    found
        .iter()
        .map(|row| {
            Ok(SiteOnFile {
                id: SiteId::from_stored(row.try_get_by_index(0)?),
                prime: BusinessId::from_stored(row.try_get_by_index(1)?),
                prefecture: PrefectureCode::from_stored(row.try_get_by_index(2)?),
                boundary_minutes: row.try_get_by_index(3)?,
                assurance_min: row.try_get_by_index(4)?,
                closed_at: row.try_get_by_index::<Option<i64>>(5)?.map(Instant),
            })
        })
        .collect()
}

/// Roster lines of these people at these sites, of any date.
pub async fn rosters(tx: &impl ConnectionTrait, pairs: &[(TechnicianId, SiteId)]) -> Result<Vec<OnRoster>> {
    let mut keys = Rows::new(PAIR);
    for (technician, site) in pairs {
        keys.push(vec![technician.get().into(), site.get().into()]);
    }
    let sql = "SELECT r.id, r.site_id, r.technician_id, s.business_id, s.tier, r.trade, r.role, r.from_date, r.to_date, b.name \
               FROM k JOIN roster r ON r.technician_id = k.a AND r.site_id = k.b \
               JOIN structure s ON s.id = r.structure_id JOIN business b ON b.id = s.business_id";
    let found = keys.query(tx, sql).await?;
    found
        .iter()
        .map(|row| {
            let role: i16 = row.try_get_by_index(6)?;
            Ok(OnRoster {
                id: RosterId(row.try_get_by_index::<Uuid>(0)?),
                site: SiteId::from_stored(row.try_get_by_index(1)?),
                technician: TechnicianId::from_stored(row.try_get_by_index(2)?),
                business: BusinessId::from_stored(row.try_get_by_index(3)?),
                business_name: row.try_get_by_index(9)?,
                tier: row.try_get_by_index(4)?,
                trade: TradeCode::from_stored(row.try_get_by_index(5)?),
                role: WorkRole::from_stored(role).ok_or_else(|| Fault::unreadable("role", role))?,
                from: WorkDate::from_stored(row.try_get_by_index(7)?),
                to: row.try_get_by_index::<Option<i32>>(8)?.map(WorkDate::from_stored),
            })
        })
        .collect()
}

/// Employments of these people, of any date.
pub async fn employers(tx: &impl ConnectionTrait, technicians: &[TechnicianId]) -> Result<Vec<EmployedBy>> {
    let sql = "SELECT e.technician_id, e.business_id, b.name, e.from_date, e.to_date, e.main \
               FROM k JOIN employment e ON e.technician_id = k.id JOIN business b ON b.id = e.business_id";
    let found = ids(technicians.iter().map(|id| id.get())).query(tx, sql).await?;
    found
        .iter()
        .map(|row| {
            Ok(EmployedBy {
                technician: TechnicianId::from_stored(row.try_get_by_index(0)?),
                business: BusinessId::from_stored(row.try_get_by_index(1)?),
                business_name: row.try_get_by_index(2)?,
                from: WorkDate::from_stored(row.try_get_by_index(3)?),
                to: row.try_get_by_index::<Option<i32>>(4)?.map(WorkDate::from_stored),
                main: row.try_get_by_index(5)?,
            })
        })
        .collect()
}

/// Which of these taps (chip, counter) a touch has used, and which touch.
pub async fn reads(tx: &impl ConnectionTrait, taps: &[(i64, i32)]) -> Result<Vec<((i64, i32), TouchId)>> {
    let mut keys = Rows::new(TAP);
    for (uid, counter) in taps {
        keys.push(vec![(*uid).into(), (*counter).into()]);
    }
    let sql =
        "SELECT r.card_uid, r.counter, r.touch_id FROM k JOIN card_read r ON r.card_uid = k.uid AND r.counter = k.ctr";
    let found = keys.query(tx, sql).await?;
    found
        .iter()
        .map(|row| {
            let tap = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            Ok((tap, TouchId(row.try_get_by_index(2)?)))
        })
        .collect()
}

/// The highest counter a touch has used, for each of these chips that has one.
pub async fn highest_counters(tx: &impl ConnectionTrait, uids: &[i64]) -> Result<Vec<(i64, i32)>> {
    let sql = "SELECT id, (SELECT max(r.counter) FROM card_read r WHERE r.card_uid = k.id) FROM k";
    let found = ids(uids.iter().copied()).query(tx, sql).await?;
    let mut counters = Vec::new();
    for row in found {
        if let Some(counter) = row.try_get_by_index::<Option<i32>>(1)? {
            counters.push((row.try_get_by_index(0)?, counter));
        }
    }
    Ok(counters)
}
