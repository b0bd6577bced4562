//! Everything that answers, in the order a request passes it. Invariant: files need no session (an address of theirs without
//! one is a page's), interfaces with a credential of their own need none either, and everything is observed, limited in time and sent with its headers.

use crate::{
    api,
    border::{caller, limit, limit::Limits, origin, security},
    certificate, files, log, page,
    ready::{self, Ready},
    session,
    state::AppState,
    telemetry,
    world::World,
};
use axum::{
    Router,
    extract::{ConnectInfo, Extension},
    http::HeaderMap,
    middleware::{from_fn_with_state, map_response},
    routing::{any_service, get},
};
use domain::access::Actor;
use metrics_exporter_prometheus::PrometheusHandle;
use std::{net::SocketAddr, sync::Arc};
use tokio_util::sync::CancellationToken;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer, Predicate,
        predicate::{DefaultPredicate, NotForContentType, SizeAbove},
    },
};

/// Smaller answers are not worth compressing, bytes.
const COMPRESSED_FROM: u16 = 1_024;
/// Brotli's fourth level costs less than a millisecond for a page and leaves it about as small as gzip's best.
const COMPRESSION: i32 = 4;

/// What the router is made of.
pub struct Parts {
    /// The world.
    pub world: World,
    /// Reached since the start.
    pub ready: Ready,
    /// Where counts are read.
    pub metrics: PrometheusHandle,
    /// Cancelled when the server was told to stop.
    pub stop: CancellationToken,
    /// Whether `cargo leptos watch` is looking.
    pub watched: bool,
}

/// The whole router.
pub fn router(parts: Parts) -> Router {
    let Parts { world, ready, metrics, stop, watched } = parts;
    // Each layer clones its state for each request.
    let world = Arc::new(world);
    let with_caller = |router: Router| {
        router.layer(from_fn_with_state(world.clone(), caller::provide)).layer(session::layer(&world.db, &world.clock))
    };
    let compressed = CompressionLayer::new().quality(CompressionLevel::Precise(COMPRESSION)).compress_when(
        // A workbook is packed already.
        DefaultPredicate::new()
            .and(SizeAbove::new(COMPRESSED_FROM))
            .and(NotForContentType::const_new(services::sheet::XLSX)),
    );
    let observed = |router: Router| router.layer(from_fn_with_state(world.clone(), telemetry::observe));
    let state = AppState { base: Arc::new(world.call(Actor::public(), uuid::Uuid::nil())), rates: Arc::default() };
    // A service of its own with whole paths, since it answers by itself for what is not there.
    let api = observed(with_caller(api::router().with_state(state.clone()))).layer(map_response(api::problem::only));
    let published = observed(log::routes().merge(certificate::routes()).with_state(state.clone()));
    let pages = observed(with_caller(page::router(&world, watched)));
    let answered = pages.route("/api/{*rest}", any_service(api)).layer(compressed);
    let limits = Limits { world: world.clone(), stop };
    let for_ready = world.clone();
    let for_metrics = world.clone();
    Router::new()
        .merge(answered.clone())
        .merge(published)
        .merge(files::routes(&world.config.site, &answered))
        .layer(from_fn_with_state(world.clone(), origin::check))
        .layer(from_fn_with_state(limits, limit::time))
        .route("/healthz", get(ready::health))
        .route("/readyz", get(async move || ready.answer(&for_ready).await))
        .route(
            "/metrics",
            get(
                async move |ConnectInfo(from): ConnectInfo<SocketAddr>,
                            headers: HeaderMap,
                            Extension(handle): Extension<PrometheusHandle>| {
                    telemetry::show(&for_metrics, &handle, from, &headers)
                },
            )
            .layer(Extension(metrics)),
        )
        .layer(from_fn_with_state(world.clone(), security::headers))
}
