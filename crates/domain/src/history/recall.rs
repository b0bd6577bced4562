//! 取り消し by two persons of the register's office: days that were approved, or entered by hand, and should not have been.
//! Invariant: who asks and who decides are two people (`correction::decide`), and nothing is taken back that does not stand as
//! it stood when it was asked for; touches are facts that nobody takes back.
//!
//! Source: 20-sites-and-history.md (decisions: withdrawal; the operator after the deadline; every version is kept). Two persons
//! as for corrections (10-registration.md, Review). The reasons and what can be taken back are ours (docs/decisions/0054).

mod form;
mod shown;

use serde::{Deserialize, Serialize};

pub use form::{FIELDS, RecallEntry, RecallForm, SEARCH_FIELDS, Search, SearchForm, refusal};
pub use shown::{FoundRow, RecallCase, RecallDay, RecallMonth, RecallRow, RecalledDay, SaidLine};

/// Characters of the words beside a reason, and of a refusal's: as many as a reason of an entry has, which a withdrawal takes too.
pub const WORDS_CHARS_MAX: u32 = super::entry::REASON_CHARS_MAX;

/// Why days are to be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecallReason {
    /// Somebody else worked.
    OtherPerson,
    /// It was another day.
    OtherDay,
    /// It was another site.
    OtherSite,
    /// Nobody worked there that day.
    NotWorked,
    /// The same work is recorded elsewhere too.
    Twice,
    /// 職種, 立場 or the employer that was approved is wrong.
    OtherWork,
    /// Anything else, which the words say.
    Other,
}

impl RecallReason {
    /// Every reason, in page order.
    pub const ALL: [Self; 7] = [
        Self::OtherPerson,
        Self::OtherDay,
        Self::OtherSite,
        Self::NotWorked,
        Self::Twice,
        Self::OtherWork,
        Self::Other,
    ];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::OtherPerson => 1,
            Self::OtherDay => 2,
            Self::OtherSite => 3,
            Self::NotWorked => 4,
            Self::Twice => 5,
            Self::OtherWork => 6,
            Self::Other => 7,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OtherPerson => "other_person",
            Self::OtherDay => "other_day",
            Self::OtherSite => "other_site",
            Self::NotWorked => "not_worked",
            Self::Twice => "twice",
            Self::OtherWork => "other_work",
            Self::Other => "other",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What of the days is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Takes {
    /// The approval: the days wait again.
    Approval,
    /// What was entered by hand, and the approval where there is one: the days are what their touches say, or none.
    Entry,
}

impl Takes {
    /// Both, in page order.
    pub const ALL: [Self; 2] = [Self::Approval, Self::Entry];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Approval => 1,
            Self::Entry => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|takes| takes.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Entry => "entry",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|takes| takes.code() == code)
    }
}

/// How a day with a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stands {
    /// It is approved.
    pub approved: bool,
    /// An entry stands for it.
    pub by_hand: bool,
}

impl Stands {
    /// Whether anything of it can be taken back.
    pub const fn can_be_recalled(self) -> bool {
        self.approved || self.by_hand
    }
}

/// What is done to one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Its approval is taken back.
    pub approval: bool,
    /// What was entered of it ends.
    pub entry: bool,
}

/// Why nothing of a day is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// There is no record of it.
    #[error("no record of the day")]
    NoRecord,
    /// It is not approved, or not any more.
    #[error("the day is not approved")]
    NotApproved,
    /// Nothing that was entered stands for it: touches are not taken back.
    #[error("nothing was entered of the day")]
    NotByHand,
}

/// What taking back comes to on a day that stands so; `None`: no record of it. Errors: [`NotTaken`].
pub fn effect(takes: Takes, stands: Option<Stands>) -> Result<Effect, NotTaken> {
    let stands = stands.ok_or(NotTaken::NoRecord)?;
    match takes {
        Takes::Approval if !stands.approved => Err(NotTaken::NotApproved),
        Takes::Entry if !stands.by_hand => Err(NotTaken::NotByHand),
        Takes::Approval => Ok(Effect { approval: true, entry: false }),
        Takes::Entry => Ok(Effect { approval: stands.approved, entry: true }),
    }
}

#[cfg(test)]
mod tests;
