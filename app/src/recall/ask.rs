//! The form by which days of a person at a site are asked to be taken back. Invariant: a day has a box where something of it can
//! be taken back and no request about it waits; the others say how they stand.

use super::{AskRecall, found};
use crate::{
    application::choice,
    history::times,
    shell::{
        Banner, Card, ErrorSummary, Field, Icon, RadioRows, SelectField, SubmitButton, Tone,
        field::{choice_problem_of, described_by, problem_of},
        icon, lang, t, tw,
    },
};
use domain::history::recall::{RecallDay, RecallForm, RecallMonth, RecallReason, Takes};
use i18n::{Msg, date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::recall as m;

/// Fields one chooses in instead of writing.
const CHOSEN: &[&str] = &["days", "takes", "why"];

fn labels() -> Vec<(&'static str, String)> {
    let labels = [("days", m::ASK_DAYS), ("takes", m::TAKES), ("why", m::WHY), ("words", m::WORDS)];
    labels.into_iter().map(|(field, label)| (field, t(label).to_owned())).collect()
}

/// A person's month at a site; `outcome`: what became of the form before.
pub(super) fn view(month: &RecallMonth, outcome: impl IntoView + 'static, typed: &RecallForm) -> AnyView {
    let lead = tw(m::ASK_LEAD, &[("name", &month.name), ("site", &month.site_name)]);
    let closed = month.closed.then(|| view! { <Banner tone=Tone::Info>{t(m::CLOSED)}</Banner> });
    let form = if month.days.iter().any(is_open) {
        form(month, typed).into_any()
    } else {
        view! { <p>{t(m::ASK_NOTHING)}</p> }.into_any()
    };
    let (who, site) = (month.technician.to_string(), month.site.to_string());
    let [before, after] = [month.month.previous(), month.month.next()]
        .map(|of| (found::month_of(&who, &site, of), date::month(lang(), of)));
    view! {
        <ErrorSummary labels=labels() chosen=CHOSEN />
        {outcome}
        <p>{lead}</p>
        <h2>{date::month(lang(), month.month)}</h2>
        {closed}
        {others(month)}
        <div class="office-form">{form}</div>
        <p class="actions">
            <a href=before.0>{before.1}</a>
            <a href=after.0>{after.1}</a>
        </p>
    }
    .into_any()
}

const fn is_open(day: &RecallDay) -> bool {
    day.stands.can_be_recalled() && !day.waits
}

/// The days that have no box, and why.
fn others(month: &RecallMonth) -> Option<impl IntoView + use<>> {
    let days: Vec<String> = month.days.iter().filter(|day| day.waits).map(label).collect();
    (!days.is_empty()).then(|| {
        view! {
            <ul class="plain-list">
                {days.into_iter().map(|day| view! { <li>{day}</li> }).collect_view()}
            </ul>
        }
    })
}

fn form(month: &RecallMonth, typed: &RecallForm) -> impl IntoView + use<> {
    let takes = choice::of(Takes::ALL.map(|takes| (takes.code(), word::recall_takes(takes))));
    let why = choice::of(RecallReason::ALL.map(|why| (why.code(), word::recall_reason(why))));
    let RecallForm { days, takes: takes_typed, why: why_typed, words, .. } = typed.clone();
    let boxes = day_boxes(month, &days);
    let described = described_by("words", true);
    let invalid = problem_of("words").is_some().then_some("true");
    let (technician, site, number) = (month.technician.to_string(), month.site.to_string(), month.month.number());
    view! {
        <Card title=t(m::ASK_TITLE)>
            <p>{t(m::ASK_TWO)}</p>
            <form method="post" action=AskRecall::PATH class="form" novalidate>
                <input type="hidden" name="technician" value=technician />
                <input type="hidden" name="site" value=site />
                <input type="hidden" name="month" value=number.to_string() />
                {boxes}
                <RadioRows name="takes" legend=t(m::TAKES) value=takes_typed options=takes />
                <SelectField name="why" label=t(m::WHY) value=why_typed options=why />
                <Field name="words" label=t(m::WORDS) hint=t(m::WORDS_HINT)>
                    <textarea
                        class="input"
                        id="words"
                        name="words"
                        rows="3"
                        aria-describedby=described
                        aria-invalid=invalid
                        aria-required="true"
                    >
                        {words}
                    </textarea>
                </Field>
                <SubmitButton text=t(m::ASK_GO) icon=icon::SEND />
            </form>
        </Card>
    }
}

/// A box for each day of which something can be taken back.
fn day_boxes(month: &RecallMonth, ticked: &[String]) -> impl IntoView + use<> {
    let problem = choice_problem_of("days");
    let bad = problem.is_some();
    let described = described_by("days", true);
    let boxes = month.days.iter().filter(|day| is_open(day)).enumerate().map(|(at, day)| {
        // The first box carries the field's own id, so that the list of problems leads there.
        let id = if at == 0 { "days".to_owned() } else { format!("days-{at}") };
        let value = day.date.to_string();
        let is_ticked = ticked.contains(&value);
        view! {
            <label class="choice" for=id.clone()>
                <input type="checkbox" id=id.clone() name=format!("days[{at}]") value=value checked=is_ticked />
                <span>{label(day)}</span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    view! {
        <fieldset class="field" class:bad=bad aria-describedby=described>
            <legend>{t(m::ASK_DAYS)} " " <span class="required">{t(msg::common::REQUIRED_MARK)}</span></legend>
            <p class="hint" id="days-hint">
                {t(m::ASK_DAYS_HINT)}
            </p>
            {problem.map(|words| view! { <p class="problem" id="days-problem"><Icon of=icon::ERROR_FILL />{words}</p> })}
            <div class="choices many">{boxes}</div>
        </fieldset>
    }
}

/// The day, its times, for whom it was and how it stands.
fn label(day: &RecallDay) -> String {
    let of = tw(m::DAY, &[("day", &day.date.day()), ("weekday", &t(date::weekday(day.date.weekday())))]);
    let stands: [(bool, Msg); 3] =
        [(day.stands.approved, m::DAY_APPROVED), (day.stands.by_hand, m::DAY_BY_HAND), (day.waits, m::DAY_WAITS)];
    let stands = stands.into_iter().filter(|(so, _)| *so).map(|(_, words)| t(words).to_owned());
    let parts = [Some(of), Some(times(day.span, day.date)), day.employer.clone()].into_iter().flatten();
    parts.chain(stands).collect::<Vec<_>>().join(t(msg::common::LIST_JOIN))
}
