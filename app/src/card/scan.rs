//! Starts Web NFC and follows what it says. Invariant: one reader for the life of the page, since a second `scan()` on
//! a reader is an error and a reader without a reference stops.

use super::{
    card_read,
    nfc::{NdefReader, NdefReadingEvent, first_link},
    reader::{Scan, Trouble},
};
use js_sys::Reflect;
use leptos::{prelude::*, task::spawn_local};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, Event};

thread_local! {
    static READER: RefCell<Option<NdefReader>> = const { RefCell::new(None) };
}

/// Says that reading can be started, where the browser has Web NFC.
pub fn offer(scan: RwSignal<Scan>) {
    if Reflect::has(&window(), &JsValue::from_str("NDEFReader")).unwrap_or(false) {
        scan.set(Scan::Ready);
    }
}

/// Starts reading, by a press of the person. A reader that runs already goes on.
pub fn start(scan: RwSignal<Scan>) {
    if READER.with_borrow(Option::is_some) {
        scan.set(Scan::Waiting);
        return;
    }
    spawn_local(async move {
        match begin(scan).await {
            Ok(reader) => {
                READER.set(Some(reader));
                scan.set(Scan::Waiting);
            }
            Err(thrown) => scan.set(Scan::Trouble(trouble(&thrown))),
        }
    });
}

async fn begin(scan: RwSignal<Scan>) -> Result<NdefReader, JsValue> {
    let reader = NdefReader::new()?;
    listen(&reader, "reading", move |event: Event| {
        match first_link(&event.unchecked_into::<NdefReadingEvent>().message()) {
            Some(link) => ask(scan, link),
            None => scan.set(Scan::Trouble(Trouble::NoLink)),
        }
    })?;
    listen(&reader, "readingerror", move |_| scan.set(Scan::Trouble(Trouble::Unreadable)))?;
    JsFuture::from(reader.scan()?).await?;
    Ok(reader)
}

/// Listens for as long as the page is there: the listener is given to the browser for good.
fn listen(reader: &NdefReader, name: &str, heard: impl FnMut(Event) + 'static) -> Result<(), JsValue> {
    let listener = Closure::<dyn FnMut(Event)>::new(heard).into_js_value();
    reader.add_event_listener_with_callback(name, listener.unchecked_ref())
}

fn ask(scan: RwSignal<Scan>, link: String) {
    scan.set(Scan::Asking);
    spawn_local(async move {
        scan.set(match card_read(link).await {
            Ok(reading) => Scan::Shown(reading),
            Err(error) => Scan::Failed(error),
        });
    });
}

fn trouble(thrown: &JsValue) -> Trouble {
    let name = thrown.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
    match name.as_str() {
        "NotAllowedError" | "SecurityError" => Trouble::Denied,
        "NotReadableError" => Trouble::Off,
        "NotSupportedError" => Trouble::NoHardware,
        "InvalidStateError" => Trouble::Busy,
        _ => Trouble::Other,
    }
}
