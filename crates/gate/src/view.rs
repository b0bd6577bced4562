//! Model in, markup tree out. Invariant: a screen is made from the model alone, so every screen can be read in a test;
//! nothing here touches a browser.

mod bar;
mod board;
mod enrol;
mod lock;
mod node;
mod result;
mod sheets;

pub use node::{Element, Node, Trigger, el, icon, text};

use crate::model::{Asking, Model, Page};
use i18n::msg::gate as m;

/// The whole page below `<body>`.
pub fn page(model: &Model) -> Node {
    let lang = model.lang;
    let at_work = matches!(model.page, Page::Gate);
    let inside = if at_work { model.inside() } else { Vec::new() };
    let content = match &model.page {
        Page::Loading => el("main").class("plain").child(el("p").text(m::LOADING.get(lang))),
        Page::Broken { detail } => enrol::broken(model, detail),
        Page::SignIn(asking) => enrol::sign_in(model, asking),
        Page::Sites { sites, asking } => enrol::sites(model, sites, asking),
        Page::Begin => enrol::begin(model),
        Page::Gate => board::board(model, &inside),
    };
    let mut root = el("div").class("gate").child(bar::bar(model)).child(content);
    if at_work {
        root = root.child(bar::fields(model, &inside));
    }
    root.into()
}

/// A button is pressed and waits.
fn busy(asking: &Asking) -> bool {
    *asking == Asking::Busy
}

#[cfg(test)]
mod tests;
