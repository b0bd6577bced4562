//! What the further languages say. Invariant: their texts are the server's; a page carries to its islands the few they
//! say, so that no wasm file holds eight languages.

use crate::{Lang, Msg};
#[cfg(not(target_arch = "wasm32"))]
use std::{collections::BTreeSet, sync::Mutex};

/// The tables made from the catalogue.
#[cfg(not(target_arch = "wasm32"))]
mod tables {
    include!(concat!(env!("OUT_DIR"), "/further.rs"));
}

/// The text of a further language; `None` where it does not hold it, and for Japanese and English, whose texts stand in
/// the constants themselves.
#[cfg(not(target_arch = "wasm32"))]
pub fn text(lang: Lang, key: &str) -> Option<&'static str> {
    let (_, texts) = tables::TEXTS.iter().find(|(code, _)| *code == lang.code())?;
    let place = texts.binary_search_by_key(&key, |(key, _)| key).ok()?;
    texts.get(place).map(|(_, text)| *text)
}

/// The text of a further language that the page carried here.
#[cfg(target_arch = "wasm32")]
pub fn text(_lang: Lang, key: &str) -> Option<&'static str> {
    brought::text(key)
}

/// What is said where `lang` holds no text: easy Japanese, else Japanese. Noted, so that a test can see it.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn instead(msg: Msg, lang: Lang) -> &'static str {
    if cfg!(debug_assertions)
        && let Ok(mut missed) = MISSED.lock()
    {
        missed.insert((lang.code(), msg.key()));
    }
    text(Lang::EasyJa, msg.key()).unwrap_or(msg.ja())
}

/// What is said where the page carried no text: Japanese.
#[cfg(target_arch = "wasm32")]
pub(crate) const fn instead(msg: Msg, _lang: Lang) -> &'static str {
    msg.ja()
}

#[cfg(not(target_arch = "wasm32"))]
static MISSED: Mutex<BTreeSet<(&str, &str)>> = Mutex::new(BTreeSet::new());

/// Language and key of each text that was asked for in a further language that lacks it, since the last call. Kept in
/// debug builds alone: what a test of a page looks at.
#[cfg(not(target_arch = "wasm32"))]
pub fn missed() -> BTreeSet<(&'static str, &'static str)> {
    MISSED.lock().map(|mut missed| std::mem::take(&mut *missed)).unwrap_or_default()
}

/// Whether the language holds a section of `catalogue/sections.toml` whole; Japanese and English hold all.
#[cfg(not(target_arch = "wasm32"))]
pub fn holds(lang: Lang, section: &str) -> bool {
    let of = tables::SECTIONS.iter().find(|(name, _)| *name == section);
    Lang::OFFICE.contains(&lang) || of.is_some_and(|(_, languages)| languages.contains(&lang.code()))
}

/// The language in which the pages of `section` are shown to somebody who wishes for `lang`: that one where it holds the
/// section, else easy Japanese, else Japanese.
#[cfg(not(target_arch = "wasm32"))]
pub fn spoken(lang: Lang, section: &str) -> Lang {
    [lang, Lang::EasyJa].into_iter().find(|lang| holds(*lang, section)).unwrap_or(Lang::Ja)
}

/// Who, speaking the language, has read its texts; `None` where they are machine-made and nobody has yet.
#[cfg(not(target_arch = "wasm32"))]
pub fn reviewed_by(lang: Lang) -> Option<&'static str> {
    let (_, by) = tables::REVIEWED.iter().find(|(code, _)| *code == lang.code())?;
    (!by.starts_with("none")).then_some(*by)
}

/// Whether the language's texts are machine-made and no speaker has read them yet.
#[cfg(not(target_arch = "wasm32"))]
pub fn is_unreviewed(lang: Lang) -> bool {
    Lang::FURTHER.contains(&lang) && reviewed_by(lang).is_none()
}

/// What a page in `lang` carries to its islands (section `browser`), for [`brought`]; nothing where they know it by
/// themselves. With `furigana`, Japanese carries its readings.
#[cfg(not(target_arch = "wasm32"))]
pub fn for_browser(lang: Lang, furigana: bool) -> String {
    let mut lines = String::new();
    let further = Lang::FURTHER.contains(&lang);
    for msg in tables::BROWSER {
        let text = msg.get(lang);
        if further {
            brought::write(&mut lines, msg.key(), text);
        }
        if furigana && lang.is_japanese() {
            brought::write(&mut lines, &crate::ruby::carried_as(msg.key()), &crate::ruby::marked(text));
        }
    }
    lines
}

/// Texts as a page carries them: a line each, the key, a tab, the text with `\n` for its breaks.
pub mod brought {
    use std::{collections::BTreeMap, sync::OnceLock};

    static BROUGHT: OnceLock<BTreeMap<String, String>> = OnceLock::new();

    /// Adds a line.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn write(lines: &mut String, key: &str, text: &str) {
        lines.extend([key, "\t", &text.replace('\\', "\\\\").replace('\n', "\\n"), "\n"]);
    }

    /// Takes what the page carried. What is taken later changes nothing: a page speaks one language.
    pub fn take(lines: &str) {
        _ = BROUGHT.set(read(lines));
    }

    fn read(lines: &str) -> BTreeMap<String, String> {
        let lines = lines.lines().filter_map(|line| line.split_once('\t'));
        lines.map(|(key, text)| (key.to_owned(), unescaped(text))).collect()
    }

    fn unescaped(text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => out.extend(chars.next().map(|c| if c == 'n' { '\n' } else { c })),
                c => out.push(c),
            }
        }
        out
    }

    /// A text that was carried here.
    pub fn text(key: &str) -> Option<&'static str> {
        BROUGHT.get()?.get(key).map(String::as_str)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn what_is_written_is_read() {
            let mut lines = String::new();
            for (key, text) in [("a.b", "one\ntwo"), ("a.c", "a \\n b\\"), ("a.d", "ဘာ")] {
                write(&mut lines, key, text);
            }
            assert_eq!(lines.lines().count(), 3);
            let texts = read(&lines);
            assert_eq!(texts.get("a.b").map(String::as_str), Some("one\ntwo"));
            assert_eq!(texts.get("a.c").map(String::as_str), Some("a \\n b\\"));
            assert_eq!(texts.get("a.d").map(String::as_str), Some("ဘာ"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msg;

    #[test]
    fn what_a_language_lacks_is_said_in_japanese_and_noted() {
        let office = msg::application::QUEUE_TITLE;
        assert!(!office.is_in(Lang::Vi));
        missed();
        assert_eq!(office.get(Lang::Vi), office.get(Lang::Ja));
        assert!(missed().contains(&("vi", office.key())));
        assert_eq!(office.get(Lang::Ja), office.ja());
    }

    #[test]
    fn a_section_nobody_declared_is_the_offices() {
        for lang in Lang::ALL {
            assert!(Lang::OFFICE.contains(&spoken(lang, "no such section")), "{lang:?}");
            assert_eq!(spoken(lang, "passport"), lang, "{lang:?}");
        }
    }

    #[test]
    fn islands_are_brought_words_where_they_have_none() {
        assert_eq!(for_browser(Lang::Ja, false), "");
        assert_eq!(for_browser(Lang::En, true), "");
        let key = msg::passport::TODAY_INSIDE.key();
        assert!(
            for_browser(Lang::Vi, false).contains(&format!("{key}\t{}", msg::passport::TODAY_INSIDE.get(Lang::Vi)))
        );
        assert!(for_browser(Lang::Ja, true).contains(&crate::ruby::carried_as(key)));
        for lang in Lang::ALL {
            assert!(!for_browser(lang, true).contains('<'), "{lang:?}: it stands inside an element");
        }
    }
}
