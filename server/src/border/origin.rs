//! Forms and calls that change something are taken from pages of this server only. Invariant: a browser that says where a
//! request comes from is believed, one that does not say is refused; no token in forms is needed then.

use crate::{api, fault, log, state::own_credential, world::World};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// Came from another origin, or did not say from where.
pub const FOREIGN: &str = "origin.foreign";

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether a request with these headers was made by a page of this server, or by no page at all (an address typed).
fn is_own(headers: &HeaderMap, authority: &str) -> bool {
    if let Some(site) = text(headers, "sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let origin = text(headers, header::ORIGIN.as_str());
    let host = text(headers, header::HOST.as_str());
    let from = origin.and_then(|origin| origin.split_once("://")).map(|(_, from)| from);
    from.is_some_and(|from| Some(from) == host || from == authority)
}

/// Refuses what another origin's page makes a browser send.
pub async fn check(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let path = request.uri().path();
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // Browsers add a bearer's credential for nobody by themselves. Who asks for a token proves itself by what it sends,
    // and gets no cookie for it; LINE signs what it tells, and witnesses of the log what they saw.
    let own_proof =
        own_credential(path, headers) || [api::oauth::PATH, api::line::PATH, log::COSIGNATURE].contains(&path);
    if safe || own_proof || is_own(headers, &world.config.base_url.authority) {
        return next.run(request).await;
    }
    fault::answer(path, headers, StatusCode::FORBIDDEN, FOREIGN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_another_origin_is_noticed() {
        for (name, site, origin, good) in [
            ("our own page", Some("same-origin"), Some("https://ccus.example"), true),
            ("an address typed", Some("none"), None, true),
            ("another site", Some("cross-site"), Some("https://ccus.example"), false),
            ("a neighbour host", Some("same-site"), Some("https://evil.ccus.example"), false),
            ("an old browser, ours", None, Some("https://ccus.example"), true),
            ("a local one, ours", None, Some("http://127.0.0.1:3000"), true),
            ("an old browser, another site", None, Some("https://evil.example"), false),
            ("a longer name", None, Some("https://ccus.example.evil.example"), false),
            ("a hidden origin", None, Some("null"), false),
            ("nothing said", None, None, false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "127.0.0.1:3000".parse().unwrap());
            if let Some(site) = site {
                headers.insert("sec-fetch-site", site.parse().unwrap());
            }
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(is_own(&headers, "ccus.example"), good, "{name}");
        }
    }
}
