//! What is said of a site: work, contract, model project, position, gate hours, assurance. Invariant: every number stored
//! for a choice keeps its meaning.

use crate::{form::Problem, text, touch::Assurance};
use serde::{Deserialize, Serialize};

/// 工事の種類 (ours).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// 土木.
    Civil,
    /// 建築.
    Building,
    /// 設備.
    Equipment,
    /// 解体.
    Demolition,
    /// 維持・修繕.
    Maintenance,
    /// その他.
    Other,
}

impl WorkKind {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 6] =
        [Self::Civil, Self::Building, Self::Equipment, Self::Demolition, Self::Maintenance, Self::Other];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Civil => 1,
            Self::Building => 2,
            Self::Equipment => 3,
            Self::Demolition => 4,
            Self::Maintenance => 5,
            Self::Other => 6,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Civil => "civil",
            Self::Building => "building",
            Self::Equipment => "equipment",
            Self::Demolition => "demolition",
            Self::Maintenance => "maintenance",
            Self::Other => "other",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// 契約の種類: how the contract with the client sets the price (ours; 20-sites-and-history.md names the item only).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContractKind {
    /// 総価契約: one sum for the whole work.
    LumpSum,
    /// 単価契約: a price for each of many small works.
    UnitPrice,
    /// 委託・委任.
    Entrusted,
    /// その他.
    Other,
}

impl ContractKind {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 4] = [Self::LumpSum, Self::UnitPrice, Self::Entrusted, Self::Other];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::LumpSum => 1,
            Self::UnitPrice => 2,
            Self::Entrusted => 3,
            Self::Other => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LumpSum => "lump_sum",
            Self::UnitPrice => "unit_price",
            Self::Entrusted => "entrusted",
            Self::Other => "other",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// モデル工事: how the client asks for the use of this system. A work is of one kind at the most.
///
/// Source: fy2024-plan (CCUS活用モデル工事); 国土交通省 直轄工事, 義務化モデル工事 and 活用推奨モデル工事.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelProject {
    /// CCUS義務化モデル工事.
    Mandatory,
    /// CCUS活用推奨モデル工事.
    Recommended,
    /// Another client's, such as a prefecture's, that values history.
    Other,
}

impl ModelProject {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Mandatory, Self::Recommended, Self::Other];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Mandatory => 1,
            Self::Recommended => 2,
            Self::Other => 3,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mandatory => "mandatory",
            Self::Recommended => "recommended",
            Self::Other => "other",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// When the gate is open, minutes after midnight in Japan (0 to 1,439). A site that works over midnight closes earlier in
/// the day than it opens. Said to people only: a touch outside is recorded like any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GateHours {
    /// From.
    pub opens: i16,
    /// Until.
    pub closes: i16,
}

/// A place in Japan, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Position {
    /// 緯度: degrees north, in millionths (a tenth of a metre).
    pub latitude_e6: i32,
    /// 経度: degrees east, in millionths.
    pub longitude_e6: i32,
}

/// Whole degrees around Japan, south and north: 沖ノ鳥島 20°25′, 択捉島 45°33′ (国土地理院, 日本の東西南北端点).
pub(super) const LATITUDES: (i32, i32) = (20, 46);
/// West and east: 与那国島 122°56′, 南鳥島 153°59′.
pub(super) const LONGITUDES: (i32, i32) = (122, 154);

const MILLION: i64 = 1_000_000;

/// Degrees as typed, in any width, in millionths; what stands beyond the sixth place is left out. Errors: `NotNumber`;
/// `OutOfRange` for what lies outside Japan.
pub(super) fn micro_degrees(raw: &str, (min, max): (i32, i32)) -> Result<i32, Problem> {
    let plain = text::to_ascii_width(raw);
    let plain = plain.trim();
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 4 || !is_digits(whole) || !is_digits(part) {
        return Err(Problem::NotNumber);
    }
    let part: String = part.chars().chain(core::iter::repeat('0')).take(6).collect();
    let e6: i64 = format!("{whole}{part}").parse().map_err(|_| Problem::NotNumber)?;
    let (min, max) = (i64::from(min), i64::from(max));
    let outside = Problem::OutOfRange { min, max };
    if !(min * MILLION..=max * MILLION).contains(&e6) {
        return Err(outside);
    }
    i32::try_from(e6).map_err(|_| outside)
}

/// Millionths of a degree as people read them: `35.654321`.
pub fn degrees(e6: i32) -> String {
    format!("{}.{:06}", e6 / 1_000_000, e6 % 1_000_000)
}

/// What a prime may ask of touches at the least, weakest first; what is read with less is recorded and marked
/// (30-cards.md). The codes on phones and copyable cards are not read yet.
pub const ASSURANCES_OFFERED: [Assurance; 3] = [Assurance::Typed, Assurance::UidOnly, Assurance::Sun];

/// The word forms send for an assurance.
pub const fn assurance_code(of: Assurance) -> &'static str {
    match of {
        Assurance::Typed => "typed",
        Assurance::UidOnly => "uid_only",
        Assurance::DynamicQr => "dynamic_qr",
        Assurance::SignedNdef => "signed_ndef",
        Assurance::Sun => "sun",
    }
}

/// From the word forms send.
pub fn assurance_from_code(code: &str) -> Option<Assurance> {
    (1..=5).filter_map(Assurance::from_stored).find(|of| assurance_code(*of) == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_keep_their_words_and_numbers() {
        for kind in ContractKind::ALL {
            assert_eq!(ContractKind::from_stored(kind.number()), Some(kind));
            assert_eq!(ContractKind::from_code(kind.code()), Some(kind));
        }
        for kind in ModelProject::ALL {
            assert_eq!(ModelProject::from_stored(kind.number()), Some(kind));
            assert_eq!(ModelProject::from_code(kind.code()), Some(kind));
        }
        assert_eq!((ContractKind::from_stored(5), ModelProject::from_stored(4)), (None, None));
        for of in ASSURANCES_OFFERED {
            assert_eq!(assurance_from_code(assurance_code(of)), Some(of));
        }
        assert_eq!(assurance_from_code("magic"), None);
    }

    #[test]
    fn a_position_is_read_in_millionths_and_lies_in_japan() {
        let latitude = |typed: &str| micro_degrees(typed, LATITUDES);
        let outside = Err(Problem::OutOfRange { min: 20, max: 46 });
        for (typed, expected) in [
            ("35.654321", Ok(35_654_321)),
            (" ３５．６ ", Ok(35_600_000)),
            ("35", Ok(35_000_000)),
            ("35.6543219", Ok(35_654_321)),
            ("20", Ok(20_000_000)),
            ("46.0", Ok(46_000_000)),
            ("19.999999", outside.clone()),
            ("46.000001", outside.clone()),
            ("139.7", outside),
            ("-35.6", Err(Problem::NotNumber)),
            ("35,6", Err(Problem::NotNumber)),
            ("35.6.1", Err(Problem::NotNumber)),
            (".5", Err(Problem::NotNumber)),
            ("", Err(Problem::NotNumber)),
        ] {
            assert_eq!(latitude(typed), expected, "{typed}");
        }
        // 南鳥島 and 与那国島 lie within.
        assert!(micro_degrees("153.9807", LONGITUDES).is_ok() && micro_degrees("122.9333", LONGITUDES).is_ok());
        assert!(micro_degrees("121.5", LONGITUDES).is_err(), "臺北");
        assert_eq!((degrees(35_654_321), degrees(139_000_070)), ("35.654321".to_owned(), "139.000070".to_owned()));
    }
}
