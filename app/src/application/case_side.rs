//! Beside the fields of a case: evidence, automatic checks, what happened so far. Invariant: looking at evidence changes
//! nothing, and without a script the whole picture is a link away.

use super::{PictureViewer, words};
use crate::shell::{Icon, icon, lang, t, tw};
use domain::{
    application::{ApplicationKind, AutoCheck, Finding, OtherCase, ReviewCase, TrailLine},
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
                <ol>{case.trail.iter().rev().map(|line| trail(case.kind, line, now)).collect_view()}</ol>
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
        (true, _) => view! { <PictureViewer src=address alt=t(m::CASE_PHOTO_OF).to_owned() /> }.into_any(),
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

fn check(check: &AutoCheck) -> impl IntoView + use<> {
    let what = t(words::check(check));
    let (class, mark, words) = match check.finding() {
        Finding::Ok => ("ok", icon::CHECK_CIRCLE_FILL, tw(m::CHECK_PASSED, &[("check", &what)])),
        Finding::Look => ("look", icon::WARNING_FILL, tw(m::CHECK_FAILED, &[("check", &what)])),
    };
    let more = match check {
        AutoCheck::PossibleDuplicate { ids, .. } if !ids.is_empty() => {
            Some(tw(m::CASE_DUPLICATE_LINK, &[("ids", &ids.join(", "))]))
        }
        AutoCheck::PhotoQuality { photo: Some(photo) } => {
            Some(words::flaws(&photo.flaws())).filter(|words| !words.is_empty())
        }
        AutoCheck::LicenceKnown { asked: false, .. } => Some(t(m::CASE_LICENCE_NOT_ASKED).to_owned()),
        AutoCheck::LicenceKnown { found: None, .. } => Some(t(m::CASE_LICENCE_NONE).to_owned()),
        AutoCheck::LicenceKnown { found: Some(found), .. } => {
            let until = date::day_only(lang(), found.until);
            Some(tw(m::CASE_LICENCE, &[("name", &found.name), ("until", &until)]))
        }
        AutoCheck::EmployerKnown { name: Some(name) } => Some(name.clone()),
        _ => None,
    };
    let others = match check {
        AutoCheck::PossibleDuplicate { applications, .. } if !applications.is_empty() => {
            let link = |other: &OtherCase| {
                let address = format!("/operator/applications/{}", other.id);
                view! { " " <a href=address>{other.number.clone()}</a> }
            };
            let links = applications.iter().map(link).collect_view();
            Some(view! { <span class="review-note">{t(m::CASE_DUPLICATE_CASES)} {links}</span> })
        }
        _ => None,
    };
    view! {
        <li class=class>
            <Icon of=mark />
            <span>{words} {more.map(|more| view! { <span class="review-note">{more}</span> })} {others}</span>
        </li>
    }
}

fn trail(kind: ApplicationKind, line: &TrailLine, now: Instant) -> impl IntoView + use<> {
    let what = t(words::trail(&line.what));
    let document = line.document.as_deref().map(|document| {
        let label = words::label(kind, document);
        view! { <span class="hint">{label}</span> }
    });
    view! {
        <li>
            <span class="number">{date::date_time(lang(), line.at, now.date())}</span>
            <span>{line.actor.clone()} " " {what} {document}</span>
        </li>
    }
}
