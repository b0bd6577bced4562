//! The button that logs in by a passkey. Invariant: it is there only where the browser can, and asks nobody who has not pressed it.

use super::State;
use crate::shell::{Icon, icon, t};
use i18n::msg::passkey as m;
use leptos::prelude::*;

/// Logs in by a passkey of this phone or computer, or of one nearby.
#[island]
pub fn PasskeyLogIn(
    /// The origin passkeys are for.
    origin: String,
) -> impl IntoView {
    let state = RwSignal::new(State::Unknown);
    #[cfg(feature = "hydrate")]
    Effect::new(move || state.set(super::browser::state(&origin)));
    #[cfg(not(feature = "hydrate"))]
    drop(origin);
    let away = move || matches!(*state.read(), State::Unknown | State::Without);
    let asking = move || *state.read() == State::Asking;
    view! {
        <div class="passkey-log-in" hidden=away>
            <button type="button" class="button outline" aria-disabled=move || asking().then_some("true") on:click=move |_| start(state)>
                <Icon of=icon::KEY />
                {t(m::LOG_IN)}
            </button>
            {move || said(&state.read(), m::STOPPED_LOG_IN)}
        </div>
    }
}

/// What stands below the button.
pub(super) fn said(state: &State, stopped: i18n::Msg) -> AnyView {
    let words = match state {
        State::Unknown | State::Without | State::Ready => return ().into_any(),
        State::Asking => return view! { <p role="status">{t(m::ASKING)}</p> }.into_any(),
        State::Stopped => t(stopped).to_owned(),
        State::HereAlready => t(m::HERE_ALREADY).to_owned(),
        State::Refused(words) => words.clone(),
    };
    view! { <p class="problem" role="alert">{words}</p> }.into_any()
}

#[cfg(feature = "hydrate")]
fn start(state: RwSignal<State>) {
    use super::{ask_log_in, browser, log_in_by_passkey};
    if *state.read_untracked() == State::Asking {
        return;
    }
    state.set(State::Asking);
    leptos::task::spawn_local(async move {
        let done = async {
            let options = ask_log_in().await.map_err(|error| browser::refused(&error))?;
            let answer = browser::answer(&options).await?;
            log_in_by_passkey(answer).await.map_err(|error| browser::refused(&error))
        };
        match done.await {
            Ok(next) => browser::go(&next),
            Err(why) => state.set(why),
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn start(_: RwSignal<State>) {}
