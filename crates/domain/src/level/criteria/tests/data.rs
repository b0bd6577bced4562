//! The files this build has, against the published tables.

use super::*;
use crate::{
    level::{
        Leading,
        criteria::{Asked, NoCriteria, OFFICIAL, State},
    },
    technician::QUALIFICATIONS,
};
use std::collections::{BTreeMap, BTreeSet};

const FIELDS: &str = include_str!("../../../../../../data/level_by_field.csv");
const CRITERIA: &str = include_str!("../../../../../../data/level_criteria.csv");

/// The six fields whose three levels the published pages have whole.
const WHOLE: [(i16, &str); 6] =
    [(1, "電気工事"), (5, "防水"), (12, "鉄筋"), (15, "配管"), (32, "建築大工"), (33, "硝子工事")];

fn cells(line: &str) -> Vec<&str> {
    line.split(',').collect()
}

#[test]
fn every_published_field_is_there() {
    let book = official();
    let published: Vec<(String, &str)> =
        FIELDS.lines().skip(1).map(cells).map(|cells| (cells[0].to_owned(), cells[1])).collect();
    let ours: Vec<(String, &str)> =
        book.fields().iter().map(|field| (field.number.to_string(), field.name.as_str())).collect();
    assert_eq!(ours, published);
    assert_eq!(ours.len(), 41);
    assert_eq!(OFFICIAL.len(), 43, "and qualifications and statements");
}

#[test]
fn six_judge_eight_are_drafts_and_the_rest_is_not_entered() {
    let book = official();
    let mut found: BTreeMap<&str, Vec<i16>> = BTreeMap::new();
    for field in book.fields() {
        let state = match field.on(TODAY) {
            Ok(_) => "whole",
            Err(NoCriteria::Draft) => "draft",
            Err(NoCriteria::NotEntered) => "not entered",
            Err(NoCriteria::NotInForce) => "not in force",
        };
        found.entry(state).or_default().push(field.number.get());
    }
    assert_eq!(found["whole"], WHOLE.map(|(number, _)| number));
    assert_eq!(found["draft"], [4, 7, 9, 14, 16, 18, 27, 35]);
    assert_eq!((found["not entered"].len(), found.len()), (27, 3));
    assert_eq!(book.on(TODAY).count(), 6);
}

/// How many things a level asks for: all of them, and one of them (ways among them).
fn asked(asked: &Asked, ways: usize) -> (usize, usize) {
    (asked.all_of.len(), asked.groups.iter().map(|group| group.of.len()).sum::<usize>() + ways)
}

#[test]
fn days_and_numbers_of_qualifications_are_the_published_ones() {
    let book = official();
    let mut compared = 0;
    for (number, name) in WHOLE {
        let criteria = book.field(field(number)).unwrap().on(TODAY).unwrap();
        for rung in &criteria.rungs {
            let level = rung.level.number().to_string();
            let line = CRITERIA.lines().map(cells).find(|cells| cells[0] == name && cells[2] == level).unwrap();
            let [leading, kind, all_of, any_of] = [line[4], line[5], line[6], line[7]];
            assert_eq!(rung.days.to_string(), line[3], "{name} {level}");
            let ours: Vec<_> = rung.leading.iter().map(|one| (one.days.to_string(), one.as_what)).collect();
            match kind {
                "" => assert!(ours.is_empty(), "{name} {level}"),
                "職長" => assert_eq!(ours, [(leading.to_owned(), Leading::Foreman)], "{name} {level}"),
                _ => assert_eq!(ours, [(leading.to_owned(), Leading::Either)], "{name} {level}"),
            }
            let count = |list: &str| list.split('|').filter(|one| !one.is_empty()).count();
            let published = (count(all_of), count(any_of));
            assert_eq!(asked(&rung.asked, rung.ways.len()), published, "{name} {level}");
            let lower =
                if line[8] == "1" { vec![Level::from_number(rung.level.number() - 1).unwrap()] } else { Vec::new() };
            assert_eq!(rung.includes, lower, "{name} {level}");
            assert_eq!(line[9], "1", "{name} {level} is whole");
            compared += 1;
        }
    }
    assert_eq!(compared, 18);
    let two: Vec<_> = book.on(TODAY).flat_map(|of| &of.rungs).flat_map(|rung| &rung.asked.groups).collect();
    assert_eq!(two.iter().filter(|group| group.at_least == 2).count(), 1, "建築大工 3 alone wants two");
}

#[test]
fn drafts_have_the_published_days() {
    let book = official();
    for field in book.fields() {
        for version in &field.versions {
            let State::Draft(draft) = &version.state else { continue };
            assert!(draft.gaps.as_ref().is_some_and(|gaps| !gaps.is_empty()), "{}", field.name);
            for known in &draft.levels {
                let level = known.level.number().to_string();
                let is_of = |cells: &Vec<&str>| cells[0].trim_end_matches("(とび)") == field.name && cells[2] == level;
                let line = CRITERIA.lines().map(cells).find(is_of).unwrap();
                assert_eq!(known.days.map(|days| days.to_string()).unwrap_or_default(), line[3], "{}", field.name);
            }
        }
    }
}

#[test]
fn published_codes_are_known_by_code_and_by_name() {
    let book = official();
    for known in QUALIFICATIONS {
        let by_code = book.catalogue().find(Some(known.code), "").unwrap();
        assert_eq!(book.catalogue().find(None, known.name), Some(by_code), "{}", known.name);
        assert_eq!(book.catalogue().get(by_code).map(|one| one.name.as_str()), Some(known.name));
    }
    let find =
        |name: &str| book.catalogue().find(None, name).and_then(|id| book.catalogue().get(id)).map(|one| &*one.key);
    for (name, key) in [
        ("玉掛技能講習", Some("slinging")),
        ("玉掛け技能講習", Some("slinging")),
        ("１級　防水施工技能士", Some("waterproofing_1")),
        ("一級防水施工技能士", Some("waterproofing_1")),
        ("玉掛け", None),
        ("", None),
    ] {
        assert_eq!(find(name), key, "{name}");
    }
    assert_eq!(book.catalogue().find(Some("99999"), "玉掛け技能講習"), book.catalogue().by_key("slinging"));
}

#[test]
fn a_higher_grade_implies_the_lower_ones_and_nothing_else() {
    let book = official();
    let catalogue = book.catalogue();
    let mut pairs = BTreeSet::new();
    for (id, one) in catalogue.all() {
        let held = catalogue.with_lower(id);
        assert!(held.contains(id), "{}", one.key);
        let lower = catalogue.all().filter(|(other, _)| *other != id && held.contains(*other));
        pairs.extend(lower.map(|(_, lower)| (one.key.as_str(), lower.key.as_str())));
    }
    let expected = [
        ("architect_1", "architect_2"),
        ("architect_1", "architect_wooden"),
        ("architect_2", "architect_wooden"),
        ("building_works_1", "building_works_2"),
        ("carpenter_1", "carpenter_2"),
        ("denki_1", "denki_2"),
        ("glazing_1", "glazing_2"),
        ("grand_prix_prize", "grand_prix"),
        ("pipe_works_1", "pipe_works_2"),
        ("piping_1", "piping_2"),
        ("waterproofing_1", "waterproofing_2"),
    ];
    assert_eq!(pairs, BTreeSet::from(expected));
}
