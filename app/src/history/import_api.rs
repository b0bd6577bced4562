//! Server functions of files of days. Invariant: each ends in a redirect to the page of the file, or of the files.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::import::{file_of, files_of},
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::id::{HistoryFileId, SiteId},
};

/// Site and file that a form names, for who may enter days there. Errors: `Forbidden`, `NotFound`.
#[cfg(feature = "ssr")]
async fn named(site: &str, file: &str) -> Result<(SiteId, HistoryFileId), UiError> {
    let not_found = || UiError::of(NOT_FOUND);
    let site: SiteId = site.parse().map_err(|_| not_found())?;
    services::history::may_enter(&call(), site).await?;
    Ok((site, file.parse().map_err(|_| not_found())?))
}

/// Enters the good rows of a file of days (まとめて入力する).
#[server(endpoint = "take_history_file")]
pub async fn take_history_file(
    /// 現場ID.
    site: String,
    /// Which file.
    file: String,
) -> Result<(), UiError> {
    let (site, id) = named(&site, &file).await?;
    match services::history::take_file(&call(), site, id).await {
        Ok(_) => Flash::to(file_of(site, id)).leave().await,
        Err(error) => Flash::to(file_of(site, id)).failed(error.into()).leave().await,
    }
}

/// Throws a file of days away that was only looked at (取り消す).
#[server(endpoint = "discard_history_file")]
pub async fn discard_history_file(
    /// 現場ID.
    site: String,
    /// Which file.
    file: String,
) -> Result<(), UiError> {
    let (site, id) = named(&site, &file).await?;
    match services::history::discard_file(&call(), site, id).await {
        Ok(()) => Flash::to(files_of(site)).leave().await,
        Err(error) => Flash::to(file_of(site, id)).failed(error.into()).leave().await,
    }
}
