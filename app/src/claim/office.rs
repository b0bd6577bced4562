//! `/operator/claims`: what businesses did not answer in time and what people ask the office to decide; `?claim=…`: one of
//! them. Invariant: only what was passed on.

use super::{
    DecideClaim,
    answer::{self, Answering},
    api::DECIDED,
    case::{self, asked},
    list,
};
use crate::{
    application::frame,
    shell::{Banner, Flash, OfficeLayout, Tone, UiError, call, error::NOT_FOUND, page, provide_problems, t},
};
use domain::{history::claim::ClaimState, id::ClaimId, listing::Mark};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::claim as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/claims";

/// `/operator/claims`. A claim that was not passed on is answered as a page that is not there.
#[component]
pub fn OperatorClaimsPage() -> impl IntoView {
    let query = use_query_map();
    let of = move |name: &str| query.with_untracked(|query| query.get(name));
    let (claim, every, after) = (of("claim"), of("every").as_deref() == Some("yes"), of("after"));
    page(async move {
        services::history::may_decide_claims(&call())?;
        match asked(claim.as_deref()) {
            Some(Ok(id)) => one(id).await,
            Some(Err(())) => Err(UiError::of(NOT_FOUND)),
            None => all(every, after.and_then(|mark| mark.parse().ok())).await,
        }
    })
}

async fn all(every: bool, after: Option<Mark>) -> Result<AnyView, UiError> {
    let listed = services::history::office_claims(&call(), !every, after).await?;
    let who = frame::who().await?;
    let inside = list::list(listed, PAGE, every, after.is_some(), m::OFFICE_NONE);
    Ok(view! {
        <OfficeLayout title=t(m::NAV) who nav=frame::operator_nav(PAGE)>
            <p>{t(m::OFFICE_LEAD)}</p>
            {list::which(PAGE, every)}
            {inside}
        </OfficeLayout>
    }
    .into_any())
}

async fn one(id: ClaimId) -> Result<AnyView, UiError> {
    let call = call();
    let case = services::history::office_case(&call, id).await?;
    let who = frame::who().await?;
    let flash = Flash::take(PAGE).await?;
    let done =
        (flash.done.as_deref() == Some(DECIDED)).then(|| view! { <Banner tone=Tone::Ok>{t(m::DECIDED)}</Banner> });
    let outcome = frame::outcome(&Flash { done: None, ..flash.clone() });
    let typed = flash.form();
    provide_problems(flash.problems);
    let of = Answering { path: DecideClaim::PATH, office: true, sites: Vec::new(), case: &case, typed };
    let form = (case.row.state == ClaimState::Passed).then(|| answer::form(of));
    let crumbs = vec![(PAGE.to_owned(), t(m::NAV).to_owned())];
    let inside = case::view(&case, call.today(), false);
    Ok(view! {
        <OfficeLayout title=t(m::NAV) who nav=frame::operator_nav(PAGE) crumbs>
            {done}
            {outcome}
            {answer::summary()}
            {inside}
            <div class="office-form">{form}</div>
        </OfficeLayout>
    }
    .into_any())
}
