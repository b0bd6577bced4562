//! 職種: the 55 trades. Source: general-meeting-11 資料1, in data/trades.csv; a test holds this table against that file.

use core::fmt;
use serde::{Deserialize, Serialize};

/// Code of a trade, `1` to `99` as printed with two digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TradeCode(i16);

/// A trade as the official table prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trade {
    /// Its code.
    pub code: TradeCode,
    /// Its official name. Not translated: the official term stays (design.md §1.7).
    pub name: &'static str,
}

impl TradeCode {
    /// From a number from outside; `None` where the table has no such trade.
    pub fn from_number(number: i16) -> Option<Self> {
        ALL.iter().find(|trade| trade.code.0 == number).map(|trade| trade.code)
    }
    /// Takes a code the register itself stored.
    pub const fn from_stored(number: i16) -> Self {
        Self(number)
    }
    /// The code as a number.
    pub const fn get(self) -> i16 {
        self.0
    }
    /// The trade's official name; the code itself where a later table has it and this build does not.
    pub fn name(self) -> String {
        ALL.iter().find(|trade| trade.code == self).map_or_else(|| self.to_string(), |trade| trade.name.to_owned())
    }
}

impl fmt::Display for TradeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

const fn trade(code: i16, name: &'static str) -> Trade {
    Trade { code: TradeCode(code), name }
}

/// All trades in the order of their codes.
pub const ALL: &[Trade] = &[
    trade(1, "特殊作業員"),
    trade(2, "普通作業員"),
    trade(3, "軽作業員"),
    trade(4, "造園工"),
    trade(5, "法面工"),
    trade(6, "とび工"),
    trade(7, "石工"),
    trade(8, "ブロック工"),
    trade(9, "電工"),
    trade(10, "鉄筋工"),
    trade(11, "鉄骨工"),
    trade(12, "塗装工"),
    trade(13, "溶接工"),
    trade(14, "運転手（特殊）"),
    trade(15, "運転手（一般）"),
    trade(16, "潜かん工"),
    trade(17, "潜かん世話役"),
    trade(18, "さく岩工"),
    trade(19, "トンネル特殊工"),
    trade(20, "トンネル作業員"),
    trade(21, "トンネル世話役"),
    trade(22, "橋りょう特殊工"),
    trade(23, "橋りょう塗装工"),
    trade(24, "橋りょう世話役"),
    trade(25, "土木一般世話役"),
    trade(26, "高級船員"),
    trade(27, "普通船員"),
    trade(28, "潜水士"),
    trade(29, "潜水連絡員"),
    trade(30, "潜水送気員"),
    trade(31, "山林砂防工"),
    trade(32, "軌道工"),
    trade(33, "型わく工"),
    trade(34, "大工"),
    trade(35, "左官"),
    trade(36, "配管工"),
    trade(37, "はつり工"),
    trade(38, "防水工"),
    trade(39, "板金工"),
    trade(40, "タイル工"),
    trade(41, "サッシ工"),
    trade(42, "屋根ふき工"),
    trade(43, "内装工"),
    trade(44, "ガラス工"),
    trade(45, "建具工"),
    trade(46, "ダクト工"),
    trade(47, "保温工"),
    trade(48, "建築ブロック工"),
    trade(49, "設備機械工"),
    trade(50, "交通誘導警備員A"),
    trade(51, "交通誘導警備員B"),
    trade(52, "その他（施工）"),
    trade(53, "その他（管理）"),
    trade(54, "その他（技師）"),
    trade(55, "その他"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_published_one() {
        let published: Vec<(i16, &str)> = include_str!("../../../data/trades.csv")
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .map(|(code, rest)| (code.parse().unwrap(), rest.split(',').next().unwrap()))
            .collect();
        let ours: Vec<(i16, &str)> = ALL.iter().map(|trade| (trade.code.get(), trade.name)).collect();
        assert_eq!(ours, published);
        assert_eq!(ALL.len(), 55);
    }
}
