//! Server functions of passkeys. Invariant: whose key it is, the log-in or the key says, never the page; a challenge is answered in the
//! browser's own session.
#![expect(missing_docs, reason = "a server function's arguments become fields of a struct, which cannot be documented")]

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::{
        account::next_page,
        shell::{Flash, call, error::NOT_FOUND, request, session},
    },
    domain::access::Role,
    services::passkey,
};

/// The page of a technician's passkeys.
pub const PASSPORT: &str = "/passport/passkeys";
/// Everybody else's.
pub const OFFICE: &str = "/passkeys";

/// What the page says after a key was registered.
#[cfg(feature = "ssr")]
pub(super) const ADDED: &str = "added";
/// What it says after one was removed.
#[cfg(feature = "ssr")]
pub(super) const REMOVED: &str = "removed";

/// The page of the passkeys of who is logged in.
#[cfg(feature = "ssr")]
pub(super) fn own_page() -> &'static str {
    if call().actor.role == Role::Technician { PASSPORT } else { OFFICE }
}

/// Asks this browser to make a key, for who is logged in and gives the password again. Answers the browser's options.
#[server(endpoint = "ask_passkey")]
pub async fn ask_passkey(name: String, password: String) -> Result<String, UiError> {
    let asked = passkey::ask_new(&call(), &name, &password, &request::client()).await;
    let asked = asked.map_err(|error| UiError::from(error).answered())?;
    session::await_passkey(asked.challenge).await?;
    Ok(asked.options)
}

/// Keeps the key this browser made. Answers the page that says so.
#[server(endpoint = "keep_passkey")]
pub async fn keep_passkey(answer: String) -> Result<String, UiError> {
    let challenge = session::take_passkey().await?;
    passkey::keep(&call(), challenge, &answer).await.map_err(|error| UiError::from(error).answered())?;
    // The script that asked goes there by itself.
    Flash::to(own_page()).done(ADDED).put().await?;
    Ok(own_page().to_owned())
}

/// Removes a key (消す).
#[server(endpoint = "remove_passkey")]
pub async fn remove_passkey(passkey: String) -> Result<(), UiError> {
    let id = passkey.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::passkey::remove(&call(), id).await {
        Ok(()) => Flash::to(own_page()).done(REMOVED).leave().await,
        Err(error) => Flash::to(own_page()).failed(error.into()).leave().await,
    }
}

/// Asks this browser for a key to log in by. Answers the browser's options.
#[server(endpoint = "ask_log_in")]
pub async fn ask_log_in() -> Result<String, UiError> {
    let asked = passkey::ask_log_in(&call(), &request::client()).await;
    let asked = asked.map_err(|error| UiError::from(error).answered())?;
    session::await_passkey(asked.challenge).await?;
    Ok(asked.options)
}

/// Logs in by the key's answer. Answers where to go on.
#[server(endpoint = "log_in_by_passkey")]
pub async fn log_in_by_passkey(answer: String) -> Result<String, UiError> {
    let challenge = session::take_passkey().await?;
    let account = passkey::log_in(&call(), challenge, &answer, &request::client()).await;
    let account = account.map_err(|error| UiError::from(error).answered())?;
    session::log_in_by_key(account).await?;
    next_page(account).await
}
