//! Pictures drawn in the browser before they are sent. Invariant: what lies in the file field is either nothing or what was
//! drawn last; the file that was chosen never waits there beside it. A form that is sent while something is drawn waits for it.
#![cfg(not(feature = "ssr"))]

use core::cell::{Cell, RefCell};
use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, CanvasRenderingContext2d, Event, File, FileList, HtmlCanvasElement, HtmlElement, HtmlFormElement,
    HtmlInputElement, ImageBitmap, MouseEvent, SubmitEvent,
};

/// What a drawing is sent as.
const KIND: &str = "image/jpeg";
const NAME: &str = "picture.jpg";
const QUALITY: f64 = 0.92;

thread_local! {
    /// Counts what was begun; a page has one such field.
    static TURN: Cell<u32> = const { Cell::new(0) };
    /// Something is drawn whose file does not lie in the field yet.
    static DRAWING: Cell<bool> = const { Cell::new(false) };
    /// Whether what is drawn may be sent unseen: a photo may, what must be covered first may not.
    static UNSEEN: Cell<bool> = const { Cell::new(true) };
    /// What was pressed meanwhile.
    static PRESSED: RefCell<Option<(HtmlFormElement, Option<HtmlElement>)>> = const { RefCell::new(None) };
}

/// The file field with this id.
pub fn file_field(id: &str) -> Option<HtmlInputElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Calls `chosen` with each picture that is chosen in the field, and with nothing where it cannot be drawn: the file then
/// stays for the server to refuse in words. `unseen`: whether a form that was sent before the picture stood on the screen is
/// sent once it does; else it is not sent, and whoever chose it sees it first.
pub fn on_choice(field: &HtmlInputElement, unseen: bool, chosen: impl Fn(Option<ImageBitmap>) + Clone + 'static) {
    let files = field.clone();
    let heard = Closure::<dyn FnMut(Event)>::new(move |_| {
        let (file, chosen, field) = (files.files().and_then(|files| files.get(0)), chosen.clone(), files.clone());
        UNSEEN.set(unseen);
        let turn = begun(&field);
        spawn_local(async move {
            let drawn = match &file {
                Some(file) => bitmap(file).await.ok(),
                None => None,
            };
            if !is_latest(turn) {
                return;
            }
            if let (None, Some(file)) = (&drawn, &file) {
                fill(&field, file);
            }
            chosen(drawn);
            // Unless what was chosen is handed over, which is the next turn.
            if is_latest(turn) {
                ended();
            }
        });
    });
    hold_back(field);
    drop(field.add_event_listener_with_callback("change", heard.as_ref().unchecked_ref()));
    heard.forget();
    // Chosen while the page's program was still on its way: it is drawn, and covered, like any other.
    if field.files().is_some_and(|files| files.length() > 0)
        && let Ok(event) = Event::new("change")
    {
        drop(field.dispatch_event(&event));
    }
}

async fn bitmap(file: &File) -> Result<ImageBitmap, JsValue> {
    JsFuture::from(window().create_image_bitmap_with_blob(file)?).await?.dyn_into()
}

/// The canvas's drawing surface.
pub fn surface(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// Puts what is drawn into the field in place of what was there. Until it is made the field is empty, so that nothing
/// else can be sent meanwhile.
pub fn hand_over(canvas: &HtmlCanvasElement, field: &HtmlInputElement) {
    let (field, turn) = (field.clone(), begun(field));
    let made = Closure::once_into_js(move |blob: Option<Blob>| {
        if !is_latest(turn) {
            return;
        }
        if let Some(file) = blob.and_then(|blob| as_file(&blob).ok()) {
            fill(&field, &file);
        }
        ended();
    });
    let quality = JsValue::from_f64(QUALITY);
    if canvas.to_blob_with_type_and_encoder_options(made.unchecked_ref(), KIND, &quality).is_err() {
        ended();
    }
}

/// A drawing has begun, whose turn this is: what was in the field must not be sent any more.
fn begun(field: &HtmlInputElement) -> u32 {
    field.set_value("");
    DRAWING.set(true);
    TURN.set(TURN.get().wrapping_add(1));
    TURN.get()
}

/// What was drawn lies in the field, or nothing could be drawn: who pressed meanwhile need not press again.
fn ended() {
    DRAWING.set(false);
    let pressed = PRESSED.take();
    // From here on it stands on the screen.
    if !UNSEEN.replace(true) {
        return;
    }
    if let Some((form, pressed)) = pressed {
        // Fails where the button has left the form since: then nothing is sent, as where it was never pressed.
        drop(form.request_submit_with_submitter(pressed.as_ref()));
    }
}

/// Keeps the field's form until what is being drawn lies in the field: on a slow phone a large picture takes longer than a
/// finger, and the form would be sent without it.
fn hold_back(field: &HtmlInputElement) {
    let Some(form) = field.form() else { return };
    let sent = form.clone();
    let heard = Closure::<dyn FnMut(SubmitEvent)>::new(move |event: SubmitEvent| {
        if DRAWING.get() {
            event.prevent_default();
            PRESSED.set(Some((sent.clone(), event.submitter())));
        }
    });
    drop(form.add_event_listener_with_callback("submit", heard.as_ref().unchecked_ref()));
    heard.forget();
}

fn as_file(blob: &Blob) -> Result<JsValue, JsValue> {
    let kind = Object::new();
    Reflect::set(&kind, &"type".into(), &KIND.into())?;
    make("File", &Array::of3(&Array::of1(blob), &NAME.into(), &kind))
}

/// Puts a file into the field. Where the browser cannot, the field stays empty and the server asks for a picture.
fn fill(field: &HtmlInputElement, file: &JsValue) {
    if let Ok(files) = list_of(file) {
        field.set_files(Some(&files));
    }
}

fn list_of(file: &JsValue) -> Result<FileList, JsValue> {
    let transfer = make("DataTransfer", &Array::new())?;
    let items = Reflect::get(&transfer, &"items".into())?;
    Reflect::get(&items, &"add".into())?.dyn_into::<Function>()?.call1(&items, file)?;
    Reflect::get(&transfer, &"files".into())?.dyn_into()
}

/// Made by name: two calls are no reason to bind two more classes of the browser.
fn make(class: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let class: Function = Reflect::get(&js_sys::global(), &class.into())?.dyn_into()?;
    Reflect::construct(&class, arguments)
}

/// Whether nothing has been begun since: of two drawings that are made at once the older is thrown away.
fn is_latest(turn: u32) -> bool {
    TURN.get() == turn
}

/// Where a pointer is, in pixels of the canvas's own.
pub fn place(canvas: &HtmlCanvasElement, event: &MouseEvent) -> (f64, f64) {
    let scale = |at: i32, shown: i32, own: u32| f64::from(at) / f64::from(shown.max(1)) * f64::from(own);
    (
        scale(event.offset_x(), canvas.client_width(), canvas.width()),
        scale(event.offset_y(), canvas.client_height(), canvas.height()),
    )
}
