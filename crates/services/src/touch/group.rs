//! One transaction for a group of items. Invariant: reads, judgement, touches, records and counts commit together or
//! not at all; who reads people's touches first holds those people until the commit. What is read in the same statement
//! that waits for them (cards, rosters, used taps) may be as old as the wait: a tap used meanwhile is caught by its key.

use super::{
    derive::{Around, derive},
    judge::{Facts, Judged, judge, month_utc},
    prepare::{Prepared, Ready, Verdict, Who},
};
use std::collections::BTreeSet;
use store::{
    ConnectionTrait, Db, Fault,
    rows::Insertions,
    touch::{self as rows, Asked},
};

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
    let mut writing = Insertions::default();
    rows::add_touches(&mut writing, &judged.accepted);
    rows::add_reads(&mut writing, &judged.accepted);
    store::history::add_records(&mut writing, &derived.write);
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
    let asked: BTreeSet<Asked> = ready.clone().map(asked).collect();
    let asked: Vec<Asked> = asked.into_iter().collect();
    let mut facts = Facts { file: rows::on_file(tx, &asked).await?, ..Facts::default() };
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

fn asked(ready: &Ready) -> Asked {
    let none = Asked { uid: None, counter: None, technician: None, site: ready.site };
    match ready.who {
        Who::Tap { uid, counter } => Asked { uid: Some(uid), counter: Some(counter), ..none },
        Who::Chip { uid } => Asked { uid: Some(uid), ..none },
        Who::Person(technician) => Asked { technician: Some(technician), ..none },
    }
}
