//! 承認: people's days at a site, by the prime or an upper tier. Invariant: a record turns approved in the transaction
//! of the decision that says so, of its event and of the counts, and only as it stands at that moment: whoever
//! approves holds the people, so no touch and no other office changes a record between the look and the writing.

use super::{
    reach::{Reach, deciding},
    tried::{TRIES, tried},
};
use crate::{Call, Change, Error, Result, fee, site::with_resource};
use domain::{
    access::Action,
    history::{
        Approval,
        approval::{ApprovedNow, Case, Decision, Left, Pick, Picks, mark, may_take},
    },
    id::{BusinessId, RosterId, SiteId, StructureId, TechnicianId},
    listing::PART_ROWS,
    time::YearMonth,
};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use store::{
    ConnectionTrait, Fault,
    history::{self, Decided, Moves, Record, RecordKey, SiteOfCount},
    rows::Insertions,
};
use uuid::Uuid;

/// People whose days are approved by one call: those of a page.
pub const PEOPLE_AT_ONCE_MAX: usize = PART_ROWS;
/// Nobody's days were picked.
const NOTHING_PICKED: &str = "history.nothing_picked";
/// More people than [`PEOPLE_AT_ONCE_MAX`].
const TOO_MANY: &str = "history.too_many";

pub(super) type Places = HashMap<RosterId, StructureId>;

/// What is asked: of whom, what, where and by whom.
pub(super) struct Asked<'a> {
    site: SiteId,
    /// 現場名.
    pub name: String,
    of: SiteOfCount,
    month: YearMonth,
    picks: &'a Picks,
    /// Absent: the register itself.
    by: Option<BusinessId>,
    reach: Reach,
}

impl<'a> Asked<'a> {
    /// Errors: as [`approve`], but for nothing picked.
    pub async fn of(call: &Call, site: SiteId, month: YearMonth, picks: &'a Picks) -> Result<Self> {
        let db = call.db.read();
        let (found, resource) = with_resource(call, db, site).await?;
        let scope = call.authorize(Action::HistoryApprove, &resource)?;
        fee::require_good_standing(call, db).await?;
        if picks.len() > PEOPLE_AT_ONCE_MAX {
            return Err(Error::rejected(TOO_MANY));
        }
        let by = deciding(call, &scope);
        let reach = Reach::of(call, db, &scope, &found).await?;
        let of = SiteOfCount { prime: found.prime, prefecture: found.prefecture };
        Ok(Self { site, name: found.name, of, month, picks, by, reach })
    }
    /// The records picked, by person and day.
    pub fn keys(&self) -> Vec<RecordKey> {
        let days = |(technician, pick): (&TechnicianId, &Pick)| {
            let (technician, site) = (*technician, self.site);
            let key = move |date| RecordKey { technician, date, site };
            pick.days().dates(self.month).map(key).collect::<Vec<_>>()
        };
        self.picks.iter().flat_map(days).collect()
    }
}

/// Approves what was picked of a month at a site, as far as it can be; what is left is counted by its reason. What was
/// approved before stays as it is, so the same once more does nothing.
///
/// Errors: `NotFound`; `Forbidden` for who takes no part in the site or may only look; `fee.limited`;
/// `history.nothing_picked`, `history.too_many`; `Unavailable` where others were in the way again and again.
pub async fn approve(call: &Call, site: SiteId, month: YearMonth, picks: &Picks) -> Result<ApprovedNow> {
    let asked = Asked::of(call, site, month, picks).await?;
    if picks.values().all(|pick| pick.days().is_empty()) {
        return Err(Error::rejected(NOTHING_PICKED));
    }
    let done = tried(TRIES, || write(call, &asked)).await?;
    call.outside.live.tell(picks.keys().copied());
    Ok(done)
}

async fn write(call: &Call, asked: &Asked<'_>) -> Result<ApprovedNow> {
    let tx = call.db.begin().await?;
    match in_transaction(call, &tx, asked).await {
        Ok(done) => {
            tx.commit().await?;
            Ok(done)
        }
        Err(fault) => {
            // The fault is the one to tell; a connection that is gone rolls back by itself.
            let _ = tx.rollback().await;
            Err(fault.into())
        }
    }
}

async fn in_transaction(
    call: &Call,
    tx: &impl ConnectionTrait,
    asked: &Asked<'_>,
) -> core::result::Result<ApprovedNow, Fault> {
    history::hold(tx, &asked.picks.keys().copied().collect()).await?;
    let keys = asked.keys();
    let before = history::records_of_days(tx, &keys).await?;
    let places = places(tx, asked, &before).await?;
    let stored: HashMap<RecordKey, &Record> = before.iter().map(|record| (record.key, record)).collect();
    let mut done = ApprovedNow::default();
    let mut taken: Vec<Record> = Vec::new();
    let mut moves = Moves::default();
    for key in keys {
        let was = stored.get(&key).copied();
        match as_approved(call, asked, was, &places) {
            Ok(record) => {
                if let Some(was) = was {
                    moves.record(was, asked.of, -1);
                }
                moves.record(&record, asked.of, 1);
                taken.push(record);
            }
            Err(left) => *done.left.entry(left).or_default() += 1,
        }
    }
    if taken.is_empty() {
        return Ok(done);
    }
    let people: BTreeSet<TechnicianId> = taken.iter().map(|record| record.key.technician).collect();
    done.records = number(taken.len());
    done.people = number(people.len());
    for technician in people {
        moves.changed(technician, asked.month);
    }
    let event = call.noted(tx, change(asked, &done)).await?;
    let decided = decisions(call, tx, asked, &taken, event).await?;
    let mut writing = Insertions::default();
    history::add_records(&mut writing, &taken)?;
    history::add_decided(&mut writing, &decided);
    history::add_counts(&mut writing, &moves, &before, history::office_stripe(asked.site));
    writing.write(tx).await?;
    Ok(done)
}

/// The places under which the records' lines stand, where they matter.
async fn places(
    tx: &impl ConnectionTrait,
    asked: &Asked<'_>,
    records: &[Record],
) -> core::result::Result<Places, Fault> {
    if matches!(asked.reach, Reach::All) {
        return Ok(Places::new());
    }
    let here = records.iter().filter(|record| record.key.site == asked.site);
    store::roster::places_of(tx, &here.filter_map(|record| record.roster).collect()).await
}

/// A picked record as approved. Errors: why it is left.
pub(super) fn as_approved(
    call: &Call,
    asked: &Asked<'_>,
    was: Option<&Record>,
    places: &Places,
) -> core::result::Result<Record, Left> {
    let was = was.ok_or(Left::Gone)?;
    let place = was.roster.and_then(|line| places.get(&line).copied());
    if !asked.reach.approves(place, was.key.date) {
        // Of what is not seen nothing is told, not even that it is there.
        return Err(if asked.reach.sees(was, place) { Left::NotYours } else { Left::Gone });
    }
    let pick = asked.picks.get(&was.key.technician).copied().unwrap_or_default();
    may_take(mark(&case(was), call.now()), pick.picked(was.key.date))?;
    Ok(Record { approval: Approval::Approved, ..was.clone() })
}

/// A record as the rule of approving looks at it.
pub(crate) const fn case(record: &Record) -> Case {
    Case {
        date: record.key.date,
        first_in: record.first_in,
        last_out: record.last_out,
        inside_since: record.inside_since,
        approval: record.approval,
        listed: record.roster.is_some(),
        complete: record.trade.is_some() && record.role.is_some(),
    }
}

/// The decisions that approve `taken`: one a person and paper, in the turn after the last.
async fn decisions(
    call: &Call,
    tx: &impl ConnectionTrait,
    asked: &Asked<'_>,
    taken: &[Record],
    event: Uuid,
) -> core::result::Result<Vec<Decided>, Fault> {
    let days = history::by_paper(taken.iter().map(|record| (record.key, record.paper())));
    let mut turns = history::last_turns(tx, &days.keys().map(|(of, _)| *of).collect()).await?;
    let decide = |((of, paper), days)| {
        let turn = turns.entry(of).or_default();
        *turn += 1;
        let (at, by) = (call.now(), asked.by);
        Decided { of, turn: *turn, kind: Decision::Approved, days, at, by, event: Some(event), paper }
    };
    Ok(days.into_iter().map(decide).collect())
}

/// One event an act, however many records: the decisions name it.
fn change(asked: &Asked<'_>, done: &ApprovedNow) -> Change {
    Change {
        process: "history.approve",
        subject_kind: "site",
        subject_id: asked.site.to_string(),
        new: Some(json!({ "month": asked.month, "people": done.people, "records": done.records })),
        ..Change::default()
    }
}

pub(super) fn number(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
