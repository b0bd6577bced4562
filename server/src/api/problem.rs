//! Failures as `application/problem+json` (RFC 9457). Invariant: `code` is stable and listed in docs/ERRORS.md; the cause of
//! a fault of ours goes to the log under the incident's number and nowhere else.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{access::Denied, form::FieldProblem};
use i18n::Lang;
use serde_json::json;
use services::Error;
use uuid::Uuid;

/// A failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    fields: Vec<FieldProblem>,
    incident: Option<Uuid>,
}

impl Problem {
    /// A failure with a status of its own.
    pub const fn of(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, fields: Vec::new(), incident: None }
    }
    /// A failure with the status its code always has.
    pub fn coded(code: &'static str) -> Self {
        Self::of(status_of(code), code)
    }
    /// Its code.
    pub const fn code(&self) -> &'static str {
        self.code
    }
    /// Its status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }
}

/// The status a code is answered with.
pub fn status_of(code: &str) -> StatusCode {
    match code {
        "auth.login_failed"
        | "auth.passkey_failed"
        | "auth.passkey_late"
        | "auth.password_wrong"
        | "auth.second_factor_wrong"
        | "auth.second_factor_missing"
        | "auth.log_in_first"
        | "auth.device_unknown"
        | "auth.token_expired"
        | "line.signature"
        | "oauth.invalid_client" => StatusCode::UNAUTHORIZED,
        "auth.locked" | "rate_limited" | "partner.too_fast" => StatusCode::TOO_MANY_REQUESTS,
        "auth.forbidden"
        | "auth.id_not_yet"
        | "auth.id_expired"
        | "auth.not_your_duty"
        | "origin.foreign"
        | "touch.site_closed"
        | "registrar.lapsed"
        | "registrar.own_entry" => StatusCode::FORBIDDEN,
        "not_found" => StatusCode::NOT_FOUND,
        "method_not_allowed" => StatusCode::METHOD_NOT_ALLOWED,
        "malformed" | "oauth.invalid_request" | "oauth.unsupported_grant_type" | "oauth.invalid_scope" => {
            StatusCode::BAD_REQUEST
        }
        "too_large"
        | "touch.too_large"
        | "touch.too_many_items"
        | "record.too_large"
        | "record.too_many_items"
        | "photo.too_large" => StatusCode::PAYLOAD_TOO_LARGE,
        "unavailable" => StatusCode::SERVICE_UNAVAILABLE,
        "internal" => StatusCode::INTERNAL_SERVER_ERROR,
        code if code.starts_with("conflict.") => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// An address below `/api` that nothing is at.
pub async fn no_such_route() -> Problem {
    Problem::coded("not_found")
}

/// An address that does not take this method.
pub async fn no_such_method() -> Problem {
    Problem::coded("method_not_allowed")
}

/// Puts a problem in place of a failure that something below the handlers answered in its own way.
pub async fn only(response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let ours = kind.starts_with(b"application/problem+json") || kind.starts_with(b"application/json");
    if ours || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let code = match status {
        StatusCode::UNAUTHORIZED => "auth.log_in_first",
        StatusCode::FORBIDDEN => "auth.forbidden",
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        StatusCode::SERVICE_UNAVAILABLE => "unavailable",
        status if status.is_server_error() => "internal",
        _ => "malformed",
    };
    Problem::of(status, code).into_response()
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Rejected(rejection) => Self { fields: rejection.fields, ..Self::coded(rejection.code) },
            Error::NotFound => Self::coded("not_found"),
            Error::Forbidden(Denied::LogInFirst) => Self::coded("auth.log_in_first"),
            Error::Forbidden(Denied::SiteClosed) => Self::coded("touch.site_closed"),
            Error::Forbidden(Denied::NotYet) => Self::coded("auth.id_not_yet"),
            Error::Forbidden(Denied::Expired) => Self::coded("auth.id_expired"),
            Error::Forbidden(Denied::Duty) => Self::coded("auth.not_your_duty"),
            Error::Forbidden(Denied::Lapsed) => Self::coded("registrar.lapsed"),
            Error::Forbidden(Denied::OwnEntry) => Self::coded("registrar.own_entry"),
            Error::Forbidden(Denied::Role | Denied::NotYours) => Self::coded("auth.forbidden"),
            Error::Conflict(code) => Self::coded(code),
            Error::Unavailable => Self::coded("unavailable"),
            Error::Internal(incident) => {
                tracing::error!(incident = %incident.id, cause = %incident.cause, "internal");
                Self { incident: Some(incident.id), ..Self::coded("internal") }
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let words = |lang| i18n::code::reason(lang, self.code).unwrap_or_else(|| self.code.to_owned());
        let mut body = json!({
            "type": format!("urn:careerup:problem:{}", self.code),
            "title": self.status.canonical_reason().unwrap_or_default(),
            "status": self.status.as_u16(),
            "code": self.code,
            "detail_ja": words(Lang::Ja),
            "detail_en": words(Lang::En),
        });
        if let Some(incident) = self.incident {
            body["incident"] = json!(incident);
        }
        if !self.fields.is_empty() {
            body["fields"] = json!(self.fields);
        }
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match self.status {
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"ccus\""));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            }
            StatusCode::TOO_MANY_REQUESTS => {
                let wait = if self.code == "partner.too_fast" { "60" } else { "900" };
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static(wait));
            }
            _ => {}
        }
        response
    }
}

#[cfg(test)]
mod tests;
