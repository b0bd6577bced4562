//! 料金: what things cost, what is owed, and where the money went. Invariant: integer yen, tax included; an amount comes from
//! the price list of its day, and every act is a journal that sums to zero. Source: 10-registration.md, Payment.

mod amiss;
mod band;
mod due;
pub mod ledger;
mod price;
pub mod receipt;
mod reference;
pub mod reminder;
pub mod report;
pub mod standing;
pub mod tax;
pub mod usage;
mod view;

use crate::technician::Stage;
use core::fmt;
use serde::{Deserialize, Serialize};

pub use amiss::Amiss;
pub use band::BusinessBand;
pub use due::due;
pub use price::{NoPrice, PRICE_FIELDS, Price, PriceForm, PriceKind, PriceList, price};
pub use reference::PaymentReference;
pub use view::{
    Age, Closing, FeeLine, FeeRow, Figures, Invoice, Issuer, NumberedRequest, PayerAccount, PayerRequest, RequestState,
};

/// Whole yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Yen(pub i64);

impl Yen {
    /// The amount.
    pub const fn get(self) -> i64 {
        self.0
    }
    /// Whether nothing is to be paid.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Yen {
    /// Digits alone; grouping and 円 are the catalogue's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a fee is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// 技能者登録 簡略型.
    TechnicianSimple,
    /// 事業者登録.
    BusinessRegistration,
    /// カード再発行.
    CardReissue,
    /// 管理者ID利用料.
    AdminIdYearly,
    /// 現場利用料.
    SiteUsage,
    /// 技能者登録 詳細型.
    TechnicianDetailed,
    /// 簡略型から詳細型へ.
    TechnicianUpgrade,
    /// 能力評価手数料.
    LevelEvaluation,
    /// 現場利用料 as a lump sum.
    SiteUsageLump,
}

impl FeeKind {
    /// What is asked for at a stage of a technician's registration; nothing for a change.
    pub const fn of_stage(stage: Stage) -> Option<Self> {
        match stage {
            Stage::Simple => Some(Self::TechnicianSimple),
            Stage::Detailed => Some(Self::TechnicianDetailed),
            Stage::Upgrade => Some(Self::TechnicianUpgrade),
            Stage::SimpleChange | Stage::Change => None,
        }
    }
    /// Whether it is asked of a person (様) and not of a business (御中).
    pub const fn is_personal(self) -> bool {
        match self {
            Self::TechnicianSimple
            | Self::TechnicianDetailed
            | Self::TechnicianUpgrade
            | Self::CardReissue
            | Self::LevelEvaluation => true,
            Self::BusinessRegistration | Self::AdminIdYearly | Self::SiteUsage | Self::SiteUsageLump => false,
        }
    }
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::TechnicianSimple,
        Self::BusinessRegistration,
        Self::CardReissue,
        Self::AdminIdYearly,
        Self::SiteUsage,
        Self::TechnicianDetailed,
        Self::TechnicianUpgrade,
        Self::LevelEvaluation,
        Self::SiteUsageLump,
    ];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::TechnicianSimple => 1,
            Self::BusinessRegistration => 2,
            Self::CardReissue => 3,
            Self::AdminIdYearly => 4,
            Self::SiteUsage => 5,
            Self::TechnicianDetailed => 6,
            Self::TechnicianUpgrade => 7,
            Self::LevelEvaluation => 8,
            Self::SiteUsageLump => 9,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
    /// Stable word for catalogues, and as stored with requests.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TechnicianSimple => "technician_simple",
            Self::BusinessRegistration => "business_registration",
            Self::CardReissue => "card_reissue",
            Self::AdminIdYearly => "admin_id_yearly",
            Self::SiteUsage => "site_usage",
            Self::TechnicianDetailed => "technician_detailed",
            Self::TechnicianUpgrade => "technician_upgrade",
            Self::LevelEvaluation => "level_evaluation",
            Self::SiteUsageLump => "site_usage_lump",
        }
    }
}

#[cfg(test)]
mod tests;
