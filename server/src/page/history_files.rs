//! Files of days of work on their way in and out. Invariant: as of all answers beside pages, who may is the services' to say.

use app::{history::import_file, shell::request::Request};
use axum::{
    Extension,
    extract::{Multipart, Path, Query},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;

/// Which file to fill in is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kind: String,
}

/// `POST /business/sites/{site}/history/import/file`.
pub async fn take(
    Extension(request): Extension<Request>,
    Path(site): Path<String>,
    headers: HeaderMap,
    multipart: Multipart,
) -> Response {
    import_file::receive(request, &headers, site, multipart).await
}

/// `GET /business/sites/{site}/history/import/template.csv`.
pub async fn template(
    Extension(request): Extension<Request>,
    Path(site): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    import_file::template(request, &headers, site, &asked.kind).await
}

/// `GET /business/sites/{site}/history/import/{import}/problems.csv`.
pub async fn problems(
    Extension(request): Extension<Request>,
    Path(named): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    import_file::problems(request, &headers, named).await
}
