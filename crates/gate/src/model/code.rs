//! Reading the codes of people's phones by the camera. Invariant: a code is verified before it becomes a touch, and becomes one
//! whatever came of it; what was found wrong decides only what is shown.

use super::{Effect, Event, Model, Page, tap};
use crate::{
    code::{signatures, time_fault},
    screen::{Field, Note, Sign},
};
use domain::{
    id::TouchId,
    touch::wire::{
        Reading,
        code::{CodeFault, PhoneCode},
    },
};

/// The camera that reads codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Camera {
    /// Not asked for.
    Off,
    /// Being switched on, or reading.
    On,
    /// Cannot read.
    Trouble(CameraTrouble),
}

/// Why no code can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CameraTrouble {
    /// The browser reads no QR codes (`BarcodeDetector` is not there).
    NoReader,
    /// The person or the settings said no, or there is no camera.
    Denied,
}

/// What is known of codes just read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Codes {
    /// Read a moment ago.
    pub seen: crate::code::Seen,
    /// The last one verified, and what was wrong.
    pub verified: Option<(String, Option<CodeFault>)>,
    /// The touch it became.
    pub touch: Option<(TouchId, Option<CodeFault>)>,
}

/// 読みとりの QR: switches the camera on or off.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    let on = model.camera != Camera::On;
    model.camera = if on { Camera::On } else { Camera::Off };
    vec![Effect::Camera(on)]
}

/// The camera sees a code.
fn read(model: &mut Model, text: String) -> Vec<Effect> {
    let now = model.corrected_now();
    if !matches!(model.page, Page::Gate) || !model.codes.seen.is_new(&text, now) {
        return Vec::new();
    }
    model.lock.used = model.now;
    model.sheet = None;
    let Ok(code) = PhoneCode::parse(&text) else {
        return tap::show(model, Sign::about_nothing(Field::Unread, now, vec![Note::OtherCode]));
    };
    let keys = model.checks.as_ref().map(|checks| &*checks.code_keys).unwrap_or_default();
    let fault = time_fault(&code, now, model.offset_ms);
    match (signatures(&code, keys), fault) {
        (Err(fault), _) => verified(model, text, Some(fault)),
        (Ok(asked), fault) => vec![Effect::VerifyCode { text, asked: Box::new(asked), fault }],
    }
}

fn verified(model: &mut Model, text: String, fault: Option<CodeFault>) -> Vec<Effect> {
    if !matches!(model.page, Page::Gate) {
        return Vec::new();
    }
    model.codes.verified = Some((text.clone(), fault));
    tap::take(model, Reading::Qr { code: text })
}

/// A touch was kept: whether it is the code just verified.
pub fn kept(model: &mut Model, touch: TouchId, reading: &Reading) {
    if let Reading::Qr { code } = reading {
        let fault = model.codes.verified.as_ref().filter(|(text, _)| text == code).and_then(|(_, fault)| *fault);
        model.codes.touch = Some((touch, fault));
    }
}

/// What this gate found of the code a touch was read from; `None` for every other touch.
pub fn found(model: &Model, touch: TouchId) -> Option<Result<(), CodeFault>> {
    let (_, fault) = model.codes.touch.filter(|(id, _)| *id == touch)?;
    Some(fault.map_or(Ok(()), Err))
}

/// An event of this file's kind.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Code(text) => read(model, text),
        Event::CodeVerified { text, fault } => verified(model, text, fault),
        Event::Camera(camera) => {
            model.camera = camera;
            Vec::new()
        }
        _ => Vec::new(),
    }
}
