//! What is published of certificates of registration: who signs them, with which keys in which time, and the lists of those taken back.
//! Invariant: no session and no cookie, and nothing of anybody: a list has places, no names.
//!
//! Source: SD-JWT VC (JWT VC Issuer Metadata), Token Status List (status list request, aggregation).

use crate::{api::problem::Problem, state::AppState};
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::access::Actor;
use serde_json::json;
use services::{Call, certificate};

/// How long whoever looks at certificates may keep what is published, a minute.
const KEPT: &str = "public, max-age=60";
/// A status list's own media type.
const LIST_TYPE: &str = "application/statuslist+jwt";

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/.well-known/jwt-vc-issuer", get(issuer))
        .route("/certificates/lists", get(lists))
        .route("/certificates/lists/{list}", get(list))
}

fn call(state: &AppState, headers: &HeaderMap) -> Call {
    state.call(Actor::public(), headers)
}

/// `GET /.well-known/jwt-vc-issuer`: the keys.
async fn issuer(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    let issuer = certificate::issuer(&call(&state, &headers))?;
    Ok(([(header::CACHE_CONTROL, KEPT)], Json(issuer.document())).into_response())
}

/// `GET /certificates/lists`: where the lists are.
async fn lists(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    let addresses = certificate::lists(&call(&state, &headers)).await?;
    Ok(([(header::CACHE_CONTROL, KEPT)], Json(json!({ "status_lists": addresses }))).into_response())
}

/// `GET /certificates/lists/{list}`: one of them, signed, of now.
async fn list(
    State(state): State<AppState>,
    Path(list): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let number = list.parse().map_err(|_| Problem::coded("not_found"))?;
    let token = certificate::status(&call(&state, &headers), number).await?;
    let kind = (header::CONTENT_TYPE, LIST_TYPE);
    Ok(([kind, (header::CACHE_CONTROL, KEPT)], token).into_response())
}
