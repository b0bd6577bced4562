//! Logging in with ID and password, its limits, and new log-ins.

use domain::{
    access::{Actor, Denied, Role},
    account::{AccountKind, CLIENT_WRONG_MAX, IssuedLogin},
    admin_id::IdForm,
    id::{BusinessId, SiteId, TechnicianId},
};
use services::{
    Call, Error,
    account::{self, LogIn, NewAccount},
    admin_id,
};
use std::sync::Arc;
use testkit::{TestApp, both, cast};

pub const PASSWORD: &str = "tetsukin-kumitate";

pub fn technician() -> TechnicianId {
    TechnicianId::from_body(4_123_076_551_820)
}

pub fn new(kind: AccountKind, login_id: &str) -> NewAccount {
    NewAccount {
        kind,
        login_id: login_id.to_owned(),
        name: "山本 健太".to_owned(),
        password: Some(PASSWORD.to_owned()),
        technician: (kind == AccountKind::Technician).then(technician),
        business: None,
        sites: Vec::new(),
    }
}

pub fn code(error: &Error) -> &str {
    match error {
        Error::Rejected(rejection) => rejection.code,
        Error::Conflict(code) => code,
        other => panic!("{other}"),
    }
}

fn fields(error: &Error) -> Vec<String> {
    match error {
        Error::Rejected(rejection) => rejection.fields.iter().map(|problem| problem.field.clone()).collect(),
        other => panic!("{other}"),
    }
}

async fn refused(call: &Call, login_id: &str, password: &str) -> String {
    code(&account::log_in(call, login_id, password, "192.0.2.1").await.expect_err("no log-in")).to_owned()
}

async fn with_technician(app: &TestApp) {
    account::create(&app.system(), new(AccountKind::Technician, &technician().to_string())).await.unwrap();
}

#[test]
fn a_technician_logs_in_with_the_id_in_any_width_and_grouping() {
    both(|app| async move {
        with_technician(&app).await;
        let digits = technician().to_string();
        let wide: String = digits.chars().map(|c| char::from_u32(u32::from(c) - 0x30 + 0xff10).unwrap()).collect();
        for typed in [digits.clone(), technician().grouped(), wide, format!(" {digits} ")] {
            let done = account::log_in(&app.call, &typed, PASSWORD, "192.0.2.1").await.unwrap();
            let LogIn::Done(id) = done else { panic!("{done:?}") };
            let actor = account::actor_of(app.db(), id).await.unwrap();
            assert_eq!((actor.role, actor.technician, actor.account), (Role::Technician, Some(technician()), Some(id)));
            let profile = account::profile(&app.by(actor)).await.unwrap();
            assert_eq!((profile.name.as_str(), profile.login_id), ("山本 健太", digits.clone()));
        }
    });
}

#[test]
fn what_was_left_empty_is_said_and_is_no_try() {
    both(|app| async move {
        with_technician(&app).await;
        let id = technician().to_string();
        for (login_id, password, empty) in
            [("", "x", vec!["login_id"]), (&*id, "", vec!["password"]), (" ", "", vec!["login_id", "password"])]
        {
            for _ in 0..7 {
                let refused = account::log_in(&app.call, login_id, password, "192.0.2.1").await.unwrap_err();
                assert_eq!(fields(&refused), empty, "{login_id:?} {password:?}");
            }
        }
        assert_eq!(
            account::tries_left(&app.call, &id).await.unwrap(),
            account::tries_left(&app.call, "9").await.unwrap()
        );
        account::log_in(&app.call, &id, PASSWORD, "192.0.2.1").await.unwrap();
    });
}

#[test]
fn a_wrong_password_and_an_unknown_id_get_the_same_answer() {
    both(|app| async move {
        with_technician(&app).await;
        let known = technician().to_string();
        let unknown = TechnicianId::from_body(1).to_string();
        for (login_id, password) in [
            (known.as_str(), "tetsukin-kumitat"),
            (unknown.as_str(), PASSWORD),
            ("'; DROP TABLE account; --", PASSWORD),
        ] {
            assert_eq!(refused(&app.call, login_id, password).await, "auth.login_failed", "{login_id}");
        }
        let long = "x".repeat(100_000);
        assert_eq!(refused(&app.call, &known, &long).await, "auth.login_failed");
    });
}

#[test]
fn five_wrong_tries_stop_the_sixth_whether_or_not_the_id_exists() {
    both(|app| async move {
        with_technician(&app).await;
        app.at(20_261_120, "07:30");
        for login_id in [technician().to_string(), TechnicianId::from_body(1).to_string()] {
            for _ in 0..5 {
                assert_eq!(refused(&app.call, &login_id, "wrong").await, "auth.login_failed");
            }
            assert_eq!(refused(&app.call, &login_id, PASSWORD).await, "auth.locked");
        }
        // Waiting is not made longer by trying.
        app.at(20_261_120, "07:44");
        assert_eq!(refused(&app.call, &technician().to_string(), PASSWORD).await, "auth.locked");
        app.at(20_261_120, "07:45");
        account::log_in(&app.call, &technician().to_string(), PASSWORD, "192.0.2.1").await.unwrap();
    });
}

#[test]
fn a_right_password_forgets_the_wrong_tries_at_its_id_but_not_those_of_the_client() {
    both(|app| async move {
        with_technician(&app).await;
        let id = technician().to_string();
        for _ in 0..4 {
            refused(&app.call, &id, "wrong").await;
        }
        account::log_in(&app.call, &id, PASSWORD, "192.0.2.1").await.unwrap();
        for _ in 0..4 {
            assert_eq!(refused(&app.call, &id, "wrong").await, "auth.login_failed");
        }
        for other in 0..i64::from(CLIENT_WRONG_MAX) - 8 {
            let other = TechnicianId::from_body(100 + other).to_string();
            assert_eq!(refused(&app.call, &other, "wrong").await, "auth.login_failed");
        }
        account::log_in(&app.call, &id, PASSWORD, "198.51.100.7").await.expect("another client is not held up");
        assert_eq!(refused(&app.call, &id, PASSWORD).await, "auth.locked");
    });
}

#[test]
fn many_tries_at_once_do_not_pass_the_limit() {
    both(|app| async move {
        with_technician(&app).await;
        let tries = (0..24).map(|at| {
            let call = app.call.clone();
            let client = format!("203.0.113.{at}");
            tokio::spawn(async move {
                let error =
                    account::log_in(&call, &technician().to_string(), "wrong", &client).await.expect_err("wrong");
                code(&error) == "auth.login_failed"
            })
        });
        let mut judged = 0;
        for tried in tries.collect::<Vec<_>>() {
            judged += u32::from(tried.await.unwrap());
        }
        assert!(judged <= 5, "{judged} passwords were tried");
    });
}

#[test]
fn a_disabled_log_in_is_as_good_as_none() {
    both(|app| async move {
        with_technician(&app).await;
        let id = technician().to_string();
        let LogIn::Done(account) = account::log_in(&app.call, &id, PASSWORD, "192.0.2.1").await.unwrap() else {
            panic!()
        };
        assert!(matches!(account::disable(&app.call, account).await, Err(Error::Forbidden(Denied::LogInFirst))));
        account::disable(&app.system(), account).await.unwrap();
        assert_eq!(refused(&app.call, &id, PASSWORD).await, "auth.login_failed");
        assert!(matches!(account::actor_of(app.db(), account).await, Err(Error::Forbidden(Denied::LogInFirst))));
        let of_nobody = Actor { account: Some(account), ..Actor::of(Role::Technician) };
        assert!(account::profile(&app.by(of_nobody)).await.is_err());
    });
}

#[test]
fn only_the_operator_makes_log_ins_and_what_is_wrong_is_told_at_once() {
    both(|app| async move {
        for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Operator | Role::System)) {
            let made = account::create(&app.role(role), new(AccountKind::Reviewer, "shinsa-1")).await;
            assert!(matches!(made, Err(Error::Forbidden(_))), "{role:?}");
        }
        let wrong =
            NewAccount { name: " ".into(), password: Some("password1".into()), ..new(AccountKind::Operator, "！") };
        let error = account::create(&app.system(), wrong).await.expect_err("three problems");
        assert_eq!(fields(&error), ["login_id", "name", "password"]);

        let issued = NewAccount { password: None, ..new(AccountKind::Reviewer, "Shinsa-1") };
        let IssuedLogin { login_id, password } = account::create(&app.role(Role::Operator), issued).await.unwrap();
        assert_eq!(login_id, "shinsa-1");
        assert_eq!(password.len(), 19);
        assert!(!password.contains(['l', '1', 'o', '0', 'O', 'I']), "{password}");
        let pending = account::log_in(&app.call, "SHINSA-1", &password, "192.0.2.1").await.unwrap();
        assert!(matches!(pending, LogIn::SecondFactor { enrolled: false, .. }));

        let again = account::create(&app.system(), new(AccountKind::Operator, "shinsa-1")).await;
        assert_eq!(code(&again.expect_err("taken")), "conflict.duplicate");
    });
}

fn admin(business: BusinessId) -> Actor {
    Actor { business: Some(business), ..Actor::of(Role::BusinessAdmin) }
}

async fn site_admin(app: &Arc<TestApp>, business: BusinessId, sites: Vec<SiteId>) -> Result<IssuedLogin, Error> {
    admin_id::issue(&app.by(admin(business)), &IdForm::of_site("所長 田中", &sites)).await
}

#[test]
fn a_business_makes_site_admins_for_sites_it_takes_part_in() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        for running in 1..=2 {
            let issued = site_admin(&app, cast.sub, vec![cast.site]).await.unwrap();
            assert_eq!(issued.login_id, format!("{}-s0{running}", cast.sub));
            let pending = account::log_in(&app.call, &issued.login_id, &issued.password, "192.0.2.1").await.unwrap();
            let LogIn::SecondFactor { account, .. } = pending else { panic!("{pending:?}") };
            let actor = account::actor_of(app.db(), account).await.unwrap();
            assert_eq!((actor.role, actor.business, actor.sites), (Role::SiteAdmin, Some(cast.sub), vec![cast.site]));
        }
        assert_eq!(
            fields(&site_admin(&app, cast.stranger, vec![cast.site]).await.expect_err("foreign site")),
            ["sites"]
        );
        assert_eq!(fields(&site_admin(&app, cast.sub, Vec::new()).await.expect_err("no site")), ["sites"]);
        for role in Role::ALL.into_iter().filter(|role| *role != Role::BusinessAdmin) {
            let made = admin_id::issue(&app.role(role), &IdForm::of_site("所長", &[cast.site])).await;
            assert!(matches!(made, Err(Error::Forbidden(_))), "{role:?}");
        }
    });
}

#[test]
fn a_business_lists_its_own_log_ins_only() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let issued = site_admin(&app, cast.sub, vec![cast.site]).await.unwrap();
        let rows = account::list(&app.by(admin(cast.sub))).await.unwrap();
        let [own, row] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!(own.kind, AccountKind::BusinessAdmin, "its admin first");
        assert_eq!(
            (row.kind, row.login_id.as_str(), row.second_factor),
            (AccountKind::SiteAdmin, issued.login_id.as_str(), false)
        );
        assert_eq!(row.sites, [(cast.site, "湊町三丁目共同住宅".to_owned())]);
        assert_eq!(row.last_login_at, None);
        let others = account::list(&app.by(admin(cast.prime))).await.unwrap();
        assert!(others.len() == 1 && others[0].kind == AccountKind::BusinessAdmin, "{others:?}");
        for role in Role::ALL.into_iter().filter(|role| *role != Role::BusinessAdmin) {
            assert!(matches!(account::list(&app.role(role)).await, Err(Error::Forbidden(_))), "{role:?}");
        }
    });
}
