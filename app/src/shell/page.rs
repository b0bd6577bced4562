//! How a page gets its data, and what it shows where it gets none. Invariant: a failure is a whole page with the right
//! status, in words, with a way on; whoever must log in first comes back to the same page afterwards.

use super::{
    PageTitle, PublicLayout, UiError, account_menu::LogOutButton, error, language::lang, request::Request, session, t,
};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use domain::access::Role;
use i18n::{Msg, msg};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::future::Future;

/// Shows what `load` makes of its data, or the page that fits its failure.
///
/// ```text
/// page(async { let people = services::roster::my_people(&call()).await?; Ok(view! { … }) })
/// ```
pub fn page<V, F>(load: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Future<Output = Result<V, UiError>> + Send + 'static,
{
    Suspend::new(async move {
        match load.await {
            Ok(view) => view.into_any(),
            Err(error) if error.code == error::LOG_IN_FIRST => {
                to_log_in().await;
                ().into_any()
            }
            Err(error) => failure(&error).into_any(),
        }
    })
}

/// Sends the browser to another address: after a form, or from a page that is not for now.
pub fn redirect(path: &str) {
    leptos_axum::redirect(path);
    if let Some(response) = use_context::<ResponseOptions>()
        && use_context::<Parts>().is_some_and(|parts| parts.method == axum::http::Method::GET)
    {
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// The first page of an account of `role`; the landing page where it has none of its own.
pub const fn first_of(role: Role) -> &'static str {
    match role {
        Role::Technician => "/passport",
        Role::BusinessAdmin | Role::SiteAdmin => "/business",
        Role::Operator | Role::Reviewer => "/operator",
        Role::Registrar => "/counter",
        Role::Scrivener => "/scrivener",
        Role::Evaluator => "/evaluator",
        _ => "/",
    }
}

/// Path and query of the page asked for.
pub fn own_path() -> String {
    let uri = use_context::<Parts>().map(|parts| parts.uri);
    uri.and_then(|uri| uri.path_and_query().map(ToString::to_string)).unwrap_or_else(|| "/".to_owned())
}

/// Remembers the page asked for and goes to log in.
async fn to_log_in() {
    // Without the memory the person lands on the first page after logging in; no reason to fail here.
    drop(session::remember_next(&own_path()).await);
    redirect("/login");
}

/// Sets one header of the answer. For headers a page knows and the server's middleware does not.
pub fn set_header(name: header::HeaderName, value: &'static str) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(name, HeaderValue::from_static(value));
    }
}

fn failure(error: &UiError) -> impl IntoView + use<> {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(error.status());
    }
    let title: Msg = match error.code.as_str() {
        error::NOT_FOUND => msg::common::NOT_FOUND_TITLE,
        error::FORBIDDEN | error::NOT_YOUR_DUTY | error::LAPSED | error::OWN_ENTRY | error::NOT_PARTNER => {
            msg::common::FORBIDDEN_TITLE
        }
        error::ID_NOT_YET | error::ID_EXPIRED => msg::common::ID_SHUT_TITLE,
        error::UNAVAILABLE => msg::common::UNAVAILABLE_TITLE,
        _ => msg::common::INTERNAL_TITLE,
    };
    let words = match error.code.as_str() {
        error::NOT_FOUND => t(msg::common::NOT_FOUND_BODY).to_owned(),
        error::FORBIDDEN => t(msg::common::FORBIDDEN_BODY).to_owned(),
        error::UNAVAILABLE => t(msg::common::UNAVAILABLE_BODY).to_owned(),
        _ => error.words(lang()),
    };
    let home = use_context::<Request>().map_or("/", |request| first_of(request.call.actor.role));
    let forbidden = error.code == error::FORBIDDEN;
    let shut = matches!(error.code.as_str(), error::ID_NOT_YET | error::ID_EXPIRED | error::NOT_YOUR_DUTY);
    let at_gate = error.code == error::NOT_FOUND && own_path().starts_with("/gate/");
    let again = matches!(error.code.as_str(), error::UNAVAILABLE | error::INTERNAL);
    view! {
        <PublicLayout>
            <PageTitle text=t(title) />
            <div class="failure">
                <h1>{t(title)}</h1>
                <p>{words}</p>
                <p class="actions">
                    {again.then(|| view! { <a class="button" href=own_path()>{t(msg::common::AGAIN)}</a> })}
                    {forbidden.then(|| to_own_page(home))}
                    {at_gate.then(|| view! { <a class="button" href="/gate/">{t(msg::common::TO_GATE)}</a> })}
                    <a class="button outline" href="/">{t(msg::common::TO_FIRST_PAGE)}</a>
                </p>
                {((forbidden || shut) && home != "/")
                    .then(|| {
                        view! {
                            <p>{t(msg::common::FORBIDDEN_OTHER_LOGIN)}</p>
                            <LogOutButton />
                        }
                    })}
            </div>
        </PublicLayout>
    }
    .into_any()
}

/// The way to what this log-in is for.
fn to_own_page(home: &'static str) -> Option<AnyView> {
    let words = match home {
        "/passport" => msg::common::TO_PASSPORT,
        "/business" => msg::common::TO_BUSINESS,
        "/operator" => msg::common::TO_OPERATOR,
        "/counter" => msg::counter::TITLE,
        "/scrivener" => msg::registrar::OWN_TITLE,
        "/evaluator" => msg::level::OFFICE_TITLE,
        _ => return None,
    };
    Some(view! { <a class="button" href=home>{t(words)}</a> }.into_any())
}

/// The page for addresses nothing is at.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    failure(&UiError::of(error::NOT_FOUND))
}
