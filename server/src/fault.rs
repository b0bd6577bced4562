//! A whole page for a failure that happens before any page of the app runs. Invariant: it needs neither database nor
//! session, and shows no cause.

use crate::api::problem::Problem;
use axum::{
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

/// The failure of a request to `path`: a problem for an interface, a page for a person.
pub fn answer(path: &str, headers: &HeaderMap, status: StatusCode, code: &'static str) -> Response {
    if path.starts_with("/api/") { Problem::of(status, code).into_response() } else { page(headers, status, code) }
}

/// A page that says what `code` stands for.
fn page(headers: &HeaderMap, status: StatusCode, code: &str) -> Response {
    let lang = lang(headers);
    let words = i18n::code::reason(lang, code).unwrap_or_default();
    let html = format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{}</title><link rel=\"stylesheet\" href=\"/pkg/careerup.css\"></head><body><main class=\"failure\"><p>{words}</p>\
         </main></body></html>",
        lang.code(),
        status.as_u16(),
    );
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}
