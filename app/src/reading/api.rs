//! Server functions of readers' files. Invariant: each ends in a redirect.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::id::{ReadingFileId, SiteId},
};

/// The page of a site's files.
#[cfg(feature = "ssr")]
pub(super) fn list_of(site: SiteId) -> String {
    format!("/business/sites/{site}/readings")
}

/// The page of a file.
#[cfg(feature = "ssr")]
pub(super) fn page_of(site: SiteId, file: ReadingFileId) -> String {
    format!("{}/{file}", list_of(site))
}

#[cfg(feature = "ssr")]
fn named(site: &str, file: &str) -> Result<(SiteId, ReadingFileId), UiError> {
    let not_found = || UiError::of(NOT_FOUND);
    Ok((site.parse().map_err(|_| not_found())?, file.parse().map_err(|_| not_found())?))
}

/// Records the touches of a file (タッチを記録する).
#[server(endpoint = "record_readings")]
pub async fn record_readings(
    /// 現場ID.
    site: String,
    /// Which file.
    file: String,
) -> Result<(), UiError> {
    let (site, file) = named(&site, &file)?;
    let page = Flash::to(page_of(site, file));
    match services::reading::record(&call(), site, file).await {
        Ok(()) => page.leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Throws a file away (このファイルを取りやめる).
#[server(endpoint = "discard_readings")]
pub async fn discard_readings(
    /// 現場ID.
    site: String,
    /// Which file.
    file: String,
) -> Result<(), UiError> {
    let (site, file) = named(&site, &file)?;
    match services::reading::discard(&call(), site, file).await {
        Ok(()) => Flash::to(list_of(site)).leave().await,
        Err(error) => Flash::to(page_of(site, file)).failed(error.into()).leave().await,
    }
}
