//! Server functions of sites. Invariant: each ends in a redirect; what was typed comes back with its problems.

use crate::shell::UiError;
use domain::site::SiteForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::shell::{Flash, call};

/// Registers a site (現場を登録する).
#[server(endpoint = "create_site")]
pub async fn create_site(
    /// What was typed.
    #[server(flatten)]
    form: SiteForm,
) -> Result<(), UiError> {
    match services::site::create(&call(), &form).await {
        Ok(site) => Flash::to(format!("/business/sites/{site}")).done("created").leave().await,
        Err(error) => Flash::to("/business/sites/new").typed(&form).failed(error.into()).leave().await,
    }
}
