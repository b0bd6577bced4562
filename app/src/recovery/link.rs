//! What the links open: `/recover/object?t=…` for whom it may be, `/recover/password?t=…` for whom it was granted. Invariant:
//! their addresses go nowhere else, and looking at them changes nothing.

use super::{ObjectRecovery, SetNewPassword};
use crate::shell::{
    Banner, ErrorSummary, Flash, LinkButton, NewPassword, PageTitle, PublicLayout, SubmitButton, Tone, UiError, call,
    icon, lang, page, page::set_header, part::ButtonKind, password_labels, provide_problems, t, tw,
};
use axum::http::header::CACHE_CONTROL;
use domain::id::TechnicianId;
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::recovery as m;

/// The page to object on.
pub(super) const OBJECT: &str = "/recover/object";
/// The page of a new password.
pub(super) const PASSWORD: &str = "/recover/password";

/// The page of a new password as it is reached by a link; letters and digits alone go into the address.
pub(super) fn password_address(token: &str) -> String {
    let plain: String = token.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{PASSWORD}?t={plain}")
}

fn token() -> String {
    use_query_map().with_untracked(|query| query.get("t")).unwrap_or_default()
}

/// `/recover/object`.
#[component]
pub fn ObjectPage() -> impl IntoView {
    let token = token();
    page(async move {
        set_header(CACHE_CONTROL, "no-store");
        let left = Flash::take(OBJECT).await?;
        if left.done.is_some() {
            return Ok(told().into_any());
        }
        if let Some(error) = &left.error {
            return Ok(gone(m::OBJECT_TITLE, error, None).into_any());
        }
        match services::recovery::objection(&call(), &token).await {
            Ok(number) => Ok(objection(&number, token).into_any()),
            Err(services::Error::Rejected(why)) => {
                Ok(gone(m::OBJECT_TITLE, &services::Error::Rejected(why).into(), None).into_any())
            }
            Err(error) => Err(error.into()),
        }
    })
}

fn told() -> impl IntoView {
    view! {
        <PublicLayout>
            <PageTitle text=t(m::OBJECT_TITLE) />
            <div class="narrow">
                <h1>{t(m::OBJECT_TITLE)}</h1>
                <Banner tone=Tone::Ok>{t(m::OBJECT_DONE)}</Banner>
            </div>
        </PublicLayout>
    }
}

fn objection(number: &str, token: String) -> impl IntoView + use<> {
    let lead = tw(m::OBJECT_LEAD, &[("number", &number)]);
    view! {
        <PublicLayout>
            <PageTitle text=t(m::OBJECT_TITLE) />
            <div class="narrow">
                <h1>{t(m::OBJECT_TITLE)}</h1>
                <p>{lead}</p>
                <p>{t(m::OBJECT_MINE)}</p>
                <p>{t(m::OBJECT_OTHER)}</p>
                <form method="post" action=ObjectRecovery::PATH>
                    <input type="hidden" name="t" value=token />
                    <SubmitButton text=t(m::OBJECT_GO) kind=ButtonKind::Danger />
                </form>
            </div>
        </PublicLayout>
    }
}

/// `/recover/password`.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let token = token();
    page(async move {
        set_header(CACHE_CONTROL, "no-store");
        let left = Flash::take(PASSWORD).await?;
        if let Some(error) = left.error.as_ref().filter(|_| left.problems.is_empty()) {
            return Ok(gone(m::PASSWORD_TITLE, error, Some(m::PASSWORD_AGAIN_LINK)).into_any());
        }
        match services::recovery::login_of(&call(), &token).await {
            Ok(login_id) => {
                provide_problems(left.problems);
                Ok(new_password(&login_id, token).into_any())
            }
            Err(services::Error::Rejected(why)) => {
                let error = services::Error::Rejected(why).into();
                Ok(gone(m::PASSWORD_TITLE, &error, Some(m::PASSWORD_AGAIN_LINK)).into_any())
            }
            Err(error) => Err(error.into()),
        }
    })
}

fn new_password(login_id: &str, token: String) -> impl IntoView + use<> {
    let shown = login_id.parse().map_or_else(|_| login_id.to_owned(), TechnicianId::grouped);
    let lead = tw(m::PASSWORD_LEAD, &[("id", &shown)]);
    let login_id = login_id.to_owned();
    let labels = password_labels().to_vec();
    view! {
        <PublicLayout>
            <PageTitle text=t(m::PASSWORD_TITLE) />
            <div class="narrow">
                <h1>{t(m::PASSWORD_TITLE)}</h1>
                <ErrorSummary labels />
                <p>{lead}</p>
                <form method="post" action=SetNewPassword::PATH class="form" novalidate>
                    <input type="hidden" name="t" value=token />
                    // For whoever keeps passwords on this device.
                    <input type="text" class="visually-hidden" name="username" value=login_id autocomplete="username" tabindex="-1" aria-hidden="true" readonly />
                    <NewPassword hint=t(m::PASSWORD_HINT) />
                    <SubmitButton text=t(m::PASSWORD_GO) icon=icon::LOCK />
                </form>
            </div>
        </PublicLayout>
    }
}

fn gone(title: Msg, why: &UiError, then: Option<Msg>) -> impl IntoView + use<> {
    let words = why.words(lang());
    let more = then.map(|words| {
        view! {
            <p>{t(words)}</p>
            <LinkButton href="/recover" text=t(msg::account::CANNOT_LOG_IN) kind=ButtonKind::Outline />
        }
    });
    view! {
        <PublicLayout>
            <PageTitle text=t(title) failed=true />
            <div class="narrow">
                <h1>{t(title)}</h1>
                <Banner tone=Tone::Err>{words}</Banner>
                {more}
            </div>
        </PublicLayout>
    }
}
