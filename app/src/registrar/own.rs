//! `/scrivener`: what a scrivener files for others. Invariant: the own filings only; each line says what is to be done next.

use crate::{
    application::frame,
    fee::prices,
    proxy::filed,
    shell::{Banner, ErrorSummary, Flash, OfficeLayout, Tone, call, icon, page, provide_problems, t},
};
use domain::{
    listing::Mark,
    proxy::{ClientForm, Filed},
};
use i18n::msg;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use msg::{proxy as mp, registrar as m};

/// Its address.
const PAGE: &str = "/scrivener";

/// `/scrivener`.
#[component]
pub fn ScrivenerHomePage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get("after").and_then(|mark| mark.parse::<Mark>().ok()));
    page(async move {
        let call = call();
        services::proxy::may_file_as_scrivener(&call)?;
        let Filed { listed, returned: back } = services::counter::list(&call, None, after).await?;
        prices::load().await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let form: ClientForm = flash.form();
        provide_problems(flash.problems.clone());
        let done = filed::done_word(flash.done.as_deref());
        let nav = frame::nav_of([(true, PAGE, mp::TITLE, icon::ASSIGNMENT)], PAGE);
        let labels = [
            ("stage", mp::STAGE),
            ("filing", mp::CLIENT_FILING),
            ("business", mp::CLIENT_BUSINESS),
            ("client_phone", mp::CLIENT_PHONE),
        ];
        let labels = labels.map(|(field, words)| (field, t(words).to_owned())).to_vec();
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::OWN_TITLE) who nav>
                <ErrorSummary labels chosen=&["stage", "filing"] />
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {frame::outcome(&flash)}
                {(back > 0).then(|| view! { <Banner tone=Tone::Warn>{t(m::OWN_RETURNED)}</Banner> })}
                <p>{t(m::OWN_LEAD)}</p>
                {filed::begin()}
                {filed::begin_client(form)}
                <h2>{t(mp::LIST_TITLE)}</h2>
                {filed::list(&listed, PAGE, after.is_some(), today)}
            </OfficeLayout>
        })
    })
}
