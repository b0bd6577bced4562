//! A line to type in a form of which a page has many: one for each row. Invariant: its id is its own, while its name is the same
//! in every form.

use super::{Icon, icon};
use leptos::prelude::*;

/// The input `name` under an id of its own, with what was typed and what was wrong with it.
pub fn line_field(
    id: &str,
    name: &'static str,
    label: &'static str,
    value: String,
    wrong: Option<String>,
) -> impl IntoView + use<> {
    let (id, bad) = (id.to_owned(), wrong.is_some());
    let problem_id = format!("{id}-problem");
    let described = bad.then(|| problem_id.clone());
    view! {
        <div class="field" class:bad=bad>
            <label for=id.clone()>{label}</label>
            {wrong
                .map(|words| {
                    view! {
                        <p class="problem" id=problem_id>
                            <Icon of=icon::ERROR_FILL />
                            {words}
                        </p>
                    }
                })}
            <input
                class="input"
                type="text"
                id=id
                name=name
                value=value
                autocomplete="off"
                aria-describedby=described
                aria-invalid=bad.then_some("true")
            />
        </div>
    }
}
