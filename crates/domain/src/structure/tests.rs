use super::*;
use uuid::Uuid;

pub(super) fn place_id(number: u128) -> StructureId {
    StructureId(Uuid::from_u128(number))
}

pub(super) const fn business(number: i64) -> BusinessId {
    BusinessId::from_stored(number)
}

pub(super) fn at(number: u128, parent: Option<u128>, tier: i16) -> Place {
    Place {
        id: place_id(number),
        business: business(i64::try_from(number).unwrap()),
        parent: parent.map(place_id),
        tier,
        from: day(20_261_101),
        until: None,
        awaits: Awaits::default(),
        entered_by: parent.map(|number| business(i64::try_from(number).unwrap())),
        skips: false,
    }
}

pub(super) const fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

pub(super) const TODAY: WorkDate = day(20_261_120);

/// The tree after 2 has left with 20 November as its last day.
pub(super) fn tree_left_by_2() -> Vec<Place> {
    let ended = |place: Place| Place { until: (place.tier == 1 && place.id == place_id(2)).then_some(TODAY), ..place };
    tree().into_iter().map(ended).collect()
}

/// 1 is the prime; 2 and 3 are below it; 4 is below 2. Business n stands at place n.
pub(super) fn tree() -> Vec<Place> {
    vec![at(1, None, 0), at(2, Some(1), 1), at(3, Some(1), 1), at(4, Some(2), 2)]
}

#[test]
fn who_adds_whom_where() {
    use StructureFault::{AlreadyThere, NotUnderYou, UnknownParent};
    for (what, acting, parent, added, expected) in [
        ("the prime under itself", 1, 1, 9, Ok(1)),
        ("the prime under a first tier", 1, 2, 9, Ok(2)),
        ("the prime under a second tier", 1, 4, 9, Ok(3)),
        ("a first tier under itself", 2, 2, 9, Ok(2)),
        ("a second tier under itself", 4, 4, 9, Ok(3)),
        ("a first tier under the prime", 2, 1, 9, Err(NotUnderYou)),
        ("a first tier under its neighbour", 2, 3, 9, Err(NotUnderYou)),
        ("a first tier under its own subcontractor", 2, 4, 9, Err(NotUnderYou)),
        ("somebody who is not there", 8, 1, 9, Err(NotUnderYou)),
        ("under nobody", 1, 7, 9, Err(UnknownParent)),
        ("somebody who stands elsewhere already", 1, 3, 4, Err(AlreadyThere)),
        ("the same again", 1, 1, 2, Err(AlreadyThere)),
        ("the prime below itself", 1, 1, 1, Err(AlreadyThere)),
        ("oneself", 2, 2, 2, Err(AlreadyThere)),
    ] {
        let added = Added::under(place_id(parent), business(added));
        assert_eq!(place(&tree(), business(acting), &added, TODAY), expected, "{what}");
    }
}

#[test]
fn a_structure_has_one_prime_and_ten_tiers() {
    assert_eq!(place_prime(&[]), Ok(0));
    assert_eq!(place_prime(&tree()), Err(StructureFault::PrimeAlready));
    let mut chain = vec![at(1, None, 0)];
    for number in 2..=11 {
        let above = number - 1;
        let added = Added::under(place_id(above), business(i64::try_from(number).unwrap()));
        let tier = place(&chain, business(1), &added, TODAY).unwrap();
        chain.push(at(number, Some(above), tier));
    }
    assert_eq!(chain.last().unwrap().tier, TIER_MAX);
    let under = |above| Added::under(place_id(above), business(99));
    assert_eq!(place(&chain, business(1), &under(11), TODAY), Err(StructureFault::TooDeep));
    assert_eq!(place(&chain, business(1), &under(10), TODAY), Ok(10));
    let skipping = Added { skips: Some("未登録組".to_owned()), ..under(10) };
    assert_eq!(place(&chain, business(1), &skipping, TODAY), Err(StructureFault::TooDeep));
    assert_eq!(place(&chain, business(1), &Added { parent: place_id(9), ..skipping }, TODAY), Ok(10));
}

#[test]
fn upper_tiers_fill_the_places_below_them() {
    for (what, acting, place, expected) in [
        ("the prime its own", 1, 1, true),
        ("the prime any", 1, 4, true),
        ("a business its own", 4, 4, true),
        ("a business the one below", 2, 4, true),
        ("a business the one above", 4, 2, false),
        ("a neighbour", 3, 4, false),
        ("a stranger", 9, 4, false),
        ("the prime a place that is not there", 1, 7, false),
    ] {
        assert_eq!(may_fill(&tree(), business(acting), place_id(place), TODAY), expected, "{what}");
    }
}

#[test]
fn days_are_approved_from_above() {
    for (what, acting, place, expected) in [
        ("the prime its own people's", 1, Some(1), true),
        ("the prime a first tier's", 1, Some(2), true),
        ("the prime a second tier's", 1, Some(4), true),
        ("the prime those of who is not on the roster", 1, None, true),
        ("the prime of a place that is not there", 1, Some(7), true),
        ("an upper tier those below it", 2, Some(4), true),
        ("an upper tier its own", 2, Some(2), false),
        ("a business its own", 4, Some(4), false),
        ("a business those above it", 4, Some(2), false),
        ("a first tier the prime's", 2, Some(1), false),
        ("a neighbour", 3, Some(4), false),
        ("a neighbour of the same tier", 2, Some(3), false),
        ("an upper tier those of who is not on the roster", 2, None, false),
        ("an upper tier of a place that is not there", 2, Some(7), false),
        ("a stranger", 9, Some(4), false),
        ("a stranger those of who is not on the roster", 9, None, false),
    ] {
        assert_eq!(may_approve(&tree(), business(acting), place.map(place_id), TODAY), expected, "{what}");
    }
}

#[test]
fn a_business_sees_its_branch() {
    for (seer, expected) in [(1, vec![1, 2, 3, 4]), (2, vec![2, 4]), (3, vec![3]), (4, vec![4]), (9, vec![])] {
        let expected: Vec<_> = expected.into_iter().map(place_id).collect();
        assert_eq!(branch(&tree(), business(seer), TODAY), expected, "{seer}");
    }
    for (place, expected) in [(1, None), (2, Some(2)), (4, Some(2)), (7, None)] {
        assert_eq!(first_tier(&tree(), place_id(place), TODAY), expected.map(business), "{place}");
    }
}

#[test]
fn a_ring_in_bad_data_ends() {
    let ring = vec![at(1, Some(2), 1), at(2, Some(1), 1)];
    assert_eq!(above_or_self(&ring, place_id(1)).count(), 11);
    assert_eq!(as_of(&ring, TODAY).len(), 2, "each under the other, and no longer a way");
    assert!(!may_fill(&ring, business(3), place_id(1), TODAY));
    assert!(!may_approve(&ring, business(1), Some(place_id(1)), TODAY), "nor is anybody above itself in one");
    assert!(!may_approve(&ring, business(3), Some(place_id(1)), TODAY));
}

#[test]
fn every_fault_has_its_code() {
    use StructureFault::{AlreadyThere, NotMissing, NotUnderYou, PrimeAlready, TooDeep, UnknownParent};
    let codes = [UnknownParent, TooDeep, AlreadyThere, PrimeAlready, NotUnderYou, NotMissing].map(StructureFault::code);
    assert!(
        codes.iter().enumerate().all(|(at, code)| code.starts_with("structure_") && !codes[at + 1..].contains(code))
    );
}

#[test]
fn all_problems_of_what_was_typed_are_told_at_once() {
    let place = "00000000-0000-7000-8000-000000000001";
    let id = BusinessId::from_body(1_234);
    let wrong = BusinessId::from_stored(id.get() / 10 * 10 + (id.get() + 1) % 10).to_string();
    let both = |parent, business| vec![("parent", parent), ("business_id", business)];
    for (parent, business_id, expected) in [
        ("", "", both(Problem::Missing, Problem::Missing)),
        ("x", "123", both(Problem::NotAChoice, Problem::IdLength)),
        (place, &*wrong, vec![("business_id", Problem::BusinessIdCheck)]),
    ] {
        let form = StructureForm {
            parent: parent.to_owned(),
            business_id: business_id.to_owned(),
            ..StructureForm::default()
        };
        let expected = expected.into_iter().map(|(field, problem)| FieldProblem::new(field, problem)).collect();
        assert_eq!(form.validate(), Err(expected), "{form:?}");
    }
    let form = StructureForm {
        parent: format!(" {place} "),
        business_id: id.grouped(),
        skips: " 未登録組 ".to_owned(),
        ..StructureForm::default()
    };
    let read = Added { skips: Some("未登録組".to_owned()), ..Added::under(place.parse().unwrap(), id) };
    assert_eq!(form.validate(), Ok(read));
    let long = StructureForm { skips: "あ".repeat(101), fills: "x".to_owned(), ..form };
    let expected = [("skips", Problem::TooLong { max: 100 }), ("fills", Problem::NotAChoice)]
        .map(|(at, what)| FieldProblem::new(at, what));
    assert_eq!(long.validate(), Err(expected.to_vec()));
}

#[test]
fn who_has_left_is_above_nobody_on_later_days() {
    let left = tree_left_by_2();
    let (last, after) = (TODAY, TODAY.next());
    for (what, on, before_it_was, after_it_is) in [
        (
            "it sees those below it",
            last,
            sees(&left, business(2), place_id(4), last),
            sees(&left, business(2), place_id(4), after),
        ),
        (
            "it approves them",
            last,
            may_approve(&left, business(2), Some(place_id(4)), last),
            may_approve(&left, business(2), Some(place_id(4)), after),
        ),
        (
            "it fills its own",
            last,
            may_fill(&left, business(2), place_id(2), last),
            may_fill(&left, business(2), place_id(2), after),
        ),
        (
            "it fills those below",
            last,
            may_fill(&left, business(2), place_id(4), last),
            may_fill(&left, business(2), place_id(4), after),
        ),
        (
            "the prime fills it",
            last,
            may_fill(&left, business(1), place_id(2), last),
            may_fill(&left, business(1), place_id(2), after),
        ),
        (
            "it adds",
            last,
            place(&left, business(2), &Added::under(place_id(2), business(9)), last).is_ok(),
            place(&left, business(2), &Added::under(place_id(2), business(9)), after).is_ok(),
        ),
    ] {
        assert!(before_it_was && !after_it_is, "{what} up to {on}");
    }
    for on in [last, after] {
        assert!(may_approve(&left, business(1), Some(place_id(2)), on), "the prime approves its days still");
        assert!(may_fill(&left, business(4), place_id(4), on), "who is below it stays");
    }
    let below = |on| as_of(&left, on).into_iter().find(|place| place.id == place_id(4)).and_then(|place| place.parent);
    assert_eq!((below(last), below(after)), (Some(place_id(2)), Some(place_id(1))));
    assert_eq!((branch(&left, business(2), last).len(), branch(&left, business(2), after)), (2, vec![]));
    assert_eq!(branch(&left, business(1), after).len(), 4, "the prime's is the whole tree");
    let first = |on| first_tier(&left, place_id(4), on);
    assert_eq!((first(last), first(after)), (Some(business(2)), None));
    assert_eq!(as_of(&left, after).len(), 3);
}

#[test]
fn the_tree_of_a_day_has_who_had_entered() {
    let later =
        |place: Place| Place { from: if place.id == place_id(2) { day(20_261_110) } else { place.from }, ..place };
    let places: Vec<Place> = tree().into_iter().map(later).collect();
    for (on, expected) in [
        (20_261_031, vec![(1, None)]),
        (20_261_101, vec![(1, None), (3, Some(1)), (4, Some(1))]),
        (20_261_109, vec![(1, None), (3, Some(1)), (4, Some(1))]),
        (20_261_110, vec![(1, None), (2, Some(1)), (3, Some(1)), (4, Some(2))]),
    ] {
        let stood: Vec<_> = as_of(&places, day(on)).into_iter().map(|place| (place.id, place.parent)).collect();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(id, parent): (u128, Option<u128>)| (place_id(id), parent.map(place_id)))
            .collect();
        assert_eq!(stood, expected, "{on}");
    }
}

#[test]
fn a_business_that_declined_never_took_part_and_may_be_asked_again() {
    let declined = |place: Place| Place { until: (place.id == place_id(4)).then(|| place.from.previous()), ..place };
    let places: Vec<Place> = tree().into_iter().map(declined).collect();
    for on in [20_261_001, 20_261_031, 20_261_101, 20_261_120].map(day) {
        assert!(!may_fill(&places, business(1), place_id(4), on), "{on}");
        assert!(as_of(&places, on).iter().all(|place| place.id != place_id(4)), "{on}");
    }
    assert_eq!(place(&places, business(1), &Added::under(place_id(3), business(4)), TODAY), Ok(2));
    let left = place(&tree_left_by_2(), business(1), &Added::under(place_id(3), business(2)), TODAY.next());
    assert_eq!(left, Ok(2), "who has left comes back");
}

#[test]
fn a_tier_that_is_not_registered_is_named_and_filled_later() {
    let skipping = |parent, number| Added {
        skips: Some("未登録組".to_owned()),
        ..Added::under(place_id(parent), business(number))
    };
    assert_eq!(place(&tree(), business(2), &skipping(2, 9), TODAY), Ok(3));
    let mut places = tree();
    places.push(Place { skips: true, ..at(9, Some(2), 3) });
    let fills = |parent, below| Added { fills: Some(place_id(below)), ..Added::under(place_id(parent), business(8)) };
    for (what, acting, parent, below, expected) in [
        ("by who is above it", 2, 2, 9, Ok(2)),
        ("by the prime", 1, 2, 9, Ok(2)),
        ("by the one below", 9, 2, 9, Err(StructureFault::NotUnderYou)),
        ("where none is missing", 1, 2, 4, Err(StructureFault::NotMissing)),
        ("under another", 1, 3, 9, Err(StructureFault::NotMissing)),
        ("of a place that is not there", 1, 2, 7, Err(StructureFault::NotMissing)),
    ] {
        assert_eq!(place(&places, business(acting), &fills(parent, below), TODAY), expected, "{what}");
    }
}

#[test]
fn the_prime_or_an_upper_tier_confirms_and_ends() {
    let mut places = tree();
    places.push(at(5, Some(4), 3));
    for (what, acting, place, confirms, ends) in [
        ("the prime what a first tier registered", 1, 4, true, true),
        ("the prime what a second tier registered", 1, 5, true, true),
        ("a first tier what the second registered", 2, 5, true, true),
        ("a first tier what it registered itself", 2, 4, false, true),
        ("a second tier what it registered itself", 4, 5, false, true),
        ("a business itself", 5, 5, false, true),
        ("a neighbour", 3, 5, false, false),
        ("a business who is above it", 5, 4, false, false),
        ("the prime itself", 1, 1, false, false),
        ("a stranger", 9, 5, false, false),
        ("nobody's place", 1, 7, false, false),
    ] {
        assert_eq!(may_confirm(&places, business(acting), place_id(place), TODAY), confirms, "{what}");
        assert_eq!(may_end(&places, business(acting), place_id(place), TODAY), ends, "{what}");
    }
}
