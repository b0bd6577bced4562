//! Which prefecture a postcode belongs to, as far as its first digits tell. Invariant: where they do not tell, every
//! prefecture fits: the check draws a reviewer's eye and never refuses (10-registration.md, Review).

use super::PrefectureCode;
use serde::{Deserialize, Serialize};

/// What a postcode stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The prefecture.
    pub prefecture: PrefectureCode,
    /// The beginning of the address after it, such as 港区芝; empty where the postcode stands for several places.
    pub address: String,
}

/// The seven digits of a postcode as typed, in any width, with or without its hyphen; `None` where it is none.
pub fn digits(typed: &str) -> Option<String> {
    crate::form::reader::postcode(typed.trim()).ok()
}

/// A postcode as it is read, `135-0016`, however it was typed; `None` where it is none.
pub fn hyphenated(typed: &str) -> Option<String> {
    digits(typed).map(|digits| format!("{}-{}", &digits[..3], &digits[3..]))
}

/// Prefectures by the first two digits, JIS code; 日本郵便's regions do not cross prefectures except in [`SHARED`].
const BY_TWO_DIGITS: [i16; 100] = [
    1, 5, 3, 2, 1, 1, 1, 1, 1, 1, // 00 北海道, 01 秋田, 02 岩手, 03 青森, 04-09 北海道
    13, 13, 13, 13, 13, 13, 13, 13, 13, 13, // 10-19 東京
    13, 14, 14, 14, 14, 14, 12, 12, 12, 12, // 20 東京, 21-25 神奈川, 26-29 千葉
    8, 8, 9, 11, 11, 11, 11, 10, 20, 20, // 30-31 茨城, 32 栃木, 33-36 埼玉, 37 群馬, 38-39 長野
    19, 22, 22, 22, 23, 23, 23, 23, 23, 23, // 40 山梨, 41-43 静岡, 44-49 愛知
    21, 24, 25, 27, 27, 27, 27, 27, 27, 27, // 50 岐阜, 51 三重, 52 滋賀, 53-59 大阪
    26, 26, 26, 29, 30, 28, 28, 28, 31,
    32, // 60-62 京都, 63 奈良, 64 和歌山, 65-67 兵庫, 68 鳥取, 69 島根
    33, 33, 34, 34, 35, 35, 37, 36, 39,
    38, // 70-71 岡山, 72-73 広島, 74-75 山口, 76 香川, 77 徳島, 78 高知, 79 愛媛
    40, 40, 40, 40, 41, 42, 43, 44, 45,
    46, // 80-83 福岡, 84 佐賀, 85 長崎, 86 熊本, 87 大分, 88 宮崎, 89 鹿児島
    47, 18, 17, 16, 15, 15, 7, 7, 4,
    6, // 90 沖縄, 91 福井, 92 石川, 93 富山, 94-95 新潟, 96-97 福島, 98 宮城, 99 山形
];

/// First three digits that have places of another prefecture than [`BY_TWO_DIGITS`] says: nothing is told by them.
const SHARED: [i16; 29] = [
    18, 100, 121, 174, 220, 311, 349, 370, 384, 389, 431, 498, 520, 539, 563, 618, 630, 647, 648, 684, 685, 811, 817,
    839, 848, 871, 922, 939, 949,
];

/// Whether a postcode of seven digits may belong to the prefecture. What is no postcode fits nowhere.
pub fn fits(postcode: &str, prefecture: PrefectureCode) -> bool {
    if postcode.len() != 7 || !postcode.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let three: i16 = postcode[..3].parse().unwrap_or_default();
    let told = usize::try_from(three / 10).ok().and_then(|two| BY_TWO_DIGITS.get(two));
    SHARED.contains(&three) || told == Some(&prefecture.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_is_read_as_forms_read_it() {
        for typed in ["1050014", "105-0014", "〒105-0014", "１０５ー００１４", " 1050014 "] {
            assert_eq!(digits(typed).as_deref(), Some("1050014"), "{typed}");
            assert_eq!(hyphenated(typed).as_deref(), Some("105-0014"), "{typed}");
        }
        for none in ["", "105-001", "10500144", "港区"] {
            assert_eq!((digits(none), hyphenated(none)), (None, None), "{none}");
        }
    }

    #[test]
    fn capitals_of_all_47_fit_and_a_neighbour_does_not() {
        // The postcode of each prefecture's government office, in the order of the codes.
        let offices = [
            "0608588", "0308570", "0208570", "9808570", "0108570", "9908570", "9608670", "3108555", "3208501",
            "3718570", "3309301", "2608667", "1638001", "2318588", "9508570", "9308501", "9208580", "9108580",
            "4008501", "3808570", "5008570", "4208601", "4608501", "5148570", "5208577", "6028570", "5408570",
            "6508567", "6308501", "6408585", "6808570", "6908501", "7008570", "7308511", "7538501", "7708570",
            "7608570", "7908570", "7808570", "8128577", "8408570", "8508570", "8628570", "8708501", "8808501",
            "8908577", "9008570",
        ];
        for (prefecture, office) in PrefectureCode::all().zip(offices) {
            assert!(fits(office, prefecture), "{office} {}", prefecture.name());
        }
        let tokyo = PrefectureCode::from_stored(13);
        for (postcode, fit) in [
            ("1350016", true),
            ("2730005", false),
            ("0608588", false),
            ("135001", false),
            ("135-001", false),
            ("8710811", true),
        ] {
            assert_eq!(fits(postcode, tokyo), fit, "{postcode}");
        }
    }
}
