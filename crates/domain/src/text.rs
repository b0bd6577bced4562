//! Japanese text: what is searched by, and what is checked. Invariant: nothing here changes what is stored; a name stays
//! exactly as typed, IVS and 旧字体 included, and a search key is made beside it (10-registration.md, 99-quality.md).

mod name;
mod variant;

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
    let folded = text.chars().filter(|c| !is_selector(*c) && !c.is_whitespace()).flat_map(|c| {
        let (open, word, close) = match c {
            '㈱' => (Some('('), '株', Some(')')),
            '㈲' => (Some('('), '有', Some(')')),
            other => (None, variant::common(katakana(plain_hyphen(full_or_ascii(other)))), None),
        };
        open.into_iter().chain(word.to_lowercase()).chain(close)
    });
    join_marks(folded)
}

/// フリガナ as it is kept: half-width kana and hiragana become full-width katakana, voicing marks are joined to their
/// kana, spaces are single and full-width hyphens between kana become ー. Other characters stay.
pub fn to_full_kana(text: &str) -> String {
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wide = spaced.chars().map(|c| match c {
        '-' | 'ｰ' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => 'ー',
        other => katakana(half_kana(other)),
    });
    join_marks(wide)
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
    let mut found = String::new();
    for c in text.chars() {
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
    text.chars().map(|c| if c == '\u{3000}' { ' ' } else { full_or_ascii(c) }).collect()
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

/// Joins a free-standing 濁点 or 半濁点 to the kana before it, where that kana takes one.
fn join_marks(chars: impl Iterator<Item = char>) -> String {
    let mut joined = String::new();
    for c in chars {
        let table = match c {
            '゛' => VOICED,
            '゜' => HALF_VOICED,
            _ => "",
        };
        let with_mark = joined.chars().next_back().and_then(|before| partner(table, before));
        if let Some(with_mark) = with_mark {
            joined.pop();
            joined.push(with_mark);
        } else {
            joined.push(c);
        }
    }
    joined
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
