//! Server functions of notices. Invariant: each ends in a redirect, so that reloading posts no letter twice.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::list,
    crate::shell::{Flash, call, error::NOT_FOUND, redirect},
    domain::{
        id::{DeliveryId, JobId},
        time::Instant,
    },
};

/// The operator's page.
#[cfg(feature = "ssr")]
pub(super) const PAGE: &str = "/operator/notices";

/// From now on one's own notices count as read (すべて読んだことにする).
#[server(endpoint = "read_notices")]
pub async fn read_notices(
    /// When the newest one shown was told, in milliseconds.
    until: i64,
) -> Result<(), UiError> {
    let call = call();
    services::notice::mark_read(&call, Instant(until)).await?;
    redirect(list::page_of(call.actor.role));
    Ok(())
}

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

/// Has work done again that was given up (もう一度させる).
#[server(endpoint = "work_again")]
pub async fn work_again(
    /// The work.
    work: String,
) -> Result<(), UiError> {
    let id: JobId = work.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::job::again(&call(), id).await {
        Ok(()) => Flash::to(PAGE).done("again").leave().await,
        Err(error) => Flash::to(PAGE).failed(error.into()).leave().await,
    }
}
