//! 訂正: registered data that the office puts right. Invariant: what one person enters another approves, and never the same;
//! nothing in the register changes before that, and what was there is kept.
//!
//! Source: 10-registration.md, Review (two-person rule for corrections; Corrections, 2020 development No. 71).

use crate::{
    business::{self, BusinessForm},
    id::{AccountId, BusinessId, CorrectionId, TechnicianId},
    technician::TechnicianForm,
    time::Instant,
};
use serde::{Deserialize, Serialize};

/// Longest reason, characters.
pub const REASON_CHARS_MAX: u32 = 500;

/// Name of the picture's field.
pub const PHOTO: &str = "photo";

/// What can be put right of a person, in page order.
pub const TECHNICIAN_FIELDS: [&str; 21] = [
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "family_roman",
    "given_roman",
    "alias",
    "birth_date",
    "sex",
    "nationality",
    "postcode",
    "prefecture",
    "address",
    "phone",
    "mail",
    PHOTO,
    "trade_1",
    "trade_2",
    "trade_3",
    "trade_4",
    "experience_years",
];

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

/// Registered data in the shape of its form; the photo stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "form", rename_all = "snake_case")]
pub enum Data {
    /// Of a person.
    Technician(Box<TechnicianForm>),
    /// Of a business.
    Business(Box<BusinessForm>),
}

impl Data {
    /// What can be put right, in page order.
    pub fn fields(&self) -> &'static [&'static str] {
        match self {
            Self::Technician(_) => &TECHNICIAN_FIELDS,
            Self::Business(_) => business::REGISTERED,
        }
    }
    /// What stands in a field; empty for the photo.
    pub fn typed(&self, field: &str) -> String {
        match self {
            Self::Technician(form) => form.typed(field),
            Self::Business(form) => form.typed(field),
        }
        .unwrap_or_default()
    }
    /// Names of the fields in which two differ, in page order; the photo is the caller's to add.
    pub fn changed(&self, after: &Self) -> Vec<&'static str> {
        self.fields().iter().copied().filter(|field| self.typed(field) != after.typed(field)).collect()
    }
}

/// Whether what changed stands on the card, so that the card in use says something else.
pub fn is_on_card(field: &str) -> bool {
    matches!(
        field,
        "family_name" | "given_name" | "family_kana" | "given_kana" | "family_roman" | "given_roman" | PHOTO
    )
}

/// Whether what changed is where somebody is reached: then they are told where they were reached before, too.
pub fn is_contact(field: &str) -> bool {
    matches!(field, "phone" | "mail")
}

/// A field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Name of the field.
    pub field: String,
    /// What was registered.
    pub before: String,
    /// What is to be registered.
    pub after: String,
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
    /// Names of the fields that change.
    pub fields: Vec<String>,
}

/// A correction with all somebody needs to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionCase {
    /// Which, whose, and where it stands.
    pub row: CorrectionRow,
    /// Why.
    pub reason: String,
    /// Fields before and after, in page order; of the photo only that it changes.
    pub changed: Vec<Changed>,
    /// Whether there was a photo before.
    pub photo_before: bool,
    /// Whether a photo was sent.
    pub photo_after: bool,
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
        matches!(self.row.subject, Subject::Technician(_)) && self.changed.iter().any(|one| is_on_card(&one.field))
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

    #[test]
    fn every_field_of_a_person_is_one_of_the_form_and_a_change_of_it_is_seen() {
        let before = TechnicianForm::default();
        for field in TECHNICIAN_FIELDS {
            let mut after = before.clone();
            let input = if field == "birth_date" { "birth_day" } else { field };
            assert_eq!(after.set(input, "1"), field != PHOTO, "{field}");
            let (old, new) = (Data::Technician(Box::new(before.clone())), Data::Technician(Box::new(after)));
            let expected = if field == PHOTO { Vec::new() } else { vec![field] };
            assert_eq!(old.changed(&new), expected);
        }
    }

    #[test]
    fn names_and_the_photo_stand_on_the_card_and_nothing_else() {
        let on_card: Vec<&str> = TECHNICIAN_FIELDS.into_iter().filter(|field| is_on_card(field)).collect();
        let expected = ["family_name", "given_name", "family_kana", "given_kana", "family_roman", "given_roman", PHOTO];
        assert_eq!(on_card, expected);
        assert_eq!(TECHNICIAN_FIELDS.into_iter().filter(|field| is_contact(field)).count(), 2);
    }
}
