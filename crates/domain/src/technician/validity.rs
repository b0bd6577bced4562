//! How long a qualification holds, and when its person is told that it ends. Invariant: the last day is a day on which it holds.
//!
//! Source: 40-levels-and-passport.md, The passport, Qualifications (expiry warnings 90/30/7 days). That what was missed on its day is
//! told within the week is ours.

use crate::time::WorkDate;
use serde::{Deserialize, Serialize};

/// Days before the last day on which the person is told, the earliest first.
pub const WARNED_DAYS: [i64; 3] = [90, 30, 7];
/// Days after each of them on which it is still told where it was not.
const CAUGHT_UP_DAYS: i64 = 6;

/// How a qualification stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// It has no last day.
    Lasting,
    /// Its last day is more than [`WARNED_DAYS`]' first away.
    Good,
    /// It ends soon: so many days after this one it holds still, 0 on its last day.
    Ending(i64),
    /// It holds no more.
    Over,
}

impl Validity {
    /// Of one with this last day, on a day.
    pub fn on(expires: Option<WorkDate>, day: WorkDate) -> Self {
        let Some(expires) = expires else { return Self::Lasting };
        match left(expires, day) {
            ..0 => Self::Over,
            days if days <= WARNED_DAYS[0] => Self::Ending(days),
            _ => Self::Good,
        }
    }
}

fn left(expires: WorkDate, day: WorkDate) -> i64 {
    (expires.date() - day.date()).num_days()
}

/// The first and the last of the last days of which somebody may be told on `day`, for each of [`WARNED_DAYS`].
pub fn told_about(day: WorkDate) -> [(WorkDate, WorkDate); 3] {
    let after = |days| WorkDate::from_date(day.date() + chrono::Duration::days(days));
    WARNED_DAYS.map(|step| (after(step - CAUGHT_UP_DAYS), after(step)))
}

/// Which of [`WARNED_DAYS`] is told on `day` of one with this last day, unless it was told before; `None` for none.
pub fn told(expires: WorkDate, day: WorkDate) -> Option<i64> {
    let left = left(expires, day);
    WARNED_DAYS.into_iter().find(|step| (step - CAUGHT_UP_DAYS..=*step).contains(&left))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: WorkDate = WorkDate::from_stored(20_270_331);

    fn before(days: i64) -> WorkDate {
        WorkDate::from_date(LAST.date() - chrono::Duration::days(days))
    }

    #[test]
    fn it_holds_on_its_last_day_and_is_told_to_end_from_ninety_days_before() {
        for (days, expected) in [
            (91, Validity::Good),
            (90, Validity::Ending(90)),
            (89, Validity::Ending(89)),
            (1, Validity::Ending(1)),
            (0, Validity::Ending(0)),
            (-1, Validity::Over),
        ] {
            assert_eq!(Validity::on(Some(LAST), before(days)), expected, "{days}");
        }
        assert_eq!(Validity::on(None, LAST), Validity::Lasting);
    }

    #[test]
    fn it_is_told_on_the_ninetieth_thirtieth_and_seventh_day_or_in_the_week_after() {
        for (days, expected) in [
            (91, None),
            (90, Some(90)),
            (84, Some(90)),
            (83, None),
            (31, None),
            (30, Some(30)),
            (24, Some(30)),
            (23, None),
            (8, None),
            (7, Some(7)),
            (1, Some(7)),
            (0, None),
            (-1, None),
        ] {
            assert_eq!(told(LAST, before(days)), expected, "{days}");
        }
    }

    #[test]
    fn who_is_looked_for_is_who_may_be_told() {
        for days in -5..100 {
            let day = before(days);
            let looked = told_about(day).iter().any(|(first, last)| (*first..=*last).contains(&LAST));
            assert_eq!(looked, told(LAST, day).is_some(), "{days}");
        }
    }
}
