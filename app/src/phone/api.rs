//! Server functions of a technician's phones. Invariant: whose phone it is, the log-in says, never the page.
#![expect(missing_docs, reason = "a server function's arguments become fields of a struct, which cannot be documented")]

use crate::shell::UiError;
use domain::touch::wire::code::Certified;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::shell::{Flash, call};

/// The page of the code.
#[cfg(feature = "ssr")]
pub(super) const PAGE: &str = "/passport/qr";
/// What it says after all phones were ended.
#[cfg(feature = "ssr")]
pub(super) const ENDED: &str = "phones_ended";

/// Certifies the key of the phone in the hand of who is logged in.
#[server(endpoint = "certify_phone")]
pub async fn certify_phone(public_key: String) -> Result<Certified, UiError> {
    let certified = services::phone::certify(&call(), &public_key).await;
    certified.map_err(|error| UiError::from(error).answered())
}

/// Ends every phone of who is logged in (コードを止める).
#[server(endpoint = "end_phones")]
pub async fn end_phones() -> Result<(), UiError> {
    match services::phone::end_all(&call()).await {
        Ok(()) => Flash::to(PAGE).done(ENDED).leave().await,
        Err(error) => Flash::to(PAGE).failed(error.into()).leave().await,
    }
}
