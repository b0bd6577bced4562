//! The result of a tap. Invariant: every field is a word, a shape and a colour; the word alone tells what happened.

use super::node::{Element, button, el, icon};
use crate::{
    icon,
    model::{Action, Model},
    screen::{Field, Note, Person, Sign},
};
use domain::{
    level::Level,
    touch::{TouchKind, wire::code::CodeFault},
};
use i18n::{
    Lang, Msg,
    msg::{gate as m, touch as t},
    word,
};

/// The result that stands on the screen.
pub fn result(model: &Model, sign: &Sign) -> Element {
    let lang = model.lang;
    let person = sign.person.as_ref().map(|person| who(model, person));
    let notes = el("div").class("notes").children(sign.notes.iter().map(|note| note_box(lang, note)));
    el("section")
        .class(&format!("result {}", class(sign.field)))
        .key(model.sign_number.to_string())
        .child(field(lang, sign))
        // Scrolls where it does not fit: reachable by keyboard.
        .child(el("div").class("about").attr("tabindex", "0").children(person).child(notes))
        .child(actions(model, sign))
}

const fn class(field: Field) -> &'static str {
    match field {
        Field::Checking => "checking",
        Field::In => "in",
        Field::Out => "out",
        Field::Recorded => "recorded",
        Field::Look => "look",
        Field::Kept => "kept",
        Field::Refused | Field::NotKept => "refused",
        Field::Already => "already",
        Field::Unread => "unread",
    }
}

/// The big field: shape, word, time, and the sentence under it.
fn field(lang: Lang, sign: &Sign) -> Element {
    let side = match sign.kind {
        TouchKind::In => Some(t::KIND_IN),
        TouchKind::Out => Some(t::KIND_OUT),
        TouchKind::Unknown => None,
    };
    let (shape, head, below): (&str, Msg, Option<Msg>) = match sign.field {
        Field::Checking => (icon::SCHEDULE, m::CHECKING, None),
        Field::In => (icon::CHECK, t::KIND_IN, None),
        Field::Out => (icon::LOGOUT, t::KIND_OUT, None),
        Field::Recorded => (icon::CHECK, m::RECORDED, None),
        Field::Look => (icon::EXCLAMATION, side.unwrap_or(m::RECORDED), Some(t::RECORDED_WITH_CHECK)),
        Field::Kept => (icon::SAVE, m::RECEIVED, side),
        Field::Refused | Field::NotKept => (icon::CLOSE, m::NOT_RECORDED, None),
        Field::Already => (icon::CHECK, m::ALREADY, side),
        Field::Unread => (icon::CONTACTLESS, m::COULD_NOT_READ, None),
    };
    let timed = !matches!(sign.field, Field::NotKept | Field::Unread);
    let time = timed.then(|| el("p").class("num time").text(sign.at.hh_mm()));
    let sentence = !matches!(sign.field, Field::In | Field::Out | Field::Look | Field::Kept);
    let head = el("h1").class(if sentence { "long" } else { "short" }).text(head.get(lang));
    let below_field = below.filter(|_| sign.field == Field::Look);
    let beside = below.filter(|_| sign.field != Field::Look).map(|word| el("p").class("side").text(word.get(lang)));
    el("div")
        .class("field")
        .children((sign.field == Field::Look).then(|| el("div").class("hazard").attr("aria-hidden", "true")))
        .child(
            el("div")
                .class("big")
                .child(el("div").class("disc").child(icon(shape)))
                .child(el("div").class("words").child(head).children(beside).children(time)),
        )
        .children(
            below_field
                .map(|word| el("p").class("sub").child(icon(icon::CHECK)).child(el("span").text(word.get(lang)))),
        )
}

fn who(model: &Model, person: &Person) -> Element {
    let lang = model.lang;
    let address = model.photo.as_ref().filter(|(technician, _)| *technician == person.technician);
    let photo = match address {
        Some((_, address)) => el("div")
            .class("photo")
            .child(el("img").attr("src", &**address).attr("alt", m::PHOTO_OF.with(lang, &[("name", &person.name)]))),
        None => el("div").class("photo none").child(icon(icon::PERSON)),
    };
    let level = match person.level {
        Level::One => "level l1",
        Level::Two => "level l2",
        Level::Three => "level l3",
        Level::Four => "level l4",
    };
    el("div")
        .class("who")
        .child(photo)
        .child(el("div").class("names").child(el("p").class("kana").text(&*person.kana)).child(
            el("p").class(if person.name.chars().count() > 9 { "name long" } else { "name" }).text(&*person.name),
        ))
        .child(
            el("p")
                .class(level)
                .child(el("b").text(word::level(person.level).get(lang)))
                .child(el("span").text(word::level_colour(person.level).get(lang))),
        )
        .child(
            el("p")
                .class("work")
                .child(el("b").text(word::trade(lang, person.trade)))
                .children(person.employer.as_ref().map(|name| el("span").text(&**name))),
        )
}

fn note_box(lang: Lang, note: &Note) -> Element {
    let lines = |head: Msg, help: Msg| (head.get(lang).to_owned(), Some(help.get(lang).to_owned()));
    let (look, (head, help)) = match note {
        Note::CardCheckedLater => ("note", lines(m::CARD_CHECKED_LATER, m::CARD_CHECKED_LATER_HELP)),
        Note::NameLater => ("note", lines(m::NAME_LATER, m::NAME_LATER_HELP)),
        Note::CodeCheckedLater => ("note", lines(m::CODE_CHECKED_LATER, m::CARD_CHECKED_LATER_HELP)),
        Note::CodeBad(fault) => {
            let help = match fault {
                CodeFault::Step => m::CODE_BAD_STEP,
                CodeFault::Expired => m::CODE_BAD_EXPIRED,
                CodeFault::Certificate | CodeFault::Signature | CodeFault::Malformed => m::CODE_BAD_SIGNATURE,
            };
            ("note", lines(m::CODE_BAD, help))
        }
        Note::OtherCode => ("note", lines(m::CODE_OTHER, m::CODE_OTHER_HELP)),
        Note::NameHidden => ("note", lines(m::NAME_HIDDEN, m::NAME_HIDDEN_HELP)),
        Note::NumberCheckedLater => ("note", lines(m::NUMBER_CHECKED_LATER, m::NUMBER_CHECKED_LATER_HELP)),
        Note::NumberNameLater => ("note", lines(m::NAME_LATER, m::NUMBER_NAME_LATER_HELP)),
        Note::Training => ("note", (m::TRAINING.get(lang).to_owned(), None)),
        Note::ReceivedBefore => ("note", (m::RECEIVED_BEFORE.get(lang).to_owned(), None)),
        Note::Warning(warning) => ("note", lines(word::warning(*warning), word::warning_help(*warning))),
        Note::Reason { ja, en } => ("note", (if lang == Lang::Ja { ja } else { en }.clone(), None)),
        Note::CardStopped => ("note", lines(m::CARD_STOPPED, m::CARD_STOPPED_HELP)),
        Note::TapAgain => ("note do", lines(m::TAP_AGAIN, m::TAP_AGAIN_HELP)),
        Note::AskForeman => ("note do", lines(m::ASK_FOREMAN, m::ASK_FOREMAN_HELP)),
        Note::ChangedInPlace => ("note", lines(m::CHANGED_IN_PLACE, m::CHANGED_IN_PLACE_HELP)),
        Note::ChangedByNew { first } => {
            let first = word::touch_kind(*first).get(lang);
            (
                "note",
                (m::CHANGED_BY_NEW.get(lang).to_owned(), Some(m::CHANGED_BY_NEW_HELP.with(lang, &[("first", &first)]))),
            )
        }
        Note::HoldHere => ("note do", lines(m::HOLD_HERE, m::HOLD_HERE_HELP)),
        Note::OtherKindOfCard => ("note", lines(m::OTHER_KIND, m::OTHER_KIND_HELP)),
        Note::StorageFull => ("note do", lines(m::STORAGE_FULL, m::STORAGE_FULL_HELP)),
        Note::StorageBroken => ("note do", lines(m::STORAGE_BROKEN, m::STORAGE_BROKEN_HELP)),
        Note::GateEnded => ("note do", lines(m::GATE_ENDED, m::GATE_ENDED_HELP)),
    };
    el("div").class(look).child(el("b").text(head)).children(help.map(|help| el("span").text(help)))
}

/// The bar that runs down, and what may be pressed.
fn actions(model: &Model, sign: &Sign) -> Element {
    let lang = model.lang;
    let stays = sign.field.stays() || sign.field == Field::Checking;
    let running = (!stays).then(|| el("div").class("running").attr("aria-hidden", "true").child(el("i")));
    let correct = sign.correctable().map(|kind| {
        let words = match kind {
            TouchKind::Out => m::CORRECT_TO_OUT,
            TouchKind::In | TouchKind::Unknown => m::CORRECT_TO_IN,
        };
        button("outline", Some(icon::SWAP), words.get(lang), Action::Correct)
    });
    let seen = sign.field.stays().then(|| {
        let words = if sign.field == Field::Look { m::FOREMAN_SAW } else { m::UNDERSTOOD };
        button("solid", None, words.get(lang), Action::Seen)
    });
    el("div").class("actions").children(running).children(correct).children(seen)
}
