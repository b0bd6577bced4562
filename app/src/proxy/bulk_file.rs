//! Files of many people: taking one in, and the files that are given out. Invariant: nothing is read from whoever files for
//! nobody.

use super::bulk::{PAGE, page_of};
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
    bulk::{BYTES_MAX, COLUMNS, CellProblem},
    form::{FieldProblem, Problem},
    id::BulkId,
    technician::Stage,
};
use i18n::{Lang, Msg, msg::proxy as m, problem};
use services::document::Upload;

/// Where the form is sent.
pub const SEND: &str = "/business/proxy/bulk/file";
/// The headings, to fill in below.
pub const TEMPLATE: &str = "/business/proxy/bulk/template.csv";
/// Name of the file's field.
const FILE: &str = "file";

/// `POST /business/proxy/bulk/file`. The body's size is limited by the route.
pub async fn receive(request: Request, multipart: Multipart) -> Response {
    if let Err(error) = services::proxy::may_open(&request.call) {
        return upload::leave(&request, Flash::to(PAGE).failed(error.into())).await;
    }
    let sent = match upload::read(multipart, BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let flash = looked_at(&request, sent).await.unwrap_or_else(|error| Flash::to(PAGE).failed(error));
    upload::leave(&request, flash).await
}

async fn looked_at(request: &Request, sent: Sent) -> Result<Flash, UiError> {
    let stage = Stage::from_code(sent.text("stage")).filter(|stage| !stage.is_of_registered());
    let content = match sent.file {
        Upload::Missing => None,
        Upload::Bytes(content) => Some(content),
        Upload::TooLarge => return Err(UiError::of(TOO_LARGE)),
    };
    let missing =
        [(stage.is_none(), "stage"), (content.is_none(), FILE)].into_iter().filter(|(is_missing, _)| *is_missing);
    let fields = missing.map(|(_, field)| FieldProblem::new(field, Problem::Missing)).collect();
    let Some((stage, content)) = stage.zip(content) else { return Err(UiError::fields(fields)) };
    let id = services::bulk::look(&request.call, stage, &sent.file_name, content).await?;
    Ok(Flash::to(page_of(id)))
}

/// `GET /business/proxy/bulk/template.csv`.
pub fn template(request: &Request, headers: &HeaderMap) -> Response {
    let headings = || COLUMNS.iter().map(|column| column.heading.to_owned()).collect();
    let file = services::proxy::may_open(&request.call).map_err(UiError::from);
    let file = file.and_then(|()| csv("template.csv", vec![headings()]));
    file.unwrap_or_else(|error| refused(&error, language::office_in(headers)))
}

/// `GET /business/proxy/bulk/{bulk}/problems.csv`.
pub async fn problems(request: Request, headers: &HeaderMap, bulk: String) -> Response {
    let spoken = language::office_in(headers);
    problems_in(&request, spoken, &bulk).await.unwrap_or_else(|error| refused(&error, spoken))
}

async fn problems_in(request: &Request, spoken: Lang, bulk: &str) -> Result<Response, UiError> {
    let id = bulk.parse::<BulkId>().map_err(|_| UiError::of(NOT_FOUND))?;
    let (_, found, _) = services::bulk::detail(&request.call, id).await?;
    let word = |word: Msg| word.get(spoken).to_owned();
    let mut rows = vec![[m::BULK_CELL, m::BULK_HEADING, m::BULK_TYPED, m::BULK_WHY].map(word).to_vec()];
    let row = |it: CellProblem| {
        let why = problem::text(spoken, &it.problem);
        vec![format!("{}{}", it.letters, it.line), it.heading, it.typed, why]
    };
    rows.extend(found.into_iter().map(row));
    csv("problems.csv", rows)
}
