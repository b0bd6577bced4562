//! From touches and entries to records and counts. Invariant: a record is what its touches and the entry that stands
//! for its day come to now; the difference to what it was moves the counts, so lateness and disorder end in the same
//! numbers. Entries are read only where a record says that there is one. Two things are no touch's to say: a record
//! without a place on a roster keeps the employer that was registered when it was first made (docs/decisions/0022), and
//! what was approved keeps its paper: for whom, as what (docs/decisions/0023).

use super::judge::Facts;
use domain::{
    history::{
        Approval, DaySet,
        approval::Decision,
        entry::{EntryKind, Times, made_of},
    },
    id::{SiteId, TechnicianId, TouchId},
    time::{DAY_MS, Instant, WorkDate},
    touch::{Channel, TouchKind, shift},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{
    ConnectionTrait, Fault,
    history::{Decided, Entered, Month, Moves, Paper, Record, RecordKey, SiteOfCount},
    touch::{Months, Span, StoredTouch},
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
    /// Approved days among those that are taken away.
    pub lapsed: BTreeMap<Month, DaySet>,
    pub moves: Moves,
    /// All records of these person-days as they were.
    pub before: Vec<Record>,
    /// Days of which something was said by hand in this transaction.
    pub entered: BTreeSet<RecordKey>,
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
        if facts.file.sites.get(&pair.1).is_some_and(|site| site.training) {
            continue;
        }
        let kept = neighbours.get(pair).map_or(&[][..], Vec::as_slice);
        changed_days(*pair, kept, new, facts, &mut wanted);
        for touch in new {
            derived.moves.changed(pair.0, touch.at.date().month());
        }
    }
    compare(tx, wanted, facts, &mut derived).await?;
    Ok(derived)
}

/// What the wanted records change in those that are kept.
pub(super) async fn compare(
    tx: &impl ConnectionTrait,
    wanted: BTreeMap<RecordKey, Option<Record>>,
    facts: &Facts,
    derived: &mut Derived,
) -> Result<(), Fault> {
    let keys: Vec<RecordKey> = wanted.keys().copied().collect();
    derived.before = store::history::records_of_days(tx, &keys).await?;
    let entered = entered(tx, &wanted, derived).await?;
    let stored: HashMap<RecordKey, &Record> = derived.before.iter().map(|record| (record.key, record)).collect();
    for (key, touched) in wanted {
        // What is touched at a training centre is shown and never history (docs/decisions/0034).
        let Some(site) = facts.file.sites.get(&key.site).filter(|site| !site.training) else { continue };
        let was = stored.get(&key).copied();
        let record = made(key, touched, entered.get(&key), facts);
        let record = match (was, record) {
            (Some(was), Some(record)) => Some(follow(was, record)),
            (_, record) => record,
        };
        if record.as_ref() == was {
            continue;
        }
        // Of the day's own month, which may be another than that of the touch: the log finds by it what is not in it yet.
        derived.moves.changed(key.technician, key.date.month());
        let of = SiteOfCount { prime: site.prime, prefecture: site.prefecture };
        if let Some(was) = was {
            derived.moves.record(was, of, -1);
        }
        if let Some(record) = record {
            derived.moves.record(&record, of, 1);
            derived.write.push(record);
        } else {
            derived.remove.push(key);
            if was.is_some_and(|was| was.approval == Approval::Approved) {
                let days = derived.lapsed.entry((key.technician, key.site, key.date.month())).or_default();
                *days = days.with(DaySet::of(key.date));
            }
        }
    }
    Ok(())
}

/// The entries that stand for wanted days: of those whose record says that there is one, and of those of which something
/// was said just now.
async fn entered(
    tx: &impl ConnectionTrait,
    wanted: &BTreeMap<RecordKey, Option<Record>>,
    derived: &Derived,
) -> Result<HashMap<RecordKey, Entered>, Fault> {
    let by_hand = derived.before.iter().filter(|record| record.by_hand && wanted.contains_key(&record.key));
    let mut asked: BTreeSet<RecordKey> = by_hand.map(|record| record.key).collect();
    asked.extend(&derived.entered);
    let mut found = store::history::last_entries(tx, &asked.into_iter().collect::<Vec<_>>()).await?;
    found.retain(|_, entered| entered.kind == EntryKind::Entered);
    Ok(found)
}

/// The record of what was touched and entered of a day, with its paper; `None` where there is neither.
pub(super) fn made(
    key: RecordKey,
    touched: Option<Record>,
    entered: Option<&Entered>,
    facts: &Facts,
) -> Option<Record> {
    let times = made_of(touched.as_ref().map(Record::times), entered.map(|entered| entered.span))?;
    let record = touched.or_else(|| entered.map(|entered| bare(key, entered.channel)))?;
    let line = facts.roster(key.technician, key.site, key.date);
    let employer = line.map(|line| line.business).or_else(|| entered.and_then(|entered| entered.employer));
    let Times { first_in, last_out, inside_since } = times;
    Some(Record {
        first_in,
        last_out,
        inside_since,
        employer: employer.or_else(|| facts.employer(key.technician, key.date).map(|by| by.business)),
        roster: line.map(|line| line.id),
        tier: line.map(|line| line.tier),
        trade: record.trade.or(entered.and_then(|entered| entered.trade)).or_else(|| line.map(|line| line.trade)),
        role: record.role.or(entered.and_then(|entered| entered.role)).or_else(|| line.map(|line| line.role)),
        by_hand: entered.is_some(),
        ..record
    })
}

/// What becomes of a day's record when it is made anew. An approved one takes the times of its touches and stays
/// approved as it was: for whom and as what. Another that was made without a place on a roster keeps the employer it was
/// made with, or that it had none, also when a late touch makes it anew after employments were put right
/// (docs/decisions/0022), or something is said of it by hand and struck again; a place on the roster says who it is for. A
/// working day that had no record before has whoever the entry names, or is registered now.
fn follow(was: &Record, record: Record) -> Record {
    match was.approval {
        Approval::Approved => Record { approval: Approval::Approved, ..record.with_paper(was.paper()) },
        Approval::Provisional if was.roster.is_none() && record.roster.is_none() => {
            Record { employer: was.employer, ..record }
        }
        Approval::Provisional => record,
    }
}

/// The approvals that ended because their days are no more, as decisions of their own: the accepted touches say why.
pub(super) async fn lapses(
    tx: &impl ConnectionTrait,
    derived: &Derived,
    accepted: &[StoredTouch],
) -> Result<Vec<Decided>, Fault> {
    let turns = store::history::last_turns(tx, &derived.lapsed.keys().copied().collect()).await?;
    let came = |of: &Month| {
        let moved = accepted.iter().filter(|touch| (touch.technician, touch.site) == (of.0, of.1));
        moved.map(|touch| touch.received_at).max().unwrap_or(Instant(0))
    };
    let lapse = |(of, days): (&Month, &DaySet)| Decided {
        of: *of,
        turn: turns.get(of).copied().unwrap_or_default() + 1,
        kind: Decision::Lapsed,
        days: *days,
        at: came(of),
        by: None,
        event: None,
        paper: Paper::default(),
    };
    Ok(derived.lapsed.iter().map(lapse).collect())
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
        wanted.insert(key(day.date), first.map(|first| record(key(day.date), day, first)));
    }
}

/// What touches say of a day by themselves.
pub(super) fn record(key: RecordKey, day: &shift::Day, first: &StoredTouch) -> Record {
    Record {
        first_in: day.first_in,
        last_out: day.last_out,
        inside_since: day.inside_since,
        trade: first.trade,
        role: first.role,
        touches: i16::try_from(day.touches).unwrap_or(i16::MAX),
        ..bare(key, first.channel)
    }
}

/// A day of which nothing is said yet.
const fn bare(key: RecordKey, channel: Channel) -> Record {
    Record {
        key,
        first_in: None,
        last_out: None,
        inside_since: None,
        employer: None,
        roster: None,
        tier: None,
        trade: None,
        role: None,
        channel,
        approval: Approval::Provisional,
        touches: 0,
        by_hand: false,
    }
}
