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
    touch::StoredTouch,
};

type Pair = (TechnicianId, SiteId);

/// How far on either side of a new touch others are looked at, to begin with.
const SPAN_MS: i64 = 3 * DAY_MS;
/// How far the look may widen where kinds are unknown for weeks on end.
const SPAN_MS_MAX: i64 = 400 * DAY_MS;

/// All touches that can matter for the new ones, by person and site, the new ones not among them.
pub(super) async fn neighbours(
    tx: &impl ConnectionTrait,
    accepted: &[StoredTouch],
) -> Result<HashMap<Pair, Vec<StoredTouch>>, Fault> {
    let mut open: BTreeMap<Pair, (Instant, Instant)> = BTreeMap::new();
    for touch in accepted {
        let span = open.entry((touch.technician, touch.site)).or_insert((touch.at, touch.at));
        *span = (span.0.min(touch.at), span.1.max(touch.at));
    }
    let mut found: HashMap<Pair, Vec<StoredTouch>> = HashMap::new();
    let mut span_ms = SPAN_MS;
    while !open.is_empty() {
        let spans: Vec<_> = open
            .iter()
            .map(|(pair, span)| (pair.0, pair.1, span.0.plus_ms(-span_ms), span.1.plus_ms(span_ms)))
            .collect();
        let months = months(&spans);
        for pair in open.keys() {
            found.insert(*pair, Vec::new());
        }
        for touch in store::touch::neighbours(tx, &spans, months).await? {
            found.entry((touch.technician, touch.site)).or_default().push(touch);
        }
        open.retain(|pair, span| {
            let touches = found.entry(*pair).or_default();
            touches.sort_unstable_by_key(StoredTouch::moment);
            !settled(touches, *span, span_ms)
        });
        if span_ms >= SPAN_MS_MAX {
            break;
        }
        span_ms = (span_ms * 8).min(SPAN_MS_MAX);
    }
    Ok(found)
}

/// A device may hold touches for weeks and its clock may be off, so ids of neighbouring months are looked at as well.
fn months(spans: &[(TechnicianId, SiteId, Instant, Instant)]) -> (domain::time::YearMonth, domain::time::YearMonth) {
    let from = spans.iter().map(|span| span.2).min().unwrap_or(Instant(0)).date().month();
    let until = spans.iter().map(|span| span.3).max().unwrap_or(Instant(0)).date().month();
    (from.previous().previous(), until.next().next())
}

/// Whether the rule can be applied to what was found without knowing more: on the left some touch before the new ones
/// opens a shift whatever lies further back; on the right no chain of unknown kinds reaches the edge.
fn settled(touches: &[StoredTouch], span: (Instant, Instant), span_ms: i64) -> bool {
    let mut previous = span.0.plus_ms(-span_ms);
    let mut left = true;
    for touch in touches.iter().take_while(|touch| touch.at < span.0) {
        left = touch.kind == TouchKind::In || touch.at.since_ms(previous) > shift::OPEN_MS_MAX;
        if left {
            break;
        }
        previous = touch.at;
    }
    let mut right = true;
    let mut last = span.1;
    for touch in touches.iter().filter(|touch| touch.at > span.1) {
        right = touch.kind == TouchKind::In || touch.at.since_ms(last) > shift::OPEN_MS_MAX;
        if right {
            break;
        }
        last = touch.at;
    }
    left && right
}

/// Records to write and take away, and how the counts move.
#[derive(Debug, Default)]
pub(super) struct Derived {
    pub write: Vec<Record>,
    pub remove: Vec<RecordKey>,
    pub moves: Moves,
}

/// Works out what the accepted touches change.
pub(super) async fn derive(
    tx: &impl ConnectionTrait,
    accepted: &[StoredTouch],
    facts: &Facts,
) -> Result<Derived, Fault> {
    let neighbours = neighbours(tx, accepted).await?;
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
    let keys: Vec<RecordKey> = wanted.keys().copied().collect();
    let stored = store::history::records_at(tx, &keys).await?;
    let mut stored: HashMap<RecordKey, Record> = stored.into_iter().map(|record| (record.key, record)).collect();
    for (key, record) in wanted {
        let Some(site) = facts.sites.get(&key.site) else { continue };
        let was = stored.remove(&key);
        if let Some(was) = &was {
            derived.moves.record(was, site.prefecture, -1);
        }
        match record {
            Some(mut record) => {
                record.approval = was.map_or(Approval::Provisional, |was| was.approval);
                derived.moves.record(&record, site.prefecture, 1);
                derived.write.push(record);
            }
            None if was.is_some() => derived.remove.push(key),
            None => {}
        }
    }
    Ok(derived)
}

fn changed_days(
    pair: Pair,
    kept: &[StoredTouch],
    new: &[&StoredTouch],
    facts: &Facts,
    wanted: &mut BTreeMap<RecordKey, Option<Record>>,
) {
    let Some(site) = facts.sites.get(&pair.1) else { return };
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
