use super::*;
use crate::{
    id::TouchId,
    time::HOUR_MS,
    touch::{
        TouchKind,
        shift::{self, Moment},
    },
};
use proptest::prelude::*;
use uuid::Uuid;

/// First in and last out of a day, as minutes or not at all.
type Minutes = (Option<i64>, Option<i64>);

fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(20_261_100 + number)
}

/// The minute of the 20th of November 2026, `HH:MM` as a number.
fn at(hh_mm: i64) -> Instant {
    day(20).start().plus_ms(hh_mm / 100 * HOUR_MS + hh_mm % 100 * MINUTE_MS)
}

fn times(first_in: Option<i64>, last_out: Option<i64>, inside_since: Option<i64>) -> Times {
    Times { first_in: first_in.map(at), last_out: last_out.map(at), inside_since: inside_since.map(at) }
}

fn span(first_in: Option<i64>, last_out: Option<i64>) -> Span {
    Span { first_in: first_in.map(at), last_out: last_out.map(at) }
}

#[test]
fn touches_win_and_an_entry_fills_what_they_lack() {
    let whole = times(Some(800), Some(1700), None);
    let forgot = times(Some(800), None, Some(800));
    let lone_out = times(None, Some(1630), None);
    for (what, touched, entered, wanted) in [
        ("neither", None, None, None),
        ("touches only", Some(whole), None, Some(whole)),
        ("an entry only", None, Some(span(Some(800), Some(1700))), Some(whole)),
        ("in by touch, out by hand", Some(forgot), Some(span(Some(830), Some(1700))), Some(whole)),
        ("out by touch", Some(lone_out), Some(span(None, Some(1700))), Some(lone_out)),
        (
            "out by touch, in by hand",
            Some(lone_out),
            Some(span(Some(800), Some(1700))),
            Some(times(Some(800), Some(1630), None)),
        ),
        ("an in after the out", Some(lone_out), Some(span(Some(1630), None)), Some(lone_out)),
        (
            "an in just before it",
            Some(lone_out),
            Some(span(Some(1629), None)),
            Some(times(Some(1629), Some(1630), None)),
        ),
        ("an out before the in", Some(forgot), Some(span(None, Some(759))), Some(forgot)),
        ("an out at the in", Some(forgot), Some(span(None, Some(800))), Some(forgot)),
        ("both by touch", Some(whole), Some(span(Some(700), Some(1900))), Some(whole)),
        (
            "back in, and out by hand",
            Some(times(Some(800), Some(1200), Some(1300))),
            Some(span(None, Some(1700))),
            Some(whole),
        ),
        (
            "back in later than the out by hand",
            Some(times(Some(800), Some(1200), Some(1800))),
            Some(span(None, Some(1700))),
            Some(times(Some(800), Some(1200), Some(1800))),
        ),
    ] {
        assert_eq!(made_of(touched, entered), wanted, "{what}");
    }
}

#[test]
fn hours_go_over_midnight() {
    let next = |hh_mm: i64| at(hh_mm).plus_ms(DAY_MS);
    let hours = |first_in, last_out| Hours { first_in, last_out };
    for (what, hours, touched_in, wanted) in [
        ("a day", hours(Some(480), Some(1020)), None, (Some(at(800)), Some(at(1700)))),
        ("a night", hours(Some(1320), Some(300)), None, (Some(at(2200)), Some(next(500)))),
        ("a minute short of it", hours(Some(480), Some(479)), None, (Some(at(800)), Some(next(759)))),
        ("once round", hours(Some(480), Some(480)), None, (Some(at(800)), Some(next(800)))),
        ("out only", hours(None, Some(300)), Some(at(2200)), (None, Some(next(500)))),
        ("out only, the same day", hours(None, Some(1020)), Some(at(800)), (None, Some(at(1700)))),
        ("out only, no in", hours(None, Some(300)), None, (None, Some(at(500)))),
        ("in only", hours(Some(0), None), None, (Some(at(0)), None)),
        ("a later in beside a touch", hours(Some(1200), Some(1020)), Some(at(800)), (Some(at(2000)), Some(at(1700)))),
        (
            "an in beside a touch of the night",
            hours(Some(480), Some(300)),
            Some(at(2200)),
            (Some(at(800)), Some(next(500))),
        ),
    ] {
        let made = hours.on(day(20), touched_in);
        assert_eq!((made.first_in, made.last_out), wanted, "{what}");
    }
}

#[test]
fn nothing_is_entered_that_lasts_longer_than_touches_are_joined() {
    let next = |hh_mm: i64| at(hh_mm).plus_ms(DAY_MS);
    let came = |since: i64| Times { first_in: Some(at(800)), last_out: None, inside_since: Some(at(since)) };
    let made =
        |first_in: Instant, out: Instant| Times { first_in: Some(first_in), last_out: Some(out), inside_since: None };
    for (what, touched, made, wanted) in [
        ("eighteen hours", None, made(at(800), next(200)), false),
        ("a minute more", None, made(at(800), next(201)), true),
        ("after a touch", Some(came(800)), made(at(800), next(200)), false),
        ("a minute more after a touch", Some(came(800)), made(at(800), next(201)), true),
        ("counted from coming back in", Some(came(1300)), made(at(800), next(700)), false),
        ("a minute more after coming back in", Some(came(1300)), made(at(800), next(701)), true),
        ("no out", None, Times { first_in: Some(at(800)), ..Times::default() }, false),
    ] {
        assert_eq!(is_too_long(touched, made), wanted, "{what}");
    }
}

fn form() -> EntryForm {
    EntryForm {
        technician_id: TechnicianId::from_body(1).to_string(),
        days: vec!["2026-11-18".to_owned(), "2026-11-20".to_owned()],
        first_in: "08:00".to_owned(),
        last_out: "17:00".to_owned(),
        trade: "11".to_owned(),
        role: "foreman".to_owned(),
        reason: String::new(),
    }
}

#[test]
fn a_form_is_read() {
    let entry = form().validate().unwrap();
    assert_eq!((entry.month.number(), entry.days), (202_611, [day(18), day(20)].into_iter().collect()));
    assert_eq!(entry.hours, Hours { first_in: Some(480), last_out: Some(1020) });
    assert_eq!((entry.role, entry.reason), (Some(WorkRole::Foreman), None));
    let plain = EntryForm { trade: String::new(), role: AS_ON_ROSTER.to_owned(), first_in: String::new(), ..form() };
    let plain = plain.validate().unwrap();
    assert_eq!((plain.trade, plain.role, plain.hours.first_in), (None, None, None), "as on the roster, by touch");
}

#[test]
fn everything_wrong_is_told_at_once() {
    let wrong = |form: EntryForm| -> Vec<String> {
        form.validate().unwrap_err().into_iter().map(|problem| problem.field).collect()
    };
    let text = str::to_owned;
    let nothing = wrong(EntryForm::default());
    assert_eq!(nothing, ["technician_id", "days", "first_in"]);
    assert!(nothing.iter().all(|field| FIELDS.contains(&field.as_str())));
    let days = |days: &[&str]| EntryForm { days: days.iter().map(|day| (*day).to_owned()).collect(), ..form() };
    assert_eq!(wrong(days(&["2026-11-30", "2026-12-01"])), ["days"], "of two months");
    assert_eq!(wrong(days(&["2026-11-31"])), ["days"], "a day no calendar has");
    assert_eq!(wrong(EntryForm { first_in: text("25:00"), last_out: text("x"), ..form() }), ["first_in", "last_out"]);
    assert_eq!(wrong(EntryForm { trade: text("99"), role: text("boss"), ..form() }), ["trade", "role"]);
    assert!(EntryForm { reason: "字".repeat(200), ..form() }.validate().is_ok());
    assert_eq!(wrong(EntryForm { reason: "字".repeat(201), ..form() }), ["reason"]);
    assert_eq!(reason(" 応援 "), Ok("応援".to_owned()));
    for none in ["", " ", &"字".repeat(201)] {
        assert_eq!(reason(none).unwrap_err()[0].field, "reason");
    }
}

#[test]
fn kinds_come_back() {
    for kind in [EntryKind::Entered, EntryKind::TakenBack, EntryKind::Refused] {
        assert_eq!(EntryKind::from_stored(kind.number()), Some(kind));
    }
    assert_eq!((EntryKind::from_stored(0), EntryKind::from_stored(4)), (None, None));
}

/// Something that arrives: a touch, or an entry of a turn.
#[derive(Debug, Clone, Copy)]
enum Fact {
    Touch(Moment),
    Said(i32, Option<Span>),
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let kinds = prop_oneof![Just(TouchKind::In), Just(TouchKind::Out), Just(TouchKind::Unknown)];
    let touch = |(number, (minute, kind)): (usize, (i64, TouchKind))| {
        let id = TouchId(Uuid::from_u128(1 + number as u128));
        Fact::Touch(Moment { at: day(20).start().plus_ms(minute * MINUTE_MS), id, kind })
    };
    let minutes = || proptest::option::of(0..1800_i64);
    let said = |(turn, said): (usize, Option<Minutes>)| {
        let at = |minute: i64| day(20).start().plus_ms(minute * MINUTE_MS);
        let span = said.map(|(came, went)| Span { first_in: came.map(at), last_out: went.map(at) });
        Fact::Said(i32::try_from(turn).unwrap(), span)
    };
    let touches = proptest::collection::vec((0..1800_i64, kinds), 0..6);
    let entries = proptest::collection::vec(proptest::option::of((minutes(), minutes())), 0..3);
    (touches, entries).prop_map(move |(touches, entries)| {
        let touches = touches.into_iter().enumerate().map(touch);
        touches.chain(entries.into_iter().enumerate().map(said)).collect()
    })
}

/// The 20th as the facts that have arrived tell it.
fn of(arrived: &[Fact]) -> (Option<Times>, Option<Times>) {
    let moments: Vec<Moment> =
        arrived.iter().filter_map(|fact| if let Fact::Touch(moment) = fact { Some(*moment) } else { None }).collect();
    let said =
        arrived.iter().filter_map(|fact| if let Fact::Said(turn, span) = fact { Some((turn, *span)) } else { None });
    let standing = said.max_by_key(|(turn, _)| **turn).and_then(|(_, span)| span);
    let of_day = shift::days(&moments, 0).into_iter().find(|made| made.date == day(20));
    let touched =
        of_day.map(|day| Times { first_in: day.first_in, last_out: day.last_out, inside_since: day.inside_since });
    (touched, made_of(touched, standing))
}

proptest! {
    #[test]
    fn no_order_of_arrival_matters((facts, shuffled) in facts().prop_flat_map(|facts| {
        (Just(facts.clone()), Just(facts).prop_shuffle())
    })) {
        prop_assert_eq!(of(&facts), of(&shuffled));
        let (touched, made) = of(&facts);
        prop_assert!(touched.is_none() || made.is_some(), "an entry takes nothing away");
        if let (Some(touched), Some(made)) = (touched, made) {
            prop_assert!(touched.first_in.is_none() || made.first_in == touched.first_in, "a touched in stays");
            let left = touched.inside_since.is_none();
            prop_assert!(!left || made.last_out == touched.last_out, "a touched out stays");
        }
    }
}
