//! Days of one month as one number. Invariant: bit 0 is the 1st, bit 30 the 31st, and no other bit is ever set; which
//! month they are of is their holder's to say.

use crate::time::{WorkDate, YearMonth};
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};

/// Some days of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(from = "i32", into = "i32")]
pub struct DaySet(i32);

/// The text names no days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no days of a month")]
pub struct NoDays;

impl DaySet {
    /// No day.
    pub const EMPTY: Self = Self(0);
    /// One day; none for a number no calendar has.
    pub const fn of(day: WorkDate) -> Self {
        match day.day() {
            at @ 1..=31 => Self(1 << (at - 1)),
            _ => Self::EMPTY,
        }
    }
    /// Takes days the register itself stored.
    pub const fn from_stored(number: i32) -> Self {
        Self(number & i32::MAX)
    }
    /// As stored.
    pub const fn number(self) -> i32 {
        self.0
    }
    /// The days of either.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// The days of both.
    #[must_use]
    pub const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    /// The days that are not among `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
    /// Whether a day is among them; its month is not looked at.
    pub const fn contains(self, day: WorkDate) -> bool {
        self.0 & Self::of(day).0 != 0
    }
    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// How many.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }
    /// The days of `month`, in their order; those it does not have are left out.
    pub fn dates(self, month: YearMonth) -> impl Iterator<Item = WorkDate> {
        let last = month.last_day();
        let days = (1..=31).map(move |day| WorkDate::from_stored(month.number() * 100 + day));
        days.filter(move |day| *day <= last && self.contains(*day))
    }
}

impl From<i32> for DaySet {
    fn from(number: i32) -> Self {
        Self::from_stored(number)
    }
}

impl From<DaySet> for i32 {
    fn from(days: DaySet) -> Self {
        days.0
    }
}

impl FromIterator<WorkDate> for DaySet {
    fn from_iter<I: IntoIterator<Item = WorkDate>>(days: I) -> Self {
        days.into_iter().fold(Self::EMPTY, |all, day| all.with(Self::of(day)))
    }
}

impl fmt::Display for DaySet {
    /// As forms carry it: hex digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", self.0)
    }
}

impl FromStr for DaySet {
    type Err = NoDays;

    fn from_str(text: &str) -> Result<Self, NoDays> {
        // A sign is no digit.
        if !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(NoDays);
        }
        i32::from_str_radix(text, 16).map(Self).map_err(|_| NoDays)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days(of: &[i32]) -> DaySet {
        of.iter().map(|day| WorkDate::from_stored(20_261_200 + day)).collect()
    }

    #[test]
    fn a_day_is_a_bit() {
        for (of, number, text) in [
            (&[][..], 0, "0"),
            (&[1], 1, "1"),
            (&[31], 1_073_741_824, "40000000"),
            (&[1, 31], 1_073_741_825, "40000001"),
            (&[0, 32], 0, "0"),
        ] {
            let set = days(of);
            assert_eq!((set.number(), set.to_string().as_str()), (number, text), "{of:?}");
            assert_eq!(text.parse(), Ok(set), "{of:?}");
            assert_eq!(DaySet::from_stored(number), set, "{of:?}");
        }
        for wrong in ["", "80000000", "100000000", "-1", "+1", "x", " 1", "1 "] {
            assert_eq!(wrong.parse::<DaySet>(), Err(NoDays), "{wrong:?}");
        }
        assert_eq!(DaySet::from_stored(-1).len(), 31, "there is no 32nd day");
        assert_eq!(days(&[1, 2]).without(days(&[2, 3])), days(&[1]));
        assert_eq!(days(&[1, 2]).both(days(&[2, 3])), days(&[2]));
        assert!(days(&[]).is_empty() && !days(&[1]).is_empty());
    }

    #[test]
    fn a_month_has_its_own_days() {
        let late = days(&[28, 29, 30, 31]);
        for (month, last) in [(202_602, 28), (202_802, 29), (202_611, 30), (202_612, 31)] {
            let month = YearMonth::from_stored(month);
            let found: Vec<i32> = late.dates(month).map(WorkDate::day).collect();
            assert_eq!(found, (28..=last).collect::<Vec<_>>(), "{}", month.number());
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_apart_is_put_together_again(number in 0..=i32::MAX, month in 1..=12) {
            let (set, month) = (DaySet::from_stored(number), YearMonth::from_stored(202_600 + month));
            let again: DaySet = set.dates(month).collect();
            prop_assert_eq!(again, set.without((month.last_day().day() + 1..=31).map(WorkDate::from_stored).collect()));
            prop_assert_eq!(set.to_string().parse::<DaySet>(), Ok(set));
            prop_assert_eq!(set.dates(YearMonth::from_stored(202_612)).count(), usize::try_from(set.len()).unwrap());
        }
    }
}
