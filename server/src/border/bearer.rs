//! Who calls with a credential of their own, and bodies in JSON. Invariant: a credential is looked for in the
//! `Authorization` header only, and one that is not accepted is answered with 401, so that a gate keeps its queue.

use crate::{
    api::problem::Problem,
    state::{AppState, bearer},
};
use axum::{
    body::Bytes,
    extract::{FromRequestParts, rejection::BytesRejection},
    http::{StatusCode, request::Parts},
    response::IntoResponse,
};
use domain::access::Actor;
use serde::de::DeserializeOwned;
use services::{Call, partner, touch};

/// A call by the gate whose device credential came with the request.
pub struct Gate(pub Call);

/// A call by the partner whose access token came with the request, as long as it does not ask too often.
pub struct Partner(pub Call);

impl FromRequestParts<AppState> for Gate {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let call = state.call(Actor::public(), &parts.headers);
        let refused = || Problem::coded("auth.device_unknown");
        let token = bearer(&parts.headers).ok_or_else(refused)?;
        let actor = touch::device_actor(&call, token).await?.ok_or_else(refused)?;
        Ok(Self(call.acting(actor)))
    }
}

impl FromRequestParts<AppState> for Partner {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let call = state.call(Actor::public(), &parts.headers);
        let refused = || Problem::coded("auth.token_expired");
        let token = bearer(&parts.headers).ok_or_else(refused)?;
        let actor = partner::actor(&call.db, token, call.now()).await?.ok_or_else(refused)?;
        if actor.partner.is_some_and(|partner| !state.rates.take(partner, call.now())) {
            return Err(Problem::coded("partner.too_fast"));
        }
        Ok(Self(call.acting(actor)))
    }
}

/// The body, as it came. Errors: 413 `too_large`, 400 `malformed`.
pub fn whole(body: Result<Bytes, BytesRejection>, too_large: &'static str) -> Result<Bytes, Problem> {
    body.map_err(|refused| {
        let large = refused.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE;
        Problem::coded(if large { too_large } else { "malformed" })
    })
}

/// The body, as JSON in the shape asked for. Errors: 413 `too_large`, 400 `malformed`.
pub fn json<T: DeserializeOwned>(body: Result<Bytes, BytesRejection>, too_large: &'static str) -> Result<T, Problem> {
    let body = whole(body, too_large)?;
    serde_json::from_slice(&body).map_err(|_| Problem::coded("malformed"))
}
