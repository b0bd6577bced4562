use super::*;
use crate::{
    form::{FieldProblem, Problem},
    id::{SiteId, TechnicianId},
    time::WorkDate,
};

const TODAY: WorkDate = WorkDate::from_stored(20_261_120);

#[test]
fn stored_numbers_and_words_come_back() {
    for reason in RecallReason::ALL {
        assert_eq!(RecallReason::from_stored(reason.number()), Some(reason));
        assert_eq!(RecallReason::from_code(reason.code()), Some(reason));
    }
    for takes in Takes::ALL {
        assert_eq!(Takes::from_stored(takes.number()), Some(takes));
        assert_eq!(Takes::from_code(takes.code()), Some(takes));
    }
    assert_eq!((RecallReason::from_stored(0), RecallReason::from_stored(8)), (None, None));
    assert_eq!((Takes::from_stored(0), Takes::from_stored(3)), (None, None));
    assert_eq!((RecallReason::from_code("x"), Takes::from_code("touches")), (None, None));
}

#[test]
fn what_stands_is_taken_back_and_touches_never() {
    let stands = |approved, by_hand| Some(Stands { approved, by_hand });
    let does = |approval, entry| Ok(Effect { approval, entry });
    for (takes, day, expected) in [
        (Takes::Approval, None, Err(NotTaken::NoRecord)),
        (Takes::Approval, stands(false, false), Err(NotTaken::NotApproved)),
        (Takes::Approval, stands(false, true), Err(NotTaken::NotApproved)),
        (Takes::Approval, stands(true, false), does(true, false)),
        (Takes::Approval, stands(true, true), does(true, false)),
        (Takes::Entry, None, Err(NotTaken::NoRecord)),
        (Takes::Entry, stands(false, false), Err(NotTaken::NotByHand)),
        (Takes::Entry, stands(false, true), does(false, true)),
        (Takes::Entry, stands(true, false), Err(NotTaken::NotByHand)),
        (Takes::Entry, stands(true, true), does(true, true)),
    ] {
        assert_eq!(effect(takes, day), expected, "{takes:?} {day:?}");
        let offered = day.is_some_and(Stands::can_be_recalled);
        assert!(offered || expected.is_err(), "nothing is taken of a day that is not offered: {takes:?} {day:?}");
    }
}

fn wrong<T>(checked: Result<T, Vec<FieldProblem>>) -> Vec<(String, Problem)> {
    let problems = checked.err().unwrap_or_default();
    problems.into_iter().map(|problem| (problem.field, problem.problem)).collect()
}

#[test]
fn a_search_names_a_person_or_a_site_and_a_month_that_has_begun() {
    let person = TechnicianId::from_body(1).to_string();
    let site = SiteId::from_body(1).to_string();
    let search = |technician: &str, site: &str, month: &str| {
        let form = SearchForm { technician: technician.into(), site: site.into(), month: month.into() };
        form.validate(TODAY)
    };
    let found = search(&person, "", "2026-11").unwrap();
    assert_eq!((found.technician.map(|id| id.to_string()), found.site), (Some(person.clone()), None));
    assert_eq!(found.month.number(), 202_611);
    assert_eq!(search("", &site, "２０２６１０").unwrap().month.number(), 202_610, "in any width");
    assert!(search(&person, &site, "202611").is_ok());
    let of = |field: &str, problem| vec![(field.to_owned(), problem)];
    assert_eq!(wrong(search("", " ", "2026-11")), of("technician", Problem::Missing));
    for (month, problem) in [
        ("", Problem::Missing),
        ("2026-12", Problem::InFuture),
        ("2026-13", Problem::NotDate),
        ("2026", Problem::NotDate),
        ("20261101", Problem::NotDate),
        ("x", Problem::NotDate),
    ] {
        assert_eq!(wrong(search(&person, "", month)), of("month", problem), "{month}");
    }
    assert_eq!(wrong(search("1", "", "2026-11")).len(), 1, "a number that is none");
    assert!(SearchForm::default().is_empty());
    assert!(!SearchForm { month: "x".into(), ..SearchForm::default() }.is_empty());
}

fn form() -> RecallForm {
    RecallForm {
        technician: TechnicianId::from_body(1).to_string(),
        site: SiteId::from_body(1).to_string(),
        days: vec!["2026-11-18".into(), "2026-11-17".into()],
        takes: "approval".into(),
        why: "other_day".into(),
        words: "日をまちがえて承認した".into(),
    }
}

#[test]
fn a_request_says_which_days_what_of_them_and_why() {
    let entry = form().validate().unwrap();
    assert_eq!((entry.month.number(), entry.days.len()), (202_611, 2));
    assert_eq!((entry.takes, entry.why), (Takes::Approval, RecallReason::OtherDay));
    let empty = RecallForm { technician: form().technician, site: form().site, ..RecallForm::default() };
    let fields: Vec<String> = wrong(empty.validate()).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, FIELDS, "all at once, in page order");
    for (words, fits) in [("字".repeat(200), true), ("字".repeat(201), false)] {
        assert_eq!(RecallForm { words: words.clone(), ..form() }.validate().is_ok(), fits);
        assert_eq!(refusal(&words).is_ok(), fits);
    }
    assert_eq!(wrong(refusal(" ")), [("reason".to_owned(), Problem::Missing)]);
    let two_months = RecallForm { days: vec!["2026-11-30".into(), "2026-12-01".into()], ..form() };
    assert_eq!(wrong(two_months.validate()), [("days".to_owned(), Problem::NotAChoice)]);
}
