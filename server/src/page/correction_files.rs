//! Pictures of corrections, as they were before and as they came. Invariant: as of all answers beside pages, who may is the
//! services' to say.

use super::{Wanted, refused, shown};
use app::shell::request::Request;
use axum::{
    Extension,
    extract::{Path, Query},
    http::HeaderMap,
    response::Response,
};
use domain::id::CorrectionId;
use services::{Error, document};

/// `GET /operator/corrections/{correction_id}/photo/{which}`.
pub async fn photo(
    Extension(request): Extension<Request>,
    Path((id, which)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match (id.parse::<CorrectionId>(), which.as_str()) {
        (Ok(id), "before" | "after") => {
            let found = document::find_of_correction(&request.call, id, which == "before").await;
            shown(&request.call, found, &headers).await
        }
        _ => refused(Error::NotFound, &headers),
    }
}

/// `GET /operator/corrections/{correction_id}/file/{field}/{which}`.
pub async fn file(
    Extension(request): Extension<Request>,
    Path((id, field, which)): Path<(String, String, String)>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    match (id.parse::<CorrectionId>(), which.as_str()) {
        (Ok(id), "before" | "after") => {
            let (before, page) = (which == "before", wanted.page.unwrap_or(1));
            let found = document::find_of_corrected(&request.call, id, &field, before, page).await;
            shown(&request.call, found, &headers).await
        }
        _ => refused(Error::NotFound, &headers),
    }
}
