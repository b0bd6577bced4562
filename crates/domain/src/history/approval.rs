//! 承認: what of a person's days may be approved, by a cell or by many at once, and who takes an approval back. Invariant:
//! a day is approved as it stands and with all that a level needs; what is left is named by its reason, never passed over
//! in silence.
//!
//! Source: 20-sites-and-history.md (provisional until approved by the prime or an upper tier, in bulk, by day or
//! month); the 入退場 and 名簿 that a bulk leaves out, and that a day must be over, are ours (docs/decisions/0023).

use super::{Approval, DaySet, is_inside};
use crate::{
    id::{BusinessId, TechnicianId},
    time::{Instant, WorkDate, YearMonth},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was decided of days. Of a day the last decision counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Approved.
    Approved,
    /// The approval was taken back.
    Withdrawn,
    /// The approved day is no more: its touches have come to another working day.
    Lapsed,
}

impl Decision {
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Approved => 1,
            Self::Withdrawn => 2,
            Self::Lapsed => 3,
        }
    }
    /// From the stored number.
    pub const fn from_stored(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Approved),
            2 => Some(Self::Withdrawn),
            3 => Some(Self::Lapsed),
            _ => None,
        }
    }
}

/// A record as the rule looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// The working day.
    pub date: WorkDate,
    /// First in.
    pub first_in: Option<Instant>,
    /// Last out.
    pub last_out: Option<Instant>,
    /// Since when the person is inside by the day's touches.
    pub inside_since: Option<Instant>,
    /// Provisional or approved.
    pub approval: Approval,
    /// It has a line of the roster (not 施工体制未登録).
    pub listed: bool,
    /// 職種 and 立場 are known.
    pub complete: bool,
}

/// How a record stands, the first that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// 承認ずみ.
    Approved,
    /// 入場中.
    Inside,
    /// The working day is not over.
    NotOver,
    /// 名簿なし, and nobody has said 職種 and 立場: a level could not count it.
    Incomplete,
    /// 名簿なし, with 職種 and 立場 as a partner sent them.
    Unlisted,
    /// 入場なし.
    NoIn,
    /// 退場なし.
    NoOut,
    /// 承認待ち.
    Waiting,
}

/// How a record stands at `now`.
pub fn mark(case: &Case, now: Instant) -> Mark {
    if case.approval == Approval::Approved {
        Mark::Approved
    } else if is_inside(case.inside_since, now) {
        Mark::Inside
    } else if case.date >= now.date() {
        Mark::NotOver
    } else if !case.complete {
        Mark::Incomplete
    } else if !case.listed {
        Mark::Unlisted
    } else if case.first_in.is_none() {
        Mark::NoIn
    } else if case.last_out.is_none() {
        Mark::NoOut
    } else {
        Mark::Waiting
    }
}

/// By what a record was picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked {
    /// By its own cell: somebody has looked at it.
    One,
    /// With others: a row, a column, a page.
    Many,
}

/// Why a record that was picked is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// It is approved.
    Already,
    /// The person is inside.
    Inside,
    /// The day is not over.
    NotOver,
    /// Not on the roster, and without 職種 or 立場: it is put on the roster first.
    Incomplete,
    /// Not on the roster: it is put there first, or approved by its own cell.
    Unlisted,
    /// Without an in or an out: approved by its own cell only.
    Half,
    /// Another's to approve.
    NotYours,
    /// There is no such record any more.
    Gone,
}

impl Left {
    /// Every reason, in the order they are told.
    pub const ALL: [Self; 8] = [
        Self::Half,
        Self::Unlisted,
        Self::Incomplete,
        Self::Inside,
        Self::NotOver,
        Self::NotYours,
        Self::Already,
        Self::Gone,
    ];
}

/// Whether a record that stands so is approved when it is picked so. Errors: why it is left.
pub const fn may_take(mark: Mark, picked: Picked) -> Result<(), Left> {
    match (mark, picked) {
        (Mark::Waiting, _) | (Mark::NoIn | Mark::NoOut | Mark::Unlisted, Picked::One) => Ok(()),
        (Mark::NoIn | Mark::NoOut, Picked::Many) => Err(Left::Half),
        (Mark::Unlisted, Picked::Many) => Err(Left::Unlisted),
        (Mark::Incomplete, _) => Err(Left::Incomplete),
        (Mark::Approved, _) => Err(Left::Already),
        (Mark::Inside, _) => Err(Left::Inside),
        (Mark::NotOver, _) => Err(Left::NotOver),
    }
}

/// What was picked of one person's month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pick {
    /// By their own cells.
    pub one: DaySet,
    /// With others.
    pub many: DaySet,
}

impl Pick {
    /// All the days.
    pub const fn days(self) -> DaySet {
        self.one.with(self.many)
    }
    /// How a day of them was picked; its own cell says more than its row.
    pub const fn picked(self, day: WorkDate) -> Picked {
        if self.one.contains(day) { Picked::One } else { Picked::Many }
    }
}

/// What was picked of a site's month, by person.
pub type Picks = BTreeMap<TechnicianId, Pick>;

/// What became of what was picked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ApprovedNow {
    /// Records that are approved now and were not before.
    pub records: u32,
    /// The people they are of.
    pub people: u32,
    /// Records that were left, by reason.
    pub left: BTreeMap<Left, u32>,
}

/// What approving what was picked would come to, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// 現場名.
    pub site: String,
    /// Which month.
    pub month: YearMonth,
    /// Records that would be approved.
    pub records: u32,
    /// The people they are of.
    pub people: u32,
    /// Records that were entered by hand among them.
    pub by_hand: u32,
    /// They by company, most records first.
    pub companies: Vec<CompanyPart>,
    /// Records that would be left, by reason.
    pub left: BTreeMap<Left, u32>,
    /// What was picked without what would be left.
    pub picks: Picks,
}

/// A company's part of what was picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyPart {
    /// Its name; absent where the records know no employer.
    pub name: Option<String>,
    /// Records.
    pub records: u32,
    /// The people they are of.
    pub people: u32,
}

/// Of decisions in their order, which days stand approved.
pub fn standing(decisions: impl IntoIterator<Item = (Decision, DaySet)>) -> DaySet {
    decisions.into_iter().fold(DaySet::EMPTY, |stand, (decision, days)| match decision {
        Decision::Approved => stand.with(days),
        Decision::Withdrawn | Decision::Lapsed => stand.without(days),
    })
}

/// Why an approval is not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotWithdrawn {
    /// It is another's: of who gave it, and of the prime.
    NotYours,
    /// The last day for it has gone by.
    Passed {
        /// That last day.
        last: WorkDate,
    },
}

/// Whether `by` takes an approval back on `today`: the business that gave it, or the prime, until `last`
/// (`deadline::last_day`). Absent: the register itself, which may at any time. `given_by` is absent where the register
/// gave it. Errors: why not.
///
/// Source: 20-sites-and-history.md (decisions: withdrawal; put right within the deadline); whose it is, is ours.
pub fn may_withdraw(
    by: Option<BusinessId>,
    (prime, given_by): (BusinessId, Option<BusinessId>),
    (today, last): (WorkDate, WorkDate),
) -> Result<(), NotWithdrawn> {
    match by {
        Some(own) if own != prime && given_by != Some(own) => Err(NotWithdrawn::NotYours),
        Some(_) if today > last => Err(NotWithdrawn::Passed { last }),
        None | Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests;
