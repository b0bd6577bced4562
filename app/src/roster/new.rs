//! `/business/sites/{id}/roster/new`. Invariant: people already on the roster are not offered again.

use super::{AddRoster, PickForm, api::Typed};
use crate::{
    application::{choice, frame as office},
    business::{frame, person_name},
    shell::{
        ErrorSummary, Field, Flash, OfficeLayout, RadioRows, SelectField, SubmitButton, TextField, UiError, Wanted,
        call, error::NOT_FOUND, icon, lang, page, provide_problems, t, tw,
    },
    site::{walk, warnings, words},
};
use domain::{
    calendar::parse_day,
    history::WorkRole,
    id::{BusinessId, SiteId, TechnicianId},
    roster::{Candidate, OWN_TRADE},
    site::{SiteDetail, SiteRow},
    structure::{self, Place, StructureNode},
    time::WorkDate,
};
use i18n::{msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::roster as m;

/// Fields one chooses in instead of writing.
const CHOSEN: &[&str] = &["structure_id", "people", "trade", "role", "hazardous"];

/// `/business/sites/{id}/roster/new`.
#[component]
pub fn RosterNewPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    let (wanted, like) = use_query_map().with_untracked(|query| {
        let from = query.get("from");
        let day = from.as_deref().and_then(|day| parse_day(day).ok());
        // What begins is a day; where the people come from is a site.
        let like: Option<SiteId> = from.as_deref().filter(|_| day.is_none()).and_then(|site| site.parse().ok());
        ((query.get("technician").and_then(|id| id.parse().ok()), day), like)
    });
    page(async move {
        let id: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let detail = services::site::detail(&call, id).await?;
        let flash = Flash::take(&format!("/business/sites/{id}/roster/new")).await?;
        let mut typed: Typed = flash.form();
        let people = services::roster::candidates(&call, id, &typed.form.work_content).await?;
        let who = office::who().await?;
        let limited = crate::fee::standing_banner().await?;
        if typed.form == PickForm::default() {
            typed.form = proposed(&detail, call.actor.business, &call.today().to_string());
            propose(&mut typed, wanted, &people);
            if let Some(like) = like {
                let last = services::site::detail(&call, like).await?;
                typed.people = of_last_site(&last, call.actor.business);
            }
        }
        let others = last_sites(id, services::site::list(&call).await?);
        let outcome = office::outcome(&flash);
        provide_problems(flash.problems);
        let crumbs = vec![
            ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
            (format!("/business/sites/{id}"), detail.site.name.clone()),
        ];
        let places = places(&detail, call.actor.business, call.today());
        let free: Vec<Candidate> = people.into_iter().filter(|found| !is_on(&detail, found)).collect();
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/sites") crumbs>
                {limited}
                <div class="office-form">
                    <ErrorSummary labels=labels() chosen=CHOSEN />
                    {outcome}
                    <p>{tw(m::LEAD, &[("site", &detail.site.name)])}</p>
                    {others}
                    <form method="post" action=AddRoster::PATH class="form" novalidate>
                        <input type="hidden" name="site" value=id.to_string() />
                        {who_fields(&typed, places, free)} {work_fields(&typed.form)}
                        <p class="hint">{t(m::WARNINGS_HINT)}</p>
                        <div class="form-actions">
                            <SubmitButton text=t(m::ADD) icon=icon::ADD />
                        </div>
                    </form>
                </div>
            </OfficeLayout>
        })
    })
}

fn labels() -> Vec<(&'static str, String)> {
    let labels = [
        ("structure_id", m::STRUCTURE_LABEL),
        ("people", m::PEOPLE_LABEL),
        ("technician_id", m::TECHNICIAN_ID),
        ("trade", m::TRADE),
        ("role", m::ROLE),
        ("work_content", m::WORK_CONTENT),
        ("hazardous", m::HAZARDOUS),
        ("from", m::FROM),
    ];
    labels.into_iter().map(|(field, label)| (field, t(label).to_owned())).collect()
}

fn is_on(detail: &SiteDetail, found: &Candidate) -> bool {
    detail.roster.iter().any(|line| line.technician_id == found.person.technician_id && line.until.is_none())
}

/// The places this business may fill, in the order of the tree.
fn places(detail: &SiteDetail, business: Option<BusinessId>, today: WorkDate) -> choice::Choices {
    let all: Vec<Place> = detail.structure.iter().map(StructureNode::by_rule).collect();
    let may = |id| business.is_some_and(|business| structure::may_fill(&all, business, id, today));
    let choice = |node: &StructureNode| {
        let words = tw(m::STRUCTURE_CHOICE, &[("name", &node.name), ("tier", &words::tier(node.tier))]);
        (node.id.to_string(), words)
    };
    walk(&detail.structure).into_iter().filter(|node| may(node.id)).map(choice).collect()
}

/// One's own place, workers, today: what is meant nearly always.
fn proposed(detail: &SiteDetail, business: Option<BusinessId>, today: &str) -> PickForm {
    let own = detail.structure.iter().find(|node| Some(node.business_id) == business);
    PickForm {
        structure_id: own.map(|node| node.id.to_string()).unwrap_or_default(),
        trade: OWN_TRADE.to_owned(),
        role: WorkRole::Worker.code().to_owned(),
        hazardous: "no".to_owned(),
        from: today.to_owned(),
        ..PickForm::default()
    }
}

/// The most of one's sites that people can be taken from.
const LAST_SITES_MAX: usize = 5;

/// Links that tick those who are on the roster of another of one's sites, newest first.
fn last_sites(site: SiteId, sites: Vec<SiteRow>) -> Option<impl IntoView> {
    let link = |other: SiteRow| {
        let href = format!("/business/sites/{site}/roster/new?from={}", other.id);
        view! {
            <li>
                <a href=href>{tw(m::LIKE_OF, &[("site", &other.name), ("id", &other.id.grouped())])}</a>
            </li>
        }
    };
    let others: Vec<_> = sites.into_iter().filter(|other| other.id != site).take(LAST_SITES_MAX).map(link).collect();
    (!others.is_empty()).then(|| {
        view! {
            <details class="roster-like">
                <summary>{t(m::LIKE)}</summary>
                <ul>{others}</ul>
            </details>
        }
    })
}

/// Who works for `business` at another of its sites.
fn of_last_site(last: &SiteDetail, business: Option<BusinessId>) -> Vec<String> {
    let ours = last.roster.iter().filter(|line| Some(line.business_id) == business);
    ours.map(|line| line.technician_id.to_string()).collect()
}

/// A link to this page may name the person and the first day.
fn propose(typed: &mut Typed, (who, from): (Option<TechnicianId>, Option<WorkDate>), own: &[Candidate]) {
    if let Some(from) = from {
        typed.form.from = from.to_string();
    }
    match who {
        Some(who) if own.iter().any(|found| found.person.technician_id == who) => typed.people = vec![who.to_string()],
        Some(who) => typed.form.technician_id = who.to_string(),
        None => {}
    }
}

fn who_fields(typed: &Typed, places: choice::Choices, people: Vec<Candidate>) -> impl IntoView + use<> {
    let (structure, technician) = (typed.form.structure_id.clone(), typed.form.technician_id.clone());
    let picked = typed.people.clone();
    let list = if people.is_empty() {
        view! { <p id="people">{t(m::PEOPLE_NONE)}</p> }.into_any()
    } else {
        people_table(people, &picked).into_any()
    };
    view! {
        <SelectField name="structure_id" label=t(m::STRUCTURE) value=structure options=places />
        <Field name="people" label=t(m::PEOPLE) hint=t(m::PEOPLE_HINT) wanted=Some(Wanted::ThisOrAnother) choice=true>
            {list}
        </Field>
        <TextField
            name="technician_id"
            label=t(m::TECHNICIAN_ID)
            hint=t(m::TECHNICIAN_ID_HINT)
            value=technician
            inputmode="numeric"
            width="medium"
            wanted=Some(Wanted::ThisOrAnother)
            required=false
        />
    }
}

fn people_table(people: Vec<Candidate>, picked: &[String]) -> impl IntoView + use<> {
    let row = |(at, Candidate { person, warnings: found }): (usize, Candidate)| {
        let id = person.technician_id.to_string();
        let is_picked = picked.contains(&id);
        // The first box carries the field's own id, so that the list of problems leads there.
        let box_id = if at == 0 { "people".to_owned() } else { format!("people-{at}") };
        view! {
            <tr>
                <td class="pick-cell">
                    <input
                        type="checkbox"
                        class="pick"
                        id=box_id
                        name=format!("people[{at}]")
                        value=id
                        checked=is_picked
                        aria-label=tw(m::PICK_OF, &[("name", &person.name)])
                    />
                </td>
                <th scope="row">{person_name(&person.name, &person.kana)}</th>
                <td class="num" data-label=t(m::COL_ID)>{person.technician_id.grouped()}</td>
                <td data-label=t(m::COL_TRADE)>{word::trade(lang(), person.trade)}</td>
                <td data-label=t(msg::site::ROSTER_STATE)>{warnings(&found)}</td>
            </tr>
        }
    };
    let rows = people.into_iter().enumerate().map(row).collect_view();
    let heads = [m::PICK, m::COL_NAME, m::COL_ID, m::COL_TRADE, msg::site::ROSTER_STATE]
        .map(|head| view! { <th scope="col">{t(head)}</th> });
    view! {
        <div class="table-box pick-list" tabindex="0" role="region" aria-label=t(m::PEOPLE_CAPTION)>
            <table class="table">
                <caption class="visually-hidden">{t(m::PEOPLE_CAPTION)}</caption>
                <thead>
                    <tr>{heads.into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn work_fields(form: &PickForm) -> impl IntoView + use<> {
    let form = form.clone();
    let mut trades = vec![(OWN_TRADE.to_owned(), t(m::TRADE_OWN).to_owned())];
    trades.extend(choice::trades());
    let roles = choice::of(WorkRole::ALL.map(|role| (role.code(), word::work_role(role))));
    let yes_no = choice::of([("yes", m::HAZARDOUS_YES), ("no", m::HAZARDOUS_NO)]);
    view! {
        <SelectField name="trade" label=t(m::TRADE) hint=t(m::TRADE_HINT) value=form.trade options=trades />
        <RadioRows name="role" legend=t(m::ROLE) value=form.role options=roles />
        <TextField
            name="work_content"
            label=t(m::WORK_CONTENT)
            hint=t(m::WORK_CONTENT_HINT)
            value=form.work_content
            required=false
        />
        <RadioRows name="hazardous" legend=t(m::HAZARDOUS) value=form.hazardous options=yes_no required=false />
        <TextField name="from" label=t(m::FROM) value=form.from kind="date" width="medium" />
    }
}
