//! A year of one's own work, by month, site, trade and role. Invariant: a day counts once in each line and may stand in several: who was
//! crew leader in the morning and worker in the afternoon was both that day, so lines of trades and roles need not add up to the year.
//!
//! Source: 40-levels-and-passport.md, The passport, History ("totals by month, year, site, trade, role").

use super::{DaySet, WorkRole};
use crate::{
    passport::Days,
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};
use std::collections::BTreeMap;

/// Days of a month as one trade in one role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worked {
    /// Of which month.
    pub month: YearMonth,
    /// 職種, where known.
    pub trade: Option<TradeCode>,
    /// 立場, where known.
    pub role: Option<WorkRole>,
    /// Recorded days.
    pub days: DaySet,
    /// Those of them that are approved as this.
    pub approved: DaySet,
}

/// A year of one's own work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearOfWork {
    /// Which calendar year.
    pub year: i32,
    /// Each year with a record, newest first.
    pub years: Vec<(i32, Days)>,
    /// Its months with a record, oldest first.
    pub months: Vec<(YearMonth, Days)>,
    /// Its sites, most days first.
    pub sites: Vec<(String, Days)>,
    /// Its trades, most days first; days of which none is known are left out.
    pub trades: Vec<(TradeCode, Days)>,
    /// Its roles, most days first; days of which none is known are left out.
    pub roles: Vec<(WorkRole, Days)>,
    /// Today.
    pub today: WorkDate,
}

/// January and December of a calendar year; `None` for a year that no month of the register is of.
pub fn year_of(year: i32) -> Option<(YearMonth, YearMonth)> {
    let month = |of: i32| year.checked_mul(100).and_then(|year| YearMonth::from_number(year + of));
    Some((month(1)?, month(12)?))
}

/// Distinct days of each of what `key` tells apart, most first; what it does not tell is left out.
pub fn by<K: Ord + Copy>(works: &[Worked], key: impl Fn(&Worked) -> Option<K>) -> Vec<(K, Days)> {
    let mut months: BTreeMap<(K, YearMonth), (DaySet, DaySet)> = BTreeMap::new();
    for work in works {
        let Some(key) = key(work) else { continue };
        let of = months.entry((key, work.month)).or_default();
        *of = (of.0.with(work.days), of.1.with(work.approved));
    }
    let mut sums: BTreeMap<K, Days> = BTreeMap::new();
    for ((key, _), (days, approved)) in months {
        let sum = sums.entry(key).or_default();
        sum.recorded += i64::from(days.len());
        sum.approved += i64::from(approved.len());
    }
    let mut lines: Vec<_> = sums.into_iter().filter(|(_, days)| days.recorded > 0).collect();
    lines.sort_by_key(|(key, days)| (core::cmp::Reverse(days.recorded), *key));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worked(month: i32, trade: i16, role: WorkRole, days: &[i32], approved: &[i32]) -> Worked {
        let set = |days: &[i32]| days.iter().map(|day| WorkDate::from_stored(month * 100 + day)).collect();
        Worked {
            month: YearMonth::from_stored(month),
            trade: (trade != 0).then(|| TradeCode::from_stored(trade)),
            role: Some(role),
            days: set(days),
            approved: set(approved),
        }
    }

    #[test]
    fn a_day_counts_once_in_each_line_it_is_of() {
        let works = [
            worked(202_610, 11, WorkRole::Worker, &[1, 2, 31], &[1]),
            worked(202_610, 11, WorkRole::CrewLeader, &[2, 3], &[2]),
            worked(202_611, 11, WorkRole::Worker, &[1], &[1]),
            worked(202_611, 25, WorkRole::Worker, &[1], &[]),
            worked(202_611, 0, WorkRole::Worker, &[9], &[]),
            worked(202_612, 30, WorkRole::Foreman, &[], &[]),
        ];
        let days = |recorded, approved| Days { recorded, approved };
        let trade = TradeCode::from_stored;
        assert_eq!(by(&works, |of| of.trade), [(trade(11), days(5, 3)), (trade(25), days(1, 0))]);
        assert_eq!(by(&works, |of| of.role), [(WorkRole::Worker, days(5, 2)), (WorkRole::CrewLeader, days(2, 1))]);
    }

    #[test]
    fn years_are_those_of_the_calendar() {
        let months = |year| year_of(year).map(|(first, last)| (first.number(), last.number()));
        assert_eq!(months(2026), Some((202_601, 202_612)));
        for none in [0, -1, 99_999, i32::MAX] {
            assert_eq!(months(none), None, "{none}");
        }
    }
}
