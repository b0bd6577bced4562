//! Server functions of certificates. Invariant: whose they are, the log-in says, never the page.
#![expect(missing_docs, reason = "a server function's arguments become fields of a struct, which cannot be documented")]

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::shell::{Flash, call, error::NOT_FOUND};
#[cfg(feature = "ssr")]
use domain::certificate::Kind;

/// A person's page.
#[cfg(feature = "ssr")]
pub(super) const OWN: &str = "/passport/certificate";
/// A business's page.
#[cfg(feature = "ssr")]
pub(super) const BUSINESS: &str = "/business/certificate";
/// What it says after one was taken back.
#[cfg(feature = "ssr")]
pub(super) const ENDED: &str = "certificate_ended";

#[cfg(feature = "ssr")]
async fn end(kind: Kind, page: &'static str, id: &str) -> Result<(), UiError> {
    let Ok(id) = id.parse() else { return Flash::to(page).failed(UiError::of(NOT_FOUND)).leave().await };
    match services::certificate::end(&call(), kind, id).await {
        Ok(()) => Flash::to(page).done(ENDED).leave().await,
        Err(error) => Flash::to(page).failed(error.into()).leave().await,
    }
}

/// Takes one of one's own back (取り消す).
#[server(endpoint = "end_certificate")]
pub async fn end_certificate(certificate: String) -> Result<(), UiError> {
    end(Kind::Technician, OWN, &certificate).await
}

/// The same of one's business.
#[server(endpoint = "end_business_certificate")]
pub async fn end_business_certificate(certificate: String) -> Result<(), UiError> {
    end(Kind::Business, BUSINESS, &certificate).await
}
