//! One claim: what is said, what happened, what is recorded now. Invariant: every step is shown to whoever sees the claim.

use crate::shell::{Card, DescriptionList, Row, Tag, Tone, lang, t, tw};
use domain::{
    history::{
        claim::{ClaimCase, ClaimRecord, ClaimRow, ClaimState, ClaimStep},
        entry::Span,
    },
    id::ClaimId,
    time::{Instant, WorkDate},
};
use i18n::{date, msg, word};
use leptos::prelude::*;

use msg::claim as m;

/// The address of one claim on a page of claims.
pub(super) fn at(page: &str, id: ClaimId) -> String {
    format!("{page}?claim={id}")
}

/// The claim an address asks for: none, one, or something that is none.
pub(super) fn asked(text: Option<&str>) -> Option<Result<ClaimId, ()>> {
    text.map(|text| text.parse().map_err(|_| ()))
}

/// How a state is coloured.
pub(super) const fn tone(state: ClaimState) -> Tone {
    match state {
        ClaimState::Waiting | ClaimState::Reopened | ClaimState::Passed => Tone::Info,
        ClaimState::Answered | ClaimState::AnsweredAgain | ClaimState::Refused => Tone::Warn,
        ClaimState::Confirmed | ClaimState::Upheld => Tone::Ok,
        ClaimState::Withdrawn | ClaimState::Dismissed => Tone::Plain,
    }
}

/// The state in a word.
pub(super) fn tag(state: ClaimState) -> impl IntoView + use<> {
    view! { <Tag tone=tone(state) text=t(word::claim_state(state)) /> }
}

/// The claim and all that happened; `person`: for whose day it is, who needs not be told their name.
pub(super) fn view(case: &ClaimCase, today: WorkDate, person: bool) -> AnyView {
    let row = &case.row;
    let (rows, steps) = (rows(row, today, person), steps(&case.steps, today));
    let record = record(case.record.as_ref(), row.day);
    view! {
        <div class="detail-head">
            <h2>{date::full(lang(), row.day)}</h2>
            {tag(row.state)}
        </div>
        <Card>
            <DescriptionList rows />
        </Card>
        <Card title=t(m::RECORD)>{record}</Card>
        <Card title=t(m::STEPS)>{steps}</Card>
    }
    .into_any()
}

fn rows(row: &ClaimRow, today: WorkDate, person: bool) -> Vec<Row> {
    let asked = row.asked_name.clone().unwrap_or_else(|| t(m::ASKED_NOBODY).to_owned());
    let mut rows = vec![
        Row::new(t(m::CLAIM), t(word::claim_kind(row.kind))),
        Row::new(t(m::SITE), row.site_name.clone()),
        Row::new(t(m::ASKED), asked),
    ];
    if !person {
        rows.insert(0, Row::new(t(m::NAME), format!("{} {}", row.name, row.technician.grouped())));
    }
    if row.span != Span::default() {
        rows.push(Row::new(t(m::SAID_TIMES), times(row.span, row.day)));
    }
    if !row.words.is_empty() {
        rows.push(Row::new(t(m::SAID_WORDS), row.words.clone()));
    }
    rows.push(Row::new(t(m::MADE_AT), date::date_time(lang(), row.made_at, today)));
    if row.state.waits_for_business() {
        rows.push(Row::new(t(m::UNTIL), date::day_only(lang(), row.answer_by)));
    }
    rows
}

/// In and out as far as they are known.
pub(super) fn times(span: Span, day: WorkDate) -> String {
    let time = |at: Option<Instant>| {
        at.map_or_else(|| t(msg::history::NOT_RECORDED).to_owned(), |at| date::time_of_day(lang(), at, day))
    };
    tw(msg::entry::TIMES, &[("first_in", &time(span.first_in)), ("last_out", &time(span.last_out))])
}

fn record(record: Option<&ClaimRecord>, day: WorkDate) -> AnyView {
    let Some(record) = record else { return view! { <p>{t(m::NO_RECORD)}</p> }.into_any() };
    let known = |value: Option<String>| value.unwrap_or_else(|| t(msg::common::UNKNOWN).to_owned());
    let rows = vec![
        Row::new(t(msg::history::FIRST_IN), known(record.span.first_in.map(|at| date::time_of_day(lang(), at, day)))),
        Row::new(t(msg::history::LAST_OUT), known(record.span.last_out.map(|at| date::time_of_day(lang(), at, day)))),
        Row::new(t(msg::history::EMPLOYER), known(record.employer.clone())),
        Row::new(t(msg::history::TRADE), known(record.trade.map(|trade| word::trade(lang(), trade)))),
        Row::new(t(msg::history::ROLE), known(record.role.map(|role| t(word::work_role(role)).to_owned()))),
        Row::new(t(msg::history::APPROVAL), t(word::approval(record.approval))),
    ];
    view! { <DescriptionList rows /> }.into_any()
}

fn steps(steps: &[ClaimStep], today: WorkDate) -> AnyView {
    if steps.is_empty() {
        return view! { <p>{t(m::NO_STEPS)}</p> }.into_any();
    }
    let line = |step: &ClaimStep| {
        let words = step.words.clone().map(|words| {
            view! {
                <dt>{t(m::SAID)}</dt>
                <dd>{words}</dd>
            }
        });
        view! {
            <li>
                <time datetime=format!("{}T{}+09:00", date::iso(step.at.date()), step.at.hh_mm())>
                    {date::date_time(lang(), step.at, today)}
                </time>
                <dl>
                    <dt>{t(m::BY)}</dt>
                    <dd>{t(word::claim_party(step.by))}</dd>
                    <dt>{t(m::WHAT)}</dt>
                    <dd>{t(word::claim_act(step.act))}</dd>
                    {words}
                </dl>
            </li>
        }
    };
    view! { <ol class="touch-list">{steps.iter().map(line).collect_view()}</ol> }.into_any()
}
