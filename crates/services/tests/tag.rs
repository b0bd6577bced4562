//! Tags of sites and touches by them, on both databases.

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

use domain::{
    access::{Denied, Role},
    card::CardReading,
    id::TechnicianId,
    tag::{EndReason, Standing, TagForm},
    time::{HOUR_MS, Instant, MINUTE_MS, WorkDate},
    touch::{Assurance, Channel, TouchKind, wire::Outcome},
};
use proof::Uid;
use services::{
    Call, Error, card, passport,
    poster::{self, Press},
    tag,
};
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast, item};

/// Which chip is the tag: none of the cast's.
const TAG: usize = 200;

fn form(at: usize, place: &str) -> TagForm {
    TagForm { uid: Cast::uid(at).to_string(), place: place.to_owned() }
}

async fn hung(app: &TestApp, cast: &Cast) {
    tag::add(&cast.admin(app, cast.prime), cast.site, &form(TAG, "正門")).await.expect("a tag");
}

/// The link of one answer, as a phone asks for it.
fn link(counter: u32) -> String {
    Cast::tap_at(TAG, counter)
}

fn press(call: &Call, kind: TouchKind) -> Press {
    Press { id: poster::touch_id(call), kind, said: None }
}

fn is_rejected<T: std::fmt::Debug>(result: &Result<T, Error>, code: &str) {
    assert!(matches!(result, Err(Error::Rejected(why)) if why.code == code), "{code}: {result:?}");
}

async fn standing(call: &Call, counter: u32) -> Standing {
    tag::look(call, &link(counter)).await.expect("an answer").expect("a tag").standing
}

async fn touches(app: &TestApp, cast: &Cast, who: TechnicianId) -> Vec<(TouchKind, Channel, Assurance)> {
    let whose = cast.technician(app, who);
    match passport::record(&whose, WorkDate::from_stored(20_261_120), cast.site).await {
        Ok(record) => record.touches.iter().map(|touch| (touch.kind, touch.channel, touch.assurance)).collect(),
        Err(Error::NotFound) => Vec::new(),
        Err(other) => panic!("{other:?}"),
    }
}

async fn consistent(app: &TestApp) {
    let differences = store::history::recount(app.db().read()).await.expect("a recount");
    assert_eq!(differences, Vec::<String>::new(), "kept counts differ from a recount");
}

const BY_TAG: (TouchKind, Channel, Assurance) = (TouchKind::In, Channel::OwnPhone, Assurance::Sun);

#[test]
fn an_answer_of_a_tag_records_once_and_looking_is_none() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        hung(&app, &cast).await;
        let (who, me) = (cast.people[0], cast.technician(&app, cast.people[0]));
        app.at(20_261_120, "07:52");
        let place = tag::look(&me, &link(7)).await.expect("an answer").expect("a tag");
        assert_eq!((place.place.site, place.at.as_str(), place.place.inside), (cast.site, "正門", Some(false)));
        assert_eq!(place.standing, Standing::Good);
        let nobody = tag::look(&app.role(Role::Public), &link(7)).await.expect("an answer").expect("a tag");
        assert_eq!(nobody.place.inside, None);
        assert!(touches(&app, &cast, who).await.is_empty(), "nobody touched anything");

        let first = press(&me, TouchKind::In);
        tag::record(&me, &link(7), first).await.expect("recorded");
        tag::record(&me, &link(7), first).await.expect("the same once more");
        assert_eq!(touches(&app, &cast, who).await, [BY_TAG]);
        assert_eq!(standing(&me, 7).await, Standing::Used);
        is_rejected(&tag::record(&me, &link(7), press(&me, TouchKind::Out)).await, "tag.used");
        let other = cast.technician(&app, cast.people[1]);
        is_rejected(&tag::record(&other, &link(7), press(&other, TouchKind::In)).await, "tag.used");
        assert!(touches(&app, &cast, cast.people[1]).await.is_empty());
        // An earlier answer that nobody used is good while the later one is young.
        tag::record(&other, &link(6), press(&other, TouchKind::In)).await.expect("recorded");
        assert_eq!(touches(&app, &cast, cast.people[1]).await, [BY_TAG]);
        consistent(&app).await;
    });
}

/// The flags of the touches kept, the earliest first.
async fn flags(app: &TestApp) -> Vec<i16> {
    let db = app.db().read();
    let asked =
        sea_orm::Statement::from_string(db.get_database_backend(), "SELECT flags FROM touch ORDER BY occurred_at");
    let rows = db.query_all_raw(asked).await.expect("touches");
    rows.iter().map(|row| row.try_get_by_index(0).expect("flags")).collect()
}

/// The flag of a touch that shows less than its site asks for.
const BELOW: i16 = 8;

#[test]
fn where_a_card_that_was_checked_is_asked_for_a_tag_is_marked_and_a_card_is_not() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        hung(&app, &cast).await;
        let me = cast.technician(&app, cast.people[0]);
        let mut kept = Vec::new();
        for (least, day, by_tag) in [(5, 20_261_120, BELOW), (3, 20_261_121, 0)] {
            let sql = format!("UPDATE site SET assurance_min = {least}");
            app.db().writer().execute_unprepared(&sql).await.expect("a least");
            app.at(day, "07:52");
            let counter = u32::try_from(day).expect("positive") % 100;
            tag::record(&me, &link(counter), press(&me, TouchKind::In)).await.expect("recorded");
            let now = app.at(day, "17:05");
            let sent = cast.gate(&app).send(&[item(now, TouchKind::Out, cast.tap(0))]).await;
            assert_eq!(sent.answers[0].outcome, Outcome::Accepted);
            kept.extend([by_tag, 0]);
            assert_eq!(flags(&app).await, kept, "least {least}");
        }
        consistent(&app).await;
    });
}

#[test]
fn of_many_who_press_by_one_answer_exactly_one_is_recorded() {
    both(|app| async move {
        let cast = cast(&app, 8).await;
        hung(&app, &cast).await;
        app.at(20_261_120, "07:52");
        let presses = cast.people.iter().map(|who| {
            let me = cast.technician(&app, *who);
            tokio::spawn(async move { tag::record(&me, &link(9), press(&me, TouchKind::In)).await })
        });
        let mut recorded = 0;
        for pressed in presses.collect::<Vec<_>>() {
            match pressed.await.expect("an answer") {
                Ok(()) => recorded += 1,
                refused => is_rejected(&refused, "tag.used"),
            }
        }
        assert_eq!(recorded, 1);
        let mut days = 0;
        for who in &cast.people {
            days += touches(&app, &cast, *who).await.len();
        }
        assert_eq!(days, 1);
        consistent(&app).await;
    });
}

#[test]
fn an_answer_that_was_kept_for_later_is_overtaken() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        hung(&app, &cast).await;
        let (me, other) = (cast.technician(&app, cast.people[0]), cast.technician(&app, cast.people[1]));
        let start = app.at(20_261_120, "07:52");
        tag::record(&me, &link(20), press(&me, TouchKind::In)).await.expect("recorded");
        app.call.clock.set(start.plus_ms(15 * MINUTE_MS));
        assert_eq!(standing(&other, 19).await, Standing::Good);
        app.call.clock.set(start.plus_ms(15 * MINUTE_MS + 1));
        assert_eq!(standing(&other, 19).await, Standing::Overtaken);
        is_rejected(&tag::record(&other, &link(19), press(&other, TouchKind::In)).await, "tag.overtaken");
        tag::record(&other, &link(21), press(&other, TouchKind::In)).await.expect("a later one");
        // A page that stood open too long records nothing either.
        let old = press(&me, TouchKind::Out);
        app.call.clock.set(start.plus_ms(13 * HOUR_MS));
        is_rejected(&tag::record(&me, &link(30), old).await, "poster.stale");
        consistent(&app).await;
    });
}

/// As if a touch whose page was opened at `at` had used an answer of the tag.
async fn used(app: &TestApp, counter: i32, at: Instant) {
    let mut chance = [0; 10];
    chance[..4].copy_from_slice(&counter.to_be_bytes());
    let ms = u64::try_from(at.0).expect("after 1970");
    let id = uuid::Builder::from_unix_timestamp_millis(ms, &chance).into_uuid();
    let db = app.db().writer();
    let sql = "INSERT INTO card_read (card_uid, counter, touch_id) VALUES ($1, $2, $3)";
    let values = [Cast::uid(TAG).to_i64().into(), counter.into(), id.into()];
    let asked = sea_orm::Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.execute_raw(asked).await.expect("a used answer");
}

#[test]
fn of_later_answers_the_next_fifty_tell_whether_one_is_overtaken() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        hung(&app, &cast).await;
        let me = cast.technician(&app, cast.people[0]);
        let now = app.at(20_261_120, "12:00");
        let (young, old) = (now.plus_ms(-MINUTE_MS), now.plus_ms(-HOUR_MS));
        for counter in (101..=151).filter(|counter| *counter != 110) {
            used(&app, counter, young).await;
        }
        used(&app, 152, old).await;
        assert_eq!(standing(&me, 100).await, Standing::Good, "the old one is the 51st after it");
        assert_eq!(
            standing(&me, 110).await,
            Standing::Overtaken,
            "the old one is neither the next nor the last looked at"
        );
        assert_eq!(standing(&me, 152).await, Standing::Used);
        assert_eq!(standing(&me, 153).await, Standing::Good);
    });
}

/// A chip of many.
fn chip(at: i64) -> TagForm {
    TagForm { uid: format!("04FA00{at:08X}"), place: "東門".to_owned() }
}

/// Tags of the site as they lie there after a while.
async fn stocked(app: &TestApp, cast: &Cast, of: core::ops::Range<i64>, ended: bool) {
    let ended = if ended { "1, 3" } else { "NULL, NULL" };
    let row = |at: i64| {
        let uid: Uid = chip(at).uid.parse().expect("a chip");
        format!("({}, {}, '東門', 1, 0, {ended})", uid.to_i64(), cast.site)
    };
    let lines: Vec<String> = of.map(row).collect();
    let names = "uid, site_id, place, key_version, made_at, ended_at, end_reason";
    let sql = format!("INSERT INTO site_tag ({names}) VALUES {}", lines.join(", "));
    app.db().writer().execute_unprepared(&sql).await.expect("tags");
}

#[test]
fn a_site_has_so_many_tags_and_no_more() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let office = cast.admin(&app, cast.prime);
        stocked(&app, &cast, 0..99, false).await;
        // The last place of two who take it at once is given away once.
        let (first, second) = (chip(1_000), chip(1_001));
        let (one, two) = tokio::join!(tag::add(&office, cast.site, &first), tag::add(&office, cast.site, &second));
        let refused = if one.is_ok() { two } else { one };
        is_rejected(&refused, "tag.too_many_in_use");
        assert_eq!(tag::of_site(&office, cast.site).await.expect("a site").tags.len(), 100);
        tag::end(&office, cast.site, &chip(0).uid, EndReason::Unused).await.expect("ended");
        tag::add(&office, cast.site, &chip(1_002)).await.expect("there is room again");
        is_rejected(&tag::add(&office, cast.site, &chip(1_003)).await, "tag.too_many_in_use");

        stocked(&app, &cast, 2_000..2_398, true).await;
        tag::end(&office, cast.site, &chip(1).uid, EndReason::Unused).await.expect("ended");
        tag::add(&office, cast.site, &chip(1_003)).await.expect("the 500th");
        tag::end(&office, cast.site, &chip(2).uid, EndReason::Unused).await.expect("ended");
        is_rejected(&tag::add(&office, cast.site, &chip(1_004)).await, "tag.too_many");
    });
}

#[test]
fn a_tag_that_was_ended_records_nothing_again() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        hung(&app, &cast).await;
        let (office, me) = (cast.admin(&app, cast.prime), cast.technician(&app, cast.people[0]));
        app.at(20_261_120, "07:52");
        let uid = Cast::uid(TAG).to_string();
        tag::end(&office, cast.site, &uid, EndReason::Lost).await.expect("ended");
        assert_eq!(standing(&me, 7).await, Standing::Ended(EndReason::Lost));
        is_rejected(&tag::record(&me, &link(7), press(&me, TouchKind::In)).await, "tag.ended");
        assert!(touches(&app, &cast, cast.people[0]).await.is_empty());
        let again = tag::end(&office, cast.site, &uid, EndReason::Broken).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
        is_rejected(&tag::add(&office, cast.site, &form(TAG, "正門")).await, "tag.uid_taken");
        let tags = tag::of_site(&office, cast.site).await.expect("a site").tags;
        assert_eq!(tags.len(), 1);
        assert_eq!(tags[0].ended.map(|ended| ended.1), Some(EndReason::Lost));
    });
}

#[test]
fn a_chip_is_a_card_or_a_tag_and_never_both() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (office, me) = (cast.admin(&app, cast.prime), cast.technician(&app, cast.people[0]));
        is_rejected(&tag::add(&office, cast.site, &form(0, "正門")).await, "card.uid_taken");
        for (uid, place) in [("", "正門"), ("04", "正門"), ("04102030405099", "")] {
            let typed = TagForm { uid: uid.to_owned(), place: place.to_owned() };
            is_rejected(&tag::add(&office, cast.site, &typed).await, "form.problems");
        }
        hung(&app, &cast).await;
        let now = app.at(20_261_120, "07:52");
        assert_eq!(card::read(&me, &link(3)).await.expect("a reading"), CardReading::SiteTag);
        assert!(tag::look(&me, &cast.tap(0)).await.expect("an answer").is_none(), "a card's link is none of a tag");
        let by_card = tag::record(&me, &cast.tap(0), press(&me, TouchKind::In)).await;
        assert!(matches!(by_card, Err(Error::NotFound)), "one's own card proves presence nowhere: {by_card:?}");
        // At a gate a tag is nobody's card, and using it there uses up none of its answers.
        let sent = cast.gate(&app).send(&[item(now, TouchKind::In, link(4))]).await;
        assert_eq!(sent.answers[0].outcome, Outcome::Quarantined);
        assert_eq!(sent.answers[0].code.as_deref(), Some("touch.unknown_card"));
        tag::record(&me, &link(4), press(&me, TouchKind::In)).await.expect("recorded");

        let mut forged = link(5);
        let last = if forged.ends_with('0') { "1" } else { "0" };
        forged.replace_range(forged.len() - 1.., last);
        for wrong in [forged.as_str(), "/t", "/t?picc_data=00&cmac=00", "x"] {
            assert!(tag::look(&me, wrong).await.expect("an answer").is_none(), "{wrong}");
            let pressed = tag::record(&me, wrong, press(&me, TouchKind::Out)).await;
            assert!(matches!(pressed, Err(Error::NotFound)), "{wrong}: {pressed:?}");
        }
        assert_eq!(touches(&app, &cast, cast.people[0]).await, [BY_TAG]);
        consistent(&app).await;
    });
}

#[test]
fn tags_are_the_primes_and_touches_the_technicians() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        hung(&app, &cast).await;
        let is = |error: Error, denied: Denied| {
            assert!(matches!(&error, Error::Forbidden(why) if *why == denied), "{denied:?}: {error:?}");
        };
        let uid = Cast::uid(TAG).to_string();
        for (call, denied) in [
            (cast.admin(&app, cast.sub), Denied::NotYours),
            (cast.admin(&app, cast.stranger), Denied::NotYours),
            (cast.technician(&app, cast.people[0]), Denied::Role),
            (app.role(Role::Operator), Denied::Role),
            (app.role(Role::Public), Denied::LogInFirst),
        ] {
            is(tag::of_site(&call, cast.site).await.expect_err("refused"), denied);
            is(tag::add(&call, cast.site, &form(201, "裏門")).await.expect_err("refused"), denied);
            is(tag::end(&call, cast.site, &uid, EndReason::Lost).await.expect_err("refused"), denied);
        }
        for (call, denied) in [
            (cast.admin(&app, cast.prime), Denied::Role),
            (cast.gate(&app).call, Denied::Role),
            (app.role(Role::Public), Denied::LogInFirst),
        ] {
            is(tag::record(&call, &link(7), press(&call, TouchKind::In)).await.expect_err("refused"), denied);
        }
        // A site that has ended takes nobody, and no further tag.
        let me = cast.technician(&app, cast.people[0]);
        app.at(20_261_120, "07:52");
        app.db().writer().execute_unprepared("UPDATE site SET end_date = 20261119").await.expect("an end");
        assert!(tag::look(&me, &link(8)).await.expect("an answer").expect("a tag").place.ended);
        is_rejected(&tag::record(&me, &link(8), press(&me, TouchKind::In)).await, "touch.site_closed");
        is_rejected(&tag::add(&cast.admin(&app, cast.prime), cast.site, &form(201, "裏門")).await, "touch.site_closed");
    });
}
