//! How long a registration is good and when it is renewed. Invariant: it always ends with a month, and however early or
//! late a renewal is made, the next period is counted from the end of the present one.
//!
//! Source: 10-registration.md, Businesses.

use crate::{
    application::{ApplicationKind, State},
    disaster::Disaster,
    notice::NoticeKind,
    prefecture::PrefectureCode,
    time::{WorkDate, YearMonth},
};
use serde::{Deserialize, Serialize};

/// Registrations of fiscal 2018, the first year, were all set to end on this day.
const FIRST_YEAR_ENDS: WorkDate = WorkDate::from_stored(20_240_331);
const FIRST_YEAR: i32 = 2018;
/// Years a registration is valid for.
pub const YEARS: i32 = 5;

/// `months` before, or after where negative.
fn back(month: YearMonth, months: i32) -> YearMonth {
    let count = month.year() * 12 + month.month_of_year() - 1 - months;
    YearMonth::from_stored(count.div_euclid(12) * 100 + count.rem_euclid(12) + 1)
}

/// The last day of a registration made on `registered`: the end of the month five years after the month of registration;
/// of one made in fiscal 2018, 2024-03-31.
pub fn valid_until(registered: WorkDate) -> WorkDate {
    if registered.month().fiscal_year() == FIRST_YEAR {
        return FIRST_YEAR_ENDS;
    }
    back(registered.month(), -12 * YEARS).last_day()
}

/// The last day of the period after the one that ends on `valid_until`, whenever the renewal is done.
pub fn renewed_until(valid_until: WorkDate) -> WorkDate {
    back(valid_until.month(), -12 * YEARS).last_day()
}

/// The last day of what follows the registration that ends on `valid_until`: of a renewal counted from that end, whenever it is
/// done; of a new registration under the same number (`anew`, of [`is_anew`]) counted from `completed`.
pub fn next_until(valid_until: WorkDate, anew: bool, completed: WorkDate) -> WorkDate {
    let renewed = renewed_until(valid_until);
    // A renewal handed in long ago and completed only now would have ended before it began. It stays a renewal.
    if anew || renewed < completed { self::valid_until(completed) } else { renewed }
}

/// Whether an application for a further period that is handed in on `filed` is a new registration under the same number: the time
/// for a renewal was over. The end is the one the registration had then; what was decided is kept with the application, as the
/// end moves when it is completed. `counts_until`: of [`counts_until`].
pub fn is_anew((valid_until, counts_until): (WorkDate, WorkDate), filed: WorkDate) -> bool {
    validity(valid_until, counts_until, filed) == Validity::Lapsed
}

/// An application as it stands, by which it is told whether it is a new registration under the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What is applied for; only a further period is one of the two.
    pub kind: ApplicationKind,
    /// How far it has come.
    pub state: State,
    /// As was decided when it was handed in, where that was kept.
    pub decided: Option<bool>,
    /// The day it was handed in, where it was.
    pub filed: Option<WorkDate>,
    /// The last day of the registration and where the business is; absent for whoever is not registered.
    pub registered: Option<(WorkDate, PrefectureCode)>,
}

impl Standing {
    /// Whether it is: as was decided; before that, and of one handed in when that was not kept, by the day it was handed in, or as
    /// it would be if it were handed in `today`.
    pub fn is_anew(&self, disasters: &[Disaster], today: WorkDate) -> bool {
        if let Some(decided) = self.decided {
            return decided;
        }
        // What was completed before this was kept cannot be told from an end that has moved on since.
        let is_open = self.kind == ApplicationKind::BusinessRenewal && self.state != State::Completed;
        self.registered.filter(|_| is_open).is_some_and(|(until, prefecture)| {
            is_anew((until, counts_until(until, prefecture, disasters)), self.filed.unwrap_or(today))
        })
    }
}

/// The last day on which the present registration still counts: `valid_until`, or a later day that a disaster exception
/// of the business's prefecture gives. The next period is counted from `valid_until` all the same.
pub fn counts_until(valid_until: WorkDate, prefecture: PrefectureCode, disasters: &[Disaster]) -> WorkDate {
    let moved = disasters.iter().filter_map(|disaster| disaster.renewal_until(valid_until, prefecture));
    moved.max().map_or(valid_until, |later| later.max(valid_until))
}

/// The end of the month `months` before the month in which a registration ends.
pub fn months_before(valid_until: WorkDate, months: i32) -> WorkDate {
    back(valid_until.month(), months).last_day()
}

/// Months before the end from which a renewal can be applied for.
pub const OPENS_MONTHS: i32 = 6;
/// Months after the end during which it is still a renewal (ours).
pub const STILL_RENEWAL_MONTHS: i32 = 12;

/// Where a registration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "validity", rename_all = "snake_case")]
pub enum Validity {
    /// Good, and too early for a renewal.
    Good {
        /// The first day on which a renewal can be applied for.
        renewal_opens: WorkDate,
    },
    /// Good, and a renewal can be applied for.
    Renewable,
    /// Ended: no new sites or IDs. A renewal, counted from the old end, can still be applied for.
    Expired {
        /// The last day of that.
        renewable_until: WorkDate,
    },
    /// Ended longer ago: it is registered anew, under the same number.
    Lapsed,
}

impl Validity {
    /// Whether new sites and IDs may be registered.
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Good { .. } | Self::Renewable)
    }
    /// Whether a further period can be applied for: by a renewal, or after its time by registering anew.
    pub const fn is_further(self) -> bool {
        self.is_renewable() || matches!(self, Self::Lapsed)
    }
    /// Whether a renewal can be applied for.
    pub const fn is_renewable(self) -> bool {
        matches!(self, Self::Renewable | Self::Expired { .. })
    }
}

/// Where a registration stands on `today`. `counts_until`: of [`counts_until`].
pub fn validity(valid_until: WorkDate, counts_until: WorkDate, today: WorkDate) -> Validity {
    let renewal_opens = months_before(valid_until, OPENS_MONTHS);
    let renewable_until = months_before(counts_until, -STILL_RENEWAL_MONTHS);
    if today < renewal_opens {
        Validity::Good { renewal_opens }
    } else if today <= counts_until {
        Validity::Renewable
    } else if today <= renewable_until {
        Validity::Expired { renewable_until }
    } else {
        Validity::Lapsed
    }
}

/// The notices before an end, with how many months before each goes out.
pub const RENEWAL_NOTICES: [(i32, NoticeKind); 3] =
    [(OPENS_MONTHS, NoticeKind::RenewalOpens), (2, NoticeKind::RenewalSoon), (1, NoticeKind::RenewalLast)];

/// Days a notice may come late, where the register was not running on its day.
const LATE_DAYS_MAX: i64 = 14;

/// The notice a business is to get on `today`; `applied`: whether a renewal has been applied for, which the last one is
/// kept from. Each is sent once, whoever asks again.
pub fn renewal_notice(valid_until: WorkDate, today: WorkDate, applied: bool) -> Option<NoticeKind> {
    let due = |(months, kind): (i32, NoticeKind)| {
        let late = (today.date() - months_before(valid_until, months).date()).num_days();
        let wanted = !(applied && kind == NoticeKind::RenewalLast);
        ((0..=LATE_DAYS_MAX).contains(&late) && wanted).then_some(kind)
    };
    RENEWAL_NOTICES.into_iter().filter_map(due).next_back()
}

/// First and last end of registrations that may have a notice on `today`, for a list of businesses to look at.
pub fn ends_with_notices(today: WorkDate) -> (WorkDate, WorkDate) {
    (today.month().first_day(), back(today.month(), -(OPENS_MONTHS + 1)).last_day())
}

#[cfg(test)]
mod tests;
