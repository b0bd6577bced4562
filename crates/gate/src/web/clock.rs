//! The browser's two clocks, looked at together. Invariant: this page's own begins once and is never begun again.

use super::{app::now, phone};
use crate::{
    clock::{Both, Clock},
    model::Event,
};
use domain::touch::wire::clock::PageClock;
use js_sys::{Function, Reflect};
use std::cell::Cell;
use wasm_bindgen::JsCast as _;

thread_local! {
    static CLOCK: Cell<Option<Clock>> = const { Cell::new(None) };
}

/// `performance.now()`; `None` in a browser without, whose touches go without.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of a page's life")]
fn both() -> Option<Both> {
    let performance = phone::member(web_sys::window()?.as_ref(), "performance")?;
    let asked: Function = Reflect::get(&performance, &"now".into()).ok()?.dyn_into().ok()?;
    let page_ms = asked.call0(&performance).ok()?.as_f64()?.round() as i64;
    Some(Both { wall: now(), page_ms })
}

/// Begins it, once.
#[expect(clippy::disallowed_methods, reason = "the border of the gate: the browser's own source of chance")]
pub fn begin() {
    if let (None, Some(at)) = (CLOCK.get(), both()) {
        CLOCK.set(Some(Clock::begin(uuid::Uuid::new_v4(), at, phone::is_hidden())));
    }
}

fn change(change: impl FnOnce(&mut Clock, Both)) {
    if let (Some(mut clock), Some(at)) = (CLOCK.get(), both()) {
        change(&mut clock, at);
        CLOCK.set(Some(clock));
    }
}

/// The page came into sight or went out of it.
pub fn turned() {
    change(|clock, at| clock.turned(phone::is_hidden(), at));
}

/// Takes the server's time where an event brings it.
pub fn heard(event: &Event) {
    if let Event::Answered { offset_ms: Some(offset_ms), .. } | Event::Roster { offset_ms: Some(offset_ms), .. } = event
    {
        change(|clock, at| clock.measured(*offset_ms, at));
    }
}

/// For a touch read now.
pub fn read() -> Option<PageClock> {
    Some(CLOCK.get()?.read(both()?.page_ms))
}
