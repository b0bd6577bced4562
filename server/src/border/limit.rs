//! How long a request may take and how many bytes it may bring. Invariant: nothing a client does holds a request open for
//! ever, and stopping the server waits no longer than [`STOP_GRACE`] for anybody.

use crate::{fault, world::World};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// Forms and calls of pages.
pub const FORM_BYTES_MAX: usize = 256 * 1024;
/// A form with a photo: four times the photo that is taken, so that one too large is refused by itself and what was typed
/// after it is not lost.
pub const PHOTO_FORM_BYTES_MAX: usize = 40_000_000;
/// Bytes of a form with a card maker's answer.
pub const ANSWER_FORM_BYTES_MAX: usize = services::card::batch::ANSWER_BYTES_MAX + 64 * 1024;
/// Bytes of a form with a file of many people: the file and a little more.
pub const BULK_FORM_BYTES_MAX: usize = domain::bulk::BYTES_MAX + 64 * 1024;
/// Bytes of a form with a logging reader's file: the file and a little more.
pub const READING_FORM_BYTES_MAX: usize = domain::touch::reading::BYTES_MAX + 64 * 1024;
/// Bytes of a form with a file of many sites or of days of work, which are as large: the file and a little more.
pub const SITES_FORM_BYTES_MAX: usize = domain::site::IMPORT_BYTES_MAX + 64 * 1024;
/// A form with a settlement file: somewhat more than the file that is taken, so that one too large is refused by itself.
pub const SETTLEMENT_FORM_BYTES_MAX: usize = 21_000_000;
/// How long requests that are under way may take after the server was told to stop.
pub const STOP_GRACE: Duration = Duration::from_secs(5);

/// What the time limit depends on.
#[derive(Clone)]
pub struct Limits {
    /// The world, for its configuration.
    pub world: Arc<World>,
    /// Cancelled when the server was told to stop.
    pub stop: CancellationToken,
}

/// Ends a request that takes too long with 503: the same request may succeed later, and a touch already handed to the
/// writer is still written.
pub async fn time(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let headers = request.headers().clone();
    let most = Duration::from_secs(limits.world.config.request_seconds_max);
    let stopped = async {
        limits.stop.cancelled().await;
        tokio::time::sleep(STOP_GRACE).await;
    };
    tokio::select! {
        response = next.run(request) => return response,
        () = tokio::time::sleep(most) => tracing::warn!("a request took too long"),
        () = stopped => {}
    }
    fault::answer(&path, &headers, StatusCode::SERVICE_UNAVAILABLE, "unavailable")
}
