//! How long applications take: figures of a day, from the time each stood in a state. Invariant: a figure of few cases is not
//! told as if it were one of many, and a promise is rounded up.
//!
//! Source: 10-registration.md, Review (times in each state are measured, median and p90, and shown: "usually N days").

use super::{ApplicationKind, FiledBy, State};
use crate::time::{DAY_MS, WorkDate};
use serde::{Deserialize, Serialize};

/// Days up to yesterday that a figure looks back on (ours).
pub const WINDOW_DAYS: i64 = 90;
/// Fewer cases are too few to say what is usual (ours).
pub const CASES_MIN: i64 = 20;

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "measured", content = "state", rename_all = "snake_case")]
pub enum Measured {
    /// From handing in to the decision, without what the applicant took to put something right.
    Review,
    /// One stay in a state.
    Stay(State),
}

impl Measured {
    /// What is shown, in the order of the way.
    pub const ALL: [Self; 5] = [
        Self::Review,
        Self::Stay(State::Submitted),
        Self::Stay(State::InReview),
        Self::Stay(State::Returned),
        Self::Stay(State::AwaitingPayment),
    ];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Review => 0,
            Self::Stay(state) => state.number(),
        }
    }
    /// From the stored number; `None` for what is not shown.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|measured| measured.number() == number)
    }
}

/// Whether a state's time is the office's, which counts towards [`Measured::Review`].
pub const fn is_office_time(state: State) -> bool {
    matches!(state, State::Submitted | State::InReview)
}

/// The place of a percentile among `count` values from the smallest, from 1 (nearest rank): at least so many of a hundred are
/// not larger.
pub const fn rank(count: i64, percent: i64) -> i64 {
    let place = (count * percent + 99) / 100;
    if place < 1 { 1 } else { place }
}

/// Half of the cases took no longer.
pub const MEDIAN: i64 = 50;
/// Nine of ten took no longer.
pub const NINE_OF_TEN: i64 = 90;

/// What an applicant is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "usual", rename_all = "snake_case")]
pub enum Usual {
    /// Too few cases to say.
    TooFew,
    /// Usually so many days, most of the time no more than the others.
    Days {
        /// Half of the cases.
        usually: i64,
        /// Nine of ten.
        mostly: i64,
    },
}

/// Whole days, begun ones counted, at least one.
pub const fn days(ms: i64) -> i64 {
    let days = (ms + DAY_MS - 1) / DAY_MS;
    if days < 1 { 1 } else { days }
}

/// What is told of a figure.
pub const fn usual(cases: i64, median_ms: i64, p90_ms: i64) -> Usual {
    if cases < CASES_MIN { Usual::TooFew } else { Usual::Days { usually: days(median_ms), mostly: days(p90_ms) } }
}

/// A figure: how long something took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Of which kind.
    pub kind: ApplicationKind,
    /// Filed by whom; absent: by anybody.
    pub filed_by: Option<FiledBy>,
    /// What was measured.
    pub measured: Measured,
    /// How many cases.
    pub cases: i64,
    /// Milliseconds half of them took no longer than.
    pub median_ms: i64,
    /// Milliseconds nine of ten took no longer than.
    pub p90_ms: i64,
}

/// The figures of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The day; they look back on [`WINDOW_DAYS`] before it.
    pub day: WorkDate,
    /// One for each kind, way and measure of which there were cases.
    pub figures: Vec<Figure>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_nearest_rank() {
        for (count, median, nine_of_ten) in
            [(1, 1, 1), (2, 1, 2), (3, 2, 3), (10, 5, 9), (11, 6, 10), (100, 50, 90), (101, 51, 91)]
        {
            assert_eq!((rank(count, MEDIAN), rank(count, NINE_OF_TEN)), (median, nine_of_ten), "{count}");
        }
        assert_eq!(rank(0, MEDIAN), 1);
    }

    #[test]
    fn days_are_rounded_up_and_never_none() {
        for (ms, expected) in [(0, 1), (1, 1), (DAY_MS - 1, 1), (DAY_MS, 1), (DAY_MS + 1, 2), (2 * DAY_MS, 2), (-5, 1)]
        {
            assert_eq!(days(ms), expected, "{ms}");
        }
    }

    #[test]
    fn too_few_cases_say_nothing() {
        assert_eq!(usual(CASES_MIN - 1, DAY_MS, DAY_MS), Usual::TooFew);
        assert_eq!(usual(CASES_MIN, DAY_MS, 3 * DAY_MS + 1), Usual::Days { usually: 1, mostly: 4 });
        assert_eq!(usual(CASES_MIN + 1, 0, 0), Usual::Days { usually: 1, mostly: 1 });
    }

    #[test]
    fn what_is_measured_is_read_as_it_is_stored() {
        for measured in Measured::ALL {
            assert_eq!(Measured::from_stored(measured.number()), Some(measured));
        }
        assert_eq!(Measured::from_stored(State::Draft.number()), None);
        assert!(is_office_time(State::Submitted) && is_office_time(State::InReview));
        assert!(!is_office_time(State::Returned) && !is_office_time(State::AwaitingPayment));
    }
}
