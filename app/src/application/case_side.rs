//! Beside the fields of a case: evidence, automatic checks, what happened so far. Invariant: looking at evidence (larger,
//! turned) needs no script and changes nothing.

use super::words;
use crate::shell::{Icon, icon, lang, t, tw};
use domain::{
    application::{AutoCheck, Finding, ReviewCase, TrailLine},
    id::TechnicianId,
    proxy::{Consent, Proxied},
    technician,
    time::Instant,
};
use i18n::{date, msg, number};
use leptos::prelude::*;

use msg::application as m;

/// Evidence, checks and trail.
pub(super) fn pane(case: &ReviewCase, now: Instant) -> impl IntoView + use<> {
    let fee = case.fee.as_ref().map(|fee| number::yen(lang(), fee.amount.get()));
    let issued = case.issued.as_ref().map(|issued| issued.login_id.clone());
    view! {
        <aside class="review-side" aria-label=t(m::CASE_EVIDENCE)>
            {evidence(case)}
            {case.proxied.as_ref().map(proxied)}
            <section class="review-checks">
                <h2>{t(m::CASE_CHECKS)}</h2>
                <ul>{case.checks.iter().map(check).collect_view()}</ul>
            </section>
            <section class="review-trail">
                <h2>{t(m::CASE_TRAIL)}</h2>
                <ol>{case.trail.iter().rev().map(|line| trail(line, now)).collect_view()}</ol>
                {fee.map(|yen| view! { <p>{tw(m::CASE_FEE, &[("yen", &yen)])}</p> })}
                {issued
                    .map(|id| {
                        let id = id.parse().map_or(id, TechnicianId::grouped);
                        view! { <p>{tw(m::CASE_ISSUED, &[("id", &id)])}</p> }
                    })}
            </section>
        </aside>
    }
}

/// Who filed for the person, and how they agreed.
fn proxied(of: &Proxied) -> impl IntoView + use<> {
    let consent = match of.consent {
        Some(Consent::Phone) => Some(msg::proxy::CONSENTED_PHONE),
        Some(Consent::Paper) => Some(msg::proxy::CONSENTED_PAPER),
        None => None,
    };
    view! {
        <section class="review-checks">
            <h2>{t(msg::proxy::CASE_TITLE)}</h2>
            <p>{tw(msg::proxy::CASE_BY, &[("business", &of.business)])}</p>
            {consent.map(|words| view! { <p>{t(words)}</p> })}
        </section>
    }
}

fn evidence(case: &ReviewCase) -> impl IntoView + use<> {
    let wants_photo = case.kind.stage().and_then(|stage| technician::page(stage, "photo")).is_some();
    let address = format!("/operator/applications/{}/photo", case.id);
    let inside = match (case.has_photo, wants_photo) {
        (true, _) => photo(address).into_any(),
        (false, true) => view! { <p class="evidence-none">{t(m::CASE_PHOTO_MISSING)}</p> }.into_any(),
        (false, false) => view! { <p class="evidence-none">{t(m::CASE_NO_PHOTO)}</p> }.into_any(),
    };
    view! {
        <section class="evidence" id="evidence" tabindex="-1">
            <h2>{t(m::CASE_PHOTO)}</h2>
            {inside}
        </section>
    }
}

/// The picture with switches that CSS alone follows.
fn photo(address: String) -> impl IntoView {
    let switch = |class: &'static str, words: i18n::Msg, of: &'static str| {
        view! {
            <input type="checkbox" class=format!("evidence-switch {class}") id=class />
            <label for=class>
                <Icon of=of />
                {t(words)}
            </label>
        }
    };
    view! {
        {switch("evidence-zoom", m::CASE_ZOOM, icon::SEARCH)}
        {switch("evidence-turn", m::CASE_TURN, icon::REFRESH)}
        {switch("evidence-half", m::CASE_TURN_HALF, icon::SYNC)}
        <div class="evidence-frame" tabindex="0" role="group" aria-label=t(m::CASE_PHOTO)>
            <img src=address.clone() alt=t(m::CASE_PHOTO_OF) />
        </div>
        <a class="evidence-open" href=address>
            {t(m::CASE_PHOTO_OPEN)}
        </a>
    }
}

fn check(check: &AutoCheck) -> impl IntoView + use<> {
    let what = t(words::check(check));
    let (class, mark, words) = match check.finding() {
        Finding::Ok => ("ok", icon::CHECK_CIRCLE_FILL, tw(m::CHECK_PASSED, &[("check", &what)])),
        Finding::Look => ("look", icon::WARNING_FILL, tw(m::CHECK_FAILED, &[("check", &what)])),
    };
    let more = match check {
        AutoCheck::PossibleDuplicate { ids } if !ids.is_empty() => {
            Some(tw(m::CASE_DUPLICATE_LINK, &[("ids", &ids.join(", "))]))
        }
        AutoCheck::EmployerKnown { name: Some(name) } => Some(name.clone()),
        _ => None,
    };
    view! {
        <li class=class>
            <Icon of=mark />
            <span>{words} {more.map(|more| view! { <span class="review-note">{more}</span> })}</span>
        </li>
    }
}

fn trail(line: &TrailLine, now: Instant) -> impl IntoView + use<> {
    let what = t(words::trail(&line.what));
    view! {
        <li>
            <span class="number">{date::date_time(lang(), line.at, now.date())}</span>
            <span>{line.actor.clone()} " " {what}</span>
        </li>
    }
}
