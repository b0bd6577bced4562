//! `/counter/appointments`: the half days an office has opened for renewals of businesses, and who comes. Invariant: a renewal is
//! taken on the day that was booked, from the line of who booked it.

use super::{CallOffAppointment, OpenSlot, StartCounterRenewal, api::CalledOff, case};
use crate::{
    application::{choice, frame},
    shell::{
        Banner, Card, EmptyState, ErrorSummary, Flash, LinkButton, OfficeLayout, Parts, RadioRows, SubmitButton, Table,
        TextField, Tone, call, icon, lang, line_field, page, part::ButtonKind, provide_problems, t, tw,
    },
};
use domain::{
    appointment::{AppointmentRow, Half, SlotForm, SlotRow},
    listing::{Listed, Mark},
    time::WorkDate,
};
use i18n::{msg, number, problem, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::appointment as m;

/// Its address.
pub(super) const PAGE: &str = "/counter/appointments";

/// `/counter/appointments`.
#[component]
pub fn AppointmentsPage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get("after").and_then(|mark| mark.parse::<Mark>().ok()));
    page(async move {
        let call = call();
        let slots = services::appointment::slots(&call).await?;
        let listed = services::appointment::of_office(&call, after).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let done = match flash.done.as_deref() {
            Some("opened") => Some(t(m::OPENED_DONE)),
            Some("called_off") => Some(t(m::CALLED_OFF_DONE)),
            _ => None,
        };
        let called: CalledOff = flash.form();
        let off = flash.problems.iter().find(|problem| problem.field == "reason");
        let off = off.map(|found| (called, problem::text_of(lang(), &found.problem, t(m::CALL_OFF_REASON))));
        let form: SlotForm = if off.is_some() { SlotForm::default() } else { flash.form() };
        let outcome = frame::outcome(&flash);
        provide_problems(flash.problems);
        let labels = [("day", m::DAY), ("half", m::HALF), ("places", m::PLACES)];
        let labels = labels.map(|(field, words)| (field, t(words).to_owned())).to_vec();
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(PAGE)>
                <ErrorSummary labels chosen=&["half"] />
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {outcome}
                <p>{t(m::LEAD)}</p>
                <h2>{t(m::WHO)}</h2>
                {list(listed, after.is_some(), today, off.as_ref())}
                <h2>{t(m::SLOTS)}</h2>
                {slot_table(&slots)}
                {open(form)}
            </OfficeLayout>
        })
    })
}

fn list(
    listed: Listed<AppointmentRow>,
    later: bool,
    today: WorkDate,
    off: Option<&(CalledOff, String)>,
) -> impl IntoView + use<> {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !later {
        return view! { <EmptyState title=t(m::WHO_NONE_TITLE) text=t(m::WHO_NONE) /> }.into_any();
    }
    let heads = [m::BUSINESS, m::AT, m::NEXT].map(|head| t(head).to_owned()).to_vec();
    let first = later.then(|| PAGE.to_owned());
    let next = next.map(|next| format!("{PAGE}?after={next}"));
    let lines = rows.iter().map(|row| line(row, today, off)).collect_view();
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::WHO) heads>{lines}</Table>
        <Parts of=t(m::WHO) first next />
    }
    .into_any()
}

fn line(row: &AppointmentRow, today: WorkDate, off: Option<&(CalledOff, String)>) -> impl IntoView + use<> {
    let next = match row.application {
        Some(id) => view! { <a href=case::page_of(id)>{t(m::CAME)}</a> }.into_any(),
        None if row.slot.on == today => view! {
            <form method="post" action=StartCounterRenewal::PATH class="row-form">
                <input type="hidden" name="appointment" value=row.id.to_string() />
                <button
                    type="submit"
                    class="button outline small"
                    aria-label=tw(m::COME_OF, &[("name", &row.name)])
                >
                    {t(m::COME)}
                </button>
            </form>
        }
        .into_any(),
        None => t(m::LATER).into_any(),
    };
    view! {
        <tr>
            <th scope="row">{row.name.clone()} " " <span class="hint">{row.business.grouped()}</span></th>
            <td data-label=t(m::AT)>{word::half_day(lang(), row.slot)}</td>
            <td data-label=t(m::NEXT)>{next} {row.application.is_none().then(|| call_off(row, off))}</td>
        </tr>
    }
}

/// The form that calls an appointment off, open where it was sent last and something was wrong with it.
fn call_off(row: &AppointmentRow, off: Option<&(CalledOff, String)>) -> impl IntoView + use<> {
    let id = row.id.to_string();
    let sent = off.filter(|(typed, _)| typed.appointment == id);
    let (reason, wrong) = sent.map(|(typed, wrong)| (typed.reason.clone(), wrong.clone())).unzip();
    let field = format!("reason-{id}");
    view! {
        <details class="bands" open=sent.is_some()>
            <summary>{t(m::CALL_OFF)}</summary>
            <form method="post" action=CallOffAppointment::PATH class="form">
                <input type="hidden" name="appointment" value=id />
                {line_field(&field, "reason", t(m::CALL_OFF_REASON), reason.unwrap_or_default(), wrong)}
                <button
                    type="submit"
                    class=ButtonKind::Danger.class()
                    aria-label=tw(m::CALL_OFF_OF, &[("name", &row.name)])
                >
                    {t(m::CALL_OFF)}
                </button>
            </form>
        </details>
    }
}

fn slot_table(rows: &[SlotRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="hint">{t(m::SLOTS_NONE)}</p> }.into_any();
    }
    let heads = [m::AT, m::PLACES, m::BOOKED, m::LEFT].map(|head| t(head).to_owned()).to_vec();
    let line = |row: &SlotRow| {
        view! {
            <tr>
                <th scope="row">{word::half_day(lang(), row.slot)}</th>
                <td class="number" data-label=t(m::PLACES)>{row.places}</td>
                <td class="number" data-label=t(m::BOOKED)>{row.booked}</td>
                <td class="number" data-label=t(m::LEFT)>{row.left()}</td>
            </tr>
        }
    };
    let lines = rows.iter().map(line).collect_view();
    view! { <Table caption=t(m::SLOTS) heads>{lines}</Table> }.into_any()
}

fn open(form: SlotForm) -> impl IntoView {
    let options = choice::of(Half::ALL.map(|of| (of.code(), word::half(of))));
    view! {
        <Card title=t(m::OPEN_TITLE)>
            <form method="post" action=OpenSlot::PATH class="form" novalidate>
                <TextField name="day" label=t(m::DAY) value=form.day kind="date" width="medium" />
                <RadioRows name="half" legend=t(m::HALF) value=form.half options />
                <TextField
                    name="places"
                    label=t(m::PLACES)
                    hint=t(m::PLACES_HINT)
                    value=form.places
                    inputmode="numeric"
                    width="short"
                    autocomplete="off"
                />
                <SubmitButton text=t(m::OPEN) icon=icon::ADD />
            </form>
        </Card>
    }
}

/// The way to the appointments, on other pages of the counter.
pub(super) fn way() -> impl IntoView {
    view! { <LinkButton href=PAGE text=t(m::NAV) kind=ButtonKind::Outline icon=icon::SCHEDULE /> }
}
