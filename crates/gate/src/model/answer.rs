//! What the server said. Invariant: an answer changes the screen only for the touch that stands on it; for every other
//! touch it changes the list, where what wants a look is counted until somebody has seen it.

use super::{Effect, Event, Model, Signal, tap};
use crate::{
    log::State,
    reply::Trouble,
    screen::{Field, Note, Sign},
};
use domain::touch::{
    TouchKind,
    wire::{GateRoster, TouchAnswer},
};

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
    let Some(entry) = answer.id.and_then(|id| model.log.get_mut(id)) else { return Vec::new() };
    entry.take(answer);
    let entry = entry.clone();
    if matches!(entry.state, State::Recorded { .. }) {
        move_on_roster(model, &entry);
    }
    let Some(shown) = model.sign.as_ref().filter(|sign| sign.touch == answer.id).cloned() else { return Vec::new() };
    if !matches!(shown.field, Field::Checking | Field::Kept) {
        return Vec::new();
    }
    let known = model.person(&entry.who);
    match Sign::answered(&entry, answer, known) {
        None => tap::waited(model, answer.id),
        Some(mut sign) => {
            let heard = shown.field == Field::Kept && !sign.field.stays();
            sign.notes.extend(shown.notes.into_iter().filter(|note| matches!(note, Note::ChangedByNew { .. })));
            if heard { tap::replace(model, sign) } else { tap::show(model, sign) }
        }
    }
}

fn move_on_roster(model: &mut Model, entry: &crate::log::Entry) {
    let Some(technician) = entry.who.technician else { return };
    let newer = model.roster.as_ref().is_some_and(|roster| entry.at >= roster.server_time);
    let people = model.roster.iter_mut().flat_map(|roster| &mut roster.people);
    for person in people.filter(|person| newer && person.technician_id == technician) {
        person.inside = match entry.kind {
            TouchKind::In => true,
            TouchKind::Out => false,
            TouchKind::Unknown => person.inside,
        };
    }
}

/// A fresh roster. What this phone recorded since it was made is laid over it.
fn roster(model: &mut Model, roster: GateRoster) {
    model.roster = Some(roster);
    let recorded: Vec<_> =
        model.log.iter().filter(|entry| matches!(entry.state, State::Recorded { .. })).cloned().collect();
    for entry in &recorded {
        move_on_roster(model, entry);
    }
}

/// An event of this file's kind.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Answered { answers, waiting, offset_ms } => {
            model.now_waits(waiting);
            let mut effects = vec![contact(model, offset_ms)];
            effects.extend(answered(model, &answers.answers));
            effects
        }
        Event::Roster { roster: fresh, offset_ms } => {
            let effect = contact(model, offset_ms);
            model.site_closed = false;
            roster(model, *fresh);
            vec![effect]
        }
        Event::Trouble(Trouble::SiteClosed(_)) => {
            model.site_closed = true;
            let mut effects = vec![contact(model, None)];
            effects.extend(tap::waited(model, None));
            effects
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
