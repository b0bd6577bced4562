//! `/screen/{secret}`: a poster on a screen at the site, whose code changes. Invariant: it needs no log-in and no script, so that a
//! tablet may hang there; whoever has its address sees the codes, and nobody else does.

use super::{api::link_of, qr};
use crate::shell::{Banner, PageTitle, PublicLayout, Tone, call, page, page::set_header, t};
use axum::http::header::{CACHE_CONTROL, REFRESH};
use domain::poster::Showing;
use i18n::msg;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use msg::poster as m;

/// `/screen/{secret}`.
#[component]
pub fn ScreenPage() -> impl IntoView {
    set_header(CACHE_CONTROL, "no-store");
    // Three times in the step of a code, by the browser itself.
    set_header(REFRESH, "20");
    let secret = use_params_map().with_untracked(|params| params.get("secret")).unwrap_or_default();
    page(async move {
        let call = call();
        let showing = services::poster::showing(&call, &secret).await?;
        let code = shown(&showing, &call.outside.base_url);
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(m::SCREEN_TITLE) />
                <article class="poster-sheet">
                    <h1 class="poster-title">{t(m::SHEET_TITLE)}</h1>
                    <p class="poster-site">{showing.name.clone()}</p>
                    <p>{showing.prime.clone()}</p>
                    {code}
                </article>
            </PublicLayout>
        })
    })
}

fn shown(showing: &Showing, base: &str) -> AnyView {
    let Some(code) = &showing.code else {
        return view! { <Banner tone=Tone::Warn>{t(m::SITE_ENDED)}</Banner> }.into_any();
    };
    let address = format!("{}{}", base.trim_end_matches('/'), link_of(&showing.token, code));
    let drawn = qr::code(&address, t(m::CODE).to_owned());
    view! {
        {drawn}
        <p>{t(m::SHEET_HOW)}</p>
        <p class="hint">{t(m::SCREEN_CHANGES)}</p>
        <p class="poster-address">{address}</p>
    }
    .into_any()
}
