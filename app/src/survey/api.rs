//! Server functions of surveys of intent. Invariant: each ends in a redirect.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{list, own, round},
    crate::shell::{Flash, call, error::NOT_FOUND, request::Request},
    domain::{id::SurveyId, survey::SurveyForm},
};

/// Begins a round (調査をはじめる).
#[server(endpoint = "open_survey")]
pub async fn open_survey(
    /// First end of the registrations it is for.
    #[server(default)]
    from: String,
    /// Last.
    #[server(default)]
    to: String,
    /// The last day to answer.
    #[server(default)]
    due: String,
) -> Result<(), UiError> {
    let form = SurveyForm { from, to, due };
    match services::survey::open(&call(), &form).await {
        Ok(id) => Flash::to(round::page_of(id)).done("opened").leave().await,
        Err(error) => Flash::to(list::PAGE).typed(&form).failed(error.into()).leave().await,
    }
}

/// Answers for one's own business (答える).
#[server(endpoint = "answer_survey")]
pub async fn answer_survey(
    /// Which round.
    survey: String,
    /// Code of the answer.
    #[server(default)]
    intent: String,
    /// Why.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let id: SurveyId = survey.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(own::PORTAL);
    match services::survey::answer(&call(), id, &intent, &reason).await {
        Ok(()) => page.done("answered").leave().await,
        Err(error) => page.typed(&own::Typed { intent, reason }).failed(error.into()).leave().await,
    }
}

/// Answers by a link, without a log-in (答える).
#[server(endpoint = "answer_survey_link")]
pub async fn answer_survey_link(
    /// What the link holds.
    t: String,
    /// Code of the answer.
    #[server(default)]
    intent: String,
    /// Why.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let page = Flash::to(own::BY_LINK);
    let answered = services::survey::answer_by_link(&request.call, &t, &intent, &reason, &request.client).await;
    let page = match answered {
        Ok(()) => page.done("answered"),
        Err(error) => page.typed(&own::Typed { intent, reason: crate::shell::kept(reason) }).failed(error.into()),
    };
    page.leave_at(&own::link_address(&t)).await
}
