use super::*;
use crate::{
    id::BusinessId,
    technician::{ChiefFound, item_fields},
};
use proptest::prelude::*;

const TODAY: WorkDate = WorkDate::from_stored(20_261_121);

fn text(value: &str) -> String {
    value.to_owned()
}

fn held(business: i64, from: i32, until: Option<i32>) -> Engagement {
    let (business, day) = (BusinessId::from_body(2_000_000_000_000 + business), WorkDate::from_stored);
    Engagement { business, from: day(from), until: until.map(day), main: true }
}

/// A detailed registrant, as the register gives them back; a certificate has gone by.
fn registered() -> Registered {
    let mut form = TechnicianForm {
        family_name: text("髙橋"),
        given_name: text("蓮"),
        family_kana: text("タカハシ"),
        given_kana: text("レン"),
        birth_era: text("heisei"),
        birth_year: text("8"),
        birth_month: text("4"),
        birth_day: text("2"),
        sex: text("male"),
        nationality: text("jp"),
        postcode: text("1350016"),
        prefecture: text("13"),
        address: text("江東区東陽2-3-4"),
        phone: text("09012345678"),
        trade_1: text("11"),
        experience_years: text("5"),
        health_insurance: text("none"),
        pension: text("none"),
        employment_insurance: text("none"),
        kentaikyo: text("none"),
        chutaikyo: text("none"),
        accident_insurance: text("none"),
        identity_kind: text("residence_card"),
        ..TechnicianForm::default()
    };
    let mut put = |list, values: &[(&str, &str)]| {
        let key = form.add_item(list);
        form.put_item(list, &key, values.iter().copied());
    };
    put(List::Subtrades, &[("trade", "11"), ("subtrade", "other"), ("name", "見本の仕事")]);
    put(List::Careers, &[("trade", "11"), ("years", "3"), ("content", "")]);
    put(List::HealthChecks, &[("kind", "other"), ("name", "見本の健診"), ("on", "2026-04-01")]);
    put(List::Schools, &[("kind", "high"), ("name", "港高校"), ("year", "2014")]);
    put(List::Qualifications, &[("name", "玉掛け"), ("acquired", "2019-05-01"), ("expires", "2025-05-01")]);
    put(List::Trainings, &[("name", "職長教育"), ("by", ""), ("on", "2026-02-01")]);
    put(List::Awards, &[("name", "見本賞"), ("by", "見本会"), ("on", "2025-02-01")]);
    form.put_employments(&[held(1, 20_150_401, Some(20_200_331)), held(2, 20_200_401, None)]);
    Registered { form, pictures: [(text("qualifications.k1"), text("aa"))].into() }
}

fn outcome(stage: Stage, change: impl FnOnce(&mut TechnicianForm)) -> Result<Checked, Vec<(String, Problem)>> {
    let known = registered();
    let mut typed = known.form.clone();
    change(&mut typed);
    let found = checked(&typed, &known, stage, TODAY, |_| false);
    found.map_err(|found| found.into_iter().map(|one| (one.field, one.problem)).collect())
}

fn problems(change: impl FnOnce(&mut TechnicianForm)) -> Vec<(String, Problem)> {
    outcome(Stage::Change, change).err().unwrap_or_default()
}

fn put(form: &mut TechnicianForm, list: List, key: &str, values: &[(&'static str, &str)]) {
    form.put_item(list, key, values.iter().copied());
}

#[test]
fn what_is_registered_and_stays_passes_and_comes_back_as_it_was() {
    let known = registered().form;
    let same = outcome(Stage::Change, |_| {}).unwrap_or_else(|found| panic!("{found:?}")).form;
    assert_eq!(
        super::super::Data::Technician(Box::new(known)).changed(&super::super::Data::Technician(Box::new(same))),
        Vec::<String>::new()
    );
}

#[test]
fn an_item_is_judged_as_an_application_judges_it() {
    let wrong = problems(|form| {
        put(form, List::Schools, "k1", &[("year", "1919")]);
        put(form, List::Trainings, "k1", &[("on", "2026-11-22")]);
        put(form, List::Subtrades, "k1", &[("trade", "12")]);
    });
    let one = |field: &str, problem| (text(field), problem);
    assert_eq!(wrong[0], one("subtrades.k1.trade", Problem::NotAChoice), "no trade of theirs");
    assert_eq!(wrong[1].0, "schools.k1.year");
    assert_eq!(wrong[2], one("trainings.k1.on", Problem::InFuture));
    assert_eq!(problems(|form| put(form, List::Trainings, "k1", &[("on", "2026-11-21")])), vec![]);
    // Touched, it is asked whether it has gone by; the certificate that is kept still proves it.
    let expired = problems(|form| put(form, List::Qualifications, "k1", &[("number", "7")]));
    assert_eq!(expired, [one("qualifications.k1.expires", Problem::Expired)]);
    assert_eq!(problems(|form| put(form, List::Qualifications, "k1", &[("expires", "")])), vec![]);
}

#[test]
fn what_is_added_is_proved_and_what_is_left_empty_is_none() {
    let added = |values: &'static [(&'static str, &'static str)]| {
        move |form: &mut TechnicianForm| {
            let key = form.add_item(List::Qualifications);
            form.put_item(List::Qualifications, &key, values.iter().copied());
        }
    };
    let good = added(&[("name", "足場の組立て"), ("acquired", "2020-01-01")]);
    assert_eq!(problems(good), [(text("qualifications.k2.picture"), Problem::NoPicture)]);
    let (known, mut typed) = (registered(), registered().form);
    good(&mut typed);
    let with_picture = checked(&typed, &known, Stage::Change, TODAY, |field| field == "qualifications.k2");
    assert_eq!(with_picture.map(|of| of.form.qualifications.len()).ok(), Some(2));
    let blank = outcome(Stage::Change, added(&[("name", "  ")])).map(|of| of.form.qualifications.len());
    assert_eq!(blank.ok(), Some(1));
    let emptied = problems(|form| put(form, List::Schools, "k1", &[("kind", ""), ("name", ""), ("year", "")]));
    assert_eq!(emptied.len(), 3, "what is registered is struck out, not emptied");
    let many = problems(|form| {
        for _ in 0..ITEMS_MAX {
            let key = form.add_item(List::Awards);
            put(form, List::Awards, &key, &[("name", "賞"), ("on", "2020-01-01")]);
        }
    });
    assert_eq!(many, [(text("awards"), Problem::Count { min: 0, max: 30 })]);
}

#[test]
fn a_chief_is_one_only_where_their_register_says_so() {
    let typed = |form: &mut TechnicianForm| {
        form.chief_number = text("99");
        form.chief_consent = text("yes");
    };
    assert_eq!(problems(typed), [(text("chief_number"), Problem::NotInRegister)]);
    let found = outcome(Stage::Change, |form| {
        typed(form);
        form.chief = Some(ChiefFound { number: text("99"), name: text("登録見本基幹技能者"), expires: None });
    });
    assert_eq!(found.map(|of| of.form.chief.map(|chief| chief.name)).ok().flatten(), Some(text("登録見本基幹技能者")));
    let gone = outcome(Stage::Change, |form| form.chief_consent = text("yes"));
    assert_eq!(
        gone.map(|of| of.form.chief_consent).ok(),
        Some(String::new()),
        "of no number there is nothing to agree to"
    );
}

#[test]
fn what_is_not_asked_of_a_simple_registrant_and_what_is_not_put_right_stays() {
    let simple = outcome(Stage::SimpleChange, |form| {
        put(form, List::Schools, "k1", &[("name", "x")]);
        form.accident_insurance = text("joined");
        form.phone = text("080-1111-2222");
        form.identity_kind = text("passport");
        form.employer_id = text("1");
    });
    let form = simple.unwrap_or_else(|found| panic!("{found:?}")).form;
    assert_eq!((form.phone.as_str(), form.identity_kind.as_str()), ("08011112222", "residence_card"));
    assert_eq!((form.employer_id.as_str(), form.accident_insurance.as_str()), ("", ""));
}

#[test]
fn employments_are_judged_with_the_rest_and_come_back_as_the_register_has_them() {
    let moved = outcome(Stage::SimpleChange, |form| {
        put(form, List::Employments, "k1", &[("from", "2015/5/1"), ("until", " 2020-03-31")]);
    });
    let moved = moved.unwrap_or_else(|found| panic!("{found:?}"));
    assert_eq!(moved.engaged, [held(1, 20_150_501, Some(20_200_331)), held(2, 20_200_401, None)]);
    assert_eq!(
        (moved.form.employments[0].from.as_str(), moved.form.employments[0].until.as_str()),
        ("2015-05-01", "2020-03-31")
    );
    let wrong = problems(|form| {
        form.phone = text("1");
        put(form, List::Employments, "k1", &[("until", "2015-03-31")]);
        put(form, List::Schools, "k1", &[("year", "1919")]);
    });
    let named: Vec<&str> = wrong.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(named, ["phone", "employments.k1.until", "schools.k1.year"], "in page order, all at once");
    let gone = outcome(Stage::Change, |form| assert!(form.remove_item(List::Employments, "k1")));
    assert_eq!(gone.map(|of| of.engaged.len()).ok(), Some(1));
    let blank = outcome(Stage::Change, |form| drop(form.add_item(List::Employments)));
    assert_eq!(blank.map(|of| of.engaged.len()).ok(), Some(2), "what is left empty is none");
    // Whoever has had more employers than a list takes keeps them, and one that is missing is added to them.
    let long: Vec<Engagement> = (0..=i32::try_from(ITEMS_MAX).unwrap())
        .map(|n| held(1, 19_900_101 + n * 10_000, Some(19_901_231 + n * 10_000)))
        .collect();
    let mut known = registered();
    known.form.put_employments(&long);
    let same =
        |form: &TechnicianForm| checked(form, &known, Stage::Change, TODAY, |_| false).map_err(|found| found.len());
    assert!(same(&known.form).is_ok_and(|of| of.engaged.len() == long.len() + 2));
    let mut more = known.form.clone();
    let key = more.add_item(List::Employments);
    put(
        &mut more,
        List::Employments,
        &key,
        &[("kind", "other"), ("from", "2021-01-01"), ("business_id", &long[0].business.to_string())],
    );
    assert!(same(&more).is_ok_and(|of| of.engaged.len() == long.len() + 3));
    for (list, there, most) in
        [(List::Employments, 33, 33 + ITEMS_MAX), (List::Schools, known.form.schools.len(), ITEMS_MAX)]
    {
        assert_eq!(known.form.items(list).len(), there);
        assert_eq!(overfull(list, most, &known.form), None, "{list:?}");
        assert_eq!(overfull(list, most + 1, &known.form).map(|found| found.field), Some(list.code().to_owned()));
    }
}

proptest! {
    /// Whatever passes is found unchanged by the next correction, and correcting back gives what was there.
    #[test]
    fn what_passed_passes_again_and_back(name in "[ァ-ヶ]{1,10}", year in 1920_i32..=2026, gone in any::<bool>()) {
        let known = registered();
        let mut typed = known.form.clone();
        typed.family_kana.clone_from(&name);
        put(&mut typed, List::Schools, "k1", &[("year", &year.to_string()), ("name", &format!(" {name} "))]);
        if gone {
            typed.remove_item(List::Trainings, "k1");
        }
        let after = checked(&typed, &known, Stage::Change, TODAY, |_| false).map_err(|found| TestCaseError::fail(format!("{found:?}")))?.form;
        let now = Registered { form: after.clone(), pictures: known.pictures.clone() };
        let again = checked(&after, &now, Stage::Change, TODAY, |_| false).map_err(|found| TestCaseError::fail(format!("{found:?}")))?.form;
        prop_assert!(again == after);
        let mut back = known.form.clone();
        back.items_added.clone_from(&after.items_added);
        let back = checked(&back, &now, Stage::Change, TODAY, |_| false).map_err(|found| TestCaseError::fail(format!("{found:?}")))?.form;
        for list in List::ALL {
            for item in known.form.items(*list) {
                for input in item_fields(*list) {
                    let found = back.items(*list).into_iter().find(|one| one.key() == item.key()).and_then(|one| one.get(input).map(str::to_owned));
                    prop_assert_eq!(found.as_deref(), item.get(input));
                }
            }
        }
        prop_assert_eq!(back.family_kana, known.form.family_kana);
    }
}
