//! What somebody of a body says of each requirement, and whether it comes to the level. Invariant: a level is granted only by
//! verdicts that meet all of it, and what the criteria say is one set of verdicts among others.

use super::{Part, Requirement};
use std::collections::BTreeMap;

/// Met or not, by the key of the requirement.
pub type Verdicts = BTreeMap<String, bool>;

/// `l3-2`: the third of what level 3 asks whichever way; `l3-w1-0`: the first of its second way. Counted from 0. A letter comes first,
/// since a form's key that begins with a figure is read as a place in a list.
fn key(part: &Part, way: Option<usize>, at: usize) -> String {
    let level = part.of.number();
    way.map_or_else(|| format!("l{level}-{at}"), |way| format!("l{level}-w{way}-{at}"))
}

/// Every requirement with its key, in the order of the page.
pub fn keyed(parts: &[Part]) -> Vec<(String, &Requirement)> {
    let mut all = Vec::new();
    for part in parts {
        all.extend(part.requirements.iter().enumerate().map(|(at, one)| (key(part, None, at), one)));
        for (way, alternative) in part.alternatives.iter().enumerate() {
            all.extend(alternative.requirements.iter().enumerate().map(|(at, one)| (key(part, Some(way), at), one)));
        }
    }
    all
}

/// The verdicts of the criteria.
pub fn of_criteria(parts: &[Part]) -> Verdicts {
    keyed(parts).into_iter().map(|(key, one)| (key, one.is_met())).collect()
}

/// Whether all that is asked is met by these verdicts: of each part everything, and all of one of its ways. A requirement
/// without a verdict is not met.
pub fn are_enough(parts: &[Part], verdicts: &Verdicts) -> bool {
    let met = |key: &str| verdicts.get(key).copied().unwrap_or(false);
    parts.iter().all(|part| {
        let whole = (0..part.requirements.len()).all(|at| met(&key(part, None, at)));
        let mut ways = part.alternatives.iter().enumerate();
        let way = |(way, of): (usize, &super::Alternative)| {
            (0..of.requirements.len()).all(|at| met(&key(part, Some(way), at)))
        };
        whole && (part.alternatives.is_empty() || ways.any(way))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{Alternative, Days, Forecast, Level, Wanted};
    use proptest::{collection::vec, prelude::*};

    fn requirement(met: bool) -> Requirement {
        let days = Days { need: 1, recorded: u32::from(met), stated: 0 };
        Requirement { wanted: Wanted::Days(days), forecast: if met { Forecast::Met } else { Forecast::NotByDays } }
    }

    fn part(of: Level, requirements: &[bool], ways: &[Vec<bool>]) -> Part {
        let all = |of: &[bool]| of.iter().copied().map(requirement).collect::<Vec<_>>();
        let alternatives = ways.iter().map(|way| Alternative { requirements: all(way) }).collect();
        Part { of, requirements: all(requirements), alternatives }
    }

    #[test]
    fn each_requirement_has_a_key_of_its_own() {
        let parts =
            [part(Level::Two, &[true, false], &[]), part(Level::Three, &[true], &[vec![false], vec![true, true]])];
        let keys: Vec<String> = keyed(&parts).into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["l2-0", "l2-1", "l3-0", "l3-w0-0", "l3-w1-0", "l3-w1-1"]);
        assert_eq!(of_criteria(&parts).into_values().collect::<Vec<_>>(), [true, false, true, false, true, true]);
    }

    #[test]
    fn nothing_asked_is_enough_and_nothing_said_is_not() {
        assert!(are_enough(&[], &Verdicts::new()));
        assert!(!are_enough(&[part(Level::Two, &[true], &[])], &Verdicts::new()));
    }

    fn parts() -> impl Strategy<Value = Vec<Part>> {
        let one = (vec(any::<bool>(), 0..4), vec(vec(any::<bool>(), 1..3), 0..4));
        vec(one, 0..3)
            .prop_map(|all| all.into_iter().zip(Level::JUDGED).map(|((own, ways), of)| part(of, &own, &ways)).collect())
    }

    proptest! {
        /// The two ways of saying "met" never differ.
        #[test]
        fn the_verdicts_of_the_criteria_are_enough_just_where_all_parts_are_met(parts in parts()) {
            prop_assert_eq!(are_enough(&parts, &of_criteria(&parts)), parts.iter().all(Part::is_met));
        }

        #[test]
        fn one_more_that_is_met_never_makes_them_too_few(parts in parts(), at in any::<prop::sample::Index>()) {
            let mut verdicts = of_criteria(&parts);
            let before = are_enough(&parts, &verdicts);
            let keys: Vec<String> = verdicts.keys().cloned().collect();
            if !keys.is_empty() {
                verdicts.insert(keys[at.index(keys.len())].clone(), true);
            }
            prop_assert!(!before || are_enough(&parts, &verdicts));
        }
    }
}
