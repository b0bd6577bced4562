//! `/passport/level/{field}`: all that the levels of a field ask, and applying for one. Invariant: the price and what is missing
//! are said before anything is asked for.

use super::{ApplyLevel, application, own, words};
use crate::shell::{
    Banner, Card, DescriptionList, ErrorSummary, Flash, RadioRows, Row, SubmitButton, TaskLayout, Tone, UiError, call,
    error::{FIELDS_WRONG, NOT_FOUND},
    icon, lang, page, provide_problems, t, tr, tw,
};
use domain::level::{FieldNumber, Level, Part, statement::StatementForm, view::FieldPage};
use i18n::{Msg, date, msg, number};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::level as m;

/// The page of a field.
pub(super) fn page_of(field: FieldNumber) -> String {
    format!("{}/{field}", own::PAGE)
}

fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "applied" => m::APPLIED,
        "changed" => m::CHANGED,
        "taken_back" => m::TAKEN_BACK,
        "statement_added" => m::STATEMENT_ADDED,
        "statement_removed" => m::STATEMENT_REMOVED,
        _ => return None,
    })
}

/// What was done, or why it was not.
pub(super) fn outcome(flash: &Flash, done_word: fn(&str) -> Option<Msg>) -> impl IntoView + use<> {
    let done = flash.done.as_deref().and_then(done_word).map(t);
    let failed = flash.error.as_ref().filter(|error| error.code != FIELDS_WRONG || flash.problems.is_empty());
    let failed = failed.map(|error| error.words(lang()));
    view! {
        {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
        {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
    }
}

/// `/passport/level/{field}`.
#[component]
pub fn LevelFieldPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("field")).unwrap_or_default();
    page(async move {
        let number = FieldNumber::parse(&asked).ok_or_else(|| UiError::of(NOT_FOUND))?;
        let of = services::level::field(&call(), number).await?;
        let flash = Flash::take(&page_of(number)).await?;
        let outcome = outcome(&flash, done_word);
        let typed: StatementForm = flash.form();
        provide_problems(flash.problems);
        let labels = application::labels();
        let judged = own::judged(&of.field);
        let application = application::part(&of, typed);
        let apply = apply(&of);
        let levels = of.levels.iter().map(|(level, parts)| asks(*level, parts)).collect_view();
        Ok(view! {
            <TaskLayout title=of.field.name.clone() back=own::PAGE>
                {outcome} <ErrorSummary labels chosen=&["trade", "file"] />
                <Card title=m::GRANTED>
                    <p><b>{words::level(of.field.held)}</b></p>
                    {judged}
                </Card>
                {application} {apply} {levels}
            </TaskLayout>
        })
    })
}

fn asks(level: Level, parts: &[Part]) -> impl IntoView + use<> {
    let lower = parts.iter().filter(|part| part.of != level);
    let line = |part: &Part| view! { <p class="hint">{tw(m::INCLUDES, &[("level", &words::level(part.of))])}</p> };
    let lower = lower.map(line).collect_view();
    let parts = words::parts(parts);
    view! {
        <Card title=tw(m::ASKS, &[("level", &words::level(level))])>
            <p>{tr(m::ALL_WANTED)}</p>
            {lower}
            {parts}
        </Card>
    }
}

/// The form to apply, or why nobody can now; nothing while one is open.
fn apply(of: &FieldPage) -> Option<AnyView> {
    if of.field.open.is_some() {
        return None;
    }
    if let Some(code) = &of.refused {
        let words = UiError::of(code).words(lang());
        return Some(view! { <Banner tone=Tone::Info>{words}</Banner> }.into_any());
    }
    let fee = of.price.map(|yen| {
        if yen.is_zero() {
            t(m::APPLY_FREE).to_owned()
        } else {
            tw(m::APPLY_FEE, &[("yen", &number::yen(lang(), yen.get()))])
        }
    });
    let rows: Vec<Row> = of.body.iter().map(|body| Row::new(t(m::APPLY_BODY), body.clone())).collect();
    let until = of.statements_until.map(|day| tw(m::APPLY_STATEMENTS, &[("day", &date::full(lang(), day))]));
    let reached = of.levels.iter().rev().find(|(_, parts)| parts.iter().all(Part::is_met)).map(|(level, _)| *level);
    let chosen = reached.or_else(|| of.levels.first().map(|(level, _)| *level));
    let (options, number) = (levels(of), of.field.number.to_string());
    let chosen = chosen.map(|level| level.number().to_string()).unwrap_or_default();
    Some(
        view! {
            <Card title=m::APPLY_TITLE>
                <p>{tr(m::APPLY_LEAD)}</p>
                <DescriptionList rows />
                {fee.map(|words| view! { <p><b>{words}</b></p> })}
                {until.map(|words| view! { <p>{words}</p> })}
                <form method="post" action=ApplyLevel::PATH class="form">
                    <input type="hidden" name="field" value=number />
                    <RadioRows
                        name="level"
                        legend=t(m::APPLY_LEVEL)
                        value=chosen
                        options
                    />
                    <SubmitButton text=m::APPLY_GO icon=icon::SEND />
                </form>
            </Card>
        }
        .into_any(),
    )
}

/// The levels one can apply for, each with whether anything is missing.
pub(super) fn levels(of: &FieldPage) -> Vec<(String, String)> {
    let option = |(level, parts): &(Level, Vec<Part>)| {
        let whole = if parts.iter().all(Part::is_met) { m::APPLY_LEVEL_WHOLE } else { m::APPLY_LEVEL_SHORT };
        (level.number().to_string(), format!("{} — {}", words::level(*level), t(whole)))
    };
    of.levels.iter().map(option).collect()
}
