//! Headers that tell browsers what a page may do. Invariant: no answer leaves without a content security policy; nothing
//! may be framed, and scripts run only from files of this server or with the page's own nonce.

use crate::world::World;
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// For answers that are no page.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
/// For the gate: a shell of its own, without inline scripts.
const GATE: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
     connect-src 'self'; media-src 'self' data: blob:; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'",
);
/// For the passport's service worker, which asks this server for pages, files and pictures.
const WORKER: HeaderValue =
    HeaderValue::from_static("default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'");
/// Its address.
const WORKER_PATH: &str = "/passport-sw.js";
/// For a page made before the app runs.
const PLAIN: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(self), browsing-topics=()",
        ),
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// The policy of a page of the app, whose own scripts carry `nonce`.
pub fn page_policy(nonce: &str, watched: bool) -> String {
    // `cargo leptos watch` reloads pages through a socket on another port.
    let socket = if watched { " ws:" } else { "" };
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'{socket}; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
         object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// Adds what the answer does not have yet.
pub async fn headers(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let gate = path.starts_with("/gate/");
    let card_link = path == "/t";
    let worker = path == WORKER_PATH;
    let mut response = next.run(request).await;
    let html =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let policy = if gate {
        GATE
    } else if worker {
        WORKER
    } else if html {
        PLAIN
    } else {
        NOTHING
    };
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    if card_link {
        // The address is a card's answer: no cache may keep it. No other server learns it by the policy of every page;
        // a stricter one would hide the origin of its own forms too, which browsers without Fetch Metadata prove with.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    if world.config.base_url.https {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HSTS);
    }
    // What depends on who is logged in is kept by no cache, the answer to an address without a file among it; files and
    // photos say otherwise themselves.
    if html {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}
