//! How few more qualifications and days a level takes. Invariant: who adds what is said to be missing reaches the level, and
//! with one qualification less nobody does.

use super::{
    catalogue::{Catalogue, Held, QualificationId},
    evidence::Facts,
    rung::{Compiled, Rung},
    tally::counted,
};
use crate::level::{Days, Leading, Level, Remaining};

/// More qualifications than this are not looked for one by one: nobody plans so far.
const MORE_MAX: usize = 5;

/// What is missing of a level. `catalogue` is the one `facts` were made with.
pub fn remaining(catalogue: &Catalogue, criteria: &Compiled, facts: &Facts<'_>, level: Level) -> Remaining {
    let rungs = criteria.asked_for(level);
    let counted = counted(criteria, facts);
    let (more, need) = match fewest(catalogue, &rungs, facts.held()) {
        Some((more, need)) => (Some(more), need),
        // The days are those of the level itself.
        None => (None, rungs.iter().map(|rung| rung.days).max().unwrap_or_default()),
    };
    let days = |need, recorded, stated| Days { need, recorded, stated };
    let leading = [Leading::Foreman, Leading::CrewLeader, Leading::Either].into_iter().filter_map(|kind| {
        let asked = rungs.iter().flat_map(|rung| &rung.leading).filter(|one| one.as_what == kind).map(|one| one.days);
        let need = asked.max()?;
        Some((kind, days(need, counted.recorded.leading(kind), counted.added.leading(kind))))
    });
    Remaining {
        days: days(need, counted.recorded.days, counted.added.days),
        leading: leading.collect(),
        qualifications: more,
    }
}

/// How few more qualifications do, and the fewest days with so many.
fn fewest(catalogue: &Catalogue, rungs: &[&Rung], held: &Held) -> Option<(u32, u32)> {
    let mut named: Vec<QualificationId> = rungs
        .iter()
        .flat_map(|rung| rung.asked.named().chain(rung.ways.iter().flat_map(|way| way.asked.named())))
        .filter(|id| !held.contains(*id))
        .collect();
    named.sort_unstable();
    named.dedup();
    (0..=MORE_MAX.min(named.len())).find_map(|more| {
        let days = with_more(catalogue, rungs, *held, &named, more)?;
        Some((u32::try_from(more).unwrap_or(u32::MAX), days))
    })
}

/// The fewest days with so many more of these; `None` where no choice of them does.
fn with_more(
    catalogue: &Catalogue,
    rungs: &[&Rung],
    held: Held,
    named: &[QualificationId],
    more: usize,
) -> Option<u32> {
    if more == 0 {
        let days: Option<Vec<u32>> = rungs.iter().map(|rung| rung.days_with(&held)).collect();
        return days.map(|days| days.into_iter().max().unwrap_or_default());
    }
    let choices = named.iter().enumerate().filter_map(|(at, id)| {
        let mut with = held;
        with.add(&catalogue.with_lower(*id));
        with_more(catalogue, rungs, with, named.get(at + 1..).unwrap_or_default(), more - 1)
    });
    choices.min()
}
