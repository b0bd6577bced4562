//! What becomes of records when something is learned late, and who is shown what of a site: on both databases.

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

use domain::{
    correction::employment_rows,
    history::{DaySet, WorkRole, approval::Pick},
    id::{BusinessId, StructureId, TechnicianId},
    passport::Today,
    roster::RosterForm,
    technician::Engagement,
    time::{DAY_MS, HOUR_MS, Instant, WorkDate},
    touch::{
        TouchKind, shift,
        wire::{Outcome, Reading, TouchItem},
    },
};
use services::{Error, history, passport, roster, touch};
use std::collections::BTreeMap;
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast, clock, item};
use uuid::Uuid;

async fn consistent(app: &TestApp) {
    let differences = store::history::recount(app.db().read()).await.expect("a recount");
    assert_eq!(differences, Vec::<String>::new(), "kept counts differ from a recount");
}

fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

fn line(technician: TechnicianId, from: &str) -> RosterForm {
    RosterForm {
        technician_id: technician.to_string(),
        structure_id: StructureId(Uuid::from_u128(2)).to_string(),
        trade: "06".into(),
        role: "foreman".into(),
        from: from.into(),
        ..RosterForm::default()
    }
}

fn typed(at: Instant, kind: TouchKind, technician: TechnicianId) -> TouchItem {
    TouchItem { reading: Reading::Typed { technician_id: technician.to_string() }, ..item(at, kind, String::new()) }
}

#[test]
fn by_turn_where_the_device_does_not_say() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let mut said = Vec::new();
        for time in ["08:00", "12:00", "13:00"] {
            let at = app.at(20_261_120, time);
            let answers = gate.send(&[typed(at, TouchKind::Unknown, cast.unrostered)]).await;
            said.push(answers.answers[0].shown.clone().expect("a person").kind);
        }
        assert_eq!(said, [TouchKind::In, TouchKind::Out, TouchKind::In]);
        let now = passport::now(&cast.technician(&app, cast.unrostered)).await.expect("a passport");
        let back = clock(20_261_120, "13:00");
        assert!(
            matches!(now.today, Today::Inside { since, .. } if since == back),
            "in again after noon: {:?}",
            now.today
        );
        let call = cast.technician(&app, cast.unrostered);
        let record = passport::record(&call, day(20_261_120), cast.site).await.expect("a record");
        assert_eq!((record.line.inside, record.line.last_out), (true, None), "who came back has not left");
        let inside = store::history::people_inside(app.db().read(), cast.site, day(20_261_119)).await.expect("a list");
        assert_eq!(inside.len(), 1, "counted where people are counted in an emergency");
    });
}

#[test]
fn a_roster_line_that_comes_late_completes_the_days_since() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let id = cast.unrostered;
        for (date, sent) in [(20_261_030, true), (20_261_116, false), (20_261_117, false)] {
            let touch = typed(app.at(date, "07:50"), TouchKind::In, id);
            let (trade, role) = (sent.then_some(11), sent.then(|| "crew_leader".to_owned()));
            gate.send(&[TouchItem { trade, role, ..touch }]).await;
        }
        app.at(20_261_118, "09:00");
        let picked = Pick { one: DaySet::of(day(20_261_030)), ..Pick::default() };
        let october = day(20_261_001).month();
        let prime = cast.admin(&app, cast.prime);
        let done = history::approve(&prime, cast.site, october, &[(id, picked)].into()).await.expect("an answer");
        assert_eq!(done.records, 1, "{done:?}");
        roster::add(&cast.admin(&app, cast.sub), cast.site, &line(id, "2026-10-01")).await.expect("a line");

        let call = cast.technician(&app, id);
        for (date, role, unrostered) in
            [(20_261_030, WorkRole::CrewLeader, true), (20_261_116, WorkRole::Foreman, false)]
        {
            let detail = passport::record(&call, day(date), cast.site).await.expect("a record");
            assert_eq!(detail.role, Some(role), "{date}: what was approved stays as it was approved");
            assert_eq!(detail.line.unrostered, unrostered, "{date}");
        }
        consistent(&app).await;
    });
}

/// Puts right who employed somebody.
async fn put_right(app: &TestApp, id: TechnicianId, after: &[Engagement]) {
    let before = store::technician::engaged(app.db().read(), id).await.expect("employments");
    let tx = app.db().begin().await.expect("a transaction");
    store::technician::write_employments(&tx, id, &employment_rows(&before, after)).await.expect("written");
    tx.commit().await.expect("a commit");
}

#[test]
fn a_record_keeps_the_employer_it_was_made_with_and_a_day_without_one_has_what_is_registered_now() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let id = cast.unrostered;
        let call = cast.technician(&app, id);
        let (morning, evening) = (app.at(20_261_116, "07:50"), clock(20_261_116, "17:10"));
        gate.send(&[typed(morning, TouchKind::In, id)]).await;
        let employer =
            async |date: i32| passport::record(&call, day(date), cast.site).await.expect("a record").employer;
        let made_with = employer(20_261_116).await;
        assert!(made_with.is_some());
        // The office puts right who employed them since 2020: the prime, not the business the record was made with.
        let before = store::technician::engaged(app.db().read(), id).await.expect("employments");
        put_right(&app, id, &[Engagement { business: cast.prime, ..before[0] }]).await;
        app.at(20_261_118, "09:00");
        let other_day = clock(20_261_117, "07:50");
        gate.send(&[typed(evening, TouchKind::Out, id), typed(other_day, TouchKind::In, id)]).await;
        assert_eq!(employer(20_261_116).await, made_with, "a late touch makes the record anew, not its employer");
        let now = employer(20_261_117).await;
        assert!(now.is_some() && now != made_with, "{now:?}");
        consistent(&app).await;
        // A place on the roster says who it is for.
        roster::add(&cast.admin(&app, cast.sub), cast.site, &line(id, "2026-11-01")).await.expect("a line");
        assert_eq!(employer(20_261_117).await, employer(20_261_116).await);
        consistent(&app).await;
    });
}

#[test]
fn a_record_made_without_an_employer_keeps_none_and_a_day_a_shift_moves_to_has_what_is_registered_now() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let id = cast.unrostered;
        let call = cast.technician(&app, id);
        let employer =
            async |date: i32| passport::record(&call, day(date), cast.site).await.expect("a record").employer;
        let held = store::technician::engaged(app.db().read(), id).await.expect("employments");
        // At first nobody is registered, and what is known of a night is when it ended.
        put_right(&app, id, &[]).await;
        let morning = app.at(20_261_116, "07:50");
        gate.send(&[typed(morning, TouchKind::In, id)]).await;
        assert_eq!(employer(20_261_116).await, None);
        put_right(&app, id, &held).await;
        let night_over = app.at(20_261_118, "05:00");
        gate.send(&[typed(night_over, TouchKind::Out, id)]).await;
        let made_with = employer(20_261_118).await;
        assert!(made_with.is_some());
        put_right(&app, id, &[Engagement { business: cast.prime, ..held[0] }]).await;
        app.at(20_261_119, "09:00");
        let (evening, night_begun) = (clock(20_261_116, "17:10"), clock(20_261_117, "20:00"));
        gate.send(&[typed(evening, TouchKind::Out, id), typed(night_begun, TouchKind::In, id)]).await;
        assert_eq!(employer(20_261_116).await, None, "made without an employer, it has none later either");
        let gone = passport::record(&call, day(20_261_118), cast.site).await;
        assert!(matches!(gone, Err(Error::NotFound)), "the shift stands on the day on which it began");
        let moved = employer(20_261_117).await;
        assert!(moved.is_some() && moved != made_with, "{moved:?}");
        consistent(&app).await;
    });
}

#[test]
fn a_long_row_of_unknown_kinds_before_an_in_is_looked_through() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let mut all = Vec::new();
        for date in 20_261_116..=20_261_119 {
            all.push(typed(clock(date, "20:00"), TouchKind::Unknown, cast.people[0]));
            all.push(typed(clock(date + 1, "05:00"), TouchKind::Unknown, cast.people[0]));
        }
        all.push(typed(clock(20_261_120, "07:00"), TouchKind::In, cast.people[0]));
        app.at(20_261_120, "07:00");
        gate.send(&all).await;
        let out = app.at(20_261_120, "23:00");
        gate.send(&[typed(out, TouchKind::Out, cast.people[0])]).await;
        let call = cast.technician(&app, cast.people[0]);
        let friday = passport::record(&call, day(20_261_120), cast.site).await.expect("a record");
        let times: Vec<Instant> = friday.touches.iter().map(|touch| touch.at).collect();
        assert_eq!(times, [clock(20_261_120, "07:00"), out]);
        assert_eq!(friday.line.first_in, Some(clock(20_261_120, "07:00")));
        let night = passport::record(&call, day(20_261_118), cast.site).await.expect("a record");
        let times: Vec<Instant> = night.touches.iter().map(|touch| touch.at).collect();
        assert_eq!(times, [clock(20_261_118, "20:00"), clock(20_261_119, "05:00")]);
        consistent(&app).await;
    });
}

/// A row of numbers that looks like chance and is the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

#[test]
fn whatever_arrives_in_whatever_order_the_records_are_what_the_rule_says_of_all_touches() {
    both(|app| async move {
        let people = 10;
        let cast = cast(&app, people).await;
        let gate = cast.gate(&app);
        let start = clock(20_261_110, "00:00");
        app.at(20_261_120, "12:00");
        let mut chance = Chance(7);
        for (at, person) in cast.people.iter().enumerate() {
            let mut touches = Vec::new();
            for _ in 0..16 {
                let when = start.plus_ms(i64::try_from(chance.below(8 * 48)).expect("small") * HOUR_MS / 2);
                let kind = [TouchKind::In, TouchKind::Out, TouchKind::Unknown, TouchKind::Unknown]
                    [usize::try_from(chance.below(4)).expect("small")];
                touches.push(typed(when, kind, *person));
            }
            let moments: Vec<_> = touches
                .iter()
                .map(|touch| shift::Moment { at: touch.occurred_at, id: touch.id, kind: touch.kind })
                .collect();
            for at in (1..touches.len()).rev() {
                touches.swap(at, usize::try_from(chance.below(u64::try_from(at).expect("small") + 1)).expect("small"));
            }
            let mut rest = touches.as_slice();
            while !rest.is_empty() {
                let many = usize::try_from(1 + chance.below(4)).expect("small").min(rest.len());
                gate.send(&rest[..many]).await;
                rest = &rest[many..];
            }
            let wanted: BTreeMap<_, _> = shift::days(&moments, 0)
                .into_iter()
                .map(|day| (day.date, (day.first_in, day.last_out, i64::from(day.touches))))
                .collect();
            let sql = format!(
                "SELECT work_date, first_ms, last_ms, CAST(touches AS bigint) FROM history_record WHERE technician_id = {person}"
            );
            let backend = app.db().read().get_database_backend();
            let rows =
                app.db().read().query_all_raw(sea_orm::Statement::from_string(backend, sql)).await.expect("rows");
            let kept: BTreeMap<_, _> = rows
                .iter()
                .map(|row| {
                    let date = WorkDate::from_stored(row.try_get_by_index(0).expect("a day"));
                    let time = |at: usize| {
                        let ms = row.try_get_by_index::<Option<i32>>(at).expect("a time");
                        ms.map(|ms| date.start().plus_ms(ms.into()))
                    };
                    (date, (time(1), time(2), row.try_get_by_index::<i64>(3).expect("a number")))
                })
                .collect();
            assert_eq!(kept, wanted, "person {at}: {moments:?}");
        }
        consistent(&app).await;
    });
}

#[test]
fn a_touch_recorded_on_its_last_day_is_known_again_after_it() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let touch = item(clock(20_261_010, "08:00"), TouchKind::In, cast.tap(0));
        app.at(20_261_119, "08:00");
        assert_eq!(gate.send(core::slice::from_ref(&touch)).await.answers[0].outcome, Outcome::Accepted);
        app.at(20_261_120, "07:00");
        assert_eq!(gate.send(core::slice::from_ref(&touch)).await.answers[0].outcome, Outcome::Duplicate);
        let other = TouchItem { kind: TouchKind::Out, ..touch };
        let answer = gate.send(core::slice::from_ref(&other)).await.answers.remove(0);
        assert_eq!((answer.outcome, answer.code.as_deref()), (Outcome::Quarantined, Some("touch.time_too_old")));
    });
}

#[test]
fn a_row_nobody_can_read_stops_its_own_touch_and_no_other() {
    both(|app| async move {
        let cast = std::sync::Arc::new(cast(&app, 8).await);
        let now = app.at(20_261_120, "08:00");
        let broken = format!("UPDATE roster SET role = 99 WHERE technician_id = {}", cast.people[0]);
        app.db().writer().execute_unprepared(&broken).await.expect("a broken row");
        let mut sends = Vec::new();
        for client in 0..64_usize {
            let (gate, cast) = (cast.gate(&app), cast.clone());
            sends.push(tokio::spawn(async move {
                let at = now.plus_ms(-i64::try_from(client).expect("small") * 1_000);
                let good = item(at, TouchKind::In, cast.tap(1 + client % 7));
                let items = if client % 8 == 0 { vec![item(at, TouchKind::In, cast.tap(0)), good] } else { vec![good] };
                gate.send(&items).await.answers.into_iter().map(|answer| answer.outcome).collect::<Vec<_>>()
            }));
        }
        let (mut accepted, mut again) = (0, 0);
        for send in sends {
            for outcome in send.await.expect("answers") {
                accepted += i32::from(outcome == Outcome::Accepted);
                again += i32::from(outcome == Outcome::Retry);
            }
        }
        assert_eq!((accepted, again), (64, 8));
        consistent(&app).await;
    });
}

#[test]
fn a_replaced_card_is_good_until_it_was_replaced() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let replaced = app.at(20_261_120, "10:00");
        let tx = app.db().begin().await.expect("a transaction");
        let newer = domain::id::CardId(Uuid::from_u128(9));
        let gone = store::card::replace_older(&tx, cast.people[0], newer, replaced).await.expect("replaced");
        assert_eq!(gone.len(), 1);
        tx.commit().await.expect("a commit");
        app.at(20_261_120, "12:00");
        for (at, wanted) in [(replaced.plus_ms(-1), Outcome::Accepted), (replaced, Outcome::Quarantined)] {
            let answers = gate.send(&[item(at, TouchKind::In, cast.tap(0))]).await;
            assert_eq!(answers.answers[0].outcome, wanted, "{at:?}");
        }
    });
}

async fn gate_of(app: &TestApp, cast: &Cast, business: BusinessId) -> (String, usize) {
    let asked = testkit::enrolment(cast.site, "A門");
    let given = touch::gate_enrol(&cast.admin(app, business), &asked).await.expect("a credential");
    let actor = touch::device_actor(&app.by(domain::access::Actor::public()), &given.token).await.expect("an answer");
    let roster = touch::gate_roster(&app.by(actor.expect("a device"))).await.expect("a roster");
    (given.token, roster.people.len())
}

#[test]
fn a_gate_shows_its_own_branch_and_ends_with_the_account_that_made_it() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        app.at(20_261_120, "08:00");
        let root = StructureId(Uuid::from_u128(1)).to_string();
        let own = RosterForm { structure_id: root, ..line(cast.unrostered, "2026-11-01") };
        roster::add(&cast.admin(&app, cast.prime), cast.site, &own).await.expect("the prime's own person");
        let (_, of_prime) = gate_of(&app, &cast, cast.prime).await;
        let (token, of_sub) = gate_of(&app, &cast, cast.sub).await;
        assert_eq!((of_prime, of_sub), (3, 2));

        let gates = touch::gates_of(&app.system(), cast.site).await.expect("a list");
        assert_eq!(gates.gates.len(), 2);
        let account = cast.admin(&app, cast.sub).actor.account.expect("an account");
        services::account::disable(&app.system(), account).await.expect("disabled");
        let public = app.by(domain::access::Actor::public());
        assert!(touch::device_actor(&public, &token).await.expect("an answer").is_none());

        let left = touch::gates_of(&app.system(), cast.site).await.expect("a list");
        let left = left.gates.iter().find(|gate| gate.revoked_at.is_none()).expect("the prime's");
        touch::gate_revoke(&app.system(), None, left.id, "失くした").await.expect("revoked");
        let again = touch::gate_revoke(&app.system(), None, left.id, "失くした").await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    });
}

#[test]
fn a_site_past_its_planned_end_takes_no_new_gate_but_every_touch() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let end = format!("UPDATE site SET end_date = 20261119 WHERE id = {}", cast.site);
        app.db().writer().execute_unprepared(&end).await.expect("an end");
        let now = app.at(20_261_120, "08:00");
        let asked = testkit::enrolment(cast.site, "A門");
        let refused = touch::gate_enrol(&cast.admin(&app, cast.prime), &asked).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        let answers = cast.gate(&app).send(&[item(now, TouchKind::In, cast.tap(0))]).await;
        assert_eq!(answers.answers[0].outcome, Outcome::Accepted, "a plan is no reason to lose a day");
        let seen = store::technician::seen_by(app.db().read(), cast.people[0], now.date()).await.expect("businesses");
        assert!(seen.is_empty(), "{seen:?}");
        let before = now.plus_ms(-DAY_MS).date();
        assert_eq!(store::technician::seen_by(app.db().read(), cast.people[0], before).await.expect("some").len(), 2);
    });
}
