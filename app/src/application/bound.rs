//! Of which application a form is. Invariant: what was filled in for one application is never kept in another: a browser is bound to
//! one at a time, and a page of another may still be open beside it.

use crate::{
    proxy,
    shell::{
        Flash, UiError,
        error::UNAVAILABLE,
        request::Request,
        session::{APPLICATION, BEGUN, LEFT},
        upload::leave,
    },
};
use axum::response::Response;
use domain::{access::Role, id::ApplicationId};

/// What a form's address says of which application it is.
const OF: &str = "of";
/// Says that the form was shown before what it is for was begun; the application the browser was bound to then follows.
const NEW: &str = "new.";
/// Another application is open in this browser by now.
const OTHER: &str = "application.other_open";

/// The address a form of an application goes to.
pub fn sent_to(path: &str, of: ApplicationId) -> String {
    format!("{path}?{OF}={of}")
}

/// The address of a form that begins an application. `over`: what the browser is bound to while it is shown.
pub fn sent_to_begin(path: &str, over: Option<ApplicationId>) -> String {
    format!("{path}?{OF}={NEW}{}", over.map(|id| id.to_string()).unwrap_or_default())
}

/// The answer to a form of another application than this browser is bound to by now; `None` to any other. `query`: of the address
/// the form was sent to.
pub async fn refused(request: &Request, query: &str) -> Option<Response> {
    let of = query.split('&').find_map(|part| part.strip_prefix(OF)?.strip_prefix('='))?;
    match is_other(request, of).await {
        Ok(false) => None,
        Ok(true) => Some(leave(request, Flash::to(way_out(request)).failed(UiError::of(OTHER))).await),
        Err(error) => Some(leave(request, Flash::to(way_out(request)).failed(error)).await),
    }
}

async fn is_other(request: &Request, of: &str) -> Result<bool, UiError> {
    let gone = |_| UiError::of(UNAVAILABLE);
    let Some(bound) = request.session.get::<ApplicationId>(APPLICATION).await.map_err(gone)? else {
        // Left for somebody else's: what a page of it sends begins nothing anew.
        let left = request.session.get::<bool>(LEFT).await.map_err(gone)?.unwrap_or_default();
        return Ok(left && !of.starts_with(NEW));
    };
    let Some(over) = of.strip_prefix(NEW) else { return Ok(of.parse::<ApplicationId>().ok() != Some(bound)) };
    // Gone back to and sent again, it is of what it began the first time.
    let begun = request.session.get::<ApplicationId>(BEGUN).await.map_err(gone)?;
    Ok(begun != Some(bound) && over.parse::<ApplicationId>().ok() != Some(bound))
}

fn way_out(request: &Request) -> &'static str {
    match request.call.actor.role {
        Role::Technician => "/passport/more",
        role if request.call.actor.account.is_some() => proxy::home(role),
        _ => "/register",
    }
}
