//! 「いまいる場所」: the position the device says, into the two fields. Invariant: a nicety only; the fields are typed in
//! without it, and nobody is asked for a position before the button is pressed.

use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

/// A button that fills the fields `latitude` and `longitude`; there is none before its script runs.
#[island]
pub fn HereButton(
    /// Its words.
    label: String,
    /// What is said while the device looks.
    asking: String,
    /// What is said when the fields were filled.
    filled: String,
    /// What is said when the device would not tell.
    failed: String,
) -> impl IntoView {
    let (ready, said) = (RwSignal::new(false), RwSignal::new(String::new()));
    #[cfg(not(feature = "ssr"))]
    Effect::new(move || ready.set(window().navigator().geolocation().is_ok()));
    let press = move |_| {
        #[cfg(not(feature = "ssr"))]
        look(said, [asking.clone(), filled.clone(), failed.clone()]);
        #[cfg(feature = "ssr")]
        let _ = (&asking, &filled, &failed);
    };
    view! {
        <p class="here" hidden=move || !ready.get()>
            <button type="button" class="button outline" on:click=press>
                {label}
            </button>
            " "
            <span class="hint" role="status">
                {move || said.get()}
            </span>
        </p>
    }
}

#[cfg(not(feature = "ssr"))]
fn look(said: RwSignal<String>, [asking, filled, failed]: [String; 3]) {
    said.set(asking);
    let refused = failed.clone();
    let found = Closure::once_into_js(move |position: JsValue| {
        said.set(if fill(&position).is_some() { filled } else { failed });
    });
    let words = refused.clone();
    let not_found = Closure::once_into_js(move |_: JsValue| said.set(words));
    let asked = window().navigator().geolocation().and_then(|device| {
        device.get_current_position_with_error_callback(found.unchecked_ref(), Some(not_found.unchecked_ref()))
    });
    if asked.is_err() {
        said.set(refused);
    }
}

/// Writes what the device said, to the sixth place.
#[cfg(not(feature = "ssr"))]
fn fill(position: &JsValue) -> Option<()> {
    let coords = js_sys::Reflect::get(position, &"coords".into()).ok()?;
    for name in ["latitude", "longitude"] {
        let degrees = js_sys::Reflect::get(&coords, &name.into()).ok()?.as_f64()?;
        let field = document().get_element_by_id(name)?.dyn_into::<web_sys::HtmlInputElement>().ok()?;
        field.set_value(&format!("{degrees:.6}"));
    }
    Some(())
}
