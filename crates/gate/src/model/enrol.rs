//! How a phone becomes a gate and stops being one. Invariant: touches that wait for one site are never sent with the
//! credential of another, and a credential is not given up while touches wait.

use super::{Asking, Effect, Event, Fault, Model, Page};
use crate::lock::{Lock, Pin};
use domain::touch::wire::{GateEnrolment, GateLogIn};

/// Name and value of each field of a form.
pub(super) type Fields = [(String, String)];

pub(super) fn field(fields: &Fields, name: &str) -> String {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// The log-in form was sent.
pub fn sign_in(model: &mut Model, fields: &Fields) -> Vec<Effect> {
    let Page::SignIn(asking) = &mut model.page else { return Vec::new() };
    // The password is taken as typed: a blank may belong to it.
    let password = fields.iter().find(|(key, _)| key == "password").map(|(_, value)| value.clone()).unwrap_or_default();
    let log_in = GateLogIn { login_id: field(fields, "login_id"), password, totp: field(fields, "totp") };
    if log_in.login_id.is_empty() || log_in.password.is_empty() || log_in.totp.is_empty() {
        *asking = Asking::Failed(Fault::Empty);
        return Vec::new();
    }
    *asking = Asking::Busy;
    vec![Effect::SignIn(log_in)]
}

/// The site form was sent.
pub fn enrol(model: &mut Model, fields: &Fields) -> Vec<Effect> {
    let waits = model.waits();
    let Page::Sites { sites, asking } = &mut model.page else { return Vec::new() };
    let chosen = field(fields, "site");
    let site = sites.sites.iter().map(|site| site.id).find(|id| id.to_string() == chosen);
    let name = field(fields, "name");
    // Each site with sections has a list of its own.
    let section = field(fields, &format!("section-{chosen}"));
    let section = sites.sections.iter().find(|one| Some(one.site_id) == site && one.id.to_string() == section);
    let section_id = section.map(|one| one.id);
    let (Some(site_id), false) = (site, name.is_empty()) else {
        *asking = Asking::Failed(Fault::Empty);
        return Vec::new();
    };
    if waits.is_of_another(site_id) {
        *asking = Asking::Failed(Fault::OtherSiteWaits);
        return Vec::new();
    }
    let pin = match Pin::chosen(&field(fields, "pin"), &field(fields, "pin_again")) {
        Ok(pin) => pin,
        Err(fault) => {
            *asking = Asking::Failed(Fault::Pin(fault));
            return Vec::new();
        }
    };
    *asking = Asking::Busy;
    // Key and numbers are the store's to add.
    vec![Effect::Enrol(GateEnrolment { site_id, name, public_key: None, phone: None, last_seq: 0, section_id }, pin)]
}

/// After thirty days without contact names and photos leave the phone; the queue never does.
pub fn wipe(model: &mut Model) -> Vec<Effect> {
    let shown = model.roster.is_some() || model.photo.is_some();
    let personal = shown || model.sealed || model.log.iter().any(|entry| entry.name.is_some());
    if !model.is_silent_too_long() || !personal {
        return Vec::new();
    }
    model.roster = None;
    model.roster_from = None;
    model.photo = None;
    model.sealed = false;
    // The result on the screen may name somebody as well.
    model.sign = None;
    drop(model.log.forget_settled());
    model.log.forget_names();
    vec![Effect::Wipe(model.log.iter().cloned().collect())]
}

/// 設定 → この現場を おわる.
pub fn sign_out(model: &mut Model) -> Vec<Effect> {
    model.sign_out_refused = model.waiting > 0;
    if model.sign_out_refused { Vec::new() } else { vec![Effect::SignOut] }
}

/// An event of this file's kind.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::SignedIn(Ok(sites)) => {
            model.page = Page::Sites { sites, asking: Asking::Ready };
        }
        Event::SignedIn(Err(trouble)) => {
            if let Page::SignIn(asking) = &mut model.page {
                *asking = Asking::Failed(Fault::Trouble(trouble));
            }
        }
        Event::Enrolled(Ok(device)) => {
            let mut effects = Vec::new();
            if model.device.as_ref().is_some_and(|old| old.site.id != device.site.id) {
                model.roster = None;
                // Nobody is inside here because of what they did at the site before.
                effects.push(Effect::Forget(model.log.forget_settled()));
            }
            model.checks = None;
            model.lock = Lock::open(model.now);
            model.site_closed = false;
            model.receipts_doubted = false;
            model.key_gone = None;
            model.device = Some(*device);
            model.contact = Some(model.now);
            model.signal = super::Signal::Good;
            model.page = Page::Begin;
            effects.extend([Effect::SaveClock, Effect::FetchRoster, Effect::Flush]);
            return effects;
        }
        Event::Enrolled(Err(fault)) => {
            if let Page::Sites { asking, .. } = &mut model.page {
                *asking = Asking::Failed(fault);
            }
        }
        Event::EnrolledElsewhere(device) => {
            // Where this tab enrols itself, its own answer is about to come.
            let own = matches!(model.page, Page::Sites { asking: Asking::Busy, .. });
            if !own && model.device.as_ref().is_some_and(|known| known.device_id != device) {
                return vec![Effect::Load];
            }
        }
        Event::SignedOut => {
            let (lang, night) = (model.lang, model.night);
            *model = Model { night, page: Page::SignIn(Asking::Ready), ..Model::new(lang, model.now) };
            return vec![Effect::Load];
        }
        Event::SignOutRefused => model.sign_out_refused = true,
        _ => {}
    }
    Vec::new()
}
