//! Server functions of card orders. Invariant: each ends in a redirect; what a redirect carries holds no key.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND, redirect},
    domain::{
        card::{CardState, RevocationReason},
        form::Problem,
        id::{BatchId, CardId},
    },
    serde::{Deserialize, Serialize},
    std::fmt::Write as _,
};

/// The page of orders.
#[cfg(feature = "ssr")]
pub(super) const PAGE: &str = "/operator/cards";

/// What the link of every card begins with: where people reach the server, and `/t`. The server provides it as a
/// context.
#[derive(Debug, Clone)]
pub struct CardAddress(pub String);

/// Which of its two forms a card's row has.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Form {
    /// 発行する: of a card ordered.
    #[default]
    Issue,
    /// 使えなくする: of a card issued.
    Revoke,
}

#[cfg(feature = "ssr")]
impl Form {
    /// The form in the row of a card in this state.
    pub(super) const fn of(state: CardState) -> Option<Self> {
        match state {
            CardState::Ordered => Some(Self::Issue),
            CardState::Issued => Some(Self::Revoke),
            CardState::Revoked | CardState::Replaced => None,
        }
    }
}

/// What the page shows of the last form.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Last {
    /// The card whose form was sent.
    pub(super) card: String,
    /// Which form.
    pub(super) form: Form,
    /// The chip typed for it.
    pub(super) uid: String,
    /// The reason chosen for it.
    pub(super) reason: String,
    /// What is written into the card just issued.
    pub(super) issued: Option<Issued>,
}

#[cfg(feature = "ssr")]
impl Last {
    /// Whether what is wrong belongs into the row of this card: only there where the form that was sent still stands.
    pub(super) fn is_of(&self, card: CardId, state: CardState) -> bool {
        Form::of(state) == Some(self.form) && self.card == card.to_string()
    }
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
    let CardAddress(address) = expect_context();
    match services::card::issue(&call(), id, &uid, &address).await {
        Ok(issued) => page.typed(&Last { issued: Some(issued.into()), ..Last::default() }).done("issued").leave().await,
        Err(error) => {
            let row = format!("{PAGE}#uid-{card}");
            page.typed(&Last { card, uid, ..Last::default() }).failed(error.into()).leave().await?;
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
    /// `yes` where the box was ticked.
    #[server(default)]
    confirm: String,
) -> Result<(), UiError> {
    let id: CardId = card.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(PAGE);
    let failed = match RevocationReason::from_code(&reason) {
        None => UiError::beside("reason", Problem::Missing),
        Some(_) if confirm != "yes" => UiError::not_confirmed(),
        Some(reason) => match services::card::revoke(&call(), id, reason).await {
            Ok(()) => return page.done("revoked").leave().await,
            Err(error) => error.into(),
        },
    };
    let row = format!("{PAGE}#reason-{card}");
    page.typed(&Last { card, form: Form::Revoke, reason, ..Last::default() }).failed(failed).leave().await?;
    redirect(&row);
    Ok(())
}

/// The page of batches.
#[cfg(feature = "ssr")]
pub(super) const BATCHES: &str = "/operator/cards/batches";

/// The page of one batch.
#[cfg(feature = "ssr")]
pub(super) fn batch_page(id: BatchId) -> String {
    format!("{BATCHES}/{id}")
}

/// Puts waiting orders together (まとめる).
#[server(endpoint = "make_card_batch")]
pub async fn make_card_batch() -> Result<(), UiError> {
    match services::card::batch::make(&call()).await {
        Ok(id) => Flash::to(batch_page(id)).done("made").leave().await,
        Err(error) => Flash::to(BATCHES).failed(error.into()).leave().await,
    }
}

/// Notes that the print files went to the card maker (カードを作る会社に渡した).
#[server(endpoint = "send_card_batch")]
pub async fn send_card_batch(
    /// The batch.
    batch: String,
) -> Result<(), UiError> {
    let id: BatchId = batch.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(batch_page(id));
    match services::card::batch::send(&call(), id).await {
        Ok(()) => page.done("sent").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Notes that the finished cards of a batch went into the post (すべて発送した).
#[server(endpoint = "send_batch_cards")]
pub async fn send_batch_cards(
    /// The batch.
    batch: String,
) -> Result<(), UiError> {
    let id: BatchId = batch.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(batch_page(id));
    match services::card::batch::send_cards(&call(), id).await {
        Ok(count) => page.typed(&count).done("posted").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}
