//! The phone's camera and the browser's own reader of codes. Invariant: the camera runs only while it is asked for and the page
//! is seen; pictures never leave this module.

use super::{
    app::{dispatch, some, spawn},
    phone::{self, call_promise, member},
};
use crate::model::{
    Event,
    code::{Camera, CameraTrouble},
};
use js_sys::{Array, Function, Object, Reflect};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast as _, prelude::*};
use wasm_bindgen_futures::JsFuture;

/// Between two looks, milliseconds.
const LOOK_MS: u32 = 250;
/// Where the picture is shown (view/board.rs).
const PLACE: &str = "camera";

struct Running {
    video: web_sys::HtmlElement,
    stream: JsValue,
    reader: JsValue,
}

thread_local! {
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
    /// Counts starts, so that what was begun before ends.
    static STARTS: Cell<u32> = const { Cell::new(0) };
}

/// Switches it on or off.
pub fn switch(on: bool) {
    stop();
    if !on {
        return;
    }
    let start = STARTS.get();
    spawn(async move {
        match open().await {
            Ok(running) if start == STARTS.get() => {
                RUNNING.set(Some(running));
                look(start);
            }
            Ok(running) => end(&running),
            Err(trouble) => dispatch(Event::Camera(Camera::Trouble(trouble))),
        }
    });
}

fn stop() {
    STARTS.set(STARTS.get().wrapping_add(1));
    if let Some(running) = RUNNING.take() {
        end(&running);
    }
}

fn end(running: &Running) {
    running.video.remove();
    let tracks = member(&running.stream, "getTracks").and_then(|get| get.dyn_into::<Function>().ok());
    let tracks = tracks.and_then(|get| get.call0(&running.stream).ok()).and_then(|all| all.dyn_into::<Array>().ok());
    for track in tracks.iter().flat_map(Array::iter) {
        if let Some(stop) = member(&track, "stop").and_then(|stop| stop.dyn_into::<Function>().ok()) {
            drop(stop.call0(&track));
        }
    }
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Fails on frozen objects only.
        drop(Reflect::set(&object, &(*name).into(), value));
    }
    object
}

async fn open() -> Result<Running, CameraTrouble> {
    let reader = reader().ok_or(CameraTrouble::NoReader)?;
    running(reader).await.map_err(|_| CameraTrouble::Denied)
}

/// <https://wicg.github.io/shape-detection-api/#barcode-detection-api>
fn reader() -> Option<JsValue> {
    let made_by: Function = member(web_sys::window()?.as_ref(), "BarcodeDetector")?.dyn_into().ok()?;
    let kinds = object(&[("formats", Array::of1(&"qr_code".into()).into())]);
    Reflect::construct(&made_by, &Array::of1(&kinds)).ok()
}

async fn running(reader: JsValue) -> Result<Running, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let devices = member(&window.navigator(), "mediaDevices").ok_or(JsValue::UNDEFINED)?;
    // The one on the back, where there are two.
    let video = object(&[("facingMode", "environment".into())]);
    let wanted = object(&[("video", video.into())]);
    let asked = call_promise(&devices, "getUserMedia", &Array::of1(&wanted)).ok_or(JsValue::UNDEFINED)?;
    let stream = JsFuture::from(asked).await?;
    let document = window.document().ok_or(JsValue::UNDEFINED)?;
    let video: web_sys::HtmlElement = document.create_element("video")?.dyn_into()?;
    for name in ["muted", "playsInline"] {
        Reflect::set(&video, &name.into(), &JsValue::TRUE)?;
    }
    Reflect::set(&video, &"srcObject".into(), &stream)?;
    let running = Running { video, stream, reader };
    if let Some(playing) = call_promise(&running.video, "play", &Array::new()) {
        // Not waited for: a picture that is long in coming is looked at as soon as there is one.
        spawn(async move { drop(JsFuture::from(playing).await) });
    }
    Ok(running)
}

/// Looks, and again a little later, as long as no other start or stop came.
fn look(start: u32) {
    if start != STARTS.get() {
        return;
    }
    spawn(async move {
        if !phone::is_hidden() {
            for text in seen().await {
                dispatch(Event::Code(text));
            }
        }
        phone::after(LOOK_MS, move || look(start));
    });
}

async fn seen() -> Vec<String> {
    let asked = RUNNING.with_borrow(|running| {
        let running = running.as_ref()?;
        // The screen was drawn anew: the picture goes where there is a place for it.
        let document = web_sys::window()?.document()?;
        if let Some(place) = document.get_element_by_id(PLACE)
            && !place.contains(Some(&running.video))
        {
            drop(place.append_child(&running.video));
        }
        call_promise(&running.reader, "detect", &Array::of1(&running.video))
    });
    let Some(asked) = asked else { return Vec::new() };
    // A picture that is not there yet is no code.
    let found = JsFuture::from(asked).await.ok().and_then(some).and_then(|found| found.dyn_into::<Array>().ok());
    let text = |code: JsValue| member(&code, "rawValue").and_then(|text| text.as_string());
    found.iter().flat_map(Array::iter).filter_map(text).collect()
}
