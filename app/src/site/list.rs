//! `/business/sites`. Invariant: sites as prime and as subcontractor stand in one list, open ones first.

use crate::{
    application::frame as office,
    business::frame,
    shell::{ButtonKind, EmptyState, LinkButton, OfficeLayout, Table, Tag, Tone, call, icon, lang, page, t, tw},
};
use domain::{
    access::{Action, Resource},
    site::SiteRow,
};
use i18n::{date, msg, word};
use leptos::prelude::*;

use msg::site as m;

/// `/business/sites`.
#[component]
pub fn SiteListPage() -> impl IntoView {
    page(async {
        let mut sites = services::site::list(&call()).await?;
        sites.sort_by_key(|site| (!site.open, std::cmp::Reverse(site.period.start)));
        let who = office::who().await?;
        let limited = crate::business::limits().await?;
        let own = call().actor.business.map_or(Resource::Register, Resource::Business);
        let may_create = office::may(Action::SiteCreate, &own);
        let new = move || {
            may_create.then(|| {
                view! {
                    <LinkButton href="/business/sites/import" text=t(m::IMPORT_TITLE) kind=ButtonKind::Outline />
                    " "
                    <LinkButton href="/business/sites/new" text=t(m::LIST_NEW) icon=icon::ADD />
                }
            })
        };
        Ok(view! {
            <OfficeLayout title=t(m::LIST_TITLE) who nav=frame::nav("/business/sites") actions=new>
                {limited}
                <p>{t(m::LIST_LEAD)}</p>
                <p class="hint">{t(m::WHOSE_NUMBERS)}</p>
                {list(sites)}
            </OfficeLayout>
        })
    })
}

fn list(sites: Vec<SiteRow>) -> impl IntoView {
    if sites.is_empty() {
        return view! { <EmptyState title=t(m::LIST_NONE_TITLE) text=t(m::LIST_NONE) /> }.into_any();
    }
    let heads = [m::COL_NAME, m::COL_ID, m::COL_PREFECTURE, m::COL_PERIOD, m::COL_PEOPLE, m::COL_INSIDE, m::COL_STATE];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    view! {
        <p class="count-line">{tw(m::LIST_COUNT, &[("count", &sites.len())])}</p>
        <Table caption=t(m::LIST_CAPTION) heads>
            {sites.into_iter().map(line).collect_view()}
        </Table>
    }
    .into_any()
}

/// Whether a site is open, as a word with its colour.
pub(super) fn open_tag(open: bool) -> impl IntoView {
    if open {
        view! { <Tag tone=Tone::Ok text=t(m::STATE_OPEN) /> }
    } else {
        view! { <Tag tone=Tone::Plain text=t(m::STATE_CLOSED) /> }
    }
}

fn line(site: SiteRow) -> impl IntoView {
    let people = |count: i64| tw(m::PEOPLE_UNIT, &[("count", &count)]);
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/business/sites/{}", site.id)>{site.name}</a>
            </th>
            <td class="num" data-label=t(m::COL_ID)>{site.id.grouped()}</td>
            <td data-label=t(m::COL_PREFECTURE)>{word::prefecture(lang(), site.prefecture)}</td>
            <td class="num wide" data-label=t(m::COL_PERIOD)>{date::iso_period(lang(), site.period.start, site.period.end)}</td>
            <td class="number" data-label=t(m::COL_PEOPLE)>{people(site.people)}</td>
            <td class="number" data-label=t(m::COL_INSIDE)>{people(site.today_inside)}</td>
            <td data-label=t(m::COL_STATE)>{open_tag(site.open)}</td>
        </tr>
    }
}
