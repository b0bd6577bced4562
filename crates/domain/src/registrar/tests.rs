use super::*;
use proptest::prelude::*;

const fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

#[test]
fn a_body_acts_on_the_days_of_its_period() {
    let temporary = Period { from: day(20_240_301), until: Some(day(20_240_930)), ended_on: None };
    let ended = Period { ended_on: Some(day(20_240_501)), ..temporary };
    let open = Period { until: None, ..temporary };
    for (period, on, standing) in [
        (temporary, 20_240_229, Standing::ToCome),
        (temporary, 20_240_301, Standing::Good),
        (temporary, 20_240_930, Standing::Good),
        (temporary, 20_241_001, Standing::Over),
        (ended, 20_240_430, Standing::Good),
        (ended, 20_240_501, Standing::Ended),
        (ended, 20_241_001, Standing::Ended),
        (open, 20_991_231, Standing::Good),
    ] {
        assert_eq!(period.standing(day(on)), standing, "{on} {period:?}");
    }
}

fn body() -> RegistrarForm {
    let text = str::to_owned;
    RegistrarForm {
        name: text("北能登建設組合"),
        prefecture: text("17"),
        temporary: text("yes"),
        from: text("2024-03-01"),
        until: text("2024-09-30"),
    }
}

fn fields<T: core::fmt::Debug>(checked: Result<T, Vec<FieldProblem>>) -> Vec<(String, Problem)> {
    checked.unwrap_err().into_iter().map(|found| (found.field, found.problem)).collect()
}

#[test]
fn a_temporary_body_has_a_last_day_and_another_may() {
    assert_eq!(body().validate().map(|entry| entry.until), Ok(Some(day(20_240_930))));
    let open = RegistrarForm { until: String::new(), ..body() };
    assert_eq!(fields(open.validate()), [("until".to_owned(), Problem::Missing)]);
    assert_eq!(RegistrarForm { temporary: "no".to_owned(), ..open }.validate().map(|entry| entry.until), Ok(None));
    for (until, good) in [("2024-02-29", false), ("2024-03-01", true), ("2024-03-02", true)] {
        let form = RegistrarForm { until: until.to_owned(), ..body() };
        assert_eq!(form.validate().is_ok(), good, "{until}");
    }
    let names: Vec<String> = fields(RegistrarForm::default().validate()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["name", "prefecture", "temporary", "from"], "all at once");
}

#[test]
fn an_office_and_a_scrivener_say_what_they_are() {
    let names: Vec<String> = fields(OfficeForm::default().validate()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["kind", "office_name", "address", "phone"]);
    let names: Vec<String> = fields(ScrivenerForm::default().validate()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["name", "prefecture", "phone", "from"]);
    for kind in OfficeKind::ALL {
        assert_eq!(OfficeKind::from_stored(kind.number()), Some(kind));
        assert_eq!(OfficeKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!((OfficeKind::from_stored(0), OfficeKind::from_code("")), (None, None));
    assert_eq!((staff_login(1, 2).as_str(), scrivener_login(14, 1).as_str()), ("tr0001-02", "gs0014-01"));
}

#[test]
fn what_is_to_be_mended_is_said() {
    let form = |verdict: &str, word: &str| SampleForm { verdict: verdict.to_owned(), word: word.to_owned() };
    assert_eq!(form("good", "").validate(), Ok((SampleVerdict::Good, String::new())));
    assert!(form("to_mend", &"あ".repeat(500)).validate().is_ok());
    assert_eq!(fields(form("to_mend", " ").validate()), [("word".to_owned(), Problem::Missing)]);
    assert_eq!(
        fields(form("good", &"あ".repeat(501)).validate()),
        [("word".to_owned(), Problem::TooLong { max: 500 })]
    );
    assert_eq!(fields(form("", "").validate()), [("verdict".to_owned(), Problem::Missing)]);
    for verdict in SampleVerdict::ALL {
        assert_eq!(SampleVerdict::from_stored(verdict.number()), Some(verdict));
    }
}

#[test]
fn a_rate_is_set_for_days_to_come() {
    let form = |percent: &str, from: &str| RateForm { percent: percent.to_owned(), from: from.to_owned() };
    let today = day(20_261_120);
    assert_eq!(form("100", "2026-11-21").validate(today), Ok((100, day(20_261_121))));
    assert_eq!(form("0", "2026-11-21").validate(today), Ok((0, day(20_261_121))));
    for (percent, from, field) in
        [("101", "2026-11-21", "percent"), ("-1", "2026-11-21", "percent"), ("10", "2026-11-20", "rate_from")]
    {
        assert_eq!(fields(form(percent, from).validate(today))[0].0, field, "{percent} {from}");
    }
}

proptest! {
    #[test]
    fn nothing_is_chosen_at_none_and_everything_at_a_hundred(drawn: u32) {
        prop_assert!(!is_chosen(drawn, 0));
        prop_assert!(is_chosen(drawn, 100));
        prop_assert_eq!(is_chosen(drawn, 10), drawn % 100 < 10);
    }
}
