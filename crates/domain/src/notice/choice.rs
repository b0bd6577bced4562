//! お知らせの届け方: which way a notice goes, by what its reader chose and where they are reached. Invariant: what has a
//! deadline or guards against somebody else leaves the register by at least one way wherever an address is known, whatever was
//! chosen; every notice stands in the list of whoever has a log-in.
//!
//! The source names the ways (10-registration.md, Review: mail/SMS/LINE); which may be switched off is ours.

use super::{Medium, NoticeKind, Reader, is_mobile};
use crate::form::{FieldProblem, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Notices that are chosen for together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// 本人確認と安全: what somebody else may have caused. Always by mail, and by phone where it cannot wait.
    Security,
    /// 期限と決定: what ends badly when nobody reads it. By mail or phone.
    Due,
    /// 手続きの経過: what went as it should.
    Progress,
    /// カード: it is made or on its way.
    Card,
    /// お願い: what a prime or the register asks for.
    Request,
}

impl Topic {
    /// Every topic, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Security, Self::Due, Self::Progress, Self::Card, Self::Request];
    /// Stable word; the name of its field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Due => "due",
            Self::Progress => "progress",
            Self::Card => "card",
            Self::Request => "request",
        }
    }
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Security => 1,
            Self::Due => 2,
            Self::Progress => 3,
            Self::Card => 4,
            Self::Request => 5,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.number() == number)
    }
    /// What a kind of notice is about.
    pub const fn of(kind: NoticeKind) -> Self {
        match kind {
            NoticeKind::RegisteredByProxy
            | NoticeKind::FirmRegisteredByProxy
            | NoticeKind::ConsentAsked
            | NoticeKind::ClientConsentAsked
            | NoticeKind::FilingBegun
            | NoticeKind::RecoveryAsked
            | NoticeKind::RecoveryGranted
            | NoticeKind::RecoveryRefused
            | NoticeKind::ContactChanged
            | NoticeKind::CardRevoked
            | NoticeKind::EmploymentAsked
            | NoticeKind::EmploymentEnding
            | NoticeKind::CorrectionMade => Self::Security,
            NoticeKind::ApplicationReturned
            | NoticeKind::ApplicationRejected
            | NoticeKind::FeeDue
            | NoticeKind::InvoiceMade
            | NoticeKind::InvoiceSoon
            | NoticeKind::InvoiceLast
            | NoticeKind::LogInLimited
            | NoticeKind::ReissueFeeDue
            | NoticeKind::CardReturned
            | NoticeKind::RenewalOpens
            | NoticeKind::RenewalSoon
            | NoticeKind::RenewalLast
            | NoticeKind::AppointmentCalledOff
            | NoticeKind::ReliefRefused => Self::Due,
            NoticeKind::ApplicationReceived
            | NoticeKind::RegistrationCompleted
            | NoticeKind::Renewed
            | NoticeKind::DataChanged
            | NoticeKind::EmploymentBegun
            | NoticeKind::EmploymentEnded
            | NoticeKind::EmploymentRefused
            | NoticeKind::EmploymentObjected
            | NoticeKind::ReliefGranted => Self::Progress,
            NoticeKind::CardIssued | NoticeKind::ReissueOrdered | NoticeKind::CardOutdated => Self::Card,
            NoticeKind::RenewalReminder | NoticeKind::SurveyAsked | NoticeKind::SurveyReminder => Self::Request,
        }
    }
    /// Whether a reader is ever told of it; only who has a log-in chooses.
    pub const fn is_for(self, reader: Reader) -> bool {
        match (self, reader) {
            (_, Reader::Applicant) | (Self::Card, Reader::Business) | (Self::Request, Reader::Technician) => false,
            (_, Reader::Technician | Reader::Business) => true,
        }
    }
    /// Whether it always leaves the register where an address is known.
    pub const fn is_needed(self) -> bool {
        matches!(self, Self::Security | Self::Due)
    }
    /// What may be chosen for it by who is reached so; nothing where it is as it is. One who has no mobile is offered no
    /// short message, one without mail no mail.
    pub fn offered(self, reach: Reach) -> Vec<Choice> {
        let all: &[Choice] = match self {
            Self::Security => &[],
            Self::Due => &[Choice::Usual, Choice::Mail, Choice::Text],
            Self::Progress | Self::Card | Self::Request => &Choice::ALL,
        };
        let can = |choice: &Choice| match choice {
            Choice::Usual | Choice::InApp => true,
            Choice::Mail => reach.mail,
            Choice::Text => reach.mobile,
        };
        all.iter().copied().filter(can).collect()
    }
}

/// What somebody chose for a topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// おまかせ: mail, and the phone where it is urgent or there is no mail.
    #[default]
    Usual,
    /// By mail only.
    Mail,
    /// By short message only.
    Text,
    /// In the list of one's own page only.
    InApp,
}

impl Choice {
    /// Every choice, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Usual, Self::Mail, Self::Text, Self::InApp];
    /// Stable word, as forms send it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Mail => "mail",
            Self::Text => "text",
            Self::InApp => "in_app",
        }
    }
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }
    /// As stored; what is usual is not stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Usual => 0,
            Self::Mail => 1,
            Self::Text => 2,
            Self::InApp => 3,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.number() == number)
    }
}

/// By which ways somebody can be reached at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// There is a mail address.
    pub mail: bool,
    /// There is a number that takes short messages.
    pub mobile: bool,
}

impl Reach {
    /// By what is registered.
    pub fn of(mail: &str, phone: &str) -> Self {
        Self { mail: !mail.trim().is_empty(), mobile: is_mobile(phone.trim()) }
    }
}

/// What somebody chose, by topic; what is not in it is as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices(pub BTreeMap<Topic, Choice>);

impl Choices {
    /// What was chosen for a topic.
    pub fn of(&self, topic: Topic) -> Choice {
        self.0.get(&topic).copied().unwrap_or_default()
    }
    /// What is shown as chosen: what was, where it is still offered.
    pub fn shown(&self, topic: Topic, reach: Reach) -> Choice {
        Some(self.of(topic)).filter(|choice| topic.offered(reach).contains(choice)).unwrap_or_default()
    }
}

/// Reads the page of choices: a word for each topic. What cannot be chosen by `reader`, who is reached so, is a problem of its
/// field; a topic that is as it is needs no word. Errors: every problem, in page order.
pub fn read(reader: Reader, reach: Reach, typed: impl Fn(Topic) -> String) -> Result<Choices, Vec<FieldProblem>> {
    let (mut chosen, mut problems) = (BTreeMap::new(), Vec::new());
    for topic in Topic::ALL.into_iter().filter(|topic| topic.is_for(reader)) {
        let (offered, word) = (topic.offered(reach), typed(topic));
        let problem = match (offered.is_empty(), word.trim(), Choice::from_code(word.trim())) {
            (true, "", _) => None,
            (false, "", _) => Some(Problem::Missing),
            (_, _, Some(choice)) if offered.contains(&choice) => {
                if choice != Choice::Usual {
                    chosen.insert(topic, choice);
                }
                None
            }
            _ => Some(Problem::NotAChoice),
        };
        problems.extend(problem.map(|problem| FieldProblem { field: topic.code().to_owned(), problem }));
    }
    if problems.is_empty() { Ok(Choices(chosen)) } else { Err(problems) }
}

/// How a notice goes out beside the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// By which ways, to which addresses.
    pub ways: Vec<Way>,
    /// Whether it goes on paper, since nothing else reaches and nobody chose so.
    pub letter: bool,
}

/// A way and the address there.
type Way = (Medium, String);

/// The mail address, and the number that takes short messages, where there are such.
fn reached(mail: &str, phone: &str) -> (Option<Way>, Option<Way>) {
    let by_mail = Some(mail.trim()).filter(|text| !text.is_empty()).map(|text| (Medium::Mail, text.to_owned()));
    let by_text = Some(phone.trim()).filter(|digits| is_mobile(digits)).map(|text| (Medium::Text, text.to_owned()));
    (by_mail, by_text)
}

/// How a notice of a kind goes to somebody who chose so and is reached there.
pub fn plan(kind: NoticeKind, choices: &Choices, mail: &str, phone: &str) -> Plan {
    let topic = Topic::of(kind);
    let (by_mail, by_text) = reached(mail, phone);
    let (first, second) = match choices.of(topic) {
        Choice::InApp if !topic.is_needed() => return Plan::default(),
        Choice::Mail if topic != Topic::Security => (by_mail.or(by_text), None),
        Choice::Text if topic != Topic::Security => (by_text.or(by_mail), None),
        Choice::Usual | Choice::Mail | Choice::Text | Choice::InApp => {
            let by_text = by_text.filter(|_| kind.is_urgent() || by_mail.is_none());
            (by_mail, by_text)
        }
    };
    let ways: Vec<_> = first.into_iter().chain(second).collect();
    Plan { letter: ways.is_empty() && kind.goes_by_letter(), ways }
}

/// Where a notice that must arrive goes once every way tried so far was given up: the way that was not chosen, before a letter
/// is written. `None` where there is none, or the notice may be missed.
pub fn otherwise(kind: NoticeKind, tried: &[Medium], mail: &str, phone: &str) -> Option<Way> {
    let (by_mail, by_text) = reached(mail, phone);
    let mut untried = by_mail.into_iter().chain(by_text).filter(|(medium, _)| !tried.contains(medium));
    untried.next().filter(|_| Topic::of(kind).is_needed())
}

#[cfg(test)]
mod tests;
