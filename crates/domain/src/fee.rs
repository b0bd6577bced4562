//! 料金: what things cost. Invariant: integer yen, tax included, and every amount stands here once with its source and the
//! day it holds from. Sources: data/fees.csv, data/fees_business_registration.csv *(page)*, 10-registration.md.

mod due;

use crate::{
    business::BusinessKind,
    id::{ApplicationId, FeeRequestId},
    technician::Stage,
    time::{Instant, WorkDate},
};
use core::fmt;
use serde::{Deserialize, Serialize};

pub use due::due;

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

/// The business registration table holds from this day (announcement of 2020-10-01 *(page)*).
pub const BUSINESS_TABLE_FROM: WorkDate = WorkDate::from_stored(20_201_001);
/// 管理者ID利用料, per ID and year.
pub const ADMIN_ID_YEARLY: Yen = Yen(11_400);
/// 管理者ID利用料 of a 一人親方, per ID and year.
pub const ADMIN_ID_YEARLY_SELF_EMPLOYED: Yen = Yen(2_400);
/// 現場利用料, per history record, to the prime.
pub const SITE_USAGE: Yen = Yen(10);
/// カード再発行.
pub const CARD_REISSUE: Yen = Yen(1_000);

/// 技能者登録 簡略型.
pub const fn technician_simple() -> Yen {
    Yen(2_500)
}

/// What a stage of a technician's registration costs: 簡略型, 詳細型, 簡略型→詳細型.
pub const fn technician(stage: Stage) -> (FeeKind, Yen) {
    match stage {
        Stage::Simple => (FeeKind::TechnicianSimple, technician_simple()),
        Stage::Detailed => (FeeKind::TechnicianDetailed, Yen(4_900)),
        Stage::Upgrade => (FeeKind::TechnicianUpgrade, Yen(2_400)),
    }
}

/// 管理者ID利用料 of a business, per ID and year.
pub const fn admin_id_yearly(kind: BusinessKind) -> Yen {
    match kind {
        BusinessKind::SelfEmployed => ADMIN_ID_YEARLY_SELF_EMPLOYED,
        BusinessKind::Corporation | BusinessKind::SoleProprietor => ADMIN_ID_YEARLY,
    }
}

/// One line of the business registration table: capital below `below`, and the fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// Capital below this; `None` for the last line.
    pub below: Option<Yen>,
    /// Fee for registration and renewal.
    pub fee: Yen,
}

const fn band(below: i64, fee: i64) -> Band {
    Band { below: Some(Yen(below)), fee: Yen(fee) }
}

/// Bands by capital, lowest first. With 一人親方 (free) these are the 12 lines of the published table.
pub const BUSINESS_BANDS: [Band; 11] = [
    band(5_000_000, 6_000),
    band(10_000_000, 12_000),
    band(20_000_000, 24_000),
    band(50_000_000, 48_000),
    band(100_000_000, 60_000),
    band(300_000_000, 120_000),
    band(1_000_000_000, 240_000),
    band(5_000_000_000, 480_000),
    band(10_000_000_000, 600_000),
    band(50_000_000_000, 1_200_000),
    Band { below: None, fee: Yen(2_400_000) },
];

/// 事業者登録料, for registration and renewal alike. A sole proprietor pays the first band whatever the capital; a
/// 一人親方 nothing.
pub fn business_registration(kind: BusinessKind, capital: Yen) -> Yen {
    match kind {
        BusinessKind::SelfEmployed => Yen(0),
        BusinessKind::SoleProprietor => BUSINESS_BANDS[0].fee,
        BusinessKind::Corporation => BUSINESS_BANDS
            .iter()
            .find(|band| band.below.is_none_or(|below| capital < below))
            .map_or(BUSINESS_BANDS[10].fee, |band| band.fee),
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
    /// 技能者登録 簡略型→詳細型.
    TechnicianUpgrade,
}

impl FeeKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::TechnicianSimple,
        Self::BusinessRegistration,
        Self::CardReissue,
        Self::AdminIdYearly,
        Self::SiteUsage,
        Self::TechnicianDetailed,
        Self::TechnicianUpgrade,
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
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
    /// Stable word for catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TechnicianSimple => "technician_simple",
            Self::BusinessRegistration => "business_registration",
            Self::CardReissue => "card_reissue",
            Self::AdminIdYearly => "admin_id_yearly",
            Self::SiteUsage => "site_usage",
            Self::TechnicianDetailed => "technician_detailed",
            Self::TechnicianUpgrade => "technician_upgrade",
        }
    }
}

/// A fee as an applicant or a reviewer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// What for.
    pub kind: FeeKind,
    /// How much.
    pub amount: Yen,
    /// Last day to pay; absent before it is asked for.
    pub due: Option<WorkDate>,
    /// When it was marked paid.
    pub paid_at: Option<Instant>,
}

/// An unpaid fee request as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRow {
    /// The request.
    pub id: FeeRequestId,
    /// The application it belongs to.
    pub application_id: ApplicationId,
    /// 受付番号.
    pub number: String,
    /// Of the person or business.
    pub name: String,
    /// What for.
    pub kind: FeeKind,
    /// How much.
    pub amount: Yen,
    /// When it was asked for.
    pub requested_at: Instant,
    /// Last day to pay.
    pub due: WorkDate,
}

#[cfg(test)]
mod tests;
