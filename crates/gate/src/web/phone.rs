//! Small things of the phone: timers, being on line, the lit screen, storage, the service worker. Invariant: where a
//! browser lacks one of them, the gate works without it.

use super::app::{dispatch, some, spawn};
use crate::model::Event;
use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast as _, prelude::*};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static AWAKE: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

fn navigator() -> Option<web_sys::Navigator> {
    window().map(|window| window.navigator())
}

/// Languages the person likes, as `Accept-Language` has them.
pub fn languages() -> String {
    navigator().map(|navigator| navigator.languages().join(",").into()).unwrap_or_default()
}

/// Whether the browser sees a network.
pub fn is_online() -> bool {
    navigator().is_none_or(|navigator| navigator.on_line())
}

/// Whether the page is in the background.
pub fn is_hidden() -> bool {
    window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

/// Calls once, after `ms`.
pub fn after(ms: u32, call: impl FnOnce() + 'static) {
    let Some(window) = window() else { return };
    let call = Closure::once_into_js(call);
    let ms = i32::try_from(ms).unwrap_or(i32::MAX);
    drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), ms));
}

/// Calls again and again, as long as the page lives.
pub fn every(ms: u32, call: impl Fn() + 'static) {
    let Some(window) = window() else { return };
    let call = Closure::<dyn Fn()>::new(call);
    let ms = i32::try_from(ms).unwrap_or(i32::MAX);
    drop(window.set_interval_with_callback_and_timeout_and_arguments_0(call.as_ref().unchecked_ref(), ms));
    call.forget();
}

/// Listens to the window, as long as the page lives.
pub fn listen(kind: &str, call: impl Fn() + 'static) {
    let Some(window) = window() else { return };
    let call = Closure::<dyn Fn()>::new(call);
    drop(window.add_event_listener_with_callback(kind, call.as_ref().unchecked_ref()));
    call.forget();
}

/// Calls each time the page comes to the front or goes to the back.
pub fn on_turned(call: impl Fn() + 'static) {
    let Some(document) = window().and_then(|window| window.document()) else { return };
    let call = Closure::<dyn Fn()>::new(call);
    drop(document.add_event_listener_with_callback("visibilitychange", call.as_ref().unchecked_ref()));
    call.forget();
}

/// A member of an object, where it is there.
pub fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().and_then(some)
}

/// What a method that answers with a promise answers, where the object has it.
pub fn call_promise(object: &JsValue, method: &str, arguments: &js_sys::Array) -> Option<Promise> {
    let method = member(object, method)?.dyn_into::<Function>().ok()?;
    Reflect::apply(&method, object, arguments).ok()?.dyn_into().ok()
}

/// Asks that the screen stays lit; the browser takes it back with every change to another page.
pub fn keep_awake() {
    let Some(navigator) = navigator() else { return };
    let Some(lock) = member(&navigator, "wakeLock") else { return };
    let Some(asked) = call_promise(&lock, "request", &js_sys::Array::of1(&"screen".into())) else { return };
    spawn(async move {
        // Refused with an empty battery: the gate works, the screen goes dark.
        if let Ok(held) = JsFuture::from(asked).await {
            AWAKE.set(Some(held));
        }
    });
}

/// Asks for lasting storage and tells how full it is.
pub async fn storage() {
    let Some(storage) = navigator().and_then(|navigator| member(&navigator, "storage")) else { return };
    let storage: web_sys::StorageManager = storage.unchecked_into();
    if let Ok(asked) = storage.persist() {
        drop(JsFuture::from(asked).await);
    }
    let Ok(estimate) = storage.estimate() else { return };
    let Ok(estimate) = JsFuture::from(estimate).await else { return };
    let number = |name: &str| member(&estimate, name).and_then(|value| value.as_f64());
    if let (Some(used), Some(quota)) = (number("usage"), number("quota"))
        && quota > 0.0
    {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 100")]
        let percent = (used / quota * 100.0).clamp(0.0, 100.0) as u8;
        dispatch(Event::Storage(percent));
    }
}

/// Runs `work` while no other tab of this gate runs the same; without Web Locks at once.
pub async fn alone(name: &str, work: impl Future<Output = ()> + 'static) {
    let locks = navigator().and_then(|navigator| member(&navigator, "locks"));
    let Some(locks) = locks else { return work.await };
    let held = Closure::once_into_js(move |_: JsValue| {
        wasm_bindgen_futures::future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    if let Some(done) = call_promise(&locks, "request", &js_sys::Array::of2(&name.into(), &held)) {
        drop(JsFuture::from(done).await);
    }
}

/// Prints.
pub fn print() {
    if let Some(window) = window() {
        drop(window.print());
    }
}

fn worker() -> Option<web_sys::ServiceWorkerContainer> {
    let navigator = navigator()?;
    member(&navigator, "serviceWorker").map(JsCast::unchecked_into)
}

/// Lets the page start without signal, and tells when a newer build waits.
pub fn serve_offline() {
    let Some(worker) = worker() else { return };
    let registering = worker.register("sw.js");
    spawn(async move {
        let Ok(registration) = JsFuture::from(registering).await else { return };
        // A browser told to block workers answers with nothing.
        let Some(registration) = some(registration) else { return };
        let registration: web_sys::ServiceWorkerRegistration = registration.unchecked_into();
        tell_of_builds(&registration);
        let found = registration.clone();
        let heard = Closure::<dyn Fn()>::new(move || {
            let Some(installing) = found.installing() else { return };
            let found = found.clone();
            let settled = Closure::<dyn Fn()>::new(move || tell_of_builds(&found));
            drop(installing.add_event_listener_with_callback("statechange", settled.as_ref().unchecked_ref()));
            settled.forget();
        });
        drop(registration.add_event_listener_with_callback("updatefound", heard.as_ref().unchecked_ref()));
        heard.forget();
    });
}

fn tell_of_builds(registration: &web_sys::ServiceWorkerRegistration) {
    let (active, waiting) = (registration.active().is_some(), registration.waiting().is_some());
    dispatch(Event::Builds { active, waiting });
}

/// Asks the waiting build to take over and loads the page again once it has.
pub fn take_new_version() {
    let Some(worker) = worker() else { return };
    let heard = Closure::once_into_js(|| {
        if let Some(window) = window() {
            drop(window.location().reload());
        }
    });
    drop(worker.add_event_listener_with_callback("controllerchange", heard.unchecked_ref()));
    spawn(async move {
        let Ok(registration) = JsFuture::from(worker.get_registration()).await else { return };
        let waiting = some(registration)
            .and_then(|registration| registration.unchecked_into::<web_sys::ServiceWorkerRegistration>().waiting());
        if let Some(waiting) = waiting {
            drop(waiting.post_message(&"take over".into()));
        }
    });
}
