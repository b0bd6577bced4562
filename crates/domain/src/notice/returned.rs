//! 戻ってきたメール: what a report of a mail server says of a mail it had taken before, and what is not such a report.
//! Invariant: only a failure for good is a mail that came back; everything else that arrives is told of, never taken for one.
//!
//! Source: RFC 3463 (enhanced status codes), RFC 3464 §2.3 (fields of a recipient).

use crate::time::Instant;
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An enhanced status code: class, subject and detail (RFC 3463 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StatusCode {
    class: u8,
    subject: u16,
    detail: u16,
}

/// The text is no status code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no status code")]
pub struct NoStatusCode;

impl StatusCode {
    /// Failed for good, without a word why (RFC 3463 §3.1): of a report that names no code one can read.
    pub const UNDEFINED: Self = Self { class: 5, subject: 0, detail: 0 };

    /// Why the mail came back, as far as the code says it. The class says for how long, which a report of a failure has
    /// said already.
    pub const fn cause(self) -> ReturnCause {
        match (self.subject, self.detail) {
            // 1.7 and 1.8 find fault with the sender's address.
            (1, 7 | 8) | (7, _) => ReturnCause::Refused,
            (1, _) => ReturnCause::NoAddress,
            (2, 1) => ReturnCause::Closed,
            (2, 2) => ReturnCause::Full,
            (2, 3) | (3, 4) => ReturnCause::TooLarge,
            (3 | 4, _) => ReturnCause::NotReached,
            _ => ReturnCause::Unsaid,
        }
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl FromStr for StatusCode {
    type Err = NoStatusCode;

    /// Class 2, 4 or 5, then subject and detail of one to three digits each.
    fn from_str(text: &str) -> Result<Self, NoStatusCode> {
        let mut parts = text.split('.');
        let mut part = || {
            let digits = parts.next().filter(|part| (1..=3).contains(&part.len()));
            let digits = digits.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).ok_or(NoStatusCode)?;
            digits.parse::<u16>().map_err(|_| NoStatusCode)
        };
        let (class, subject, detail) = (part()?, part()?, part()?);
        let class = u8::try_from(class).ok().filter(|class| matches!(class, 2 | 4 | 5)).ok_or(NoStatusCode)?;
        if parts.next().is_some() { Err(NoStatusCode) } else { Ok(Self { class, subject, detail }) }
    }
}

/// Why a mail came back, in as many kinds as an operator acts upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnCause {
    /// There is no such address.
    NoAddress,
    /// The mailbox takes nothing any more.
    Closed,
    /// The mailbox is full.
    Full,
    /// The mail is longer than is taken there.
    TooLarge,
    /// The server there could not be reached, or could not take it.
    NotReached,
    /// It was refused by a rule, such as one against unwanted mail.
    Refused,
    /// The report does not say.
    Unsaid,
}

impl ReturnCause {
    /// Every cause.
    pub const ALL: [Self; 7] =
        [Self::NoAddress, Self::Closed, Self::Full, Self::TooLarge, Self::NotReached, Self::Refused, Self::Unsaid];
}

/// Why something that arrived where returned mail is looked for was put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AsideReason {
    /// It cannot be read as a mail, or not as the report it says it is.
    Unreadable,
    /// It is larger than any report.
    TooLarge,
    /// A mail, but no report: an automatic answer, or somebody who wrote.
    NoReport,
    /// A report of a mail that the register does not know as its own.
    UnknownMail,
    /// A report of another address than the mail went to.
    OtherAddress,
    /// The report is in order, and what follows from it could not be done: something of ours broke.
    Broken,
}

impl AsideReason {
    /// Every reason.
    pub const ALL: [Self; 6] =
        [Self::Unreadable, Self::TooLarge, Self::NoReport, Self::UnknownMail, Self::OtherAddress, Self::Broken];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Unreadable => 1,
            Self::TooLarge => 2,
            Self::NoReport => 3,
            Self::UnknownMail => 4,
            Self::OtherAddress => 5,
            Self::Broken => 6,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.number() == number)
    }
}

/// Something that was put aside, as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsideLine {
    /// Which.
    pub id: Uuid,
    /// Its name as it arrived; where it lies now it may have a number before it.
    pub name: String,
    /// Why.
    pub reason: AsideReason,
    /// When.
    pub at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_the_standard_writes_it() {
        for text in ["5.1.1", "4.4.7", "2.0.0", "5.999.999"] {
            assert_eq!(text.parse::<StatusCode>().map(|code| code.to_string()).as_deref(), Ok(text));
        }
        for text in
            ["", "5", "5.1", "5.1.1.1", "3.1.1", "6.1.1", "55.1.1", "5.1.1000", "5..1", "5.1.+1", "5.1. 1", "５.1.1"]
        {
            assert_eq!(text.parse::<StatusCode>(), Err(NoStatusCode), "{text}");
        }
    }

    #[test]
    fn each_code_has_its_cause() {
        for (code, cause) in [
            ("5.1.0", ReturnCause::NoAddress),
            ("5.1.1", ReturnCause::NoAddress),
            ("5.1.2", ReturnCause::NoAddress),
            ("5.1.6", ReturnCause::NoAddress),
            ("5.1.7", ReturnCause::Refused),
            ("5.1.8", ReturnCause::Refused),
            ("5.1.10", ReturnCause::NoAddress),
            ("5.2.0", ReturnCause::Unsaid),
            ("5.2.1", ReturnCause::Closed),
            ("4.2.2", ReturnCause::Full),
            ("5.2.2", ReturnCause::Full),
            ("5.2.3", ReturnCause::TooLarge),
            ("5.3.0", ReturnCause::NotReached),
            ("5.3.4", ReturnCause::TooLarge),
            ("4.4.1", ReturnCause::NotReached),
            ("4.4.7", ReturnCause::NotReached),
            ("5.5.0", ReturnCause::Unsaid),
            ("5.6.0", ReturnCause::Unsaid),
            ("5.7.1", ReturnCause::Refused),
            ("5.0.0", ReturnCause::Unsaid),
        ] {
            assert_eq!(code.parse::<StatusCode>().map(StatusCode::cause), Ok(cause), "{code}");
        }
        assert_eq!(StatusCode::UNDEFINED.to_string(), "5.0.0");
    }

    #[test]
    fn reasons_are_stored_by_a_number_of_their_own() {
        for reason in AsideReason::ALL {
            assert_eq!(AsideReason::from_stored(reason.number()), Some(reason));
        }
        assert_eq!(AsideReason::from_stored(0), None);
    }
}
