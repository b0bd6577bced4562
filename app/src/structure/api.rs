//! Server functions of the structure. Invariant: each ends in a redirect; what was typed comes back with its problems.

use crate::shell::UiError;
use domain::structure::StructureForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::id::{SiteId, StructureId},
    serde::{Deserialize, Serialize},
};

/// What the form that ends a place keeps.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Ending {
    pub(super) place: String,
    pub(super) until: String,
}

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
    let added = match form.validate() {
        Ok(read) => read,
        Err(fields) => {
            return again.typed(&form).failed(UiError::fields(fields)).leave().await;
        }
    };
    match services::structure::enter(&call(), site, &added).await {
        Ok(_) => Flash::to(format!("/business/sites/{site}")).done("structure_added").leave().await,
        Err(error) => again.typed(&form).failed(error.into()).leave().await,
    }
}

/// Says whether one's business takes part in a site (入る, ことわる).
#[server(endpoint = "answer_structure")]
pub async fn answer_structure(
    /// The place.
    place: String,
    /// `yes` or `no`.
    answer: String,
) -> Result<(), UiError> {
    let place: StructureId = place.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let (takes_part, done) = match answer.as_str() {
        "yes" => (true, "structure_accepted"),
        "no" => (false, "structure_declined"),
        _ => return Err(UiError::of(NOT_FOUND)),
    };
    let page = Flash::to("/business");
    match services::structure::answer(&call(), place, takes_part).await {
        Ok(()) => page.done(done).leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// The page of a site's tree, and the place a form names.
#[cfg(feature = "ssr")]
fn place_of(site: &str, place: &str) -> Result<(Flash, StructureId), UiError> {
    let not_found = || UiError::of(NOT_FOUND);
    let site: SiteId = site.parse().map_err(|_| not_found())?;
    let place: StructureId = place.parse().map_err(|_| not_found())?;
    Ok((Flash::to(format!("/business/sites/{site}/structure")), place))
}

/// Confirms what a lower tier registered (確認する).
#[server(endpoint = "confirm_structure")]
pub async fn confirm_structure(
    /// 現場ID.
    site: String,
    /// The place.
    place: String,
) -> Result<(), UiError> {
    let (page, place) = place_of(&site, &place)?;
    match services::structure::confirm(&call(), place).await {
        Ok(()) => page.done("confirmed").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Says the last day of a business in the structure (施工体制から外れる).
#[server(endpoint = "end_structure")]
pub async fn end_structure(
    /// 現場ID.
    site: String,
    /// The place.
    place: String,
    /// 最後の日.
    until: String,
) -> Result<(), UiError> {
    let (page, id) = place_of(&site, &place)?;
    match services::structure::end(&call(), id, &until).await {
        Ok(()) => page.done("ended").leave().await,
        Err(error) => page.typed(&Ending { place, until }).failed(error.into()).leave().await,
    }
}
