//! What days are kept under stays from the first touch on, also where a site is changed in that very instant.

use super::{consistent, whole};
use core::time::Duration;
use domain::{form::Problem, id::SiteId, prefecture::PrefectureCode, site::SiteForm, touch::wire::Outcome};
use services::{Error, site};
use std::collections::BTreeSet;
use store::{ConnectionTrait, site::Site};
use testkit::{both, cast};

#[test]
fn a_site_changed_in_the_instant_of_its_first_touch_is_counted_where_it_is() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "18:00");
        // Somebody has changed the site, which nobody else sees before the end.
        let tx = app.db().begin().await.expect("a transaction");
        store::site::lock(&tx, cast.site).await.expect("a lock");
        let was = store::site::find(&tx, cast.site).await.expect("a look").expect("a site");
        let elsewhere = PrefectureCode::from_stored(14);
        assert_ne!(was.prefecture, elsewhere);
        let moved = Site { prefecture: elsewhere, boundary_minutes: 300, ..was };
        store::site::update(&tx, &moved).await.expect("a change");
        let (gate, who) = (cast.gate(&app), cast.people[0]);
        let touching = tokio::spawn(async move { gate.send(&whole(18, who)).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        tx.commit().await.expect("a commit");
        let answers = touching.await.expect("answers").answers;
        assert!(answers.iter().all(|given| given.outcome == Outcome::Accepted), "{answers:?}");
        consistent(&app).await;
        assert!(store::site::has_begun(app.db().read(), cast.site).await.expect("a look"));
    });
}

#[test]
fn whoever_comes_first_the_counts_are_those_of_the_site() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "18:00");
        let prime = cast.admin(&app, cast.prime);
        let form = site::changing(&prime, cast.site).await.expect("the site").form;
        let moved = SiteForm { prefecture: "14".to_owned(), day_boundary: "05:00".to_owned(), ..form };
        let (gate, touches) = (cast.gate(&app), whole(18, cast.people[0]));
        let (answers, changed) = tokio::join!(gate.send(&touches), site::edit(&prime, cast.site, &moved));
        assert!(answers.answers.iter().all(|given| given.outcome == Outcome::Accepted), "{answers:?}");
        consistent(&app).await;
        // Whoever was too late is told so, and from here on nobody changes it.
        let late = match changed {
            Ok(()) => SiteForm { prefecture: "13".to_owned(), day_boundary: "00:00".to_owned(), ..moved },
            Err(error) => {
                assert!(matches!(&error, Error::Rejected(it) if it.fields.len() == 2), "{error:?}");
                moved
            }
        };
        let error = site::edit(&prime, cast.site, &late).await.expect_err("days are recorded");
        let Error::Rejected(told) = &error else { panic!("{error:?}") };
        assert!(told.fields.iter().all(|it| it.problem == Problem::Recorded), "{told:?}");
        consistent(&app).await;
    });
}

#[test]
fn all_sites_that_have_not_begun_are_held_at_once_and_no_other() {
    both(|app| async move {
        let cast = cast(&app, 0).await;
        let [second, begun] = [2, 3].map(|body| SiteId::from_body(3_000_000_000_000 + body));
        for (id, has_begun) in [(second, false), (begun, true)] {
            let sql = format!(
                "INSERT INTO site (id, name, prime, postcode, prefecture, address, start_date, client_name, public_client, \
                 work_kind, boundary_minutes, ask_role, assurance_min, created_at, begun) SELECT {id}, name, prime, postcode, \
                 prefecture, address, start_date, client_name, public_client, work_kind, boundary_minutes, ask_role, \
                 assurance_min, created_at, {has_begun} FROM site WHERE id = {}",
                cast.site
            );
            app.db().writer().execute_unprepared(&sql).await.expect("a site");
        }
        let tx = app.db().begin().await.expect("a transaction");
        store::site::hold_unbegun(&tx, &BTreeSet::new()).await.expect("none");
        store::site::hold_unbegun(&tx, &BTreeSet::from([begun, second, cast.site])).await.expect("held");
        // SQLite has one writer already.
        for (id, held) in [(cast.site, true), (second, true), (begun, false)] {
            if app.db().is_postgres() {
                let other = app.db().begin().await.expect("another transaction");
                let sql = format!("SELECT id FROM site WHERE id = {id} FOR UPDATE NOWAIT");
                assert_eq!(other.execute_unprepared(&sql).await.is_err(), held, "{id}");
                other.rollback().await.expect("let go");
            }
        }
        tx.commit().await.expect("a commit");
        let tx = app.db().begin().await.expect("a transaction");
        store::site::lock(&tx, second).await.expect("nobody holds it any more");
        tx.commit().await.expect("a commit");
    });
}
