//! `/business`: what waits to be done, and who is on site. Invariant: every task is read from the register at the moment
//! of looking; none is stored, so none can stay behind.

use super::frame;
use crate::{
    application::frame as office,
    shell::{ButtonKind, EmptyState, LinkButton, OfficeLayout, Table, UiError, call, icon, lang, page, t, tw},
};
use domain::{
    id::{BusinessId, SiteId},
    roster::RosterWarning,
    site::{SiteDetail, SiteRow},
};
use i18n::{Msg, date, msg};
use leptos::prelude::*;

use msg::business as m;

/// Open sites whose details are looked at for tasks. More than these have tasks in their own pages.
const SITES_LOOKED_AT_MAX: usize = 20;

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Task {
    what: Msg,
    why: Msg,
    place: String,
    href: String,
}

fn tasks(sites: &[SiteRow], details: &[SiteDetail], business: Option<BusinessId>) -> Vec<Task> {
    if sites.is_empty() {
        let (what, why) = (m::TASK_NO_SITE, m::TASK_NO_SITE_WHY);
        return vec![Task { what, why, place: String::new(), href: "/business/sites/new".to_owned() }];
    }
    let mut tasks = Vec::new();
    for detail in details {
        let place = || detail.site.name.clone();
        let href = |part: &str| format!("/business/sites/{}/{part}/new", detail.site.id);
        let ours = business == Some(detail.prime_id);
        if ours && detail.structure.len() <= 1 {
            tasks.push(Task {
                what: m::TASK_NO_STRUCTURE,
                why: m::TASK_NO_STRUCTURE_WHY,
                place: place(),
                href: href("structure"),
            });
        }
        // Of the whole site for the prime, of one's own people for a subcontractor.
        let uninsured = detail.roster.iter().filter(|line| ours || business == Some(line.business_id));
        let uninsured = uninsured.filter(|line| line.warnings.contains(&RosterWarning::InsuranceMissing));
        let names: Vec<&str> = uninsured.map(|line| line.name.as_str()).collect();
        if !names.is_empty() {
            tasks.push(Task {
                what: m::TASK_INSURANCE,
                why: m::TASK_INSURANCE_WHY,
                place: tw(
                    m::TASK_INSURANCE_OF,
                    &[
                        ("site", &detail.site.name),
                        ("n", &names.len()),
                        ("names", &names.join(t(msg::common::LIST_JOIN))),
                    ],
                ),
                href: format!("/business/sites/{}#roster-title", detail.site.id),
            });
        }
        if detail.roster.is_empty() {
            tasks.push(Task {
                what: m::TASK_NO_ROSTER,
                why: m::TASK_NO_ROSTER_WHY,
                place: place(),
                href: href("roster"),
            });
        }
    }
    tasks
}

/// `/business`.
#[component]
pub fn BusinessHomePage() -> impl IntoView {
    page(async {
        let call = call();
        let sites = services::site::list(&call).await?;
        let open: Vec<SiteId> = sites.iter().filter(|site| site.open).map(|site| site.id).collect();
        let mut details = Vec::new();
        for site in open.into_iter().take(SITES_LOOKED_AT_MAX) {
            details.push(services::site::detail(&call, site).await?);
        }
        let who = office::who().await?;
        let tasks = tasks(&sites, &details, call.actor.business);
        let today = date::full(lang(), call.today());
        Ok::<_, UiError>(view! {
            <OfficeLayout title=t(m::TASKS_TITLE) who nav=frame::nav("/business")>
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
    use domain::{
        history::WorkRole,
        id::{RosterId, StructureId, TechnicianId},
        level::Level,
        prefecture::PrefectureCode,
        roster::RosterLine,
        site::{Period, SiteEntry, SiteToday, WorkKind},
        structure::StructureNode,
        time::WorkDate,
        trade::TradeCode,
    };

    fn detail(prime: BusinessId, places: usize) -> SiteDetail {
        let period = Period { start: WorkDate::from_stored(20_261_101), end: WorkDate::from_stored(20_271_031) };
        let (id, prefecture) = (SiteId::from_body(7), PrefectureCode::from_stored(13));
        let place = |tier: usize| StructureNode {
            id: StructureId(format!("00000000-0000-7000-8000-00000000000{tier}").parse().unwrap()),
            business_id: BusinessId::from_body(i64::try_from(tier).unwrap()),
            name: format!("{tier}"),
            tier: i16::try_from(tier).unwrap(),
            parent: None,
            people: 0,
        };
        SiteDetail {
            site: SiteRow { id, name: "湊町".to_owned(), prefecture, period, people: 0, today_inside: 0, open: true },
            entry: SiteEntry {
                name: "湊町".to_owned(),
                name_kana: None,
                postcode: None,
                prefecture,
                address: String::new(),
                period,
                client_name: None,
                public_client: false,
                work_kind: WorkKind::Building,
                day_boundary: 0,
                ask_role: false,
            },
            prime_id: prime,
            prime: String::new(),
            structure: (0..places).map(place).collect(),
            roster: Vec::new(),
            today: SiteToday::default(),
        }
    }

    #[test]
    fn what_is_missing_is_a_task_of_those_who_can_do_it() {
        let (prime, other) = (BusinessId::from_body(1), BusinessId::from_body(2));
        let whats = |details: &[SiteDetail], business| {
            let sites: Vec<SiteRow> = details.iter().map(|detail| detail.site.clone()).collect();
            tasks(&sites, details, Some(business)).into_iter().map(|task| task.what).collect::<Vec<_>>()
        };
        assert_eq!(whats(&[], prime), [m::TASK_NO_SITE]);
        assert_eq!(whats(&[detail(prime, 1)], prime), [m::TASK_NO_STRUCTURE, m::TASK_NO_ROSTER]);
        assert_eq!(whats(&[detail(prime, 2)], prime), [m::TASK_NO_ROSTER]);
        assert_eq!(whats(&[detail(prime, 1)], other), [m::TASK_NO_ROSTER]);
    }

    #[test]
    fn people_without_insurance_are_a_task_of_their_firm_and_of_the_prime() {
        let (prime, firm, other) = (BusinessId::from_body(1), BusinessId::from_body(2), BusinessId::from_body(3));
        let line = |name: &str, warnings: Vec<RosterWarning>, until| RosterLine {
            id: RosterId("00000000-0000-7000-8000-000000000001".parse().unwrap()),
            technician_id: TechnicianId::from_body(5),
            name: name.to_owned(),
            kana: String::new(),
            level: Level::One,
            structure_id: StructureId("00000000-0000-7000-8000-000000000002".parse().unwrap()),
            business_id: firm,
            business: String::new(),
            tier: 1,
            trade: TradeCode::from_stored(10),
            role: WorkRole::Worker,
            work_content: None,
            hazardous: false,
            from: WorkDate::from_stored(20_261_101),
            until,
            warnings,
            has_photo: false,
            inside: false,
        };
        let missing = || vec![RosterWarning::InsuranceMissing];
        let mut site = detail(prime, 2);
        site.roster = vec![
            line("山本", missing(), None),
            line("大野", vec![RosterWarning::Over60], None),
            line("佐藤", missing(), Some(WorkDate::from_stored(20_261_231))),
        ];
        let tasks = |business| {
            Owner::new().with(|| tasks(std::slice::from_ref(&site.site), std::slice::from_ref(&site), Some(business)))
        };
        for business in [prime, firm] {
            let found = tasks(business);
            assert_eq!(found.iter().map(|task| task.what).collect::<Vec<_>>(), [m::TASK_INSURANCE]);
            assert!(
                found[0].place.contains("山本") && found[0].place.contains("佐藤") && !found[0].place.contains("大野")
            );
        }
        assert!(tasks(other).is_empty());
    }
}
