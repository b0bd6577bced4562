//! One transaction for a group of items. Invariant: reads, judgement, touches, records and counts commit together or
//! not at all; who reads people's touches first holds those people until the commit.

use super::{
    derive::derive,
    judge::{Facts, Judged, judge},
    prepare::{Prepared, Verdict, Who},
};
use domain::id::{SiteId, TechnicianId};
use std::collections::BTreeSet;
use store::{ConnectionTrait, Db, Fault, touch as rows};

/// Writes a group and answers its items in their order. On any fault nothing of it is kept.
pub(super) async fn write(db: &Db, items: &[Prepared], stripe: i32) -> Result<Judged, Fault> {
    let tx = db.begin().await?;
    let judged = match in_transaction(&tx, items, stripe).await {
        Ok(judged) => judged,
        Err(fault) => {
            // The fault that ended the group is the one to tell; a connection that is gone rolls back by itself.
            let _ = tx.rollback().await;
            return Err(fault);
        }
    };
    tx.commit().await?;
    Ok(judged)
}

async fn in_transaction(tx: &impl ConnectionTrait, items: &[Prepared], stripe: i32) -> Result<Judged, Fault> {
    let mut facts = facts(tx, items).await?;
    let judged = judge(items, &mut facts);
    if !judged.set_aside.is_empty() {
        rows::insert_quarantined(tx, &judged.set_aside).await?;
    }
    if judged.accepted.is_empty() {
        return Ok(judged);
    }
    let derived = derive(tx, &judged.accepted, &facts).await?;
    let touches = u64::try_from(judged.accepted.len()).unwrap_or(u64::MAX);
    let taps = judged.accepted.iter().filter(|touch| touch.tap.is_some()).count();
    let written = rows::insert_touches(tx, &judged.accepted).await?;
    let used = rows::insert_reads(tx, &judged.accepted).await?;
    if written != touches || used != u64::try_from(taps).unwrap_or(u64::MAX) {
        return Err(Fault::Again("another process recorded one of these touches meanwhile".to_owned()));
    }
    store::history::upsert_records(tx, &derived.write).await?;
    store::history::delete_records(tx, &derived.remove).await?;
    let before = store::history::days_on(tx, &derived.moves.person_days()).await?;
    store::history::apply(tx, &derived.moves, &before, stripe).await?;
    Ok(judged)
}

async fn facts(tx: &impl ConnectionTrait, items: &[Prepared]) -> Result<Facts, Fault> {
    let mut uids = BTreeSet::new();
    let mut taps = BTreeSet::new();
    let mut named = BTreeSet::new();
    let mut sites: BTreeSet<SiteId> = BTreeSet::new();
    for item in items {
        let Verdict::Ready(ready) = &item.verdict else { continue };
        sites.insert(ready.site);
        match ready.who {
            Who::Tap { uid, counter } => {
                uids.insert(uid);
                taps.insert((uid, counter));
            }
            Who::Chip { uid } => {
                uids.insert(uid);
            }
            Who::Person(technician) => {
                named.insert(technician);
            }
        }
    }
    let mut facts = Facts::default();
    if sites.is_empty() {
        return Ok(facts);
    }
    let uids: Vec<i64> = uids.into_iter().collect();
    if !uids.is_empty() {
        facts.cards = rows::cards(tx, &uids).await?.into_iter().map(|card| (card.uid, card)).collect();
    }
    named.extend(facts.cards.values().map(|card| card.technician));
    let people: Vec<TechnicianId> = named.into_iter().collect();
    rows::lock_people(tx, &people).await?;
    facts.people = rows::people(tx, &people).await?.into_iter().map(|person| (person.id, person)).collect();
    let sites: Vec<SiteId> = sites.into_iter().collect();
    facts.sites = rows::sites(tx, &sites).await?.into_iter().map(|site| (site.id, site)).collect();
    let pairs = pairs(items, &facts);
    for line in rows::rosters(tx, &pairs).await? {
        facts.rosters.entry((line.technician, line.site)).or_default().push(line);
    }
    for by in rows::employers(tx, &people).await? {
        facts.employers.entry(by.technician).or_default().push(by);
    }
    let keys: Vec<_> = items
        .iter()
        .filter_map(|item| domain::touch::timing::id_time(item.id).map(|at| (super::judge::month_utc(at.0), item.id)))
        .filter_map(|(month, id)| month.map(|month| (month, id)))
        .collect();
    facts.known = rows::known(tx, &keys).await?.into_iter().map(|touch| (touch.id, touch)).collect();
    if !taps.is_empty() {
        let taps: Vec<(i64, i32)> = taps.into_iter().collect();
        facts.taps = rows::reads(tx, &taps).await?.into_iter().collect();
        facts.highest = rows::highest_counters(tx, &uids).await?.into_iter().collect();
    }
    Ok(facts)
}

fn pairs(items: &[Prepared], facts: &Facts) -> Vec<(TechnicianId, SiteId)> {
    let mut pairs = BTreeSet::new();
    for item in items {
        if let Verdict::Ready(ready) = &item.verdict
            && let Ok(technician) = facts.technician(ready.who)
        {
            pairs.insert((technician, ready.site));
        }
    }
    pairs.into_iter().collect()
}
