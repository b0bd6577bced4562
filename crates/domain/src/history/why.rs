//! なぜ数えられていないか: why a day of work does not count, or not yet. Invariant: an approved day has no reasons, and a day
//! that is not approved has at least one.
//!
//! Source: 20-sites-and-history.md (provisional until approved; reminder, not loss; a touch without proof makes no
//! history), 30-cards.md (what is set aside is kept for a person to look at). The order of the reasons is ours.

use super::{
    Approval,
    approval::Case,
    deadline::{deadline, reminded},
    is_inside,
};
use crate::{
    id::SiteId,
    time::{Instant, WorkDate},
    touch::shift::day_by_boundary,
};
use serde::{Deserialize, Serialize};

/// Why a record does not count yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The person is inside.
    Inside,
    /// The day is not over.
    NotOver,
    /// 職種 or 立場 is not known: a level could not count it.
    Incomplete,
    /// 施工体制未登録.
    Unlisted,
    /// 入場なし.
    NoIn,
    /// 退場なし.
    NoOut,
    /// It waits for an approval.
    Waiting {
        /// Since this day.
        since: WorkDate,
        /// When the prime was last reminded of it, where its time is over.
        reminded: Option<WorkDate>,
    },
}

/// Why a record does not count at `now`, what stands in the way first. `withdrawn`: when an approval of it was last taken
/// back.
pub fn why(case: &Case, withdrawn: Option<Instant>, now: Instant) -> Vec<Why> {
    if case.approval == Approval::Approved {
        return Vec::new();
    }
    let today = now.date();
    let inside = is_inside(case.inside_since, now);
    if inside || case.date >= today {
        return vec![if inside { Why::Inside } else { Why::NotOver }];
    }
    let lacks = [
        (!case.complete, Why::Incomplete),
        (!case.listed, Why::Unlisted),
        (case.first_in.is_none(), Why::NoIn),
        (case.last_out.is_none(), Why::NoOut),
    ];
    let mut reasons: Vec<Why> = lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, why)| why).collect();
    let over = case.date.next();
    let since = withdrawn.map_or(over, |at| at.date().max(over));
    reasons.push(Why::Waiting { since, reminded: last_reminded(case.date, today).filter(|day| *day >= since) });
    reasons
}

/// When primes were last reminded of a day of work that waits, as far as its time is over.
fn last_reminded(worked: WorkDate, today: WorkDate) -> Option<WorkDate> {
    let first = today.month().first_day();
    (today > deadline(worked) && reminded(first).contains(&worked.month())).then_some(first)
}

/// Why a touch makes no history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aside {
    /// The card had been stopped or replaced.
    CardStopped,
    /// The same tap of the card came before with another touch.
    Replay,
    /// It is not proven that the gate made it.
    Signature,
    /// Its time cannot be.
    Time,
    /// The site was closed.
    SiteClosed,
    /// Another touch had its number.
    Number,
}

impl Aside {
    /// From the stable code a touch was set aside with. `None` for those that name nobody.
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "touch.card_revoked" => Self::CardStopped,
            "touch.replay" => Self::Replay,
            "touch.unsigned" | "touch.signature" => Self::Signature,
            "touch.time_future" | "touch.time_too_old" | "touch.id_time" => Self::Time,
            "touch.site_closed" => Self::SiteClosed,
            "touch.id_conflict" => Self::Number,
            _ => return None,
        })
    }
    /// The day a touch that was set aside is told on: the one it says it was of, or where its time cannot be the one it came
    /// on.
    pub fn day(self, at: Instant, received_at: Instant, boundary_minutes: i16) -> WorkDate {
        day_by_boundary(if self == Self::Time { received_at } else { at }, boundary_minutes)
    }
}

/// A touch that was set aside, as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsideLine {
    /// The day it is told on.
    pub date: WorkDate,
    /// Where.
    pub site_id: SiteId,
    /// Its name.
    pub site: String,
    /// When it was by its own time; absent where that cannot be.
    pub at: Option<Instant>,
    /// Why it makes no history.
    pub why: Aside,
}

/// A day at a site of which there are only touches that were set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncounted {
    /// Which day.
    pub date: WorkDate,
    /// Where.
    pub site_id: SiteId,
    /// Its name.
    pub site: String,
    /// Why, each reason once.
    pub why: Vec<Aside>,
}

/// The days of which nothing but such touches is there, the latest first. `recorded`: the days with a record.
pub fn uncounted(lines: &[AsideLine], recorded: &[(WorkDate, SiteId)]) -> Vec<Uncounted> {
    let mut days: Vec<Uncounted> = Vec::new();
    for line in lines.iter().filter(|line| !recorded.contains(&(line.date, line.site_id))) {
        let known = days.iter_mut().find(|day| (day.date, day.site_id) == (line.date, line.site_id));
        match known {
            Some(day) if day.why.contains(&line.why) => {}
            Some(day) => day.why.push(line.why),
            None => days.push(Uncounted {
                date: line.date,
                site_id: line.site_id,
                site: line.site.clone(),
                why: vec![line.why],
            }),
        }
    }
    days.sort_by_key(|day| (core::cmp::Reverse(day.date), day.site_id));
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{HOUR_MS, MINUTE_MS};
    use proptest::prelude::*;

    fn day(number: i32) -> WorkDate {
        WorkDate::from_stored(number)
    }

    fn at(number: i32, hour: i64) -> Instant {
        day(number).start().plus_ms(hour * HOUR_MS)
    }

    /// The 18th from eight to five, on the roster, waiting.
    fn case() -> Case {
        Case {
            date: day(20_261_118),
            first_in: Some(at(20_261_118, 8)),
            last_out: Some(at(20_261_118, 17)),
            inside_since: None,
            approval: Approval::Provisional,
            listed: true,
            complete: true,
        }
    }

    fn waits(since: i32, reminded: Option<i32>) -> Why {
        Why::Waiting { since: day(since), reminded: reminded.map(day) }
    }

    #[test]
    fn a_day_waits_from_the_morning_after_it_and_the_prime_is_reminded_when_its_time_is_over() {
        for (today, expected) in [
            (20_261_118, Why::NotOver),
            (20_261_119, waits(20_261_119, None)),
            (20_261_231, waits(20_261_119, None)),
            (20_270_101, waits(20_261_119, Some(20_270_101))),
            (20_270_214, waits(20_261_119, Some(20_270_201))),
            (20_271_201, waits(20_261_119, Some(20_271_201))),
            // After twelve times no more.
            (20_280_101, waits(20_261_119, None)),
        ] {
            assert_eq!(why(&case(), None, at(today, 12)), [expected], "{today}");
        }
    }

    #[test]
    fn after_an_approval_was_taken_back_it_waits_since_then() {
        for (withdrawn, since) in [(20_261_118, 20_261_119), (20_261_201, 20_261_201)] {
            assert_eq!(why(&case(), Some(at(withdrawn, 9)), at(20_261_205, 12)), [waits(since, None)], "{withdrawn}");
        }
        let late = why(&case(), Some(at(20_270_110, 9)), at(20_270_120, 12));
        assert_eq!(late, [waits(20_270_110, None)], "nobody was reminded of it since");
    }

    #[test]
    fn all_that_stands_in_the_way_is_told_in_order() {
        let now = at(20_261_120, 12);
        let waiting = waits(20_261_119, None);
        for (case, expected) in [
            (Case { approval: Approval::Approved, listed: false, ..case() }, vec![]),
            (Case { complete: false, listed: false, ..case() }, vec![Why::Incomplete, Why::Unlisted, waiting]),
            (Case { listed: false, ..case() }, vec![Why::Unlisted, waiting]),
            (Case { first_in: None, ..case() }, vec![Why::NoIn, waiting]),
            (Case { last_out: None, ..case() }, vec![Why::NoOut, waiting]),
            (Case { date: day(20_261_119), inside_since: Some(at(20_261_119, 19)), ..case() }, vec![Why::Inside]),
            // Eighteen hours and no out: not inside any more.
            (Case { last_out: None, inside_since: Some(at(20_261_118, 8)), ..case() }, vec![Why::NoOut, waiting]),
        ] {
            assert_eq!(why(&case, None, now), expected, "{case:?}");
        }
    }

    #[test]
    fn a_touch_is_told_on_its_own_day_or_where_its_time_cannot_be_on_the_day_it_came() {
        let (said, came) = (at(20_261_118, 8), at(20_261_120, 9));
        assert_eq!(Aside::Replay.day(said, came, 0), day(20_261_118));
        assert_eq!(Aside::Time.day(said, came, 0), day(20_261_120));
        let before_five = at(20_261_118, 5).plus_ms(-MINUTE_MS);
        assert_eq!(Aside::CardStopped.day(before_five, came, 300), day(20_261_117), "by the site's boundary");
        assert_eq!(Aside::from_code("touch.unknown_card"), None, "it names nobody");
    }

    #[test]
    fn a_day_with_a_record_is_no_day_of_its_own_and_a_reason_is_told_once() {
        let line = |number: i32, body: i64, why: Aside| AsideLine {
            date: day(number),
            site_id: SiteId::from_body(body),
            site: "x".to_owned(),
            at: None,
            why,
        };
        let lines = [
            line(20_261_117, 1, Aside::Time),
            line(20_261_118, 1, Aside::Replay),
            line(20_261_118, 1, Aside::Replay),
            line(20_261_118, 1, Aside::Signature),
            line(20_261_118, 2, Aside::Replay),
        ];
        let found = uncounted(&lines, &[(day(20_261_118), SiteId::from_body(2))]);
        let said: Vec<_> = found.iter().map(|of| (of.date.number(), of.why.clone())).collect();
        assert_eq!(said, [(20_261_118, vec![Aside::Replay, Aside::Signature]), (20_261_117, vec![Aside::Time])]);
    }

    proptest! {
        #[test]
        fn a_day_has_reasons_just_where_it_is_not_approved(
            date in 20_261_101_i32..=20_261_130, approved: bool, listed: bool, complete: bool, comes: bool, goes: bool,
            inside: bool, hour in 0_i64..2_000,
        ) {
            let came = at(date, 8);
            let of = Case {
                date: day(date),
                first_in: comes.then_some(came),
                last_out: goes.then(|| at(date, 17)),
                inside_since: inside.then_some(came),
                approval: if approved { Approval::Approved } else { Approval::Provisional },
                listed,
                complete,
            };
            prop_assert_eq!(why(&of, None, at(20_261_101, hour)).is_empty(), approved);
        }
    }
}
