//! The link to a new password. Invariant: it is used once, and with it every session of the log-in begun before ends, and every passkey.

use super::{GONE, about, rows};
use crate::{
    Call, Change, Error, Result,
    account::{self, count, hash_handed, hash_password},
    passkey,
};
use domain::recovery::{RecoveryState, link_opens};
use serde_json::json;
use store::{ConnectionTrait, account::Account, recovery::Recovery};

/// What a link that still opens belongs to, and the log-in. Errors: `recovery.link_gone`.
async fn behind(call: &Call, db: &impl ConnectionTrait, token: &str) -> Result<(Recovery, Account)> {
    let found = rows::by_link(db, &hash_handed(token)).await?.filter(|found| opens(call, found));
    let recovery = found.ok_or(Error::rejected(GONE))?;
    let account = match recovery.granted_to {
        Some(technician) => store::account::of_technician(db, technician).await?,
        None => None,
    };
    account.map(|account| (recovery, account)).ok_or(Error::rejected(GONE))
}

fn opens(call: &Call, of: &Recovery) -> bool {
    let is_open = of.state == RecoveryState::Granted && of.used_at.is_none() && of.link_hash.is_some();
    let sent = of.decided_at.filter(|_| is_open);
    sent.is_some_and(|sent| link_opens(sent, call.now()))
}

/// The ID a link to a new password is for. The link is the permission. Errors: `recovery.link_gone`.
pub async fn login_of(call: &Call, token: &str) -> Result<String> {
    Ok(behind(call, call.db.read(), token).await?.1.login_id)
}

/// Sets the password typed twice by the link, from the address `client`; answers the ID to log in with. Errors:
/// `recovery.link_gone`; problems of `password` and `password_again`; `rate_limited`.
pub async fn set_password(call: &Call, token: &str, password: &str, again: &str, client: &str) -> Result<String> {
    count(call, "recovery_link", client).await?;
    behind(call, call.db.read(), token).await?;
    account::require_new(password, again)?;
    let hash = hash_password(call, password).await?;
    let tx = call.db.begin().await?;
    let (found, account) = behind(call, &tx, token).await?;
    // Of two who press at once the second finds it used.
    let mut recovery =
        rows::lock(&tx, found.id).await?.filter(|found| opens(call, found)).ok_or(Error::rejected(GONE))?;
    store::account::set_password(&tx, account.id, &hash, call.now()).await?;
    passkey::end_all(call, &tx, account.id).await?;
    recovery.used_at = Some(call.now());
    rows::update(&tx, &recovery).await?;
    let mut used = about(&recovery, "recovery.use");
    used.old = Some(json!({ "used": false }));
    used.new = Some(json!({ "used": true }));
    call.note(&tx, used).await?;
    let change = Change {
        process: "account.set_password",
        subject_kind: "account",
        subject_id: account.id.to_string(),
        new: Some(json!({ "recovery": recovery.id, "sessions_ended": true })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(account.login_id)
}
