use super::*;
use uuid::Uuid;

fn place_id(number: u128) -> StructureId {
    StructureId(Uuid::from_u128(number))
}

const fn business(number: i64) -> BusinessId {
    BusinessId::from_stored(number)
}

fn at(number: u128, parent: Option<u128>, tier: i16) -> Place {
    Place {
        id: place_id(number),
        business: business(i64::try_from(number).unwrap()),
        parent: parent.map(place_id),
        tier,
    }
}

/// 1 is the prime; 2 and 3 are below it; 4 is below 2. Business n stands at place n.
fn tree() -> Vec<Place> {
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
        assert_eq!(place(&tree(), business(acting), place_id(parent), business(added)), expected, "{what}");
    }
}

#[test]
fn a_structure_has_one_prime_and_ten_tiers() {
    assert_eq!(place_prime(&[]), Ok(0));
    assert_eq!(place_prime(&tree()), Err(StructureFault::PrimeAlready));
    let mut chain = vec![at(1, None, 0)];
    for number in 2..=11 {
        let above = number - 1;
        let tier = place(&chain, business(1), place_id(above), business(i64::try_from(number).unwrap())).unwrap();
        chain.push(at(number, Some(above), tier));
    }
    assert_eq!(chain.last().unwrap().tier, TIER_MAX);
    assert_eq!(place(&chain, business(1), place_id(11), business(99)), Err(StructureFault::TooDeep));
    assert_eq!(place(&chain, business(1), place_id(10), business(99)), Ok(10));
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
        assert_eq!(may_fill(&tree(), business(acting), place_id(place)), expected, "{what}");
    }
}

#[test]
fn a_business_sees_its_branch_and_is_seen_from_above() {
    for (seer, expected) in [(1, vec![1, 2, 3, 4]), (2, vec![2, 4]), (3, vec![3]), (4, vec![4]), (9, vec![])] {
        assert_eq!(branch(&tree(), business(seer)), expected.into_iter().map(place_id).collect::<Vec<_>>(), "{seer}");
    }
    assert_eq!(seen_from(&tree(), place_id(4)), [4, 2, 1].map(business));
    assert_eq!(seen_from(&tree(), place_id(7)), []);
    for (place, expected) in [(1, None), (2, Some(2)), (4, Some(2)), (7, None)] {
        assert_eq!(first_tier(&tree(), place_id(place)), expected.map(business), "{place}");
    }
}

#[test]
fn a_ring_in_bad_data_ends() {
    let ring = vec![at(1, Some(2), 1), at(2, Some(1), 1)];
    assert_eq!(seen_from(&ring, place_id(1)).len(), 11);
    assert!(!may_fill(&ring, business(3), place_id(1)));
}

#[test]
fn every_fault_has_its_code() {
    use StructureFault::{AlreadyThere, NotUnderYou, PrimeAlready, TooDeep, UnknownParent};
    let codes = [UnknownParent, TooDeep, AlreadyThere, PrimeAlready, NotUnderYou].map(StructureFault::code);
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
        let form = StructureForm { parent: parent.to_owned(), business_id: business_id.to_owned() };
        let expected = expected.into_iter().map(|(field, problem)| FieldProblem::new(field, problem)).collect();
        assert_eq!(form.validate(), Err(expected), "{form:?}");
    }
    let form = StructureForm { parent: format!(" {place} "), business_id: id.grouped() };
    assert_eq!(form.validate(), Ok((place.parse().unwrap(), id)));
}
