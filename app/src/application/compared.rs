//! What is registered beside what is applied for, as applicants and reviewers read it, of a person or a business. Invariant:
//! what differs has one mark everywhere; whether it does is the domain's to say.

use super::progress::{self, State, state_words};
use crate::shell::{Row, t, tw};
use i18n::msg;
use leptos::prelude::*;

use msg::change as m;

fn or_none(words: &str) -> &str {
    if words.trim().is_empty() { t(m::CHECK_NONE) } else { words }
}

/// An answer that differs, for whoever checks it before it is handed in: what is registered, then what is to stand there,
/// both in words.
pub fn row(label: impl Into<String>, before: &str, after: &str) -> Row {
    let lines = [(m::CHECK_BEFORE, before), (m::CHECK_AFTER, after)]
        .map(|(line, value)| tw(line, &[("value", &or_none(value))]))
        .join("\n");
    let (word, tone, drawing) = state_words(State::Changed);
    Row::new(label, lines).with_mark(tone, drawing, t(word))
}

/// What a reviewer reads below an answer of somebody registered: the mark, and what is registered where that is something
/// else. `before`: in words.
pub fn beside(differs: bool, before: &str) -> impl IntoView + use<> {
    let words = differs.then(|| match before.trim() {
        "" => t(m::CASE_BEFORE_NONE).to_owned(),
        before => tw(m::CASE_BEFORE, &[("value", &before)]),
    });
    view! {
        {words.map(|words| view! { <span class="review-note">{words}</span> })}
        {progress::tag(if differs { State::Changed } else { State::AsRegistered })}
    }
}
