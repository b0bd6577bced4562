//! `/business`: what waits to be done, and who is on site. Invariant: every task is read from the register at the moment
//! of looking; none is stored, so none can stay behind.

use super::frame;
use crate::{
    application::frame as office,
    fee::standing_banner,
    shell::{ButtonKind, EmptyState, LinkButton, OfficeLayout, Table, UiError, call, icon, lang, page, t, tw},
    site::{HALF_DAYS, UNLISTED},
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
    let at = |part: &str| format!("/business/sites/{id}#{part}");
    let people = |names: &[String]| {
        let joined = names.join(t(msg::common::LIST_JOIN));
        tw(m::TASK_PEOPLE_OF, &[("site", &site), ("n", &names.len()), ("names", &joined)])
    };
    let (what, why, place, href) = match task {
        SiteTask::Structure => (m::TASK_NO_STRUCTURE, m::TASK_NO_STRUCTURE_WHY, site.to_owned(), new("structure")),
        SiteTask::Roster => (m::TASK_NO_ROSTER, m::TASK_NO_ROSTER_WHY, site.to_owned(), new("roster")),
        SiteTask::Unlisted(names) => (m::TASK_UNLISTED, m::TASK_UNLISTED_WHY, people(&names), at(UNLISTED)),
        SiteTask::HalfDays(days) => {
            let place = tw(m::TASK_DAYS_OF, &[("site", &site), ("n", &days)]);
            (m::TASK_HALF_DAYS, m::TASK_HALF_DAYS_WHY, place, at(HALF_DAYS))
        }
        SiteTask::Insurance(names) => (m::TASK_INSURANCE, m::TASK_INSURANCE_WHY, people(&names), at("roster-title")),
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
                <p class="hint">{t(msg::site::WHOSE_NUMBERS)}</p>
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
            let unlisted = of(SiteTask::Unlisted(vec!["佐々木 蓮".to_owned()]));
            assert_eq!(unlisted.href, format!("/business/sites/{id}#{UNLISTED}"));
            assert!(["湊町", "佐々木 蓮", "1"].iter().all(|part| unlisted.place.contains(part)));
            let days = of(SiteTask::HalfDays(3));
            assert_eq!((days.place.as_str(), days.href), ("湊町：3日", format!("/business/sites/{id}#{HALF_DAYS}")));
            assert_eq!(tasks(&[], Vec::new()).iter().map(|task| task.what).collect::<Vec<_>>(), [m::TASK_NO_SITE]);
        });
    }
}
