//! The built front end as it lies in its folder. Invariant: files are only of what is in the folder at the start,
//! compressed beforehand where the build did so, and need no session; an address below the gate's at which no file is gets
//! the answer of a page, session and headers and all.

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

/// Marks an answer that is no file of the folder.
#[derive(Debug, Clone, Copy)]
struct NoFile;

/// Routes to every folder and file at the top of `site`.
/// `missing` answers for an address below the gate's at which no file is: a person may have typed it.
pub fn routes(site: &Path, missing: &Router) -> Router {
    let folder = ServeDir::new(site).precompressed_br().precompressed_gzip();
    let mut router = Router::new();
    let entries = std::fs::read_dir(site).into_iter().flatten().flatten();
    for entry in entries {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
            continue;
        }
        router = if name == GATE {
            let gate = folder.clone().fallback(missing.clone().layer(map_response(no_file)));
            router.route_service("/gate/", gate.clone()).route_service("/gate/{*rest}", gate)
        } else if entry.path().is_dir() {
            router
                .route_service(&format!("/{name}/"), folder.clone())
                .route_service(&format!("/{name}/{{*rest}}"), folder.clone())
        } else {
            router.route_service(&format!("/{name}"), folder.clone())
        };
    }
    router.layer(map_response(revalidated)).route("/gate", get(|| async { Redirect::permanent("/gate/") }))
}

async fn no_file(mut response: Response) -> Response {
    response.extensions_mut().insert(NoFile);
    response
}

/// Of files alone: what a page says of itself depends on who is logged in.
async fn revalidated(mut response: Response) -> Response {
    if response.extensions().get::<NoFile>().is_none() {
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(REVALIDATE);
    }
    response
}
