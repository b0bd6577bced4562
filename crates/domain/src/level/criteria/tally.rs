//! Days that count for a field. Invariant: a day of the register counts once, whatever trades and roles it was worked in, and
//! a stated day counts only beyond what the register has of the same time; more of either never makes a number smaller.
//!
//! Ours, where a statement and the register, or two statements, are about the same time: nobody knows whether the days are
//! the same. So a statement stands for what the register has of its time, where that is more, and of statements whose times
//! overlap those are taken that together give the most days without overlapping.

use super::{
    evidence::{Facts, STATEMENTS_MAX, Statement, Work},
    rung::Compiled,
    trades::TradeSet,
};
use crate::{
    history::{DaySet, WorkRole},
    level::Leading,
    time::{WorkDate, YearMonth},
};

/// Numbers of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// 就業日数.
    pub days: u32,
    /// Of them as 職長.
    pub foreman: u32,
    /// Of them as 班長.
    pub crew_leader: u32,
    /// Of them as either.
    pub either: u32,
}

impl Tally {
    /// Days of leading others.
    pub const fn leading(&self, as_what: Leading) -> u32 {
        match as_what {
            Leading::Foreman => self.foreman,
            Leading::CrewLeader => self.crew_leader,
            Leading::Either => self.either,
        }
    }

    fn each(self, other: Self, of: impl Fn(u32, u32) -> u32) -> Self {
        Self {
            days: of(self.days, other.days),
            foreman: of(self.foreman, other.foreman),
            crew_leader: of(self.crew_leader, other.crew_leader),
            either: of(self.either, other.either),
        }
    }
    fn plus(self, other: Self) -> Self {
        self.each(other, u32::saturating_add)
    }

    fn stated(by: &Statement) -> Self {
        let (foreman, crew_leader) = (by.foreman_days, by.crew_leader_days);
        Self { days: by.days, foreman, crew_leader, either: foreman.saturating_add(crew_leader) }
    }
}

/// Days of the register, and what statements add to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    pub recorded: Tally,
    pub added: Tally,
}

impl Counted {
    pub fn all(self) -> Tally {
        self.recorded.plus(self.added)
    }
}

/// What counts for the field on the day.
pub(super) fn counted(criteria: &Compiled, facts: &Facts<'_>) -> Counted {
    let trades = criteria.trades.counted(facts.evidence().subtrades());
    let ever = (WorkDate::from_stored(0), facts.day());
    Counted { recorded: recorded(facts.evidence().work(), trades, ever), added: added(criteria, facts, trades) }
}

/// Days of the register in the twelve full months before the day's.
pub(super) fn last_year(criteria: &Compiled, facts: &Facts<'_>) -> Tally {
    let month = facts.day().month();
    let first = YearMonth::from_stored(month.number() - 100).first_day();
    let trades = criteria.trades.counted(facts.evidence().subtrades());
    recorded(facts.evidence().work(), trades, (first, month.previous().last_day()))
}

/// Days in these trades from the first to the last day. `work` is ordered by month.
fn recorded(work: &[Work], trades: TradeSet, (first, last): (WorkDate, WorkDate)) -> Tally {
    let from = work.partition_point(|row| row.month < first.month());
    let to = work.partition_point(|row| row.month <= last.month());
    let mut sum = Tally::default();
    for rows in work.get(from..to).unwrap_or_default().chunk_by(|one, other| one.month == other.month) {
        let (mut all, mut foreman, mut crew_leader) = (DaySet::EMPTY, DaySet::EMPTY, DaySet::EMPTY);
        let time = rows.first().map_or(DaySet::EMPTY, |row| between(row.month, first, last));
        for row in rows.iter().filter(|row| trades.contains(row.trade)) {
            let days = row.days.both(time);
            all = all.with(days);
            match row.role {
                Some(WorkRole::Foreman) => foreman = foreman.with(days),
                Some(WorkRole::CrewLeader) => crew_leader = crew_leader.with(days),
                Some(WorkRole::Worker) | None => {}
            }
        }
        sum = sum.plus(Tally {
            days: all.len(),
            foreman: foreman.len(),
            crew_leader: crew_leader.len(),
            either: foreman.with(crew_leader).len(),
        });
    }
    sum
}

/// The days of a month from the first to the last, of a month that both may lie in.
fn between(month: YearMonth, first: WorkDate, last: WorkDate) -> DaySet {
    let from = if month == first.month() { first.day().clamp(1, 31) } else { 1 };
    let to = if month == last.month() { last.day().clamp(1, 31) } else { 31 };
    if from > to {
        return DaySet::EMPTY;
    }
    // 31 bits at most: `from_stored` keeps no 32nd.
    DaySet::from_stored((i32::MAX >> (31 - to)) & (i32::MAX << (from - 1)))
}

/// What statements add to the days of the register.
fn added(criteria: &Compiled, facts: &Facts<'_>, trades: TradeSet) -> Tally {
    let statements = facts.evidence().statements();
    let Some(rule) = criteria.statements.filter(|_| !statements.is_empty()) else { return Tally::default() };
    // At each place the most the statements before it can add, which are ordered by their last days. There are no more than
    // fit (`Evidence::new`).
    let mut most = [Tally::default(); STATEMENTS_MAX + 1];
    for (at, statement) in statements.iter().enumerate().take(STATEMENTS_MAX) {
        let without = most[at];
        most[at + 1] = if rule.takes(statement, facts.day()) && trades.contains(statement.trade) {
            let earlier = statements[..at].partition_point(|other| other.until < statement.from);
            let time = (statement.from, statement.until.min(facts.day()));
            let known = recorded(facts.evidence().work(), trades, time);
            let more = Tally::stated(statement).each(known, u32::saturating_sub);
            without.each(most[earlier].plus(more), u32::max)
        } else {
            without
        };
    }
    most[statements.len().min(STATEMENTS_MAX)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn day(number: i32) -> WorkDate {
        WorkDate::from_stored(number)
    }

    #[test]
    fn days_of_a_month_lie_between_the_first_and_the_last() {
        let month = YearMonth::from_stored(202_612);
        for (first, last, expected) in [
            (day(20_261_101), day(20_270_101), (1..=31).collect::<Vec<_>>()),
            (day(20_261_201), day(20_261_231), (1..=31).collect()),
            (day(20_261_231), day(20_270_131), vec![31]),
            (day(20_260_101), day(20_261_201), vec![1]),
            (day(20_261_205), day(20_261_207), vec![5, 6, 7]),
            (day(20_261_205), day(20_261_205), vec![5]),
            (day(20_261_206), day(20_261_205), vec![]),
        ] {
            let found: Vec<i32> = between(month, first, last).dates(month).map(WorkDate::day).collect();
            assert_eq!(found, expected, "{first} {last}");
        }
    }
}
