//! `/business/registration`: one's own registration, until when it is good, its renewal and change. Invariant: a renewal is
//! offered only while it can be applied for, and the page says from when.

use super::{WithdrawFiling, filing, frame, renewals, words};
use crate::{
    application::{
        frame as office,
        status::{fee_card, withdraw},
        words as application_words,
    },
    shell::{
        Banner, ButtonKind, Card, DescriptionList, Flash, LinkButton, OfficeLayout, Row, Tag, Tone, call, icon, lang,
        page, provide_problems, t, tw,
    },
};
use domain::{
    access::{Action, Resource},
    application::{ApplicationKind, State},
    business::{Filing, REVIEWED, Registration, UnderWay, Validity, VersionLine},
};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{application as ma, business as m};

/// Its address.
pub(super) const PAGE: &str = "/business/registration";

/// `/business/registration`.
#[component]
pub fn RegistrationPage() -> impl IntoView {
    page(async {
        let registration = services::business::registration(&call()).await?;
        let who = office::who().await?;
        let renewals = office::may(Action::RenewalRead, &Resource::Register).then(|| {
            view! { <p><a href=renewals::PAGE>{t(m::RENEWALS_TITLE)}</a></p> }
        });
        let flash = Flash::take(PAGE).await?;
        provide_problems(flash.problems.clone());
        Ok(view! {
            <OfficeLayout title=t(m::REGISTRATION_TITLE) who nav=frame::nav(PAGE)>
                {office::outcome(&flash)}
                {standing(&registration)}
                {registration.under_way.iter().map(under_way).collect_view()}
                {offers(&registration)}
                <h2>{t(m::REGISTRATION_DATA)}</h2>
                {data(&registration)}
                <h2>{t(m::REGISTRATION_VERSIONS)}</h2>
                <ol class="version-list">{registration.versions.iter().map(version).collect_view()}</ol>
                {renewals}
            </OfficeLayout>
        })
    })
}

/// Until when the registration is good, and what its end means.
fn standing(of: &Registration) -> impl IntoView + use<> {
    let until = date::day_only(lang(), of.counts_until);
    let (tone, words) = match of.validity {
        Validity::Good { renewal_opens } => {
            let opens = date::day_only(lang(), renewal_opens);
            (Tone::Ok, tw(m::VALID_GOOD, &[("until", &until), ("opens", &opens)]))
        }
        Validity::Renewable => (Tone::Warn, tw(m::VALID_RENEWABLE, &[("until", &until)])),
        Validity::Expired { renewable_until } => {
            let last = date::day_only(lang(), renewable_until);
            (Tone::Err, tw(m::VALID_EXPIRED, &[("until", &until), ("last", &last)]))
        }
        Validity::Lapsed => (Tone::Err, tw(m::VALID_LAPSED, &[("until", &until)])),
    };
    let moved = (of.counts_until != of.valid_until).then(|| {
        let old = date::day_only(lang(), of.valid_until);
        view! { <p class="hint">{tw(m::VALID_MOVED, &[("old", &old)])}</p> }
    });
    view! {
        <Banner tone>{words}</Banner>
        {moved}
    }
}

/// An application under way: where it stands, what is to be paid, and what can be done with it.
fn under_way(of: &UnderWay) -> impl IntoView + use<> {
    let kind = t(word::application_kind(of.kind));
    let tone = if of.state == State::Returned { Tone::Warn } else { Tone::Info };
    let filing = if of.kind == ApplicationKind::BusinessRenewal { Filing::Renewal } else { Filing::Change };
    let words = if of.state == State::Returned { ma::FIX_GO } else { ma::EDIT_GO };
    let go_on = of.state.is_editable().then(|| {
        view! { <p><LinkButton href=application_words::form_page(of.kind) text=t(words) icon=icon::EDIT /></p> }
    });
    view! {
        <section class="card under-way">
            <h2 class="card-title">{kind}</h2>
            <p>
                <Tag tone text=t(word::application_state(of.state)) />
                " "
                {t(word::application_state_help(of.state))}
            </p>
            <p class="hint">{tw(ma::STATUS_OF, &[("number", &of.number)])}</p>
            {of.fee.as_ref().filter(|fee| fee.due.is_some()).map(fee_card)}
            {go_on}
            {withdraw(of.state, WithdrawFiling::PATH, Some(filing.code()))}
        </section>
    }
}

fn offers(of: &Registration) -> impl IntoView + use<> {
    let links: Vec<_> =
        [(Filing::Renewal, m::RENEW_GO, ButtonKind::Solid), (Filing::Change, m::CHANGE_GO, ButtonKind::Outline)]
            .into_iter()
            .filter(|(filing, ..)| of.may_begin(*filing))
            .map(|(filing, words, kind)| {
                view! { <LinkButton href=filing::page_of(filing) text=t(words) kind icon=icon::ARROW_FORWARD /> }
            })
            .collect();
    (!links.is_empty()).then(|| {
        view! {
            <div class="two-buttons">{links}</div>
            <p class="hint">{t(m::FILING_HINT)}</p>
        }
    })
}

fn data(of: &Registration) -> impl IntoView + use<> {
    let form = &of.form;
    let row = |field: &'static str| {
        let typed = form.typed(field).filter(|text| !text.is_empty())?;
        let label = words::label(field).map_or(field, t);
        Some(Row::new(label, words::shown(field, &typed)))
    };
    let id = Row::new(t(msg::common::BUSINESS_ID), of.id.grouped());
    let rows: Vec<Row> = core::iter::once(id).chain(REVIEWED.iter().copied().filter_map(row)).collect();
    view! { <Card><DescriptionList rows /></Card> }
}

fn version(line: &VersionLine) -> impl IntoView + use<> {
    let from = date::day_only(lang(), line.from);
    let labels: Vec<&str> = line.changed.iter().filter_map(|field| words::label(field).map(t)).collect();
    let words = if labels.is_empty() {
        tw(m::VERSION_FIRST, &[("from", &from)])
    } else {
        tw(m::VERSION_CHANGED, &[("from", &from), ("fields", &labels.join(t(msg::common::LIST_JOIN)))])
    };
    view! { <li>{words}</li> }
}
