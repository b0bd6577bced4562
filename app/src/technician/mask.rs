//! 番号をかくす: black boxes over the numbers of an insurance card, on this device. Invariant: once a picture has been drawn
//! here, what the form sends is the drawing with its boxes and never the file that was chosen.

#[cfg(not(feature = "ssr"))]
use super::{boxes::Black, drawing};
use crate::shell::{t, tw};
use i18n::{Msg, msg};
use leptos::{ev::MouseEvent, prelude::*};
#[cfg(not(feature = "ssr"))]
use {
    leptos::ev::{KeyboardEvent, PointerEvent},
    web_sys::{HtmlCanvasElement, ImageBitmap},
};

use msg::registration as m;

/// The longer side of a drawing in pixels: small print stays readable.
#[cfg(not(feature = "ssr"))]
const SIDE_MAX: f64 = 2_000.0;

#[cfg(not(feature = "ssr"))]
type Canvas = NodeRef<leptos::html::Canvas>;

/// What is being covered.
#[cfg(not(feature = "ssr"))]
#[derive(Clone, Copy)]
struct Work {
    input: StoredValue<String>,
    canvas: Canvas,
    picture: StoredValue<Option<ImageBitmap>, LocalStorage>,
    boxes: RwSignal<Vec<Black>>,
    from: StoredValue<Option<(f64, f64)>>,
}

/// Draws the picture chosen in the file field `input`, and lets its numbers be covered.
#[island]
pub fn MaskTool(
    /// Id of the file field.
    input: String,
) -> impl IntoView {
    let (chosen, count) = (RwSignal::new(false), RwSignal::new(0_usize));
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    #[cfg(not(feature = "ssr"))]
    let work = Work::of(input, canvas);
    #[cfg(not(feature = "ssr"))]
    Effect::new(move || work.begin(chosen));
    #[cfg(not(feature = "ssr"))]
    Effect::new(move || count.set(work.boxes.with(Vec::len)));
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
        work.draw_on(&event);
        #[cfg(feature = "ssr")]
        drop(event);
    };
    let lifted = move |_: leptos::ev::PointerEvent| {
        #[cfg(not(feature = "ssr"))]
        work.lift();
    };
    let keyed = move |event: leptos::ev::KeyboardEvent| {
        #[cfg(not(feature = "ssr"))]
        work.key(&event);
        #[cfg(feature = "ssr")]
        drop(event);
    };
    let add = move |_: MouseEvent| {
        #[cfg(not(feature = "ssr"))]
        work.add();
    };
    let undo = move |_: MouseEvent| {
        #[cfg(not(feature = "ssr"))]
        work.undo();
    };
    view! {
        <div class="mask" hidden=move || !chosen.get()>
            <p class="hint" id="mask-lead">
                {t(m::MASK_LEAD)}
            </p>
            <canvas
                node_ref=canvas
                class="mask-canvas"
                tabindex="0"
                role="img"
                aria-label=t(m::MASK_CANVAS)
                aria-describedby="mask-lead mask-keys"
                on:pointerdown=pressed
                on:pointermove=moved
                on:pointerup=lifted
                on:pointercancel=lifted
                on:keydown=keyed
            ></canvas>
            <p class="mask-ways">
                {button(m::MASK_ADD, add)}
                {button(m::MASK_UNDO, undo)}
                <span role="status">{move || tw(m::MASK_COUNT, &[("count", &count.get())])}</span>
            </p>
            <p class="hint" id="mask-keys">
                {t(m::MASK_KEYS)}
            </p>
        </div>
    }
}

fn button(words: Msg, press: impl FnMut(MouseEvent) + 'static) -> impl IntoView {
    view! {
        <button type="button" class="button outline" on:click=press>
            {t(words)}
        </button>
    }
}

#[cfg(not(feature = "ssr"))]
impl Work {
    fn of(input: String, canvas: Canvas) -> Self {
        Self {
            input: StoredValue::new(input),
            canvas,
            picture: StoredValue::new_local(None),
            boxes: RwSignal::new(Vec::new()),
            from: StoredValue::new(None),
        }
    }

    fn begin(self, chosen: RwSignal<bool>) {
        let Some(field) = drawing::file_field(&self.input.get_value()) else { return };
        drawing::on_choice(&field, false, move |picture| {
            chosen.set(picture.is_some());
            self.boxes.set(Vec::new());
            if let (Some(canvas), Some(picture)) = (self.canvas.get_untracked(), &picture) {
                let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
                let scale = (SIDE_MAX / width.max(height)).min(1.0);
                canvas.set_width(pixels(width * scale));
                canvas.set_height(pixels(height * scale));
            }
            let drawn = picture.is_some();
            self.picture.set_value(picture);
            if drawn {
                self.finish();
            }
        });
    }

    fn draw(self) -> Option<HtmlCanvasElement> {
        let canvas = self.canvas.get_untracked()?;
        let surface = drawing::surface(&canvas)?;
        let (width, height) = size(&canvas);
        self.picture.with_value(|picture| {
            let picture = picture.as_ref()?;
            surface.draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, width, height).ok()
        })?;
        surface.set_fill_style_str("black");
        for black in self.boxes.get_untracked() {
            surface.fill_rect(black.x, black.y, black.width, black.height);
        }
        Some(canvas)
    }

    /// Draws, and hands over what is drawn.
    fn finish(self) {
        if let (Some(canvas), Some(field)) = (self.draw(), drawing::file_field(&self.input.get_value())) {
            drawing::hand_over(&canvas, &field);
        }
    }

    fn press(self, event: &PointerEvent) {
        let Some(canvas) = self.canvas.get_untracked() else { return };
        event.prevent_default();
        // Drawing goes on outside the canvas until the finger is lifted.
        drop(canvas.set_pointer_capture(event.pointer_id()));
        drop(canvas.focus());
        let at = drawing::place(&canvas, event);
        self.from.set_value(Some(at));
        self.boxes.update(|boxes| boxes.push(Black::between(at, at, size(&canvas))));
        self.draw();
    }

    fn draw_on(self, event: &PointerEvent) {
        let (Some(canvas), Some(from)) = (self.canvas.get_untracked(), self.from.get_value()) else { return };
        let to = drawing::place(&canvas, event);
        self.change_last(|_| Some(Black::between(from, to, size(&canvas))));
        self.draw();
    }

    fn lift(self) {
        if self.from.get_value().is_some() {
            self.from.set_value(None);
            self.finish();
        }
    }

    fn key(self, event: &KeyboardEvent) {
        let Some(canvas) = self.canvas.get_untracked() else { return };
        if self.change_last(|black| black.by_key(&event.key(), event.shift_key(), size(&canvas))) {
            event.prevent_default();
            self.finish();
        }
    }

    /// Changes the newest box; whether there was one to change.
    fn change_last(self, change: impl FnOnce(Black) -> Option<Black>) -> bool {
        self.boxes.try_update(|boxes| {
            let changed = boxes.last_mut().and_then(|last| change(*last).map(|black| *last = black));
            changed.is_some()
        }) == Some(true)
    }

    fn add(self) {
        let Some(canvas) = self.canvas.get_untracked() else { return };
        self.boxes.update(|boxes| boxes.push(Black::in_the_middle(size(&canvas))));
        self.finish();
        drop(canvas.focus());
    }

    fn undo(self) {
        self.boxes.update(|boxes| {
            boxes.pop();
        });
        self.finish();
    }
}

#[cfg(not(feature = "ssr"))]
fn size(canvas: &HtmlCanvasElement) -> (f64, f64) {
    (f64::from(canvas.width()), f64::from(canvas.height()))
}

/// A canvas has whole pixels, at least one.
#[cfg(not(feature = "ssr"))]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and SIDE_MAX")]
fn pixels(length: f64) -> u32 {
    length.clamp(1.0, SIDE_MAX).round() as u32
}
