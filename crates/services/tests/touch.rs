//! Touches become history: outcomes item by item, whatever their order, on both databases.

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

use domain::{
    access::{Action, Actor, Resource, Role},
    id::{SiteId, TouchId},
    passport::Today,
    time::{DAY_MS, HOUR_MS, WorkDate, YearMonth},
    touch::{
        TouchKind,
        wire::{Outcome, Reading, TouchItem, Warning},
    },
};
use services::{Error, passport, touch};
use testkit::{Cast, TestApp, both, cast, clock, item};

async fn consistent(app: &TestApp) {
    let differences = store::history::recount(app.db().read()).await.expect("a recount");
    assert_eq!(differences, Vec::<String>::new(), "kept counts differ from a recount");
}

fn outcomes(answers: &domain::touch::wire::TouchAnswers) -> Vec<(Outcome, Option<&str>)> {
    answers.answers.iter().map(|answer| (answer.outcome, answer.code.as_deref())).collect()
}

#[test]
fn a_tap_is_in_the_passport_at_once() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let gate = cast.gate(&app);
        let at = app.at(20_261_120, "07:52");
        let answers = gate.send(&[item(at, TouchKind::In, cast.tap(0))]).await;
        assert_eq!(outcomes(&answers), [(Outcome::Accepted, None)]);
        let shown = answers.answers[0].shown.clone().expect("a person");
        assert_eq!((shown.technician_id, shown.warnings), (cast.people[0], vec![]));

        let call = cast.technician(&app, cast.people[0]);
        let now = passport::now(&call).await.expect("a passport");
        assert!(matches!(now.today, Today::Inside { since, .. } if since == at), "{:?}", now.today);
        assert_eq!((now.days.month.recorded, now.days.year.recorded, now.days.all.approved), (1, 1, 0));

        let out = app.at(20_261_120, "17:12");
        gate.send(&[item(out, TouchKind::Out, cast.tap(0))]).await;
        let later = passport::now(&call).await.expect("a passport");
        assert!(later.version > now.version);
        assert!(matches!(later.today, Today::Left { until, .. } if until == out), "{:?}", later.today);
        assert_eq!(later.days.month.recorded, 1, "two touches of a day are one day");
        let detail = passport::record(&call, WorkDate::from_stored(20_261_120), cast.site).await.expect("a record");
        assert_eq!(detail.touches.len(), 2);
        assert_eq!((detail.employer.as_deref(), detail.tier), (Some("北浜架設"), Some(1)));
        consistent(&app).await;
    });
}

#[test]
fn every_wrong_touch_is_answered_by_itself() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let gate = cast.gate(&app);
        let now = app.at(20_261_120, "07:52");
        let good = item(now, TouchKind::In, cast.tap(0));
        let mut forged = item(now, TouchKind::In, cast.tap(1));
        if let Reading::Card { url, .. } = &mut forged.reading {
            let last = url.pop().expect("a digit");
            url.push(if last == '0' { '1' } else { '0' });
        }
        let replay = TouchItem { id: item(now, TouchKind::In, String::new()).id, ..good.clone() };
        let future = item(now.plus_ms(HOUR_MS), TouchKind::In, cast.tap(1));
        let old = item(now.plus_ms(-41 * DAY_MS), TouchKind::In, cast.tap(1));
        let unknown = item(now, TouchKind::In, Cast::tap_at(99, 1));
        let typed = TouchItem {
            reading: Reading::Typed { technician_id: "12345678901234".into() },
            ..item(now, TouchKind::In, String::new())
        };
        let mut batch: Vec<serde_json::Value> = [&forged, &replay, &future, &old, &unknown, &typed]
            .into_iter()
            .map(|item| serde_json::to_value(item).expect("json"))
            .collect();
        batch.insert(0, serde_json::to_value(&good).expect("json"));
        batch.push(serde_json::json!({ "nothing": true }));
        batch.push(serde_json::json!({ "id": uuid::Uuid::nil(), "reading": 7 }));
        batch.push(serde_json::json!({ "id": good.id, "reading": 7 }));
        batch.push(serde_json::json!({ "id": good.id, "padding": "x".repeat(5_000) }));
        let answers = touch::record(&gate.call, batch).await.expect("answers");
        assert_eq!(
            outcomes(&answers),
            [
                (Outcome::Accepted, None),
                (Outcome::Quarantined, Some("sun.bad_mac")),
                (Outcome::Replay, Some("touch.replay")),
                (Outcome::Quarantined, Some("touch.time_future")),
                (Outcome::Quarantined, Some("touch.time_too_old")),
                (Outcome::Quarantined, Some("touch.unknown_card")),
                (Outcome::Quarantined, Some("touch.unknown_technician")),
                (Outcome::Rejected, Some("touch.malformed")),
                (Outcome::Rejected, Some("touch.malformed")),
                (Outcome::Quarantined, Some("touch.malformed")),
                (Outcome::Rejected, Some("touch.too_large")),
            ]
        );
        let days = passport::now(&cast.technician(&app, cast.people[0])).await.expect("a passport").days;
        assert_eq!(days.all.recorded, 1);
        consistent(&app).await;
    });
}

#[test]
fn the_same_touch_again_is_one_touch_even_over_a_month_end() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        app.at(20_261_201, "00:10");
        let touch = item(clock(20_261_130, "23:58"), TouchKind::In, cast.tap(0));
        assert_eq!(outcomes(&gate.send(&[touch.clone(), touch.clone()]).await)[1], (Outcome::Duplicate, None));
        assert_eq!(outcomes(&gate.send(core::slice::from_ref(&touch)).await), [(Outcome::Duplicate, None)]);
        // Sent again with its clock corrected over the month end: still the same touch, kept as first recorded.
        let corrected = TouchItem { clock_offset_ms: Some(4 * 60_000), ..touch.clone() };
        assert_eq!(outcomes(&gate.send(&[corrected]).await), [(Outcome::Duplicate, None)]);
        let other = TouchItem { occurred_at: touch.occurred_at.plus_ms(4 * 60_000), ..touch.clone() };
        assert_eq!(outcomes(&gate.send(&[other]).await), [(Outcome::Quarantined, Some("touch.id_conflict"))]);
        let days = passport::now(&cast.technician(&app, cast.people[0])).await.expect("a passport").days;
        assert_eq!((days.all.recorded, days.month.recorded), (1, 0));
        consistent(&app).await;
    });
}

#[test]
fn two_replays_at_once_exactly_one_passes() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let url = cast.tap(0);
        let sends = (0..16).map(|_| {
            let (gate, touch) = (cast.gate(&app), item(now, TouchKind::In, url.clone()));
            tokio::spawn(async move { gate.send(&[touch]).await.answers[0].outcome })
        });
        let mut accepted = 0;
        for send in sends.collect::<Vec<_>>() {
            match send.await.expect("an answer") {
                Outcome::Accepted => accepted += 1,
                outcome => assert_eq!(outcome, Outcome::Replay),
            }
        }
        assert_eq!(accepted, 1);
        consistent(&app).await;
    });
}

#[test]
fn warnings_do_not_stop_a_touch_and_a_revoked_card_does() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let now = app.at(20_261_120, "07:52");
        let answers = gate.send(&[item(now, TouchKind::In, cast.tap(1))]).await;
        assert_eq!(answers.answers[0].outcome, Outcome::Accepted);
        assert_eq!(answers.answers[0].shown.as_ref().expect("a person").warnings, [Warning::NotOnRoster]);
        gate.send(&[item(now, TouchKind::In, Cast::tap_at(0, 50))]).await;
        let behind = gate.send(&[item(now, TouchKind::Out, Cast::tap_at(0, 49))]).await;
        assert_eq!(behind.answers[0].shown.as_ref().expect("a person").warnings, [Warning::CounterBehind]);

        let revoked_at = now.plus_ms(HOUR_MS);
        let sql = format!(
            "UPDATE card SET state = 3, revoked_at = {} WHERE technician_id = {}",
            revoked_at.0, cast.people[0]
        );
        store::ConnectionTrait::execute_unprepared(app.db().writer(), &sql).await.expect("a revocation");
        app.at(20_261_120, "10:00");
        let before = item(revoked_at.plus_ms(-1), TouchKind::Out, Cast::tap_at(0, 60));
        let after = item(revoked_at, TouchKind::Out, Cast::tap_at(0, 61));
        let answers = gate.send(&[after, before]).await;
        assert_eq!(
            outcomes(&answers),
            [(Outcome::Quarantined, Some("touch.card_revoked")), (Outcome::Accepted, None)],
            "revocation is judged by the time of reading"
        );
        consistent(&app).await;
    });
}

#[test]
fn any_order_of_arrival_comes_to_the_same_history() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        app.at(20_261_210, "12:00");
        let gate = cast.gate(&app);
        let shifts =
            [("08:00", TouchKind::In), ("12:00", TouchKind::Out), ("12:50", TouchKind::In), ("17:00", TouchKind::Out)];
        for person in 0..3 {
            let mut touches = Vec::new();
            for day in [20_261_127, 20_261_128, 20_261_130, 20_261_201] {
                touches.extend(shifts.iter().map(|(at, kind)| item(clock(day, at), *kind, cast.tap(person))));
            }
            touches.push(item(clock(20_261_202, "22:00"), TouchKind::In, cast.tap(person)));
            touches.push(item(clock(20_261_203, "05:00"), TouchKind::Out, cast.tap(person)));
            match person {
                0 => drop(gate.send(&touches).await),
                1 => {
                    for touch in touches.iter().rev() {
                        gate.send(core::slice::from_ref(touch)).await;
                    }
                }
                _ => {
                    let (evens, odds): (Vec<_>, Vec<_>) =
                        touches.iter().cloned().enumerate().partition(|(at, _)| at % 2 == 0);
                    for half in [odds, evens] {
                        gate.send(&half.into_iter().map(|(_, touch)| touch).collect::<Vec<_>>()).await;
                    }
                }
            }
        }
        let mut seen = Vec::new();
        for person in &cast.people {
            let call = cast.technician(&app, *person);
            let mut lines = Vec::new();
            for month in [202_611, 202_612] {
                let month = passport::month(&call, YearMonth::from_stored(month)).await.expect("a month");
                lines.extend(month.lines.iter().map(|line| (line.date, line.first_in, line.last_out)));
            }
            seen.push(lines);
        }
        assert_eq!(seen[0].len(), 5);
        assert_eq!(
            seen[0][0],
            (WorkDate::from_stored(20_261_130), Some(clock(20_261_130, "08:00")), Some(clock(20_261_130, "17:00")))
        );
        assert_eq!(seen[0], seen[1], "sent backwards, one by one");
        assert_eq!(seen[0], seen[2], "sent in two halves");
        consistent(&app).await;
    });
}

#[test]
fn concurrent_gates_lose_and_double_nothing() {
    both(|app| async move {
        let cast = std::sync::Arc::new(cast(&app, 8).await);
        let now = app.at(20_261_120, "08:00");
        let mut sends = Vec::new();
        for client in 0..64_usize {
            let (gate, cast) = (cast.gate(&app), cast.clone());
            sends.push(tokio::spawn(async move {
                let mut accepted = 0;
                for turn in 0..5 {
                    let at = now.plus_ms(-i64::try_from(client * 100 + turn).expect("small") * 1_000);
                    let good = item(at, TouchKind::In, cast.tap(client % 8));
                    // A poison item among the others: an id of the wrong version and a role nobody knows.
                    let poison = TouchItem {
                        id: TouchId(uuid::Uuid::from_u128(u128::try_from(client * 100 + turn + 1).expect("small"))),
                        ..good.clone()
                    };
                    let answers = gate.send(&[poison, good]).await;
                    assert_eq!(answers.answers[0].code.as_deref(), Some("touch.id_time"));
                    accepted += i32::from(answers.answers[1].outcome == Outcome::Accepted);
                }
                accepted
            }));
        }
        let mut accepted = 0;
        for send in sends {
            accepted += send.await.expect("answers");
        }
        assert_eq!(accepted, 320);
        let mut touches = 0;
        for person in &cast.people {
            let call = cast.technician(&app, *person);
            touches += passport::record(&call, WorkDate::from_stored(20_261_120), cast.site)
                .await
                .expect("a record")
                .touches
                .len();
        }
        assert_eq!(touches, 320);
        consistent(&app).await;
    });
}

#[test]
fn a_partner_is_answered_for_its_own_sites_only_and_must_name_trade_and_role() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let now = app.at(20_261_120, "08:00");
        let named = |person: usize| TouchItem {
            reading: Reading::Typed { technician_id: cast.people[person].to_string() },
            site_id: Some(cast.site),
            trade: Some(11),
            role: Some("foreman".into()),
            ..item(now, TouchKind::Unknown, String::new())
        };
        let send = |business, items: Vec<TouchItem>| {
            let call = app.by(Actor { business: Some(business), ..Actor::of(Role::Partner) });
            async move {
                let items = items.iter().map(|item| serde_json::to_value(item).expect("json")).collect();
                touch::record(&call, items).await
            }
        };
        let wrong = vec![
            named(0),
            TouchItem { trade: None, ..named(1) },
            TouchItem { trade: Some(99), ..named(1) },
            TouchItem { role: None, ..named(1) },
            TouchItem { role: Some("king".into()), ..named(1) },
            TouchItem { site_id: None, ..named(1) },
            TouchItem { site_id: Some(SiteId::from_body(1)), ..named(1) },
        ];
        let answers = send(cast.prime, wrong).await.expect("answers");
        assert_eq!(
            outcomes(&answers),
            [
                (Outcome::Accepted, None),
                (Outcome::Rejected, Some("touch.trade_missing")),
                (Outcome::Rejected, Some("touch.trade_unknown")),
                (Outcome::Rejected, Some("touch.role_missing")),
                (Outcome::Rejected, Some("touch.role_unknown")),
                (Outcome::Rejected, Some("touch.site_missing")),
                (Outcome::Rejected, Some("touch.site_missing")),
            ]
        );
        assert!(answers.answers[0].shown.is_none(), "a partner is not told more than it sent");
        let answers = send(cast.stranger, vec![named(1)]).await.expect("answers");
        assert_eq!(outcomes(&answers), [(Outcome::Rejected, Some("touch.site_forbidden"))]);
        let detail =
            passport::record(&cast.technician(&app, cast.people[0]), now.date(), cast.site).await.expect("a record");
        assert_eq!(detail.role, Some(domain::history::WorkRole::Foreman));
        consistent(&app).await;
    });
}

#[test]
fn who_may_not_record_is_refused() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "08:00");
        let batch = || vec![serde_json::to_value(item(now, TouchKind::In, cast.tap(0))).expect("json")];
        for role in [Role::Public, Role::Applicant, Role::Technician, Role::Reviewer, Role::Sponsor, Role::Client] {
            let refused = touch::record(&app.role(role), batch()).await;
            assert!(matches!(refused, Err(Error::Forbidden(_))), "{role:?}: {refused:?}");
        }
        let refused = touch::record(&app.role(Role::Gate), batch()).await;
        assert!(matches!(refused, Err(Error::NotFound)), "a gate of no site: {refused:?}");
        let many = vec![serde_json::json!({}); 1_001];
        let refused = touch::record(&cast.gate(&app).call, many).await;
        assert!(matches!(refused, Err(Error::Rejected(ref why)) if why.code == "touch.too_many_items"), "{refused:?}");
        let other = passport::month(&app.role(Role::BusinessAdmin), YearMonth::from_stored(202_611)).await;
        assert!(matches!(other, Err(Error::Forbidden(_))), "{other:?}");
    });
}

#[test]
fn a_gate_is_enrolled_for_own_open_sites_and_ends_when_it_leaves() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let asked = testkit::enrolment(cast.site, "A門");
        let stranger = touch::gate_enrol(&cast.admin(&app, cast.stranger), &asked).await;
        assert!(matches!(stranger, Err(Error::Forbidden(_))), "{stranger:?}");
        let unnamed = domain::touch::wire::GateEnrolment { name: "  ".into(), ..asked.clone() };
        let unnamed = touch::gate_enrol(&cast.admin(&app, cast.prime), &unnamed).await;
        assert!(matches!(unnamed, Err(Error::Rejected(ref why)) if why.code == "gate.name"), "{unnamed:?}");
        let given = touch::gate_enrol(&cast.admin(&app, cast.prime), &asked).await.expect("a credential");
        let public = app.by(Actor::public());
        assert!(touch::device_actor(&public, "wrong").await.expect("an answer").is_none());
        let actor = touch::device_actor(&public, &given.token).await.expect("an answer").expect("an actor");
        let gate = app.by(actor);
        let roster = touch::gate_roster(&gate).await.expect("a roster");
        assert_eq!(roster.people.len(), 2);
        assert_eq!(roster.people[0].serial.as_deref(), Some(Cast::uid(0).to_string().as_str()));
        touch::gate_leave(&gate).await.expect("left");
        app.at(20_261_120, "09:00");
        assert!(touch::device_actor(&public, &given.token).await.expect("an answer").is_none());
        let nobody = gate.authorize(Action::RosterRead, &Resource::Register);
        assert!(nobody.is_err(), "a gate reads the roster of its own site only");
    });
}
