//! What is said of a requirement: met by what, what is missing, when it will be there.

use super::*;
use crate::level::{Alternative, Choice, Days, Forecast, Leading, Requirement, Standing, Wanted};

fn days(need: u32, recorded: u32) -> Wanted {
    Wanted::Days(Days { need, recorded, stated: 0 })
}

fn month(number: i32) -> Forecast {
    Forecast::Month(YearMonth::from_stored(number))
}

fn held(name: &str) -> Standing {
    Standing::Held { name: name.to_owned(), until: None }
}

#[test]
fn the_next_level_of_a_reinforcement_worker() {
    // 240 days from 2025-11 to 2026-10: twenty a month; 10 more in the month of the day.
    let recent = (0..12).flat_map(|at| (1..=20).map(move |of| (at, of))).fold(Person::default(), |person, (at, of)| {
        let month = if at < 2 { 202_511 + at } else { 202_601 + at - 2 };
        person.on(day(month * 100 + of), 10, Some(if of > 15 { WorkRole::Foreman } else { WorkRole::Worker }))
    });
    let recent = (1..=10).fold(recent, |person, of| person.on(day(20_261_100 + of), 10, None));
    let book = official();
    let said = recent.with(&["slinging"]).worked(10, None, 1000).explained(&book, 12, TODAY);
    assert_eq!((said.name.as_str(), said.level, said.trades_assumed), ("鉄筋", Level::Two, false));
    let next = said.next.unwrap();
    assert_eq!((next.level, next.forecast()), (Level::Three, Forecast::NotByDays));
    let [second, third] = next.parts.as_slice() else { panic!("{:?}", next.parts) };
    assert_eq!((second.of, second.is_met(), third.of), (Level::Two, true, Level::Three));
    assert_eq!(second.requirements[0], Requirement { wanted: days(645, 1250), forecast: Forecast::Met });
    // 255 more at twenty a month: thirteen months; 585 more of leading at five: 117.
    assert_eq!(third.requirements[0], Requirement { wanted: days(1505, 1250), forecast: month(202_712) });
    let leading = Wanted::Leading(Leading::Either, Days { need: 645, recorded: 60, stated: 0 });
    assert_eq!(third.requirements[1], Requirement { wanted: leading, forecast: month(203_608) });
    let names = ["一級鉄筋施工技能士（組立て）", "一級鉄筋施工技能士（施工図）"];
    let of = names.map(|name| Choice { names: vec![name.to_owned()], standing: Standing::Missing }).to_vec();
    let asked = Wanted::Qualifications { at_least: 1, of };
    assert_eq!(third.requirements[2..], [Requirement { wanted: asked, forecast: Forecast::NotByDays }]);
    assert_eq!(third.alternatives, []);
}

#[test]
fn days_stand_with_the_ways_where_they_differ() {
    let book = official();
    let person = Person::default().with(&["denki_2", "denki_certified"]).worked(9, Some(WorkRole::Foreman), 1505);
    let next = person.explained(&book, 1, TODAY).next.unwrap();
    assert_eq!(next.level, Level::Three);
    let third = next.parts.last().unwrap();
    assert_eq!(third.requirements.len(), 1, "leading alone is asked whichever way");
    let needs: Vec<_> = third.alternatives.iter().map(|way| way.requirements[0].wanted.clone()).collect();
    assert_eq!(needs, [1075, 1505, 1505, 2150].map(|need| days(need, 1505)));
    let forecasts: Vec<_> = third.alternatives.iter().map(Alternative::forecast).collect();
    assert_eq!(forecasts[..3], [Forecast::NotByDays; 3]);
    assert_eq!((forecasts[3], next.forecast()), (Forecast::NoPace, Forecast::NoPace), "no day in twelve months");
}

#[test]
fn who_holds_a_higher_grade_is_told_which() {
    let book = official();
    let person = Person::default().with(&["waterproofing_1"]).until("slinging", TODAY.previous());
    let next = person.explained(&book, 5, TODAY).next.unwrap();
    assert!(person.explained(&book, 5, TODAY).trades_assumed);
    let Wanted::Qualifications { at_least: 1, of } = &next.parts[0].requirements[1].wanted else {
        panic!("{:?}", next.parts)
    };
    let standings: Vec<_> = of.iter().map(|choice| choice.standing.clone()).collect();
    let expired = Standing::Expired { name: "玉掛け技能講習".to_owned(), last: TODAY.previous() };
    assert_eq!(standings, [held("1級防水施工技能士"), expired, Standing::Missing]);
    // One that lasts stands before one that ends.
    let both = person.with(&["waterproofing_2"]).until("waterproofing_1", TODAY);
    let next = both.explained(&book, 5, TODAY).next.unwrap();
    let Wanted::Qualifications { of, .. } = &next.parts[0].requirements[1].wanted else { panic!("{:?}", next.parts) };
    assert!(matches!(&of[0].standing, Standing::Held { until: None, .. }), "{of:?}");
}

#[test]
fn stated_days_are_told_apart() {
    let book = official();
    let trade = TradeCode::from_stored(10);
    let (from, until) = (day(20_100_101), day(20_191_231));
    let said = Statement { until, from, trade, days: 300, foreman_days: 0, crew_leader_days: 0 };
    let next = Person::default().worked(10, None, 45).stated(said).explained(&book, 12, TODAY).next.unwrap();
    let expected = Days { need: 645, recorded: 45, stated: 300 };
    assert_eq!(next.parts[0].requirements[0].wanted, Wanted::Days(expected));
    assert_eq!((expected.have(), expected.missing()), (345, 300));
}

#[test]
fn at_the_highest_level_nothing_is_next() {
    let person = Person::default().with(&["denki_1", "master"]).worked(9, Some(WorkRole::Foreman), 2150);
    assert_eq!(person.explained(&official(), 1, TODAY).next, None);
}

#[test]
fn the_pace_is_of_the_last_twelve_full_months() {
    let book = official();
    let person = || Person::default().with(&["slinging"]).worked(10, None, 633);
    let told = |person: Person| person.explained(&book, 12, TODAY).next.unwrap().forecast();
    assert_eq!(told(person()), Forecast::NoPace);
    for (on, expected) in [
        (20_251_031, Forecast::NoPace),
        (20_251_101, month(203_711)),
        (20_261_031, month(203_711)),
        (20_261_101, Forecast::NoPace),
    ] {
        assert_eq!(told(person().on(day(on), 10, None)), expected, "{on}: eleven missing at one a year");
    }
}
