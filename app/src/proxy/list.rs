//! `/business/proxy`: the applications one's business files for its people. Invariant: each line says what is to be done next
//! and by whom.

use super::filed;
use crate::{
    application::frame as office,
    business::frame,
    fee::prices,
    shell::{
        Banner, ButtonKind, ErrorSummary, Flash, LinkButton, OfficeLayout, Tone, call, icon, page, provide_problems, t,
    },
};
use domain::listing::Mark;
use i18n::msg;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use msg::proxy as m;

/// Its address.
pub(super) const PAGE: &str = "/business/proxy";

/// `/business/proxy`.
#[component]
pub fn ProxyListPage() -> impl IntoView {
    let after: Option<Mark> =
        use_query_map().with_untracked(|query| query.get("after").and_then(|mark| mark.parse().ok()));
    page(async move {
        let call = call();
        let listed = services::proxy::list(&call, after).await?.listed;
        prices::load().await?;
        let who = office::who().await?;
        let limited = crate::business::limits().await?;
        let flash = Flash::take(PAGE).await?;
        provide_problems(flash.problems.clone());
        let done = filed::done_word(flash.done.as_deref());
        let crumbs = vec![("/business/people".to_owned(), t(msg::common::NAV_PEOPLE).to_owned())];
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/people") crumbs>
                {limited}
                <ErrorSummary labels=vec![("stage", t(m::STAGE).to_owned())] chosen=&["stage"] />
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {office::outcome(&flash)}
                <p>{t(m::LEAD)}</p>
                {filed::begin()}
                <p>
                    <LinkButton
                        href=super::bulk::PAGE
                        text=t(m::BULK_GO)
                        kind=ButtonKind::Outline
                        icon=icon::GROUPS
                    />
                </p>
                <h2>{t(m::LIST_TITLE)}</h2>
                {filed::list(&listed, PAGE, after.is_some(), today)}
            </OfficeLayout>
        })
    })
}
