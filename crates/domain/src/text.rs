//! Japanese text: what is searched by, and what is checked. Invariant: nothing here changes what is stored; a name stays
//! exactly as typed, IVS and 旧字体 included, and a search key is made beside it (10-registration.md, 99-quality.md).

mod name;
mod variant;

use std::borrow::Cow;

pub use name::{is_lost, is_person_name, kanji_figures};

/// Half-width katakana U+FF61 to U+FF9F and what they are at full width, in order.
const HALF_KANA: [char; 63] = [
    '。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー', 'ア', 'イ', 'ウ',
    'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ', 'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ',
    'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ', 'ミ', 'ム', 'メ', 'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル',
    'レ', 'ロ', 'ワ', 'ン', '゛', '゜',
];
/// Kana that take 濁点, then the same kana with it.
const VOICED: &str = "カガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボウヴヽヾ";
/// Kana that take 半濁点, then the same kana with it.
const HALF_VOICED: &str = "ハパヒピフプヘペホポ";

/// What a person is found by: width, case, kana, spaces, variation selectors and variant characters folded away.
///
/// Idempotent. `髙橋　ケン` and `高橋ｹﾝ` give the same key.
pub fn search_key(text: &str) -> String {
    search_key_of(&[text])
}

/// [`search_key`] of texts as if they were one.
pub fn search_key_of(texts: &[&str]) -> String {
    let mut key = String::with_capacity(texts.iter().map(|text| text.len()).sum());
    for c in texts.iter().flat_map(|text| text.chars()) {
        if is_plain(c) {
            key.push(variant::common(c));
        } else {
            folded(c).for_each(|c| push_joined(&mut key, c));
        }
    }
    key
}

/// Whether all that is folded away of a character is that it may be a variant: kanji and katakana, of which most Japanese names are.
const fn is_plain(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | 'ァ'..='ー')
}

/// What a character is in a key: nothing, or one and more.
fn folded(c: char) -> impl Iterator<Item = char> {
    let (open, word, close) = match c {
        '㈱' => (Some('('), Some('株'), Some(')')),
        '㈲' => (Some('('), Some('有'), Some(')')),
        none if is_selector(none) || none.is_whitespace() => (None, None, None),
        other => (None, Some(variant::common(katakana(plain_hyphen(full_or_ascii(other))))), None),
    };
    open.into_iter().chain(word.into_iter().flat_map(char::to_lowercase)).chain(close)
}

/// フリガナ as it is kept: half-width kana and hiragana become full-width katakana, voicing marks are joined to their
/// kana, spaces are single and full-width hyphens between kana become ー. Other characters stay.
pub fn to_full_kana(text: &str) -> String {
    // As most of it is typed.
    if is_full_kana(text) && !text.contains("  ") {
        return text.to_owned();
    }
    made_full(text)
}

fn made_full(text: &str) -> String {
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wide = spaced.chars().map(|c| match c {
        '-' | 'ｰ' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => 'ー',
        other => katakana(half_kana(other)),
    });
    let mut joined = String::with_capacity(spaced.len());
    wide.for_each(|c| push_joined(&mut joined, c));
    joined
}

/// Whether `text` is full-width katakana: with ー, ・, ＝ and single spaces inside, and at least one kana.
pub fn is_full_kana(text: &str) -> bool {
    let kana = |c: char| matches!(c, 'ァ'..='ヺ');
    text.chars().any(kana)
        && text.chars().all(|c| kana(c) || matches!(c, 'ー' | 'ヽ' | 'ヾ' | '・' | '＝' | ' '))
        && text.trim() == text
}

/// The digits of a number a person typed: full-width digits, hyphens of any kind and spaces are taken.
/// `None` where anything else is inside, or no digit at all.
pub fn digits(text: &str) -> Option<String> {
    digits_among(text.chars())
}

/// [`digits`] of characters.
pub(crate) fn digits_among(chars: impl Iterator<Item = char>) -> Option<String> {
    let mut found = String::with_capacity(16);
    for c in chars {
        match plain_hyphen(full_or_ascii(c)) {
            digit @ '0'..='9' => found.push(digit),
            '-' | 'ー' => {}
            space if space.is_whitespace() => {}
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Full-width Latin letters, digits and signs as ASCII; everything else as it is. For mail addresses and numbers.
pub fn to_ascii_width(text: &str) -> String {
    in_ascii_width(text).into_owned()
}

/// [`to_ascii_width`], borrowed where nothing is wide.
pub(crate) fn in_ascii_width(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| matches!(c, '\u{3000}' | '\u{ff01}'..='\u{ff9f}')) {
        Cow::Owned(text.chars().map(|c| if c == '\u{3000}' { ' ' } else { full_or_ascii(c) }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Variation selectors: U+FE00–FE0F and U+E0100–E01EF (IVS).
const fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn full_or_ascii(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => half_kana(other),
    }
}

fn half_kana(c: char) -> char {
    let at = u32::from(c).checked_sub(0xff61).and_then(|at| usize::try_from(at).ok());
    at.and_then(|at| HALF_KANA.get(at)).copied().unwrap_or(c)
}

const fn plain_hyphen(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

fn katakana(c: char) -> char {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        '\u{3099}' => '゛',
        '\u{309a}' => '゜',
        other => other,
    }
}

/// Adds a character; a free-standing 濁点 or 半濁点 is joined to the kana before it, where that kana takes one.
fn push_joined(joined: &mut String, c: char) {
    let table = match c {
        '゛' => VOICED,
        '゜' => HALF_VOICED,
        _ => return joined.push(c),
    };
    let with_mark = joined.chars().next_back().and_then(|before| partner(table, before));
    if with_mark.is_some() {
        joined.pop();
    }
    joined.push(with_mark.unwrap_or(c));
}

/// The character after `first` in a table of pairs.
fn partner(table: &str, first: char) -> Option<char> {
    let mut chars = table.chars();
    while let (Some(plain), Some(marked)) = (chars.next(), chars.next()) {
        if plain == first {
            return Some(marked);
        }
    }
    None
}

#[cfg(test)]
mod tests;
