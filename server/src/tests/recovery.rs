//! アカウント復旧 at the border: the picture with its form, the document of a request, and the sessions that end.

use super::{FOREIGN, Ground, OWN, PASSWORD, Seen, login_id, to};
use crate::session::COOKIE;
use axum::{
    body::Body,
    http::{Method, header},
};
use base64::Engine;
use domain::{account::AccountKind, recovery::RecoveryForm};
use i18n::Lang;
use serde_json::{Value, json};
use services::{account, job, recovery};
use testkit::{TestApp, both, cast};

const BOUNDARY: &str = "careerup-boundary";

/// A PNG of one point.
fn picture() -> Vec<u8> {
    let text = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}

async fn send(ground: &Ground, origin: &str, cookie: &str, fields: &[(&str, &str)], file: Option<&[u8]>) -> Seen {
    let part = |name: &str, more: &str, content: &[u8]| {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
        [head.as_bytes(), content, b"\r\n"].concat()
    };
    let mut body: Vec<u8> = fields.iter().flat_map(|(name, typed)| part(name, "", typed.as_bytes())).collect();
    if let Some(file) = file {
        body.extend(part("picture", "; filename=\"a.jpg\"", file));
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    let request = to(Method::POST, "/recover/ask", cookie)
        .header(header::ORIGIN, origin)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
    ground.ask(request.body(Body::from(body)).unwrap()).await
}

/// What lies in the session of a cookie.
async fn kept(ground: &Ground, cookie: &str) -> Value {
    let id = cookie.strip_prefix(&format!("{COOKIE}=")).unwrap();
    let kept = services::session::load(&ground.world.db, id, ground.world.clock.now()).await.unwrap().unwrap();
    serde_json::from_str(&kept.data).unwrap()
}

#[test]
fn who_is_logged_in_asks_for_no_other_log_in_and_nothing_is_asked_without_a_picture() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let id = cast.people[0].to_string();
        let fields = [("technician_id", id.as_str()), ("contact", "090-5550-0009"), ("lang", "ja")];
        assert_eq!(send(&ground, FOREIGN, "", &fields, Some(&picture())).await.status, 403);
        let refused = send(&ground, OWN, &technician, &fields, Some(&picture())).await;
        assert_eq!(ground.refusal(&refused, &technician).await, "auth.forbidden");

        let large = vec![7; 12_000_000];
        for (file, rule, code) in [
            (None, "no_picture", None),
            (Some(&b"<!doctype html>"[..]), "refused", Some("photo.not_picture")),
            (Some(&large[..]), "refused", Some("photo.too_large")),
        ] {
            let seen = send(&ground, OWN, "", &fields, file).await;
            assert_eq!(seen.header(header::LOCATION), "/recover", "{seen:?}");
            let data = kept(&ground, &seen.session()).await;
            let problem = &data["flash"]["problems"][0];
            assert_eq!((problem["field"].as_str(), problem["rule"].as_str()), (Some("picture"), Some(rule)), "{data}");
            assert_eq!(problem["code"].as_str(), code);
            assert_eq!(data["flash"]["values"]["form"]["contact"], "090-5550-0009", "what was typed is kept");
        }
        let asked = services::recovery::list(&app.system(), 0).await.unwrap();
        assert_eq!(asked.1, 0, "nothing was asked so far");
        // The same words for who exists and who does not.
        for id in [id.as_str(), &domain::id::TechnicianId::from_body(7).to_string()] {
            let fields = [("technician_id", id), ("contact", "090-5550-0009"), ("lang", "ja")];
            let seen = send(&ground, OWN, "", &fields, Some(&picture())).await;
            let shown = ground.get("/recover", &seen.session()).await;
            assert!(shown.text.contains(i18n::msg::recovery::ASKED_NEXT.get(Lang::Ja)), "{shown:?}");
        }
    });
}

/// A request for the first of the cast.
async fn asked(app: &TestApp, technician: domain::id::TechnicianId) -> domain::id::RecoveryId {
    let form = RecoveryForm {
        technician_id: technician.to_string(),
        contact: "ken@example.jp".to_owned(),
        ..RecoveryForm::default()
    };
    recovery::ask(&app.call, &form, services::document::Upload::Bytes(picture()), Lang::Ja, "198.51.100.8")
        .await
        .unwrap();
    recovery::list(&app.system(), 0).await.unwrap().0[0].id
}

#[test]
fn a_document_of_recovery_is_the_reviewers_alone() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let id = asked(&app, cast.people[0]).await;
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let reviewer = ground.logged_in(AccountKind::Reviewer, &cast).await;
        let path = format!("/operator/recoveries/{id}/picture");
        for (cookie, status) in [("", 401), (technician.as_str(), 403), (&business, 403), (&reviewer, 200)] {
            let seen = ground.get(&path, cookie).await;
            assert_eq!(seen.status, status, "{seen:?}");
            assert_eq!(seen.header(header::CONTENT_TYPE).starts_with("image/"), status == 200);
        }
        assert_eq!(ground.get("/operator/recoveries/x/picture", &reviewer).await.status, 404);
    });
}

#[test]
fn a_new_password_ends_the_sessions_begun_before_it() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let old = ground.logged_in(AccountKind::Technician, &cast).await;
        let account = kept(&ground, &old).await["account"].clone();
        // Asked three days ago: browsers' sessions end by the machine's clock, which is not moved.
        let now = app.call.now();
        app.call.clock.set(now.plus_ms(-3 * domain::time::DAY_MS));
        let id = asked(&app, cast.people[0]).await;
        app.call.clock.set(now);
        let still = ground.session(json!({ "account": account, "since": now.plus_ms(-1) })).await;
        assert_eq!(ground.get("/passport/more", &still).await.status, 200);
        recovery::grant(&app.system(), id, Some(cast.people[0]), "").await.unwrap();
        while job::run_due(&app.system()).await.unwrap() > 0 {}
        let sent = app.mail.sent();
        let link = sent.iter().find_map(|letter| letter.body.split("/recover/password?t=").nth(1)).unwrap();
        let token = link.split_whitespace().next().unwrap();
        let body = format!("t={token}&password=asa-no-genba-6ji&password_again=asa-no-genba-6ji");
        let seen = ground.form(OWN, "/fn/set_new_password", "", &body).await;
        assert_eq!(seen.header(header::LOCATION), "/login", "{seen:?}");
        let shown = ground.get("/login", &seen.session()).await;
        assert!(shown.text.contains(i18n::msg::recovery::PASSWORD_DONE.get(Lang::Ja)), "{shown:?}");
        for gone in [&old, &still] {
            assert_eq!(ground.get("/passport/more", gone).await.header(header::LOCATION), "/login");
        }
        let wrong = account::log_in(&app.call, &login_id(AccountKind::Technician), PASSWORD, "192.0.2.1").await;
        assert!(wrong.is_err(), "the old password is worth nothing");
        let login = format!("login_id={}&password=asa-no-genba-6ji", login_id(AccountKind::Technician));
        let entered = ground.form(OWN, "/fn/log_in", "", &login).await;
        assert_eq!(entered.header(header::LOCATION), "/passport", "{entered:?}");
        assert_eq!(ground.get("/passport/more", &entered.session()).await.status, 200);
    });
}
