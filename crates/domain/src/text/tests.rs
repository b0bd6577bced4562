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

proptest! {
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
