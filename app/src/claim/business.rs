//! `/business/claims`: what technicians ask one's business to answer; `?claim=…`: one of them. Invariant: the form stands
//! there just while an answer is waited for.

use super::{
    AnswerClaim,
    answer::{self, Answering},
    api::ANSWERED,
    case::{self, asked},
    list,
};
use crate::{
    application::frame as office,
    business::frame,
    shell::{Banner, Flash, OfficeLayout, Tone, UiError, call, error::NOT_FOUND, page, provide_problems, t},
};
use domain::{
    history::claim::{ClaimCase, is_overdue},
    id::ClaimId,
    listing::Mark,
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::claim as m;

/// Its address.
pub(super) const PAGE: &str = "/business/claims";

/// `/business/claims`. A claim that is another's is answered as a page that is not there.
#[component]
pub fn BusinessClaimsPage() -> impl IntoView {
    let query = use_query_map();
    let of = move |name: &str| query.with_untracked(|query| query.get(name));
    let (claim, every, after) = (of("claim"), of("every").as_deref() == Some("yes"), of("after"));
    page(async move {
        services::history::may_answer_claims(&call())?;
        match asked(claim.as_deref()) {
            Some(Ok(id)) => one(id).await,
            Some(Err(())) => Err(UiError::of(NOT_FOUND)),
            None => all(every, after.and_then(|mark| mark.parse().ok())).await,
        }
    })
}

async fn all(every: bool, after: Option<Mark>) -> Result<AnyView, UiError> {
    let listed = services::history::asked_claims(&call(), !every, after).await?;
    let who = office::who().await?;
    let inside = list::list(listed, PAGE, every, after.is_some(), m::BUSINESS_NONE);
    Ok(view! {
        <OfficeLayout title=t(m::NAV) who nav=frame::nav(PAGE)>
            <p>{t(m::BUSINESS_LEAD)}</p>
            {list::which(PAGE, every)}
            {inside}
        </OfficeLayout>
    }
    .into_any())
}

async fn one(id: ClaimId) -> Result<AnyView, UiError> {
    let call = call();
    let case = services::history::asked_case(&call, id).await?;
    let who = office::who().await?;
    let flash = Flash::take(PAGE).await?;
    let limited = crate::fee::standing_banner().await?;
    let typed = flash.form();
    let sites = if case.row.site.is_some() { Vec::new() } else { services::site::list(&call).await? };
    let done =
        (flash.done.as_deref() == Some(ANSWERED)).then(|| view! { <Banner tone=Tone::Ok>{t(m::ANSWERED)}</Banner> });
    let outcome = office::outcome(&Flash { done: None, ..flash.clone() });
    let sites = sites.into_iter().map(|site| (site.id, site.name)).collect();
    provide_problems(flash.problems);
    let waits = case.row.state.waits_for_business() && !is_overdue(case.row.state, case.row.answer_by, call.today());
    let of = Answering { path: AnswerClaim::PATH, office: false, sites, case: &case, typed };
    let form = waits.then(|| answer::form(of));
    let crumbs = vec![(PAGE.to_owned(), t(m::NAV).to_owned())];
    let inside = case::view(&case, call.today(), false);
    let day = day_link(&case);
    Ok(view! {
        <OfficeLayout title=t(m::NAV) who nav=frame::nav(PAGE) crumbs>
            {limited}
            {done}
            {outcome}
            {answer::summary()}
            {inside}
            {day}
            <div class="office-form">{form}</div>
        </OfficeLayout>
    }
    .into_any())
}

/// The day as the office of a site looks at it.
fn day_link(case: &ClaimCase) -> Option<impl IntoView + use<>> {
    let site = case.row.site.filter(|_| case.record.is_some())?;
    let href = format!("/business/sites/{site}/history/{}/{}", case.row.technician, case.row.day.number());
    Some(view! {
        <p>
            <a href=href>{t(m::RECORD_LINK)}</a>
        </p>
    })
}
