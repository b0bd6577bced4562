//! What never leaves the screen: site, gate and queue above, the three fields below. Invariant: the number of touches
//! that wait, as long as any does, is on every screen, signed in or not.

use super::node::{Element, button, el, icon};
use crate::{
    icon,
    inside::Inside,
    model::{Action, Model, Page, Sheet},
};
use i18n::msg::gate as m;

/// The top bar.
pub fn bar(model: &Model) -> Element {
    let lang = model.lang;
    let place = model.device.as_ref().map_or_else(
        || el("div").class("place").child(el("b").text(m::TITLE.get(lang))),
        |device| {
            let site = el("b").attr("title", &*device.site.name).text(&*device.site.name);
            el("div").class("place").child(site).child(el("span").text(&*device.name))
        },
    );
    let settings = matches!(model.page, Page::Gate | Page::Begin).then(|| {
        let settings = button("cog", Some(icon::SETTINGS), m::SETTINGS.get(lang), Action::Open(Sheet::Settings));
        settings.attr(
            "aria-expanded",
            if matches!(model.sheet, Some(Sheet::Settings | Sheet::Pin { settings: true })) { "true" } else { "false" },
        )
    });
    el("header").class("bar").child(place).child(queue(model)).children(settings)
}

/// `すべて送信ずみ`, `送信待ち 3`, `電波なし 186`, `応答なし 2`: the number is what waits, and stands only where something does.
fn queue(model: &Model) -> Element {
    let lang = model.lang;
    let (look, drawing, word) = if matches!(model.page, Page::Loading) {
        // What waits is not known before the phone's disk was read.
        ("queue", icon::SCHEDULE, m::LOADING)
    } else if model.credential_problem().is_some() {
        ("queue pill", icon::ERROR, m::QUEUE_SIGN_IN)
    } else if model.is_unanswered() {
        ("queue pill", icon::WARNING, m::QUEUE_NO_ANSWER)
    } else if model.has_no_signal() {
        ("queue pill", icon::CLOUD_OFF, m::QUEUE_NO_SIGNAL)
    } else if model.waiting > 0 {
        ("queue", icon::UPLOAD, m::QUEUE_UNSENT)
    } else {
        ("queue", icon::CLOUD_DONE, m::QUEUE_SENT)
    };
    el("div")
        .class(look)
        .attr("role", "group")
        .attr("aria-label", m::QUEUE_LABEL.get(lang))
        .child(icon(drawing))
        .child(el("span").text(word.get(lang)))
        .children((model.waiting > 0).then(|| el("b").class("num").text(model.waiting.to_string())))
}

/// The fields at the bottom. `inside`: who is inside.
pub fn fields(model: &Model, inside: &[Inside<'_>]) -> Element {
    let lang = model.lang;
    let waits = inside.iter().filter(|one| one.waiting).count();
    let waits = (waits > 0).then(|| el("span").class("waits").text(m::INSIDE_WAITS.with(lang, &[("n", &waits)])));
    let field = |drawing, sheet: Sheet, words: Element| {
        el("button")
            .attr("type", "button")
            .attr("aria-pressed", if model.sheet == Some(sheet) { "true" } else { "false" })
            .on(if model.sheet == Some(sheet) { Action::Close } else { Action::Open(sheet) })
            .child(icon(drawing))
            .child(words)
    };
    let people = el("span")
        .text(m::INSIDE_BEFORE.get(lang))
        // Who is inside is only known with the names.
        .child(el("b").class("num").text(if model.lock.hides() { "–".to_owned() } else { inside.len().to_string() }))
        .text(m::INSIDE_AFTER.get(lang))
        .children(waits);
    el("nav")
        .class("fields")
        .attr("aria-label", m::FIELDS_LABEL.get(lang))
        .child(field(icon::DIALPAD, Sheet::Typed, el("span").text(m::TYPE_NUMBER.get(lang))))
        .child(field(icon::ASSIGNMENT, Sheet::Today, el("span").text(m::TODAY.get(lang))))
        .child(field(icon::GROUPS, Sheet::People, people))
}
