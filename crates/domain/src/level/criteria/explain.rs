//! Why: each requirement by itself, what meets it, what is missing and when it will be there. Invariant: a level's parts are
//! all met just where `level` gives it.
//!
//! The pace (ours): the mean of the approved days of the last twelve full months, zero months among them; what is missing is
//! done at that pace from the month of the day on. Without a day in those months there is no forecast.

use super::{
    catalogue::Catalogue,
    evidence::{Facts, Holding},
    judge,
    rung::{Asked, Compiled, OneOf, Rung},
    tally::{Counted, Tally, counted, last_year},
};
use crate::{
    level::{Alternative, Choice, Days, Explanation, Forecast, Level, Next, Part, Requirement, Standing, Wanted},
    time::YearMonth,
};

/// A forecast reaches no further than fifty years.
const FORECAST_MONTHS_MAX: u64 = 600;
const MONTHS_OF_PACE: u64 = 12;

/// How somebody stands in a field, and what the level above asks. `catalogue` is the one `facts` were made with.
pub fn explain(catalogue: &Catalogue, criteria: &Compiled, facts: &Facts<'_>) -> Explanation {
    let level = judge::level(criteria, facts);
    let parts = |level| requirements(catalogue, criteria, facts, level);
    Explanation {
        field: criteria.field,
        name: criteria.name.clone(),
        day: facts.day(),
        trades_assumed: criteria.trades.is_assumed(),
        level,
        next: level.next().map(|level| Next { level, parts: parts(level) }),
    }
}

/// What a level asks, included lower levels first; nothing for level 1. For whoever judges an application for it.
pub fn requirements(catalogue: &Catalogue, criteria: &Compiled, facts: &Facts<'_>, level: Level) -> Vec<Part> {
    let (counted, last_year) = (counted(criteria, facts), last_year(criteria, facts));
    let seen = Seen { catalogue, facts, counted, last_year };
    criteria.asked_for(level).into_iter().map(|rung| seen.part(rung)).collect()
}

/// What requirements are looked at with.
struct Seen<'a> {
    catalogue: &'a Catalogue,
    facts: &'a Facts<'a>,
    counted: Counted,
    last_year: Tally,
}

impl Seen<'_> {
    fn part(&self, rung: &Rung) -> Part {
        // Days stand with the ways where any of them has its own.
        let own_days = rung.ways.iter().any(|way| way.days.is_some());
        let mut requirements = Vec::new();
        if !own_days {
            requirements.push(self.days(rung.days));
        }
        requirements.extend(rung.leading.iter().map(|one| {
            let (days, forecast) = self.count(one.days, |tally| tally.leading(one.as_what));
            Requirement { wanted: Wanted::Leading(one.as_what, days), forecast }
        }));
        requirements.extend(self.asked(&rung.asked));
        let ways = rung.ways.iter().map(|way| {
            let days = own_days.then(|| self.days(way.days.unwrap_or(rung.days)));
            Alternative { requirements: days.into_iter().chain(self.asked(&way.asked)).collect() }
        });
        Part { of: rung.level, requirements, alternatives: ways.collect() }
    }

    fn days(&self, need: u32) -> Requirement {
        let (days, forecast) = self.count(need, |tally| tally.days);
        Requirement { wanted: Wanted::Days(days), forecast }
    }

    fn count(&self, need: u32, of: impl Fn(&Tally) -> u32) -> (Days, Forecast) {
        let days = Days { need, recorded: of(&self.counted.recorded), stated: of(&self.counted.added) };
        (days, reached(days.missing(), of(&self.last_year), self.facts.day().month()))
    }

    fn asked(&self, asked: &Asked) -> Vec<Requirement> {
        let all = (!asked.all_of.is_empty()).then(|| self.qualifications(None, &asked.all_of));
        let groups = asked.groups.iter().map(|group| self.qualifications(Some(group.at_least), &group.of));
        all.into_iter().chain(groups).collect()
    }

    /// At least so many of these, or all.
    fn qualifications(&self, at_least: Option<u32>, of: &[OneOf]) -> Requirement {
        let of: Vec<Choice> = of.iter().map(|one| self.choice(one)).collect();
        let at_least = at_least.unwrap_or_else(|| u32::try_from(of.len()).unwrap_or(u32::MAX));
        let held: u32 = of.iter().map(|choice| u32::from(matches!(choice.standing, Standing::Held { .. }))).sum();
        let forecast = if held >= at_least { Forecast::Met } else { Forecast::NotByDays };
        Requirement { wanted: Wanted::Qualifications { at_least, of }, forecast }
    }

    fn choice(&self, one: &OneOf) -> Choice {
        let names = one.ids().iter().filter_map(|id| self.catalogue.get(*id)).map(|known| known.name.clone());
        Choice { names: names.collect(), standing: self.standing(one) }
    }

    /// The one that is held longest, or else the one that ran out last.
    fn standing(&self, one: &OneOf) -> Standing {
        let day = self.facts.day();
        let fits = |holding: &&Holding| one.is_met(&self.catalogue.with_lower(holding.qualification));
        let fitting = || self.facts.evidence().holdings().iter().filter(fits);
        let name = |of: &Holding| self.catalogue.get(of.qualification).map_or_else(String::new, |one| one.name.clone());
        let longest = |of: &&Holding| (of.until.is_none(), of.until, of.qualification);
        if let Some(held) = fitting().filter(|holding| holding.is_valid(day)).max_by_key(longest) {
            return Standing::Held { name: name(held), until: held.until };
        }
        let over = fitting().filter_map(|holding| Some((holding.until.filter(|until| *until < day)?, holding)));
        match over.max_by_key(|(last, holding)| (*last, holding.qualification)) {
            Some((last, holding)) => Standing::Expired { name: name(holding), last },
            None => Standing::Missing,
        }
    }
}

/// When days that are missing on a day of `month` will be there, at the pace of so many in twelve months.
fn reached(missing: u32, last_year: u32, month: YearMonth) -> Forecast {
    if missing == 0 {
        return Forecast::Met;
    }
    if last_year == 0 {
        return Forecast::NoPace;
    }
    let months = (u64::from(missing) * MONTHS_OF_PACE).div_ceil(u64::from(last_year));
    if months > FORECAST_MONTHS_MAX {
        return Forecast::TooFar;
    }
    Forecast::Month((0..months).fold(month, |month, _| month.next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_done_at_the_pace_of_the_last_twelve_months() {
        let month = |number| Forecast::Month(YearMonth::from_stored(number));
        for (missing, last_year, expected) in [
            (0, 0, Forecast::Met),
            (0, 240, Forecast::Met),
            (1, 0, Forecast::NoPace),
            (1, 240, month(202_612)),
            (20, 240, month(202_612)),
            (21, 240, month(202_701)),
            (40, 240, month(202_701)),
            (260, 240, month(202_712)),
            (261, 240, month(202_801)),
            (50, 1, month(207_611)),
            (51, 1, Forecast::TooFar),
            (u32::MAX, 366, Forecast::TooFar),
        ] {
            assert_eq!(reached(missing, last_year, YearMonth::from_stored(202_611)), expected, "{missing} {last_year}");
        }
    }
}
