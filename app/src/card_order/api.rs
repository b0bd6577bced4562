//! Server functions of card orders. Invariant: each ends in a redirect; what a redirect carries holds no key.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND, redirect},
    axum::http::{header, request::Parts},
    domain::{
        card::RevocationReason,
        form::{FieldProblem, Problem},
        id::CardId,
    },
    serde::{Deserialize, Serialize},
    std::fmt::Write as _,
};

/// The page of orders.
#[cfg(feature = "ssr")]
pub(super) const PAGE: &str = "/operator/cards";

/// What the link of every card begins with (`https://HOST/t`). The server provides it as a context; without it the host
/// the operator's browser asked for is taken.
#[derive(Debug, Clone)]
pub struct CardAddress(pub String);

/// What the page shows of the last form.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Last {
    /// The card whose form was sent.
    pub(super) card: String,
    /// The chip typed for it.
    pub(super) uid: String,
    /// What is written into the card just issued.
    pub(super) issued: Option<Issued>,
}

/// What is written into a card, without its keys.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Issued {
    pub(super) name: String,
    pub(super) uid: String,
    pub(super) key_version: u16,
    pub(super) url: String,
    pub(super) file_settings: String,
    pub(super) picc_data_offset: u8,
    pub(super) mac_input_offset: u8,
    pub(super) mac_offset: u8,
}

#[cfg(feature = "ssr")]
impl From<services::card::IssuedCard> for Issued {
    fn from(card: services::card::IssuedCard) -> Self {
        let template = &card.record.template;
        let hex = |bytes: &[u8]| {
            bytes.iter().fold(String::new(), |mut text, byte| {
                // Writing into a String does not fail.
                let _ = write!(text, "{byte:02X}");
                text
            })
        };
        Self {
            uid: card.record.uid.to_string(),
            key_version: card.record.key_version,
            url: template.url.clone(),
            file_settings: hex(&template.file_settings()),
            picc_data_offset: template.picc_data_offset,
            mac_input_offset: template.mac_input_offset,
            mac_offset: template.mac_offset,
            name: card.name,
        }
    }
}

/// What the chip's link begins with.
#[cfg(feature = "ssr")]
fn card_address() -> String {
    if let Some(CardAddress(address)) = use_context() {
        return address;
    }
    let host = use_context::<Parts>()
        .and_then(|parts| parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned));
    format!("https://{}/t", host.unwrap_or_else(|| "localhost".to_owned()))
}

/// Gives an ordered card its chip (発行する).
#[server(endpoint = "issue_card")]
pub async fn issue_card(
    /// The card ordered.
    card: String,
    /// The chip, 14 hexadecimal digits.
    #[server(default)]
    uid: String,
) -> Result<(), UiError> {
    let id: CardId = card.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(PAGE);
    match services::card::issue(&call(), id, &uid, &card_address()).await {
        Ok(issued) => page.typed(&Last { issued: Some(issued.into()), ..Last::default() }).done("issued").leave().await,
        Err(error) => {
            let row = format!("{PAGE}#uid-{card}");
            page.typed(&Last { card, uid, issued: None }).failed(error.into()).leave().await?;
            redirect(&row);
            Ok(())
        }
    }
}

/// Takes a card out of use (使えなくする).
#[server(endpoint = "revoke_card")]
pub async fn revoke_card(
    /// The card.
    card: String,
    /// Code of the reason.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let id: CardId = card.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(PAGE);
    let Some(reason) = RevocationReason::from_code(&reason) else {
        let fields = vec![FieldProblem::new("reason", Problem::Missing)];
        let last = Last { card, ..Last::default() };
        let row = format!("{PAGE}#reason-{}", last.card);
        page.typed(&last).failed(UiError { fields, ..UiError::of("form.problems") }).leave().await?;
        redirect(&row);
        return Ok(());
    };
    match services::card::revoke(&call(), id, reason).await {
        Ok(()) => page.done("revoked").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}
