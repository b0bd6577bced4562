//! Sessions of browsers, and what is forgotten by itself.

use domain::time::Instant;
use services::{
    session::{self, Kept},
    upkeep,
};
use testkit::both;

fn kept(data: &str, expires_at: Instant) -> Kept {
    Kept { data: data.to_owned(), expires_at }
}

#[test]
fn a_session_is_kept_replaced_and_ended() {
    both(|app| async move {
        let (db, now) = (app.db(), app.call.now());
        let later = now.plus_ms(1_000);
        assert!(session::create(db, "a", &kept("1", later)).await.unwrap());
        assert!(!session::create(db, "a", &kept("2", later)).await.unwrap(), "an id is never taken over");
        assert_eq!(session::load(db, "a", now).await.unwrap(), Some(kept("1", later)));
        session::save(db, "a", &kept("3", later)).await.unwrap();
        assert_eq!(session::load(db, "a", now).await.unwrap(), Some(kept("3", later)));
        assert_eq!(session::load(db, "a", later).await.unwrap(), None, "it has ended");
        assert_eq!(session::load(db, "b", now).await.unwrap(), None);
        session::delete(db, "a").await.unwrap();
        assert_eq!(session::load(db, "a", now).await.unwrap(), None);
    });
}

#[test]
fn what_was_ended_is_not_begun_again_by_a_slow_request() {
    both(|app| async move {
        let (db, now) = (app.db(), app.call.now());
        let later = now.plus_ms(1_000);
        session::create(db, "old", &kept("somebody", later)).await.unwrap();
        session::delete(db, "old").await.unwrap();
        session::save(db, "old", &kept("somebody", later)).await.unwrap();
        assert_eq!(session::load(db, "old", now).await.unwrap(), None, "logged out");
        // A rotation: another id is made and the one known before deleted; a request that began with it ends late.
        session::create(db, "new", &kept("somebody", later)).await.unwrap();
        session::save(db, "old", &kept("late", later)).await.unwrap();
        assert_eq!(session::load(db, "old", now).await.unwrap(), None);
        assert_eq!(session::load(db, "new", now).await.unwrap(), Some(kept("somebody", later)));
    });
}

#[test]
fn the_id_itself_is_not_in_the_table() {
    both(|app| async move {
        let later = app.call.now().plus_ms(1_000);
        session::create(app.db(), "an-id", &kept("1", later)).await.unwrap();
        assert_eq!(store::session::load(app.db().read(), "an-id", app.call.now()).await.unwrap(), None);
    });
}

#[test]
fn what_has_ended_is_forgotten_and_what_has_not_is_kept() {
    both(|app| async move {
        let (db, now) = (app.db(), app.call.now());
        for at in 0..1_005 {
            let tx = db.begin().await.unwrap();
            store::session::insert(&tx, &format!("ended{at}"), &kept("", now)).await.unwrap();
            tx.commit().await.unwrap();
        }
        session::create(db, "lasting", &kept("x", now.plus_ms(1))).await.unwrap();
        upkeep::forget_ended(db, now).await.unwrap();
        assert!(session::load(db, "lasting", now).await.unwrap().is_some());
        assert_eq!(store::session::load(db.read(), "ended1004", now.plus_ms(-1)).await.unwrap(), None);
    });
}

#[test]
fn months_are_made_twice_without_harm() {
    both(|app| async move {
        for _ in 0..2 {
            upkeep::months_ahead(app.db(), app.call.today()).await.unwrap();
        }
    });
}
