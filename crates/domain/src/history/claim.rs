//! 申し出: a person says that a day of work is missing or that a record is wrong; the business answers, the person agrees
//! or not, and what they do not settle the office of the register decides. Invariant: a claim is in exactly one state,
//! which follows from its steps ([`next`] is the only table), and it changes no record itself.
//!
//! Source: 20-sites-and-history.md (wrong records: the person objects, the business corrects within the deadline, the
//! operator after it; every version is kept). The fourteen days and the one objection are ours (docs/decisions/0032).

mod form;

use crate::{
    history::{Approval, WorkRole, entry::Span},
    id::{BusinessId, ClaimId, SiteId, TechnicianId},
    time::{DAY_MS, Instant, WorkDate},
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

pub use form::{
    ANSWER_FIELDS, Answer, AnswerForm, AnswerKind, CLAIM_FIELDS, ClaimEntry, ClaimForm, ClaimPlace, WORDS_CHARS_MAX,
};

/// How many days a business has to answer.
pub const ANSWER_DAYS: i64 = 14;
/// How many claims of one person may be open at once.
pub const OPEN_MAX: u32 = 60;

/// What is said of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// この日がない: there is no record of it.
    #[default]
    Missing,
    /// この日がちがう: its record is wrong.
    Wrong,
}

impl ClaimKind {
    /// Every kind, in page order.
    pub const ALL: [Self; 2] = [Self::Missing, Self::Wrong];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Missing => 1,
            Self::Wrong => 2,
        }
    }
    /// From the stored number.
    pub const fn from_stored(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Missing),
            2 => Some(Self::Wrong),
            _ => None,
        }
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Wrong => "wrong",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// Whose day it is.
    Person,
    /// The business that was asked.
    Business,
    /// The office of the register.
    Office,
    /// The register itself, because a day has gone by.
    Register,
}

impl Party {
    /// Everybody.
    pub const ALL: [Self; 4] = [Self::Person, Self::Business, Self::Office, Self::Register];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Person => 1,
            Self::Business => 2,
            Self::Office => 3,
            Self::Register => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|party| party.number() == number)
    }
}

/// A step after the first, by which a claim was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimAct {
    /// The day was entered.
    Entered,
    /// The record was put right, or its approval taken back for that.
    Corrected,
    /// It was not agreed to, with a reason.
    Refused,
    /// The person takes it back.
    Withdrawn,
    /// It goes to the office: the time for an answer is over, or the person wishes so.
    Passed,
    /// The person agrees to what was done.
    Confirmed,
    /// The person does not agree to what was done.
    Objected,
    /// The office decided for the person.
    Upheld,
    /// The office decided against the person.
    Dismissed,
}

impl ClaimAct {
    /// Every step.
    pub const ALL: [Self; 9] = [
        Self::Entered,
        Self::Corrected,
        Self::Refused,
        Self::Withdrawn,
        Self::Passed,
        Self::Confirmed,
        Self::Objected,
        Self::Upheld,
        Self::Dismissed,
    ];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Entered => 1,
            Self::Corrected => 2,
            Self::Refused => 3,
            Self::Withdrawn => 4,
            Self::Passed => 5,
            Self::Confirmed => 6,
            Self::Objected => 7,
            Self::Upheld => 8,
            Self::Dismissed => 9,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.number() == number)
    }
    /// The use case, as events name it.
    pub const fn process(self) -> &'static str {
        match self {
            Self::Entered => "claim.enter",
            Self::Corrected => "claim.correct",
            Self::Refused => "claim.refuse",
            Self::Withdrawn => "claim.withdraw",
            Self::Passed => "claim.pass",
            Self::Confirmed => "claim.confirm",
            Self::Objected => "claim.object",
            Self::Upheld => "claim.uphold",
            Self::Dismissed => "claim.dismiss",
        }
    }
}

/// How a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// The business is to answer.
    Waiting,
    /// The business has done something; the person is to agree.
    Answered,
    /// The person did not agree; the business is to answer once more.
    Reopened,
    /// The business has done something once more; the person is to agree.
    AnsweredAgain,
    /// The business did not agree; the person may leave it so or ask the office.
    Refused,
    /// The office is to decide.
    Passed,
    /// Settled: the person agreed.
    Confirmed,
    /// The person took it back.
    Withdrawn,
    /// The office decided for the person.
    Upheld,
    /// The office decided against the person.
    Dismissed,
}

impl ClaimState {
    /// Every state.
    pub const ALL: [Self; 10] = [
        Self::Waiting,
        Self::Answered,
        Self::Reopened,
        Self::AnsweredAgain,
        Self::Refused,
        Self::Passed,
        Self::Confirmed,
        Self::Withdrawn,
        Self::Upheld,
        Self::Dismissed,
    ];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Waiting => 1,
            Self::Answered => 2,
            Self::Reopened => 3,
            Self::AnsweredAgain => 4,
            Self::Refused => 5,
            Self::Passed => 6,
            Self::Confirmed => 7,
            Self::Withdrawn => 8,
            Self::Upheld => 9,
            Self::Dismissed => 10,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
    /// Whether the business is to answer.
    pub const fn waits_for_business(self) -> bool {
        matches!(self, Self::Waiting | Self::Reopened)
    }
    /// Whether something may still be done about it.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Confirmed | Self::Withdrawn | Self::Upheld | Self::Dismissed)
    }
    /// Whether the office sees it: what was passed to it, and what it decided.
    pub const fn is_offices(self) -> bool {
        matches!(self, Self::Passed | Self::Upheld | Self::Dismissed)
    }
}

/// The step cannot be taken from where the claim stands, or not by that party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a step of this claim now")]
pub struct NotNow;

/// Where a step leads. Errors: [`NotNow`].
pub const fn next(from: ClaimState, act: ClaimAct, by: Party) -> Result<ClaimState, NotNow> {
    use ClaimState as S;
    Ok(match (by, act, from) {
        (Party::Business, ClaimAct::Entered | ClaimAct::Corrected, S::Waiting) => S::Answered,
        (Party::Business, ClaimAct::Entered | ClaimAct::Corrected, S::Reopened) => S::AnsweredAgain,
        (Party::Business, ClaimAct::Refused, S::Waiting | S::Reopened) => S::Refused,
        (Party::Person, ClaimAct::Confirmed, S::Answered | S::AnsweredAgain) => S::Confirmed,
        (Party::Person, ClaimAct::Objected, S::Answered) => S::Reopened,
        // A second time it is not the business that is asked.
        (Party::Person, ClaimAct::Passed, S::AnsweredAgain | S::Refused)
        | (Party::Register, ClaimAct::Passed, S::Waiting | S::Reopened) => S::Passed,
        (Party::Person, ClaimAct::Withdrawn, S::Waiting | S::Reopened | S::Refused | S::Passed) => S::Withdrawn,
        (Party::Office, ClaimAct::Upheld, S::Passed) => S::Upheld,
        (Party::Office, ClaimAct::Dismissed, S::Passed) => S::Dismissed,
        _ => return Err(NotNow),
    })
}

/// Until when a business is to answer what is said on `said`: fourteen days, at the latest the day it can still put the
/// day right on (`last`, [`super::deadline::last_day`]).
pub fn answer_by(said: WorkDate, last: WorkDate) -> WorkDate {
    said.start().plus_ms(ANSWER_DAYS * DAY_MS).date().min(last)
}

/// Whether the time for an answer is over on `today`: it is the office's then.
pub fn is_overdue(state: ClaimState, answer_by: WorkDate, today: WorkDate) -> bool {
    state.waits_for_business() && today > answer_by
}

/// A claim as its parties see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRow {
    /// Which.
    pub id: ClaimId,
    /// Whose day.
    pub technician: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// What is said.
    pub kind: ClaimKind,
    /// Where, as far as it is known.
    pub site: Option<SiteId>,
    /// Its name, as registered or as the person typed it.
    pub site_name: String,
    /// The business that is to answer; absent where there is none and the office decides.
    pub asked: Option<BusinessId>,
    /// Its name.
    pub asked_name: Option<String>,
    /// The working day.
    pub day: WorkDate,
    /// When the person came and went, as they say.
    pub span: Span,
    /// In the person's words; may be empty.
    pub words: String,
    /// When it was made.
    pub made_at: Instant,
    /// Until when the business is to answer.
    pub answer_by: WorkDate,
    /// How it stands.
    pub state: ClaimState,
}

/// A step as its parties see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimStep {
    /// What was done.
    pub act: ClaimAct,
    /// By whom.
    pub by: Party,
    /// Why or how, where it was said.
    pub words: Option<String>,
    /// When.
    pub at: Instant,
}

/// What is recorded of the day now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRecord {
    /// In and out.
    pub span: Span,
    /// 所属事業者名.
    pub employer: Option<String>,
    /// 職種.
    pub trade: Option<TradeCode>,
    /// 立場.
    pub role: Option<WorkRole>,
    /// Whether it is approved.
    pub approval: Approval,
}

/// A claim with all that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimCase {
    /// The claim.
    pub row: ClaimRow,
    /// Its steps, in order.
    pub steps: Vec<ClaimStep>,
    /// What is recorded of the day now; absent where nothing is, or the site is not known.
    pub record: Option<ClaimRecord>,
}

#[cfg(test)]
mod tests;
