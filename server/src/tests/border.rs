//! What every request passes, whichever page or interface it is for.

use super::{FOREIGN, Ground, OWN, PASSWORD, login_id, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::account::AccountKind;
use serde_json::json;
use services::{account, partner, seed};
use testkit::{both, cast};

fn with_bearer(method: Method, path: &str, scheme: &str) -> axum::http::Request<Body> {
    to(method, path, "").header(header::AUTHORIZATION, format!("{scheme} x")).body(Body::empty()).unwrap()
}

#[test]
fn a_strange_credential_breaks_no_page_and_no_interface() {
    both(|app| async move {
        let ground = Ground::of(&app);
        for scheme in ["Bearer", "bearer", "Basic"] {
            let page = ground.ask(with_bearer(Method::GET, "/passport", scheme)).await;
            assert_eq!((page.status.as_u16(), page.header(header::LOCATION)), (303, "/login"), "{page:?}");
            let photo = ground.ask(with_bearer(Method::GET, "/photo/1", scheme)).await;
            assert_eq!(photo.status, 404, "{photo:?}");
        }
        let log_in = ground.ask(with_bearer(Method::POST, "/api/v1/gate/login", "Bearer")).await;
        log_in.is_problem(400, "malformed");
        ground
            .ask(with_bearer(Method::GET, "/api/v1/gate/photo/%FF", "Bearer"))
            .await
            .is_problem(401, "auth.device_unknown");
        ground.ask(with_bearer(Method::GET, "/api/v1/nothing", "Bearer")).await.is_problem(404, "not_found");
        ground.ask(with_bearer(Method::PUT, "/api/v1/touches", "Bearer")).await.is_problem(405, "method_not_allowed");
    });
}

#[test]
fn what_stands_for_a_page_is_asked_of_everything_but_a_bearer() {
    both(|app| async move {
        let ground = Ground::of(&app);
        for (scheme, path, status) in [
            ("Bearer", "/api/v1/touches", 401),
            ("bearer", "/api/v1/touches", 401),
            ("Basic", "/api/v1/touches", 403),
            ("Basic", "/api/v1/gate/devices", 403),
            ("Bearer", "/fn/log_in", 403),
            ("Basic", "/api/v1/oauth/token", 400),
        ] {
            let mut request = with_bearer(Method::POST, path, scheme);
            request.headers_mut().insert(header::ORIGIN, FOREIGN.parse().unwrap());
            assert_eq!(ground.ask(request).await.status, status, "{scheme} {path}");
        }
    });
}

#[test]
fn a_partner_proves_itself_in_any_spelling_of_the_scheme() {
    both(|app| async move {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let (ground, cast) = (Ground::of(&app), cast(&app, 0).await);
        let issued = partner::create(&app.system(), "みなと", cast.prime).await.unwrap();
        let secret = STANDARD.encode(format!("{}:{}", issued.client_id, issued.client_secret));
        for scheme in ["Basic", "basic", "BASIC"] {
            let request = to(Method::POST, "/api/v1/oauth/token", "")
                .header(header::AUTHORIZATION, format!("{scheme} {secret}"))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let seen = ground.ask(request.body("grant_type=client_credentials".into()).unwrap()).await;
            assert_eq!(seen.status, 200, "{scheme}: {seen:?}");
        }
    });
}

#[test]
fn logging_in_and_out_leaves_the_session_before_dead() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        ground.logged_in(AccountKind::Technician, &cast).await;
        let before = ground.session(json!({ "next": "/passport/more" })).await;
        let sent = format!("login_id={}&password={PASSWORD}", login_id(AccountKind::Technician));
        let seen = ground.form(OWN, "/fn/log_in", &before, &sent).await;
        assert_eq!(seen.header(header::LOCATION), "/passport/more", "{seen:?}");
        let after = seen.session();
        assert_ne!(before, after);
        assert_eq!(ground.get("/passport", &before).await.status, 303, "an id known before opens nothing");
        assert_eq!(ground.get("/passport", &after).await.status, 200);
        assert_eq!(ground.form(OWN, "/logout", &after, "").await.status, 302);
        assert_eq!(ground.get("/passport", &after).await.status, 303);
    });
}

#[test]
fn forms_of_a_cards_page_work_in_browsers_that_say_their_origin_only() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let page = ground.get("/t?picc_data=00&cmac=00", "").await;
        // Under `no-referrer` such a browser says `Origin: null`, and this server would refuse its own form.
        assert_eq!(page.header(header::REFERRER_POLICY), "same-origin");
        assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
        let back = "back=%2Ft%3Fpicc_data%3D00%26cmac%3D00";
        let log_in = ground.form(OWN, "/fn/log_in_for", "", back).await;
        assert_eq!((log_in.status.as_u16(), log_in.header(header::LOCATION)), (302, "/login"), "{log_in:?}");
        let speak = ground.form(OWN, "/fn/speak", "", &format!("code=en&{back}")).await;
        assert_eq!((speak.status.as_u16(), speak.header(header::LOCATION)), (302, "/t?picc_data=00&cmac=00"));
        assert_eq!(ground.form("null", "/fn/speak", "", back).await.status, 403);
    });
}

#[test]
fn a_gates_phone_keeps_nothing_of_the_person_who_made_it_one() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let call = ground.world.system();
        let login_id = login_id(AccountKind::BusinessAdmin);
        let account = account::actor_with(&call.db, &login_id).await.unwrap().account.unwrap();
        account::totp_import(&call, account, seed::TOTP_SECRET).await.unwrap();
        let totp = seed::totp_code(call.now()).unwrap();
        let asked = json!({ "login_id": login_id, "password": PASSWORD, "totp": totp });
        let signed_in = ground.json("/api/v1/gate/login", "", asked).await;
        assert_eq!(signed_in.status, 200, "{signed_in:?}");
        let cookie = signed_in.session();
        assert!(cookie.contains('='), "{signed_in:?}");
        let page = ground.get("/business", &cookie).await;
        assert_eq!(page.header(header::LOCATION), "/login", "a gate's log-in opens no page: {page:?}");
        let public_key = testkit::enrolment(cast.site, "詰所").public_key;
        let enrolment = json!({ "site_id": cast.site, "name": "詰\u{0}所", "public_key": public_key });
        let wrong = ground.json("/api/v1/gate/devices", &cookie, json!({ "site_id": 1, "name": "詰所" })).await;
        wrong.is_problem(404, "not_found");
        // A build of before keys.
        let keyless =
            ground.json("/api/v1/gate/devices", &cookie, json!({ "site_id": cast.site, "name": "詰所" })).await;
        keyless.is_problem(422, "gate.key");
        let made = ground.json("/api/v1/gate/devices", &cookie, enrolment.clone()).await;
        assert_eq!((made.status.as_u16(), made.json()["name"].as_str()), (200, Some("詰所")), "{made:?}");
        let again = ground.json("/api/v1/gate/devices", &cookie, enrolment).await;
        again.is_problem(401, "auth.log_in_first");
    });
}

#[test]
fn what_was_begun_with_a_password_ends_with_it_before_a_log_in_too() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let call = ground.world.system();
        let login_id = login_id(AccountKind::BusinessAdmin);
        let form = format!("login_id={login_id}&password={PASSWORD}");
        // Half way: the password was right, the code is owed.
        let owing = ground.form(OWN, "/fn/log_in", "", &form).await.session();
        assert_eq!(ground.get("/login/second", &owing).await.status, 200);
        let account = account::actor_with(&call.db, &login_id).await.unwrap().account.unwrap();
        account::totp_import(&call, account, seed::TOTP_SECRET).await.unwrap();
        let totp = seed::totp_code(call.now()).unwrap();
        let asked = json!({ "login_id": login_id, "password": PASSWORD, "totp": totp });
        let gate = ground.json("/api/v1/gate/login", "", asked).await.session();
        app.call.clock.set(call.now().plus_ms(1_000));
        account::renew_password(&call, &login_id, "書類を確かめた").await.unwrap();
        let second = ground.get("/login/second", &owing).await;
        assert_eq!((second.status.as_u16(), second.header(header::LOCATION)), (303, "/login"), "{second:?}");
        let enrolment = json!({ "site_id": cast.site, "name": "詰所" });
        ground.json("/api/v1/gate/devices", &gate, enrolment).await.is_problem(401, "auth.log_in_first");
    });
}

#[test]
fn metrics_are_for_whoever_has_the_token_and_without_one_for_this_machine() {
    both(|app| async move {
        let ask = |authorization: Option<&str>, forwarded: bool| {
            let mut request = to(Method::GET, "/metrics", "");
            if let Some(authorization) = authorization {
                request = request.header(header::AUTHORIZATION, authorization);
            }
            if forwarded {
                request = request.header("x-forwarded-for", "203.0.113.9");
            }
            request.body(Body::empty()).unwrap()
        };
        let open = Ground::of(&app);
        assert_eq!(open.ask(ask(None, false)).await.status, 200);
        assert_eq!(open.ask(ask(None, true)).await.status, 404);
        assert_eq!(open.ask_from([192, 0, 2, 1], ask(None, false)).await.status, 404);
        let closed = Ground::with(&app, &[("METRICS_TOKEN", "a-token")]);
        assert_eq!(closed.ask(ask(None, false)).await.status, 404, "also from this machine");
        assert_eq!(closed.ask(ask(Some("Bearer a-tokem"), false)).await.status, 404);
        assert_eq!(closed.ask_from([192, 0, 2, 1], ask(Some("bearer a-token"), false)).await.status, 200);
    });
}

#[test]
fn an_island_is_told_a_failure_in_its_own_way_and_a_person_in_words() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let island = to(Method::POST, "/fn/card_read", "").header(header::ORIGIN, FOREIGN);
        let island = ground.ask(island.header(header::ACCEPT, "application/json").body(Body::empty()).unwrap()).await;
        assert_eq!((island.status.as_u16(), island.json()["code"].as_str()), (403, Some("origin.foreign")));
        let form = ground.form(FOREIGN, "/fn/card_read", "", "").await;
        assert!(form.header(header::CONTENT_TYPE).starts_with("text/html"), "{form:?}");
        // A form that cannot be read comes back to its page, which says so.
        let sent = ground.form(OWN, "/fn/log_in", "", "").await;
        let back = sent.header(header::LOCATION);
        assert!(back.contains("__err="), "{sent:?}");
        let shown = ground.get(back.strip_prefix(OWN).unwrap(), "").await;
        let words = app::shell::UiError::of("client.outdated").words(i18n::Lang::Ja);
        assert!(shown.text.contains("role=\"alert\"") && shown.text.contains(&words), "{shown:?}");
    });
}

#[test]
fn health_tells_nothing_but_that_it_is() {
    both(|app| async move {
        let seen = Ground::of(&app).get("/healthz", "").await;
        assert_eq!((seen.status.as_u16(), seen.text.as_str()), (200, "ok"));
    });
}
