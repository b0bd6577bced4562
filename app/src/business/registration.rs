//! `/business/registration?on=yyyy-mm-dd`: one's own registration, until when it is good, its renewal and change, and what it
//! said on another day. Invariant: a renewal is offered only while it can be applied for, and the page says from when; what
//! was on another day stands under that day and beside nothing of today's.

use super::{WithdrawFiling, appointment, flow, frame, renewals, words};
use crate::{
    application::{
        frame as office,
        status::{fee_card, withdraw},
        words as application_words,
    },
    proxy::OpenFiled,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, Flash, LinkButton, OfficeLayout, Row, SubmitButton, Tag, Tone,
        UiError, call, icon, lang, on_day, page, provide_problems, t, tw,
    },
};
use domain::{
    access::{Action, Resource},
    application::{ApplicationKind, State},
    appointment::AppointmentRow,
    business::{BusinessForm, Filing, HandedIn, REGISTERED, Registration, UnderWay, Validity, VersionLine},
    form::FieldProblem,
    id::BusinessId,
    time::WorkDate,
};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{application as ma, business as m, change as mc};

/// Its address.
pub const PAGE: &str = "/business/registration";

/// `/business/registration`.
#[component]
pub fn RegistrationPage() -> impl IntoView {
    let asked = on_day::asked();
    page(async move {
        let registration = services::business::registration(&call()).await?;
        let who = office::who().await?;
        let renewals = office::may(Action::RenewalRead, &Resource::Register).then(|| {
            view! { <p><a href=renewals::PAGE>{t(m::RENEWALS_TITLE)}</a></p> }
        });
        let certificate = office::may(Action::CertificateMake, &Resource::Register).then(|| {
            view! { <p><a href="/business/certificate">{t(msg::certificate::TITLE)}</a></p> }
        });
        let may_book = office::may(Action::AppointmentMake, &Resource::Register);
        let booked = if may_book { services::appointment::own(&call()).await? } else { None };
        let flash = Flash::take(PAGE).await?;
        let (then, wrong) = asked_for(asked.as_deref(), &registration).await?;
        let missed = on_day::missed(wrong.as_ref(), (since(&registration), call().today()));
        provide_problems(flash.problems.iter().cloned().chain(wrong).collect());
        let history = history(&registration, asked.unwrap_or_default());
        let shown = match then {
            Some((on, form)) => view! {
                <Banner tone=Tone::Info>{tw(m::ON_SHOWN, &[("day", &day(on))])}</Banner>
                <p>
                    <LinkButton href=PAGE text=t(mc::ON_TODAY) kind=ButtonKind::Outline />
                </p>
                {data(registration.id, &form)}
                {history}
            }
            .into_any(),
            None => view! {
                {standing(&registration)}
                {registration.under_way.iter().map(under_way).collect_view()}
                {booked.as_ref().map(at_counter)}
                {offers(&registration, booked.is_some())}
                <h2>{t(m::REGISTRATION_DATA)}</h2>
                {data(registration.id, &registration.form)}
                {history}
                {renewals}
                {certificate}
            }
            .into_any(),
        };
        Ok(view! {
            <OfficeLayout title=t(m::REGISTRATION_TITLE) who nav=frame::nav(PAGE)>
                {office::outcome(&flash)}
                {missed}
                {shown}
            </OfficeLayout>
        })
    })
}

/// The first day of which something is known.
fn since(of: &Registration) -> WorkDate {
    of.versions.last().map_or_else(|| call().today(), |first| first.from)
}

fn day(day: WorkDate) -> String {
    date::day_only(lang(), day)
}

/// What was registered on the day asked for, where it is another than today, and what is wrong with the day.
async fn asked_for(
    asked: Option<&str>,
    of: &Registration,
) -> Result<(Option<(WorkDate, BusinessForm)>, Option<FieldProblem>), UiError> {
    let (Some(asked), today) = (asked, call().today()) else { return Ok((None, None)) };
    match on_day::day_of(asked, (since(of), today)) {
        Ok(day) if day == today => Ok((None, None)),
        Ok(day) => Ok((Some((day, services::business::registration_on(&call(), day).await?)), None)),
        Err(problem) => Ok((None, Some(problem))),
    }
}

fn history(of: &Registration, asked: String) -> impl IntoView + use<> {
    view! {
        <h2>{t(m::REGISTRATION_VERSIONS)}</h2>
        <ol class="version-list">{of.versions.iter().map(version).collect_view()}</ol>
        {on_day::look(PAGE.to_owned(), asked)}
    }
}

/// Until when the registration is good, and what its end means.
pub(super) fn validity_words(counts_until: WorkDate, validity: Validity) -> String {
    let until = day(counts_until);
    match validity {
        Validity::Good { renewal_opens } => tw(m::VALID_GOOD, &[("until", &until), ("opens", &day(renewal_opens))]),
        Validity::Renewable => tw(m::VALID_RENEWABLE, &[("until", &until)]),
        Validity::Expired { renewable_until } => {
            tw(m::VALID_EXPIRED, &[("until", &until), ("last", &day(renewable_until))])
        }
        Validity::Lapsed => tw(m::VALID_LAPSED, &[("until", &until)]),
    }
}

/// The same; whoever has handed in an application for a further period is told where it stands, and not to apply.
pub(super) fn standing_words(counts_until: WorkDate, validity: Validity, handed_in: Option<HandedIn>) -> String {
    let Some(filed) = handed_in else { return validity_words(counts_until, validity) };
    let words = if validity.is_good() { m::VALID_FILED } else { m::VALID_ENDED_FILED };
    let kind = t(word::filing_kind(ApplicationKind::BusinessRenewal, filed.anew));
    let state = t(word::application_state(filed.state));
    let said = tw(words, &[("until", &day(counts_until)), ("kind", &kind), ("state", &state)]);
    // It stands on many pages: what is said here points at none of them.
    match word::filed_help(filed.state) {
        Some(help) => format!("{said} {}", t(help)),
        None => said,
    }
}

fn standing(of: &Registration) -> impl IntoView + use<> {
    let handed_in = of.handed_in();
    let tone = match of.validity {
        Validity::Good { .. } => Tone::Ok,
        Validity::Renewable => Tone::Warn,
        Validity::Expired { .. } | Validity::Lapsed if handed_in.is_some() => Tone::Warn,
        Validity::Expired { .. } | Validity::Lapsed => Tone::Err,
    };
    let words = standing_words(of.counts_until, of.validity, handed_in);
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
    let kind = t(word::filing_kind(of.kind, of.anew));
    let tone = if of.state == State::Returned { Tone::Warn } else { Tone::Info };
    let filing = if of.kind == ApplicationKind::BusinessRenewal { Filing::Renewal } else { Filing::Change };
    let words = if of.state == State::Returned { ma::FIX_GO } else { ma::EDIT_GO };
    let go_on = of.state.is_editable().then(|| match &of.with_filer {
        Some(filer) => take_over(of, filer).into_any(),
        None => {
            view! { <p><LinkButton href=application_words::form_page(of.kind) text=t(words) icon=icon::EDIT /></p> }
                .into_any()
        }
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
            {withdraw(of.state, WithdrawFiling::PATH.to_owned(), Some(filing.code()))}
        </section>
    }
}

/// Who is entering it, and the button by which the business takes it into its own hands.
fn take_over(of: &UnderWay, filer: &str) -> impl IntoView + use<> {
    view! {
        <p>{tw(msg::proxy::FILED_BY, &[("business", &filer)])}</p>
        <form method="post" action=OpenFiled::PATH>
            <input type="hidden" name="application" value=of.id.to_string() />
            <SubmitButton text=t(msg::proxy::OPEN_FILED) icon=icon::ARROW_FORWARD />
        </form>
    }
}

/// The half day that is booked, with the way to its page.
fn at_counter(of: &AppointmentRow) -> impl IntoView + use<> {
    let when = word::half_day(lang(), of.slot);
    let words = tw(msg::appointment::OWN_NOW, &[("when", &when), ("office", &of.office_name)]);
    view! {
        <Banner tone=Tone::Info>
            <p>{words}</p>
            <p>
                <a href=appointment::PAGE>{t(msg::appointment::OWN_LOOK)}</a>
            </p>
        </Banner>
    }
}

fn offers(of: &Registration, is_booked: bool) -> impl IntoView + use<> {
    let (renew, book) =
        if of.is_anew() { (m::ANEW_GO, msg::appointment::ANEW_GO) } else { (m::RENEW_GO, msg::appointment::OWN_GO) };
    let links: Vec<_> =
        [(Filing::Renewal, renew, ButtonKind::Solid), (Filing::Change, m::CHANGE_GO, ButtonKind::Outline)]
            .into_iter()
            .filter(|(filing, ..)| of.may_begin(*filing))
            .map(|(filing, words, kind)| {
                view! { <LinkButton href=flow::list_address(filing) text=t(words) kind icon=icon::ARROW_FORWARD /> }
            })
            .collect();
    let books =
        !is_booked && of.may_begin(Filing::Renewal) && office::may(Action::AppointmentMake, &Resource::Register);
    let at_counter = books.then(|| view! { <p><a href=appointment::PAGE>{t(book)}</a></p> });
    (!links.is_empty()).then(|| {
        view! {
            <div class="two-buttons">{links}</div>
            {at_counter}
            <p class="hint">{t(m::FILING_HINT)}</p>
        }
    })
}

fn data(id: BusinessId, form: &BusinessForm) -> impl IntoView + use<> {
    let row = |field: &'static str| {
        let typed = form.typed(field).filter(|text| !text.is_empty())?;
        let label = words::label(field).map_or(field, t);
        Some(Row::new(label, words::shown(field, &typed)))
    };
    let id = Row::new(t(msg::common::BUSINESS_ID), id.grouped());
    let rows: Vec<Row> = core::iter::once(id).chain(REGISTERED.iter().copied().filter_map(row)).collect();
    view! { <Card><DescriptionList rows /></Card> }
}

fn version(line: &VersionLine) -> impl IntoView + use<> {
    let from = day(line.from);
    let labels: Vec<&str> = line.changed.iter().filter_map(|field| words::label(field).map(t)).collect();
    let words = if labels.is_empty() {
        tw(m::VERSION_FIRST, &[("from", &from)])
    } else {
        tw(m::VERSION_CHANGED, &[("from", &from), ("fields", &labels.join(t(msg::common::LIST_JOIN)))])
    };
    let address = format!("{PAGE}?{}={}", on_day::ON, line.from);
    view! { <li><a href=address>{words}</a></li> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_handed_in_is_not_told_to_apply() {
        Owner::new().with(|| {
            let until = WorkDate::from_stored(20_311_130);
            let said = |validity, state: Option<State>| {
                standing_words(
                    until,
                    validity,
                    state.map(|state| HandedIn { state, anew: validity == Validity::Lapsed }),
                )
            };
            for validity in [Validity::Renewable, Validity::Expired { renewable_until: until }, Validity::Lapsed] {
                assert_eq!(said(validity, None), validity_words(until, validity));
                for state in [State::Submitted, State::InReview, State::Returned, State::AwaitingPayment] {
                    let words = said(validity, Some(state));
                    assert!(words.contains(t(word::application_state(state))), "{words}");
                    assert_ne!(words, validity_words(until, validity));
                    assert!(words.contains(t(word::filed_help(state).unwrap())), "{words}");
                    assert!(!words.contains("このページ"), "not the page of the application: {words}");
                }
            }
            let anew = t(msg::application::KIND_BUSINESS_ANEW);
            assert!(said(Validity::Lapsed, Some(State::InReview)).contains(anew));
            assert!(!said(Validity::Renewable, Some(State::InReview)).contains(anew));
        });
    }
}
