//! Agreed to, refused, taken back. Invariant: what is agreed to is what stood when it was asked for: whatever changed meanwhile
//! makes it a request about something else, which can be refused alone.

use super::{Now, about, clerk, code_of};
use crate::{
    Call, Change, Error, Result,
    history::{
        entry::strike_by_office,
        tried::{TRIES, tried},
        withdraw::{Asked, given_by, in_transaction},
    },
    notice::{self, Addressee},
};
use domain::{
    correction::{self as rule, Decision, NotDecidable},
    history::{
        DaySet,
        recall::{Takes, refusal},
    },
    id::{BusinessId, RecallId},
    notice::{NoticeKind, Value},
};
use serde_json::json;
use std::collections::BTreeSet;
use store::{
    ConnectionTrait,
    history::{self as rows, RecallNamed, RecordKey},
};

/// It no longer waits.
const DECIDED: &str = "recall.decided";
/// Who asked decides.
const TWO_PERSONS: &str = "recall.two_persons";
/// Somebody else takes it back.
const NOT_OWN: &str = "recall.not_own";
/// The days stand otherwise by now.
const MOVED_ON: &str = "recall.moved_on";

/// Agrees to what somebody else asked for: the days are taken back, what was there stays on file, and the person and the
/// businesses concerned are told.
///
/// Errors: `Forbidden`; `NotFound`; `recall.two_persons`, `recall.decided`; `recall.no_record`, `recall.not_approved`,
/// `recall.not_by_hand` where a day was taken back meanwhile, `recall.moved_on` where it changed otherwise; `Unavailable` where
/// others were in the way again and again.
pub async fn agree(call: &Call, id: RecallId) -> Result<()> {
    clerk(call)?;
    let person = tried(TRIES, || agreed(call, id)).await?;
    call.outside.live.tell([person]);
    Ok(())
}

async fn agreed(call: &Call, id: RecallId) -> Result<domain::id::TechnicianId> {
    let tx = call.db.begin().await?;
    let named = decided(call, &tx, id, (Decision::Approve, None)).await?;
    let it = &named.recall;
    let (person, site, month) = it.of;
    let now = Now::of(&tx, it.of, it.days).await?;
    let effects = now.effects(it.takes).map_err(|why| Error::rejected(code_of(why)))?;
    if now.seen() != it.seen {
        return Err(Error::Conflict(MOVED_ON));
    }
    let prime = store::site::find(&tx, site).await?.ok_or(Error::NotFound)?.prime;
    let told = concerned(&now, prime);
    let approvals: DaySet = effects.iter().filter(|(_, effect)| effect.approval).map(|(key, _)| key.date).collect();
    if !approvals.is_empty() {
        let asked = Asked::of_office((call, &tx), site, (person, month), approvals, &it.words).await?;
        in_transaction(call, &tx, &asked).await?;
    }
    let entries: Vec<RecordKey> = effects.iter().filter(|(_, effect)| effect.entry).map(|(key, _)| *key).collect();
    if !entries.is_empty() {
        strike_by_office(call, &tx, (person, site), &entries, &it.words).await?;
    }
    note(call, &tx, &named, "recall.agree").await?;
    tell(call, &tx, &named, told).await?;
    tx.commit().await?;
    Ok(person)
}

/// Does not agree, and says why to whoever asked. Errors: `Forbidden`; `NotFound`; problems of `reason`; `recall.two_persons`,
/// `recall.decided`.
pub async fn refuse(call: &Call, id: RecallId, reason: &str) -> Result<()> {
    clerk(call)?;
    let words = refusal(reason).map_err(Error::fields)?;
    end(call, id, (Decision::Refuse, Some(words)), "recall.refuse").await
}

/// Takes back what one asked for oneself. Errors: `Forbidden`; `NotFound`; `recall.not_own`, `recall.decided`.
pub async fn withdraw(call: &Call, id: RecallId) -> Result<()> {
    end(call, id, (Decision::Withdraw, None), "recall.withdraw").await
}

async fn end(call: &Call, id: RecallId, how: (Decision, Option<String>), process: &'static str) -> Result<()> {
    let tx = call.db.begin().await?;
    let named = decided(call, &tx, id, how).await?;
    note(call, &tx, &named, process).await?;
    tx.commit().await?;
    Ok(())
}

/// The request with the state a decision leads to written into it; holds the site, the person and the request, in the order of
/// whoever changes days.
async fn decided(
    call: &Call,
    tx: &impl ConnectionTrait,
    id: RecallId,
    (decision, words): (Decision, Option<String>),
) -> Result<RecallNamed> {
    let me = clerk(call)?;
    let (person, site, _) = rows::recall_of(tx, id).await?.ok_or(Error::NotFound)?.recall.of;
    store::site::lock(tx, site).await?;
    rows::hold(tx, &BTreeSet::from([person])).await?;
    let mut named = rows::lock_recall(tx, id).await?.ok_or(Error::NotFound)?;
    let it = &mut named.recall;
    it.state = rule::decide(it.state, decision, it.asked_by, me).map_err(|why| match why {
        NotDecidable::Decided => Error::Conflict(DECIDED),
        NotDecidable::Own => Error::rejected(TWO_PERSONS),
        NotDecidable::NotOwn => Error::rejected(NOT_OWN),
    })?;
    it.decided_by = Some(me);
    it.decided_at = Some(call.now());
    it.decision_words = words;
    rows::decide_recall(tx, it).await?;
    Ok(named)
}

async fn note(call: &Call, tx: &impl ConnectionTrait, named: &RecallNamed, process: &'static str) -> Result<()> {
    let it = &named.recall;
    let change = Change {
        reason: it.decision_words.clone(),
        old: Some(json!({ "state": rule::CorrectionState::Waiting })),
        new: Some(json!({ "state": it.state })),
        ..about(it, process)
    };
    call.note(tx, change).await
}

/// Whose matter the days are: the prime, who approved and who entered them, and for whom they were.
fn concerned(now: &Now, prime: BusinessId) -> BTreeSet<BusinessId> {
    let mut told = BTreeSet::from([prime]);
    for key in &now.keys {
        told.extend(given_by(&now.decided, key.date));
        told.extend(now.said.get(key).and_then(|said| said.by));
        told.extend(now.records.get(key).and_then(|record| record.employer));
    }
    told
}

async fn tell(
    call: &Call,
    tx: &impl ConnectionTrait,
    named: &RecallNamed,
    businesses: BTreeSet<BusinessId>,
) -> Result<()> {
    let it = &named.recall;
    let kind = match it.takes {
        Takes::Approval => NoticeKind::HistoryRecalled,
        Takes::Entry => NoticeKind::EntryRecalled,
    };
    let values = [
        ("days", Value::Days(it.days.dates(it.of.2).collect())),
        ("name", Value::Text(named.name.clone())),
        ("reason", Value::Text(it.words.clone())),
        ("site", Value::Text(named.site.clone())),
        ("why", Value::Recall(it.why)),
    ];
    let whom = Addressee::of_technician(tx, it.of.0).await?;
    notice::tell(call, tx, &whom, kind, values.clone()).await?;
    for business in businesses {
        let whom = Addressee::of_business(tx, business).await?;
        notice::tell(call, tx, &whom, kind, values.clone()).await?;
    }
    Ok(())
}
