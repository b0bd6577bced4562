//! The built front end as it lies in its folder. Invariant: only what is in the folder at the start is served, compressed
//! beforehand where the build did so, and without a session.

use axum::{
    Router,
    http::{HeaderValue, header},
    middleware::map_response,
    response::{Redirect, Response},
    routing::get,
};
use std::path::Path;
use tower_http::services::ServeDir;

/// Names carry no fingerprint, so browsers ask each time and are mostly told "not modified".
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// The folder of the gate.
const GATE: &str = "gate";

/// Routes to every folder and file at the top of `site`.
/// `missing` answers for an address below the gate's at which no file is: a person may have typed it.
pub fn routes(site: &Path, missing: &Router) -> Router {
    let folder = ServeDir::new(site).precompressed_br().precompressed_gzip();
    let mut router = Router::new().route("/gate", get(|| async { Redirect::permanent("/gate/") }));
    let entries = std::fs::read_dir(site).into_iter().flatten().flatten();
    for entry in entries {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
            continue;
        }
        router = if name == GATE {
            let gate = folder.clone().fallback(missing.clone());
            router.route_service("/gate/", gate.clone()).route_service("/gate/{*rest}", gate)
        } else if entry.path().is_dir() {
            router
                .route_service(&format!("/{name}/"), folder.clone())
                .route_service(&format!("/{name}/{{*rest}}"), folder.clone())
        } else {
            router.route_service(&format!("/{name}"), folder.clone())
        };
    }
    router.layer(map_response(revalidated))
}

async fn revalidated(mut response: Response) -> Response {
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(REVALIDATE);
    response
}
