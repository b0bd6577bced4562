//! Taking a settlement file in: a plain multipart form. Invariant: the bytes are judged by the services alone; here they are
//! only counted, and nothing is said about a file to whoever may not bring one.

use super::api::PAGE;
use crate::shell::{Flash, UiError, request::Request, session::FLASH};
use axum::{
    extract::Multipart,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::form::{FieldProblem, Problem};

/// Where the form is sent.
pub const PATH: &str = "/operator/fees/settlement";
/// Name of the file's field.
const FILE: &str = "file";

/// `POST /operator/fees/settlement`. The body's size is limited by the route.
pub async fn receive(request: Request, multipart: Multipart) -> Response {
    // Nothing is read from whoever may not bring a file.
    if let Err(error) = services::fee::may_receive(&request.call) {
        return left(&request, Flash::to(PAGE).failed(error.into())).await;
    }
    let flash = match read(multipart).await {
        Ok(Some(content)) => match services::fee::bring(&request.call, &content).await {
            Ok(file) if file.is_done() => Flash::to(PAGE).typed(&file.came).done("imported"),
            Ok(file) => Flash::to(PAGE).typed(&Some(file)).done("brought"),
            Err(error) => Flash::to(PAGE).failed(error.into()),
        },
        Ok(None) => {
            let fields = vec![FieldProblem::new(FILE, Problem::Missing)];
            Flash::to(PAGE).failed(UiError { fields, ..UiError::of("form.problems") })
        }
        // More than the route takes altogether.
        Err(answer) if answer.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Flash::to(PAGE).failed(UiError::of("too_large"))
        }
        Err(answer) => return answer,
    };
    left(&request, flash).await
}

/// Leaves something for the page, and goes there.
async fn left(request: &Request, flash: Flash) -> Response {
    if request.session.insert(FLASH, flash).await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Redirect::to(PAGE).into_response()
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
