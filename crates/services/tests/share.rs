//! A code by which a person shows the passport, and who saw what, on both databases.

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

use domain::{
    access::{Denied, Role},
    card::CardShown,
    notice::NoticeKind,
    share::{LookBy, LookWhat, OPEN_MS},
    technician::validity::Validity,
};
use services::{Call, Error, card, notice, share};
use store::ConnectionTrait;
use testkit::{both, cast};

async fn told(call: &Call) -> usize {
    let lines = notice::list(call).await.expect("notices");
    lines.iter().filter(|line| line.kind == NoticeKind::PassportShown).count()
}

async fn made(me: &Call) -> String {
    share::make(me).await.expect("a code");
    share::of_own(me).await.expect("one's own").expect("a code").token
}

#[test]
fn a_code_shows_what_is_to_be_shown_and_each_look_is_noted() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let me = cast.technician(&app, cast.people[0]);
        let start = app.at(20_261_120, "07:30");
        let sql = format!(
            "INSERT INTO technician_qualification (technician_id, place, name, expires_on, from_register) \
             VALUES ({}, 0, '玉掛け', 20261119, false)",
            cast.people[0].get()
        );
        app.db().writer().execute_unprepared(&sql).await.expect("a qualification");
        assert!(share::looks(&me).await.expect("looks").is_empty());
        let token = made(&me).await;
        share::open(&me, &token).await.expect("one's own look");
        assert!(share::looks(&me).await.expect("looks").is_empty(), "one's own look is none");

        let person = share::open(&app.role(Role::Public), &token).await.expect("shown");
        assert_eq!(person.until, start.plus_ms(OPEN_MS));
        let held: Vec<_> = person.qualifications.iter().map(|one| (one.name.as_str(), one.validity)).collect();
        assert_eq!(held, [("玉掛け", Validity::Over)]);
        app.call.clock.set(start.plus_ms(1_000));
        share::open(&cast.admin(&app, cast.prime), &token).await.expect("shown");
        let looks = share::looks(&me).await.expect("looks");
        assert_eq!(looks.len(), 2);
        assert!(looks.iter().all(|look| look.what == LookWhat::Share));
        assert_eq!(looks.last().map(|look| look.by.clone()), Some(LookBy::Nobody));
        assert_eq!(told(&me).await, 1, "of the first only");
        let other = cast.technician(&app, cast.people[1]);
        assert!(share::looks(&other).await.expect("looks").is_empty(), "another's looks are another's");
    });
}

#[test]
fn a_code_opens_ten_minutes_until_it_is_ended_or_replaced() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (me, nobody) = (cast.technician(&app, cast.people[0]), app.role(Role::Public));
        let start = app.at(20_261_120, "07:30");
        let first = made(&me).await;
        let second = made(&me).await;
        for gone in [first.as_str(), "", "x", &second.to_uppercase(), &"0".repeat(32)] {
            assert!(matches!(share::open(&nobody, gone).await, Err(Error::NotFound)), "{gone}");
        }
        app.call.clock.set(start.plus_ms(OPEN_MS - 1));
        share::open(&nobody, &second).await.expect("just in time");
        app.call.clock.set(start.plus_ms(OPEN_MS));
        assert!(matches!(share::open(&nobody, &second).await, Err(Error::NotFound)));
        assert!(matches!(share::photo(&nobody, &second).await, Err(Error::NotFound)));
        assert!(share::of_own(&me).await.expect("one's own").is_none());
        let third = made(&me).await;
        share::end(&me).await.expect("ended");
        share::end(&me).await.expect("there is none");
        assert!(matches!(share::open(&nobody, &third).await, Err(Error::NotFound)));
        for who in [cast.admin(&app, cast.prime), app.role(Role::Operator)] {
            for refused in [share::make(&who).await, share::end(&who).await, share::looks(&who).await.map(drop)] {
                assert!(matches!(refused, Err(Error::Forbidden(Denied::Role))), "{refused:?}");
            }
        }
        assert!(matches!(share::make(&nobody).await, Err(Error::Forbidden(Denied::LogInFirst))));
    });
}

#[test]
fn who_reads_the_card_is_among_who_saw() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let me = cast.technician(&app, cast.people[0]);
        app.at(20_261_120, "07:30");
        card::read(&app.role(Role::Public), &cast.tap(0)).await.expect("a card");
        card::read(&me, &cast.tap(0)).await.expect("one's own card");
        let looks = share::looks(&me).await.expect("looks");
        let seen: Vec<_> = looks.iter().map(|look| (look.by.clone(), look.what)).collect();
        assert_eq!(seen, [(LookBy::Nobody, LookWhat::Card(CardShown::Validity))]);
    });
}
