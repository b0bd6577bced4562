use super::*;
use proptest::prelude::*;

#[test]
fn a_name_is_found_by_its_common_form() {
    for (typed, asked) in [
        ("髙橋　健太", "高橋 健太"),
        ("山﨑", "山崎"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("齋藤", "斉藤"),
        ("𠮷田", "吉田"),
        ("葛\u{e0100}城", "葛城"),
        ("辻\u{fe00}", "辻"),
        ("神\u{fa19}", "神神"),
        ("ﾔﾏﾓﾄ ｹﾝﾀﾞ", "やまもとけんだ"),
        ("ＮＧＵＹＥＮ　Van", "nguyen van"),
        ("㈱港栄建設", "(株)港栄建設"),
    ] {
        assert_eq!(search_key(typed), search_key(asked), "{typed} / {asked}");
    }
    for (one, other) in [("高橋", "高桥"), ("山本", "山木"), ("ハシ", "バシ"), ("太田", "大田")] {
        assert_ne!(search_key(one), search_key(other), "{one} / {other}");
    }
}

#[test]
fn kana_of_any_width_is_kept_at_full_width() {
    for (typed, kept) in [
        ("ﾔﾏﾓﾄ", "ヤマモト"),
        ("ｶﾞｷﾞﾊﾟｳﾞ", "ガギパヴ"),
        ("か\u{3099}", "ガ"),
        ("たなか　けん", "タナカ ケン"),
        ("ｻｰﾄｩ", "サートゥ"),
        ("ヴｧン", "ヴァン"),
        ("アﾞ", "ア゛"),
        ("  ヤマ  モト ", "ヤマ モト"),
        ("ス-パ－", "スーパー"),
        ("山本", "山本"),
    ] {
        assert_eq!(to_full_kana(typed), kept, "{typed}");
    }
}

#[test]
fn only_full_width_katakana_is_kana() {
    for good in ["ヤマモト", "ジョン・スミス", "グエン ヴァン", "サトー", "ァ", "ヺ"] {
        assert!(is_full_kana(good), "{good}");
    }
    for bad in [
        "",
        "ー",
        "・",
        "やまもと",
        "ﾔﾏﾓﾄ",
        "山本",
        "ヤマモトA",
        "ヤマモト1",
        " ヤマ",
        "ヤマ ",
        "ヤマ\u{3000}モト",
        "゛",
    ] {
        assert!(!is_full_kana(bad), "{bad}");
    }
}

#[test]
fn digits_are_taken_in_any_width_and_grouping() {
    for (typed, digits_of) in [
        ("135-0016", Some("1350016")),
        ("１３５－００１６", Some("1350016")),
        ("135ー0016", Some("1350016")),
        ("03 1234\u{3000}5678", Some("0312345678")),
        ("1‐2−3", Some("123")),
        ("", None),
        ("-", None),
        ("12a", None),
        ("〒135", None),
        ("①", None),
        ("٣", None),
    ] {
        assert_eq!(digits(typed).as_deref(), digits_of, "{typed}");
    }
}

#[test]
fn what_is_plain_is_folded_to_its_common_form_and_nothing_else() {
    for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32).filter(|c| is_plain(*c)) {
        assert_eq!(folded(c).collect::<String>(), variant::common(c).to_string());
        assert!(!matches!(c, '゛' | '゜'), "joined to what is before it");
    }
}

#[test]
fn what_is_not_wide_stays_as_it_is() {
    for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        let one = if c == '\u{3000}' { ' ' } else { full_or_ascii(c) };
        assert_eq!(to_ascii_width(&c.to_string()), one.to_string());
    }
}

proptest! {
    #[test]
    fn a_key_of_two_texts_is_that_of_both_together(one in "[ハ山髙Ａ゛\u{3099} ]{0,4}", other in "[ﾟ゛\u{309a}ガ邉İ]{0,4}") {
        prop_assert_eq!(search_key_of(&[&one, &other]), search_key(&format!("{one}{other}")));
    }

    #[test]
    fn kana_that_are_full_are_left_alone(text in "[ァ-ヿ＝A-Zｱ ]{0,12}") {
        prop_assert_eq!(to_full_kana(&text), made_full(&text));
    }

    #[test]
    fn a_search_key_is_its_own_search_key(text in any::<String>()) {
        let once = search_key(&text);
        prop_assert_eq!(search_key(&once), once);
    }

    #[test]
    fn a_search_key_of_japanese_is_its_own(text in "[ぁ-ゟァ-ヿｦ-ﾟ゛゜ﾞﾟ\u{3099}\u{309a}\u{fe00}\u{e0100} 髙﨑邉㈱A-Zａ-ｚİ]{0,12}") {
        let once = search_key(&text);
        prop_assert_eq!(search_key(&once), once);
    }

    #[test]
    fn full_kana_is_full_kana_for_good(text in any::<String>()) {
        let once = to_full_kana(&text);
        prop_assert_eq!(to_full_kana(&once), once);
    }

    #[test]
    fn kana_typed_at_half_width_is_kana(text in "[ｱ-ﾝ]{1,20}") {
        prop_assert!(is_full_kana(&to_full_kana(&text)));
    }
}
