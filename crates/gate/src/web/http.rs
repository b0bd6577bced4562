//! Requests to the register. Invariant: every request ends, by an answer, an error or its time limit; a redirect is an
//! error, since the register never redirects a gate.

use super::app::read;
use crate::reply::{Raw, Trouble};
use domain::id::TechnicianId;
use wasm_bindgen::{JsCast as _, prelude::*};
use wasm_bindgen_futures::JsFuture;

const TIMEOUT_MS: i32 = 15_000;

/// A request in the making.
pub struct Ask<'a> {
    /// Method.
    pub method: &'a str,
    /// Path below `/api/v1/gate/`.
    pub path: &'a str,
    /// Device credential.
    pub bearer: Option<&'a str>,
    /// JSON.
    pub body: Option<String>,
}

/// Sends and reads the reply as text. Errors: [`Trouble::NoSignal`] where nothing came back in time.
pub async fn ask(ask: Ask<'_>) -> Result<Raw, Trouble> {
    let limit = Limit::new().map_err(no_signal)?;
    let response = send(&ask, &limit).await.map_err(no_signal)?;
    let text = response.text().map_err(no_signal)?;
    let body = JsFuture::from(text).await.map_err(no_signal)?.as_string().unwrap_or_default();
    let content_type = response.headers().get("content-type").ok().flatten().unwrap_or_default();
    Ok(Raw { status: response.status(), content_type, body })
}

fn no_signal(_: JsValue) -> Trouble {
    Trouble::NoSignal
}

async fn send(ask: &Ask<'_>, limit: &Limit) -> Result<web_sys::Response, JsValue> {
    let headers = web_sys::Headers::new()?;
    if let Some(token) = ask.bearer {
        headers.set("authorization", &format!("Bearer {token}"))?;
        // For the page of the site's gates.
        if let Some((waiting, last)) = read(|model| (model.waiting, model.last_seq)) {
            headers.set("gate-waiting", &waiting.to_string())?;
            headers.set("gate-last", &last.to_string())?;
        }
    }
    let init = web_sys::RequestInit::new();
    if let Some(body) = &ask.body {
        headers.set("content-type", "application/json")?;
        init.set_body(&body.as_str().into());
    }
    init.set_method(ask.method);
    init.set_headers(&headers);
    init.set_credentials(web_sys::RequestCredentials::SameOrigin);
    init.set_redirect(web_sys::RequestRedirect::Error);
    init.set_cache(web_sys::RequestCache::NoStore);
    init.set_signal(Some(&limit.abort.signal()));
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let path = format!("/api/v1/gate/{}", ask.path);
    JsFuture::from(window.fetch_with_str_and_init(&path, &init)).await?.dyn_into()
}

/// Ends a request after [`TIMEOUT_MS`]; dropped with the answer, it does nothing more.
struct Limit {
    abort: web_sys::AbortController,
    timer: i32,
    _over: Closure<dyn Fn()>,
}

impl Limit {
    fn new() -> Result<Self, JsValue> {
        let abort = web_sys::AbortController::new()?;
        let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
        let controller = abort.clone();
        let over = Closure::<dyn Fn()>::new(move || controller.abort());
        let timer =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(over.as_ref().unchecked_ref(), TIMEOUT_MS)?;
        Ok(Self { abort, timer, _over: over })
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.timer);
        }
    }
}

/// Fetches a photo, past the browser's own cache, which would keep it on the disk. Errors: the browser's own, or no picture.
pub async fn photo(technician: TechnicianId, token: &str) -> Result<Vec<u8>, JsValue> {
    let path = format!("photo/{technician}");
    let limit = Limit::new()?;
    let asked = Ask { method: "GET", path: &path, bearer: Some(token), body: None };
    let response = send(&asked, &limit).await?;
    let kind = response.headers().get("content-type")?.unwrap_or_default();
    if !response.ok() || !kind.starts_with("image/") {
        return Err(JsValue::UNDEFINED);
    }
    Ok(js_sys::Uint8Array::new(&JsFuture::from(response.array_buffer()?).await?).to_vec())
}
