//! Which characters a person's name may hold. Invariant: every script is taken as its people write it, and what is in
//! no name (digits, emoji, signs) is not; nothing is changed, so a name is kept as typed.
//!
//! Letters are those Unicode calls alphabetic. Its marks are not all among them, and the register has no table of
//! characters of its own, so the marks of the scripts in use are named here.

/// Marks that stand with a letter and that Unicode does not call alphabetic, by script, as ranges.
const MARKS: [(char, char); 58] = [
    // Latin, Cyrillic, Hebrew, Arabic, Syriac, Thaana, N'Ko.
    ('\u{0300}', '\u{036f}'),
    ('\u{0483}', '\u{0487}'),
    ('\u{0591}', '\u{05bd}'),
    ('\u{05bf}', '\u{05bf}'),
    ('\u{05c1}', '\u{05c2}'),
    ('\u{05c4}', '\u{05c5}'),
    ('\u{05c7}', '\u{05c7}'),
    ('\u{0610}', '\u{061a}'),
    ('\u{064b}', '\u{065f}'),
    ('\u{0670}', '\u{0670}'),
    ('\u{0711}', '\u{0711}'),
    ('\u{0730}', '\u{074a}'),
    ('\u{07a6}', '\u{07b0}'),
    ('\u{07eb}', '\u{07f3}'),
    // Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam, Sinhala.
    ('\u{093c}', '\u{093c}'),
    ('\u{094d}', '\u{094d}'),
    ('\u{0951}', '\u{0954}'),
    ('\u{09bc}', '\u{09bc}'),
    ('\u{09cd}', '\u{09cd}'),
    ('\u{0a3c}', '\u{0a3c}'),
    ('\u{0a4d}', '\u{0a4d}'),
    ('\u{0abc}', '\u{0abc}'),
    ('\u{0acd}', '\u{0acd}'),
    ('\u{0b3c}', '\u{0b3c}'),
    ('\u{0b4d}', '\u{0b4d}'),
    ('\u{0bcd}', '\u{0bcd}'),
    ('\u{0c3c}', '\u{0c3c}'),
    ('\u{0c4d}', '\u{0c4d}'),
    ('\u{0cbc}', '\u{0cbc}'),
    ('\u{0ccd}', '\u{0ccd}'),
    ('\u{0d3b}', '\u{0d3c}'),
    ('\u{0d4d}', '\u{0d4d}'),
    ('\u{0dca}', '\u{0dca}'),
    // Thai, Lao, Tibetan.
    ('\u{0e38}', '\u{0e3a}'),
    ('\u{0e47}', '\u{0e4e}'),
    ('\u{0eb8}', '\u{0eba}'),
    ('\u{0ec8}', '\u{0ece}'),
    ('\u{0f18}', '\u{0f19}'),
    ('\u{0f35}', '\u{0f35}'),
    ('\u{0f37}', '\u{0f37}'),
    ('\u{0f39}', '\u{0f39}'),
    ('\u{0f82}', '\u{0f84}'),
    ('\u{0f86}', '\u{0f87}'),
    // Burmese and its neighbours, Ethiopic, Khmer, Mongolian, and marks for letters of any script.
    ('\u{1037}', '\u{1037}'),
    ('\u{1039}', '\u{103a}'),
    ('\u{1087}', '\u{108d}'),
    ('\u{108f}', '\u{108f}'),
    ('\u{135d}', '\u{135f}'),
    ('\u{17b4}', '\u{17d3}'),
    ('\u{17dd}', '\u{17dd}'),
    ('\u{180b}', '\u{180d}'),
    ('\u{1ab0}', '\u{1aff}'),
    ('\u{1dc0}', '\u{1dff}'),
    // Joiners that some of these scripts need between letters.
    ('\u{200c}', '\u{200d}'),
    // Japanese: voicing marks, tone marks.
    ('\u{302a}', '\u{302f}'),
    ('\u{3099}', '\u{309a}'),
    // Variation selectors (IVS).
    ('\u{fe00}', '\u{fe0e}'),
    ('\u{e0100}', '\u{e01ef}'),
];

/// Whether `text` can be a person's name: letters of any script with their marks, and between them spaces, hyphens,
/// apostrophes, middle dots, full stops and commas (`JR.`); at least one letter.
pub fn is_person_name(text: &str) -> bool {
    text.chars().any(is_letter) && text.chars().all(|c| is_letter(c) || is_mark(c) || is_between(c))
}

/// Figures as a name holds them, in which there are no digits.
const FIGURES: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// A number as an invented name holds it, figure by figure: `〇`, `一二`.
pub fn kanji_figures(number: u32) -> String {
    let figure = |digit: u8| FIGURES.get(usize::from(digit.wrapping_sub(b'0'))).copied();
    number.to_string().bytes().filter_map(figure).collect()
}

/// Whether a character stands for a letter that got lost on the way: what programs write where their encoding has no
/// such letter, and the private use areas, where 外字 lie: what one looks like only the machine knows it was made on.
pub const fn is_lost(c: char) -> bool {
    matches!(c, '〓' | '\u{fffd}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// A letter. Alphabetic for Unicode are also figures (Ⅷ, 〣), letters in circles and squares, styles for mathematics,
/// and letters that are not seen.
fn is_letter(c: char) -> bool {
    // Kana and kanji of nearly every name here, without looking through all scripts.
    if matches!(c, '\u{4e00}'..='\u{9fff}' | 'ァ'..='ヺ' | 'ぁ'..='ゖ') {
        return true;
    }
    let no_name = matches!(c, '\u{2160}'..='\u{2188}' | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303a}')
        || matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1d400}'..='\u{1d7ff}' | '\u{1f100}'..='\u{1f1ff}')
        || matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    // Kanji that Unicode has added since this was built are kanji all the same.
    !no_name && (c.is_alphabetic() || matches!(c, '\u{20000}'..='\u{3fffd}'))
}

fn is_mark(c: char) -> bool {
    MARKS.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// What stands between the parts of a name.
const fn is_between(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{3000}')
        || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '゠' | '＝')
        || matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{ff07}')
        || matches!(c, '・' | '･' | '\u{b7}' | '.' | '．' | ',' | '，')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_script_are_names() {
        for name in [
            "髙橋",
            "山﨑",
            "𠮷田",
            "辻\u{e0100}",
            "葛\u{fe00}城",
            "佐々木",
            "〆木",
            "三ヶ尻",
            "〇一",
            "一二三",
            "サトー",
            "ｻﾄｰ",
            "か\u{3099}く",
            "山田・ホセ",
            "ハインツ＝ハラルト",
            "山田　太郎",
            "O'Brien",
            "O\u{2019}Brien",
            "Müller-Lüdenscheidt",
            "DELA CRUZ JR.",
            "Nguyễn Văn A",
            "Nguye\u{302}\u{303}n",
            "Łukasz",
            "김철수",
            "王小明",
            "မောင်မောင်",
            "သန့်စင်",
            "ကျော်စွာ",
            "สมชาย สุขสันต์",
            "श्रेष्ठ",
            "ශ\u{dca}\u{200d}රී",
            "សុខា",
            "Бат-Эрдэнэ",
            "محمد",
        ] {
            assert!(is_person_name(name), "{name}");
        }
    }

    #[test]
    fn digits_emoji_and_signs_are_in_no_name() {
        for none in [
            "",
            " ",
            "-",
            "・",
            "\u{e0100}",
            "\u{103a}",
            "山田2",
            "山田２",
            "山田①",
            "山田Ⅷ",
            "山田٣",
            "😀",
            "山田😀",
            "山田❤\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "🅰",
            "Ⓐ",
            "𝐀",
            "山田@",
            "山田#",
            "山(田)",
            "<b>",
            "a_b",
            "a=b",
            "山田★",
            "㈱山田",
            "〓田",
            "山田?",
            "\u{3164}",
            "\u{200b}山",
            "山\n田",
            "\u{e000}田",
        ] {
            assert!(!is_person_name(none), "{none:?}");
        }
    }

    #[test]
    fn a_letter_of_ones_own_machine_is_lost_and_a_rare_one_is_not() {
        for lost in
            ['〓', '\u{fffd}', '\u{e000}', '\u{e757}', '\u{f8ff}', '\u{f0000}', '\u{ffffd}', '\u{100000}', '\u{10fffd}']
        {
            assert!(is_lost(lost), "{lost:?}");
            assert!(!is_person_name(&format!("{lost}田")), "{lost:?}");
        }
        for kept in ['\u{d7ff}', '\u{f900}', '髙', '𠮷', '\u{e0100}', '\u{e01ef}', '\u{3fffd}', '2', '😀', '?'] {
            assert!(!is_lost(kept), "{kept:?}");
        }
    }

    #[test]
    fn a_number_in_a_name_is_written_figure_by_figure() {
        for (number, written) in
            [(0, "〇"), (9, "九"), (10, "一〇"), (1_978, "一九七八"), (u32::MAX, "四二九四九六七二九五")]
        {
            assert_eq!(kanji_figures(number), written);
            assert!(is_person_name(&format!("森{}", kanji_figures(number))));
        }
    }

    #[test]
    fn the_marks_stand_in_order_and_none_is_named_twice() {
        assert!(MARKS.windows(2).all(|pair| pair[0].0 <= pair[0].1 && pair[0].1 < pair[1].0));
    }
}
