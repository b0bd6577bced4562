//! Entry of the wasm that pages load. Invariant: holds nothing of its own; what wakes up is the islands of `app`.

/// Wakes the islands of the page. Called once by the document's script.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // Without this the linker drops the crate's exports, and with them every island.
    app::link();
    leptos::mount::hydrate_islands();
}
