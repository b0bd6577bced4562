//! Passkeys through the whole router: whose browser asked, answers.

use super::{FOREIGN, Ground, OWN, PASSWORD, login_id};
use domain::account::AccountKind;
use std::fmt::Write;
use testkit::{SoftKey, both, cast};

const ORIGIN: &str = "https://register.example";

/// A field of a form.
fn field(name: &str, value: &str) -> String {
    value.bytes().fold(format!("{name}="), |mut text, byte| {
        let _ = write!(text, "%{byte:02X}");
        text
    })
}

#[test]
fn a_passkey_is_registered_and_logs_in_in_its_own_browser() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let me = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let other = ground.logged_in(AccountKind::Technician, &cast).await;
        let new = |password: &str| format!("name=x&password={password}");
        ground.script("/fn/ask_passkey", "", &new(PASSWORD)).await.refused(401, "auth.log_in_first");
        ground.script("/fn/keep_passkey", "", "answer=x").await.refused(401, "auth.log_in_first");
        ground.script("/fn/ask_passkey", &me, &new("wrong")).await.refused(422, "auth.password_wrong");
        ground.script("/fn/keep_passkey", &me, "answer=x").await.refused(422, "auth.passkey_late");

        let asked = ground.script("/fn/ask_passkey", &me, &new(PASSWORD)).await;
        let mut key = SoftKey::new(ORIGIN);
        let made = field("answer", &key.make(asked.json().as_str().expect("options")));
        ground.script("/fn/keep_passkey", &other, &made).await.refused(422, "auth.passkey_late");
        let kept = ground.script("/fn/keep_passkey", &me, &made).await;
        assert_eq!(kept.json(), "/passkeys", "{kept:?}");
        let page = ground.get("/passkeys", &me).await;
        assert!(page.text.contains("「x」を消す"), "{page:?}");
        assert!(!ground.get("/passport/passkeys", &other).await.text.contains("を消す"), "another's are not shown");

        let asked = ground.script("/fn/ask_log_in", "", "").await;
        let stranger = asked.session();
        assert!(!stranger.is_empty(), "{asked:?}");
        let answer = field("answer", &key.answer(asked.json().as_str().expect("options")));
        ground.script("/fn/log_in_by_passkey", "", &answer).await.refused(422, "auth.passkey_late");
        let seen = ground.script("/fn/log_in_by_passkey", &stranger, &answer).await;
        assert_eq!(seen.json(), "/business", "the second factor is in the key: {seen:?}");
        let mine = seen.session();
        assert!(!mine.is_empty() && mine != stranger, "the session is another: {seen:?}");
        assert_eq!(ground.get("/business", &mine).await.status, 200);
        assert_eq!(ground.get("/business", &stranger).await.status, 303, "what was known before is worth nothing");
        ground.script("/fn/log_in_by_passkey", &mine, &answer).await.refused(422, "auth.passkey_late");
    });
}

#[test]
fn who_goes_on_by_a_passkey_is_no_more_whose_password_was_given() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let me = ground.logged_in(AccountKind::Technician, &cast).await;
        ground.logged_in(AccountKind::Operator, &cast).await;
        let asked = ground.script("/fn/ask_passkey", &me, &format!("name=x&password={PASSWORD}")).await;
        let mut key = SoftKey::new(ORIGIN);
        let made = field("answer", &key.make(asked.json().as_str().expect("options")));
        assert_eq!(ground.script("/fn/keep_passkey", &me, &made).await.json(), "/passport/passkeys");
        let half = format!("login_id={}&password={PASSWORD}", login_id(AccountKind::Operator));
        let half = ground.form(OWN, "/fn/log_in", "", &half).await.session();
        assert_eq!(ground.get("/login/second", &half).await.status, 200, "the operator owes a code");
        let asked = ground.script("/fn/ask_log_in", &half, "").await;
        let answer = field("answer", &key.answer(asked.json().as_str().expect("options")));
        let seen = ground.script("/fn/log_in_by_passkey", &half, &answer).await;
        assert_eq!(seen.json(), "/passport", "{seen:?}");
        assert_eq!(ground.get("/login/second", &seen.session()).await.status, 303, "nobody owes anything");
    });
}

#[test]
fn passkeys_are_asked_for_by_pages_of_this_server_where_they_can_be() {
    both(|app| async move {
        let ground = Ground::of(&app);
        assert!(ground.get("/login", "").await.text.contains("パスキーでログイン"));
        let foreign = ground.form(FOREIGN, "/fn/ask_log_in", "", "").await;
        assert_eq!(foreign.status, 403, "{foreign:?}");
        let mut call = app.call.clone();
        let mut outside = services::Outside::clone(&call.outside);
        outside.base_url = "http://register.example".to_owned();
        call.outside = std::sync::Arc::new(outside);
        let plain = Ground::on(&call, &[]);
        plain.script("/fn/ask_log_in", "", "").await.refused(422, "auth.passkey_not_here");
        assert!(!plain.get("/login", "").await.text.contains("パスキーでログイン"), "no button that cannot work");
    });
}
