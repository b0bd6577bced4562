//! Which language is spoken here. Invariant: the server decides once per document and writes `<html lang>`; islands
//! read it there, so both sides of a hydration say the same words.

use i18n::{Lang, Msg};
use leptos::prelude::use_context;
use std::fmt::Display;

/// The language of the document being made, provided once by [`crate::shell()`].
#[derive(Debug, Clone, Copy)]
pub struct Spoken(pub Lang);

/// The language to speak: what the cookie `lang` says, else the browser's wish, else Japanese.
pub fn lang() -> Lang {
    use_context::<Spoken>().map_or_else(asked_for, |Spoken(lang)| lang)
}

/// The words of a text without placeholders.
pub fn t(msg: Msg) -> &'static str {
    msg.get(lang())
}

/// The words of a text with its placeholders filled: `tw(SAVED_AT, &[("time", &"07:52")])`.
pub fn tw(msg: Msg, values: &[(&str, &dyn Display)]) -> String {
    msg.with(lang(), values)
}

/// Name of the cookie that holds the language chosen by hand.
pub const COOKIE: &str = "lang";

/// The language the request asks for.
#[cfg(feature = "ssr")]
pub fn asked_for() -> Lang {
    use_context::<axum::http::request::Parts>().map_or_else(Lang::default, |parts| asked_in(&parts.headers))
}

/// The language the headers of a request ask for, where no page is made.
#[cfg(feature = "ssr")]
pub fn asked_in(headers: &axum::http::HeaderMap) -> Lang {
    use axum::http::header;
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    from_headers(text(header::COOKIE), text(header::ACCEPT_LANGUAGE))
}

#[cfg(feature = "ssr")]
fn from_headers(cookies: &str, accept_language: &str) -> Lang {
    cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .and_then(|(_, code)| Lang::from_code(code))
        .unwrap_or_else(|| Lang::from_accept_language(accept_language))
}

#[cfg(not(feature = "ssr"))]
fn asked_for() -> Lang {
    let root = leptos::prelude::document().document_element();
    root.and_then(|root| root.get_attribute("lang")).and_then(|code| Lang::from_code(&code)).unwrap_or_default()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_choice_by_hand_wins_over_the_browsers() {
        for (cookies, wish, lang) in [
            ("", "", Lang::Ja),
            ("", "en;q=0.9", Lang::En),
            ("lang=en", "ja", Lang::En),
            ("a=b; lang=ja", "en", Lang::Ja),
            ("lang=xx", "en", Lang::En),
            ("langs=en", "ja", Lang::Ja),
        ] {
            assert_eq!(from_headers(cookies, wish), lang, "{cookies} {wish}");
        }
    }
}
