//! Server functions of notices. Invariant: each ends in a redirect, so that reloading posts no letter twice.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{list, settings},
    crate::shell::{Flash, call, error::NOT_FOUND, redirect},
    domain::{
        id::{DeliveryId, JobId, LetterBatchId},
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

/// Chooses where notices reach one (この設定にする): a word for each topic one is asked about.
#[server(endpoint = "choose_notices")]
pub async fn choose_notices(
    /// Nothing: it is always as it is.
    #[server(default)]
    security: String,
    /// For what has a deadline.
    #[server(default)]
    due: String,
    /// For what went as it should.
    #[server(default)]
    progress: String,
    /// For cards on their way; technicians only.
    #[server(default)]
    card: String,
    /// For what others ask of one; businesses only.
    #[server(default)]
    request: String,
) -> Result<(), UiError> {
    let call = call();
    let typed = settings::Typed { security, due, progress, card, request };
    let page = Flash::to(settings::page_of(call.actor.role));
    match services::notice::choose(&call, |topic| typed.of(topic)).await {
        Ok(()) => page.done("chosen").leave().await,
        Err(error) => page.typed(&typed).failed(error.into()).leave().await,
    }
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

/// The page of a file of letters.
#[cfg(feature = "ssr")]
pub(super) fn file_page(id: LetterBatchId) -> String {
    format!("{PAGE}/letters/{id}")
}

/// Puts the letters that wait together for posting (郵送のファイルを作る).
#[server(endpoint = "make_letter_file")]
pub async fn make_letter_file() -> Result<(), UiError> {
    match services::notice::letter::put_together(&call()).await {
        Ok(id) => Flash::to(file_page(id)).done("made").leave().await,
        Err(error) => Flash::to(PAGE).failed(error.into()).leave().await,
    }
}

/// Marks all letters of a file as posted (まとめて投函ずみにする).
#[server(endpoint = "letters_posted")]
pub async fn letters_posted(
    /// The file.
    file: String,
) -> Result<(), UiError> {
    let id: LetterBatchId = file.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::notice::letter::post(&call(), id).await {
        Ok(()) => Flash::to(file_page(id)).done("posted").leave().await,
        Err(error) => Flash::to(file_page(id)).failed(error.into()).leave().await,
    }
}

/// Notes that a letter came back (戻ってきた).
#[server(endpoint = "letter_came_back")]
pub async fn letter_came_back(
    /// The letter.
    letter: String,
    /// The file on whose page it was said.
    file: String,
) -> Result<(), UiError> {
    let id: DeliveryId = letter.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let file: LetterBatchId = file.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::notice::letter::come_back(&call(), id).await {
        Ok(()) => Flash::to(file_page(file)).done("come_back").leave().await,
        Err(error) => Flash::to(file_page(file)).failed(error.into()).leave().await,
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
