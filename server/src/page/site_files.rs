//! Files of many sites on their way in and out. Invariant: as of all answers beside pages, who may is the services' to say.

use app::{shell::request::Request, site::import_file};
use axum::{
    Extension,
    extract::{Multipart, Path},
    http::HeaderMap,
    response::Response,
};

/// `POST /business/sites/import/file`.
pub async fn take(Extension(request): Extension<Request>, multipart: Multipart) -> Response {
    import_file::receive(request, multipart).await
}

/// `GET /business/sites/import/template.csv`.
pub async fn template(Extension(request): Extension<Request>, headers: HeaderMap) -> Response {
    import_file::template(&request, &headers)
}

/// `GET /business/sites/import/{import}/problems.csv`.
pub async fn problems(
    Extension(request): Extension<Request>,
    Path(import): Path<String>,
    headers: HeaderMap,
) -> Response {
    import_file::problems(request, &headers, import).await
}
