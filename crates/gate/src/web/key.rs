//! The phone's key, made and used by the browser's own cryptography. Invariant: the private half is not extractable: it
//! signs on this phone and leaves it never.

use super::phone::member;
use crate::receipt::Check;
use domain::touch::wire::signed::to_hex;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// A key pair just made.
pub struct Made {
    /// Signs.
    pub private: CryptoKey,
    /// The public key, hex.
    pub public: String,
}

/// The browser's own cryptography. Errors: there is none, as outside secure addresses.
pub(super) fn subtle() -> Result<SubtleCrypto, JsValue> {
    let crypto = web_sys::window().ok_or(JsValue::UNDEFINED)?.crypto()?;
    // Absent outside secure addresses.
    member(&crypto, "subtle").map(JsCast::unchecked_into).ok_or(JsValue::UNDEFINED)
}

fn algorithm(fields: &[(&str, &str)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), &(*value).into())?;
    }
    Ok(object)
}

fn curve() -> Result<Object, JsValue> {
    algorithm(&[("name", "ECDSA"), ("namedCurve", "P-256")])
}

fn signing() -> Result<Object, JsValue> {
    algorithm(&[("name", "ECDSA"), ("hash", "SHA-256")])
}

/// The bytes of an `ArrayBuffer`.
pub(super) fn bytes(buffer: &JsValue) -> Vec<u8> {
    Uint8Array::new(buffer).to_vec()
}

/// Makes a key pair. Errors: the browser's own.
pub async fn make() -> Result<Made, JsValue> {
    let subtle = subtle()?;
    let uses = Array::of2(&"sign".into(), &"verify".into());
    // Not extractable concerns the private half; the public one always may be read.
    let pair = JsFuture::from(subtle.generate_key_with_object(&curve()?, false, &uses)?).await?;
    let half = |name: &str| member(&pair, name).map(JsCast::unchecked_into::<CryptoKey>).ok_or(JsValue::UNDEFINED);
    let raw = JsFuture::from(subtle.export_key("raw", &half("publicKey")?)?).await?;
    Ok(Made { private: half("privateKey")?, public: to_hex(&bytes(&raw)) })
}

/// Signs, in hex. Errors: the browser's own; what is given as a key may be none.
pub async fn sign(key: &JsValue, message: &[u8]) -> Result<String, JsValue> {
    let key: &CryptoKey = key.dyn_ref().ok_or(JsValue::UNDEFINED)?;
    let asked = subtle()?.sign_with_object_and_u8_array(&signing()?, key, message)?;
    Ok(to_hex(&bytes(&JsFuture::from(asked).await?)))
}

/// Whether a signature verifies. What the browser cannot verify does not.
pub async fn verifies(check: &Check) -> bool {
    verified(check).await.unwrap_or_default()
}

async fn verified(check: &Check) -> Result<bool, JsValue> {
    let subtle = subtle()?;
    let public: Object = Uint8Array::from(check.public_key.as_slice()).into();
    let uses = Array::of1(&"verify".into());
    let key = JsFuture::from(subtle.import_key_with_object("raw", &public, &curve()?, true, &uses)?).await?;
    let key: CryptoKey = key.dyn_into()?;
    let asked = subtle.verify_with_object_and_u8_array_and_u8_array(
        &signing()?,
        &key,
        check.signature.as_slice(),
        check.message.as_slice(),
    )?;
    Ok(JsFuture::from(asked).await?.is_truthy())
}
