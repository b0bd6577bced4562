//! What the server hands to pages and server functions. Invariant: made once per request at the border, before a
//! page runs; a page never reads headers, cookies or configuration to learn who calls.

use leptos::prelude::expect_context;
use services::Call;
use tower_sessions::Session;

/// One request, provided as a context by the server for every page and server function.
#[derive(Clone)]
pub struct Request {
    /// Who calls, with what the services need.
    pub call: Call,
    /// The browser's session.
    pub session: Session,
    /// Where the request came from, for counting wrong log-ins by; never stored as it is.
    pub client: String,
}

/// Who calls. The server provides it for every route; a route without it is a fault of the wiring and panics.
pub fn call() -> Call {
    expect_context::<Request>().call
}

/// Where the request came from; see [`call`].
pub fn client() -> String {
    expect_context::<Request>().client
}

/// The browser's session; see [`call`].
pub fn session() -> Session {
    expect_context::<Request>().session
}
