//! 取り消し by two persons of the office: one asks for days to be taken back, another decides. Invariant: what is taken back, the
//! decision, the counts and the words to those concerned are of one transaction, and the days stand then as they stood when it
//! was asked for.
//!
//! Who decides is `domain::correction::decide`'s to say, as of corrections (docs/decisions/0054).

mod ask;
mod decide;
mod look;

use crate::{Call, Change, Error, Result};
use domain::{
    access::{Action, Denied, Resource},
    history::{
        Approval,
        recall::{Effect, NotTaken, Stands, Takes, effect},
    },
    id::{AccountId, TechnicianId},
    time::YearMonth,
};
use std::{collections::BTreeMap, fmt::Write as _};
use store::{
    ConnectionTrait,
    history::{self as rows, Decided, Entered, Month, Recall, Record, RecordKey},
};

pub use ask::ask as ask_recall;
pub use decide::{agree as agree_to_recall, refuse as refuse_recall, withdraw as withdraw_recall};
pub use look::{may_recall, recall_case, recall_month, recallable, recalls};

/// There is no record of one of the days.
const NO_RECORD: &str = "recall.no_record";
/// One of the days is not approved, or not any more.
const NOT_APPROVED: &str = "recall.not_approved";
/// Nothing that was entered stands for one of the days.
const NOT_BY_HAND: &str = "recall.not_by_hand";

/// The person of the office who acts. Errors: `Forbidden`.
fn clerk(call: &Call) -> Result<AccountId> {
    call.authorize(Action::HistoryRecall, &Resource::Register)?;
    call.actor.account.ok_or(Error::Forbidden(Denied::Role))
}

/// An event of this request.
fn about(it: &Recall, process: &'static str) -> Change {
    Change { process, subject_kind: "recall", subject_id: it.id.to_string(), ..Change::default() }
}

const fn code_of(why: NotTaken) -> &'static str {
    match why {
        NotTaken::NoRecord => NO_RECORD,
        NotTaken::NotApproved => NOT_APPROVED,
        NotTaken::NotByHand => NOT_BY_HAND,
    }
}

fn stands_of(record: &Record) -> Stands {
    Stands { approved: record.approval == Approval::Approved, by_hand: record.by_hand }
}

/// Whether a month is closed for fees. What a record of it cost goes to the next closing, so that nothing is refused for it.
async fn is_closed(db: &impl ConnectionTrait, month: YearMonth) -> Result<bool> {
    Ok(store::fee::usage::last_closed(db).await?.is_some_and(|last| month <= last))
}

/// What a record says that may change without a decision or an entry: another touch, another line of the roster.
fn shown(record: &Record) -> String {
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    let times = [record.first_in, record.last_out].map(|at| number(at.map(|at| at.0)));
    let trade = record.trade.map(|trade| trade.to_string()).unwrap_or_default();
    let roster = record.roster.map(|line| line.to_string()).unwrap_or_default();
    let employer = record.employer.map(|firm| firm.to_string()).unwrap_or_default();
    format!("{}:{}:{employer}:{roster}:{trade}:{}", times[0], times[1], record.touches)
}

/// Days of a request as they stand.
struct Now {
    records: BTreeMap<RecordKey, Record>,
    decided: Vec<Decided>,
    said: BTreeMap<RecordKey, Entered>,
    keys: Vec<RecordKey>,
}

impl Now {
    /// Reads them; where they are taken back, the caller holds the person.
    async fn of(db: &impl ConnectionTrait, of: Month, days: domain::history::DaySet) -> Result<Self> {
        let (technician, site, month): (TechnicianId, _, _) = of;
        let keys: Vec<RecordKey> = days.dates(month).map(|date| RecordKey { technician, date, site }).collect();
        let records = rows::records_of_days(db, &keys).await?;
        Ok(Self {
            records: records
                .into_iter()
                .map(|record| (record.key, record))
                .filter(|(key, _)| keys.contains(key))
                .collect(),
            decided: rows::decisions_of(db, of).await?,
            said: rows::last_entries(db, &keys).await?.into_iter().collect(),
            keys,
        })
    }
    /// What taking back comes to, day by day. Errors: why it cannot be of one of them.
    fn effects(&self, takes: Takes) -> core::result::Result<Vec<(RecordKey, Effect)>, NotTaken> {
        let of = |key: &RecordKey| Ok((*key, effect(takes, self.records.get(key).map(stands_of))?));
        self.keys.iter().map(of).collect()
    }
    /// What the days say: another text where anything of them was decided, entered or touched since.
    fn seen(&self) -> String {
        let mut seen = String::new();
        for key in &self.keys {
            let of_day = self.decided.iter().filter(|one| one.days.contains(key.date));
            let decision = of_day.map(|one| one.turn).max().unwrap_or_default();
            let said = self.said.get(key).map_or(0, |said| said.turn);
            let record = self.records.get(key);
            // Writing to a text never fails.
            let _ = write!(seen, "{}:{decision}:{said}:{};", key.date.number(), record.map(shown).unwrap_or_default());
        }
        seen
    }
}
