//! `/api/v1`: what gates, devices and partner systems call. Kept compatible for at least 90 days.
//!
//! Invariant: every answer that is not a success is problem+json (RFC 9457) with a code listed in docs/ERRORS.md.

pub mod gate;
pub mod history;
pub mod line;
pub mod oauth;
pub mod openapi;
pub mod problem;
pub mod touches;

use crate::state::AppState;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    routing::{MethodRouter, delete, get, post},
};

/// The largest body, bytes: a batch of 1,000 items with room to spare.
pub const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;

/// A method and where it is taken.
pub struct Route {
    /// As HTTP writes it.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "for the tests that compare it with what is described and refused")
    )]
    pub method: &'static str,
    /// With its parameters in braces.
    pub path: &'static str,
    answers: MethodRouter<AppState>,
}

fn reads<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> Route {
    Route { method: "GET", path, answers: get(handler) }
}

fn takes<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> Route {
    Route { method: "POST", path, answers: post(handler) }
}

fn removes<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> Route {
    Route { method: "DELETE", path, answers: delete(handler) }
}

/// Every route of version 1: the router is made of these, and the OpenAPI document describes these.
pub fn routes() -> [Route; 11] {
    [
        takes("/api/v1/gate/login", gate::log_in),
        takes("/api/v1/gate/devices", gate::enrol),
        removes("/api/v1/gate/device", gate::leave),
        reads("/api/v1/gate/roster", gate::roster),
        reads("/api/v1/gate/photo/{technician_id}", gate::photo),
        takes("/api/v1/gate/touches", gate::touches),
        takes(oauth::PATH, oauth::token),
        takes("/api/v1/touches", touches::send),
        takes("/api/v1/history", history::send),
        reads("/api/v1/history", history::sent),
        takes(line::PATH, line::events),
    ]
}

/// The routes of `/api`.
pub fn router() -> Router<AppState> {
    routes()
        .into_iter()
        .fold(Router::new(), |router, route| router.route(route.path, route.answers))
        .route("/api/openapi.json", get(openapi::serve))
        .fallback(problem::no_such_route)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
}
