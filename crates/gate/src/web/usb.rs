//! The reader at the computer's USB, by a module of its own that is fetched when it is asked for (static/usb.js). Invariant: what
//! was started before the last switch is not heard any more.

use super::{
    app::{dispatch, spawn},
    phone::{self, call_promise, member},
};
use crate::{
    model::Event,
    usb::{Usb, UsbTrouble, reading},
};
use js_sys::{Array, Function, Reflect};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast as _, prelude::*};
use wasm_bindgen_futures::JsFuture;

/// What gate-boot.js calls the way to the module: wasm has no `import()` of its own.
const LOAD: &str = "gateUsb";

thread_local! {
    static STOP: RefCell<Option<Function>> = const { RefCell::new(None) };
    /// Counts switches.
    static SWITCHES: Cell<u32> = const { Cell::new(0) };
}

/// Switches it on or off; `ask`: a person may be asked which.
pub fn switch(on: bool, ask: bool) {
    let switches = SWITCHES.get().wrapping_add(1);
    SWITCHES.set(switches);
    if let Some(stop) = STOP.take() {
        drop(stop.call0(&JsValue::UNDEFINED));
    }
    if !on {
        return;
    }
    spawn(async move {
        match begin(ask, switches).await {
            Some(stop) if switches == SWITCHES.get() => STOP.set(Some(stop)),
            Some(stop) => drop(stop.call0(&JsValue::UNDEFINED)),
            None => dispatch(Event::Usb(Usb::Trouble(UsbTrouble::NotLoaded))),
        }
    });
}

async fn begin(ask: bool, switches: u32) -> Option<Function> {
    let window = web_sys::window()?;
    let module = JsFuture::from(call_promise(&window, LOAD, &Array::new())?).await.ok()?;
    let start: Function = member(&module, "start")?.dyn_into().ok()?;
    let told = Closure::<dyn Fn(String, String)>::new(move |kind: String, text: String| {
        if switches == SWITCHES.get() {
            heard(&kind, &text);
        }
    });
    let stop = Reflect::apply(&start, &JsValue::UNDEFINED, &Array::of2(&ask.into(), told.as_ref())).ok()?;
    // It speaks as long as the page lives, or is not heard any more.
    told.forget();
    stop.dyn_into().ok()
}

fn heard(kind: &str, text: &str) {
    if let Some(usb) = Usb::said(kind) {
        dispatch(Event::Usb(usb));
    } else if let Some(reading) = reading(text).filter(|_| !phone::is_hidden()) {
        dispatch(Event::Wedged(reading));
    }
}
