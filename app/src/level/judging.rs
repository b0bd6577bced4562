//! The forms of the judging screen: a verdict for each requirement and statement with what there is to show for it, the decision,
//! and the second look. Invariant: whoever judged is offered no second look.

use super::{JudgeLevel, LookAtLevel, words};
use crate::{
    application::choice,
    shell::{
        Banner, ButtonKind, Card, Field, Icon, RadioRows, SubmitButton, Tone,
        field::{choice_problem_of, described_by},
        icon, t, tw,
    },
};
use domain::level::{
    Part, Requirement,
    application::{LevelState, RefusalReason},
    judging::{JudgeForm, statement_field, statement_key, verdict_field},
    statement::StatementRow,
    verdict::{keyed, of_criteria},
    view::{Case, Judgement},
};
use i18n::{msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::level as m;

/// What is to be done with an application now, or what was said of it.
pub(super) fn part(case: &Case, typed: Option<JudgeForm>) -> AnyView {
    match (case.row.state, &case.judgement) {
        (LevelState::Waiting, _) => judge(case, typed).into_any(),
        (LevelState::SecondLook, Some(said)) => second(case, said, typed).into_any(),
        (_, Some(said)) => {
            let said = said_of(case, said);
            view! { <Card title=t(m::CASE_JUDGE)>{said}</Card> }.into_any()
        }
        (_, None) => ().into_any(),
    }
}

/// What is chosen at first: what the criteria come to.
fn begun(case: &Case) -> JudgeForm {
    let verdicts = of_criteria(&case.parts).into_iter();
    let word = |met: bool| if met { "met" } else { "not_met" };
    let met = case.parts.iter().all(Part::is_met);
    JudgeForm {
        moves: case.row.moves,
        verdicts: verdicts.map(|(key, met)| (key, word(met).to_owned())).collect(),
        decision: if met { "grant" } else { "refuse" }.to_owned(),
        ..JudgeForm::default()
    }
}

fn judge(case: &Case, typed: Option<JudgeForm>) -> impl IntoView + use<> {
    let form = typed.unwrap_or_else(|| begun(case));
    let verdicts = keyed(&case.parts).into_iter().map(|(key, one)| verdict(&key, one, &form)).collect_view();
    let statements = case.statements.iter().map(|row| statement(row, &form)).collect_view();
    let options = vec![
        ("grant".to_owned(), tw(m::CASE_GRANT, &[("level", &words::level(case.row.wanted))])),
        ("refuse".to_owned(), t(m::CASE_REFUSE).to_owned()),
    ];
    let reasons = reasons(&form);
    let described = described_by("note", true);
    let (id, moves) = (case.row.id.to_string(), case.row.moves.to_string());
    view! {
        <Card title=t(m::CASE_JUDGE)>
            <p>{t(m::CASE_JUDGE_LEAD)}</p>
            <form method="post" action=JudgeLevel::PATH class="form" novalidate>
                <input type="hidden" name="application" value=id />
                <input type="hidden" name="moves" value=moves />
                {verdicts} {statements}
                <RadioRows name="decision" legend=t(m::CASE_DECISION) value=form.decision.clone() options />
                {reasons}
                <Field name="note" label=t(m::CASE_NOTE) hint=t(m::CASE_NOTE_HINT) required=false>
                    <textarea class="input" id="note" name="note" rows="3" aria-describedby=described>
                        {form.note.clone()}
                    </textarea>
                </Field>
                <SubmitButton text=t(m::CASE_GO) icon=icon::CHECK />
            </form>
        </Card>
    }
}

/// `3-w1-0` is of level 3, the second way.
fn place(key: &str) -> String {
    let mut parts = key.split('-');
    let level = parts.next().and_then(|level| level.parse().ok()).and_then(domain::level::Level::from_number);
    let way = parts.next().and_then(|way| way.strip_prefix('w')).and_then(|way| way.parse::<u32>().ok());
    let level = level.map(words::level).unwrap_or_default();
    match way {
        Some(way) => format!("{level} {}", tw(m::WAY_N, &[("n", &(way + 1))])),
        None => level.to_owned(),
    }
}

/// A requirement with what there is to show for it, and its verdict.
fn verdict(key: &str, one: &Requirement, form: &JudgeForm) -> impl IntoView + use<> {
    let what = format!("{} {}", place(key), words::name(&one.wanted));
    let legend = tw(m::CASE_VERDICT, &[("what", &what)]);
    let value = form.verdicts.get(key).cloned().unwrap_or_default();
    let (name, standing, shown) = (verdict_field(key), words::standing(one), words::what(&one.wanted));
    let options = choice::of([("met", m::MET), ("not_met", m::NOT_MET)]);
    view! {
        <div class="level-verdict">
            <div>
                <p><b>{what}</b></p>
                <p>{t(m::BY_CRITERIA)} ": " {standing}</p>
                {shown}
            </div>
            <RadioRows name legend value options />
        </div>
    }
}

fn statement(row: &StatementRow, form: &JudgeForm) -> impl IntoView + use<> {
    let legend = tw(m::CASE_STATEMENT_VERDICT, &[("employer", &row.entry.employer)]);
    let value = form.statements.get(&statement_key(row.id)).cloned().unwrap_or_default();
    let options = choice::of([("taken", m::TAKEN), ("not_taken", m::NOT_TAKEN)]);
    view! { <RadioRows name=statement_field(row.id) legend value options /> }
}

fn reasons(form: &JudgeForm) -> impl IntoView + use<> {
    let problem = choice_problem_of("reasons");
    let bad = problem.is_some();
    let boxes = RefusalReason::ALL.into_iter().enumerate().map(|(at, reason)| {
        let id = if at == 0 { "reasons".to_owned() } else { format!("reasons-{}", reason.code()) };
        let on = form.reasons.iter().any(|code| code == reason.code());
        view! {
            <label class="choice" for=id.clone()>
                <input type="checkbox" id=id.clone() name=format!("reasons[{at}]") value=reason.code() checked=on />
                <span>{t(word::level_refusal(reason))}</span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    view! {
        <fieldset class="field" class:bad=bad aria-describedby="reasons-hint">
            <legend>{t(m::CASE_REASONS)}</legend>
            <p class="hint" id="reasons-hint">
                {t(m::CASE_REASONS_HINT)}
            </p>
            {problem.map(|words| view! { <p class="problem"><Icon of=icon::ERROR_FILL />{words}</p> })}
            <div class="choices">{boxes}</div>
        </fieldset>
    }
}

/// What somebody said: where it differs from the criteria, the decision and the reasons.
fn said_of(case: &Case, said: &Judgement) -> impl IntoView + use<> {
    let criteria = of_criteria(&case.parts);
    let line = |(key, one): (String, &Requirement)| {
        let of = |met: Option<&bool>| t(if met == Some(&true) { m::MET } else { m::NOT_MET });
        let (by_body, by_criteria) = (of(said.verdicts.get(&key)), of(criteria.get(&key)));
        let what = format!("{} {}", place(&key), words::name(&one.wanted));
        view! {
            <li>
                {what} ": " <b>{by_body}</b> " " <span class="hint">{t(m::BY_CRITERIA)} ": " {by_criteria}</span>
            </li>
        }
    };
    let lines = keyed(&case.parts).into_iter().map(line).collect_view();
    let decision = if said.grants {
        tw(m::CASE_GRANT, &[("level", &words::level(case.row.wanted))])
    } else {
        t(m::CASE_REFUSE).to_owned()
    };
    let reasons = said.reasons.iter().map(|reason| view! { <li>{t(word::level_refusal(*reason))}</li> }).collect_view();
    view! {
        <ul>{lines}</ul>
        <p>{t(m::CASE_DECISION)} ": " <b>{decision}</b></p>
        <ul>{reasons}</ul>
        <p>{said.note.clone()}</p>
    }
}

fn second(case: &Case, said: &Judgement, typed: Option<JudgeForm>) -> impl IntoView + use<> {
    let shown = said_of(case, said);
    let lead = tw(m::CASE_SECOND_LEAD, &[("name", &said.by)]);
    let note = typed.unwrap_or_default().note;
    let form = if said.own {
        view! { <Banner tone=Tone::Info>{t(m::CASE_SECOND_OWN)}</Banner> }.into_any()
    } else {
        let described = described_by("note", false);
        view! {
            <form method="post" action=LookAtLevel::PATH class="form" novalidate>
                <input type="hidden" name="application" value=case.row.id.to_string() />
                <input type="hidden" name="moves" value=case.row.moves.to_string() />
                <Field name="note" label=t(m::CASE_SECOND_NOTE) required=false>
                    <textarea class="input" id="note" name="note" rows="3" aria-describedby=described>
                        {note}
                    </textarea>
                </Field>
                <div class="two-buttons">
                    <button type="submit" class=ButtonKind::Solid.class() name="decision" value="agree">
                        {t(m::CASE_AGREE)}
                    </button>
                    <button type="submit" class=ButtonKind::Outline.class() name="decision" value="send_back">
                        {t(m::CASE_SEND_BACK)}
                    </button>
                </div>
            </form>
        }
        .into_any()
    };
    view! {
        <Card title=t(m::CASE_SECOND)>
            <p>{lead}</p>
            {shown}
            {form}
        </Card>
    }
}
