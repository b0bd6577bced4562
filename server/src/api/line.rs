//! What LINE tells of messages it took. Invariant: the body is judged as it came, since its signature is over every byte of it.

use super::problem::Problem;
use crate::border::bearer::whole;
use app::shell::request::Request;
use axum::{
    Extension,
    body::Bytes,
    extract::rejection::BytesRejection,
    http::{HeaderMap, StatusCode},
};
use services::notice;

/// Where LINE tells it: the webhook address of the channel.
pub const PATH: &str = "/api/v1/line/events";

/// `POST line/events`.
pub async fn events(
    Extension(request): Extension<Request>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Problem> {
    let body = whole(body, "too_large")?;
    let signature = headers.get("x-line-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    notice::line::heard(&request.call, &body, signature).await?;
    Ok(StatusCode::OK)
}
