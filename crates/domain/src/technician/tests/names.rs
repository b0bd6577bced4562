//! What a name may hold, and what of it was lost on the way.

use super::*;

#[test]
fn a_letter_that_was_lost_on_the_way_is_told() {
    for lost in ["〓﨑", "?﨑", "？﨑", "\u{fffd}﨑", "\u{e000}﨑", "髙\u{f0000}", "\u{10fffd}"] {
        assert_eq!(
            problems(|form| form.family_name = lost.to_owned()),
            one("family_name", Problem::CharacterLost),
            "{lost}"
        );
    }
    for kept in ["髙﨑", "𠮷野", "辻\u{e0100}", "吉田・リー", "O'Brien", "Nguyễn Văn A", "မောင်"]
    {
        assert_eq!(problems(|form| form.family_name = kept.to_owned()), [], "{kept}");
    }
    for lost in ["江東区東〓2", "江東区\u{e757}町2"] {
        assert_eq!(problems(|form| form.address = lost.to_owned()), one("address", Problem::CharacterLost), "{lost:?}");
    }
}

#[test]
fn digits_and_emoji_are_in_nobodys_name() {
    for typed in ["山田2", "山田２", "山田😀", "山田★", "・"] {
        assert_eq!(
            problems(|form| form.family_name = typed.to_owned()),
            one("family_name", Problem::NotName),
            "{typed}"
        );
        assert_eq!(problems(|form| form.given_name = typed.to_owned()), one("given_name", Problem::NotName), "{typed}");
        assert_eq!(problems(|form| form.alias = typed.to_owned()), one("alias", Problem::NotName), "{typed}");
    }
    assert_eq!(problems(|form| form.family_kana = "ヤマダ2".to_owned()), one("family_kana", Problem::NotKana));
    assert_eq!(problems(|form| form.family_roman = "YAMADA2".to_owned()), one("family_roman", Problem::NotRoman));
    let contact = |name: &str| {
        let name = name.to_owned();
        problems(|form| {
            form.emergency_name = name;
            form.emergency_relation = "父".to_owned();
            form.emergency_phone = "0312345678".to_owned();
        })
    };
    assert_eq!((contact("山田 一"), contact("山田1")), (vec![], one("emergency_name", Problem::NotName)));
}

#[test]
fn what_is_shown_before_handing_in_is_what_the_check_makes_of_it() {
    let typed = TechnicianForm {
        family_kana: "ﾀｶﾊｼ".to_owned(),
        given_kana: "れん".to_owned(),
        family_roman: "Nguyen  Van".to_owned(),
        given_roman: "a".to_owned(),
        phone: "０９０－１２３４－５６７８".to_owned(),
        postcode: "〒135-0016".to_owned(),
        experience_years: "０6".to_owned(),
        mail: " ｋｅｎｔａ＠ｅｘａｍｐｌｅ．ｊｐ ".to_owned(),
        ..good()
    };
    let shown = |field: &str, typed: &str| crate::form::as_kept(field, typed);
    let entry = typed.clone().validate(Stage::Simple, TODAY, false).unwrap();
    assert_eq!(shown("family_kana", &typed.family_kana), entry.family_kana);
    assert_eq!(shown("given_kana", &typed.given_kana), entry.given_kana);
    assert_eq!(Some(shown("family_roman", &typed.family_roman)), entry.family_roman);
    assert_eq!(Some(shown("given_roman", &typed.given_roman)), entry.given_roman);
    assert_eq!(shown("phone", &typed.phone), entry.phone);
    assert_eq!(shown("postcode", &typed.postcode), entry.postcode);
    assert_eq!(shown("experience_years", &typed.experience_years), entry.experience_years.to_string());
    assert_eq!(Some(shown("mail", &typed.mail)), entry.mail);
}
