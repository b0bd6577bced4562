//! What the pages of a supply have in common: terms, wages, numbers, steps. Invariant: a published wage names who published it.

use crate::shell::{Card, DescriptionList, Row, Table, Tag, Tone, lang, t, tw};
use domain::{
    labour::{
        AgreementRow, AgreementState, Numbers, OfferRow, OfferState, RequestRow, Side, Step, StepRow, Terms, published,
    },
    level::Level,
    time::{Instant, WorkDate},
};
use i18n::{Msg, date, msg, number, word};
use leptos::prelude::*;

use msg::labour as m;

/// `2026年12月1日 から 2027年2月28日 まで`.
pub(super) fn days(from: WorkDate, until: WorkDate) -> String {
    tw(m::DAYS, &[("from", &date::day_only(lang(), from)), ("until", &date::day_only(lang(), until))])
}

/// So many people.
pub(super) fn people(count: i64) -> String {
    tw(m::PEOPLE, &[("count", &number::grouped(count))])
}

/// The terms as rows of a list.
pub(super) fn terms(of: &Terms) -> Vec<Row> {
    vec![
        Row::new(t(m::HOURS), of.hours.clone()),
        Row::new(t(m::LODGING), of.lodging.clone()),
        Row::new(t(m::INSURANCE), of.insurance.clone()),
        Row::new(t(m::PAYER), of.payer.clone()),
    ]
}

/// Place, period and work of a request, with its terms.
pub(super) fn request(of: &RequestRow) -> impl IntoView + use<> {
    let place = format!("{} {}{}", of.site_name, word::prefecture(lang(), of.prefecture), of.address);
    let mut rows = vec![
        Row::new(t(m::PRIME), of.agreement.business_name.clone()),
        Row::new(t(m::PLACE), place),
        Row::new(t(m::PERIOD), days(of.from, of.until)),
        Row::new(t(m::TRADE), word::trade(lang(), of.trade)),
        Row::new(t(m::WORK), of.work.clone()),
    ];
    rows.extend(terms(&of.agreement.terms));
    view! { <Card title=t(m::TERMS)><DescriptionList rows /></Card> }
}

/// The agreed wages of all levels beside those that were published.
pub(super) fn wages(of: &AgreementRow) -> impl IntoView + use<> {
    let agreed = of.terms.wages;
    // A page may show several: each table says whose it is.
    let caption = format!("{} {} {}", t(m::WAGES), of.business_name, days(of.from, of.until));
    let published = published();
    let mut heads = vec![t(m::LEVEL).to_owned(), t(m::AGREED_WAGE).to_owned()];
    heads.extend(published.iter().map(|found| published_by(&found.source)));
    let line = |level: Level| {
        let beside = published.iter().map(|found| {
            let yen = number::yen(lang(), found.wages.of(level).get());
            view! { <td class="number" data-label=published_by(&found.source)>{yen}</td> }
        });
        let beside = beside.collect_view();
        view! {
            <tr>
                <th scope="row">{t(word::level(level))}</th>
                <td class="number" data-label=t(m::AGREED_WAGE)>
                    {number::yen(lang(), agreed.of(level).get())}
                </td>
                {beside}
            </tr>
        }
    };
    let lines = [Level::One, Level::Two, Level::Three, Level::Four].map(line).collect_view();
    view! { <Table caption heads>{lines}</Table> }
}

/// Under which words a published wage stands.
pub(super) fn published_by(source: &str) -> String {
    tw(m::PUBLISHED, &[("source", &source)])
}

/// How far a request, or a local union's part of it, has come.
pub(super) fn numbers(of: Numbers) -> impl IntoView {
    let rows = [
        (m::ASKED, of.asked),
        (m::PASSED, of.passed),
        (m::OFFERED, of.offered),
        (m::ACCEPTED, of.accepted),
        (m::LISTED, of.listed),
        (m::NAMED, of.named),
        (m::EMPLOYED, of.employed),
    ];
    let rows = rows.map(|(label, count)| Row::new(t(label), people(count))).to_vec();
    view! { <Card title=t(m::NUMBERS)><DescriptionList rows /></Card> }
}

/// Where an agreement stands.
pub(super) const fn agreement_state(of: AgreementState) -> (Msg, Tone) {
    match of {
        AgreementState::Proposed => (m::STATE_PROPOSED, Tone::Info),
        AgreementState::Concluded => (m::STATE_CONCLUDED, Tone::Ok),
        AgreementState::Declined => (m::STATE_DECLINED, Tone::Plain),
    }
}

/// Where an offer stands.
pub(super) const fn offer_state(of: OfferState) -> (Msg, Tone) {
    match of {
        OfferState::Offered => (m::OFFER_WAITS, Tone::Info),
        OfferState::Accepted => (m::OFFER_ACCEPTED, Tone::Ok),
        OfferState::Listed => (m::OFFER_LISTED, Tone::Ok),
        OfferState::Named => (m::OFFER_NAMED, Tone::Ok),
        OfferState::Employed => (m::OFFER_EMPLOYED, Tone::Ok),
        OfferState::Declined => (m::OFFER_DECLINED, Tone::Plain),
        OfferState::Withdrawn => (m::OFFER_WITHDRAWN, Tone::Plain),
    }
}

const fn step_name(of: Step) -> Msg {
    match of {
        Step::Agreement => m::STEP_AGREEMENT,
        Step::Request => m::STEP_REQUEST,
        Step::Passed => m::STEP_PASSED,
        Step::Offered => m::STEP_OFFERED,
        Step::Accepted => m::STEP_ACCEPTED,
        Step::Listed => m::STEP_LISTED,
        Step::Named => m::STEP_NAMED,
        Step::Employed => m::STEP_EMPLOYED,
        Step::Paid => m::STEP_PAID,
    }
}

const fn side(of: Side) -> Msg {
    match of {
        Side::Prime => m::PRIME,
        Side::Union => m::UNION,
        Side::Local => m::LOCAL_UNION,
        Side::Person => m::PERSON,
    }
}

/// Who stands on a list.
pub(super) fn list(caption: &'static str, rows: &[OfferRow]) -> impl IntoView + use<> {
    if rows.is_empty() {
        return view! { <p class="hint">{t(m::LIST_NONE)}</p> }.into_any();
    }
    let heads = [m::NAME, m::TECHNICIAN, m::LEVEL, m::WAGE, m::STATE].map(|head| t(head).to_owned()).to_vec();
    let line = |row: &OfferRow| {
        let (words, tone) = offer_state(row.state);
        view! {
            <tr>
                <th scope="row">{row.name.clone()}</th>
                <td class="num" data-label=t(m::TECHNICIAN)>{row.technician.grouped()}</td>
                <td data-label=t(m::LEVEL)>{t(word::level(row.level))}</td>
                <td class="number" data-label=t(m::WAGE)>{number::yen(lang(), row.yen.get())}</td>
                <td data-label=t(m::STATE)><Tag tone text=t(words) /></td>
            </tr>
        }
    };
    let lines = rows.iter().map(line).collect_view();
    view! { <Table caption heads>{lines}</Table> }.into_any()
}

/// The steps that were taken, in their order.
pub(super) fn steps(rows: &[StepRow], now: Instant) -> impl IntoView + use<> {
    let today = now.date();
    let heads = [m::STEP, m::STEP_BY, m::STEP_AT, m::STEP_ASKED, m::STEP_FILLED].map(|head| t(head).to_owned());
    let line = |row: &StepRow| {
        // A local union that acts stands beside its side, one that is asked beside the step.
        let (acting, asked) =
            if row.side == Side::Local { (row.office_name.clone(), None) } else { (None, row.office_name.clone()) };
        let count = |many: Option<i64>| many.map_or_else(String::new, people);
        let on = row.day.map(|day| tw(m::STEP_ON, &[("day", &date::day_only(lang(), day))]));
        let asked = asked.filter(|_| row.side == Side::Union);
        view! {
            <tr>
                <th scope="row">{t(step_name(row.step))} " " {asked} {on}</th>
                <td data-label=t(m::STEP_BY)>{t(side(row.side))} " " {acting}</td>
                <td data-label=t(m::STEP_AT)>{date::date_time(lang(), row.at, today)}</td>
                <td class="number" data-label=t(m::STEP_ASKED)>{count(row.asked)}</td>
                <td class="number" data-label=t(m::STEP_FILLED)>{count(row.filled)}</td>
            </tr>
        }
    };
    let lines = rows.iter().map(line).collect_view();
    view! {
        <h2>{t(m::STEPS)}</h2>
        <Table caption=t(m::STEPS) heads=heads.to_vec()>{lines}</Table>
    }
}
