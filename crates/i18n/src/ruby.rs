//! ふりがな: how kanji of our own Japanese texts are read. Invariant: words come from `catalogue/readings.txt` alone, the
//! longest first; names of people, firms and sites are data and never given a reading here.

use crate::{Lang, Msg};

/// A piece of a text, with its reading where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// As written.
    pub text: String,
    /// In hiragana.
    pub reading: Option<String>,
}

impl Part {
    /// A piece without a reading.
    pub const fn plain(text: String) -> Self {
        Self { text, reading: None }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod tables {
    include!(concat!(env!("OUT_DIR"), "/readings.rs"));
}

/// The pieces of a Japanese text of the catalogue.
#[cfg(not(target_arch = "wasm32"))]
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let known = if is_kanji(first) || first.is_ascii_digit() {
            tables::READINGS.iter().find(|(word, _)| rest.starts_with(word))
        } else {
            None
        };
        let taken = if let Some((word, reading)) = known {
            parts.extend(split_kana(word, reading));
            word.len()
        } else {
            match parts.last_mut().filter(|part| part.reading.is_none()) {
                Some(last) => last.text.push(first),
                None => parts.push(Part::plain(first.to_string())),
            }
            first.len_utf8()
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    parts
}

/// The kana a word ends with stand beside its kanji, not under a reading: 確かめる is 確(たし) and かめる.
#[cfg(not(target_arch = "wasm32"))]
fn split_kana(word: &str, reading: &str) -> impl Iterator<Item = Part> {
    let tail: usize =
        word.chars().rev().zip(reading.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (head, kana) = word.split_at(word.len() - tail);
    let read = reading.get(..reading.len() - tail).unwrap_or(reading);
    let kana = (!kana.is_empty()).then(|| Part::plain(kana.to_owned()));
    core::iter::once(Part { text: head.to_owned(), reading: Some(read.to_owned()) }).chain(kana)
}

/// Whether the character is a kanji, which somebody may not be able to read.
pub const fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3006}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A text without placeholders in its pieces, where Japanese is spoken.
#[cfg(not(target_arch = "wasm32"))]
pub fn of(msg: Msg, lang: Lang) -> Vec<Part> {
    if lang.is_japanese() { parts(msg.get(lang)) } else { vec![Part::plain(msg.get(lang).to_owned())] }
}

/// The same in the browser, from what the page carried here.
#[cfg(target_arch = "wasm32")]
pub fn of(msg: Msg, lang: Lang) -> Vec<Part> {
    let carried = crate::further::brought::text(&carried_as(msg.key()));
    carried.map_or_else(|| vec![Part::plain(msg.get(lang).to_owned())], unmarked)
}

/// The key under which a page carries the marked text of `key`.
pub fn carried_as(key: &str) -> String {
    format!("{key}.ruby")
}

/// Pieces as one text: U+FFF9 before a word, U+FFFA before its reading, U+FFFB after it, which is what Unicode has them for.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn marked(text: &str) -> String {
    let part = |part: Part| match part.reading {
        Some(reading) => format!("\u{fff9}{}\u{fffa}{reading}\u{fffb}", part.text),
        None => part.text,
    };
    parts(text).into_iter().map(part).collect()
}

/// The pieces of a marked text.
#[cfg(any(target_arch = "wasm32", test))]
fn unmarked(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (before, after) = rest.split_once('\u{fff9}').unwrap_or((rest, ""));
        if !before.is_empty() {
            parts.push(Part::plain(before.to_owned()));
        }
        let (read, after) = after.split_once('\u{fffb}').unwrap_or((after, ""));
        if let Some((text, reading)) = read.split_once('\u{fffa}') {
            parts.push(Part { text: text.to_owned(), reading: Some(reading.to_owned()) });
        }
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let part = |part: Part| part.reading.map_or(part.text.clone(), |reading| format!("[{}|{reading}]", part.text));
        parts(text).into_iter().map(part).collect()
    }

    #[test]
    fn the_longest_word_is_read_and_kana_stay_beside() {
        assert_eq!(shown("現場に入場"), "[現場|げんば]に[入場|にゅうじょう]");
        assert_eq!(shown("確かめる"), "[確|たし]かめる");
        assert_eq!(shown("就業履歴を開く"), "[就業履歴|しゅうぎょうりれき]を[開|ひら]く");
        assert_eq!(shown("Abc 12"), "Abc 12");
        assert_eq!(shown("龘"), "龘");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn what_is_marked_comes_back() {
        for text in ["現場に入場", "今日", "カード", ""] {
            assert_eq!(unmarked(&marked(text)), parts(text), "{text}");
        }
    }

    #[test]
    fn only_japanese_is_given_readings() {
        let kanji = |lang| of(crate::msg::passport::TITLE, lang).iter().any(|part| part.reading.is_some());
        assert!(Lang::ALL.into_iter().all(|lang| lang.is_japanese() || !kanji(lang)));
        assert!(of(crate::msg::passport::OPEN_HISTORY, Lang::Ja).iter().any(|part| part.reading.is_some()));
    }
}
