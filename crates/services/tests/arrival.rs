//! What lies between a touch and the register: a batch that comes twice at once, a phone's clock that is wrong, midnight and the
//! month's end, cards and people that change in mid-month. On both databases (docs/gate-cases.md).

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

use domain::{
    correction::employment_rows,
    id::{CardId, RosterId, StructureId, TechnicianId},
    roster::RosterForm,
    technician::Engagement,
    time::{DAY_MS, Instant, MINUTE_MS, WorkDate, YearMonth},
    touch::{
        TouchKind,
        wire::{Outcome, TouchAnswer, TouchItem, Warning},
    },
};
use services::{Error, passport, roster};
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast, clock, item};
use uuid::Uuid;

const NOVEMBER: YearMonth = YearMonth::from_stored(202_611);
const DECEMBER: YearMonth = YearMonth::from_stored(202_612);

async fn consistent(app: &TestApp) {
    let differences = store::history::recount(app.db().read()).await.expect("a recount");
    assert_eq!(differences, Vec::<String>::new(), "kept counts differ from a recount");
}

fn told(answers: &[TouchAnswer]) -> Vec<(Outcome, Option<&str>)> {
    answers.iter().map(|answer| (answer.outcome, answer.code.as_deref())).collect()
}

const fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

/// The days of somebody's month with their first in and last out, oldest first.
async fn lines(
    app: &TestApp,
    cast: &Cast,
    who: TechnicianId,
    month: YearMonth,
) -> Vec<(i32, Option<Instant>, Option<Instant>)> {
    let found = passport::month(&cast.technician(app, who), month).await.expect("a month");
    assert_eq!(found.days.recorded, i64::try_from(found.lines.len()).expect("few"), "one site: a day is a line");
    found.lines.iter().rev().map(|line| (line.date.number(), line.first_in, line.last_out)).collect()
}

#[test]
fn the_same_batch_several_times_at_once_is_recorded_once() {
    both(|app| async move {
        let cast = cast(&app, 4).await;
        let now = app.at(20_261_120, "08:00");
        let batch: Vec<TouchItem> = (0..4).map(|at| item(now, TouchKind::In, cast.tap(at))).collect();
        let sends = (0..8).map(|_| {
            let (gate, batch) = (cast.gate(&app), batch.clone());
            tokio::spawn(async move { gate.send(&batch).await.answers })
        });
        let mut accepted = [0; 4];
        for send in sends.collect::<Vec<_>>() {
            let answers = send.await.expect("answers");
            assert_eq!(answers.len(), batch.len());
            for (at, answer) in answers.iter().enumerate() {
                assert_eq!(answer.id, Some(batch[at].id));
                match answer.outcome {
                    Outcome::Accepted => accepted[at] += 1,
                    outcome => assert_eq!(outcome, Outcome::Duplicate, "{answer:?}"),
                }
            }
        }
        assert_eq!(accepted, [1; 4]);
        for who in &cast.people {
            let record = passport::record(&cast.technician(&app, *who), now.date(), cast.site).await.expect("a record");
            assert_eq!(record.touches.len(), 1);
        }
        consistent(&app).await;
    });
}

#[test]
fn a_clock_that_is_a_day_wrong_moves_no_touch_once_it_was_measured() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let gate = cast.gate(&app);
        let read_at = clock(20_261_120, "07:52");
        app.at(20_261_120, "08:10");
        for (at, offset) in [(0, DAY_MS), (1, -DAY_MS)] {
            // As the phone makes it: its own time, how far the server is from that, and an id of the corrected time.
            let touch = TouchItem {
                occurred_at: read_at.plus_ms(-offset),
                clock_offset_ms: Some(offset),
                ..item(read_at, TouchKind::In, cast.tap(at))
            };
            let answers = gate.send(&[touch]).await.answers;
            assert_eq!(told(&answers), [(Outcome::Accepted, None)], "{offset}");
            assert_eq!(answers[0].recorded_at, Some(read_at), "{offset}");
            let days = lines(&app, &cast, cast.people[at], NOVEMBER).await;
            assert_eq!(days, [(20_261_120, Some(read_at), None)], "{offset}");
        }
        consistent(&app).await;
    });
}

#[test]
fn of_a_wrong_clock_nobody_measured_the_future_is_set_aside_and_the_past_believed() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let gate = cast.gate(&app);
        let now = app.at(20_261_120, "08:10");
        let ahead = item(now.plus_ms(DAY_MS), TouchKind::In, cast.tap(0));
        let behind = item(now.plus_ms(-DAY_MS), TouchKind::In, cast.tap(1));
        let answers = gate.send(&[ahead, behind]).await.answers;
        assert_eq!(told(&answers), [(Outcome::Quarantined, Some("touch.time_future")), (Outcome::Accepted, None)]);
        let kept = store::touch::quarantined(app.db().read(), "touch.time_future").await.expect("a count");
        assert_eq!(kept, 1, "for a person to look at");
        assert_eq!(lines(&app, &cast, cast.people[0], NOVEMBER).await, []);
        // Nothing tells it from a touch that lay on the phone for a day.
        let days = lines(&app, &cast, cast.people[1], NOVEMBER).await;
        assert_eq!(days, [(20_261_119, Some(now.plus_ms(-DAY_MS)), None)]);
        consistent(&app).await;
    });
}

#[test]
fn a_day_begins_at_midnight_in_japan_by_the_corrected_time() {
    both(|app| async move {
        let cast = cast(&app, 5).await;
        let gate = cast.gate(&app);
        let midnight = clock(20_261_121, "00:00");
        app.at(20_261_121, "10:00");
        // When it was by the phone, how far the server is from that, and the day.
        let cases = [
            (midnight.plus_ms(-1), None, 20_261_120),
            (midnight, None, 20_261_121),
            (midnight.plus_ms(-MINUTE_MS), Some(2 * MINUTE_MS), 20_261_121),
            (midnight.plus_ms(MINUTE_MS), Some(-2 * MINUTE_MS), 20_261_120),
            // Midnight by the world's clock is nothing.
            (clock(20_261_121, "09:00"), None, 20_261_121),
        ];
        for (at, (by_phone, offset, wanted)) in cases.into_iter().enumerate() {
            let true_time = by_phone.plus_ms(offset.unwrap_or_default());
            let touch = TouchItem {
                occurred_at: by_phone,
                clock_offset_ms: offset,
                ..item(true_time, TouchKind::In, cast.tap(at))
            };
            assert_eq!(told(&gate.send(&[touch]).await.answers), [(Outcome::Accepted, None)], "{at}");
            let days = lines(&app, &cast, cast.people[at], NOVEMBER).await;
            assert_eq!(days, [(wanted, Some(true_time), None)], "{at}");
        }
        consistent(&app).await;
    });
}

#[test]
fn a_night_over_midnight_and_the_months_end_is_one_day_of_the_month_it_began_in() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let gate = cast.gate(&app);
        app.at(20_261_202, "09:00");
        let (begun, over) = (clock(20_261_130, "22:00"), clock(20_261_201, "05:00"));
        let (morning, evening) = (clock(20_261_201, "08:00"), clock(20_261_201, "17:00"));
        for (at, backwards) in [(0, false), (1, true)] {
            let mut touches = vec![
                item(begun, TouchKind::In, cast.tap(at)),
                item(over, TouchKind::Out, cast.tap(at)),
                item(morning, TouchKind::In, cast.tap(at)),
                item(evening, TouchKind::Out, cast.tap(at)),
            ];
            if backwards {
                touches.reverse();
            }
            for touch in &touches {
                let answers = gate.send(core::slice::from_ref(touch)).await.answers;
                assert_eq!(told(&answers), [(Outcome::Accepted, None)], "{at}: {touch:?}");
            }
            let who = cast.people[at];
            assert_eq!(lines(&app, &cast, who, NOVEMBER).await, [(20_261_130, Some(begun), Some(over))], "{at}");
            assert_eq!(lines(&app, &cast, who, DECEMBER).await, [(20_261_201, Some(morning), Some(evening))], "{at}");
        }
        consistent(&app).await;
    });
}

#[test]
fn a_card_made_again_in_mid_month_goes_on_with_the_same_month() {
    /// The chip of the new card.
    const NEW_CHIP: usize = 50;
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let who = cast.people[0];
        app.at(20_261_110, "18:00");
        let first = [("08:00", TouchKind::In), ("17:00", TouchKind::Out)];
        let first = first.map(|(at, kind)| item(clock(20_261_110, at), kind, cast.tap(0)));
        assert_eq!(told(&gate.send(&first).await.answers), [(Outcome::Accepted, None); 2]);

        // The new card comes at noon of the next day.
        let new = CardId(Uuid::from_u128(900));
        let literal = if app.db().is_postgres() { format!("'{}'", new.0) } else { format!("x'{}'", new.0.simple()) };
        let sql = format!(
            "INSERT INTO card (id, technician_id, uid, key_version, state, level, valid_until, ordered_at, issued_at) \
             VALUES ({literal}, {who}, {}, 1, 2, 2, 20350402, 0, 0)",
            Cast::uid(NEW_CHIP).to_i64()
        );
        let noon = app.at(20_261_111, "12:00");
        app.db().writer().execute_unprepared(&sql).await.expect("a card");
        let tx = app.db().begin().await.expect("a transaction");
        assert_eq!(store::card::replace_older(&tx, who, new, noon).await.expect("replaced").len(), 1);
        tx.commit().await.expect("a commit");

        app.at(20_261_112, "18:00");
        let sent = [
            // It lay on a phone.
            item(clock(20_261_111, "08:00"), TouchKind::In, cast.tap(0)),
            item(clock(20_261_111, "17:00"), TouchKind::Out, Cast::tap_at(NEW_CHIP, 1)),
            item(clock(20_261_112, "08:00"), TouchKind::In, Cast::tap_at(NEW_CHIP, 2)),
            item(clock(20_261_112, "08:01"), TouchKind::In, cast.tap(0)),
            item(clock(20_261_112, "17:00"), TouchKind::Out, Cast::tap_at(NEW_CHIP, 3)),
        ];
        let good = (Outcome::Accepted, None);
        let old = (Outcome::Quarantined, Some("touch.card_revoked"));
        assert_eq!(told(&gate.send(&sent).await.answers), [good, good, good, old, good]);
        let days = [20_261_110, 20_261_111, 20_261_112]
            .map(|date| (date, Some(clock(date, "08:00")), Some(clock(date, "17:00"))));
        assert_eq!(lines(&app, &cast, who, NOVEMBER).await, days);
        consistent(&app).await;
    });
}

/// Writes by whom somebody is employed.
async fn employed(app: &TestApp, who: TechnicianId, after: &[Engagement]) {
    let before = store::technician::engaged(app.db().read(), who).await.expect("employments");
    let tx = app.db().begin().await.expect("a transaction");
    store::technician::write_employments(&tx, who, &employment_rows(&before, after)).await.expect("written");
    tx.commit().await.expect("a commit");
}

#[test]
fn who_retired_and_came_back_has_one_history() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let (who, office) = (cast.people[0], cast.admin(&app, cast.sub));
        let came = async |date: i32| {
            let at = app.at(date, "07:50");
            gate.send(&[item(at, TouchKind::In, cast.tap(0))]).await.answers.remove(0)
        };
        let warnings = |answer: &TouchAnswer| answer.shown.clone().expect("a person").warnings;
        assert_eq!(warnings(&came(20_261_102).await), []);

        // The last day: off the roster, and no longer employed.
        app.at(20_261_102, "18:00");
        roster::end(&office, RosterId(Uuid::from_u128(1_000))).await.expect("off the roster");
        let worked = store::technician::engaged(app.db().read(), who).await.expect("employments")[0];
        let retired = Engagement { until: Some(day(20_261_102)), ..worked };
        employed(&app, who, &[retired]).await;
        let between = came(20_261_110).await;
        assert_eq!((between.outcome, warnings(&between)), (Outcome::Accepted, vec![Warning::NotOnRoster]));

        app.at(20_261_116, "07:00");
        let back = Engagement { business: cast.sub, from: day(20_261_116), until: None, main: true };
        employed(&app, who, &[retired, back]).await;
        let line = RosterForm {
            technician_id: who.to_string(),
            structure_id: StructureId(Uuid::from_u128(2)).to_string(),
            trade: "06".into(),
            role: "foreman".into(),
            from: "2026-11-16".into(),
            ..RosterForm::default()
        };
        roster::add(&office, cast.site, &line).await.expect("on it again");
        let again = came(20_261_116).await;
        assert_eq!((again.outcome, warnings(&again)), (Outcome::Accepted, vec![]));

        let dates: Vec<_> = lines(&app, &cast, who, NOVEMBER).await.into_iter().map(|(date, ..)| date).collect();
        assert_eq!(dates, [20_261_102, 20_261_110, 20_261_116]);
        for (date, unrostered, employer) in
            [(20_261_102, false, Some("北浜架設")), (20_261_110, true, None), (20_261_116, false, Some("北浜架設"))]
        {
            let detail = passport::record(&cast.technician(&app, who), day(date), cast.site).await.expect("a record");
            assert_eq!((detail.line.unrostered, detail.employer.as_deref()), (unrostered, employer), "{date}");
        }
        let nobody = passport::record(&cast.technician(&app, who), day(20_261_103), cast.site).await;
        assert!(matches!(nobody, Err(Error::NotFound)), "{nobody:?}");
        consistent(&app).await;
    });
}
