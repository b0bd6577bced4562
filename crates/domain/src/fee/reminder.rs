//! What who owes is told, and when. Invariant: nobody's log-in is limited who was not told before, by which day and why.
//!
//! Source: 10-registration.md, Payment (the business sees every invoice and why a log-in is blocked; unpaid after the due date:
//! limited from the start of the next month). The days are ours (2026-11-22): a week is what an office needs for a transfer.

use super::{FeeKind, standing::limits_from};
use crate::{notice::NoticeKind, time::WorkDate};

/// Days before the due day from which it is told again.
pub const SOON_DAYS: i64 = 7;

/// How far along a request that nobody has paid is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// It was asked for.
    Asked,
    /// The due day is near, or has gone by without a consequence yet.
    Soon,
    /// A business's log-ins are limited for it.
    Limiting,
}

impl Stage {
    /// Where what is due on `due` stands on `today`.
    pub fn on(due: WorkDate, today: WorkDate) -> Self {
        if today >= limits_from(due) {
            Self::Limiting
        } else if (due.date() - today.date()).num_days() <= SOON_DAYS {
            Self::Soon
        } else {
            Self::Asked
        }
    }
    /// Stable word of what is told once of a request at this stage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "fee.asked",
            Self::Soon => "fee.soon",
            Self::Limiting => "fee.limiting",
        }
    }
    /// What a business is told at this stage of a request of a kind; `None` where the use case that asked has told it, or a
    /// log-in is not what somebody loses.
    pub fn notice(self, kind: FeeKind, is_business: bool) -> Option<NoticeKind> {
        match self {
            // Registrations and cards are asked for by somebody who is told on the spot.
            Self::Asked => match kind {
                FeeKind::SiteUsage | FeeKind::AdminIdYearly => Some(NoticeKind::InvoiceMade),
                _ => None,
            },
            Self::Soon if is_business => Some(NoticeKind::InvoiceLast),
            Self::Soon => Some(NoticeKind::InvoiceSoon),
            Self::Limiting => is_business.then_some(NoticeKind::LogInLimited),
        }
    }
}

/// First and last due day of what may have something to tell on `today`: of what limits a log-in only what began to within
/// the last month, since it was told then.
pub fn looked_at(today: WorkDate) -> (WorkDate, WorkDate) {
    (today.month().previous().previous().first_day(), today.month().next().next().last_day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;

    fn day(number: i32) -> WorkDate {
        WorkDate::from_stored(number)
    }

    #[test]
    fn a_request_goes_through_its_stages_by_the_day() {
        for (due, today, expected) in [
            (20_261_231, 20_261_122, Stage::Asked),
            (20_261_231, 20_261_223, Stage::Asked),
            (20_261_231, 20_261_224, Stage::Soon),
            (20_261_231, 20_261_231, Stage::Soon),
            (20_261_231, 20_270_101, Stage::Limiting),
            (20_261_215, 20_261_215, Stage::Soon),
            (20_261_215, 20_261_216, Stage::Soon),
            (20_261_215, 20_261_231, Stage::Soon),
            (20_261_215, 20_270_101, Stage::Limiting),
            (20_280_229, 20_280_222, Stage::Soon),
            (20_280_229, 20_280_221, Stage::Asked),
            (20_280_229, 20_280_301, Stage::Limiting),
        ] {
            assert_eq!(Stage::on(day(due), day(today)), expected, "due {due} on {today}");
        }
    }

    #[test]
    fn who_asked_is_told_on_the_spot_and_only_a_business_loses_its_log_in() {
        use FeeKind::{AdminIdYearly, CardReissue, SiteUsage};
        for (stage, kind, is_business, expected) in [
            (Stage::Asked, SiteUsage, true, Some(NoticeKind::InvoiceMade)),
            (Stage::Asked, AdminIdYearly, true, Some(NoticeKind::InvoiceMade)),
            (Stage::Asked, CardReissue, false, None),
            (Stage::Soon, CardReissue, false, Some(NoticeKind::InvoiceSoon)),
            (Stage::Soon, SiteUsage, true, Some(NoticeKind::InvoiceLast)),
            (Stage::Limiting, CardReissue, false, None),
            (Stage::Limiting, AdminIdYearly, true, Some(NoticeKind::LogInLimited)),
        ] {
            assert_eq!(stage.notice(kind, is_business), expected, "{stage:?} {kind:?}");
        }
    }

    #[test]
    fn every_day_on_which_a_stage_begins_is_looked_at() {
        for due in [20_261_215, 20_261_231, 20_270_131, 20_280_229] {
            let due = day(due);
            let mut today = WorkDate::from_date(due.date() - Days::new(40));
            let mut stage = Stage::Asked;
            while today.date() < due.date() + Days::new(40) {
                let now = Stage::on(due, today);
                if now != stage {
                    let (first, last) = looked_at(today);
                    assert!(first <= due && due <= last, "{due} on {today}");
                    stage = now;
                }
                today = today.next();
            }
            assert_eq!(stage, Stage::Limiting);
        }
    }
}
