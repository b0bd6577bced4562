//! Shutting the names away and opening them again. Invariant: no card is refused for want of a PIN; what the PIN guards are
//! names and photos, the settings, and with them signing out.

use super::{
    Effect, Event, Model, Page, Sheet,
    enrol::{Fields, field},
    update,
};
use crate::lock::{Checking, Door, IDLE_MS, Lock, Pin, PinFault, Sealed};

/// はじめる was pressed in the form that asks for the PIN. One that cannot be a PIN stays there; whether it is the right one
/// is found out while cards are read already.
pub fn begin(model: &mut Model, fields: &Fields) -> Vec<Effect> {
    if model.lock.door == Door::Open {
        return update::begin(model);
    }
    let asked = unlock(model, fields);
    if matches!(model.lock.checking, Checking::Failed(_)) {
        return Vec::new();
    }
    let mut effects = update::begin(model);
    effects.extend(asked);
    effects
}

/// A PIN was typed, or chosen where there is none.
pub fn unlock(model: &mut Model, fields: &Fields) -> Vec<Effect> {
    let lock = &mut model.lock;
    if lock.checking == Checking::Busy {
        return Vec::new();
    }
    lock.until = lock.until.filter(|until| *until > model.now);
    let typed = field(fields, "pin");
    let asked = match lock.door {
        _ if lock.until.is_some() => Err(PinFault::Wait),
        Door::Unset => Pin::chosen(&typed, &field(fields, "pin_again")).map(Effect::SetPin),
        Door::Shut | Door::Open => Pin::typed(&typed).map(Effect::Unlock),
    };
    lock.tries = lock.tries.saturating_add(1);
    match asked {
        Ok(effect) => {
            lock.checking = Checking::Busy;
            vec![effect]
        }
        Err(fault) => {
            lock.checking = Checking::Failed(fault);
            Vec::new()
        }
    }
}

/// What must be gone through to reach a sheet: the settings lie behind the PIN.
pub fn way_to(model: &mut Model, sheet: Sheet) -> Sheet {
    if model.lock.checking != Checking::Busy {
        model.lock.checking = Checking::Ready;
    }
    match sheet {
        Sheet::Settings if model.lock.door != Door::Unset => Sheet::Pin { settings: true },
        other => other,
    }
}

/// Takes every name from the screen and the memory, the disk's key with them.
pub fn shut(model: &mut Model) -> Vec<Effect> {
    if model.lock.door != Door::Open {
        return Vec::new();
    }
    model.lock = Lock { door: Door::Shut, ..Lock::new(model.now) };
    model.roster = None;
    model.roster_from = None;
    model.photo = None;
    model.sheet = None;
    if let Some(sign) = &mut model.sign {
        sign.person = None;
    }
    model.log.forget_names();
    vec![Effect::Lock]
}

/// Shuts after [`IDLE_MS`] in which nobody did anything here.
pub fn idle(model: &mut Model) -> Vec<Effect> {
    if model.now.since_ms(model.lock.used) >= IDLE_MS { shut(model) } else { Vec::new() }
}

/// Asks that the roster at hand be kept: sealed where there is a key for it.
pub fn keep(model: &mut Model) -> Effect {
    model.sealed |= to_seal(model).is_some();
    Effect::KeepRoster
}

/// What is to be sealed now; nothing without a roster or a key.
pub fn to_seal(model: &Model) -> Option<Sealed> {
    let roster = model.roster.as_ref().filter(|_| model.lock.door == Door::Open)?;
    Some(Sealed::of(roster, &model.log))
}

fn opened(model: &mut Model, sealed: Sealed) -> Vec<Effect> {
    model.lock = Lock::open(model.now);
    let site = model.device.as_ref().map(|device| device.site.id);
    sealed.name(&mut model.log);
    // What has come since is newer.
    if model.roster.is_none() {
        model.roster = sealed.roster.filter(|roster| Some(roster.site.id) == site);
        model.roster_from = None;
        model.roster_asked = None;
    }
    if let Some(Sheet::Pin { settings }) = model.sheet {
        model.sheet = settings.then_some(Sheet::Settings);
    }
    let mut effects = Vec::new();
    // Set just now: what was kept openly until then is sealed.
    if model.roster.is_some() {
        effects.push(keep(model));
    }
    effects.extend(update::look_after(model));
    effects
}

/// An event of this file's kind.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        // Signed out meanwhile.
        Event::Unlocked(_) if model.device.is_none() => vec![Effect::Lock],
        Event::Unlocked(sealed) => opened(model, *sealed),
        Event::PinRefused { fault, until } => {
            model.lock.checking = Checking::Failed(fault);
            model.lock.until = until;
            if matches!(model.page, Page::Gate) && model.sheet.is_none() && model.sign.is_none() {
                model.sheet = Some(Sheet::Pin { settings: false });
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}
