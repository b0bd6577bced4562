//! 通知: what people are told, when, and by which way. Invariant: a notice is a kind with values, never a sentence; words
//! are made by `i18n` in the language of whoever reads it, and what a kind's words need is said here.
//!
//! Source: 10-registration.md (Review: return and approval; Businesses: renewal notices 6, 2 and 1 month before).

pub mod choice;
mod kind;
mod letter;
mod line;
mod page;
mod returned;
mod way;

use crate::{
    application::{ApplicationKind, Deficiency, sent_code_opens},
    appointment::Slot,
    fee::Yen,
    history::recall::RecallReason,
    level::{
        Level,
        application::{RefusalReason, WithdrawalReason},
    },
    technician::Engagement,
    time::{Instant, WorkDate, YearMonth},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use kind::NoticeKind;
pub use letter::{BATCH_LETTERS_MAX, Envelope, LetterBatch, LetterLine};
pub use line::{LostLine, NoticeLine};
pub use returned::{AsideLine, AsideReason, NoStatusCode, ReturnCause, StatusCode};
pub use way::{
    ARRIVAL_MS, DeliveryState, LINE_UNITS_MAX, Medium, TRIES_MAX, e164, fits_line, is_mobile, mail_address, wait_by,
    wait_ms,
};

impl NoticeKind {
    /// Names of the values its words are made with, in alphabetical order.
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            Self::ApplicationReturned => &["count", "items", "name", "number"],
            Self::ApplicationRejected => &["name", "number", "reason"],
            Self::PaperReceived => &["address", "name", "number", "office", "phone"],
            Self::PaperReturned => &["address", "count", "items", "name", "number", "office", "phone"],
            Self::PaperRejected => &["address", "name", "number", "office", "phone", "reason"],
            Self::ResumeCodeSent => &[CODE, "number"],
            Self::FeeDue => &["due", "how", "name", "number", REFERENCE, "yen"],
            Self::ReissueFeeDue | Self::InvoiceMade | Self::InvoiceSoon => &["due", "how", "name", "number", "yen"],
            Self::InvoiceLast | Self::LogInLimited => &["due", "from", "how", "name", "number", "yen"],
            Self::PaymentShort | Self::PaymentNotCounted => &["due", "how", "left", "name", "number", "yen"],
            Self::PaymentOver => &["name", "number", "over", "yen"],
            Self::ReissueOrdered | Self::CardOutdated => &["name"],
            Self::RegistrationCompleted | Self::RegisteredByProxy | Self::FirmRegisteredByProxy => &["id", "name"],
            Self::PasswordRenewed => &[CONTACT, "id", "name"],
            Self::ConsentAsked | Self::ClientConsentAsked => &["business", "name"],
            Self::FilingBegun => &["business", "name", "number"],
            Self::RecoveryRefused => &["number", "reason"],
            Self::CardRevoked | Self::CardReturned | Self::ContactChanged => &[CONTACT, "day", "name"],
            Self::CardIssued
            | Self::RenewalOpens
            | Self::RenewalSoon
            | Self::RenewalLast
            | Self::Renewed
            | Self::RegisteredAnew => &["name", "until"],
            Self::RenewalReminder => &["name", "prime", "until"],
            Self::QualificationEnding => &["qualification", "until"],
            Self::PassportShown => &["day"],
            Self::AppointmentCalledOff => &["day", "name", "office", "phone", "reason"],
            Self::CorrectionMade => &[CONTACT, "fields", "name", "reason"],
            Self::SurveyAsked | Self::SurveyReminder => &["due", "name", "until"],
            Self::ReliefGranted => &["disaster", "name", "until"],
            Self::ReliefRefused => &["disaster", "name", "reason"],
            Self::LevelFeeDue => &["due", "field", "how", "level", "name", "number", "yen"],
            Self::LevelReceived | Self::LevelGranted => &["field", "level", "name"],
            Self::LevelRefused => &["field", "level", "name", "note", "reasons"],
            Self::LevelWithdrawn => &["field", "level", "name", "note", "reason"],
            Self::EmploymentAsked | Self::EmploymentEnding => &["business", "day"],
            Self::EmploymentBegun | Self::EmploymentEnded | Self::EmploymentObjected => &["business", "day", "name"],
            Self::EmploymentCorrected => &["after", "before", "business", CONTACT, "name"],
            Self::LabourProposed => &["business", "day", "until"],
            Self::LabourAsked | Self::LabourChanged => &["business", "count", "day", "site", "until"],
            Self::LabourAgreed => &["day", "union", "until"],
            Self::LabourOffered => &["business", "day", "office", "site", "until", "yen"],
            Self::LabourNamed => &["count", "site", "union"],
            Self::LabourBegun => &["business", "day", "payer", "site", "until"],
            Self::StructureInvited => &["business", "name", "site"],
            Self::StructureEnded | Self::ClaimAnswered => &["business", "day", "site"],
            Self::StructureResumed => &["business", "site"],
            Self::RosterMoved => &["business", "day", "name", "site"],
            Self::TouchesResumed => &["count", "site"],
            Self::HistoryEntered => &["business", "days", "site"],
            Self::HistoryRefused => &["day", "name", "prime", "reason", "site"],
            Self::HistoryWithdrawn => &["business", "days", "reason", "site"],
            Self::HistoryRecalled | Self::EntryRecalled => &[CONTACT, "days", "name", "reason", "site", "why"],
            Self::HistoryWaiting => &["count", "month", "name"],
            Self::ClaimMade => &["business", "day", "name", "site", "until"],
            Self::ClaimPassed => &["day", "name", "site"],
            Self::ClaimDecided => &["day", "name", "reason", "site"],
            // The person's name is not shown to who does not employ them.
            Self::EmploymentRefused => &["business", "id"],
            Self::ApplicationReceived | Self::DataChanged | Self::RecoveryAsked | Self::RecoveryGranted => {
                &["name", "number"]
            }
        }
    }
    /// Whether it also goes to the phone as a short message: what cannot wait for somebody who seldom opens mail.
    pub const fn is_urgent(self) -> bool {
        matches!(
            self,
            Self::ApplicationReturned
                | Self::PaperReturned
                | Self::FeeDue
                | Self::CardRevoked
                | Self::CardReturned
                | Self::RenewalLast
                | Self::ConsentAsked
                | Self::ClientConsentAsked
                | Self::FilingBegun
                | Self::RecoveryAsked
                | Self::RecoveryGranted
                | Self::RecoveryRefused
                | Self::ContactChanged
                | Self::CorrectionMade
                | Self::InvoiceLast
                | Self::PaymentShort
                | Self::PaymentNotCounted
                | Self::AppointmentCalledOff
                | Self::EmploymentAsked
                | Self::EmploymentEnding
                | Self::LabourOffered
        )
    }
    /// Whether it is for who could be reached until now, and must never go to a contact that came after it: somebody else
    /// may have given that one.
    pub const fn is_for_who_was_reached(self) -> bool {
        matches!(self, Self::ContactChanged)
    }
    /// Whether what was told at `told` is of no use at `now` and is to reach nobody any more: a code that opens nothing, or that was
    /// used.
    pub fn is_past(self, values: &Values, told: Instant, now: Instant) -> bool {
        self == Self::ResumeCodeSent && !(values.contains_key(CODE) && sent_code_opens(told, now))
    }
    /// Whether it must reach the person on paper where nothing else does (10-registration.md, Businesses: a letter list).
    pub const fn goes_by_letter(self) -> bool {
        matches!(
            self,
            Self::ApplicationReturned
                | Self::PaperReturned
                | Self::PaperRejected
                | Self::RegisteredByProxy
                | Self::FilingBegun
                | Self::RenewalOpens
                | Self::RenewalSoon
                | Self::RenewalLast
                | Self::CorrectionMade
                | Self::SurveyAsked
                | Self::RecoveryAsked
                | Self::ContactChanged
                | Self::InvoiceMade
                | Self::InvoiceLast
                | Self::PaymentShort
                | Self::PaymentNotCounted
                | Self::EmploymentEnding
        )
    }
}

/// Among the values of what a business is told of somebody it files for: the person's name.
pub const PERSON: &str = "person";

/// Among the values of what asks an applicant for money: 支払番号, grouped.
pub const REFERENCE: &str = "reference";

/// Among the values of what one is to answer where it is not right: whom to tell.
pub const CONTACT: &str = "contact";

/// Among the values of what brings a code: the code. It is taken out once it opens nothing any more.
pub const CODE: &str = "code";

/// Who reads a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// Who has applied and has no log-in yet.
    Applicant,
    /// A registered person.
    Technician,
    /// A registered business.
    Business,
    /// A union: the body of a certified registrar.
    Union,
}

/// A value in a notice's words; how it is written is the language's matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// A name or a number as it is.
    Text(String),
    /// A day.
    Day(WorkDate),
    /// Days, in their order.
    Days(Vec<WorkDate>),
    /// A month.
    Month(YearMonth),
    /// A half day at a counter.
    Slot(Slot),
    /// An amount.
    Yen(Yen),
    /// How one pays: the bank account, where one can be transferred to.
    HowToPay(Option<String>),
    /// Whom to tell that something is not right.
    Contact {
        /// As the register names them; absent where it names nobody.
        at: Option<String>,
        /// The address of the page that opens without a log-in; absent where there is none for who reads it.
        page: Option<String>,
    },
    /// How many.
    Count(i64),
    /// Employments of one person with one business; none where there is none.
    Employments(Vec<Engagement>),
    /// Names of registered fields.
    Fields(Vec<String>),
    /// Why the office took days back.
    Recall(RecallReason),
    /// A level.
    Level(Level),
    /// Why a level was not granted.
    LevelRefusals(Vec<RefusalReason>),
    /// Why a level was taken back.
    LevelWithdrawal(WithdrawalReason),
    /// What is to be put right, in page order.
    Items {
        /// Of which form.
        of: ApplicationKind,
        /// Each with its reason.
        items: Vec<Deficiency>,
    },
    /// What a link holds, sealed; opened for the way it goes out by and never shown.
    Sealed(String),
}

/// The values of a notice by name.
pub type Values = BTreeMap<String, Value>;

#[cfg(test)]
mod tests;
