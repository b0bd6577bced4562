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
        kind.topic()
    }
    /// Whether a reader is ever told of it; only who has a log-in chooses.
    pub const fn is_for(self, reader: Reader) -> bool {
        match (self, reader) {
            // A union says where it is told on its own page, and of what it is told it chooses nothing.
            (_, Reader::Applicant | Reader::Union)
            | (Self::Card, Reader::Business)
            | (Self::Request, Reader::Technician) => false,
            (_, Reader::Technician | Reader::Business) => true,
        }
    }
    /// Whether it always leaves the register where an address is known.
    pub const fn is_needed(self) -> bool {
        matches!(self, Self::Security | Self::Due)
    }
    /// What may be chosen for it by who is reached so; nothing where it is as it is. One who has no mobile is offered neither
    /// short message nor LINE, one without mail no mail.
    pub fn offered(self, reach: Reach) -> Vec<Choice> {
        let all: &[Choice] = match self {
            Self::Security => &[],
            Self::Due => &[Choice::Usual, Choice::Mail, Choice::Text, Choice::Line],
            Self::Progress | Self::Card | Self::Request => &Choice::ALL,
        };
        let can = |choice: &Choice| match choice {
            Choice::Usual | Choice::InApp => true,
            Choice::Mail => reach.mail,
            Choice::Text => reach.mobile,
            Choice::Line => reach.line,
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
    /// By LINE, and by short message where LINE does not reach the number.
    Line,
    /// In the list of one's own page only.
    InApp,
}

impl Choice {
    /// Every choice, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Usual, Self::Mail, Self::Text, Self::Line, Self::InApp];
    /// Stable word, as forms send it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Mail => "mail",
            Self::Text => "text",
            Self::Line => "line",
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
            Self::Line => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.number() == number)
    }
}

/// Where somebody is reached, and what carries a notice there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contacts<'a> {
    /// The mail address; empty where there is none.
    pub mail: &'a str,
    /// The phone number, digits; empty where there is none.
    pub phone: &'a str,
    /// Whether this server sends by LINE.
    pub by_line: bool,
}

/// By which ways somebody can be reached at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// There is a mail address.
    pub mail: bool,
    /// There is a number that takes short messages.
    pub mobile: bool,
    /// That number may have a LINE account, and this server sends there.
    pub line: bool,
}

impl Reach {
    /// By what is registered.
    pub fn of(at: Contacts<'_>) -> Self {
        let mobile = is_mobile(at.phone.trim());
        Self { mail: !at.mail.trim().is_empty(), mobile, line: mobile && at.by_line }
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
    /// What is shown as chosen: what was, where it is still offered; in place of LINE the short messages it becomes.
    pub fn shown(&self, topic: Topic, reach: Reach) -> Choice {
        let (chosen, offered) = (self.of(topic), topic.offered(reach));
        let instead = if chosen == Choice::Line { Choice::Text } else { chosen };
        [chosen, instead].into_iter().find(|choice| offered.contains(choice)).unwrap_or_default()
    }
    /// Whether LINE was chosen for a topic and is not what carries it now: who chose so is told.
    pub fn misses_line(&self, reach: Reach) -> bool {
        !reach.line && self.0.values().any(|choice| *choice == Choice::Line)
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

/// The ways somebody is reached by, where there are such.
#[derive(Default)]
struct Ways {
    mail: Option<Way>,
    text: Option<Way>,
    line: Option<Way>,
}

impl Ways {
    fn of(at: Contacts<'_>) -> Self {
        let reach = Reach::of(at);
        let way = |medium, address: &str, is_there: bool| is_there.then(|| (medium, address.trim().to_owned()));
        Self {
            mail: way(Medium::Mail, at.mail, reach.mail),
            text: way(Medium::Text, at.phone, reach.mobile),
            line: way(Medium::Line, at.phone, reach.line),
        }
    }
}

/// How a notice of a kind goes to somebody who chose so and is reached there. LINE carries what it was chosen for and nothing else.
pub fn plan(kind: NoticeKind, choices: &Choices, at: Contacts<'_>) -> Plan {
    let topic = Topic::of(kind);
    let Ways { mail, text, line } = Ways::of(at);
    let (first, second) = match choices.of(topic) {
        Choice::InApp if !topic.is_needed() => return Plan::default(),
        Choice::Mail if topic != Topic::Security => (mail.or(text), None),
        Choice::Text if topic != Topic::Security => (text.or(mail), None),
        Choice::Line if topic != Topic::Security => (line.or(text).or(mail), None),
        Choice::Usual | Choice::Mail | Choice::Text | Choice::Line | Choice::InApp => {
            let text = text.filter(|_| kind.is_urgent() || mail.is_none());
            (mail, text)
        }
    };
    let ways: Vec<_> = first.into_iter().chain(second).collect();
    Plan { letter: ways.is_empty() && kind.goes_by_letter(), ways }
}

/// Where a notice goes once every way tried so far was given up, before a letter is written. What must arrive: by the way that was
/// not chosen. After LINE any notice: by short message, since who chose LINE wants to hear of it on the phone, and a number LINE
/// does not reach is a phone all the same. `None` where there is no such way, or the notice may be missed.
pub fn otherwise(kind: NoticeKind, tried: &[Medium], at: Contacts<'_>) -> Option<Way> {
    let Ways { mail, text, .. } = Ways::of(at);
    let (needed, after_line) = (Topic::of(kind).is_needed(), tried.contains(&Medium::Line));
    let text = text.filter(|_| needed || after_line);
    let mail = mail.filter(|_| needed);
    let in_turn = if after_line { [text, mail] } else { [mail, text] };
    in_turn.into_iter().flatten().find(|(medium, _)| !tried.contains(medium))
}

#[cfg(test)]
mod tests;
