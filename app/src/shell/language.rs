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

/// The language the request asks for, whatever page it is.
#[cfg(feature = "ssr")]
pub fn asked_for() -> Lang {
    use_context::<axum::http::request::Parts>().map_or_else(Lang::default, |parts| asked_in(&parts.headers))
}

/// The language the document at `path` speaks to somebody who asks for `wish`: pages for technicians and visitors that one
/// where it holds their section, the others Japanese or English.
#[cfg(feature = "ssr")]
pub fn spoken_at(path: &str, wish: Lang) -> Lang {
    section(path).map_or_else(|| wish.office(), |section| i18n::further::spoken(wish, section))
}

/// The section of `catalogue/sections.toml` a page belongs to; `None` for pages of offices.
#[cfg(feature = "ssr")]
pub fn section(path: &str) -> Option<&'static str> {
    let path = path.split('?').next().unwrap_or_default();
    let below = |place: &str| {
        path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || (rest.starts_with('/') && place != "/"))
    };
    PLACES.iter().find(|(place, _)| below(place)).and_then(|(_, section)| *section)
}

/// Addresses of pages by section, the longer before the shorter.
#[cfg(feature = "ssr")]
const PLACES: [(&str, Option<&str>); 20] = [
    ("/passport/qualifications", Some("own")),
    ("/passport/registration", Some("registration")),
    ("/passport/employments", Some("own")),
    ("/passport/labour", None),
    ("/passport/fees", Some("own")),
    ("/passport", Some("passport")),
    ("/login", Some("passport")),
    ("/language", Some("passport")),
    ("/t", Some("passport")),
    ("/p", Some("passport")),
    ("/s", Some("own")),
    ("/recover", Some("own")),
    ("/join/password", None),
    ("/join", Some("own")),
    ("/pay", Some("own")),
    ("/register/business", None),
    ("/register", Some("registration")),
    ("/screen", None),
    ("/map", None),
    ("/", Some("passport")),
];

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

/// Id of the element in which a page carries to its islands what they say (`i18n::further::for_browser`).
pub const CARRIED: &str = "words";

/// Takes what the page carried, before an island speaks.
#[cfg(feature = "hydrate")]
pub fn take_carried() {
    let carried = leptos::prelude::document().get_element_by_id(CARRIED).and_then(|element| element.text_content());
    if let Some(lines) = carried {
        i18n::further::brought::take(&lines);
    }
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

    #[test]
    fn offices_pages_are_japanese_or_english() {
        for (path, wish, lang) in [
            ("/business/sites", Lang::Vi, Lang::Ja),
            ("/operator", Lang::En, Lang::En),
            ("/register/business/check", Lang::EasyJa, Lang::Ja),
            ("/passport", Lang::Vi, Lang::Vi),
            ("/passport/more?x=1", Lang::En, Lang::En),
            ("/passports", Lang::Vi, Lang::Ja),
            ("/t?picc_data=00", Lang::Vi, Lang::Vi),
            ("/", Lang::Vi, Lang::Vi),
            ("/?x", Lang::Vi, Lang::Vi),
            ("/nowhere", Lang::Vi, Lang::Ja),
        ] {
            assert_eq!(spoken_at(path, wish), lang, "{path} {wish:?}");
        }
    }
}
