//! Asking the phone where it is when a touch is pressed. Invariant: a nicety only; nobody is asked before a button is pressed, a
//! phone that does not say records all the same, also where its question is never answered, and each press is sent once.

use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use {
    core::time::Duration,
    wasm_bindgen::{JsCast, JsValue, prelude::Closure},
    web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, Node, PositionOptions},
};

/// The forms it stands beside.
#[cfg(not(feature = "ssr"))]
const FORMS: &str = "form.poster-touch";
/// What a phone that is asked says, as its forms name it.
#[cfg(not(feature = "ssr"))]
const SAID: [&str; 3] = ["latitude", "longitude", "accuracy"];
/// So long a phone may look for its place, milliseconds; then it is recorded without.
#[cfg(not(feature = "ssr"))]
const PATIENCE_MS: u32 = 10_000;

/// Has the forms of touches on the page ask the phone before they are sent; without its script they are sent as they are.
#[island]
pub fn AskPosition(
    /// What is said while the phone looks.
    asking: String,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    #[cfg(not(feature = "ssr"))]
    Effect::new(move || watch(said, &asking));
    #[cfg(feature = "ssr")]
    drop(asking);
    view! {
        <p class="hint" role="status">
            {move || said.get()}
        </p>
    }
}

#[cfg(not(feature = "ssr"))]
fn patience() -> Duration {
    Duration::from_millis(PATIENCE_MS.into())
}

/// The press that waits for the phone's answer.
#[cfg(not(feature = "ssr"))]
#[derive(Clone, Copy)]
struct Waiting {
    /// What is said meanwhile; empty while no press waits.
    said: RwSignal<String>,
    /// Which press it is: one more with each that began or ended, so that of answer, refusal and end of patience only the first
    /// finds its own.
    turn: StoredValue<u32>,
}

#[cfg(not(feature = "ssr"))]
impl Waiting {
    /// Begins; `None` where another press waits already.
    fn begin(self, asking: &str) -> Option<u32> {
        if !self.said.get_untracked().is_empty() {
            return None;
        }
        self.said.set(asking.to_owned());
        self.next();
        Some(self.turn.get_value())
    }
    /// Ends the press that is `turn`, which is sent now; `false` where it has ended before.
    fn end(self, turn: u32) -> bool {
        if self.turn.get_value() != turn {
            return false;
        }
        self.next();
        // A page that still stands there so much later was not left: its sending was stopped, and the next press counts.
        let sent = self.turn.get_value();
        let over = move || {
            if self.turn.get_value() == sent {
                self.forget();
            }
        };
        set_timeout(over, patience());
        true
    }
    /// Lets no press wait any more: what still comes of one is nobody's.
    fn forget(self) {
        self.next();
        self.said.set(String::new());
    }
    fn next(self) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
    }
}

#[cfg(not(feature = "ssr"))]
fn watch(said: RwSignal<String>, asking: &str) {
    let waiting = Waiting { said, turn: StoredValue::new(0) };
    let Ok(forms) = document().query_selector_all(FORMS) else { return };
    for form in (0..forms.length()).filter_map(|at| forms.item(at)) {
        let (asking, pressed) = (asking.to_owned(), form.clone());
        let press = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            // Whoever presses again while the phone looks waits for the first answer.
            if let Some(turn) = waiting.begin(&asking) {
                ask(&pressed, waiting, turn);
            }
        });
        // Where it cannot listen, the form is sent as it is. Listened to as long as the page is there.
        let _ = form.add_event_listener_with_callback("submit", press.into_js_value().unchecked_ref());
    }
    // A page that was left while a press waited may come back as it was: that press is over, and the next one counts. The first
    // time a page is shown, which may be after the first press, is no such return.
    let back = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        let kept = js_sys::Reflect::get(&event, &"persisted".into());
        if kept.is_ok_and(|kept| kept.is_truthy()) {
            waiting.forget();
        }
    });
    // Where it cannot listen, a press that waited is sent when its patience ends.
    let _ = window().add_event_listener_with_callback("pageshow", back.into_js_value().unchecked_ref());
}

#[cfg(not(feature = "ssr"))]
fn ask(form: &Node, waiting: Waiting, turn: u32) {
    let (with, without, late) = (form.clone(), form.clone(), form.clone());
    let found = Closure::once_into_js(move |position: JsValue| {
        if waiting.end(turn) {
            // What could not be filled in is left out, and the register says that none was given.
            let _ = fill(&with, &position);
            send(&with);
        }
    });
    let refused = Closure::once_into_js(move |_: JsValue| {
        if waiting.end(turn) {
            send(&without);
        }
    });
    // The phone's own limit does not run while it asks whether it may say, and that question may stand open for ever.
    let enough = move || {
        if waiting.end(turn) {
            send(&late);
        }
    };
    let timed = set_timeout_with_handle(enough, patience());
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_timeout(PATIENCE_MS);
    let asked = window().navigator().geolocation().and_then(|device| {
        device.get_current_position_with_error_callback_and_options(
            found.unchecked_ref(),
            Some(refused.unchecked_ref()),
            &options,
        )
    });
    if (asked.is_err() || timed.is_err()) && waiting.end(turn) {
        send(form);
    }
}

#[cfg(not(feature = "ssr"))]
fn fill(form: &Node, position: &JsValue) -> Option<()> {
    let coords = js_sys::Reflect::get(position, &"coords".into()).ok()?;
    let form = form.dyn_ref::<Element>()?;
    for name in SAID {
        let number = js_sys::Reflect::get(&coords, &name.into()).ok()?.as_f64()?;
        let field = form.query_selector(&format!("input[name={name}]")).ok()??;
        field.dyn_into::<HtmlInputElement>().ok()?.set_value(&number.to_string());
    }
    Some(())
}

/// Sends it by itself, which is no press and asks nothing again.
#[cfg(not(feature = "ssr"))]
fn send(form: &Node) {
    if let Some(form) = form.dyn_ref::<HtmlFormElement>() {
        let _ = form.submit();
    }
}
