//! Fields of several answers: boxes to tick, and lines of text. Invariant: the problem of the whole stands once, above them.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

use super::{
    Field, Icon,
    field::{choice_problem_of, described_by, problem_of},
    icon, t,
};
use i18n::msg;
use leptos::prelude::*;

/// Boxes to tick, each sent as `{name}_{value}`.
#[component]
pub fn TickRows(
    /// Name of the field in the form; the id of the first box.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// Values ticked, a space between.
    #[prop(optional, into)]
    value: String,
    /// Values and their words, in order.
    options: Vec<(String, String)>,
    /// What helps to choose.
    #[prop(into)]
    hint: String,
    /// Language of the words, where it is not the page's.
    #[prop(optional)]
    lang_of_words: Option<&'static str>,
) -> impl IntoView {
    let problem = choice_problem_of(&name);
    let bad = problem.is_some();
    let described = described_by(&name, true);
    let (hint_id, problem_id) = (format!("{name}-hint"), format!("{name}-problem"));
    let rows = options.into_iter().enumerate().map(|(at, (code, words))| {
        let sent_as = format!("{name}_{code}");
        let id = if at == 0 { name.clone() } else { sent_as.clone() };
        let ticked = value.split_whitespace().any(|one| one == code);
        view! {
            <label class="choice" for=id.clone()>
                <input type="checkbox" id=id.clone() name=sent_as value="yes" checked=ticked />
                <span lang=lang_of_words>{words}</span>
            </label>
        }
    });
    let rows = rows.collect_view();
    view! {
        <fieldset class="field" class:bad=bad aria-describedby=described>
            <legend>{legend}</legend>
            <p class="hint" id=hint_id>
                {hint}
            </p>
            {problem.map(|words| view! { <p class="problem" id=problem_id><Icon of=icon::ERROR_FILL />{words}</p> })}
            <div class="choices many">{rows}</div>
        </fieldset>
    }
    .into_any()
}

/// Lines of text.
#[component]
pub fn LinesField(
    /// Name of the field in the form.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What was typed.
    #[prop(optional, into)]
    value: String,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let hint = hint.filter(|hint| !hint.is_empty()).unwrap_or_else(|| t(msg::common::ONE_A_LINE).to_owned());
    let described = described_by(&name, true);
    let invalid = problem_of(&name).is_some().then_some("true");
    view! {
        <Field name=name.clone() label=label hint=hint required=false>
            <textarea class="input" id=name.clone() name=name rows="4" aria-describedby=described aria-invalid=invalid>
                {value}
            </textarea>
        </Field>
    }
    .into_any()
}
