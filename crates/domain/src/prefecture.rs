//! 都道府県: the 47 prefectures by their JIS X 0401 code; a test holds this table against data/prefectures.csv.

mod municipality;
pub mod postcode;

pub use municipality::municipality;

use serde::{Deserialize, Serialize};

/// JIS X 0401 code, 1 to 47.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PrefectureCode(i16);

impl PrefectureCode {
    /// From a number from outside; `None` outside 1 to 47.
    pub fn from_number(number: i16) -> Option<Self> {
        (1..=47).contains(&number).then_some(Self(number))
    }
    /// Takes a code the register itself stored.
    pub const fn from_stored(number: i16) -> Self {
        Self(number)
    }
    /// The code as a number.
    pub const fn get(self) -> i16 {
        self.0
    }
    /// The prefecture's name; empty for a code the register never stores.
    pub fn name(self) -> &'static str {
        usize::try_from(self.0 - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or_default()
    }
    /// All 47 in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=47).map(Self)
    }
}

/// Names in the order of their codes.
const NAMES: [&str; 47] = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_published_one() {
        let mut seen = 0;
        for line in include_str!("../../../data/prefectures.csv").lines().skip(1) {
            let mut cells = line.split(',');
            let code: i16 = cells.next().unwrap().parse().unwrap();
            assert_eq!(PrefectureCode::from_number(code).unwrap().name(), cells.next().unwrap());
            seen += 1;
        }
        assert_eq!(seen, 47);
        assert_eq!(PrefectureCode::from_number(48), None);
        assert_eq!(PrefectureCode::from_number(0), None);
    }
}
