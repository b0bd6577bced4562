//! Yes or no. Invariant: nothing is allocated, so that everybody in the country is judged within a minute; what it says and
//! what `explain` says never differ.

use super::{evidence::Facts, rung::Compiled, tally::counted};
use crate::level::Level;

/// The highest level whose requirements are met, with those of the lower levels it includes; level 1 where none is.
pub fn level(criteria: &Compiled, facts: &Facts<'_>) -> Level {
    let tally = counted(criteria, facts).all();
    let (mut highest, mut reached) = (Level::One, 0_u8);
    // Lowest first: whether an included level is met is known when it is asked for.
    for rung in &criteria.rungs {
        let included = rung.includes.iter().all(|lower| reached & bit(*lower) != 0);
        if included && rung.is_met(&tally, facts.held()) {
            reached |= bit(rung.level);
            highest = rung.level;
        }
    }
    highest
}

const fn bit(level: Level) -> u8 {
    1_u8 << level.number()
}
