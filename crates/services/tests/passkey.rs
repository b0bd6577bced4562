//! Logging in by passkey, on both databases, with a key made by hand (`testkit::SoftKey`).

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

use domain::{
    account::AccountKind,
    id::AccountId,
    passkey::{ANSWER_MS, HELD_MAX},
};
use services::{
    Call, Error,
    account::{self, LogIn, NewAccount},
    passkey::{self, Asked},
};
use testkit::{SoftKey, TestApp, both, cast};

const ORIGIN: &str = "https://register.example";
const PASSWORD: &str = "tetsukin-kumitate";
const CLIENT: &str = "192.0.2.7";

fn code<T: core::fmt::Debug>(result: services::Result<T>) -> String {
    match result {
        Err(Error::Rejected(rejection)) if !rejection.fields.is_empty() => {
            rejection.fields.iter().map(|problem| problem.field.clone()).collect::<Vec<_>>().join(" ")
        }
        Err(Error::Rejected(rejection)) => rejection.code.to_owned(),
        Err(Error::NotFound) => "not_found".to_owned(),
        Err(Error::Forbidden(denied)) => format!("forbidden: {denied}"),
        other => format!("{other:?}"),
    }
}

/// A log-in of a kind and a call by it.
async fn somebody(app: &TestApp, kind: AccountKind, login_id: &str) -> (AccountId, Call) {
    let cast = cast(app, 1).await;
    let new = NewAccount {
        kind,
        login_id: login_id.to_owned(),
        name: "山本 健太".to_owned(),
        password: Some(PASSWORD.to_owned()),
        technician: (kind == AccountKind::Technician).then(|| cast.people[0]),
        business: (kind == AccountKind::BusinessAdmin).then_some(cast.prime),
        sites: Vec::new(),
    };
    account::create(&app.system(), new).await.expect("an account");
    let id = store::account::by_login_id(app.db().read(), login_id).await.expect("rows").expect("an account").id;
    (id, app.by(account::actor_of(app.db(), id).await.expect("an actor")))
}

/// The same without a cast of its own.
async fn operator(app: &TestApp, login_id: &str) -> (AccountId, Call) {
    let new = NewAccount {
        kind: AccountKind::Operator,
        login_id: login_id.to_owned(),
        name: "運営".to_owned(),
        password: Some(PASSWORD.to_owned()),
        technician: None,
        business: None,
        sites: Vec::new(),
    };
    account::create(&app.system(), new).await.expect("an account");
    let id = store::account::by_login_id(app.db().read(), login_id).await.expect("rows").expect("an account").id;
    (id, app.by(account::actor_of(app.db(), id).await.expect("an actor")))
}

async fn asked_new(me: &Call) -> Asked {
    passkey::ask_new(me, "わたしのスマホ", PASSWORD, CLIENT).await.expect("a challenge")
}

/// A key registered for who is logged in.
async fn registered(me: &Call) -> SoftKey {
    let (mut key, asked) = (SoftKey::new(ORIGIN), asked_new(me).await);
    passkey::keep(me, Some(asked.challenge), &key.make(&asked.options)).await.expect("kept");
    key
}

async fn asked(app: &TestApp) -> Asked {
    passkey::ask_log_in(&app.call, CLIENT).await.expect("a challenge")
}

async fn log_in(app: &TestApp, key: &mut SoftKey) -> services::Result<AccountId> {
    let asked = asked(app).await;
    let answer = key.answer(&asked.options);
    passkey::log_in(&app.call, Some(asked.challenge), &answer, CLIENT).await
}

#[test]
fn who_registered_a_key_logs_in_by_it_alone_also_where_a_second_factor_is_owed() {
    both(|app| async move {
        let (id, me) = somebody(&app, AccountKind::BusinessAdmin, "minato").await;
        let by_password = account::log_in(&app.call, "minato", PASSWORD, CLIENT).await.expect("logged in");
        assert!(matches!(by_password, LogIn::SecondFactor { .. }), "{by_password:?}");
        let mut key = registered(&me).await;
        let before = passkey::list(&me).await.expect("a list");
        assert_eq!(
            before.iter().map(|row| (row.name.as_str(), row.used_at)).collect::<Vec<_>>(),
            [("わたしのスマホ", None)]
        );
        let later = app.at(20_261_121, "07:30");
        assert_eq!(log_in(&app, &mut key).await.expect("logged in"), id);
        assert_eq!(log_in(&app, &mut key).await.expect("logged in again"), id);
        let after = passkey::list(&me).await.expect("a list");
        assert_eq!(after.iter().map(|row| row.used_at).collect::<Vec<_>>(), [Some(later)]);
        let events = store::event::of_subject(app.db().read(), "account", &id.to_string(), 20).await.expect("events");
        let by = |process: &str| events.iter().filter(|event| event.process == process).collect::<Vec<_>>();
        assert_eq!(by("passkey.register").len(), 1);
        let noted = by("account.log_in");
        assert_eq!(noted.len(), 2, "as other log-ins are");
        let which = before[0].id.to_string();
        assert!(noted.iter().all(|event| event.new.as_ref().is_some_and(|new| new.contains(&which))), "{noted:?}");
    });
}

#[test]
fn what_a_browser_is_asked_binds_key_and_holder() {
    both(|app| async move {
        let (id, me) = somebody(&app, AccountKind::Technician, "kenta").await;
        let options: serde_json::Value = serde_json::from_str(&asked_new(&me).await.options).expect("JSON");
        assert_eq!(options["rp"]["id"], "register.example");
        assert_eq!(options["attestation"], "none", "nobody's make of phone is asked for");
        let selection = &options["authenticatorSelection"];
        assert_eq!(
            (&selection["residentKey"], &selection["requireResidentKey"], &selection["userVerification"]),
            (&"required".into(), &true.into(), &"required".into())
        );
        let named = options["user"].to_string();
        assert!(!named.contains(&me.actor.technician.expect("a technician").to_string()), "{named}");
        let mut key = registered(&me).await;
        let again = asked_new(&me).await;
        let excluded: serde_json::Value = serde_json::from_str(&again.options).expect("JSON");
        assert_eq!(excluded["excludeCredentials"].as_array().map(Vec::len), Some(1), "the same phone twice is once");
        // A browser that does not heed it gets no further.
        assert_eq!(code(passkey::keep(&me, Some(again.challenge), &key.make(&again.options)).await), passkey::FAILED);
        let options: serde_json::Value = serde_json::from_str(&asked(&app).await.options).expect("JSON");
        assert_eq!(options["userVerification"], "required");
        assert_eq!(options["allowCredentials"].as_array().map_or(0, Vec::len), 0, "nobody learns whose keys there are");
        assert_eq!(log_in(&app, &mut key).await.expect("logged in"), id);
        let (_, other) = operator(&app, "unei").await;
        let theirs = asked_new(&other).await;
        let made = key.make(&theirs.options);
        assert_eq!(
            code(passkey::keep(&other, Some(theirs.challenge), &made).await),
            passkey::KNOWN,
            "one key, one log-in"
        );
        assert_eq!(code(log_in(&app, &mut key).await), passkey::FAILED, "it says that it is the other's, and is not");
    });
}

#[test]
fn answers_that_lie_are_refused_alike() {
    both(|app| async move {
        let (_, me) = somebody(&app, AccountKind::Technician, "kenta").await;
        let mut key = registered(&me).await;
        log_in(&app, &mut key).await.expect("the key is good");

        key.origin = "https://register.example.evil.example".to_owned();
        assert_eq!(code(log_in(&app, &mut key).await), passkey::FAILED, "another origin");
        key.origin = ORIGIN.to_owned();
        key.domain = "evil.example".to_owned();
        assert_eq!(code(log_in(&app, &mut key).await), passkey::FAILED, "another domain");
        key.domain = "register.example".to_owned();
        key.verified = false;
        assert_eq!(code(log_in(&app, &mut key).await), passkey::FAILED, "a phone that was not unlocked");
        key.verified = true;
        let mut foreign = SoftKey::new(ORIGIN).posing_as(&key);
        foreign.counter = key.counter;
        assert_eq!(code(log_in(&app, &mut foreign).await), passkey::FAILED, "another key under its name");
        // The right one forgets the wrong ones, else the next would have to wait.
        log_in(&app, &mut key).await.expect("the key is still good");

        let mut nobodys = SoftKey::new(ORIGIN);
        assert_eq!(code(log_in(&app, &mut nobodys).await), passkey::FAILED, "a key nobody registered");
        let ask = asked(&app).await;
        for nothing in ["", "{}", "null", &"x".repeat(20_000)] {
            assert_eq!(
                code(passkey::log_in(&app.call, Some(ask.challenge), nothing, "192.0.2.8").await),
                match nothing {
                    "" => passkey::FAILED,
                    _ => passkey::LATE,
                },
                "nothing is judged, and the challenge is gone"
            );
        }
    });
}

#[test]
fn a_challenge_is_answered_once_in_time_by_whom_it_was_asked() {
    both(|app| async move {
        let (_, me) = somebody(&app, AccountKind::Technician, "kenta").await;
        let (_, other) = operator(&app, "unei").await;
        let start = app.at(20_261_120, "07:30");
        let mut key = registered(&me).await;
        let first = asked(&app).await;
        let answer = key.answer(&first.options);
        passkey::log_in(&app.call, Some(first.challenge), &answer, CLIENT).await.expect("logged in");
        assert_eq!(
            code(passkey::log_in(&app.call, Some(first.challenge), &answer, CLIENT).await),
            passkey::LATE,
            "sent again"
        );
        let second = asked(&app).await;
        assert_eq!(
            code(passkey::log_in(&app.call, Some(second.challenge), &answer, CLIENT).await),
            passkey::FAILED,
            "an answer to another challenge"
        );
        assert_eq!(code(passkey::log_in(&app.call, None, &answer, CLIENT).await), passkey::LATE, "asked nothing");

        let (in_time, late) = (asked(&app).await, asked(&app).await);
        app.call.clock.set(start.plus_ms(ANSWER_MS - 1));
        let answer = key.answer(&in_time.options);
        passkey::log_in(&app.call, Some(in_time.challenge), &answer, CLIENT).await.expect("just in time");
        app.call.clock.set(start.plus_ms(ANSWER_MS));
        let answer = key.answer(&late.options);
        assert_eq!(code(passkey::log_in(&app.call, Some(late.challenge), &answer, CLIENT).await), passkey::LATE);

        let mine = asked_new(&me).await;
        let made = SoftKey::new(ORIGIN).make(&mine.options);
        assert_eq!(code(passkey::keep(&other, Some(mine.challenge), &made).await), passkey::LATE, "another's");
        assert_eq!(code(passkey::keep(&me, Some(mine.challenge), &made).await), passkey::LATE, "and it is gone");
        let mine = asked_new(&me).await;
        let made = SoftKey::new(ORIGIN).make(&mine.options);
        assert_eq!(
            code(passkey::log_in(&app.call, Some(mine.challenge), &made, "192.0.2.8").await),
            passkey::FAILED,
            "what was asked for registering logs nobody in"
        );
        let log_ins = asked(&app).await;
        assert_eq!(code(passkey::keep(&me, Some(log_ins.challenge), &made).await), passkey::LATE, "and the other way");
    });
}

#[test]
fn a_key_whose_counter_stands_still_or_goes_back_was_copied() {
    both(|app| async move {
        let (_, me) = somebody(&app, AccountKind::Technician, "kenta").await;
        let mut key = registered(&me).await;
        for _ in 0..3 {
            log_in(&app, &mut key).await.expect("logged in");
        }
        for behind in [0, 2] {
            key.counter = behind;
            assert_eq!(code(log_in(&app, &mut key).await), passkey::FAILED, "from {behind}");
        }
        key.counter = 3;
        log_in(&app, &mut key).await.expect("the first holder goes on");
    });
}

#[test]
fn a_removed_key_a_shut_log_in_and_another_password_let_nobody_in() {
    both(|app| async move {
        let (_, me) = somebody(&app, AccountKind::Technician, "kenta").await;
        let (unei, operator) = operator(&app, "unei").await;
        let mut mine = registered(&me).await;
        let id = passkey::list(&me).await.expect("a list")[0].id;
        assert_eq!(code(passkey::remove(&operator, id).await), "not_found", "another's is not there");
        passkey::remove(&me, id).await.expect("removed");
        assert_eq!(code(passkey::remove(&me, id).await), "not_found");
        assert_eq!(code(log_in(&app, &mut mine).await), passkey::FAILED);

        let mut theirs = registered(&operator).await;
        account::renew_password(&app.system(), "unei", "本人確認書類を確かめた").await.expect("renewed");
        assert!(passkey::list(&operator).await.expect("a list").is_empty(), "whoever had it made none that stays");
        assert_eq!(code(log_in(&app, &mut theirs).await), passkey::FAILED);

        let mut again = registered(&me).await;
        account::disable(&app.system(), me.actor.account.expect("an account")).await.expect("shut");
        assert_eq!(code(log_in(&app, &mut again).await), passkey::FAILED);
        assert_ne!(Some(unei), me.actor.account);
    });
}

#[test]
fn a_key_is_registered_by_who_is_logged_in_and_gives_the_password_again() {
    both(|app| async move {
        let (_, me) = somebody(&app, AccountKind::Technician, "kenta").await;
        let nobody = &app.call;
        assert!(code(passkey::list(nobody).await).starts_with("forbidden"));
        assert!(code(passkey::ask_new(nobody, "x", PASSWORD, CLIENT).await).starts_with("forbidden"));
        assert!(code(passkey::keep(nobody, None, "").await).starts_with("forbidden"));
        let ask = async |name: &str, password: &str| code(passkey::ask_new(&me, name, password, CLIENT).await);
        assert_eq!(ask("", "").await, "name password", "both at once");
        assert_eq!(ask(&"鍵".repeat(41), PASSWORD).await, "name");
        for _ in 0..5 {
            assert_eq!(ask("スマホ", "wrong").await, "auth.password_wrong");
        }
        assert_eq!(ask("スマホ", PASSWORD).await, "auth.locked", "as at the log-in");
        app.at(20_261_120, "09:00");
        for _ in 0..HELD_MAX {
            registered(&me).await;
        }
        assert_eq!(ask("スマホ", PASSWORD).await, passkey::TOO_MANY);
    });
}

#[test]
fn guessing_and_asking_end_soon() {
    both(|app| async move {
        let (_, me) = somebody(&app, AccountKind::Technician, "kenta").await;
        let mut key = registered(&me).await;
        key.verified = false;
        for _ in 0..5 {
            assert_eq!(code(log_in(&app, &mut key).await), passkey::FAILED);
        }
        key.verified = true;
        assert_eq!(code(log_in(&app, &mut key).await), "auth.locked", "even the right one waits");
        let mut asked = Ok(());
        for _ in 0..100 {
            asked = passkey::ask_log_in(&app.call, "198.51.100.1").await.map(drop);
            if asked.is_err() {
                break;
            }
        }
        assert_eq!(code(asked), "rate_limited");
    });
}
