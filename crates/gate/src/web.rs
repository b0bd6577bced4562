//! The browser's side. Invariant: nothing is decided here; events go into [`crate::model`], effects come out and are
//! carried out.

mod app;
mod camera;
mod clock;
mod dom;
mod http;
mod keep;
mod key;
mod nfc;
mod phone;
mod photo;
mod sound;
mod store;
mod sync;
mod usb;
mod vault;
mod wedge;

use wasm_bindgen::prelude::*;

/// Called by gate-boot.js through wasm-bindgen once the wasm is there.
#[wasm_bindgen(start)]
pub fn start() {
    app::start();
}
