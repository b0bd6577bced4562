//! Whether this process is up, and whether it should be sent requests. Invariant: `/healthz` asks nobody; `/readyz` asks
//! the database each time.

use crate::world::World;
use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

const PING_LIMIT: Duration = Duration::from_secs(2);

/// What has been reached since the start.
#[derive(Debug, Clone, Default)]
pub struct Ready {
    seeded: Arc<AtomicBool>,
    stopping: Arc<AtomicBool>,
}

impl Ready {
    /// What is made before anybody is served is there: the demonstration, where it was asked for.
    pub fn seeded(&self) {
        self.seeded.store(true, Ordering::Relaxed);
    }
    /// No more requests, please.
    pub fn stopping(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// `GET /readyz`. The schema and master data are there before anything listens, so they need no question.
    pub async fn answer(&self, world: &World) -> Response {
        let database = matches!(tokio::time::timeout(PING_LIMIT, world.db.ping()).await, Ok(Ok(())));
        let seeded = self.seeded.load(Ordering::Relaxed);
        let stopping = self.stopping.load(Ordering::Relaxed);
        let ready = database && seeded && !stopping;
        let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        let body = json!({ "ready": ready, "database": database, "seeded": seeded, "stopping": stopping });
        (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
    }
}

/// `GET /healthz`.
pub async fn health() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok")
}
