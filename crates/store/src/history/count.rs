//! Kept counts. Invariant: differences of a whole group are merged first and written in one fixed key order, so that
//! two groups never wait for each other in a circle; counts wider than a person are striped by writer and summed on read.

use super::record::Record;
use crate::rows::{Cell, Insertions, Kind, Rows};
use domain::{
    history::{Approval, DaySet, WorkRole},
    id::{BusinessId, SiteId, TechnicianId},
    prefecture::PrefectureCode,
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};
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
    /// By 立場; code 0 where not known.
    Role,
    /// Sites that were registered; code 0.
    NewSites,
    /// Everybody's distinct days, one person's beside another's; code 0.
    Days,
}

/// Records and approved records, as a difference or a total.
type Pair = (i64, i64);
/// Who, on which day or in which month, as what: 職種 and 立場.
type Work = (i64, i32, i16, i16);
/// Where, in which month, for whom, as what: 職種 and 立場; 0 where one is not known.
type SiteWork = (i64, i32, i64, i16, i16);

/// What of a record's site is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteOfCount {
    /// 元請.
    pub prime: BusinessId,
    /// Where it is.
    pub prefecture: PrefectureCode,
}

/// Differences of counts, merged.
#[derive(Debug, Clone, Default)]
pub struct Moves {
    person_days: BTreeMap<(i64, i32), Pair>,
    person_changes: BTreeMap<(i64, i32), i64>,
    /// By person, day, trade and role.
    person_works: BTreeMap<Work, Pair>,
    site_days: BTreeMap<(i64, i32), Pair>,
    site_works: BTreeMap<SiteWork, Pair>,
    prefecture_days: BTreeMap<(i32, i16), Pair>,
    business_months: BTreeMap<(i64, i16, i32), Pair>,
    wide_months: BTreeMap<(i16, i64, i32), Pair>,
}

fn add<K: Ord>(map: &mut BTreeMap<K, Pair>, key: K, by: Pair) {
    let pair = map.entry(key).or_default();
    pair.0 += by.0;
    pair.1 += by.1;
}

/// 職種 and 立場 of a record as its days are counted, 0 where one is not known; `None` where neither is.
fn work(record: &Record) -> Option<(i16, i16)> {
    let (trade, role) = (record.trade.map(TradeCode::get), record.role.map(WorkRole::number));
    (trade.is_some() || role.is_some()).then(|| (trade.unwrap_or_default(), role.unwrap_or_default()))
}

impl Moves {
    /// Counts `record` at `of` in (`sign` 1) or out (`sign` -1).
    pub fn record(&mut self, record: &Record, of: SiteOfCount, sign: i64) {
        let SiteOfCount { prime, prefecture } = of;
        let by = (sign, if record.approval == Approval::Approved { sign } else { 0 });
        let (technician, site) = (record.key.technician.get(), record.key.site.get());
        let (date, month) = (record.key.date.number(), record.key.date.month().number());
        add(&mut self.person_days, (technician, date), by);
        if let Some((trade, role)) = work(record) {
            add(&mut self.person_works, (technician, date, trade, role), by);
        }
        add(&mut self.site_days, (site, date), by);
        let employer = record.employer.map_or(0, BusinessId::get);
        let (trade, role) = work(record).unwrap_or_default();
        add(&mut self.site_works, (site, month, employer, trade, role), by);
        add(&mut self.prefecture_days, (date, prefecture.get()), by);
        add(&mut self.business_months, (prime.get(), 0, month), by);
        if let Some(employer) = record.employer {
            add(&mut self.business_months, (employer.get(), 1, month), by);
        }
        add(&mut self.wide_months, (WideKind::Nation as i16, 0, month), by);
        add(&mut self.wide_months, (WideKind::Prefecture as i16, i64::from(prefecture.get()), month), by);
        add(&mut self.wide_months, (WideKind::Trade as i16, i64::from(trade), month), by);
        add(&mut self.wide_months, (WideKind::Channel as i16, i64::from(record.channel.number()), month), by);
        add(&mut self.wide_months, (WideKind::Role as i16, i64::from(role), month), by);
    }

    /// Counts a site that is registered in `month`.
    pub fn new_site(&mut self, month: YearMonth) {
        add(&mut self.wide_months, (WideKind::NewSites as i16, 0, month.number()), (1, 0));
    }

    /// Notes that something of a person's month changed, so that an open screen looks again.
    pub fn changed(&mut self, technician: TechnicianId, month: YearMonth) {
        *self.person_changes.entry((technician.get(), month.number())).or_default() += 1;
    }
}

/// Parts of the wide counts for what an office does.
const OFFICE_STRIPES: i64 = 8;

/// The part of the wide counts in which an office counts what it does at a site: never one of the touch writers', so
/// that approving a month holds up nobody's tap but those of its own people.
pub fn office_stripe(site: SiteId) -> i32 {
    -1 - i32::try_from(site.get() % OFFICE_STRIPES).unwrap_or_default()
}

/// Adds the moves of the counts to what is written. `before` are all records of (at least) the person-days that
/// move, as they were in the same transaction; `stripe` is the writer's own part of what is wider than a person.
pub fn add_counts(to: &mut Insertions, moves: &Moves, before: &[Record], stripe: i32) {
    let months = person_months(moves, before);
    add_people(to, &months);
    add_works(to, &person_works(moves, before));
    add_others(to, moves, stripe);
    add_wide(to, &wide_months(moves, &months), stripe);
    add_prefectures(to, moves, stripe);
    add_site_works(to, moves, stripe);
}

/// What is wider than a site, with everybody's days: these follow from the months of the people.
fn wide_months(moves: &Moves, months: &BTreeMap<(i64, i32), PersonMonth>) -> BTreeMap<(i16, i64, i32), Pair> {
    let mut wide = moves.wide_months.clone();
    for ((_, month), of) in months {
        add(&mut wide, (WideKind::Days as i16, 0, *month), (of.days, of.days_approved));
    }
    wide
}

fn add_site_works(to: &mut Insertions, moves: &Moves, stripe: i32) {
    let mut rows = Rows::new(&[
        ("site_id", Kind::Big),
        ("month", Kind::Int),
        ("employer", Kind::Big),
        ("trade", Kind::Small),
        ("role", Kind::Small),
        ("stripe", Kind::Int),
        ("records", Kind::Int),
        ("approved", Kind::Int),
    ]);
    for ((site, month, employer, trade, role), by) in moves.site_works.iter().filter(|(_, by)| **by != (0, 0)) {
        rows.push(vec![
            (*site).into(),
            (*month).into(),
            (*employer).into(),
            (*trade).into(),
            (*role).into(),
            stripe.into(),
            int(by.0),
            int(by.1),
        ]);
    }
    let conflict = "ON CONFLICT (site_id, month, employer, trade, role, stripe) DO UPDATE SET \
                    records = site_work_month.records + excluded.records, \
                    approved = site_work_month.approved + excluded.approved";
    to.add(rows, "site_work_month", conflict);
}

/// The days, recorded and approved, whose standing as days of a trade and role changes: each turns round what is kept.
fn person_works(moves: &Moves, before: &[Record]) -> BTreeMap<Work, (DaySet, DaySet)> {
    let mut counted: BTreeMap<Work, Pair> = BTreeMap::new();
    for record in before {
        if let Some((trade, role)) = work(record) {
            let approved = i64::from(record.approval == Approval::Approved);
            let key = (record.key.technician.get(), record.key.date.number(), trade, role);
            add(&mut counted, key, (1, approved));
        }
    }
    let mut turned: BTreeMap<Work, (DaySet, DaySet)> = BTreeMap::new();
    for (key, by) in &moves.person_works {
        let was = counted.get(key).copied().unwrap_or_default();
        let is = (was.0 + by.0, was.1 + by.1);
        let day = |turns: bool| if turns { DaySet::of(WorkDate::from_stored(key.1)) } else { DaySet::EMPTY };
        let (days, approved) = (day((was.0 > 0) != (is.0 > 0)), day((was.1 > 0) != (is.1 > 0)));
        if !days.is_empty() || !approved.is_empty() {
            let all = turned.entry((key.0, key.1 / 100, key.2, key.3)).or_default();
            *all = (all.0.with(days), all.1.with(approved));
        }
    }
    turned
}

fn add_works(to: &mut Insertions, turned: &BTreeMap<Work, (DaySet, DaySet)>) {
    let mut rows = Rows::new(&[
        ("technician_id", Kind::Big),
        ("month", Kind::Int),
        ("trade", Kind::Small),
        ("role", Kind::Small),
        ("days", Kind::Int),
        ("days_approved", Kind::Int),
    ]);
    for ((technician, month, trade, role), (days, approved)) in turned {
        let (days, approved) = (days.number(), approved.number());
        rows.push(vec![
            (*technician).into(),
            (*month).into(),
            (*trade).into(),
            (*role).into(),
            days.into(),
            approved.into(),
        ]);
    }
    // Days that turn, turned: one or the other and not both, in words that both databases have.
    let conflict = "ON CONFLICT (technician_id, month, trade, role) DO UPDATE SET \
                    days = (technician_trade_month.days | excluded.days) - (technician_trade_month.days & excluded.days), \
                    days_approved = (technician_trade_month.days_approved | excluded.days_approved) \
                    - (technician_trade_month.days_approved & excluded.days_approved)";
    to.add(rows, "technician_trade_month", conflict);
}

fn add_prefectures(to: &mut Insertions, moves: &Moves, stripe: i32) {
    let mut rows = Rows::new(&[
        ("work_date", Kind::Int),
        ("prefecture", Kind::Small),
        ("stripe", Kind::Int),
        ("records", Kind::Big),
        ("approved", Kind::Big),
    ]);
    for ((date, prefecture), by) in moves.prefecture_days.iter().filter(|(_, by)| **by != (0, 0)) {
        rows.push(vec![(*date).into(), (*prefecture).into(), stripe.into(), by.0.into(), by.1.into()]);
    }
    let conflict = "ON CONFLICT (work_date, prefecture, stripe) DO UPDATE SET \
                    records = prefecture_day.records + excluded.records, approved = prefecture_day.approved + excluded.approved";
    to.add(rows, "prefecture_day", conflict);
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
}

fn add_wide(to: &mut Insertions, wide: &BTreeMap<(i16, i64, i32), Pair>, stripe: i32) {
    let mut rows = Rows::new(&[
        ("kind", Kind::Small),
        ("code", Kind::Big),
        ("month", Kind::Int),
        ("stripe", Kind::Int),
        ("records", Kind::Big),
        ("records_approved", Kind::Big),
    ]);
    for ((kind, code, month), by) in wide.iter().filter(|(_, by)| **by != (0, 0)) {
        rows.push(vec![(*kind).into(), (*code).into(), (*month).into(), stripe.into(), by.0.into(), by.1.into()]);
    }
    let conflict = "ON CONFLICT (kind, code, month, stripe) DO UPDATE SET \
                    records = wide_month.records + excluded.records, \
                    records_approved = wide_month.records_approved + excluded.records_approved";
    to.add(rows, "wide_month", conflict);
}

fn int(value: i64) -> Cell {
    let most = i64::from(i32::MAX);
    Cell::Int(Some(i32::try_from(value.clamp(-most, most)).unwrap_or_default()))
}
