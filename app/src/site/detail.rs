//! `/business/sites/{id}`: a site with its tiers, people and today. Invariant: actions are shown where the domain's rules
//! of the structure would let this business do them.

use super::{list::open_tag, look, roster, structure, words};
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
    id::{BusinessId, SiteId},
    site::SiteDetail,
};
use i18n::{Msg, date, msg, word};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use msg::site as m;

/// `/business/sites/{id}`.
#[component]
pub fn SiteDetailPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    page(async move {
        let id: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let detail = services::site::detail(&call, id).await?;
        let who = office::who().await?;
        let flash = Flash::take(&format!("/business/sites/{id}")).await?;
        let limited = crate::fee::standing_banner().await?;
        Ok(detail_page(&detail, (who, limited), &flash, call.actor.business))
    })
}

fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "created" => m::CREATED,
        "structure_added" => msg::structure::ADDED,
        "roster_ended" => m::ROSTER_ENDED_NOW,
        "insurance_checked" => m::INSURANCE_CHECKED_NOW,
        _ => return None,
    })
}

fn detail_page(
    detail: &SiteDetail,
    (who, limited): (String, Option<AnyView>),
    flash: &Flash,
    business: Option<BusinessId>,
) -> impl IntoView + use<> {
    let crumbs = vec![("/business/sites".to_owned(), t(m::LIST_TITLE).to_owned())];
    let done = flash.done.as_deref().and_then(done_word).map(|word| t(word).to_owned());
    let done = done.or_else(|| crate::roster::added(flash));
    let open = detail.site.open;
    let inside = view! {
        {limited}
        {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
        {outcome(flash)}
        <p class="site-line">
            <span class="num">{tw(m::DETAIL_OF, &[("id", &detail.site.id.grouped())])}</span>
            " "
            {open_tag(open)}
        </p>
        <div class="site-top">{today(detail, business)} {facts(detail)}</div>
        {look::sections(detail, business)}
        {structure::section(detail, business)}
        {roster::section(detail, business)}
    };
    view! {
        <OfficeLayout title=detail.site.name.clone() who nav=frame::nav("/business/sites") crumbs>
            {inside}
        </OfficeLayout>
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

fn facts(detail: &SiteDetail) -> impl IntoView + use<> {
    let entry = &detail.entry;
    let client = entry.client_name.clone().unwrap_or_else(|| t(msg::common::UNKNOWN).to_owned());
    let public = t(if entry.public_client { m::PUBLIC_YES } else { m::PUBLIC_NO });
    let ask = t(if entry.ask_role { m::ASK_ROLE_YES } else { m::ASK_ROLE_NO });
    let rows = vec![
        Row::new(t(msg::common::PRIME), detail.prime.clone()),
        Row::new(t(m::DETAIL_PERIOD), date::period(lang(), entry.period.start, entry.period.end)),
        Row::new(t(m::DETAIL_ADDRESS), format!("{}{}", word::prefecture(lang(), entry.prefecture), entry.address)),
        Row::new(t(m::DETAIL_CLIENT), format!("{client} {public}")),
        Row::new(t(m::DETAIL_WORK_KIND), t(words::work_kind(entry.work_kind))),
        Row::new(t(m::DETAIL_BOUNDARY), calendar::hh_mm(entry.day_boundary)),
        Row::new(t(m::DETAIL_ASK_ROLE), ask),
    ];
    view! {
        <Card title=t(m::DETAIL_DATA)>
            <DescriptionList rows />
        </Card>
    }
}
