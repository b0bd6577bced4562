//! What is refused to whom of levels.

use super::{
    Ground, OWN,
    forms::{Form, form},
    to,
};
use axum::http::{Method, header};
use domain::account::AccountKind;
use testkit::{both, cast};

const JUDGE: &str = "application=ID&moves=1&verdicts%5Bl2-0%5D=met&decision=grant";
const LOOK: &str = "application=ID&moves=1&decision=agree";
const WITHDRAWAL: &str = "grant=ID&step=enter&reason=mistake";

/// As [`super::forms::FORMS`].
pub const LEVELS: &[Form] = &[
    form("apply_level", None, "field=033&level=2", "auth.log_in_first"),
    form("apply_level", Some(AccountKind::BusinessAdmin), "field=033&level=2", "auth.forbidden"),
    form("apply_level", Some(AccountKind::Technician), "field=033&level=2", "level.no_body"),
    form("apply_level", Some(AccountKind::Technician), "field=002&level=2", "level.no_criteria"),
    form("change_level", None, "field=033&application=ID&level=2", "auth.log_in_first"),
    form("change_level", Some(AccountKind::BusinessAdmin), "field=033&application=ID&level=2", "auth.forbidden"),
    form("change_level", Some(AccountKind::Technician), "field=033&application=ID&level=2", "not_found"),
    form("withdraw_level", None, "field=033&application=ID", "auth.log_in_first"),
    form("withdraw_level", Some(AccountKind::BusinessAdmin), "field=033&application=ID", "auth.forbidden"),
    form("withdraw_level", Some(AccountKind::Technician), "field=033&application=ID", "not_found"),
    form("remove_level_statement", None, "field=033&statement=ID", "auth.log_in_first"),
    form("remove_level_statement", Some(AccountKind::BusinessAdmin), "field=033&statement=ID", "auth.forbidden"),
    form("remove_level_statement", Some(AccountKind::Technician), "field=033&statement=ID", "not_found"),
    form("judge_level", None, JUDGE, "auth.log_in_first"),
    form("judge_level", Some(AccountKind::Reviewer), JUDGE, "auth.forbidden"),
    form("judge_level", Some(AccountKind::Technician), JUDGE, "auth.forbidden"),
    form("look_at_level", None, LOOK, "auth.log_in_first"),
    form("look_at_level", Some(AccountKind::Reviewer), LOOK, "auth.forbidden"),
    form("withdraw_level_grant", None, WITHDRAWAL, "auth.log_in_first"),
    form("withdraw_level_grant", Some(AccountKind::Reviewer), WITHDRAWAL, "auth.forbidden"),
    form("enter_level_body", None, "name=x&fields=033", "auth.log_in_first"),
    form("enter_level_body", Some(AccountKind::BusinessAdmin), "name=x&fields=033", "auth.forbidden"),
    form("set_level_fields", None, "body=ID&fields=033", "auth.log_in_first"),
    form("set_level_fields", Some(AccountKind::BusinessAdmin), "body=ID&fields=033", "auth.forbidden"),
    form("issue_level_staff", None, "body=ID&staff_name=x", "auth.log_in_first"),
    form("issue_level_staff", Some(AccountKind::Reviewer), "body=ID&staff_name=x", "auth.forbidden"),
];

#[test]
fn statements_and_proofs_are_their_persons_and_their_judges() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let nobody = uuid::Uuid::nil();
        let statement = format!("/level/statement/{nobody}");
        let proof = format!("/evaluator/applications/{nobody}/proof/qualification/1");
        for (path, cookie, status) in [
            (&statement, "", 403),
            (&statement, business.as_str(), 403),
            (&statement, &technician, 404),
            (&proof, "", 403),
            (&proof, &business, 403),
            (&proof, &technician, 403),
        ] {
            let seen = ground.get(path, cookie).await;
            assert!(seen.status == status || seen.status == 401 && cookie.is_empty(), "{path} {seen:?}");
        }
        for (cookie, code) in
            [("", "auth.log_in_first"), (business.as_str(), "auth.forbidden"), (&technician, "not_found")]
        {
            let body =
                format!("--x\r\nContent-Disposition: form-data; name=\"application\"\r\n\r\n{nobody}\r\n--x--\r\n");
            let request = to(Method::POST, "/passport/level/033/statement", cookie)
                .header(header::ORIGIN, OWN)
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
            let seen = ground.ask(request.body(body.into()).unwrap()).await;
            assert_eq!(ground.refusal(&seen, cookie).await, code, "{seen:?}");
        }
    });
}
