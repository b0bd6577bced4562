//! `/s/{token}`: what a site's poster opens. Invariant: a GET records nothing; a touch is one's own, by a button.
//!
//! That the address travels to no other server is every page's referrer policy, as of `/t`: a stricter one would hide the
//! origin of the page's own form from browsers that prove with nothing else.

use super::{
    TouchOwn,
    api::{DONE, link_of},
    touch::{Sends, named, offer},
};
use crate::{
    application::frame as office,
    shell::{Banner, Flash, PageTitle, PublicLayout, Tone, UiError, call, lang, page, page::set_header, t},
};
use axum::http::header::CACHE_CONTROL;
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::poster as m;

/// The code in the link is of another time.
const CODE_STALE: &str = "poster.code_stale";

/// `/s/{token}`, with `?c=…` of a screen. Works signed out.
#[component]
pub fn PlacePage() -> impl IntoView {
    // Each showing makes ids of its own: one out of a cache would be an earlier page's.
    set_header(CACHE_CONTROL, "no-store");
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let code = use_query_map().with_untracked(|query| query.get("c")).unwrap_or_default();
    page(async move {
        let looked = services::poster::look(&call(), &token, &code).await.map_err(UiError::from);
        let flash = Flash::take(&link_of(&token, &code)).await?;
        let inside = match looked {
            Err(error) if error.code == CODE_STALE => stale(&error, &flash),
            Err(error) => return Err(error),
            Ok(place) => {
                // A pass is as good as the page: it stands in the address from the log-in on, and not the screen's code.
                let back = link_of(&token, &place.pass);
                let hidden = vec![("token", token), ("code", place.pass.clone())];
                let sends = Sends { action: TouchOwn::PATH, hidden, back };
                view! {
                    {done(&flash)}
                    {office::outcome(&Flash { done: None, ..flash.clone() })}
                    {named(&place)}
                    {offer(&sends, &place)}
                }
                .into_any()
            }
        };
        let failed = flash.error.is_some();
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(m::PLACE_TITLE) failed=failed />
                <div class="narrow poster-place">
                    <h1>{t(m::PLACE_TITLE)}</h1>
                    {inside}
                </div>
            </PublicLayout>
        })
    })
}

/// What was recorded.
pub fn done(flash: &Flash) -> Option<impl IntoView + use<>> {
    let words = match flash.done.as_deref() {
        Some(word) if word == DONE[0] => t(m::DONE_IN),
        Some(word) if word == DONE[1] => t(m::DONE_OUT),
        _ => return None,
    };
    Some(view! { <Banner tone=Tone::Ok>{words}</Banner> })
}

/// A code of another time: what was recorded by it before, and the way to a new one.
fn stale(error: &UiError, flash: &Flash) -> AnyView {
    let words = error.words(lang());
    view! {
        {done(flash)}
        <Banner tone=Tone::Warn>{words}</Banner>
    }
    .into_any()
}
