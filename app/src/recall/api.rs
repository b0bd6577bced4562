//! Server functions of taking days back. Invariant: each ends in a redirect; what was typed comes back where it was refused.

use crate::shell::UiError;
use domain::history::recall::RecallForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{case, found},
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{
        id::{RecallId, SiteId, TechnicianId},
        time::YearMonth,
    },
};

/// What the flash says after days were asked for.
#[cfg(feature = "ssr")]
pub(super) const ASKED: &str = "recall_asked";
/// After it was agreed to.
#[cfg(feature = "ssr")]
pub(super) const AGREED: &str = "recall_agreed";
/// After it was refused.
#[cfg(feature = "ssr")]
pub(super) const REFUSED: &str = "recall_refused";
/// After it was withdrawn.
#[cfg(feature = "ssr")]
pub(super) const WITHDRAWN: &str = "recall_withdrawn";

/// Asks for days to be taken back (取り消しをたのむ).
#[server(endpoint = "ask_recall")]
pub async fn ask_recall(
    /// `yyyymm`: the month that was shown.
    month: String,
    /// What was typed; the days stand by themselves.
    #[server(flatten)]
    form: RecallForm,
    /// The days that were ticked.
    #[server(default)]
    days: Vec<String>,
) -> Result<(), UiError> {
    let month = month.parse().ok().and_then(YearMonth::from_number).ok_or_else(|| UiError::of(NOT_FOUND))?;
    // The page that is gone back to is named by them: what is no number is no page.
    let (technician, site) = (form.technician.parse::<TechnicianId>().ok(), form.site.parse::<SiteId>().ok());
    let (technician, site) = technician.zip(site).ok_or_else(|| UiError::of(NOT_FOUND))?;
    let form = RecallForm { days, ..form };
    match services::history::ask_recall(&call(), &form).await {
        Ok(id) => Flash::to(case::page_of(id)).done(ASKED).leave().await,
        Err(error) => {
            let address = found::month_of(&technician.to_string(), &site.to_string(), month);
            Flash::to(found::PAGE).typed(&form).failed(error.into()).leave_at(&address).await
        }
    }
}

/// Agrees to a request, refuses it or withdraws it (認めて取り消す, 認めない, 取り下げる).
#[server(endpoint = "decide_recall")]
pub async fn decide_recall(
    /// Which.
    recall: String,
    /// `approve`, `refuse` or `withdraw`.
    #[server(default)]
    decision: String,
    /// Why not.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let id: RecallId = recall.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let decided = match decision.as_str() {
        "approve" => services::history::agree_to_recall(&call(), id).await.map(|()| AGREED),
        "withdraw" => services::history::withdraw_recall(&call(), id).await.map(|()| WITHDRAWN),
        _ => services::history::refuse_recall(&call(), id, &reason).await.map(|()| REFUSED),
    };
    let page = Flash::to(case::page_of(id));
    match decided {
        Ok(done) => page.done(done).leave().await,
        Err(error) => page.typed(&reason).failed(error.into()).leave().await,
    }
}
