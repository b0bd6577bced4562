//! `/business/sites/{id}`: a site with its tiers, people and today. Invariant: actions are shown where the domain's rules
//! of the structure would let this business do them.

use super::{list::open_tag, look, roster, sections, structure, words};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, Flash, LinkButton, OfficeLayout, Row, Tone, UiError, call,
        error::NOT_FOUND, icon, lang, page, t, tw,
    },
};
use domain::{
    calendar,
    gate::GateRow,
    id::{BusinessId, SiteId},
    site::{SiteDetail, SiteEntry, degrees},
};
use i18n::{Msg, date, msg, number, word};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::site as m;

/// `/business/sites/{id}`.
#[component]
pub fn SiteDetailPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    let warned = use_query_map().with_untracked(|query| query.get(roster::WARNED).as_deref() == Some("yes"));
    page(async move {
        let id: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let detail = services::site::detail(&call, id).await?;
        let who = office::who().await?;
        let flash = Flash::take(&format!("/business/sites/{id}")).await?;
        let limited = crate::fee::standing_banner().await?;
        let gates = services::touch::gates_of(&call, id).await?.gates;
        let lost = gates.iter().any(GateRow::warns).then(|| lost(id));
        let waits = services::site::waiting_at(&call, id).await?;
        let waits = crate::business::waiting_list((id, detail.site.name.as_str()), waits, call.today());
        let above = view! { {limited} {lost} {waits} }.into_any();
        Ok(detail_page(&detail, (who, above), &flash, (call.actor.business, warned)))
    })
}

fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "created" => m::CREATED,
        "edited" => m::EDITED,
        "closed" => m::CLOSED_NOW,
        "reopened" => m::REOPENED_NOW,
        "structure_added" => msg::structure::ADDED,
        "roster_ended" => m::ROSTER_ENDED_NOW,
        "line_days_set" => m::LINE_DAYS_SET_NOW,
        "insurance_checked" => m::INSURANCE_CHECKED_NOW,
        _ => return None,
    })
}

fn detail_page(
    detail: &SiteDetail,
    (who, above): (String, AnyView),
    flash: &Flash,
    (business, warned): (Option<BusinessId>, bool),
) -> impl IntoView + use<> {
    let crumbs = vec![("/business/sites".to_owned(), t(m::LIST_TITLE).to_owned())];
    let done = flash.done.as_deref().and_then(done_word).map(|word| t(word).to_owned());
    let done = done.or_else(|| crate::roster::added(flash));
    let open = detail.site.open;
    let inside = view! {
        {above}
        {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
        {outcome(flash)}
        <p class="site-line">
            <span class="num">{tw(m::DETAIL_OF, &[("id", &detail.site.id.grouped())])}</span>
            " "
            {open_tag(open)}
        </p>
        {closing(detail)}
        {acts(detail)}
        {rooms(detail, business)}
        <div class="site-top">{today(detail, business)} {facts(detail)}</div>
        {section_list(detail)}
        {look::sections(detail, business)}
        {structure::section(detail, business)}
        {roster::section(detail, business, warned)}
    };
    view! {
        <OfficeLayout title=detail.site.name.clone() who nav=frame::nav("/business/sites") crumbs>
            {inside}
        </OfficeLayout>
    }
}

/// Numbers of a gate are missing: records may be lost.
fn lost(site: SiteId) -> impl IntoView + use<> {
    view! {
        <Banner tone=Tone::Warn>
            {t(msg::gates::ALARM)} " " <a href=format!("/business/sites/{site}/gates")>{t(msg::gates::ALARM_LINK)}</a>
        </Banner>
    }
}

/// Why it was not done.
fn outcome(flash: &Flash) -> AnyView {
    let unconfirmed = flash.error.as_ref().is_some_and(|error| error.code == crate::roster::NOT_CONFIRMED);
    if unconfirmed {
        return view! { <Banner tone=Tone::Err>{t(m::ROSTER_END_UNCONFIRMED)}</Banner> }.into_any();
    }
    office::outcome(&Flash { done: None, ..flash.clone() }).into_any()
}

fn today(detail: &SiteDetail, business: Option<BusinessId>) -> impl IntoView + use<> {
    let (inside, records) = (detail.today.inside, detail.today.records);
    let open = detail.site.open;
    let branch = (business != Some(detail.prime_id)).then(|| view! { <p class="hint">{t(m::OWN_BRANCH)}</p> });
    view! {
        <Card title=t(m::DETAIL_TODAY)>
            <dl class="site-figures">
                <div>
                    <dt>{t(m::DETAIL_INSIDE)}</dt>
                    <dd class="figure">{tw(m::PEOPLE_UNIT, &[("count", &inside)])}</dd>
                </div>
                <div>
                    <dt>{t(m::DETAIL_RECORDS)}</dt>
                    <dd class="figure">{tw(m::RECORDS_UNIT, &[("count", &records)])}</dd>
                </div>
            </dl>
            {branch.filter(|_| business.is_some())}
            {open
                .then(|| {
                    view! {
                        <LinkButton
                            href="/gate/"
                            text=t(m::DETAIL_OPEN_GATE)
                            kind=ButtonKind::Outline
                            icon=icon::CONTACTLESS
                        />
                        <p class="hint">{t(m::DETAIL_GATE_HINT)}</p>
                    }
                })}
        </Card>
    }
}

/// The pages of a site's work: history, days entered by hand, weeks, gates, and how else touches come.
fn rooms(detail: &SiteDetail, business: Option<BusinessId>) -> impl IntoView + use<> {
    let site = detail.site.id;
    let of_prime = (business == Some(detail.prime_id)).then(|| (crate::poster::link(site), crate::reading::link(site)));
    view! {
        <nav class="site-acts" aria-label=t(m::ROOMS)>
        <LinkButton
            href=format!("/business/sites/{site}/history")
            text=t(msg::sheet::LINK)
            kind=ButtonKind::Outline
            icon=icon::FACT_CHECK
        />
        {business
            .map(|_| {
                view! {
                    <LinkButton
                        href=crate::history::new_of(site)
                        text=t(msg::entry::LINK)
                        kind=ButtonKind::Outline
                        icon=icon::EDIT
                    />
                    <LinkButton
                        href=crate::history::files_of(site)
                        text=t(msg::history_file::LINK)
                        kind=ButtonKind::Outline
                        icon=icon::EDIT
                    />
                }
            })}
        <LinkButton
            href=crate::history::week_off_page(site)
            text=t(msg::own_days::WEEK_LINK)
            kind=ButtonKind::Outline
            icon=icon::CALENDAR
        />
        <LinkButton
            href=crate::statistics::of_site(site)
            text=t(msg::statistics::SITE_LINK)
            kind=ButtonKind::Outline
            icon=icon::CALENDAR
        />
        <LinkButton
            href=format!("/business/sites/{site}/gates")
            text=t(msg::gates::TITLE)
            kind=ButtonKind::Outline
            icon=icon::CONTACTLESS
        />
        {of_prime}
        </nav>
    }
}

/// With which day it was closed, and why where one may know.
fn closing(detail: &SiteDetail) -> Option<impl IntoView + use<>> {
    detail.closing.as_ref().map(|closing| {
        let day = date::day_only(lang(), closing.last_day);
        let words = match &closing.reason {
            Some(reason) => tw(m::CLOSED_WITH_REASON, &[("date", &day), ("reason", reason)]),
            None => tw(m::CLOSED_WITH, &[("date", &day)]),
        };
        view! { <Banner tone=Tone::Info>{words}</Banner> }
    })
}

/// What the prime may do with the site itself.
fn acts(detail: &SiteDetail) -> Option<impl IntoView + use<>> {
    let (site, umbrella) = (detail.site.id, detail.entry.umbrella);
    let close = if detail.closing.is_some() { m::REOPEN_TITLE } else { m::CLOSE_TITLE };
    let link = move |href: String, words: Msg| {
        view! { <LinkButton href text=t(words) kind=ButtonKind::Outline /> }
    };
    detail.may_edit.then(|| {
        let sections = umbrella.then(|| link(format!("/business/sites/{site}/sections"), m::SECTIONS_TITLE));
        view! {
            <p class="site-acts">
                {link(format!("/business/sites/{site}/edit"), m::EDIT_TITLE)}
                " "
                {sections}
                " "
                {link(format!("/business/sites/new?from={site}"), m::COPY_LINK)}
                " "
                {link(format!("/business/sites/{site}/close"), close)}
            </p>
        }
    })
}

/// 工区, of an umbrella site.
fn section_list(detail: &SiteDetail) -> Option<impl IntoView + use<>> {
    let shown = detail.entry.umbrella || !detail.sections.is_empty();
    let (site, all) = (detail.site.id, &detail.sections);
    shown.then(|| {
        view! {
            <section class="site-section" aria-labelledby="sections-title">
                <h2 id="sections-title">{t(m::SECTIONS_TITLE)}</h2>
                {sections::table(site, all, false)}
            </section>
        }
    })
}

fn facts(detail: &SiteDetail) -> impl IntoView + use<> {
    let entry = &detail.entry;
    let client = entry.client_name.clone().unwrap_or_else(|| t(msg::common::UNKNOWN).to_owned());
    let public = t(if entry.public_client { m::PUBLIC_YES } else { m::PUBLIC_NO });
    let ask = t(if entry.ask_role { m::ASK_ROLE_YES } else { m::ASK_ROLE_NO });
    let days_off = t(if entry.days_off { m::DAYS_OFF_YES } else { m::DAYS_OFF_NO });
    let mut rows = vec![
        Row::new(t(msg::common::PRIME), detail.prime.clone()),
        Row::new(t(m::DETAIL_PERIOD), date::period(lang(), entry.period.start, entry.period.end)),
        Row::new(t(m::DETAIL_ADDRESS), format!("{}{}", word::prefecture(lang(), entry.prefecture), entry.address)),
        Row::new(t(m::DETAIL_CLIENT), format!("{client} {public}")),
        Row::new(t(m::DETAIL_WORK_KIND), t(words::work_kind(entry.work_kind))),
        Row::new(t(m::DAYS_OFF), days_off),
        Row::new(t(m::DETAIL_BOUNDARY), calendar::hh_mm(entry.day_boundary)),
        Row::new(t(m::DETAIL_ASK_ROLE), ask),
        Row::new(t(m::ASSURANCE_MIN), t(words::assurance(entry.assurance_min))),
    ];
    rows.extend(further_facts(entry));
    view! {
        <Card title=t(m::DETAIL_DATA)>
            <DescriptionList rows />
        </Card>
    }
}

/// What not every site has.
fn further_facts(entry: &SiteEntry) -> Vec<Row> {
    let position = entry.position.map(|at| {
        let (north, east) = (degrees(at.latitude_e6), degrees(at.longitude_e6));
        (m::POSITION, tw(m::POSITION_OF, &[("north", &north), ("east", &east)]))
    });
    let hours = entry.gate_hours.map(|hours| {
        let (opens, closes) = (calendar::hh_mm(hours.opens), calendar::hh_mm(hours.closes));
        (m::GATE_HOURS, tw(m::GATE_HOURS_OF, &[("opens", &opens), ("closes", &closes)]))
    });
    let rows = [
        position,
        entry.umbrella.then(|| (m::UMBRELLA, t(m::UMBRELLA_YES).to_owned())),
        entry.contract_kind.map(|kind| (m::CONTRACT_KIND, t(words::contract_kind(kind)).to_owned())),
        entry.contract_yen.map(|yen| (m::CONTRACT_YEN, number::yen(lang(), yen))),
        entry.model_project.map(|kind| (m::MODEL_PROJECT, t(words::model_project(kind)).to_owned())),
        hours,
    ];
    rows.into_iter().flatten().map(|(label, words)| Row::new(t(label), words)).collect()
}
