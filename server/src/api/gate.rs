//! The gate's calls. Invariant: 401 says "this credential is not accepted" and 503 "not now"; the phone keeps its queue
//! either way.

use super::{problem::Problem, touches};
use crate::{
    border::bearer::{Gate, json},
    page::{self, Cached},
};
use app::shell::{
    request::Request,
    session::{GATE, SINCE},
};
use axum::{
    Extension, Json,
    body::Bytes,
    extract::{
        Path,
        rejection::{BytesRejection, PathRejection},
    },
    http::{HeaderMap, StatusCode},
    response::Response,
};
use domain::{
    id::{AccountId, TechnicianId},
    touch::wire::{GateCredential, GateEnrolment, GateLogIn, GateRoster, GateSites, TouchAnswers, TouchBatch},
};
use serde::Deserialize;
use services::{
    account::{self, LogIn},
    document::{self, Size},
    touch,
};

/// Answer of a call, or the problem.
type Answer<T> = Result<Json<T>, Problem>;

/// `POST gate/login`: ID, password and code in one go; begins a session for [`enrol`] and nothing else, and names the sites.
pub async fn log_in(Extension(request): Extension<Request>, body: Result<Bytes, BytesRejection>) -> Answer<GateSites> {
    let asked: GateLogIn = json(body, "too_large")?;
    let Request { call, session, client } = request;
    let account = match account::log_in(&call, &asked.login_id, &asked.password, &client).await? {
        LogIn::Done(account) => account,
        LogIn::SecondFactor { account, enrolled: true } => {
            account::second_factor(&call, account, &asked.totp).await?;
            account
        }
        LogIn::SecondFactor { enrolled: false, .. } => return Err(Problem::coded("auth.second_factor_missing")),
    };
    let actor = account::actor_of(&call.db, account).await?;
    // Before the session begins: who may not run a gate is not logged in by asking for one.
    let sites = touch::gate_sites(&call.acting(actor)).await?;
    let gone = |_| Problem::coded("unavailable");
    session.clear().await;
    session.cycle_id().await.map_err(gone)?;
    session.insert(SINCE, call.now()).await.map_err(gone)?;
    session.insert(GATE, account).await.map_err(gone)?;
    Ok(Json(sites))
}

/// `POST gate/devices`: makes the phone a gate of one site.
pub async fn enrol(
    Extension(request): Extension<Request>,
    body: Result<Bytes, BytesRejection>,
) -> Answer<GateCredential> {
    let mut asked: GateEnrolment = json(body, "too_large")?;
    // JSON may spell characters that nobody types and PostgreSQL does not take.
    asked.name.retain(|c| !c.is_control());
    let Request { call, session, .. } = request;
    let gone = |_| Problem::coded("unavailable");
    let Some(account) = session.get::<AccountId>(GATE).await.map_err(gone)? else {
        return Ok(Json(touch::gate_enrol(&call, &asked).await?));
    };
    let actor = account::actor_of(&call.db, account).await?;
    let made = touch::gate_enrol(&call.acting(actor), &asked).await?;
    // The phone hangs at the site for everybody's hands: nothing of the person stays on it.
    session.flush().await.map_err(gone)?;
    Ok(Json(made))
}

/// In which header a phone says how many touches wait on it.
const WAITING: &str = "gate-waiting";

/// In which header it says the number of its last touch: the only word of touches that never come.
const LAST: &str = "gate-last";

/// The number a header says, for the page of the site's gates. What is no number says nothing.
fn number<N: core::str::FromStr>(headers: &HeaderMap, name: &str) -> Option<N> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// `GET gate/roster`: with what waits on the phone and the number it has come to. It is asked for once a minute; with touches come
/// their own numbers.
pub async fn roster(Gate(call): Gate, headers: HeaderMap) -> Answer<GateRoster> {
    let roster = touch::gate_roster(&call).await?;
    if let Some(waiting) = number(&headers, WAITING) {
        touch::gate_told(&call, waiting, number(&headers, LAST)).await?;
    }
    Ok(Json(roster))
}

/// `POST gate/touches`: the queue, up to a thousand at a time, each answered by itself; with what waits on the phone, these
/// among it.
pub async fn touches(
    Gate(call): Gate,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer<TouchAnswers> {
    let batch: TouchBatch<serde_json::Value> = json(body, "touch.too_large")?;
    let answers = touch::record(&call, batch.items).await?;
    if let Some(waiting) = number::<u32>(&headers, WAITING) {
        let taken = answers.answers.iter().filter(|answer| answer.id.is_some() && answer.outcome.is_receipt()).count();
        let left = waiting.saturating_sub(u32::try_from(taken).unwrap_or(u32::MAX));
        // They are recorded, whatever becomes of this.
        if let Err(fault) = touch::gate_told(&call, left, None).await {
            tracing::warn!(%fault, "what waits on a gate could not be kept");
        }
    }
    Ok(Json(touches::worded(answers)))
}

/// The technician a path names, whatever else the routes above it have matched.
#[derive(Debug, Deserialize)]
pub struct Named {
    technician_id: String,
}

/// `GET gate/photo/{technician_id}`: of somebody on the site's roster, small.
pub async fn photo(
    Gate(call): Gate,
    named: Result<Path<Named>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Path(named) = named.map_err(|_| Problem::coded("not_found"))?;
    let id: TechnicianId = named.technician_id.parse().map_err(|_| Problem::coded("not_found"))?;
    let found = document::find(&call, id, Size::Small).await?;
    Ok(page::picture(&call, found, &headers, Cached::Day).await?)
}

/// `DELETE gate/device`: the phone is no gate any more.
pub async fn leave(Gate(call): Gate) -> Result<StatusCode, Problem> {
    touch::gate_leave(&call).await?;
    Ok(StatusCode::NO_CONTENT)
}
