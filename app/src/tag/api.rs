//! Server functions of tags. Invariant: each ends in a redirect; which way a touch goes is said by the button pressed.

use crate::shell::UiError;
use domain::tag::TagForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::{
        poster,
        shell::{Flash, call, error::NOT_FOUND, session::is_own_path},
    },
    domain::{id::SiteId, tag::EndReason},
};

/// What the page says after a tag was entered.
#[cfg(feature = "ssr")]
pub(super) const ADDED: &str = "tag_added";
/// After one was ended.
#[cfg(feature = "ssr")]
pub(super) const ENDED: &str = "tag_ended";

/// The page of a site's tags.
#[cfg(feature = "ssr")]
pub fn page_of(site: SiteId) -> String {
    format!("/business/sites/{site}/tags")
}

/// Enters a tag of a site (タグを登録する).
#[server(endpoint = "add_tag")]
pub async fn add_tag(
    /// 現場ID.
    site: String,
    /// What was typed.
    #[server(flatten)]
    form: TagForm,
) -> Result<(), UiError> {
    let site: SiteId = site.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::tag::add(&call(), site, &form).await {
        Ok(()) => Flash::to(page_of(site)).done(ADDED).leave().await,
        Err(error) => Flash::to(page_of(site)).typed(&form).failed(error.into()).leave().await,
    }
}

/// Ends a tag of a site (タグを止める).
#[server(endpoint = "end_tag")]
pub async fn end_tag(
    /// 現場ID.
    site: String,
    /// The chip's number.
    uid: String,
    /// Why, a code.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let not_found = || UiError::of(NOT_FOUND);
    let site: SiteId = site.parse().map_err(|_| not_found())?;
    let reason = EndReason::from_code(&reason).ok_or_else(not_found)?;
    match services::tag::end(&call(), site, &uid, reason).await {
        Ok(()) => Flash::to(page_of(site)).done(ENDED).leave().await,
        Err(error) => Flash::to(page_of(site)).failed(error.into()).leave().await,
    }
}

/// Records one's own touch by a tag (入場・退場).
#[server(endpoint = "touch_tag")]
pub async fn touch_tag(
    /// The tag's link, path and query.
    link: String,
    /// The touch, as the page made it.
    touch: String,
    /// `in` or `out`.
    kind: String,
    /// Degrees north, where the phone said so.
    #[server(default)]
    latitude: String,
    /// Degrees east.
    #[server(default)]
    longitude: String,
    /// By how many metres they may be wrong.
    #[server(default)]
    accuracy: String,
) -> Result<(), UiError> {
    let (press, done) = poster::press(&touch, &kind, [&latitude, &longitude, &accuracy])?;
    if !link.starts_with("/t?") || !is_own_path(&link) {
        return Err(UiError::of(NOT_FOUND));
    }
    match services::tag::record(&call(), &link, press).await {
        Ok(()) => Flash::to(link).done(done).leave().await,
        Err(error) => Flash::to(link).failed(error.into()).leave().await,
    }
}
