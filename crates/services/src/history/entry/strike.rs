//! Ending what was entered: 取り下げ by the business that entered it, 認めない by the prime, or by the register's office where two of
//! it decided so. Invariant: what was said stays as it was said; the day is what its touches say, or none, and a record that goes
//! is counted out.

use super::{APPROVED, Hand, OWN_ENTRY, PASSED, enter::write, term::Terms};
use crate::{Call, Change, Error, Result, fee, notice};
use domain::{
    access::Denied,
    history::{
        Approval,
        entry::{EntryKind, Span, reason as read_reason},
    },
    id::{BusinessId, SiteId, TechnicianId},
    notice::{NoticeKind, Value},
    time::WorkDate,
};
use serde_json::json;
use std::collections::BTreeSet;
use store::{
    ConnectionTrait,
    history::{self, Entered, RecordKey},
};
use uuid::Uuid;

/// Nothing that was entered stands for the day any more.
const GONE: &str = "conflict.already_done";

/// Takes back what one's own business entered of a day, as long as the day could be entered. Errors: `NotFound`;
/// `Forbidden` for another's entry; `fee.limited`, `history.entry_passed`, `history.approved_already`,
/// `conflict.already_done`.
pub async fn take_back(call: &Call, site: SiteId, who: TechnicianId, day: WorkDate) -> Result<()> {
    let hand = Hand::of(call, call.db.read(), site).await?;
    fee::require_good_standing(call, call.db.read()).await?;
    let term = Terms::of(call.db.read(), &hand, call.today()).await?;
    let key = RecordKey { technician: who, date: day, site };
    let tx = call.db.begin().await?;
    let standing = standing(&tx, key).await?;
    if standing.by != hand.by {
        return Err(Error::Forbidden(Denied::NotYours));
    }
    // A closed site and a day to come are no matter here: what was entered was neither.
    if !term.is_open(day) {
        return Err(Error::rejected(PASSED));
    }
    require_provisional(&tx, key).await?;
    let event = call.noted(&tx, change(key, "history.take_back", None)).await?;
    write(&tx, (who, site), &[ended(call, hand.by, &standing, EntryKind::TakenBack, event)]).await?;
    tx.commit().await?;
    call.outside.live.tell([who]);
    Ok(())
}

/// The prime does not accept what another business entered of a day, and says why: the person and the business are
/// told. There is no last day for it, as there is none for approving. Errors: `reason` beside its field; `NotFound`;
/// `Forbidden` for who is not the prime; `fee.limited`, `history.own_entry`, `history.approved_already`,
/// `conflict.already_done`.
pub async fn refuse(call: &Call, site: SiteId, who: TechnicianId, day: WorkDate, reason: &str) -> Result<()> {
    let hand = Hand::of(call, call.db.read(), site).await?;
    if !hand.is_prime() {
        return Err(Error::Forbidden(Denied::NotYours));
    }
    fee::require_good_standing(call, call.db.read()).await?;
    let reason = read_reason(reason).map_err(Error::fields)?;
    let key = RecordKey { technician: who, date: day, site };
    let tx = call.db.begin().await?;
    let standing = standing(&tx, key).await?;
    if standing.by == hand.by {
        return Err(Error::rejected(OWN_ENTRY));
    }
    require_provisional(&tx, key).await?;
    let event = call.noted(&tx, change(key, "history.refuse", Some(reason.clone()))).await?;
    write(&tx, (who, site), &[ended(call, hand.by, &standing, EntryKind::Refused, event)]).await?;
    tell(call, &tx, &hand, (&standing, &reason)).await?;
    tx.commit().await?;
    call.outside.live.tell([who]);
    Ok(())
}

/// What was entered of these days ends by the register's office, whoever entered it and whenever, in the transaction of its
/// decision ([`crate::history::recall`]); approvals of them have been taken back. Errors: `conflict.already_done` where nothing
/// stands for one of them.
pub(in crate::history) async fn strike_by_office(
    call: &Call,
    tx: &impl ConnectionTrait,
    pair: (TechnicianId, SiteId),
    days: &[RecordKey],
    reason: &str,
) -> Result<()> {
    let mut ends = Vec::new();
    for key in days {
        let standing = standing(tx, *key).await?;
        let event = call.noted(tx, change(*key, "history.strike", Some(reason.to_owned()))).await?;
        ends.push(ended(call, None, &standing, EntryKind::Refused, event));
    }
    write(tx, pair, &ends).await
}

/// The entry that stands for a day; holds the person. Errors: `conflict.already_done` where there is none.
async fn standing(tx: &impl ConnectionTrait, key: RecordKey) -> Result<Entered> {
    history::hold(tx, &BTreeSet::from([key.technician])).await?;
    let last = history::last_entries(tx, &[key]).await?.remove(&key);
    last.filter(|last| last.kind == EntryKind::Entered).ok_or(Error::Conflict(GONE))
}

/// Of an approved day what it says stands until the approval is taken back.
async fn require_provisional(tx: &impl ConnectionTrait, key: RecordKey) -> Result<()> {
    let records = history::records_of_days(tx, &[key]).await?;
    let approved = records.iter().any(|record| record.key == key && record.approval == Approval::Approved);
    if approved { Err(Error::rejected(APPROVED)) } else { Ok(()) }
}

/// What ends an entry.
fn ended(call: &Call, by: Option<BusinessId>, standing: &Entered, kind: EntryKind, event: Uuid) -> Entered {
    Entered {
        key: standing.key,
        turn: standing.turn + 1,
        kind,
        by,
        at: call.now(),
        event,
        span: Span::default(),
        employer: None,
        trade: None,
        role: None,
        channel: standing.channel,
    }
}

fn change(key: RecordKey, process: &'static str, reason: Option<String>) -> Change {
    Change {
        process,
        subject_kind: "site",
        subject_id: key.site.to_string(),
        reason,
        new: Some(json!({ "technician": key.technician, "day": key.date })),
        ..Change::default()
    }
}

/// Tells the person, who entered the day and for whom it was.
async fn tell(call: &Call, tx: &impl ConnectionTrait, hand: &Hand, (standing, reason): (&Entered, &str)) -> Result<()> {
    let who = standing.key.technician;
    let person = store::technician::find(tx, who).await?.ok_or(Error::NotFound)?;
    let values = [
        ("day", Value::Day(standing.key.date)),
        ("name", Value::Text(person.full_name())),
        ("prime", Value::Text(hand.name(tx).await?)),
        ("reason", Value::Text(reason.to_owned())),
        ("site", Value::Text(hand.site.name.clone())),
    ];
    let whom = notice::Addressee::of_technician(tx, who).await?;
    notice::tell(call, tx, &whom, NoticeKind::HistoryRefused, values.clone()).await?;
    let firms: BTreeSet<_> = [standing.by, standing.employer].into_iter().flatten().collect();
    for firm in firms {
        let whom = notice::Addressee::of_business(tx, firm).await?;
        notice::tell(call, tx, &whom, NoticeKind::HistoryRefused, values.clone()).await?;
    }
    Ok(())
}
