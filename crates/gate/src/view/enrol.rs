//! From a phone to a gate: log in, choose the site, begin. Invariant: what was typed stays where it was typed; only a
//! sentence about what is wrong is added.

use super::{
    busy,
    node::{Element, button, el, icon},
};
use crate::{
    icon,
    model::{Action, Asking, Fault, Model, Sheet},
    reply::{Problem, Trouble},
};
use domain::touch::wire::{GateSection, GateSite, GateSites};
use i18n::{
    Lang,
    msg::{common as c, gate as m},
};

fn languages(model: &Model) -> Element {
    let others = Lang::OFFICE.into_iter().filter(|lang| *lang != model.lang);
    el("div").class("languages").children(others.map(|lang| {
        el("button")
            .attr("type", "button")
            .class("text")
            .attr("lang", lang.code())
            .on(Action::Language(lang))
            .child(el("span").text(lang.name()))
    }))
}

/// What waits on the phone, for whoever thinks the records are gone. That a log-in is wanted is said only where one is.
fn kept(model: &Model) -> Option<Element> {
    let sends_by_itself = model.device.is_some() && model.credential_problem().is_none();
    let words = if sends_by_itself { m::KEPT_HERE_SENDS } else { m::KEPT_HERE };
    (model.waiting > 0).then(|| {
        el("p")
            .class("kept-here")
            .attr("role", "status")
            .child(icon(icon::SAVE))
            .child(el("span").text(words.with(model.lang, &[("n", &model.waiting)])))
    })
}

fn failure(model: &Model, asking: &Asking) -> Option<Element> {
    let Asking::Failed(fault) = asking else { return None };
    let lang = model.lang;
    let words = match fault {
        Fault::Empty => m::FILL_ALL.get(lang).to_owned(),
        Fault::Pin(fault) => super::lock::fault_words(model, *fault),
        Fault::NoKey => m::NO_KEY_HELP.get(lang).to_owned(),
        Fault::NotKept => m::STORAGE_BROKEN_HELP.get(lang).to_owned(),
        Fault::OtherSiteWaits => m::OTHER_SITE_WAITS.with(lang, &[("n", &model.waiting)]),
        Fault::Trouble(Trouble::NoSignal) if model.online => m::SIGN_IN_NO_ANSWER.get(lang).to_owned(),
        Fault::Trouble(Trouble::NoSignal) => m::SIGN_IN_NO_SIGNAL.get(lang).to_owned(),
        Fault::Trouble(Trouble::Busy) => m::SIGN_IN_BUSY.get(lang).to_owned(),
        Fault::Trouble(Trouble::SignIn(problem) | Trouble::Refused(problem) | Trouble::SiteClosed(problem)) => {
            detail(lang, problem).unwrap_or_else(|| m::SIGN_IN_FAILED.get(lang).to_owned())
        }
    };
    Some(el("p").class("fault").attr("role", "alert").child(icon(icon::ERROR)).child(el("span").text(words)))
}

fn detail(lang: Lang, problem: &Problem) -> Option<String> {
    let (ja, en) = (&problem.detail_ja, &problem.detail_en);
    let (first, second) = if lang == Lang::En { (en, ja) } else { (ja, en) };
    first.clone().or_else(|| second.clone())
}

pub(super) fn input(
    id: &'static str,
    label: &str,
    hint: Option<&str>,
    kind: &'static str,
    autocomplete: &'static str,
) -> Element {
    let hint_id = format!("{id}-hint");
    let mut field = el("input").attr("id", id).attr("name", id).attr("type", kind).attr("autocomplete", autocomplete);
    if matches!(id, "totp" | "pin" | "pin_again") {
        field = field.attr("inputmode", "numeric").attr("maxlength", "6");
    }
    if hint.is_some() {
        field = field.attr("aria-describedby", &*hint_id);
    }
    el("div")
        .class("input")
        .child(el("label").attr("for", id).text(label))
        .children(hint.map(|hint| el("p").class("hint").attr("id", hint_id).text(hint)))
        .child(field.attr("required", ""))
}

fn submit(lang: Lang, asking: &Asking, words: &str) -> Element {
    let busy = busy(asking);
    el("button")
        .attr("type", "submit")
        .class("solid")
        .attr("aria-busy", if busy { "true" } else { "false" })
        .flag("disabled", busy)
        .child(el("span").text(if busy { c::SENDING.get(lang) } else { words }))
}

/// Who opens the gate?
pub fn sign_in(model: &Model, asking: &Asking) -> Element {
    let lang = model.lang;
    let back = model.device.is_some().then(|| button("back", Some(icon::BACK), c::BACK.get(lang), Action::BackToGate));
    let lead = if model.device.is_some() { m::SIGN_IN_AGAIN_LEAD } else { m::SIGN_IN_LEAD };
    let form = el("form")
        .attr("novalidate", "")
        .on(Action::SignIn)
        .children(failure(model, asking))
        .child(
            input("login_id", m::LOGIN_ID.get(lang), Some(m::LOGIN_ID_HINT.get(lang)), "text", "username")
                .key("login_id"),
        )
        .child(input("password", c::PASSWORD.get(lang), None, "password", "current-password").key("password"))
        .child(input("totp", m::TOTP.get(lang), Some(m::TOTP_HINT.get(lang)), "text", "one-time-code").key("totp"))
        .child(submit(lang, asking, c::LOGIN.get(lang)).key("go"));
    el("main")
        .class("plain")
        .key("sign-in")
        .children(back)
        .child(el("h1").text(m::SIGN_IN.get(lang)))
        .child(el("p").text(lead.get(lang)))
        .children(kept(model))
        .child(form)
        .child(languages(model))
}

/// Which site?
pub fn sites(model: &Model, sites: &GateSites, asking: &Asking) -> Element {
    let lang = model.lang;
    let main = el("main")
        .class("plain")
        .key("sites")
        .child(el("h1").focused().text(m::CHOOSE_SITE.get(lang)))
        .child(el("p").text(c::LOGGED_IN_AS.with(lang, &[("name", &sites.signed_in_as)])))
        .children(kept(model));
    if sites.sites.is_empty() {
        return main.child(el("p").class("empty").text(m::NO_SITES.get(lang)));
    }
    let usual = model.waiting_site.or(model.device.as_ref().map(|device| device.site.id));
    let chosen = usual.or((sites.sites.len() == 1).then(|| sites.sites[0].id));
    let choices = sites.sites.iter().map(|site| {
        let id = format!("site-{}", site.id);
        let radio = el("input")
            .attr("type", "radio")
            .attr("name", "site")
            .attr("id", &*id)
            .attr("value", site.id.to_string())
            .flag("checked", chosen == Some(site.id));
        el("label").class("option").attr("for", id).child(radio).child(
            el("span")
                .child(el("b").text(&*site.name))
                .child(el("span").text(m::PRIME_OF.with(lang, &[("name", &site.prime)]))),
        )
    });
    let sections = sites.sites.iter().filter_map(|site| sections(lang, site, sites));
    let fieldset = el("fieldset").child(el("legend").text(c::SITE.get(lang))).children(choices);
    let form = el("form")
        .attr("novalidate", "")
        .on(Action::Enrol)
        .children(failure(model, asking))
        .child(fieldset.key("sites"))
        .children(sections)
        .child(input("name", m::GATE_NAME.get(lang), Some(m::GATE_NAME_HINT.get(lang)), "text", "off").key("name"))
        .children(super::lock::new_pin(lang))
        .child(submit(lang, asking, m::USE_HERE.get(lang)).key("go"));
    main.child(form)
}

/// In which section of that site? Each site that has some asks for its own; what is chosen for another is not sent.
fn sections(lang: Lang, site: &GateSite, sites: &GateSites) -> Option<Element> {
    let of_site: Vec<_> = sites.sections.iter().filter(|section| section.site_id == site.id).collect();
    if of_site.is_empty() {
        return None;
    }
    let id = format!("section-{}", site.id);
    let none = el("option").attr("value", "").text(m::SECTION_NONE.get(lang));
    let option = |section: &&GateSection| el("option").attr("value", section.id.to_string()).text(&*section.name);
    let list = el("select").attr("id", &*id).attr("name", &*id).child(none).children(of_site.iter().map(option));
    let label = el("label").attr("for", &*id).text(m::SECTION_OF.with(lang, &[("site", &site.name)]));
    Some(el("div").class("input").key(id).child(label).child(list))
}

/// One press unlocks sound and reader.
pub fn begin(model: &Model) -> Element {
    let lang = model.lang;
    if let Some(sheet @ (Sheet::Settings | Sheet::Pin { .. })) = model.sheet {
        return el("main").class("board").child(super::sheets::sheet(model, sheet, &[]));
    }
    el("main")
        .class("plain begin")
        .key("begin")
        .child(el("h1").focused().text(m::BEGIN_HEAD.get(lang)))
        .child(el("p").text(m::BEGIN_LEAD.get(lang)))
        .children(kept(model))
        .child(button("outline", Some(icon::VOLUME), m::TEST_SOUND.get(lang), Action::TestSound))
        .child(super::lock::begin(model))
}

/// The store cannot be read: nothing could be kept, so nothing is begun.
pub fn broken(model: &Model, detail: &str) -> Element {
    let lang = model.lang;
    el("main")
        .class("plain")
        .key("broken")
        .attr("role", "alert")
        .child(el("h1").text(m::STORAGE_BROKEN.get(lang)))
        .child(el("p").text(m::STORAGE_BROKEN_HELP.get(lang)))
        .child(el("p").class("detail").text(detail))
}
