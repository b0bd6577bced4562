//! Server functions of claims. Invariant: each ends in a redirect to the page it came from, and what was typed is kept.

use crate::shell::UiError;
use domain::history::claim::{AnswerForm, ClaimForm};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{business, case::at, office, own},
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{history::claim::ClaimAct, id::ClaimId},
};

/// What the flash says after a claim was made.
#[cfg(feature = "ssr")]
pub(super) const MADE: &str = "claim_made";
/// What the flash says after one was answered.
#[cfg(feature = "ssr")]
pub(super) const ANSWERED: &str = "claim_answered";
/// What the flash says after one was decided.
#[cfg(feature = "ssr")]
pub(super) const DECIDED: &str = "claim_decided";

#[cfg(feature = "ssr")]
fn named(claim: &str) -> Result<ClaimId, UiError> {
    claim.parse().map_err(|_| UiError::of(NOT_FOUND))
}

/// Says that a day is missing or wrong (この日がない・ちがう).
#[server(endpoint = "make_claim")]
pub async fn make_claim(
    /// What was typed.
    #[server(flatten)]
    form: ClaimForm,
) -> Result<(), UiError> {
    let page = Flash::to(own::PAGE);
    match services::history::make_claim(&call(), &form).await {
        Ok(_) => page.done(MADE).leave().await,
        Err(error) => page.typed(&form).failed(error.into()).leave().await,
    }
}

/// Agrees to what was done, does not, asks the office, takes back (これでよい, まだちがう, 登録係に決めてもらう, 取り下げる).
#[server(endpoint = "respond_to_claim")]
pub async fn respond_to_claim(
    /// Which.
    claim: String,
    /// `confirm`, `object`, `pass` or `withdraw`.
    #[server(default)]
    act: String,
    /// What the person says with it.
    #[server(default)]
    words: String,
) -> Result<(), UiError> {
    let id = named(&claim)?;
    let step = match act.as_str() {
        "confirm" => ClaimAct::Confirmed,
        "object" => ClaimAct::Objected,
        "pass" => ClaimAct::Passed,
        "withdraw" => ClaimAct::Withdrawn,
        _ => return Err(UiError::of(NOT_FOUND)),
    };
    let (page, address) = (Flash::to(own::PAGE), at(own::PAGE, id));
    match services::history::respond_to_claim(&call(), id, step, &words).await {
        Ok(()) => page.done(&act).leave_at(&address).await,
        Err(error) => page.typed(&words).failed(error.into()).leave_at(&address).await,
    }
}

/// Answers a claim (申し出に答える).
#[server(endpoint = "answer_claim")]
pub async fn answer_claim(
    /// Which.
    claim: String,
    /// What was typed.
    #[server(flatten)]
    form: AnswerForm,
) -> Result<(), UiError> {
    let id = named(&claim)?;
    let (page, address) = (Flash::to(business::PAGE), at(business::PAGE, id));
    match services::history::answer_claim(&call(), id, &form).await {
        Ok(()) => page.done(ANSWERED).leave_at(&address).await,
        Err(error) => page.typed(&form).failed(error.into()).leave_at(&address).await,
    }
}

/// Decides a claim (申し出を決める).
#[server(endpoint = "decide_claim")]
pub async fn decide_claim(
    /// Which.
    claim: String,
    /// What was typed.
    #[server(flatten)]
    form: AnswerForm,
) -> Result<(), UiError> {
    let id = named(&claim)?;
    let (page, address) = (Flash::to(office::PAGE), at(office::PAGE, id));
    match services::history::decide_claim(&call(), id, &form).await {
        Ok(()) => page.done(DECIDED).leave_at(&address).await,
        Err(error) => page.typed(&form).failed(error.into()).leave_at(&address).await,
    }
}
