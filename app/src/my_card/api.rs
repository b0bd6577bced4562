//! Server functions of a card's holder, and of the operator for somebody without a phone. Invariant: each ends in a
//! redirect to the page of whoever sent it; whose card it is, the services decide.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{
        card::{
            delivery::{ReturnReason, Step},
            reissue::ReissueReason,
        },
        form::Problem,
        id::{CardId, TechnicianId},
    },
    serde::{Deserialize, Serialize},
};

/// The holder's page.
#[cfg(feature = "ssr")]
pub(crate) const PAGE: &str = "/passport/card";
/// Where a lost card is stopped.
#[cfg(feature = "ssr")]
pub(super) const LOST: &str = "/passport/card/lost";
/// Where a new card is asked for.
#[cfg(feature = "ssr")]
pub(super) const REISSUE: &str = "/passport/card/reissue";
/// Where the operator looks for somebody's cards.
#[cfg(feature = "ssr")]
const ORDERS: &str = "/operator/cards";

/// The operator's page of somebody's cards.
#[cfg(feature = "ssr")]
pub(crate) fn page_of(id: TechnicianId) -> String {
    format!("{ORDERS}/person/{id}")
}

/// What the page shows of the last form.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Last {
    /// The card whose form was sent.
    pub card: String,
    /// The reason chosen.
    pub reason: String,
    /// The technician ID typed.
    pub technician: String,
}

/// Whose own page leads on: the holder's, or the operator's of that person.
#[cfg(feature = "ssr")]
fn back(own: &'static str, technician: &str) -> Result<String, UiError> {
    if call().actor.technician.is_some() {
        return Ok(own.to_owned());
    }
    technician.parse().map(page_of).map_err(|_| UiError::of(NOT_FOUND))
}

/// Takes a card that was lost out of use (カードを止める).
#[server(endpoint = "report_card_lost")]
pub async fn report_card_lost(
    /// The card.
    #[server(default)]
    card: String,
    /// Whose, where the operator was told by telephone.
    #[server(default)]
    technician: String,
    /// `yes` where it was confirmed.
    #[server(default)]
    confirm: String,
) -> Result<(), UiError> {
    let asked = back(LOST, &technician)?;
    let last = Last { card: card.clone(), ..Last::default() };
    let refused = |error| Flash::to(asked).typed(&last).failed(error);
    let Ok(id) = card.parse::<CardId>() else {
        return refused(UiError::beside("card", Problem::Missing)).leave().await;
    };
    if confirm != "yes" {
        return refused(UiError::not_confirmed()).leave().await;
    }
    match services::card::report_lost(&call(), id).await {
        Ok(()) => Flash::to(back(PAGE, &technician)?).done("lost").leave().await,
        Err(error) => refused(error.into()).leave().await,
    }
}

/// Asks for a new card (再発行をたのむ).
#[server(endpoint = "ask_card_reissue")]
pub async fn ask_card_reissue(
    /// For whom.
    technician: String,
    /// Code of the reason.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let id: TechnicianId = technician.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let refused = |error| -> Result<Flash, UiError> {
        let last = Last { reason: reason.clone(), ..Last::default() };
        Ok(Flash::to(back(REISSUE, &technician)?).typed(&last).failed(error))
    };
    let Some(chosen) = ReissueReason::from_code(&reason) else {
        return refused(UiError::beside("reason", Problem::Missing))?.leave().await;
    };
    match services::card::ask_reissue(&call(), id, chosen).await {
        Ok(()) => Flash::to(back(PAGE, &technician)?).done("reissue").leave().await,
        Err(error) => refused(error.into())?.leave().await,
    }
}

/// Takes a reissue back that is not paid (再発行をやめる).
#[server(endpoint = "withdraw_card_reissue")]
pub async fn withdraw_card_reissue(
    /// Whose.
    technician: String,
) -> Result<(), UiError> {
    let id: TechnicianId = technician.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(back(PAGE, &technician)?);
    match services::card::withdraw_reissue(&call(), id).await {
        Ok(()) => page.done("withdrawn").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Notes a step of a card on its way (発送した, 届いた, 戻ってきた).
#[server(endpoint = "move_card")]
pub async fn move_card(
    /// The card.
    card: String,
    /// Code of the step.
    step: String,
    /// Whose, where the operator notes it.
    #[server(default)]
    technician: String,
    /// Code of why it came back.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let id: CardId = card.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let step = Step::from_code(&step).ok_or_else(|| UiError::of(NOT_FOUND))?;
    let page = Flash::to(back(PAGE, &technician)?);
    match services::card::move_on(&call(), id, step, ReturnReason::from_code(&reason)).await {
        Ok(()) => page.done(step.code()).leave().await,
        Err(error) => page.typed(&Last { card, reason, ..Last::default() }).failed(error.into()).leave().await,
    }
}

/// Opens somebody's cards by their technician ID (カードを見る).
#[server(endpoint = "find_card_holder")]
pub async fn find_card_holder(
    /// The technician ID typed.
    #[server(default)]
    technician: String,
) -> Result<(), UiError> {
    let wrong = |problem| {
        let last = Last { technician: technician.clone(), ..Last::default() };
        Flash::to(ORDERS).typed(&last).failed(UiError::beside("technician", problem))
    };
    if technician.trim().is_empty() {
        return wrong(Problem::Missing).leave().await;
    }
    let Ok(id) = technician.parse::<TechnicianId>() else { return wrong(Problem::NotAChoice).leave().await };
    match services::card::holding(&call(), id).await {
        Ok(_) => {
            crate::shell::redirect(&page_of(id));
            Ok(())
        }
        Err(services::Error::NotFound) => wrong(Problem::Unknown).leave().await,
        Err(error) => Flash::to(ORDERS).failed(error.into()).leave().await,
    }
}
