//! Files to and from the card maker: plain forms whose answer is a file, and a plain multipart form. Invariant: a file is
//! handed out for a form that was sent, never for an address that was opened; what is in it, the services decide.

use super::api::batch_page;
use crate::shell::{Flash, UiError, error::NOT_FOUND, request::Request, session::FLASH};
use axum::{
    extract::Multipart,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    form::{FieldProblem, Problem},
    id::BatchId,
};
use services::card::batch::{self, Answered, File};

/// Name of the file's field.
const FILE: &str = "file";
/// Faults kept for the page; whoever has more mends these first.
const FAULTS_MAX: usize = 100;

async fn left(request: &Request, flash: Flash) -> Response {
    let page = flash.page.clone();
    if request.session.insert(FLASH, flash).await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Redirect::to(&page).into_response()
}

async fn handed(request: &Request, id: BatchId, file: Result<File, services::Error>) -> Response {
    match file {
        Ok(file) => {
            // Names are of digits, hyphens and letters of ours.
            let named = format!("attachment; filename=\"{}\"", file.name);
            let kept = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, file.mime)];
            (kept, [(header::CONTENT_DISPOSITION, named)], file.content).into_response()
        }
        Err(error) => left(request, Flash::to(batch_page(id)).failed(error.into())).await,
    }
}

/// `POST /operator/cards/batches/{batch}/files`: the print files.
pub async fn print_files(request: Request, batch: String) -> Response {
    match batch.parse::<BatchId>() {
        Ok(id) => handed(&request, id, batch::print_files(&request.call, id).await).await,
        Err(_) => no_batch(&request).await,
    }
}

/// `POST /operator/cards/batches/{batch}/keys`: the sealed keys. `base_url`: what the chips' link begins with.
pub async fn keys(request: Request, batch: String, base_url: &str) -> Response {
    match batch.parse::<BatchId>() {
        Ok(id) => handed(&request, id, batch::keys(&request.call, id, base_url).await).await,
        Err(_) => no_batch(&request).await,
    }
}

/// An address that names no batch.
async fn no_batch(request: &Request) -> Response {
    left(request, Flash::to(super::api::BATCHES).failed(UiError::of(NOT_FOUND))).await
}

/// `POST /operator/cards/batches/{batch}/answer`. The body's size is limited by the route.
pub async fn answer(request: Request, batch: String, multipart: Multipart) -> Response {
    let Ok(id) = batch.parse::<BatchId>() else { return no_batch(&request).await };
    let page = Flash::to(batch_page(id));
    let flash = match read(multipart).await {
        Ok(Some(content)) => match batch::answer(&request.call, id, &content).await {
            Ok(Answered::Taken { new, known }) => page.typed(&(new, known)).done("answered"),
            Ok(Answered::Faults(mut faults)) => {
                faults.truncate(FAULTS_MAX);
                page.typed(&faults)
            }
            Err(error) => page.failed(error.into()),
        },
        Ok(None) => {
            let fields = vec![FieldProblem::new(FILE, Problem::Missing)];
            page.failed(UiError { fields, ..UiError::of("form.problems") })
        }
        // More than the route takes altogether.
        Err(answer) if answer.status() == StatusCode::PAYLOAD_TOO_LARGE => page.failed(UiError::of("too_large")),
        Err(answer) => return answer,
    };
    left(&request, flash).await
}

/// The file, where one was chosen. Errors: the answer to give: too much was sent, or it is no form.
async fn read(mut multipart: Multipart) -> Result<Option<Vec<u8>>, Response> {
    let mut file = None;
    while let Some(field) = multipart.next_field().await.map_err(IntoResponse::into_response)? {
        let is_file = field.name() == Some(FILE);
        let bytes = field.bytes().await.map_err(IntoResponse::into_response)?;
        if is_file && !bytes.is_empty() {
            file = Some(bytes.to_vec());
        }
    }
    Ok(file)
}
