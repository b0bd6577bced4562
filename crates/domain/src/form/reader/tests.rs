use super::*;
use crate::id::BusinessId;
use proptest::prelude::*;

#[test]
fn postcodes_have_seven_digits() {
    for (typed, expected) in [
        ("135-0016", Ok("1350016")),
        ("〒135-0016", Ok("1350016")),
        ("１３５００１６", Ok("1350016")),
        ("135001", Err(Problem::NotPostcode)),
        ("13500160", Err(Problem::NotPostcode)),
        ("江東区", Err(Problem::NotPostcode)),
    ] {
        assert_eq!(postcode(typed), expected.map(str::to_owned), "{typed}");
    }
}

#[test]
fn phone_numbers_have_ten_or_eleven_digits_from_zero() {
    for (typed, expected) in [
        ("03-1234-5678", Ok("0312345678")),
        ("090 1234 5678", Ok("09012345678")),
        ("（０３）１２３４－５６７８", Ok("0312345678")),
        ("031234567", Err(Problem::NotPhone)),
        ("090123456789", Err(Problem::NotPhone)),
        ("1312345678", Err(Problem::NotPhone)),
        ("0012345678", Err(Problem::NotPhone)),
        ("+81 90 1234 5678", Err(Problem::NotPhone)),
    ] {
        assert_eq!(phone(typed), expected.map(str::to_owned), "{typed}");
    }
}

#[test]
fn mail_addresses_have_a_name_and_a_domain() {
    for good in
        ["kenta@example.jp", "k..enta.@docomo.example", "a+b@x-y.example.co.jp", "ｋｅｎｔａ＠ｅｘａｍｐｌｅ．ｊｐ"]
    {
        assert!(mail(good).is_ok(), "{good}");
    }
    for bad in [
        "kenta",
        "@example.jp",
        "kenta@",
        "kenta@example",
        "kenta@.jp",
        "kenta@example.",
        "ken ta@example.jp",
        "a@b@c.jp",
        "けんた@example.jp",
        "kenta@-x.jp",
    ] {
        assert_eq!(mail(bad), Err(Problem::NotMail), "{bad}");
    }
    let long = |length: usize| format!("{}@example.jp", "a".repeat(length - "@example.jp".len()));
    assert!(mail(&long(254)).is_ok());
    assert_eq!(mail(&long(255)), Err(Problem::TooLong { max: 254 }));
}

#[test]
fn latin_names_are_capitals() {
    for (typed, expected) in [
        ("Nguyen  Van", Ok("NGUYEN VAN")),
        ("Ｏ'ＢＲＩＥＮ", Ok("O'BRIEN")),
        ("DELA CRUZ-REYES JR.", Ok("DELA CRUZ-REYES JR.")),
        ("Nguyễn", Err(Problem::NotRoman)),
        ("山本", Err(Problem::NotRoman)),
        ("-", Err(Problem::NotRoman)),
        ("AB1", Err(Problem::NotRoman)),
    ] {
        assert_eq!(roman(typed, 40), expected.map(str::to_owned), "{typed}");
    }
    assert_eq!(roman(&"A".repeat(40), 40).map(|text| text.len()), Ok(40));
    assert_eq!(roman(&"A".repeat(41), 40), Err(Problem::TooLong { max: 40 }));
}

#[test]
fn whole_numbers_stay_in_their_bounds() {
    let range = Problem::OutOfRange { min: 1, max: 100 };
    for (typed, expected) in [
        ("1", Ok(1)),
        ("100", Ok(100)),
        ("０５０", Ok(50)),
        ("0", Err(range.clone())),
        ("101", Err(range.clone())),
        ("99999999999999999999", Err(range)),
        ("-1", Err(Problem::NotNumber)),
        ("1.5", Err(Problem::NotNumber)),
        ("五", Err(Problem::NotNumber)),
        (",", Err(Problem::NotNumber)),
    ] {
        assert_eq!(whole(typed, 1, 100), expected, "{typed}");
    }
    assert_eq!(whole("10,000,000", 1, i64::MAX), Ok(10_000_000));
}

#[test]
fn ids_say_whether_length_or_check_digit_is_wrong() {
    let good = BusinessId::from_body(77).to_string();
    assert_eq!(id::<BusinessId>(&good), Ok(BusinessId::from_body(77)));
    assert_eq!(id::<BusinessId>(&good[1..]), Err(Problem::IdLength));
    let other = (good.as_bytes()[13] - b'0' + 1) % 10;
    assert_eq!(id::<BusinessId>(&format!("{}{other}", &good[..13])), Err(Problem::IdCheck));
    assert_eq!(business_id(&format!("{}{other}", &good[..13])), Err(Problem::BusinessIdCheck), "firms have no card");
    assert_eq!(business_id(&good[1..]), Err(Problem::IdLength));
    assert_eq!(business_id(&good).map(|id| id.to_string()), Ok(good.clone()));
}

#[test]
fn the_first_trade_is_needed_and_none_is_there_twice() {
    let problem = |field: &str, problem| FieldProblem::new(field, problem);
    for (typed, expected) in [
        (["10", "", "", ""], Ok(vec![10])),
        (["10", "06", "34", "55"], Ok(vec![10, 6, 34, 55])),
        (["10", "", "6", ""], Ok(vec![10, 6])),
        (["", "10", "", ""], Err(vec![problem("t1", Problem::Missing)])),
        (["10", "10", "", ""], Err(vec![problem("t2", Problem::Twice)])),
        (["10", "6", "010", "0"], Err(vec![problem("t3", Problem::Twice), problem("t4", Problem::NotAChoice)])),
        (["56", "x", "", ""], Err(vec![problem("t1", Problem::NotAChoice), problem("t2", Problem::NotAChoice)])),
    ] {
        let mut read = Reader::default();
        let owned = typed.map(str::to_owned);
        let [one, two, three, four] = &owned;
        let trades = read.trades(["t1", "t2", "t3", "t4"], [one, two, three, four]);
        let trades = trades.map(|trades| trades.into_iter().map(TradeCode::get).collect::<Vec<_>>());
        assert_eq!(read.finish(trades), expected, "{typed:?}");
    }
}

#[test]
fn a_password_that_is_set_is_kept_only_when_both_fields_are_empty() {
    for (password, again, is_set, expected) in [
        ("", "", true, vec![]),
        ("", "", false, vec![FieldProblem::new("password", Problem::Missing)]),
        ("kumo-no-ue", "kumo-no-ue", false, vec![]),
        ("kumo-no-ue", "kumo-no-uE", true, vec![FieldProblem::new("password_again", Problem::Mismatch)]),
        (
            "",
            "kumo-no-ue",
            true,
            vec![
                FieldProblem::new("password", Problem::Missing),
                FieldProblem::new("password_again", Problem::Mismatch),
            ],
        ),
        ("password", "password", true, vec![FieldProblem::new("password", Problem::WeakPassword)]),
        (
            "abc",
            "abd",
            false,
            vec![
                FieldProblem::new("password", Problem::WeakPassword),
                FieldProblem::new("password_again", Problem::Mismatch),
            ],
        ),
        ("kumo-no-ue", "", false, vec![FieldProblem::new("password_again", Problem::Missing)]),
    ] {
        let mut read = Reader::default();
        read.password(password, again, is_set);
        assert_eq!(read.finish(Ok(())).err().unwrap_or_default(), expected, "{password} {again} {is_set}");
    }
}

#[test]
fn control_characters_are_left_out() {
    assert_eq!(plain(" 山\0本\u{7} \n"), "山本");
    assert_eq!(plain("\u{3000}葛\u{e0100}城\u{3000}"), "葛\u{e0100}城");
    for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        let expected = if c.is_control() { "ab".to_owned() } else { format!("a{c}b") };
        assert_eq!(plain(&format!("a{c}b")), expected);
    }
}

proptest! {
    #[test]
    fn what_is_read_is_read_again_as_itself(text in any::<String>()) {
        for read in [|text: &str| kana(text, 40), |text: &str| roman(text, 40), postcode, phone, mail] {
            if let Ok(once) = read(&text) {
                prop_assert_eq!(read(&once), Ok(once));
            }
        }
        let _ = (whole(&text, 0, 9), small(&text, 0, 9), prefecture(&text), trade(&text), yes_no(&text), id::<BusinessId>(&text));
        prop_assert_eq!(plain(&plain(&text)), plain(&text));
    }
}
