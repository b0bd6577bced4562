use super::*;
use crate::{
    fee::{PriceList, Yen},
    form::Problem,
    prefecture::PrefectureCode,
    time::WorkDate,
};
use corporate_number::CorporateNumberFault;
use proptest::prelude::*;

mod pages;
mod particulars;

const TODAY: WorkDate = WorkDate::from_stored(20_261_120);

fn good() -> BusinessForm {
    BusinessForm {
        kind: "corporation".to_owned(),
        name: "港栄建設株式会社".to_owned(),
        name_kana: "ｺｳｴｲｹﾝｾﾂ".to_owned(),
        representative_family: "汐見".to_owned(),
        representative_given: "航".to_owned(),
        corporate_number: "7000012050002".to_owned(),
        licence: "yes".to_owned(),
        licence_authority: "00".to_owned(),
        licence_class: "special".to_owned(),
        licence_year: "5".to_owned(),
        licence_number: "012345".to_owned(),
        capital_yen: "50,000,000".to_owned(),
        postcode: "135-0016".to_owned(),
        prefecture: "13".to_owned(),
        address: "江東区東陽一丁目2番3号".to_owned(),
        phone: "03-1234-5678".to_owned(),
        mail: "info@koei.example".to_owned(),
        trade_1: "10".to_owned(),
        licence_trades: "01 02 12".to_owned(),
        evidence_kind: "licence_notice".to_owned(),
        sales_yen: "120,000,000".to_owned(),
        completed_works_yen: "120000000".to_owned(),
        other_business: "no".to_owned(),
        contact_fax: "03-1234-5679".to_owned(),
        health_insurance: "joined".to_owned(),
        health_insurance_kind: "kyokai".to_owned(),
        pension: "joined".to_owned(),
        pension_kind: "employees".to_owned(),
        employment_insurance: "joined".to_owned(),
        kentaikyo: "joined".to_owned(),
        kentaikyo_number: "13-12345".to_owned(),
        chutaikyo: "none".to_owned(),
        accident_insurance: "none".to_owned(),
        admin_name: "汐見 渚".to_owned(),
        password: "kumo-no-ue".to_owned(),
        password_again: "kumo-no-ue".to_owned(),
        consent: "yes".to_owned(),
        ..BusinessForm::default()
    }
}

fn problems(change: impl FnOnce(&mut BusinessForm)) -> Vec<(String, Problem)> {
    let mut form = good();
    change(&mut form);
    form.validate(TODAY, false)
        .err()
        .unwrap_or_default()
        .into_iter()
        .map(|found| (found.field, found.problem))
        .collect()
}

/// What the kept price list asks for it.
fn fee_of(entry: &BusinessEntry) -> Yen {
    let prices = PriceList::parse(include_str!("../../../../data/prices.csv")).unwrap();
    entry.fee(&prices, TODAY).unwrap()
}

fn one(field: &str, problem: Problem) -> Vec<(String, Problem)> {
    vec![(field.to_owned(), problem)]
}

#[test]
fn a_good_form_becomes_an_entry() {
    let entry = good().validate(TODAY, false).unwrap();
    assert_eq!(entry.name_kana, "コウエイケンセツ");
    assert_eq!(entry.representative(), "汐見 航");
    assert_eq!(entry.corporate_number.unwrap().get(), 7_000_012_050_002);
    assert_eq!(entry.licence.unwrap().official(), "国土交通大臣許可(特-5)第012345号");
    assert_eq!((entry.capital, fee_of(&entry)), (Yen(50_000_000), Yen(60_000)));
}

#[test]
fn an_empty_form_names_every_field_that_is_needed_in_page_order() {
    let found: Vec<String> =
        BusinessForm::default().validate(TODAY, false).unwrap_err().into_iter().map(|found| found.field).collect();
    // Which kind it is has not been said, so what only a corporation needs is named too.
    let of_corporation = ["corporate_number", "capital_yen"];
    let is_needed = |field: &&str| is_required(field) && *field != "password_again" || of_corporation.contains(field);
    let needed: Vec<&str> = FIELDS.iter().copied().filter(is_needed).collect();
    assert_eq!(found, needed);
}

#[test]
fn only_a_corporation_has_a_number_and_capital() {
    let stripped = |kind: &str| {
        let kind = kind.to_owned();
        move |form: &mut BusinessForm| {
            form.kind = kind;
            (form.corporate_number, form.capital_yen) = (String::new(), String::new());
        }
    };
    let missing = |field: &str| (field.to_owned(), Problem::Missing);
    assert_eq!(problems(stripped("corporation")), [missing("corporate_number"), missing("capital_yen")]);
    for (kind, fee) in [("sole_proprietor", 6_000), ("self_employed", 0)] {
        assert_eq!(problems(stripped(kind)), vec![]);
        let mut left_over = good();
        left_over.kind = kind.to_owned();
        left_over.capital_yen = "many".to_owned();
        let entry = left_over.validate(TODAY, false).unwrap();
        assert_eq!((entry.corporate_number, entry.capital, fee_of(&entry)), (None, Yen(0), Yen(fee)), "{kind}");
    }
}

#[test]
fn the_parts_of_a_licence_are_wanted_where_there_is_one() {
    let parts = ["licence_authority", "licence_class", "licence_year", "licence_number", "licence_trades"];
    let without_parts = |form: &mut BusinessForm| {
        for part in parts {
            form.set(part, "");
        }
    };
    let found: Vec<String> = problems(without_parts).into_iter().map(|(field, _)| field).collect();
    assert_eq!(found, parts);
    assert_eq!(
        problems(|form| {
            without_parts(form);
            form.licence = "no".to_owned();
            form.evidence_kind = "registry_certificate".to_owned();
        }),
        vec![]
    );
    assert_eq!(problems(|form| form.licence = "?".to_owned()), one("licence", Problem::NotAChoice));
    assert_eq!(
        problems(|form| form.licence_authority = "48".to_owned()),
        one("licence_authority", Problem::NotAChoice)
    );
    assert_eq!(problems(|form| form.licence_authority = "47".to_owned()), vec![]);
    assert_eq!(problems(|form| form.licence_year = "31".to_owned()), vec![]);
    assert_eq!(
        problems(|form| form.licence_year = "32".to_owned()),
        one("licence_year", Problem::OutOfRange { min: 1, max: 31 })
    );
    assert_eq!(
        problems(|form| form.licence_year = "0".to_owned()),
        one("licence_year", Problem::OutOfRange { min: 1, max: 31 })
    );
    assert_eq!(problems(|form| form.licence_number = "999999".to_owned()), vec![]);
    assert_eq!(
        problems(|form| form.licence_number = "1000000".to_owned()),
        one("licence_number", Problem::OutOfRange { min: 1, max: 999_999 })
    );
    let governor = LicenceAuthority::Governor(PrefectureCode::from_stored(27));
    let licence = Licence { authority: governor, class: LicenceClass::General, year: 3, number: 7 };
    assert_eq!(licence.official(), "大阪府知事許可(般-3)第000007号");
}

#[test]
fn a_firm_may_be_numbered_and_a_person_not() {
    assert_eq!(problems(|form| form.name = "第2港栄★建設".to_owned()), vec![]);
    for typed in ["港2", "港😀"] {
        let given = problems(|form| form.representative_given = typed.to_owned());
        assert_eq!(given, one("representative_given", Problem::NotName), "{typed}");
        assert_eq!(problems(|form| form.admin_name = typed.to_owned()), one("admin_name", Problem::NotName), "{typed}");
    }
    let family = problems(|form| form.representative_family = "1".to_owned());
    assert_eq!(family, one("representative_family", Problem::NotName));
    assert_eq!(problems(|form| form.representative_family = "O'Brien".to_owned()), vec![]);
}

#[test]
fn each_field_says_what_is_wrong_with_it() {
    assert_eq!(problems(|form| form.kind = "club".to_owned()), one("kind", Problem::NotAChoice));
    // Nothing waits for the kind to be chosen: what a corporation would have to put right is said in the same round.
    let no_kind = |number: &str, capital: &str| {
        let (number, capital) = (number.to_owned(), capital.to_owned());
        problems(move |form| {
            form.kind = String::new();
            form.corporate_number = number;
            form.capital_yen = capital;
        })
    };
    let said = |number: Problem, capital: Problem| {
        [one("kind", Problem::Missing), one("corporate_number", number), one("capital_yen", capital)].concat()
    };
    assert_eq!(no_kind("", " "), said(Problem::MissingOfCorporation, Problem::MissingOfCorporation));
    assert_eq!(no_kind("12", "x"), said(Problem::CorporateNumberLength, Problem::NotNumber));
    assert_eq!(no_kind("7000012050002", "1000"), one("kind", Problem::Missing));
    assert_eq!(problems(|form| form.name = "港".repeat(100)), vec![]);
    assert_eq!(problems(|form| form.name = "港".repeat(101)), one("name", Problem::TooLong { max: 100 }));
    assert_eq!(problems(|form| form.name_kana = "KOEI".to_owned()), one("name_kana", Problem::NotKana));
    assert_eq!(
        problems(|form| form.corporate_number = "700001205000".to_owned()),
        one("corporate_number", Problem::CorporateNumberLength)
    );
    assert_eq!(
        problems(|form| form.corporate_number = "8000012050002".to_owned()),
        one("corporate_number", Problem::CorporateNumberCheck)
    );
    let range = Problem::OutOfRange { min: 1, max: 100_000_000_000_000 };
    assert_eq!(problems(|form| form.capital_yen = "0".to_owned()), one("capital_yen", range.clone()));
    assert_eq!(problems(|form| form.capital_yen = "1".to_owned()), vec![]);
    assert_eq!(problems(|form| form.capital_yen = "100000000000000".to_owned()), vec![]);
    assert_eq!(problems(|form| form.capital_yen = "100000000000001".to_owned()), one("capital_yen", range));
    assert_eq!(problems(|form| form.capital_yen = "500万円".to_owned()), one("capital_yen", Problem::NotNumber));
    assert_eq!(problems(|form| form.mail = String::new()), one("mail", Problem::Missing));
    assert_eq!(problems(|form| form.trade_1 = "00".to_owned()), one("trade_1", Problem::NotAChoice));
    assert_eq!(problems(|form| form.admin_name = "あ".repeat(41)), one("admin_name", Problem::TooLong { max: 40 }));
    assert_eq!(problems(|form| form.password = "password".to_owned()).len(), 2);
    assert_eq!(problems(|form| form.consent = String::new()), one("consent", Problem::NotConfirmed));
}

#[test]
fn capital_exactly_on_an_edge_pays_the_higher_band() {
    for (typed, fee) in [
        ("4,999,999", 6_000),
        ("5,000,000", 12_000),
        ("５０００００１", 12_000),
        ("49999999999", 1_200_000),
        ("50000000000", 2_400_000),
    ] {
        let mut form = good();
        form.capital_yen = typed.to_owned();
        assert_eq!(fee_of(&form.validate(TODAY, false).unwrap()), Yen(fee), "{typed}");
    }
}

#[test]
fn a_password_is_never_written_down() {
    let form = good();
    let json = serde_json::to_string(&form).unwrap();
    assert!(!json.contains("kumo") && !json.contains("password") && !format!("{form:?}").contains("kumo"));
    assert_eq!(serde_json::from_str::<BusinessForm>(&json).unwrap(), form.without_passwords());
}

#[test]
fn a_corporate_number_fits_its_check_digit() {
    for (typed, expected) in [
        ("7000012050002", Ok(7_000_012_050_002)),
        ("7-0000-1205-0002", Ok(7_000_012_050_002)),
        ("７０００012050002", Ok(7_000_012_050_002)),
        ("6000012050002", Err(CorporateNumberFault::CheckDigit)),
        ("7000012050020", Err(CorporateNumberFault::CheckDigit)),
        ("70000120500020", Err(CorporateNumberFault::Length)),
        ("700001205000", Err(CorporateNumberFault::Length)),
        ("T7000012050002", Err(CorporateNumberFault::Length)),
        ("", Err(CorporateNumberFault::Length)),
    ] {
        assert_eq!(CorporateNumber::parse(typed).map(CorporateNumber::get), expected, "{typed}");
    }
    assert_eq!(CorporateNumber::from_body(12_050_002).to_string(), "7000012050002");
}

#[test]
fn choices_keep_their_words_and_numbers() {
    for kind in BusinessKind::ALL {
        assert_eq!(
            (BusinessKind::from_stored(kind.number()), BusinessKind::from_code(kind.code())),
            (Some(kind), Some(kind))
        );
    }
    for class in LicenceClass::ALL {
        assert_eq!(
            (LicenceClass::from_stored(class.number()), LicenceClass::from_code(class.code())),
            (Some(class), Some(class))
        );
    }
    for number in 0..=47 {
        let authority = LicenceAuthority::from_stored(number).unwrap();
        assert_eq!((authority.number(), LicenceAuthority::from_code(&authority.code())), (number, Some(authority)));
    }
    assert_eq!(
        (LicenceAuthority::from_stored(48), LicenceAuthority::from_stored(-1), BusinessKind::from_stored(0)),
        (None, None, None)
    );
}

/// What is typed or chosen: all but the picture and what is asked at the end.
fn inputs() -> Vec<&'static str> {
    REVIEWED.iter().copied().filter(|field| *field != EVIDENCE).collect()
}

#[test]
fn a_form_in_which_anything_was_entered_is_not_untouched() {
    assert!(BusinessForm::default().is_untouched());
    for field in inputs() {
        let mut form = BusinessForm::default();
        assert!(form.set(field, "x"), "{field}");
        assert!(!form.is_untouched(), "{field}");
    }
    for form in [
        BusinessForm { password: "x".to_owned(), ..BusinessForm::default() },
        BusinessForm { consent: "yes".to_owned(), ..BusinessForm::default() },
    ] {
        assert!(!form.is_untouched());
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_what_passes_passes_again(
        texts in prop::collection::vec(any::<String>(), 46),
        kind in 0..3usize,
        body in 0..1_000_000_000_000i64,
        capital in 1..=100_000_000_000_000i64,
    ) {
        let mut form = good();
        form.kind = BusinessKind::ALL[kind].code().to_owned();
        form.corporate_number = CorporateNumber::from_body(body).to_string();
        form.capital_yen = capital.to_string();
        if kind != 0 {
            form.licence = "no".to_owned();
            form.evidence_kind = "tax_certificate".to_owned();
        }
        prop_assert_eq!(inputs().len(), texts.len());
        for (field, text) in inputs().into_iter().zip(texts) {
            // Most fields stay good, so that some forms pass.
            if text.chars().count() % 16 == 1 {
                form.set(field, &text);
            }
        }
        if let Ok(entry) = form.validate(TODAY, false) {
            prop_assert_eq!(BusinessForm::from(&entry).validate(TODAY, true), Ok(entry));
        }
    }

    #[test]
    fn any_single_wrong_digit_of_a_corporate_number_is_noticed_unless_nine_apart(body in 0..1_000_000_000_000i64, at in 0..13usize, other in 0..10u8) {
        let mut text = CorporateNumber::from_body(body).to_string().into_bytes();
        let was = text[at] - b'0';
        prop_assume!(was != other && was.abs_diff(other) != 9);
        text[at] = b'0' + other;
        let typed = String::from_utf8(text).unwrap();
        prop_assert_eq!(CorporateNumber::parse(&typed), Err(CorporateNumberFault::CheckDigit));
    }
}
