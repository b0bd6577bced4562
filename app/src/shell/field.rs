//! Form fields. Invariant: a field finds its own problem in the page's problems by its name, so that no page can show
//! a form and forget to say what is wrong with it.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

use super::{Icon, icon, lang, t};
use domain::form::{FieldProblem, Problem};
use i18n::{Lang, msg, problem};
use leptos::prelude::*;

/// Problems of the form on this page, in page order.
#[derive(Debug, Clone, Default)]
pub(super) struct Problems(pub(super) Vec<FieldProblem>);

/// Tells the fields of this page what is wrong. Call it before the page's view is made, once per form.
pub fn provide_problems(problems: Vec<FieldProblem>) {
    provide_context(Problems(problems));
}

/// Whether the form on this page has problems.
pub fn has_problems() -> bool {
    use_context::<Problems>().is_some_and(|problems| !problems.0.is_empty())
}

/// The sentence about field `name`, where something is wrong with it.
pub fn problem_of(name: &str) -> Option<String> {
    problem_among(&[name])
}

/// The same for a field where one chooses instead of writing.
pub fn choice_problem_of(name: &str) -> Option<String> {
    found_among(&[name]).map(|found| problem::text_choice(lang(), &found))
}

fn problem_among(names: &[&str]) -> Option<String> {
    found_among(names).map(|found| problem::text(lang(), &found))
}

fn found_among(names: &[&str]) -> Option<Problem> {
    let Problems(problems) = use_context::<Problems>()?;
    problems.into_iter().find(|problem| names.contains(&problem.field.as_str())).map(|found| found.problem)
}

/// Value of `aria-describedby` for the input of field `name`.
pub fn described_by(name: &str, has_hint: bool) -> Option<String> {
    let mut ids = Vec::new();
    if has_hint {
        ids.push(format!("{name}-hint"));
    }
    if problem_of(name).is_some() {
        ids.push(format!("{name}-problem"));
    }
    (!ids.is_empty()).then(|| ids.join(" "))
}

fn mark(required: bool) -> impl IntoView {
    if required {
        view! { <span class="required">{t(msg::common::REQUIRED_MARK)}</span> }
    } else {
        view! { <span class="optional">{t(msg::common::OPTIONAL)}</span> }
    }
}

fn is_japanese(words: &str) -> bool {
    let kana = |c: char| matches!(c, '\u{3040}'..='\u{30ff}');
    let spoken = lang();
    // Chinese has kanji of its own.
    let foreign = |c: char| kana(c) || (spoken != Lang::Zh && matches!(c, '\u{3400}'..='\u{9fff}'));
    !spoken.is_japanese() && words.chars().any(foreign)
}

/// When a field must be filled in that is neither always nor never asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// This or another must be.
    ThisOrAnother,
    /// Its label says when.
    SaidByLabel,
}

fn either_mark() -> impl IntoView {
    view! { <span class="required">{t(msg::common::EITHER_MARK)}</span> }
}

fn hint_line(name: &str, hint: Option<String>) -> impl IntoView + use<> {
    let id = format!("{name}-hint");
    hint.filter(|hint| !hint.is_empty()).map(|hint| view! { <p class="hint" id=id>{hint}</p> })
}

fn problem_line(name: &str, words: Option<String>) -> impl IntoView + use<> {
    let id = format!("{name}-problem");
    words.map(|words| {
        view! {
            <p class="problem" id=id>
                <Icon of=icon::ERROR_FILL />
                {words}
            </p>
        }
    })
}

/// Label, hint and problem around an input of the page's own. The input's `id` is the field's name.
#[component]
pub fn Field(
    /// Name of the field in the form; the id of its input.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it must be filled in.
    #[prop(default = true)]
    required: bool,
    /// Whether one chooses instead of writing.
    #[prop(optional)]
    choice: bool,
    /// When it must be filled in, where that is neither always nor never.
    #[prop(default = None)]
    wanted: Option<Wanted>,
    /// The input.
    children: Children,
) -> impl IntoView {
    let words = if choice { choice_problem_of(&name) } else { problem_of(&name) };
    let bad = words.is_some();
    view! {
        <div class="field" class:bad=bad>
            <label for=name.clone()>
                {label} " "
                {match wanted {
                    Some(Wanted::SaidByLabel) => ().into_any(),
                    Some(Wanted::ThisOrAnother) => either_mark().into_any(),
                    None => mark(required).into_any(),
                }}
            </label>
            {hint_line(&name, hint)}
            {problem_line(&name, words)}
            {children()}
        </div>
    }
    .into_any()
}

/// One line of text.
#[component]
pub fn TextField(
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
    /// Whether it must be filled in.
    #[prop(default = true)]
    required: bool,
    /// `type` of the input: `text`, `password`, `tel`, `email`.
    #[prop(default = "text")]
    kind: &'static str,
    /// `autocomplete`, as in the HTML standard.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Keyboard of the phone: `numeric`, `tel`, `email`.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// How wide the answer is: `short`, `medium`, or all of it.
    #[prop(optional)]
    width: &'static str,
    /// Language of what is typed, where it is not the page's.
    #[prop(optional)]
    lang_of_value: Option<&'static str>,
    /// When it must be filled in, where that is neither always nor never.
    #[prop(default = None)]
    wanted: Option<Wanted>,
) -> impl IntoView {
    let hint = hint.filter(|hint| !hint.is_empty());
    let described = described_by(&name, hint.is_some());
    let invalid = problem_of(&name).is_some().then_some("true");
    view! {
        <Field name=name.clone() label=label hint=hint.unwrap_or_default() required=required wanted=wanted>
            <input
                class=format!("input {width}")
                type=kind
                id=name.clone()
                name=name
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                lang=lang_of_value
                aria-describedby=described
                aria-invalid=invalid
                aria-required=required.then_some("true")
            />
        </Field>
    }
    .into_any()
}

/// A native list to choose one from.
#[component]
pub fn SelectField(
    /// Name of the field in the form.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// Value chosen.
    #[prop(optional, into)]
    value: String,
    /// Values and their words, in order. An empty choice is put first.
    options: Vec<(String, String)>,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether one must be chosen.
    #[prop(default = true)]
    required: bool,
) -> impl IntoView {
    let hint = hint.filter(|hint| !hint.is_empty());
    let described = described_by(&name, hint.is_some());
    let invalid = problem_of(&name).is_some().then_some("true");
    let empty = if required { t(msg::common::CHOOSE_ONE) } else { t(msg::common::NONE) };
    let nothing = value.is_empty();
    let choices = options.into_iter().map(|(code, words)| {
        let chosen = code == value;
        // An official term stays Japanese on an English page, and says so.
        let lang = is_japanese(&words).then_some("ja");
        view! { <option value=code selected=chosen lang=lang>{words}</option> }
    });
    let choices = choices.collect_view();
    view! {
        <Field name=name.clone() label=label hint=hint.unwrap_or_default() required=required choice=true>
            <select class="input" id=name.clone() name=name aria-describedby=described aria-invalid=invalid>
                <option value="" selected=nothing>{empty}</option>
                {choices}
            </select>
        </Field>
    }
    .into_any()
}

/// Rows to choose one from; the whole row presses.
#[component]
pub fn RadioRows(
    /// Name of the field in the form; the id of the first row.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// Value chosen.
    #[prop(optional, into)]
    value: String,
    /// Values and their words, in order.
    options: Vec<(String, String)>,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether one must be chosen.
    #[prop(default = true)]
    required: bool,
) -> impl IntoView {
    let words = choice_problem_of(&name);
    let bad = words.is_some();
    let hint = hint.filter(|hint| !hint.is_empty());
    let described = described_by(&name, hint.is_some());
    let rows = options.into_iter().enumerate().map(|(at, (code, words))| {
        let id = if at == 0 { name.clone() } else { format!("{name}-{code}") };
        let chosen = code == value;
        view! {
            <label class="choice" for=id.clone()>
                <input type="radio" id=id.clone() name=name.clone() value=code checked=chosen />
                <span>{words}</span>
            </label>
        }
    });
    let rows = rows.collect_view();
    view! {
        <fieldset class="field" class:bad=bad aria-describedby=described>
            <legend>{legend} {mark(required)}</legend>
            {hint_line(&name, hint)}
            {problem_line(&name, words)}
            <div class="choices">{rows}</div>
        </fieldset>
    }
    .into_any()
}

/// One box to tick. Sends `yes`.
#[component]
pub fn Checkbox(
    /// Name of the field in the form.
    #[prop(into)]
    name: String,
    /// What is agreed to or said.
    #[prop(into)]
    label: String,
    /// Value typed: ticked where it is `yes`.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let words = problem_of(&name);
    let bad = words.is_some();
    let described = described_by(&name, false);
    view! {
        <div class="field" class:bad=bad>
            {problem_line(&name, words)}
            <label class="choice" for=name.clone()>
                <input type="checkbox" id=name.clone() name=name.clone() value="yes" checked=value == "yes" aria-describedby=described />
                <span>{label}</span>
            </label>
        </div>
    }
    .into_any()
}

/// A date in four parts: `{name}_era`, `{name}_year`, `{name}_month`, `{name}_day`. A problem may stand under `name` or
/// any part.
#[component]
pub fn DateFields(
    /// Name of the date in the form.
    name: &'static str,
    /// The question.
    #[prop(into)]
    legend: String,
    /// Codes and words of the eras offered, in order.
    eras: Vec<(String, String)>,
    /// Era, year, month, day as typed.
    value: [String; 4],
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it must be filled in.
    #[prop(default = true)]
    required: bool,
    /// Whether this or another field must be filled in.
    #[prop(optional)]
    either: bool,
    /// `autocomplete`: `bday` for the person's own birthday, `off` where the browser is to keep nothing.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
) -> impl IntoView {
    let part = |suffix: &str| format!("{name}_{suffix}");
    let (era_name, year_name, month_name, day_name) = (part("era"), part("year"), part("month"), part("day"));
    let words = problem_among(&[name, &era_name, &year_name, &month_name, &day_name]);
    let bad = words.is_some().then_some("true");
    let described = match (hint.is_some(), bad.is_some()) {
        (true, true) => Some(format!("{name}-hint {name}-problem")),
        (true, false) => Some(format!("{name}-hint")),
        (false, true) => Some(format!("{name}-problem")),
        (false, false) => None,
    };
    let [era, year, month, day] = value;
    let number = |id: String, label: &'static str, value: String, complete: &'static str| {
        let complete = if autocomplete == Some("bday") { Some(complete) } else { autocomplete };
        view! {
            <label class="date-part" for=id.clone()>
                <input class="input" type="text" inputmode="numeric" id=id.clone() name=id.clone() value=value autocomplete=complete aria-invalid=bad />
                <span>{label}</span>
            </label>
        }
    };
    let choices = eras.into_iter().map(|(code, words)| {
        let chosen = code == era;
        view! { <option value=code selected=chosen>{words}</option> }
    });
    view! {
        <fieldset class="field date" class:bad=bad.is_some() id=name aria-describedby=described tabindex="-1">
            <legend>{legend} {if either { either_mark().into_any() } else { mark(required).into_any() }}</legend>
            {hint_line(name, hint)}
            {problem_line(name, words)}
            <div class="date-parts">
                <label class="date-part" for=era_name.clone()>
                    <span class="visually-hidden">{t(msg::common::ERA)}</span>
                    <select class="input" id=era_name.clone() name=era_name.clone()>
                        {choices.collect_view()}
                    </select>
                </label>
                {number(year_name, t(msg::common::YEAR), year, "bday-year")}
                {number(month_name, t(msg::common::MONTH), month, "bday-month")}
                {number(day_name, t(msg::common::DAY), day, "bday-day")}
            </div>
        </fieldset>
    }
    .into_any()
}
