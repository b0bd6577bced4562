//! Until when a day of work may be entered, put right, or have its approval taken back by the businesses of the site.
//! Invariant: pure calendar of Japan, and an exception only ever gives more time.
//!
//! Source: 20-sites-and-history.md (direct entry until the end of the following month); 10-registration.md, Disaster
//! exceptions (entry *and correction*); general-meeting-11 資料2 §6.

use crate::{
    disaster::Disaster,
    prefecture::PrefectureCode,
    time::{WorkDate, YearMonth},
};
use serde::{Deserialize, Serialize};

/// Why a day may not be entered or put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotOpen {
    /// The day has not come.
    InFuture,
    /// The last day for it has gone by.
    Passed {
        /// That last day.
        last: WorkDate,
    },
}

/// The last day for a day of work where no exception helps: the end of the following month.
pub fn deadline(day: WorkDate) -> WorkDate {
    day.month().next().last_day()
}

/// The last day for a day of work. `prefectures`: the site's and the acting business's; one of them in a disaster's is
/// enough. The later of the usual day and the exceptions' counts.
pub fn last_day(day: WorkDate, prefectures: &[PrefectureCode], disasters: &[Disaster]) -> WorkDate {
    let late =
        disasters.iter().flat_map(|disaster| prefectures.iter().filter_map(move |at| disaster.entry_until(day, *at)));
    late.fold(deadline(day), WorkDate::max)
}

/// Whether a day of work may be entered or put right on `today`. Errors: why not.
pub fn may_enter(
    day: WorkDate,
    today: WorkDate,
    prefectures: &[PrefectureCode],
    disasters: &[Disaster],
) -> Result<(), NotOpen> {
    if day > today {
        return Err(NotOpen::InFuture);
    }
    let last = last_day(day, prefectures, disasters);
    if today > last { Err(NotOpen::Passed { last }) } else { Ok(()) }
}

/// How many months back a prime is reminded of what waits for approval.
const REMINDED_MONTHS: usize = 12;

/// The months of work whose days primes are reminded of on `day` while they wait for approval: on the first of a month the
/// twelve whose usual time is over, the latest first; none on other days. Reminding, not losing, is the rule
/// (20-sites-and-history.md); when and how often is ours.
pub fn reminded(day: WorkDate) -> Vec<YearMonth> {
    if day.day() != 1 {
        return Vec::new();
    }
    let latest = day.month().previous().previous();
    core::iter::successors(Some(latest), |month| Some(month.previous())).take(REMINDED_MONTHS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disaster::EntryRelief;

    fn day(number: i32) -> WorkDate {
        WorkDate::from_number(number).unwrap()
    }

    fn at(codes: &[i16]) -> Vec<PrefectureCode> {
        codes.iter().map(|code| PrefectureCode::from_number(*code).unwrap()).collect()
    }

    fn noto() -> Disaster {
        Disaster {
            code: "noto-2024".to_owned(),
            name: "令和6年能登半島地震".to_owned(),
            ground: "災害救助法".to_owned(),
            from: day(20_240_101),
            prefectures: at(&[15, 16, 17, 18]),
            entry: Some(EntryRelief { days_until: day(20_240_430), until: day(20_240_630) }),
            renewal: None,
            payment_until: None,
        }
    }

    #[test]
    fn a_day_is_open_from_itself_until_the_end_of_the_following_month() {
        for (worked, last) in [
            (20_261_001, 20_261_130),
            (20_261_031, 20_261_130),
            (20_261_231, 20_270_131),
            (20_280_115, 20_280_229),
            (20_260_131, 20_260_228),
        ] {
            let (worked, last) = (day(worked), day(last));
            assert_eq!(deadline(worked), last, "{worked}");
            assert_eq!(may_enter(worked, worked, &[], &[]), Ok(()), "{worked} on itself");
            assert_eq!(
                may_enter(worked, worked.previous(), &[], &[]),
                Err(NotOpen::InFuture),
                "{worked} the day before"
            );
            assert_eq!(may_enter(worked, last, &[], &[]), Ok(()), "{worked} on its last day");
            assert_eq!(may_enter(worked, last.next(), &[], &[]), Err(NotOpen::Passed { last }), "{worked} a day later");
        }
    }

    #[test]
    fn a_disaster_gives_more_time_to_the_days_that_were_open_when_it_began() {
        let (ishikawa, kanagawa) = (at(&[17]), at(&[14]));
        for (worked, prefectures, last) in [
            (20_240_430, &ishikawa, 20_240_630),
            // After the exception's days the usual last day counts, here the same.
            (20_240_501, &ishikawa, 20_240_630),
            (20_231_201, &ishikawa, 20_240_630),
            // Its usual last day was before the disaster began.
            (20_231_130, &ishikawa, 20_231_231),
            (20_190_601, &ishikawa, 20_190_731),
            // One of the two, site or business, is enough.
            (20_240_105, &at(&[14, 17]), 20_240_630),
            (20_240_105, &at(&[17, 14]), 20_240_630),
            (20_240_105, &kanagawa, 20_240_229),
            (20_240_105, &Vec::new(), 20_240_229),
        ] {
            let (worked, last) = (day(worked), day(last));
            assert_eq!(last_day(worked, prefectures, &[noto()]), last, "{worked} {prefectures:?}");
            assert_eq!(may_enter(worked, last, prefectures, &[noto()]), Ok(()), "{worked} {prefectures:?}");
            let over = may_enter(worked, last.next(), prefectures, &[noto()]);
            assert_eq!(over, Err(NotOpen::Passed { last }), "{worked} {prefectures:?}");
        }
    }

    #[test]
    fn on_the_first_the_year_whose_time_is_over_is_reminded_of() {
        for (today, latest, oldest) in [(20_270_101, 202_611, 202_512), (20_260_301, 202_601, 202_502)] {
            let months = reminded(day(today));
            assert_eq!(months.len(), REMINDED_MONTHS, "{today}");
            assert_eq!((months[0].number(), months[11].number()), (latest, oldest), "{today}");
            assert!(months.iter().all(|month| deadline(month.last_day()) < day(today)), "{today}");
            assert!(deadline(months[0].next().first_day()) >= day(today), "{today}: the next has time still");
        }
        for other in [20_261_231, 20_270_102, 20_270_131] {
            assert!(reminded(day(other)).is_empty(), "{other}");
        }
    }

    #[test]
    fn no_exception_ever_shortens_the_time() {
        let hasty =
            Disaster { entry: Some(EntryRelief { days_until: day(20_240_430), until: day(20_240_131) }), ..noto() };
        let ishikawa = at(&[17]);
        let mut worked = day(20_230_101);
        while worked < day(20_250_101) {
            let (without, with) = (deadline(worked), last_day(worked, &ishikawa, &[hasty.clone(), noto()]));
            assert!(with >= without, "{worked}");
            assert_eq!(with, last_day(worked, &ishikawa, &[noto(), hasty.clone()]), "{worked} in either order");
            worked = worked.next();
        }
        assert_eq!(last_day(day(20_240_110), &ishikawa, &[hasty]), day(20_240_229));
    }
}
