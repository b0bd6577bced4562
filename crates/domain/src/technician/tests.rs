use super::*;
use crate::{
    form::{FieldProblem, Problem},
    time::WorkDate,
};
use proptest::prelude::*;

pub(super) const TODAY: WorkDate = WorkDate::from_stored(20_261_120);

pub(super) fn good() -> TechnicianForm {
    TechnicianForm {
        family_name: "髙\u{e0100}﨑".to_owned(),
        given_name: "健太".to_owned(),
        family_kana: "ﾀｶｻﾞｷ".to_owned(),
        given_kana: "けんた".to_owned(),
        birth_era: "showa".to_owned(),
        birth_year: "６０".to_owned(),
        birth_month: "4".to_owned(),
        birth_day: "12".to_owned(),
        sex: "male".to_owned(),
        nationality: "jp".to_owned(),
        postcode: "135-0016".to_owned(),
        prefecture: "13".to_owned(),
        address: "江東区東陽一丁目2番3号".to_owned(),
        phone: "090-1234-5678".to_owned(),
        trade_1: "10".to_owned(),
        experience_years: "21".to_owned(),
        health_insurance: "joined".to_owned(),
        health_insurance_kind: "kyokai".to_owned(),
        pension: "joined".to_owned(),
        pension_kind: "employees".to_owned(),
        employment_insurance: "exempt".to_owned(),
        kentaikyo: "joined".to_owned(),
        chutaikyo: "none".to_owned(),
        password: "kumo-no-ue".to_owned(),
        password_again: "kumo-no-ue".to_owned(),
        consent: "yes".to_owned(),
        ..TechnicianForm::default()
    }
}

fn problems(change: impl FnOnce(&mut TechnicianForm)) -> Vec<(String, Problem)> {
    let mut form = good();
    change(&mut form);
    form.validate(Stage::Simple, TODAY, false)
        .err()
        .unwrap_or_default()
        .into_iter()
        .map(|found| (found.field, found.problem))
        .collect()
}

fn one(field: &str, problem: Problem) -> Vec<(String, Problem)> {
    vec![(field.to_owned(), problem)]
}

#[test]
fn a_good_form_becomes_an_entry_and_names_stay_as_typed() {
    let entry = good().validate(Stage::Simple, TODAY, false).unwrap();
    assert_eq!(entry.full_name(), "髙\u{e0100}﨑 健太");
    assert_eq!(entry.full_kana(), "タカザキ ケンタ");
    assert_eq!(entry.birth.number(), 19_850_412);
    assert_eq!((entry.postcode.as_str(), entry.phone.as_str()), ("1350016", "09012345678"));
    assert_eq!((entry.mail, entry.employer, entry.family_roman, entry.alias), (None, None, None, None));
    assert_eq!(entry.trades.len(), 1);
    assert_eq!((entry.employment_insurance, entry.chutaikyo), (Insurance::Exempt, MutualAid::None));
}

#[test]
fn an_empty_form_names_every_field_that_is_needed_in_page_order() {
    let found: Vec<String> = TechnicianForm::default()
        .validate(Stage::Simple, TODAY, false)
        .unwrap_err()
        .into_iter()
        .map(|found| found.field)
        .collect();
    let needed: Vec<&str> = fields(Stage::Simple)
        .filter(|field| is_required(Stage::Simple, field) && !matches!(*field, "photo" | "password_again"))
        .collect();
    assert_eq!(found, needed);
}

#[test]
fn each_field_says_what_is_wrong_with_it() {
    assert_eq!(problems(|form| form.family_name = "あ".repeat(40)), vec![]);
    assert_eq!(problems(|form| form.family_name = "あ".repeat(41)), one("family_name", Problem::TooLong { max: 40 }));
    assert_eq!(problems(|form| form.family_kana = "高﨑".to_owned()), one("family_kana", Problem::NotKana));
    assert_eq!(problems(|form| form.given_roman = "健太".to_owned()), one("given_roman", Problem::NotRoman));
    assert_eq!(problems(|form| form.sex = "?".to_owned()), one("sex", Problem::NotAChoice));
    assert!(
        problems(|form| form.nationality = "xx".to_owned()).contains(&("nationality".to_owned(), Problem::NotAChoice))
    );
    assert_eq!(problems(|form| form.postcode = "1350".to_owned()), one("postcode", Problem::NotPostcode));
    assert_eq!(problems(|form| form.prefecture = "0".to_owned()), one("prefecture", Problem::NotAChoice));
    assert_eq!(problems(|form| form.prefecture = "47".to_owned()), vec![]);
    assert_eq!(problems(|form| form.prefecture = "48".to_owned()), one("prefecture", Problem::NotAChoice));
    assert_eq!(problems(|form| form.address = " \u{3000}".to_owned()), one("address", Problem::Missing));
    assert_eq!(problems(|form| form.phone = "110".to_owned()), one("phone", Problem::NotPhone));
    assert_eq!(problems(|form| form.mail = "kenta".to_owned()), one("mail", Problem::NotMail));
    assert_eq!(problems(|form| form.employer_id = "12".to_owned()), one("employer_id", Problem::IdLength));
    assert_eq!(problems(|form| form.trade_2 = "10".to_owned()), one("trade_2", Problem::Twice));
    assert_eq!(
        problems(|form| form.experience_years = "81".to_owned()),
        one("experience_years", Problem::OutOfRange { min: 0, max: 80 })
    );
    assert_eq!(problems(|form| form.experience_years = "0".to_owned()), vec![]);
    assert_eq!(
        problems(|form| form.health_insurance = "12345".to_owned()),
        one("health_insurance", Problem::NotAChoice)
    );
    assert_eq!(problems(|form| form.blood_type = "c".to_owned()), one("blood_type", Problem::NotAChoice));
    assert_eq!(problems(|form| form.phone_home = "1".to_owned()), one("phone_home", Problem::NotPhone));
    assert_eq!(problems(|form| form.fax = "03-1234-567".to_owned()), one("fax", Problem::NotPhone));
    assert_eq!(problems(|form| form.card_to = "mars".to_owned()), one("card_to", Problem::NotAChoice));
    assert_eq!(problems(|form| form.employed_on = "2026-11-20".to_owned()), vec![]);
    assert_eq!(problems(|form| form.employed_on = "2026-11-21".to_owned()), one("employed_on", Problem::InFuture));
    assert_eq!(problems(|form| form.kentaikyo_number = "12-34".to_owned()), vec![]);
    assert_eq!(problems(|form| form.kentaikyo_number = "1".repeat(16)), vec![]);
    assert_eq!(
        problems(|form| form.kentaikyo_number = "1".repeat(17)),
        one("kentaikyo_number", Problem::TooLong { max: 16 })
    );
    assert_eq!(problems(|form| form.kentaikyo = "exempt".to_owned()), one("kentaikyo", Problem::NotAChoice));
    assert_eq!(problems(|form| form.password_again = "kumo".to_owned()), one("password_again", Problem::Mismatch));
    assert_eq!(problems(|form| form.consent = "on".to_owned()), one("consent", Problem::NotConfirmed));
}

#[test]
fn who_has_neither_phone_nor_mail_registers_all_the_same() {
    assert_eq!(problems(|form| (form.phone, form.mail) = (String::new(), String::new())), []);
    assert_eq!(problems(|form| form.phone = "110".to_owned()), one("phone", Problem::NotPhone));
}

#[test]
fn problems_come_all_at_once_in_page_order() {
    let found = problems(|form| {
        form.consent = String::new();
        form.phone = "x".to_owned();
        form.birth_year = "70".to_owned();
        form.given_kana = "健太".to_owned();
    });
    let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["given_kana", "birth_date", "phone", "consent"]);
}

#[test]
fn a_birth_date_is_of_a_living_person_of_working_age() {
    for (date, today, expected) in [
        // 15 on the eve of 1 April, so at work from that day; a day younger, a year later.
        ("2011-04-01", 20_260_331, Err(Problem::TooYoung { years: 15 })),
        ("2011-04-01", 20_260_401, Ok(())),
        ("2011-04-02", 20_260_401, Err(Problem::TooYoung { years: 15 })),
        ("2011-04-02", 20_270_331, Err(Problem::TooYoung { years: 15 })),
        ("2011-04-02", 20_270_401, Ok(())),
        ("2012-03-31", 20_270_401, Ok(())),
        ("2012-02-29", 20_270_401, Ok(())),
        ("2012-02-29", 20_270_331, Err(Problem::TooYoung { years: 15 })),
        ("2011-12-31", 20_270_401, Ok(())),
        ("2011-02-29", 20_261_120, Err(Problem::NotDate)),
        ("2026-11-20", 20_261_120, Err(Problem::TooYoung { years: 15 })),
        ("2026-11-21", 20_261_120, Err(Problem::InFuture)),
        ("1906-11-20", 20_261_120, Ok(())),
        ("1905-11-21", 20_261_120, Ok(())),
        ("1905-11-20", 20_261_120, Err(Problem::TooEarly)),
    ] {
        let parts: Vec<&str> = date.split('-').collect();
        let mut form = good();
        form.birth_era = String::new();
        "0".clone_into(&mut form.experience_years);
        (form.birth_year, form.birth_month, form.birth_day) =
            (parts[0].to_owned(), parts[1].to_owned(), parts[2].to_owned());
        let found = form
            .validate(Stage::Simple, WorkDate::from_number(today).unwrap(), false)
            .map(|_| ())
            .map_err(|found| found[0].problem.clone());
        assert_eq!(found, expected, "born {date}, on {today}");
    }
}

#[test]
fn people_of_other_nationalities_need_latin_names_and_may_have_one_name() {
    let foreign = |form: &mut TechnicianForm| {
        form.nationality = "vn".to_owned();
        form.residence_status = "permanent".to_owned();
    };
    let missing = |field: &str| (field.to_owned(), Problem::Missing);
    assert_eq!(problems(foreign), [missing("family_roman"), missing("given_roman")]);
    assert_eq!(
        problems(|form| {
            foreign(form);
            (form.given_name, form.given_kana) = (String::new(), String::new());
            form.family_roman = "Suharto".to_owned();
        }),
        vec![]
    );
    assert_eq!(
        problems(|form| {
            foreign(form);
            form.given_kana = String::new();
            (form.family_roman, form.given_roman) = ("NGUYEN".to_owned(), "VAN AN".to_owned());
        }),
        [missing("given_kana")]
    );
    assert_eq!(problems(|form| form.given_name = String::new()), [missing("given_name")]);
    assert_eq!(
        problems(|form| (form.family_roman, form.given_roman) = ("TAKASAKI".to_owned(), "KENTA".to_owned())),
        vec![]
    );
}

#[test]
fn a_password_once_set_need_not_be_typed_again() {
    let form = good().without_passwords();
    assert!(form.validate(Stage::Simple, TODAY, true).is_ok());
    assert_eq!(
        form.validate(Stage::Simple, TODAY, false).unwrap_err(),
        [FieldProblem::new("password", Problem::Missing)]
    );
}

#[test]
fn a_password_and_a_name_are_never_written_down() {
    let form = good();
    let json = serde_json::to_string(&form).unwrap();
    assert!(!json.contains("kumo") && !json.contains("password"));
    assert!(!format!("{form:?}").contains("健太") && !format!("{form:?}").contains("kumo"));
    let entry = form.validate(Stage::Simple, TODAY, false).unwrap();
    assert!(!format!("{entry:?}").contains("健太"));
    assert_eq!(serde_json::from_str::<TechnicianForm>(&json).unwrap(), form.without_passwords());
    let sent: TechnicianForm = serde_json::from_str(r#"{"password":"a","password_again":"b"}"#).unwrap();
    assert_eq!((sent.password.as_str(), sent.password_again.as_str()), ("a", "b"));
}

#[test]
fn official_numbers_are_those_of_the_published_table() {
    let published = include_str!("../../../../data/technician_fields.csv");
    let name_of =
        |number: u32| published.lines().skip(1).find_map(|line| line.strip_prefix(&format!("{number},"))).unwrap();
    for (field, official) in [
        ("family_name", "氏名"),
        ("alias", "通称名"),
        ("sex", "性別"),
        ("birth_date", "生年月日"),
        ("photo", "顔写真"),
        ("address", "住所"),
        ("phone", "電話番号"),
        ("mail", "メールアドレス"),
        ("employer_id", "所属事業者名"),
        ("health_insurance", "健康保険加入有無"),
        ("pension", "年金保険加入有無"),
        ("employment_insurance", "雇用保険加入有無"),
        ("kentaikyo", "建退共加入状況"),
        ("chutaikyo", "中退共加入有無"),
        ("trade_1", "職種(大分類)"),
        ("experience_years", "経験年数"),
        ("nationality", "国籍"),
    ] {
        assert!(name_of(official_number(field).unwrap()).starts_with(official), "{field}");
    }
    assert_eq!(official_number("consent"), None);
}

#[test]
fn reviewers_judge_all_that_was_typed_but_passwords_and_consent() {
    let reviewed = good().reviewed(Stage::Simple);
    let asked: Vec<&str> = fields(Stage::Simple).collect();
    assert_eq!(reviewed.len() + FINAL.len(), asked.len());
    assert_eq!(reviewed.last().map(String::as_str), Some("chutaikyo"));
    for field in reviewed.iter().filter(|field| !PICTURES.contains(&field.as_str())) {
        assert!(good().typed(field).is_some(), "{field}");
    }
    assert_eq!(good().typed("birth_date").as_deref(), Some("showa ６０ 4 12"));
    assert_eq!((good().typed("password"), good().typed("consent"), good().typed("birth_day")), (None, None, None));
    let era_alone = TechnicianForm { birth_era: "showa".to_owned(), ..TechnicianForm::default() };
    assert_eq!(era_alone.typed("birth_date").as_deref(), Some(""), "an era alone is no entry");
    for (field, simple, detailed) in [
        ("mail", false, false),
        ("phone", false, false),
        ("address", true, true),
        ("identity", false, true),
        ("hat", false, false),
    ] {
        assert_eq!(
            [Stage::Simple, Stage::Detailed].map(|stage| is_required(stage, field)),
            [simple, detailed],
            "{field}"
        );
    }
}

#[test]
fn choices_keep_their_words_and_numbers() {
    for sex in Sex::ALL {
        assert_eq!((Sex::from_stored(sex.number()), Sex::from_code(sex.code())), (Some(sex), Some(sex)));
    }
    for insurance in Insurance::ALL {
        assert_eq!(Insurance::from_stored(insurance.number()), Some(insurance));
        assert_eq!(Insurance::from_code(insurance.code()), Some(insurance));
    }
    for aid in MutualAid::ALL {
        assert_eq!((MutualAid::from_stored(aid.number()), MutualAid::from_code(aid.code())), (Some(aid), Some(aid)));
    }
    for kind in HealthInsuranceKind::ALL {
        assert_eq!(HealthInsuranceKind::from_stored(kind.number()), HealthInsuranceKind::from_code(kind.code()));
    }
    for status in ResidenceStatus::ALL {
        assert_eq!(ResidenceStatus::from_stored(status.number()), ResidenceStatus::from_code(status.code()));
    }
    assert_eq!((Sex::from_stored(3), Insurance::from_stored(3), MutualAid::from_stored(2)), (None, None, None));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(texts in prop::collection::vec(any::<String>(), 60), items in prop::collection::vec(any::<String>(), 8)) {
        let mut form = TechnicianForm::default();
        for (name, text) in TechnicianForm::INPUTS.iter().zip(&texts) {
            form.set(name, text);
        }
        for list in List::ALL {
            let key = form.add_item(*list);
            form.put_item(*list, &key, item_fields(*list).iter().copied().zip(items.iter().map(String::as_str)));
        }
        for stage in Stage::ALL {
            prop_assert!(!form.problems(stage, TODAY, false, |_| false).is_empty());
        }
    }

    #[test]
    fn what_passes_passes_again(
        names in prop::collection::vec("[\u{3000} ]?[一-龥﨑髙ぁ-ん][一-龥﨑髙ぁ-ん\u{e0100}]{0,11}", 2),
        kana in prop::collection::vec("[ア-ンｱ-ﾝあ-ん][ア-ンーｱ-ﾝあ-ん]{0,12}", 2),
        roman in "[A-Za-z][A-Za-z '-]{0,10}",
        (year, month, date) in (1950..2008i32, 1..13i32, 1..32i32),
        trades in prop::collection::vec(0..60i16, 4),
        at in 0..4usize,
    ) {
        let mut form = good();
        form.nationality = ["jp", "vn", "other", "id"][at].to_owned();
        if at > 0 {
            "special_permanent".clone_into(&mut form.residence_status);
        }
        // What the youngest of them may have worked.
        "3".clone_into(&mut form.experience_years);
        (form.family_name, form.given_name) = (names[0].clone(), names[1].clone());
        (form.family_kana, form.given_kana) = (kana[0].clone(), kana[1].clone());
        (form.family_roman, form.given_roman) = (roman.clone(), roman);
        form.birth_era = "western".to_owned();
        (form.birth_year, form.birth_month, form.birth_day) = (year.to_string(), month.to_string(), date.to_string());
        form.trade_2 = trades[1].to_string();
        form.mail = "kenta@example.jp".to_owned();
        if let Ok(entry) = form.validate(Stage::Simple, TODAY, false) {
            prop_assert_eq!(&entry.family_name, names[0].trim());
            prop_assert!(TechnicianForm::from(&entry).validate(Stage::Simple, TODAY, true) == Ok(entry));
        } else {
            let days_in_month = WorkDate::from_number(year * 10_000 + month * 100 + date).is_some();
            prop_assert!(!days_in_month || trades[1] == 10 || !(1..=55).contains(&trades[1]));
        }
    }
}

mod detailed;
mod names;
mod pages;

#[test]
fn who_registers_simply_may_show_a_document_and_then_says_which() {
    let kind = |kind: &str| TechnicianForm { identity_kind: kind.to_owned(), ..good() };
    let wrong = |form: &TechnicianForm, has: bool| {
        let found = form.problems(Stage::Simple, TODAY, true, |field| field != "identity" || has);
        found.into_iter().map(|problem| (problem.field, problem.problem)).collect::<Vec<_>>()
    };
    let one = |field: &str, problem| vec![(field.to_owned(), problem)];
    assert_eq!(wrong(&kind(""), false), vec![]);
    assert_eq!(wrong(&kind("passport"), true), vec![]);
    assert_eq!(wrong(&kind("passport"), false), one("identity", Problem::NoPicture));
    assert_eq!(wrong(&kind(""), true), one("identity_kind", Problem::Missing));
    assert_eq!(wrong(&kind("hat"), true), one("identity_kind", Problem::NotAChoice));
    let entry = |form: &TechnicianForm| form.validate(Stage::Simple, TODAY, true).ok().unwrap();
    assert_eq!(entry(&kind("passport")).particulars.identity_kind, Some(IdentityKind::Passport));
    assert_eq!(entry(&kind("")).particulars.identity_kind, None);
}
