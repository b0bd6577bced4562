//! What is kept is compared with the facts and made anew from them: differences are found, named and mended only by the
//! command, in nobody's name but an operator's.

use super::{NOVEMBER, approved, code, consistent, day, many, named, numbers, record, whole};
use domain::{
    access::{Actor, Role},
    history::{
        DaySet, WorkRole,
        check::{Difference, Differs, Found},
    },
    id::TechnicianId,
    prefecture::PrefectureCode,
    site::SiteForm,
    trade::TradeCode,
};
use sea_orm::ConnectionTrait;
use services::{Call, Error, Outside, history, job, site};
use std::sync::Arc;
use testkit::{Cast, TestApp, both, cast};

/// How something differs, on which day of the month and what.
pub(super) type Said = (Differs, Option<i32>, String);

/// Everything of everybody that differs.
pub(super) async fn differences(app: &TestApp) -> Vec<Said> {
    let (mut found, mut after) = (Vec::new(), 0);
    loop {
        let examined = history::examine(app.db(), after, 3).await.expect("examined");
        let one = |one: Difference| (one.kind, one.day.map(domain::time::WorkDate::day), one.what);
        found.extend(examined.differences.into_iter().map(one));
        match examined.upto {
            Some(upto) => after = upto,
            None => return found,
        }
    }
}

async fn spoil(app: &TestApp, sql: &str) {
    app.db().writer().execute_unprepared(sql).await.expect("spoilt");
}

/// Two people who worked on the 17th and the 18th; of the first the 18th is approved.
async fn worked(app: &TestApp) -> (Cast, TechnicianId, TechnicianId) {
    let cast = cast(app, 2).await;
    app.at(20_261_119, "09:00");
    let (one, other) = (cast.people[0], cast.people[1]);
    for who in [one, other] {
        cast.gate(app).send(&whole(17, who)).await;
        cast.gate(app).send(&whole(18, who).map(named)).await;
    }
    approved(&cast.admin(app, cast.prime), &cast, &many(&[(one, &[18])])).await;
    (cast, one, other)
}

async fn events(app: &TestApp, process: &str) -> i64 {
    let sql =
        format!("SELECT CAST(COUNT(*) AS bigint) FROM event WHERE process = '{process}' AND actor_role = 'operator'");
    numbers(app, sql, 1).await[0][0]
}

#[test]
fn what_differs_is_named_and_made_anew_once() {
    both(|app| async move {
        let (cast, one, other) = worked(&app).await;
        assert_eq!(differences(&app).await, Vec::<Said>::new(), "as it came");
        consistent(&app).await;
        let right = record(&app, &cast, one, 18).await;

        spoil(
            &app,
            &format!(
                "UPDATE history_record SET trade = 3, touches = 1 WHERE technician_id = {one} AND work_date = 20261118"
            ),
        )
        .await;
        spoil(&app, &format!("DELETE FROM history_record WHERE technician_id = {other} AND work_date = 20261117"))
            .await;
        spoil(
            &app,
            &format!(
                "INSERT INTO history_record (technician_id, work_date, site_id, channel, approval, touches) \
                 VALUES ({other}, 20261112, {}, 1, 0, 1)",
                cast.site
            ),
        )
        .await;
        let found = differences(&app).await;
        let days: Vec<_> = found.iter().filter(|(kind, ..)| *kind != Differs::Count).cloned().collect();
        assert_eq!(
            days,
            [
                (Differs::Otherwise, Some(18), "trade touches".to_owned()),
                (Differs::Extra, Some(12), String::new()),
                (Differs::Missing, Some(17), String::new()),
            ]
        );
        assert!(
            found.iter().any(|(kind, _, what)| *kind == Differs::Count && what.starts_with("technician_trade_month"))
        );

        let operator = app.role(Role::Operator);
        let mut said = Vec::new();
        let dry = history::rebuild(&operator, history::Whose::Everybody, true, |line| said.push(line.to_owned())).await;
        let dry = dry.expect("looked");
        assert_eq!((dry.people, dry.written, dry.removed, dry.refused), (3, 2, 1, 0));
        assert!(said.iter().any(|line| line.starts_with("Otherwise") && line.ends_with("trade touches")), "{said:?}");
        assert_eq!(differences(&app).await, found, "nothing was written");
        assert_eq!(events(&app, "history.rebuild").await, 0);

        let done = history::rebuild(&operator, history::Whose::Everybody, false, |_| {}).await.expect("made anew");
        assert_eq!((done.written, done.removed, done.refused), (2, 1, 0));
        assert_eq!(differences(&app).await, Vec::<Said>::new());
        assert_eq!(record(&app, &cast, one, 18).await, right);
        assert_eq!(events(&app, "history.rebuild").await, 2, "one a person");

        history::count(&operator, false).await.expect("counted");
        consistent(&app).await;
        let again = history::rebuild(&operator, history::Whose::Everybody, false, |_| {}).await.expect("made anew");
        assert_eq!((again.written, again.removed, again.counts), (0, 0, 0));
        assert_eq!(events(&app, "history.rebuild").await, 2, "nothing became another");
    });
}

#[test]
fn one_person_is_made_anew_and_nobody_else() {
    both(|app| async move {
        let (_, one, other) = worked(&app).await;
        for who in [one, other] {
            let sql =
                format!("UPDATE history_record SET role = 3 WHERE technician_id = {who} AND work_date = 20261118");
            spoil(&app, &sql).await;
        }
        let operator = app.role(Role::Operator);
        let done = history::rebuild(&operator, history::Whose::One(other), false, |_| {}).await.expect("made anew");
        assert_eq!((done.people, done.written), (1, 1));
        let left = differences(&app).await;
        assert!(
            left.iter().any(|(kind, day, what)| (*kind, *day, what.as_str()) == (Differs::Otherwise, Some(18), "role"))
        );
        assert_eq!(left.iter().filter(|(kind, ..)| *kind == Differs::Otherwise).count(), 1, "{left:?}");
        let nobody = TechnicianId::from_body(99);
        let refused = history::rebuild(&operator, history::Whose::One(nobody), false, |_| {}).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    });
}

#[test]
fn nothing_is_made_of_less_than_all_facts() {
    both(|app| async move {
        let (cast, one, _) = worked(&app).await;
        let before = record(&app, &cast, one, 18).await;
        spoil(&app, &format!("DELETE FROM touch WHERE technician_id = {one}")).await;
        let found = differences(&app).await;
        assert!(found.iter().all(|(kind, ..)| *kind == Differs::FactsMissing) && !found.is_empty(), "{found:?}");
        assert!(found.iter().any(|(_, day, what)| (*day, what.as_str()) == (Some(18), "approved")), "{found:?}");
        let operator = app.role(Role::Operator);
        let done = history::rebuild(&operator, history::Whose::Everybody, false, |_| {}).await.expect("an answer");
        assert_eq!((done.written, done.removed, done.refused), (0, 0, 1));
        assert_eq!(record(&app, &cast, one, 18).await, before, "left as it is");
        assert_eq!(differences(&app).await, found);
    });
}

#[test]
fn every_kept_count_is_made_anew_from_the_records() {
    both(|app| async move {
        worked(&app).await;
        for sql in [
            "UPDATE site_day SET records = records + 3",
            "DELETE FROM prefecture_day",
            "UPDATE business_month SET records_approved = 0",
            "UPDATE wide_month SET records = 7 WHERE kind = 4",
            "DELETE FROM wide_month WHERE kind = 5",
            "UPDATE site_work_month SET records = records + 2",
            "UPDATE technician_month SET days = 1",
            "DELETE FROM technician_trade_month",
        ] {
            spoil(&app, sql).await;
        }
        let operator = app.role(Role::Operator);
        let dry = history::count(&operator, true).await.expect("looked");
        for table in [
            "site_day",
            "prefecture_day",
            "business_month",
            "wide_month",
            "technician_month",
            "technician_trade_month",
            "site_work_month",
        ] {
            assert!(dry.differences.iter().any(|one| one.starts_with(table)), "{table}: {:?}", dry.differences);
        }
        let done = history::count(&operator, false).await.expect("counted");
        assert_eq!(done.records, 4);
        consistent(&app).await;
        let again = history::count(&operator, false).await.expect("counted");
        assert_eq!((again.before, again.after), (done.after.clone(), done.after));
    });
}

#[test]
fn days_by_trade_and_role_and_what_is_wider() {
    both(|app| async move {
        let (cast, one, _) = worked(&app).await;
        let months = (NOVEMBER, NOVEMBER);
        let found = store::history::days_by_work(app.db().read(), one, months).await.expect("days");
        let days: Vec<_> = found
            .iter()
            .map(|of| (of.trade.map(TradeCode::get), of.role.map(WorkRole::number), of.days, of.approved))
            .collect();
        let set = |number: i32| DaySet::of(day(number));
        // The 17th as the roster says, the 18th as it was sent.
        assert_eq!(days, [(Some(11), Some(1), set(17), DaySet::EMPTY), (Some(11), Some(2), set(18), set(18))]);
        let all = found.iter().fold(DaySet::EMPTY, |all, of| all.with(of.days));
        assert_eq!(all.len(), 2, "two days of the trade, whatever the roles");

        let db = app.db().read();
        let tokyo = PrefectureCode::from_stored(13);
        let osaka = PrefectureCode::from_stored(27);
        assert_eq!(store::history::records_on(db, day(18), Some(tokyo)).await.expect("records"), (2, 1));
        assert_eq!(store::history::records_on(db, day(18), Some(osaka)).await.expect("records"), (0, 0));
        assert_eq!(store::history::records_on(db, day(18), None).await.expect("records"), (2, 1), "the nation's");
        assert_eq!(store::history::active_primes(db, NOVEMBER).await.expect("primes"), 1);
        assert_eq!(store::history::active_primes(db, NOVEMBER.next()).await.expect("primes"), 0);

        let sites = store::history::new_sites(db, NOVEMBER).await.expect("sites");
        let form = SiteForm {
            name: "三つ目の現場".into(),
            prefecture: "13".into(),
            address: "江東区1-1".into(),
            start: "2026-11-01".into(),
            end: "2027-12-01".into(),
            ..SiteForm::default()
        };
        site::create(&cast.admin(&app, cast.prime), &form).await.expect("a site");
        assert_eq!(store::history::new_sites(db, NOVEMBER).await.expect("sites"), sites + 1);
        consistent(&app).await;
    });
}

/// The nights after a day, until nothing is left to do.
async fn night(app: &TestApp, call: &Call, day: i32) {
    app.at(day, "06:00");
    job::set_day(call).await.expect("set");
    while job::run_due(call).await.expect("done") > 0 {}
}

async fn found(app: &TestApp) -> Vec<Found> {
    history::checked(&app.role(Role::Operator)).await.expect("told").found
}

#[test]
fn the_register_looks_at_itself_by_night_and_says_what_it_found() {
    both(|app| async move {
        let (_, one, _) = worked(&app).await;
        let system = app.system();
        night(&app, &system, 20_261_120).await;
        assert_eq!(history::checked(&app.role(Role::Operator)).await.expect("told").whole, None, "not by day");
        night(&app, &system, 20_261_121).await;
        let checked = history::checked(&app.role(Role::Operator)).await.expect("told");
        let whole = checked.whole.expect("through");
        assert_eq!((whole.number, whole.people, whole.records, whole.sites, whole.differences), (1, 3, 4, 1, 0));
        assert!(checked.running.is_none() && checked.found.is_empty() && whole.months > 0, "{whole:?}");

        spoil(
            &app,
            &format!("UPDATE history_record SET role = 3 WHERE technician_id = {one} AND work_date = 20261117"),
        )
        .await;
        spoil(&app, "UPDATE site_day SET records = 9 WHERE work_date = 20261118").await;
        night(&app, &system, 20_261_122).await;
        let lines = found(&app).await;
        let otherwise = lines.iter().find(|line| line.difference.kind == Differs::Otherwise).expect("found");
        assert_eq!((otherwise.difference.technician, otherwise.difference.what.as_str()), (Some(one), "role"));
        assert_eq!((otherwise.difference.day, otherwise.round), (Some(day(17)), 2));
        assert!(otherwise.name.is_some() && otherwise.site_name.is_some());
        let of_site = lines.iter().find(|line| line.difference.what.starts_with("site_day")).expect("found");
        assert_eq!((of_site.difference.technician, of_site.difference.day), (None, Some(day(18))));
        let checked = history::checked(&app.role(Role::Operator)).await.expect("told");
        assert_eq!(checked.differences(), i64::try_from(checked.found.len()).expect("few"));
        assert!(!differences(&app).await.is_empty(), "reported, not mended");
        assert_eq!(history::last_checked(app.db()).await.expect("told"), checked, "what doctor says");
    });
}

#[test]
fn a_round_may_take_several_nights() {
    both(|app| async move {
        worked(&app).await;
        let outside = Outside { check_nights: 4, ..(*app.call.outside).clone() };
        let system = Call { outside: Arc::new(outside), ..app.system() };
        night(&app, &system, 20_261_120).await;
        // Three people and a site: one of them a night.
        for (at, people) in [(20_261_121, 1), (20_261_122, 2), (20_261_123, 3)] {
            night(&app, &system, at).await;
            let checked = history::checked(&app.role(Role::Operator)).await.expect("told");
            assert!(checked.whole.is_none(), "{at}");
            assert_eq!(checked.running.map(|round| round.people), Some(people), "{at}");
        }
        night(&app, &system, 20_261_124).await;
        let checked = history::checked(&app.role(Role::Operator)).await.expect("told");
        assert_eq!(checked.whole.map(|round| (round.number, round.people, round.sites)), Some((1, 3, 1)));
        night(&app, &system, 20_261_125).await;
        let checked = history::checked(&app.role(Role::Operator)).await.expect("told");
        assert_eq!(checked.running.map(|round| round.number), Some(2), "again from the beginning");
    });
}

#[test]
fn nobody_but_the_operator_looks_or_mends() {
    both(|app| async move {
        let (cast, one, _) = worked(&app).await;
        let others = [
            app.by(Actor::public()),
            cast.technician(&app, one),
            cast.admin(&app, cast.prime),
            app.role(Role::Reviewer),
            app.role(Role::Registrar),
            cast.gate(&app).call,
        ];
        for call in others {
            let errors = [
                history::checked(&call).await.err(),
                history::rebuild(&call, history::Whose::One(one), false, |_| {}).await.err(),
                history::rebuild(&call, history::Whose::Everybody, true, |_| {}).await.err(),
                history::count(&call, true).await.err(),
                history::count(&call, false).await.err(),
            ];
            for error in errors {
                let error = error.expect("refused");
                assert!(matches!(error, Error::Forbidden(_)), "{:?}: {}", call.actor.role, code(&error));
            }
        }
        assert!(history::checked(&app.role(Role::Operator)).await.is_ok());
    });
}
