//! 申請: from a draft to an issued ID. Invariant: the states and transitions below are all there are; whatever changes an
//! application's state asks [`next`] first (10-registration.md, Review).

mod code;
mod fit;
mod look;
mod mending;
mod queue;
pub mod sought;
pub mod usual;
mod verdict;
mod view;

use crate::{business::Filing, technician::Stage, time::WorkDate};
use serde::{Deserialize, Serialize};

pub use code::{CodesSent, TypedNumber, may_send_code, sent_code_opens, sent_codes_closed};
pub use fit::FieldKind;
pub use look::{Flaw, Look, MEASURED_SIDE};
pub use mending::{Mending, Onward, STOOD_BY, again, onward};
pub use queue::{FiledBy, PRIORITY_HEAD_MS, QueueAge, QueueCount, QueueFilter, QueueOrder, place};
pub use verdict::{
    Asked, Counts, DeficiencyReason, EXPLANATION_CHARS_MAX, Judgment, Verdict, may_approve, may_return, shows_numbers,
    unsaid, wants_word,
};
pub use view::{
    ApplicantView, AutoCheck, BusinessDraft, Deficiency, Finding, IssuedIds, LicenceFound, OtherCase, PHOTO_HEIGHT_MIN,
    PHOTO_WIDTH_MIN, PhotoInfo, QueueRow, ReviewCase, ReviewField, ReviewNote, TechnicianDraft, TrailLine,
};

/// What is applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationKind {
    /// 技能者登録 簡略型.
    TechnicianSimple,
    /// 事業者登録.
    Business,
    /// 技能者登録 詳細型.
    TechnicianDetailed,
    /// 技能者登録 簡略型→詳細型, by a registered technician.
    TechnicianUpgrade,
    /// 事業者登録の更新, by a registered business.
    BusinessRenewal,
    /// 事業者登録の変更, by a registered business.
    BusinessChange,
    /// 技能者登録（簡略型）の変更, by a registered technician.
    TechnicianSimpleChange,
    /// 技能者登録（詳細型）の変更, by a registered technician.
    TechnicianChange,
}

impl ApplicationKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::TechnicianSimple,
        Self::TechnicianDetailed,
        Self::TechnicianUpgrade,
        Self::TechnicianSimpleChange,
        Self::TechnicianChange,
        Self::Business,
        Self::BusinessRenewal,
        Self::BusinessChange,
    ];
    /// What a business applies for; `None` for a technician.
    pub const fn filing(self) -> Option<Filing> {
        match self {
            Self::Business => Some(Filing::Registration),
            Self::BusinessRenewal => Some(Filing::Renewal),
            Self::BusinessChange => Some(Filing::Change),
            Self::TechnicianSimple
            | Self::TechnicianDetailed
            | Self::TechnicianUpgrade
            | Self::TechnicianSimpleChange
            | Self::TechnicianChange => None,
        }
    }
    /// The business's kind of a filing.
    pub const fn of_filing(filing: Filing) -> Self {
        match filing {
            Filing::Registration => Self::Business,
            Filing::Renewal => Self::BusinessRenewal,
            Filing::Change => Self::BusinessChange,
        }
    }
    /// How much a technician is asked; `None` for a business.
    pub const fn stage(self) -> Option<Stage> {
        match self {
            Self::TechnicianSimple => Some(Stage::Simple),
            Self::TechnicianDetailed => Some(Stage::Detailed),
            Self::TechnicianUpgrade => Some(Stage::Upgrade),
            Self::TechnicianSimpleChange => Some(Stage::SimpleChange),
            Self::TechnicianChange => Some(Stage::Change),
            Self::Business | Self::BusinessRenewal | Self::BusinessChange => None,
        }
    }
    /// The technician's kind of a stage.
    pub const fn of_stage(stage: Stage) -> Self {
        match stage {
            Stage::Simple => Self::TechnicianSimple,
            Stage::Detailed => Self::TechnicianDetailed,
            Stage::Upgrade => Self::TechnicianUpgrade,
            Stage::SimpleChange => Self::TechnicianSimpleChange,
            Stage::Change => Self::TechnicianChange,
        }
    }
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::TechnicianSimple => 1,
            Self::Business => 2,
            Self::TechnicianDetailed => 3,
            Self::TechnicianUpgrade => 4,
            Self::BusinessRenewal => 5,
            Self::BusinessChange => 6,
            Self::TechnicianSimpleChange => 7,
            Self::TechnicianChange => 8,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
    /// Stable word for catalogues and filters.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TechnicianSimple => "technician_simple",
            Self::Business => "business",
            Self::TechnicianDetailed => "technician_detailed",
            Self::TechnicianUpgrade => "technician_upgrade",
            Self::BusinessRenewal => "business_renewal",
            Self::BusinessChange => "business_change",
            Self::TechnicianSimpleChange => "technician_simple_change",
            Self::TechnicianChange => "technician_change",
        }
    }
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 下書き.
    Draft,
    /// 申請ずみ, waiting for a reviewer.
    Submitted,
    /// 審査中.
    InReview,
    /// 不備あり, waiting for the applicant.
    Returned,
    /// 承認ずみ, nothing asked for yet.
    Approved,
    /// 支払い待ち.
    AwaitingPayment,
    /// 登録ずみ: the ID is issued.
    Completed,
    /// 取り下げ.
    Withdrawn,
    /// 不承認.
    Rejected,
}

impl State {
    /// Every state, in the order of the way.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Submitted,
        Self::InReview,
        Self::Returned,
        Self::Approved,
        Self::AwaitingPayment,
        Self::Completed,
        Self::Withdrawn,
        Self::Rejected,
    ];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Draft => 1,
            Self::Submitted => 2,
            Self::InReview => 3,
            Self::Returned => 4,
            Self::Approved => 5,
            Self::AwaitingPayment => 6,
            Self::Completed => 7,
            Self::Withdrawn => 8,
            Self::Rejected => 9,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
    /// Stable word for catalogues and filters.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::AwaitingPayment => "awaiting_payment",
            Self::Completed => "completed",
            Self::Withdrawn => "withdrawn",
            Self::Rejected => "rejected",
        }
    }
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
    /// Nothing leads out of it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Withdrawn | Self::Rejected)
    }
    /// The applicant has applied, and has neither got it nor been refused.
    pub const fn is_applied(self) -> bool {
        match self {
            Self::Submitted | Self::InReview | Self::Returned | Self::Approved | Self::AwaitingPayment => true,
            Self::Draft | Self::Completed | Self::Withdrawn | Self::Rejected => false,
        }
    }
    /// The applicant may change the form.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

/// What is done to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    /// The applicant hands it in.
    Submit,
    /// A reviewer takes it from the queue.
    Claim,
    /// A reviewer puts it back.
    Release,
    /// 不備: back to the applicant.
    Return,
    /// The applicant hands in what was wrong; it comes back to the reviewer who returned it.
    Resubmit,
    /// Every field is good.
    Approve,
    /// A fee is asked for.
    RequestPayment,
    /// The ID is issued: the fee is paid, or there is none.
    Complete,
    /// The applicant takes it back.
    Withdraw,
    /// It cannot be put right.
    Reject,
}

impl Transition {
    /// Every transition.
    pub const ALL: [Self; 10] = [
        Self::Submit,
        Self::Claim,
        Self::Release,
        Self::Return,
        Self::Resubmit,
        Self::Approve,
        Self::RequestPayment,
        Self::Complete,
        Self::Withdraw,
        Self::Reject,
    ];
    /// Stable word for events and trails.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Claim => "claim",
            Self::Release => "release",
            Self::Return => "return",
            Self::Resubmit => "resubmit",
            Self::Approve => "approve",
            Self::RequestPayment => "request_payment",
            Self::Complete => "complete",
            Self::Withdraw => "withdraw",
            Self::Reject => "reject",
        }
    }
}

/// An application in this state cannot be treated so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not in this state")]
pub struct NotAllowed {
    /// The state it is in.
    pub state: State,
    /// What was tried.
    pub transition: Transition,
}

/// The state a transition leads to. Errors: [`NotAllowed`].
///
/// `Approved` leads to `Completed` directly where the fee is ¥0 (一人親方): [`after_approval`] says which.
pub const fn next(state: State, transition: Transition) -> Result<State, NotAllowed> {
    let to = match (state, transition) {
        (State::Draft, Transition::Submit) | (State::InReview, Transition::Release) => State::Submitted,
        (State::Submitted, Transition::Claim) | (State::Returned, Transition::Resubmit) => State::InReview,
        (State::InReview, Transition::Return) => State::Returned,
        (State::InReview, Transition::Approve) => State::Approved,
        (State::InReview, Transition::Reject) => State::Rejected,
        (State::Approved, Transition::RequestPayment) => State::AwaitingPayment,
        (State::Approved | State::AwaitingPayment, Transition::Complete) => State::Completed,
        (
            State::Draft | State::Submitted | State::InReview | State::Returned | State::AwaitingPayment,
            Transition::Withdraw,
        ) => State::Withdrawn,
        _ => return Err(NotAllowed { state, transition }),
    };
    Ok(to)
}

/// What follows an approval: payment, or completion at once where nothing is to be paid (10-registration.md).
pub const fn after_approval(fee: crate::fee::Yen) -> Transition {
    if fee.is_zero() { Transition::Complete } else { Transition::RequestPayment }
}

/// 受付番号: day and running number of that day, `2026-1121-00417`.
pub fn reference_number(day: WorkDate, running: i64) -> String {
    format!("{:04}-{:04}-{running:05}", day.number() / 10_000, day.number() % 10_000)
}

#[cfg(test)]
mod tests;
