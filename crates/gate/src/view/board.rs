//! The gate at work: waiting, result, or a sheet over them. Invariant: the two live regions are always in the page, so
//! that what is put into them is spoken.

use super::{
    lock,
    node::{Element, button, el, icon},
    result, sheets,
};
use crate::{
    icon,
    inside::Inside,
    log::{Entry, State},
    model::{
        Action, Model, Scan, ScanTrouble, Sheet, Signal,
        code::{Camera, CameraTrouble},
    },
    reply::Trouble,
    screen::Field,
    usb::Usb,
};
use domain::touch::TouchKind;
use i18n::{
    Msg, date,
    msg::{gate as m, touch as t},
};

const RECENT: usize = 5;

/// The part between bar and fields. `inside`: who is inside.
pub fn board(model: &Model, inside: &[Inside<'_>]) -> Element {
    let main = el("main").class("board").children(notices(model));
    let sign = model.sign.as_ref().filter(|_| model.sheet.is_none());
    let alarming = sign.is_some_and(|sign| matches!(sign.field, Field::Look | Field::Refused | Field::NotKept));
    // Nothing is spoken while the answer is awaited: the result follows within moments.
    let quiet = sign.is_some_and(|sign| sign.field == Field::Checking);
    let shown = sign.map(|sign| result::result(model, sign));
    let (quietly, spoken, loud) = match (quiet, alarming) {
        (true, _) => (shown, None, None),
        (false, false) => (None, shown, None),
        (false, true) => (None, None, shown),
    };
    let empty = sign.is_none() && model.sheet.is_none();
    main.child(
        el("div").class("live").key("status").attr("role", "status").attr("aria-atomic", "false").children(spoken),
    )
    .child(el("div").class("live").key("alert").attr("role", "alert").attr("aria-atomic", "false").children(loud))
    .children(quietly)
    .children(empty.then(|| waiting(model)))
    .children(model.sheet.map(|sheet| sheets::sheet(model, sheet, inside)))
}

/// What must be seen whatever else is on the screen.
fn notices(model: &Model) -> Vec<Element> {
    let lang = model.lang;
    let notice = |words: String, act: Option<Element>| {
        el("div")
            .class("notice")
            .attr("role", "alert")
            .child(icon(icon::WARNING))
            .child(el("p").text(words))
            .children(act)
    };
    let mut notices = Vec::new();
    if model.credential_problem().is_some() {
        let act = button("small", None, m::SIGN_IN_AGAIN.get(lang), Action::SignInAgain);
        notices.push(notice(m::CREDENTIAL_GONE.get(lang).to_owned(), Some(act)).key("credential"));
    }
    notices.extend(lock::notice(model, notice));
    if let Usb::Trouble(trouble) = model.usb {
        let act = button("small", None, m::NFC_AGAIN.get(lang), Action::UsbAgain);
        notices.push(notice(sheets::usb_words(trouble).get(lang).to_owned(), Some(act)).key("usb"));
    }
    if model.receipts_doubted {
        let act = button("small", None, m::SIGN_IN_AGAIN.get(lang), Action::SignInAgain);
        notices.push(notice(m::RECEIPT_DOUBTED.get(lang).to_owned(), Some(act)).key("receipt"));
    }
    if model.site_closed {
        notices.push(notice(m::SITE_CLOSED.get(lang).to_owned(), None).key("closed"));
    }
    if model.storage_percent >= 80 {
        let words = m::STORAGE_NEARLY_FULL.with(lang, &[("n", &model.storage_percent)]);
        notices.push(notice(words, None).key("storage"));
    }
    let on_screen = model.sign.as_ref().and_then(|sign| sign.touch);
    let elsewhere = model.log.iter().filter(|entry| entry.wants_a_look() && Some(entry.id) != on_screen).count();
    // The list shows them itself, and the number pad needs its height.
    if elsewhere > 0 && !matches!(model.sheet, Some(Sheet::Today | Sheet::Typed)) {
        let act = button("small", None, m::LOOK_AT_LIST.get(lang), Action::Open(Sheet::Today));
        notices.push(notice(m::TO_LOOK_AT.with(lang, &[("n", &elsewhere)]), Some(act)).key("look"));
    }
    notices
}

fn waiting(model: &Model) -> Element {
    let lang = model.lang;
    let tap = |place: Msg| {
        el("section")
            .class("tap")
            .child(el("div").class("ring").child(icon(icon::CONTACTLESS)))
            .child(el("h1").text(m::HOLD_CARD.get(lang)))
            .child(el("p").text(place.get(lang)))
    };
    let invitation = match &model.scan {
        Scan::Trouble(_) if model.usb == Usb::On => tap(m::HOLD_ON_READER),
        Scan::Trouble(trouble) => scan_trouble(model, trouble),
        Scan::Idle | Scan::On => tap(m::HOLD_WHERE),
    };
    let invitation = invitation.child(camera(model));
    let aside = el("div").class("beside").children(signal(model)).children(recent(model));
    el("div").class("waiting").key("waiting").child(invitation).child(aside)
}

/// Reading the code of a phone by the camera: the way to it, its picture, or why there is none.
fn camera(model: &Model) -> Element {
    let lang = model.lang;
    let trouble = |head: Msg, help: Msg| {
        el("div")
            .attr("role", "alert")
            .child(el("h2").child(icon(icon::ERROR)).child(el("span").text(head.get(lang))))
            .child(el("p").text(help.get(lang)))
    };
    let on = model.camera == Camera::On;
    let seen = match &model.camera {
        Camera::Off => None,
        Camera::On => {
            // What stands in it is the camera's own, not this tree's.
            let mut place = el("div").attr("id", "camera").class("picture");
            place.drawing = Some("");
            Some(place)
        }
        Camera::Trouble(CameraTrouble::NoReader) => Some(trouble(m::CAMERA_NO_READER, m::CAMERA_NO_READER_HELP)),
        Camera::Trouble(CameraTrouble::Denied) => Some(trouble(m::CAMERA_DENIED, m::CAMERA_DENIED_HELP)),
    };
    let words = if on { m::CAMERA_STOP } else { m::CAMERA_START };
    let act = button("outline", Some(icon::QR), words.get(lang), Action::Camera);
    el("div").class("camera").key("camera").children(seen).child(act)
}

fn scan_trouble(model: &Model, trouble: &ScanTrouble) -> Element {
    let lang = model.lang;
    let (head, help): (Msg, Msg) = match trouble {
        ScanTrouble::NoWebNfc => (m::NFC_NO_BROWSER, m::NFC_NO_BROWSER_HELP),
        ScanTrouble::NoHardware => (m::NFC_NO_HARDWARE, m::NFC_NO_HARDWARE_HELP),
        ScanTrouble::Off => (m::NFC_OFF, m::NFC_OFF_HELP),
        ScanTrouble::Denied => (m::NFC_DENIED, m::NFC_DENIED_HELP),
        ScanTrouble::NotAllowedHere => (m::NFC_NOT_HERE, m::NFC_NOT_HERE_HELP),
        ScanTrouble::Other(_) => (m::NFC_OTHER, m::NFC_OTHER_HELP),
    };
    let again = !matches!(trouble, ScanTrouble::NoWebNfc | ScanTrouble::NoHardware | ScanTrouble::NotAllowedHere);
    let detail = match trouble {
        ScanTrouble::Other(detail) => Some(el("p").class("detail").text(&**detail)),
        _ => None,
    };
    el("section")
        .class("trouble")
        .key("trouble")
        .attr("role", "alert")
        .child(el("h1").child(icon(icon::ERROR)).child(el("span").text(head.get(lang))))
        .child(el("p").text(help.get(lang)))
        .children(detail)
        // The number pad is the first field below, on every screen.
        .children(again.then(|| button("solid", None, m::NFC_AGAIN.get(lang), Action::ScanAgain)))
}

/// What works without signal or without the register, and since when there is none.
fn signal(model: &Model) -> Option<Element> {
    let lang = model.lang;
    let busy = model.signal == Signal::Trouble(Trouble::Busy);
    if !model.has_no_signal() && !busy {
        return None;
    }
    let (drawing, head) = match (busy, model.is_unanswered()) {
        (true, _) => (icon::CLOUD_OFF, m::SERVER_BUSY),
        (false, true) => (icon::WARNING, m::NO_ANSWER_HEAD),
        (false, false) => (icon::CLOUD_OFF, m::OFFLINE_HEAD),
    };
    let figure = |number: String, unit: Msg, below: Msg| {
        el("div").child(el("b").class("num").text(number)).text(unit.get(lang)).child(el("span").text(below.get(lang)))
    };
    let last = model.contact.map(|contact| {
        let today = model.now.date();
        el("span").text(m::LAST_CONTACT.with(lang, &[("at", &date::date_time(lang, contact, today))]))
    });
    Some(
        el("section")
            .class("offline")
            .attr("aria-live", "polite")
            .child(el("h2").child(icon(drawing)).child(el("span").text(head.get(lang))))
            .child(
                el("div")
                    .class("meter")
                    .child(figure(model.waiting.to_string(), m::UNIT_TOUCHES, m::KEPT_ON_PHONE))
                    .child(figure(model.days_left().to_string(), m::UNIT_DAYS, m::USABLE_LIKE_THIS)),
            )
            .child(
                el("p")
                    .children(last)
                    .children(sheets::roster_age(model).map(|age| el("span").text(age)))
                    .child(el("span").text(m::SENDS_BY_ITSELF.get(lang))),
            ),
    )
}

fn recent(model: &Model) -> Option<Element> {
    let lines: Vec<Element> =
        model.log.today(model.corrected_now()).take(RECENT).map(|entry| line(model, entry)).collect();
    (!lines.is_empty()).then(|| {
        el("section").class("recent").child(el("h2").text(m::RECENT.get(model.lang))).child(el("ul").children(lines))
    })
}

/// One line of a list: time, name, in or out, state.
pub fn line(model: &Model, entry: &Entry) -> Element {
    let lang = model.lang;
    let (side, drawing, word) = match entry.kind {
        TouchKind::In => ("side in", Some(icon::LOGIN), t::KIND_IN),
        TouchKind::Out => ("side out", Some(icon::LOGOUT), t::KIND_OUT),
        TouchKind::Unknown => ("side", None, m::SIDE_LATER),
    };
    let (state, state_drawing, state_word) = match &entry.state {
        State::Saved => ("state", icon::SAVE, m::STATE_SAVED),
        State::Recorded { warnings } if warnings.is_empty() => ("state", icon::CLOUD_DONE, m::STATE_SENT),
        State::Recorded { .. } => ("state look", icon::WARNING, m::STATE_LOOK),
        State::Refused { .. } => ("state refused", icon::CLOSE, m::STATE_REFUSED),
    };
    let unnamed = if model.lock.hides() { m::NAME_HIDDEN_SHORT } else { m::NAME_LATER_SHORT };
    let name = entry.name.clone().unwrap_or_else(|| unnamed.get(lang).to_owned());
    el("li")
        .key(entry.id.to_string())
        .child(el("span").class("num time").text(entry.at.hh_mm()))
        .child(el("b").class("name").text(name))
        .child(el("span").class(side).children(drawing.map(icon)).child(el("span").text(word.get(lang))))
        .child(el("span").class(state).child(icon(state_drawing)).child(el("span").text(state_word.get(lang))))
}
