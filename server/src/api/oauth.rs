//! Access tokens for partner systems (RFC 6749 §4.4, client credentials). Invariant: credentials come in the body or as
//! HTTP Basic, never in an address; a failure has RFC 6749's `error` beside our own code.

use super::problem::{Problem, status_of};
use crate::state::credential;
use app::shell::request::Request as Caller;
use axum::{
    Extension, Form, Json,
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::access::Actor;
use i18n::Lang;
use serde::Deserialize;
use serde_json::json;
use services::{Error, partner};

/// Where tokens are given.
pub const PATH: &str = "/api/v1/oauth/token";

/// The request.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    grant_type: String,
    client_id: String,
    client_secret: String,
    scope: String,
}

/// A failure as RFC 6749 §5.2 has it.
struct Refused(&'static str);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(code) = self;
        let error = code.strip_prefix("oauth.").unwrap_or("temporarily_unavailable");
        let words = |lang| i18n::code::reason(lang, code).unwrap_or_default();
        let body = json!({
            "error": error,
            "error_description": words(Lang::En),
            "code": code,
            "detail_ja": words(Lang::Ja),
            "detail_en": words(Lang::En),
        });
        let status = status_of(code);
        let mut response = (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let basic = HeaderValue::from_static("Basic realm=\"ccus\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
        }
        response
    }
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let text = String::from_utf8(STANDARD.decode(credential(headers, "basic")?).ok()?).ok()?;
    text.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}

/// `POST oauth/token`.
pub async fn token(Extension(caller): Extension<Caller>, request: Request) -> Response {
    match give(caller, request).await {
        Ok(response) => response,
        Err(refused) => refused.into_response(),
    }
}

async fn give(caller: Caller, request: Request) -> Result<Response, Refused> {
    let credentials = basic(request.headers());
    let form = Form::<Asked>::from_request(request, &()).await;
    let Form(asked) = form.map_err(|_| Refused("oauth.invalid_request"))?;
    if asked.grant_type != "client_credentials" {
        let missing = asked.grant_type.is_empty();
        return Err(Refused(if missing { "oauth.invalid_request" } else { "oauth.unsupported_grant_type" }));
    }
    if !asked.scope.is_empty() && asked.scope != partner::SCOPE {
        return Err(Refused("oauth.invalid_scope"));
    }
    let (id, secret) = credentials.unwrap_or((asked.client_id, asked.client_secret));
    // Nobody's call: a browser session that happens to come along decides nothing here.
    let call = caller.call.acting(Actor::public());
    let token = partner::token(&call, &id, &secret, &caller.client).await.map_err(|error| match error {
        Error::Rejected(rejection) => Refused(rejection.code),
        other => Refused(Problem::from(other).code()),
    })?;
    let body = json!({
        "access_token": token.token,
        "token_type": "Bearer",
        "expires_in": token.expires_in_s,
        "scope": token.scope,
    });
    Ok(([(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")], Json(body)).into_response())
}
