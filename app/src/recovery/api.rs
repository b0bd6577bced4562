//! Server functions of アカウント復旧. Invariant: each ends in a redirect.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{case, link},
    crate::shell::{Flash, call, error::NOT_FOUND, request::Request, session},
    domain::id::{RecoveryId, TechnicianId},
    serde_json::json,
};

/// Says that it was not oneself who asked (自分ではないと知らせる).
#[server(endpoint = "object_recovery")]
pub async fn object_recovery(
    /// What the link holds.
    t: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    match services::recovery::object(&request.call, &t, &request.client).await {
        Ok(()) => Flash::to(link::OBJECT).done("objected").leave().await,
        Err(error) => Flash::to(link::OBJECT).failed(error.into()).leave().await,
    }
}

/// Chooses a new password by the link sent to the new contact (このパスワードにする).
#[server(endpoint = "set_new_password")]
pub async fn set_new_password(
    /// What the link holds.
    t: String,
    /// The password.
    #[server(default)]
    password: String,
    /// The same once more.
    #[server(default)]
    password_again: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    match services::recovery::set_password(&request.call, &t, &password, &password_again, &request.client).await {
        Ok(login_id) => {
            // The session this browser may have had has ended with the others.
            if session::account().await?.is_some() {
                session::log_out().await?;
            }
            Flash::to("/login").typed(&json!({ "login_id": login_id })).done("password_set").leave().await
        }
        Err(services::Error::Rejected(why)) if !why.fields.is_empty() => {
            let page = Flash::to(link::PASSWORD).failed(services::Error::Rejected(why).into());
            page.leave_at(&link::password_address(&t)).await
        }
        Err(error) => Flash::to(link::PASSWORD).failed(error.into()).leave().await,
    }
}

/// Grants or refuses a request (認める, 断る).
#[server(endpoint = "decide_recovery")]
pub async fn decide_recovery(
    /// Which.
    recovery: String,
    /// `grant` or `refuse`.
    #[server(default)]
    decision: String,
    /// Who is let in.
    #[server(default)]
    technician: String,
    /// What the reviewer writes.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let id: RecoveryId = recovery.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let chosen = technician.parse::<TechnicianId>().ok();
    let decided = match decision.as_str() {
        "grant" => services::recovery::grant(&call(), id, chosen, &reason).await.map(|()| "granted"),
        _ => services::recovery::refuse(&call(), id, &reason).await.map(|()| "refused"),
    };
    let page = Flash::to(case::page_of(id));
    match decided {
        Ok(done) => page.done(done).leave().await,
        Err(error) => page.typed(&case::Typed { technician, reason }).failed(error.into()).leave().await,
    }
}
