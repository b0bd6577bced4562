//! 週休2日: on how many days of each week a site stood still. Invariant: only days that are over and lie in the works' period
//! count, so a week that is not over is never said to have failed.
//!
//! 4週8休: of 28 days on eight nobody works, which is two of seven; a part of that at the works' beginning or end is held to
//! the same share. Sources: 20-sites-and-history.md, "For the office" (週休2日); 70-documents-and-exports.md, "Client
//! reports" (weekly two days off). What kept a site still (rain, holidays) is not asked.

use crate::{
    site::Period,
    time::{WorkDate, YearMonth},
};
use chrono::Weekday;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Days of a week.
const WEEK: usize = 7;
/// Weeks over which days off are added up.
pub const WEEKS: usize = 4;
/// Days off of [`OF_DAYS`].
const OFF_DAYS: u32 = 2;
/// See [`OFF_DAYS`].
const OF_DAYS: u32 = 7;

/// Whether enough days were off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekOff {
    /// Two of seven or more.
    Reached,
    /// Fewer.
    Missed,
    /// Not over, and not reached so far.
    Open,
}

/// Days of a span that count, as far as they are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stood {
    /// Days on which somebody worked.
    pub worked: u32,
    /// Days on which nobody did.
    pub off: u32,
    /// Days of the works that are not over.
    pub to_come: u32,
}

impl Stood {
    /// The verdict; none where no day counts.
    pub const fn verdict(self) -> Option<WeekOff> {
        let days = self.worked + self.off + self.to_come;
        if days == 0 {
            None
        } else if self.off * OF_DAYS >= days * OFF_DAYS {
            Some(WeekOff::Reached)
        } else if self.to_come > 0 {
            Some(WeekOff::Open)
        } else {
            Some(WeekOff::Missed)
        }
    }
    const fn and(self, other: Self) -> Self {
        Self { worked: self.worked + other.worked, off: self.off + other.off, to_come: self.to_come + other.to_come }
    }
}

/// One week of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// Its Monday.
    pub monday: WorkDate,
    /// Its Sunday.
    pub sunday: WorkDate,
    /// The week alone.
    pub alone: Stood,
    /// The four weeks that end with it.
    pub of_four: Stood,
}

/// The Monday of the week a day is in.
fn monday_of(mut day: WorkDate) -> WorkDate {
    while day.weekday() != Weekday::Mon {
        day = day.previous();
    }
    day
}

fn days_before(mut day: WorkDate, count: usize) -> WorkDate {
    for _ in 0..count {
        day = day.previous();
    }
    day
}

fn sunday_of(monday: WorkDate) -> WorkDate {
    (1..WEEK).fold(monday, |day, _| day.next())
}

/// The days that [`weeks`] of a month looks at: its weeks, and the three before the first of them.
pub fn looked_at(month: YearMonth) -> Period {
    let first = monday_of(month.first_day());
    Period { start: days_before(first, (WEEKS - 1) * WEEK), end: sunday_of(monday_of(month.last_day())) }
}

fn stood(monday: WorkDate, works: Period, worked: &BTreeSet<WorkDate>, today: WorkDate) -> Stood {
    let mut stood = Stood::default();
    let mut day = monday;
    for _ in 0..WEEK {
        // A day somebody worked on counts, whatever the works' period says.
        if worked.contains(&day) {
            stood.worked += 1;
        } else if works.contains(day) && day < today {
            stood.off += 1;
        } else if works.contains(day) {
            stood.to_come += 1;
        }
        day = day.next();
    }
    stood
}

/// The weeks of a month, from the one its first day is in to the one its last day is in; those without a day that counts are
/// left out. `worked`: the days of [`looked_at`] on which anybody worked.
pub fn weeks(month: YearMonth, works: Period, worked: &BTreeSet<WorkDate>, today: WorkDate) -> Vec<Week> {
    let span = looked_at(month);
    let mut before: Vec<Stood> = Vec::new();
    let mut found = Vec::new();
    let mut monday = span.start;
    while monday <= span.end {
        let sunday = sunday_of(monday);
        let alone = stood(monday, works, worked, today);
        before.push(alone);
        let of_four = before.iter().rev().take(WEEKS).fold(Stood::default(), |sum, week| sum.and(*week));
        if before.len() >= WEEKS && alone.verdict().is_some() {
            found.push(Week { monday, sunday, alone, of_four });
        }
        monday = sunday.next();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOVEMBER: YearMonth = YearMonth::from_stored(202_611);

    fn day(number: i32) -> WorkDate {
        WorkDate::from_stored(number)
    }

    const fn works(start: i32, end: i32) -> Period {
        Period { start: WorkDate::from_stored(start), end: WorkDate::from_stored(end) }
    }

    /// The days from `first` to `last` that are none of `off`.
    fn all(first: i32, last: i32, off: &[Weekday]) -> BTreeSet<WorkDate> {
        let mut days = BTreeSet::new();
        let mut at = day(first);
        while at <= day(last) {
            if !off.contains(&at.weekday()) {
                days.insert(at);
            }
            at = at.next();
        }
        days
    }

    #[test]
    fn two_of_seven_and_eight_of_twenty_eight() {
        let stood = |worked, off, to_come| Stood { worked, off, to_come }.verdict();
        for (worked, off, to_come, said) in [
            (6, 1, 0, Some(WeekOff::Missed)),
            (5, 2, 0, Some(WeekOff::Reached)),
            (4, 3, 0, Some(WeekOff::Reached)),
            (21, 7, 0, Some(WeekOff::Missed)),
            (20, 8, 0, Some(WeekOff::Reached)),
            (19, 9, 0, Some(WeekOff::Reached)),
            (5, 1, 1, Some(WeekOff::Open)),
            (3, 2, 2, Some(WeekOff::Reached)),
            (7, 0, 0, Some(WeekOff::Missed)),
            (0, 0, 0, None),
            (0, 0, 7, Some(WeekOff::Open)),
            // A part of a week at the works' beginning or end: the same share.
            (2, 1, 0, Some(WeekOff::Reached)),
            (3, 1, 0, Some(WeekOff::Missed)),
        ] {
            assert_eq!(stood(worked, off, to_come), said, "{worked} {off} {to_come}");
        }
    }

    #[test]
    fn weeks_begin_on_monday_and_reach_over_the_month() {
        // The 1st of November 2026 is a Sunday, the 30th a Monday.
        let span = looked_at(NOVEMBER);
        assert_eq!((span.start.number(), span.end.number()), (20_261_005, 20_261_206));
        let worked = all(20_261_001, 20_261_231, &[Weekday::Sat, Weekday::Sun]);
        let found = weeks(NOVEMBER, works(20_260_401, 20_270_331), &worked, day(20_270_101));
        let mondays: Vec<i32> = found.iter().map(|week| week.monday.number()).collect();
        assert_eq!(mondays, [20_261_026, 20_261_102, 20_261_109, 20_261_116, 20_261_123, 20_261_130]);
        assert_eq!(found[0].sunday, day(20_261_101));
        for week in &found {
            assert_eq!(week.alone, Stood { worked: 5, off: 2, to_come: 0 });
            assert_eq!(week.of_four, Stood { worked: 20, off: 8, to_come: 0 });
        }
    }

    #[test]
    fn one_saturday_is_made_good_within_four_weeks_or_not_at_all() {
        let works = works(20_260_401, 20_270_331);
        let mut worked = all(20_261_001, 20_261_231, &[Weekday::Sat, Weekday::Sun]);
        worked.insert(day(20_261_107));
        let of = |worked: &BTreeSet<WorkDate>| -> Vec<(Option<WeekOff>, Option<WeekOff>)> {
            let found = weeks(NOVEMBER, works, worked, day(20_270_101));
            found.iter().map(|week| (week.alone.verdict(), week.of_four.verdict())).collect()
        };
        let (yes, no) = (Some(WeekOff::Reached), Some(WeekOff::Missed));
        // The week of the 2nd has one day off, and so have too few all four weeks that hold it.
        assert_eq!(of(&worked), [(yes, yes), (no, no), (yes, no), (yes, no), (yes, no), (yes, yes)]);
        worked.remove(&day(20_261_111));
        assert_eq!(of(&worked)[2], (yes, yes), "another day off in the week after makes it good");
    }

    #[test]
    fn a_week_that_is_not_over_has_not_failed_and_days_outside_the_works_do_not_count() {
        let worked = all(20_261_116, 20_261_117, &[]);
        let found = weeks(NOVEMBER, works(20_261_112, 20_261_125), &worked, day(20_261_118));
        let mondays: Vec<i32> = found.iter().map(|week| week.monday.number()).collect();
        assert_eq!(mondays, [20_261_109, 20_261_116, 20_261_123]);
        assert_eq!(found[0].alone, Stood { worked: 0, off: 4, to_come: 0 }, "from the Thursday on");
        assert_eq!(found[1].alone, Stood { worked: 2, off: 0, to_come: 5 });
        assert_eq!(found[1].alone.verdict(), Some(WeekOff::Open));
        assert_eq!(found[2].alone, Stood { worked: 0, off: 0, to_come: 3 }, "until the Wednesday");
        let early = weeks(NOVEMBER, works(20_261_112, 20_261_125), &all(20_261_102, 20_261_102, &[]), day(20_261_118));
        assert_eq!(early[0].alone, Stood { worked: 1, off: 0, to_come: 0 }, "who worked before the works worked");
    }

    proptest! {
        #[test]
        fn more_work_never_reaches_more(days in proptest::collection::btree_set(0_i64..70, 0..50), more in 0_i64..70, today in 0_i64..70) {
            let at = |offset: i64| {
                let days = chrono::Days::new(u64::try_from(offset).unwrap());
                WorkDate::from_date(day(20_261_001).date().checked_add_days(days).unwrap())
            };
            let works = works(20_261_010, 20_261_120);
            let mut worked: BTreeSet<WorkDate> = days.into_iter().map(at).filter(|day| works.contains(*day)).collect();
            let fewer = weeks(NOVEMBER, works, &worked, at(today));
            if works.contains(at(more)) {
                worked.insert(at(more));
            }
            let after = weeks(NOVEMBER, works, &worked, at(today));
            prop_assert_eq!(fewer.len(), after.len());
            for (before, now) in fewer.iter().zip(&after) {
                prop_assert!(now.of_four.off <= before.of_four.off);
                prop_assert!(before.alone.verdict() == Some(WeekOff::Reached) || now.alone.verdict() != Some(WeekOff::Reached));
            }
        }
    }
}
