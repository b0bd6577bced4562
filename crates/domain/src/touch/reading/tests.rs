use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// 2026-11-20 07:52 in Japan.
fn morning() -> Instant {
    WorkDate::from_stored(20_261_120).start().plus_ms((7 * 60 + 52) * MINUTE_MS)
}

fn cells(of: &[&str]) -> Vec<String> {
    of.iter().map(|cell| (*cell).to_owned()).collect()
}

fn line(of: &[&str]) -> Result<Line, LineFault> {
    read(1, &of.join(","), Some(&cells(of))).map_err(|wrong| wrong.fault)
}

const CARD: &str = "04102030405000";

#[test]
fn a_time_is_read_with_its_zone_and_without_one_in_japans() {
    let ms = |ms: i64| Some(morning().plus_ms(ms));
    for (text, expected) in [
        ("2026-11-20 07:52", ms(0)),
        (" 2026/11/20 7:52 ", ms(0)),
        ("2026-11-20T07:52:03", ms(3_000)),
        ("2026-11-20T07:52:03.25", ms(3_250)),
        ("2026-11-20T07:52:03.250999999", ms(3_250)),
        ("2026-11-20T07:52:00+09:00", ms(0)),
        ("2026-11-20T07:52+0900", ms(0)),
        ("2026-11-20 07:52 +09", ms(0)),
        ("2026-11-19T22:52:00Z", ms(0)),
        ("2026-11-19T12:52:00-10:00", ms(0)),
        ("2026-11-20 23:59:59", ms((16 * 60 + 7) * MINUTE_MS + 59_000)),
    ] {
        assert_eq!(time(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_time_is_none() {
    for text in [
        "",
        "2026-11-20",
        "07:52",
        "2026-11-20 24:00",
        "2026-11-20 07:60",
        "2026-11-20 07:52:60",
        "2026-11-31 07:52",
        "2026-02-29 07:52",
        "1999-12-31 23:59",
        "2100-01-01 00:00",
        "26-11-20 07:52",
        "2026-11-20 07:52:00.",
        "2026-11-20 7",
        "2026-11-20 07:52+15:00",
        "2026-11-20 07:52+09:60",
        "2026-11-20 07:52+",
        "2026-11-20 07:52:00:00",
        "2026-11-20-1 07:52",
        "2026-11-20 -7:52",
        "2026-11-20 ０７:52",
    ] {
        assert_eq!(time(text), None, "{text}");
    }
    assert!(time("2000-01-01 00:00").is_some() && time("2099-12-31 23:59").is_some());
}

#[test]
fn a_line_is_read_with_either_name_of_a_person() {
    let by_card = line(&["2026-11-20 07:52", "04:10:20:30:40:50:00", "", "IN", "西口"]).unwrap();
    let expected = Line {
        number: 1,
        at: morning(),
        named: Named::Card(CARD.to_owned()),
        kind: TouchKind::In,
        reader: "西口".to_owned(),
    };
    assert_eq!(by_card, expected);
    let who = TechnicianId::from_body(1_000_000_000_000);
    let by_number = line(&["2026-11-20 07:52", "", &who.to_string()]).unwrap();
    assert_eq!((by_number.named, by_number.kind), (Named::Technician(who), TouchKind::Unknown));
    for (text, kind) in [("out", TouchKind::Out), ("unknown", TouchKind::Unknown), ("", TouchKind::Unknown)] {
        assert_eq!(line(&["2026-11-20 07:52", CARD, "", text]).unwrap().kind, kind, "{text}");
    }
}

#[test]
fn a_line_that_does_not_read_says_which_cell() {
    let who = TechnicianId::from_body(1).to_string();
    let long = "x".repeat(READER_MAX + 1);
    let wrong_digit = format!("{:014}", TechnicianId::from_body(1).get() + 1);
    let at = "2026-11-20 07:52";
    for (cells, fault) in [
        (vec!["x", CARD], LineFault::Time),
        (vec![], LineFault::Time),
        (vec![at], LineFault::Person),
        (vec![at, CARD, &who], LineFault::Person),
        (vec![at, "0410203040500"], LineFault::Card),
        (vec![at, "041020304050000"], LineFault::Card),
        (vec![at, "0410203040500g"], LineFault::Card),
        (vec![at, "", "123"], LineFault::Technician),
        (vec![at, "", &wrong_digit], LineFault::Technician),
        (vec![at, CARD, "", "1"], LineFault::Kind),
        (vec![at, CARD, "", "in", &long], LineFault::Reader),
        (vec![at, CARD, "", "in", "西\u{fffd}"], LineFault::Reader),
        (vec![at, CARD, "", "in", "", ""], LineFault::Columns),
    ] {
        assert_eq!(line(&cells), Err(fault), "{cells:?}");
    }
    assert!(line(&[at, CARD, "", "in", &"x".repeat(READER_MAX)]).is_ok());
    let uneven = read(7, &"\"".repeat(200), None).unwrap_err();
    assert_eq!((uneven.number, uneven.fault, uneven.typed.len()), (7, LineFault::Columns, TYPED_KEPT));
}

#[test]
fn a_file_has_from_one_to_two_thousand_lines() {
    for (lines, expected) in
        [(0, Err(FileFault::NoLines)), (1, Ok(())), (2_000, Ok(())), (2_001, Err(FileFault::TooMany))]
    {
        assert_eq!(check_lines(lines), expected, "{lines}");
    }
}

#[test]
fn what_is_stored_is_read_again_and_each_fault_has_a_code_of_its_own() {
    for state in FileState::ALL {
        assert_eq!(FileState::from_stored(state.number()), Some(state));
    }
    for outcome in LineOutcome::ALL {
        assert_eq!(LineOutcome::from_stored(outcome.number()), Some(outcome));
    }
    assert_eq!((FileState::from_stored(0), LineOutcome::from_stored(0)), (None, None));
    let codes: BTreeSet<&str> = LineFault::ALL.into_iter().map(LineFault::code).collect();
    assert_eq!(codes.len(), LineFault::ALL.len());
}

proptest! {
    #[test]
    fn whatever_stands_in_a_line_it_is_read_or_refused(cells in prop::collection::vec(".*", 0..7)) {
        let read = read(3, &cells.join(","), Some(&cells));
        prop_assert!(read.map_or_else(|wrong| wrong.number, |line| line.number) == 3);
    }

    #[test]
    fn whatever_looks_like_a_time_lies_in_its_century(text in "[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}[ T][0-9:.]{1,12}[Z+-]?[0-9:]{0,5}") {
        if let Some(at) = time(&text) {
            let days = 20_000_101..=20_991_231;
            // A zone moves a time into the day before or after.
            prop_assert!(days.contains(&at.date().next().number()) || days.contains(&at.date().previous().number()));
        }
    }

    #[test]
    fn a_minute_of_any_day_is_itself(day in 0_i64..36_000, minute in 0_i64..1_440) {
        let at = WorkDate::from_stored(20_000_101).start().plus_ms((day * 1_440 + minute) * MINUTE_MS);
        let (date, clock) = (at.date().date(), at.hh_mm());
        prop_assert_eq!(time(&format!("{date} {clock}")), Some(at));
        prop_assert_eq!(time(&format!("{date}T{clock}:00+09:00")), Some(at));
    }
}
