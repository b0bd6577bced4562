use super::*;
use proptest::prelude::*;

fn typed(era: &str, year: &str, month: &str, day: &str) -> TypedDate {
    TypedDate { era: era.to_owned(), year: year.to_owned(), month: month.to_owned(), day: day.to_owned() }
}

fn day(number: i32) -> WorkDate {
    WorkDate::from_number(number).unwrap()
}

#[test]
fn eras_begin_and_end_on_their_days() {
    for (era, year, month, date, expected) in [
        ("taisho", "1", "7", "29", Err(Problem::NotInEra)),
        ("taisho", "1", "7", "30", Ok(19_120_730)),
        ("taisho", "15", "12", "24", Ok(19_261_224)),
        ("taisho", "15", "12", "25", Ok(19_261_225)),
        ("taisho", "15", "12", "26", Err(Problem::NotInEra)),
        ("showa", "1", "12", "24", Err(Problem::NotInEra)),
        ("showa", "1", "12", "25", Ok(19_261_225)),
        ("showa", "64", "1", "7", Ok(19_890_107)),
        ("showa", "64", "1", "8", Err(Problem::NotInEra)),
        ("showa", "65", "1", "1", Err(Problem::NotInEra)),
        ("heisei", "1", "1", "7", Err(Problem::NotInEra)),
        ("heisei", "1", "1", "8", Ok(19_890_108)),
        ("heisei", "元", "1", "8", Ok(19_890_108)),
        ("heisei", "31", "4", "30", Ok(20_190_430)),
        ("heisei", "31", "5", "1", Err(Problem::NotInEra)),
        ("heisei", "40", "1", "1", Err(Problem::NotInEra)),
        ("reiwa", "1", "4", "30", Err(Problem::NotInEra)),
        ("reiwa", "1", "5", "1", Ok(20_190_501)),
        ("reiwa", "0", "5", "1", Err(Problem::NotInEra)),
        ("reiwa", "8", "11", "20", Ok(20_261_120)),
    ] {
        let read = parse(&typed(era, year, month, date)).map(WorkDate::number);
        assert_eq!(read, expected, "{era} {year}-{month}-{date}");
    }
}

#[test]
fn the_era_of_a_day_is_the_later_one() {
    for (number, era, year) in [
        (19_120_729, Era::Western, 1912),
        (19_120_730, Era::Taisho, 1),
        (19_261_224, Era::Taisho, 15),
        (19_261_225, Era::Showa, 1),
        (19_890_107, Era::Showa, 64),
        (19_890_108, Era::Heisei, 1),
        (20_190_430, Era::Heisei, 31),
        (20_190_501, Era::Reiwa, 1),
        (20_261_120, Era::Reiwa, 8),
    ] {
        assert_eq!(era_of(day(number)), (era, year), "{number}");
    }
}

#[test]
fn a_date_is_read_as_people_type_it() {
    for (era, year, month, date, expected) in [
        ("", "1985", "4", "12", Ok(19_850_412)),
        ("western", "１９８５", "０４", "１２", Ok(19_850_412)),
        ("昭和", "60", " 4 ", "12", Ok(19_850_412)),
        ("Ｓ", "60", "4", "12", Ok(19_850_412)),
        ("令和", "元年", "5", "1", Ok(20_190_501)),
        ("western", "2024", "2", "29", Ok(20_240_229)),
        ("western", "2023", "2", "29", Err(Problem::NotDate)),
        ("western", "2000", "2", "29", Ok(20_000_229)),
        ("western", "1900", "2", "29", Err(Problem::NotDate)),
        ("western", "2026", "4", "30", Ok(20_260_430)),
        ("western", "2026", "4", "31", Err(Problem::NotDate)),
        ("western", "2026", "0", "1", Err(Problem::NotDate)),
        ("western", "2026", "13", "1", Err(Problem::NotDate)),
        ("western", "2026", "1", "0", Err(Problem::NotDate)),
        ("western", "85", "4", "12", Err(Problem::NotDate)),
        ("western", "-985", "4", "12", Err(Problem::NotDate)),
        ("western", "99999", "4", "12", Err(Problem::NotDate)),
        ("western", "1985", "", "12", Err(Problem::NotDate)),
        ("western", "1985", "四", "12", Err(Problem::NotDate)),
        ("明治", "45", "1", "1", Err(Problem::NotAChoice)),
        ("western", "", " ", "\u{3000}", Err(Problem::Missing)),
        ("明治", "", "", "", Err(Problem::Missing)),
    ] {
        let read = parse(&typed(era, year, month, date)).map(WorkDate::number);
        assert_eq!(read, expected, "{era} {year}-{month}-{date}");
    }
}

#[test]
fn a_day_in_one_field_is_read_in_its_common_forms() {
    for (text, expected) in [
        ("2026-11-20", Ok(20_261_120)),
        ("2026/11/20", Ok(20_261_120)),
        ("2026.1.2", Ok(20_260_102)),
        ("20261120", Ok(20_261_120)),
        ("２０２６－１１－２０", Ok(20_261_120)),
        ("", Err(Problem::Missing)),
        ("2026-02-29", Err(Problem::NotDate)),
        ("2026-11", Err(Problem::NotDate)),
        ("2026-11-20T00:00", Err(Problem::NotDate)),
        ("二千二十六年", Err(Problem::NotDate)),
        ("あいう", Err(Problem::NotDate)),
    ] {
        assert_eq!(parse_day(text).map(WorkDate::number), expected, "{text}");
    }
}

#[test]
fn a_day_in_one_field_is_read_in_its_era() {
    for (text, expected) in [
        ("令和5年4月1日", Ok(20_230_401)),
        ("令和 5 年 4 月 1 日", Ok(20_230_401)),
        ("令和５年４月１日", Ok(20_230_401)),
        ("R5.4.1", Ok(20_230_401)),
        ("r5/4/1", Ok(20_230_401)),
        ("Ｒ５．４．１", Ok(20_230_401)),
        ("R.5.4.1", Ok(20_230_401)),
        ("西暦2023年4月1日", Ok(20_230_401)),
        ("2023年4月1日", Ok(20_230_401)),
        ("平成30年3月31日", Ok(20_180_331)),
        ("平成31年4月30日", Ok(20_190_430)),
        ("平成31年5月1日", Err(Problem::NotInEra)),
        ("H31.5.1", Err(Problem::NotInEra)),
        ("平成32年1月1日", Err(Problem::NotInEra)),
        ("令和元年5月1日", Ok(20_190_501)),
        ("令和1年5月1日", Ok(20_190_501)),
        ("令和元年4月30日", Err(Problem::NotInEra)),
        ("令和1年4月30日", Err(Problem::NotInEra)),
        ("令和0年5月1日", Err(Problem::NotInEra)),
        ("平成元年1月8日", Ok(19_890_108)),
        ("平成元年1月7日", Err(Problem::NotInEra)),
        ("昭和64年1月7日", Ok(19_890_107)),
        ("S64.1.8", Err(Problem::NotInEra)),
        ("昭和元年12月25日", Ok(19_261_225)),
        ("大正15年12月25日", Ok(19_261_225)),
        ("大正元年7月29日", Err(Problem::NotInEra)),
        ("令和5年2月29日", Err(Problem::NotDate)),
        ("令和6年2月29日", Ok(20_240_229)),
        ("令和5年13月1日", Err(Problem::NotDate)),
        ("令和5年4月", Err(Problem::NotDate)),
        ("令和五年四月一日", Err(Problem::NotDate)),
        ("令和5年元月1日", Err(Problem::NotDate)),
        ("元年5月1日", Err(Problem::NotDate)),
        ("令和", Err(Problem::NotDate)),
        ("明治45年1月1日", Err(Problem::NotDate)),
        ("X5.4.1", Err(Problem::NotDate)),
        ("-5.4.1", Err(Problem::NotDate)),
        ("R50401", Err(Problem::NotDate)),
    ] {
        assert_eq!(parse_day(text).map(WorkDate::number), expected, "{text}");
    }
}

#[test]
fn a_time_of_day_is_minutes_after_midnight() {
    let range = Problem::OutOfRange { min: 0, max: 1439 };
    for (text, expected) in [
        ("00:00", Ok(0)),
        ("05:30", Ok(330)),
        ("５：００", Ok(300)),
        ("23:59", Ok(1439)),
        ("24:00", Err(range.clone())),
        ("12:60", Err(range)),
        ("1200", Err(Problem::NotNumber)),
        ("12:", Err(Problem::NotNumber)),
        ("", Err(Problem::Missing)),
    ] {
        assert_eq!(parse_minutes(text), expected, "{text}");
    }
    assert_eq!(hh_mm(1439), "23:59");
}

#[test]
fn age_grows_on_the_birthday() {
    for (birth, on, years) in [
        (19_850_412, 20_260_411, 40),
        (19_850_412, 20_260_412, 41),
        (20_040_229, 20_260_228, 21),
        (20_040_229, 20_260_301, 22),
        (20_040_229, 20_240_228, 19),
        (20_040_229, 20_240_229, 20),
        (20_261_231, 20_261_231, 0),
    ] {
        assert_eq!(age_on(day(birth), day(on)), years, "{birth} on {on}");
    }
}

#[test]
fn birthdays_are_counted_after_the_day() {
    for (birth, from, n, expected) in [
        (19_850_412, 20_260_411, 1, 20_260_412),
        (19_850_412, 20_260_412, 1, 20_270_412),
        (19_850_412, 20_260_413, 1, 20_270_412),
        (19_850_412, 20_260_412, 10, 20_360_412),
        (20_040_229, 20_260_101, 1, 20_260_228),
        (20_040_229, 20_260_228, 1, 20_270_228),
        (20_040_229, 20_280_228, 1, 20_280_229),
        (20_040_229, 20_280_229, 1, 20_290_228),
    ] {
        assert_eq!(nth_birthday_after(day(birth), day(from), n), day(expected), "{birth} after {from}, {n}");
    }
    assert_eq!(end_of(day(20_261_130)), day(20_261_201).start());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(era in any::<String>(), year in any::<String>(), month in any::<String>(), date in any::<String>()) {
        let _ = parse(&typed(&era, &year, &month, &date));
        let _ = (parse_day(&year), parse_minutes(&month), Era::from_code(&date));
    }

    #[test]
    fn every_number_is_a_day_or_none(era in 0..5usize, year in "[0-9]{1,4}", month in "[0-9]{1,2}", date in "[0-9]{1,2}") {
        if let Ok(read) = parse(&typed(Era::ALL[era].code(), &year, &month, &date)) {
            prop_assert_eq!(WorkDate::from_number(read.number()), Some(read));
        }
    }

    #[test]
    fn a_day_written_in_its_era_is_read_as_itself(number in 0..73_000i32) {
        let first = chrono::NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        let date = WorkDate::from_date(first + chrono::Days::new(u64::try_from(number).unwrap()));
        prop_assert_eq!(parse(&TypedDate::in_era(date)), Ok(date));
        prop_assert_eq!(parse_day(&date.to_string()), Ok(date));
        let typed = TypedDate::in_era(date);
        prop_assert_eq!(parse_day(&format!("{}{}.{}.{}", typed.era, typed.year, typed.month, typed.day)), Ok(date));
    }
}
