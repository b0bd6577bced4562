//! Touches that tell of the clock of their page, beside those of gates of before it.

use super::{codes, phone};
use domain::{
    time::{DAY_MS, HOUR_MS, Instant},
    touch::{
        TouchKind,
        timing::JUMP_MS_MAX,
        wire::{Outcome, TouchItem, Warning, clock::PageClock},
    },
};
use services::touch;
use testkit::{both, cast, enrolment, item, signed};
use uuid::Uuid;

/// The clock of a page that began an hour before `now`, with the server's answer then.
fn clock(now: Instant) -> PageClock {
    let began = now.plus_ms(-HOUR_MS);
    let boot = Uuid::from_u128(0x4711);
    PageClock { boot, origin: began, at_ms: HOUR_MS, server_origin: Some(began), gained_ms: 0 }
}

#[test]
fn an_older_gate_and_a_newer_one_are_both_verified() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let now = app.at(20_261_120, "07:52");
        let phone = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        let device = phone.given.device_id;
        let with = |at: usize| TouchItem { clock: Some(clock(now)), ..item(now, TouchKind::In, cast.tap(at)) };
        let older = signed(device, item(now, TouchKind::In, cast.tap(0)));
        let newer = signed(device, with(1));
        let taken_out = TouchItem { clock: None, ..signed(device, with(2)) };
        let put_in = TouchItem { clock: Some(clock(now)), ..signed(device, item(now, TouchKind::In, cast.tap(2))) };
        let other = signed(device, with(2));
        let other = TouchItem { clock: Some(PageClock { at_ms: 1, ..clock(now) }), ..other };
        assert_eq!(
            codes(&phone.send(&[older, newer, taken_out, put_in, other]).await),
            [
                (Outcome::Accepted, None),
                (Outcome::Accepted, None),
                (Outcome::Quarantined, Some("touch.signature")),
                (Outcome::Quarantined, Some("touch.signature")),
                (Outcome::Quarantined, Some("touch.signature")),
            ]
        );
    });
}

#[test]
fn a_clock_that_was_set_moves_no_touch() {
    both(|app| async move {
        let cast = cast(&app, 4).await;
        let now = app.at(20_261_120, "07:52");
        let phone = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        for (at, set_ms, told) in
            [(0, JUMP_MS_MAX, false), (1, JUMP_MS_MAX + 1, true), (2, -DAY_MS, true), (3, 30 * DAY_MS, true)]
        {
            let touch = TouchItem {
                occurred_at: now.plus_ms(set_ms),
                clock: Some(clock(now)),
                ..item(now, TouchKind::In, cast.tap(at))
            };
            let answers = phone.send(&[signed(phone.given.device_id, touch)]).await;
            assert_eq!(codes(&answers), [(Outcome::Accepted, None)], "{set_ms}");
            let answer = &answers.answers[0];
            assert_eq!(answer.recorded_at, Some(now), "{set_ms}");
            let warnings = &answer.shown.as_ref().expect("a person").warnings;
            assert_eq!(warnings.contains(&Warning::ClockCorrected), told, "{set_ms}");
            assert!(!warnings.contains(&Warning::ClockJumped), "{set_ms}");
        }
    });
}

#[test]
fn a_time_that_is_not_sure_is_recorded_and_for_a_person_to_look_at() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let now = app.at(20_261_120, "07:52");
        let phone = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        let asleep = |gained_ms: i64| PageClock { at_ms: HOUR_MS - gained_ms, gained_ms, ..clock(now) };
        let unanswered = PageClock { server_origin: None, ..clock(now) };
        for (at, wall, clock, unclear) in [
            (0, now, asleep(JUMP_MS_MAX), 0),
            (1, now, asleep(JUMP_MS_MAX + 1), 1),
            (2, now.plus_ms(-DAY_MS), unanswered, 2),
        ] {
            let touch = TouchItem { occurred_at: wall, clock: Some(clock), ..item(now, TouchKind::In, cast.tap(at)) };
            let answers = phone.send(&[signed(phone.given.device_id, touch)]).await;
            assert_eq!(codes(&answers), [(Outcome::Accepted, None)], "{at}");
            assert_eq!(answers.answers[0].recorded_at, Some(now), "{at}");
            let warnings = &answers.answers[0].shown.as_ref().expect("a person").warnings;
            assert_eq!(warnings.contains(&Warning::ClockJumped), at > 0, "{at}");
            let gates = touch::gates_of(&cast.admin(&app, cast.prime), cast.site).await.expect("a list").gates;
            assert_eq!(gates[0].unclear, unclear, "{at}");
        }
    });
}
