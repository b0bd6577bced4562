//! Times of a history record as they are kept: milliseconds from the midnight in Japan at which its working day starts, so
//! that four bytes hold what eight did. Invariant: "not inside" is a number before every moment, so that the usual record has
//! no column without a value, and "inside since" is compared without a look whether there is one.

use crate::fault::{Fault, Result};
use domain::{
    time::{DAY_MS, Instant, WorkDate},
    touch::shift::OPEN_MS_MAX,
};

/// What `inside_ms` says of who is not inside. Not the least number of all, which stands for an absent value on the way.
pub const NOT_INSIDE: i32 = -i32::MAX;

/// A time of a working day that starts at `midnight`, as kept. Errors: [`Fault::Broken`] weeks away from it.
pub fn stored(midnight: Instant, at: Option<Instant>) -> Result<Option<i32>> {
    at.map(|at| {
        let ms = i32::try_from(at.since_ms(midnight)).ok().filter(|ms| *ms > NOT_INSIDE);
        ms.ok_or_else(|| Fault::Broken(format!("{} is no time of the day that starts at {}", at.0, midnight.0)))
    })
    .transpose()
}

/// Since when somebody is inside, as kept. Errors: as [`stored`].
pub fn inside_stored(midnight: Instant, since: Option<Instant>) -> Result<i32> {
    Ok(stored(midnight, since)?.unwrap_or(NOT_INSIDE))
}

/// The time that is kept so.
pub fn from_stored(midnight: Instant, ms: Option<i32>) -> Option<Instant> {
    ms.map(|ms| midnight.plus_ms(ms.into()))
}

/// Since when somebody is inside that is kept so.
pub fn inside_from_stored(midnight: Instant, ms: i32) -> Option<Instant> {
    from_stored(midnight, Some(ms).filter(|ms| *ms != NOT_INSIDE))
}

/// The value of [`since_of_day`] at `now`: since when somebody may be inside who has not touched out, from the midnight
/// at which today starts.
pub fn latest_in(now: Instant) -> i64 {
    now.plus_ms(-OPEN_MS_MAX).since_ms(now.date().start())
}

/// The same from the start of the working day of record `h`, to compare `h.inside_ms` with; `value` is the place of
/// [`latest_in`]. Exact for tomorrow, today and the three days before; nobody is inside since an older day, and as the
/// third it says so. The days are written in: the text changes once a day.
pub fn since_of_day(now: Instant, value: &str) -> String {
    let today = now.date();
    let (first, second) = (today.previous(), today.previous().previous());
    let [today, first, second] = [today, first, second].map(WorkDate::number);
    let (two, three) = (2 * DAY_MS, 3 * DAY_MS);
    format!(
        "({value} + CASE WHEN h.work_date > {today} THEN -{DAY_MS} WHEN h.work_date = {today} THEN 0 \
         WHEN h.work_date = {first} THEN {DAY_MS} WHEN h.work_date = {second} THEN {two} ELSE {three} END)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_before_are_compared_from_their_own_start() {
        let now = WorkDate::from_stored(20_261_201).start().plus_ms(8 * 3_600_000);
        assert_eq!(latest_in(now), 8 * 3_600_000 - OPEN_MS_MAX);
        assert_eq!(
            since_of_day(now, "$3"),
            "($3 + CASE WHEN h.work_date > 20261201 THEN -86400000 WHEN h.work_date = 20261201 THEN 0 \
             WHEN h.work_date = 20261130 THEN 86400000 WHEN h.work_date = 20261129 THEN 172800000 ELSE 259200000 END)"
        );
    }

    #[test]
    fn a_time_reads_back_and_one_that_is_weeks_away_is_refused() {
        let midnight = WorkDate::from_stored(20_261_120).start();
        for ms in [-DAY_MS, -1, 0, 1, DAY_MS * 2, DAY_MS * 24, i64::from(NOT_INSIDE) + 1, i64::from(i32::MAX)] {
            let at = Some(midnight.plus_ms(ms));
            assert_eq!(from_stored(midnight, stored(midnight, at).unwrap()), at, "{ms}");
            assert_eq!(inside_from_stored(midnight, inside_stored(midnight, at).unwrap()), at, "{ms}");
        }
        for ms in [i64::from(NOT_INSIDE), i64::from(i32::MIN), i64::from(i32::MAX) + 1, DAY_MS * 25, -DAY_MS * 25] {
            assert!(stored(midnight, Some(midnight.plus_ms(ms))).is_err(), "{ms}");
        }
        assert_eq!(stored(midnight, None).unwrap(), None);
        assert_eq!(inside_from_stored(midnight, inside_stored(midnight, None).unwrap()), None);
    }
}
