//! Server functions of codes that show the passport. Invariant: whose code it is, the log-in says, never the page.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::shell::{Flash, call};

/// The page of the code.
#[cfg(feature = "ssr")]
pub(super) const PAGE: &str = "/passport/show";

/// Makes a code (コードを出す).
#[server(endpoint = "make_share")]
pub async fn make_share() -> Result<(), UiError> {
    match services::share::make(&call()).await {
        Ok(()) => Flash::to(PAGE).leave().await,
        Err(error) => Flash::to(PAGE).failed(error.into()).leave().await,
    }
}

/// Ends the code (見せるのをやめる).
#[server(endpoint = "end_share")]
pub async fn end_share() -> Result<(), UiError> {
    match services::share::end(&call()).await {
        Ok(()) => Flash::to(PAGE).leave().await,
        Err(error) => Flash::to(PAGE).failed(error.into()).leave().await,
    }
}
