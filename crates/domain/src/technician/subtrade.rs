//! 職種（小分類）. Source: data/subtrades_partial.csv *(page)*, which is not complete: whoever finds no own sub-trade there
//! writes its name. A test holds this table against that file.

use crate::trade::TradeCode;
use core::fmt;
use serde::{Deserialize, Serialize};

/// A sub-trade of the published list: major and minor code, `34-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SubtradeCode {
    major: i16,
    minor: i16,
}

impl SubtradeCode {
    /// From the word forms send, `34-01`; `None` where the list has no such sub-trade.
    pub fn from_code(code: &str) -> Option<Self> {
        SUBTRADES.iter().map(|(known, _)| *known).find(|known| known.to_string() == code)
    }
    /// The trade it belongs to.
    pub const fn trade(self) -> TradeCode {
        TradeCode::from_stored(self.major)
    }
    /// Its number within the trade.
    pub const fn minor(self) -> i16 {
        self.minor
    }
    /// Its official name.
    pub fn name(self) -> &'static str {
        SUBTRADES.iter().find(|(known, _)| *known == self).map_or("", |(_, name)| name)
    }
}

impl fmt::Display for SubtradeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.major, self.minor)
    }
}

const fn of(major: i16, minor: i16, name: &'static str) -> (SubtradeCode, &'static str) {
    (SubtradeCode { major, minor }, name)
}

/// The published sub-trades in the order of their codes. Not translated.
pub const SUBTRADES: &[(SubtradeCode, &str)] = &[
    of(1, 1, "特殊作業員"),
    of(1, 3, "コンクリート圧送工"),
    of(1, 11, "土工"),
    of(6, 1, "とび工"),
    of(6, 4, "重量とび工"),
    of(9, 1, "電気工"),
    of(9, 10, "ソーラーシステム取付工"),
    of(9, 16, "普通作業員（電気工）"),
    of(9, 17, "その他電気設備"),
    of(10, 1, "鉄筋工"),
    of(14, 1, "運転手（特殊）"),
    of(14, 2, "建設機械運転工"),
    of(14, 3, "コンクリートポンプ運転工"),
    of(14, 6, "掘削機械運転工"),
    of(34, 1, "大工"),
    of(34, 2, "宮大工"),
    of(34, 3, "造作大工"),
    of(34, 4, "組立大工"),
    of(34, 5, "営繕大工"),
    of(34, 6, "木工"),
    of(34, 7, "大工（ツーバイフォー工法）"),
    of(34, 8, "外装大工"),
    of(34, 9, "大工（丸太組工法）"),
    of(43, 1, "内装工"),
    of(43, 2, "内装仕上工"),
    of(43, 4, "軽鉄工"),
    of(43, 6, "ボード張り"),
    of(43, 7, "床張り工"),
    of(43, 8, "壁装（クロス）工"),
    of(43, 11, "フローリング工"),
    of(43, 12, "二重床工"),
    of(43, 13, "表具師"),
    of(43, 14, "経師"),
    of(52, 43, "仮設電気工"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_published_one() {
        let published: Vec<String> = include_str!("../../../../data/subtrades_partial.csv")
            .lines()
            .skip(1)
            .map(|line| line.replacen(',', "-", 1).replacen(',', " ", 1))
            .collect();
        let ours: Vec<String> = SUBTRADES.iter().map(|(code, name)| format!("{code} {name}")).collect();
        assert_eq!(ours, published);
        for (code, name) in SUBTRADES {
            assert_eq!((SubtradeCode::from_code(&code.to_string()), code.name()), (Some(*code), *name));
            assert!(TradeCode::from_number(code.trade().get()).is_some(), "{code}");
        }
        assert_eq!((SubtradeCode::from_code("34-99"), SubtradeCode::from_code("34")), (None, None));
    }
}
