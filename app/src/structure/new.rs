//! `/business/sites/{id}/structure/new`. Invariant: what was chosen in the address is only a proposal; the form decides.

use super::{AddStructure, named::search};
use crate::{
    application::{choice, frame as office},
    business::frame,
    shell::{
        ErrorSummary, Flash, OfficeLayout, SelectField, SubmitButton, TextField, UiError, call, error::NOT_FOUND, icon,
        page, provide_problems, t, tw,
    },
    site::{may_add_under, walk, words},
};
use domain::{id::SiteId, site::SiteDetail, structure::StructureForm};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::structure as m;

/// `/business/sites/{id}/structure/new`.
#[component]
pub fn StructureNewPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    let (proposed, name) = use_query_map().with_untracked(|query| {
        let of = |part: &str| query.get(part).unwrap_or_default();
        let form = StructureForm {
            parent: of("parent"),
            business_id: of("business"),
            fills: of("fills"),
            ..StructureForm::default()
        };
        (form, of("name"))
    });
    page(async move {
        let id: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let detail = services::site::detail(&call, id).await?;
        services::structure::may_add(&call, id).await?;
        let who = office::who().await?;
        let limited = crate::fee::standing_banner().await?;
        let flash = Flash::take(&format!("/business/sites/{id}/structure/new")).await?;
        let mut form: StructureForm = flash.form();
        if form == StructureForm::default() {
            form = proposed;
        }
        let found = match name.trim() {
            "" => None,
            name => Some(services::structure::named(&call, id, name).await?),
        };
        let outcome = office::outcome(&flash);
        provide_problems(flash.problems);
        let search = search(id, (name, &form.parent, &form.fills), found);
        let filled = filled(&detail, &form.fills);
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
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/sites") crumbs>
                {limited}
                <div class="office-form">
                    <ErrorSummary labels=labels() chosen=&["parent"] />
                    {outcome}
                    <p>{tw(m::LEAD, &[("site", &detail.site.name)])}</p>
                    {filled}
                    {search}
                    {fields(id, form, places)}
                </div>
            </OfficeLayout>
        })
    })
}

fn labels() -> Vec<(&'static str, String)> {
    [("parent", m::PARENT_LABEL), ("business_id", m::BUSINESS_ID), ("skips", m::SKIPS), ("fills", m::SKIPS)]
        .map(|(field, label)| (field, t(label).to_owned()))
        .to_vec()
}

/// Says which missing tier is filled, where one is.
fn filled(detail: &SiteDetail, fills: &str) -> Option<impl IntoView + use<>> {
    let node = detail.structure.iter().find(|node| node.id.to_string() == fills)?;
    let skips = node.skips.clone()?;
    Some(view! { <p>{tw(m::FILLS, &[("name", &skips), ("below", &node.name)])}</p> })
}

fn fields(site: SiteId, form: StructureForm, places: choice::Choices) -> impl IntoView {
    let skips = form.fills.is_empty().then(|| {
        view! { <TextField name="skips" label=t(m::SKIPS) hint=t(m::SKIPS_HINT) value=form.skips required=false /> }
    });
    view! {
        <form method="post" action=AddStructure::PATH class="form" novalidate>
            <input type="hidden" name="site" value=site.to_string() />
            <input type="hidden" name="fills" value=form.fills />
            <SelectField name="parent" label=t(m::PARENT) hint=t(m::PARENT_HINT) value=form.parent options=places />
            <TextField
                name="business_id"
                label=t(m::BUSINESS_ID)
                hint=t(m::BUSINESS_ID_HINT)
                value=form.business_id
                inputmode="numeric"
                width="medium"
            />
            {skips}
            <div class="form-actions">
                <SubmitButton text=t(m::ADD) icon=icon::ADD />
            </div>
        </form>
    }
}
