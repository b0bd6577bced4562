//! What the detailed stage asks, clause by clause: each rule on its boundary and on either side.

use super::*;

/// A form of the detailed stage nothing is wrong with.
fn whole() -> TechnicianForm {
    TechnicianForm { identity_kind: "drivers_licence".to_owned(), accident_insurance: "none".to_owned(), ..good() }
}

fn found(stage: Stage, change: impl FnOnce(&mut TechnicianForm)) -> Vec<(String, Problem)> {
    let mut form = whole();
    change(&mut form);
    let problems = form.problems(stage, TODAY, true, |_| true);
    problems.into_iter().map(|found| (found.field, found.problem)).collect()
}

fn item(form: &mut TechnicianForm, list: List, typed: &[(&str, &str)]) {
    let key = form.add_item(list);
    assert!(form.put_item(list, &key, typed.iter().copied()));
}

/// What is wrong with one item of a list, its input and the problem.
fn with(list: List, typed: &[(&str, &str)]) -> Vec<(String, Problem)> {
    let all = found(Stage::Detailed, |form| item(form, list, typed));
    let prefix = format!("{}.", list.field("k1"));
    all.into_iter().map(|(field, problem)| (field.strip_prefix(&prefix).unwrap().to_owned(), problem)).collect()
}

#[test]
fn a_good_detailed_form_passes_and_a_simple_one_is_not_asked_for_more() {
    assert_eq!(found(Stage::Detailed, |_| {}), vec![]);
    assert_eq!(found(Stage::Upgrade, |_| {}), vec![]);
    let entry = whole().validate(Stage::Detailed, TODAY, true).unwrap();
    assert!(entry.detailed.is_some_and(|detailed| detailed.accident_insurance.is_none() && !detailed.one_stop));
    assert!(good().validate(Stage::Simple, TODAY, true).unwrap().detailed.is_none());
    let bad = |form: &mut TechnicianForm| form.accident_insurance = "maybe".to_owned();
    assert_eq!(found(Stage::Simple, bad), vec![], "not asked, not looked at");
    assert_eq!(found(Stage::Detailed, bad), one("accident_insurance", Problem::NotAChoice));
    assert_eq!(found(Stage::Upgrade, |form| form.family_name.clear()), vec![], "the register knows the name");
}

#[test]
fn what_depends_on_another_answer_is_asked_only_then() {
    let missing = |field: &str| one(field, Problem::Missing);
    for (field, problems) in [
        ("health_insurance_kind", found(Stage::Simple, |form| form.health_insurance_kind.clear())),
        ("pension_kind", found(Stage::Simple, |form| form.pension_kind.clear())),
        ("accident_insurance_kind", found(Stage::Detailed, |form| form.accident_insurance = "joined".to_owned())),
    ] {
        assert_eq!(problems, missing(field));
    }
    assert_eq!(
        found(Stage::Simple, |form| {
            form.health_insurance = "exempt".to_owned();
            form.health_insurance_kind = "x".to_owned();
        }),
        vec![]
    );
    let there = found(Stage::Simple, |form| form.card_to = "other".to_owned());
    let fields: Vec<&str> = there.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["card_postcode", "card_prefecture", "card_address", "card_phone"]);
    assert_eq!(found(Stage::Simple, |form| form.card_to = "same".to_owned()), vec![]);
    let half = found(Stage::Simple, |form| form.emergency_address = "江東区".to_owned());
    let fields: Vec<&str> = half.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["emergency_name", "emergency_relation", "emergency_phone"]);
}

#[test]
fn a_stay_is_asked_of_foreigners_and_must_not_be_over() {
    let foreign = |status: &str, until: &str| {
        let (status, until) = (status.to_owned(), until.to_owned());
        found(Stage::Simple, move |form| {
            form.nationality = "vn".to_owned();
            (form.family_roman, form.given_roman) = ("NGUYEN".to_owned(), "AN".to_owned());
            (form.residence_status, form.residence_until) = (status, until);
        })
    };
    assert_eq!(foreign("specified_skilled_1", "2026-11-20"), vec![], "its last day is a day of it");
    assert_eq!(foreign("specified_skilled_1", "2026-11-21"), vec![]);
    assert_eq!(foreign("specified_skilled_1", "2026-11-19"), one("residence_until", Problem::Expired));
    assert_eq!(foreign("specified_skilled_1", ""), one("residence_until", Problem::Missing));
    assert_eq!(foreign("permanent", ""), vec![]);
    assert_eq!(foreign("hat", "2030-01-01"), one("residence_status", Problem::NotAChoice));
}

#[test]
fn a_stay_given_for_a_japanese_is_refused_and_not_passed_over() {
    let of = |nationality: &str, status: &str, until: &str| {
        let [nationality, status, until] = [nationality, status, until].map(str::to_owned);
        found(Stage::Simple, move |form| {
            (form.family_roman, form.given_roman) = ("NGUYEN".to_owned(), "AN".to_owned());
            (form.nationality, form.residence_status, form.residence_until) = (nationality, status, until);
        })
    };
    let refused = |field: &str| (field.to_owned(), Problem::NotOfJapanese);
    assert_eq!(of("jp", "", ""), vec![]);
    assert_eq!(of("jp", " \u{3000}", " "), vec![], "nothing but blanks is nothing");
    assert_eq!(of("jp", "permanent", ""), vec![refused("residence_status")]);
    assert_eq!(of("jp", "", "1999-01-01"), vec![refused("residence_until")]);
    assert_eq!(of("jp", "hat", "x"), vec![refused("residence_status"), refused("residence_until")]);
    assert_eq!(of("vn", "permanent", ""), vec![]);
    assert_eq!(of("", "permanent", ""), one("nationality", Problem::Missing), "which of the two is not known yet");
}

#[test]
fn nobody_has_worked_longer_than_since_the_age_of_fifteen() {
    // Born on 12 April 1985: 41 years old on 20 November 2026, so 26 at most.
    let more = |max| Problem::MoreThanAge { max };
    let years = |typed: &str| {
        let typed = typed.to_owned();
        found(Stage::Simple, move |form| form.experience_years = typed)
    };
    assert_eq!((years("25"), years("26")), (vec![], vec![]));
    assert_eq!(years("27"), one("experience_years", more(26)));
    assert_eq!(years("80"), one("experience_years", more(26)));
    let career = |typed: &str| with(List::Careers, &[("trade", "10"), ("years", typed)]);
    assert_eq!((career("0"), career("26")), (vec![], vec![]));
    assert_eq!(career("27"), one("years", more(26)));
    let both = found(Stage::Detailed, |form| {
        for _ in 0..2 {
            item(form, List::Careers, &[("trade", "10"), ("years", "26")]);
        }
    });
    assert_eq!(both, vec![], "two trades at once");
    // The day before the birthday and the day itself.
    for (today, max) in [(20_270_411, 26), (20_270_412, 27)] {
        let of = |years: i64| {
            let form = TechnicianForm { experience_years: years.to_string(), ..whole() };
            form.problems(Stage::Simple, WorkDate::from_stored(today), true, |_| true)
        };
        assert_eq!(of(max), []);
        assert_eq!(of(max + 1), [FieldProblem::new("experience_years", more(max))], "{today}");
    }
    // Sixteen since spring, when work began.
    let young = |years: &str| {
        let years = years.to_owned();
        found(Stage::Simple, move |form| {
            (form.birth_era, form.birth_year, form.experience_years) = ("western".to_owned(), "2010".to_owned(), years);
        })
    };
    assert_eq!((young("1"), young("2")), (vec![], one("experience_years", more(1))));
    let unborn = found(Stage::Simple, |form| form.birth_month = "13".to_owned());
    assert_eq!(unborn, one("birth_date", Problem::NotDate), "nothing follows from a birth date that is wrong");
}

#[test]
fn nobody_was_employed_before_compulsory_school_was_over() {
    // Born on 12 April 1985: at work from 1 April 2001.
    let early = Problem::BeforeWorkingAge { years: 15 };
    let employed = |on: &str| {
        let on = on.to_owned();
        found(Stage::Simple, move |form| form.employed_on = on)
    };
    assert_eq!((employed("2001-04-01"), employed("2001-04-02")), (vec![], vec![]));
    assert_eq!(employed("2001-03-31"), one("employed_on", early.clone()));
    let id = crate::id::BusinessId::from_body(42).to_string();
    let other = |from: &str| with(List::Employers, &[("business_id", &id), ("from", from)]);
    assert_eq!((other("2001-04-01"), other("2001-03-31")), (vec![], one("from", early)));
}

#[test]
fn a_second_employer_is_another_and_ends_after_it_began() {
    let id = crate::id::BusinessId::from_body(42).to_string();
    assert_eq!(with(List::Employers, &[("business_id", &id), ("from", "2026-04-01")]), vec![]);
    assert_eq!(with(List::Employers, &[("business_id", &id), ("from", "2026-04-01"), ("until", "2026-04-01")]), vec![]);
    assert_eq!(
        with(List::Employers, &[("business_id", &id), ("from", "2026-04-01"), ("until", "2026-03-31")]),
        one("until", Problem::EndBeforeStart)
    );
    assert_eq!(with(List::Employers, &[("business_id", "1")])[0], ("business_id".to_owned(), Problem::IdLength));
    let twice = found(Stage::Simple, |form| {
        form.employer_id.clone_from(&id);
        item(form, List::Employers, &[("business_id", &id), ("from", "2026-04-01")]);
    });
    assert_eq!(twice, one("employers.k1.business_id", Problem::Twice));
}

#[test]
fn a_sub_trade_belongs_to_a_trade_that_was_chosen() {
    assert_eq!(with(List::Subtrades, &[("trade", "10"), ("subtrade", "10-01")]), vec![]);
    assert_eq!(
        with(List::Subtrades, &[("trade", "10"), ("subtrade", "34-01")]),
        one("subtrade", Problem::NotAChoice),
        "a carpenter's"
    );
    assert_eq!(with(List::Subtrades, &[("trade", "34"), ("subtrade", "34-01")]), one("trade", Problem::NotAChoice));
    assert_eq!(with(List::Subtrades, &[("trade", "10"), ("subtrade", "other")]), one("name", Problem::Missing));
    assert_eq!(with(List::Subtrades, &[("trade", "10"), ("subtrade", "other"), ("name", "圧接")]), vec![]);
    assert_eq!(
        with(List::Careers, &[("trade", "10"), ("years", "81")]),
        one("years", Problem::OutOfRange { min: 0, max: 80 })
    );
}

#[test]
fn health_checks_schools_trainings_and_awards() {
    assert_eq!(with(List::HealthChecks, &[("kind", "regular"), ("on", "2026-11-20")]), vec![]);
    assert_eq!(with(List::HealthChecks, &[("kind", "regular"), ("on", "2026-11-21")]), one("on", Problem::InFuture));
    assert_eq!(with(List::HealthChecks, &[("kind", "other"), ("on", "2026-04-01")]), one("name", Problem::Missing));
    let school = |year: &str| with(List::Schools, &[("kind", "high"), ("name", "港工業高校"), ("year", year)]);
    assert_eq!((school("1920"), school("2026")), (vec![], vec![]));
    let range = one("year", Problem::OutOfRange { min: 1_920, max: 2_026 });
    assert_eq!((school("1919"), school("2027")), (range.clone(), range));
    for list in [List::Trainings, List::Awards] {
        assert_eq!(with(list, &[("name", "職長教育"), ("on", "2024-02-29")]), vec![]);
        assert_eq!(with(list, &[("name", "職長教育"), ("on", "2023-02-29")]), one("on", Problem::NotDate));
        assert_eq!(with(list, &[("on", "2024-02-29")]), one("name", Problem::Missing));
    }
}

#[test]
fn a_qualification_has_a_code_or_a_name_and_has_not_run_out() {
    let of = |typed: &[(&str, &str)]| with(List::Qualifications, typed);
    assert_eq!(of(&[("code", "31018"), ("acquired", "2015-03-01")]), vec![]);
    assert_eq!(of(&[("name", "玉掛け技能講習"), ("acquired", "2015-03-01")]), vec![]);
    assert_eq!(of(&[("acquired", "2015-03-01")]), one("name", Problem::Missing));
    for typed in ["平成27年3月1日", "H27.3.1", "令和元年5月1日"] {
        assert_eq!(of(&[("code", "31018"), ("acquired", typed)]), vec![], "{typed}");
    }
    assert_eq!(of(&[("code", "31018"), ("acquired", "令和1年4月30日")]), one("acquired", Problem::NotInEra));
    let until = |day: &str| of(&[("name", "玉掛け"), ("acquired", "2015-03-01"), ("expires", day)]);
    assert_eq!((until("2026-11-20"), until("2026-11-19")), (vec![], one("expires", Problem::Expired)));
    assert_eq!(of(&[("name", "玉掛け"), ("acquired", "2026-11-21")]), one("acquired", Problem::InFuture));
    let mut form = whole();
    item(&mut form, List::Qualifications, &[("code", "31018"), ("acquired", "2015-03-01")]);
    let entry = form.validate(Stage::Detailed, TODAY, true).unwrap().detailed.unwrap();
    assert_eq!(
        (entry.qualifications[0].name.as_str(), entry.qualifications[0].key.as_str()),
        ("第一種電気工事士免状取得者", "k1")
    );
}

#[test]
fn a_chief_is_one_where_the_register_said_so_of_this_number_and_it_was_agreed_to() {
    let chief = |number: &str, consent: &str, said: Option<&str>| {
        let (number, consent) = (number.to_owned(), consent.to_owned());
        let chief = said.map(|number| ChiefFound {
            number: number.to_owned(),
            name: "登録鉄筋基幹技能者".to_owned(),
            expires: None,
        });
        found(Stage::Detailed, move |form| {
            (form.chief_number, form.chief_consent, form.chief) = (number, consent, chief);
        })
    };
    assert_eq!(chief("", "", None), vec![]);
    assert_eq!(chief("12-345", "yes", Some("12-345")), vec![]);
    assert_eq!(chief("12-345", "", Some("12-345")), one("chief_consent", Problem::NotConfirmed));
    assert_eq!(chief("12-345", "yes", None), one("chief_number", Problem::NotInRegister));
    assert_eq!(chief("12-346", "yes", Some("12-345")), one("chief_number", Problem::NotInRegister), "another number");
    let mut form = whole();
    (form.chief_number, form.chief_consent) = ("12-345".to_owned(), "yes".to_owned());
    form.chief =
        Some(ChiefFound { number: "12-345".to_owned(), name: "登録鉄筋基幹技能者".to_owned(), expires: None });
    let entry = form.validate(Stage::Detailed, TODAY, true).unwrap().detailed.unwrap();
    assert!(entry.qualifications[0].from_register && entry.qualifications[0].key.is_empty());
}

#[test]
fn pictures_are_needed_of_the_face_the_identity_and_each_certificate() {
    let mut form = whole();
    item(&mut form, List::Qualifications, &[]);
    item(&mut form, List::Awards, &[]);
    let missing = |stage, sent: &[&str]| {
        let found = form.missing_pictures(stage, |field| sent.contains(&field));
        found.into_iter().map(|found| found.field).collect::<Vec<_>>()
    };
    assert_eq!(missing(Stage::Simple, &[]), ["photo", "identity"], "its kind was chosen");
    assert_eq!(missing(Stage::Detailed, &[]), ["photo", "identity", "qualifications.k1.picture"]);
    assert_eq!(missing(Stage::Upgrade, &[]), ["identity", "qualifications.k1.picture"]);
    assert_eq!(missing(Stage::Detailed, &["photo", "identity", "qualifications.k1"]), Vec::<String>::new());
}

#[test]
fn problems_of_items_stand_in_the_order_of_pages_and_items() {
    let fields: Vec<String> = found(Stage::Detailed, |form| {
        item(form, List::Awards, &[("name", "x")]);
        item(form, List::Schools, &[("kind", "high"), ("name", "x")]);
        item(form, List::Schools, &[]);
        form.phone = "x".to_owned();
    })
    .into_iter()
    .map(|(field, _)| field)
    .collect();
    assert_eq!(
        fields,
        ["phone", "schools.k1.year", "schools.k2.kind", "schools.k2.name", "schools.k2.year", "awards.k1.on"]
    );
    let mut form = whole();
    item(&mut form, List::Schools, &[]);
    let reviewed = form.reviewed(Stage::Upgrade);
    assert_eq!(
        reviewed,
        ["identity_kind", "identity", "accident_insurance", "accident_insurance_kind", "schools.k1", "chief_number"]
    );
}
