//! The photo before it is sent. Invariant: drawn on this device only; nothing leaves it until the form is sent.

use crate::shell::t;
use i18n::msg;
use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use {
    wasm_bindgen::{JsCast, JsValue, prelude::Closure},
    wasm_bindgen_futures::{JsFuture, spawn_local},
    web_sys::{CanvasRenderingContext2d, Event, File, HtmlCanvasElement, HtmlInputElement, ImageBitmap},
};

/// Width of the drawing in pixels; the face guide's ratio is 294 : 378.
pub const WIDTH: u32 = 147;
/// Height of the drawing in pixels.
pub const HEIGHT: u32 = 189;

/// Draws the picture chosen in the file field `input`.
#[island]
pub fn PhotoPreview(
    /// Id of the file field.
    input: String,
) -> impl IntoView {
    let chosen = RwSignal::new(false);
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    #[cfg(not(feature = "ssr"))]
    Effect::new(move || watch(&input, canvas, chosen));
    #[cfg(feature = "ssr")]
    drop(input);
    view! {
        <figure class="photo-preview" hidden=move || !chosen.get() aria-live="polite">
            <canvas node_ref=canvas width=WIDTH height=HEIGHT></canvas>
            <figcaption>{t(msg::technician::PHOTO_PREVIEW)}</figcaption>
        </figure>
    }
}

#[cfg(not(feature = "ssr"))]
fn watch(input: &str, canvas: NodeRef<leptos::html::Canvas>, chosen: RwSignal<bool>) {
    let Some(field) = document().get_element_by_id(input).and_then(|found| found.dyn_into::<HtmlInputElement>().ok())
    else {
        return;
    };
    let files = field.clone();
    let on_change = Closure::<dyn FnMut(Event)>::new(move |_| {
        let file = files.files().and_then(|files| files.get(0));
        let canvas = canvas.get_untracked();
        chosen.set(false);
        if let (Some(file), Some(canvas)) = (file, canvas) {
            spawn_local(async move { chosen.set(draw(&file, &canvas).await.is_ok()) });
        }
    });
    drop(field.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref()));
    on_change.forget();
}

/// Draws the middle of the picture so that it fills the guide. Errors: what the browser says of a file that is no
/// picture; the server will say the same in words.
#[cfg(not(feature = "ssr"))]
async fn draw(file: &File, canvas: &HtmlCanvasElement) -> Result<(), JsValue> {
    let picture = JsFuture::from(window().create_image_bitmap_with_blob(file)?).await?;
    let picture: ImageBitmap = picture.dyn_into()?;
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into::<CanvasRenderingContext2d>()?;
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let (frame_width, frame_height) = (f64::from(WIDTH), f64::from(HEIGHT));
    let scale = (frame_width / width).max(frame_height / height);
    let (cut_width, cut_height) = (frame_width / scale, frame_height / scale);
    context.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        &picture,
        (width - cut_width) / 2.0,
        (height - cut_height) / 2.0,
        cut_width,
        cut_height,
        0.0,
        0.0,
        frame_width,
        frame_height,
    )
}
