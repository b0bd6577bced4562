//! Words with their readings. Invariant: off, a text is one text; on, server and browser make the same pieces of it,
//! since what an island says comes to the browser already read (`i18n::ruby`).

use super::lang;
use i18n::{
    Msg,
    ruby::{self, Part},
};
use leptos::prelude::*;

/// Whether kanji of this document carry their readings, provided once by [`crate::shell()`].
#[derive(Debug, Clone, Copy)]
pub struct Furigana(pub bool);

/// Name of the cookie that holds whether readings are shown.
pub const COOKIE: &str = "furigana";
/// What the cookie and the attribute of `<html>` say where they are.
pub const ON: &str = "on";

/// Whether readings are shown: only Japanese has any.
pub fn is_read() -> bool {
    lang().is_japanese() && use_context::<Furigana>().map_or_else(asked_for, |Furigana(on)| on)
}

/// Whether the request asks for readings.
#[cfg(feature = "ssr")]
pub fn asked_for() -> bool {
    use axum::http::{header, request::Parts};
    let cookies = use_context::<Parts>()
        .and_then(|parts| parts.headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).map(str::to_owned));
    let mut pairs =
        cookies.iter().flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.any(|pair| pair == (COOKIE, ON))
}

#[cfg(not(feature = "ssr"))]
fn asked_for() -> bool {
    let root = leptos::prelude::document().document_element();
    root.is_some_and(|root| root.get_attribute("data-furigana").as_deref() == Some(ON))
}

/// Words as a part of a screen takes them: with readings where they are from the catalogue and readings are shown.
#[derive(Debug, Clone)]
pub struct Words(Vec<Part>);

impl Words {
    /// As they stand on the screen.
    pub fn view(self) -> AnyView {
        shown(self.0)
    }
    /// The same without readings, for a title or a label nobody sees.
    pub fn plain(&self) -> String {
        self.0.iter().map(|part| part.text.as_str()).collect()
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(vec![Part::plain(text)])
    }
}

impl From<&String> for Words {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Msg> for Words {
    fn from(msg: Msg) -> Self {
        if is_read() { Self(ruby::of(msg, lang())) } else { msg.get(lang()).into() }
    }
}

/// The words of a text without placeholders, with their readings where these are shown.
pub fn tr(msg: Msg) -> AnyView {
    Words::from(msg).view()
}

fn shown(parts: Vec<Part>) -> AnyView {
    let one = |part: Part| match part.reading {
        None => part.text.into_any(),
        Some(reading) => view! {
            <ruby>
                {part.text} <rp>"("</rp> <rt>{reading}</rt> <rp>")"</rp>
            </ruby>
        }
        .into_any(),
    };
    match <[Part; 1]>::try_from(parts) {
        Ok([part]) => one(part),
        Err(parts) => parts.into_iter().map(one).collect_view().into_any(),
    }
}
