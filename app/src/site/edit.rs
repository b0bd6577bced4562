//! `/business/sites/{id}/edit`. Invariant: what days were recorded under is said before it is typed over.

use super::{EditSite, fields, words};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, ButtonKind, ErrorSummary, Flash, LinkButton, OfficeLayout, SubmitButton, Tone, UiError, call,
        error::NOT_FOUND, icon, page, provide_problems, t,
    },
};
use domain::{
    id::SiteId,
    site::{FIELDS, SiteForm},
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::site as m;

/// Above every page of one site.
pub(super) fn crumbs(site: SiteId, name: &str) -> Vec<(String, String)> {
    vec![
        ("/business/sites".to_owned(), t(m::LIST_TITLE).to_owned()),
        (format!("/business/sites/{site}"), name.to_owned()),
    ]
}

/// `/business/sites/{id}/edit`.
#[component]
pub fn SiteEditPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    page(async move {
        let id: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let found = services::site::changing(&call(), id).await?;
        let who = office::who().await?;
        let limited = crate::business::limits().await?;
        let flash = Flash::take(&format!("/business/sites/{id}/edit")).await?;
        let form: SiteForm = if flash.error.is_some() { flash.form() } else { found.form.clone() };
        let outcome = office::outcome(&flash);
        provide_problems(flash.problems);
        let labels: Vec<_> =
            FIELDS.iter().filter_map(|field| words::label(field).map(|label| (*field, t(label).to_owned()))).collect();
        let recorded = found.recorded.then(|| view! { <Banner tone=Tone::Info>{t(m::EDIT_RECORDED)}</Banner> });
        Ok(view! {
            <OfficeLayout
                title=t(m::EDIT_TITLE)
                who
                nav=frame::nav("/business/sites")
                crumbs=crumbs(id, &found.form.name)
            >
                {limited}
                <div class="office-form">
                    <ErrorSummary labels chosen=words::CHOSEN />
                    {outcome}
                    <p>{t(m::EDIT_LEAD)}</p>
                    {recorded}
                    <form method="post" action=EditSite::PATH class="form" novalidate>
                        <input type="hidden" name="site" value=id.to_string() />
                        {fields::all(&form)}
                        <div class="form-actions">
                            <SubmitButton text=t(m::EDIT_SAVE) icon=icon::CHECK />
                            <LinkButton
                                href=format!("/business/sites/{id}")
                                text=t(m::EDIT_LEAVE)
                                kind=ButtonKind::Text
                            />
                        </div>
                    </form>
                </div>
                {fields::aid()}
            </OfficeLayout>
        })
    })
}
