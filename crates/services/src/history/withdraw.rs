//! 承認の取り消し: an approval is taken back, with a reason. Invariant: the record waits again, is made anew from its touches
//! and the roster as it is, and the person is told, all in the transaction of the decision; what was decided before stays
//! on file.

use super::{
    reach::{Reach, deciding},
    term::Term,
    tried::{TRIES, tried},
};
use crate::{
    Call, Change, Error, Result,
    disaster::checked_reason,
    fee,
    notice::{self, Addressee},
    site::with_resource,
    touch,
};
use domain::{
    access::{Action, Denied, Resource},
    history::{
        Approval, DaySet,
        approval::{Decision, NotWithdrawn, may_withdraw},
    },
    id::{BusinessId, SiteId, StructureId, TechnicianId},
    notice::{NoticeKind, Value},
    time::{WorkDate, YearMonth},
};
use serde_json::json;
use std::collections::BTreeSet;
use store::{
    ConnectionTrait,
    history::{self, Decided, Moves, Paper, Record, RecordKey, SiteOfCount},
    rows::Insertions,
    site::Site,
};
use uuid::Uuid;

/// The last day for it has gone by.
const PASSED: &str = "history.deadline_passed";
/// Somebody took it back meanwhile.
const DONE: &str = "conflict.already_done";

/// An approval about to be taken back, by who may.
pub(super) struct Asked {
    site: Site,
    who: TechnicianId,
    month: YearMonth,
    days: DaySet,
    reason: String,
    /// Absent: the register itself.
    by: Option<BusinessId>,
    reach: Reach,
    term: Term,
}

/// Takes the approval of a person's days of a month at a site back, all of them or none; gives how many. Who gave it does,
/// and the prime, until the day the days could be entered.
///
/// Errors: `NotFound`, also for days the caller does not see; `Forbidden` for who takes no part in the site, may only look,
/// or neither gave the approval nor is the prime; `form.problems` for the reason; `fee.limited`; `history.deadline_passed`;
/// `conflict.already_done` where a day is not approved; `Unavailable` where others were in the way again and again.
pub async fn withdraw(
    call: &Call,
    site: SiteId,
    (who, month): (TechnicianId, YearMonth),
    days: DaySet,
    reason: &str,
) -> Result<u32> {
    done(call, &Asked::of(call, site, (who, month), days, reason).await?).await
}

/// The same by the register itself, whoever gave the approval and whenever: a command of its office, in whose event stands who
/// did it.
///
/// Errors: `Forbidden` for who is not of the office; `NotFound`, `form.problems`, `conflict.already_done`, `Unavailable` as
/// [`withdraw`].
pub async fn withdraw_by_register(
    call: &Call,
    site: SiteId,
    of: (TechnicianId, YearMonth),
    days: DaySet,
    reason: &str,
) -> Result<u32> {
    call.authorize(Action::RegisterCorrect, &Resource::Register)?;
    done(call, &Asked::of_office((call, call.db.read()), site, of, days, reason).await?).await
}

/// As often as others are in the way, [`TRIES`] times at the most.
async fn done(call: &Call, asked: &Asked) -> Result<u32> {
    let many = tried(TRIES, || write(call, asked)).await?;
    call.outside.live.tell([asked.who]);
    Ok(many)
}

impl Asked {
    /// By the business of the caller, or the register itself. Errors: as [`withdraw`].
    pub async fn of(
        call: &Call,
        site: SiteId,
        (who, month): (TechnicianId, YearMonth),
        days: DaySet,
        reason: &str,
    ) -> Result<Self> {
        let db = call.db.read();
        let (site, resource) = with_resource(call, db, site).await?;
        let scope = call.authorize(Action::HistoryApprove, &resource)?;
        fee::require_good_standing(call, db).await?;
        let by = deciding(call, &scope);
        let reach = Reach::of(call, db, &scope, &site).await?;
        let term = Term::of(db, &site, by).await?;
        Ok(Self { who, month, days, reason: checked_reason(reason)?, by, reach, term, site })
    }
    /// By the office of the register; who asks has decided that it may, and reads in `db`. Errors: as [`withdraw`].
    pub async fn of_office(
        (call, db): (&Call, &impl ConnectionTrait),
        site: SiteId,
        (who, month): (TechnicianId, YearMonth),
        days: DaySet,
        reason: &str,
    ) -> Result<Self> {
        let (site, _) = with_resource(call, db, site).await?;
        let term = Term::of(db, &site, None).await?;
        Ok(Self { who, month, days, reason: checked_reason(reason)?, by: None, reach: Reach::All, term, site })
    }
}

async fn write(call: &Call, asked: &Asked) -> Result<u32> {
    let tx = call.db.begin().await?;
    in_transaction(call, &tx, asked).await?;
    tell(call, &tx, asked).await?;
    tx.commit().await?;
    Ok(u32::try_from(asked.days.dates(asked.month).count()).unwrap_or(u32::MAX))
}

/// Writes it; gives the event. Errors: as [`withdraw`].
pub(super) async fn in_transaction(call: &Call, tx: &impl ConnectionTrait, asked: &Asked) -> Result<Uuid> {
    history::hold(tx, &BTreeSet::from([asked.who])).await?;
    let key = |date| RecordKey { technician: asked.who, date, site: asked.site.id };
    let keys: Vec<RecordKey> = asked.days.dates(asked.month).map(key).collect();
    let first = keys.first().ok_or(Error::NotFound)?.date;
    let before = history::records_of_days(tx, &keys).await?;
    let decided = history::decisions_of(tx, (asked.who, asked.site.id, asked.month)).await?;
    let here = before.iter().filter(|record| record.key.site == asked.site.id);
    let places = store::roster::places_of(tx, &here.filter_map(|record| record.roster).collect()).await?;
    let of = SiteOfCount { prime: asked.site.prime, prefecture: asked.site.prefecture };
    let mut moves = Moves::default();
    let mut provisional: Vec<Record> = Vec::new();
    for key in &keys {
        let was = before.iter().find(|record| record.key == *key).ok_or(Error::NotFound)?;
        judge(call, asked, (was, was.roster.and_then(|line| places.get(&line).copied())), &decided)?;
        let record = Record { approval: Approval::Provisional, ..was.clone() };
        moves.record(was, of, -1);
        moves.record(&record, of, 1);
        provisional.push(record);
    }
    moves.changed(asked.who, asked.month);
    let event = call.noted(tx, change(asked, &keys)).await?;
    let mut writing = Insertions::default();
    history::add_records(&mut writing, &provisional)?;
    history::add_decided(&mut writing, &[decision(call, asked, &decided, event)]);
    history::add_counts(&mut writing, &moves, &before, history::office_stripe(asked.site.id));
    writing.write(tx).await?;
    // What stood as it was approved follows the roster again.
    touch::again(tx, (asked.who, asked.site.id), first, call.now()).await?;
    Ok(event)
}

/// Whether a day's approval is the caller's to take back now. Errors: why not.
fn judge(call: &Call, asked: &Asked, (was, place): (&Record, Option<StructureId>), decided: &[Decided]) -> Result<()> {
    if !asked.reach.sees(was, place) {
        return Err(Error::NotFound);
    }
    if was.approval == Approval::Provisional {
        return Err(Error::Conflict(DONE));
    }
    let date = was.key.date;
    let given_by = given_by(decided, date);
    let until = (call.today(), asked.term.last_day(date));
    may_withdraw(asked.by, (asked.site.prime, given_by), until).map_err(|why| match why {
        NotWithdrawn::NotYours => Error::Forbidden(Denied::NotYours),
        NotWithdrawn::Passed { .. } => Error::rejected(PASSED),
    })
}

/// Which business decided of a day last; `None` for the register itself.
pub(super) fn given_by<'a>(
    decided: impl IntoIterator<Item = &'a Decided, IntoIter: DoubleEndedIterator>,
    date: WorkDate,
) -> Option<BusinessId> {
    decided.into_iter().rev().find(|one| one.days.contains(date)).and_then(|one| one.by)
}

/// In the turn after the last.
fn decision(call: &Call, asked: &Asked, decided: &[Decided], event: Uuid) -> Decided {
    Decided {
        of: (asked.who, asked.site.id, asked.month),
        turn: decided.last().map_or(0, |last| last.turn) + 1,
        kind: Decision::Withdrawn,
        days: asked.days,
        at: call.now(),
        by: asked.by,
        event: Some(event),
        paper: Paper::default(),
    }
}

fn change(asked: &Asked, keys: &[RecordKey]) -> Change {
    let days: Vec<i32> = keys.iter().map(|key| key.date.day()).collect();
    Change {
        process: "history.withdraw",
        subject_kind: "site",
        subject_id: asked.site.id.to_string(),
        reason: Some(asked.reason.clone()),
        new: Some(json!({ "technician": asked.who, "month": asked.month, "days": days })),
        ..Change::default()
    }
}

async fn tell(call: &Call, tx: &impl ConnectionTrait, asked: &Asked) -> Result<()> {
    // Where the register itself took it back, the prime is whom to ask.
    let business = asked.by.unwrap_or(asked.site.prime);
    let values = [
        ("business", Value::Text(store::business::name(tx, business).await?.unwrap_or_default())),
        ("days", Value::Days(asked.days.dates(asked.month).collect())),
        ("reason", Value::Text(asked.reason.clone())),
        ("site", Value::Text(asked.site.name.clone())),
    ];
    let whom = Addressee::of_technician(tx, asked.who).await?;
    notice::tell(call, tx, &whom, NoticeKind::HistoryWithdrawn, values).await?;
    Ok(())
}
