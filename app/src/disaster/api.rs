//! Server functions of disaster exceptions. Invariant: each ends in a redirect; what was typed comes back where it was
//! refused.
#![allow(clippy::too_many_arguments, reason = "a field each, as the form sends them")]

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{case, enter, list, relief},
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{
        disaster::proposal::DisasterForm,
        id::{DisasterProposalId, ReliefId},
    },
};

/// Enters an exception (確認にまわす).
#[server(endpoint = "enter_disaster")]
pub async fn enter_disaster(
    /// Stable word.
    #[server(default)]
    code: String,
    /// What it is called.
    #[server(default)]
    name: String,
    /// 根拠.
    #[server(default)]
    ground: String,
    /// The day it began.
    #[server(default)]
    from: String,
    /// Codes of the prefectures.
    #[server(default)]
    prefectures: Vec<String>,
    /// The last day of work that may be entered late.
    #[server(default)]
    entry_days_until: String,
    /// Until when.
    #[server(default)]
    entry_until: String,
    /// The first end that is moved.
    #[server(default)]
    renewal_due_from: String,
    /// The last.
    #[server(default)]
    renewal_due_to: String,
    /// To which day.
    #[server(default)]
    renewal_until: String,
    /// Until when payment is waited for.
    #[server(default)]
    payment_until: String,
) -> Result<(), UiError> {
    let form = DisasterForm {
        code,
        name,
        ground,
        from,
        prefectures,
        entry_days_until,
        entry_until,
        renewal_due_from,
        renewal_due_to,
        renewal_until,
        payment_until,
    };
    match services::disaster::enter(&call(), &form).await {
        Ok(id) => Flash::to(case::page_of(id)).done("entered").leave().await,
        Err(error) => Flash::to(enter::PAGE).typed(&form).failed(error.into()).leave().await,
    }
}

/// Puts an exception in force, refuses it or takes it back (認める, 認めない, 取り下げる).
#[server(endpoint = "decide_disaster")]
pub async fn decide_disaster(
    /// Which.
    proposal: String,
    /// `approve`, `refuse` or `withdraw`.
    #[server(default)]
    decision: String,
    /// Why not.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let id: DisasterProposalId = proposal.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let decided = match decision.as_str() {
        "approve" => services::disaster::approve(&call(), id).await.map(|()| "approved"),
        "withdraw" => services::disaster::withdraw(&call(), id).await.map(|()| "withdrawn"),
        _ => services::disaster::refuse(&call(), id, &reason).await.map(|()| "refused"),
    };
    let page = Flash::to(case::page_of(id));
    match decided {
        Ok(done) => page.done(done).leave().await,
        Err(error) => page.typed(&reason).failed(error.into()).leave().await,
    }
}

/// Asks to pay later (支払いを待ってもらう).
#[server(endpoint = "ask_relief")]
pub async fn ask_relief(
    /// The exception's word.
    disaster: String,
    /// Why.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let page = Flash::to(relief::FEES);
    match services::disaster::relief::ask(&call(), &disaster, &reason).await {
        Ok(_) => page.done("relief_asked").leave().await,
        Err(error) => page.typed(&reason).failed(error.into()).leave().await,
    }
}

/// Grants or refuses a request to pay later (待つ, 待たない).
#[server(endpoint = "decide_relief")]
pub async fn decide_relief(
    /// Which.
    relief: String,
    /// `grant` or `refuse`.
    #[server(default)]
    decision: String,
    /// Why not.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let id: ReliefId = relief.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let decided = match decision.as_str() {
        "grant" => services::disaster::relief::grant(&call(), id).await.map(|()| "granted"),
        _ => services::disaster::relief::refuse(&call(), id, &reason).await.map(|()| "relief_refused"),
    };
    let page = Flash::to(list::PAGE);
    match decided {
        Ok(done) => page.done(done).leave().await,
        Err(error) => page.typed(&(relief, reason)).failed(error.into()).leave().await,
    }
}
