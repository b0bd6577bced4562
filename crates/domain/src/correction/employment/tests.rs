use super::*;
use proptest::prelude::*;

const TODAY: WorkDate = WorkDate::from_stored(20_261_121);

fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

fn id(body: i64) -> BusinessId {
    BusinessId::from_body(2_000_000_000_000 + body)
}

fn held(business: i64, from: i32, until: Option<i32>, main: bool) -> Engagement {
    Engagement { business: id(business), from: day(from), until: until.map(day), main }
}

fn form(of: &[Engagement]) -> TechnicianForm {
    let text = str::to_owned;
    let mut form = TechnicianForm {
        birth_era: text("western"),
        birth_year: text("1990"),
        birth_month: text("4"),
        birth_day: text("2"),
        ..TechnicianForm::default()
    };
    form.put_employments(of);
    form
}

/// One main employment that ended, one that lasts, and a secondary one beside it.
fn registered() -> Vec<Engagement> {
    vec![
        held(1, 20_150_401, Some(20_200_331), true),
        held(2, 20_200_401, None, true),
        held(3, 20_240_101, Some(20_251_231), false),
    ]
}

fn outcome(change: impl FnOnce(&mut TechnicianForm)) -> Result<Vec<Engagement>, Vec<(String, Problem)>> {
    let known = form(&registered());
    let mut typed = known.clone();
    change(&mut typed);
    let found = checked(&typed, &known, TODAY);
    found.map_err(|found| found.into_iter().map(|one| (one.field, one.problem)).collect())
}

fn put<'a>(key: &'a str, values: &'a [(&'static str, &'a str)]) -> impl FnOnce(&mut TechnicianForm) + 'a {
    move |form| {
        form.put_item(List::Employments, key, values.iter().copied());
    }
}

fn added<'a>(values: &'a [(&'static str, &'a str)]) -> impl FnOnce(&mut TechnicianForm) + 'a {
    move |form| {
        let key = form.add_item(List::Employments);
        form.put_item(List::Employments, &key, values.iter().copied());
    }
}

fn refused(code: &str) -> Problem {
    Problem::Refused { code: code.to_owned() }
}

fn one(field: &str, problem: Problem) -> Result<Vec<Engagement>, Vec<(String, Problem)>> {
    Err(vec![(format!("employments.{field}"), problem)])
}

#[test]
fn days_are_put_right_and_what_is_not_touched_stays() {
    assert_eq!(outcome(|_| {}), Ok(registered()));
    let mut expected = registered();
    expected[0].from = day(20_150_501);
    assert_eq!(outcome(put("k1", &[("from", " 2015/5/1 ")])), Ok(expected));
    let gone = outcome(|form| assert!(form.remove_item(List::Employments, "k3")));
    assert_eq!(gone, Ok(registered()[..2].to_vec()));
    let mut another = registered();
    another[2].business = id(4);
    assert_eq!(outcome(put("k3", &[("business_id", &id(4).to_string())])), Ok(another));
}

#[test]
fn each_input_has_its_rule_on_the_boundary_and_on_either_side() {
    assert_eq!(outcome(put("k1", &[("until", "2015-03-31")])), one("k1.until", Problem::EndBeforeStart));
    assert!(outcome(put("k1", &[("until", "2015-04-01")])).is_ok(), "a single day");
    assert!(outcome(put("k3", &[("until", "2027-12-31")])).is_ok(), "an end that is known ahead");
    // 満15歳に達した日以後の最初の3月31日が終了するまで.
    assert_eq!(outcome(put("k1", &[("from", "2006-03-31")])), one("k1.from", Problem::BeforeWorkingAge { years: 15 }));
    assert!(outcome(put("k1", &[("from", "2006-04-01")])).is_ok());
    assert_eq!(outcome(put("k3", &[("kind", "third")])), one("k3.kind", Problem::NotAChoice));
    assert_eq!(outcome(put("k3", &[("business_id", "12")])), one("k3.business_id", Problem::IdLength));
    let empty: Vec<String> = outcome(added(&[])).unwrap_err().into_iter().map(|found| found.0).collect();
    assert_eq!(empty, ["employments.k4.business_id", "employments.k4.kind", "employments.k4.from"]);
}

#[test]
fn a_main_employment_that_is_entered_has_begun_and_one_that_is_registered_ahead_keeps_its_day() {
    let next = |kind: &'static str, from: &'static str| {
        outcome(|form| {
            put("k2", &[("until", "2026-10-31")])(form);
            added(&[("business_id", &id(5).to_string()), ("kind", kind), ("from", from)])(form);
        })
    };
    assert!(next("main", "2026-11-20").is_ok() && next("main", "2026-11-21").is_ok());
    assert_eq!(next("main", "2026-11-22"), one("k4.from", Problem::InFuture));
    assert!(next("other", "2026-11-22").is_ok(), "an application is not asked that of a secondary one");
    // It was agreed to ahead by another way.
    let known = form(&[held(1, 20_270_401, None, true)]);
    let mut typed = known.clone();
    put("k1", &[("until", "2027-09-30")])(&mut typed);
    assert_eq!(checked(&typed, &known, TODAY), Ok(vec![held(1, 20_270_401, Some(20_270_930), true)]));
    // Another spelling of the same day is the same beginning.
    put("k1", &[("from", "2027/4/1")])(&mut typed);
    assert_eq!(checked(&typed, &known, TODAY), Ok(vec![held(1, 20_270_401, Some(20_270_930), true)]));
    put("k1", &[("from", "2027-05-01")])(&mut typed);
    assert!(checked(&typed, &known, TODAY).is_err());
    // Ahead as a secondary one: as the main one it would have to have begun.
    let known = form(&[held(1, 20_270_401, None, false)]);
    let mut typed = known.clone();
    put("k1", &[("kind", "main")])(&mut typed);
    assert!(checked(&typed, &known, TODAY).is_err());
}

#[test]
fn what_is_registered_has_begun_however_its_business_and_day_are_spelled() {
    let known = form(&registered());
    for (business, from, expected) in [
        (id(1).to_string(), "2015-04-01", true),
        (id(1).to_string(), " 2015/4/1 ", true),
        (id(1).to_string(), "２０１５．４．１", true),
        (format!(" {} ", id(1)), "20150401", true),
        (id(1).to_string(), "2015-04-02", false),
        (id(2).to_string(), "2015-04-01", false),
        (id(1).to_string(), "", false),
        (String::new(), "2015-04-01", false),
    ] {
        let mut typed = known.clone();
        let values = [("business_id", business.as_str()), ("from", from), ("kind", "other"), ("until", "")];
        put("k1", &values)(&mut typed);
        assert_eq!(is_begun(&typed.employments[0], &known), expected, "{business} {from}");
    }
    // What two unreadable rows have in common is no beginning.
    let mut unread = known.clone();
    put("k1", &[("from", "x")])(&mut unread);
    assert!(!is_begun(&unread.employments[0], &unread));
}

#[test]
fn no_day_has_two_main_employments_or_two_with_one_business() {
    let two_main = refused("employment.two_main");
    assert_eq!(outcome(put("k1", &[("until", "2020-04-01")])), one("k1.from", two_main.clone()));
    assert_eq!(outcome(put("k3", &[("kind", "main")])), one("k3.from", two_main.clone()));
    assert_eq!(outcome(put("k2", &[("from", "2020-03-31")])), one("k2.from", two_main.clone()));
    let swapped = outcome(|form| {
        put("k2", &[("kind", "other")])(form);
        put("k3", &[("kind", "main")])(form);
    });
    assert!(swapped.is_ok_and(|held| !held[1].main && held[2].main), "which is the main one is put right");
    let same = |from: &'static str, until: &'static str| {
        outcome(added(&[("business_id", &id(3).to_string()), ("kind", "other"), ("from", from), ("until", until)]))
    };
    assert_eq!(same("2025-12-31", ""), one("k4.from", refused("employment.overlap")));
    assert!(same("2026-01-01", "").is_ok());
    assert_eq!(same("2023-01-01", "2024-01-01"), one("k4.from", refused("employment.overlap")));
    assert!(same("2023-01-01", "2023-12-31").is_ok());
    // Two that were entered at once: the later says so.
    let both = outcome(|form| {
        let main = [("business_id", &*id(6).to_string()), ("kind", "main"), ("from", "2014-01-01")]
            .map(|(name, value)| (name, value.to_owned()));
        for _ in 0..2 {
            let key = form.add_item(List::Employments);
            form.put_item(List::Employments, &key, main.iter().map(|(name, value)| (*name, value.as_str())));
            form.put_item(List::Employments, &key, [("until", "2014-12-31")]);
        }
    });
    assert_eq!(both, one("k5.from", refused("employment.overlap")));
    // What does not go together in the register is no reason to refuse something else.
    let known = form(&[held(1, 20_200_101, None, true), held(2, 20_210_101, None, true)]);
    let mut typed = known.clone();
    added(&[("business_id", &id(3).to_string()), ("kind", "other"), ("from", "2022-01-01")])(&mut typed);
    assert!(checked(&typed, &known, TODAY).is_ok());
}

#[test]
fn rows_go_out_of_force_or_stand_and_what_is_the_same_is_left_alone() {
    let before = registered();
    assert_eq!(employment_rows(&before, &before), EmploymentRows::default());
    let mut after = before.clone();
    after[0].from = day(20_150_501);
    after[1].main = false;
    after.remove(2);
    let rows = employment_rows(&before, &after);
    assert_eq!(rows.void, [before[0], before[2]], "another first day is another row");
    assert_eq!(rows.stand, [after[0], after[1]]);
    let told = concerned(&before, &after);
    let seen: Vec<_> = told.iter().map(|one| (one.business, one.before.len(), one.after.len())).collect();
    assert_eq!(seen, [(id(1), 1, 1), (id(2), 1, 1), (id(3), 1, 0)]);
    assert_eq!(concerned(&before, &before), []);
}

#[test]
fn the_first_day_that_is_another_is_where_the_answer_changes() {
    let before = registered();
    let with = |at: usize, change: &dyn Fn(&mut Engagement)| {
        let mut after = before.clone();
        change(&mut after[at]);
        first_other_day(&before, &after).map(WorkDate::number)
    };
    assert_eq!(first_other_day(&before, &before), None);
    assert_eq!(with(0, &|of| of.from = day(20_150_501)), Some(20_150_401));
    assert_eq!(with(0, &|of| of.from = day(20_140_501)), Some(20_140_501));
    assert_eq!(with(0, &|of| of.until = Some(day(20_191_231))), Some(20_200_101));
    assert_eq!(with(1, &|of| of.until = Some(day(20_270_331))), Some(20_270_401), "nothing of the past");
    assert_eq!(with(1, &|of| of.main = false), Some(20_200_401));
    assert_eq!(with(2, &|of| of.until = None), Some(20_260_101));
    assert_eq!(first_other_day(&before, &before[..2]).map(WorkDate::number), Some(20_240_101));
}

/// What the rows say once they are written, by business and first day; what covers no day is not there.
fn written(before: &[Engagement], rows: &EmploymentRows) -> Vec<Engagement> {
    let key = |of: &Engagement| (of.business, of.from);
    let mut all: Vec<Engagement> = before
        .iter()
        .filter(|of| !rows.void.contains(of) && !rows.stand.iter().any(|one| key(one) == key(of)))
        .chain(&rows.stand)
        .copied()
        .collect();
    all.sort_by_key(key);
    all
}

fn span() -> impl Strategy<Value = Engagement> {
    (1_i64..5, 1_i32..28, prop::option::of(0_i32..20), any::<bool>()).prop_map(|(business, first, days, main)| {
        let from = day(20_260_100 + first);
        let until = days.map(|days| (0..days).fold(from, |last, _| last.next()));
        Engagement { business: id(business), from, until, main }
    })
}

/// Those of some spans that go together.
fn engaged() -> impl Strategy<Value = Vec<Engagement>> {
    prop::collection::vec(span(), 0..6).prop_map(|spans| {
        let mut kept: Vec<Engagement> = Vec::new();
        for of in spans {
            if conflict(of, &kept).is_none() {
                kept.push(of);
            }
        }
        kept.sort_by_key(|of| (of.business, of.from));
        kept
    })
}

fn on(held: &[Engagement], date: WorkDate) -> BTreeSet<(BusinessId, bool)> {
    let covers = |of: &&Engagement| of.from <= date && of.until.is_none_or(|until| until >= date);
    held.iter().filter(covers).map(|of| (of.business, of.main)).collect()
}

proptest! {
    /// Whatever goes together passes over whatever went together, passes again, and going back gives what was there.
    #[test]
    fn what_passed_passes_again_and_undoing_gives_back_what_was(before in engaged(), after in engaged()) {
        let (old, new) = (form(&before), form(&after));
        let mut passed = checked(&new, &old, TODAY).map_err(|found| TestCaseError::fail(format!("{found:?}")))?;
        let again = checked(&new, &new, TODAY).map_err(|found| TestCaseError::fail(format!("{found:?}")))?;
        prop_assert_eq!(&again, &passed);
        passed.sort_by_key(|of| (of.business, of.from));
        prop_assert_eq!(&passed, &after);
        let there = written(&before, &employment_rows(&before, &after));
        prop_assert_eq!(&there, &after);
        prop_assert_eq!(written(&there, &employment_rows(&after, &before)), before);
    }

    /// Before that day every day has the employers it had.
    #[test]
    fn no_day_before_the_first_other_one_is_another(before in engaged(), after in engaged()) {
        let mut date = day(20_251_231);
        let first = first_other_day(&before, &after);
        for _ in 0..60 {
            if first.is_none_or(|first| date < first) {
                prop_assert_eq!(on(&before, date), on(&after, date), "{}", date);
            }
            date = date.next();
        }
    }

    /// Each business hears of its own and of nothing else.
    #[test]
    fn nobody_is_told_of_anothers_employments(before in engaged(), after in engaged()) {
        for one in concerned(&before, &after) {
            prop_assert!(one.before.iter().chain(&one.after).all(|of| of.business == one.business));
            prop_assert!(one.before != one.after);
            prop_assert!(one.before.iter().all(|of| before.contains(of)) && one.after.iter().all(|of| after.contains(of)));
        }
    }
}
