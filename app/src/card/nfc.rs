//! Web NFC, declared by hand: web-sys has no NDEF types. Invariant: only what reading needs is here; nothing writes to a
//! card. Source: W3C Web NFC.

use js_sys::{Array, DataView, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

#[wasm_bindgen]
extern "C" {
    /// Reads tags held to the phone.
    #[wasm_bindgen(extends = EventTarget, js_name = NDEFReader)]
    #[derive(Debug, Clone)]
    pub type NdefReader;

    #[wasm_bindgen(constructor, js_class = "NDEFReader", catch)]
    pub fn new() -> Result<NdefReader, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn scan(this: &NdefReader) -> Result<Promise, JsValue>;

    /// A tag was read.
    #[wasm_bindgen(extends = Event, js_name = NDEFReadingEvent)]
    pub type NdefReadingEvent;

    #[wasm_bindgen(method, getter)]
    pub fn message(this: &NdefReadingEvent) -> NdefMessage;

    #[wasm_bindgen(js_name = NDEFMessage)]
    pub type NdefMessage;

    #[wasm_bindgen(method, getter)]
    pub fn records(this: &NdefMessage) -> Array;

    #[wasm_bindgen(js_name = NDEFRecord)]
    pub type NdefRecord;

    #[wasm_bindgen(method, getter, js_name = recordType)]
    pub fn record_type(this: &NdefRecord) -> String;

    #[wasm_bindgen(method, getter)]
    pub fn data(this: &NdefRecord) -> Option<DataView>;
}

/// The longest link taken, in bytes; a card's holds 256 at most.
const LINK_BYTES_MAX: usize = 512;

/// The first link in a message, as text.
pub fn first_link(message: &NdefMessage) -> Option<String> {
    message.records().iter().find_map(|record| {
        let record: NdefRecord = record.unchecked_into();
        let data = matches!(record.record_type().as_str(), "url" | "absolute-url").then(|| record.data())??;
        let bytes = (0..data.byte_length().min(LINK_BYTES_MAX)).map(|at| data.get_uint8(at)).collect();
        String::from_utf8(bytes).ok()
    })
}
