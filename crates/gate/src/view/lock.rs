//! Everything about the PIN that is read or pressed. Invariant: wherever a PIN is asked for, the way on without it stands
//! beside, since recording needs none.

use super::{
    enrol::input,
    node::{Element, button, el, icon},
    sheets::group,
};
use crate::{
    icon,
    lock::{Checking, Door, PinFault},
    model::{Action, Model, Sheet},
};
use i18n::{Lang, Msg, date, msg::gate as m};

/// What is wrong with a PIN.
pub fn fault_words(model: &Model, fault: PinFault) -> String {
    let lang = model.lang;
    let words = match fault {
        PinFault::Digits => m::PIN_DIGITS,
        PinFault::Easy => m::PIN_EASY,
        PinFault::Differs => m::PIN_DIFFERS,
        PinFault::NotDone => m::PIN_NOT_DONE,
        PinFault::Wrong | PinFault::Wait => {
            let until = model.lock.until.filter(|until| *until > model.now);
            return until.map_or_else(
                || m::PIN_WRONG.get(lang).to_owned(),
                |until| m::PIN_WAIT.with(lang, &[("at", &date::date_time(lang, until, model.now.date()))]),
            );
        }
    };
    words.get(lang).to_owned()
}

/// The two fields a new PIN is typed into.
pub fn new_pin(lang: Lang) -> [Element; 2] {
    [
        input("pin", m::PIN.get(lang), Some(m::PIN_NEW_HINT.get(lang)), "password", "off").key("pin"),
        input("pin_again", m::PIN_AGAIN.get(lang), None, "password", "off").key("pin_again"),
    ]
}

/// The fields of the form, and what was wrong with what stood in them before.
fn fields(model: &Model) -> Vec<Element> {
    let lang = model.lang;
    let fault = match model.lock.checking {
        Checking::Failed(fault) => Some(
            el("p")
                .class("fault")
                .attr("role", "alert")
                .child(icon(icon::ERROR))
                .child(el("span").text(fault_words(model, fault))),
        ),
        Checking::Ready | Checking::Busy => None,
    };
    let asked: Vec<Element> = match model.lock.door {
        Door::Unset => new_pin(lang).into(),
        // Another field for every try, so that the wrong digits are gone.
        Door::Shut | Door::Open => vec![
            input("pin", m::PIN.get(lang), Some(m::PIN_HINT.get(lang)), "password", "off")
                .key(format!("pin-{}", model.lock.tries)),
        ],
    };
    fault.into_iter().chain(asked).collect()
}

/// はじめる, with the PIN where names are sealed or none has been set.
pub fn begin(model: &Model) -> Element {
    let lang = model.lang;
    if model.lock.door == Door::Open {
        return button("solid huge", Some(icon::CONTACTLESS), m::BEGIN.get(lang), Action::Begin);
    }
    let without = if model.lock.door == Door::Unset { m::PIN_LATER } else { m::RECORD_WITHOUT_PIN };
    el("form")
        .attr("novalidate", "")
        .key("begin")
        .on(Action::Begin)
        .children(fields(model))
        .child(
            el("button")
                .attr("type", "submit")
                .class("solid huge")
                .key("go")
                .child(icon(icon::CONTACTLESS))
                .child(el("span").text(m::BEGIN.get(lang))),
        )
        .child(button("text", None, without.get(lang), Action::Begin).key("without"))
}

/// What the sheet is called.
pub fn title(model: &Model) -> Msg {
    if model.lock.door == Door::Unset { m::PIN_SET } else { m::PIN_TYPE }
}

/// The sheet that asks for it; `settings`: because they were asked for.
pub fn pin(model: &Model, settings: bool) -> Element {
    let lang = model.lang;
    let lead = match (model.lock.door, settings) {
        (Door::Unset, _) => m::PIN_NEW_LEAD,
        (_, true) => m::PIN_FOR_SETTINGS,
        (_, false) => m::PIN_FOR_NAMES,
    };
    let busy = model.lock.checking == Checking::Busy;
    let go = if model.lock.door == Door::Unset { m::PIN_SET } else { m::PIN_OPEN };
    let form = el("form").attr("novalidate", "").key("pin").on(Action::Unlock).children(fields(model)).child(
        el("button")
            .attr("type", "submit")
            .class("solid")
            .key("go")
            .attr("aria-busy", if busy { "true" } else { "false" })
            .flag("disabled", busy)
            .child(el("span").text(if busy { m::PIN_CHECKING.get(lang) } else { go.get(lang) })),
    );
    let forgotten = (model.lock.door != Door::Unset).then(|| {
        group(lang, m::PIN_FORGOTTEN).child(el("p").text(m::PIN_FORGOTTEN_HELP.get(lang))).child(button(
            "outline",
            None,
            m::SIGN_IN_AGAIN.get(lang),
            Action::SignInAgain,
        ))
    });
    let shut = (model.lock.door == Door::Open).then(|| shut(lang));
    el("div").child(el("p").class("lead").text(lead.get(lang))).child(form).children(shut).children(forgotten)
}

fn shut(lang: Lang) -> Element {
    group(lang, m::LOCK).child(el("p").text(m::LOCK_HELP.get(lang))).child(button(
        "outline",
        None,
        m::LOCK.get(lang),
        Action::Lock,
    ))
}

/// Its part of the settings: which roster is at hand, and shutting it away, or the first PIN.
pub fn settings(model: &Model) -> Element {
    let lang = model.lang;
    let age = super::sheets::roster_age(model).map(|age| el("p").text(age));
    match model.lock.door {
        Door::Unset => group(lang, m::PIN).children(age).child(button(
            "outline",
            None,
            m::PIN_SET.get(lang),
            Action::Open(Sheet::Pin { settings: true }),
        )),
        Door::Shut | Door::Open => shut(lang).children(age),
    }
}

/// That names are sealed, or that no PIN seals them yet, with the way to change it; not over the form itself.
pub fn notice(model: &Model, notice: impl Fn(String, Option<Element>) -> Element) -> Option<Element> {
    let lang = model.lang;
    if matches!(model.sheet, Some(Sheet::Pin { .. } | Sheet::Typed)) {
        return None;
    }
    let (words, act) = match (model.lock.door, model.lock.checking) {
        (_, Checking::Busy) => return Some(notice(m::PIN_CHECKING.get(lang).to_owned(), None).key("lock")),
        (Door::Open, _) => return None,
        (Door::Unset, _) => (m::PIN_UNSET, m::PIN_SET),
        (Door::Shut, _) => (m::LOCKED, m::PIN_TYPE),
    };
    let act = button("small", None, act.get(lang), Action::Open(Sheet::Pin { settings: false }));
    Some(notice(words.get(lang).to_owned(), Some(act)).key("lock"))
}
