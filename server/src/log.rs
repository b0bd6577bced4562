//! `/log`: the log of history records as anybody reads it, and where witnesses send their signatures. Invariant: no session and no
//! cookie, and nothing of anybody; what can never change is kept by every cache, the last checkpoint by none.
//!
//! Checkpoints and tiles stand where C2SP tlog-tiles expects them below `/log`; there are no entry bundles, since what a leaf says is
//! its person's.

use crate::{api::problem::Problem, state::AppState};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{
        DefaultBodyLimit, Path, Query, State,
        rejection::{BytesRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::access::Actor;
use proof::log::{TILE_HASHES, TileId, note::hash_from_hex};
use serde::{Deserialize, Serialize};
use services::{Call, log};

/// Where witnesses send what they signed: they prove themselves by it.
pub const COSIGNATURE: &str = "/log/cosignature";
/// The largest body, bytes.
const BODY_BYTES_MAX: usize = 16_384;
/// For what stays as it is for ever.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// For what grows.
const EACH_TIME: &str = "no-cache";
/// Numbers of tiles are written in groups of so many digits.
const GROUP: usize = 3;

/// The routes of `/log`.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/log/checkpoint", get(checkpoint))
        .route("/log/checkpoint/{size}", get(checkpoint_of))
        .route("/log/key", get(keys))
        .route("/log/tile/{level}/{*number}", get(tile))
        .route("/log/proof/inclusion", get(inclusion))
        .route("/log/proof/consistency", get(consistency))
        .route("/log/cosignature", post(cosign))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
}

fn call(state: &AppState, headers: &HeaderMap) -> Call {
    state.call(Actor::public(), headers)
}

fn text(words: String) -> Response {
    let kind = (header::CONTENT_TYPE, "text/plain; charset=utf-8");
    ([kind, (header::CACHE_CONTROL, EACH_TIME)], words).into_response()
}

fn malformed() -> Problem {
    Problem::coded("malformed")
}

/// `GET checkpoint`: the last one.
async fn checkpoint(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    Ok(text(log::checkpoint(&call(&state, &headers), None).await?))
}

/// `GET checkpoint/{size}`: an earlier one, with the signatures that have come since.
async fn checkpoint_of(
    State(state): State<AppState>,
    Path(size): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let size = digits(&size).ok_or_else(malformed)?;
    Ok(text(log::checkpoint(&call(&state, &headers), Some(size)).await?))
}

/// `GET key`: a line for each key, the log's newest first.
async fn keys(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    let keys = log::keys(&call(&state, &headers))?;
    let lines: Vec<String> = keys.iter().map(ToString::to_string).collect();
    Ok(text(lines.join("\n") + "\n"))
}

/// The tile an address names and how many of its hashes: `x001/x234/067`, or `x001/x234/067.p/8`.
fn named(level: &str, number: &str) -> Option<(TileId, u64)> {
    let (number, width) = match number.split_once(".p/") {
        Some((number, width)) => (number, digits(width).filter(|width| (1..TILE_HASHES).contains(width))?),
        None => (number, TILE_HASHES),
    };
    let level = digits(level).and_then(|level| u32::try_from(level).ok()).filter(|level| *level < 64)?;
    let groups: Vec<&str> = number.split('/').collect();
    let (last, others) = groups.split_last()?;
    let mut number: u64 = 0;
    for group in others.iter().map(|group| group.strip_prefix('x')).chain([Some(*last)]) {
        let group = group.filter(|group| group.len() == GROUP && group.bytes().all(|byte| byte.is_ascii_digit()))?;
        number = number.checked_mul(1_000)?.checked_add(group.parse().ok()?)?;
    }
    // The one way to write a number: no group of zeros before it.
    let first = groups.first()?;
    (groups.len() == 1 || *first != "x000").then_some((TileId { level, number }, width))
}

/// A number written in the one way: digits, no zero before them.
fn digits(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}

/// `GET tile/{level}/{number}`: hashes one after another, 32 bytes each.
async fn tile(
    State(state): State<AppState>,
    Path((level, number)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (id, width) = named(&level, &number).ok_or_else(malformed)?;
    let bytes = log::tile(&call(&state, &headers), id, width).await?;
    let kind = (header::CONTENT_TYPE, "application/octet-stream");
    Ok(([kind, (header::CACHE_CONTROL, FOR_EVER)], bytes).into_response())
}

/// What is asked for of a leaf.
#[derive(Debug, Deserialize)]
struct OfLeaf {
    leaf: Option<String>,
    size: Option<String>,
}

/// A proof as JSON; hashes in hex.
#[derive(Debug, Serialize)]
struct Proven {
    #[serde(skip_serializing_if = "Option::is_none")]
    leaf: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<u64>,
    size: u64,
    hashes: Vec<String>,
}

impl Proven {
    fn answer(self, caching: &'static str) -> Response {
        ([(header::CACHE_CONTROL, caching)], Json(self)).into_response()
    }
}

fn number(text: Option<&str>) -> Result<Option<u64>, Problem> {
    text.map(|text| digits(text).ok_or_else(malformed)).transpose()
}

/// `GET proof/inclusion?leaf=HASH&size=`: in the tree of that size, or in the last.
async fn inclusion(
    State(state): State<AppState>,
    asked: Result<Query<OfLeaf>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Query(asked) = asked.map_err(|_| malformed())?;
    let leaf = asked.leaf.as_deref().and_then(hash_from_hex).ok_or_else(malformed)?;
    let size = number(asked.size.as_deref())?;
    let found = log::inclusion(&call(&state, &headers), &leaf, size).await?;
    let hashes = found.hashes.iter().map(hex::encode).collect();
    let proven = Proven { leaf: Some(found.leaf), from: None, size: found.size, hashes };
    Ok(proven.answer(if size.is_some() { FOR_EVER } else { EACH_TIME }))
}

/// Two sizes.
#[derive(Debug, Deserialize)]
struct Sizes {
    from: Option<String>,
    to: Option<String>,
}

/// `GET proof/consistency?from=&to=`.
async fn consistency(
    State(state): State<AppState>,
    asked: Result<Query<Sizes>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Query(asked) = asked.map_err(|_| malformed())?;
    let from = number(asked.from.as_deref())?.ok_or_else(malformed)?;
    let to = number(asked.to.as_deref())?.ok_or_else(malformed)?;
    let found = log::consistency(&call(&state, &headers), from, to).await?;
    let hashes = found.hashes.iter().map(hex::encode).collect();
    Ok(Proven { leaf: None, from: Some(from), size: to, hashes }.answer(FOR_EVER))
}

/// `POST cosignature`: a checkpoint of this log with signatures of witnesses under it.
async fn cosign(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Problem> {
    let body = body.map_err(|_| Problem::coded("too_large"))?;
    let note = core::str::from_utf8(&body).map_err(|_| malformed())?;
    log::cosign(&call(&state, &headers), note).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_has_one_address() {
        let tile = |level, number, width| Some((TileId { level, number }, width));
        for (level, number, found) in [
            ("0", "000", tile(0, 0, 256)),
            ("1", "067.p/8", tile(1, 67, 8)),
            ("0", "x001/x234/067", tile(0, 1_234_067, 256)),
            ("0", "x001/234.p/255", tile(0, 1_234, 255)),
            ("0", "001.p/256", None),
            ("0", "001.p/0", None),
            ("0", "001.p/08", None),
            ("0", "x000/001", None),
            ("0", "1", None),
            ("0", "0001", None),
            ("0", "001/001", None),
            ("0", "x001", None),
            ("0", "", None),
            ("00", "001", None),
            ("64", "001", None),
            ("-1", "001", None),
            ("0", "x999/x999/x999/x999/x999/x999/x999/999", None),
        ] {
            assert_eq!(named(level, number), found, "{level}/{number}");
        }
    }
}
