//! `/business/sites/{id}/structure/new`. Invariant: what was chosen in the address is only a proposal; the form decides.

use super::AddStructure;
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        ErrorSummary, Flash, OfficeLayout, SelectField, SubmitButton, TextField, UiError, call, error::NOT_FOUND, icon,
        page, provide_problems, t, tw,
    },
    site::{may_add_under, walk, words},
};
use domain::{id::SiteId, structure::StructureForm};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::structure as m;

/// `/business/sites/{id}/structure/new`.
#[component]
pub fn StructureNewPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    let proposed = use_query_map().with_untracked(|query| query.get("parent")).unwrap_or_default();
    page(async move {
        let id: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let detail = services::site::detail(&call, id).await?;
        services::structure::may_add(&call, id).await?;
        let who = office::who().await?;
        let limited = crate::fee::standing_banner().await?;
        let flash = Flash::take(&format!("/business/sites/{id}/structure/new")).await?;
        let mut form: StructureForm = flash.form();
        if form.parent.is_empty() {
            form.parent = proposed;
        }
        let outcome = office::outcome(&flash);
        provide_problems(flash.problems);
        let places =
            walk(&detail.structure).into_iter().filter(|node| may_add_under(&detail, call.actor.business, node));
        let places = places.map(|node| {
            let words = tw(m::PARENT_CHOICE, &[("name", &node.name), ("tier", &words::tier(node.tier))]);
            (node.id.to_string(), words)
        });
        let places: Vec<_> = places.collect();
        if let [(only, _)] = places.as_slice() {
            form.parent.clone_from(only);
        }
        let crumbs = vec![
            ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
            (format!("/business/sites/{id}"), detail.site.name.clone()),
        ];
        let labels = vec![("parent", t(m::PARENT_LABEL).to_owned()), ("business_id", t(m::BUSINESS_ID).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/sites") crumbs>
                {limited}
                <div class="office-form">
                    <ErrorSummary labels chosen=&["parent"] />
                    {outcome}
                    <p>{tw(m::LEAD, &[("site", &detail.site.name)])}</p>
                    <form method="post" action=AddStructure::PATH class="form" novalidate>
                        <input type="hidden" name="site" value=id.to_string() />
                        <SelectField
                            name="parent"
                            label=t(m::PARENT)
                            hint=t(m::PARENT_HINT)
                            value=form.parent
                            options=places
                        />
                        <TextField
                            name="business_id"
                            label=t(m::BUSINESS_ID)
                            hint=t(m::BUSINESS_ID_HINT)
                            value=form.business_id
                            inputmode="numeric"
                            width="medium"
                        />
                        <div class="form-actions">
                            <SubmitButton text=t(m::ADD) icon=icon::ADD />
                        </div>
                    </form>
                </div>
            </OfficeLayout>
        })
    })
}
