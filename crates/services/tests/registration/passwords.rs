//! A forgotten password of a business's log-in: given anew by another of its people, or by whoever runs the register.

use crate::play::{Desk, PASSWORD, business_form, code, fields};
use domain::{
    access::Role,
    admin_id::{Duty, IdForm, IdKind},
    id::AccountId,
    notice::NoticeKind,
    time::Instant,
};
use services::{Call, account, admin_id, notice};
use testkit::{TestApp, both, cast};

const CLIENT: &str = "192.0.2.7";
const WHY: &str = "登記事項証明書と印鑑証明書を確かめた";

fn form(kind: IdKind, duty: &str) -> IdForm {
    let text = str::to_owned;
    IdForm { kind: text(kind.code()), name: text("大川 恵"), duty: text(duty), ..IdForm::default() }
}

/// Issues an ID: its log-in ID, its account and a call by it.
async fn issued(app: &TestApp, by: &Call, form: &IdForm) -> (String, AccountId, Call) {
    let login = admin_id::issue(by, form).await.unwrap().login_id;
    let id = store::account::by_login_id(app.db().read(), &login).await.unwrap().unwrap().id;
    (login, id, app.by(account::actor_of(app.db(), id).await.unwrap()))
}

async fn may_log_in(app: &TestApp, login_id: &str, password: &str) -> bool {
    account::log_in(&app.call, login_id, password, CLIENT).await.is_ok()
}

#[test]
fn another_manager_gives_the_first_admin_a_new_password_and_the_old_one_and_its_sessions_end() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let first = crate::play::admin(&app, &firm).await;
        let (_, _, manager) = issued(&app, &first, &form(IdKind::Member, Duty::Manager.code())).await;
        let first_id = first.actor.account.unwrap();
        let since = app.call.now();
        assert!(may_log_in(&app, &firm.login_id, PASSWORD).await);
        let later = app.at(20_261_120, "23:00");
        assert!(since < later);
        let renewed = admin_id::renew_password(&manager, first_id).await.unwrap();
        assert_eq!(renewed.login_id, firm.login_id);
        assert!(!may_log_in(&app, &firm.login_id, PASSWORD).await, "the forgotten one is nobody's");
        assert!(may_log_in(&app, &firm.login_id, &renewed.password).await);
        let session = |since: Instant| account::actor_in_session(app.db(), first_id, since);
        assert_eq!(code(session(since).await), "forbidden.log_in_first");
        assert!(session(later).await.is_ok());
        let events = store::event::of_subject(app.db().read(), "account", &first_id.to_string(), 20).await.unwrap();
        let noted = events.iter().find(|event| event.process == "account.renew_password").unwrap();
        assert_eq!(noted.actor_account, manager.actor.account, "the trail says who did");
        assert!(!format!("{events:?}").contains(&renewed.password), "and holds no password");
    });
}

#[test]
fn nobody_else_gives_one_and_nobody_gives_themselves_one() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.prime);
        let first = admin.actor.account.unwrap();
        let (_, branch, at_branch) = issued(&app, &admin, &form(IdKind::Branch, "")).await;
        let (_, staff, by_staff) = issued(&app, &admin, &form(IdKind::Member, Duty::Staff.code())).await;
        let (_, site, _) = issued(&app, &admin, &IdForm::of_site("森下 拓也", &[cast.site])).await;
        assert_eq!(code(admin_id::renew_password(&admin, first).await), "forbidden.not_yours", "one's own");
        assert_eq!(code(admin_id::renew_password(&by_staff, first).await), "forbidden.duty");
        assert_eq!(code(admin_id::renew_password(&at_branch, first).await), "forbidden.not_yours", "it stands above");
        assert_eq!(code(admin_id::renew_password(&at_branch, staff).await), "forbidden.not_yours", "beside it");
        let stranger = cast.admin(&app, cast.stranger);
        for id in [first, branch, site, AccountId(uuid::Uuid::from_u128(9))] {
            assert_eq!(code(admin_id::renew_password(&stranger, id).await), "not_found", "another firm's");
        }
        for role in [Role::Public, Role::Technician, Role::SiteAdmin, Role::Reviewer, Role::Gate, Role::Partner] {
            let who = app.role(role);
            assert!(code(admin_id::renew_password(&who, site).await).starts_with("forbidden."), "{role:?}");
            assert!(code(account::renew_password(&who, "x", WHY).await).starts_with("forbidden."), "{role:?}");
        }
        for id in [branch, staff, site] {
            admin_id::renew_password(&admin, id).await.unwrap();
        }
        admin_id::end(&admin, site).await.unwrap();
        assert_eq!(code(admin_id::renew_password(&admin, site).await), "not_found", "it has ended");
    });
}

#[test]
fn who_runs_the_register_gives_one_to_whoever_is_no_technician() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let person = desk.technician(&app, crate::play::technician_form()).await;
        // Whoever forgot it has tried until the log-in waits.
        for _ in 0..6 {
            assert!(!may_log_in(&app, &firm.login_id, "wrong-password-9").await);
        }
        let missing = account::renew_password(&app.system(), &firm.login_id, " ").await;
        assert_eq!(fields(missing)[0].field, "reason");
        let renewed = account::renew_password(&app.system(), &firm.login_id, WHY).await.unwrap();
        assert!(may_log_in(&app, &firm.login_id, &renewed.password).await);
        for none in [person.login_id.as_str(), "x", "00000000000000"] {
            assert_eq!(code(account::renew_password(&app.system(), none, WHY).await), "not_found", "{none}");
        }
        let own = crate::play::admin(&app, &firm).await;
        assert_eq!(code(account::renew_password(&own, &firm.login_id, WHY).await), "forbidden.role");
        let alone = app.role(Role::Operator);
        assert_eq!(code(account::renew_password(&alone, &firm.login_id, WHY).await), "forbidden.role", "no one alone");
        let of_first = own.actor.account.unwrap().to_string();
        let trail = store::event::of_subject(app.db().read(), "account", &of_first, 20).await.unwrap();
        let noted = trail.iter().find(|event| event.process == "account.renew_password").unwrap();
        assert_eq!(noted.reason.as_deref(), Some(WHY));
        let told = notice::list(&own).await.unwrap();
        assert!(told.iter().any(|line| line.kind == NoticeKind::PasswordRenewed), "the business hears of it");
    });
}
