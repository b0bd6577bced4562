//! `/business/people/statistics?year=yyyy` and `/business/sites/{id}/statistics?year=yyyy`: a year of one's own people, or of a
//! site as far as one's business sees it.

use super::{
    figures::{file_form, sections},
    file::PEOPLE,
};
use crate::{
    application::frame as office,
    business::frame,
    shell::{Banner, Flash, Icon, OfficeLayout, Tone, UiError, call, error::NOT_FOUND, icon, lang, page, t, tw},
};
use domain::{
    id::SiteId,
    statistics::{FIRST_YEAR, read_year},
    time::WorkDate,
};
use i18n::{Msg, msg};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::statistics as m;

/// The page of one's own people.
pub const PAGE: &str = "/business/people/statistics";

/// The link to the page of one's own people.
pub fn of_people() -> (&'static str, Msg) {
    (PAGE, m::PEOPLE_LINK)
}

/// The page of a site.
pub fn of_site(site: SiteId) -> String {
    format!("/business/sites/{site}/statistics")
}

fn years(page: &str, year: i32, today: WorkDate) -> impl IntoView + use<> {
    let link = |to: i32, of: &'static str, words: Msg| {
        view! {
            <a class="icon-button" href=format!("{page}?year={to}")>
                <Icon of />
                <span class="visually-hidden">{tw(words, &[("year", &to)])}</span>
            </a>
        }
    };
    let before = (year > FIRST_YEAR).then(|| link(year - 1, icon::CHEVRON_LEFT, m::YEAR_PREVIOUS));
    let after = (year < today.month().year()).then(|| link(year + 1, icon::CHEVRON_RIGHT, m::YEAR_NEXT));
    view! {
        <nav class="month-line" aria-label=t(m::YEARS)>
            {before}
            <p class="count-line">{tw(msg::history::YEAR, &[("year", &year)])}</p>
            {after}
        </nav>
    }
}

/// Why a file was not handed out, where the last form asked for one.
fn failed(flash: &Flash) -> Option<impl IntoView + use<>> {
    let words = flash.error.as_ref().map(|error| error.words(lang()))?;
    Some(view! { <Banner tone=Tone::Err>{words}</Banner> })
}

/// `/business/people/statistics`.
#[component]
pub fn PeopleStatisticsPage() -> impl IntoView {
    let said = use_query_map().with_untracked(|query| query.get("year"));
    page(async move {
        let call = call();
        services::statistics::may_see_people(&call)?;
        let year = read_year(said.as_deref(), call.today()).ok_or_else(|| UiError::of(NOT_FOUND))?;
        let tables = services::statistics::people(&call, year).await?;
        let who = office::who().await?;
        let flash = Flash::take(PAGE).await?;
        let crumbs = vec![("/business/people".to_owned(), t(msg::business::PEOPLE_TITLE).to_owned())];
        let what = tw(m::OF_YEAR, &[("year", &year)]);
        let asked = vec![("year", year.to_string())];
        Ok(view! {
            <OfficeLayout title=t(m::PEOPLE_TITLE) who nav=frame::nav("/business/people") crumbs>
                {failed(&flash)}
                <p>{tw(m::PEOPLE_LEAD, &[("year", &year)])}</p>
                <p class="hint">{t(m::PEOPLE_HINT)}</p>
                {years(PAGE, year, call.today())}
                {sections(&tables, &what)}
                {file_form(PEOPLE.to_owned(), &tables, asked)}
            </OfficeLayout>
        })
    })
}

/// `/business/sites/{id}/statistics`.
#[component]
pub fn SiteStatisticsPage() -> impl IntoView {
    let site = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    let said = use_query_map().with_untracked(|query| query.get("year"));
    page(async move {
        let id: SiteId = site.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let read = read_year(said.as_deref(), call.today());
        // Who may not see it is told that, whatever the address says.
        let shown = services::statistics::of_site(&call, id, read.unwrap_or(FIRST_YEAR)).await?;
        let year = read.ok_or_else(|| UiError::of(NOT_FOUND))?;
        let who = office::who().await?;
        let here = of_site(id);
        let flash = Flash::take(&here).await?;
        let crumbs = vec![
            ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
            (format!("/business/sites/{id}"), shown.name.clone()),
        ];
        let what = tw(m::OF_YEAR, &[("year", &year)]);
        let asked = vec![("year", year.to_string())];
        let branch = shown.is_branch.then(|| view! { <p class="hint">{t(m::SITE_BRANCH)}</p> });
        Ok(view! {
            <OfficeLayout
                title=tw(m::SITE_TITLE, &[("site", &shown.name)])
                who
                nav=frame::nav("/business/sites")
                crumbs
            >
                {failed(&flash)}
                <p>{tw(m::SITE_LEAD, &[("year", &year)])}</p>
                {branch}
                {years(&here, year, call.today())}
                {sections(&shown.tables, &what)}
                {file_form(format!("{here}/file"), &shown.tables, asked)}
            </OfficeLayout>
        })
    })
}
