//! One event after the other. Invariant: every event is answered from the model alone, so that a whole morning at a
//! gate can be played through in a test.

use super::{Action, Asking, Effect, Event, Model, Page, Scan, Sheet, Stored, answer, code, enrol, lock, tap, usb};
use crate::{
    lock::{Checks, Door, Lock},
    screen::Cue,
    usb::Usb,
};
use domain::{id::TechnicianId, time::Instant, touch::wire::Reading};
use i18n::Lang;

/// The roster is asked for again after this time, milliseconds: other gates of the site move people too.
const ROSTER_MS: i64 = 60_000;
const DIGITS: usize = 14;

/// What `event` changes, at `now` by the phone's clock, and what it asks of the phone.
pub fn update(model: &mut Model, event: Event, now: Instant) -> Vec<Effect> {
    model.now = now;
    let mut effects = lock::idle(model);
    if matches!(event, Event::Pressed(_) | Event::Submitted(..) | Event::Typed(_) | Event::Tapped(_) | Event::Wedged(_))
    {
        model.lock.used = now;
    }
    effects.extend(happened(model, event));
    effects
}

fn happened(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Loaded(stored) => loaded(model, *stored),
        Event::LoadFailed(detail) => {
            model.page = Page::Broken { detail };
            Vec::new()
        }
        Event::Submitted(Action::SignIn, fields) => enrol::sign_in(model, &fields),
        Event::Submitted(Action::Enrol, fields) => enrol::enrol(model, &fields),
        Event::Submitted(Action::Begin, fields) => lock::begin(model, &fields),
        Event::Submitted(Action::Unlock, fields) => lock::unlock(model, &fields),
        event @ (Event::Code(_) | Event::CodeVerified { .. } | Event::Camera(_)) => code::update(model, event),
        event @ (Event::Unlocked(_) | Event::PinRefused { .. }) => lock::update(model, event),
        Event::Pressed(action) | Event::Submitted(action, _) => pressed(model, action),
        Event::Typed(text) => {
            // The field shows groups of four; the gaps are not part of the number.
            model.typed = text.chars().filter(|c| *c != ' ').collect();
            model.typed_fault = None;
            Vec::new()
        }
        Event::Scanning(scan) => {
            model.scan = scan;
            Vec::new()
        }
        Event::Usb(said) => {
            usb::said(model, said);
            Vec::new()
        }
        Event::Counted(waiting) => {
            model.now_waits(waiting);
            Vec::new()
        }
        Event::Photo(technician, address) => {
            if !model.lock.hides() {
                model.photo = Some((technician, address));
            }
            Vec::new()
        }
        Event::ResultOver(number) => {
            let over = number == model.sign_number && model.sign.as_ref().is_some_and(|sign| !sign.field.stays());
            if over {
                model.sign = None;
            }
            Vec::new()
        }
        Event::Timer | Event::Visible => {
            let mut effects = enrol::wipe(model);
            effects.extend(look_after(model));
            effects
        }
        Event::Online(online) => {
            model.online = online;
            if online { look_after(model) } else { tap::waited(model, None) }
        }
        Event::Storage(percent) => {
            model.storage_percent = percent;
            Vec::new()
        }
        Event::Builds { active, waiting } => {
            model.new_version = active && waiting;
            Vec::new()
        }
        event @ (Event::Answered { .. } | Event::Roster { .. } | Event::Trouble(_) | Event::KeyGone) => {
            answer::update(model, event)
        }
        event @ (Event::SignedIn(_)
        | Event::Enrolled(_)
        | Event::EnrolledElsewhere(_)
        | Event::SignedOut
        | Event::SignOutRefused) => enrol::update(model, event),
        event => tap::update(model, event),
    }
}

fn loaded(model: &mut Model, stored: Stored) -> Vec<Effect> {
    model.lang = stored.lang.as_deref().and_then(Lang::from_code).map_or(model.lang, Lang::office);
    model.night = stored.night;
    model.usb = if stored.usb { Usb::Starting } else { Usb::Off };
    // A roster of the site before stays in the store until the new one has come.
    let site = stored.device.as_ref().map(|device| device.site.id);
    let door = if stored.has_pin { Door::Shut } else { Door::Unset };
    model.lock = Lock { door, until: stored.pin_until, ..Lock::new(model.now) };
    model.roster = stored.roster.filter(|roster| Some(roster.site.id) == site && door == Door::Unset);
    let checks = stored.checks.filter(|checks| Some(checks.site) == site);
    model.checks = checks.or_else(|| model.roster.as_ref().map(Checks::from));
    model.sealed = stored.sealed;
    model.roster_from = None;
    model.offset_ms = stored.offset_ms;
    model.contact = stored.contact;
    model.now_waits(stored.waiting);
    model.last_seq = stored.last_seq;
    model.log = crate::log::Log::from_stored(stored.log);
    if model.lock.hides() {
        model.log.forget_names();
    }
    model.page = if stored.device.is_some() { Page::Begin } else { Page::SignIn(Asking::Ready) };
    model.device = stored.device;
    let mut effects = enrol::wipe(model);
    effects.extend(look_after(model));
    let outdated = model.log.outdated(model.corrected_now());
    if !outdated.is_empty() {
        effects.push(Effect::Forget(outdated));
    }
    effects
}

/// Sends what waits and asks for the roster when its time has come.
pub(super) fn look_after(model: &mut Model) -> Vec<Effect> {
    if model.device.is_none() || !model.online {
        return Vec::new();
    }
    let mut effects = vec![Effect::Flush];
    // Without signal the roster is also the question whether it is back.
    let fresh = model.roster_asked.is_some_and(|asked| (0..ROSTER_MS).contains(&model.now.since_ms(asked)));
    if !fresh || model.signal != super::Signal::Good {
        model.roster_asked = Some(model.now);
        effects.push(Effect::FetchRoster);
    }
    effects
}

fn pressed(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Begin => begin(model),
        Action::Lock => lock::shut(model),
        Action::Camera => code::toggle(model),
        Action::Usb => usb::toggle(model),
        Action::UsbAgain => usb::start(model, true),
        Action::TestSound => vec![Effect::Prepare, Effect::Cue(Cue::In)],
        Action::ScanAgain => {
            model.scan = Scan::Idle;
            vec![Effect::StartScan]
        }
        Action::Open(sheet) => open(model, sheet),
        Action::Close => {
            model.sheet = None;
            Vec::new()
        }
        Action::Correct => tap::correct(model),
        Action::Seen => {
            let touch = model.sign.take().and_then(|sign| sign.touch);
            // Not a gate any more: where to go on stands in the store.
            let ended = model.device.is_none().then_some(Effect::Load);
            touch.map(|touch| seen(model, touch)).unwrap_or_default().into_iter().chain(ended).collect()
        }
        Action::SeenInList(touch) => seen(model, touch),
        Action::Digit(_) | Action::Erase | Action::SendTyped => typing(model, action),
        Action::Night => {
            model.night = !model.night;
            vec![Effect::SavePreferences]
        }
        Action::Language(lang) => {
            model.lang = lang;
            vec![Effect::SavePreferences]
        }
        Action::SignInAgain => {
            model.sheet = None;
            model.page = Page::SignIn(Asking::Ready);
            Vec::new()
        }
        Action::BackToGate => {
            model.page = if model.scan == Scan::Idle { Page::Begin } else { Page::Gate };
            Vec::new()
        }
        Action::SignOut => enrol::sign_out(model),
        Action::SendNow => vec![Effect::Flush],
        Action::Print => vec![Effect::Print],
        Action::TakeNewVersion => vec![Effect::TakeNewVersion],
        Action::SignIn | Action::Enrol | Action::Unlock => Vec::new(),
    }
}

/// From here on cards are taken.
pub(super) fn begin(model: &mut Model) -> Vec<Effect> {
    model.page = Page::Gate;
    let mut effects = vec![Effect::Prepare, Effect::StartScan];
    if model.usb.is_wanted() {
        // One that was allowed before is taken; nobody is asked who did not ask for it.
        effects.extend(usb::start(model, false));
    }
    effects.extend(look_after(model));
    effects
}

fn open(model: &mut Model, sheet: Sheet) -> Vec<Effect> {
    let sheet = lock::way_to(model, sheet);
    model.sheet = Some(sheet);
    model.sign_out_refused = false;
    if sheet == Sheet::Typed {
        model.typed.clear();
        model.typed_fault = None;
    }
    // A sheet was asked for: a result whose time runs anyway makes room, one that wants a look stays in the list.
    model.sign = None;
    Vec::new()
}

fn seen(model: &mut Model, touch: domain::id::TouchId) -> Vec<Effect> {
    let Some(entry) = model.log.get_mut(touch) else { return Vec::new() };
    entry.seen = true;
    vec![Effect::SaveEntry(entry.clone())]
}

fn typing(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Digit(digit) if model.typed.chars().filter(|c| !c.is_whitespace()).count() < DIGITS => {
            model.typed_fault = None;
            model.typed.push(char::from(b'0' + digit.min(9)));
        }
        Action::Erase => {
            model.typed_fault = None;
            model.typed.pop();
        }
        Action::SendTyped => match model.typed.parse::<TechnicianId>() {
            Err(fault) => model.typed_fault = Some(fault),
            Ok(technician) => {
                model.sheet = None;
                model.typed.clear();
                return tap::take(model, Reading::Typed { technician_id: technician.to_string() });
            }
        },
        _ => {}
    }
    Vec::new()
}

#[cfg(test)]
mod tests;
