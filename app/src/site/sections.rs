//! `/business/sites/{id}/sections`: 工区 of an umbrella site. Invariant: a section that has ended stays in the list, with its
//! last day.

use super::{AddSection, EndSection, edit::crumbs};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, ButtonKind, EmptyState, ErrorSummary, Flash, OfficeLayout, SubmitButton, Table, TextField, Tone,
        UiError, call, error::NOT_FOUND, icon, page, provide_problems, t, tw,
    },
};
use domain::{
    id::SiteId,
    site::{Section, SectionForm},
};
use i18n::{date, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::site as m;

/// `/business/sites/{id}/sections`.
#[component]
pub fn SectionsPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    page(async move {
        let id: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let (name, sections) = services::site::sections(&call(), id).await?;
        let who = office::who().await?;
        let flash = Flash::take(&format!("/business/sites/{id}/sections")).await?;
        let done = match flash.done.as_deref() {
            Some("section_added") => Some(m::SECTION_ADDED),
            Some("section_ended") => Some(m::SECTION_ENDED),
            _ => None,
        };
        let done = done.map(|words| view! { <Banner tone=Tone::Ok>{t(words)}</Banner> });
        let outcome = office::outcome(&flash);
        let form: SectionForm = flash.form();
        provide_problems(flash.problems);
        let labels = vec![
            ("name", t(m::SECTION_NAME).to_owned()),
            ("from", t(m::SECTION_FROM).to_owned()),
            ("address", t(m::SECTION_ADDRESS).to_owned()),
            ("last_day", t(m::SECTION_LAST_DAY).to_owned()),
        ];
        Ok(view! {
            <OfficeLayout title=t(m::SECTIONS_TITLE) who nav=frame::nav("/business/sites") crumbs=crumbs(id, &name)>
                <ErrorSummary labels />
                {done}
                {outcome}
                <p>{t(m::SECTIONS_LEAD)}</p>
                {table(id, &sections, true)}
                <h2>{t(m::SECTION_ADD)}</h2>
                {add_form(id, form)}
            </OfficeLayout>
        })
    })
}

/// The sections of a site; `may_end`: with the form that ends each.
pub(super) fn table(site: SiteId, sections: &[Section], may_end: bool) -> AnyView {
    if sections.is_empty() {
        return view! { <EmptyState title=t(m::SECTIONS_NONE_TITLE) text=t(m::SECTIONS_NONE) /> }.into_any();
    }
    let mut heads = vec![m::SECTION_NAME, m::SECTION_ADDRESS, m::SECTION_FROM, m::SECTION_LAST_DAY];
    if may_end {
        heads.push(m::STRUCTURE_ACTION);
    }
    let heads: Vec<String> = heads.into_iter().map(|head| t(head).to_owned()).collect();
    let row = |section: &Section| {
        let until = section.until.map(date::iso).unwrap_or_default();
        let end = may_end.then(|| {
            let form = section.until.is_none().then(|| end_form(site, section));
            view! { <td>{form}</td> }
        });
        view! {
            <tr>
                <th scope="row">{section.name.clone()}</th>
                <td data-label=t(m::SECTION_ADDRESS)>{section.address.clone()}</td>
                <td class="num" data-label=t(m::SECTION_FROM)>{date::iso(section.from)}</td>
                <td class="num" data-label=t(m::SECTION_LAST_DAY)>{until}</td>
                {end}
            </tr>
        }
    };
    let rows = sections.iter().map(row).collect_view();
    view! { <Table caption=t(m::SECTIONS_CAPTION) heads>{rows}</Table> }.into_any()
}

fn end_form(site: SiteId, section: &Section) -> impl IntoView + use<> {
    let about = tw(m::SECTION_LAST_DAY_OF, &[("name", &section.name)]);
    let press = tw(m::SECTION_END_OF, &[("name", &section.name)]);
    let today = call().today().to_string();
    view! {
        <form method="post" action=EndSection::PATH class="row-form" novalidate>
            <input type="hidden" name="site" value=site.to_string() />
            <input type="hidden" name="section" value=section.id.to_string() />
            <input type="date" class="input medium" name="last_day" value=today aria-label=about />
            <button type="submit" class="button outline small" aria-label=press>
                {t(m::SECTION_END)}
            </button>
        </form>
    }
}

fn add_form(site: SiteId, form: SectionForm) -> impl IntoView + use<> {
    view! {
        <form method="post" action=AddSection::PATH class="form" novalidate>
            <input type="hidden" name="site" value=site.to_string() />
            <TextField name="name" label=t(m::SECTION_NAME) hint=t(m::SECTION_NAME_HINT) value=form.name />
            <TextField name="address" label=t(m::SECTION_ADDRESS) value=form.address required=false />
            <TextField name="from" label=t(m::SECTION_FROM) value=form.from kind="date" width="medium" />
            <div class="form-actions">
                <SubmitButton text=t(m::SECTION_ADD) kind=ButtonKind::Outline icon=icon::ADD />
            </div>
        </form>
    }
}
