//! Sections of a registration form and how far each has come. Invariant: a section counts as filled in only where the
//! domain's check of the draft finds nothing wrong in it.

use crate::shell::{Tag, Tone, icon, t, tw};
use domain::form::FieldProblem;
use i18n::{Msg, msg};
use leptos::prelude::*;

/// A section of a form.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Its anchor, after `section-`.
    pub id: &'static str,
    /// Its heading.
    pub title: Msg,
    /// The fields in it, by the names problems use.
    pub fields: &'static [&'static str],
}

/// How far a section has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing is in it.
    NotYet,
    /// Something is in it.
    Started,
    /// Nothing is wrong in it.
    Done,
    /// The applicant was told of a problem in it.
    ToFix,
    /// Nothing is in it and nothing need be.
    Voluntary,
}

impl State {
    /// Whether nothing is left to do in it.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::Voluntary)
    }
}

/// Word, tone and drawing of how far something has come.
pub const fn state_words(state: State) -> (Msg, Tone, Option<&'static str>) {
    match state {
        State::NotYet => (msg::common::TASK_NOT_YET, Tone::Plain, None),
        State::Started => (msg::common::TASK_STARTED, Tone::Info, None),
        State::Done => (msg::common::TASK_DONE, Tone::Ok, Some(icon::CHECK)),
        State::ToFix => (msg::common::TASK_TO_FIX, Tone::Err, Some(icon::ERROR_FILL)),
        State::Voluntary => (msg::registration::VOLUNTARY, Tone::Plain, None),
    }
}

/// A line of the list of what is left.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    section: Section,
    state: State,
}

/// How far each section has come. `typed`: fields that hold something; `open`: every problem of the draft; `shown`: the
/// problems the applicant is told of now.
pub fn of(sections: &[Section], typed: &[&str], open: &[FieldProblem], shown: &[FieldProblem]) -> Vec<Step> {
    let hit = |section: &Section, problems: &[FieldProblem]| {
        problems.iter().any(|problem| section.fields.contains(&problem.field.as_str()))
    };
    let state = |section: &Section| {
        let any = section.fields.iter().any(|field| typed.contains(field));
        match (hit(section, shown), any, hit(section, open)) {
            (true, _, _) => State::ToFix,
            (false, false, _) => State::NotYet,
            (false, true, true) => State::Started,
            (false, true, false) => State::Done,
        }
    };
    sections.iter().map(|section| Step { section: *section, state: state(section) }).collect()
}

/// The sections as a summary of problems groups by them: each heading with the names its problems may stand under.
pub fn groups(sections: &[Section]) -> Vec<(String, Vec<&'static str>)> {
    let names = |section: &Section| {
        // The birth date's inputs stand in a group of another name.
        let birth = section.fields.contains(&"birth_date").then_some("birth");
        section.fields.iter().copied().chain(birth).collect()
    };
    sections.iter().map(|section| (t(section.title).to_owned(), names(section))).collect()
}

/// The list of what is left, each a link to its section.
#[component]
pub fn Progress(
    /// In page order.
    steps: Vec<Step>,
) -> impl IntoView {
    let all = steps.len();
    let done = steps.iter().filter(|step| step.state == State::Done).count();
    let line = |step: Step| {
        let (word, tone, mark) = state_words(step.state);
        let tag = match mark {
            Some(mark) => view! { <Tag tone text=t(word) icon=mark /> }.into_any(),
            None => view! { <Tag tone text=t(word) /> }.into_any(),
        };
        view! {
            <li>
                <a href=format!("#section-{}", step.section.id)>{t(step.section.title)}</a>
                {tag}
            </li>
        }
    };
    view! {
        <aside class="registration-progress" aria-labelledby="progress-title">
            <h2 id="progress-title">{t(msg::technician::PROGRESS_TITLE)}</h2>
            <p class="hint">{tw(msg::technician::PROGRESS_COUNT, &[("all", &all), ("done", &done)])}</p>
            <progress max=all value=done aria-hidden="true"></progress>
            <ol>{steps.into_iter().map(line).collect_view()}</ol>
        </aside>
    }
}

/// A section around its fields.
pub fn section(section: &Section, inside: AnyView) -> impl IntoView + use<> {
    let id = format!("section-{}", section.id);
    let heading = format!("{id}-title");
    view! {
        <section class="form-section" id=id aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{t(section.title)}</h2>
            {inside}
        </section>
    }
}

/// What Enter in a field presses: saving, never the button that happens to stand first. `says`: name and value it is sent
/// with, where the form has several buttons.
pub fn default_button(says: Option<(&'static str, &'static str)>) -> impl IntoView {
    let (name, value) = says.unzip();
    view! {
        <button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true" name=name value=value>
            {t(msg::common::SAVE)}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::form::Problem;

    #[test]
    fn a_section_is_done_only_without_problems() {
        let sections = [Section { id: "a", title: msg::technician::SECTION_PERSON, fields: &["x", "y"] }];
        let wrong = [FieldProblem::new("y", Problem::Missing)];
        for (typed, open, shown, state) in [
            (&[][..], &wrong[..], &[][..], State::NotYet),
            (&["x"], &wrong, &[], State::Started),
            (&["x", "y"], &[], &[], State::Done),
            (&["x"], &wrong, &wrong, State::ToFix),
            (&[], &[], &[], State::NotYet),
        ] {
            assert_eq!(of(&sections, typed, open, shown)[0].state, state, "{typed:?} {open:?} {shown:?}");
        }
    }
}
