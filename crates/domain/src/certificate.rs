//! 登録情報証明: what a person or a business takes away from the register to show elsewhere, and when it ends. Invariant: it says
//! nothing but what its holder chose, and never longer than the registration it is of counts.
//!
//! Source: 資料2 §4 ④ (登録情報証明, for showing to primes and clients); 40-levels-and-passport.md, Certificates one can trust
//! without us. That one ends after 92 days, and that at most fifty of one holder hold at a time, is ours.

mod holder;
#[cfg(test)]
mod tests;

pub use holder::{HolderCode, HolderFault, holder_bytes};

use crate::time::{DAY_MS, Instant, WorkDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A certificate ends so many days after it was made, as papers of public offices are asked for that are not older than three months.
pub const VALID_DAYS: i64 = 92;
/// The largest text in the QR code of a certificate on paper, bytes. Source: 40-levels-and-passport.md (QR holds ≤ 1,000 bytes).
pub const QR_BYTES_MAX: usize = 1_000;
/// Places of a status list: one bit each.
pub const LIST_PLACES: u32 = 65_536;
/// Certificates a list takes; half of its places stay empty, so that a free one is found by chance at once.
pub const LIST_TAKES: u32 = LIST_PLACES / 2;
/// Certificates of one holder that hold at a time; before another is made one must be taken back or end.
pub const HELD_MAX: u32 = 50;

/// Whose registration is certified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 技能者.
    Technician,
    /// 事業者.
    Business,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Technician, Self::Business];
    /// The type a certificate says of itself (`vct` of an SD-JWT VC).
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Technician => "urn:careerup:certificate:technician:1",
            Self::Business => "urn:careerup:certificate:business:1",
        }
    }
    /// From that; `None` for a type that is none of ours.
    pub fn from_type(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.type_name() == name)
    }
    /// What a certificate of this kind may say, in the order of the form.
    pub const fn items(self) -> &'static [Item] {
        match self {
            Self::Technician => &[Item::Name, Item::Id, Item::Level, Item::Field, Item::Days, Item::Qualifications],
            Self::Business => &[
                Item::Name,
                Item::Id,
                Item::Licence,
                Item::People,
                Item::HealthInsurance,
                Item::Pension,
                Item::EmploymentInsurance,
                Item::ValidUntil,
            ],
        }
    }
}

/// What a certificate may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Name as registered.
    Name,
    /// 技能者ID or 事業者ID.
    Id,
    /// The highest level, 1 to 4.
    Level,
    /// 分野 in which a level was judged, each with its level.
    Field,
    /// 就業日数: days of work approved, all together.
    Days,
    /// 保有資格 that are not over, with their last day.
    Qualifications,
    /// 建設業許可 as papers print it.
    Licence,
    /// People employed, by level.
    People,
    /// 健康保険: joined, exempt or not; never a number.
    HealthInsurance,
    /// 年金保険, the same.
    Pension,
    /// 雇用保険, the same.
    EmploymentInsurance,
    /// The last day on which the registration counts.
    ValidUntil,
}

impl Item {
    /// Every item.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Id,
        Self::Level,
        Self::Field,
        Self::Days,
        Self::Qualifications,
        Self::Licence,
        Self::People,
        Self::HealthInsurance,
        Self::Pension,
        Self::EmploymentInsurance,
        Self::ValidUntil,
    ];
    /// Its name as a claim, and the word the form sends.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Id => "id",
            Self::Level => "level",
            Self::Field => "field",
            Self::Days => "days",
            Self::Qualifications => "qualifications",
            Self::Licence => "licence",
            Self::People => "people",
            Self::HealthInsurance => "health_insurance",
            Self::Pension => "pension",
            Self::EmploymentInsurance => "employment_insurance",
            Self::ValidUntil => "valid_until",
        }
    }
    /// From that word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.code() == code)
    }
    /// Whether it stands in the code on paper: lists that may be long travel in a file alone.
    pub const fn is_on_paper(self) -> bool {
        !matches!(self, Self::Qualifications)
    }
}

/// How a certificate is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// A PDF with a QR code.
    Paper,
    /// An SD-JWT VC whose items can be left out one by one.
    File,
}

impl Carrier {
    /// The word the form sends.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::File => "file",
        }
    }
    /// From that word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Paper, Self::File].into_iter().find(|carrier| carrier.code() == code)
    }
}

/// Why a certificate holds no more before its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Its holder took it back.
    Holder,
    /// The level became another.
    Level,
    /// What is registered became another.
    Registration,
    /// The card was stopped.
    Card,
}

impl Ended {
    const ALL: [Self; 4] = [Self::Holder, Self::Level, Self::Registration, Self::Card];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Holder => 1,
            Self::Level => 2,
            Self::Registration => 3,
            Self::Card => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.number() == number)
    }
}

/// Until when a certificate made at `made` holds: [`VALID_DAYS`], and not beyond the end of the last day on which the registration
/// counts, where it has one. `None` where that day is over.
pub fn holds_until(made: Instant, counts_until: Option<WorkDate>) -> Option<Instant> {
    let usual = made.plus_ms(VALID_DAYS * DAY_MS);
    let until = counts_until.map_or(usual, |day| usual.min(day.start().plus_ms(DAY_MS)));
    (until > made).then_some(until)
}

/// A certificate that was made, as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Which.
    pub id: Uuid,
    /// List and place: its number, as a paper prints it.
    pub number: String,
    /// When.
    pub made_at: Instant,
    /// Until when it holds.
    pub until: Instant,
    /// Since when and why it holds no more.
    pub ended: Option<(Instant, Ended)>,
}

/// One's own certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// What can be said today, with its words, in the order of the form.
    pub offered: Vec<(Item, Vec<String>)>,
    /// Those made, newest first.
    pub made: Vec<Made>,
}

/// What looking at a certificate came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Signed by the register, in its time, not taken back.
    Good,
    /// The same, but there is no list to see in whether it was taken back.
    Unchecked,
    /// Taken back.
    Revoked,
    /// Its time is over.
    Expired,
    /// Its time has not begun: the clock of whoever looks is wrong, perhaps.
    NotYet,
    /// No certificate of this kind.
    Malformed,
    /// Of another register, or signed with a key that is not known or was not used then.
    Stranger,
    /// The signature is not the register's: it was made or changed by somebody else.
    Forged,
    /// Something was added to it, doubled or changed beside the signature.
    Altered,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 9] = [
        Self::Good,
        Self::Unchecked,
        Self::Revoked,
        Self::Expired,
        Self::NotYet,
        Self::Malformed,
        Self::Stranger,
        Self::Forged,
        Self::Altered,
    ];
    /// Stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Unchecked => "unchecked",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::NotYet => "not_yet",
            Self::Malformed => "malformed",
            Self::Stranger => "stranger",
            Self::Forged => "forged",
            Self::Altered => "altered",
        }
    }
    /// Whether what the certificate says was the register's word: then it is shown.
    pub const fn is_genuine(self) -> bool {
        matches!(self, Self::Good | Self::Unchecked | Self::Revoked | Self::Expired | Self::NotYet)
    }
}

/// What looking at a certificate came to, and what it says where it is genuine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// What it came to.
    pub verdict: Verdict,
    /// Of whom.
    pub kind: Option<Kind>,
    /// What it says: claim and its words, in the order of [`Kind::items`].
    pub says: Vec<(String, Vec<String>)>,
    /// List and place.
    pub number: Option<String>,
    /// When it was made.
    pub made: Option<Instant>,
    /// Until when it holds.
    pub until: Option<Instant>,
    /// Of when the list is in which it was looked up.
    pub as_of: Option<Instant>,
    /// The key of its holder's phone, hex, where it is bound to one.
    pub holder: Option<String>,
}

impl Judged {
    /// One of which nothing is said.
    pub const fn only(verdict: Verdict) -> Self {
        Self { verdict, kind: None, says: Vec::new(), number: None, made: None, until: None, as_of: None, holder: None }
    }
}
