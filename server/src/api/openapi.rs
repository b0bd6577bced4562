//! The description of `/api/v1` (OpenAPI 3.1). Invariant: every address is described and nothing else is; a test compares.

mod paths;
mod schemas;

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// `GET /api/openapi.json`.
pub async fn serve() -> Response {
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(document())).into_response()
}

/// The description.
pub fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Construction career register: gates and partner systems",
            "version": "1.0.0",
            "description": "Version 1 is kept compatible for at least 90 days after a successor appears; fields are only added. \
                            Numbers of 14 digits (technician, business, site) end in a check digit and are sent as JSON \
                            integers unless said otherwise. Instants are milliseconds since 1970-01-01T00:00:00Z.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
        },
        "servers": [{ "url": "/" }],
        "tags": [
            { "name": "partner", "description": "Systems that send touches and history records in the name of a business. \
                         At most 600 requests a minute (`partner.too_fast`)." },
            { "name": "gate", "description": "Phones that read cards at a site." },
            { "name": "line", "description": "LINE, which carries notices to people." }
        ],
        "paths": paths::all(),
        "components": {
            "securitySchemes": {
                "partner": {
                    "type": "oauth2",
                    "flows": { "clientCredentials": {
                        "tokenUrl": "/api/v1/oauth/token",
                        "scopes": { "touch.send": "Send touches and history records for sites of the business, and read back what was sent." }
                    } }
                },
                "device": { "type": "http", "scheme": "bearer", "description": "The credential of an enrolled gate." },
                "line": { "type": "apiKey", "in": "header", "name": "X-Line-Signature" },
                "session": { "type": "apiKey", "in": "cookie", "name": crate::session::COOKIE }
            },
            "responses": paths::responses(),
            "schemas": schemas::all()
        }
    })
}

#[cfg(test)]
mod tests;
