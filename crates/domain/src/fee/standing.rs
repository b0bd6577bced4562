//! What follows where a business has not paid. Invariant: decided by due days, today and the exceptions alone; it limits
//! the log-in to paying and reading and is never asked at a gate or for a touch.
//!
//! Sources: 10-registration.md, Payment (unpaid after the due date: limited from the start of the next month) and Disaster
//! exceptions (not limited for non-payment, on request); general-meeting-11 資料2 §6.

use super::Yen;
use crate::{id::FeeRequestId, time::WorkDate};
use serde::{Deserialize, Serialize};

/// A request as this rule needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// Which.
    pub id: FeeRequestId,
    /// Last day to pay.
    pub due: WorkDate,
    /// What is still to come; ¥0 where it was paid or taken back, or all of it waits for the office.
    pub yen: Yen,
}

/// Whether a business may do all it may, or pay and read only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Nothing is in the way.
    Good,
    /// Limited to paying and reading.
    Limited {
        /// The first day of it.
        since: WorkDate,
        /// What is to be paid to end it, soonest due first.
        requests: Vec<FeeRequestId>,
    },
}

impl Standing {
    /// Whether it is limited.
    pub const fn is_limited(&self) -> bool {
        matches!(self, Self::Limited { .. })
    }
}

/// The first day on which what was due on `due` and is unpaid limits a log-in: the first of the month after.
pub const fn limits_from(due: WorkDate) -> WorkDate {
    due.month().next().first_day()
}

/// Where a business stands on `today`. `lifted_until`: the last day of a disaster exception granted to it on request, where
/// there is one; the claims stay, only the limit is lifted.
pub fn standing(requests: &[Owed], today: WorkDate, lifted_until: Option<WorkDate>) -> Standing {
    if lifted_until.is_some_and(|last| today <= last) {
        return Standing::Good;
    }
    let limits = |owed: &&Owed| owed.yen.get() > 0 && limits_from(owed.due) <= today;
    let mut late: Vec<&Owed> = requests.iter().filter(limits).collect();
    late.sort_by_key(|owed| (owed.due, owed.id));
    match late.first() {
        None => Standing::Good,
        Some(first) => {
            Standing::Limited { since: limits_from(first.due), requests: late.iter().map(|owed| owed.id).collect() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn owed(id: u128, due: i32, yen: i64) -> Owed {
        Owed { id: FeeRequestId(Uuid::from_u128(id)), due: WorkDate::from_stored(due), yen: Yen(yen) }
    }

    fn day(number: i32) -> WorkDate {
        WorkDate::from_stored(number)
    }

    fn since(requests: &[Owed], today: i32, lifted: Option<i32>) -> Option<i32> {
        match standing(requests, day(today), lifted.map(day)) {
            Standing::Good => None,
            Standing::Limited { since, .. } => Some(since.number()),
        }
    }

    #[test]
    fn what_is_unpaid_limits_from_the_first_of_the_month_after_the_due_day() {
        for (due, today, expected) in [
            (20_261_130, 20_261_129, None),
            (20_261_130, 20_261_130, None),
            (20_261_130, 20_261_201, Some(20_261_201)),
            (20_261_130, 20_270_315, Some(20_261_201)),
            (20_261_115, 20_261_116, None),
            (20_261_115, 20_261_130, None),
            (20_261_115, 20_261_201, Some(20_261_201)),
            (20_261_231, 20_261_231, None),
            (20_261_231, 20_270_101, Some(20_270_101)),
            (20_280_229, 20_280_229, None),
            (20_280_229, 20_280_301, Some(20_280_301)),
        ] {
            assert_eq!(since(&[owed(1, due, 1)], today, None), expected, "due {due} on {today}");
        }
    }

    #[test]
    fn what_is_paid_limits_nothing_and_one_yen_does() {
        assert_eq!(since(&[], 20_270_101, None), None);
        assert_eq!(since(&[owed(1, 20_261_130, 0)], 20_270_101, None), None);
        assert_eq!(since(&[owed(1, 20_261_130, 1)], 20_270_101, None), Some(20_261_201));
    }

    #[test]
    fn all_that_is_late_is_named_soonest_due_first() {
        let requests = [owed(3, 20_261_231, 5), owed(1, 20_261_130, 5), owed(2, 20_261_031, 5), owed(4, 20_261_031, 0)];
        let found = standing(&requests, day(20_261_215), None);
        let named = [2, 1].map(|id| FeeRequestId(Uuid::from_u128(id))).to_vec();
        assert_eq!(found, Standing::Limited { since: day(20_261_101), requests: named });
    }

    #[test]
    fn an_exception_lifts_the_limit_through_its_last_day() {
        let late = [owed(1, 20_240_131, 100)];
        for (today, expected) in [(20_240_629, None), (20_240_630, None), (20_240_701, Some(20_240_201))] {
            assert_eq!(since(&late, today, Some(20_240_630)), expected, "{today}");
        }
    }
}
