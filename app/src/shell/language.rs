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

/// The language the document at `path` speaks to whom the headers are of: pages for technicians and visitors the one asked for
/// where it holds their section, the others Japanese or English.
#[cfg(feature = "ssr")]
pub fn spoken_at(path: &str, headers: &axum::http::HeaderMap) -> Lang {
    section(path).map_or_else(|| office_in(headers), |section| i18n::further::spoken(asked_in(headers), section))
}

/// [`spoken_at`] of the request that is answered.
#[cfg(feature = "ssr")]
pub fn spoken(path: &str) -> Lang {
    use_context::<axum::http::request::Parts>().map_or_else(Lang::default, |parts| spoken_at(path, &parts.headers))
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
const PLACES: [(&str, Option<&str>); 22] = [
    ("/passport/qualifications", Some("own")),
    ("/passport/registration", Some("registration")),
    ("/passport/employments", Some("own")),
    ("/passport/labour", None),
    ("/passport/fees", Some("own")),
    ("/passport/level", Some("level")),
    ("/passport", Some("passport")),
    ("/login", Some("passport")),
    ("/verify", Some("passport")),
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

/// The same among the languages of offices: for their pages, and files they take away.
#[cfg(feature = "ssr")]
pub fn office_in(headers: &axum::http::HeaderMap) -> Lang {
    use axum::http::header;
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let wish = || Lang::office_from_accept_language(text(header::ACCEPT_LANGUAGE));
    chosen(text(header::COOKIE)).map_or_else(wish, Lang::office)
}

#[cfg(feature = "ssr")]
fn from_headers(cookies: &str, accept_language: &str) -> Lang {
    chosen(cookies).unwrap_or_else(|| Lang::from_accept_language(accept_language))
}

/// What was chosen by hand.
#[cfg(feature = "ssr")]
fn chosen(cookies: &str) -> Option<Lang> {
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, code)| Lang::from_code(code))
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
            ("/business/sites", "vi", Lang::Ja),
            ("/business/sites", "fil,en;q=0.8", Lang::En),
            ("/operator", "en", Lang::En),
            ("/register/business/check", "ja-x-easy", Lang::Ja),
            ("/passport", "vi", Lang::Vi),
            ("/passport/more?x=1", "en", Lang::En),
            ("/passports", "vi", Lang::Ja),
            ("/t?picc_data=00", "vi", Lang::Vi),
            ("/", "vi", Lang::Vi),
            ("/?x", "vi", Lang::Vi),
            ("/nowhere", "vi", Lang::Ja),
        ] {
            let of = |name: axum::http::HeaderName, value: &str| {
                axum::http::HeaderMap::from_iter([(name, value.parse().expect("a header"))])
            };
            assert_eq!(spoken_at(path, &of(axum::http::header::ACCEPT_LANGUAGE, wish)), lang, "{path} {wish}");
            let first = wish.split(',').next().unwrap_or_default();
            let cookie = of(axum::http::header::COOKIE, &format!("{COOKIE}={first}"));
            let by_hand = if wish.starts_with("fil") { Lang::Ja } else { lang };
            assert_eq!(spoken_at(path, &cookie), by_hand, "{path} {first}");
        }
    }
}
