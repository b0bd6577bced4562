//! What is kept of what is written in several ways and read as one: katakana, Latin names, postcodes, phone numbers, mail, sums and
//! years. Invariant: of these it is what the check of the form makes of them (a test compares both), so that a page shows what will stand in the register; all
//! else, and what cannot be read, is shown as it was typed.

use super::{reader, unit_of};

/// Longer than any field: what is too long is said by the check of the form.
const ANY: u32 = u32::MAX;

/// What is kept of `typed` in a field of either form: katakana at full width, Latin names in capitals, postcodes and phone
/// numbers as digits, sums without commas; everything else as typed, without the spaces around it.
pub fn as_kept(field: &str, typed: &str) -> String {
    let plain = reader::plain(typed);
    let read = match field {
        "family_kana" | "given_kana" | "name_kana" => reader::kana(&plain, ANY),
        "family_roman" | "given_roman" => reader::roman(&plain, ANY),
        "phone" | "phone_home" | "fax" | "contact_fax" => reader::phone(&plain),
        field if field.ends_with("_phone") => reader::phone(&plain),
        "postcode" | "card_postcode" => reader::postcode(&plain),
        "mail" => reader::mail(&plain),
        field if unit_of(field).is_some() => reader::whole(&plain, 0, i64::MAX).map(|number| number.to_string()),
        _ => return typed.trim().to_owned(),
    };
    read.unwrap_or_else(|_| typed.trim().to_owned())
}

/// Whether two ways to write a field are kept as one: the one rule by which something is other than it is registered.
pub fn is_same(field: &str, one: &str, other: &str) -> bool {
    one == other || as_kept(field, one) == as_kept(field, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_is_shown() {
        for (field, typed, kept) in [
            ("family_kana", "ﾀｶﾊｼ", "タカハシ"),
            ("given_kana", "れん", "レン"),
            ("name_kana", "ｺｳｴｲｹﾝｾﾂ", "コウエイケンセツ"),
            ("family_roman", "Nguyen  Van", "NGUYEN VAN"),
            ("phone", "０９０－１２３４－５６７８", "09012345678"),
            ("emergency_phone", "03-1234-5678", "0312345678"),
            ("contact_fax", "（０３）１２３４－５６７９", "0312345679"),
            ("postcode", "〒１３５－００１６", "1350016"),
            ("card_postcode", "135-0016", "1350016"),
            ("capital_yen", "５０,０００,０００", "50000000"),
            ("experience_years", " 06 ", "6"),
            ("mail", " ｋｅｎｔａ＠ｅｘａｍｐｌｅ．ｊｐ ", "kenta@example.jp"),
            ("family_name", " 髙﨑\u{e0100} ", "髙﨑\u{e0100}"),
            ("main_clients", "湊町市\n潮見不動産", "湊町市\n潮見不動産"),
        ] {
            assert_eq!(as_kept(field, typed), kept, "{field}");
            assert_eq!(as_kept(field, kept), kept, "{field}: again");
            assert!(is_same(field, typed, kept), "{field}");
        }
    }

    #[test]
    fn another_value_is_another_however_it_is_written() {
        for (field, one, other, same) in [
            ("postcode", "135-0016", "1350016", true),
            ("postcode", "135-0016", "1350017", false),
            ("capital_yen", "30,000,000", "30000000", true),
            ("capital_yen", "30,000,000", "3,000,000", false),
            ("phone", "03-1234-5678", "0312345678", true),
            ("address", "江東区東陽2-3-4", "江東区東陽234", false),
            ("address", "", " ", true),
            ("capital_yen", "", "0", false),
        ] {
            assert_eq!(is_same(field, one, other), same, "{field} {one} {other}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_shown_as_it_was_typed() {
        for (field, typed) in [
            ("phone", "１１０番"),
            ("family_kana", "髙橋"),
            ("mail", "kenta"),
            ("given_roman", "蓮"),
            ("postcode", "港区"),
            ("capital_yen", "3千万"),
        ] {
            assert_eq!(as_kept(field, typed), typed, "{field}");
        }
    }
}
