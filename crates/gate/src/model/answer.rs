//! What the server said. Invariant: an answer changes the screen only for the touch that stands on it; for every other
//! touch it changes the list, where what wants a look is counted until somebody has seen it.

use super::{Effect, Event, Model, Signal, lock, tap};
use crate::{
    lock::{Checks, Door},
    log::{Entry, State, Who},
    reply::{Problem, Trouble},
    screen::{Field, Note, Sign},
};
use domain::touch::wire::{Shown, TouchAnswer};

fn contact(model: &mut Model, offset_ms: Option<i64>) -> Effect {
    model.signal = Signal::Good;
    model.contact = Some(model.now);
    model.offset_ms = offset_ms.or(model.offset_ms);
    Effect::SaveClock
}

fn answered(model: &mut Model, answers: &[TouchAnswer]) -> Vec<Effect> {
    answers.iter().flat_map(|answer| one(model, answer)).collect()
}

fn one(model: &mut Model, answer: &TouchAnswer) -> Vec<Effect> {
    let now = model.now;
    let Some(entry) = answer.id.and_then(|id| model.log.get_mut(id)) else { return Vec::new() };
    entry.take(answer, now);
    let hidden = model.lock.hides();
    if hidden {
        entry.name = None;
    }
    let entry = entry.clone();
    let Some(shown) = model.sign.as_ref().filter(|sign| sign.touch == answer.id).cloned() else { return Vec::new() };
    if !matches!(shown.field, Field::Checking | Field::Kept) {
        return Vec::new();
    }
    let known = model.person(&entry.who);
    match Sign::answered(&entry, answer, known) {
        None => tap::waited(model, answer.id),
        Some(mut sign) => {
            if hidden {
                sign.person = None;
            }
            let heard = shown.field == Field::Kept && !sign.field.stays();
            sign.notes.extend(shown.notes.into_iter().filter(|note| matches!(note, Note::ChangedByNew { .. })));
            if heard { tap::replace(model, sign) } else { tap::show(model, sign) }
        }
    }
}

/// The roster at hand may lack what was recorded here before it was made, since queue and roster go up and come down at
/// the same time: the next look asks for a newer one.
fn ask_again(model: &mut Model) {
    let Some(age) = model.roster_age() else { return };
    let lacks =
        |entry: &Entry| matches!(entry.state, State::Recorded { .. }) && entry.at < age.made && entry.is_news_to(age);
    if model.log.iter().any(lacks) {
        model.roster_asked = None;
    }
}

fn is_beside(model: &Model, shown: &Shown) -> bool {
    let who = Who { serial: None, technician: Some(shown.technician_id) };
    !model.lock.hides() && model.known(&who).is_none()
}

/// An event of this file's kind.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Answered { answers, waiting, offset_ms, doubted } => {
            model.now_waits(waiting);
            // What is answered was signed.
            model.key_gone = None;
            if doubted > 0 || !answers.answers.is_empty() {
                model.receipts_doubted = doubted > 0;
            }
            let mut effects = vec![contact(model, offset_ms)];
            effects.extend(answered(model, &answers.answers));
            ask_again(model);
            // Somebody the roster does not name may have got a name.
            if answers.answers.iter().any(|answer| answer.shown.as_ref().is_some_and(|shown| is_beside(model, shown))) {
                effects.push(lock::keep(model));
            }
            effects
        }
        Event::Roster { roster, asked_at, offset_ms } => {
            let mut effects = vec![contact(model, offset_ms)];
            model.site_closed = false;
            model.checks = Some(Checks::from(&*roster));
            // While the names are shut away it only tells which cards are out of use.
            if !model.lock.hides() {
                model.roster = Some(*roster);
                model.roster_from = Some(asked_at);
                ask_again(model);
            }
            effects.push(lock::keep(model));
            if model.lock.door == Door::Open {
                effects.push(Effect::KeepPhotos);
            }
            effects
        }
        Event::Trouble(Trouble::SiteClosed(_)) => {
            model.site_closed = true;
            let mut effects = vec![contact(model, None)];
            effects.extend(tap::waited(model, None));
            effects
        }
        Event::KeyGone => {
            model.key_gone = Some(Problem::default());
            tap::waited(model, None)
        }
        Event::Trouble(trouble) => {
            // A request that was refused as a whole says nothing against the connection or the credential.
            model.signal = match trouble {
                Trouble::Refused(_) => Signal::Good,
                other => Signal::Trouble(other),
            };
            tap::waited(model, None)
        }
        _ => Vec::new(),
    }
}
