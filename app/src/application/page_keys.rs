//! The keys of a page where one thing is granted or refused. Invariant: a letter moves the focus or turns a picture and
//! decides nothing; what is decided is pressed.

use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use {
    super::key_switch,
    super::keys::{all, click, element, focus, is_typing, toggle_help},
    wasm_bindgen::{JsCast, prelude::Closure},
    web_sys::{Element, HtmlElement, KeyboardEvent},
};

/// Listens while the page is open; shows nothing.
#[island]
pub fn PageKeys() -> impl IntoView {
    #[cfg(not(feature = "ssr"))]
    Effect::new(listen);
}

#[cfg(not(feature = "ssr"))]
fn listen() {
    let on_key = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if !is_typing(&event) && key_switch::is_on() && press(&event) {
            event.prevent_default();
        }
    });
    // It lives as long as the page, which a navigation replaces.
    drop(document().add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref()));
    on_key.forget();
}

#[cfg(not(feature = "ssr"))]
fn press(event: &KeyboardEvent) -> bool {
    match event.key().as_str() {
        "j" | "J" => step(1),
        "k" | "K" => step(-1),
        "y" | "Y" => focus("button[value=grant], button[value=approve]"),
        "n" | "N" => focus("#reason"),
        "r" | "R" => look(".viewer-turn"),
        "z" | "Z" => look(".viewer-zoom"),
        "o" | "O" => click("a.review-next"),
        "?" => toggle_help(),
        _ => return false,
    }
    true
}

/// Presses a picture's button: in the part that has the focus, else the first of the page.
#[cfg(not(feature = "ssr"))]
fn look(button: &str) {
    let here = format!(".key-stop:focus {button}");
    click(if element(&here).is_some() { &here } else { button });
}

/// Moves to the part `by` parts away; from nowhere to the first.
#[cfg(not(feature = "ssr"))]
fn step(by: i64) {
    let Some(parts) = all(".key-stop") else { return };
    let part = |at: u32| parts.get(at).and_then(|node| node.dyn_into::<Element>().ok());
    let active = document().active_element();
    let holds =
        |at: &u32| part(*at).is_some_and(|part| active.as_ref().is_some_and(|active| part.contains(Some(active))));
    let now = (0..parts.length()).find(holds);
    let last = i64::from(parts.length()) - 1;
    let to = now.map_or(0, |now| (i64::from(now) + by).clamp(0, last.max(0)));
    let found = u32::try_from(to).ok().and_then(part).and_then(|part| part.dyn_into::<HtmlElement>().ok());
    if let Some(found) = found {
        drop(found.focus());
    }
}
