//! 建設業許可: who gave it, which class, which year and number. Invariant: the parts are kept, and the line printed on
//! papers is made of them (`国土交通大臣許可(特-5)第012345号`). Hokkaido's bureau character is not kept.

use crate::prefecture::PrefectureCode;
use serde::{Deserialize, Serialize};

/// 許可行政庁.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenceAuthority {
    /// 国土交通大臣.
    Minister,
    /// 知事.
    Governor(PrefectureCode),
}

impl LicenceAuthority {
    /// As stored: 0 for the minister, else the prefecture's code.
    pub const fn number(self) -> i16 {
        match self {
            Self::Minister => 0,
            Self::Governor(prefecture) => prefecture.get(),
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        if number == 0 { Some(Self::Minister) } else { PrefectureCode::from_number(number).map(Self::Governor) }
    }
    /// The word forms send: `00` for the minister, else the prefecture's code in two digits.
    pub fn code(self) -> String {
        format!("{:02}", self.number())
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok().and_then(Self::from_stored)
    }
}

/// 一般 or 特定.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenceClass {
    /// 一般.
    General,
    /// 特定.
    Special,
}

impl LicenceClass {
    /// Every class, in the order of the form.
    pub const ALL: [Self; 2] = [Self::General, Self::Special];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::General => 1,
            Self::Special => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Special => "special",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// A licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Licence {
    /// Who gave it.
    pub authority: LicenceAuthority,
    /// Which class.
    pub class: LicenceClass,
    /// Year in its era, 1 to 31; papers do not name the era.
    pub year: i16,
    /// Up to six digits.
    pub number: i32,
}

impl Licence {
    /// As papers print it. An official form of words, so not in the catalogues.
    pub fn official(self) -> String {
        let authority = match self.authority {
            LicenceAuthority::Minister => "国土交通大臣".to_owned(),
            LicenceAuthority::Governor(prefecture) => format!("{}知事", prefecture.name()),
        };
        let class = match self.class {
            LicenceClass::General => '般',
            LicenceClass::Special => '特',
        };
        format!("{authority}許可({class}-{})第{:06}号", self.year, self.number)
    }
}
