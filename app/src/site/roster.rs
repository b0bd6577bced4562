//! 作業員名簿 on a site's page. Invariant: a warning is a word with its colour and stops nothing.

use super::words;
use crate::{
    business::person_name,
    roster::{CheckInsurance, EndRoster},
    shell::{ButtonKind, EmptyState, LinkButton, Table, Tag, Tone, icon, lang, t, tw},
};
use domain::{
    id::BusinessId,
    roster::{RosterLine, RosterWarning},
    site::SiteDetail,
};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::site as m;

/// The section.
pub(super) fn section(detail: &SiteDetail, business: Option<BusinessId>) -> impl IntoView + use<> {
    let site = detail.site.id;
    let may_add = detail.site.open && business.is_some();
    let add = || {
        view! {
            <LinkButton
                href=format!("/business/sites/{site}/roster/new")
                text=t(m::ROSTER_ADD)
                kind=ButtonKind::Outline
                icon=icon::ADD
            />
        }
    };
    let inside = if detail.roster.is_empty() {
        view! { <EmptyState title=t(m::ROSTER_NONE_TITLE) text=t(m::ROSTER_NONE) /> }.into_any()
    } else {
        table(detail, business).into_any()
    };
    view! {
        <section class="site-section" aria-labelledby="roster-title">
            <div class="section-head">
                <h2 id="roster-title">{t(m::ROSTER_TITLE)}</h2>
                {may_add.then(add)}
            </div>
            {inside}
        </section>
    }
}

fn table(detail: &SiteDetail, business: Option<BusinessId>) -> impl IntoView + use<> {
    let heads = [
        m::ROSTER_NAME,
        m::ROSTER_ID,
        m::ROSTER_BUSINESS,
        m::ROSTER_TRADE,
        m::ROSTER_ROLE,
        m::ROSTER_WORK,
        m::ROSTER_FROM,
        m::ROSTER_STATE,
        m::STRUCTURE_ACTION,
    ];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let rows = detail.roster.iter().map(|line| row(detail, line, business)).collect_view();
    let caption = tw(m::ROSTER_CAPTION, &[("count", &detail.roster.len())]);
    let missing = |line: &RosterLine| line.warnings.contains(&RosterWarning::InsuranceMissing);
    let insurance = detail
        .roster
        .iter()
        .any(missing)
        .then(|| view! { <p class="hint" id="insurance-why">{t(m::INSURANCE_WHY)}</p> });
    view! {
        {insurance}
        <Table caption heads>{rows}</Table>
        <p class="hint" id="roster-end-why">
            {t(m::ROSTER_END_WHY)}
        </p>
    }
}

fn row(detail: &SiteDetail, line: &RosterLine, business: Option<BusinessId>) -> impl IntoView + use<> {
    let ours = business.is_some_and(|business| business == detail.prime_id || business == line.business_id);
    let end = (ours && detail.site.open && line.until.is_none()).then(|| end_form(detail, line));
    let missing = line.warnings.contains(&RosterWarning::InsuranceMissing);
    let check = (ours && missing && line.until.is_none()).then(|| check_form(detail, line));
    let hazard = line.hazardous.then(|| view! { <Tag tone=Tone::Warn text=t(m::ROSTER_HAZARD) /> });
    let from = match line.until {
        Some(until) => tw(m::ROSTER_ENDED, &[("date", &date::iso(until))]),
        None => date::iso(line.from),
    };
    view! {
        <tr>
            <th scope="row">{person_name(&line.name, &line.kana)}</th>
            <td class="num" data-label=t(m::ROSTER_ID)>{line.technician_id.grouped()}</td>
            <td data-label=t(m::ROSTER_BUSINESS)>{words::tier(line.tier)} " " {line.business.clone()}</td>
            <td data-label=t(m::ROSTER_TRADE)>{word::trade(lang(), line.trade)}</td>
            <td data-label=t(m::ROSTER_ROLE)>{t(word::work_role(line.role))}</td>
            <td data-label=t(m::ROSTER_WORK)>{line.work_content.clone()} " " {hazard}</td>
            <td class="num" data-label=t(m::ROSTER_FROM)>{from}</td>
            <td data-label=t(m::ROSTER_STATE)>{state(line)} " " {check}</td>
            <td>{end}</td>
        </tr>
    }
}

fn state(line: &RosterLine) -> impl IntoView + use<> {
    let inside = line.inside.then(|| view! { <Tag tone=Tone::Ok icon=icon::LOGIN text=t(m::INSIDE_TAG) /> });
    let checked = line.insurance_checked.map(|at| {
        let words = tw(m::INSURANCE_CHECKED, &[("date", &date::iso(at.date()))]);
        view! { <Tag tone=Tone::Plain text=words /> }
    });
    let nothing = line.warnings.is_empty() && !line.inside && checked.is_none();
    let warnings = line
        .warnings
        .iter()
        .map(|warning| view! { <Tag tone=Tone::Warn icon=icon::WARNING_FILL text=t(words::warning(*warning)) /> })
        .collect_view();
    view! {
        {inside}
        {warnings}
        {checked}
        {nothing.then(|| t(m::ROSTER_OK))}
    }
}

fn end_form(detail: &SiteDetail, line: &RosterLine) -> impl IntoView + use<> {
    let about = tw(m::ROSTER_END_OF, &[("name", &line.name)]);
    view! {
        <form method="post" action=EndRoster::PATH class="row-form">
            <input type="hidden" name="site" value=detail.site.id.to_string() />
            <input type="hidden" name="roster" value=line.id.to_string() />
            <label class="row-confirm">
                <input type="checkbox" name="confirm" value="yes" required />
                {tw(m::ROSTER_END_CONFIRM, &[("name", &line.name)])}
            </label>
            <button type="submit" class="button text small" aria-label=about aria-describedby="roster-end-why">
                {t(m::ROSTER_END)}
            </button>
        </form>
    }
}

fn check_form(detail: &SiteDetail, line: &RosterLine) -> impl IntoView + use<> {
    let about = tw(m::INSURANCE_CHECK_OF, &[("name", &line.name)]);
    view! {
        <form method="post" action=CheckInsurance::PATH class="row-form">
            <input type="hidden" name="site" value=detail.site.id.to_string() />
            <input type="hidden" name="roster" value=line.id.to_string() />
            <button type="submit" class="button outline small" aria-label=about aria-describedby="insurance-why">
                {t(m::INSURANCE_CHECK)}
            </button>
        </form>
    }
}
