//! What a level asks, ready to be judged. Invariant: made by the reader of files alone, which has checked everything; a
//! [`Compiled`] has all three levels, and a level includes only lower ones.

use super::{
    catalogue::{Held, QualificationId},
    evidence::StatementRule,
    tally::Tally,
    trades::FieldTrades,
};
use crate::{
    level::{FieldNumber, Leading, Level},
    time::WorkDate,
};

/// One thing that is wanted: any of these, and it counts once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOf {
    ids: Vec<QualificationId>,
    set: Held,
}

impl OneOf {
    pub(super) fn new(ids: Vec<QualificationId>) -> Self {
        let set = ids.iter().copied().collect();
        Self { ids, set }
    }
    /// Any of them, in the order of the file.
    pub fn ids(&self) -> &[QualificationId] {
        &self.ids
    }
    /// Whether what is held, lower grades among it, has any of them.
    pub fn is_met(&self, held: &Held) -> bool {
        self.set.meets(held)
    }
}

/// At least so many of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// How many.
    pub at_least: u32,
    /// Of which.
    pub of: Vec<OneOf>,
}

impl Group {
    fn is_met(&self, held: &Held) -> bool {
        self.of.iter().map(|one| u32::from(one.is_met(held))).sum::<u32>() >= self.at_least
    }
}

/// Qualifications that are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// All of them.
    pub all_of: Vec<OneOf>,
    /// And enough of each of these.
    pub groups: Vec<Group>,
}

impl Asked {
    /// All that is named, each as often as it stands there.
    pub(super) fn named(&self) -> impl Iterator<Item = QualificationId> {
        self.all_of.iter().chain(self.groups.iter().flat_map(|group| &group.of)).flat_map(|one| one.ids.iter().copied())
    }
    fn is_met(&self, held: &Held) -> bool {
        self.all_of.iter().all(|one| one.is_met(held)) && self.groups.iter().all(|group| group.is_met(held))
    }
}

/// One of several ways, with days of its own where it has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Days instead of the level's.
    pub days: Option<u32>,
    /// Its qualifications.
    pub asked: Asked,
}

/// Days of leading others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeadingDays {
    /// As what.
    pub as_what: Leading,
    /// How many.
    pub days: u32,
}

/// What a level asks by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// The level.
    pub level: Level,
    /// Days in the field's trades, where a way has none of its own.
    pub days: u32,
    /// Days of leading others, each by itself.
    pub leading: Vec<LeadingDays>,
    /// Qualifications, whichever way.
    pub asked: Asked,
    /// One of these ways, where there are any.
    pub ways: Vec<Way>,
    /// Lower levels whose requirements are this one's too.
    pub includes: Vec<Level>,
}

impl Rung {
    /// The fewest days with which what is held does; `None` where a qualification is missing whichever way.
    pub(super) fn days_with(&self, held: &Held) -> Option<u32> {
        if !self.asked.is_met(held) {
            return None;
        }
        let ways = self.ways.iter().filter(|way| way.asked.is_met(held));
        if self.ways.is_empty() { Some(self.days) } else { ways.map(|way| way.days.unwrap_or(self.days)).min() }
    }
    /// Whether what it asks by itself is met; included levels are not looked at.
    pub(super) fn is_met(&self, tally: &Tally, held: &Held) -> bool {
        let enough = |way: &Way| tally.days >= way.days.unwrap_or(self.days) && way.asked.is_met(held);
        let any_way = if self.ways.is_empty() { tally.days >= self.days } else { self.ways.iter().any(enough) };
        any_way && self.leading.iter().all(|one| tally.leading(one.as_what) >= one.days) && self.asked.is_met(held)
    }
}

/// A version of a field's criteria that judges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compiled {
    /// The field.
    pub field: FieldNumber,
    /// Its official name.
    pub name: String,
    /// First day the version holds; `None`: on every earlier day.
    pub from: Option<WorkDate>,
    /// Trades whose days count.
    pub trades: FieldTrades,
    /// Levels 2, 3 and 4.
    pub rungs: [Rung; 3],
    /// Until when days may be stated, and until when that may be applied with; `None`: never.
    pub statements: Option<StatementRule>,
}

impl Compiled {
    /// The rungs a level stands on: those it includes, lowest first, and its own last; none for level 1.
    pub fn asked_for(&self, level: Level) -> Vec<&Rung> {
        let mut wanted = vec![level];
        let mut rungs: Vec<&Rung> = Vec::new();
        for rung in self.rungs.iter().rev().filter(|rung| rung.level <= level) {
            if wanted.contains(&rung.level) {
                wanted.extend(&rung.includes);
                rungs.push(rung);
            }
        }
        rungs.reverse();
        rungs
    }
}

/// What is known of a level in a draft. It judges nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLevel {
    /// The level.
    pub level: Level,
    /// Days, where they are known.
    pub days: Option<u32>,
    /// Days of leading others, as far as known.
    pub leading: Vec<LeadingDays>,
    /// Qualifications, as far as entered.
    pub asked: Asked,
    /// Ways, as far as entered.
    pub ways: Vec<Way>,
    /// Lower levels it includes, as far as known.
    pub includes: Vec<Level>,
    /// What is published and not entered, in the words of the source.
    pub note: Option<String>,
}
