//! The photo before it is sent: cut to the frame of a card, on this device. Invariant: once a picture has been drawn here,
//! what the form sends is what the frame shows; without a script the form sends the file as it is.

#[cfg(not(feature = "ssr"))]
use super::{
    crop::{Crop, HEIGHT, WIDTH},
    drawing,
};
use crate::shell::t;
use i18n::msg;
use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use {
    leptos::ev::{KeyboardEvent, PointerEvent},
    web_sys::{CanvasRenderingContext2d, ImageBitmap},
};

use msg::technician as m;

/// What a press enlarges by.
#[cfg(not(feature = "ssr"))]
const ZOOM_STEP: f64 = 1.15;
/// Pixels of the frame an arrow key moves by.
#[cfg(not(feature = "ssr"))]
const MOVE_STEP: f64 = 16.0;

/// What is being cut out.
#[cfg(not(feature = "ssr"))]
#[derive(Clone, Copy)]
struct Work {
    input: StoredValue<String>,
    canvas: NodeRef<leptos::html::Canvas>,
    picture: StoredValue<Option<ImageBitmap>, LocalStorage>,
    crop: StoredValue<Crop>,
    /// Fingers on the frame, where they were last.
    fingers: StoredValue<Vec<(i32, (f64, f64))>>,
}

/// Draws the picture chosen in the file field `input` in the frame of a card's photo, and lets it be moved, enlarged and
/// turned.
#[island]
pub fn PhotoPreview(
    /// Id of the file field.
    input: String,
) -> impl IntoView {
    let chosen = RwSignal::new(false);
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    #[cfg(not(feature = "ssr"))]
    let work = Work::of(input, canvas);
    #[cfg(not(feature = "ssr"))]
    Effect::new(move || work.begin(chosen));
    #[cfg(feature = "ssr")]
    drop(input);
    let pressed = move |event: leptos::ev::PointerEvent| {
        #[cfg(not(feature = "ssr"))]
        work.press(&event);
        #[cfg(feature = "ssr")]
        drop(event);
    };
    let moved = move |event: leptos::ev::PointerEvent| {
        #[cfg(not(feature = "ssr"))]
        work.drag(&event);
        #[cfg(feature = "ssr")]
        drop(event);
    };
    let lifted = move |event: leptos::ev::PointerEvent| {
        #[cfg(not(feature = "ssr"))]
        work.lift(&event);
        #[cfg(feature = "ssr")]
        drop(event);
    };
    let keyed = move |event: leptos::ev::KeyboardEvent| {
        #[cfg(not(feature = "ssr"))]
        work.key(&event);
        #[cfg(feature = "ssr")]
        drop(event);
    };
    let act = move |key: &'static str| {
        #[cfg(not(feature = "ssr"))]
        work.act(key);
        #[cfg(feature = "ssr")]
        let _ = key;
    };
    view! {
        <figure class="photo-preview" hidden=move || !chosen.get()>
            <div class="photo-frame">
                <canvas
                    node_ref=canvas
                    tabindex="0"
                    role="img"
                    aria-label=t(m::PHOTO_PREVIEW)
                    aria-describedby="photo-frame-hint"
                    on:pointerdown=pressed
                    on:pointermove=moved
                    on:pointerup=lifted
                    on:pointercancel=lifted
                    on:keydown=keyed
                ></canvas>
                <span class="photo-guide" aria-hidden="true"></span>
            </div>
            <figcaption>
                <span role="status">{move || chosen.get().then(|| t(m::PHOTO_PREVIEW))}</span>
                <span class="hint" id="photo-frame-hint">
                    {t(m::PHOTO_FRAME_HINT)}
                </span>
                {ways(act)}
            </figcaption>
        </figure>
    }
}

/// The buttons, each doing what its key does.
fn ways(act: impl Fn(&'static str) + Copy + 'static) -> impl IntoView {
    let button = |words, key| {
        view! {
            <button type="button" class="button outline" on:click=move |_| act(key)>
                {t(words)}
            </button>
        }
    };
    view! {
        <span class="photo-ways">
            {button(m::PHOTO_LARGER, "+")}
            {button(m::PHOTO_SMALLER, "-")}
            {button(m::PHOTO_TURN, "r")}
        </span>
    }
}

#[cfg(not(feature = "ssr"))]
impl Work {
    fn of(input: String, canvas: NodeRef<leptos::html::Canvas>) -> Self {
        Self {
            input: StoredValue::new(input),
            canvas,
            picture: StoredValue::new_local(None),
            crop: StoredValue::new(Crop::of(WIDTH, HEIGHT)),
            fingers: StoredValue::new(Vec::new()),
        }
    }

    fn begin(self, chosen: RwSignal<bool>) {
        let Some(field) = drawing::file_field(&self.input.get_value()) else { return };
        drawing::on_choice(&field, true, move |picture| {
            chosen.set(picture.is_some());
            if let Some(picture) = &picture {
                self.crop.set_value(Crop::of(f64::from(picture.width()), f64::from(picture.height())));
            }
            let drawn = picture.is_some();
            self.picture.set_value(picture);
            if drawn {
                self.finish();
            }
        });
    }

    /// Draws what the frame shows, in no more pixels than the picture has there.
    fn draw(self) -> Option<()> {
        let (canvas, crop) = (self.canvas.get_untracked()?, self.crop.get_value());
        let shrink = crop.width() / WIDTH;
        canvas.set_width(pixels(WIDTH * shrink));
        canvas.set_height(pixels(HEIGHT * shrink));
        let surface = drawing::surface(&canvas)?;
        self.picture.with_value(|picture| paint(&surface, picture.as_ref()?, crop, shrink).ok())
    }

    fn finish(self) {
        if let (Some(()), Some(canvas), Some(field)) =
            (self.draw(), self.canvas.get_untracked(), drawing::file_field(&self.input.get_value()))
        {
            drawing::hand_over(&canvas, &field);
        }
    }

    fn place(self, event: &PointerEvent) -> Option<(f64, f64)> {
        let canvas = self.canvas.get_untracked()?;
        let (x, y) = drawing::place(&canvas, event);
        let enlarge = WIDTH / f64::from(canvas.width()).max(1.0);
        Some((x * enlarge, y * enlarge))
    }

    fn press(self, event: &PointerEvent) {
        let (Some(canvas), Some(at)) = (self.canvas.get_untracked(), self.place(event)) else { return };
        event.prevent_default();
        drop(canvas.set_pointer_capture(event.pointer_id()));
        drop(canvas.focus());
        self.fingers.update_value(|fingers| fingers.push((event.pointer_id(), at)));
    }

    /// One finger moves the picture; of two the distance enlarges it.
    fn drag(self, event: &PointerEvent) {
        let Some(at) = self.place(event) else { return };
        let before = self.fingers.get_value();
        let Some(moving) = before.iter().position(|(finger, _)| *finger == event.pointer_id()) else { return };
        let mut after = before.clone();
        after[moving].1 = at;
        let crop = self.crop.get_value();
        let changed = match (before.as_slice(), after.as_slice()) {
            ([(_, from)], _) => crop.moved(at.0 - from.0, at.1 - from.1),
            ([(_, a), (_, b), ..], [(_, c), (_, d), ..]) => crop.zoomed(apart(*c, *d) / apart(*a, *b).max(1.0)),
            _ => crop,
        };
        self.crop.set_value(changed);
        self.fingers.set_value(after);
        self.draw();
    }

    fn lift(self, event: &PointerEvent) {
        self.fingers.update_value(|fingers| fingers.retain(|(finger, _)| *finger != event.pointer_id()));
        self.finish();
    }

    fn key(self, event: &KeyboardEvent) {
        if self.act(&event.key()) {
            event.prevent_default();
        }
    }

    /// Does what a key or a button says; whether it says anything.
    fn act(self, key: &str) -> bool {
        let crop = self.crop.get_value();
        let changed = match key {
            "ArrowLeft" => crop.moved(-MOVE_STEP, 0.0),
            "ArrowRight" => crop.moved(MOVE_STEP, 0.0),
            "ArrowUp" => crop.moved(0.0, -MOVE_STEP),
            "ArrowDown" => crop.moved(0.0, MOVE_STEP),
            "+" => crop.zoomed(ZOOM_STEP),
            "-" => crop.zoomed(ZOOM_STEP.recip()),
            "r" => crop.turned(),
            _ => return false,
        };
        self.crop.set_value(changed);
        self.finish();
        true
    }
}

#[cfg(not(feature = "ssr"))]
fn apart(one: (f64, f64), other: (f64, f64)) -> f64 {
    (one.0 - other.0).hypot(one.1 - other.1)
}

#[cfg(not(feature = "ssr"))]
fn paint(
    surface: &CanvasRenderingContext2d,
    picture: &ImageBitmap,
    crop: Crop,
    shrink: f64,
) -> Result<(), wasm_bindgen::JsValue> {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let (x, y) = crop.offset();
    surface.scale(shrink, shrink)?;
    surface.translate(WIDTH / 2.0 + x, HEIGHT / 2.0 + y)?;
    surface.rotate(crop.radians())?;
    surface.scale(crop.scale(), crop.scale())?;
    surface.draw_image_with_image_bitmap(picture, -width / 2.0, -height / 2.0)
}

/// A canvas has whole pixels, at least one.
#[cfg(not(feature = "ssr"))]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and HEIGHT")]
fn pixels(length: f64) -> u32 {
    length.clamp(1.0, HEIGHT).round() as u32
}
