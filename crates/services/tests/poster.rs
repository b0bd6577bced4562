//! A site's poster and touches by one's own phone, on both databases.

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

use domain::{
    access::{Denied, Role},
    history::{DaySet, sheet::SheetFilter},
    id::{SiteId, TechnicianId, TouchId},
    passport::Today,
    poster::Place,
    time::{HOUR_MS, WorkDate, YearMonth},
    touch::{
        Assurance, Channel, TouchKind,
        distance::{Distance, Said},
    },
};
use services::{
    Call, Error, passport,
    poster::{self, Press},
};
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast};

async fn consistent(app: &TestApp) {
    let differences = store::history::recount(app.db().read()).await.expect("a recount");
    assert_eq!(differences, Vec::<String>::new(), "kept counts differ from a recount");
}

/// Makes a poster of the cast's site and gives what stands in its link.
async fn made(app: &TestApp, cast: &Cast) -> String {
    let office = cast.admin(app, cast.prime);
    poster::make(&office, cast.site, false).await.expect("a poster");
    poster::of_site(&office, cast.site).await.expect("a site").poster.expect("a poster").token
}

async fn touches(app: &TestApp, cast: &Cast, who: TechnicianId) -> Vec<(TouchKind, Channel, Assurance)> {
    let whose = cast.technician(app, who);
    match passport::record(&whose, WorkDate::from_stored(20_261_120), cast.site).await {
        Ok(record) => record.touches.iter().map(|touch| (touch.kind, touch.channel, touch.assurance)).collect(),
        Err(Error::NotFound) => Vec::new(),
        Err(other) => panic!("{other:?}"),
    }
}

async fn look(call: &Call, token: &str) -> Result<Place, Error> {
    poster::look(call, token, "").await
}

async fn record(call: &Call, token: &str, id: TouchId, kind: TouchKind) -> Result<(), Error> {
    poster::record(call, token, "", Press { id, kind, said: None }).await
}

fn is_rejected(result: &Result<(), Error>, code: &str) {
    assert!(matches!(result, Err(Error::Rejected(why)) if why.code == code), "{code}: {result:?}");
}

#[test]
fn a_page_pressed_twice_is_one_touch_and_looking_is_none() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let token = made(&app, &cast).await;
        let (who, me) = (cast.people[0], cast.technician(&app, cast.people[0]));
        let start = app.at(20_261_120, "07:52");
        let place = look(&me, &token).await.expect("a site");
        assert_eq!((place.site, place.prime.as_str(), place.inside), (cast.site, "港栄建設", Some(false)));
        assert_eq!(look(&app.role(Role::Public), &token).await.expect("a site").inside, None);
        assert!(touches(&app, &cast, who).await.is_empty(), "nobody touched anything");

        let office = cast.admin(&app, cast.prime);
        let used = async || {
            let phones = poster::of_site(&office, cast.site).await.expect("a site");
            phones.poster.expect("a poster").used_on.map(WorkDate::number)
        };
        assert_eq!(used().await, None, "looking uses nothing");
        let id = poster::touch_id(&me);
        record(&me, &token, id, TouchKind::In).await.expect("recorded");
        assert_eq!(used().await, Some(20_261_120));
        app.at(20_261_120, "07:53");
        record(&me, &token, id, TouchKind::In).await.expect("the same once more");
        let by_phone = |kind| (kind, Channel::OwnPhone, Assurance::Typed);
        assert_eq!(touches(&app, &cast, who).await, [by_phone(TouchKind::In)]);
        let today = passport::now(&me).await.expect("a passport").today;
        assert!(matches!(today, Today::Inside { since, .. } if since == start), "at the first press: {today:?}");
        assert_eq!(look(&me, &token).await.expect("a site").inside, Some(true));

        app.at(20_261_120, "17:05");
        record(&me, &token, poster::touch_id(&me), TouchKind::Out).await.expect("recorded");
        assert_eq!(touches(&app, &cast, who).await, [by_phone(TouchKind::In), by_phone(TouchKind::Out)]);
        consistent(&app).await;
    });
}

#[test]
fn many_presses_at_once_are_one_touch() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let token = made(&app, &cast).await;
        let me = cast.technician(&app, cast.people[0]);
        let id = poster::touch_id(&me);
        let presses = (0..8).map(|_| {
            let (me, token) = (me.clone(), token.clone());
            tokio::spawn(async move { record(&me, &token, id, TouchKind::In).await })
        });
        for press in presses.collect::<Vec<_>>() {
            press.await.expect("an answer").expect("recorded");
        }
        assert_eq!(touches(&app, &cast, cast.people[0]).await.len(), 1);
        consistent(&app).await;
    });
}

#[test]
fn a_poster_opens_until_it_is_replaced_or_ended() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (office, me) = (cast.admin(&app, cast.prime), cast.technician(&app, cast.people[0]));
        let first = made(&app, &cast).await;
        let second = made(&app, &cast).await;
        assert_ne!(first, second);
        for gone in [first.as_str(), "", "x", &first.to_uppercase(), &"0".repeat(32)] {
            assert!(matches!(look(&me, gone).await, Err(Error::NotFound)), "{gone}");
            let press = record(&me, gone, poster::touch_id(&me), TouchKind::In).await;
            assert!(matches!(press, Err(Error::NotFound)), "{gone}: {press:?}");
        }
        poster::revoke(&office, cast.site, false).await.expect("ended");
        assert!(matches!(look(&me, &second).await, Err(Error::NotFound)));
        assert!(matches!(poster::revoke(&office, cast.site, false).await, Err(Error::NotFound)), "there is none");
        assert!(touches(&app, &cast, cast.people[0]).await.is_empty());
    });
}

#[test]
fn a_page_that_was_opened_long_ago_and_a_site_that_has_ended_record_nothing() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let token = made(&app, &cast).await;
        let me = cast.technician(&app, cast.people[0]);
        let opened = app.at(20_261_120, "07:00");
        let id = poster::touch_id(&me);
        app.call.clock.set(opened.plus_ms(12 * HOUR_MS + 1));
        is_rejected(&record(&me, &token, id, TouchKind::In).await, "poster.stale");
        let no_time = TouchId(uuid::Uuid::from_u128(7));
        is_rejected(&record(&me, &token, no_time, TouchKind::In).await, "poster.stale");
        app.call.clock.set(opened.plus_ms(12 * HOUR_MS));
        record(&me, &token, id, TouchKind::In).await.expect("just in time");

        let sql = "UPDATE site SET end_date = 20261119";
        app.db().writer().execute_unprepared(sql).await.expect("an end");
        let nobody = app.role(Role::Public);
        assert!(look(&nobody, &token).await.expect("a site").ended);
        is_rejected(&record(&me, &token, poster::touch_id(&me), TouchKind::In).await, "touch.site_closed");
        // Who is inside goes out still, and that is all.
        app.call.clock.set(opened.plus_ms(12 * HOUR_MS + 60_000));
        assert!(!look(&me, &token).await.expect("a site").ended);
        record(&me, &token, poster::touch_id(&me), TouchKind::Out).await.expect("out");
        app.call.clock.set(opened.plus_ms(13 * HOUR_MS));
        assert!(look(&me, &token).await.expect("a site").ended);
        is_rejected(&record(&me, &token, poster::touch_id(&me), TouchKind::Out).await, "touch.site_closed");
        is_rejected(&poster::make(&cast.admin(&app, cast.prime), cast.site, false).await, "touch.site_closed");
        consistent(&app).await;
    });
}

#[test]
fn the_last_night_shift_comes_by_the_boundary_of_days_and_goes_out_after_it() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let token = made(&app, &cast).await;
        let me = cast.technician(&app, cast.people[0]);
        let sql = "UPDATE site SET end_date = 20261120, boundary_minutes = 240";
        app.db().writer().execute_unprepared(sql).await.expect("an end");
        app.at(20_261_121, "03:50");
        assert!(!look(&app.role(Role::Public), &token).await.expect("a site").ended, "its day is not over");
        record(&me, &token, poster::touch_id(&me), TouchKind::In).await.expect("in, late");
        app.at(20_261_121, "05:30");
        assert!(look(&app.role(Role::Public), &token).await.expect("a site").ended);
        is_rejected(&record(&me, &token, poster::touch_id(&me), TouchKind::In).await, "touch.site_closed");
        record(&me, &token, poster::touch_id(&me), TouchKind::Out).await.expect("out");
        consistent(&app).await;
    });
}

#[test]
fn a_person_presses_so_often_and_no_more() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let token = made(&app, &cast).await;
        let me = cast.technician(&app, cast.people[0]);
        let mut refused = None;
        for press in 0..100 {
            if let Err(error) = record(&me, &token, poster::touch_id(&me), TouchKind::In).await {
                refused = Some((press, error));
                break;
            }
        }
        let (press, error) = refused.expect("a limit");
        assert!(press >= 20, "whoever goes in and out all day is not kept from it: {press}");
        is_rejected(&Err(error), "rate_limited");
        let other = cast.technician(&app, cast.people[1]);
        record(&other, &token, poster::touch_id(&other), TouchKind::In).await.expect("of another person");
    });
}

#[test]
fn posters_are_the_primes_and_touches_the_technicians() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let token = made(&app, &cast).await;
        let is = |error: Error, denied: Denied| {
            assert!(matches!(&error, Error::Forbidden(why) if *why == denied), "{denied:?}: {error:?}");
        };
        let offices: [(Call, Denied); 6] = [
            (cast.admin(&app, cast.sub), Denied::NotYours),
            (cast.admin(&app, cast.stranger), Denied::NotYours),
            (cast.technician(&app, cast.people[0]), Denied::Role),
            (cast.gate(&app).call, Denied::Role),
            (app.role(Role::Operator), Denied::Role),
            (app.role(Role::Public), Denied::LogInFirst),
        ];
        for (call, denied) in offices {
            is(poster::of_site(&call, cast.site).await.expect_err("refused"), denied);
            is(poster::make(&call, cast.site, false).await.expect_err("refused"), denied);
            is(poster::revoke(&call, cast.site, false).await.expect_err("refused"), denied);
        }
        for (call, denied) in [
            (cast.admin(&app, cast.prime), Denied::Role),
            (cast.gate(&app).call, Denied::Role),
            (app.role(Role::Operator), Denied::Role),
            (app.role(Role::Public), Denied::LogInFirst),
        ] {
            let press = record(&call, &token, poster::touch_id(&call), TouchKind::In).await;
            is(press.expect_err("refused"), denied);
        }
        let nowhere = poster::make(&cast.admin(&app, cast.prime), SiteId::from_body(9), false).await;
        assert!(matches!(nowhere, Err(Error::NotFound)));
    });
}

/// What a screen's link needs now.
async fn code(app: &TestApp, secret: &str) -> (String, String) {
    let shown = poster::showing(&app.role(Role::Public), secret).await.expect("a screen");
    (shown.token, shown.code.expect("a code"))
}

async fn screen(app: &TestApp, cast: &Cast) -> String {
    let office = cast.admin(app, cast.prime);
    poster::make(&office, cast.site, true).await.expect("a screen");
    poster::of_site(&office, cast.site).await.expect("a site").screen.expect("a screen").secret
}

fn now(call: &Call, kind: TouchKind) -> Press {
    Press { id: poster::touch_id(call), kind, said: None }
}

#[test]
fn a_screens_code_opens_in_its_minute_and_one_either_way() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, me) = (cast.people[0], cast.technician(&app, cast.people[0]));
        let start = app.at(20_261_120, "07:52");
        let secret = screen(&app, &cast).await;
        let (token, first) = code(&app, &secret).await;
        for (ms, opens) in [(0, true), (119_999, true), (120_000, false), (-60_000, true), (-60_001, false)] {
            app.call.clock.set(start.plus_ms(ms));
            let looked = poster::look(&me, &token, &first).await;
            assert_eq!(looked.is_ok(), opens, "{ms}: {looked:?}");
            if !opens {
                is_rejected(&looked.map(|_| ()), "poster.code_stale");
                is_rejected(&poster::record(&me, &token, &first, now(&me, TouchKind::In)).await, "poster.code_stale");
            }
        }
        assert!(touches(&app, &cast, who).await.is_empty(), "nothing of it was recorded");

        app.call.clock.set(start);
        // Signed out one is given a pass that lasts over the log-in, and no longer than ten minutes.
        let place = poster::look(&app.role(Role::Public), &token, &first).await.expect("a site");
        assert_eq!(place.inside, None);
        app.call.clock.set(start.plus_ms(600_000));
        let again = poster::look(&me, &token, &place.pass).await.expect("the same page");
        assert_eq!(again.pass, place.pass, "opening it again makes it no younger");
        poster::record(&me, &token, &place.pass, now(&me, TouchKind::In)).await.expect("recorded");
        let by_screen = (TouchKind::In, Channel::OwnPhone, Assurance::DynamicQr);
        assert_eq!(touches(&app, &cast, who).await, [by_screen], "the record says that the code changes");
        app.call.clock.set(start.plus_ms(600_001));
        is_rejected(&poster::record(&me, &token, &place.pass, now(&me, TouchKind::Out)).await, "poster.code_stale");
        consistent(&app).await;
    });
}

#[test]
fn a_code_is_its_own_posters_and_signed_by_the_server() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (office, me) = (cast.admin(&app, cast.prime), cast.technician(&app, cast.people[0]));
        let paper = made(&app, &cast).await;
        let secret = screen(&app, &cast).await;
        let (token, good) = code(&app, &secret).await;
        assert!(look(&me, &paper).await.is_ok(), "a screen takes the place of no paper");
        is_rejected(&look(&me, &token).await.map(|_| ()), "poster.code_stale");
        let (word, mac) = good.split_once('.').expect("two parts");
        let last = if mac.ends_with('0') { "1" } else { "0" };
        let forged = [
            format!("{word}.{}{last}", &mac[..15]),
            format!("{word}.{}", &mac[..14]),
            format!("{word}."),
            format!("{word}.{mac}00"),
            format!("{}.{mac}", word.replacen('s', "p", 1)),
            "x".to_owned(),
        ];
        for wrong in &forged {
            assert!(matches!(poster::look(&me, &token, wrong).await, Err(Error::NotFound)), "{wrong}");
            let pressed = poster::record(&me, &token, wrong, now(&me, TouchKind::In)).await;
            assert!(matches!(pressed, Err(Error::NotFound)), "{wrong}: {pressed:?}");
        }
        let next = screen(&app, &cast).await;
        assert!(matches!(poster::showing(&me, &secret).await, Err(Error::NotFound)), "replaced");
        let (other, _) = code(&app, &next).await;
        assert!(matches!(poster::look(&me, &other, &good).await, Err(Error::NotFound)), "of the poster before");
        for wrong in ["", "x", token.as_str(), &"0".repeat(32)] {
            assert!(matches!(poster::showing(&me, wrong).await, Err(Error::NotFound)), "{wrong}");
        }
        poster::revoke(&office, cast.site, true).await.expect("ended");
        assert!(matches!(poster::showing(&me, &next).await, Err(Error::NotFound)), "ended");
        assert!(matches!(poster::revoke(&office, cast.site, true).await, Err(Error::NotFound)), "there is none");
        assert!(look(&me, &paper).await.is_ok(), "the paper hangs still");
        assert!(touches(&app, &cast, cast.people[0]).await.is_empty());
    });
}

const POSITION: &str = "UPDATE site SET latitude_e6 = 35654321, longitude_e6 = 139796000";

async fn distances(app: &TestApp, cast: &Cast, who: TechnicianId) -> Vec<Option<Distance>> {
    let whose = cast.technician(app, who);
    let record = passport::record(&whose, WorkDate::from_stored(20_261_120), cast.site).await.expect("a day");
    record.touches.iter().map(|touch| touch.distance).collect()
}

#[test]
fn of_a_position_the_class_is_kept_and_every_touch_is_recorded() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, me) = (cast.people[0], cast.technician(&app, cast.people[0]));
        let office = cast.admin(&app, cast.prime);
        let token = made(&app, &cast).await;
        app.at(20_261_120, "07:52");
        let here = Said::read("35.654321", "139.796", "20");
        let press = async |said: Option<Said>| {
            poster::record(&me, &token, "", Press { said, ..now(&me, TouchKind::In) }).await.expect("recorded");
        };
        press(here).await;
        is_rejected(&poster::ask_position(&office, cast.site, true).await, "poster.no_position");
        app.db().writer().execute_unprepared(POSITION).await.expect("a position");
        press(here).await;
        assert!(!look(&me, &token).await.expect("a site").asks_position);

        poster::ask_position(&office, cast.site, true).await.expect("asked");
        assert!(look(&me, &token).await.expect("a site").asks_position);
        for (minute, said) in [
            ("08:00", here),
            ("08:01", Said::read("35.664321", "139.796", "20")),
            ("08:02", None),
            ("08:03", Said::read("35.654321", "139.796", "5000")),
        ] {
            app.at(20_261_120, minute);
            press(said).await;
        }
        let classes = [Distance::Near, Distance::Far, Distance::NotGiven, Distance::NotGiven];
        let expected: Vec<_> = [None, None].into_iter().chain(classes.map(Some)).collect();
        assert_eq!(distances(&app, &cast, who).await, expected);
        let day = services::history::day(&office, cast.site, who, WorkDate::from_stored(20_261_120)).await;
        let seen: Vec<_> = day.expect("a day").touches.iter().map(|touch| touch.distance).collect();
        assert_eq!(seen, expected, "the office sees the same");
        let month = YearMonth::from_stored(202_611);
        let sheet = services::history::sheet(&office, cast.site, month, &SheetFilter::default(), None).await;
        let row = sheet.expect("a sheet").people.into_iter().find(|row| row.technician_id == who).expect("a row");
        assert_eq!(row.far, DaySet::of(WorkDate::from_stored(20_261_120)), "the table of the month marks the day");
        let events = store::event::of_subject(app.db().read(), "site", &cast.site.to_string(), 50).await;
        let events = events.expect("events");
        assert!(events.iter().all(|event| !format!("{event:?}").contains("35.6")), "no place is kept");

        // Where the site has no position any more, nobody is asked.
        let sql = "UPDATE site SET latitude_e6 = NULL, longitude_e6 = NULL";
        app.db().writer().execute_unprepared(sql).await.expect("none");
        assert!(!look(&me, &token).await.expect("a site").asks_position);
        poster::ask_position(&office, cast.site, false).await.expect("no more");
        consistent(&app).await;
        let refused = poster::ask_position(&cast.admin(&app, cast.sub), cast.site, true).await;
        assert!(matches!(refused, Err(Error::Forbidden(Denied::NotYours))), "{refused:?}");
        let refused = poster::ask_position(&me, cast.site, true).await;
        assert!(matches!(refused, Err(Error::Forbidden(Denied::Role))), "{refused:?}");
    });
}
