//! Where a notice leads. Invariant: every kind leads each of its readers to a page of theirs, or nowhere.

use super::{NoticeKind, PERSON, REFERENCE, Reader, Value, Values};
use crate::time::WorkDate;

/// Where a union begins.
const COUNTER: &str = "/counter";

/// The page that says how a request is paid, by its 支払番号 in any grouping.
fn payment_page(reference: &str) -> String {
    let digits: String = reference.chars().filter(char::is_ascii_digit).collect();
    format!("/pay?number={digits}")
}

/// The page on which whoever reads of an application sees it.
fn application_page(values: &Values, reader: Reader) -> String {
    match (reader, values.get("number")) {
        (Reader::Technician, _) => "/passport/more".to_owned(),
        (Reader::Business, _) => "/business/registration".to_owned(),
        (Reader::Union, _) => COUNTER.to_owned(),
        (Reader::Applicant, Some(Value::Text(number))) => format!("/register/{number}"),
        (Reader::Applicant, _) => "/register".to_owned(),
    }
}

/// The page on which whoever reads of a request sees how it is paid.
fn request_page(values: &Values, reader: Reader) -> String {
    match (reader, values.get("number")) {
        (Reader::Technician, _) => "/passport/fees".to_owned(),
        (Reader::Business, _) => "/business/fees".to_owned(),
        (Reader::Union, _) => COUNTER.to_owned(),
        (Reader::Applicant, Some(Value::Text(reference))) => payment_page(reference),
        (Reader::Applicant, _) => "/pay".to_owned(),
    }
}

impl NoticeKind {
    /// The page a message leads to that leaves the register: as [`Self::page`], but for what a person is to pay. Who holds the
    /// number sees that without a log-in, which not everybody registered on paper has yet.
    pub fn page_outside(self, values: &Values, reader: Reader) -> Option<String> {
        let number = match self {
            Self::FeeDue => values.get(REFERENCE),
            Self::ReissueFeeDue
            | Self::LevelFeeDue
            | Self::InvoiceMade
            | Self::InvoiceSoon
            | Self::InvoiceLast
            | Self::PaymentShort
            | Self::PaymentNotCounted
            | Self::PaymentOver => values.get("number"),
            _ => None,
        };
        match (reader, number) {
            (Reader::Technician, Some(Value::Text(number))) => Some(payment_page(number)),
            _ => self.page(values, reader),
        }
    }
    /// What is told in its place of an application whose consent was signed on paper and that another handed in; `None`
    /// where it is the same.
    pub const fn on_paper(self) -> Option<Self> {
        match self {
            Self::ApplicationReceived => Some(Self::PaperReceived),
            Self::ApplicationReturned => Some(Self::PaperReturned),
            Self::ApplicationRejected => Some(Self::PaperRejected),
            _ => None,
        }
    }
    /// Whether a short message says all of it, not its subject alone: what has to be typed, or what no page says.
    pub const fn is_told_whole(self) -> bool {
        matches!(self, Self::PaperReceived | Self::ResumeCodeSent)
    }
    /// The page of a notice about work: days, what is said of them, and labour in a disaster.
    fn page_of_work(self, values: &Values, reader: Reader) -> String {
        match (self, reader) {
            (Self::LabourOffered | Self::LabourBegun, _) => "/passport/labour".to_owned(),
            (Self::LabourProposed | Self::LabourAsked | Self::LabourChanged, _) => "/counter/labour".to_owned(),
            (Self::LabourAgreed | Self::LabourNamed, _) => "/business/labour".to_owned(),
            (Self::ClaimMade | Self::ClaimAnswered | Self::ClaimPassed | Self::ClaimDecided, Reader::Business) => {
                "/business/claims".to_owned()
            }
            (Self::ClaimMade | Self::ClaimAnswered | Self::ClaimPassed | Self::ClaimDecided, _) => {
                "/passport/history/claim".to_owned()
            }
            _ => days_of(values, reader),
        }
    }
    /// The page that says more to a reader, below the address of the server; values are those of the notice. What
    /// somebody who is registered has applied for stands on a page of theirs, which any browser of theirs opens. `None`
    /// for who has no page: who signed on paper never had the code that the page of an application asks for.
    #[expect(clippy::too_many_lines, reason = "every kind by its name: the compiler asks where a new one leads")]
    pub fn page(self, values: &Values, reader: Reader) -> Option<String> {
        Some(match self {
            Self::PaperReceived | Self::PaperReturned | Self::PaperRejected if reader == Reader::Applicant => {
                return None;
            }
            // What a business files for others stands in a list of its own.
            _ if reader == Reader::Business && values.contains_key(PERSON) => "/business/proxy".to_owned(),
            // What is to be paid, with the way to pay.
            Self::FeeDue if reader == Reader::Technician => "/passport/fees".to_owned(),
            Self::FeeDue if reader == Reader::Business => "/business/fees".to_owned(),
            // Who filed on paper has no code for the page of the application; the number they pay with is enough.
            Self::FeeDue if let Some(Value::Text(reference)) = values.get(REFERENCE) => payment_page(reference),
            Self::ApplicationReceived
            | Self::ApplicationReturned
            | Self::ApplicationRejected
            | Self::PaperReceived
            | Self::PaperReturned
            | Self::PaperRejected
            | Self::ResumeCodeSent
            | Self::FeeDue => application_page(values, reader),
            Self::FirmRegisteredByProxy | Self::StructureInvited => "/business".to_owned(),
            Self::RosterMoved | Self::StructureEnded | Self::StructureResumed | Self::TouchesResumed => {
                "/business/sites".to_owned()
            }
            Self::RegistrationCompleted if reader == Reader::Business => "/business".to_owned(),
            Self::ConsentAsked | Self::ClientConsentAsked => match values.get("number") {
                Some(Value::Text(number)) => format!("/register/{number}"),
                _ => "/register".to_owned(),
            },
            Self::RegistrationCompleted | Self::RegisteredByProxy => "/passport".to_owned(),
            Self::RecoveryAsked | Self::RecoveryGranted | Self::RecoveryRefused | Self::ContactChanged => {
                match reader {
                    Reader::Technician => "/passport/more".to_owned(),
                    Reader::Applicant | Reader::Business | Reader::Union => "/recover".to_owned(),
                }
            }
            Self::DataChanged if reader == Reader::Technician => "/passport/registration".to_owned(),
            Self::EmploymentAsked | Self::EmploymentEnding => "/passport/employments".to_owned(),
            Self::EmploymentBegun | Self::EmploymentEnded | Self::EmploymentRefused | Self::EmploymentObjected => {
                "/business/employments".to_owned()
            }
            Self::LabourProposed
            | Self::LabourAsked
            | Self::LabourChanged
            | Self::LabourOffered
            | Self::LabourBegun
            | Self::LabourAgreed
            | Self::LabourNamed
            | Self::HistoryRefused
            | Self::HistoryWithdrawn
            | Self::HistoryRecalled
            | Self::EntryRecalled
            | Self::HistoryEntered
            | Self::HistoryWaiting
            | Self::ClaimMade
            | Self::ClaimAnswered
            | Self::ClaimPassed
            | Self::ClaimDecided => self.page_of_work(values, reader),
            // What was put right stands in the notice itself.
            Self::EmploymentCorrected => "/business/notices".to_owned(),
            Self::CorrectionMade => match reader {
                Reader::Business => "/business/registration".to_owned(),
                Reader::Technician | Reader::Applicant | Reader::Union => "/passport/registration".to_owned(),
            },
            Self::AppointmentCalledOff => "/business/appointment".to_owned(),
            Self::SurveyAsked | Self::SurveyReminder => "/business/survey".to_owned(),
            Self::InvoiceMade
            | Self::InvoiceSoon
            | Self::InvoiceLast
            | Self::LogInLimited
            | Self::PaymentShort
            | Self::PaymentNotCounted
            | Self::PaymentOver => request_page(values, reader),
            Self::ReliefGranted | Self::ReliefRefused => "/business/fees".to_owned(),
            Self::PasswordRenewed => "/business/accounts".to_owned(),
            Self::CardIssued
            | Self::CardRevoked
            | Self::ReissueFeeDue
            | Self::ReissueOrdered
            | Self::CardReturned
            | Self::CardOutdated => "/passport/card".to_owned(),
            Self::LevelFeeDue
            | Self::LevelReceived
            | Self::LevelGranted
            | Self::LevelRefused
            | Self::LevelWithdrawn => "/passport/level".to_owned(),
            Self::QualificationEnding => "/passport/qualifications".to_owned(),
            Self::PassportShown => "/passport/looks".to_owned(),
            Self::RenewalOpens
            | Self::RenewalSoon
            | Self::RenewalLast
            | Self::RenewalReminder
            | Self::Renewed
            | Self::RegisteredAnew
            | Self::FilingBegun
            | Self::DataChanged => "/business/registration".to_owned(),
        })
    }
}

/// Where a notice about days of work leads: a business to its sites, the person to the first of the days.
fn days_of(values: &Values, reader: Reader) -> String {
    match (reader, values.get("day"), values.get("days")) {
        (Reader::Business, ..) => "/business/sites".to_owned(),
        (_, Some(Value::Day(day)), _) => days_page(Some(*day)),
        (_, _, Some(Value::Days(days))) => days_page(days.first().copied()),
        _ => days_page(None),
    }
}

/// The month of a person's days.
fn days_page(day: Option<WorkDate>) -> String {
    day.map_or_else(
        || "/passport/history".to_owned(),
        |day| format!("/passport/history?month={}", day.month().number()),
    )
}
