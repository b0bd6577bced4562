//! The form that registers a passkey. Invariant: it is there only where the browser can; the password goes to the register and stays
//! nowhere on the page.

use super::{State, enter::said};
use crate::shell::{Icon, icon, t};
use i18n::msg::passkey as m;
use leptos::{ev::SubmitEvent, prelude::*};

/// Registers a passkey of this phone or computer, or of one nearby. The fields stand within.
#[island]
pub fn AddPasskey(
    /// The origin passkeys are for.
    origin: String,
    /// The fields `name` and `password`.
    children: Children,
) -> impl IntoView {
    let state = RwSignal::new(State::Unknown);
    #[cfg(feature = "hydrate")]
    Effect::new(move || state.set(super::browser::state(&origin)));
    #[cfg(not(feature = "hydrate"))]
    drop(origin);
    let away = move || matches!(*state.read(), State::Unknown | State::Without);
    let asking = move || *state.read() == State::Asking;
    view! {
        <p hidden=move || *state.read() != State::Without>{t(m::CANNOT)}</p>
        <form class="form passkey-add" hidden=away novalidate on:submit=move |event: SubmitEvent| start(&event, state)>
            {children()}
            <button type="submit" class="button" aria-disabled=move || asking().then_some("true")>
                <Icon of=icon::KEY />
                {t(m::ADD)}
            </button>
            {move || said(&state.read(), m::STOPPED_ADD)}
        </form>
    }
}

#[cfg(feature = "hydrate")]
fn start(event: &SubmitEvent, state: RwSignal<State>) {
    use super::{ask_passkey, browser, keep_passkey};
    event.prevent_default();
    if *state.read_untracked() == State::Asking {
        return;
    }
    let (name, password) = (typed("name"), typed("password"));
    state.set(State::Asking);
    leptos::task::spawn_local(async move {
        let done = async {
            let options = ask_passkey(name, password).await.map_err(|error| browser::refused(&error))?;
            let answer = browser::make(&options).await?;
            keep_passkey(answer).await.map_err(|error| browser::refused(&error))
        };
        match done.await {
            Ok(page) => browser::go(&page),
            Err(why) => state.set(why),
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn start(_: &SubmitEvent, _: RwSignal<State>) {}

/// What stands in a field.
#[cfg(feature = "hydrate")]
fn typed(field: &str) -> String {
    use wasm_bindgen::JsCast;
    let input =
        document().get_element_by_id(field).and_then(|found| found.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.map(|input| input.value()).unwrap_or_default()
}
