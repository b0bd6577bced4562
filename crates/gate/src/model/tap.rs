//! From a card to a durable touch. Invariant: nothing is heard or shown as recorded before [`Event::Kept`] says that
//! the touch is on disk.

use super::{Effect, Event, Model, NotKept, Page, code};
use crate::{
    inside::Known,
    lock::Checks,
    log::{Entry, Who},
    queue::{Draft, Pending},
    reading::{self, Tag},
    screen::{Cue, Field, Note, Sign},
    turn,
};
use domain::{
    id::{TechnicianId, TouchId},
    touch::{
        TouchKind,
        wire::{Reading, Warning},
    },
};

/// A tag was read.
pub fn tapped(model: &mut Model, tag: &Tag) -> Vec<Effect> {
    if !matches!(model.page, Page::Gate) {
        return Vec::new();
    }
    model.sheet = None;
    match reading::of(tag) {
        Ok(reading) => take(model, reading),
        Err(reading::Nothing) => could_not_read(model),
    }
}

/// A reader that types like a keyboard has read something.
pub fn wedged(model: &mut Model, reading: Reading) -> Vec<Effect> {
    if !matches!(model.page, Page::Gate) {
        return Vec::new();
    }
    model.sheet = None;
    take(model, reading)
}

/// A tag was there, but gave nothing.
pub fn could_not_read(model: &mut Model) -> Vec<Effect> {
    if !matches!(model.page, Page::Gate) {
        return Vec::new();
    }
    model.sheet = None;
    let at = model.corrected_now();
    show(model, Sign::about_nothing(Field::Unread, at, vec![Note::HoldHere, Note::OtherKindOfCard]))
}

/// Something was read or typed: keeps it, unless it is the same card as a moment ago.
pub fn take(model: &mut Model, reading: Reading) -> Vec<Effect> {
    let who = model.who(&reading);
    if model.keeping.as_ref().is_some_and(|other| other.same(&who)) {
        return Vec::new();
    }
    let now = model.corrected_now();
    let within_ms = if matches!(reading, Reading::Qr { .. }) { crate::code::REPEAT_MS } else { turn::REPEAT_MS };
    if let Some(entry) = turn::repeated(&who, (&model.log, now), within_ms).cloned() {
        return repeated(model, &entry);
    }
    let kind = turn::next(&who, model.known(&who).map(Known::is_inside), model.roster_age(), &model.log, now);
    keep(model, reading, who, kind, None)
}

fn repeated(model: &mut Model, entry: &Entry) -> Vec<Effect> {
    // A result of the same card that somebody must look at is not wiped away by the card lying there.
    let shown = model.sign.as_ref().filter(|sign| sign.touch == Some(entry.id));
    if shown.is_some_and(|sign| sign.field.stays() || sign.field == Field::Checking) {
        return vec![Effect::Cue(Cue::Already)];
    }
    let person = model.person(&entry.who);
    show(model, Sign::already(entry, person))
}

fn keep(model: &mut Model, reading: Reading, who: Who, kind: TouchKind, corrects: Option<TouchKind>) -> Vec<Effect> {
    let Some(site) = model.device.as_ref().map(|device| device.site.id) else {
        return not_kept(model, NotKept::GateEnded);
    };
    let name = model.known(&who).map(|known| known.name().to_owned());
    // The page's own clock is read by whoever carries it out, at the same moment.
    let draft = Draft { at: model.now, kind, reading, offset_ms: model.offset_ms, clock: None, site };
    model.keeping = Some(who.clone());
    vec![Effect::Keep { draft, who, name, corrects }]
}

/// The touch is on disk: now it may be heard and seen, after the server's answer if one is near.
pub fn kept(model: &mut Model, pending: &Pending, entry: &Entry, corrects: Option<TouchKind>) -> Vec<Effect> {
    model.keeping = None;
    model.waiting += 1;
    model.last_seq = model.last_seq.max(pending.item.device_seq.unwrap_or_default());
    model.waiting_site = model.waiting_site.or(Some(pending.site));
    model.log.put(entry.clone());
    code::kept(model, entry.id, &pending.item.reading);
    let person = model.person(&entry.who);
    let mut effects = if let Some(first) = corrects {
        let mut sign = Sign::kept(entry, person);
        sign.notes.push(Note::ChangedByNew { first });
        show(model, sign)
    } else if answer_is_near(model) {
        let mut effects = show(model, Sign::checking(entry, person));
        effects.push(Effect::WaitAnswer(entry.id));
        effects
    } else {
        show(model, unanswered(model, entry))
    };
    // Without signal the timer asks for it; until then in or out can still be changed in the touch itself.
    if !model.has_no_signal() {
        effects.push(Effect::Flush);
    }
    effects
}

fn answer_is_near(model: &Model) -> bool {
    model.online && matches!(model.signal, super::Signal::Good | super::Signal::Unknown)
}

/// The phone could not keep the touch.
pub fn not_kept(model: &mut Model, why: NotKept) -> Vec<Effect> {
    model.keeping = None;
    let note = match why {
        NotKept::Full => Note::StorageFull,
        NotKept::Broken => Note::StorageBroken,
        NotKept::GateEnded => {
            model.device = None;
            Note::GateEnded
        }
    };
    let at = model.corrected_now();
    show(model, Sign::about_nothing(Field::NotKept, at, vec![note]))
}

/// No answer came in time, or none will.
pub fn waited(model: &mut Model, touch: Option<TouchId>) -> Vec<Effect> {
    let Some(sign) = model.sign.as_ref().filter(|sign| sign.field == Field::Checking) else { return Vec::new() };
    if touch.is_some() && touch != sign.touch {
        return Vec::new();
    }
    let Some(entry) = sign.touch.and_then(|id| model.log.get(id)).cloned() else { return Vec::new() };
    show(model, unanswered(model, &entry))
}

/// What is shown of a touch on disk while the server has said nothing: a card the roster knows to be out of use is refused.
fn unanswered(model: &Model, entry: &Entry) -> Sign {
    let person = model.person(&entry.who);
    let is_in = |list: fn(&Checks) -> &[String]| {
        let listed = |serial: &String| model.checks.as_ref().is_some_and(|checks| list(checks).contains(serial));
        entry.who.serial.as_ref().is_some_and(listed)
    };
    if is_in(|checks| &checks.stopped) {
        return Sign::stopped(entry, person);
    }
    let by_code = code::found(model, entry.id);
    if let Some(Err(fault)) = by_code {
        return Sign::bad_code(entry, person, fault);
    }
    let mut sign = Sign::kept(entry, person);
    if by_code.is_some() {
        sign.notes = vec![Note::CodeCheckedLater];
    }
    if model.lock.hides() {
        sign.notes = vec![Note::NameHidden];
    }
    if is_in(|checks| &checks.expired) {
        sign.notes.push(Note::Warning(Warning::CardExpired));
    }
    sign
}

/// Puts a sign on the screen, with its sound, its photo and the end of its time.
pub fn show(model: &mut Model, sign: Sign) -> Vec<Effect> {
    let cue = sign.cue();
    let mut effects = replace(model, sign);
    effects.extend(cue.map(Effect::Cue));
    effects
}

/// The same without the sound: what was heard already holds.
pub fn replace(model: &mut Model, sign: Sign) -> Vec<Effect> {
    let mut effects = Vec::new();
    model.sign_number += 1;
    if !sign.field.stays() && sign.field != Field::Checking {
        effects.push(Effect::HideAfter(model.sign_number));
    }
    let wanted = sign.person.as_ref().filter(|person| person.has_photo).map(|person| person.technician);
    let at_hand = model.photo.as_ref().map(|(technician, _)| *technician);
    if let Some(technician) = wanted.filter(|technician| Some(*technician) != at_hand) {
        effects.push(Effect::FetchPhoto(technician));
    }
    model.sign = Some(sign);
    effects
}

/// 退場に なおす. First tried in the queue; what has left the phone is corrected by one more touch.
pub fn correct(model: &Model) -> Vec<Effect> {
    let Some(sign) = &model.sign else { return Vec::new() };
    match (sign.touch, sign.correctable()) {
        (Some(touch), Some(kind)) => vec![Effect::Correct { touch, kind }],
        _ => Vec::new(),
    }
}

/// The queue took the correction: the touch itself now says the other.
pub fn corrected(model: &mut Model, pending: &Pending) -> Vec<Effect> {
    let Some(entry) = model.log.get_mut(pending.item.id) else { return Vec::new() };
    entry.kind = pending.item.kind;
    let entry = entry.clone();
    let person = model.person(&entry.who);
    let mut sign = Sign::kept(&entry, person);
    sign.notes.push(Note::ChangedInPlace);
    show(model, sign)
}

/// The touch has left the phone: one more touch of the other kind. The card's own link was used up by the first, so
/// the person is named by number.
pub fn correct_by_new(model: &mut Model, touch: TouchId) -> Vec<Effect> {
    let Some(sign) = model.sign.as_ref().filter(|sign| sign.touch == Some(touch)) else { return Vec::new() };
    let (Some(kind), Some(person)) = (sign.correctable(), &sign.person) else { return Vec::new() };
    let (technician, first): (TechnicianId, TouchKind) = (person.technician, sign.kind);
    let reading = Reading::Typed { technician_id: technician.to_string() };
    let who = Who { technician: Some(technician), ..model.who(&reading) };
    keep(model, reading, who, kind, Some(first))
}

/// An event of this file's kind.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Tapped(tag) => tapped(model, &tag),
        Event::Wedged(reading) => wedged(model, reading),
        Event::CouldNotRead => could_not_read(model),
        Event::Kept { pending, entry, corrects } => kept(model, &pending, &entry, corrects),
        Event::NotKept(why) => not_kept(model, why),
        Event::Corrected(pending) => corrected(model, &pending),
        Event::TooLateToCorrect(touch) => correct_by_new(model, touch),
        Event::Waited(touch) => waited(model, Some(touch)),
        _ => Vec::new(),
    }
}
