//! Where a notice leads. Invariant: every kind leads each of its readers to a page of theirs.

use super::{NoticeKind, PERSON, Reader, Value, Values};

impl NoticeKind {
    /// The page that says more to a reader, below the address of the server; values are those of the notice. What
    /// somebody who is registered has applied for stands on a page of theirs, which any browser of theirs opens.
    pub fn page(self, values: &Values, reader: Reader) -> String {
        match self {
            // What a business files for others stands in a list of its own.
            _ if reader == Reader::Business && values.contains_key(PERSON) => "/business/proxy".to_owned(),
            // What is to be paid, with the way to pay.
            Self::FeeDue if reader == Reader::Technician => "/passport/fees".to_owned(),
            Self::FeeDue if reader == Reader::Business => "/business/fees".to_owned(),
            Self::ApplicationReceived | Self::ApplicationReturned | Self::ApplicationRejected | Self::FeeDue => {
                match (reader, values.get("number")) {
                    (Reader::Technician, _) => "/passport/more".to_owned(),
                    (Reader::Business, _) => "/business/registration".to_owned(),
                    (Reader::Applicant, Some(Value::Text(number))) => format!("/register/{number}"),
                    (Reader::Applicant, _) => "/register".to_owned(),
                }
            }
            Self::FirmRegisteredByProxy => "/business".to_owned(),
            Self::RegistrationCompleted if reader == Reader::Business => "/business".to_owned(),
            Self::ConsentAsked | Self::ClientConsentAsked => match values.get("number") {
                Some(Value::Text(number)) => format!("/register/{number}"),
                _ => "/register".to_owned(),
            },
            Self::RegistrationCompleted | Self::RegisteredByProxy => "/passport".to_owned(),
            Self::RecoveryAsked | Self::RecoveryGranted | Self::RecoveryRefused | Self::ContactChanged => {
                match reader {
                    Reader::Technician => "/passport/more".to_owned(),
                    Reader::Applicant | Reader::Business => "/recover".to_owned(),
                }
            }
            Self::DataChanged if reader == Reader::Technician => "/passport/registration".to_owned(),
            Self::EmploymentAsked | Self::EmploymentEnding => "/passport/employments".to_owned(),
            Self::EmploymentBegun | Self::EmploymentEnded | Self::EmploymentRefused | Self::EmploymentObjected => {
                "/business/employments".to_owned()
            }
            Self::CorrectionMade => match reader {
                Reader::Business => "/business/registration".to_owned(),
                Reader::Technician | Reader::Applicant => "/passport/registration".to_owned(),
            },
            Self::AppointmentCalledOff => "/business/appointment".to_owned(),
            Self::SurveyAsked | Self::SurveyReminder => "/business/survey".to_owned(),
            Self::InvoiceMade | Self::InvoiceSoon | Self::InvoiceLast | Self::LogInLimited => {
                match (reader, values.get("application")) {
                    (Reader::Technician, _) => "/passport/fees".to_owned(),
                    (Reader::Business, _) => "/business/fees".to_owned(),
                    (Reader::Applicant, Some(Value::Text(number))) => format!("/register/{number}"),
                    (Reader::Applicant, _) => "/register".to_owned(),
                }
            }
            Self::ReliefGranted | Self::ReliefRefused => "/business/fees".to_owned(),
            Self::CardIssued
            | Self::CardRevoked
            | Self::ReissueFeeDue
            | Self::ReissueOrdered
            | Self::CardReturned
            | Self::CardOutdated => "/passport/card".to_owned(),
            Self::RenewalOpens
            | Self::RenewalSoon
            | Self::RenewalLast
            | Self::RenewalReminder
            | Self::Renewed
            | Self::FilingBegun
            | Self::DataChanged => "/business/registration".to_owned(),
        }
    }
}
