//! `/business`: what waits to be done, and who is on site. Invariant: every task is read from the register at the moment
//! of looking; none is stored, so none can stay behind.

use super::frame;
use crate::{
    application::frame as office,
    fee::standing_banner,
    shell::{ButtonKind, EmptyState, LinkButton, OfficeLayout, Table, UiError, call, icon, lang, page, t, tw},
};
use domain::{
    id::SiteId,
    site::{SiteRow, SiteTask, SiteTasks},
};
use i18n::{Msg, date, msg};
use leptos::prelude::*;

use msg::business as m;

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Task {
    what: Msg,
    why: Msg,
    place: String,
    href: String,
}

fn tasks(sites: &[SiteRow], to_do: Vec<SiteTasks>) -> Vec<Task> {
    if sites.is_empty() {
        let (what, why) = (m::TASK_NO_SITE, m::TASK_NO_SITE_WHY);
        return vec![Task { what, why, place: String::new(), href: "/business/sites/new".to_owned() }];
    }
    let of_site = |site: SiteTasks| site.tasks.into_iter().map(move |task| in_words(site.id, &site.name, task));
    to_do.into_iter().flat_map(of_site).collect()
}

fn in_words(id: SiteId, site: &str, task: SiteTask) -> Task {
    let new = |part: &str| format!("/business/sites/{id}/{part}/new");
    let (what, why, place, href) = match task {
        SiteTask::Structure => (m::TASK_NO_STRUCTURE, m::TASK_NO_STRUCTURE_WHY, site.to_owned(), new("structure")),
        SiteTask::Roster => (m::TASK_NO_ROSTER, m::TASK_NO_ROSTER_WHY, site.to_owned(), new("roster")),
        SiteTask::Insurance(names) => {
            let joined = names.join(t(msg::common::LIST_JOIN));
            let place = tw(m::TASK_INSURANCE_OF, &[("site", &site), ("n", &names.len()), ("names", &joined)]);
            (m::TASK_INSURANCE, m::TASK_INSURANCE_WHY, place, format!("/business/sites/{id}#roster-title"))
        }
    };
    Task { what, why, place, href }
}

/// `/business`.
#[component]
pub fn BusinessHomePage() -> impl IntoView {
    page(async {
        let call = call();
        let (sites, to_do) = services::site::to_do(&call).await?;
        let who = office::who().await?;
        let limited = standing_banner().await?;
        let tasks = tasks(&sites, to_do);
        let today = date::full(lang(), call.today());
        Ok::<_, UiError>(view! {
            <OfficeLayout title=t(m::TASKS_TITLE) who nav=frame::nav("/business")>
                {limited}
                <p>{tw(m::TASKS_LEAD, &[("today", &today)])}</p>
                {task_table(tasks)}
                <h2>{t(m::TODAY_TITLE)}</h2>
                {today_table(sites.into_iter().filter(|site| site.open).collect())}
            </OfficeLayout>
        })
    })
}

fn task_table(tasks: Vec<Task>) -> impl IntoView {
    if tasks.is_empty() {
        return view! { <EmptyState title=t(m::TASKS_NONE_TITLE) text=t(m::TASKS_NONE) /> }.into_any();
    }
    let row = |task: Task| {
        view! {
            <tr>
                <th scope="row">
                    <a href=task.href>{t(task.what)}</a>
                </th>
                <td data-label=t(m::TASKS_WHERE)>{task.place}</td>
                <td data-label=t(m::TASKS_WHY)>{t(task.why)}</td>
            </tr>
        }
    };
    let heads = [m::TASKS_WHAT, m::TASKS_WHERE, m::TASKS_WHY].map(|head| t(head).to_owned()).to_vec();
    view! { <Table caption=t(m::TASKS_CAPTION) heads>{tasks.into_iter().map(row).collect_view()}</Table> }.into_any()
}

fn today_table(sites: Vec<SiteRow>) -> impl IntoView {
    if sites.is_empty() {
        return view! {
            <EmptyState title=t(m::TODAY_NONE)>
                <LinkButton
                    href="/business/sites"
                    text=t(msg::common::NAV_SITES)
                    kind=ButtonKind::Outline
                    icon=icon::APARTMENT
                />
            </EmptyState>
        }
        .into_any();
    }
    let row = |site: SiteRow| {
        let people = |count: i64| tw(msg::common::COUNT_PEOPLE, &[("n", &count)]);
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("/business/sites/{}", site.id)>{site.name}</a>
                </th>
                <td class="number" data-label=t(m::TODAY_INSIDE)>{people(site.today_inside)}</td>
                <td class="number" data-label=t(m::TODAY_ROSTER)>{people(site.people)}</td>
            </tr>
        }
    };
    let heads = [m::TODAY_SITE, m::TODAY_INSIDE, m::TODAY_ROSTER].map(|head| t(head).to_owned()).to_vec();
    let rows = sites.into_iter().map(row).collect_view();
    view! { <Table caption=t(m::TODAY_CAPTION) heads>{rows}</Table> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_task_is_said_with_its_place_and_leads_there() {
        Owner::new().with(|| {
            let id = SiteId::from_body(7);
            let of = |task| in_words(id, "湊町", task);
            assert_eq!(of(SiteTask::Structure).href, format!("/business/sites/{id}/structure/new"));
            assert_eq!(of(SiteTask::Roster).href, format!("/business/sites/{id}/roster/new"));
            let insurance = of(SiteTask::Insurance(vec!["山本 健太".to_owned(), "大野 葵".to_owned()]));
            assert!(["湊町", "山本 健太", "大野 葵", "2"].iter().all(|part| insurance.place.contains(part)));
            assert_eq!(tasks(&[], Vec::new()).iter().map(|task| task.what).collect::<Vec<_>>(), [m::TASK_NO_SITE]);
        });
    }
}
