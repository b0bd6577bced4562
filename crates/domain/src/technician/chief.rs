//! 登録基幹技能者 whose qualification ends: when their register is asked again. Invariant: what it says later replaces what it
//! said before, and what it does not know any more takes nothing away.
//!
//! Source: 10-registration.md, Technicians, 登録基幹技能者 link (later renewals flow in); how often is ours.

use crate::time::WorkDate;

/// Days before the last day from which the register is asked again.
const FROM_DAYS: i64 = 60;
/// Days after it until which it is.
const UNTIL_DAYS: i64 = 365;
/// Days between two questions about the same.
const EACH_DAYS: i64 = 7;

/// The first and the last of the last days about which something may be asked on `today`.
pub fn asked_about(today: WorkDate) -> (WorkDate, WorkDate) {
    let day = |days| WorkDate::from_date(today.date() + chrono::Duration::days(days));
    (day(-UNTIL_DAYS), day(FROM_DAYS))
}

/// Whether the register is asked on `today` about one whose last day is `expires`.
pub fn is_asked(expires: WorkDate, today: WorkDate) -> bool {
    let left = (expires.date() - today.date()).num_days();
    (-UNTIL_DAYS..=FROM_DAYS).contains(&left) && left.rem_euclid(EACH_DAYS) == FROM_DAYS.rem_euclid(EACH_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_is_asked_each_week_from_two_months_before_the_end_to_a_year_after_it() {
        let (expires, day) = (WorkDate::from_stored(20_290_331), WorkDate::from_stored);
        let asked = |today: i32| is_asked(expires, day(today));
        assert!(!asked(20_290_129), "61 days before");
        assert!(asked(20_290_130), "60 days before");
        assert!(!asked(20_290_131) && asked(20_290_206));
        let all = (0..500).filter(|days| {
            is_asked(expires, WorkDate::from_date(day(20_290_130).date() + chrono::Duration::days(*days)))
        });
        assert_eq!((all.clone().count(), all.max()), (61, Some(420)), "the last 360 days after");
        let (first, last) = asked_about(day(20_290_130));
        assert_eq!((first.number(), last.number()), (20_280_131, 20_290_331), "365 days before, a leap year between");
    }
}
