//! `/business/sites/new`, also after a former site (`?from=SITE`). Invariant: a small site needs name, place and period and
//! nothing else; of a former site everything but the period is filled in, to be changed.

use super::{CreateSite, fields, words};
use crate::{
    application::{choice, frame as office},
    business::frame,
    shell::{
        ErrorSummary, Flash, OfficeLayout, RadioRows, SubmitButton, UiError, call, error::NOT_FOUND, icon, page,
        provide_problems, t,
    },
};
use domain::{
    id::SiteId,
    site::{CopyForm, FIELDS, SiteForm},
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use msg::site as m;

/// Its address.
pub(super) const PAGE: &str = "/business/sites/new";

/// What the page keeps of a form that was refused.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Typed {
    /// The site.
    pub(super) form: SiteForm,
    /// What it is made after.
    pub(super) after: CopyForm,
}

/// `/business/sites/new`.
#[component]
pub fn SiteNewPage() -> impl IntoView {
    let former = use_query_map().with_untracked(|query| query.get("from")).unwrap_or_default();
    page(async move {
        services::site::may_create(&call())?;
        let who = office::who().await?;
        let limited = crate::business::limits().await?;
        let flash = Flash::take(PAGE).await?;
        let Typed { mut form, mut after } = flash.form::<Typed>();
        if flash.error.is_none() && !former.is_empty() {
            let id: SiteId = former.parse().map_err(|_| UiError::of(NOT_FOUND))?;
            form = services::site::form_after(&call(), id).await?;
            after = CopyForm { copy_from: id.to_string(), copy_structure: "yes".to_owned() };
        }
        let outcome = office::outcome(&flash);
        provide_problems(flash.problems);
        let crumbs = vec![("/business/sites".to_owned(), t(m::LIST_TITLE).to_owned())];
        let labels: Vec<_> =
            FIELDS.iter().filter_map(|field| words::label(field).map(|label| (*field, t(label).to_owned()))).collect();
        Ok(view! {
            <OfficeLayout title=t(m::NEW_TITLE) who nav=frame::nav("/business/sites") crumbs>
                {limited}
                <div class="office-form">
                    <ErrorSummary labels chosen=words::CHOSEN />
                    {outcome}
                    <p>{t(m::NEW_LEAD)}</p>
                    <form method="post" action=CreateSite::PATH class="form" novalidate>
                        {fields::all(&form)}
                        {copy_fields(after)}
                        <div class="form-actions">
                            <SubmitButton text=t(m::CREATE) icon=icon::ADD />
                        </div>
                    </form>
                </div>
                {fields::aid()}
            </OfficeLayout>
        })
    })
}

/// Whether the former site's structure is taken over; nothing where there is no former site.
fn copy_fields(after: CopyForm) -> Option<impl IntoView + use<>> {
    let options = choice::of([("yes", m::COPY_STRUCTURE_YES), ("no", m::COPY_STRUCTURE_NO)]);
    (!after.copy_from.is_empty()).then(|| {
        view! {
            <h2>{t(m::COPY_TITLE)}</h2>
            <input type="hidden" name="copy_from" value=after.copy_from />
            <RadioRows
                name="copy_structure"
                legend=t(m::COPY_STRUCTURE)
                hint=t(m::COPY_STRUCTURE_HINT)
                value=after.copy_structure
                options
                required=false
            />
        }
    })
}
