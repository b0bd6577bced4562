//! The authenticator app.

use crate::account::{PASSWORD, code, new};
use domain::{
    access::{Denied, Role},
    account::AccountKind,
    id::AccountId,
};
use services::{
    Call, Error,
    account::{self, LogIn, totp_begin, totp_confirm, totp_import},
};
use testkit::{TestApp, both};
use totp_rs::{Algorithm, Secret, TOTP};

async fn operator(app: &TestApp) -> AccountId {
    account::create(&app.system(), new(AccountKind::Operator, "unei-1")).await.unwrap();
    pending(&app.call, false).await
}

async fn pending(call: &Call, expected: bool) -> AccountId {
    let pending = account::log_in(call, "unei-1", PASSWORD, "192.0.2.1").await.unwrap();
    let LogIn::SecondFactor { account, enrolled } = pending else { panic!("{pending:?}") };
    assert_eq!(enrolled, expected);
    account
}

/// The code an app with this secret shows `steps` of 30 seconds from now.
fn shown(call: &Call, secret: &str, steps: i64) -> String {
    let secret = Secret::Encoded(secret.replace(' ', "")).to_bytes().unwrap();
    let totp = TOTP::new(Algorithm::SHA1, 6, 1, 30, secret, None, "unei-1".into()).unwrap();
    totp.generate(u64::try_from(call.now().0 / 1000 + 30 * steps).unwrap())
}

#[test]
fn the_first_code_sets_the_app_up_and_later_ones_log_in() {
    both(|app| async move {
        app.at(20_261_120, "08:00");
        let id = operator(&app).await;
        let setup = totp_begin(&app.call, id).await.unwrap();
        assert!(setup.uri.starts_with("otpauth://totp/CCUS:unei-1?secret="), "{}", setup.uri);
        assert!(setup.qr_svg.starts_with("<svg") && !setup.qr_svg.contains("style"));
        assert_eq!(setup, totp_begin(&app.call, id).await.unwrap(), "reloading the page shows the same");
        assert_eq!(
            code(&account::second_factor(&app.call, id, "123456").await.unwrap_err()),
            "auth.second_factor_missing"
        );

        totp_confirm(&app.call, id, &shown(&app.call, &setup.secret, 0)).await.unwrap();
        assert_eq!(pending(&app.call, true).await, id);
        assert!(matches!(totp_begin(&app.call, id).await, Err(Error::Conflict(_))), "the secret is not shown again");

        app.at(20_261_120, "08:10");
        let wide: String = shown(&app.call, &setup.secret, 0)
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
            .collect();
        account::second_factor(&app.call, id, &wide).await.unwrap();
    });
}

#[test]
fn a_code_is_good_once_and_for_one_step_to_either_side() {
    both(|app| async move {
        app.at(20_261_120, "08:00");
        let id = operator(&app).await;
        let secret = totp_begin(&app.call, id).await.unwrap().secret;
        totp_confirm(&app.call, id, &shown(&app.call, &secret, 0)).await.unwrap();
        let used = shown(&app.call, &secret, 0);
        assert_eq!(code(&account::second_factor(&app.call, id, &used).await.unwrap_err()), "auth.second_factor_wrong");
        for (time, steps, good) in [
            ("08:10", 2, false),
            ("08:10", 1, true),
            ("08:10", 0, false),
            ("08:20", -2, false),
            ("08:20", -1, true),
            ("08:20", 0, true),
        ] {
            app.at(20_261_120, time);
            let answer = account::second_factor(&app.call, id, &shown(&app.call, &secret, steps)).await;
            assert_eq!(answer.is_ok(), good, "{time} {steps}");
        }
    });
}

#[test]
fn of_two_with_the_same_code_at_once_one_gets_in() {
    both(|app| async move {
        let id = operator(&app).await;
        let secret = totp_begin(&app.call, id).await.unwrap().secret;
        totp_confirm(&app.call, id, &shown(&app.call, &secret, -1)).await.unwrap();
        let now = shown(&app.call, &secret, 0);
        let (one, two) =
            tokio::join!(account::second_factor(&app.call, id, &now), account::second_factor(&app.call, id, &now));
        assert_eq!(u32::from(one.is_ok()) + u32::from(two.is_ok()), 1);
    });
}

#[test]
fn five_wrong_codes_stop_the_sixth_though_it_is_right() {
    both(|app| async move {
        app.at(20_261_120, "08:00");
        let id = operator(&app).await;
        let secret = totp_begin(&app.call, id).await.unwrap().secret;
        for _ in 0..6 {
            assert_eq!(
                code(&totp_confirm(&app.call, id, " ").await.unwrap_err()),
                "form.problems",
                "nothing is no try"
            );
        }
        for wrong in ["1", "12345", "abcdef", "0000000", "９９９"] {
            assert_eq!(
                code(&totp_confirm(&app.call, id, wrong).await.unwrap_err()),
                "auth.second_factor_wrong",
                "{wrong}"
            );
        }
        let right = shown(&app.call, &secret, 0);
        assert_eq!(code(&totp_confirm(&app.call, id, &right).await.unwrap_err()), "auth.locked");
        app.at(20_261_120, "08:15");
        totp_confirm(&app.call, id, &shown(&app.call, &secret, 0)).await.unwrap();
    });
}

#[test]
fn a_secret_seen_by_who_did_not_finish_is_worth_nothing_after_the_next_log_in() {
    both(|app| async move {
        let id = operator(&app).await;
        let seen = totp_begin(&app.call, id).await.unwrap().secret;
        pending(&app.call, false).await;
        assert_ne!(totp_begin(&app.call, id).await.unwrap().secret, seen);
        let old = shown(&app.call, &seen, 0);
        assert_eq!(code(&totp_confirm(&app.call, id, &old).await.unwrap_err()), "auth.second_factor_wrong");
    });
}

#[test]
fn the_secret_is_sealed_in_the_database_and_imported_by_the_register_only() {
    both(|app| async move {
        let id = operator(&app).await;
        let secret = *b"12345678901234567890";
        assert!(matches!(
            totp_import(&app.role(Role::Operator), id, &secret).await,
            Err(Error::Forbidden(Denied::Role))
        ));
        totp_import(&app.system(), id, &secret).await.unwrap();
        let kept = store::account::by_id(app.db().read(), id).await.unwrap().unwrap().totp_secret.unwrap();
        assert!(!kept.contains("1234567890") && !kept.contains("GEZDGNBVGY3TQOJQ"));
        let base32 = Secret::Raw(secret.to_vec()).to_encoded().to_string();
        account::second_factor(&app.call, id, &shown(&app.call, &base32, 0)).await.unwrap();
    });
}
