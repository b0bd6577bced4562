//! The choices the form offers. Invariant: the word a form sends and the number stored never change meaning.

use serde::{Deserialize, Serialize};

/// 性別.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
    /// Not said.
    Unspecified,
}

impl Sex {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Male, Self::Female, Self::Unspecified];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Unspecified => 0,
            Self::Male => 1,
            Self::Female => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|sex| sex.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Unspecified => "unspecified",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sex| sex.code() == code)
    }
}

/// 健康保険, 年金保険, 雇用保険: 加入, 適用除外, 未加入. Numbers of policies are never asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Insurance {
    /// 加入.
    Joined,
    /// 適用除外.
    Exempt,
    /// 未加入.
    None,
}

impl Insurance {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Joined, Self::Exempt, Self::None];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::None => 0,
            Self::Joined => 1,
            Self::Exempt => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|insurance| insurance.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Exempt => "exempt",
            Self::None => "none",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|insurance| insurance.code() == code)
    }
}

/// 建退共, 中退共: 加入 or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MutualAid {
    /// 加入.
    Joined,
    /// 未加入.
    None,
}

impl MutualAid {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Joined, Self::None];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::None => 0,
            Self::Joined => 1,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|aid| aid.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::None => "none",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|aid| aid.code() == code)
    }
}

/// 国籍 the form offers, ISO 3166-1 alpha-2 in small letters, Japan first; `other` last (ours).
pub const NATIONALITIES: &[&str] = &[
    "jp", "vn", "id", "ph", "cn", "mm", "np", "kh", "th", "mn", "bd", "lk", "in", "pk", "uz", "kr", "tw", "br", "pe",
    "tr", "us", "other",
];
