//! Files of days: taking one in, and the files that are given out. Invariant: nothing is read from whoever may enter no days
//! at the site.

use super::import::{file_of, files_of};
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
    history::file::{BYTES_MAX, FileKind},
    id::{HistoryFileId, SiteId},
};
use i18n::{Lang, Msg, msg::history_file as m, problem};
use services::{document::Upload, history};

/// Where the form is sent.
pub(super) fn send_of(site: SiteId) -> String {
    format!("{}/file", files_of(site))
}

/// The headings of a kind of file, to fill in below.
pub(super) fn template_of(site: SiteId, kind: FileKind) -> String {
    format!("{}/template.csv?kind={}", files_of(site), kind.code())
}

fn site_of(asked: &str) -> Result<SiteId, UiError> {
    asked.parse().map_err(|_| UiError::of(NOT_FOUND))
}

/// `POST /business/sites/{site}/history/import/file`. The body's size is limited by the route.
pub async fn receive(request: Request, headers: &HeaderMap, site: String, multipart: Multipart) -> Response {
    let site = match site_of(&site) {
        Ok(site) => site,
        Err(error) => return refused(&error, language::office_in(headers)),
    };
    if let Err(error) = history::may_enter(&request.call, site).await {
        return upload::leave(&request, Flash::to(files_of(site)).failed(error.into())).await;
    }
    let sent = match upload::read(multipart, BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let flash = looked_at(&request, site, sent).await;
    let flash = flash.unwrap_or_else(|error| Flash::to(files_of(site)).failed(error));
    upload::leave(&request, flash).await
}

async fn looked_at(request: &Request, site: SiteId, sent: Sent) -> Result<Flash, UiError> {
    let wrong = |field: &str, problem: Problem| UiError::fields(vec![FieldProblem::new(field, problem)]);
    let kind = FileKind::from_code(sent.text("kind")).ok_or_else(|| wrong("kind", Problem::NotAChoice))?;
    let content = match sent.file {
        Upload::Missing => return Err(wrong("file", Problem::Missing)),
        Upload::Bytes(content) => content,
        Upload::TooLarge => return Err(UiError::of(TOO_LARGE)),
    };
    let id = history::look_at_file(&request.call, site, kind, (sent.file_name.as_str(), content)).await?;
    Ok(Flash::to(file_of(site, id)))
}

/// `GET /business/sites/{site}/history/import/template.csv?kind=`; without a kind that of days.
pub async fn template(request: Request, headers: &HeaderMap, site: String, kind: &str) -> Response {
    let spoken = language::office_in(headers);
    let kind = FileKind::from_code(kind).unwrap_or(FileKind::Days);
    template_in(&request, &site, kind).await.unwrap_or_else(|error| refused(&error, spoken))
}

async fn template_in(request: &Request, site: &str, kind: FileKind) -> Result<Response, UiError> {
    history::may_enter(&request.call, site_of(site)?).await?;
    csv("template.csv", vec![kind.columns().iter().map(|column| column.heading.to_owned()).collect()])
}

/// `GET /business/sites/{site}/history/import/{file}/problems.csv`.
pub async fn problems(request: Request, headers: &HeaderMap, (site, file): (String, String)) -> Response {
    let spoken = language::office_in(headers);
    problems_in(&request, spoken, (&site, &file)).await.unwrap_or_else(|error| refused(&error, spoken))
}

async fn problems_in(request: &Request, spoken: Lang, (site, file): (&str, &str)) -> Result<Response, UiError> {
    let site = site_of(site)?;
    history::may_enter(&request.call, site).await?;
    let id = file.parse::<HistoryFileId>().map_err(|_| UiError::of(NOT_FOUND))?;
    let kept = history::file_detail(&request.call, site, id).await?;
    let word = |word: Msg| word.get(spoken).to_owned();
    let mut rows = vec![[m::CELL, m::HEADING, m::TYPED, m::WHY].map(word).to_vec()];
    let row = |it: CellProblem| {
        let why = problem::text(spoken, &it.problem);
        vec![format!("{}{}", it.letters, it.line), it.heading, it.typed, why]
    };
    rows.extend(kept.problems.into_iter().map(row));
    csv("problems.csv", rows)
}
