//! Taking a settlement file in: a plain multipart form. Invariant: the bytes are judged by the services alone; here they are
//! only counted, and nothing is said about a file to whoever may not bring one.

use super::api::PAGE;
use crate::shell::{Flash, UiError, error::TOO_LARGE, request::Request, upload};
use axum::{extract::Multipart, response::Response};
use domain::form::Problem;
use services::document::Upload;

/// Where the form is sent.
pub const PATH: &str = "/operator/fees/settlement";
/// Name of the file's field.
const FILE: &str = "file";

/// `POST /operator/fees/settlement`. The body's size is limited by the route.
pub async fn receive(request: Request, multipart: Multipart) -> Response {
    // Nothing is read from whoever may not bring a file.
    if let Err(error) = services::fee::may_receive(&request.call) {
        return upload::leave(&request, Flash::to(PAGE).failed(error.into())).await;
    }
    let sent = match upload::read(multipart, services::outside::SETTLEMENT_BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let flash = match sent.file {
        Upload::Missing => Flash::to(PAGE).failed(UiError::beside(FILE, Problem::Missing)),
        Upload::TooLarge => Flash::to(PAGE).failed(UiError::of(TOO_LARGE)),
        Upload::Bytes(content) => match services::fee::bring(&request.call, &content).await {
            Ok(file) if file.is_done() => Flash::to(PAGE).typed(&file.came).done("imported"),
            Ok(file) => Flash::to(PAGE).typed(&Some(file)).done("brought"),
            Err(error) => Flash::to(PAGE).failed(error.into()),
        },
    };
    upload::leave(&request, flash).await
}
