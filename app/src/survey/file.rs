//! `/operator/surveys/{id}/answers.csv`: the answers of a round as a file, by area. Invariant: no cell is a formula to a
//! spreadsheet.

use super::round::which_of;
use crate::shell::{
    UiError,
    download::{csv, refused},
    error::NOT_FOUND,
    language,
    request::Request,
};
use axum::{http::HeaderMap, response::Response};
use domain::{id::SurveyId, survey::SurveyLine};
use i18n::{Lang, Msg, date, msg, word};
use std::collections::BTreeMap;

use msg::survey as m;

/// The file of those the query asks for.
pub async fn answers(
    request: Request,
    headers: &HeaderMap,
    survey: String,
    query: &BTreeMap<String, String>,
) -> Response {
    let spoken = language::office_in(headers);
    answered(&request, spoken, &survey, query).await.unwrap_or_else(|error| refused(&error, spoken))
}

async fn answered(
    request: &Request,
    spoken: Lang,
    survey: &str,
    query: &BTreeMap<String, String>,
) -> Result<Response, UiError> {
    let id = survey.parse::<SurveyId>().map_err(|_| UiError::of(NOT_FOUND))?;
    let which = which_of(|name| query.get(name).cloned());
    let found = services::survey::whole(&request.call, id, &which).await?;
    let said = |words: Msg| words.get(spoken).to_owned();
    let heads = [m::WHO_ID, m::WHO, msg::disaster::PREFECTURES, m::VALID_UNTIL, m::ANSWER, m::REASON, m::ANSWERED_AT];
    let mut rows = vec![heads.map(said).to_vec()];
    let row = |line: &SurveyLine| {
        vec![
            line.business.grouped(),
            line.name.clone(),
            word::prefecture(spoken, line.prefecture).to_owned(),
            date::iso(line.valid_until),
            line.intent.map_or_else(|| said(m::SILENT), |intent| said(word::intent(intent))),
            line.reason.clone(),
            line.answered_at.map(date::iso_time).unwrap_or_default(),
        ]
    };
    rows.extend(found.iter().map(row));
    csv("answers.csv", rows)
}
