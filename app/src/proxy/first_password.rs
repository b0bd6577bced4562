//! `/join/password?t=…`: the first password of a business that was registered by its signed consent. Invariant: its address goes
//! nowhere else, and looking at it changes nothing.

use super::ChooseFirstPassword;
use crate::shell::{
    Banner, ErrorSummary, Flash, NewPassword, PageTitle, PublicLayout, SubmitButton, Tone, UiError, call, icon, lang,
    page, page::set_header, password_labels, provide_problems, t, tw,
};
use axum::http::header::CACHE_CONTROL;
use domain::id::BusinessId;
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::{proxy as m, recovery as r};

/// Its address.
pub(super) const PAGE: &str = "/join/password";

/// The page as it is reached by a link; letters and digits alone go into the address.
pub(super) fn address(token: &str) -> String {
    let plain: String = token.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{PAGE}?t={plain}")
}

/// `/join/password`.
#[component]
pub fn FirstPasswordPage() -> impl IntoView {
    let token = use_query_map().with_untracked(|query| query.get("t")).unwrap_or_default();
    page(async move {
        set_header(CACHE_CONTROL, "no-store");
        let left = Flash::take(PAGE).await?;
        let failed = left.error.as_ref().filter(|_| left.problems.is_empty()).map(|error| error.words(lang()));
        match services::proxy::first_login(&call(), &token).await {
            Ok(login_id) => {
                provide_problems(left.problems);
                Ok(form(login_id, token, failed).into_any())
            }
            Err(services::Error::Rejected(why)) => Ok(gone(&services::Error::Rejected(why).into()).into_any()),
            Err(error) => Err(error.into()),
        }
    })
}

fn form(login_id: String, token: String, failed: Option<String>) -> impl IntoView {
    let shown = login_id.parse().map_or_else(|_| login_id.clone(), BusinessId::grouped);
    let lead = tw(m::FIRST_PASSWORD_LEAD, &[("id", &shown)]);
    let labels = password_labels().to_vec();
    view! {
        <PublicLayout>
            <PageTitle text=t(m::FIRST_PASSWORD_TITLE) />
            <div class="narrow">
                <h1>{t(m::FIRST_PASSWORD_TITLE)}</h1>
                {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                <ErrorSummary labels />
                <p>{lead}</p>
                <form method="post" action=ChooseFirstPassword::PATH class="form" novalidate>
                    <input type="hidden" name="t" value=token />
                    // For whoever keeps passwords on this device.
                    <input type="text" class="visually-hidden" name="username" value=login_id autocomplete="username" tabindex="-1" aria-hidden="true" readonly />
                    <NewPassword hint=t(r::PASSWORD_HINT) />
                    <SubmitButton text=t(r::PASSWORD_GO) icon=icon::LOCK />
                </form>
            </div>
        </PublicLayout>
    }
}

fn gone(why: &UiError) -> impl IntoView + use<> {
    let words = why.words(lang());
    view! {
        <PublicLayout>
            <PageTitle text=t(m::FIRST_PASSWORD_TITLE) failed=true />
            <div class="narrow">
                <h1>{t(m::FIRST_PASSWORD_TITLE)}</h1>
                <Banner tone=Tone::Err>{words}</Banner>
                <p>{t(m::FIRST_PASSWORD_ASK)}</p>
            </div>
        </PublicLayout>
    }
}
