//! Web NFC by hand: web-sys has no types for it. Invariant: a reader scans once and is kept as long as it scans; a
//! new start makes a new reader and ends the old one.

use super::{
    app::{dispatch, some, spawn},
    phone,
};
use crate::{
    model::{Event, Scan, ScanTrouble},
    reading::{Record, Tag},
};
use js_sys::{Array, DataView, Object, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast as _, prelude::*};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// <https://w3c.github.io/web-nfc/#the-ndefreader-object>
    #[wasm_bindgen(extends = web_sys::EventTarget, js_name = NDEFReader)]
    type NdefReader;
    #[wasm_bindgen(constructor, js_class = "NDEFReader", catch)]
    fn new() -> Result<NdefReader, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn scan(this: &NdefReader, options: &JsValue) -> Result<Promise, JsValue>;

    /// <https://w3c.github.io/web-nfc/#the-ndefreadingevent-interface>
    #[wasm_bindgen(extends = web_sys::Event)]
    type NdefReadingEvent;
    #[wasm_bindgen(method, getter, js_name = serialNumber)]
    fn serial_number(this: &NdefReadingEvent) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn message(this: &NdefReadingEvent) -> Option<NdefMessage>;

    /// <https://w3c.github.io/web-nfc/#the-ndefmessage-interface>
    #[wasm_bindgen(extends = Object)]
    type NdefMessage;
    #[wasm_bindgen(method, getter)]
    fn records(this: &NdefMessage) -> Option<Array>;

    /// <https://w3c.github.io/web-nfc/#the-ndefrecord-interface>
    #[wasm_bindgen(extends = Object)]
    type NdefRecord;
    #[wasm_bindgen(method, getter, js_name = recordType)]
    fn record_type(this: &NdefRecord) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn data(this: &NdefRecord) -> JsValue;
    #[wasm_bindgen(method, catch, js_name = toRecords)]
    fn to_records(this: &NdefRecord) -> Result<JsValue, JsValue>;
}

/// What must live while the reader scans.
struct Scanning {
    abort: web_sys::AbortController,
    _reader: NdefReader,
    _heard: [Closure<dyn Fn(NdefReadingEvent)>; 2],
}

thread_local! {
    static SCANNING: RefCell<Option<Scanning>> = const { RefCell::new(None) };
}

/// Starts reading. Asks for permission where needed, so a person must have pressed something.
pub fn start() {
    if let Some(old) = SCANNING.take() {
        old.abort.abort();
    }
    let has = web_sys::window().is_some_and(|window| Reflect::has(&window, &"NDEFReader".into()).unwrap_or(false));
    if !has {
        return dispatch(Event::Scanning(Scan::Trouble(ScanTrouble::NoWebNfc)));
    }
    match begin() {
        Ok(asked) => spawn(async move {
            match JsFuture::from(asked).await {
                Ok(_) => dispatch(Event::Scanning(Scan::On)),
                Err(error) => failed(&error),
            }
        }),
        Err(error) => failed(&error),
    }
}

fn begin() -> Result<Promise, JsValue> {
    let reader = NdefReader::new()?;
    let read = Closure::<dyn Fn(NdefReadingEvent)>::new(|event: NdefReadingEvent| heard(Event::Tapped(tag(&event))));
    let unread = Closure::<dyn Fn(NdefReadingEvent)>::new(|_| heard(Event::CouldNotRead));
    reader.add_event_listener_with_callback("reading", read.as_ref().unchecked_ref())?;
    reader.add_event_listener_with_callback("readingerror", unread.as_ref().unchecked_ref())?;
    let abort = web_sys::AbortController::new()?;
    let options = Object::new();
    Reflect::set(&options, &"signal".into(), &abort.signal())?;
    let asked = reader.scan(&options)?;
    SCANNING.set(Some(Scanning { abort, _reader: reader, _heard: [read, unread] }));
    Ok(asked)
}

/// A hidden page reads nothing: browsers suspend it, and nobody would see the result.
fn heard(event: Event) {
    if !phone::is_hidden() {
        dispatch(event);
    }
}

fn failed(error: &JsValue) {
    let error = error.dyn_ref::<web_sys::DomException>();
    let name = error.map(web_sys::DomException::name).unwrap_or_default();
    let trouble = match &*name {
        // We ended it ourselves, for a new start.
        "AbortError" => return,
        "NotAllowedError" => ScanTrouble::Denied,
        "NotSupportedError" => ScanTrouble::NoHardware,
        "NotReadableError" => ScanTrouble::Off,
        // A reader is never used twice here, so what is invalid is the page: not at the top, or not secure.
        "InvalidStateError" | "SecurityError" => ScanTrouble::NotAllowedHere,
        _ => ScanTrouble::Other(error.map_or(name, |error| format!("{} {}", error.name(), error.message()))),
    };
    dispatch(Event::Scanning(Scan::Trouble(trouble)));
}

fn tag(event: &NdefReadingEvent) -> Tag {
    let records = event.message().and_then(|message| message.records());
    let records = records.iter().flat_map(Array::iter).flat_map(|record| flat(record.unchecked_ref()));
    Tag { serial: event.serial_number().unwrap_or_default(), records: records.collect() }
}

/// A smart poster holds its URL one level down.
fn flat(record: &NdefRecord) -> Vec<Record> {
    let kind = record.record_type().unwrap_or_default();
    let inner = if kind == "smart-poster" { record.to_records().ok().and_then(some) } else { None };
    let inner = inner.and_then(|inner| inner.dyn_into::<Array>().ok());
    let outer = Record { text: text(&record.data()), kind };
    let inner = inner.iter().flat_map(Array::iter).map(|record| {
        let record: NdefRecord = record.unchecked_into();
        Record { kind: record.record_type().unwrap_or_default(), text: text(&record.data()) }
    });
    let mut all: Vec<Record> = inner.collect();
    all.insert(0, outer);
    all
}

fn text(data: &JsValue) -> Option<String> {
    let bytes = if let Some(view) = data.dyn_ref::<DataView>() {
        let (offset, length) = (u32::try_from(view.byte_offset()).ok()?, u32::try_from(view.byte_length()).ok()?);
        Uint8Array::new_with_byte_offset_and_length(&view.buffer(), offset, length)
    } else {
        data.dyn_ref::<Uint8Array>()?.clone()
    };
    String::from_utf8(bytes.to_vec()).ok()
}
