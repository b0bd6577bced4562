//! What a group of touches needs to know: cards, people, sites, rosters, employers, taps already used.
//!
//! Invariant: one statement for a whole group, because on PostgreSQL each is a round trip that every gate waits for.

use crate::{
    fault::{Fault, Result},
    query::each,
    rows::{Cell, Kind, Rows},
    technician::spaced,
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
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use std::collections::{HashMap, hash_map::Entry};
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
    /// A training centre: its touches are never history.
    pub training: bool,
    /// Recording has begun there: prefecture and day boundary stay as they were read.
    pub begun: bool,
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
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// How an item names its person, and where it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Asked {
    /// The chip, where one was read.
    pub uid: Option<i64>,
    /// Its counter, where the read had proof.
    pub counter: Option<i32>,
    /// The person, where the number was typed.
    pub technician: Option<TechnicianId>,
    /// Where.
    pub site: SiteId,
}

/// What is kept about those who are asked for.
#[derive(Debug, Default)]
pub struct OnFile {
    /// By chip.
    pub cards: HashMap<i64, CardOnFile>,
    /// By number.
    pub people: HashMap<TechnicianId, Person>,
    /// By number.
    pub sites: HashMap<SiteId, SiteOnFile>,
    /// Roster lines of any date, by person and site.
    pub rosters: HashMap<(TechnicianId, SiteId), Vec<OnRoster>>,
    /// Employments of any date, by person.
    pub employers: HashMap<TechnicianId, Vec<EmployedBy>>,
    /// Taps (chip, counter) that a touch has used, and which touch.
    pub taps: HashMap<(i64, i32), TouchId>,
    /// The highest counter a touch has used, by chip.
    pub highest: HashMap<i64, i32>,
}

const ASKED: &[(&str, Kind)] = &[("uid", Kind::Big), ("ctr", Kind::Int), ("person", Kind::Big), ("site", Kind::Big)];

/// Columns of [`on_file`] by what they belong to; each part is absent as a whole where there is none.
const COLUMNS: &str = "k.uid, k.ctr, x.touch_id, c.technician_id AS holder, c.state, c.valid_until, c.revoked_at, \
                       (SELECT max(m.counter) FROM card_read m WHERE m.card_uid = k.uid) AS highest, \
                       t.id AS person, t.family_name, t.given_name, t.family_kana, t.given_kana, t.level, t.main_trade, \
                       CASE WHEN t.photo IS NULL THEN 0 ELSE 1 END AS photo, \
                       s.id AS site, s.prime, s.prefecture, s.boundary_minutes, s.assurance_min, s.closed_at, \
                       CASE WHEN s.training THEN 1 ELSE 0 END AS training, CASE WHEN s.begun THEN 1 ELSE 0 END AS begun, \
                       o.id AS line, p.business_id, pb.name AS for_name, p.tier, o.trade, o.role, o.from_date, o.to_date, \
                       e.business_id AS employer, eb.name AS employer_name, e.from_date AS since, e.to_date AS until, e.main";
/// Where a part begins among the columns.
const CARD: usize = 3;
const PERSON: usize = 8;
const SITE: usize = 16;
const LINE: usize = 24;
const EMPLOYER: usize = 32;

/// Reads what is kept about `asked` and, on PostgreSQL, keeps other processes from judging touches of the same people
/// until this transaction ends: in number order, so that two groups never wait for each other in a circle. SQLite has
/// one writer already.
pub async fn on_file(tx: &impl ConnectionTrait, asked: &[Asked]) -> Result<OnFile> {
    let mut rows = Rows::new(ASKED);
    for one in asked {
        let person = one.technician.map(TechnicianId::get);
        rows.push(vec![Cell::Big(one.uid), Cell::Int(one.counter), Cell::Big(person), one.site.get().into()]);
    }
    let backend = tx.get_database_backend();
    let used = each(backend, "LEFT JOIN", "card_read", "x", "x.card_uid = k.uid AND x.counter = k.ctr");
    let sql = format!(
        "SELECT {COLUMNS} FROM k {used} LEFT JOIN card c ON c.uid = k.uid \
         LEFT JOIN technician t ON t.id = COALESCE(c.technician_id, k.person) LEFT JOIN site s ON s.id = k.site \
         LEFT JOIN roster o ON o.technician_id = t.id AND o.site_id = k.site \
         LEFT JOIN structure p ON p.id = o.structure_id LEFT JOIN business pb ON pb.id = p.business_id \
         LEFT JOIN employment e ON e.technician_id = t.id LEFT JOIN business eb ON eb.id = e.business_id"
    );
    let sql = if backend == DbBackend::Postgres {
        // The lock is taken row by row after the sort, which a sub-query with an order of its own keeps in its place.
        format!("SELECT f.*, pg_advisory_xact_lock(f.person) FROM ({sql} ORDER BY t.id) AS f")
    } else {
        sql
    };
    let mut found = OnFile::default();
    for row in rows.query(tx, &sql).await? {
        found.add(&row)?;
    }
    Ok(found)
}

impl OnFile {
    fn add(&mut self, row: &QueryResult) -> Result<()> {
        if let Some(uid) = row.try_get_by_index::<Option<i64>>(0)? {
            self.add_card(row, uid)?;
        }
        let site = row.try_get_by_index::<Option<i64>>(SITE)?.map(SiteId::from_stored);
        if let Some(site) = site
            && let Entry::Vacant(place) = self.sites.entry(site)
        {
            place.insert(read_site(row, site)?);
        }
        let Some(person) = row.try_get_by_index::<Option<i64>>(PERSON)?.map(TechnicianId::from_stored) else {
            return Ok(());
        };
        if let Entry::Vacant(place) = self.people.entry(person) {
            place.insert(read_person(row, person)?);
        }
        if let (Some(site), Some(id)) = (site, row.try_get_by_index::<Option<Uuid>>(LINE)?.map(RosterId)) {
            let lines = self.rosters.entry((person, site)).or_default();
            if !lines.iter().any(|line| line.id == id) {
                lines.push(read_line(row, (id, site, person))?);
            }
        }
        if row.try_get_by_index::<Option<i64>>(EMPLOYER)?.is_some() {
            let by = read_employer(row, person)?;
            let employers = self.employers.entry(person).or_default();
            if !employers.contains(&by) {
                employers.push(by);
            }
        }
        Ok(())
    }

    fn add_card(&mut self, row: &QueryResult, uid: i64) -> Result<()> {
        if let Some(touch) = row.try_get_by_index::<Option<Uuid>>(2)? {
            let counter: Option<i32> = row.try_get_by_index(1)?;
            self.taps.extend(counter.map(|counter| ((uid, counter), TouchId(touch))));
        }
        let Some(holder) = row.try_get_by_index::<Option<i64>>(CARD)? else { return Ok(()) };
        if let Entry::Vacant(place) = self.cards.entry(uid) {
            let state: i16 = row.try_get_by_index(CARD + 1)?;
            place.insert(CardOnFile {
                uid,
                technician: TechnicianId::from_stored(holder),
                state: CardState::from_stored(state).ok_or_else(|| Fault::unreadable("card state", state))?,
                valid_until: WorkDate::from_stored(row.try_get_by_index(CARD + 2)?),
                revoked_at: row.try_get_by_index::<Option<i64>>(CARD + 3)?.map(Instant),
            });
            self.highest.extend(row.try_get_by_index::<Option<i32>>(CARD + 4)?.map(|highest| (uid, highest)));
        }
        Ok(())
    }
}

fn read_person(row: &QueryResult, id: TechnicianId) -> Result<Person> {
    let text = |at: usize| row.try_get_by_index::<String>(PERSON + at);
    let level: i16 = row.try_get_by_index(PERSON + 5)?;
    Ok(Person {
        id,
        name: spaced(&text(1)?, &text(2)?),
        kana: spaced(&text(3)?, &text(4)?),
        level: Level::from_number(level).ok_or_else(|| Fault::unreadable("level", level))?,
        main_trade: TradeCode::from_stored(row.try_get_by_index(PERSON + 6)?),
        has_photo: row.try_get_by_index::<i32>(PERSON + 7)? == 1,
    })
}

fn read_site(row: &QueryResult, id: SiteId) -> Result<SiteOnFile> {
    Ok(SiteOnFile {
        id,
        prime: BusinessId::from_stored(row.try_get_by_index(SITE + 1)?),
        prefecture: PrefectureCode::from_stored(row.try_get_by_index(SITE + 2)?),
        boundary_minutes: row.try_get_by_index(SITE + 3)?,
        assurance_min: row.try_get_by_index(SITE + 4)?,
        closed_at: row.try_get_by_index::<Option<i64>>(SITE + 5)?.map(Instant),
        training: row.try_get_by_index::<i32>(SITE + 6)? == 1,
        begun: row.try_get_by_index::<i32>(SITE + 7)? == 1,
    })
}

fn read_line(row: &QueryResult, (id, site, technician): (RosterId, SiteId, TechnicianId)) -> Result<OnRoster> {
    let role: i16 = row.try_get_by_index(LINE + 5)?;
    Ok(OnRoster {
        id,
        site,
        technician,
        business: BusinessId::from_stored(row.try_get_by_index(LINE + 1)?),
        business_name: row.try_get_by_index(LINE + 2)?,
        tier: row.try_get_by_index(LINE + 3)?,
        trade: TradeCode::from_stored(row.try_get_by_index(LINE + 4)?),
        role: WorkRole::from_stored(role).ok_or_else(|| Fault::unreadable("role", role))?,
        from: WorkDate::from_stored(row.try_get_by_index(LINE + 6)?),
        to: row.try_get_by_index::<Option<i32>>(LINE + 7)?.map(WorkDate::from_stored),
    })
}

fn read_employer(row: &QueryResult, technician: TechnicianId) -> Result<EmployedBy> {
    Ok(EmployedBy {
        technician,
        business: BusinessId::from_stored(row.try_get_by_index(EMPLOYER)?),
        business_name: row.try_get_by_index(EMPLOYER + 1)?,
        from: WorkDate::from_stored(row.try_get_by_index(EMPLOYER + 2)?),
        to: row.try_get_by_index::<Option<i32>>(EMPLOYER + 3)?.map(WorkDate::from_stored),
        main: row.try_get_by_index(EMPLOYER + 4)?,
    })
}
