//! Making a person's days at a site anew by who holds the person: after the roster changed, or something was said by hand.
//! Invariant: the same rule as for touches that come ([`super::derive`]), so it does not matter which of them is last.

use super::{
    derive::{Around, Derived, compare, neighbours, record},
    judge::Facts,
};
use domain::{
    id::{SiteId, TechnicianId, TouchId},
    time::{DAY_MS, Instant, WorkDate, YearMonth},
    touch::{TouchKind, shift},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{
    ConnectionTrait, Fault,
    history::{Record, RecordKey},
    rows::Insertions,
    touch::{Asked, SiteOnFile, StoredTouch},
};

type Pair = (TechnicianId, SiteId);

/// Makes a person's records at a site anew from `from` on, after their place on its roster has changed; says how many
/// came out otherwise. What was approved stays as it was approved. Touches and entries are the same, so no day comes or
/// goes.
pub(crate) async fn again(tx: &impl ConnectionTrait, pair: Pair, from: WorkDate, now: Instant) -> Result<u64, Fault> {
    let facts = facts_of(tx, pair).await?;
    let Some(site) = facts.file.sites.get(&pair.1) else { return Ok(0) };
    let touches = touches_around(tx, pair, (from.start().min(now), now.plus_ms(DAY_MS))).await?;
    let mut wanted = by_touches(pair, &touches, site);
    wanted.retain(|key, _| key.date >= from);
    for key in store::history::days_entered(tx, pair, from).await? {
        wanted.entry(key).or_default();
    }
    write_anew(tx, pair, wanted, (&facts, Derived::default())).await
}

/// Makes these days of a person at a site anew, of which something was said by hand in this transaction, by who holds
/// the person; says how many came out otherwise.
pub(crate) async fn entered_again(
    tx: &impl ConnectionTrait,
    pair: Pair,
    days: &BTreeSet<RecordKey>,
) -> Result<u64, Fault> {
    let mut facts = facts_of(tx, pair).await?;
    if facts.file.sites.get(&pair.1).is_some_and(|site| !site.begun) {
        // From here on the site is held, so what is read of it now stays.
        store::site::begin(tx, pair.1).await?;
        facts = facts_of(tx, pair).await?;
    }
    let (Some(site), Some(first), Some(last)) = (facts.file.sites.get(&pair.1), days.first(), days.last()) else {
        return Ok(0);
    };
    let until = last.date.start().plus_ms(2 * DAY_MS + shift::OPEN_MS_MAX);
    let touches = touches_around(tx, pair, (first.date.start(), until)).await?;
    let mut wanted = by_touches(pair, &touches, site);
    wanted.retain(|key, _| days.contains(key));
    for key in days {
        wanted.entry(*key).or_default();
    }
    write_anew(tx, pair, wanted, (&facts, Derived { entered: days.clone(), ..Derived::default() })).await
}

async fn facts_of(tx: &impl ConnectionTrait, pair: Pair) -> Result<Facts, Fault> {
    let asked = Asked { uid: None, counter: None, technician: Some(pair.0), site: pair.1 };
    Ok(Facts { file: store::touch::on_file(tx, &[asked]).await?, ..Facts::default() })
}

/// The records of these touches, all of one person at one site, by themselves.
pub(super) fn by_touches(
    pair: Pair,
    touches: &[StoredTouch],
    site: &SiteOnFile,
) -> BTreeMap<RecordKey, Option<Record>> {
    let moments: Vec<_> = touches.iter().map(StoredTouch::moment).collect();
    let mut made = BTreeMap::new();
    for day in &shift::days(&moments, site.boundary_minutes) {
        let key = RecordKey { technician: pair.0, date: day.date, site: pair.1 };
        let first = touches.iter().find(|touch| touch.id == day.first_touch);
        made.insert(key, first.map(|first| record(key, day, first)));
    }
    made
}

async fn write_anew(
    tx: &impl ConnectionTrait,
    pair: Pair,
    wanted: BTreeMap<RecordKey, Option<Record>>,
    (facts, mut derived): (&Facts, Derived),
) -> Result<u64, Fault> {
    compare(tx, wanted, facts, &mut derived).await?;
    let changed = derived.write.len() + derived.remove.len();
    let mut writing = Insertions::default();
    store::history::add_records(&mut writing, &derived.write)?;
    let stripe = store::history::office_stripe(pair.1);
    store::history::add_counts(&mut writing, &derived.moves, &derived.before, stripe);
    writing.write(tx).await?;
    if !derived.remove.is_empty() {
        store::history::delete_records(tx, &derived.remove).await?;
    }
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
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

/// The touches of people at a site (with its day boundary) that came to working days of a month, by person and day, oldest first.
pub(crate) async fn touches_of_month(
    db: &impl ConnectionTrait,
    (site, boundary_minutes): (SiteId, i16),
    month: YearMonth,
    people: &[TechnicianId],
) -> Result<HashMap<RecordKey, Vec<StoredTouch>>, Fault> {
    let mut found: HashMap<RecordKey, Vec<StoredTouch>> = HashMap::new();
    if people.is_empty() {
        return Ok(found);
    }
    let until = month.last_day().start().plus_ms(2 * DAY_MS + shift::OPEN_MS_MAX);
    let mut open = Around::default();
    for who in people {
        open.include((*who, site), month.first_day().start());
        open.include((*who, site), until);
    }
    let (spans, months) = open.first();
    let look = store::touch::kept(db, &[], (&spans, months)).await?.near;
    for ((technician, site), touches) in neighbours(db, open, look).await? {
        let moments: Vec<_> = touches.iter().map(StoredTouch::moment).collect();
        let dates: HashMap<TouchId, WorkDate> = shift::days_of(&moments, boundary_minutes).into_iter().collect();
        for touch in touches {
            if let Some(date) = dates.get(&touch.id).copied().filter(|date| date.month() == month) {
                found.entry(RecordKey { technician, date, site }).or_default().push(touch);
            }
        }
    }
    Ok(found)
}
