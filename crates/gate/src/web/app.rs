//! The loop: event → model → screen → effects. Invariant: events are taken one after the other; an event raised while
//! another is being carried out waits for its turn.

use super::{camera, clock, dom::Dom, keep, key, nfc, phone, photo, sound, store, sync, usb, vault, wedge};
use crate::{
    code::Signatures,
    model::{ANSWER_MS, Effect, Event, Model, NotKept, RESULT_MS, TIMER_MS, update::update},
    queue::Draft,
    reply::Trouble,
    view,
};
use domain::{time::Instant, touch::wire::code::CodeFault};
use i18n::Lang;
use std::{cell::RefCell, collections::VecDeque, pin::Pin};
use wasm_bindgen::prelude::*;

thread_local! {
    static APP: RefCell<Option<App>> = const { RefCell::new(None) };
    static EVENTS: RefCell<Events> = const { RefCell::new(Events { waiting: VecDeque::new(), running: false }) };
}

struct App {
    model: Model,
    dom: Dom,
}

struct Events {
    waiting: VecDeque<Event>,
    running: bool,
}

/// The phone's clock.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 200,000 years")]
pub fn now() -> Instant {
    Instant(js_sys::Date::now() as i64)
}

/// Something happened.
pub fn dispatch(event: Event) {
    let running = EVENTS.with_borrow_mut(|events| {
        events.waiting.push_back(event);
        core::mem::replace(&mut events.running, true)
    });
    if running {
        return;
    }
    while let Some(event) = EVENTS.with_borrow_mut(|events| {
        let next = events.waiting.pop_front();
        events.running = next.is_some();
        next
    }) {
        for effect in step(event) {
            perform(effect);
        }
    }
}

fn step(event: Event) -> Vec<Effect> {
    APP.with_borrow_mut(|app| {
        let Some(app) = app else { return Vec::new() };
        clock::heard(&event);
        let effects = update(&mut app.model, event, now());
        app.dom.show(view::page(&app.model), app.model.lang, app.model.night);
        effects
    })
}

/// What effects need to know of the model.
pub fn read<T>(read: impl FnOnce(&Model) -> T) -> Option<T> {
    APP.with_borrow(|app| app.as_ref().map(|app| read(&app.model)))
}

fn perform(effect: Effect) {
    match effect {
        Effect::Cue(cue) => sound::play(cue),
        Effect::WaitAnswer(touch) => phone::after(ANSWER_MS, move || dispatch(Event::Waited(touch))),
        Effect::HideAfter(number) => phone::after(RESULT_MS, move || dispatch(Event::ResultOver(number))),
        Effect::StartScan => nfc::start(),
        Effect::Prepare => {
            sound::unlock();
            phone::keep_awake();
            spawn(phone::storage());
        }
        Effect::Print => phone::print(),
        Effect::TakeNewVersion => phone::take_new_version(),
        Effect::Keep { draft, who, name, corrects } => {
            // Before anything is waited for: this is the moment of reading.
            let draft = Draft { clock: clock::read(), ..draft };
            spawn(async move {
                dispatch(match keep::keep(&draft, &who, name.as_deref()).await {
                    Ok(Some((pending, entry))) => Event::Kept { pending: Box::new(pending), entry, corrects },
                    Ok(None) => Event::NotKept(NotKept::GateEnded),
                    Err(fault) => Event::NotKept(if fault.full { NotKept::Full } else { NotKept::Broken }),
                });
            });
        }
        Effect::Correct { touch, kind } => spawn(async move {
            dispatch(match store::correct(touch, kind).await {
                Ok(Some(pending)) => Event::Corrected(Box::new(pending)),
                Ok(None) | Err(_) => Event::TooLateToCorrect(touch),
            });
        }),
        Effect::Flush => sync::flush(),
        Effect::FetchRoster => spawn(sync::roster()),
        Effect::FetchPhoto(technician) => spawn(photo::show(technician)),
        Effect::KeepPhotos => spawn(photo::keep()),
        Effect::KeepRoster => spawn(vault::keep_roster()),
        Effect::Unlock(pin) => spawn(vault::unlock(pin)),
        Effect::SetPin(pin) => spawn(vault::set(pin)),
        Effect::Lock => shut(),
        Effect::Camera(on) => camera::switch(on),
        Effect::Usb { on, ask } => usb::switch(on, ask),
        Effect::VerifyCode { text, asked, fault } => spawn(verify(text, asked, fault)),
        Effect::SignIn(log_in) => spawn(async move { dispatch(Event::SignedIn(sync::sign_in(&log_in).await)) }),
        Effect::Enrol(enrolment, pin) => {
            spawn(async move { dispatch(Event::Enrolled(sync::enrol(&enrolment, &pin).await)) });
        }
        Effect::SignOut => spawn(sync::sign_out()),
        Effect::Wipe(left) => {
            photo::forget();
            spawn(async move { drop(store::wipe(&left).await) });
        }
        Effect::Load => spawn(load()),
        // What follows is not the record itself: if the store refuses, the list or a preference is older after a
        // restart, and nothing is lost.
        Effect::SaveEntry(entry) => spawn(async move { drop(store::save_entry(&entry).await) }),
        Effect::Forget(touches) => spawn(async move { drop(store::forget(&touches).await) }),
        Effect::SavePreferences => {
            let wanted = read(|model| (model.lang, model.night, model.usb.is_wanted()));
            spawn(async move {
                if let Some((lang, night, usb)) = wanted {
                    drop(store::save_preferences(lang, night, usb).await);
                }
            });
        }
        Effect::SaveClock => {
            let clock = read(|model| (model.offset_ms, model.contact));
            spawn(async move {
                if let Some((offset_ms, contact)) = clock {
                    drop(store::save_clock(offset_ms, contact).await);
                }
            });
        }
    }
}

fn shut() {
    vault::forget();
    photo::forget();
}

/// Says what is wrong with a code; its time last, which tells least.
async fn verify(text: String, asked: Box<Signatures>, fault: Option<CodeFault>) {
    let certified = match &asked.certificate {
        Some(check) => key::verifies(check).await,
        None => true,
    };
    let fault = match (certified, key::verifies(&asked.code).await) {
        (false, _) => Some(CodeFault::Certificate),
        (true, false) => Some(CodeFault::Signature),
        (true, true) => fault,
    };
    dispatch(Event::CodeVerified { text, fault });
}

/// Starts something that takes time. Boxed, so that the machinery of a task is compiled once.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(Box::pin(future) as Pin<Box<dyn Future<Output = ()>>>);
}

/// Draws the first screen, reads the store and listens.
pub fn start() {
    let Some(dom) = Dom::find() else { return };
    clock::begin();
    let lang = Lang::office_from_accept_language(&phone::languages());
    APP.set(Some(App { model: Model::new(lang, now()), dom }));
    phone::listen("online", || dispatch(Event::Online(true)));
    phone::listen("offline", || dispatch(Event::Online(false)));
    phone::on_turned(|| {
        clock::turned();
        if !phone::is_hidden() {
            phone::keep_awake();
            dispatch(Event::Visible);
        }
    });
    dispatch(Event::Online(phone::is_online()));
    phone::every(TIMER_MS, || {
        look_at_network();
        dispatch(Event::Timer);
    });
    wedge::listen();
    phone::serve_offline();
    spawn(async {
        load().await;
        phone::storage().await;
    });
}

/// Nothing good came of asking: first it is looked at whether there is a network at all.
pub fn failed(trouble: Trouble) {
    look_at_network();
    dispatch(Event::Trouble(trouble));
}

/// What the browser says of the network now, where it has changed without a word: a page begun again without signal may be
/// told of a network first.
fn look_at_network() {
    let online = phone::is_online();
    if read(|model| model.online).is_some_and(|known| known != online) {
        dispatch(Event::Online(online));
    }
}

async fn load() {
    dispatch(match store::load().await {
        Ok(stored) => Event::Loaded(Box::new(stored)),
        Err(fault) => Event::LoadFailed(fault.detail),
    });
}

/// `None` for what JavaScript calls undefined or null.
pub fn some(value: JsValue) -> Option<JsValue> {
    (!value.is_undefined() && !value.is_null()).then_some(value)
}
