//! Whom the office's table of a site's month shows. Invariant: people are found by the lines and records of the site,
//! never by reading the register, an approved record also by a line that has ended before it; those with a record that
//! stands somehow only on days of which the kept counts say that something waits.

use super::moment;
use crate::{
    device::enrolments,
    fault::{Fault, Result},
    query::{CALLED, LATER, ask, part_of},
    site::of_branch,
    structure::{below, is_below},
    technician::spaced,
};
use domain::{
    access::{Extent, Scope},
    history::{
        Approval, DaySet,
        sheet::{SheetFilter, SheetState},
    },
    id::{SectionId, SiteId, StructureId, TechnicianId},
    level::Level,
    text::search_key,
    time::{DAY_MS, Instant, YearMonth},
    touch::shift::OPEN_MS_MAX,
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};

/// Somebody who is on a site's roster in a month, or worked there without a line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPerson {
    /// Who.
    pub id: TechnicianId,
    /// Family and given name with one space.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level.
    pub level: Level,
}

/// Who is asked for.
#[derive(Debug, Clone, Copy)]
pub struct SheetAsk<'a> {
    /// Where.
    pub site: SiteId,
    /// When.
    pub month: YearMonth,
    /// Whom of them.
    pub filter: &'a SheetFilter,
    /// The days with records that are not approved; looked at where a state is asked for.
    pub open: DaySet,
    /// As of when.
    pub now: Instant,
    /// Those after this person.
    pub after: Option<TechnicianId>,
    /// How many at the most.
    pub limit: usize,
}

/// Of a record `h` without a line: it is of the business that stands in a place.
const EMPLOYED_AT: &str =
    "h.employer = (SELECT p.business_id FROM structure p WHERE p.id = ? AND p.site_id = h.site_id)";

/// A text with its values, in the order in which they stand in it.
#[derive(Default)]
struct Text {
    sql: String,
    values: Vec<Value>,
}

impl Text {
    fn add<const N: usize>(&mut self, sql: &str, values: [Value; N]) {
        self.sql.push_str(sql);
        self.values.extend(values);
    }
}

/// What the scope lets see: lines `r` and records `h`.
struct Seen {
    lines: String,
    records: String,
}

/// The people asked for as far as the scope reaches, by kana.
pub async fn sheet_people(db: &impl ConnectionTrait, scope: &Scope, asked: &SheetAsk<'_>) -> Result<Vec<SheetPerson>> {
    let mut text = Text::default();
    let Some(seen) = begin(&mut text, scope, (asked.site, asked.month)) else { return Ok(Vec::new()) };
    match asked.filter.state {
        None => add_everybody(&mut text, (asked.site, asked.month), asked.filter, &seen),
        Some(state) => {
            let days: Vec<String> = open_days(asked).collect();
            if days.is_empty() {
                return Ok(Vec::new());
            }
            add_standing(&mut text, asked, &seen, (state, days.join(", ").as_str()));
        }
    }
    let limit = asked.limit;
    text.add(
        ") SELECT t.id, t.family_name, t.given_name, t.family_kana, t.given_kana, t.level \
         FROM who JOIN technician t ON t.id = who.id WHERE true",
        [],
    );
    if let Some(after) = asked.after {
        text.add(&format!(" AND {LATER}"), [after.get().into()]);
    }
    add_name(&mut text, &asked.filter.q);
    if let Some(section) = asked.filter.section {
        add_section(&mut text, db.get_database_backend(), (asked.site, asked.month), section);
    }
    text.add(&format!(" ORDER BY t.search_kana, t.id LIMIT {limit}"), []);
    let found = db.query_all_raw(ask(db, &text.sql, text.values)).await?;
    found.iter().map(person).collect()
}

/// Everybody of a site's month as far as the scope reaches, by kana: numbers only, so that a million of them are 8 MB.
pub async fn sheet_everybody(
    db: &impl ConnectionTrait,
    scope: &Scope,
    (site, month): (SiteId, YearMonth),
) -> Result<Vec<TechnicianId>> {
    let mut text = Text::default();
    let Some(seen) = begin(&mut text, scope, (site, month)) else { return Ok(Vec::new()) };
    add_everybody(&mut text, (site, month), &SheetFilter::default(), &seen);
    text.add(") SELECT t.id FROM who JOIN technician t ON t.id = who.id ORDER BY t.search_kana, t.id", []);
    let found = db.query_all_raw(ask(db, &text.sql, text.values)).await?;
    found.iter().map(|row| Ok(TechnicianId::from_stored(row.try_get_by_index(0)?))).collect()
}

/// Begins with a table `who (id)`, whose rows come next; what of it the scope lets see in the month. None where it reaches
/// nobody.
fn begin(text: &mut Text, scope: &Scope, (site, month): (SiteId, YearMonth)) -> Option<Seen> {
    let whole = || Seen { lines: "true".to_owned(), records: "true".to_owned() };
    text.add("WITH RECURSIVE ", []);
    let seen = match scope.extent() {
        Extent::All => whole(),
        Extent::Sites(ids) if ids.contains(&site) => whole(),
        Extent::Business(own) => {
            text.add(&format!("{}, ", below("business_id = ?")), [own.get().into()]);
            let first = month.first_day().number();
            let begins = format!("CASE WHEN r.from_date > {first} THEN r.from_date ELSE {first} END");
            Seen { lines: is_below("r.structure_id", &begins), records: of_branch() }
        }
        _ => return None,
    };
    text.add("who (id) AS (", []);
    Some(seen)
}

fn person(row: &QueryResult) -> Result<SheetPerson> {
    let text = |at: usize| row.try_get_by_index::<String>(at);
    let level: i16 = row.try_get_by_index(5)?;
    Ok(SheetPerson {
        id: TechnicianId::from_stored(row.try_get_by_index(0)?),
        name: spaced(&text(1)?, &text(2)?),
        kana: spaced(&text(3)?, &text(4)?),
        level: Level::from_number(level).ok_or_else(|| Fault::unreadable("level", level))?,
    })
}

/// Everybody on the roster in the month, who worked without a line, and who has records of a line that ended before them.
fn add_everybody(text: &mut Text, (site, month): (SiteId, YearMonth), filter: &SheetFilter, seen: &Seen) {
    let (first, last) = (month.first_day().number(), month.last_day().number());
    let (place, trade) = (filter.place, filter.trade);
    let lines = format!(
        "SELECT r.technician_id FROM roster r WHERE r.site_id = ? AND r.from_date <= ? \
         AND (r.to_date IS NULL OR r.to_date >= ?) AND {}",
        seen.lines
    );
    text.add(&lines, [site.get().into(), last.into(), first.into()]);
    if let Some(StructureId(place)) = place {
        text.add(" AND r.structure_id = ?", [place.into()]);
    }
    if let Some(trade) = trade {
        text.add(" AND r.trade = ?", [trade.get().into()]);
    }
    let worked = format!(
        " UNION SELECT h.technician_id FROM history_record h WHERE h.site_id = ? AND h.work_date BETWEEN ? AND ? \
         AND h.line IS NULL AND {}",
        seen.records
    );
    text.add(&worked, [site.get().into(), first.into(), last.into()]);
    if let Some(StructureId(place)) = place {
        text.add(&format!(" AND {EMPLOYED_AT}"), [place.into()]);
    }
    if let Some(trade) = trade {
        text.add(" AND h.trade = ?", [trade.get().into()]);
    }
    // What is approved keeps its line, also where that is ended for days that lie before. The month is written in: it chooses
    // the partition.
    let frozen = format!(
        " UNION SELECT h.technician_id FROM roster r JOIN history_record h ON h.technician_id = r.technician_id \
         AND +h.site_id = r.site_id AND h.line = r.line AND h.work_date BETWEEN {first} AND {last} WHERE r.site_id = ? AND r.to_date < ? AND {}",
        seen.records
    );
    text.add(&frozen, [site.get().into(), last.into()]);
    if let Some(StructureId(place)) = place {
        text.add(" AND r.structure_id = ?", [place.into()]);
    }
    if let Some(trade) = trade {
        text.add(" AND h.trade = ?", [trade.get().into()]);
    }
}

/// The days on which a record may wait or lack something: they are over, and something of them is not approved.
fn open_days(asked: &SheetAsk<'_>) -> impl Iterator<Item = String> {
    let today = asked.now.date();
    asked.open.dates(asked.month).filter(move |day| *day < today).map(|day| day.number().to_string())
}

/// Who has a record that stands so, as `domain::history::approval::mark` says it record by record.
fn add_standing(text: &mut Text, asked: &SheetAsk<'_>, seen: &Seen, (state, days): (SheetState, &str)) {
    let whole = "h.line IS NOT NULL AND h.trade IS NOT NULL AND h.role IS NOT NULL \
                 AND h.first_ms IS NOT NULL AND h.last_ms IS NOT NULL";
    let stands = match state {
        SheetState::Waiting => whole.to_owned(),
        SheetState::Look => format!("NOT ({whole})"),
    };
    // The days are written in: they choose the partition.
    let sql = format!(
        "SELECT DISTINCT h.technician_id FROM history_record h WHERE h.site_id = ? AND h.work_date IN ({days}) \
         AND h.approval = {} AND h.inside_ms < {} AND {stands} AND {}",
        Approval::Provisional.number(),
        moment::since_of_day(asked.now, "?"),
        seen.records
    );
    text.add(&sql, [asked.site.get().into(), moment::latest_in(asked.now).into()]);
    if let Some(StructureId(place)) = asked.filter.place {
        let at = format!(
            " AND (EXISTS (SELECT 1 FROM roster o WHERE o.technician_id = h.technician_id AND o.site_id = h.site_id \
             AND o.line = h.line AND o.structure_id = ?) OR (h.line IS NULL AND {EMPLOYED_AT}))"
        );
        text.add(&at, [place.into(), place.into()]);
    }
    if let Some(trade) = asked.filter.trade {
        text.add(" AND h.trade = ?", [trade.get().into()]);
    }
}

/// Whom a gate read that stood in the section then, about the month: those with a day of it there, and few others. Person by
/// person; PostgreSQL would join the month's partition as a whole, but for the `OFFSET`.
fn add_section(text: &mut Text, backend: DbBackend, (site, month): (SiteId, YearMonth), section: SectionId) {
    let (from, until) = (month.first_day().start(), month.last_day().start().plus_ms(2 * DAY_MS + OPEN_MS_MAX));
    // Where the phone stood then, also as another enrolment of it than the one that sent the touch.
    let phone = enrolments("x.source");
    // A phone may hold touches for weeks and its clock may be off, so ids of neighbouring months are looked at as well.
    let (first, last) = (month.previous().previous().number(), month.next().next().number());
    let apart = if backend == DbBackend::Postgres { " OFFSET 0" } else { "" };
    let sql = format!(
        " AND EXISTS (SELECT 1 FROM touch x WHERE x.technician_id = t.id AND x.site_id = ? \
         AND x.occurred_at BETWEEN ? AND ? AND x.month BETWEEN {first} AND {last} \
         AND (SELECT p.section_id FROM ({phone}) g JOIN device_section p ON p.device_id = g.id \
         WHERE p.from_at <= x.occurred_at ORDER BY p.from_at DESC LIMIT 1) = ?{apart})"
    );
    text.add(&sql, [site.get().into(), from.0.into(), until.0.into(), section.0.into()]);
}

/// By a part of the name or フリガナ, or by the whole 技能者ID.
fn add_name(text: &mut Text, q: &str) {
    let key = search_key(q);
    if let Ok(id) = q.parse::<TechnicianId>() {
        text.add(" AND t.id = ?", [id.get().into()]);
    } else if !key.is_empty() {
        let part = part_of(&key);
        text.add(&format!(" AND {CALLED}"), [part.clone().into(), part.into()]);
    }
}
