//! Log and metrics. Invariant: neither ever holds a query, a body, a cookie or the number in an address: a request is
//! named by its route.

use crate::{
    config::{Config, LogFormat},
    state::bearer,
    world::World,
};
use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tracing::Instrument;
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

/// Header that names the request; the same name stands in the log and in events.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Bounds of durations in seconds.
const SECONDS: [f64; 12] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0, 20.0];
/// Bounds of group sizes.
const ITEMS: [f64; 9] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 500.0, 2_000.0];
const UPKEEP: Duration = Duration::from_secs(5);

/// The request's name, in its extensions.
#[derive(Debug, Clone, Copy)]
pub struct RequestId(pub Uuid);

/// Starts the log on standard error.
pub fn log(config: &Config) {
    let filter = EnvFilter::new(&config.log);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second log in one process (a test) is no reason to stop.
    let started = match config.log_format {
        LogFormat::Text => log.with_ansi(false).try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    drop(started);
}

/// Starts counting. Errors: where something in this process counts already.
pub fn metrics() -> Result<PrometheusHandle, String> {
    let set = |name: &str| Matcher::Suffix(name.to_owned());
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(set("_seconds"), &SECONDS)
        .and_then(|builder| builder.set_buckets_for_metric(set("_items"), &ITEMS))
        .map_err(|fault| fault.to_string())?;
    builder.install_recorder().map_err(|fault| fault.to_string())
}

/// Keeps the memory of the counts small.
pub async fn keep(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        handle.run_upkeep();
    }
}

/// `GET /metrics`: for whoever has the token; where none is set, for this machine itself.
pub fn show(world: &World, handle: &PrometheusHandle, from: SocketAddr, headers: &HeaderMap) -> Response {
    let token = world.config.metrics_token.as_deref();
    let forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED);
    let may = match token {
        // Whoever set one wants it asked for: a proxy that adds no header looks like this machine itself.
        Some(token) => bearer(headers).is_some_and(|said| constant_time_equal(token, said)),
        None => from.ip().is_loopback() && !forwarded,
    };
    if !may {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4"), (header::CACHE_CONTROL, "no-store")], handle.render())
        .into_response()
}

fn constant_time_equal(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other)) == 0
}

/// The method's name where it is a usual one: a client may invent others, and each would be a series of its own.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"];
    KNOWN.into_iter().find(|known| method == known).unwrap_or("other")
}

/// Names, times and counts every request. Failures of ours are logged here or where they are answered, the rest at `debug`.
#[expect(clippy::disallowed_methods, reason = "measures how long a request takes; decides nothing")]
pub async fn observe(State(world): State<Arc<World>>, mut request: Request, next: Next) -> Response {
    let id = world.ids.uuid(world.clock.now());
    request.extensions_mut().insert(RequestId(id));
    // Whatever the client called it: a name in the log is ours.
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        request.headers_mut().insert(REQUEST_ID, value);
    }
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "(none)".to_owned(), |path| path.as_str().to_owned());
    let method = known(request.method());
    let span = tracing::info_span!("request", %id, method, route);
    let started = std::time::Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let seconds = started.elapsed().as_secs_f64();
    let status = response.status();
    let kind =
        ["", "1xx", "2xx", "3xx", "4xx", "5xx"].get(usize::from(status.as_u16() / 100)).copied().unwrap_or_default();
    metrics::histogram!("http_request_seconds", "method" => method, "route" => route, "status" => kind).record(seconds);
    span.in_scope(|| {
        if status.is_server_error() {
            tracing::warn!(status = status.as_u16(), ms = seconds * 1_000.0, "answered");
        } else {
            tracing::debug!(status = status.as_u16(), ms = seconds * 1_000.0, "answered");
        }
    });
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// Who is at the other end of the connection.
pub fn peer(request: &Request) -> Option<SocketAddr> {
    request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_somebody_invents_makes_no_series_of_its_own() {
        assert_eq!(known(&Method::GET), "GET");
        for invented in ["get", "BREW", "A1"] {
            assert_eq!(known(&Method::from_bytes(invented.as_bytes()).unwrap()), "other");
        }
    }
}
