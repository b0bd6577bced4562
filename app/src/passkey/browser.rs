//! Web Authentication, declared by hand: web-sys has it behind unstable names. Invariant: what is asked and answered passes through here
//! as text; nothing of a key is looked at. Source: W3C Web Authentication Level 3, 5.1 (`parseCreationOptionsFromJSON`,
//! `parseRequestOptionsFromJSON`, `toJSON`).

use super::State;
use crate::shell::{UiError, lang, t};
use i18n::msg::passkey as m;
use js_sys::{JSON, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::DomException;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = PublicKeyCredential, js_name = parseCreationOptionsFromJSON, catch)]
    fn creation_options(json: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = PublicKeyCredential, js_name = parseRequestOptionsFromJSON, catch)]
    fn request_options(json: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["navigator", "credentials"], js_name = create, catch)]
    fn create(options: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["navigator", "credentials"], js_name = get, catch)]
    fn get(options: &JsValue) -> Result<Promise, JsValue>;
}

/// Whether this browser has passkeys for this register: it is open at the address they are for, and reads what it is asked as text.
pub fn state(origin: &str) -> State {
    let here = window().location().origin().is_ok_and(|here| here == origin);
    let keys = Reflect::get(&window(), &"PublicKeyCredential".into()).unwrap_or(JsValue::UNDEFINED);
    let reads = |name: &str| Reflect::get(&keys, &name.into()).is_ok_and(|found| found.is_function());
    if here && keys.is_function() && reads("parseCreationOptionsFromJSON") && reads("parseRequestOptionsFromJSON") {
        State::Ready
    } else {
        State::Without
    }
}

fn for_key(options: &JsValue) -> Result<JsValue, JsValue> {
    let object = Object::new();
    Reflect::set(&object, &"publicKey".into(), options)?;
    Ok(object.into())
}

async fn answered(asked: Promise) -> Result<String, JsValue> {
    let credential = JsFuture::from(asked).await?;
    JSON::stringify(&credential).map(String::from)
}

/// Has the browser make a key. Errors: why there is none.
pub async fn make(options: &str) -> Result<String, State> {
    let made = async { answered(create(&for_key(&creation_options(&JSON::parse(options)?)?)?)?).await };
    made.await.map_err(|thrown| why(&thrown))
}

/// Has the browser answer by a key. Errors: why there is no answer.
pub async fn answer(options: &str) -> Result<String, State> {
    let found = async { answered(get(&for_key(&request_options(&JSON::parse(options)?)?)?)?).await };
    found.await.map_err(|thrown| why(&thrown))
}

fn why(thrown: &JsValue) -> State {
    let name = thrown.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
    match name.as_str() {
        "InvalidStateError" => State::HereAlready,
        "NotSupportedError" | "SecurityError" => State::Without,
        // A holder who said no and one who said nothing are not told apart, so that no page learns who has keys.
        _ => State::Stopped,
    }
}

/// A refusal of the register.
pub fn refused(error: &UiError) -> State {
    State::Refused(if error.fields.is_empty() { error.words(lang()) } else { t(m::FILL_IN).to_owned() })
}

/// Goes to a page of this server.
pub fn go(path: &str) {
    // Where the browser does not go, the page stands as it is and says what is awaited.
    drop(window().location().set_href(path));
}
