//! `/business/appointment`: a half day at a certified registrar's counter, to renew there. Invariant: only what can be booked now
//! is offered, and where nothing can be, the page says why.

use super::{BookAppointment, CancelAppointment, flow, frame, registration::PAGE as REGISTRATION};
use crate::{
    application::{choice, frame as office},
    shell::{
        Banner, ButtonKind, Card, EmptyState, ErrorSummary, Flash, LinkButton, OfficeLayout, Parts, RadioRows,
        SelectField, SubmitButton, Table, Tone, UiError, call, icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    appointment::{AppointmentRow, OpenOffice, SlotRow},
    business::{Filing, Registration},
    id::OfficeId,
    listing::{Listed, Mark},
    prefecture::PrefectureCode,
};
use i18n::{Msg, date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::appointment as m;

/// Its address.
pub(super) const PAGE: &str = "/business/appointment";

/// The page of one office's half days.
pub(super) fn of_office(office: OfficeId) -> String {
    format!("{PAGE}?office={office}")
}

/// `/business/appointment`.
#[component]
pub fn AppointmentPage() -> impl IntoView {
    let (prefecture, chosen, after) = use_query_map().with_untracked(|query| {
        let prefecture = query.get("prefecture").and_then(|code| code.parse().ok());
        let chosen = query.get("office").and_then(|id| id.parse::<OfficeId>().ok());
        let after = query.get("after").and_then(|mark| mark.parse::<Mark>().ok());
        (prefecture.and_then(PrefectureCode::from_number), chosen, after)
    });
    page(async move {
        let call = call();
        let own = services::appointment::own(&call).await?;
        let registration = services::business::registration(&call).await?;
        let words = Said::of(&registration);
        let inside = match (own, why_not(&registration), chosen) {
            (Some(own), ..) => booked(&own, words).into_any(),
            (None, Some(why), _) => view! { <Banner tone=Tone::Info>{why}</Banner> }.into_any(),
            (None, None, Some(office)) => {
                let free = services::appointment::free(&call, office).await?;
                view! { {choose(office, &free, words)} }.into_any()
            }
            (None, None, None) => {
                let (of, listed) = services::appointment::offices(&call, prefecture, after).await?;
                view! { {offices(of, listed, after.is_some(), words)} }.into_any()
            }
        };
        let who = office::who().await?;
        let flash = Flash::take(PAGE).await?;
        let done = match flash.done.as_deref() {
            Some("booked") => Some(t(m::BOOKED_DONE)),
            Some("cancelled") => Some(t(m::CANCELLED_DONE)),
            _ => None,
        };
        let outcome = office::outcome(&flash);
        provide_problems(flash.problems);
        let crumbs = vec![(REGISTRATION.to_owned(), t(msg::business::REGISTRATION_TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(words.title) who nav=frame::nav(REGISTRATION) crumbs>
                <ErrorSummary labels=vec![("slot", t(m::SLOT).to_owned())] chosen=&["slot"] />
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {outcome}
                <p>{t(words.lead)}</p>
                {inside}
            </OfficeLayout>
        })
    })
}

/// What the page calls what is done at the counter: a renewal or, its time being over, a new registration.
#[derive(Clone, Copy)]
struct Said {
    title: Msg,
    lead: Msg,
    bring: Msg,
    offices_none: Msg,
    on_web: Msg,
}

impl Said {
    fn of(registration: &Registration) -> Self {
        if registration.is_anew() {
            let (title, lead, bring) = (m::ANEW_TITLE, m::ANEW_LEAD, m::ANEW_BRING);
            return Self { title, lead, bring, offices_none: m::ANEW_OFFICES_NONE, on_web: m::ANEW_ON_WEB };
        }
        let (title, lead, bring) = (m::OWN_TITLE, m::OWN_LEAD, m::OWN_BRING);
        Self { title, lead, bring, offices_none: m::OFFICES_NONE, on_web: m::ON_WEB }
    }
}

/// Why nothing can be booked today.
fn why_not(of: &Registration) -> Option<String> {
    if of.may_begin(Filing::Renewal) {
        return None;
    }
    let code = if of.under_way(Filing::Renewal).is_some() { "appointment.under_way" } else { "business.not_renewable" };
    Some(UiError::of(code).words(lang()))
}

fn booked(of: &AppointmentRow, words: Said) -> impl IntoView + use<> {
    let now = tw(m::OWN_NOW, &[("when", &word::half_day(lang(), of.slot)), ("office", &of.office_name)]);
    let (place, id) = (format!("{} {}", of.address, tw(m::PHONE, &[("phone", &of.phone)])), of.id.to_string());
    view! {
        <Card title=now>
            <p>{place}</p>
            <p>{t(words.bring)}</p>
            <form method="post" action=CancelAppointment::PATH>
                <input type="hidden" name="appointment" value=id />
                <SubmitButton text=t(m::CANCEL) kind=ButtonKind::Danger />
            </form>
        </Card>
    }
}

fn choose(office: OfficeId, free: &[SlotRow], words: Said) -> impl IntoView + use<> {
    let options = free.iter().map(|row| {
        let words = tw(m::SLOT_LEFT, &[("when", &word::half_day(lang(), row.slot)), ("left", &row.left())]);
        (row.slot.code(), words)
    });
    let options: Vec<(String, String)> = options.collect();
    let form = if options.is_empty() {
        view! { <p>{t(m::SLOT_NONE)}</p> }.into_any()
    } else {
        view! {
            <form method="post" action=BookAppointment::PATH class="form" novalidate>
                <input type="hidden" name="office" value=office.to_string() />
                <RadioRows name="slot" legend=t(m::SLOT) options />
                <p class="hint">{t(words.bring)}</p>
                <SubmitButton text=t(m::BOOK) icon=icon::CHECK />
            </form>
        }
        .into_any()
    };
    view! {
        {form}
        <p>
            <LinkButton href=PAGE text=t(m::OTHER) kind=ButtonKind::Text icon=icon::ARROW_BACK />
        </p>
    }
}

fn offices(of: PrefectureCode, listed: Listed<OpenOffice>, later: bool, words: Said) -> impl IntoView {
    let Listed { rows, next, .. } = listed;
    let code = format!("{:02}", of.get());
    let list = if rows.is_empty() && !later {
        view! {
            <EmptyState title=t(m::OFFICES_NONE_TITLE) text=t(words.offices_none)>
                <LinkButton href=flow::list_address(Filing::Renewal) text=t(words.on_web) kind=ButtonKind::Outline />
            </EmptyState>
        }
        .into_any()
    } else {
        let heads = [m::OFFICE, m::ADDRESS, m::FIRST, m::CHOOSE].map(|head| t(head).to_owned()).to_vec();
        let first = later.then(|| format!("{PAGE}?prefecture={code}"));
        let next = next.map(|next| format!("{PAGE}?prefecture={code}&after={next}"));
        let lines = rows.iter().map(line).collect_view();
        view! {
            <Table caption=t(m::OFFICES) heads>{lines}</Table>
            <Parts of=t(m::OFFICES) first next />
        }
        .into_any()
    };
    view! {
        <form method="get" action=PAGE class="form">
            <SelectField name="prefecture" label=t(m::PREFECTURE) value=code options=choice::prefectures() />
            <SubmitButton text=t(m::SHOW) kind=ButtonKind::Outline icon=icon::SEARCH />
        </form>
        <h2>{t(m::OFFICES)}</h2>
        {list}
    }
}

fn line(of: &OpenOffice) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">{of.name.clone()}</th>
            <td data-label=t(m::ADDRESS)>{of.address.clone()} " " {tw(m::PHONE, &[("phone", &of.phone)])}</td>
            <td data-label=t(m::FIRST)>{date::day_only(lang(), of.first)}</td>
            <td>
                <a href=of_office(of.office) aria-label=tw(m::CHOOSE_OF, &[("office", &of.name)])>{t(m::CHOOSE)}</a>
            </td>
        </tr>
    }
}
