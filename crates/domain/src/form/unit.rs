//! The unit of a number a form asks for. Invariant: it is said here and nowhere else, so that a number stands with its unit
//! wherever somebody reads it; a field of either form, or of an item, has one unit under its name.

use super::reader;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// 円: whole yen.
    Yen,
    /// 年: how many years.
    Years,
    /// 年: which year, Western or of an era; its digits are never parted.
    Year,
}

/// The unit of a field of either form or of an item; `None` for what is no number that counts.
pub fn unit_of(field: &str) -> Option<Unit> {
    Some(match field {
        "capital_yen" | "sales_yen" | "completed_works_yen" => Unit::Yen,
        "experience_years" | "years" => Unit::Years,
        "year" | "licence_year" => Unit::Year,
        _ => return None,
    })
}

/// The number typed into a field that has a unit, in any width, with or without commas and the unit's own sign, which
/// some type after it; `None` for a field without a unit and for what is no whole number.
pub fn counted(field: &str, typed: &str) -> Option<(Unit, i64)> {
    let unit = unit_of(field)?;
    let sign = match unit {
        Unit::Yen => '円',
        Unit::Years | Unit::Year => '年',
    };
    let typed = reader::plain(typed);
    let number = typed.strip_suffix(sign).unwrap_or(&typed);
    reader::whole(number, 0, i64::MAX).ok().map(|number| (unit, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_counted_in_the_unit_of_its_field() {
        for (field, typed, expected) in [
            ("capital_yen", "30,000,000", Some((Unit::Yen, 30_000_000))),
            ("sales_yen", "３０，０００円", Some((Unit::Yen, 30_000))),
            ("completed_works_yen", "0", Some((Unit::Yen, 0))),
            ("experience_years", " 12 ", Some((Unit::Years, 12))),
            ("years", "12年", Some((Unit::Years, 12))),
            ("years", "1年2", None),
            ("capital_yen", "3円000", None),
            ("year", "2015", Some((Unit::Year, 2_015))),
            ("licence_year", "5", Some((Unit::Year, 5))),
            ("capital_yen", "3千万", None),
            ("capital_yen", "", None),
            ("experience_years", "-1", None),
            ("phone", "0312345678", None),
            ("corporate_number", "7000012050002", None),
        ] {
            assert_eq!(counted(field, typed), expected, "{field} {typed}");
        }
    }
}
