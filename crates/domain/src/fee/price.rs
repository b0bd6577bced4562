//! The price list as dated data. Invariant: a kind for which no row holds on a day is "not set", never ¥0; a row once it
//! holds is never changed, a later one is put beside it.
//!
//! Sources: data/fees.csv, data/fees_business_registration.csv *(page)*, kept as data/prices.csv; 10-registration.md,
//! Payment (lump-sum site usage is a kind with no amount preset, general-meeting-7 ⑥6).

use super::{FeeKind, Yen, band::BusinessBand};
use crate::{
    business::BusinessKind,
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    technician::Stage,
    time::WorkDate,
};
use serde::{Deserialize, Serialize};

/// What has a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PriceKind {
    /// 技能者登録 簡略型.
    TechnicianSimple,
    /// 技能者登録 詳細型.
    TechnicianDetailed,
    /// 簡略型から詳細型へ.
    TechnicianUpgrade,
    /// 事業者登録 and its renewal, by capital.
    Business(BusinessBand),
    /// カード再発行.
    CardReissue,
    /// 能力評価手数料.
    LevelEvaluation,
    /// 管理者ID利用料, per ID and year.
    AdminIdYearly,
    /// 管理者ID利用料 of a 一人親方, per ID and year.
    AdminIdYearlySelfEmployed,
    /// 現場管理者ID.
    SiteAdminId,
    /// 現場利用料, per history record, to the prime.
    SiteUsage,
    /// 現場利用料 as a lump sum per site or year; no amount is preset.
    SiteUsageLump,
}

impl PriceKind {
    /// What a stage of a technician's registration costs; a change costs nothing.
    pub const fn of_stage(stage: Stage) -> Option<Self> {
        match stage {
            Stage::Simple => Some(Self::TechnicianSimple),
            Stage::Detailed => Some(Self::TechnicianDetailed),
            Stage::Upgrade => Some(Self::TechnicianUpgrade),
            Stage::SimpleChange | Stage::Change => None,
        }
    }
    /// Every kind, in the order of lists.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::TechnicianSimple, Self::TechnicianDetailed, Self::TechnicianUpgrade]
            .into_iter()
            .chain(BusinessBand::all().map(Self::Business))
            .chain([
                Self::CardReissue,
                Self::LevelEvaluation,
                Self::AdminIdYearly,
                Self::AdminIdYearlySelfEmployed,
                Self::SiteAdminId,
                Self::SiteUsage,
                Self::SiteUsageLump,
            ])
    }
    /// As stored, and the word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TechnicianSimple => "technician_simple",
            Self::TechnicianDetailed => "technician_detailed",
            Self::TechnicianUpgrade => "technician_upgrade",
            Self::Business(band) => band.code(),
            Self::CardReissue => "card_reissue",
            Self::LevelEvaluation => "level_evaluation",
            Self::AdminIdYearly => "admin_id_yearly",
            Self::AdminIdYearlySelfEmployed => "admin_id_yearly_self_employed",
            Self::SiteAdminId => "site_admin_id",
            Self::SiteUsage => "site_usage",
            Self::SiteUsageLump => "site_usage_lump",
        }
    }
    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|kind| kind.code() == code)
    }
    /// The price of a business's registration.
    pub fn of_business(kind: BusinessKind, capital: Yen) -> Self {
        Self::Business(BusinessBand::of(kind, capital))
    }
    /// The yearly price of an admin ID of such a business.
    pub const fn of_admin_id(kind: BusinessKind) -> Self {
        match kind {
            BusinessKind::SelfEmployed => Self::AdminIdYearlySelfEmployed,
            BusinessKind::Corporation | BusinessKind::SoleProprietor => Self::AdminIdYearly,
        }
    }
    /// What is asked for with it; `None` where nothing ever is.
    pub const fn fee(self) -> Option<FeeKind> {
        Some(match self {
            Self::TechnicianSimple => FeeKind::TechnicianSimple,
            Self::TechnicianDetailed => FeeKind::TechnicianDetailed,
            Self::TechnicianUpgrade => FeeKind::TechnicianUpgrade,
            Self::Business(_) => FeeKind::BusinessRegistration,
            Self::CardReissue => FeeKind::CardReissue,
            Self::LevelEvaluation => FeeKind::LevelEvaluation,
            Self::AdminIdYearly | Self::AdminIdYearlySelfEmployed => FeeKind::AdminIdYearly,
            Self::SiteAdminId => return None,
            Self::SiteUsage => FeeKind::SiteUsage,
            Self::SiteUsageLump => FeeKind::SiteUsageLump,
        })
    }
}

/// One price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// Of what.
    pub kind: PriceKind,
    /// First day it holds.
    pub from: WorkDate,
    /// Last day it holds, where it was made for a time; afterwards the one before holds again.
    pub until: Option<WorkDate>,
    /// How much, tax included.
    pub yen: Yen,
    /// Where it was published, or why it was set.
    pub source: String,
}

impl Price {
    /// Whether it can hold on a day.
    pub fn covers(&self, day: WorkDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// All prices, past, present and to come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriceList(Vec<Price>);

/// A line that does not read, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {0} is no price")]
pub struct NoPrice(pub usize);

/// The price of a kind on a day; `None`: not set. Of several rows that cover the day the one that began last holds, so
/// that a price for a time stands over the one without an end.
pub fn price(list: &PriceList, kind: PriceKind, day: WorkDate) -> Option<Yen> {
    let covering = list.0.iter().filter(|row| row.kind == kind && row.covers(day));
    covering.max_by_key(|row| row.from).map(|row| row.yen)
}

impl PriceList {
    /// Of rows in any order.
    pub fn new(mut rows: Vec<Price>) -> Self {
        let place = |kind: PriceKind| PriceKind::all().position(|known| known == kind);
        rows.sort_by_key(|row| (place(row.kind), row.from));
        Self(rows)
    }
    /// The rows, by kind and day.
    pub fn rows(&self) -> &[Price] {
        &self.0
    }
    /// See [`price`].
    pub fn price(&self, kind: PriceKind, day: WorkDate) -> Option<Yen> {
        price(self, kind, day)
    }
    /// 事業者登録料, for registration and renewal alike.
    pub fn business(&self, kind: BusinessKind, capital: Yen, day: WorkDate) -> Option<Yen> {
        self.price(PriceKind::of_business(kind, capital), day)
    }
    /// Reads `kind,from,until,yen,source` lines under a head. Errors: the first line that does not read.
    pub fn parse(csv: &str) -> Result<Self, NoPrice> {
        let rows = csv.lines().enumerate().skip(1).map(|(at, line)| row(line).ok_or(NoPrice(at + 1)));
        rows.collect::<Result<Vec<_>, _>>().map(Self::new)
    }
}

fn row(line: &str) -> Option<Price> {
    let mut cells = line.splitn(5, ',');
    let mut cell = || cells.next();
    let (kind, from, until, yen, source) = (cell()?, cell()?, cell()?, cell()?, cell()?);
    let until = match until {
        "" => None,
        day => Some(calendar::parse_day(day).ok()?),
    };
    Some(Price {
        kind: PriceKind::from_code(kind)?,
        from: calendar::parse_day(from).ok()?,
        until,
        yen: Yen(yen.parse().ok()?),
        source: source.to_owned(),
    })
}

/// A price to come, as typed by the operator.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PriceForm {
    /// [`PriceKind::code`].
    pub kind: String,
    /// First day.
    pub from: String,
    /// Last day; empty for a price without an end.
    pub until: String,
    /// Yen, tax included.
    pub yen: String,
    /// Why, or where it was published.
    pub reason: String,
}

/// The form's fields in page order.
pub const PRICE_FIELDS: &[&str] = &["kind", "from", "until", "yen", "reason"];
/// Larger than any fee.
const YEN_MAX: i64 = 100_000_000;
const REASON_CHARS_MAX: u32 = 500;

impl PriceForm {
    /// Checks the form; all problems at once. A price begins after `today`: one that holds or has held is never changed.
    /// Errors: the problems.
    pub fn validate(&self, today: WorkDate) -> Result<Price, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let kind = read.choice("kind", &self.kind, PriceKind::from_code);
        let from = read.required("from", &self.from, |raw| {
            calendar::parse_day(raw).and_then(|day| if day > today { Ok(day) } else { Err(Problem::NotAfterToday) })
        });
        let until = read.optional("until", &self.until, |raw| {
            let day = calendar::parse_day(raw)?;
            if from.is_ok_and(|from| day < from) { Err(Problem::EndBeforeStart) } else { Ok(day) }
        });
        let yen = read.required("yen", &self.yen, |raw| reader::whole(raw, 0, YEN_MAX));
        let source = read.text("reason", &self.reason, REASON_CHARS_MAX);
        let entry = || Ok(Price { kind: kind?, from: from?, until: until?, yen: Yen(yen?), source: source? });
        let entry = entry();
        core::mem::take(read).finish(entry)
    }
}

#[cfg(test)]
mod tests;
