//! Who calls: from the session, once per request. Invariant: a page or server function finds its `Call` made, or the
//! request ends here with 503; what cannot be found out is never taken for nobody.

use super::client;
use crate::{
    fault,
    session::{IDLE_TECHNICIAN, SEEN, SEEN_MS, apart},
    state::own_credential,
    telemetry::{self, RequestId},
    world::World,
};
use app::{
    application::bound,
    shell::{
        request,
        session::{ACCOUNT, APPLICATION, GATE, LINK, PENDING, SINCE},
    },
};
use axum::{
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::Response,
};
use domain::{
    access::{Actor, Role},
    id::{AccountId, ApplicationId},
    time::Instant,
};
use services::{Error, account};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};
use tower_sessions::{Expiry, Session};
use uuid::Uuid;

/// The database did not say who calls.
struct Gone;

/// Said by the passport's worker of a page that it fetches before anybody opens it (docs/decisions/0046). Such a page reads the
/// session, and neither takes what was left in it for the next page nor writes it: a form that is sent at the same moment would
/// lose its answer.
const AHEAD: &str = "x-passport-ahead";

impl<E: core::fmt::Display> From<E> for Gone {
    fn from(fault: E) -> Self {
        tracing::warn!(%fault, "who calls cannot be found out");
        Self
    }
}

/// Who acts with the account under `key`. Where it is gone or disabled, or has another password since, the session ends.
async fn standing(world: &World, session: &Session, key: &str) -> Result<Option<Actor>, Gone> {
    let Some(id) = session.get::<AccountId>(key).await? else { return Ok(None) };
    // A session from before this was noted is older than any password chosen since.
    let since = session.get::<Instant>(SINCE).await?.unwrap_or(Instant(0));
    match account::actor_in_session(&world.db, id, since).await {
        Ok(actor) => Ok(Some(actor)),
        Err(Error::Forbidden(_)) => {
            session.flush().await?;
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Who is logged in or bound to an application, or nobody.
async fn actor(world: &World, session: &Session, ahead: bool) -> Result<Actor, Gone> {
    for half_way in [PENDING, GATE] {
        // No page is opened by these; what was begun with a password ends with it all the same.
        standing(world, session, half_way).await?;
    }
    if let Some(actor) = standing(world, session, ACCOUNT).await? {
        if !ahead {
            keep_alive(world, session).await?;
        }
        return Ok(actor);
    }
    let Some(id) = session.get::<ApplicationId>(APPLICATION).await? else { return Ok(Actor::public()) };
    let link = session.get::<String>(LINK).await?;
    let is_theirs = services::proxy::stands_for_person(&world.db, id, link.as_deref()).await?;
    Ok(if is_theirs { Actor { application: Some(id), ..Actor::of(Role::Applicant) } } else { Actor::public() })
}

/// Writes a session that is used but not changed from time to time, so that it does not end meanwhile.
async fn keep_alive(world: &World, session: &Session) -> Result<(), Gone> {
    let now = world.clock.now().0;
    let seen = session.get::<i64>(SEEN).await?.unwrap_or_default();
    if now - seen >= SEEN_MS {
        session.insert(SEEN, now).await?;
    }
    Ok(())
}

/// Makes the request's `Call` and puts it where pages, server functions and handlers find it.
pub async fn provide(State(world): State<Arc<World>>, mut request: Request, next: Next) -> Response {
    let (path, headers) = (request.uri().path().to_owned(), request.headers().clone());
    let refused = |status, code| fault::answer(&path, &headers, status, code);
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, "internal");
    };
    let ahead = request.method() == Method::GET && headers.contains_key(AHEAD);
    let actor = if own_credential(&path, &headers) {
        // The handler finds out whose credential it is; the cookie a browser adds decides nothing and is not looked up.
        Actor::public()
    } else {
        match actor(&world, &session, ahead).await {
            Ok(actor) => actor,
            Err(Gone) => return refused(StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        }
    };
    let role = actor.role;
    let call = world.call(actor, request_id(&request));
    let client = address(&world, &request).to_string();
    // The browser's own is written where it changed, below; what a page fetched ahead changes is nobody's.
    let used = if ahead { apart(&world.db, &world.clock) } else { session.clone() };
    let caller = request::Request { call, session: used, client };
    let bound = match request.uri().query() {
        Some(query) if request.method() == Method::POST => bound::refused(&caller, query).await,
        _ => None,
    };
    request.extensions_mut().insert(caller);
    let answer = match bound {
        Some(answer) => answer,
        None => next.run(request).await,
    };
    // Said of a session that is written anyway, and of no other: to say it is a change, and a session is written whole, so that a
    // picture of the page before would overwrite what a form has just left.
    if role == Role::Technician && session.is_modified() && !session.is_empty().await {
        session.set_expiry(Some(Expiry::OnInactivity(IDLE_TECHNICIAN)));
    }
    answer
}

/// The name of the request.
pub fn request_id(request: &Request) -> Uuid {
    request.extensions().get::<RequestId>().map_or(Uuid::nil(), |id| id.0)
}

/// Where it came from.
pub fn address(world: &World, request: &Request) -> IpAddr {
    let peer = telemetry::peer(request).map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    client::address(peer, request.headers(), &world.config.trusted_proxies)
}
