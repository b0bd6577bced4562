//! 作業員名簿 on a site's page. Invariant: a warning is a word with its colour and stops nothing.

use super::words;
use crate::{
    business::person_name,
    roster::{CheckInsurance, EndRoster},
    shell::{ButtonKind, EmptyState, LinkButton, Table, Tag, Tone, call, icon, lang, t, tw},
};
use domain::{
    id::BusinessId,
    roster::{RosterLine, RosterWarning},
    site::SiteDetail,
};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::site as m;

/// In the query of the page's address: only people with a warning are shown.
pub(super) const WARNED: &str = "warned";

/// The section. `warned`: only people with a warning.
pub(super) fn section(detail: &SiteDetail, business: Option<BusinessId>, warned: bool) -> impl IntoView + use<> {
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
        table(detail, business, warned).into_any()
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

fn table(detail: &SiteDetail, business: Option<BusinessId>, warned: bool) -> impl IntoView + use<> {
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
    let shown: Vec<&RosterLine> = detail.roster.iter().filter(|line| !warned || !line.warnings.is_empty()).collect();
    let caption = tw(m::ROSTER_CAPTION, &[("count", &shown.len())]);
    let rows = shown.into_iter().map(|line| row(detail, line, business)).collect_view();
    let missing = |line: &RosterLine| line.warnings.contains(&RosterWarning::InsuranceMissing);
    let insurance = detail
        .roster
        .iter()
        .any(missing)
        .then(|| view! { <p class="hint" id="insurance-why">{t(m::INSURANCE_WHY)}</p> });
    view! {
        {filter(detail, warned)}
        {insurance}
        <Table caption heads>{rows}</Table>
        <p class="hint" id="roster-end-why">
            {t(m::ROSTER_END_WHY)}
        </p>
    }
}

/// The way to those with a warning only, and back to all.
fn filter(detail: &SiteDetail, warned: bool) -> Option<impl IntoView + use<>> {
    let count = detail.roster.iter().filter(|line| !line.warnings.is_empty()).count();
    let page = format!("/business/sites/{}", detail.site.id);
    let (href, words) = if warned {
        (format!("{page}#roster-title"), t(msg::roster::WARNED_ALL).to_owned())
    } else {
        (format!("{page}?{WARNED}=yes#roster-title"), tw(msg::roster::WARNED_ONLY, &[("count", &count)]))
    };
    (warned || count > 0).then(|| {
        view! {
            <p>
                <a href=href>{words}</a>
            </p>
        }
    })
}

fn row(detail: &SiteDetail, line: &RosterLine, business: Option<BusinessId>) -> impl IntoView + use<> {
    let ours = business.is_some_and(|business| business == detail.prime_id || business == line.business_id);
    // One that ends with a period can be ended before.
    let lasts = line.until.is_none_or(|until| until > call().today());
    let end = (ours && detail.site.open && lasts).then(|| end_form(detail, line));
    let missing = line.warnings.contains(&RosterWarning::InsuranceMissing);
    let check = (ours && missing && lasts).then(|| check_form(detail, line));
    let enter = ours.then(|| {
        let about = tw(msg::entry::ENTER_OF, &[("name", &line.name)]);
        let href = format!("{}?technician={}", crate::history::new_of(detail.site.id), line.technician_id);
        view! { <a class="button outline small" href=href aria-label=about>{t(msg::entry::LINK)}</a> }
    });
    let days = (ours && detail.site.open).then(|| {
        let about = tw(m::LINE_DAYS_TITLE, &[("name", &line.name)]);
        let href = format!("/business/sites/{}/line/{}", detail.site.id, line.id);
        view! { <a class="button outline small" href=href aria-label=about>{t(m::LINE_DAYS)}</a> }
    });
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
            <td>{enter} " " {days} " " {end}</td>
        </tr>
    }
}

fn state(line: &RosterLine) -> impl IntoView + use<> {
    let inside = line.inside.then(|| view! { <Tag tone=Tone::Ok icon=icon::LOGIN text=t(m::INSIDE_TAG) /> });
    let checked = line.insurance_checked.map(|at| {
        let words = tw(m::INSURANCE_CHECKED, &[("date", &date::iso(at.date()))]);
        view! { <Tag tone=Tone::Plain text=words /> }
    });
    let inducted = line.inducted.map(|day| {
        let words = tw(m::LINE_INDUCTED_ON, &[("date", &date::iso(day))]);
        view! { <Tag tone=Tone::Plain text=words /> }
    });
    let nothing = line.warnings.is_empty() && !line.inside && checked.is_none() && inducted.is_none();
    view! {
        {inside}
        {warnings(&line.warnings)}
        {checked}
        {inducted}
        {nothing.then(|| t(m::ROSTER_OK))}
    }
}

/// What to look at for a person, each a word with its colour.
pub fn warnings(of: &[RosterWarning]) -> impl IntoView + use<> {
    of.iter()
        .map(|warning| view! { <Tag tone=Tone::Warn icon=icon::WARNING_FILL text=t(words::warning(*warning)) /> })
        .collect_view()
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
