//! Server functions of fees. Invariant: each ends in a redirect, so that reloading never settles twice.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{application::IssuedIds, id::FeeRequestId},
};

/// The page of requests.
#[cfg(feature = "ssr")]
pub(super) const PAGE: &str = "/operator/fees";
/// What a form without the tick answers.
#[cfg(feature = "ssr")]
pub(super) const NOT_CONFIRMED: &str = "fee.not_confirmed";

/// Marks a request paid (入金ずみにする).
#[server(endpoint = "mark_fee_paid")]
pub async fn mark_fee_paid(
    /// The request.
    request: String,
    /// `yes` where the box was ticked.
    #[server(default)]
    confirm: String,
) -> Result<(), UiError> {
    let id: FeeRequestId = request.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(PAGE);
    if confirm != "yes" {
        return page.failed(UiError::of(NOT_CONFIRMED)).leave().await;
    }
    match services::fee::mark_paid(&call(), id).await {
        Ok(issued) => {
            let issued: IssuedIds = issued;
            page.typed(&Some(issued)).done("paid").leave().await
        }
        Err(error) => page.failed(error.into()).leave().await,
    }
}
