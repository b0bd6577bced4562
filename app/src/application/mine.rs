//! The application a browser is filling in before anybody has an account. Invariant: the browser's session alone says
//! which one it is; a number in an address opens nothing.

use crate::shell::{
    UiError,
    error::{NOT_FOUND, UNAVAILABLE},
    lang,
    request::Request,
    session::{APPLICATION, BEGUN, LEFT, LINK},
};
use domain::{
    access::{Actor, Role},
    application::{ApplicantView, ApplicationKind},
    id::ApplicationId,
};
use services::{
    Call,
    proxy::{Opened, Whose},
};

/// Where the resume code of an application started in this browser lies, sealed, until the applicant has seen it.
const RESUME_CODE: &str = "resume_code";

/// An application and the right to fill it in.
pub struct Mine {
    /// The applicant's call.
    pub call: Call,
    /// Which application.
    pub id: ApplicationId,
    /// Whether the caller's business, office or scrivener files it for somebody.
    pub for_somebody: bool,
}

fn gone<E>(_: E) -> UiError {
    UiError::of(UNAVAILABLE)
}

impl Mine {
    /// Of an application that a service has answered to whoever asks as theirs.
    pub fn of(request: &Request, id: ApplicationId) -> Self {
        let applicant = Actor { application: Some(id), ..Actor::of(Role::Applicant) };
        Self { call: request.call.acting(applicant), id, for_somebody: false }
    }
    /// Of an application the caller's business files for somebody: done as the business, in the name of who is logged in.
    fn for_somebody(request: &Request, id: ApplicationId) -> Self {
        let own = request.call.actor.clone();
        Self { call: request.call.acting(Actor { application: Some(id), ..own }), id, for_somebody: true }
    }
    /// Its state and deficiencies.
    pub async fn view(&self) -> Result<ApplicantView, UiError> {
        Ok(services::application::view(&self.call, self.id).await?)
    }
    /// Hands it in; `stood_by`: what is still as it was returned stays so. Errors: as the service's.
    pub async fn hand_in(&self, stood_by: bool) -> Result<(), services::Error> {
        if stood_by {
            services::application::submit_as_it_stands(&self.call, self.id).await
        } else {
            services::application::submit(&self.call, self.id).await
        }
    }
}

/// Which application this browser is bound to, whether or not it may still be filled in.
pub async fn bound(request: &Request) -> Result<Option<ApplicationId>, UiError> {
    request.session.get(APPLICATION).await.map_err(gone)
}

/// The application this browser is bound to, whatever its kind and state.
pub async fn current(request: &Request) -> Result<Option<Mine>, UiError> {
    let Some(id) = bound(request).await? else { return Ok(None) };
    if request.call.actor.account.is_none() {
        // Asked of the session, since this very request may have begun or resumed it.
        let link = request.session.get::<String>(LINK).await.map_err(gone)?;
        let is_theirs = services::proxy::stands_for_person(&request.call.db, id, link.as_deref()).await;
        return Ok(is_theirs?.then(|| Mine::of(request, id)));
    }
    Ok(match services::proxy::whose(&request.call, id).await? {
        Whose::Theirs => Some(Mine::of(request, id)),
        Whose::Ours => Some(Mine::for_somebody(request, id)),
        // Nobody who is logged in acts as the person another files for.
        Whose::Others => None,
    })
}

/// The application of `kind` this browser is bound to, unless it has come to its end.
pub async fn current_of(request: &Request, kind: ApplicationKind) -> Result<Option<Mine>, UiError> {
    let Some(mine) = current(request).await? else { return Ok(None) };
    match mine.view().await {
        // What was handed in for somebody is in the list of who filed it; the form is free for the next.
        Ok(view) if mine.for_somebody && !view.state.is_editable() => Ok(None),
        Ok(view) if view.kind == kind && !view.state.is_final() => Ok(Some(mine)),
        Ok(_) => Ok(None),
        Err(error) if error.code == NOT_FOUND => Ok(None),
        Err(error) => Err(error),
    }
}

/// The technician's application this browser is bound to, at whatever stage, unless it has come to its end.
pub async fn technician(request: &Request) -> Result<Option<(Mine, ApplicantView)>, UiError> {
    let Some(mine) = current(request).await? else { return Ok(None) };
    match mine.view().await {
        // What a business has handed in for somebody is in its list; the form is free for the next person.
        Ok(view) if mine.for_somebody && !view.state.is_editable() => Ok(None),
        Ok(view) if view.kind.stage().is_some() && !view.state.is_final() => Ok(Some((mine, view))),
        Ok(_) => Ok(None),
        Err(error) if error.code == NOT_FOUND => Ok(None),
        Err(error) => Err(error),
    }
}

/// The application of `kind` this browser is filling in; a new one where there is none.
async fn open(request: &Request, kind: ApplicationKind) -> Result<Mine, UiError> {
    match current_of(request, kind).await? {
        Some(mine) => Ok(mine),
        None => begin(request, kind).await,
    }
}

/// Begins an application of `kind` and binds the browser to it.
pub async fn begin(request: &Request, kind: ApplicationKind) -> Result<Mine, UiError> {
    // Whoever is logged in is refused by the access table: an application is filed by a person of one's own.
    let (id, code) = services::application::start_from(&request.call, kind, lang(), &request.client).await?;
    bind(request, id).await?;
    request.session.insert(BEGUN, id).await.map_err(gone)?;
    let sealed = services::account::seal_handed(&request.call, RESUME_CODE, &code)?;
    request.session.insert(RESUME_CODE, sealed).await.map_err(gone)?;
    Ok(Mine::of(request, id))
}

/// The same, but nothing is begun for a form in which nothing was entered: `None`. A number stands for something kept.
/// Errors: whoever may begin none hears so all the same.
pub async fn open_for(request: &Request, kind: ApplicationKind, untouched: bool) -> Result<Option<Mine>, UiError> {
    if !untouched {
        return open(request, kind).await.map(Some);
    }
    let mine = current_of(request, kind).await?;
    if mine.is_none() {
        services::application::may_start(&request.call)?;
    }
    Ok(mine)
}

/// Binds the browser to an application just started or resumed. The session's id changes, so that an id known before
/// opens nothing.
pub async fn bind(request: &Request, id: ApplicationId) -> Result<(), UiError> {
    request.session.cycle_id().await.map_err(gone)?;
    request.session.remove::<String>(RESUME_CODE).await.map_err(gone)?;
    request.session.remove::<String>(LINK).await.map_err(gone)?;
    request.session.insert(APPLICATION, id).await.map_err(gone)
}

/// Binds the browser to an application that was filed for its holder, as long as the link it came by is the newest.
pub async fn bind_by_link(request: &Request, opened: Opened) -> Result<(), UiError> {
    bind(request, opened.id).await?;
    request.session.insert(LINK, opened.link_hash).await.map_err(gone)
}

/// Binds the browser of somebody who is logged in to an application of their own. Their session changed its id when they
/// logged in, and what it opens grows by nothing that is another's.
pub async fn bind_own(request: &Request, id: ApplicationId) -> Result<(), UiError> {
    request.session.remove::<String>(RESUME_CODE).await.map_err(gone)?;
    request.session.insert(APPLICATION, id).await.map_err(gone)
}

/// Leaves the application for somebody else's: it stays as it is, and opens again by its number and code, or by its link. The
/// session's id changes, as when one is opened.
pub async fn leave(request: &Request) -> Result<(), UiError> {
    request.session.cycle_id().await.map_err(gone)?;
    request.session.remove::<String>(RESUME_CODE).await.map_err(gone)?;
    request.session.remove::<String>(LINK).await.map_err(gone)?;
    request.session.remove::<ApplicationId>(APPLICATION).await.map_err(gone)?;
    request.session.insert(LEFT, true).await.map_err(gone)
}

/// The resume code, while the form is being filled in.
pub async fn resume_code(request: &Request) -> Result<Option<String>, UiError> {
    opened(request, request.session.get(RESUME_CODE).await.map_err(gone)?).await
}

/// The resume code for the last time.
pub async fn take_resume_code(request: &Request) -> Result<Option<String>, UiError> {
    opened(request, request.session.remove(RESUME_CODE).await.map_err(gone)?).await
}

/// The code this browser was given, unless another was sent and used since: one that opens nothing is not shown.
async fn opened(request: &Request, sealed: Option<String>) -> Result<Option<String>, UiError> {
    let Some(sealed) = sealed else { return Ok(None) };
    let code = services::account::open_handed(&request.call, RESUME_CODE, &sealed)?;
    let Some(id) = request.session.get::<ApplicationId>(APPLICATION).await.map_err(gone)? else { return Ok(None) };
    Ok(services::application::code_opens(&request.call, id, &code).await?.then_some(code))
}
