//! Another password for a log-in whose holder forgot theirs. Invariant: it is chance, returned once and kept as a
//! hash only, and every session begun with the one before ends with it, as does every passkey.

use super::{Attempt, issue_password, password::hash_password, rows};
use crate::{
    Call, Change, Error, Result,
    notice::{self, Addressee},
    passkey, typed,
};
use domain::{
    access::{Denied, Role},
    account::{IssuedLogin, LoginId},
    form::{FieldProblem, Problem},
    id::AccountId,
    notice::{NoticeKind, Value},
};
use serde_json::json;

/// Gives any log-in but a technician's another password, for the register's own console: whoever runs it has seen who asks, and
/// says so in `reason`. A technician is let in again by アカウント復旧, of which they are told beforehand. Errors: `NotFound`; a
/// missing reason.
pub async fn renew_password(call: &Call, login_id: &str, reason: &str) -> Result<IssuedLogin> {
    // No operator does it alone for another: what two persons decide would be one's.
    if call.actor.role != Role::System {
        return Err(Error::Forbidden(Denied::Role));
    }
    let reason = typed::lines(reason);
    if reason.is_empty() {
        return Err(Error::fields(vec![FieldProblem::new("reason", Problem::Missing)]));
    }
    let login = LoginId::parse(login_id).map_err(|_| Error::NotFound)?;
    let found = rows::by_login_id(call.db.read(), login.as_str()).await?;
    let found = found.filter(|found| found.role != Role::Technician).ok_or(Error::NotFound)?;
    renewed(call, found.id, Some(reason)).await
}

/// The same of a log-in; its business is told where the register reaches it. Permission is the caller's use case's. Errors:
/// `NotFound` for one that is out of use.
pub(crate) async fn renewed(call: &Call, id: AccountId, reason: Option<String>) -> Result<IssuedLogin> {
    let password = issue_password(call);
    let hash = hash_password(call, &password).await?;
    let tx = call.db.begin().await?;
    let account = rows::lock(&tx, id).await?.filter(|account| account.disabled_at.is_none()).ok_or(Error::NotFound)?;
    rows::set_password(&tx, id, &hash, call.now()).await?;
    passkey::end_all(call, &tx, id).await?;
    // Whoever forgot it has tried; the new one is not to wait for that.
    Attempt::forget(&tx, "account", &account.login_id).await?;
    if let Some(business) = account.business {
        let whom = Addressee::of_business(&tx, business).await?;
        let told = [("id", Value::Text(account.login_id.clone())), ("name", Value::Text(account.name.clone()))];
        notice::tell(call, &tx, &whom, NoticeKind::PasswordRenewed, told).await?;
    }
    let change = Change {
        reason,
        process: "account.renew_password",
        subject_kind: "account",
        subject_id: id.to_string(),
        new: Some(json!({ "sessions_ended": true })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(IssuedLogin { login_id: account.login_id, password })
}
