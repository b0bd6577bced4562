//! One transaction for a group of items. Invariant: reads, judgement, touches, records and counts commit together or
//! not at all; who reads people's touches first holds those people until the commit. What is read in the same statement
//! that waits for them (cards, rosters, used taps) may be as old as the wait: a tap used meanwhile is caught by its key.

use super::{
    derive::{Around, derive, lapses},
    judge::{Facts, Judged, judge, month_utc},
    prepare::{Prepared, Verdict, Who},
};
use domain::{id::SiteId, touch::wire::TouchAnswer};
use std::collections::BTreeSet;
use store::{
    ConnectionTrait, Db, Fault,
    rows::Insertions,
    touch::{self as rows, Asked},
};

/// Why a group was not written.
enum Stopped {
    /// Its first touches at these sites: recording has to begin there before it is known what they come to.
    Before(BTreeSet<SiteId>),
    Fault(Fault),
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Writes a group and answers its items in their order. On any fault nothing of it is kept.
pub(super) async fn write(db: &Db, items: &[Prepared], stripe: i32) -> Result<Judged, Fault> {
    match once(db, items, stripe).await {
        Ok(judged) => Ok(judged),
        Err(Stopped::Fault(fault)) => Err(fault),
        Err(Stopped::Before(sites)) => {
            begin(db, &sites).await?;
            once(db, items, stripe).await.map_err(|stopped| match stopped {
                Stopped::Fault(fault) => fault,
                Stopped::Before(_) => Fault::Again("recording has begun at another site".to_owned()),
            })
        }
    }
}

async fn once(db: &Db, items: &[Prepared], stripe: i32) -> Result<Judged, Stopped> {
    let tx = db.begin().await?;
    let judged = match in_transaction(&tx, items, stripe).await {
        Ok(judged) => judged,
        Err(stopped) => {
            // What ended the group is what is told; a connection that is gone rolls back by itself.
            let _ = tx.rollback().await;
            return Err(stopped);
        }
    };
    tx.commit().await.map_err(Fault::from)?;
    Ok(judged)
}

/// Says, once in a site's life, that recording begins there: in a transaction of its own that holds nobody, since whoever
/// changes a roster holds the site first and its people afterwards. Whoever reads a site at which it has begun reads the
/// prefecture and the day boundary it keeps.
async fn begin(db: &Db, sites: &BTreeSet<SiteId>) -> Result<(), Fault> {
    let tx = db.begin().await?;
    for site in sites {
        store::site::begin(&tx, *site).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What items would come to now, in their order; nothing is written or kept from others.
pub(super) async fn look(db: &Db, items: &[Prepared]) -> Result<Vec<TouchAnswer>, Fault> {
    let mut facts = facts(db.read(), items).await?;
    Ok(judge(items, &mut facts).answers)
}

async fn in_transaction(tx: &impl ConnectionTrait, items: &[Prepared], stripe: i32) -> Result<Judged, Stopped> {
    let mut facts = facts(tx, items).await?;
    let judged = judge(items, &mut facts);
    let first = judged.accepted.iter().filter_map(|touch| facts.file.sites.get(&touch.site));
    let first: BTreeSet<SiteId> = first.filter(|site| !site.begun && !site.training).map(|site| site.id).collect();
    if !first.is_empty() {
        return Err(Stopped::Before(first));
    }
    if !judged.set_aside.is_empty() {
        rows::insert_quarantined(tx, &judged.set_aside).await?;
    }
    if judged.accepted.is_empty() {
        return Ok(judged);
    }
    let derived = derive(tx, &judged.accepted, &facts).await?;
    let mut writing = Insertions::default();
    rows::add_touches(&mut writing, &judged.accepted);
    rows::add_reads(&mut writing, &judged.accepted);
    rows::add_codes(&mut writing, &judged.accepted);
    store::history::add_records(&mut writing, &derived.write)?;
    if !derived.lapsed.is_empty() {
        store::history::add_decided(&mut writing, &lapses(tx, &derived, &judged.accepted).await?);
    }
    store::history::add_counts(&mut writing, &derived.moves, &derived.before, stripe);
    writing.write(tx).await?;
    store::history::delete_records(tx, &derived.remove).await?;
    Ok(judged)
}

async fn facts(tx: &impl ConnectionTrait, items: &[Prepared]) -> Result<Facts, Fault> {
    let ready = items.iter().filter_map(|item| match &item.verdict {
        Verdict::Ready(ready) => Some(&**ready),
        Verdict::SetAside { .. } => None,
    });
    // Also of what was set aside: whose it is, they are told.
    let asked: BTreeSet<Asked> = items.iter().filter_map(|item| Some(asked(item.who()?, item.site()?))).collect();
    let asked: Vec<Asked> = asked.into_iter().collect();
    let mut facts = Facts { file: rows::on_file(tx, &asked).await?, ..Facts::default() };
    let shown: Vec<_> = ready
        .clone()
        .filter_map(|ready| match ready.who {
            Who::Code { phone, .. } => ready.who.code().map(|code| (code, phone)),
            Who::Tap { .. } | Who::AtTag { .. } | Who::Chip { .. } | Who::Person(_) => None,
        })
        .collect();
    facts.codes = rows::codes(tx, &shown).await?;
    let mut around = Around::default();
    for ready in ready {
        if let Ok(technician) = facts.technician(ready.who) {
            around.include((technician, ready.site), ready.at);
        }
    }
    let made = |id| domain::touch::timing::id_time(id).and_then(|at| month_utc(at.0));
    let ids: Vec<_> = items.iter().filter_map(|item| made(item.id).map(|month| (month, item.id))).collect();
    let (spans, months) = around.first();
    let kept = rows::kept(tx, &ids, (&spans, months)).await?;
    facts.known = kept.known.into_iter().map(|touch| (touch.id, touch)).collect();
    facts.near = kept.near;
    Ok(facts)
}

fn asked(who: Who, site: SiteId) -> Asked {
    let none = Asked { uid: None, counter: None, technician: None, site };
    match who {
        Who::Tap { uid, counter } => Asked { uid: Some(uid), counter: Some(counter), ..none },
        Who::AtTag { technician, uid, counter } => {
            Asked { uid: Some(uid), counter: Some(counter), technician: Some(technician), ..none }
        }
        Who::Chip { uid } => Asked { uid: Some(uid), ..none },
        Who::Person(technician) | Who::Code { technician, .. } => Asked { technician: Some(technician), ..none },
    }
}
