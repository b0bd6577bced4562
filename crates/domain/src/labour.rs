//! 労働者供給: in a disaster a union supplies its members to a prime that employs them itself (直用). Invariant: never more are
//! named than were passed on, nor more passed on than the prime asked for; and nobody is employed who has not agreed.
//!
//! Source: 20-sites-and-history.md, Labour supply in disasters; general-meeting-11 資料6 p.5-7 (steps ① to ⑨). That an
//! acceptance can be taken back until the employment begins, and what is stated of the terms, are ours.

mod form;
mod view;
mod wage;

use crate::{
    form::{FieldProblem, Problem, reader},
    id::BusinessId,
    technician::Engagement,
    time::WorkDate,
};
use serde::{Deserialize, Serialize};

pub use form::{
    AgreementEntry, AgreementForm, PaidForm, Passing, RequestEntry, RequestForm, RequestLimits, UnionContact, people_in,
};
pub use view::{AgreementRow, CallRow, OfferRow, OwnOffer, RequestRow, StepRow, Terms, UnionRow};
pub use wage::{Published, WAGE_YEN_MAX, Wages, published};

/// The most people one request asks for a day.
pub const PEOPLE_MAX: i64 = 9_999;

/// One of the nine steps of a supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// ① 労働協約.
    Agreement,
    /// ② The prime asks: place, period, 人工.
    Request,
    /// ③ The union passes it on to a local union.
    Passed,
    /// ④ The local union recruits on stated terms.
    Offered,
    /// ⑤ The person accepts, or takes that back.
    Accepted,
    /// ⑥ 名簿: the local union to the union.
    Listed,
    /// ⑦ 名簿: the union to the prime.
    Named,
    /// ⑧ 直用: the prime employs.
    Employed,
    /// ⑨ Wages are paid by the named payer.
    Paid,
}

impl Step {
    /// Every step in its order.
    pub const ALL: [Self; 9] = [
        Self::Agreement,
        Self::Request,
        Self::Passed,
        Self::Offered,
        Self::Accepted,
        Self::Listed,
        Self::Named,
        Self::Employed,
        Self::Paid,
    ];
    /// 1 to 9, as stored and as the source counts them.
    pub const fn number(self) -> i16 {
        match self {
            Self::Agreement => 1,
            Self::Request => 2,
            Self::Passed => 3,
            Self::Offered => 4,
            Self::Accepted => 5,
            Self::Listed => 6,
            Self::Named => 7,
            Self::Employed => 8,
            Self::Paid => 9,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.number() == number)
    }
}

/// Who took a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 元請.
    Prime,
    /// 組合の本部.
    Union,
    /// 地域の組合.
    Local,
    /// The person.
    Person,
}

impl Side {
    /// All, in the order of the flow.
    pub const ALL: [Self; 4] = [Self::Prime, Self::Union, Self::Local, Self::Person];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Prime => 1,
            Self::Union => 2,
            Self::Local => 3,
            Self::Person => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.number() == number)
    }
}

/// Where an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementState {
    /// The prime proposed it.
    Proposed,
    /// Both have agreed.
    Concluded,
    /// The union declined.
    Declined,
}

impl AgreementState {
    /// All.
    pub const ALL: [Self; 3] = [Self::Proposed, Self::Concluded, Self::Declined];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Proposed => 1,
            Self::Concluded => 2,
            Self::Declined => 3,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
}

/// Where an offer to a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    /// ④ The person has not answered.
    Offered,
    /// ⑤ They accepted.
    Accepted,
    /// ⑥ They stand on the local union's list.
    Listed,
    /// ⑦ They stand on the list the prime has.
    Named,
    /// ⑧ The prime employs them.
    Employed,
    /// They declined, or took their acceptance back.
    Declined,
    /// The local union took it back.
    Withdrawn,
}

/// What is done to an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferAct {
    /// The person accepts.
    Accept,
    /// The person declines.
    Decline,
    /// The local union takes it back.
    Withdraw,
    /// The local union hands its list in.
    List,
    /// The union hands the list on.
    Name,
    /// The prime employs.
    Employ,
}

impl OfferState {
    /// All, those that take a place first.
    pub const ALL: [Self; 7] =
        [Self::Offered, Self::Accepted, Self::Listed, Self::Named, Self::Employed, Self::Declined, Self::Withdrawn];
    /// As stored; up to 5 it takes a place.
    pub const fn number(self) -> i16 {
        match self {
            Self::Offered => 1,
            Self::Accepted => 2,
            Self::Listed => 3,
            Self::Named => 4,
            Self::Employed => 5,
            Self::Declined => 6,
            Self::Withdrawn => 7,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
    /// Whether the person has agreed and it holds.
    pub const fn is_accepted(self) -> bool {
        matches!(self, Self::Accepted | Self::Listed | Self::Named | Self::Employed)
    }
}

impl OfferAct {
    /// All.
    pub const ALL: [Self; 6] = [Self::Accept, Self::Decline, Self::Withdraw, Self::List, Self::Name, Self::Employ];
}

/// It cannot be done to an offer that stands so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not in this state")]
pub struct NotNow;

/// Where an act leads: the one transition table. Errors: [`NotNow`].
pub const fn next(state: OfferState, act: OfferAct) -> Result<OfferState, NotNow> {
    use {OfferAct as Act, OfferState as S};
    match (state, act) {
        (S::Offered, Act::Accept) => Ok(S::Accepted),
        // Nobody is made to work: what was accepted can be taken back until the employment begins.
        (S::Offered | S::Accepted | S::Listed | S::Named, Act::Decline) => Ok(S::Declined),
        (S::Offered, Act::Withdraw) => Ok(S::Withdrawn),
        (S::Accepted, Act::List) => Ok(S::Listed),
        (S::Listed, Act::Name) => Ok(S::Named),
        (S::Named, Act::Employ) => Ok(S::Employed),
        _ => Err(NotNow),
    }
}

/// How many people a request asked for and how far they came; each number counts those of the next too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// ② People a day the prime asked for.
    pub asked: i64,
    /// ③ Passed on to local unions.
    pub passed: i64,
    /// ④ Offered to people who did not decline.
    pub offered: i64,
    /// ⑤ Accepted.
    pub accepted: i64,
    /// ⑥ On a local union's list.
    pub listed: i64,
    /// ⑦ On the prime's list.
    pub named: i64,
    /// ⑧ Employed.
    pub employed: i64,
}

impl Numbers {
    /// Whether no number contradicts the one before it.
    pub fn is_consistent(self) -> bool {
        [self.asked, self.passed, self.offered, self.accepted, self.listed, self.named, self.employed, 0]
            .is_sorted_by(|before, after| before >= after)
    }
    /// The fewest and most people the prime may ask for now: never fewer than were passed on.
    pub fn may_ask(self) -> (i64, i64) {
        (self.passed.max(1), PEOPLE_MAX)
    }
}

/// The fewest and most people a local union may be asked for. `elsewhere`: passed on to others; `offered`: offered by it
/// already, where it was asked before.
pub fn may_pass(asked: i64, elsewhere: i64, offered: Option<i64>) -> (i64, i64) {
    // Once asked it may be asked for none, so that others are asked for them.
    (offered.unwrap_or(1), asked - elsewhere)
}

/// Whether a local union asked for `people` may offer one more place, `offered` of which are taken.
pub const fn may_offer(people: i64, offered: i64) -> bool {
    offered < people
}

/// The first day of somebody's employment: of the period, or the day they accepted where that is later.
pub fn first_day(from: WorkDate, accepted_on: WorkDate) -> WorkDate {
    from.max(accepted_on)
}

/// What becomes of a person's employments when the prime employs them for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Employing {
    /// They are employed there all the time already.
    Stands,
    /// A secondary employment begins on the first day.
    Begins,
    /// The one that began on this day, and would end within the period, lasts to its end.
    Lasts(WorkDate),
    /// Employments there begin and end within the period: somebody must look.
    Unclear,
}

/// See [`Employing`]. `engaged`: all of the person's employments; `first` and `last`: of the period.
pub fn employing(engaged: &[Engagement], prime: BusinessId, (first, last): (WorkDate, WorkDate)) -> Employing {
    let within = |of: &&Engagement| {
        of.business == prime && of.from <= last && of.until.is_none_or(|until| until >= first && until >= of.from)
    };
    let there: Vec<&Engagement> = engaged.iter().filter(within).collect();
    match there.as_slice() {
        [] => Employing::Begins,
        [of] if of.from <= first && of.until.is_none_or(|until| until >= last) => Employing::Stands,
        [of] if of.from <= first => Employing::Lasts(of.from),
        _ => Employing::Unclear,
    }
}

/// A number of people as typed, within `(min, max)`. Errors: the problem, beside `field`.
fn people(field: &str, typed: &str, (min, max): (i64, i64)) -> Result<i64, FieldProblem> {
    let plain = reader::plain(typed);
    let read = if plain.is_empty() { Err(Problem::Missing) } else { reader::whole(&plain, min, max) };
    read.map_err(|problem| FieldProblem::new(field, problem))
}

#[cfg(test)]
mod tests;
