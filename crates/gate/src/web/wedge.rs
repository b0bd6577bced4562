//! Keys as they go down, for readers that type like a keyboard. Invariant: a key is taken from the page only where it ends a
//! reading, so that a reader's Enter presses no button.

use super::{
    app::{dispatch, read},
    phone,
};
use crate::{
    model::{Event, Page},
    wedge::{Heard, Key, Wedge},
};
use std::cell::RefCell;
use wasm_bindgen::{JsCast as _, prelude::*};

thread_local! {
    static WEDGE: RefCell<Wedge> = RefCell::new(Wedge::default());
}

/// Listens as long as the page lives, before any button hears of the key.
pub fn listen() {
    let Some(window) = web_sys::window() else { return };
    let heard = Closure::<dyn Fn(web_sys::KeyboardEvent)>::new(|event: web_sys::KeyboardEvent| down(&event));
    let listened = window.add_event_listener_with_callback_and_bool("keydown", heard.as_ref().unchecked_ref(), true);
    drop(listened);
    heard.forget();
}

fn down(event: &web_sys::KeyboardEvent) {
    let at_work = read(|model| matches!(model.page, Page::Gate)).unwrap_or_default();
    if !at_work || phone::is_hidden() {
        return;
    }
    let code = event.code();
    let held = event.ctrl_key() || event.alt_key() || event.meta_key() || event.repeat();
    let key = Key { code: &code, at_ms: event.time_stamp(), in_field: is_in_field(event), held };
    let heard = WEDGE.with_borrow_mut(|wedge| wedge.key(key));
    if heard != Heard::Nothing {
        event.prevent_default();
        event.stop_propagation();
    }
    if let Heard::Reading(reading) = heard {
        dispatch(Event::Wedged(reading));
    }
}

fn is_in_field(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| element.closest("input, textarea, select, [contenteditable]").ok().flatten().is_some())
}
