//! What is refused to whom, each in the way its caller understands.

use super::{FOREIGN, Ground, OWN, Seen, forms::FORMS, table, to};
use crate::session::COOKIE;
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::{account::AccountKind, application::ApplicationKind};
use serde_json::{Value, json};
use services::application;
use testkit::{both, cast};
use uuid::Uuid;

impl Ground {
    /// The code a form was refused with: in the address it leads to, or left for the page there.
    pub async fn refusal(&self, seen: &Seen, cookie: &str) -> String {
        if let Some((_, query)) = seen.header(header::LOCATION).split_once('?')
            && let Some(error) = app::shell::error::left_in(query)
        {
            return error.code;
        }
        let told = seen.session();
        let session = if told.is_empty() { cookie } else { &told };
        let Some(id) = session.strip_prefix(&format!("{COOKIE}=")) else { return format!("{seen:?}") };
        let kept = services::session::load(&self.world.db, id, self.world.clock.now()).await.unwrap().unwrap();
        let data: Value = serde_json::from_str(&kept.data).unwrap();
        data["flash"]["error"]["code"].as_str().map_or_else(|| format!("{data}"), str::to_owned)
    }
}

#[test]
fn forms_are_refused_to_whom_they_are_not_for() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let mut cookies = Vec::new();
        for kind in [AccountKind::Technician, AccountKind::BusinessAdmin, AccountKind::Reviewer, AccountKind::Operator]
        {
            cookies.push((kind, ground.logged_in(kind, &cast).await));
        }
        let of = |who| cookies.iter().find(|(kind, _)| *kind == who).expect("a log-in of the kind that a row names");
        let others = super::refused_counter::COUNTERS
            .iter()
            .chain(super::refused_labour::LABOUR)
            .chain(super::refused_level::LEVELS);
        for case in FORMS.iter().chain(others) {
            let cookie = case.who.map_or("", |who| of(who).1.as_str());
            let body = case.body.replace("SITE", &cast.site.to_string()).replace("PERSON", &cast.people[0].to_string());
            let body = body.replace("OTHER", &cast.unrostered.to_string());
            let body = body.replace("BUSINESS", &cast.sub.to_string()).replace("ID", &Uuid::from_u128(7).to_string());
            let seen = ground.form(OWN, &format!("/fn/{}", case.name), cookie, &body).await;
            let told = ground.refusal(&seen, cookie).await;
            assert_eq!(told, case.code, "{} by {:?}: {seen:?}", case.name, case.who);
        }
    });
}

#[test]
fn who_is_logged_in_begins_no_application() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        for kind in [AccountKind::Technician, AccountKind::BusinessAdmin] {
            let cookie = ground.logged_in(kind, &cast).await;
            for name in ["save_business", "submit_business"] {
                for body in ["", "address=%E6%B9%8A"] {
                    let seen = ground.form(OWN, &format!("/fn/{name}"), &cookie, body).await;
                    assert_eq!(ground.refusal(&seen, &cookie).await, "auth.forbidden", "{name} {body}: {seen:?}");
                }
            }
            for page in ["/register", "/register/technician", "/register/business"] {
                let shown = ground.get(page, &cookie).await;
                let words = i18n::msg::application::START_LOGGED_IN.get(i18n::Lang::Ja);
                assert!(shown.status == 200 && shown.text.contains(words), "{page} says why: {shown:?}");
            }
        }
    });
}

#[test]
fn a_foreign_page_sends_nothing() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let functions = table::server_functions();
        let paths = functions
            .iter()
            .map(|name| format!("/{name}"))
            .chain(["/register/file/photo/photo", "/register/business-file/change"].map(str::to_owned));
        for path in paths {
            for origin in [FOREIGN, "null"] {
                let seen = ground.form(origin, &path, "", "").await;
                assert_eq!(seen.status, 403, "{path} from {origin}: {seen:?}");
                assert!(seen.session().is_empty(), "no session is begun");
            }
        }
    });
}

#[test]
fn a_wrong_log_in_is_refused_and_keeps_no_more_than_it_must() {
    both(|app| async move {
        let ground = Ground::of(&app);
        for (login_id, shown) in [("nobody", "nobody"), (&"x".repeat(257), "")] {
            let seen = ground.form(OWN, "/fn/log_in", "", &format!("login_id={login_id}&password=secret")).await;
            assert_eq!(seen.header(header::LOCATION), "/login");
            assert_eq!(ground.refusal(&seen, "").await, "auth.login_failed");
            let cookie = seen.session();
            let id = cookie.strip_prefix(&format!("{COOKIE}=")).unwrap();
            let kept = services::session::load(&ground.world.db, id, ground.world.clock.now()).await.unwrap().unwrap();
            assert!(!kept.data.contains("secret"), "{kept:?}");
            let data: Value = serde_json::from_str(&kept.data).unwrap();
            assert_eq!(data["flash"]["values"]["login_id"], shown);
        }
    });
}

#[test]
fn a_second_factor_nobody_waits_for_is_not_judged() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let seen = ground.form(OWN, "/fn/second_factor", "", "code=123456").await;
        assert_eq!((seen.status.as_u16(), seen.header(header::LOCATION)), (302, "/login"), "{seen:?}");
        assert!(seen.session().is_empty(), "nobody is logged in by it: {seen:?}");
    });
}

#[test]
fn nobody_is_led_to_another_server() {
    both(|app| async move {
        let ground = Ground::of(&app);
        for back in ["https%3A%2F%2Fevil.example%2F", "%2F%2Fevil.example", "%2F%5Cevil.example", "x"] {
            let seen = ground.form(OWN, "/fn/speak", "", &format!("code=en&back={back}")).await;
            assert_eq!(seen.header(header::LOCATION), "/", "{back}");
            let seen = ground.form(OWN, "/fn/size_text", "", &format!("code=large&back={back}")).await;
            assert_eq!(seen.header(header::LOCATION), "/", "{back}");
            let seen = ground.form(OWN, "/fn/show_readings", "", &format!("code=on&back={back}")).await;
            assert_eq!(seen.header(header::LOCATION), "/", "{back}");
            let seen = ground.form(OWN, "/fn/log_in_for", "", &format!("back={back}")).await;
            assert_eq!(seen.header(header::LOCATION), "/login", "{back}");
            assert!(seen.session().is_empty(), "{back} is not remembered");
        }
    });
}

#[test]
fn islands_are_told_why_not() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        for (path, body, cookie, status, code) in [
            ("/fn/now_after", "version=0", "", 401, "auth.log_in_first"),
            ("/fn/now_after", "version=0", &business, 403, "auth.forbidden"),
            ("/fn/certify_phone", "public_key=04", "", 401, "auth.log_in_first"),
            ("/fn/certify_phone", "public_key=04", &business, 403, "auth.forbidden"),
            ("/fn/card_read", "url=https://cards.example/t", "", 422, "sun.malformed_url"),
        ] {
            let seen = ground.script(path, cookie, body).await;
            assert_eq!((seen.status.as_u16(), seen.json()["code"].as_str()), (status, Some(code)), "{seen:?}");
        }
    });
}

#[test]
fn what_is_no_postcode_stands_for_no_place() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let ask = async |body: &str| ground.script("/fn/place_of", "", body).await;
        let found = ask("typed=105-0014").await;
        assert_eq!((found.status.as_u16(), found.json()["address"].as_str()), (200, Some("港区芝")), "{found:?}");
        for none in ["typed=0000000", "typed=", "typed=%00%FF"] {
            let seen = ask(none).await;
            assert!(seen.status.as_u16() < 500 && seen.json()["address"].is_null(), "{none}: {seen:?}");
        }
    });
}

#[test]
fn a_settlement_file_is_taken_from_the_operator_only() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let reviewer = ground.logged_in(AccountKind::Reviewer, &cast).await;
        let operator = ground.logged_in(AccountKind::Operator, &cast).await;
        let row = ",700,2026-11-20,bank_transfer,T-1";
        let body = |file: &str| {
            format!(
                "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{file}\r\n--B--\r\n"
            )
        };
        let sent = async |origin: &str, cookie: &str, body: String| {
            let request = to(Method::POST, "/operator/fees/settlement", cookie)
                .header(header::ORIGIN, origin)
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
            ground.ask(request.body(Body::from(body)).unwrap()).await
        };
        assert_eq!(sent(FOREIGN, &operator, body(row)).await.status, 403);
        for (cookie, file, code) in [
            ("", row, "auth.log_in_first"),
            (reviewer.as_str(), row, "auth.forbidden"),
            (operator.as_str(), "", "form.problems"),
        ] {
            let seen = sent(OWN, cookie, body(file)).await;
            assert_eq!(ground.refusal(&seen, cookie).await, code, "{seen:?}");
        }
        let large = sent(OWN, &operator, body(&"x".repeat(20_500_000))).await;
        assert_eq!(ground.refusal(&large, &operator).await, "too_large");
        let desk = app.system();
        assert!(services::fee::unmatched(&desk, None).await.unwrap().rows.is_empty());
        let taken = sent(OWN, &operator, body(row)).await;
        assert_eq!(taken.header(header::LOCATION), "/operator/fees");
        assert_eq!(services::fee::unmatched(&desk, None).await.unwrap().rows.len(), 1);
    });
}

#[test]
fn photos_are_not_for_strangers() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let (id, _) = application::start(&app.call, ApplicationKind::TechnicianSimple).await.unwrap();
        let of_application = format!("/operator/applications/{id}/photo");
        let of_person = format!("/photo/{}", cast.people[0]);
        for (path, cookie, status) in [
            (of_application.as_str(), "", 401),
            (&of_application, &technician, 403),
            ("/operator/applications/x/photo", &technician, 404),
            (&of_application.replace("/photo", "/file/identity"), "", 401),
            (&of_application.replace("/photo", "/file/identity"), &technician, 403),
            ("/register/file/identity", "", 404),
            ("/register/file/identity", &technician, 404),
            ("/register/photo", "", 404),
            ("/register/photo", &technician, 404),
            (&of_person, "", 401),
        ] {
            let seen = ground.get(path, cookie).await;
            assert_eq!(seen.status, status, "{path}: {seen:?}");
            assert!(!seen.header(header::CONTENT_TYPE).starts_with("image/"));
        }
    });
}

#[test]
fn interfaces_refuse_whoever_has_no_credential() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let person = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let wrong = json!({ "login_id": "nobody", "password": "wrong", "totp": "000000" });
        ground.json("/api/v1/gate/login", "", wrong).await.is_problem(401, "auth.login_failed");
        let enrolment = json!({ "site_id": cast.site, "name": "x" });
        ground.json("/api/v1/gate/devices", "", enrolment).await.is_problem(401, "auth.log_in_first");
        let token = ground.form(OWN, "/api/v1/oauth/token", "", "grant_type=client_credentials").await;
        assert_eq!((token.status.as_u16(), token.json()["error"].as_str()), (401, Some("invalid_client")));
        // A person's session is no credential of a gate or partner.
        for cookie in ["", person.as_str()] {
            for (method, path, code) in [
                (Method::DELETE, "/api/v1/gate/device", "auth.device_unknown"),
                (Method::GET, "/api/v1/gate/roster", "auth.device_unknown"),
                (Method::GET, "/api/v1/gate/photo/1", "auth.device_unknown"),
                (Method::POST, "/api/v1/gate/touches", "auth.device_unknown"),
                (Method::POST, "/api/v1/touches", "auth.token_expired"),
                (Method::POST, "/api/v1/history", "auth.token_expired"),
                (Method::GET, "/api/v1/history", "auth.token_expired"),
            ] {
                let request = to(method, path, cookie).header(header::ORIGIN, OWN).body(Body::empty()).unwrap();
                ground.ask(request).await.is_problem(401, code);
            }
        }
    });
}
