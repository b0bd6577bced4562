//! The first password of a business that was registered by its signed consent. Invariant: only a log-in that never had a password
//! gets one by this link, once, and the link goes where the register reaches the business.

use super::{GONE, LINK, require_ours, rows};
use crate::{
    Call, Change, Error, Result,
    account::{self, NOBODY, count, hash_handed, hash_password, seal_handed},
    application, notice,
};
use domain::{
    application::State,
    id::{ApplicationId, BusinessId},
    notice::{NoticeKind, Value},
    proxy::link_opens,
};
use serde_json::json;
use store::{ConnectionTrait, account::Account, application::Application, proxy::Proxy};

/// Asks a business that has just been registered on paper to choose its password; a link sent before opens nothing any more.
pub(crate) async fn ask_first_password(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    id: BusinessId,
) -> Result<()> {
    let token = hex::encode(call.ids.bytes::<16>());
    rows::asked(tx, application.id, &hash_handed(&token), call.now()).await?;
    let whom = notice::Addressee::of_business(tx, id).await?;
    let values = [
        ("name", Value::Text(application.name.clone())),
        ("id", Value::Text(id.to_string())),
        ("link", Value::Sealed(seal_handed(call, LINK, &token)?)),
    ];
    notice::tell(call, tx, &whom, NoticeKind::FirmRegisteredByProxy, values).await?;
    Ok(())
}

/// The log-in of a registered business, while nobody has chosen its password.
async fn unchosen(db: &impl ConnectionTrait, application: &Application) -> Result<Option<(BusinessId, Account)>> {
    let Some(id) = application.business_id.filter(|_| application.state == State::Completed) else { return Ok(None) };
    let account = store::account::by_login_id(db, &id.to_string()).await?;
    Ok(account.filter(|account| account.password_hash == NOBODY).map(|account| (id, account)))
}

/// Sends the link once more, for who filed the registration. Errors: `NotFound`; `conflict.state` where there is no log-in
/// that waits for its password; `rate_limited`.
pub async fn send_password_link(call: &Call, id: ApplicationId) -> Result<()> {
    require_ours(call, id).await?;
    count(call, "invite", &id.0.to_string()).await?;
    let tx = call.db.begin().await?;
    let application = store::application::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    let (business, _) = unchosen(&tx, &application).await?.ok_or(Error::Conflict(application::STATE))?;
    ask_first_password(call, &tx, &application, business).await?;
    call.note(&tx, application::about(&application, "application.password_asked")).await?;
    tx.commit().await?;
    Ok(())
}

async fn behind(call: &Call, db: &impl ConnectionTrait, token: &str) -> Result<(Proxy, Account)> {
    let proxy = rows::by_token(db, &hash_handed(token)).await?.ok_or(Error::rejected(GONE))?;
    let is_open = proxy.asked_at.is_some_and(|asked| link_opens(asked, call.now()));
    let application = store::application::find(db, proxy.application_id).await?.filter(|_| is_open);
    let found = match &application {
        Some(application) => unchosen(db, application).await?,
        None => None,
    };
    found.map(|(_, account)| (proxy, account)).ok_or(Error::rejected(GONE))
}

/// The ID a link to a first password is for. The link is the permission. Errors: `proxy.link_gone`.
pub async fn first_login(call: &Call, token: &str) -> Result<String> {
    Ok(behind(call, call.db.read(), token).await?.1.login_id)
}

/// Sets the password typed twice by the link, from the address `client`; answers the ID to log in with. Errors:
/// `proxy.link_gone`; problems of `password` and `password_again`; `rate_limited`.
pub async fn choose_first_password(
    call: &Call,
    token: &str,
    (password, again): (&str, &str),
    client: &str,
) -> Result<String> {
    count(call, "proxy", client).await?;
    behind(call, call.db.read(), token).await?;
    account::require_new(password, again)?;
    let hash = hash_password(call, password).await?;
    let tx = call.db.begin().await?;
    let (proxy, _) = behind(call, &tx, token).await?;
    // Of two who press at once the second finds it used.
    store::application::lock(&tx, proxy.application_id).await?.ok_or(Error::rejected(GONE))?;
    let (proxy, account) = behind(call, &tx, token).await?;
    store::account::set_password(&tx, account.id, &hash, call.now()).await?;
    rows::taken_back(&tx, proxy.application_id).await?;
    let change = Change {
        process: "account.set_password",
        subject_kind: "account",
        subject_id: account.id.to_string(),
        new: Some(json!({ "application": proxy.application_id })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(account.login_id)
}
