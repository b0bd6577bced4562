//! A password that is chosen: typed twice. Invariant: both inputs are named the same wherever one is chosen, and what was typed
//! is never sent back.

use super::{TextField, t};
use i18n::msg::common as m;
use leptos::prelude::*;

/// Labels of both inputs, for a summary of what is wrong.
pub fn password_labels() -> [(&'static str, String); 2] {
    [("password", m::PASSWORD), ("password_again", m::PASSWORD_AGAIN)]
        .map(|(field, label)| (field, t(label).to_owned()))
}

/// The two inputs.
#[component]
pub fn NewPassword(
    /// What it must be, and what it is for.
    hint: &'static str,
    /// Whether one must be chosen: not where one is set already.
    #[prop(default = true)]
    required: bool,
) -> impl IntoView {
    view! {
        <TextField
            name="password"
            label=t(m::PASSWORD)
            hint=hint
            kind="password"
            autocomplete="new-password"
            required=required
        />
        <TextField
            name="password_again"
            label=t(m::PASSWORD_AGAIN)
            kind="password"
            autocomplete="new-password"
            required=required
        />
    }
}
