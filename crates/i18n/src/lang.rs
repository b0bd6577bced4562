//! Languages the screens speak. Invariant: Japanese where nothing else was asked for.

/// A language the screens speak.
///
/// Japanese and English hold every text ([`Lang::OFFICE`]); a further language holds what a technician, an applicant or a
/// visitor reads (`catalogue/sections.toml`), and easy Japanese or Japanese stands in where it holds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// 日本語.
    #[default]
    Ja,
    /// やさしい日本語: short sentences, few kanji, no honorifics.
    EasyJa,
    /// English.
    En,
    /// Vietnamese.
    Vi,
    /// Indonesian.
    Id,
    /// Chinese in simplified characters.
    Zh,
    /// Filipino (Tagalog).
    Fil,
    /// Burmese, in Unicode.
    My,
}

impl Lang {
    /// Every language, in the order of the page of languages.
    pub const ALL: [Self; 8] = [Self::Ja, Self::EasyJa, Self::En, Self::Vi, Self::Id, Self::Zh, Self::Fil, Self::My];
    /// The languages that hold every text, an office's too.
    pub const OFFICE: [Self; 2] = [Self::Ja, Self::En];
    /// The languages that hold what technicians read.
    pub const FURTHER: [Self; 6] = [Self::EasyJa, Self::Vi, Self::Id, Self::Zh, Self::Fil, Self::My];
    /// BCP 47 code, for `<html lang>`, the cookie, and what is stored of a person.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::EasyJa => "ja-x-easy",
            Self::En => "en",
            Self::Vi => "vi",
            Self::Id => "id",
            Self::Zh => "zh-Hans",
            Self::Fil => "fil",
            Self::My => "my",
        }
    }
    /// From a BCP 47 code (`en`, `en-GB`, `tl`); `None` for a language the screens do not speak. Chinese in traditional
    /// characters is not ours.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim();
        if let Some(lang) = Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code)) {
            return Some(lang);
        }
        let parts = code.to_ascii_lowercase();
        let mut parts = parts.split(['-', '_']);
        let primary = parts.next()?;
        match primary {
            "zh" if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) => None,
            "zh" => Some(Self::Zh),
            // Codes of the same languages by their older names.
            "tl" => Some(Self::Fil),
            "in" => Some(Self::Id),
            _ => Self::ALL.into_iter().find(|lang| lang.code() == primary),
        }
    }
    /// The language an `Accept-Language` header (RFC 9110 §12.5.4) likes best; Japanese where it names none of ours.
    pub fn from_accept_language(header: &str) -> Self {
        Self::liked_best(header, Some)
    }
    /// The one of [`Lang::OFFICE`] it likes best: whoever likes Filipino best and English next reads an office's page in English.
    pub fn office_from_accept_language(header: &str) -> Self {
        Self::liked_best(header, |lang| match lang {
            Self::Ja | Self::EasyJa => Some(Self::Ja),
            Self::En => Some(Self::En),
            Self::Vi | Self::Id | Self::Zh | Self::Fil | Self::My => None,
        })
    }
    fn liked_best(header: &str, ours: impl Fn(Self) -> Option<Self>) -> Self {
        let mut best = (0, Self::Ja);
        for range in header.split(',') {
            let (code, weight) = range.split_once(';').unwrap_or((range, ""));
            let weight = weight.trim().strip_prefix("q=").map_or(1000, thousandths);
            if let Some(lang) = Self::from_code(code).and_then(&ours)
                && weight > best.0
            {
                best = (weight, lang);
            }
        }
        best.1
    }
    /// The language's own name, for the page of languages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ja => "日本語",
            Self::EasyJa => "やさしい にほんご",
            Self::En => "English",
            Self::Vi => "Tiếng Việt",
            Self::Id => "Bahasa Indonesia",
            Self::Zh => "简体中文",
            Self::Fil => "Filipino",
            Self::My => "မြန်မာ",
        }
    }
    /// The language of [`Lang::OFFICE`] in its place, where every text must be there: papers, pages of offices, the gate.
    #[must_use]
    pub const fn office(self) -> Self {
        match self {
            Self::En => Self::En,
            Self::Ja | Self::EasyJa | Self::Vi | Self::Id | Self::Zh | Self::Fil | Self::My => Self::Ja,
        }
    }
    /// Whether it is Japanese, easy or not: then Japanese words are no foreign ones, and kanji may carry their reading.
    pub const fn is_japanese(self) -> bool {
        matches!(self, Self::Ja | Self::EasyJa)
    }
    /// What parts thousands, and what stands before decimals, as CLDR 46 has them. Figures stay 0–9 in Burmese too: they
    /// are compared with cards, gates and Japanese papers.
    pub const fn marks(self) -> (char, char) {
        match self {
            Self::Vi | Self::Id => ('.', ','),
            Self::Ja | Self::EasyJa | Self::En | Self::Zh | Self::Fil | Self::My => (',', '.'),
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
            ("fr, en;q=0.4, ja;q=0.8", Lang::Ja),
            ("fr, en;q=0.85, ja;q=0.8", Lang::En),
            ("vi-VN,vi;q=0.9,en;q=0.8", Lang::Vi),
            ("zh-CN,zh;q=0.9", Lang::Zh),
            ("zh-TW,zh-Hant;q=0.9,en;q=0.8", Lang::En),
            ("en;q=0", Lang::Ja),
            ("en;q=x", Lang::Ja),
            ("*", Lang::Ja),
            ("EN-us", Lang::En),
        ] {
            assert_eq!(Lang::from_accept_language(header), lang, "{header}");
        }
    }

    #[test]
    fn an_offices_page_takes_the_next_wish() {
        for (header, lang) in [
            ("", Lang::Ja),
            ("fil,en;q=0.8", Lang::En),
            ("vi-VN,ja;q=0.5,en;q=0.8", Lang::En),
            ("id", Lang::Ja),
            ("ja-x-easy,en;q=0.9", Lang::Ja),
        ] {
            assert_eq!(Lang::office_from_accept_language(header), lang, "{header}");
        }
    }

    #[test]
    fn codes_come_back() {
        for lang in Lang::ALL {
            assert_eq!(Lang::from_code(lang.code()), Some(lang));
            assert_eq!(Lang::from_code(&lang.code().to_ascii_uppercase()), Some(lang));
        }
        for (code, lang) in [
            ("ja-JP", Some(Lang::Ja)),
            ("ja-x-other", Some(Lang::Ja)),
            ("tl-PH", Some(Lang::Fil)),
            ("in", Some(Lang::Id)),
            ("zh", Some(Lang::Zh)),
            ("zh-SG", Some(Lang::Zh)),
            ("zh_HK", None),
            ("my-MM", Some(Lang::My)),
            ("ko", None),
            ("english", None),
        ] {
            assert_eq!(Lang::from_code(code), lang, "{code}");
        }
    }

    #[test]
    fn each_language_is_an_offices_or_a_further_one() {
        for lang in Lang::ALL {
            assert_ne!(Lang::OFFICE.contains(&lang), Lang::FURTHER.contains(&lang), "{lang:?}");
            assert!(Lang::OFFICE.contains(&lang.office()));
        }
    }
}
