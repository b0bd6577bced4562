//! Server functions of fees. Invariant: each ends in a redirect, so that reloading never moves money twice.

use crate::shell::UiError;
use domain::fee::{PriceForm, report::ReportForm};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND, redirect},
    domain::{
        application::IssuedIds,
        fee::{Yen, ledger::Payer},
        form::Problem,
        id::{CreditRefundId, FeeRequestId, ReceiptId},
        time::YearMonth,
    },
};

/// The page of requests.
#[cfg(feature = "ssr")]
pub(super) const PAGE: &str = "/operator/fees";
/// The page of money that fits nothing.
#[cfg(feature = "ssr")]
pub(super) const UNMATCHED: &str = "/operator/fees/unmatched";
/// The price list.
#[cfg(feature = "ssr")]
pub(super) const PRICES: &str = "/operator/fees/prices";
/// Figures and closings.
#[cfg(feature = "ssr")]
pub(super) const FIGURES: &str = "/operator/fees/figures";
/// Usage corrected by reports.
#[cfg(feature = "ssr")]
pub(super) const USAGE: &str = "/operator/fees/usage";
/// What a form without the tick answers.
#[cfg(feature = "ssr")]
pub(super) const NOT_CONFIRMED: &str = "fee.not_confirmed";

/// Marks a request paid (入金ずみにする).
#[server(endpoint = "mark_fee_paid")]
pub async fn mark_fee_paid(
    /// The request.
    request: String,
    /// `yes` where the box was ticked.
    #[server(default)]
    confirm: String,
) -> Result<(), UiError> {
    let id: FeeRequestId = request.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(PAGE);
    if confirm != "yes" {
        return page.failed(UiError::of(NOT_CONFIRMED)).leave().await;
    }
    match services::fee::mark_paid(&call(), id).await {
        Ok(issued) => {
            let issued: Option<IssuedIds> = issued;
            page.typed(&issued).done("paid").leave().await
        }
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// What was typed about money that fits nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decision {
    /// The receipt.
    pub receipt: String,
    /// The button pressed: `assign`, `order_refund`, `refunded` or `dismiss`.
    pub decision: String,
    /// Payment reference or 受付番号 of the request.
    pub request: String,
    /// Why.
    pub reason: String,
}

/// Decides about money that fits nothing (決める).
#[server(endpoint = "decide_receipt")]
pub async fn decide_receipt(
    /// What was typed.
    #[server(flatten)]
    form: Decision,
) -> Result<(), UiError> {
    let id: ReceiptId = form.receipt.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let call = call();
    let decided = match form.decision.as_str() {
        "assign" => {
            services::fee::assign(&call, id, &form.request, &form.reason).await.map(|issued| (issued, "assigned"))
        }
        "order_refund" => services::fee::order_refund(&call, id, &form.reason).await.map(|()| (None, "ordered")),
        "refunded" => services::fee::refunded(&call, id).await.map(|()| (None, "refunded")),
        "dismiss" => services::fee::dismiss(&call, id, &form.reason).await.map(|()| (None, "dismissed")),
        _ => return Err(UiError::of(NOT_FOUND)),
    };
    match decided {
        Ok((issued, done)) => {
            let issued: Option<IssuedIds> = issued;
            Flash::to(UNMATCHED).typed(&issued).done(done).leave().await
        }
        Err(error) => {
            let place = format!("{UNMATCHED}#receipt-{id}");
            Flash::to(UNMATCHED).typed(&form).failed(error.into()).leave().await?;
            redirect(&place);
            Ok(())
        }
    }
}

/// What was typed about credit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreditDecision {
    /// Whose, as [`domain::fee::ledger::Payer`] is written.
    pub payer: String,
    /// How much it was on the page.
    pub yen: String,
    /// Why.
    pub reason: String,
}

/// Orders credit to be paid back (返金にする).
#[server(endpoint = "order_credit_refund")]
pub async fn order_credit_refund(
    /// What was typed.
    #[server(flatten)]
    form: CreditDecision,
) -> Result<(), UiError> {
    let payer = Payer::from_stored(&form.payer).ok_or_else(|| UiError::of(NOT_FOUND))?;
    let seen = form.yen.parse().map(Yen).map_err(|_| UiError::of(NOT_FOUND))?;
    match services::fee::order_credit_refund(&call(), payer, seen, &form.reason).await {
        Ok(_) => Flash::to(UNMATCHED).done("ordered").leave().await,
        Err(error) => Flash::to(UNMATCHED).typed(&form).failed(error.into()).leave().await,
    }
}

/// Marks credit as paid back (返金した).
#[server(endpoint = "credit_refunded")]
pub async fn credit_refunded(
    /// What was ordered.
    refund: String,
) -> Result<(), UiError> {
    let id: CreditRefundId = refund.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::fee::credit_refunded(&call(), id).await {
        Ok(()) => Flash::to(UNMATCHED).done("refunded").leave().await,
        Err(error) => Flash::to(UNMATCHED).failed(error.into()).leave().await,
    }
}

/// Adds a price to come (料金を足す).
#[server(endpoint = "add_price")]
pub async fn add_price(
    /// What was typed.
    #[server(flatten)]
    form: PriceForm,
) -> Result<(), UiError> {
    match services::fee::add_price(&call(), &form).await {
        Ok(()) => Flash::to(PRICES).done("added").leave().await,
        Err(error) => Flash::to(PRICES).typed(&form).failed(error.into()).leave().await,
    }
}

/// Closes a month of site usage (締める).
#[server(endpoint = "close_month")]
pub async fn close_month(
    /// `yyyymm`.
    #[server(default)]
    month: String,
) -> Result<(), UiError> {
    let page = Flash::to(FIGURES);
    let Some(month) = month.parse().ok().and_then(YearMonth::from_number) else {
        return page.failed(UiError::beside("month", Problem::NotAChoice)).leave().await;
    };
    match services::fee::close(&call(), month).await {
        Ok(closing) => page.typed(&Some(closing)).done("closed").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Corrects the usage of a month by what was reported (補正する).
#[server(endpoint = "correct_usage")]
pub async fn correct_usage(
    /// What was typed.
    #[server(flatten)]
    form: ReportForm,
) -> Result<(), UiError> {
    match services::fee::correct_usage(&call(), &form).await {
        Ok(report) => Flash::to(USAGE).typed(&Some(report)).done("corrected").leave().await,
        Err(error) => Flash::to(USAGE).typed(&form).failed(error.into()).leave().await,
    }
}
