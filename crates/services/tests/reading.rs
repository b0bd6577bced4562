//! Files of logging readers: looked at, recorded, sent again, on both databases.

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

use domain::{
    access::{Actor, Denied, Role},
    card::CardState,
    id::{AccountId, ReadingFileId, SiteId},
    passport::Today,
    time::{HOUR_MS, WorkDate},
    touch::{
        Assurance, Channel,
        reading::{FileState, LOOKS_A_DAY_MAX, LineOutcome, ReadingFile, TYPED_A_DAY_MAX},
    },
};
use services::{Call, Error, job, passport, reading};
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast};
use uuid::Uuid;

async fn consistent(app: &TestApp) {
    let differences = store::history::recount(app.db().read()).await.expect("a recount");
    assert_eq!(differences, Vec::<String>::new(), "kept counts differ from a recount");
}

/// The chip of a card as a reader writes it.
fn chip(at: usize) -> String {
    Cast::uid(at).to_string()
}

async fn looked_at(call: &Call, site: SiteId, text: &str) -> ReadingFileId {
    reading::look(call, site, "西口.csv", text.as_bytes()).await.expect("a file")
}

async fn sent(call: &Call, site: SiteId, text: &str) -> ReadingFile {
    let id = looked_at(call, site, text).await;
    reading::record(call, site, id).await.expect("recorded");
    reading::detail(call, site, id).await.expect("a file").file
}

const fn counts(file: &ReadingFile) -> (u32, u32, u32) {
    (file.accepted, file.duplicate, file.refused)
}

async fn days(app: &TestApp, cast: &Cast, at: usize) -> i64 {
    passport::now(&cast.technician(app, cast.people[at])).await.expect("a passport").days.all.recorded
}

/// Two people in and out, by card and by number.
fn good(cast: &Cast) -> String {
    format!(
        "time,card,technician,kind,reader\n2026-11-19 08:00,{one},,in,西口\n2026-11-19 08:01,,{two},in,西口\n\
         2026-11-19 17:00,{one},,out,西口\n2026-11-19T17:01:00+09:00,,{two},out,西口\n",
        one = chip(0),
        two = cast.people[1]
    )
}

#[test]
fn a_file_is_looked_at_first_and_recorded_when_it_is_said() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let office = cast.admin(&app, cast.prime);
        let id = looked_at(&office, cast.site, &good(&cast)).await;
        let seen = reading::detail(&office, cast.site, id).await.expect("a file");
        assert_eq!((counts(&seen.file), seen.file.state, seen.readable), ((4, 0, 0), FileState::LookedAt, 4));
        assert_eq!(seen.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [2, 3, 4, 5]);
        assert!(seen.lines.iter().all(|line| line.person.is_some()), "{:?}", seen.lines);
        assert_eq!((days(&app, &cast, 0).await, days(&app, &cast, 1).await), (0, 0), "nothing yet");

        reading::record(&office, cast.site, id).await.expect("recorded");
        let done = reading::detail(&office, cast.site, id).await.expect("a file");
        assert_eq!((counts(&done.file), done.file.state), ((4, 0, 0), FileState::Recorded));
        assert_eq!((days(&app, &cast, 0).await, days(&app, &cast, 1).await), (1, 1));
        let day = WorkDate::from_stored(20_261_119);
        for (at, assurance) in [(0, Assurance::UidOnly), (1, Assurance::Typed)] {
            let whose = cast.technician(&app, cast.people[at]);
            let record = passport::record(&whose, day, cast.site).await.expect("a record");
            let how: Vec<_> = record.touches.iter().map(|touch| (touch.channel, touch.assurance)).collect();
            assert_eq!(how, [(Channel::LoggingReader, assurance); 2]);
        }
        assert!(matches!(reading::record(&office, cast.site, id).await, Err(Error::Conflict("conflict.state"))));
        assert!(matches!(reading::discard(&office, cast.site, id).await, Err(Error::Conflict("conflict.state"))));
        assert_eq!(job::run_due(&app.system()).await.expect("work"), 0, "nothing of it is left to be done");
        consistent(&app).await;
    });
}

#[test]
fn a_file_sent_twice_or_in_halves_and_then_whole_counts_nothing_twice() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let office = cast.admin(&app, cast.prime);
        let whole = good(&cast);
        let half: String = whole.split_inclusive('\n').take(3).collect();
        assert_eq!(counts(&sent(&office, cast.site, &half).await), (2, 0, 0));
        assert_eq!(counts(&sent(&office, cast.site, &whole).await), (2, 2, 0));
        // Spelled otherwise, in another order and twice within one file it is the same.
        let again = whole.replace("2026-11-19 ", "2026/11/19T").replace(",in,", ",IN,");
        let mut lines: Vec<&str> = again.lines().skip(1).collect();
        lines.reverse();
        let doubled = format!("{}\n{}\n", lines.join("\n"), lines.join("\n"));
        assert_eq!(counts(&sent(&office, cast.site, &doubled).await), (0, 8, 0));
        // Sent after forty days, what was recorded is still known, and told as such.
        app.at(20_270_115, "08:00");
        assert_eq!(counts(&sent(&office, cast.site, &whole).await), (0, 4, 0));
        assert_eq!((days(&app, &cast, 0).await, days(&app, &cast, 1).await), (1, 1));
        consistent(&app).await;
    });
}

#[test]
fn a_file_that_ends_in_the_middle_of_a_line_and_then_comes_whole_counts_each_touch_once() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let office = cast.admin(&app, cast.prime);
        let whole = good(&cast);
        // Of the last line time and person are there, and neither in nor out.
        let cut = whole.get(..whole.rfind(",out").expect("a kind")).expect("a beginning");
        assert_eq!(counts(&sent(&office, cast.site, cut).await), (3, 0, 1));
        assert_eq!(counts(&sent(&office, cast.site, &whole).await), (1, 3, 0));
        for at in [0, 1] {
            let person = cast.technician(&app, cast.people[at]);
            let day = WorkDate::from_stored(20_261_119);
            let record = passport::record(&person, day, cast.site).await.expect("a record");
            assert_eq!(record.touches.len(), 2, "{at}");
            assert_eq!(days(&app, &cast, at).await, 1, "{at}");
        }
        consistent(&app).await;
    });
}

#[test]
fn a_poison_line_is_told_by_itself_and_stops_no_other() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let office = cast.admin(&app, cast.prime);
        let now = app.at(20_261_120, "12:00");
        let sql = format!(
            "UPDATE card SET state = {}, revoked_at = {} WHERE uid = {}",
            CardState::Revoked.number(),
            now.plus_ms(-24 * HOUR_MS).0,
            Cast::uid(1).to_i64()
        );
        app.db().writer().execute_unprepared(&sql).await.expect("a lost card");
        let text = format!(
            "2026-11-20 08:00,{good},,in,西口\n2026-11-20 08:00,{lost},,in,西口\n2026-11-18 08:00,{lost},,in,西口\n\
             2026-11-20 13:00,{good},,out,西口\n2026-10-01 08:00,{good},,in,西口\n2026-11-20 08:00,04ffffffffffff,,in,西口\n\
             2026-11-20 08:00,,12345678901234,in,西口\n\"2026-11-20 08:00\n2026-11-20 09:00,,{stranger},in,西口\n",
            good = chip(0),
            lost = chip(1),
            stranger = cast.unrostered
        );
        let id = looked_at(&office, cast.site, &text).await;
        let expected = [
            (1, LineOutcome::Accepted, None),
            (2, LineOutcome::Refused, Some("touch.card_revoked")),
            (3, LineOutcome::Accepted, None),
            (4, LineOutcome::Refused, Some("touch.time_future")),
            (5, LineOutcome::Refused, Some("touch.time_too_old")),
            (6, LineOutcome::Refused, Some("touch.unknown_card")),
            (7, LineOutcome::Refused, Some("reading.technician")),
            (8, LineOutcome::Refused, Some("reading.columns")),
            (9, LineOutcome::Accepted, None),
        ];
        let told = |lines: &[domain::touch::reading::ReadingLine]| {
            let told = lines.iter().map(|line| (line.number, line.outcome, line.code.clone())).collect::<Vec<_>>();
            let expected = expected.map(|(number, outcome, code)| (number, outcome, code.map(str::to_owned)));
            assert_eq!(told, expected);
        };
        let seen = reading::detail(&office, cast.site, id).await.expect("a file");
        told(&seen.lines);
        assert_eq!(seen.lines[8].person, None, "a number that was only typed is no way to a name");
        assert!(seen.lines[1].person.is_some(), "whose lost card it is");
        reading::record(&office, cast.site, id).await.expect("recorded");
        let done = reading::detail(&office, cast.site, id).await.expect("a file");
        told(&done.lines);
        assert_eq!(done.lines[8].person.as_ref().map(|(id, _)| *id), Some(cast.unrostered));
        for reason in ["touch.card_revoked", "touch.time_future", "touch.time_too_old", "touch.unknown_card"] {
            let kept = store::touch::quarantined(app.db().read(), reason).await.expect("a count");
            assert_eq!(kept, 1, "{reason} is kept as evidence");
        }
        let now = passport::now(&cast.technician(&app, cast.people[0])).await.expect("a passport");
        assert!(matches!(now.today, Today::Inside { .. }), "{:?}", now.today);
        consistent(&app).await;
    });
}

#[test]
fn a_file_above_the_limit_is_refused_whole_and_one_with_nothing_good_is_not_recorded() {
    both(|app| async move {
        let cast = cast(&app, 20).await;
        let office = cast.admin(&app, cast.prime);
        let minute = |at: usize| {
            let (who, hour, minute) = (at % 20, 8 + at / 1_200, at / 20 % 60);
            format!("2026-11-19 {hour:02}:{minute:02},{},,,\n", chip(who))
        };
        let file: String = (0..2_001).map(minute).collect();
        let refused = reading::look(&office, cast.site, "a.csv", file.as_bytes()).await;
        assert!(matches!(refused, Err(Error::Rejected(ref why)) if why.code == "reading.too_many"), "{refused:?}");
        assert!(reading::list(&office, cast.site).await.expect("files").1.is_empty());
        let empty = reading::look(&office, cast.site, "a.csv", b"time\n").await;
        assert!(matches!(empty, Err(Error::Rejected(ref why)) if why.code == "reading.no_lines"), "{empty:?}");
        let large = reading::look(&office, cast.site, "a.csv", &vec![b' '; 1_000_001]).await;
        assert!(matches!(large, Err(Error::Rejected(ref why)) if why.code == "too_large"), "{large:?}");

        let id = looked_at(&office, cast.site, "x,y\n").await;
        let nothing = reading::record(&office, cast.site, id).await;
        assert!(matches!(nothing, Err(Error::Rejected(ref why)) if why.code == "reading.nothing_good"), "{nothing:?}");
        reading::discard(&office, cast.site, id).await.expect("thrown away");
        let gone = reading::detail(&office, cast.site, id).await.expect("a file");
        assert_eq!((gone.file.state, gone.lines.len(), counts(&gone.file)), (FileState::Discarded, 0, (0, 0, 1)));

        let all: String = (0..2_000).map(minute).collect();
        assert_eq!(counts(&sent(&office, cast.site, &all).await), (2_000, 0, 0), "in four slices");
        assert_eq!((days(&app, &cast, 0).await, days(&app, &cast, 19).await), (1, 1));
        consistent(&app).await;
    });
}

#[test]
fn what_is_left_of_a_file_is_recorded_by_itself() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let office = cast.admin(&app, cast.prime);
        let id = looked_at(&office, cast.site, &good(&cast)).await;
        // As a process leaves it that dies after the press: the state is written, no line is answered, its lease runs out.
        let sql = "UPDATE reading_file SET state = 2";
        app.db().writer().execute_unprepared(sql).await.expect("a state");
        let work = format!(
            "INSERT INTO job (id, kind, key, subject, run_at, tries, leased_until) VALUES ({}, 'reading.record', 'reading.record:{id}', \
             '{id}', 0, 0, 0)",
            if app.db().is_postgres() {
                "'00000000-0000-0000-0000-000000000009'"
            } else {
                "x'00000000000000000000000000000009'"
            }
        );
        app.db().writer().execute_unprepared(&work).await.expect("work");
        assert_eq!(job::run_due(&app.system()).await.expect("work"), 1);
        let done = reading::detail(&office, cast.site, id).await.expect("a file");
        assert_eq!((done.file.state, counts(&done.file)), (FileState::Recorded, (4, 0, 0)));
        consistent(&app).await;
    });
}

#[test]
fn a_number_that_was_typed_stays_without_a_name_until_the_person_is_the_sites() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let office = cast.admin(&app, cast.prime);
        app.at(20_261_120, "12:00");
        app.db().writer().execute_unprepared("DELETE FROM employment").await.expect("nobody's");
        let text = format!("2026-11-20 08:00,,{},in,西口\n", cast.unrostered);
        let named = async |id: ReadingFileId| {
            let seen = reading::detail(&office, cast.site, id).await.expect("a file");
            seen.lines[0].person.as_ref().map(|(who, _)| *who)
        };
        let id = looked_at(&office, cast.site, &text).await;
        assert_eq!(named(id).await, None);
        reading::record(&office, cast.site, id).await.expect("recorded");
        assert_eq!(named(id).await, None, "that it was recorded makes nobody known");
        let again = looked_at(&office, cast.site, &text).await;
        assert_eq!(named(again).await, None, "nor that it was sent again");
        let employed = format!(
            "INSERT INTO employment (technician_id, business_id, from_date, main) VALUES ({}, {}, 20261101, true)",
            cast.unrostered, cast.sub
        );
        app.db().writer().execute_unprepared(&employed).await.expect("employed");
        assert_eq!((named(id).await, named(again).await), (Some(cast.unrostered), Some(cast.unrostered)));
    });
}

#[test]
fn a_business_looks_at_so_many_files_and_numbers_a_day() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let office = cast.admin(&app, cast.prime);
        app.at(20_261_120, "12:00");
        let text = format!("2026-11-20 08:00,,{},in,西口\n", cast.unrostered);
        let first = looked_at(&office, cast.site, &text).await;
        reading::discard(&office, cast.site, first).await.expect("thrown away");
        let set = async |sql: &str| {
            app.db().writer().execute_unprepared(sql).await.expect("a count");
        };
        let is_refused = async || {
            let looked = reading::look(&office, cast.site, "西口.csv", text.as_bytes()).await;
            matches!(looked, Err(Error::Rejected(why)) if why.code == "rate_limited")
        };
        set(&format!("UPDATE reading_file SET typed_count = {TYPED_A_DAY_MAX}")).await;
        assert!(is_refused().await, "what was thrown away counts too");
        set(&format!("UPDATE reading_file SET typed_count = {TYPED_A_DAY_MAX} - 1")).await;
        assert!(!is_refused().await);
        set("UPDATE reading_file SET typed_count = 0").await;
        for _ in 2..LOOKS_A_DAY_MAX {
            assert!(!is_refused().await);
        }
        assert!(is_refused().await, "one more than a day's");
        app.at(20_261_121, "12:00");
        assert!(!is_refused().await);
    });
}

#[test]
fn files_are_the_primes_alone() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let office = cast.admin(&app, cast.prime);
        let id = looked_at(&office, cast.site, &good(&cast)).await;
        let site_admin = |sites: Vec<SiteId>| {
            let account = AccountId(Uuid::from_u128(70));
            app.by(Actor { business: Some(cast.prime), account: Some(account), sites, ..Actor::of(Role::SiteAdmin) })
        };
        assert!(reading::detail(&site_admin(vec![cast.site]), cast.site, id).await.is_ok());
        let gate = cast.gate(&app).call;
        let refused = [
            (cast.admin(&app, cast.sub), Denied::NotYours),
            (cast.admin(&app, cast.stranger), Denied::NotYours),
            (site_admin(Vec::new()), Denied::NotYours),
            (cast.technician(&app, cast.people[0]), Denied::Role),
            (gate, Denied::Role),
            (app.role(Role::Operator), Denied::Role),
            (app.role(Role::Reviewer), Denied::Role),
            (app.role(Role::Public), Denied::LogInFirst),
        ];
        for (call, denied) in refused {
            let role = call.actor.role;
            let is =
                |error: Error| assert!(matches!(&error, Error::Forbidden(why) if *why == denied), "{role:?} {error:?}");
            is(reading::list(&call, cast.site).await.expect_err("refused"));
            is(reading::look(&call, cast.site, "a.csv", b"x").await.expect_err("refused"));
            is(reading::detail(&call, cast.site, id).await.expect_err("refused"));
            is(reading::record(&call, cast.site, id).await.expect_err("refused"));
            is(reading::discard(&call, cast.site, id).await.expect_err("refused"));
        }
        let nowhere = SiteId::from_body(9);
        assert!(matches!(reading::detail(&office, nowhere, id).await, Err(Error::NotFound)));
        let no_file = ReadingFileId(Uuid::from_u128(1));
        assert!(matches!(reading::record(&office, cast.site, no_file).await, Err(Error::NotFound)));
        assert_eq!(days(&app, &cast, 0).await, 0);
    });
}
