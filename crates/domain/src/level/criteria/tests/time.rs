//! What holds on a day: evidence with its dates, versions of criteria, statements of employers.

use super::*;
use crate::level::criteria::{NoCriteria, STATEMENTS_MAX, TooManyStatements};

#[test]
fn a_qualification_holds_to_its_last_day() {
    let book = official();
    let person = || Person::default().worked(10, None, 645);
    for (last, expected) in [(day(20_261_119), 1), (TODAY, 2), (day(20_261_121), 2)] {
        let held = person().until("slinging", last);
        assert_eq!(held.level(&book, 12, TODAY), expected, "until {last}");
        assert_eq!(held.with(&["slinging"]).level(&book, 12, TODAY), 2, "another is enough");
    }
    for (first, expected) in [(day(20_261_121), 1), (TODAY, 2), (day(20_261_119), 2)] {
        let mut held = person();
        held.has.push(("slinging".to_owned(), Some(first), None));
        assert_eq!(held.level(&book, 12, TODAY), expected, "from {first}");
    }
    // A higher grade that has run out implies nothing.
    let person = || Person::default().worked(36, None, 645);
    assert_eq!(person().until("piping_1", TODAY).level(&book, 15, TODAY), 2);
    assert_eq!(person().until("piping_1", TODAY.previous()).level(&book, 15, TODAY), 1);
}

#[test]
fn any_past_day_can_be_asked_about() {
    let book = official();
    let person = Person::default().with(&["slinging"]).worked(10, None, 645);
    let last = nth_day(644);
    let later = person.clone().worked(10, None, 5000);
    // The criteria of 鉄筋 are known from 2019-11-01.
    let shifted = |person: &Person| {
        let mut person = person.clone();
        for row in &mut person.work {
            row.month = YearMonth::from_stored(row.month.number() + 2000);
        }
        person
    };
    let last = day(last.number() + 200_000);
    for person in [shifted(&person), shifted(&later)] {
        assert_eq!(person.level(&book, 12, last.previous()), 1);
        assert_eq!(person.level(&book, 12, last), 2);
    }
}

const OLD_AND_NEW: &str = r#"
[[version]]
from = "2025-04-01"
source = "new"
level = [{ level = 2, days = 20 }, { level = 3, days = 30 }, { level = 4, days = 40 }]
[[version]]
from = "2024-04-01"
source = "old"
level = [{ level = 2, days = 10 }, { level = 3, days = 30 }, { level = 4, days = 40 }]
"#;

#[test]
fn the_version_of_the_day_applies() {
    let book = book_of(OLD_AND_NEW);
    let person = Person::default().worked(10, None, 10);
    for (on, expected) in [(20_240_401, 2), (20_250_331, 2), (20_250_401, 1), (20_261_120, 1)] {
        assert_eq!(person.level(&book, 1, day(on)), expected, "{on}");
    }
    let of = book.field(field(1)).unwrap();
    assert_eq!(of.on(day(20_240_331)).unwrap_err(), NoCriteria::NotInForce);
    let sources: Vec<_> = of.versions.iter().map(|version| (version.source.as_str(), version.until)).collect();
    assert_eq!(sources, [("old", Some(day(20_250_331))), ("new", None)]);
    assert_eq!(book.on(day(20_240_331)).count(), 0);
    assert_eq!(book.on(day(20_240_401)).count(), 1);
}

#[test]
fn a_version_may_end_and_another_begin_later() {
    let ended = OLD_AND_NEW.replace("from = \"2024-04-01\"", "until = \"2024-12-31\"");
    let book = book_of(&ended);
    let of = book.field(field(1)).unwrap();
    for (on, expected) in [
        (20_000_101, None),
        (20_241_231, None),
        (20_250_101, Some(NoCriteria::NotInForce)),
        (20_250_331, Some(NoCriteria::NotInForce)),
        (20_250_401, None),
    ] {
        assert_eq!(of.on(day(on)).err(), expected, "{on}");
    }
}

/// `days` in trade 10 between two days.
fn statement(from: i32, until: i32, days: u32) -> Statement {
    let trade = TradeCode::from_stored(10);
    Statement { until: day(until), from: day(from), trade, days, foreman_days: 0, crew_leader_days: 0 }
}

#[test]
fn days_before_the_end_of_march_2024_may_be_stated_until_the_end_of_march_2029() {
    let book = official();
    let person = |statement| Person::default().with(&["slinging"]).stated(statement);
    for (until, days, on, expected) in [
        (20_240_331, 645, 20_290_331, 2),
        (20_240_331, 645, 20_290_401, 1),
        (20_240_331, 644, 20_290_331, 1),
        (20_240_401, 645, 20_290_331, 1),
        (20_240_330, 645, 20_261_120, 2),
    ] {
        let said = person(statement(20_180_401, until, days));
        assert_eq!(said.level(&book, 12, day(on)), expected, "{until} {days} {on}");
    }
    let turned = person(statement(20_240_331, 20_180_401, 645));
    assert_eq!(turned.level(&book, 12, TODAY), 1, "it ends before it begins");
    let other = Statement { trade: TradeCode::from_stored(9), ..statement(20_180_401, 20_240_331, 645) };
    assert_eq!(person(other).level(&book, 12, TODAY), 1, "another trade");
}

#[test]
fn stated_days_are_added_to_those_of_another_time_and_stand_for_those_of_their_own() {
    let book = official();
    // 45 days recorded from 2000-01-01 to 2000-02-17.
    let person = || Person::default().with(&["slinging"]).worked(10, None, 45);
    for (statements, expected) in [
        (vec![statement(20_100_101, 20_191_231, 600)], 2),
        (vec![statement(20_100_101, 20_191_231, 599)], 1),
        // Of its own time it stands for the 45.
        (vec![statement(20_000_101, 20_191_231, 644)], 1),
        (vec![statement(20_000_101, 20_191_231, 645)], 2),
        // Or of a part of it: 17 of them lie in February.
        (vec![statement(20_000_201, 20_191_231, 616)], 1),
        (vec![statement(20_000_201, 20_191_231, 617)], 2),
        // One that says less than the register takes nothing away.
        (vec![statement(20_100_101, 20_191_231, 600), statement(20_000_101, 20_000_331, 1)], 2),
        // Two of the same time are not added; one day apart they are.
        (vec![statement(20_100_101, 20_141_231, 300), statement(20_141_231, 20_191_231, 300)], 1),
        (vec![statement(20_100_101, 20_141_231, 300), statement(20_150_101, 20_191_231, 300)], 2),
        // Of three the two that do not overlap.
        (
            vec![
                statement(20_140_101, 20_161_231, 550),
                statement(20_100_101, 20_141_231, 300),
                statement(20_150_101, 20_191_231, 300),
            ],
            2,
        ),
    ] {
        let said = statements.iter().fold(person(), |person, statement| person.stated(*statement));
        assert_eq!(said.level(&book, 12, TODAY), expected, "{statements:?}");
    }
}

#[test]
fn stated_days_of_leading_others_count_as_such() {
    let book = official();
    let of = |foreman_days, crew_leader_days| {
        let said = Statement { foreman_days, crew_leader_days, ..statement(20_100_101, 20_191_231, 1505) };
        Person::default().with(&["slinging", "rebar_1_drawing"]).stated(said)
    };
    for (foreman, crew_leader, expected) in [(645, 0, 3), (0, 645, 3), (300, 345, 3), (300, 344, 2)] {
        assert_eq!(of(foreman, crew_leader).level(&book, 12, TODAY), expected, "{foreman} {crew_leader}");
    }
    let recorded = of(300, 344).on(nth_day(0), 10, Some(WorkRole::Foreman));
    assert_eq!(recorded.level(&book, 12, TODAY), 3, "one more by the register");
}

#[test]
fn more_statements_than_can_be_judged_are_refused() {
    let many = |count: usize| {
        let statements = vec![statement(20_100_101, 20_191_231, 1); count];
        Evidence::new(Vec::new(), Vec::new(), Vec::new(), statements).map(|_| ())
    };
    assert_eq!(many(STATEMENTS_MAX), Ok(()));
    assert_eq!(many(STATEMENTS_MAX + 1), Err(TooManyStatements(STATEMENTS_MAX + 1)));
    let book = official();
    let year = |at: i32| statement((1950 + at) * 10_000 + 101, (1950 + at) * 10_000 + 1231, 11);
    let all = (0..64).fold(Person::default().with(&["slinging"]), |person, at| person.stated(year(at)));
    assert_eq!(all.level(&book, 12, TODAY), 2, "704 days");
}
