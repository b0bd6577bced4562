//! `/join?t=…`: what a business entered for somebody, as they reach it by the link sent to them. Invariant: the page opens
//! nothing, names nobody but to who holds the link, and its address goes nowhere else.

use super::AcceptInvitation;
use crate::shell::{
    Banner, Flash, PageTitle, PublicLayout, SubmitButton, Tone, UiError, call, icon, lang, page, page::set_header, t,
    tw,
};
use axum::http::header::CACHE_CONTROL;
use domain::proxy::Invitation;
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::proxy as m;

/// Its address.
pub(super) const PAGE: &str = "/join";

/// `/join`.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = use_query_map().with_untracked(|query| query.get("t")).unwrap_or_default();
    page(async move {
        set_header(CACHE_CONTROL, "no-store");
        let left = Flash::take(PAGE).await?;
        match services::proxy::invitation(&call(), &token).await {
            Ok(found) => Ok(entered(&found, token).into_any()),
            Err(services::Error::Rejected(why)) => Ok(gone(&services::Error::Rejected(why).into()).into_any()),
            Err(error) if left.error.is_none() => Err(error.into()),
            Err(_) => Ok(left.error.as_ref().map(gone).into_any()),
        }
    })
}

fn entered(found: &Invitation, token: String) -> impl IntoView + use<> {
    let (title, lead, password) = match found.kind.stage() {
        Some(_) => (m::INVITATION_TITLE, m::INVITATION_LEAD, Some(m::INVITATION_PASSWORD)),
        None => (m::CLIENT_INVITATION_TITLE, m::CLIENT_INVITATION_LEAD, Some(m::CLIENT_INVITATION_PASSWORD)),
    };
    // Who is registered has a password.
    let password = password.filter(|_| found.kind.filing().is_none_or(|filing| !filing.is_of_registered()));
    let lead = tw(lead, &[("business", &found.business), ("name", &found.name)]);
    view! {
        <PublicLayout>
            <PageTitle text=t(title) />
            <div class="narrow">
                <h1>{t(title)}</h1>
                <p>{lead}</p>
                <ol class="steps">
                    <li>{t(m::INVITATION_CHECK)}</li>
                    {password.map(|words| view! { <li>{t(words)}</li> })}
                    <li>{t(m::INVITATION_SUBMIT)}</li>
                </ol>
                <form method="post" action=AcceptInvitation::PATH>
                    <input type="hidden" name="t" value=token />
                    <SubmitButton text=t(m::INVITATION_GO) icon=icon::ARROW_FORWARD />
                </form>
                <p class="hint">{t(m::INVITATION_NOT_ME)}</p>
            </div>
        </PublicLayout>
    }
}

fn gone(why: &UiError) -> impl IntoView + use<> {
    let words = why.words(lang());
    view! {
        <PublicLayout>
            <PageTitle text=t(m::INVITATION_TITLE) failed=true />
            <div class="narrow">
                <h1>{t(m::INVITATION_TITLE)}</h1>
                <Banner tone=Tone::Err>{words}</Banner>
                <p>{t(m::INVITATION_AGAIN)}</p>
            </div>
        </PublicLayout>
    }
}
