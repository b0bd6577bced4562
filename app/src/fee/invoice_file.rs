//! `GET …/invoice.pdf`: the invoice of a request as a file. Invariant: whoever may not see the page gets no file, and learns
//! no more from the answer than from the page's.

use crate::shell::{UiError, error::NOT_FOUND, language, request::Request};
use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use domain::{fee::Issuer, id::FeeRequestId};
use i18n::Lang;

/// `GET /business/fees/{request}/invoice.pdf`, and the same of a technician and of the operator.
pub async fn invoice_file(request: Request, headers: &HeaderMap, asked: String, issuer: &Issuer) -> Response {
    let spoken = language::office_in(headers);
    let made = made(&request, spoken, &asked, issuer).await;
    made.unwrap_or_else(|error| (error.status(), error.words(spoken)).into_response())
}

async fn made(request: &Request, spoken: Lang, asked: &str, issuer: &Issuer) -> Result<Response, UiError> {
    let id = asked.parse::<FeeRequestId>().map_err(|_| UiError::of(NOT_FOUND))?;
    let bytes = services::fee::invoice_pdf(&request.call, id, issuer, spoken).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"invoice-{id}.pdf\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
