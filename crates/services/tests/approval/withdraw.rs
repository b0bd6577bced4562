//! Taking an approval back: who may and until when, what becomes of the day, what the person is told; and one day as the
//! office looks at it.

use super::{
    NOVEMBER, approved, code, consistent, day, days, line, many, named, one, place_of_sub, record,
    rule::{held, limited, second_tier},
    told, typed, whole,
};
use domain::{
    access::{Actor, Role},
    admin_id::{Duty, IdKind},
    disaster::{Disaster, EntryRelief},
    form::Problem,
    history::{
        Approval, DaySet, WorkRole,
        approval::{Decision, Mark},
        day::{DayDetail, Withdrawal},
    },
    id::{BusinessId, SiteId, TechnicianId},
    notice::{NoticeKind, Value},
    prefecture::PrefectureCode,
    time::WorkDate,
    touch::TouchKind,
};
use services::{Call, Error, history, notice, passport, roster};
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast, clock};

const WHY: &str = "日をまちがえて承認した";

async fn withdrawn(call: &Call, cast: &Cast, who: TechnicianId, number: i32) -> services::Result<u32> {
    history::withdraw(call, cast.site, (who, NOVEMBER), DaySet::of(day(number)), WHY).await
}

async fn seen(call: &Call, cast: &Cast, who: TechnicianId, number: i32) -> services::Result<DayDetail> {
    history::day(call, cast.site, who, day(number)).await
}

fn refusal<T: core::fmt::Debug>(answer: services::Result<T>) -> String {
    code(&answer.expect_err("a refusal"))
}

#[test]
fn who_gave_it_and_the_prime_take_it_back_and_nobody_else() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        second_tier(&app, &cast).await;
        let (first, below) = (cast.people[0], cast.unrostered);
        let (prime, sub, under) =
            (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub), cast.admin(&app, cast.stranger));
        approved(&sub, &cast, &many(&[(below, &[18])])).await;
        approved(&prime, &cast, &many(&[(first, &[18])])).await;

        let elsewhere = BusinessId::from_body(2_000_000_000_009);
        let other_site =
            Actor { business: Some(cast.prime), sites: vec![SiteId::from_body(7)], ..Actor::of(Role::SiteAdmin) };
        let reader = Actor { held: Some(held(IdKind::Member, Duty::Reader, None)), ..prime.actor.clone() };
        for (what, call, told) in [
            ("nobody", app.role(Role::Public), "LogInFirst"),
            ("the person", cast.technician(&app, first), "Role"),
            ("the operator", app.role(Role::Operator), "Role"),
            ("a gate", cast.gate(&app).call, "Role"),
            ("a business elsewhere", cast.admin(&app, elsewhere), "NotYours"),
            ("a site admin of another site", app.by(other_site), "NotYours"),
            ("who may only look", app.by(reader), "Duty"),
            ("an upper tier that did not give it", cast.admin(&app, cast.sub), "NotYours"),
            ("who does not see the person", cast.admin(&app, cast.stranger), "not_found"),
        ] {
            assert_eq!(refusal(withdrawn(&call, &cast, first, 18).await), told, "{what}");
        }
        assert_eq!(refusal(withdrawn(&under, &cast, below, 18).await), "NotYours", "whose people they are");
        assert_eq!(refusal(withdrawn(&prime, &cast, first, 17).await), "not_found", "no such day");
        for (reason, problem) in [(String::new(), Problem::Missing), ("字".repeat(501), Problem::TooLong { max: 500 })]
        {
            let month = (first, NOVEMBER);
            match history::withdraw(&prime, cast.site, month, days(&[18]), &reason).await {
                Err(Error::Rejected(why)) => assert_eq!(why.fields[0].problem, problem),
                other => panic!("{other:?}"),
            }
        }
        let nothing = history::withdraw(&prime, cast.site, (first, NOVEMBER), DaySet::EMPTY, WHY).await;
        assert_eq!(refusal(nothing), "not_found");
        for who in [first, below] {
            let kept = record(&app, &cast, who, 18).await.expect("a record");
            assert_eq!(kept.approval, Approval::Approved, "nothing was taken back");
        }

        assert_eq!(withdrawn(&sub, &cast, below, 18).await.expect("its own"), 1);
        assert_eq!(refusal(withdrawn(&prime, &cast, below, 18).await), "conflict: conflict.already_done");
        approved(&sub, &cast, &many(&[(below, &[18])])).await;
        assert_eq!(withdrawn(&prime, &cast, below, 18).await.expect("the prime any"), 1);
        assert_eq!(withdrawn(&app.system(), &cast, first, 18).await.expect("the register any"), 1);
        consistent(&app).await;
    });
}

#[test]
fn all_days_of_a_call_or_none() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, gate, prime) = (cast.people[0], cast.gate(&app), cast.admin(&app, cast.prime));
        app.at(20_261_119, "09:00");
        for number in [16, 17, 18] {
            gate.send(&whole(number, who)).await;
        }
        approved(&prime, &cast, &many(&[(who, &[16, 17])])).await;
        let of =
            async |numbers: &[i32]| history::withdraw(&prime, cast.site, (who, NOVEMBER), days(numbers), WHY).await;
        assert_eq!(refusal(of(&[16, 18]).await), "conflict: conflict.already_done", "one of them waits");
        assert_eq!(refusal(of(&[16, 15]).await), "not_found", "one of them is none");
        assert_eq!(record(&app, &cast, who, 16).await.expect("a record").approval, Approval::Approved);
        assert_eq!(of(&[16, 17]).await.expect("both"), 2);
        let lines = notice::list(&cast.technician(&app, who)).await.expect("notices");
        let told: Vec<_> = lines.iter().filter(|line| line.kind == NoticeKind::HistoryWithdrawn).collect();
        assert_eq!(told.len(), 1, "one call, one notice");
        assert_eq!(told[0].values["days"], Value::Days(vec![day(16), day(17)]));
        consistent(&app).await;
    });
}

#[test]
fn a_day_waits_again_as_the_roster_says_now_and_every_version_is_kept() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, gate) = (cast.unrostered, cast.gate(&app));
        app.at(20_261_119, "09:00");
        for number in [17, 18] {
            gate.send(&whole(number, who).map(named)).await;
        }
        let (prime, sub) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        assert_eq!(told(&approved(&prime, &cast, &one(&[(who, &[17, 18])])).await), (2, vec![]));
        roster::add(&sub, cast.site, &line(who, place_of_sub(), "2026-11-01")).await.expect("a line");
        let frozen = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((frozen.roster, frozen.approval), (None, Approval::Approved), "as it was approved");

        let person = cast.technician(&app, who);
        let before = passport::now(&person).await.expect("a passport");
        let at = app.at(20_261_119, "10:00");
        assert_eq!(withdrawn(&prime, &cast, who, 18).await.expect("taken back"), 1);
        let thawed = record(&app, &cast, who, 18).await.expect("a record");
        assert!(thawed.roster.is_some(), "{thawed:?}");
        assert_eq!((thawed.tier, thawed.approval, thawed.touches), (Some(1), Approval::Provisional, 2));
        assert_eq!(thawed.role, Some(WorkRole::CrewLeader), "what the touch says");
        let other = record(&app, &cast, who, 17).await.expect("a record");
        assert_eq!((other.roster, other.approval), (None, Approval::Approved), "the day beside it stays");
        consistent(&app).await;

        let rows = store::history::decisions_of(app.db().read(), (who, cast.site, NOVEMBER)).await.expect("decisions");
        let said: Vec<_> = rows.iter().map(|one| (one.turn, one.kind, one.days, one.by)).collect();
        let by = Some(cast.prime);
        assert_eq!(said, [(1, Decision::Approved, days(&[17, 18]), by), (2, Decision::Withdrawn, days(&[18]), by)]);
        let events = store::event::of_subject(app.db().read(), "site", &cast.site.to_string(), 10).await;
        let events = events.expect("events");
        let act = events.iter().find(|event| event.process == "history.withdraw").expect("an event");
        assert_eq!((act.reason.as_deref(), Some(act.id)), (Some(WHY), rows[1].event));
        assert_eq!(act.new, Some(format!(r#"{{"days":[18],"month":202611,"technician":{}}}"#, who.get())));

        let now = passport::now_after(&person, before.version).await.expect("a passport");
        assert_eq!((now.days.month.recorded, now.days.month.approved), (2, 1), "at once");
        let lines = notice::list(&person).await.expect("notices");
        let told = lines.iter().find(|line| line.kind == NoticeKind::HistoryWithdrawn).expect("a notice");
        let text = |name: &str| match &told.values[name] {
            Value::Text(text) => text.as_str(),
            other => panic!("{other:?}"),
        };
        assert_eq!((text("business"), text("site"), text("reason")), ("港栄建設", "湊町三丁目共同住宅", WHY));

        approved(&prime, &cast, &many(&[(who, &[18])])).await;
        let detail = passport::record(&person, day(18), cast.site).await.expect("a record");
        let said: Vec<_> =
            detail.decisions.iter().map(|one| (one.decision, one.by.as_deref(), one.reason.as_deref())).collect();
        assert_eq!(
            said,
            [
                (Decision::Approved, Some("港栄建設"), None),
                (Decision::Withdrawn, Some("港栄建設"), Some(WHY)),
                (Decision::Approved, Some("港栄建設"), None),
            ]
        );
        assert_eq!(detail.decisions[1].at, Some(at));
        let tiers: Vec<_> = detail.decisions.iter().map(|one| one.approved.as_ref().map(|of| of.tier)).collect();
        assert_eq!(tiers, [Some(None), None, Some(Some(1))], "each as it was approved");
        assert_eq!(passport::record(&person, day(17), cast.site).await.expect("a record").decisions.len(), 1);
        consistent(&app).await;
    });
}

/// One person's 18th, approved by the prime.
async fn approved_day(app: &TestApp, cast: &Cast) -> Call {
    app.at(20_261_119, "09:00");
    cast.gate(app).send(&whole(18, cast.people[0])).await;
    let prime = cast.admin(app, cast.prime);
    approved(&prime, cast, &many(&[(cast.people[0], &[18])])).await;
    prime
}

#[test]
fn until_the_end_of_the_following_month_and_longer_in_a_disaster() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let prime = approved_day(&app, &cast).await;
        let who = cast.people[0];
        let offered = async || seen(&prime, &cast, who, 18).await.expect("a day").withdrawal;
        let last = WorkDate::from_stored(20_261_231);
        app.at(20_261_231, "23:59");
        assert_eq!(offered().await, Some(Withdrawal::Until(last)));
        app.at(20_270_101, "00:00");
        assert_eq!(offered().await, Some(Withdrawal::Passed(last)));
        assert_eq!(refusal(withdrawn(&prime, &cast, who, 18).await), "history.deadline_passed");

        let until = WorkDate::from_stored(20_270_331);
        let flood = |code: &str, prefecture: i16| Disaster {
            code: code.to_owned(),
            name: "見本地方の大雨".to_owned(),
            ground: "災害救助法".to_owned(),
            from: WorkDate::from_stored(20_261_120),
            prefectures: vec![PrefectureCode::from_stored(prefecture)],
            entry: Some(EntryRelief { days_until: WorkDate::from_stored(20_261_130), until }),
            renewal: None,
            payment_until: None,
        };
        store::disaster::insert(app.db().writer(), &flood("flood-far", 27)).await.expect("an exception");
        assert_eq!(offered().await, Some(Withdrawal::Passed(last)), "elsewhere");
        let moved = format!("UPDATE business SET prefecture = 27 WHERE id = {}", cast.prime);
        app.db().writer().execute_unprepared(&moved).await.expect("moved");
        assert_eq!(offered().await, Some(Withdrawal::Until(until)), "where the business is");
        app.at(20_270_331, "12:00");
        assert_eq!(withdrawn(&prime, &cast, who, 18).await.expect("in time"), 1);
        assert_eq!(offered().await, None, "nothing stands approved");
        consistent(&app).await;
    });
}

#[test]
fn the_registers_office_takes_back_after_the_time_in_its_own_name() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let prime = approved_day(&app, &cast).await;
        app.at(20_270_101, "09:00");
        let of = (cast.people[0], NOVEMBER);
        let by_register =
            async |call: &Call| history::withdraw_by_register(call, cast.site, of, days(&[18]), WHY).await;
        for (what, call, told) in [
            ("nobody", app.role(Role::Public), "LogInFirst"),
            ("the person", cast.technician(&app, cast.people[0]), "Role"),
            ("the prime", prime.clone(), "Role"),
            ("a gate", cast.gate(&app).call, "Role"),
        ] {
            assert_eq!(refusal(by_register(&call).await), told, "{what}");
        }
        assert_eq!(refusal(withdrawn(&prime, &cast, cast.people[0], 18).await), "history.deadline_passed");
        assert_eq!(by_register(&app.role(Role::Operator)).await.expect("the office"), 1);
        let kept = record(&app, &cast, cast.people[0], 18).await.expect("a record");
        assert_eq!(kept.approval, Approval::Provisional);
        let last = seen(&prime, &cast, cast.people[0], 18).await.expect("a day").decisions.pop().expect("a decision");
        assert_eq!((last.decision, last.by, last.reason.as_deref()), (Decision::Withdrawn, None, Some(WHY)));
        consistent(&app).await;
    });
}

#[test]
fn who_has_not_paid_takes_nothing_back_and_a_closed_site_stops_nothing() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let prime = approved_day(&app, &cast).await;
        limited(&app, &cast).await;
        assert_eq!(refusal(withdrawn(&prime, &cast, cast.people[0], 18).await), "fee.limited");
        let sql = format!(
            "UPDATE fee_request SET paid_at = 1, received_yen = amount_yen WHERE business_id = {}; \
             UPDATE site SET closed_at = 1, end_date = 20261130 WHERE id = {}",
            cast.prime, cast.site
        );
        app.db().writer().execute_unprepared(&sql).await.expect("paid and closed");
        assert_eq!(withdrawn(&prime, &cast, cast.people[0], 18).await.expect("papers can be finished"), 1);
        consistent(&app).await;
    });
}

#[test]
fn a_day_is_shown_to_whom_the_site_shows_the_person() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        second_tier(&app, &cast).await;
        let (first, below) = (cast.people[0], cast.unrostered);
        let (prime, under) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.stranger));
        let waiting = seen(&prime, &cast, below, 18).await.expect("a day");
        let record = waiting.record.as_ref().expect("a record");
        assert_eq!(record.mark, Mark::Waiting);
        assert_eq!((record.first_tier.as_deref(), record.employer.as_deref()), (Some("北浜架設"), Some("よその工業")));
        assert_eq!((record.tier, record.hazardous, record.role), (Some(2), Some(false), Some(WorkRole::Foreman)));
        assert_eq!(waiting.touches.iter().map(|touch| touch.kind).collect::<Vec<_>>(), [TouchKind::In, TouchKind::Out]);
        assert_eq!((waiting.decisions.len(), waiting.withdrawal, waiting.completes), (0, None, false));

        approved(&prime, &cast, &many(&[(below, &[18])])).await;
        let of_prime = seen(&prime, &cast, below, 18).await.expect("a day");
        assert_eq!(of_prime.withdrawal, Some(Withdrawal::Until(WorkDate::from_stored(20_261_231))));
        let own = seen(&under, &cast, below, 18).await.expect("its own person's");
        assert_eq!((own.decisions.len(), own.withdrawal), (1, None), "who may, is the prime");
        let reads = seen(&app.role(Role::Operator), &cast, below, 18).await.expect("a day");
        assert_eq!((reads.decisions.len(), reads.withdrawal), (1, None));
        for (what, call, who, number, told) in [
            ("not of its branch", under.clone(), first, 18, "not_found"),
            ("no such day", prime.clone(), first, 17, "not_found"),
            ("nobody of the register", prime.clone(), TechnicianId::from_body(9), 18, "not_found"),
            ("the person", cast.technician(&app, first), first, 18, "NotYours"),
            ("a reviewer", app.role(Role::Reviewer), first, 18, "Role"),
            ("a gate", cast.gate(&app).call, first, 18, "Role"),
            ("nobody", app.role(Role::Public), first, 18, "LogInFirst"),
            ("elsewhere", cast.admin(&app, BusinessId::from_body(2_000_000_000_009)), first, 18, "NotYours"),
        ] {
            assert_eq!(refusal(seen(&call, &cast, who, number).await), told, "{what}");
        }
    });
}

#[test]
fn a_day_that_lapsed_says_so_to_whom_it_was_shown() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, gate, prime) = (cast.people[0], cast.gate(&app), cast.admin(&app, cast.prime));
        app.at(20_261_119, "09:00");
        gate.send(&[typed(clock(20_261_118, "05:00"), TouchKind::Out, who)]).await;
        approved(&prime, &cast, &one(&[(who, &[18])])).await;
        gate.send(&[typed(clock(20_261_117, "21:00"), TouchKind::In, who)]).await;
        for call in [&prime, &cast.admin(&app, cast.sub)] {
            let gone = seen(call, &cast, who, 18).await.expect("a day");
            assert!(gone.has_lapsed(), "its touches are another day's");
            assert_eq!((gone.record, gone.touches.len(), gone.withdrawal), (None, 0, None));
            let said: Vec<_> = gone.decisions.iter().map(|one| (one.decision, one.by.is_some())).collect();
            assert_eq!(said, [(Decision::Approved, true), (Decision::Lapsed, false)]);
        }
        assert_eq!(refusal(withdrawn(&prime, &cast, who, 18).await), "not_found", "nothing is left to take back");
    });
}

#[test]
fn a_day_without_a_line_is_completed_after_the_site_has_ended_while_there_is_time() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, gate) = (cast.unrostered, cast.gate(&app));
        let (prime, sub) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        app.at(20_261_119, "09:00");
        for number in [17, 18] {
            gate.send(&whole(number, who)).await;
        }
        let ended = format!("UPDATE site SET end_date = 20261118 WHERE id = {}", cast.site);
        app.db().writer().execute_unprepared(&ended).await.expect("ended");
        let add = async |person: TechnicianId, from: &str| {
            roster::add(&sub, cast.site, &line(person, place_of_sub(), from)).await
        };
        let completes = async || seen(&prime, &cast, who, 18).await.expect("a day").completes;
        app.at(20_261_231, "09:00");
        assert!(completes().await);
        assert_eq!(refusal(add(who, "2026-11-19").await), "SiteClosed", "after the last day worked");
        assert_eq!(refusal(add(who, "2026-10-31").await), "SiteClosed", "a day whose time is over");
        assert_eq!(refusal(add(TechnicianId::from_body(9), "2026-11-18").await), "SiteClosed", "nothing to complete");
        app.at(20_270_101, "09:00");
        assert!(!completes().await);
        assert_eq!(refusal(add(who, "2026-11-18").await), "SiteClosed", "too late");

        app.at(20_261_231, "09:00");
        let id = add(who, "2026-11-18").await.expect("a line");
        let entry = store::roster::find(app.db().read(), id).await.expect("read").expect("a line");
        assert_eq!((entry.from, entry.to), (day(18), Some(day(18))));
        let made = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((made.roster, made.tier, made.role), (Some(id), Some(1), Some(WorkRole::Foreman)));
        assert_eq!(record(&app, &cast, who, 17).await.expect("a record").roster, None, "before its first day");
        assert_eq!(told(&approved(&prime, &cast, &many(&[(who, &[18])])).await), (1, vec![]));
        assert_eq!(refusal(add(who, "2026-11-18").await), "SiteClosed", "the 18th waits for nothing");
        consistent(&app).await;
    });
}
