//! アカウント: who may try to log in, with what word, how often. Invariant: nothing here holds or compares a password's
//! hash; it only says whether a new one is good enough and whether another try is allowed yet.

mod password;

use crate::{
    access::Role,
    admin_id::{HeldRow, IdKind},
    id::{AccountId, BusinessId, SiteId, TechnicianId},
    text,
    time::{Instant, MINUTE_MS},
};
use core::fmt;
use serde::{Deserialize, Serialize};

pub use password::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, check_new_password, check_password};

/// Wrong passwords in [`WINDOW_MS`] after which one has to wait (ours).
pub const WRONG_MAX: u32 = 5;
/// The same for one client address, whichever IDs it tries (ours).
pub const CLIENT_WRONG_MAX: u32 = 50;
/// The time wrong passwords are counted over.
pub const WINDOW_MS: i64 = 15 * MINUTE_MS;
/// How long one has to wait.
pub const WAIT_MS: i64 = 15 * MINUTE_MS;

/// The wrong tries known for one log-in ID or one client, in any order. Tries made while waiting are not noted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attempts {
    /// When each was made. Those older than [`WINDOW_MS`] + [`WAIT_MS`] no longer matter.
    pub wrong_at: Vec<Instant>,
}

/// Too many wrong tries; the next is allowed at this instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("wait before the next try")]
pub struct LockedUntil(pub Instant);

/// Whether another try is allowed now: after [`WRONG_MAX`] wrong ones within [`WINDOW_MS`], not for [`WAIT_MS`] from the
/// last of them. Errors: [`LockedUntil`].
pub fn limit(attempts: &Attempts, now: Instant) -> Result<(), LockedUntil> {
    limit_to(WRONG_MAX, attempts, now)
}

/// The same for one client address, behind which a whole office or mobile network may stand: [`CLIENT_WRONG_MAX`] tries.
/// Errors: [`LockedUntil`].
pub fn client_limit(attempts: &Attempts, now: Instant) -> Result<(), LockedUntil> {
    limit_to(CLIENT_WRONG_MAX, attempts, now)
}

fn limit_to(wrong_max: u32, attempts: &Attempts, now: Instant) -> Result<(), LockedUntil> {
    let mut wrong: Vec<Instant> = attempts.wrong_at.iter().copied().filter(|at| *at <= now).collect();
    wrong.sort_unstable();
    let span = usize::try_from(wrong_max).unwrap_or(usize::MAX);
    let until = wrong
        .windows(span)
        .filter_map(|some| Some((some.first()?, some.last()?)))
        .filter(|(first, last)| last.since_ms(**first) < WINDOW_MS)
        .map(|(_, last)| last.plus_ms(WAIT_MS))
        .max();
    match until {
        Some(until) if now < until => Err(LockedUntil(until)),
        _ => Ok(()),
    }
}

/// How many more wrong tries are allowed before one has to wait; 0 while waiting.
pub fn remaining(attempts: &Attempts, now: Instant) -> u32 {
    if limit(attempts, now).is_err() {
        return 0;
    }
    let recent = attempts.wrong_at.iter().filter(|at| **at <= now && now.since_ms(**at) < WINDOW_MS).count();
    WRONG_MAX.saturating_sub(u32::try_from(recent).unwrap_or(u32::MAX))
}

/// What kind of log-in an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// 技能者.
    Technician,
    /// 管理者ID.
    BusinessAdmin,
    /// 現場管理者ID.
    SiteAdmin,
    /// 審査員.
    Reviewer,
    /// 運営主体.
    Operator,
    /// 認定登録機関.
    Registrar,
    /// 登録行政書士.
    Scrivener,
    /// 能力評価実施団体.
    Evaluator,
    /// 応援団企業.
    Sponsor,
    /// 発注者.
    Client,
    /// 会員団体.
    MemberBody,
}

impl AccountKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Technician,
        Self::BusinessAdmin,
        Self::SiteAdmin,
        Self::Reviewer,
        Self::Operator,
        Self::Registrar,
        Self::Scrivener,
        Self::Evaluator,
        Self::Sponsor,
        Self::Client,
        Self::MemberBody,
    ];
    /// The role somebody logged in with it acts in.
    pub const fn role(self) -> Role {
        match self {
            Self::Technician => Role::Technician,
            Self::BusinessAdmin => Role::BusinessAdmin,
            Self::SiteAdmin => Role::SiteAdmin,
            Self::Reviewer => Role::Reviewer,
            Self::Operator => Role::Operator,
            Self::Registrar => Role::Registrar,
            Self::Scrivener => Role::Scrivener,
            Self::Evaluator => Role::Evaluator,
            Self::Sponsor => Role::Sponsor,
            Self::Client => Role::Client,
            Self::MemberBody => Role::MemberBody,
        }
    }
    /// The account kind of a role; `None` for roles nobody logs in with.
    pub fn from_role(role: Role) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.role() == role)
    }
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Technician => 1,
            Self::BusinessAdmin => 2,
            Self::SiteAdmin => 3,
            Self::Reviewer => 4,
            Self::Operator => 5,
            Self::Registrar => 6,
            Self::Scrivener => 7,
            Self::Evaluator => 8,
            Self::Sponsor => 9,
            Self::Client => 10,
            Self::MemberBody => 11,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
    /// Stable word for commands and catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Technician => "technician",
            Self::BusinessAdmin => "business_admin",
            Self::SiteAdmin => "site_admin",
            Self::Reviewer => "reviewer",
            Self::Operator => "operator",
            Self::Registrar => "registrar",
            Self::Scrivener => "scrivener",
            Self::Evaluator => "evaluator",
            Self::Sponsor => "sponsor",
            Self::Client => "client",
            Self::MemberBody => "member_body",
        }
    }
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The word somebody logs in with, in the one form it is stored in: 14 digits for technicians and admin IDs,
/// `14 digits-s01` for a site admin ID, small letters for the operator's people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LoginId(String);

/// Not a word anybody could log in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a log-in ID")]
pub struct NotALoginId;

impl LoginId {
    /// The fewest characters of a log-in ID.
    pub const CHARS_MIN: u32 = 3;
    /// The most characters of a log-in ID.
    pub const CHARS_MAX: u32 = 40;

    /// Takes what a person typed, in any width, case and grouping. Errors: [`NotALoginId`].
    pub fn parse(typed: &str) -> Result<Self, NotALoginId> {
        if let Some(number) = text::digits(typed).filter(|digits| digits.len() == 14) {
            return Ok(Self(number));
        }
        let word: String = text::to_ascii_width(typed).chars().filter(|c| !c.is_whitespace()).collect();
        let word = word.to_lowercase();
        let fits = u32::try_from(word.len()).is_ok_and(|len| (Self::CHARS_MIN..=Self::CHARS_MAX).contains(&len));
        let plain =
            word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte));
        if fits && plain { Ok(Self(word)) } else { Err(NotALoginId) }
    }
    /// A technician's log-in: the technician ID.
    pub fn technician(id: TechnicianId) -> Self {
        Self(id.to_string())
    }
    /// A business's first admin ID: the business ID (10-registration.md).
    pub fn business(id: BusinessId) -> Self {
        Self(id.to_string())
    }
    /// What the running ID of a kind begins with.
    pub fn prefix(business: BusinessId, kind: IdKind) -> String {
        let letter = match kind {
            IdKind::Branch => 'b',
            IdKind::Site => 's',
            IdKind::Lent => 'r',
            IdKind::Member => 'm',
        };
        format!("{business}-{letter}")
    }
    /// A business's `running`th ID of a kind, from 1.
    pub fn of_kind(business: BusinessId, kind: IdKind, running: u32) -> Self {
        Self(format!("{}{running:02}", Self::prefix(business, kind)))
    }
    /// As stored and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LoginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who is logged in, for the top of every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Name of the person or log-in.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// With which log-in ID.
    pub login_id: String,
    /// Name of the business, where there is one.
    pub business: Option<String>,
}

/// A log-in of one's business, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    /// Which.
    pub id: AccountId,
    /// What kind.
    pub kind: AccountKind,
    /// Log-in ID.
    pub login_id: String,
    /// Name given to it.
    pub name: String,
    /// Named sites and their names, for a site admin.
    pub sites: Vec<(SiteId, String)>,
    /// Whether an authenticator app has been set up.
    pub second_factor: bool,
    /// Last log-in.
    pub last_login_at: Option<Instant>,
    /// What it is below the first, where it is.
    pub held: Option<HeldRow>,
}

/// A new log-in, shown once. Its `Debug` leaves the password out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedLogin {
    /// Log-in ID.
    pub login_id: String,
    /// First password.
    pub password: String,
}

impl fmt::Debug for IssuedLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedLogin").field("login_id", &self.login_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
