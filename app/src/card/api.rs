//! Server function of the reading island.
#![expect(missing_docs, reason = "a server function's arguments become fields of a struct, which cannot be documented")]

use crate::shell::UiError;
use domain::card::CardReading;
use leptos::prelude::*;

/// What the caller may see of the card that gave `url`. Records nothing. Posted, so that the link stands in no address.
#[server(endpoint = "card_read")]
pub async fn card_read(url: String) -> Result<CardReading, UiError> {
    let reading = services::card::read(&crate::shell::call(), &url).await;
    reading.map_err(|error| UiError::from(error).answered())
}
