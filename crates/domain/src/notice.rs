//! 通知: what people are told, when, and by which way. Invariant: a notice is a kind with values, never a sentence; words
//! are made by `i18n` in the language of whoever reads it, and what a kind's words need is said here.
//!
//! Source: 10-registration.md (Review: return and approval; Businesses: renewal notices 6, 2 and 1 month before).

pub mod choice;
mod letter;
mod line;
mod page;
mod returned;
mod way;

use crate::{
    application::{ApplicationKind, Deficiency},
    fee::Yen,
    time::WorkDate,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use letter::{BATCH_LETTERS_MAX, Envelope, LetterBatch, LetterLine};
pub use line::{LostLine, NoticeLine};
pub use returned::{AsideLine, AsideReason, NoStatusCode, ReturnCause, StatusCode};
pub use way::{DeliveryState, Medium, TRIES_MAX, e164, is_mobile, wait_ms};

/// What somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// An application was handed in.
    ApplicationReceived,
    /// 不備: it came back.
    ApplicationReturned,
    /// 不承認.
    ApplicationRejected,
    /// It was approved and a fee is asked for.
    FeeDue,
    /// 登録完了: the ID is issued.
    RegistrationCompleted,
    /// 登録完了, of somebody for whom another filed: they have chosen no password yet.
    RegisteredByProxy,
    /// 代行申請: the person is asked to look at what was entered for them.
    ConsentAsked,
    /// The same of a business for which a scrivener or counter files.
    ClientConsentAsked,
    /// Somebody has begun to file the renewal or change of a business: told where the register reaches it.
    FilingBegun,
    /// 登録完了, of a business for which another filed on paper: a link to choose the first password.
    FirmRegisteredByProxy,
    /// Somebody says they are this person and cannot log in: told where the register reaches the person.
    RecoveryAsked,
    /// They were let in again: a link to choose a password, where they are reached now.
    RecoveryGranted,
    /// They were not.
    RecoveryRefused,
    /// The person is reached elsewhere from now on: told where they were reached before.
    ContactChanged,
    /// A card was made and is on its way.
    CardIssued,
    /// A card was taken out of use.
    CardRevoked,
    /// 再発行: it was asked for, and a fee is due.
    ReissueFeeDue,
    /// 再発行: the new card is being made.
    ReissueOrdered,
    /// The post brought a card back.
    CardReturned,
    /// 再発行: the card in use says something else than the register from now on, and how a new one is asked for.
    CardOutdated,
    /// 更新: six months before the end.
    RenewalOpens,
    /// 更新: two months before the end.
    RenewalSoon,
    /// 更新: one month before the end, only to who has not applied.
    RenewalLast,
    /// 更新: a prime asks its subcontractor to renew.
    RenewalReminder,
    /// 更新: the counter cannot keep an appointment.
    AppointmentCalledOff,
    /// 更新完了.
    Renewed,
    /// 変更完了.
    DataChanged,
    /// 訂正: the office put registered data right.
    CorrectionMade,
    /// 意向調査: what a business whose registration ends intends.
    SurveyAsked,
    /// 意向調査: it has not answered.
    SurveyReminder,
    /// 請求: a business is asked for something it did not ask for on the spot.
    InvoiceMade,
    /// 請求: the due day is near.
    InvoiceSoon,
    /// 請求: the due day is near, and from when a business's log-ins are limited without it.
    InvoiceLast,
    /// 請求: the business's log-ins are limited, and why.
    LogInLimited,
    /// 支払猶予: granted.
    ReliefGranted,
    /// 支払猶予: not granted.
    ReliefRefused,
    /// 所属: a business asks the person to agree that it employs them.
    EmploymentAsked,
    /// 所属: a business said that it employs the person no more.
    EmploymentEnding,
    /// 所属: told to the business, the person is employed there from a day on.
    EmploymentBegun,
    /// 所属: told to the business, the person is employed there no more.
    EmploymentEnded,
    /// 所属: told to the business, the person did not agree.
    EmploymentRefused,
    /// 所属: told to the business, the person says that it goes on.
    EmploymentObjected,
}

impl NoticeKind {
    /// Every kind, in the order of the preview page.
    pub const ALL: [Self; 42] = [
        Self::ApplicationReceived,
        Self::ApplicationReturned,
        Self::ApplicationRejected,
        Self::FeeDue,
        Self::RegistrationCompleted,
        Self::RegisteredByProxy,
        Self::ConsentAsked,
        Self::ClientConsentAsked,
        Self::FilingBegun,
        Self::FirmRegisteredByProxy,
        Self::RecoveryAsked,
        Self::RecoveryGranted,
        Self::RecoveryRefused,
        Self::ContactChanged,
        Self::CardIssued,
        Self::CardRevoked,
        Self::ReissueFeeDue,
        Self::ReissueOrdered,
        Self::CardReturned,
        Self::CardOutdated,
        Self::RenewalOpens,
        Self::RenewalSoon,
        Self::RenewalLast,
        Self::RenewalReminder,
        Self::AppointmentCalledOff,
        Self::Renewed,
        Self::DataChanged,
        Self::CorrectionMade,
        Self::SurveyAsked,
        Self::SurveyReminder,
        Self::InvoiceMade,
        Self::InvoiceSoon,
        Self::InvoiceLast,
        Self::LogInLimited,
        Self::ReliefGranted,
        Self::ReliefRefused,
        Self::EmploymentAsked,
        Self::EmploymentEnding,
        Self::EmploymentBegun,
        Self::EmploymentEnded,
        Self::EmploymentRefused,
        Self::EmploymentObjected,
    ];
    /// Stable word, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ApplicationReceived => "application_received",
            Self::ApplicationReturned => "application_returned",
            Self::ApplicationRejected => "application_rejected",
            Self::FeeDue => "fee_due",
            Self::RegistrationCompleted => "registration_completed",
            Self::RegisteredByProxy => "registered_by_proxy",
            Self::ConsentAsked => "consent_asked",
            Self::ClientConsentAsked => "client_consent_asked",
            Self::FilingBegun => "filing_begun",
            Self::FirmRegisteredByProxy => "firm_registered_by_proxy",
            Self::RecoveryAsked => "recovery_asked",
            Self::RecoveryGranted => "recovery_granted",
            Self::RecoveryRefused => "recovery_refused",
            Self::ContactChanged => "contact_changed",
            Self::CardIssued => "card_issued",
            Self::CardRevoked => "card_revoked",
            Self::ReissueFeeDue => "reissue_fee_due",
            Self::ReissueOrdered => "reissue_ordered",
            Self::CardReturned => "card_returned",
            Self::CardOutdated => "card_outdated",
            Self::RenewalOpens => "renewal_opens",
            Self::RenewalSoon => "renewal_soon",
            Self::RenewalLast => "renewal_last",
            Self::RenewalReminder => "renewal_reminder",
            Self::AppointmentCalledOff => "appointment_called_off",
            Self::Renewed => "renewed",
            Self::DataChanged => "data_changed",
            Self::CorrectionMade => "correction_made",
            Self::SurveyAsked => "survey_asked",
            Self::SurveyReminder => "survey_reminder",
            Self::InvoiceMade => "invoice_made",
            Self::InvoiceSoon => "invoice_soon",
            Self::InvoiceLast => "invoice_last",
            Self::LogInLimited => "log_in_limited",
            Self::ReliefGranted => "relief_granted",
            Self::ReliefRefused => "relief_refused",
            Self::EmploymentAsked => "employment_asked",
            Self::EmploymentEnding => "employment_ending",
            Self::EmploymentBegun => "employment_begun",
            Self::EmploymentEnded => "employment_ended",
            Self::EmploymentRefused => "employment_refused",
            Self::EmploymentObjected => "employment_objected",
        }
    }
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
    /// Names of the values its words are made with, in alphabetical order.
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            Self::ApplicationReturned => &["count", "items", "name", "number"],
            Self::ApplicationRejected => &["name", "number", "reason"],
            Self::FeeDue | Self::ReissueFeeDue | Self::InvoiceMade | Self::InvoiceSoon => {
                &["due", "name", "number", "yen"]
            }
            Self::InvoiceLast | Self::LogInLimited => &["due", "from", "name", "number", "yen"],
            Self::ReissueOrdered | Self::CardOutdated => &["name"],
            Self::RegistrationCompleted | Self::RegisteredByProxy | Self::FirmRegisteredByProxy => &["id", "name"],
            Self::ConsentAsked | Self::ClientConsentAsked => &["business", "name"],
            Self::FilingBegun => &["business", "name", "number"],
            Self::RecoveryRefused => &["number", "reason"],
            Self::CardRevoked | Self::CardReturned | Self::ContactChanged => &["day", "name"],
            Self::CardIssued | Self::RenewalOpens | Self::RenewalSoon | Self::RenewalLast | Self::Renewed => {
                &["name", "until"]
            }
            Self::RenewalReminder => &["name", "prime", "until"],
            Self::AppointmentCalledOff => &["day", "name", "office", "phone", "reason"],
            Self::CorrectionMade => &["fields", "name", "reason"],
            Self::SurveyAsked | Self::SurveyReminder => &["due", "name", "until"],
            Self::ReliefGranted => &["disaster", "name", "until"],
            Self::ReliefRefused => &["disaster", "name", "reason"],
            Self::EmploymentAsked | Self::EmploymentEnding => &["business", "day"],
            Self::EmploymentBegun | Self::EmploymentEnded | Self::EmploymentObjected => &["business", "day", "name"],
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
                | Self::AppointmentCalledOff
                | Self::EmploymentAsked
                | Self::EmploymentEnding
        )
    }
    /// Whether it is for who could be reached until now, and must never go to a contact that came after it: somebody else
    /// may have given that one.
    pub const fn is_for_who_was_reached(self) -> bool {
        matches!(self, Self::ContactChanged)
    }
    /// Whether it must reach the person on paper where nothing else does (10-registration.md, Businesses: a letter list).
    pub const fn goes_by_letter(self) -> bool {
        matches!(
            self,
            Self::ApplicationReturned
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
                | Self::EmploymentEnding
        )
    }
}

/// Among the values of what a business is told of somebody it files for: the person's name.
pub const PERSON: &str = "person";

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
}

/// A value in a notice's words; how it is written is the language's matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// A name or a number as it is.
    Text(String),
    /// A day.
    Day(WorkDate),
    /// An amount.
    Yen(Yen),
    /// How many.
    Count(i64),
    /// Names of registered fields.
    Fields(Vec<String>),
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
