//! Whether single letters do anything on this device. Invariant: what was switched off stays off on this device until it is
//! switched on; where nothing can be kept, keys work.

use crate::shell::t;
use i18n::msg;
use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use {
    js_sys::{Function, Reflect},
    wasm_bindgen::{JsCast, JsValue},
};

use msg::application as m;

/// Where it is kept in the browser.
#[cfg(not(feature = "ssr"))]
const KEPT: &str = "review-keys";
#[cfg(not(feature = "ssr"))]
const OFF: &str = "off";

/// The browser's own memory of this site.
#[cfg(not(feature = "ssr"))]
fn kept() -> Option<JsValue> {
    Reflect::get(&window(), &JsValue::from_str("localStorage")).ok().filter(JsValue::is_object)
}

#[cfg(not(feature = "ssr"))]
fn call(name: &str, with: &[&str]) -> Option<JsValue> {
    let storage = kept()?;
    let function: Function = Reflect::get(&storage, &JsValue::from_str(name)).ok()?.dyn_into().ok()?;
    let arguments = js_sys::Array::new();
    for one in with {
        arguments.push(&JsValue::from_str(one));
    }
    function.apply(&storage, &arguments).ok()
}

/// Whether letters do anything.
#[cfg(not(feature = "ssr"))]
pub(super) fn is_on() -> bool {
    call("getItem", &[KEPT]).and_then(|kept| kept.as_string()).as_deref() != Some(OFF)
}

#[cfg(not(feature = "ssr"))]
fn keep(on: bool) {
    // A browser that keeps nothing asks again next time.
    drop(if on { call("removeItem", &[KEPT]) } else { call("setItem", &[KEPT, OFF]) });
}

/// Turns letters on and off. Without a script there are no keys and no switch.
#[island]
pub fn KeySwitch() -> impl IntoView {
    let works = RwSignal::new(false);
    let on = RwSignal::new(true);
    #[cfg(not(feature = "ssr"))]
    Effect::new(move || {
        on.set(is_on());
        works.set(true);
    });
    let change = move |_| {
        on.update(|on| *on = !*on);
        #[cfg(not(feature = "ssr"))]
        keep(on.get_untracked());
    };
    view! {
        <p class="key-switch" hidden=move || !works.get()>
            <label class="choice">
                <input type="checkbox" prop:checked=move || on.get() on:change=change />
                <span>{t(m::KEYS_ON)}</span>
            </label>
        </p>
    }
}
