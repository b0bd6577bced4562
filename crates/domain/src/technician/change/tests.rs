use super::*;
use crate::form::Problem;
use proptest::prelude::*;

fn text(value: &str) -> String {
    value.to_owned()
}

fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

fn id(body: i64) -> BusinessId {
    BusinessId::from_body(2_000_000_000_000 + body)
}

/// A registered person: nothing is wrong with it but that a stay and a certificate have gone by.
fn registered() -> Registered {
    let mut form = TechnicianForm {
        family_name: text("グエン"),
        family_kana: text("グエン"),
        family_roman: text("NGUYEN"),
        birth_era: text("western"),
        birth_year: text("1990"),
        birth_month: text("4"),
        birth_day: text("2"),
        sex: text("male"),
        nationality: text("vn"),
        residence_status: text("skilled"),
        residence_until: text("2026-03-31"),
        postcode: text("1350016"),
        prefecture: text("13"),
        address: text("江東区東陽2-3-4"),
        phone: text("09012345678"),
        employer_id: id(1).to_string(),
        employed_on: text("2020-04-01"),
        trade_1: text("11"),
        experience_years: text("5"),
        health_insurance: text("none"),
        pension: text("none"),
        employment_insurance: text("none"),
        kentaikyo: text("none"),
        chutaikyo: text("none"),
        accident_insurance: text("none"),
        identity_kind: text("residence_card"),
        consent: text("yes"),
        ..TechnicianForm::default()
    };
    let mut put = |list, values: &[(&str, &str)]| {
        let key = form.add_item(list);
        form.put_item(list, &key, values.iter().copied());
    };
    put(List::Qualifications, &[("name", "玉掛け"), ("acquired", "2019-05-01"), ("expires", "2025-05-01")]);
    put(List::Schools, &[("kind", "high"), ("name", "港高校"), ("year", "2008")]);
    put(List::Employers, &[("business_id", &id(2).to_string()), ("from", "2024-01-01")]);
    Registered { form, pictures: [(text("qualifications.k1"), text("aa"))].into() }
}

fn begun(of: &Registered) -> TechnicianForm {
    TechnicianForm { registered: Some(Box::new(of.clone())), ..of.form.clone() }
}

fn problems(change: impl FnOnce(&mut TechnicianForm)) -> Vec<(String, Problem)> {
    let mut form = begun(&registered());
    change(&mut form);
    let found = form.problems(Stage::Change, day(20_261_121), true, |_| false);
    found.into_iter().map(|found| (found.field, found.problem)).collect()
}

#[test]
fn what_is_registered_and_stays_is_never_refused_though_it_has_gone_by() {
    assert_eq!(problems(|_| {}), vec![]);
    assert_eq!(problems(|form| form.address = text("港区芝1-2-3")), vec![]);
    let expired = |field: &str| (text(field), Problem::Expired);
    let stay = problems(|form| form.residence_until = text("2026-04-01"));
    assert_eq!(stay, [expired("residence_until"), (text("identity"), Problem::NoPicture)]);
    let of_item = problems(|form| {
        form.put_item(List::Qualifications, "k1", [("expires", "2025-06-01")]);
    });
    assert_eq!(
        of_item,
        [expired("qualifications.k1.expires"), (text("qualifications.k1.picture"), Problem::NoPicture)]
    );
}

#[test]
fn who_one_is_is_proved_anew_and_where_one_lives_is_not() {
    let proof = vec![(text("identity"), Problem::NoPicture)];
    assert_eq!(problems(|form| form.family_name = text("グエン・ヴァン")), proof);
    assert_eq!(problems(|form| form.sex = text("female")), proof);
    assert_eq!(problems(|form| form.residence_until = text("2027-03-31")), proof);
    assert_eq!(problems(|form| form.phone = text("08012345678")), vec![]);
    assert_eq!(problems(|form| form.alias = text("グエン")), vec![], "what one is called besides");
}

#[test]
fn what_ended_meanwhile_ends_no_later_and_what_is_gone_stays_gone() {
    let (until, from) = (day(20_261_130), day(20_200_401));
    let of = |ended: Option<i32>, main| Engagement { business: id(2), from, until: ended.map(day), main };
    let end = vec![EmploymentChange::End { business: id(2), from, until }];
    let base = [of(None, true)];
    let written = |now: &[Engagement]| still(end.clone(), &base, now);
    assert_eq!(written(&[of(None, true)]), Ok(end.clone()));
    assert_eq!(written(&[of(Some(20_261_201), true)]), Ok(end.clone()));
    assert_eq!(written(&[of(Some(20_261_130), true)]), Ok(vec![]), "that day already");
    assert_eq!(written(&[of(Some(20_261_120), true)]), Ok(vec![]), "reported earlier meanwhile");
    assert_eq!(written(&[]), Ok(vec![]), "taken out meanwhile");
    // The end of a secondary employment, and of the same main one, are typed as its span.
    for main in [false, true] {
        let base = [of(None, main)];
        let change =
            |until: Option<i32>| vec![EmploymentChange::Begin { business: id(2), from, until: until.map(day), main }];
        let last =
            |until: Option<i32>| Ok(vec![EmploymentChange::Last { business: id(2), from, until: until.map(day) }]);
        let written = |typed, now: Option<i32>| still(change(typed), &base, &[of(now, main)]);
        assert_eq!(written(Some(20_261_231), None), last(Some(20_261_231)));
        assert_eq!(written(Some(20_261_231), Some(20_261_130)), last(Some(20_261_130)), "reported meanwhile");
        assert_eq!(written(None, Some(20_261_130)), last(Some(20_261_130)), "does not come alive again");
        assert_eq!(still(change(None), &base, &[]), Ok(vec![]), "taken out meanwhile");
        let known = [of(Some(20_261_130), main)];
        assert_eq!(still(change(None), &known, &known), last(None), "no end after all, and nothing else came");
    }
    // Another first day of what has ended meanwhile.
    let moved = vec![EmploymentChange::Begin { business: id(2), from: day(20_200_501), until: None, main: true }];
    let ended = Engagement { until: Some(day(20_261_130)), ..base[0] };
    let expected = EmploymentChange::Begin { business: id(2), from: day(20_200_501), until: ended.until, main: true };
    let next = Engagement { business: id(4), from: day(20_261_201), until: None, main: true };
    assert_eq!(still(moved, &base, &[ended, next]), Ok(vec![expected]), "and undoes nothing that came after it");
}

#[test]
fn a_later_main_employment_of_another_business_stays() {
    let begin = |main| vec![EmploymentChange::Begin { business: id(3), from: day(20_261_101), until: None, main }];
    let later = |on: i32, main| Engagement { business: id(4), from: day(on), until: None, main };
    let written = |main, now: Engagement| still(begin(main), &[], &[now]);
    assert_eq!(written(true, later(20_261_102, true)), Err(LaterMain));
    assert_eq!(written(true, later(20_261_101, true)), Ok(begin(true)), "ends the day before, as typed");
    assert_eq!(written(true, later(20_261_102, false)), Ok(begin(true)));
    assert_eq!(written(false, later(20_261_102, true)), Ok(begin(false)));
    let own = Engagement { business: id(3), ..later(20_261_102, true) };
    assert_eq!(written(true, own), Ok(begin(true)), "its own later one is not another's");
    let span = |until: i32| later_main(&[later(20_261_102, true)], id(3), (day(20_261_001), Some(day(until))));
    assert_eq!((span(20_261_101), span(20_261_102)), (Ok(()), Err(LaterMain)));
}

#[test]
fn an_employment_ends_on_a_day_and_another_begins_on_a_later_one() {
    let ended = |form: &mut TechnicianForm| form.employer_id.clear();
    assert_eq!(problems(ended), [(text("employed_until"), Problem::Missing)]);
    let other = |on: &str| {
        let on = on.to_owned();
        move |form: &mut TechnicianForm| (form.employer_id, form.employed_on) = (id(3).to_string(), on)
    };
    assert_eq!(problems(other("")), [(text("employed_on"), Problem::Missing)]);
    assert_eq!(problems(other("2020-04-01")), [(text("employed_on"), Problem::TooEarly)], "the day the old one began");
    assert_eq!(problems(other("2020-04-02")), vec![]);
    assert_eq!(
        problems(|form| form.employed_until = text("2020-03-31")),
        [(text("employed_until"), Problem::EndBeforeStart)]
    );
    assert_eq!(problems(|form| form.employed_until = text("2020-04-01")), vec![]);
}

#[test]
fn a_change_of_employments_says_what_begins_and_what_ends() {
    let base = registered().form;
    let after = |change: &dyn Fn(&mut TechnicianForm)| {
        let mut form = base.clone();
        change(&mut form);
        employment_changes(&base, &form)
    };
    let main = |business, from, until: Option<i32>| EmploymentChange::Begin {
        business: id(business),
        from: day(from),
        until: until.map(day),
        main: true,
    };
    let void = |business, from| EmploymentChange::Void { business: id(business), from: day(from) };
    assert_eq!(after(&|_| {}), []);
    assert_eq!(
        after(&|form| (form.employer_id, form.employed_on) = (id(3).to_string(), text("2026-10-01"))),
        [
            EmploymentChange::End { business: id(1), from: day(20_200_401), until: day(20_260_930) },
            main(3, 20_261_001, None)
        ]
    );
    assert_eq!(after(&|form| form.employed_until = text("2026-09-30")), [main(1, 20_200_401, Some(20_260_930))]);
    assert_eq!(
        after(&|form| {
            form.employer_id.clear();
            form.employed_until = text("2026-09-30");
        }),
        [EmploymentChange::End { business: id(1), from: day(20_200_401), until: day(20_260_930) }]
    );
    assert_eq!(
        after(&|form| form.employed_on = text("2019-04-01")),
        [void(1, 20_200_401), main(1, 20_190_401, None)],
        "what was entered wrongly covers no day"
    );
    let other = |business, from, until: Option<i32>| EmploymentChange::Begin {
        business: id(business),
        from: day(from),
        until: until.map(day),
        main: false,
    };
    let second = |values: &[(&'static str, &'static str)]| {
        after(&|form| {
            form.put_item(List::Employers, "k1", values.iter().copied());
        })
    };
    assert_eq!(second(&[("until", "2026-08-31")]), [other(2, 20_240_101, Some(20_260_831))]);
    assert_eq!(second(&[("from", "2024-02-01")]), [void(2, 20_240_101), other(2, 20_240_201, None)]);
}

#[test]
fn only_what_differs_is_judged_and_what_was_taken_out_among_it() {
    let of = registered();
    let mut form = begun(&of);
    let picture = |field: &str| of.pictures.get(field).cloned();
    assert_eq!(form.differing(Stage::Change, picture), Vec::<String>::new());
    form.phone = text("08012345678");
    form.remove_item(List::Schools, "k1");
    form.birth_year = text("1991");
    let added = form.add_item(List::Awards);
    form.put_item(List::Awards, &added, [("name", "優良技能者"), ("on", "2026-01-10")]);
    assert_eq!(form.differing(Stage::Change, picture), ["phone", "schools.k1", "awards.k1"]);
    assert_eq!((form.before("schools.k1").is_some(), form.before("awards.k1")), (true, None));
    let replaced = |field: &str| (field == "qualifications.k1").then(|| text("bb"));
    assert!(form.differing(Stage::Change, replaced).contains(&text("qualifications.k1")), "another picture");
    assert_eq!(form.differing(Stage::SimpleChange, picture), ["phone"], "what is asked simply");
}

#[test]
fn what_came_meanwhile_stays_and_what_the_change_touched_is_as_filed() {
    let base = registered();
    let mut filed = base.clone();
    filed.form.address = text("港区芝1-2-3");
    filed.form.remove_item(List::Schools, "k1");
    let mut now = base.clone();
    now.form.phone = text("08099998888");
    now.form.family_name = text("阮");
    let key = now.form.add_item(List::Trainings);
    now.form.put_item(List::Trainings, &key, [("name", "職長教育"), ("on", "2026-02-01")]);
    let merged = merged(&base, &filed, &now);
    assert_eq!((merged.form.address.as_str(), merged.form.phone.as_str()), ("港区芝1-2-3", "08099998888"));
    assert_eq!((merged.form.family_name.as_str(), merged.form.schools.len()), ("阮", 0));
    assert_eq!(merged.form.trainings[0].name, "職長教育");
    assert_eq!(merged.pictures, base.pictures);
}

proptest! {
    #[test]
    fn a_change_of_nothing_writes_nothing_and_one_beside_a_register_at_rest_is_as_filed(at in 0..TechnicianForm::INPUTS.len(), typed in "[ぁ-ん]{1,5}") {
        let base = registered();
        let mut other = base.clone();
        let name = TechnicianForm::INPUTS[at];
        prop_assume!(!OWN.contains(&name));
        other.form.set(name, &typed);
        for (filed, now) in [(&base, &other), (&other, &base)] {
            let merged = merged(&base, filed, now);
            for input in TechnicianForm::INPUTS {
                prop_assert_eq!(merged.form.input(input), other.form.input(input), "{}", input);
            }
            prop_assert_eq!(&merged.pictures, &base.pictures);
        }
    }
}
