//! Files of many people: taking one in, and the files that are given out. Invariant: nothing is read from whoever files for
//! nobody, and no cell given out is a formula in whatever opens it.

use super::bulk::{PAGE, page_of};
use crate::shell::{Flash, UiError, language, request::Request, session::FLASH};
use axum::{
    extract::Multipart,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    bulk::{COLUMNS, CellProblem},
    form::{FieldProblem, Problem},
    id::BulkId,
    technician::Stage,
};
use i18n::{Lang, Msg, msg::proxy as m, problem};

/// Where the form is sent.
pub const SEND: &str = "/business/proxy/bulk/file";
/// The headings, to fill in below.
pub const TEMPLATE: &str = "/business/proxy/bulk/template.csv";
/// Name of the file's field.
const FILE: &str = "file";
/// What spreadsheets know UTF-8 by.
const MARK: &str = "\u{feff}";

/// What the form held.
#[derive(Default)]
struct Sent {
    stage: String,
    name: String,
    content: Vec<u8>,
}

/// `POST /business/proxy/bulk/file`. The body's size is limited by the route.
pub async fn receive(request: Request, multipart: Multipart) -> Response {
    if let Err(error) = services::proxy::may_open(&request.call) {
        return left(&request, Flash::to(PAGE).failed(error.into())).await;
    }
    let flash = match read(multipart).await {
        Ok(sent) => looked_at(&request, sent).await,
        // More than the route takes altogether.
        Err(answer) if answer.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Flash::to(PAGE).failed(UiError::of("too_large"))
        }
        Err(answer) => return answer,
    };
    left(&request, flash).await
}

async fn left(request: &Request, flash: Flash) -> Response {
    let to = flash.page.clone();
    if request.session.insert(FLASH, flash).await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Redirect::to(&to).into_response()
}

async fn looked_at(request: &Request, sent: Sent) -> Flash {
    let stage = Stage::from_code(&sent.stage).filter(|stage| *stage != Stage::Upgrade);
    let mut fields = Vec::new();
    if stage.is_none() {
        fields.push(FieldProblem::new("stage", Problem::Missing));
    }
    if sent.content.is_empty() {
        fields.push(FieldProblem::new(FILE, Problem::Missing));
    }
    let Some(stage) = stage.filter(|_| fields.is_empty()) else {
        return Flash::to(PAGE).failed(UiError { fields, ..UiError::of("rejected") });
    };
    match services::bulk::look(&request.call, stage, &sent.name, sent.content).await {
        Ok(id) => Flash::to(page_of(id)),
        Err(error) => Flash::to(PAGE).failed(error.into()),
    }
}

/// Errors: the answer to give: too much was sent, or it is no form.
async fn read(mut multipart: Multipart) -> Result<Sent, Response> {
    let mut sent = Sent::default();
    while let Some(field) = multipart.next_field().await.map_err(IntoResponse::into_response)? {
        match field.name() {
            Some(FILE) => {
                sent.name = field.file_name().unwrap_or_default().to_owned();
                sent.content = field.bytes().await.map_err(IntoResponse::into_response)?.to_vec();
            }
            Some("stage") => sent.stage = field.text().await.map_err(IntoResponse::into_response)?,
            _ => {}
        }
    }
    Ok(sent)
}

fn csv(name: &str, rows: &[Vec<String>]) -> Response {
    let line = |row: &Vec<String>| row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
    let body = format!("{MARK}{}\r\n", rows.iter().map(line).collect::<Vec<_>>().join("\r\n"));
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}

/// A cell as text and nothing else: what a spreadsheet would take for a formula begins with an apostrophe.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

fn refused(error: services::Error, spoken: Lang) -> Response {
    let error = UiError::from(error);
    (error.status(), error.words(spoken)).into_response()
}

/// `GET /business/proxy/bulk/template.csv`.
pub fn template(request: &Request, headers: &HeaderMap) -> Response {
    if let Err(error) = services::proxy::may_open(&request.call) {
        return refused(error, language::asked_in(headers));
    }
    csv("template.csv", &[COLUMNS.iter().map(|column| column.heading.to_owned()).collect()])
}

/// `GET /business/proxy/bulk/{bulk}/problems.csv`.
pub async fn problems(request: Request, headers: &HeaderMap, bulk: String) -> Response {
    let spoken = language::asked_in(headers);
    let Ok(id) = bulk.parse::<BulkId>() else { return refused(services::Error::NotFound, spoken) };
    let found = match services::bulk::detail(&request.call, id).await {
        Ok((_, problems, _)) => problems,
        Err(error) => return refused(error, spoken),
    };
    let word = |word: Msg| word.get(spoken).to_owned();
    let mut rows = vec![[m::BULK_CELL, m::BULK_HEADING, m::BULK_TYPED, m::BULK_WHY].map(word).to_vec()];
    let row = |it: &CellProblem| {
        let cell = format!("{}{}", it.letters, it.line);
        vec![cell, it.heading.clone(), it.typed.clone(), problem::text(spoken, &it.problem)]
    };
    rows.extend(found.iter().map(row));
    csv("problems.csv", &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, given) in [("=1+1", "\"'=1+1\""), ("@x", "\"'@x\""), ("090-1", "\"090-1\""), ("a\"b", "\"a\"\"b\"")]
        {
            assert_eq!(quoted(cell), given);
        }
    }
}
