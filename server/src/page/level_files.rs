//! Statements of employers on their way in, and what proves a level on its way to whoever judges it. Invariant: as of all answers
//! beside pages, who may is the services' to say.

use super::{Wanted, refused, shown};
use app::shell::request::Request;
use axum::{
    Extension,
    extract::{Multipart, Path, Query},
    http::HeaderMap,
    response::Response,
};
use domain::id::{LevelApplicationId, LevelStatementId};
use services::Error;

/// `POST /passport/level/{field}/statement`.
pub async fn take(Extension(request): Extension<Request>, Path(field): Path<String>, multipart: Multipart) -> Response {
    app::level::statement::receive(request, field, multipart).await
}

/// `GET /level/statement/{statement}`.
pub async fn statement(
    Extension(request): Extension<Request>,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    match id.parse::<LevelStatementId>() {
        Ok(id) => {
            let found = services::level::statement_file(&request.call, id, wanted.page.unwrap_or(1)).await;
            shown(&request.call, found, &headers).await
        }
        Err(_) => refused(Error::NotFound, &headers),
    }
}

/// `GET /evaluator/applications/{application}/proof/{list}/{place}`.
pub async fn proof(
    Extension(request): Extension<Request>,
    Path((id, list, place)): Path<(String, String, i16)>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    match id.parse::<LevelApplicationId>() {
        Ok(id) => {
            let of = (list.as_str(), place);
            let found = services::level::proof_file(&request.call, id, of, wanted.page.unwrap_or(1)).await;
            shown(&request.call, found, &headers).await
        }
        Err(_) => refused(Error::NotFound, &headers),
    }
}
