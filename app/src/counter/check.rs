//! The look at the person and the papers, as a short list to tick. Invariant: kinds only; there is no place for a number.

use super::{CheckCounter, words};
use crate::shell::{
    Checkbox, DescriptionList, Icon, Row, SelectField, SubmitButton,
    field::{choice_problem_of, described_by},
    icon, t,
};
use domain::{
    application::ApplicationKind,
    counter::{CheckForm, Checked, CounterCase, Paper},
    time::WorkDate,
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};

use msg::counter as m;

/// What was looked at, and by whom.
pub(super) fn summary(checked: &Checked, today: WorkDate) -> impl IntoView + use<> {
    let kind = t(crate::technician::words::identity_kind(checked.identity_kind));
    let rows = vec![Row::new(t(m::IDENTITY_KIND), kind), Row::new(t(m::PAPERS_BROUGHT), words::papers_of(checked))];
    view! {
        <p>{words::looked(checked, today)}</p>
        <DescriptionList rows />
    }
}

/// The form, with what was typed or looked at before.
pub(super) fn form(case: &CounterCase, typed: Option<CheckForm>) -> impl IntoView + use<> {
    let again = case.checked.is_some();
    let before = case.checked.as_ref().map(|checked| CheckForm {
        identity_kind: checked.identity_kind.code().to_owned(),
        papers: checked.papers.iter().map(|paper| paper.code().to_owned()).collect(),
        agrees: String::new(),
    });
    let form = typed.or(before).unwrap_or_default();
    let (id, kind, agrees) = (case.row.id.to_string(), form.identity_kind.clone(), form.agrees.clone());
    let papers = papers(case.row.kind, &form.papers);
    let whom = case.row.kind.stage().is_none().then(|| view! { <p>{t(m::FIRM_LEAD)}</p> });
    let inside = view! {
        {whom}
        <p class="hint">{t(m::CHECK_LEAD)}</p>
        <form method="post" action=CheckCounter::PATH class="form" novalidate>
            <input type="hidden" name="application" value=id />
            <SelectField name="identity_kind" label=t(m::IDENTITY_KIND) value=kind options=words::identity_kinds() />
            {papers}
            <Checkbox name="agrees" label=t(m::AGREES) value=agrees />
            <SubmitButton text=t(m::CHECK_SAVE) icon=icon::CHECK />
        </form>
    };
    if !again {
        return inside.into_any();
    }
    view! {
        <details class="bands" open=crate::shell::field::has_problems()>
            <summary>{t(m::CHECK_AGAIN)}</summary>
            {inside}
        </details>
    }
    .into_any()
}

fn papers(kind: ApplicationKind, ticked: &[String]) -> impl IntoView + use<> {
    let problem = choice_problem_of("papers");
    let bad = problem.is_some();
    let described = described_by("papers", true);
    let boxes = Paper::of(kind).into_iter().enumerate().map(|(at, paper)| {
        let id = if at == 0 { "papers".to_owned() } else { format!("papers-{}", paper.code()) };
        let is_ticked = ticked.iter().any(|code| code == paper.code());
        view! {
            <label class="choice" for=id.clone()>
                <input type="checkbox" id=id.clone() name=format!("papers[{at}]") value=paper.code() checked=is_ticked />
                <span>{t(words::paper(paper))}</span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    view! {
        <fieldset class="field" class:bad=bad aria-describedby=described>
            <legend>{t(m::PAPERS_BROUGHT)} <span class="required">{t(msg::common::REQUIRED_MARK)}</span></legend>
            <p class="hint" id="papers-hint">
                {t(m::PAPERS_HINT)}
            </p>
            {problem
                .map(|words| {
                    view! {
                        <p class="problem" id="papers-problem">
                            <Icon of=icon::ERROR_FILL />
                            {words}
                        </p>
                    }
                })}
            <div class="choices">{boxes}</div>
        </fieldset>
    }
}
