//! Tables the operator takes away: letters to post, answers of a survey. Invariant: as of all answers beside pages, who may is
//! the services' to say.

use app::{notice::letter_file, shell::request::Request};
use axum::{
    Extension,
    extract::{Path, Query},
    http::HeaderMap,
    response::Response,
};
use std::collections::BTreeMap;

/// `GET /operator/notices/letters/{file}/letters.csv`.
pub async fn letters(Extension(request): Extension<Request>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    letter_file(request, &headers, file).await
}

/// `GET /operator/surveys/{survey}/answers.csv`.
pub async fn survey_answers(
    Extension(request): Extension<Request>,
    Path(survey): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    app::survey::file::answers(request, &headers, survey, &query).await
}
