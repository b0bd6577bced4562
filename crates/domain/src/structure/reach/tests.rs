use super::*;
use crate::structure::{
    Added, Awaits, StructureFault, place,
    tests::{TODAY, at, business, day, place_id, tree, tree_left_by_2},
};

/// The tree with what a place waits for.
fn waiting(number: u128, awaits: Awaits) -> Vec<Place> {
    let set =
        |place: Place| Place { awaits: if place.id == place_id(number) { awaits } else { place.awaits }, ..place };
    tree().into_iter().map(set).collect()
}

#[test]
fn nobody_but_the_prime_approves_by_a_place_that_nobody_else_has_spoken_for() {
    let answer = Awaits { answer: true, ..Awaits::default() };
    let confirmation = Awaits { confirmation: true, ..Awaits::default() };
    for awaits in [answer, confirmation, Awaits { answer: true, confirmation: true }] {
        for number in [2, 4] {
            let mut places = waiting(number, awaits);
            places.push(at(5, Some(4), 3));
            assert!(!may_approve(&places, business(2), Some(place_id(5)), TODAY), "{number} waits: {awaits:?}");
            assert!(may_approve(&places, business(1), Some(place_id(5)), TODAY), "the prime meanwhile");
            assert!(may_fill(&places, business(2), place_id(5), TODAY), "nobody is kept from working");
            // Who does not stand between is no matter.
            assert_eq!(
                may_approve(&places, business(4), Some(place_id(5)), TODAY),
                number == 2,
                "{number}: {awaits:?}"
            );
        }
    }
    let ended = |place: Place| Place { until: (place.id == place_id(4)).then_some(TODAY), ..place };
    let mut places: Vec<Place> = waiting(4, confirmation).into_iter().map(ended).collect();
    places.push(at(5, Some(4), 3));
    for on in [TODAY, TODAY.next()] {
        assert!(!may_approve(&places, business(2), Some(place_id(5)), on), "leaving settles nothing");
    }
    assert!(!may_approve(&places, business(2), Some(place_id(4)), TODAY));
}

#[test]
fn who_declined_is_not_asked_again_below_its_former_place() {
    let declined = |place: Place| Place { until: (place.id == place_id(2)).then(|| place.from.previous()), ..place };
    let places: Vec<Place> = tree().into_iter().map(declined).collect();
    let again = |acting, parent| place(&places, business(acting), &Added::under(place_id(parent), business(2)), TODAY);
    assert_eq!(again(4, 4), Err(StructureFault::AlreadyThere), "its former subcontractor under itself");
    assert_eq!(again(1, 4), Err(StructureFault::AlreadyThere), "nor the prime");
    assert_eq!((again(1, 3), again(3, 3), again(1, 1)), (Ok(2), Ok(2), Ok(1)));
}

#[test]
fn who_fills_a_missing_tier_is_above_from_its_own_first_day() {
    let (before, first) = (day(20_261_119), TODAY);
    let mut places = tree();
    places.push(Place { from: first, entered_by: Some(business(2)), ..at(8, Some(2), 2) });
    places.push(Place { skips: true, entered_by: Some(business(2)), ..at(9, Some(8), 3) });
    places.push(at(10, Some(9), 4));
    for number in [9, 10].map(place_id) {
        assert!(!sees(&places, business(8), number, before) && sees(&places, business(8), number, first));
        assert!(!may_approve(&places, business(8), Some(number), before));
        assert!(sees(&places, business(2), number, before), "who was above before");
    }
    assert!(sees(&places, business(8), place_id(8), before), "its own papers it completes");
    assert!(!may_confirm(&places, business(2), place_id(9), first), "whoever entered it stays who entered it");
    assert!(may_confirm(&places, business(1), place_id(9), first));
    let above = |on| as_of(&places, on).into_iter().find(|at| at.id == place_id(9)).and_then(|at| at.parent);
    assert_eq!((above(before), above(first)), (Some(place_id(2)), Some(place_id(8))));
}

#[test]
fn those_above_put_a_last_day_right_and_who_has_left_does_not() {
    let left = tree_left_by_2();
    let after = TODAY.next();
    for (what, acting, expected) in
        [("the prime", 1, true), ("the business itself", 2, false), ("from below", 4, false)]
    {
        assert_eq!(may_end(&left, business(acting), place_id(2), after), expected, "{what}");
    }
    let ended = |place: Place| Place { until: (place.id == place_id(4)).then_some(TODAY), ..place };
    let left: Vec<Place> = tree().into_iter().map(ended).collect();
    assert!(may_end(&left, business(2), place_id(4), after), "the tier above");
    let declined = |place: Place| Place { until: (place.id == place_id(4)).then(|| place.from.previous()), ..place };
    let declined: Vec<Place> = tree().into_iter().map(declined).collect();
    assert!(!may_end(&declined, business(1), place_id(4), TODAY), "who declined is asked anew");

    for (what, acting, expected) in [("the tier above", 2, true), ("the prime", 1, true), ("itself", 4, false)] {
        for places in [tree(), left.clone()] {
            assert_eq!(may_prolong(&places, business(acting), place_id(4), TODAY), expected, "{what}");
        }
    }
}

#[test]
fn a_last_day_is_set_earlier_by_the_business_and_later_or_not_at_all_by_those_above() {
    let lasting = tree().remove(3);
    let ended = Place { until: Some(TODAY), ..lasting };
    for (typed, place, may_prolong, expected) in [
        ("2026-11-20", lasting, false, Ok(Some(TODAY))),
        ("2026-10-31", lasting, true, Err(Problem::EndBeforeStart)),
        ("", lasting, true, Err(Problem::Missing)),
        ("x", ended, true, Err(Problem::NotDate)),
        ("2026-11-19", ended, false, Ok(Some(TODAY.previous()))),
        ("2026-11-21", ended, false, Err(Problem::AfterItsEnd)),
        ("", ended, false, Err(Problem::Missing)),
        ("2026-11-21", ended, true, Ok(Some(TODAY.next()))),
        (" ", ended, true, Ok(None)),
    ] {
        let expected = expected.map_err(|problem| FieldProblem::new("until", problem));
        assert_eq!(last_day(typed, &place, may_prolong, None), expected, "{typed}");
    }
}

#[test]
fn who_has_left_comes_back_from_a_later_day_and_each_day_is_judged_by_its_own_place() {
    let mut places = tree_left_by_2();
    let again = |on, parent| place(&places, business(1), &Added::under(place_id(parent), business(2)), on);
    assert_eq!(again(TODAY, 3), Err(StructureFault::AlreadyThere), "its last day is one");
    assert_eq!(again(TODAY.next(), 3), Ok(2));
    assert_eq!(again(TODAY.next(), 4), Err(StructureFault::AlreadyThere), "not below who stood below it");
    let back = TODAY.next().next();
    places.push(Place { from: back, ..at(20, Some(3), 2) });
    let at_20 = places.len() - 1;
    places[at_20].business = business(2);
    let of = |id| find(&places, place_id(id)).expect("a place");
    assert_eq!((came_back(&places, &of(2)), came_back(&places, &of(20))), (Some(back), None));
    let stood =
        |on| as_of(&places, on).iter().filter(|at| at.business == business(2)).map(|at| at.id).collect::<Vec<_>>();
    assert_eq!(
        [TODAY, TODAY.next(), back].map(stood),
        [vec![place_id(2)], vec![], vec![place_id(20)]],
        "each day has its own tree"
    );
    assert_eq!(left_on(&tree_left_by_2(), business(2)), Some(TODAY));
    assert_eq!(left_on(&places, business(2)), None, "it is there again");
    // Who stood below the former place does not by the new one, and who is above the new one was not above the former.
    for (on, is_above) in [(TODAY, true), (TODAY.next(), false), (back, false)] {
        assert_eq!(may_approve(&places, business(2), Some(place_id(4)), on), is_above, "{on}");
    }
    assert!(may_approve(&places, business(3), Some(place_id(20)), back));
    assert!(!may_approve(&places, business(3), Some(place_id(2)), TODAY));
    assert!(!may_approve(&places, business(2), Some(place_id(20)), back), "nor its own people's days");
    let until = |typed: &str| last_day(typed, &of(2), true, Some(back)).map_err(|problem| problem.problem);
    assert_eq!(until(""), Err(Problem::Missing), "it cannot last again beside the new one");
    assert_eq!(until("2026-11-22"), Err(Problem::AfterItsEnd));
    assert_eq!(until("2026-11-21"), Ok(Some(TODAY.next())));
}

#[test]
fn a_day_counts_for_the_place_its_business_had_come_to_last() {
    let mut places = tree_left_by_2();
    let back = TODAY.next().next();
    // Listed first, as who comes back above its former tier is.
    places.insert(0, Place { business: business(2), from: back, ..at(20, Some(1), 1) });
    let of = |on| place_of(&places, business(2), on).map(|place| place.id);
    for (what, on, expected) in [
        ("before it came", day(20_261_031), 2),
        ("its first day", day(20_261_101), 2),
        ("its last day", TODAY, 2),
        ("after it left", TODAY.next(), 2),
        ("since it is back", back, 20),
        ("later", back.next(), 20),
    ] {
        assert_eq!(of(on), Some(place_id(expected)), "{what}");
    }
    places[0].until = Some(back.previous());
    let of = |on| place_of(&places, business(2), on).map(|place| place.id);
    assert_eq!(of(back), Some(place_id(2)), "who declined to come back did not");
    assert_eq!(place_of(&places, business(9), TODAY), None, "who never came");
    assert_eq!(place_of(&places, business(1), day(20_260_101)).map(|place| place.id), Some(place_id(1)), "the prime");
}
