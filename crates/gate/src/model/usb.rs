//! The reader at the computer's USB: switched on and off in the settings. Invariant: what it reads becomes a touch by the way of
//! every other reader ([`super::tap::wedged`]); that it does not read is said on every screen.

use super::{Effect, Model};
use crate::usb::Usb;

/// つかう, つかわない.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    if model.usb.is_wanted() {
        model.usb = Usb::Off;
        return vec![Effect::Usb { on: false, ask: false }, Effect::SavePreferences];
    }
    let mut effects = start(model, true);
    effects.push(Effect::SavePreferences);
    effects
}

/// Starts it; `ask`: a person pressed for it, and may be asked which.
pub fn start(model: &mut Model, ask: bool) -> Vec<Effect> {
    model.usb = Usb::Starting;
    vec![Effect::Usb { on: true, ask }]
}

/// What became of it. One that was switched off meanwhile stays off.
pub const fn said(model: &mut Model, usb: Usb) {
    if model.usb.is_wanted() {
        model.usb = usb;
    }
}
