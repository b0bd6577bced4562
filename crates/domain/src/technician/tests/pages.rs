//! Groups, stages, pages and lists against the published tables.

use super::*;
use std::collections::BTreeSet;

#[test]
fn the_groups_are_the_published_ones_in_their_order() {
    let published: Vec<(u32, String)> = include_str!("../../../../../data/technician_registration_groups.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .map(|(number, name)| (number.parse().unwrap(), name.split('（').next().unwrap().to_owned()))
        .collect();
    let ours: Vec<(u32, String)> = Group::ALL.map(|group| (group.number(), group.name().to_owned())).to_vec();
    assert_eq!(ours, published);
    assert_eq!(ours.len(), 14);
}

#[test]
fn pages_follow_the_groups_and_every_group_has_one() {
    let with_pages: BTreeSet<Group> = PAGES.iter().filter_map(|page| page.group).collect();
    assert_eq!(with_pages, Group::ALL.into_iter().collect());
    let order: Vec<Group> = PAGES.iter().filter_map(|page| page.group).collect();
    assert!(order.is_sorted(), "{order:?}");
    let codes: BTreeSet<&str> = PAGES.iter().map(|page| page.code).collect();
    assert_eq!(codes.len(), PAGES.len(), "an address for each");
}

#[test]
fn a_stage_asks_its_groups() {
    let groups = |stage| pages(stage).filter_map(|page| page.group).map(Group::number).collect::<BTreeSet<_>>();
    assert_eq!(groups(Stage::Simple), (1..=7).collect());
    assert_eq!(groups(Stage::Detailed), (1..=14).collect());
    // The identity document of group 1 is a part of what a detailed registration rests on.
    assert_eq!(groups(Stage::Upgrade), core::iter::once(1).chain(8..=14).collect());
    let has = |stage, code| page(stage, code).is_some();
    for (code, simple, detailed, upgrade, simple_change, change) in [
        ("name", true, true, false, true, true),
        ("chutaikyo", true, true, false, true, true),
        ("identity", true, true, true, true, true),
        ("photo", true, true, false, false, false),
        ("accident", false, true, true, false, true),
        ("award", false, true, true, false, true),
        ("level", false, true, false, false, false),
        ("hat", false, false, false, false, false),
    ] {
        let asked = Stage::ALL.map(|stage| has(stage, code));
        assert_eq!(asked, [simple, detailed, upgrade, simple_change, change], "{code}");
    }
    let inputs = |stage, code| page(stage, code).unwrap().inputs_of(stage);
    assert!(!inputs(Stage::Change, "birth").contains(&"birth_year") && inputs(Stage::Change, "birth").contains(&"sex"));
    assert!(inputs(Stage::Change, "employer").contains(&"employed_until"));
    assert!(!inputs(Stage::Detailed, "employer").contains(&"employed_until"), "a first registration ends nothing");
    for stage in Stage::ALL {
        assert_eq!(Stage::from_code(stage.code()), Some(stage));
    }
    assert_eq!(Stage::from_code("whole"), None);
}

#[test]
fn every_official_field_a_person_enters_is_asked_once() {
    let published = include_str!("../../../../../data/technician_fields.csv");
    let numbers: Vec<u32> =
        published.lines().skip(1).map(|line| line.split(',').next().unwrap().parse().unwrap()).collect();
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
    let single = fields(Stage::Detailed).map(str::to_owned);
    let lists = pages(Stage::Detailed).flat_map(|page| page.lists).map(|list| list.field("k1"));
    let asked: BTreeSet<u32> = single.chain(lists).filter_map(|field| official_number(&field)).collect();
    // 34 レベル is judged and 40 カード発行回数 is counted; nobody types them.
    let entered: BTreeSet<u32> = numbers.into_iter().filter(|number| !matches!(number, 34 | 40)).collect();
    assert_eq!(asked, entered);
    for field in fields(Stage::Detailed) {
        let pages: Vec<&str> = PAGES.iter().filter(|page| page.holds(field)).map(|page| page.code).collect();
        assert_eq!(pages.len(), usize::from(!FINAL.contains(&field)), "{field} {pages:?}");
    }
}

#[test]
fn every_input_stands_on_one_page_and_nothing_asks_for_a_policy_number() {
    let on_pages: Vec<&str> = PAGES.iter().flat_map(Page::inputs).chain(["consent"]).collect();
    assert_eq!(on_pages, TechnicianForm::INPUTS);
    let lists: Vec<List> = PAGES.iter().flat_map(|page| page.lists).copied().collect();
    // What the register holds of employments is put right by the office and asked by no application.
    assert!(List::ALL.iter().filter(|list| **list != List::Employments).eq(&lists));
    let mut form = TechnicianForm::default();
    for name in TechnicianForm::INPUTS {
        assert!(form.set(name, name) && form.input(name) == Some(*name), "{name}");
    }
    assert!(!form.set("password", "x") && !form.set("health_insurance_number", "1"), "no such input");
}

#[test]
fn a_page_takes_its_own_inputs_and_no_more() {
    let mut draft = good();
    let sent = TechnicianForm {
        phone: "03-0000-0000".to_owned(),
        family_name: "別".to_owned(),
        password: "kaban-no-naka".to_owned(),
        ..TechnicianForm::default()
    };
    draft.take_page(Stage::Simple, page(Stage::Simple, "contact").unwrap(), &sent);
    let expected = TechnicianForm {
        phone: "03-0000-0000".to_owned(),
        postcode: String::new(),
        prefecture: String::new(),
        address: String::new(),
        ..good()
    };
    assert!(draft == expected);
    draft.take_page(Stage::Simple, page(Stage::Simple, "birth").unwrap(), &TechnicianForm::default());
    assert_eq!(draft.typed("birth_date").as_deref(), Some(""));
}

#[test]
fn items_keep_their_keys_and_a_key_never_comes_again() {
    let mut form = TechnicianForm::default();
    let first = form.add_item(List::Schools);
    let second = form.add_item(List::Schools);
    assert_eq!((first.as_str(), second.as_str()), ("k1", "k2"));
    assert!(form.put_item(List::Schools, &second, [("name", "港高校"), ("hat", "x")]));
    assert!(!form.put_item(List::Awards, &second, [("name", "x")]), "of another list");
    assert!(form.remove_item(List::Schools, &first) && !form.remove_item(List::Schools, &first));
    assert_eq!((form.add_item(List::Schools), form.add_item(List::Awards)), ("k3".to_owned(), "k1".to_owned()));
    assert_eq!(form.typed("schools.k2").as_deref(), Some("kind=\nname=港高校\nyear="));
    assert_eq!(form.typed("schools.k1"), None);
    assert_eq!(parts("schools.k2.name"), Some((List::Schools, "k2", Some("name"))));
    assert_eq!((parts("schools"), parts("hats.k1")), (None, None));
    let kept: TechnicianForm = serde_json::from_str(&serde_json::to_string(&form).unwrap()).unwrap();
    assert!(kept == form);
}

#[test]
fn an_old_draft_is_read() {
    let old: TechnicianForm = serde_json::from_str(r#"{"family_name":"山本","consent":"yes"}"#).unwrap();
    assert_eq!((old.family_name.as_str(), old.schools.len(), old.items_added.len()), ("山本", 0, 0));
}
