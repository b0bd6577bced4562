//! The queue: what a reviewer wants to see of it, and in which order. Invariant: what the address says is all there is to a
//! view of the queue, so that it can be kept and passed on; a filter never hides how many there are.
//!
//! Source: 10-registration.md, Review (queue by kind, age, channel, priority).

use super::{ApplicationKind, State};
use crate::time::{DAY_MS, Instant};
use serde::{Deserialize, Serialize};

/// The order of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueOrder {
    /// What has priority, then those who have waited longest.
    #[default]
    LongestWaiting,
    /// The newest first.
    Newest,
}

/// Through whose hands an application came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FiledBy {
    /// The person or the business itself.
    Own,
    /// 所属事業者による代行.
    Employer,
    /// 登録行政書士.
    Scrivener,
    /// 認定登録機関の窓口.
    Counter,
}

impl FiledBy {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Own, Self::Employer, Self::Scrivener, Self::Counter];
    /// From the number stored with an application: 1 for who files for themselves, else that of [`crate::proxy::Channel`].
    pub const fn from_stored(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Own),
            2 => Some(Self::Employer),
            3 => Some(Self::Scrivener),
            4 => Some(Self::Counter),
            _ => None,
        }
    }
    /// Stable word for filters.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Employer => "employer",
            Self::Scrivener => "scrivener",
            Self::Counter => "counter",
        }
    }
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// How long somebody has waited at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueAge {
    /// Three days.
    Days3,
    /// A week.
    Days7,
    /// A fortnight.
    Days14,
    /// A month.
    Days30,
}

impl QueueAge {
    /// Every choice.
    pub const ALL: [Self; 4] = [Self::Days3, Self::Days7, Self::Days14, Self::Days30];
    /// Days.
    pub const fn days(self) -> i64 {
        match self {
            Self::Days3 => 3,
            Self::Days7 => 7,
            Self::Days14 => 14,
            Self::Days30 => 30,
        }
    }
    /// From the number of days, as addresses carry it.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|age| age.days().to_string() == code)
    }
    /// The latest moment at which somebody handed in who has waited so long at `now`.
    pub const fn handed_in_by(self, now: Instant) -> Instant {
        now.plus_ms(-self.days() * DAY_MS)
    }
}

/// What a reviewer wants to see of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueFilter {
    /// Only this kind.
    pub kind: Option<ApplicationKind>,
    /// Only this state; absent: all that wait for a reviewer.
    pub state: Option<State>,
    /// Only what came this way.
    pub filed_by: Option<FiledBy>,
    /// Only who has waited so long.
    pub age: Option<QueueAge>,
    /// Only what has priority.
    pub priority: bool,
    /// Only what the one who asks has taken.
    pub mine: bool,
    /// In which order.
    pub order: QueueOrder,
}

impl QueueFilter {
    /// Whether the counts by kind, state and way say how many it leaves.
    pub const fn is_counted(&self) -> bool {
        self.age.is_none() && !self.priority && !self.mine
    }
    /// Whether it leaves a state.
    pub fn leaves_state(&self, state: State) -> bool {
        match self.state {
            Some(only) => only == state,
            None => matches!(state, State::Submitted | State::InReview),
        }
    }
    /// How many it leaves of what was counted.
    pub fn sum(&self, counts: &[QueueCount]) -> i64 {
        let left = |count: &&QueueCount| {
            self.leaves_state(count.state)
                && self.kind.is_none_or(|kind| kind == count.kind)
                && self.filed_by.is_none_or(|way| way == count.filed_by)
        };
        counts.iter().filter(left).map(|count| count.count).sum()
    }
}

/// A case with priority stands as if it had been handed in so much earlier: before everything without, and among its like by
/// waiting. Milliseconds.
pub const PRIORITY_HEAD_MS: i64 = 3_650 * DAY_MS;

/// The place of a case in the queue; the smallest is next.
pub const fn place(submitted_at: Instant, priority: bool) -> i64 {
    submitted_at.0 - if priority { PRIORITY_HEAD_MS } else { 0 }
}

/// How many there are of a kind in a state that came one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueCount {
    /// The kind.
    pub kind: ApplicationKind,
    /// The state.
    pub state: State,
    /// The way.
    pub filed_by: FiledBy,
    /// How many.
    pub count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priority_goes_before_everything_and_waiting_decides_among_its_like() {
        let at = |day: i64| Instant(day * DAY_MS);
        let mut cases = [(at(4_000), false), (at(4_600), true), (at(3_999), false), (at(4_599), true)];
        cases.sort_by_key(|(at, priority)| place(*at, *priority));
        assert_eq!(cases, [(at(4_599), true), (at(4_600), true), (at(3_999), false), (at(4_000), false)]);
    }

    #[test]
    fn an_age_begins_with_its_last_day() {
        let now = Instant(100 * DAY_MS);
        for age in QueueAge::ALL {
            let last = age.handed_in_by(now);
            assert_eq!(now.since_ms(last), age.days() * DAY_MS);
            assert_eq!(QueueAge::from_code(&age.days().to_string()), Some(age));
        }
        assert_eq!(QueueAge::from_code("4"), None);
    }

    #[test]
    fn counts_are_summed_as_the_filter_says() {
        let count = |kind, state, filed_by, count| QueueCount { kind, state, filed_by, count };
        let counts = [
            count(ApplicationKind::Business, State::Submitted, FiledBy::Own, 1),
            count(ApplicationKind::TechnicianSimple, State::InReview, FiledBy::Employer, 10),
            count(ApplicationKind::TechnicianSimple, State::Returned, FiledBy::Own, 100),
        ];
        let filter = QueueFilter::default();
        assert_eq!(filter.sum(&counts), 11);
        assert_eq!(QueueFilter { state: Some(State::Returned), ..filter }.sum(&counts), 100);
        assert_eq!(QueueFilter { kind: Some(ApplicationKind::Business), ..filter }.sum(&counts), 1);
        assert_eq!(QueueFilter { filed_by: Some(FiledBy::Employer), ..filter }.sum(&counts), 10);
        assert!(filter.is_counted() && !QueueFilter { mine: true, ..filter }.is_counted());
        assert!(!QueueFilter { priority: true, ..filter }.is_counted());
        assert!(!QueueFilter { age: Some(QueueAge::Days3), ..filter }.is_counted());
    }

    #[test]
    fn every_way_is_told_by_its_word_and_its_number() {
        for way in FiledBy::ALL {
            assert_eq!(FiledBy::from_code(way.code()), Some(way));
        }
        assert_eq!((1..=4).filter_map(FiledBy::from_stored).collect::<Vec<_>>(), FiledBy::ALL);
        assert_eq!((FiledBy::from_stored(0), FiledBy::from_stored(5)), (None, None));
        assert_eq!(FiledBy::from_code("x"), None);
    }
}
