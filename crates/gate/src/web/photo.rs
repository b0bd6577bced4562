//! Photos: fetched once with the roster, kept sealed, shown also without signal. Invariant: a photo lies nowhere on the phone's
//! disk but sealed; the browser's own cache is told to keep none.

use super::{
    app::{dispatch, read},
    http, store, vault,
};
use crate::model::Event;
use domain::id::TechnicianId;
use js_sys::{Array, Uint8Array};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};
use wasm_bindgen::JsValue;

/// So many are fetched after one roster, so that a large site's are there after some minutes and touches keep the line.
const FETCHED_MAX: usize = 40;

thread_local! {
    static SHOWN: RefCell<Option<String>> = const { RefCell::new(None) };
    /// One walk over the roster at a time.
    static KEEPING: Cell<bool> = const { Cell::new(false) };
}

/// Under which name a photo of the roster is kept: another photo of the same person has another.
fn name_of(technician: TechnicianId, photo: &str) -> String {
    format!("{technician}:{photo}")
}

fn token() -> Option<String> {
    read(|model| model.device.as_ref().map(|device| device.token.clone())).flatten()
}

/// Puts a photo on the screen: the one kept, else a fetched one. Without either the screen shows none; nothing else depends
/// on it.
pub async fn show(technician: TechnicianId) {
    let name = read(|model| {
        let people = model.roster.as_ref().map(|roster| roster.people.iter());
        let person = people.into_iter().flatten().find(|person| person.technician_id == technician)?;
        person.photo.as_deref().map(|photo| name_of(technician, photo))
    });
    let name = name.flatten();
    let kept = match &name {
        Some(name) => kept(name).await,
        None => None,
    };
    let bytes = match kept {
        Some(bytes) => Some(bytes),
        None => fetched(technician, name.as_deref()).await,
    };
    if let Some(address) = bytes.and_then(|bytes| address(&bytes).ok()) {
        forget();
        SHOWN.set(Some(address.clone()));
        dispatch(Event::Photo(technician, address));
    }
}

async fn kept(name: &str) -> Option<Vec<u8>> {
    let sealed = store::photo(name).await.ok()??;
    vault::open(name, &sealed).await
}

/// Fetches a photo, and keeps it where the roster has a name for it.
async fn fetched(technician: TechnicianId, name: Option<&str>) -> Option<Vec<u8>> {
    let bytes = http::photo(technician, &token()?).await.ok()?;
    if let Some(name) = name
        && let Some(sealed) = vault::seal(name, &bytes).await
    {
        // Not kept: it is fetched again.
        drop(store::save_photo(name, sealed).await);
    }
    Some(bytes)
}

fn address(bytes: &[u8]) -> Result<String, JsValue> {
    let blob = web_sys::Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    web_sys::Url::create_object_url_with_blob(&blob)
}

/// Takes the photo on the screen from the memory.
pub fn forget() {
    if let Some(address) = SHOWN.take() {
        drop(web_sys::Url::revoke_object_url(&address));
    }
}

/// Fetches what the roster shows and is not kept, one after the other, until a touch waits or something is in the way; the next
/// roster goes on.
pub async fn keep() {
    if KEEPING.replace(true) {
        return;
    }
    keep_all().await;
    KEEPING.set(false);
}

async fn keep_all() {
    let people = read(|model| {
        let roster = model.roster.as_ref();
        let people = roster.into_iter().flat_map(|roster| roster.people.iter());
        let photos =
            people.filter_map(|one| Some((one.technician_id, name_of(one.technician_id, one.photo.as_deref()?))));
        photos.collect::<Vec<_>>()
    });
    let people = people.unwrap_or_default();
    let wanted: BTreeSet<&str> = people.iter().map(|(_, name)| &**name).collect();
    let Ok(kept) = store::photos(|name| wanted.contains(name)).await else { return };
    let kept: BTreeSet<String> = kept.into_iter().collect();
    for (technician, name) in people.iter().filter(|(_, name)| !kept.contains(name)).take(FETCHED_MAX) {
        let goes_on = read(|model| model.waiting == 0 && !model.has_no_signal() && !model.lock.hides());
        if !goes_on.unwrap_or_default() || fetched(*technician, Some(name.as_str())).await.is_none() {
            return;
        }
    }
}
