//! What every handler has at hand. Invariant: a request's [`Call`] is made from here and nowhere else.

use crate::border::rate::Rates;
use axum::http::HeaderMap;
use domain::access::Actor;
use services::Call;
use std::sync::Arc;
use uuid::Uuid;

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// A call by nobody, from which each request's own is made.
    pub base: Arc<Call>,
    /// How much partners have asked of late.
    pub rates: Arc<Rates>,
}

impl AppState {
    /// The call of one request.
    pub fn call(&self, actor: Actor, headers: &HeaderMap) -> Call {
        let named = headers.get("x-request-id").and_then(|id| id.to_str().ok()).and_then(|id| Uuid::parse_str(id).ok());
        let request_id = named.unwrap_or_else(|| self.base.ids.uuid(self.base.now()));
        Call { actor, request_id, ..Call::clone(&self.base) }
    }
}

/// Whether a request to `path` brings a credential of its own, beside which a cookie decides nothing. Pages know none.
pub fn own_credential(path: &str, headers: &HeaderMap) -> bool {
    path.starts_with("/api/") && bearer(headers).is_some()
}

/// What stands after `Authorization: SCHEME`, whose letters may be large or small (RFC 9110 §11.1).
pub fn credential<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let value = headers.get("authorization")?.to_str().ok()?;
    let (said, credential) = value.split_once(' ')?;
    said.eq_ignore_ascii_case(scheme).then(|| credential.trim()).filter(|credential| !credential.is_empty())
}

/// The secret after `Authorization: Bearer`.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    credential(headers, "bearer")
}
