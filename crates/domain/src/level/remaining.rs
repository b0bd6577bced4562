//! How little is still missing of a level. Invariant: nothing is missing just where the level is reached.

use super::{Days, Leading};
use serde::{Deserialize, Serialize};

/// What is missing of a level by the way to it that asks for the fewest more qualifications, and of those for the fewest
/// days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remaining {
    /// 就業日数, of the level and of those it includes the most.
    pub days: Days,
    /// Days of leading others, each kind once.
    pub leading: Vec<(Leading, Days)>,
    /// How few more qualifications, trainings or awards do; `None` where they are more than are looked for.
    pub qualifications: Option<u32>,
}

impl Remaining {
    /// Whether the level is reached.
    pub fn is_nothing(&self) -> bool {
        self.days.missing() == 0
            && self.leading.iter().all(|(_, days)| days.missing() == 0)
            && self.qualifications == Some(0)
    }
    /// How much of the days there is, 0 to 100; of several kinds the one that is furthest away. 100 only where none is missing.
    pub fn days_percent(&self) -> u32 {
        let kinds = core::iter::once(&self.days).chain(self.leading.iter().map(|(_, days)| days));
        kinds.map(percent).min().unwrap_or(100)
    }
}

fn percent(days: &Days) -> u32 {
    if days.missing() == 0 {
        return 100;
    }
    let share = u64::from(days.have()) * 100 / u64::from(days.need.max(1));
    u32::try_from(share).unwrap_or(99).min(99)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn days(need: u32, recorded: u32) -> Days {
        Days { need, recorded, stated: 0 }
    }

    #[test]
    fn the_ring_is_full_only_where_no_day_is_missing() {
        for (all, leading, expected) in [
            (days(645, 0), None, 0),
            (days(645, 322), None, 49),
            (days(645, 644), None, 99),
            (days(645, 645), None, 100),
            (days(0, 0), None, 100),
            (days(1075, 1075), Some(days(215, 214)), 99),
            (days(1075, 500), Some(days(215, 215)), 46),
        ] {
            let leading: Vec<_> = leading.map(|days| (Leading::Either, days)).into_iter().collect();
            let remaining = Remaining { days: all, leading, qualifications: Some(0) };
            assert_eq!(remaining.days_percent(), expected, "{remaining:?}");
            assert_eq!(remaining.is_nothing(), expected == 100);
        }
        let one = Remaining { days: days(1, 1), leading: Vec::new(), qualifications: Some(1) };
        let many = Remaining { qualifications: None, ..one.clone() };
        assert!(!one.is_nothing() && !many.is_nothing());
    }
}
