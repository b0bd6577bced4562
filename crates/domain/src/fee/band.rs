//! The lines of the business registration table. Invariant: every capital falls into exactly one; amounts are the price
//! list's. Source: data/fees_business_registration.csv *(page)*.

use super::Yen;
use crate::business::BusinessKind;

/// Code of a line and the capital it ends below; the first is 一人親方, the last has no end.
const LINES: [(&str, Option<Yen>); 12] = [
    ("business_self_employed", None),
    ("business_below_5m", Some(Yen(5_000_000))),
    ("business_below_10m", Some(Yen(10_000_000))),
    ("business_below_20m", Some(Yen(20_000_000))),
    ("business_below_50m", Some(Yen(50_000_000))),
    ("business_below_100m", Some(Yen(100_000_000))),
    ("business_below_300m", Some(Yen(300_000_000))),
    ("business_below_1b", Some(Yen(1_000_000_000))),
    ("business_below_5b", Some(Yen(5_000_000_000))),
    ("business_below_10b", Some(Yen(10_000_000_000))),
    ("business_below_50b", Some(Yen(50_000_000_000))),
    ("business_from_50b", None),
];

/// One of the twelve lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BusinessBand(usize);

impl BusinessBand {
    /// 一人親方.
    pub const SELF_EMPLOYED: Self = Self(0);
    const LOWEST: Self = Self(1);

    /// All twelve: 一人親方, then by capital, lowest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LINES.len()).map(Self)
    }
    /// The line of a business. A sole proprietor stands in the lowest whatever the capital.
    pub fn of(kind: BusinessKind, capital: Yen) -> Self {
        match kind {
            BusinessKind::SelfEmployed => Self::SELF_EMPLOYED,
            BusinessKind::SoleProprietor => Self::LOWEST,
            BusinessKind::Corporation => {
                let fits = |band: &Self| band.below().is_none_or(|below| capital < below);
                Self::all().skip(1).find(fits).unwrap_or(Self::LOWEST)
            }
        }
    }
    /// As stored in the price list.
    pub const fn code(self) -> &'static str {
        LINES[self.0].0
    }
    /// Capital below this; `None` for 一人親方 and the last line.
    pub const fn below(self) -> Option<Yen> {
        LINES[self.0].1
    }
    /// Capital from this; `None` for 一人親方 and the lowest line.
    pub const fn from(self) -> Option<Yen> {
        if self.0 == 0 { None } else { LINES[self.0 - 1].1 }
    }
}
