//! Files of many sites: taking one in, and the files that are given out. Invariant: nothing is read from whoever may
//! register no site.

use super::import::{PAGE, page_of};
use crate::shell::{
    Flash, UiError,
    download::{csv, refused},
    error::{NOT_FOUND, TOO_LARGE},
    language,
    request::Request,
    upload::{self, Sent},
};
use axum::{extract::Multipart, http::HeaderMap, response::Response};
use domain::{
    bulk::CellProblem,
    form::{FieldProblem, Problem},
    id::SiteImportId,
    site::{COLUMNS, IMPORT_BYTES_MAX},
};
use i18n::{Lang, Msg, msg::site as m, problem};
use services::document::Upload;

/// Where the form is sent.
pub const SEND: &str = "/business/sites/import/file";
/// The headings, to fill in below.
pub const TEMPLATE: &str = "/business/sites/import/template.csv";

/// `POST /business/sites/import/file`. The body's size is limited by the route.
pub async fn receive(request: Request, multipart: Multipart) -> Response {
    if let Err(error) = services::site::may_import(&request.call) {
        return upload::leave(&request, Flash::to(PAGE).failed(error.into())).await;
    }
    let sent = match upload::read(multipart, IMPORT_BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let flash = looked_at(&request, sent).await.unwrap_or_else(|error| Flash::to(PAGE).failed(error));
    upload::leave(&request, flash).await
}

async fn looked_at(request: &Request, sent: Sent) -> Result<Flash, UiError> {
    let content = match sent.file {
        Upload::Missing => return Err(UiError::fields(vec![FieldProblem::new("file", Problem::Missing)])),
        Upload::Bytes(content) => content,
        Upload::TooLarge => return Err(UiError::of(TOO_LARGE)),
    };
    let id = services::site::import_look(&request.call, &sent.file_name, content).await?;
    Ok(Flash::to(page_of(id)))
}

/// `GET /business/sites/import/template.csv`.
pub fn template(request: &Request, headers: &HeaderMap) -> Response {
    let headings = || COLUMNS.iter().map(|column| column.heading.to_owned()).collect();
    let file = services::site::may_import(&request.call).map_err(UiError::from);
    let file = file.and_then(|()| csv("template.csv", vec![headings()]));
    file.unwrap_or_else(|error| refused(&error, language::office_in(headers)))
}

/// `GET /business/sites/import/{file}/problems.csv`.
pub async fn problems(request: Request, headers: &HeaderMap, file: String) -> Response {
    let spoken = language::office_in(headers);
    problems_in(&request, spoken, &file).await.unwrap_or_else(|error| refused(&error, spoken))
}

async fn problems_in(request: &Request, spoken: Lang, file: &str) -> Result<Response, UiError> {
    let id = file.parse::<SiteImportId>().map_err(|_| UiError::of(NOT_FOUND))?;
    let kept = services::site::import_detail(&request.call, id).await?;
    let word = |word: Msg| word.get(spoken).to_owned();
    let mut rows = vec![[m::IMPORT_CELL, m::IMPORT_HEADING, m::IMPORT_TYPED, m::IMPORT_WHY].map(word).to_vec()];
    let row = |it: CellProblem| {
        let why = problem::text(spoken, &it.problem);
        vec![format!("{}{}", it.letters, it.line), it.heading, it.typed, why]
    };
    rows.extend(kept.problems.into_iter().map(row));
    csv("problems.csv", rows)
}
