//! How far the pages of a registration form have come. Invariant: a page counts as done only where the domain's check of
//! the draft finds nothing wrong on it.

use crate::shell::{Tone, icon, t, tag_of};
use i18n::{Msg, msg};
use leptos::prelude::*;

/// How far a page has come.
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
    /// Something in it is to be changed.
    Changed,
    /// It is as it is registered.
    AsRegistered,
}

impl State {
    /// Whether nothing is left to do in it.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::Voluntary | Self::Changed | Self::AsRegistered)
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
        State::Changed => (msg::change::TASK_CHANGED, Tone::Ok, Some(icon::EDIT)),
        State::AsRegistered => (msg::change::TASK_REGISTERED, Tone::Plain, None),
    }
}

/// How far something has come, as a tag.
pub fn tag(state: State) -> AnyView {
    let (word, tone, mark) = state_words(state);
    tag_of(tone, mark, t(word))
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
