use super::*;
use crate::time::MINUTE_MS;
use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

/// A touch on day `day` of November 2026 (0 and less: October), `HH:MM` in Japan.
fn touch(day: i32, clock: &str, kind: TouchKind) -> Moment {
    let (hours, minutes) = clock.split_once(':').unwrap();
    let first = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let minutes = i64::from(day - 1) * 1440 + hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap();
    moment(Instant::from_jst(first).plus_ms(minutes * MINUTE_MS), kind)
}

fn moment(at: Instant, kind: TouchKind) -> Moment {
    Moment {
        at,
        id: TouchId(Uuid::from_u128(u128::try_from(at.0).unwrap() << 8 | u128::from(kind.number().unsigned_abs()))),
        kind,
    }
}

fn clock(at: Option<Instant>) -> String {
    at.map_or_else(|| "-".to_owned(), |at| format!("{:02} {}", at.date().day(), at.hh_mm()))
}

/// `mmdd in out touches` for each day.
fn told(days: &[Day]) -> Vec<String> {
    days.iter()
        .map(|day| {
            format!("{:04} {} {} {}", day.date.number() % 10_000, clock(day.first_in), clock(day.last_out), day.touches)
        })
        .collect()
}

const IN: TouchKind = TouchKind::In;
const OUT: TouchKind = TouchKind::Out;
const NOT_SAID: TouchKind = TouchKind::Unknown;

/// What happens, the touches, the site's boundary in minutes, the days.
type Row<'a> = (&'a str, &'a [(i32, &'a str, TouchKind)], i16, &'a [&'a str]);

fn hold(rows: &[Row<'_>]) {
    for (what, touches, boundary, expected) in rows {
        let touches: Vec<Moment> = touches.iter().map(|(day, clock, kind)| touch(*day, clock, *kind)).collect();
        assert_eq!(told(&days(&touches, *boundary)), *expected, "{what}");
    }
}

#[test]
fn the_rows_of_the_rule() {
    hold(&[
        ("nothing", &[], 0, &[]),
        ("day shift", &[(20, "08:00", IN), (20, "17:00", OUT)], 0, &["1120 20 08:00 20 17:00 2"]),
        ("night shift at the same site", &[(20, "22:00", IN), (21, "05:00", OUT)], 0, &["1120 20 22:00 21 05:00 2"]),
        (
            "day shift, then night shift of the same person",
            &[(20, "08:00", IN), (20, "17:00", OUT), (20, "22:00", IN), (21, "05:00", OUT)],
            0,
            &["1120 20 08:00 21 05:00 4"],
        ),
        (
            "night shift, then day shift of the next day",
            &[(20, "22:00", IN), (21, "05:00", OUT), (21, "08:00", IN), (21, "17:00", OUT)],
            0,
            &["1120 20 22:00 21 05:00 2", "1121 21 08:00 21 17:00 2"],
        ),
        ("lone out at 05:00, boundary midnight", &[(21, "05:00", OUT)], 0, &["1121 - 21 05:00 1"]),
        ("lone out at 05:00, boundary 06:00", &[(21, "05:00", OUT)], 360, &["1120 - 21 05:00 1"]),
        ("lone out at 06:00, boundary 06:00", &[(21, "06:00", OUT)], 360, &["1121 - 21 06:00 1"]),
        ("night over the month's end", &[(30, "22:00", IN), (31, "05:00", OUT)], 0, &["1130 30 22:00 01 05:00 2"]),
        ("last minute of a month", &[(0, "23:59", IN), (1, "00:00", OUT)], 0, &["1031 31 23:59 01 00:00 2"]),
        ("first minute of a month", &[(1, "00:00", IN), (1, "00:01", OUT)], 0, &["1101 01 00:00 01 00:01 2"]),
        (
            "two shifts in a day",
            &[(20, "06:00", IN), (20, "10:00", OUT), (20, "14:00", IN), (20, "18:00", OUT)],
            0,
            &["1120 20 06:00 20 18:00 4"],
        ),
        ("no out", &[(20, "08:00", IN)], 0, &["1120 20 08:00 - 1"]),
        ("out twice", &[(20, "08:00", IN), (20, "17:00", OUT), (20, "17:05", OUT)], 0, &["1120 20 08:00 20 17:05 3"]),
        ("in twice", &[(20, "08:00", IN), (20, "08:01", IN), (20, "17:00", OUT)], 0, &["1120 20 08:00 20 17:00 3"]),
        (
            "lunch outside",
            &[(20, "08:00", IN), (20, "12:00", OUT), (20, "13:00", IN)],
            0,
            &["1120 20 08:00 20 12:00 3"],
        ),
    ]);
}

#[test]
fn the_boundary_decides_only_for_touches_that_find_none() {
    hold(&[
        ("an in before it belongs to the day before", &[(21, "04:59", IN)], 300, &["1120 21 04:59 - 1"]),
        ("an in at it begins the day", &[(21, "05:00", IN)], 300, &["1121 21 05:00 - 1"]),
        (
            "an out after it joins the open in",
            &[(20, "22:00", IN), (21, "07:00", OUT)],
            300,
            &["1120 20 22:00 21 07:00 2"],
        ),
        (
            "an out before it joins the open in of its own day",
            &[(21, "03:00", IN), (21, "04:00", OUT)],
            0,
            &["1121 21 03:00 21 04:00 2"],
        ),
        ("last minute of the day", &[(20, "23:59", IN)], 0, &["1120 20 23:59 - 1"]),
        ("midnight", &[(21, "00:00", IN)], 0, &["1121 21 00:00 - 1"]),
        (
            "the latest boundary",
            &[(21, "23:58", IN), (22, "23:59", OUT)],
            1439,
            &["1120 21 23:58 - 1", "1122 - 22 23:59 1"],
        ),
    ]);
}

#[test]
fn an_open_touch_is_joined_for_eighteen_hours_and_not_a_millisecond_longer() {
    let opened = touch(20, "22:00", IN);
    let at = |ms: i64, kind| moment(opened.at.plus_ms(18 * HOUR_MS + ms), kind);
    for (ms, kind, expected) in [
        (-1, OUT, vec!["1120 20 22:00 21 15:59 2"]),
        (0, OUT, vec!["1120 20 22:00 21 16:00 2"]),
        (1, OUT, vec!["1120 20 22:00 - 1", "1121 - 21 16:00 1"]),
        (0, NOT_SAID, vec!["1120 20 22:00 21 16:00 2"]),
        (1, NOT_SAID, vec!["1120 20 22:00 - 1", "1121 21 16:00 - 1"]),
        (0, IN, vec!["1120 20 22:00 - 1", "1121 21 16:00 - 1"]),
    ] {
        assert_eq!(told(&days(&[opened, at(ms, kind)], 0)), expected, "{ms} ms, {kind:?}");
    }
}

#[test]
fn touches_of_unknown_kind_go_by_turn() {
    hold(&[
        (
            "first is in, second is out",
            &[(20, "08:00", NOT_SAID), (20, "17:00", NOT_SAID)],
            0,
            &["1120 20 08:00 20 17:00 2"],
        ),
        ("over midnight", &[(20, "22:00", NOT_SAID), (21, "05:00", NOT_SAID)], 0, &["1120 20 22:00 21 05:00 2"]),
        (
            "four in a day",
            &[(20, "08:00", NOT_SAID), (20, "12:00", NOT_SAID), (20, "13:00", NOT_SAID), (20, "17:00", NOT_SAID)],
            0,
            &["1120 20 08:00 20 17:00 4"],
        ),
        ("after a button", &[(20, "08:00", IN), (20, "17:00", NOT_SAID)], 0, &["1120 20 08:00 20 17:00 2"]),
        ("alone", &[(20, "17:00", NOT_SAID)], 0, &["1120 20 17:00 - 1"]),
    ]);
}

#[test]
fn an_out_before_the_first_in_is_no_end_of_the_day() {
    hold(&[
        ("then in", &[(20, "05:00", OUT), (20, "22:00", IN)], 0, &["1120 20 22:00 - 2"]),
        (
            "then in and out",
            &[(20, "05:00", OUT), (20, "08:00", IN), (20, "17:00", OUT)],
            0,
            &["1120 20 08:00 20 17:00 3"],
        ),
    ]);
}

#[test]
fn the_earliest_touch_settles_what_a_day_is_made_under() {
    let (enters, leaves) = (touch(20, "08:00", IN), touch(20, "17:00", OUT));
    assert_eq!(days(&[leaves, enters], 0)[0].first_touch, enters.id);
}

/// What happened, the touches, the day and clock of now, what comes next.
type Turn<'a> = (&'a str, &'a [Moment], (i32, &'a str), TouchKind);

#[test]
fn the_next_touch_goes_by_turn_within_an_open_shift() {
    let rows: [Turn<'_>; 10] = [
        ("nothing yet", &[], (20, "08:00"), IN),
        ("after in", &[touch(20, "08:00", IN)], (20, "17:00"), OUT),
        ("after in, 18 h exactly", &[touch(20, "08:00", IN)], (21, "02:00"), OUT),
        ("after in, a minute past 18 h", &[touch(20, "08:00", IN)], (21, "02:01"), IN),
        ("after out", &[touch(20, "08:00", IN), touch(20, "12:00", OUT)], (20, "13:00"), IN),
        ("after one unknown", &[touch(20, "08:00", NOT_SAID)], (20, "12:00"), OUT),
        ("after two unknown", &[touch(20, "08:00", NOT_SAID), touch(20, "12:00", NOT_SAID)], (20, "13:00"), IN),
        ("after in and unknown", &[touch(20, "08:00", IN), touch(20, "12:00", NOT_SAID)], (20, "13:00"), IN),
        ("after an old in and unknown", &[touch(19, "08:00", IN), touch(20, "12:00", NOT_SAID)], (20, "13:00"), OUT),
        ("a touch later than now does not count", &[touch(20, "08:00", IN)], (20, "07:59"), IN),
    ];
    for (what, touches, (day, at), expected) in rows {
        assert_eq!(next_kind(touches, touch(day, at, IN).at), expected, "{what}");
        assert_eq!(is_inside(touches, touch(day, at, IN).at), expected == OUT, "{what}");
    }
}

fn any_touch() -> impl Strategy<Value = Moment> {
    // Few instants and kinds, so that ties and neighbours at 18 hours are common.
    (0..14 * 24i64, prop_oneof![Just(0i64), Just(1), Just(HOUR_MS - 1)], any::<u8>(), 0..3i16).prop_map(
        |(hour, ms, salt, kind)| {
            let at = touch(1, "00:00", IN).at.plus_ms(hour * HOUR_MS + ms);
            let id = u128::try_from(at.0).unwrap() << 16 | u128::from(salt) << 8 | u128::from(kind.unsigned_abs());
            Moment { at, id: TouchId(Uuid::from_u128(id)), kind: TouchKind::from_stored(kind) }
        },
    )
}

fn once_each(touches: &[Moment]) -> usize {
    touches.iter().map(|moment| moment.id).collect::<std::collections::HashSet<_>>().len()
}

proptest! {
    #[test]
    fn order_and_doubles_change_nothing(
        touches in prop::collection::vec(any_touch(), 0..40),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..80),
        boundary in 0..1440i16,
    ) {
        let straight = days(&touches, boundary);
        let mut shuffled = touches.clone();
        if !touches.is_empty() {
            shuffled.extend(order.iter().map(|index| touches[index.index(touches.len())]));
            for (at, index) in order.iter().enumerate() {
                let (one, other) = (at % shuffled.len(), index.index(shuffled.len()));
                shuffled.swap(one, other);
            }
        }
        prop_assert_eq!(days(&shuffled, boundary), straight);
    }

    #[test]
    fn each_touch_is_counted_once(touches in prop::collection::vec(any_touch(), 0..60), boundary in 0..1440i16) {
        let counted: usize = days(&touches, boundary).iter().map(|day| usize::try_from(day.touches).unwrap()).sum();
        prop_assert_eq!(counted, once_each(&touches));
    }

    #[test]
    fn days_are_in_order_and_each_is_there_once(touches in prop::collection::vec(any_touch(), 0..60), boundary in 0..1440i16) {
        let days = days(&touches, boundary);
        prop_assert!(days.windows(2).all(|two| two[0].date < two[1].date));
        for day in &days {
            if let (Some(first_in), Some(last_out)) = (day.first_in, day.last_out) {
                prop_assert!(first_in <= last_out, "{:?}", day);
            }
        }
    }
}

#[test]
fn a_touch_counts_as_what_the_record_makes_of_it() {
    let touches = [
        touch(20, "06:00", IN),
        touch(20, "11:00", OUT),
        touch(20, "16:00", NOT_SAID),
        touch(20, "20:00", NOT_SAID),
        // The open touch is older than 18 hours: another shift begins, whoever is inside.
        touch(21, "00:30", NOT_SAID),
        touch(21, "04:00", NOT_SAID),
    ];
    let kinds: Vec<_> = touches.iter().map(|one| counts_as(&touches, one.id).unwrap()).collect();
    assert_eq!(kinds, [IN, OUT, IN, OUT, IN, OUT]);
    assert_eq!(counts_as(&touches[..2], touches[3].id), None);
    // As each came: what the gate answered is what the passport shows.
    for upto in 1..=touches.len() {
        assert_eq!(counts_as(&touches[..upto], touches[upto - 1].id), Some(kinds[upto - 1]), "{upto}");
    }
    let of_day: Vec<_> = touches_of(&touches, 0, touches[0].at.date()).into_iter().map(|(_, kind)| kind).collect();
    assert_eq!(of_day, [IN, OUT, IN, OUT]);
}

#[test]
fn each_touch_comes_to_the_day_of_its_shift() {
    let touches = [touch(21, "05:00", OUT), touch(20, "22:00", IN), touch(21, "08:00", IN)];
    let dates: Vec<_> = days_of(&touches, 0).into_iter().map(|(id, date)| (id, date.day())).collect();
    assert_eq!(dates, [(touches[1].id, 20), (touches[0].id, 20), (touches[2].id, 21)], "in the order of time");
}

#[test]
fn after_a_site_has_closed_only_who_came_in_before_goes_out() {
    let closed = touch(21, "00:00", IN).at;
    for (what, touches, next, passes) in [
        ("the last night shift", &[(20, "22:00", IN)][..], (21, "05:00", OUT), true),
        ("kinds not said", &[(20, "22:00", NOT_SAID)], (21, "05:00", NOT_SAID), true),
        ("18 hours after", &[(20, "11:00", IN)], (21, "05:00", OUT), true),
        ("a minute later", &[(20, "10:59", IN)], (21, "05:00", OUT), false),
        ("in again", &[(20, "22:00", IN)], (21, "05:00", IN), false),
        ("a lone out", &[], (21, "05:00", OUT), false),
        ("a lone touch that does not say", &[], (21, "05:00", NOT_SAID), false),
        ("a second out", &[(20, "22:00", IN), (21, "01:00", OUT)], (21, "05:00", OUT), true),
        ("by turn it would go in", &[(20, "22:00", IN), (21, "01:00", OUT)], (21, "05:00", NOT_SAID), false),
        ("in when it was closed", &[(21, "00:00", IN)], (21, "05:00", OUT), false),
        ("in only later", &[(21, "06:00", IN)], (21, "05:00", OUT), false),
    ] {
        let touches: Vec<Moment> = touches.iter().map(|(day, clock, kind)| touch(*day, clock, *kind)).collect();
        let next = touch(next.0, next.1, next.2);
        assert_eq!(ends_shift_before(&touches, closed, (next.at, next.kind)), passes, "{what}");
    }
}
