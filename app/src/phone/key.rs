//! The phone's key, made, used and kept by the browser. Invariant: the private half cannot be taken out: it signs on this phone and
//! lies in its IndexedDB as a key, never as bytes.

use domain::touch::wire::{
    code::{Certificate, NONCE_BYTES},
    signed::to_hex,
};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode, SubtleCrypto};

const DATABASE: &str = "passport";
const STORE: &str = "phone";
const OWN: &str = "own";

/// A pair of keys.
#[derive(Clone)]
pub struct Pair {
    private: CryptoKey,
    /// The public key, hex.
    pub public: String,
}

fn crypto() -> Result<web_sys::Crypto, JsValue> {
    window().crypto()
}

fn subtle() -> Result<SubtleCrypto, JsValue> {
    // Absent outside secure addresses.
    let subtle = Reflect::get(crypto()?.as_ref(), &"subtle".into())?;
    if subtle.is_undefined() { Err(subtle) } else { Ok(subtle.unchecked_into()) }
}

fn object(fields: &[(&str, &str)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), &(*value).into())?;
    }
    Ok(object)
}

fn bytes(buffer: &JsValue) -> Vec<u8> {
    Uint8Array::new(buffer).to_vec()
}

/// Makes a pair. Errors: the browser's own.
pub async fn make() -> Result<Pair, JsValue> {
    let (subtle, curve) = (subtle()?, object(&[("name", "ECDSA"), ("namedCurve", "P-256")])?);
    let uses = Array::of2(&"sign".into(), &"verify".into());
    let pair = JsFuture::from(subtle.generate_key_with_object(&curve, false, &uses)?).await?;
    let public: CryptoKey = Reflect::get(&pair, &"publicKey".into())?.dyn_into()?;
    let raw = JsFuture::from(subtle.export_key("raw", &public)?).await?;
    let private = Reflect::get(&pair, &"privateKey".into())?.dyn_into()?;
    Ok(Pair { private, public: to_hex(&bytes(&raw)) })
}

/// Signs, in hex. Errors: the browser's own.
pub async fn sign(pair: &Pair, message: &[u8]) -> Result<String, JsValue> {
    let how = object(&[("name", "ECDSA"), ("hash", "SHA-256")])?;
    let asked = subtle()?.sign_with_object_and_u8_array(&how, &pair.private, message)?;
    Ok(to_hex(&bytes(&JsFuture::from(asked).await?)))
}

/// A number for one code. Errors: the browser's own.
pub fn nonce() -> Result<[u8; NONCE_BYTES], JsValue> {
    let mut drawn = [0; NONCE_BYTES];
    crypto()?.get_random_values_with_u8_array(&mut drawn)?;
    Ok(drawn)
}

async fn answered(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await?;
    request.result()
}

async fn store(mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    let factory = window().indexed_db()?.ok_or(JsValue::UNDEFINED)?;
    let opening = factory.open_with_u32(DATABASE, 1)?;
    let asked = opening.clone();
    let upgrade = Closure::once_into_js(move |_: JsValue| {
        if let Ok(database) = asked.result() {
            // Where it cannot be made, the transaction below says so.
            drop(database.unchecked_into::<IdbDatabase>().create_object_store(STORE));
        }
    });
    opening.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let database: IdbDatabase = answered(&opening).await?.dyn_into()?;
    database.transaction_with_str_and_mode(STORE, mode)?.object_store(STORE)
}

/// The pair kept on this phone, its certificate, and the server's clock less this phone's as measured then,
/// milliseconds; `None` where none is kept. Errors: the browser's own.
pub async fn kept() -> Result<Option<(Pair, Certificate, i64)>, JsValue> {
    let asked = store(IdbTransactionMode::Readonly).await?.get(&OWN.into())?;
    let found = answered(&asked).await?;
    if found.is_undefined() {
        return Ok(None);
    }
    let text = |name: &str| Reflect::get(&found, &name.into()).ok().and_then(|value| value.as_string());
    let private = Reflect::get(&found, &"private".into())?.dyn_into::<CryptoKey>();
    let certificate = text("certificate").and_then(|text| Certificate::parse(&text));
    let offset = text("offset").and_then(|text| text.parse().ok());
    let (Ok(private), Some(certificate), Some(offset)) = (private, certificate, offset) else {
        return Ok(None);
    };
    Ok(Some((Pair { private, public: certificate.public_key.clone() }, certificate, offset)))
}

/// Keeps them. Errors: the browser's own.
pub async fn keep(pair: &Pair, certificate: &Certificate, offset_ms: i64) -> Result<(), JsValue> {
    let line = object(&[("certificate", &certificate.text()), ("offset", &offset_ms.to_string())])?;
    Reflect::set(&line, &"private".into(), &pair.private)?;
    let asked = store(IdbTransactionMode::Readwrite).await?.put_with_key(&line, &OWN.into())?;
    answered(&asked).await.map(drop)
}
