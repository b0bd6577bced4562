//! `/business/registration`: one's own registration, until when it is good, its renewal and change. Invariant: a renewal is
//! offered only while it can be applied for, and the page says from when.

use super::{FileBusiness, frame, words};
use crate::{
    application::frame as office,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, Flash, OfficeLayout, Row, SubmitButton, Tone, call, icon, lang,
        page, t, tw,
    },
};
use domain::business::{BusinessForm, Filing, REVIEWED, Registration, UnderWay, Validity, VersionLine};
use i18n::{Msg, date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::business as m;

/// Its address.
pub(super) const PAGE: &str = "/business/registration";

/// `/business/registration`.
#[component]
pub fn RegistrationPage() -> impl IntoView {
    page(async {
        let registration = services::business::registration(&call()).await?;
        let who = office::who().await?;
        let flash = Flash::take(PAGE).await?;
        Ok(view! {
            <OfficeLayout title=t(m::REGISTRATION_TITLE) who nav=frame::nav(PAGE)>
                {office::outcome(&flash)}
                {standing(&registration)}
                {registration.under_way.iter().map(under_way).collect_view()}
                {offers(&registration)}
                <h2>{t(m::REGISTRATION_DATA)}</h2>
                {data(&registration.form)}
                <h2>{t(m::REGISTRATION_VERSIONS)}</h2>
                <ol class="version-list">{registration.versions.iter().map(version).collect_view()}</ol>
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

fn under_way(of: &UnderWay) -> impl IntoView + use<> {
    let words = [("kind", t(word::application_kind(of.kind))), ("state", t(word::application_state(of.state)))];
    let text = tw(m::UNDER_WAY, &[("kind", &words[0].1), ("state", &words[1].1), ("number", &of.number)]);
    view! { <p class="under-way">{text}</p> }
}

fn offers(of: &Registration) -> impl IntoView + use<> {
    let renewable = of.validity.is_renewable();
    view! {
        <div class="two-buttons">
            {renewable.then(|| offer(Filing::Renewal, m::RENEW_GO, ButtonKind::Solid))}
            {offer(Filing::Change, m::CHANGE_GO, ButtonKind::Outline)}
        </div>
        <p class="hint">{t(m::FILING_HINT)}</p>
    }
}

fn offer(filing: Filing, words: Msg, kind: ButtonKind) -> impl IntoView {
    view! {
        <form method="post" action=FileBusiness::PATH>
            <input type="hidden" name="filing" value=filing.code() />
            <SubmitButton text=t(words) kind icon=icon::ARROW_FORWARD />
        </form>
    }
}

fn data(form: &BusinessForm) -> impl IntoView + use<> {
    let row = |field: &'static str| {
        let typed = form.typed(field).filter(|text| !text.is_empty())?;
        let label = words::label(field).map_or(field, t);
        Some(Row::new(label, words::shown(field, &typed)))
    };
    let rows: Vec<Row> = REVIEWED.iter().copied().filter_map(row).collect();
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
