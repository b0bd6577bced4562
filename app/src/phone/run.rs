//! From a key to a code every half minute. Invariant: the half minute is the server's, measured when the page is opened; a key is
//! certified for who is logged in and for nobody else.

use super::{certify_phone, code::Shown, key};
use crate::shell::{error::NO_CONNECTION, lang, qr};
use domain::{
    certificate::{HolderCode, holder_bytes},
    id::TechnicianId,
    time::Instant,
    touch::wire::{
        code::{Certificate, PhoneCode, STEP_MS, code_bytes, step_of},
        signed::from_hex,
    },
};
use js_sys::Promise;
use leptos::{prelude::*, task::spawn_local};
use qrcodegen::{QrCode, QrCodeEcc};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The refusal of a key that was ended, or is another person's.
const KEY_REFUSED: &str = "phone.key";
const LOOK_MS: i32 = 500;

struct Ready {
    pair: key::Pair,
    certificate: Certificate,
    offset_ms: i64,
}

/// Which code is shown.
#[derive(Clone, Copy)]
pub enum Kind {
    /// For the gate.
    Gate,
    /// The second code of certificates; the key of the phone is put there, for the form that binds one to it.
    Holder(RwSignal<String>),
}

/// Shows codes from now on.
pub fn run(technician: TechnicianId, kind: Kind, shown: RwSignal<Shown>, left: RwSignal<i64>) {
    spawn_local(async move {
        match ready(technician).await {
            Ok(ready) => {
                if let Kind::Holder(key) = kind {
                    key.set(ready.pair.public.clone());
                }
                if show((&ready, kind), shown, left).await.is_err() {
                    shown.set(Shown::NoKey);
                }
            }
            Err(why) => shown.set(why),
        }
    });
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 200,000 years")]
fn clock() -> Instant {
    Instant(js_sys::Date::now() as i64)
}

fn no_key(_: JsValue) -> Shown {
    Shown::NoKey
}

/// The pair with a certificate that is good for some time: the one kept, certified again; a new one; without signal the one
/// kept as it is.
async fn ready(technician: TechnicianId) -> Result<Ready, Shown> {
    let kept = key::kept().await.map_err(no_key)?;
    let kept = kept.filter(|(_, certificate, _)| certificate.technician == technician);
    let pair = match &kept {
        Some((pair, ..)) => pair.clone(),
        None => key::make().await.map_err(no_key)?,
    };
    match certified(pair).await {
        Err(Refusal::Key) => certified(key::make().await.map_err(no_key)?).await.map_err(Refusal::words),
        Err(Refusal::Other(words)) => match kept {
            Some((pair, certificate, offset_ms)) if clock().plus_ms(offset_ms) < certificate.until => {
                Ok(Ready { pair, certificate, offset_ms })
            }
            _ => Err(words),
        },
        Ok(ready) => Ok(ready),
    }
}

enum Refusal {
    /// Not with this key.
    Key,
    /// Anything else.
    Other(Shown),
}

impl Refusal {
    fn words(self) -> Shown {
        match self {
            Self::Key => Shown::NoKey,
            Self::Other(shown) => shown,
        }
    }
}

async fn certified(pair: key::Pair) -> Result<Ready, Refusal> {
    let asked_at = clock();
    let given = certify_phone(pair.public.clone()).await.map_err(|error| match error.code.as_str() {
        KEY_REFUSED => Refusal::Key,
        NO_CONNECTION => Refusal::Other(Shown::NoSignal),
        _ => Refusal::Other(Shown::Refused(error.words(lang()))),
    })?;
    // Half of the way there and back, as a gate measures it.
    let way_ms = clock().since_ms(asked_at) / 2;
    let offset_ms = given.server_time.since_ms(asked_at.plus_ms(way_ms));
    let certificate = given.certificate;
    key::keep(&pair, &certificate, offset_ms).await.map_err(|_| Refusal::Other(Shown::NoKey))?;
    Ok(Ready { pair, certificate, offset_ms })
}

/// Never ends but by a fault of the browser.
async fn show((ready, kind): (&Ready, Kind), shown: RwSignal<Shown>, left: RwSignal<i64>) -> Result<(), JsValue> {
    let mut last = None;
    loop {
        let now = clock().plus_ms(ready.offset_ms);
        let step = step_of(now);
        if last != Some(step) {
            last = Some(step);
            let text = match kind {
                Kind::Gate => code(ready, step).await?.text(),
                Kind::Holder(_) => second(ready, step).await?,
            };
            shown.set(drawn(&text).unwrap_or(Shown::NoKey));
        }
        left.set(((step + 1) * STEP_MS - now.0).max(0) / 1_000 + 1);
        pause().await;
    }
}

async fn code(ready: &Ready, step: i64) -> Result<PhoneCode, JsValue> {
    let (certificate, nonce) = (ready.certificate.clone(), key::nonce()?);
    let signature = key::sign(&ready.pair, &code_bytes(&certificate, step, nonce)).await?;
    Ok(PhoneCode { certificate, step, nonce, signature })
}

/// The second code of a half minute. Errors: the browser's own, also where its signature is none.
async fn second(ready: &Ready, step: i64) -> Result<String, JsValue> {
    let nonce = key::nonce()?;
    let signature = key::sign(&ready.pair, &holder_bytes(step, nonce)).await?;
    let signature = from_hex(&signature).ok_or(JsValue::UNDEFINED)?;
    Ok(HolderCode { step, nonce, signature }.text())
}

fn drawn(text: &str) -> Option<Shown> {
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let (path, width) = qr::path(&code);
    Some(Shown::Code { path, width })
}

async fn pause() {
    let promise = Promise::new(&mut |resolve, _| {
        drop(window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, LOOK_MS));
    });
    drop(JsFuture::from(promise).await);
}
