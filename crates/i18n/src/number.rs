//! Numbers as the screens write them (design.md §9). Invariant: half-width figures, thousands parted as the language
//! parts them ([`Lang::marks`]), and a minus sign that is U+2212, never a hyphen.

use crate::{Lang, msg};
use domain::form::Unit;

/// The minus sign of negative numbers.
const MINUS: char = '\u{2212}';
/// Counts of people below this are not told where somebody could be recognised by them.
const TELLABLE_MIN: i64 = 5;

/// `1,368`, `−1,200`: on pages of offices, which are Japanese or English.
pub fn grouped(number: i64) -> String {
    grouped_in(Lang::Ja, number)
}

/// `1,368`; `1.368` in Vietnamese and Indonesian.
pub fn grouped_in(lang: Lang, number: i64) -> String {
    let (thousands, _) = lang.marks();
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    if number < 0 {
        out.push(MINUS);
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(thousands);
        }
        out.push(digit);
    }
    out
}

/// `12,480円`, `−1,200円`. Whole yen.
pub fn yen(lang: Lang, yen: i64) -> String {
    msg::number::YEN.with(lang, &[("n", &grouped_in(lang, yen))])
}

/// A number with the unit of its field: `12,480円`, `12年`; a year's digits are not parted.
pub fn with_unit(lang: Lang, unit: Unit, number: i64) -> String {
    match unit {
        Unit::Yen => yen(lang, number),
        Unit::Years => msg::number::YEARS.with(lang, &[("n", &grouped_in(lang, number))]),
        Unit::Year => msg::number::YEAR.with(lang, &[("n", &number)]),
    }
}

/// `1,368日`: distinct working days, never records.
pub fn days(lang: Lang, days: i64) -> String {
    msg::number::DAYS.with(lang, &[("n", &grouped_in(lang, days))])
}

/// `12件`: history records, never days.
pub fn records(lang: Lang, records: i64) -> String {
    msg::number::RECORDS.with(lang, &[("n", &grouped_in(lang, records))])
}

/// `47.9%` from thousandths (479). One decimal always, so that columns line up.
pub fn percent(lang: Lang, thousandths: i64) -> String {
    let sign = if thousandths < 0 { MINUS.to_string() } else { String::new() };
    let size = i64::try_from(thousandths.unsigned_abs()).unwrap_or(i64::MAX);
    let (_, decimals) = lang.marks();
    let figure = format!("{sign}{}{decimals}{}", grouped_in(lang, size / 10), size % 10);
    msg::number::PERCENT.with(lang, &[("n", &figure)])
}

/// The number, or `—` where it is not known. 0 is 0.
pub fn or_unknown(lang: Lang, number: Option<i64>) -> String {
    number.map_or_else(|| msg::number::UNKNOWN.get(lang).to_owned(), |number| grouped_in(lang, number))
}

/// The number, or `5未満` for 1 to 4, where a small count would show who it is about. 0 is 0.
pub fn tellable(lang: Lang, number: i64) -> String {
    if (1..TELLABLE_MIN).contains(&number) {
        msg::number::UNDER_FIVE.get(lang).to_owned()
    } else {
        grouped_in(lang, number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        for (number, text) in [
            (0, "0"),
            (7, "7"),
            (999, "999"),
            (1_000, "1,000"),
            (12_480, "12,480"),
            (1_234_567, "1,234,567"),
            (-1, "−1"),
            (-1_200, "−1,200"),
            (i64::MAX, "9,223,372,036,854,775,807"),
            (i64::MIN, "−9,223,372,036,854,775,808"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn units_stand_where_the_language_wants_them() {
        assert_eq!(yen(Lang::Ja, 12_480), "12,480円");
        assert_eq!(yen(Lang::Ja, -1_200), "\u{2212}1,200円");
        assert_eq!(yen(Lang::En, 2_500), "2,500 yen");
        assert_eq!(days(Lang::Ja, 1_368), "1,368日");
        assert_eq!(percent(Lang::Ja, 479), "47.9%");
        for (unit, number, ja, en) in [
            (Unit::Yen, 30_000_000, "30,000,000円", "30,000,000 yen"),
            (Unit::Years, 1, "1年", "1 yr"),
            (Unit::Year, 2_015, "2015年", "2015"),
        ] {
            assert_eq!(
                (with_unit(Lang::Ja, unit, number), with_unit(Lang::En, unit, number)),
                (ja.to_owned(), en.to_owned())
            );
        }
        assert_eq!(percent(Lang::En, -1_005), "−100.5%");
    }

    #[test]
    fn each_language_parts_thousands_and_decimals_as_it_is_used_to() {
        for (lang, number, thousandths) in [
            (Lang::Ja, "1,234,567", "47.9%"),
            (Lang::EasyJa, "1,234,567", "47.9%"),
            (Lang::En, "1,234,567", "47.9%"),
            (Lang::Vi, "1.234.567", "47,9%"),
            (Lang::Id, "1.234.567", "47,9%"),
            (Lang::Zh, "1,234,567", "47.9%"),
            (Lang::Fil, "1,234,567", "47.9%"),
            (Lang::My, "1,234,567", "47.9%"),
        ] {
            assert_eq!(
                (grouped_in(lang, 1_234_567).as_str(), percent(lang, 479).as_str()),
                (number, thousandths),
                "{lang:?}"
            );
            assert!(yen(lang, -12_480).contains(&grouped_in(lang, -12_480)), "{lang:?}");
        }
    }

    #[test]
    fn unknown_and_few_are_not_zero() {
        assert_eq!(or_unknown(Lang::Ja, None), "—");
        assert_eq!(or_unknown(Lang::Ja, Some(0)), "0");
        for (number, text) in [(0, "0"), (1, "5未満"), (4, "5未満"), (5, "5")] {
            assert_eq!(tellable(Lang::Ja, number), text);
        }
    }
}
