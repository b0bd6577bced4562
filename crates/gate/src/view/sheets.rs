//! What covers the waiting screen: the day's list, people inside, number entry, settings. Invariant: a tap of a card
//! closes every sheet.

use super::{
    board::line,
    node::{Element, button, el, icon},
};
use crate::{
    icon,
    inside::Inside,
    log::{Entry, State},
    model::{Action, Model, Sheet},
    usb::{Usb, UsbTrouble},
};
use domain::id::NumberFault;
use i18n::{
    Lang, Msg, date,
    msg::{common as c, gate as m},
    word,
};

/// A sheet with its heading and the way back. `inside`: who is inside.
pub fn sheet(model: &Model, sheet: Sheet, inside: &[Inside<'_>]) -> Element {
    let (key, title, body) = match sheet {
        Sheet::Today => ("today", m::TODAY, today(model)),
        Sheet::People => ("people", m::PEOPLE_INSIDE, people(model, inside)),
        Sheet::Typed => ("typed", m::TYPE_NUMBER, typed(model)),
        Sheet::Settings => ("settings", m::SETTINGS, settings(model)),
        Sheet::Pin { settings } => ("pin", super::lock::title(model), super::lock::pin(model, settings)),
    };
    let lang = model.lang;
    el("section")
        .class(&format!("sheet {key}"))
        .key(key)
        .attr("aria-labelledby", "sheet")
        .child(
            el("div")
                .class("head")
                .child(button("back", Some(icon::BACK), c::BACK.get(lang), Action::Close))
                .child(el("h1").attr("id", "sheet").focused().text(title.get(lang))),
        )
        .child(body)
}

fn today(model: &Model) -> Element {
    let lang = model.lang;
    let now = model.corrected_now();
    let lines: Vec<Element> = model.log.today(now).map(|entry| list_line(model, entry)).collect();
    // What wants a look is shown until somebody has seen it, whatever day it is of.
    let older: Vec<Element> = model
        .log
        .iter()
        .rev()
        .filter(|entry| entry.at.date() < now.date() && entry.wants_a_look())
        .map(|entry| list_line(model, entry))
        .collect();
    if lines.is_empty() && older.is_empty() {
        return el("p").class("empty").text(m::NOTHING_TODAY.get(lang));
    }
    let before = (!older.is_empty())
        .then(|| el("div").child(el("h2").text(m::EARLIER.get(lang))).child(el("ul").class("lines").children(older)));
    el("div")
        .child(el("p").class("lead").text(date::full(lang, now.date())))
        .child(el("ul").class("lines").children(lines))
        .children(before)
}

fn list_line(model: &Model, entry: &Entry) -> Element {
    let lang = model.lang;
    let why = match &entry.state {
        State::Recorded { warnings } if !warnings.is_empty() => {
            let words: Vec<&str> = warnings.iter().map(|warning| word::warning(*warning).get(lang)).collect();
            Some(words.join(m::LIST_COMMA.get(lang)))
        }
        State::Refused { reason_ja, reason_en, .. } => {
            let (first, second) = if lang == Lang::Ja { (reason_ja, reason_en) } else { (reason_en, reason_ja) };
            Some(first.clone().or_else(|| second.clone()).unwrap_or_else(|| m::ASK_FOREMAN.get(lang).to_owned()))
        }
        _ => None,
    };
    let seen = entry.wants_a_look().then(|| button("small", None, m::SEEN.get(lang), Action::SeenInList(entry.id)));
    line(model, entry).children(why.map(|why| el("span").class("why").text(why).children(seen)))
}

fn people(model: &Model, inside: &[Inside<'_>]) -> Element {
    let lang = model.lang;
    let Some(roster) = &model.roster else {
        let why = if model.lock.hides() { m::NAME_HIDDEN_HELP } else { m::NO_ROSTER_YET };
        return el("p").class("empty").text(why.get(lang));
    };
    let count = inside.len();
    let as_of = date::date_time(lang, roster.server_time, model.corrected_now().date());
    let lines = inside.iter().map(|one| person_line(lang, one));
    let unsaid = crate::inside::unsaid(&model.log);
    let unsaid = (unsaid > 0).then(|| el("p").class("lead").text(m::INSIDE_UNSAID.with(lang, &[("n", &unsaid)])));
    let list = if count == 0 {
        el("p").class("empty").text(m::NOBODY_INSIDE.get(lang))
    } else {
        el("ul").class("lines").children(lines)
    };
    el("div")
        .child(el("p").class("lead").text(format!(
            "{} {}",
            roster.site.name,
            m::COUNT_AS_OF.with(lang, &[("n", &count), ("at", &as_of)])
        )))
        .child(list)
        .children(unsaid)
        .child(button("outline", Some(icon::PRINT), c::PRINT.get(lang), Action::Print))
}

fn person_line(lang: Lang, one: &Inside<'_>) -> Element {
    let name = one.person.map(|person| &*person.name).or(one.name).unwrap_or(m::NAME_LATER_SHORT.get(lang));
    let kana = one.person.map(|person| &*person.kana).or(one.kana).map(|kana| el("span").class("kana").text(kana));
    let work = one.person.map(|person| el("span").text(word::trade(lang, person.trade)));
    let firm = one.person.map(|person| el("span").class("firm").text(&*person.employer));
    let unlisted = one.person.is_none().then(|| {
        el("span")
            .class("state unlisted")
            .child(icon(icon::WARNING))
            .child(el("span").text(m::INSIDE_UNLISTED.get(lang)))
    });
    let waits = one.waiting.then(|| {
        el("span").class("state waits").child(icon(icon::SAVE)).child(el("span").text(m::WAITS_TO_BE_SENT.get(lang)))
    });
    let name = el("b").class("name").text(name);
    el("li").children(kana).child(name).children(work).children(firm).children(unlisted).children(waits)
}

fn typed(model: &Model) -> Element {
    let lang = model.lang;
    let fault = model.typed_fault.map(|fault| {
        let words = match fault {
            NumberFault::Length => m::NUMBER_LENGTH.get(lang).to_owned(),
            NumberFault::CheckDigit => m::NUMBER_CHECK.get(lang).to_owned(),
        };
        el("p")
            .class("fault")
            .attr("id", "number-fault")
            .attr("role", "alert")
            .child(icon(icon::ERROR))
            .child(el("span").text(words))
    });
    let input = el("input")
        .attr("id", "number")
        .attr("name", "number")
        .attr("type", "text")
        // The pad below is the keyboard; a real one still works.
        .attr("inputmode", "none")
        .attr("autocomplete", "off")
        .attr("maxlength", "20")
        .attr("aria-describedby", if fault.is_some() { "number-hint number-fault" } else { "number-hint" })
        .attr("aria-invalid", if fault.is_some() { "true" } else { "false" })
        .attr("value", grouped(&model.typed))
        .on_typing();
    let key = |digit: u8| button("key num", None, digit.to_string(), Action::Digit(digit));
    let pad = el("div")
        .class("pad")
        .attr("role", "group")
        .attr("aria-label", m::PAD_LABEL.get(lang))
        .children((1..=9).map(key))
        .child(button("key word", None, m::ERASE.get(lang), Action::Erase))
        .child(key(0))
        .child(el("button").attr("type", "submit").class("key go").child(el("span").text(m::RECORD.get(lang))));
    el("form")
        .class("number")
        .attr("novalidate", "")
        .on(Action::SendTyped)
        .child(el("label").attr("for", "number").text(c::TECHNICIAN_ID.get(lang)))
        .child(el("p").class("hint").attr("id", "number-hint").text(m::NUMBER_HINT.get(lang)))
        .children(fault)
        .child(input)
        .child(pad)
}

/// 4-4-4-2, as the number is read aloud; anything else stands as it was typed.
fn grouped(typed: &str) -> String {
    if !typed.chars().all(|c| c.is_ascii_digit()) {
        return typed.to_owned();
    }
    let spaced = typed.char_indices().flat_map(|(at, c)| {
        let gap = matches!(at, 4 | 8 | 12).then_some(' ');
        gap.into_iter().chain([c])
    });
    spaced.collect()
}

fn settings(model: &Model) -> Element {
    let lang = model.lang;
    let languages = Lang::OFFICE.map(|other| {
        el("button")
            .attr("type", "button")
            .class("choice")
            .attr("lang", other.code())
            .attr("aria-pressed", if other == lang { "true" } else { "false" })
            .on(Action::Language(other))
            .child(el("span").text(other.name()))
    });
    let night =
        button("choice", Some(if model.night { icon::NIGHT } else { icon::DAY }), m::NIGHT.get(lang), Action::Night)
            .attr("aria-pressed", if model.night { "true" } else { "false" });
    let version = model.new_version.then(|| {
        let wait = (model.waiting > 0).then(|| el("p").text(m::NEW_VERSION_QUEUE.with(lang, &[("n", &model.waiting)])));
        group(lang, m::NEW_VERSION).child(el("p").text(m::NEW_VERSION_HELP.get(lang))).children(wait).child(button(
            "outline",
            None,
            m::NEW_VERSION_TAKE.get(lang),
            Action::TakeNewVersion,
        ))
    });
    el("div")
        .child(group(lang, c::LANGUAGE).child(el("div").class("row").children(languages)))
        .child(group(lang, m::SCREEN).child(el("div").class("row").child(night)))
        .child(group(lang, m::SOUND).child(button(
            "outline",
            Some(icon::VOLUME),
            m::TEST_SOUND.get(lang),
            Action::TestSound,
        )))
        .child(group(lang, m::SENDING).child(el("p").text(sent_state(model))).child(button(
            "outline",
            None,
            m::SEND_NOW.get(lang),
            Action::SendNow,
        )))
        .child(usb(model))
        .children(version)
        .child(super::lock::settings(model))
        .child(sign_out(model))
}

/// The reader at the computer's USB: an experiment, with what it does and does not prove.
fn usb(model: &Model) -> Element {
    let lang = model.lang;
    let state = match model.usb {
        Usb::Off => None,
        Usb::Starting => Some(m::USB_STARTING),
        Usb::On => Some(m::USB_ON),
        Usb::Trouble(trouble) => Some(usb_words(trouble)),
    };
    let words = if model.usb.is_wanted() { m::USB_STOP } else { m::USB_START };
    group(lang, m::USB)
        .child(el("p").text(m::USB_HELP.get(lang)))
        .children(state.map(|state| el("p").attr("role", "status").text(state.get(lang))))
        .child(button("outline", None, words.get(lang), Action::Usb))
}

/// Why that reader does not read, and what to do.
pub fn usb_words(trouble: UsbTrouble) -> Msg {
    match trouble {
        UsbTrouble::NoWebUsb => m::USB_NO_BROWSER,
        UsbTrouble::Absent => m::USB_ABSENT,
        UsbTrouble::NotChosen => m::USB_NOT_CHOSEN,
        UsbTrouble::NotAllowed => m::USB_NOT_ALLOWED,
        UsbTrouble::Busy => m::USB_BUSY,
        UsbTrouble::Gone => m::USB_GONE,
        UsbTrouble::NotLoaded => m::USB_NOT_LOADED,
    }
}

/// `名簿は 11月20日 7:58 のもの`.
pub fn roster_age(model: &Model) -> Option<String> {
    let roster = model.roster.as_ref()?;
    let at = date::date_time(model.lang, roster.server_time, model.corrected_now().date());
    Some(m::ROSTER_AS_OF.with(model.lang, &[("at", &at)]))
}

pub(super) fn group(lang: Lang, head: i18n::Msg) -> Element {
    el("div").class("group").key(head.key()).child(el("h2").text(head.get(lang)))
}

fn sent_state(model: &Model) -> String {
    let at = model.contact.map(|contact| date::date_time(model.lang, contact, model.now.date()));
    let waiting = m::WAITING_N.with(model.lang, &[("n", &model.waiting)]);
    match at {
        Some(at) => format!("{waiting} {}", m::LAST_CONTACT.with(model.lang, &[("at", &at)])),
        None => waiting,
    }
}

fn sign_out(model: &Model) -> Element {
    let lang = model.lang;
    let refused = model.sign_out_refused.then(|| {
        el("p")
            .class("fault")
            .attr("role", "alert")
            .child(icon(icon::ERROR))
            .child(el("span").text(m::SIGN_OUT_REFUSED.with(lang, &[("n", &model.waiting)])))
    });
    group(lang, m::SIGN_OUT).child(el("p").text(m::SIGN_OUT_HELP.get(lang))).children(refused).child(button(
        "outline danger",
        None,
        m::SIGN_OUT.get(lang),
        Action::SignOut,
    ))
}
