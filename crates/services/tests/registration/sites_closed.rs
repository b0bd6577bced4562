//! A site closed and opened again: what counts of what was touched before, meanwhile and afterwards.

use crate::{
    play::{code, fields},
    sites_full::stage,
};
use domain::{
    form::Problem,
    notice::NoticeKind,
    site::{CloseForm, ReopenForm},
    time::Instant,
    touch::{
        TouchKind,
        wire::{Outcome, Reading, TouchItem},
    },
};
use services::{job, notice, site};
use store::ConnectionTrait as _;
use testkit::{Cast, both, cast, clock, item};

pub fn touch(cast: &Cast, day: i32, hh_mm: &str, kind: TouchKind) -> TouchItem {
    let technician_id = cast.people[0].to_string();
    TouchItem { reading: Reading::Typed { technician_id }, ..item(clock(day, hh_mm), kind, String::new()) }
}

pub fn close_on(day: &str) -> CloseForm {
    CloseForm { last_day: day.to_owned(), reason: "完成した".to_owned() }
}

fn reopen_until(day: &str) -> ReopenForm {
    ReopenForm { end: day.to_owned(), reason: "手直し".to_owned() }
}

#[test]
fn a_closed_site_takes_what_was_touched_before_and_nothing_after_until_it_is_opened() {
    both(|app| async move {
        let (cast, prime, sub) = stage(&app).await;
        let gate = cast.gate(&app);
        gate.send(&[touch(&cast, 20_261_118, "08:00", TouchKind::In)]).await;
        let problem = |found: Vec<domain::form::FieldProblem>| found[0].problem.clone();
        assert_eq!(problem(fields(site::close(&prime, cast.site, &close_on("2026-11-17")).await)), Problem::Recorded);
        assert_eq!(problem(fields(site::close(&prime, cast.site, &close_on("2026-11-21")).await)), Problem::InFuture);
        assert_eq!(code(site::close(&sub, cast.site, &close_on("2026-11-18")).await), "forbidden.not_yours");
        assert_eq!(code(site::reopen(&prime, cast.site, &reopen_until("2027-03-31")).await), "conflict.already_done");
        site::close(&prime, cast.site, &close_on("2026-11-18")).await.unwrap();
        assert_eq!(code(site::close(&prime, cast.site, &close_on("2026-11-18")).await), "conflict.already_done");

        let seen = site::detail(&prime, cast.site).await.unwrap();
        let closing = seen.closing.unwrap();
        assert_eq!((closing.last_day.number(), closing.reason.as_deref()), (20_261_118, Some("完成した")));
        assert_eq!(site::detail(&sub, cast.site).await.unwrap().closing.unwrap().reason, None, "why is the prime's");
        assert!(!seen.site.open);
        let answers = gate
            .send(&[
                touch(&cast, 20_261_118, "17:00", TouchKind::Out),
                touch(&cast, 20_261_119, "08:00", TouchKind::In),
            ])
            .await
            .answers;
        assert_eq!(answers[0].outcome, Outcome::Accepted, "it lay on a phone");
        assert_eq!((answers[1].outcome, answers[1].code.as_deref()), (Outcome::Quarantined, Some("touch.site_closed")));

        assert_eq!(code(site::reopen(&sub, cast.site, &reopen_until("2027-03-31")).await), "forbidden.not_yours");
        assert_eq!(
            problem(fields(site::reopen(&prime, cast.site, &reopen_until("2026-11-19")).await)),
            Problem::Expired
        );
        site::reopen(&prime, cast.site, &reopen_until("2027-03-31")).await.unwrap();
        assert!(site::detail(&prime, cast.site).await.unwrap().site.open);
        let answers = gate.send(&[touch(&cast, 20_261_120, "08:00", TouchKind::In)]).await.answers;
        assert_eq!(answers[0].outcome, Outcome::Accepted);
        let events = store::event::of_subject(app.db().read(), "site", &cast.site.to_string(), 9).await.unwrap();
        let told: Vec<_> = events.iter().map(|event| (event.process.as_str(), event.reason.as_deref())).collect();
        assert_eq!(told, [("site.close", Some("完成した")), ("site.reopen", Some("手直し"))]);
    });
}

#[test]
fn what_came_while_a_site_was_closed_becomes_records_once_when_it_is_opened() {
    both(|app| async move {
        let (cast, prime, _) = stage(&app).await;
        let gate = cast.gate(&app);
        gate.send(&[touch(&cast, 20_261_117, "08:00", TouchKind::In)]).await;
        site::close(&prime, cast.site, &close_on("2026-11-18")).await.unwrap();
        let unknown = Reading::Serial { serial: "04:00:00:00:00:00:07".to_owned() };
        let late = [
            touch(&cast, 20_261_119, "08:00", TouchKind::In),
            touch(&cast, 20_261_119, "17:00", TouchKind::Out),
            TouchItem { reading: unknown, ..touch(&cast, 20_261_119, "08:05", TouchKind::In) },
        ];
        let answers = gate.send(&late).await.answers;
        assert!(answers.iter().all(|given| given.outcome == Outcome::Quarantined), "{answers:?}");
        let days = async || {
            let month = clock(20_261_119, "12:00").date().month();
            let found = store::history::records_of_month(app.db().read(), cast.people[0], month);
            found.await.unwrap().into_iter().map(|row| row.record.key.date.number()).collect::<Vec<_>>()
        };
        let told = async || {
            let lines = notice::list(&prime).await.unwrap();
            lines.into_iter().filter(|line| line.kind == NoticeKind::TouchesResumed).count()
        };
        let work = async || while job::run_due(&app.system()).await.unwrap() > 0 {};
        work().await;
        assert_eq!((days().await, told().await), (vec![20_261_117], 0), "not while it is closed");

        site::reopen(&prime, cast.site, &reopen_until("2027-03-31")).await.unwrap();
        work().await;
        let mut found = days().await;
        found.sort_unstable();
        assert_eq!((found, told().await), (vec![20_261_117, 20_261_119], 1));
        let events = store::event::of_subject(app.db().read(), "site", &cast.site.to_string(), 9).await.unwrap();
        let resumed = events.iter().find(|event| event.process == "site.touches_resumed").unwrap();
        let said: serde_json::Value = serde_json::from_str(resumed.new.as_deref().unwrap()).unwrap();
        assert_eq!(said["touches"], 2, "the unknown card is none of them");
        let again = gate.send(&late[..2]).await.answers;
        assert!(again.iter().all(|given| given.outcome == Outcome::Duplicate), "a phone that sends once more");

        // Closed and opened once more: nothing is recorded or told twice.
        site::close(&prime, cast.site, &close_on("2026-11-19")).await.unwrap();
        site::reopen(&prime, cast.site, &reopen_until("2027-03-31")).await.unwrap();
        work().await;
        assert_eq!((days().await.len(), told().await), (2, 1));
        let differences = store::history::recount(app.db().read()).await.unwrap();
        assert_eq!(differences, Vec::<String>::new());
    });
}

#[test]
fn what_still_is_no_touch_stands_under_one_reason_and_what_cannot_be_read_holds_nothing_up() {
    both(|app| async move {
        let (cast, prime, _) = stage(&app).await;
        let gate = cast.gate(&app);
        let who = cast.people[0];
        gate.send(&[touch(&cast, 20_261_117, "08:00", TouchKind::In)]).await;
        site::close(&prime, cast.site, &close_on("2026-11-18")).await.unwrap();
        let answers = gate
            .send(&[
                item(clock(20_261_119, "07:00"), TouchKind::In, cast.tap(1)),
                item(clock(20_261_119, "08:00"), TouchKind::In, cast.tap(0)),
                touch(&cast, 20_261_119, "17:00", TouchKind::Out),
            ])
            .await
            .answers;
        assert!(answers.iter().all(|given| given.code.as_deref() == Some(store::touch::CLOSED)), "{answers:?}");
        let stopped = clock(20_261_119, "07:30").0;
        let sql = format!(
            "UPDATE quarantine SET item = '{{' WHERE technician_id = {}; \
             UPDATE card SET state = 3, revoked_at = {stopped} WHERE technician_id = {who}",
            cast.unrostered
        );
        app.db().writer().execute_unprepared(&sql).await.unwrap();
        let aside = async |who| {
            let all = store::touch::set_aside_of(app.db().read(), who, (Instant(0), Instant(i64::MAX)));
            all.await.unwrap().into_iter().map(|one| one.reason).collect::<Vec<_>>()
        };
        // Also when it is closed and opened once more.
        for last_day in ["2026-11-18", "2026-11-19"] {
            if last_day > "2026-11-18" {
                site::close(&prime, cast.site, &close_on(last_day)).await.unwrap();
            }
            site::reopen(&prime, cast.site, &reopen_until("2027-03-31")).await.unwrap();
            while job::run_due(&app.system()).await.unwrap() > 0 {}
            assert_eq!(aside(who).await, ["touch.card_revoked"], "{last_day}");
            assert_eq!(aside(cast.unrostered).await, [store::touch::CLOSED], "{last_day}");
        }
        let events = store::event::of_subject(app.db().read(), "site", &cast.site.to_string(), 9).await.unwrap();
        let resumed: Vec<_> = events.iter().filter(|event| event.process == "site.touches_resumed").collect();
        let said: serde_json::Value = serde_json::from_str(resumed[0].new.as_deref().unwrap()).unwrap();
        assert_eq!((resumed.len(), &said["touches"]), (1, &serde_json::json!(1)));
        let differences = store::history::recount(app.db().read()).await.unwrap();
        assert_eq!(differences, Vec::<String>::new());
    });
}

#[test]
fn the_last_night_shift_goes_out_after_its_site_has_closed() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        app.at(20_261_119, "09:00");
        let gate = cast.gate(&app);
        let by = |at: usize, day, hh_mm, kind| item(clock(day, hh_mm), kind, cast.tap(at));
        gate.send(&[by(0, 20_261_118, "22:00", TouchKind::In)]).await;
        site::close(&cast.admin(&app, cast.prime), cast.site, &close_on("2026-11-18")).await.unwrap();
        let answers = gate
            .send(&[
                by(0, 20_261_119, "05:00", TouchKind::Out),
                by(1, 20_261_119, "05:00", TouchKind::Out),
                by(1, 20_261_119, "05:01", TouchKind::Unknown),
                by(0, 20_261_119, "05:02", TouchKind::In),
            ])
            .await
            .answers;
        let told: Vec<_> = answers.iter().map(|answer| (answer.outcome, answer.code.as_deref())).collect();
        let closed = (Outcome::Quarantined, Some("touch.site_closed"));
        assert_eq!(told, [(Outcome::Accepted, None), closed, closed, closed]);
    });
}
