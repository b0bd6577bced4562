//! Server functions of the passport's islands.
#![expect(missing_docs, reason = "a server function's arguments become fields of a struct, which cannot be documented")]

use crate::shell::UiError;
use domain::passport::Now;
use leptos::prelude::*;

/// Where the person stands, as soon as it is newer than `version`; after 20 s at the latest.
#[server(endpoint = "now_after")]
pub async fn now_after(version: i64) -> Result<Now, UiError> {
    let now = services::passport::now_after(&crate::shell::call(), version).await;
    now.map_err(|error| UiError::from(error).answered())
}
