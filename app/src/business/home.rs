//! `/business`: what waits to be done, and who is on site. Invariant: every task is read from the register at the moment
//! of looking; none is stored, so none can stay behind.

use super::{frame, registration};
use crate::{
    application::frame as office,
    shell::{
        Banner, ButtonKind, EmptyState, Flash, LinkButton, OfficeLayout, Table, Tone, UiError, call, icon, lang, page,
        t, tw,
    },
    site::{HALF_DAYS, UNLISTED},
    structure,
};
use domain::{
    business::ConsentAwaited,
    id::SiteId,
    site::{SiteRow, SiteTask, SiteTasks},
    time::{WorkDate, YearMonth},
};
use i18n::{Msg, date, msg, number, word};
use leptos::prelude::*;
use services::site::WaitingNow;

use msg::business as m;

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Task {
    what: String,
    why: String,
    place: String,
    href: String,
}

fn tasks(sites: &[SiteRow], to_do: Vec<SiteTasks>, today: WorkDate) -> Vec<Task> {
    if sites.is_empty() {
        let (what, why) = (t(m::TASK_NO_SITE), t(m::TASK_NO_SITE_WHY));
        let (what, why) = (what.to_owned(), why.to_owned());
        return vec![Task { what, why, place: String::new(), href: "/business/sites/new".to_owned() }];
    }
    to_do.into_iter().flat_map(|site| of_site(site, today)).collect()
}

fn of_site(site: SiteTasks, today: WorkDate) -> impl Iterator<Item = Task> {
    site.tasks.into_iter().map(move |task| in_words((site.id, site.name.as_str()), task, today))
}

/// What waits for the business's word at its sites.
fn waits(of: WaitingNow, today: WorkDate) -> Vec<Task> {
    let claims = of.claims.map(|(many, until)| claims(String::new(), many, until));
    claims.into_iter().chain(of.sites.into_iter().flat_map(|site| of_site(site, today))).collect()
}

/// Claims that wait for an answer; the first is due on `until`.
fn claims(site: String, many: i64, until: WorkDate) -> Task {
    let why = tw(m::TASK_CLAIMS_WHY, &[("until", &date::full(lang(), until))]);
    let what = tw(m::TASK_CLAIMS, &[("n", &number::grouped(many))]);
    Task { what, why, place: site, href: "/business/claims".to_owned() }
}

/// What waits at a site, as a list of links; nothing where nothing waits.
pub(crate) fn waiting_list(
    site: (SiteId, &str),
    tasks: Vec<SiteTask>,
    today: WorkDate,
) -> Option<impl IntoView + use<>> {
    if tasks.is_empty() {
        return None;
    }
    let line = |task: SiteTask| {
        let Task { what, why, href, .. } = in_words(site, task, today);
        view! {
            <li>
                <a href=href>{what}</a>
                <span class="hint">{why}</span>
            </li>
        }
    };
    let lines = tasks.into_iter().map(line).collect_view();
    Some(view! {
        <section class="site-section" aria-labelledby="waiting-title">
            <h2 id="waiting-title">{t(m::TASKS_TITLE)}</h2>
            <ul class="task-lines">{lines}</ul>
        </section>
    })
}

/// What another files for the business waits for its word, whatever its sites are.
fn consent(of: &ConsentAwaited) -> Task {
    let kind = t(word::filing_kind(of.kind, of.anew));
    let place = tw(m::TASK_CONSENT_OF, &[("kind", &kind), ("filer", &of.filer), ("number", &of.number)]);
    let (what, why) = (t(m::TASK_CONSENT).to_owned(), t(m::TASK_CONSENT_WHY).to_owned());
    Task { what, why, place, href: registration::PAGE.to_owned() }
}

fn in_words((id, site): (SiteId, &str), task: SiteTask, today: WorkDate) -> Task {
    let new = |part: &str| format!("/business/sites/{id}/{part}/new");
    let at = |part: &str| format!("/business/sites/{id}#{part}");
    let room = |part: &str| format!("/business/sites/{id}/{part}");
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
        SiteTask::Answer => {
            (m::TASK_ANSWER, m::TASK_ANSWER_WHY, site.to_owned(), format!("/business#{}", structure::INVITED))
        }
        SiteTask::Approve(month, records) => return approve((id, site), (month, records), today),
        SiteTask::Claims(many, until) => return claims(site.to_owned(), many, until),
        SiteTask::Confirm(many) => {
            return counted((m::TASK_CONFIRM, m::TASK_CONFIRM_WHY), site, many, room("structure"));
        }
        SiteTask::GatesMissing(many) => {
            return counted((m::TASK_GATES_MISSING, m::TASK_GATES_MISSING_WHY), site, many, room("gates"));
        }
        SiteTask::GatesQuiet(many) => {
            return counted((m::TASK_GATES_QUIET, m::TASK_GATES_QUIET_WHY), site, many, room("gates"));
        }
    };
    Task { what: t(what).to_owned(), why: t(why).to_owned(), place, href }
}

/// Records of a month that wait for approval, where they are approved. Of this month they are counted with days that are not over,
/// of which the table says which can be approved.
fn approve((id, site): (SiteId, &str), (month, records): (YearMonth, i64), today: WorkDate) -> Task {
    let of = date::month(lang(), month);
    let what = tw(m::TASK_APPROVE, &[("month", &of), ("n", &number::grouped(records))]);
    let href = format!("/business/sites/{id}/history?month={}", month.number());
    let why = if month == today.month() { m::TASK_APPROVE_NOW_WHY } else { m::TASK_APPROVE_WHY };
    Task { what, why: t(why).to_owned(), place: site.to_owned(), href }
}

/// What is said with how many there are.
fn counted((what, why): (Msg, Msg), site: &str, many: u32, href: String) -> Task {
    let what = tw(what, &[("n", &number::grouped(many.into()))]);
    Task { what, why: t(why).to_owned(), place: site.to_owned(), href }
}

/// `/business`.
#[component]
pub fn BusinessHomePage() -> impl IntoView {
    page(async {
        let call = call();
        let (sites, to_do) = services::site::to_do(&call).await?;
        let waiting = services::site::waiting(&call).await?;
        let who = office::who().await?;
        let limited = super::limits().await?;
        let consents = services::business::consents_awaited(&call).await?;
        let invited = services::structure::invitations(&call).await?;
        let flash = Flash::take("/business").await?;
        let done = flash.done.as_deref().and_then(structure::done_word);
        let today = call.today();
        let tasks: Vec<Task> =
            consents.iter().map(consent).chain(waits(waiting, today)).chain(tasks(&sites, to_do, today)).collect();
        let today = date::full(lang(), today);
        Ok::<_, UiError>(view! {
            <OfficeLayout title=t(m::TASKS_TITLE) who nav=frame::nav("/business")>
                {limited}
                {done.map(|word| view! { <Banner tone=Tone::Ok>{t(word)}</Banner> })}
                {office::outcome(&Flash { done: None, ..flash })}
                {structure::invitations(invited)}
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
                    <a href=task.href>{task.what}</a>
                </th>
                <td data-label=t(m::TASKS_WHERE)>{task.place}</td>
                <td data-label=t(m::TASKS_WHY)>{task.why}</td>
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
    use domain::application::ApplicationKind;

    #[test]
    fn what_waits_leads_to_where_it_waits() {
        Owner::new().with(|| {
            let id = SiteId::from_body(7);
            let until = WorkDate::from_stored(20_261_125);
            let sites = vec![SiteTasks {
                id,
                name: "湊町".to_owned(),
                tasks: vec![
                    SiteTask::Answer,
                    SiteTask::Confirm(2),
                    SiteTask::Approve(YearMonth::from_stored(202_610), 1_234),
                    SiteTask::Approve(YearMonth::from_stored(202_611), 2),
                    SiteTask::GatesMissing(1),
                    SiteTask::GatesQuiet(3),
                ],
            }];
            let today = WorkDate::from_stored(20_261_120);
            let told = waits(WaitingNow { claims: Some((5, until)), sites }, today);
            let links: Vec<&str> = told.iter().map(|task| task.href.as_str()).collect();
            let [structure, history, now, gates] =
                ["structure", "history?month=202610", "history?month=202611", "gates"]
                    .map(|part| format!("/business/sites/{id}/{part}"));
            assert_eq!(
                links,
                ["/business/claims", "/business#invited-title", &*structure, &*history, &*now, &*gates, &*gates]
            );
            assert!(told[0].what.contains('5') && told[0].why.contains("25"), "{told:?}");
            assert!(told[3].what.contains("1,234") && told[3].place == "湊町", "{told:?}");
            assert!(told[2].what.contains('2') && told[5].what != told[6].what, "{told:?}");
            let why = [m::TASK_APPROVE_WHY, m::TASK_APPROVE_NOW_WHY].map(t);
            assert_eq!([&told[3], &told[4]].map(|task| task.why.as_str()), why, "of this month the table decides");
            assert!(waiting_list((id, "湊町"), Vec::new(), today).is_none());
        });
    }

    #[test]
    fn each_task_is_said_with_its_place_and_leads_there() {
        Owner::new().with(|| {
            let id = SiteId::from_body(7);
            let today = WorkDate::from_stored(20_261_120);
            let of = |task| in_words((id, "湊町"), task, today);
            assert_eq!(of(SiteTask::Structure).href, format!("/business/sites/{id}/structure/new"));
            assert_eq!(of(SiteTask::Roster).href, format!("/business/sites/{id}/roster/new"));
            let insurance = of(SiteTask::Insurance(vec!["山本 健太".to_owned(), "大野 葵".to_owned()]));
            assert!(["湊町", "山本 健太", "大野 葵", "2"].iter().all(|part| insurance.place.contains(part)));
            let unlisted = of(SiteTask::Unlisted(vec!["佐々木 蓮".to_owned()]));
            assert_eq!(unlisted.href, format!("/business/sites/{id}#{UNLISTED}"));
            assert!(["湊町", "佐々木 蓮", "1"].iter().all(|part| unlisted.place.contains(part)));
            let days = of(SiteTask::HalfDays(3));
            assert_eq!((days.place.as_str(), days.href), ("湊町：3日", format!("/business/sites/{id}#{HALF_DAYS}")));
            let awaited = ConsentAwaited {
                number: "2026-1120-00007".to_owned(),
                kind: ApplicationKind::BusinessRenewal,
                anew: true,
                filer: "見本行政書士事務所".to_owned(),
            };
            let asked = consent(&awaited);
            let named = [awaited.number.as_str(), &awaited.filer, t(msg::application::KIND_BUSINESS_ANEW)];
            assert!(named.iter().all(|part| asked.place.contains(part)), "{}", asked.place);
            assert_eq!(asked.href, registration::PAGE);
            let none: Vec<String> = tasks(&[], Vec::new(), today).into_iter().map(|task| task.what).collect();
            assert_eq!(none, [t(m::TASK_NO_SITE)]);
        });
    }
}
