//! From a draft to a touch on the disk. Invariant: what makes it durable is the strict commit of [`store::keep`], and nothing
//! here may keep a touch from it: a signature is made before, and where none can be made in time the touch is kept without and
//! signed when it leaves.

use super::{
    app::some,
    key, phone,
    store::{self, Fault, Keeping, Prepared},
};
use crate::{
    log::{Entry, Who},
    queue::{self, Draft, Pending},
};
use domain::touch::wire::signed::touch_bytes;
use js_sys::{Array, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Tabs of one phone may take the same number at the same time; so often it is signed anew.
const TRIES: u32 = 3;
/// A signature takes a few milliseconds. Who holds a card to the gate waits for it no longer than this.
const SIGN_MS: u32 = 400;

/// Makes a touch durable, signed if that can be. `None`: this phone is not the gate of that site any more.
pub async fn keep(draft: &Draft, who: &Who, name: Option<&str>) -> Result<Option<(Pending, Entry)>, Fault> {
    for _ in 0..TRIES {
        let Some(prepared) = prepared(draft).await else { break };
        match store::keep(draft, who, name, Some(&prepared)).await? {
            Keeping::Kept(kept) => return Ok(Some(*kept)),
            Keeping::Ended => return Ok(None),
            // Another tab has taken the number, or has enrolled.
            Keeping::Moved => {}
        }
    }
    match store::keep(draft, who, name, None).await? {
        Keeping::Kept(kept) => Ok(Some(*kept)),
        Keeping::Ended | Keeping::Moved => Ok(None),
    }
}

/// The touch as it will be kept, signed; `None` where it cannot be signed now.
async fn prepared(draft: &Draft) -> Option<Prepared> {
    let (own, last_seq) = store::next(draft.site).await.ok()??;
    let (device, private) = (own.device.device_id, own.key?);
    let mut pending = queue::record(draft, store::random(), last_seq);
    let bytes = touch_bytes(device, &pending.item);
    let signing = future_to_promise(async move { key::sign(&private, &bytes).await.map(JsValue::from) });
    let late = Promise::new(&mut |resolve: Function, _: Function| {
        phone::after(SIGN_MS, move || drop(resolve.call0(&JsValue::UNDEFINED)));
    });
    let first = JsFuture::from(Promise::race(&Array::of2(&signing, &late))).await.ok().and_then(some)?;
    pending.take_signature(device, first.as_string()?);
    Some(Prepared { pending, device })
}
