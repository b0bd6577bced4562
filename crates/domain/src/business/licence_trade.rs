//! 許可業種: the 29 kinds of construction business a licence is given for. Invariant: number and name are those of the law
//! (建設業法 別表第一); not translated.

use serde::{Deserialize, Serialize};

const NAMES: [&str; 29] = [
    "土木工事業",
    "建築工事業",
    "大工工事業",
    "左官工事業",
    "とび・土工工事業",
    "石工事業",
    "屋根工事業",
    "電気工事業",
    "管工事業",
    "タイル・れんが・ブロック工事業",
    "鋼構造物工事業",
    "鉄筋工事業",
    "舗装工事業",
    "しゅんせつ工事業",
    "板金工事業",
    "ガラス工事業",
    "塗装工事業",
    "防水工事業",
    "内装仕上工事業",
    "機械器具設置工事業",
    "熱絶縁工事業",
    "電気通信工事業",
    "造園工事業",
    "さく井工事業",
    "建具工事業",
    "水道施設工事業",
    "消防施設工事業",
    "清掃施設工事業",
    "解体工事業",
];

/// A 許可業種, by its place in the law, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LicenceTrade(i16);

impl LicenceTrade {
    /// All of them, in the order of the law.
    pub fn all() -> impl Iterator<Item = Self> {
        (1_i16..).take(NAMES.len()).map(Self)
    }
    /// The word forms send: two digits.
    pub fn code(self) -> String {
        format!("{:02}", self.0)
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|trade| trade.code() == code)
    }
    /// The official name.
    pub fn name(self) -> &'static str {
        usize::try_from(self.0 - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or_default()
    }
}
