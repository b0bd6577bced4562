//! 訂正: registered data that the office puts right. Invariant: what one person enters another approves, and never the same;
//! nothing in the register changes before that, and what was there is kept.
//!
//! Source: 10-registration.md, Review (two-person rule for corrections; Corrections, 2020 development No. 71).

mod check;
mod data;
mod employment;
mod shown;

use crate::{
    card::batch::is_printed,
    id::{AccountId, BusinessId, CorrectionId, TechnicianId},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use check::{Checked, checked, overfull};
pub use data::{Data, STRUCK_OUT, is_put_right, lists, lists_of, pages, technician_fields};
pub use employment::{Concerned, EmploymentRows, concerned, employment_rows, first_other_day, is_begun, is_touched};
pub use shown::{Changed, Manner};

/// Longest reason, characters.
pub const REASON_CHARS_MAX: u32 = 500;

/// Name of the picture's field.
pub const PHOTO: &str = "photo";

/// Whose data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", content = "id", rename_all = "snake_case")]
pub enum Subject {
    /// 技能者.
    Technician(TechnicianId),
    /// 事業者.
    Business(BusinessId),
}

/// Where a correction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionState {
    /// Entered; waits for another person.
    Waiting,
    /// Approved: the register says so.
    Made,
    /// Not approved.
    Refused,
    /// Taken back by who entered it.
    Withdrawn,
}

impl CorrectionState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Made, Self::Refused, Self::Withdrawn];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Waiting => 1,
            Self::Made => 2,
            Self::Refused => 3,
            Self::Withdrawn => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
}

/// What is done with a correction that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Approve it.
    Approve,
    /// Not approve it.
    Refuse,
    /// Take it back.
    Withdraw,
}

/// Why something cannot be done with a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotDecidable {
    /// It has been decided.
    #[error("it no longer waits")]
    Decided,
    /// Who entered it does not approve or refuse it.
    #[error("entered by the same person")]
    Own,
    /// Only who entered it takes it back.
    #[error("entered by somebody else")]
    NotOwn,
}

/// Where a decision leads. Two people at least look at every change of the register: who entered it can only take it back,
/// everybody else can only approve or refuse it. Errors: [`NotDecidable`].
pub fn decide(
    state: CorrectionState,
    decision: Decision,
    entered_by: AccountId,
    by: AccountId,
) -> Result<CorrectionState, NotDecidable> {
    let own = entered_by == by;
    match (state, decision) {
        (CorrectionState::Waiting, Decision::Approve | Decision::Refuse) if own => Err(NotDecidable::Own),
        (CorrectionState::Waiting, Decision::Withdraw) if !own => Err(NotDecidable::NotOwn),
        (CorrectionState::Waiting, Decision::Approve) => Ok(CorrectionState::Made),
        (CorrectionState::Waiting, Decision::Refuse) => Ok(CorrectionState::Refused),
        (CorrectionState::Waiting, Decision::Withdraw) => Ok(CorrectionState::Withdrawn),
        _ => Err(NotDecidable::Decided),
    }
}

/// Whether what changed is where somebody is reached: then they are told where they were reached before, too.
pub fn is_contact(field: &str) -> bool {
    matches!(field, "phone" | "mail")
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionRow {
    /// Which.
    pub id: CorrectionId,
    /// Whose data.
    pub subject: Subject,
    /// Name of the person or business.
    pub name: String,
    /// Where it stands.
    pub state: CorrectionState,
    /// Who entered it.
    pub entered_by: String,
    /// When.
    pub entered_at: Instant,
    /// Names of the fields and items of lists that change, in page order.
    pub fields: Vec<String>,
}

/// A correction with all somebody needs to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the page shows or not")]
pub struct CorrectionCase {
    /// Which, whose, and where it stands.
    pub row: CorrectionRow,
    /// Why.
    pub reason: String,
    /// Fields and items of lists before and after, in page order; of the photo only that it changes.
    pub changed: Vec<Changed>,
    /// Whether there was a photo before.
    pub photo_before: bool,
    /// Whether a photo was sent.
    pub photo_after: bool,
    /// Whether a new card is ordered with it, for which nothing is asked.
    pub new_card: bool,
    /// Names of the businesses whose employments change, by 事業者ID.
    pub businesses: BTreeMap<BusinessId, String>,
    /// Whether employments of days that had gone by when it was entered change.
    pub past_employments: bool,
    /// Whether the one who asks entered it.
    pub own: bool,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by: String,
    /// What they wrote.
    pub decision_reason: String,
}

impl CorrectionCase {
    /// Whether the person's card says something else from now on.
    pub fn is_on_card(&self) -> bool {
        matches!(self.row.subject, Subject::Technician(_)) && self.changed.iter().any(|one| is_printed(&one.field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_one_person_enters_another_approves() {
        let (one, other) = (AccountId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
        for (decision, by, expected) in [
            (Decision::Approve, other, Ok(CorrectionState::Made)),
            (Decision::Approve, one, Err(NotDecidable::Own)),
            (Decision::Refuse, other, Ok(CorrectionState::Refused)),
            (Decision::Refuse, one, Err(NotDecidable::Own)),
            (Decision::Withdraw, one, Ok(CorrectionState::Withdrawn)),
            (Decision::Withdraw, other, Err(NotDecidable::NotOwn)),
        ] {
            assert_eq!(decide(CorrectionState::Waiting, decision, one, by), expected, "{decision:?}");
            for ended in [CorrectionState::Made, CorrectionState::Refused, CorrectionState::Withdrawn] {
                assert_eq!(decide(ended, decision, one, by), Err(NotDecidable::Decided), "{ended:?} {decision:?}");
            }
        }
    }

    #[test]
    fn every_state_is_read_as_it_is_stored() {
        for state in CorrectionState::ALL {
            assert_eq!(CorrectionState::from_stored(state.number()), Some(state));
        }
        assert_eq!(CorrectionState::from_stored(0), None);
    }
}
