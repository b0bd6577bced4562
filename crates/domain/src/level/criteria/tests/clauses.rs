//! A row for each clause of the six whole fields (data/level_criteria.csv), with the boundary on both sides.

use super::*;

/// Which clause; days as 一般, 班長 and 職長; what is held; the level that gives.
type Row<'a> = (&'a str, [u32; 3], &'a [&'a str], i16);

fn check(number: i16, trade: i16, held: &[&str], rows: &[Row<'_>]) {
    let book = official();
    for (clause, [worker, crew_leader, foreman], keys, expected) in rows {
        let person = Person::default()
            .worked(trade, Some(WorkRole::Worker), *worker)
            .worked(trade, Some(WorkRole::CrewLeader), *crew_leader)
            .worked(trade, Some(WorkRole::Foreman), *foreman)
            .with(held)
            .with(keys);
        assert_eq!(person.level(&book, number, TODAY), *expected, "{clause}: {held:?} {keys:?}");
    }
}

/// Each of these keys alone brings the level with these days, and nothing does not.
fn any_of(number: i16, trade: i16, (days, held): ([u32; 3], &[&str]), keys: &[&str], (with, without): (i16, i16)) {
    check(number, trade, held, &[("none of them", days, &[], without)]);
    for key in keys {
        check(number, trade, held, &[("any of them", days, &[*key], with)]);
    }
}

#[test]
fn electrical_work() {
    let rows: &[Row<'_>] = &[
        ("2: 645 days", [645, 0, 0], &["denki_2"], 2),
        ("2: one day less", [644, 0, 0], &["denki_2"], 1),
        ("2: none of the qualifications", [645, 0, 0], &["denki_certified"], 1),
        ("2: the higher licence implies the lower", [645, 0, 0], &["denki_1"], 2),
        ("3: 1,075 days with the first licence", [860, 215, 0], &["denki_1"], 3),
        ("3: 1,074 days", [859, 215, 0], &["denki_1"], 2),
        ("3: 214 days of leading", [861, 214, 0], &["denki_1"], 2),
        ("3: as foreman", [860, 0, 215], &["denki_1"], 3),
        ("3: the sum of both roles", [860, 100, 115], &["denki_1"], 3),
        ("3: the sum, one less", [861, 100, 114], &["denki_1"], 2),
        ("3: 1,505 days with the first examination", [1290, 215, 0], &["denki_1_exam", "denki_certified"], 3),
        ("3: 1,504 days", [1289, 215, 0], &["denki_1_exam", "denki_certified"], 2),
        ("3: half of that way", [1290, 215, 0], &["denki_1_exam"], 2),
        ("3: 1,505 days with the award", [1290, 215, 0], &["junior_master", "denki_2"], 3),
        ("3: 1,504 days with the award", [1289, 215, 0], &["junior_master", "denki_2"], 2),
        ("3: the award alone, and 2 is lacking", [1290, 215, 0], &["junior_master"], 1),
        ("3: 2,150 days with the second licence", [1935, 215, 0], &["denki_2", "denki_certified"], 3),
        ("3: 2,149 days", [1934, 215, 0], &["denki_2", "denki_certified"], 2),
        ("4: 2,150 days, 645 as foreman", [1505, 0, 645], &["denki_1", "chief_denki"], 4),
        ("4: 2,149 days", [1504, 0, 645], &["denki_1", "chief_denki"], 3),
        ("4: 644 days as foreman", [1506, 0, 644], &["denki_1", "chief_denki"], 3),
        ("4: crew leaders' days are not foremen's", [1505, 645, 0], &["denki_1", "chief_denki"], 3),
        ("4: 3 is lacking", [1505, 0, 645], &["denki_2", "chief_denki"], 2),
        ("4: after another way to 3", [1505, 0, 645], &["junior_master", "denki_2", "chief_denki"], 4),
    ];
    check(1, 9, &[], rows);
    any_of(1, 9, ([645, 0, 0], &[]), &["denki_1_exam", "denki_2"], (2, 1));
    let fourth = ["chief_denki", "master", "contemporary_master"];
    any_of(1, 9, ([1505, 0, 645], &["denki_1"]), &fourth, (4, 3));
}

#[test]
fn reinforcement() {
    let rows: &[Row<'_>] = &[
        ("2: 645 days", [645, 0, 0], &["slinging"], 2),
        ("2: one day less", [644, 0, 0], &["slinging"], 1),
        ("2: without slinging", [645, 0, 0], &["rebar_1_assembly"], 1),
        ("3: 1,505 days, 645 of leading", [860, 645, 0], &["slinging", "rebar_1_assembly"], 3),
        ("3: 1,504 days", [859, 645, 0], &["slinging", "rebar_1_assembly"], 2),
        ("3: 644 days of leading", [861, 644, 0], &["slinging", "rebar_1_assembly"], 2),
        ("3: the sum of both roles", [860, 300, 345], &["slinging", "rebar_1_assembly"], 3),
        ("3: the sum, one less", [861, 300, 344], &["slinging", "rebar_1_assembly"], 2),
        ("3: 2 is lacking", [860, 645, 0], &["rebar_1_assembly"], 1),
        ("4: 2,149 days", [1504, 0, 645], &["slinging", "rebar_1_assembly", "chief_rebar"], 3),
        ("4: 644 days as foreman", [1505, 1, 644], &["slinging", "rebar_1_assembly", "chief_rebar"], 3),
        ("4: 3 is lacking", [1505, 0, 645], &["slinging", "chief_rebar"], 2),
    ];
    check(12, 10, &[], rows);
    any_of(12, 10, ([860, 645, 0], &["slinging"]), &["rebar_1_assembly", "rebar_1_drawing"], (3, 2));
    let fourth = ["chief_rebar", "master", "safety_foreman", "contemporary_master"];
    any_of(12, 10, ([1505, 0, 645], &["slinging", "rebar_1_drawing"]), &fourth, (4, 3));
}

#[test]
fn waterproofing() {
    let rows: &[Row<'_>] = &[
        ("2: one day less", [644, 0, 0], &["slinging"], 1),
        (
            "3: 1,505 days, 215 of leading, and the first grade implies the second",
            [1290, 215, 0],
            &["waterproofing_1"],
            3,
        ),
        ("3: 1,504 days", [1289, 215, 0], &["waterproofing_1"], 2),
        ("3: 214 days of leading", [1291, 214, 0], &["waterproofing_1"], 2),
        ("3: the sum of both roles", [1290, 115, 100], &["waterproofing_1"], 3),
        ("3: the second grade is not enough", [1290, 215, 0], &["waterproofing_2", "slinging"], 2),
        ("4: 2,149 days", [1504, 0, 645], &["waterproofing_1", "master"], 3),
        ("4: 644 days as foreman", [1506, 0, 644], &["waterproofing_1", "master"], 3),
        ("4: an award that is not asked for", [1505, 0, 645], &["waterproofing_1", "safety_foreman"], 3),
    ];
    check(5, 38, &[], rows);
    any_of(5, 38, ([645, 0, 0], &[]), &["waterproofing_2", "slinging", "organic_solvent"], (2, 1));
    any_of(5, 38, ([1505, 0, 645], &["waterproofing_1"]), &["chief_waterproofing", "master"], (4, 3));
}

#[test]
fn piping() {
    let rows: &[Row<'_>] = &[
        ("2: one day less", [644, 0, 0], &["piping_2"], 1),
        ("3: 1,505 days, 215 of leading", [1290, 215, 0], &["foreman_education", "piping_1"], 3),
        ("3: 1,504 days", [1289, 215, 0], &["foreman_education", "piping_1"], 2),
        ("3: 214 days of leading", [1291, 214, 0], &["foreman_education", "piping_1"], 2),
        ("3: without the education", [1290, 215, 0], &["piping_1"], 2),
        ("3: a higher grade implies the lower", [1290, 215, 0], &["foreman_education", "piping_2", "pipe_works_1"], 3),
        ("3: 2 is lacking", [1290, 215, 0], &["foreman_education", "drainage_engineer"], 1),
        ("4: 2,149 days", [1504, 0, 645], &["foreman_education", "piping_1", "chief_piping"], 3),
        ("4: 644 days as foreman", [1506, 0, 644], &["foreman_education", "piping_1", "chief_piping"], 3),
        ("4: an award that is not asked for", [1505, 0, 645], &["foreman_education", "piping_1", "safety_foreman"], 3),
    ];
    check(15, 36, &[], rows);
    let second = [
        "piping_2",
        "aerial_lift_education",
        "aerial_lift",
        "water_supply_piping",
        "excavation_chief",
        "asbestos_chief",
    ];
    any_of(15, 36, ([645, 0, 0], &[]), &second, (2, 1));
    let third = ["piping_1", "pipe_works_2", "drainage_engineer", "distribution_pipe"];
    any_of(15, 36, ([1290, 215, 0], &["foreman_education", "asbestos_chief"]), &third, (3, 2));
    let fourth = ["chief_piping", "master", "pipe_works_1", "water_supply_engineer"];
    any_of(15, 36, ([1505, 0, 645], &["foreman_education", "piping_1"]), &fourth, (4, 3));
}

#[test]
fn carpentry() {
    const SECOND: [&str; 2] = ["circular_saw_education", "scaffold_education"];
    let rows: &[Row<'_>] = &[
        ("2: both", [645, 0, 0], &SECOND, 2),
        ("2: one day less", [644, 0, 0], &SECOND, 1),
        ("2: the chief of scaffolds instead", [645, 0, 0], &["circular_saw_education", "scaffold_chief"], 2),
        ("2: without the saw", [645, 0, 0], &["scaffold_education", "scaffold_chief"], 1),
        ("2: without the scaffold", [645, 0, 0], &["circular_saw_education"], 1),
        ("3: one serves both levels", [1397, 108, 0], &["circular_saw_education", "scaffold_chief", "carpenter_2"], 3),
    ];
    check(32, 34, &[], rows);
    let rows: &[Row<'_>] = &[
        ("3: two of them, 1,505 days, 108 of leading", [1397, 108, 0], &["carpenter_1", "frame_wall"], 3),
        ("3: 1,504 days", [1396, 108, 0], &["carpenter_1", "frame_wall"], 2),
        ("3: 107 days of leading", [1398, 107, 0], &["carpenter_1", "frame_wall"], 2),
        ("3: the sum of both roles", [1397, 54, 54], &["carpenter_1", "frame_wall"], 3),
        ("3: both grades are one", [1397, 108, 0], &["carpenter_1", "carpenter_2"], 2),
        ("3: a grade and the one it implies are one", [1397, 108, 0], &["architect_1"], 2),
        ("3: instructors of two kinds are one", [1397, 108, 0], &["instructor_building", "instructor_prefab"], 2),
        ("4: 2,149 days", [1504, 0, 645], &["carpenter_1", "frame_wall", "master"], 3),
        ("4: 644 days as foreman", [1506, 0, 644], &["carpenter_1", "frame_wall", "master"], 3),
        ("4: taking part is no prize", [1505, 0, 645], &["carpenter_1", "frame_wall", "grand_prix"], 3),
    ];
    check(32, 34, &SECOND, rows);
    let third = [
        "carpenter_1",
        "carpenter_2",
        "frame_wall",
        "building_works_1",
        "building_works_2",
        "architect_1",
        "architect_2",
        "architect_wooden",
        "instructor_building",
        "instructor_frame_wall",
        "instructor_prefab",
        "wood_machine_chief",
        "steel_frame_chief",
        "scaffold_chief",
        "wooden_building_chief",
        "junior_master",
        "log_builder",
    ];
    let held = [&SECOND[..], &["prefab_meister"]].concat();
    any_of(32, 34, ([1397, 108, 0], &held), &third, (3, 2));
    let held = [&SECOND[..], &["carpenter_2", "log_builder"]].concat();
    let fourth = ["chief_carpenter", "master", "safety_foreman", "contemporary_master", "grand_prix_prize"];
    any_of(32, 34, ([1505, 0, 645], &held), &fourth, (4, 3));
}

#[test]
fn glazing() {
    let rows: &[Row<'_>] = &[
        ("2: one day less", [644, 0, 0], &["slinging"], 1),
        ("2: the education for aerial lifts is not the course", [645, 0, 0], &["aerial_lift_education"], 1),
        ("3: 1,075 days, 645 of leading", [430, 645, 0], &["foreman_education", "glazing_1"], 3),
        ("3: 1,074 days", [429, 645, 0], &["foreman_education", "glazing_1"], 2),
        ("3: 644 days of leading", [431, 644, 0], &["foreman_education", "glazing_1"], 2),
        ("3: the sum of both roles", [430, 300, 345], &["foreman_education", "glazing_1"], 3),
        ("3: without the education", [430, 645, 0], &["glazing_1"], 2),
        (
            "3: a higher grade implies the lower",
            [430, 645, 0],
            &["foreman_education", "slinging", "building_works_1"],
            3,
        ),
        ("3: 2 is lacking", [430, 645, 0], &["foreman_education", "junior_master"], 1),
        ("4: 2,149 days", [1504, 0, 645], &["foreman_education", "glazing_1", "master"], 3),
        ("4: 644 days as foreman", [1505, 1, 644], &["foreman_education", "glazing_1", "master"], 3),
    ];
    check(33, 44, &[], rows);
    any_of(33, 44, ([645, 0, 0], &[]), &["glazing_2", "aerial_lift", "scaffold_chief", "slinging"], (2, 1));
    let third = ["glazing_1", "junior_master", "building_works_2"];
    any_of(33, 44, ([430, 645, 0], &["foreman_education", "slinging"]), &third, (3, 2));
    let fourth = [
        "chief_glazing",
        "master",
        "safety_foreman",
        "building_works_1",
        "contemporary_master",
        "grand_prix",
        "grand_prix_prize",
    ];
    any_of(33, 44, ([1505, 0, 645], &["foreman_education", "glazing_1"]), &fourth, (4, 3));
}

#[test]
fn days_count_in_the_fields_trades_alone() {
    let book = official();
    let days = |person: Person, trade: i16, days: u32| person.worked(trade, Some(WorkRole::Worker), days);
    let person = || Person::default().with(&["denki_2"]);
    for (person, expected) in [
        (days(person(), 10, 645), 1),
        (days(days(person(), 9, 644), 10, 1), 1),
        // 52-43 仮設電気工 is of the field, the rest of 52 is not.
        (days(days(person(), 9, 644), 52, 1), 1),
        (days(days(person(), 9, 644), 52, 1).registered("52-43"), 2),
        // A registered sub-trade of 09 that the field lists.
        (days(person(), 9, 645).registered("09-16"), 2),
    ] {
        assert_eq!(person.level(&book, 1, TODAY), expected, "{:?}", person.subtrades);
    }
    // 06-04 重量とび工 is not listed, 14-03 is of another field than 14-01.
    let trades = &book.field(field(9)).unwrap().trades;
    let codes = |codes: &[&str]| codes.iter().map(|code| SubtradeCode::from_code(code).unwrap()).collect::<Vec<_>>();
    let cases: [(&[&str], bool); 4] =
        [(&[], true), (&["14-03"], false), (&["14-03", "14-06"], true), (&["09-01"], true)];
    for (registered, expected) in cases {
        let counts = trades.counted(&codes(registered)).contains(TradeCode::from_stored(14));
        assert_eq!(counts, expected, "{registered:?}");
    }
}

#[test]
fn a_day_in_two_trades_or_roles_counts_once() {
    let book = official();
    let person = Person::default().with(&["denki_1"]).registered("52-43").worked(9, Some(WorkRole::Worker), 859);
    let both = (0..215).fold(person, |person, at| {
        let day = nth_day(2000 + at);
        person.on(day, 9, Some(WorkRole::Foreman)).on(day, 52, Some(WorkRole::CrewLeader))
    });
    assert_eq!(both.level(&book, 1, TODAY), 2, "1,074 days, 215 of leading");
    let more = both.clone().on(nth_day(3000), 52, None);
    assert_eq!(more.level(&book, 1, TODAY), 3, "1,075 days");
    let (first, last) = (nth_day(2000), nth_day(2214));
    let without = Person { work: more.work.iter().filter(|row| row.month != first.month()).copied().collect(), ..more };
    assert!(first.month() < last.month());
    assert_eq!(without.level(&book, 1, TODAY), 2);
}
