//! Server functions of corrections. Invariant: each ends in a redirect.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::case,
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::id::CorrectionId,
};

/// Approves, refuses or takes back a correction (認める, 認めない, 取り下げる).
#[server(endpoint = "decide_correction")]
pub async fn decide_correction(
    /// Which.
    correction: String,
    /// `approve`, `refuse` or `withdraw`.
    #[server(default)]
    decision: String,
    /// Why not.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let id: CorrectionId = correction.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let decided = match decision.as_str() {
        "approve" => services::correction::approve(&call(), id).await.map(|()| "approved"),
        "withdraw" => services::correction::withdraw(&call(), id).await.map(|()| "withdrawn"),
        _ => services::correction::refuse(&call(), id, &reason).await.map(|()| "refused"),
    };
    let page = Flash::to(case::page_of(id));
    match decided {
        Ok(done) => page.done(done).leave().await,
        Err(error) => page.typed(&reason).failed(error.into()).leave().await,
    }
}
