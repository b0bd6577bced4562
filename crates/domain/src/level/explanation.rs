//! Why somebody stands at a level of a field, and what the next level asks: what `criteria::explain` answers, fit to be
//! sent to a page. Invariant: every requirement says by itself whether it is met, by what, and what is missing.

use super::{FieldNumber, Level};
use crate::time::{WorkDate, YearMonth};
use serde::{Deserialize, Serialize};

/// As what days of leading others count. Source: data/level_criteria.csv (`mgmt_kind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leading {
    /// 職長.
    Foreman,
    /// 班長.
    CrewLeader,
    /// 職長 and 班長 together: a day as both counts once.
    Either,
}

/// When something will be met, the soonest first: of several that are all wanted the latest holds, of several of which one
/// is enough the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forecast {
    /// It is met.
    Met,
    /// In this month, at the pace of the last twelve full months.
    Month(YearMonth),
    /// Later than within fifty years.
    TooFar,
    /// No day of the last twelve full months counts, so nothing can be said.
    NoPace,
    /// Working on does not bring it: a qualification is missing.
    NotByDays,
}

impl Forecast {
    /// The month, where there is one.
    pub const fn month(self) -> Option<YearMonth> {
        match self {
            Self::Month(month) => Some(month),
            Self::Met | Self::TooFar | Self::NoPace | Self::NotByDays => None,
        }
    }
}

/// Days asked for and days there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// How many are asked for.
    pub need: u32,
    /// Approved days of the register.
    pub recorded: u32,
    /// Days that an employer's 経歴証明書 adds to them.
    pub stated: u32,
}

impl Days {
    /// All that count.
    pub const fn have(&self) -> u32 {
        self.recorded.saturating_add(self.stated)
    }
    /// How many are missing; 0 where it is met.
    pub const fn missing(&self) -> u32 {
        self.need.saturating_sub(self.have())
    }
}

/// How somebody stands to one wanted qualification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Held, by this one: itself or a higher grade.
    Held {
        /// Official name.
        name: String,
        /// Last day, where it has one.
        until: Option<WorkDate>,
    },
    /// Was held, and has run out.
    Expired {
        /// Official name.
        name: String,
        /// The last day it was valid.
        last: WorkDate,
    },
    /// Not held.
    Missing,
}

/// One wanted qualification, training or award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Official names; any of them does, and counts once.
    pub names: Vec<String>,
    /// How the person stands to it.
    pub standing: Standing,
}

/// What a requirement asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// 就業日数 in the field's trades.
    Days(Days),
    /// Days of leading others in the field's trades.
    Leading(Leading, Days),
    /// Qualifications: all of them where `at_least` is their number.
    Qualifications {
        /// How many.
        at_least: u32,
        /// Of which.
        of: Vec<Choice>,
    },
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// What it asks for.
    pub wanted: Wanted,
    /// When it will be met, [`Forecast::Met`] where it is.
    pub forecast: Forecast,
}

impl Requirement {
    /// Whether it is met.
    pub fn is_met(&self) -> bool {
        self.forecast == Forecast::Met
    }
}

/// One of several ways to what a level asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// All of them are wanted.
    pub requirements: Vec<Requirement>,
}

impl Alternative {
    /// When all of it will be met.
    pub fn forecast(&self) -> Forecast {
        latest(&self.requirements)
    }
}

/// What one level asks by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The level that asks: the one that is wanted, or a lower one that it includes.
    pub of: Level,
    /// All of them are wanted.
    pub requirements: Vec<Requirement>,
    /// One of them is wanted besides, where there are any.
    pub alternatives: Vec<Alternative>,
}

impl Part {
    /// When all of it will be met.
    pub fn forecast(&self) -> Forecast {
        let one_way = self.alternatives.iter().map(Alternative::forecast).min().unwrap_or(Forecast::Met);
        latest(&self.requirements).max(one_way)
    }
    /// Whether all of it is met.
    pub fn is_met(&self) -> bool {
        self.forecast() == Forecast::Met
    }
}

/// What the next level asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// The level.
    pub level: Level,
    /// All of them are wanted: included lower levels first, the level itself last.
    pub parts: Vec<Part>,
}

impl Next {
    /// When it will be reached; [`Forecast::NotByDays`] where every way to it lacks a qualification.
    pub fn forecast(&self) -> Forecast {
        self.parts.iter().map(Part::forecast).max().unwrap_or(Forecast::Met)
    }
}

/// How somebody stands in a field on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The field.
    pub field: FieldNumber,
    /// Its official name. Not translated.
    pub name: String,
    /// The day on which this is so; the criteria are those of that day.
    pub day: WorkDate,
    /// Which trades count for the field is this register's assumption, no published table.
    pub trades_assumed: bool,
    /// The level the criteria give.
    pub level: Level,
    /// The one above it; `None` above the highest.
    pub next: Option<Next>,
}

fn latest(requirements: &[Requirement]) -> Forecast {
    requirements.iter().map(|requirement| requirement.forecast).max().unwrap_or(Forecast::Met)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAY: Forecast = Forecast::Month(YearMonth::from_stored(202_705));
    const JUNE: Forecast = Forecast::Month(YearMonth::from_stored(202_706));

    fn met(forecast: Forecast) -> Requirement {
        let days = Days { need: 1, recorded: 0, stated: 0 };
        Requirement { wanted: Wanted::Days(days), forecast }
    }

    fn part(requirements: &[Forecast], alternatives: &[&[Forecast]]) -> Part {
        let all = |of: &[Forecast]| of.iter().copied().map(met).collect::<Vec<_>>();
        let ways = alternatives.iter().map(|&way| Alternative { requirements: all(way) });
        Part { of: Level::Two, requirements: all(requirements), alternatives: ways.collect() }
    }

    #[test]
    fn all_wait_for_the_last_and_ways_for_the_first() {
        use Forecast::{Met, NoPace, NotByDays, TooFar};
        type Case<'a> = (&'a [Forecast], &'a [&'a [Forecast]], Forecast);
        let cases: [Case<'_>; 9] = [
            (&[], &[], Met),
            (&[Met, MAY, JUNE], &[], JUNE),
            (&[MAY, TooFar], &[], TooFar),
            (&[TooFar, NoPace], &[], NoPace),
            (&[NoPace, NotByDays, MAY], &[], NotByDays),
            (&[Met], &[&[NotByDays, Met], &[JUNE], &[NoPace]], JUNE),
            (&[JUNE], &[&[MAY]], JUNE),
            (&[Met], &[&[Met], &[NotByDays]], Met),
            (&[Met], &[&[NotByDays], &[NotByDays]], NotByDays),
        ];
        for (requirements, alternatives, expected) in cases {
            let part = part(requirements, alternatives);
            assert_eq!(part.forecast(), expected, "{requirements:?} {alternatives:?}");
            assert_eq!(part.is_met(), expected == Met);
        }
        let next = Next { level: Level::Three, parts: vec![part(&[MAY], &[]), part(&[JUNE], &[])] };
        assert_eq!(next.forecast(), JUNE);
        assert_eq!((MAY.month().map(YearMonth::number), Met.month()), (Some(202_705), None));
    }

    #[test]
    fn missing_days_are_counted_of_both_kinds() {
        for (recorded, stated, have, missing) in [(0, 0, 0, 10), (9, 0, 9, 1), (4, 6, 10, 0), (10, 5, 15, 0)] {
            let days = Days { need: 10, recorded, stated };
            assert_eq!((days.have(), days.missing()), (have, missing), "{recorded} {stated}");
        }
    }
}
