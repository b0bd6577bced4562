//! The answer to a failure that happens before any page of the app runs. Invariant: it needs neither database nor
//! session, and shows no cause.

use crate::api::problem::Problem;
use app::shell::UiError;
use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use i18n::Lang;

/// The language a request asks for, by its headers alone.
fn lang(headers: &HeaderMap) -> Lang {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let chosen = text(header::COOKIE)
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == "lang");
    let chosen = chosen.and_then(|(_, code)| Lang::from_code(code));
    chosen.unwrap_or_else(|| Lang::from_accept_language(text(header::ACCEPT_LANGUAGE)))
}

/// The failure of a request to `path`: a problem for an interface, an island's own kind of failure for an island, a page
/// for a person.
pub fn answer(path: &str, headers: &HeaderMap, status: StatusCode, code: &'static str) -> Response {
    if path.starts_with("/api/") {
        return Problem::of(status, code).into_response();
    }
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let mut response = if path.starts_with("/fn/") && !accept.contains("text/html") {
        (status, Json(UiError::of(code))).into_response()
    } else {
        page(headers, status, code)
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

/// A page that says what `code` stands for.
fn page(headers: &HeaderMap, status: StatusCode, code: &str) -> Response {
    let lang = i18n::code::spoken(lang(headers), code);
    let words = i18n::code::reason(lang, code).unwrap_or_default();
    let html = format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{}</title><link rel=\"stylesheet\" href=\"/pkg/careerup.css\"></head><body><main class=\"failure\"><p>{words}</p>\
         </main></body></html>",
        lang.code(),
        status.as_u16(),
    );
    (status, Html(html)).into_response()
}
