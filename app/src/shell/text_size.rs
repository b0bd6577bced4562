//! How large text is. Invariant: it is said by a cookie and a style alone, so that it needs no script and says nothing of the person.

use axum::http::{HeaderMap, header, request::Parts};
use leptos::prelude::use_context;

/// Name of the cookie that holds the size chosen by hand.
pub const COOKIE: &str = "text";

/// A size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextSize {
    /// As the browser has it.
    #[default]
    Usual,
    /// Larger.
    Large,
    /// Larger still.
    Largest,
}

impl TextSize {
    /// Every size, the smallest first.
    pub const ALL: [Self; 3] = [Self::Usual, Self::Large, Self::Largest];
    /// Stable word, in the cookie and in the style.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Large => "large",
            Self::Largest => "largest",
        }
    }
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.code() == code)
    }
    /// The size the request asks for.
    pub fn asked_for() -> Self {
        use_context::<Parts>().map_or_else(Self::default, |parts| Self::asked_in(&parts.headers))
    }
    fn asked_in(headers: &HeaderMap) -> Self {
        let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, code)| Self::from_code(code)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_size_is_what_the_cookie_says_and_the_usual_where_it_says_none() {
        for (cookies, size) in [
            ("", TextSize::Usual),
            ("text=large", TextSize::Large),
            ("lang=ja; text=largest", TextSize::Largest),
            ("text=huge", TextSize::Usual),
            ("texts=large", TextSize::Usual),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(cookies));
            assert_eq!(TextSize::asked_in(&headers), size, "{cookies}");
        }
    }
}
