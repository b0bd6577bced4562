//! Server functions of the structure. Invariant: each ends in a redirect; what was typed comes back with its problems.

use crate::shell::UiError;
use domain::structure::StructureForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::id::SiteId,
};

/// Adds a subcontractor (下請を足す).
#[server(endpoint = "add_structure")]
pub async fn add_structure(
    /// 現場ID.
    site: String,
    /// What was typed.
    #[server(flatten)]
    form: StructureForm,
) -> Result<(), UiError> {
    let site: SiteId = site.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let again = Flash::to(format!("/business/sites/{site}/structure/new"));
    let (parent, business) = match form.validate() {
        Ok(read) => read,
        Err(fields) => {
            return again.typed(&form).failed(UiError::fields(fields)).leave().await;
        }
    };
    match services::structure::add(&call(), site, parent, business).await {
        Ok(_) => Flash::to(format!("/business/sites/{site}")).done("structure_added").leave().await,
        Err(error) => again.typed(&form).failed(error.into()).leave().await,
    }
}
