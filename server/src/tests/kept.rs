//! What lets a phone keep pages of the passport: whose a document is, and what the worker may do.

use super::{Ground, OWN, Seen, to};
use axum::{body::Body, http::Method};
use domain::account::AccountKind;
use testkit::{both, cast};

/// Whose passport a document says it is.
fn owner(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("data-passport=\"")?;
    rest.split_once('"').map(|(owner, _)| owner)
}

#[test]
fn a_document_says_whose_passport_it_may_be_kept_with() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let own = ground.logged_in(AccountKind::Technician, &cast).await;
        let shown = ground.get("/passport", &own).await;
        let whose = owner(&shown.text).expect("whose it is").to_owned();
        assert!(shown.status == 200 && !whose.is_empty(), "{shown:?}");
        assert!(shown.text.contains("/pwa/manifest.webmanifest") && shown.text.contains("kept-line"), "{shown:?}");
        assert_eq!(owner(&ground.get("/passport/history", &own).await.text), Some(&*whose));
        let outside = ground.get("/map", &own).await;
        assert_eq!(owner(&outside.text), Some(&*whose), "elsewhere the copies stay");
        assert!(!outside.text.contains("/pwa/manifest.webmanifest"), "only the passport is installed");
        let prime = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        assert_eq!(owner(&ground.get("/business", &prime).await.text), Some(""), "nobody's: copies go");
        assert_eq!(owner(&ground.get("/login", "").await.text), Some(""));
        assert_eq!(ground.get("/passport", "").await.status, 303, "and nothing is shown to a stranger");
    });
}

#[test]
fn a_page_that_is_fetched_ahead_takes_nothing_that_was_left_for_the_next_one() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let own = ground.logged_in(AccountKind::Technician, &cast).await;
        let refused = ground.form(OWN, "/fn/choose_notices", &own, "due=in_app&progress=usual&card=usual").await;
        let page = refused.header("location").to_owned();
        let ahead =
            to(Method::GET, &page, &own).header("x-passport-ahead", "1").body(Body::empty()).expect("a request");
        let ahead = ground.ask(ahead).await;
        let (opened, again) = (ground.get(&page, &own).await, ground.get(&page, &own).await);
        assert!(ahead.status == 200 && owner(&ahead.text).is_some_and(|whose| !whose.is_empty()), "{ahead:?}");
        assert_eq!((owner(&ahead.text), ahead.session()), (owner(&opened.text), String::new()), "{ahead:?}");
        let told = [&ahead, &opened, &again].map(|seen| seen.text.contains("id=\"error-summary\""));
        assert_eq!(told, [false, true, false], "what was left is told once, to whom opens the page: {opened:?}");
    });
}

#[test]
fn a_technicians_session_is_written_where_it_changed_and_by_no_other_page() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let own = ground.logged_in(AccountKind::Technician, &cast).await;
        let lasts = |seen: &Seen| seen.header("set-cookie").contains("Max-Age=2592000");
        let (first, second) = (ground.get("/passport", &own).await, ground.get("/passport", &own).await);
        assert!(lasts(&first), "thirty days, noted as used: {first:?}");
        assert_eq!((second.status.as_u16(), second.session()), (200, String::new()), "only read: {second:?}");
        let refused = ground.form(OWN, "/fn/choose_notices", &own, "due=in_app&progress=usual&card=usual").await;
        assert!(lasts(&refused), "what is left for the next page, with as long a life: {refused:?}");
        let (told, after) = (ground.get(refused.header("location"), &own).await, ground.get("/passport", &own).await);
        assert!(lasts(&told) && after.session().is_empty(), "taken once: {told:?} {after:?}");
    });
}

#[test]
fn logging_out_takes_what_the_browser_kept_and_no_gates_queue() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let own = ground.logged_in(AccountKind::Technician, &cast).await;
        let out = ground.form(OWN, "/logout", &own, "").await;
        assert_eq!((out.status.as_u16(), out.header("clear-site-data")), (302, "\"cache\""), "{out:?}");
        assert_eq!(ground.get("/passport", &own).await.status, 303);
    });
}

#[test]
fn a_page_may_have_workers_of_this_server_alone() {
    both(|app| async move {
        let page = Ground::of(&app).get("/map", "").await;
        assert!(page.header("content-security-policy").contains("worker-src 'self';"), "{page:?}");
    });
}

#[test]
fn a_code_shows_a_photo_while_it_opens() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        for token in ["x".to_owned(), "0".repeat(32)] {
            assert_eq!(ground.get(&format!("/p/{token}/photo"), "").await.status, 404, "{token}");
            assert_eq!(ground.get(&format!("/p/{token}"), "").await.status, 404, "{token}");
        }
        let me = cast.technician(&app, cast.people[0]);
        services::share::make(&me).await.expect("a code");
        let token = services::share::of_own(&me).await.expect("one's own").expect("a code").token;
        let shown = ground.get(&format!("/p/{token}"), "").await;
        assert_eq!((shown.status.as_u16(), shown.header("cache-control")), (200, "no-store"), "{shown:?}");
        assert!(!shown.text.contains(&cast.people[0].to_string()), "no number: {shown:?}");
    });
}

#[test]
fn text_is_as_large_as_was_chosen_without_a_script() {
    both(|app| async move {
        let ground = Ground::of(&app);
        for (code, expected) in [("large", true), ("usual", false), ("x", false)] {
            let seen = ground.form(OWN, "/fn/size_text", "", &format!("code={code}&back=%2Fmap")).await;
            assert_eq!(seen.header("location"), "/map", "{seen:?}");
            let page = ground.get("/map", &seen.session()).await;
            assert_eq!(page.text.contains("data-text=\"large\""), expected, "{code}: {page:?}");
        }
    });
}
