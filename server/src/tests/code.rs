//! Who lost a resume code is answered the same, whatever number they type.

use super::{FOREIGN, Ground, OWN, Seen};
use crate::telemetry::REQUEST_ID;
use axum::http::{StatusCode, header};
use domain::{
    access::{Actor, Role},
    account::AccountKind,
    application::ApplicationKind,
    technician::TechnicianForm,
};
use i18n::{Lang, msg::application as m};
use serde_json::json;
use services::application;
use testkit::{both, cast};

const SEND: &str = "/fn/send_resume_code";

/// An answer as whoever asks can tell it from another: without the cookie of their browser, and what is drawn anew each time.
fn seen_of(seen: &Seen) -> (StatusCode, Vec<(String, String)>, String) {
    let policy = seen.header(header::CONTENT_SECURITY_POLICY);
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default();
    let without = |text: &str| if nonce.is_empty() { text.to_owned() } else { text.replace(nonce, "") };
    let headers = seen.headers.iter().filter(|(name, _)| ![header::SET_COOKIE, REQUEST_ID].contains(name));
    let headers = headers.map(|(name, value)| (name.to_string(), without(value.to_str().expect("a header"))));
    (seen.status, headers.collect(), without(&seen.text))
}

#[test]
fn no_page_tells_whether_a_number_exists() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let (id, _) = application::start(&app.call, ApplicationKind::TechnicianSimple).await.unwrap();
        let applicant = app.by(Actor { application: Some(id), ..Actor::of(Role::Applicant) });
        let form = TechnicianForm { mail: "ren@example.jp".to_owned(), ..TechnicianForm::default() };
        application::save_technician(&applicant, id, form).await.unwrap();
        let number = application::view(&applicant, id).await.unwrap().number;
        let mut answers = Vec::new();
        for asked in [number.as_str(), "2026-1120-09999"] {
            let seen = ground.form(OWN, SEND, "", &format!("number={asked}")).await;
            assert!(seen.status.is_redirection(), "{seen:?}");
            assert_eq!(seen.header(header::LOCATION), "/register/code", "{seen:?}");
            let page = ground.get("/register/code", &seen.session()).await;
            assert!(page.status == 200 && page.text.contains(m::CODE_SENT.get(Lang::Ja)), "{page:?}");
            assert!(!page.text.contains(asked), "what was typed is not said again");
            answers.push((seen_of(&seen), seen_of(&page)));
        }
        assert_eq!(answers[0], answers[1]);
        while services::job::run_due(&app.system()).await.unwrap() > 0 {}
        assert_eq!(app.mail.sent().len(), 1, "one of the two exists");
        assert_eq!(ground.form(FOREIGN, SEND, "", &format!("number={number}")).await.status, 403);
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        assert_eq!(ground.get("/register/code", &technician).await.status, 403);
        let page = ground.get(&format!("/register/code?number={number}"), "").await;
        assert!(page.status == 200 && page.text.contains(&number), "{page:?}");
    });
}

#[test]
fn who_leaves_an_application_without_its_code_is_led_to_where_another_is_sent() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let (id, _) = application::start(&app.call, ApplicationKind::TechnicianSimple).await.unwrap();
        let applicant = app.by(Actor { application: Some(id), ..Actor::of(Role::Applicant) });
        let number = application::view(&applicant, id).await.unwrap().number;
        let page = ground.get("/register", &ground.session(json!({ "application": id })).await).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains(&format!("/register/code?number={number}")), "{page:?}");
        assert!(page.text.contains(m::LEAVE_CODE_LOST.get(Lang::Ja)), "{page:?}");
    });
}
