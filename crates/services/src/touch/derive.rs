//! From touches to records and counts. Invariant: a record is what its touches come to now; the difference to what it
//! was moves the counts, so lateness and disorder end in the same numbers.

use super::judge::Facts;
use domain::{
    history::Approval,
    id::{SiteId, TechnicianId, TouchId},
    time::{DAY_MS, Instant, WorkDate},
    touch::{TouchKind, shift},
};
use std::collections::{BTreeMap, HashMap};
use store::{
    ConnectionTrait, Fault,
    history::{Moves, Record, RecordKey},
    rows::Insertions,
    touch::{Asked, Months, Span, StoredTouch},
};

type Pair = (TechnicianId, SiteId);

/// How far on either side of a new touch others are looked at, to begin with.
const SPAN_MS: i64 = 3 * DAY_MS;
/// How far the look may widen where kinds are unknown for weeks on end.
const SPAN_MS_MAX: i64 = 400 * DAY_MS;

/// The times between which a person's touches at a site are new.
#[derive(Debug, Default)]
pub(super) struct Around(BTreeMap<Pair, (Instant, Instant)>);

impl Around {
    pub fn include(&mut self, pair: Pair, at: Instant) {
        let span = self.0.entry(pair).or_insert((at, at));
        *span = (span.0.min(at), span.1.max(at));
    }
    /// Where the first look goes.
    pub fn first(&self) -> (Vec<Span>, Months) {
        self.widened(SPAN_MS)
    }
    fn widened(&self, by_ms: i64) -> (Vec<Span>, Months) {
        let spans = self.0.iter().map(|(pair, span)| (pair.0, pair.1, span.0.plus_ms(-by_ms), span.1.plus_ms(by_ms)));
        let spans: Vec<Span> = spans.collect();
        let months = months(&spans);
        (spans, months)
    }
}

/// All touches that can matter for what happens in `open`, by person and site. `look` is what was found in
/// [`Around::first`]; where that does not settle a day, the look widens.
pub(super) async fn neighbours(
    tx: &impl ConnectionTrait,
    mut open: Around,
    mut look: Vec<StoredTouch>,
) -> Result<HashMap<Pair, Vec<StoredTouch>>, Fault> {
    let mut found: HashMap<Pair, Vec<StoredTouch>> = HashMap::new();
    let mut span_ms = SPAN_MS;
    loop {
        for pair in open.0.keys() {
            found.insert(*pair, Vec::new());
        }
        for touch in look {
            if let Some(touches) = found.get_mut(&(touch.technician, touch.site)) {
                touches.push(touch);
            }
        }
        open.0.retain(|pair, span| {
            let touches = found.entry(*pair).or_default();
            touches.sort_unstable_by_key(StoredTouch::moment);
            !settled(touches, *span, span_ms)
        });
        if open.0.is_empty() || span_ms >= SPAN_MS_MAX {
            return Ok(found);
        }
        span_ms = (span_ms * 8).min(SPAN_MS_MAX);
        let (spans, months) = open.widened(span_ms);
        look = store::touch::kept(tx, &[], (&spans, months)).await?.near;
    }
}

/// A device may hold touches for weeks and its clock may be off, so ids of neighbouring months are looked at as well.
fn months(spans: &[Span]) -> Months {
    let from = spans.iter().map(|span| span.2).min().unwrap_or(Instant(0)).date().month();
    let until = spans.iter().map(|span| span.3).max().unwrap_or(Instant(0)).date().month();
    (from.previous().previous(), until.next().next())
}

/// Whether the rule can be applied to what was found without knowing more. From an `in`, or after 18 hours without a
/// touch, all is known whatever lies before; what comes before that must be too old to stand on a day that may change,
/// and what can be moved by the new touches must end long enough before the edge.
fn settled(touches: &[StoredTouch], span: (Instant, Instant), span_ms: i64) -> bool {
    let sure = |touch: &StoredTouch, previous: Instant| {
        touch.kind == TouchKind::In || touch.at.since_ms(previous) > shift::OPEN_MS_MAX
    };
    let edge = (span.0.plus_ms(-span_ms), span.1.plus_ms(span_ms));
    let mut unsure = edge.0;
    for touch in touches.iter().take_while(|touch| touch.at < span.0) {
        if sure(touch, unsure) {
            break;
        }
        unsure = touch.at;
    }
    let mut moved = span.1;
    for touch in touches.iter().filter(|touch| touch.at > span.1) {
        if sure(touch, moved) {
            break;
        }
        moved = touch.at;
    }
    let day_ms = shift::OPEN_MS_MAX + DAY_MS;
    span.0.since_ms(unsure) > day_ms && edge.1.since_ms(moved) > day_ms
}

/// Records to write and take away, and how the counts move.
#[derive(Debug, Default)]
pub(super) struct Derived {
    pub write: Vec<Record>,
    pub remove: Vec<RecordKey>,
    pub moves: Moves,
    /// All records of these person-days as they were.
    pub before: Vec<Record>,
}

/// Works out what the accepted touches change.
pub(super) async fn derive(
    tx: &impl ConnectionTrait,
    accepted: &[StoredTouch],
    facts: &Facts,
) -> Result<Derived, Fault> {
    let mut open = Around::default();
    for touch in accepted {
        open.include((touch.technician, touch.site), touch.at);
    }
    let neighbours = neighbours(tx, open, facts.near.clone()).await?;
    let mut new_by_pair: BTreeMap<Pair, Vec<&StoredTouch>> = BTreeMap::new();
    for touch in accepted {
        new_by_pair.entry((touch.technician, touch.site)).or_default().push(touch);
    }
    let mut wanted: BTreeMap<RecordKey, Option<Record>> = BTreeMap::new();
    let mut derived = Derived::default();
    for (pair, new) in &new_by_pair {
        let kept = neighbours.get(pair).map_or(&[][..], Vec::as_slice);
        changed_days(*pair, kept, new, facts, &mut wanted);
        for touch in new {
            derived.moves.changed(pair.0, touch.at.date().month());
        }
    }
    compare(tx, wanted, (facts, Approved::Follows), &mut derived).await?;
    Ok(derived)
}

/// What may become of a record the prime has approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Approved {
    /// It follows its touches, and stays approved.
    Follows,
    /// It stays as it was approved.
    Stays,
}

/// What the wanted records change in those that are kept.
async fn compare(
    tx: &impl ConnectionTrait,
    wanted: BTreeMap<RecordKey, Option<Record>>,
    (facts, approved): (&Facts, Approved),
    derived: &mut Derived,
) -> Result<(), Fault> {
    let keys: Vec<RecordKey> = wanted.keys().copied().collect();
    derived.before = store::history::records_of_days(tx, &keys).await?;
    let stored: HashMap<RecordKey, &Record> = derived.before.iter().map(|record| (record.key, record)).collect();
    for (key, record) in wanted {
        let Some(site) = facts.file.sites.get(&key.site) else { continue };
        let was = stored.get(&key).copied();
        let approval = was.map_or(Approval::Provisional, |was| was.approval);
        let record = record.map(|record| Record { approval, ..record });
        if record.as_ref() == was || (approval == Approval::Approved && approved == Approved::Stays) {
            continue;
        }
        if let Some(was) = was {
            derived.moves.record(was, site.prefecture, -1);
        }
        match record {
            Some(record) => {
                derived.moves.record(&record, site.prefecture, 1);
                derived.write.push(record);
            }
            None => derived.remove.push(key),
        }
    }
    Ok(())
}

/// Makes a person's provisional records at a site anew from `from` on, after their place on its roster has changed; says
/// how many came out otherwise. What the prime has approved stays as it was approved.
pub(crate) async fn again(tx: &impl ConnectionTrait, pair: Pair, from: WorkDate, now: Instant) -> Result<u64, Fault> {
    let asked = Asked { uid: None, counter: None, technician: Some(pair.0), site: pair.1 };
    let facts = Facts { file: store::touch::on_file(tx, &[asked]).await?, ..Facts::default() };
    let Some(site) = facts.file.sites.get(&pair.1) else { return Ok(0) };
    let touches = touches_around(tx, pair, (from.start().min(now), now.plus_ms(DAY_MS))).await?;
    let moments: Vec<_> = touches.iter().map(StoredTouch::moment).collect();
    let mut wanted = BTreeMap::new();
    for day in shift::days(&moments, site.boundary_minutes).iter().filter(|day| day.date >= from) {
        let key = RecordKey { technician: pair.0, date: day.date, site: pair.1 };
        let first = touches.iter().find(|touch| touch.id == day.first_touch);
        wanted.insert(key, first.map(|first| record(key, day, first, site.prime, &facts)));
    }
    let mut derived = Derived::default();
    compare(tx, wanted, (&facts, Approved::Stays), &mut derived).await?;
    for record in &derived.write {
        derived.moves.changed(pair.0, record.key.date.month());
    }
    let mut writing = Insertions::default();
    store::history::add_records(&mut writing, &derived.write);
    // Whoever writes, the stripe only keeps writers out of each other's way.
    store::history::add_counts(&mut writing, &derived.moves, &derived.before, 0);
    writing.write(tx).await?;
    Ok(u64::try_from(derived.write.len()).unwrap_or(u64::MAX))
}

/// The touches of a person at a site that can matter for what happens between two times, oldest first.
async fn touches_around(
    db: &impl ConnectionTrait,
    pair: Pair,
    (from, until): (Instant, Instant),
) -> Result<Vec<StoredTouch>, Fault> {
    let mut open = Around::default();
    open.include(pair, from);
    open.include(pair, until);
    let (spans, months) = open.first();
    let look = store::touch::kept(db, &[], (&spans, months)).await?.near;
    Ok(neighbours(db, open, look).await?.remove(&pair).unwrap_or_default())
}

/// The touches of a person at a site that came to a working day, oldest first, each as what it counts: in or out.
pub(crate) async fn touches_of_day(
    db: &impl ConnectionTrait,
    pair: Pair,
    date: WorkDate,
    boundary_minutes: i16,
) -> Result<Vec<(StoredTouch, TouchKind)>, Fault> {
    let until = date.start().plus_ms(2 * DAY_MS + shift::OPEN_MS_MAX);
    let touches = touches_around(db, pair, (date.start(), until)).await?;
    let moments: Vec<_> = touches.iter().map(StoredTouch::moment).collect();
    let of_day: HashMap<TouchId, TouchKind> = shift::touches_of(&moments, boundary_minutes, date).into_iter().collect();
    Ok(touches.into_iter().filter_map(|touch| of_day.get(&touch.id).map(|kind| (touch, *kind))).collect())
}

fn changed_days(
    pair: Pair,
    kept: &[StoredTouch],
    new: &[&StoredTouch],
    facts: &Facts,
    wanted: &mut BTreeMap<RecordKey, Option<Record>>,
) {
    let Some(site) = facts.file.sites.get(&pair.1) else { return };
    let before_moments: Vec<_> = kept.iter().map(StoredTouch::moment).collect();
    let mut all: HashMap<TouchId, &StoredTouch> = kept.iter().map(|touch| (touch.id, touch)).collect();
    all.extend(new.iter().map(|touch| (touch.id, *touch)));
    let after_moments: Vec<_> = all.values().map(|touch| touch.moment()).collect();
    let before = shift::days(&before_moments, site.boundary_minutes);
    let after = shift::days(&after_moments, site.boundary_minutes);
    let key = |date: WorkDate| RecordKey { technician: pair.0, date, site: pair.1 };
    for day in &before {
        if !after.iter().any(|other| other.date == day.date) {
            wanted.insert(key(day.date), None);
        }
    }
    for day in after.iter().filter(|day| !before.contains(day)) {
        let first = all.get(&day.first_touch).copied();
        wanted.insert(key(day.date), first.map(|first| record(key(day.date), day, first, site.prime, facts)));
    }
}

fn record(
    key: RecordKey,
    day: &shift::Day,
    first: &StoredTouch,
    prime: domain::id::BusinessId,
    facts: &Facts,
) -> Record {
    let line = facts.roster(key.technician, key.site, key.date);
    let employer = line.map(|line| line.business);
    Record {
        key,
        first_in: day.first_in,
        last_out: day.last_out,
        inside_since: day.inside_since,
        prime,
        employer: employer.or_else(|| facts.employer(key.technician, key.date).map(|by| by.business)),
        roster: line.map(|line| line.id),
        tier: line.map(|line| line.tier),
        trade: first.trade.or_else(|| line.map(|line| line.trade)),
        role: first.role.or_else(|| line.map(|line| line.role)),
        channel: first.channel,
        approval: Approval::Provisional,
        touches: i32::try_from(day.touches).unwrap_or(i32::MAX),
    }
}
