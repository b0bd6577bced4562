//! What a business applies for. Invariant: the form is the same each time, so that whoever renews sees what is registered.

use serde::{Deserialize, Serialize};

/// What a business applies for (10-registration.md, Businesses: changes are applications too).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filing {
    /// 新規登録.
    Registration,
    /// 更新: five more years, for the fee of a registration.
    Renewal,
    /// 変更: of address, capital, trades …; free.
    Change,
}

impl Filing {
    /// Every filing.
    pub const ALL: [Self; 3] = [Self::Registration, Self::Renewal, Self::Change];
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Renewal => "renewal",
            Self::Change => "change",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filing| filing.code() == code)
    }
    /// Whether the business and its log-in are there already, so that no password is chosen.
    pub const fn is_of_registered(self) -> bool {
        matches!(self, Self::Renewal | Self::Change)
    }
}
