//! Files to and from the card maker: plain forms whose answer is a file, and a plain multipart form. Invariant: a file is
//! handed out for a form that was sent, never for an address that was opened; what is in it, the services decide.

use super::api::batch_page;
use crate::shell::{
    Flash, UiError,
    error::{NOT_FOUND, TOO_LARGE},
    request::Request,
    upload::{self, leave},
};
use axum::{
    extract::Multipart,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{form::Problem, id::BatchId};
use services::{
    card::batch::{self, Answered, File},
    document::Upload,
};

/// Name of the file's field.
const FILE: &str = "file";
/// Faults kept for the page; whoever has more mends these first.
const FAULTS_MAX: usize = 100;

async fn handed(request: &Request, id: BatchId, file: Result<File, services::Error>) -> Response {
    match file {
        Ok(file) => {
            // Names are of digits, hyphens and letters of ours.
            let named = format!("attachment; filename=\"{}\"", file.name);
            let kept = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, file.mime)];
            (kept, [(header::CONTENT_DISPOSITION, named)], file.content).into_response()
        }
        Err(error) => leave(request, Flash::to(batch_page(id)).failed(error.into())).await,
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
    leave(request, Flash::to(super::api::BATCHES).failed(UiError::of(NOT_FOUND))).await
}

/// `POST /operator/cards/batches/{batch}/answer`. The body's size is limited by the route.
pub async fn answer(request: Request, batch: String, multipart: Multipart) -> Response {
    let Ok(id) = batch.parse::<BatchId>() else { return no_batch(&request).await };
    let page = Flash::to(batch_page(id));
    // Nothing is read from whoever may not bring a file.
    if let Err(error) = batch::may_answer(&request.call) {
        return leave(&request, page.failed(error.into())).await;
    }
    let sent = match upload::read(multipart, batch::ANSWER_BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let flash = match sent.file {
        Upload::Missing => page.failed(UiError::beside(FILE, Problem::Missing)),
        Upload::TooLarge => page.failed(UiError::of(TOO_LARGE)),
        Upload::Bytes(content) => match batch::answer(&request.call, id, &content).await {
            Ok(Answered::Taken { new, known }) => page.typed(&(new, known)).done("answered"),
            Ok(Answered::Faults(mut faults)) => {
                faults.truncate(FAULTS_MAX);
                page.typed(&faults)
            }
            Err(error) => page.failed(error.into()),
        },
    };
    leave(&request, flash).await
}
