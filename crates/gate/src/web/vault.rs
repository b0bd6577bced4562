//! Sealing and opening what lies on the disk, by the browser's own cryptography (docs/decisions/0035-gate-pin.md).
//! Invariant: the key of the roster is never on the disk but sealed, and in memory only while the gate is open; no key here can
//! be taken out again.

use super::{
    app::{dispatch, now, read},
    key::{bytes, subtle},
    store::{self, Attempt},
};
use crate::{
    lock::{Pin, PinFault, Sealed, Vault},
    model::{Event, lock::to_seal},
};
use domain::touch::wire::signed::to_hex;
use js_sys::{Array, Object, Reflect, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast as _, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

/// Rounds of PBKDF2 with SHA-256 for a PIN set now (OWASP's password storage cheat sheet).
const ITERATIONS: u32 = 600_000;
const SALT_BYTES: usize = 16;
const IV_BYTES: usize = 12;
const AES: &str = "AES-GCM";
/// What is sealed says for what: one thing is not taken for another.
const KEY_BY_PIN: &str = "key";
const KEY_BY_PHONE: &str = "wrapped key";
const ROSTER: &str = "roster";

thread_local! {
    static KEY: RefCell<Option<CryptoKey>> = const { RefCell::new(None) };
}

/// A PIN just set, with everything that belongs to it.
pub struct Made {
    /// For the disk.
    pub vault: Vault,
    /// The phone's own key, for the disk.
    pub phone_key: JsValue,
    key: CryptoKey,
}

impl Made {
    /// From now on this seals and opens: it is on the disk.
    pub fn use_it(self) {
        KEY.set(Some(self.key));
    }
}

fn object(fields: &[(&str, JsValue)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object)
}

fn aes() -> Result<Object, JsValue> {
    object(&[("name", AES.into()), ("length", 256.into())])
}

fn uses() -> Array {
    Array::of2(&"encrypt".into(), &"decrypt".into())
}

fn chance<const N: usize>() -> Result<[u8; N], JsValue> {
    let mut drawn = [0; N];
    let crypto = web_sys::window().ok_or(JsValue::UNDEFINED)?.crypto()?;
    crypto.get_random_values_with_u8_array(&mut drawn)?;
    Ok(drawn)
}

async fn generate(extractable: bool) -> Result<CryptoKey, JsValue> {
    JsFuture::from(subtle()?.generate_key_with_object(&aes()?, extractable, &uses())?).await?.dyn_into()
}

async fn import(raw: &[u8]) -> Result<CryptoKey, JsValue> {
    let raw: Object = Uint8Array::from(raw).into();
    JsFuture::from(subtle()?.import_key_with_object("raw", &raw, &aes()?, false, &uses())?).await?.dyn_into()
}

async fn from_pin(pin: &Pin, salt: &[u8], iterations: u32) -> Result<CryptoKey, JsValue> {
    let (subtle, kind) = (subtle()?, object(&[("name", "PBKDF2".into())])?);
    let raw: Object = Uint8Array::from(pin.as_bytes()).into();
    let uses_of_base = Array::of1(&"deriveKey".into());
    let base = JsFuture::from(subtle.import_key_with_object("raw", &raw, &kind, false, &uses_of_base)?).await?;
    let base: CryptoKey = base.dyn_into()?;
    let how = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", iterations.into()),
    ])?;
    let asked = subtle.derive_key_with_object_and_object(&how, &base, &aes()?, false, &uses())?;
    JsFuture::from(asked).await?.dyn_into()
}

fn sealing(iv: &[u8], of: &str) -> Result<Object, JsValue> {
    object(&[
        ("name", AES.into()),
        ("iv", Uint8Array::from(iv).into()),
        ("additionalData", Uint8Array::from(of.as_bytes()).into()),
    ])
}

async fn encrypt(key: &CryptoKey, of: &str, plain: &[u8]) -> Result<Vec<u8>, JsValue> {
    let iv = chance::<IV_BYTES>()?;
    let asked = subtle()?.encrypt_with_object_and_u8_array(&sealing(&iv, of)?, key, plain)?;
    let sealed = bytes(&JsFuture::from(asked).await?);
    Ok([&iv[..], &sealed].concat())
}

async fn decrypt(key: &CryptoKey, of: &str, sealed: &[u8]) -> Result<Vec<u8>, JsValue> {
    let (iv, sealed) = sealed.split_at_checked(IV_BYTES).ok_or(JsValue::UNDEFINED)?;
    let asked = subtle()?.decrypt_with_object_and_u8_array(&sealing(iv, of)?, key, sealed)?;
    Ok(bytes(&JsFuture::from(asked).await?))
}

/// Makes the keys for a PIN. Errors: the browser's own.
pub async fn make(pin: &Pin) -> Result<Made, JsValue> {
    let (phone_key, fresh) = (generate(false).await?, generate(true).await?);
    let mut raw = bytes(&JsFuture::from(subtle()?.export_key("raw", &fresh)?).await?);
    let salt = chance::<SALT_BYTES>()?;
    let inner = encrypt(&from_pin(pin, &salt, ITERATIONS).await?, KEY_BY_PIN, &raw).await?;
    let wrapped = to_hex(&encrypt(&phone_key, KEY_BY_PHONE, &inner).await?);
    let key = import(&raw).await?;
    raw.fill(0);
    let vault = Vault { salt: to_hex(&salt), iterations: ITERATIONS, wrapped, wrong: 0, until: None };
    Ok(Made { vault, phone_key: phone_key.into(), key })
}

async fn opened(pin: &Pin, vault: &Vault, phone_key: &JsValue) -> Result<CryptoKey, JsValue> {
    let phone_key: &CryptoKey = phone_key.dyn_ref().ok_or(JsValue::UNDEFINED)?;
    let read = |hex: &str| from_hex(hex).ok_or(JsValue::UNDEFINED);
    let inner = decrypt(phone_key, KEY_BY_PHONE, &read(&vault.wrapped)?).await?;
    let by_pin = from_pin(pin, &read(&vault.salt)?, vault.iterations).await?;
    let mut raw = decrypt(&by_pin, KEY_BY_PIN, &inner).await?;
    let key = import(&raw).await;
    raw.fill(0);
    key
}

/// Tries a PIN.
pub async fn unlock(pin: Pin) {
    let not_done = Event::PinRefused { fault: PinFault::NotDone, until: None };
    dispatch(match store::attempt(now()).await {
        Err(_) | Ok(Attempt::None) => not_done,
        Ok(Attempt::Wait(until)) => Event::PinRefused { fault: PinFault::Wait, until: Some(until) },
        Ok(Attempt::Try { vault, phone_key }) => match opened(&pin, &vault, &phone_key).await {
            Ok(key) => {
                KEY.set(Some(key));
                // Not kept: a right PIN would count as a wrong one after a restart, and cost a wait at most.
                drop(store::save_vault(&vault.opened()).await);
                Event::Unlocked(Box::new(sealed_roster().await.unwrap_or_default()))
            }
            Err(_) => Event::PinRefused { fault: PinFault::Wrong, until: vault.until },
        },
    });
}

/// Sets the PIN of a gate that has none.
pub async fn set(pin: Pin) {
    let made = make(&pin).await.ok();
    let kept = match &made {
        Some(made) => store::set_vault(&made.vault, &made.phone_key).await.is_ok(),
        None => false,
    };
    dispatch(match made.filter(|_| kept) {
        Some(made) => {
            made.use_it();
            Event::Unlocked(Box::default())
        }
        None => Event::PinRefused { fault: PinFault::NotDone, until: None },
    });
}

/// From now on nothing can be opened.
pub fn forget() {
    KEY.set(None);
}

/// Sealed, in hex; `None` while the gate is shut, or where the browser does not do it.
pub async fn seal(of: &str, plain: &[u8]) -> Option<String> {
    let key = KEY.with_borrow(Clone::clone)?;
    encrypt(&key, of, plain).await.ok().map(|sealed| to_hex(&sealed))
}

/// What was sealed; `None` while the gate is shut, or where it was sealed with another key or for something else.
pub async fn open(of: &str, sealed: &str) -> Option<Vec<u8>> {
    let key = KEY.with_borrow(Clone::clone)?;
    decrypt(&key, of, &from_hex(sealed)?).await.ok()
}

async fn sealed_roster() -> Option<Sealed> {
    let sealed = store::sealed_roster().await.ok()??;
    serde_json::from_slice(&open(ROSTER, &sealed).await?).ok()
}

/// Keeps the roster of the model, sealed, and the checks openly.
pub async fn keep_roster() {
    let Some((checks, sealed)) = read(|model| (model.checks.clone(), to_seal(model))) else { return };
    let sealed = match sealed.and_then(|sealed| serde_json::to_vec(&sealed).ok()) {
        Some(plain) => seal(ROSTER, &plain).await,
        None => None,
    };
    // Kept for the next start; this one has it anyway.
    drop(store::save_roster(checks.as_ref(), sealed).await);
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
