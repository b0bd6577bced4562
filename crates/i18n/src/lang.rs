//! Languages the screens speak. Invariant: Japanese where nothing else was asked for.

/// A language the screens speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// 日本語.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];
    /// BCP 47 code, for `<html lang>` and the cookie.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }
    /// From a BCP 47 code (`en`, `en-GB`); `None` for a language the screens do not speak.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }
    /// The language an `Accept-Language` header (RFC 9110 §12.5.4) likes best; Japanese where it names none of ours.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (0, Self::Ja);
        for range in header.split(',') {
            let (code, weight) = range.split_once(';').unwrap_or((range, ""));
            let weight = weight.trim().strip_prefix("q=").map_or(1000, thousandths);
            if let Some(lang) = Self::from_code(code)
                && weight > best.0
            {
                best = (weight, lang);
            }
        }
        best.1
    }
    /// The language's own name, for the switch.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ja => "日本語",
            Self::En => "English",
        }
    }
}

/// A weight as RFC 9110 writes it (`0` to `1`, up to three decimals), in thousandths; anything else counts as 0.
fn thousandths(weight: &str) -> u32 {
    let (whole, decimals) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let digits: String = decimals.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), digits.parse::<u32>()) {
        (Ok(whole @ 0..=1), Ok(part)) => (whole * 1000 + part).min(1000),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_read_by_weight() {
        for (header, lang) in [
            ("", Lang::Ja),
            ("fr", Lang::Ja),
            ("en", Lang::En),
            ("en-GB,ja;q=0.9", Lang::En),
            ("ja,en;q=0.9", Lang::Ja),
            ("vi, en;q=0.4, ja;q=0.8", Lang::Ja),
            ("vi, en;q=0.85, ja;q=0.8", Lang::En),
            ("en;q=0", Lang::Ja),
            ("en;q=x", Lang::Ja),
            ("*", Lang::Ja),
            ("EN-us", Lang::En),
        ] {
            assert_eq!(Lang::from_accept_language(header), lang, "{header}");
        }
    }

    #[test]
    fn codes_come_back() {
        for lang in Lang::ALL {
            assert_eq!(Lang::from_code(lang.code()), Some(lang));
        }
        assert_eq!(Lang::from_code("vi"), None);
        assert_eq!(Lang::from_code("english"), None);
    }
}
