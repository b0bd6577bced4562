//! Server functions of notices. Invariant: each ends in a redirect, so that reloading posts no letter twice.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::id::DeliveryId,
};

/// The operator's page.
#[cfg(feature = "ssr")]
pub(super) const PAGE: &str = "/operator/notices";

/// Marks a letter as posted (投函ずみにする).
#[server(endpoint = "letter_posted")]
pub async fn letter_posted(
    /// The letter.
    letter: String,
) -> Result<(), UiError> {
    let id: DeliveryId = letter.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::notice::posted(&call(), id).await {
        Ok(()) => Flash::to(PAGE).done("posted").leave().await,
        Err(error) => Flash::to(PAGE).failed(error.into()).leave().await,
    }
}
