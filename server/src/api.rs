//! `/api/v1`: what gates, devices and partner systems call. Kept compatible for at least 90 days.
//!
//! Invariant: every answer that is not a success is problem+json (RFC 9457) with a code listed in docs/ERRORS.md.

pub mod gate;
pub mod oauth;
pub mod openapi;
pub mod problem;
pub mod touches;

use crate::state::AppState;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{delete, get, post},
};

/// The largest body, bytes: a batch of 1,000 items with room to spare.
pub const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Every route with its method, for the router, the OpenAPI document and the test that holds the two together.
#[cfg(test)]
pub const ROUTES: [(&str, &str); 8] = [
    ("POST", "/api/v1/gate/login"),
    ("POST", "/api/v1/gate/devices"),
    ("DELETE", "/api/v1/gate/device"),
    ("GET", "/api/v1/gate/roster"),
    ("GET", "/api/v1/gate/photo/{technician_id}"),
    ("POST", "/api/v1/gate/touches"),
    ("POST", "/api/v1/oauth/token"),
    ("POST", "/api/v1/touches"),
];

/// The routes of `/api`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/api/v1/gate/login", post(gate::log_in))
        .route("/api/v1/gate/devices", post(gate::enrol))
        .route("/api/v1/gate/device", delete(gate::leave))
        .route("/api/v1/gate/roster", get(gate::roster))
        .route("/api/v1/gate/photo/{technician_id}", get(gate::photo))
        .route("/api/v1/gate/touches", post(gate::touches))
        .route("/api/v1/oauth/token", post(oauth::token))
        .route("/api/v1/touches", post(touches::send))
        .route("/api/openapi.json", get(openapi::serve))
        .fallback(problem::no_such_route)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
}
