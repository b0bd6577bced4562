//! 現場利用料: what a prime owes for the records of a month, and what later changes come to. Invariant: what has been billed
//! for a month and the lines made after it always add up to the records there are and to what they cost.
//!
//! Source: 10-registration.md, Payment: ¥10 per history record, to the prime, monthly, due when the record is made and
//! credited when it is withdrawn; general-meeting-7 ⑥5: a correction shows both figures.

use super::{
    Yen,
    price::{PriceKind, PriceList},
};
use crate::time::{WorkDate, YearMonth};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Records of one working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOfUse {
    /// The day.
    pub day: WorkDate,
    /// History records at all sites of the prime.
    pub records: i64,
}

/// Records and what they cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Usage {
    /// History records.
    pub records: i64,
    /// Yen, tax included.
    pub yen: Yen,
}

/// No price is set for this day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no price of site usage on {0}")]
pub struct NotSet(pub WorkDate);

/// What days cost, each at the price of its day. Errors: [`NotSet`] for a day with records and without a price.
pub fn cost(list: &PriceList, days: &[DayOfUse]) -> Result<Usage, NotSet> {
    let mut sum = Usage::default();
    for day in days.iter().filter(|day| day.records != 0) {
        let yen = list.price(PriceKind::SiteUsage, day.day).ok_or(NotSet(day.day))?;
        sum.records += day.records;
        sum.yen = Yen(sum.yen.get() + day.records * yen.get());
    }
    Ok(sum)
}

/// Whether the days of a month have more than one price. In such a month as many records may cost another sum, so equal
/// counts do not say that nothing changed.
pub fn has_several_prices(list: &PriceList, month: YearMonth) -> bool {
    let days = (1..=31).filter_map(|day| WorkDate::from_number(month.number() * 100 + day));
    let mut prices = days.map(|day| list.price(PriceKind::SiteUsage, day));
    let first = prices.next();
    prices.any(|price| Some(price) != first)
}

/// A line of a bill: a month's usage as billed so far and as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageLine {
    /// The month in which the work was done.
    pub month: YearMonth,
    /// As billed before; nothing where the month is billed for the first time.
    pub before: Usage,
    /// As it is.
    pub now: Usage,
}

impl UsageLine {
    /// What the line adds; below nothing where records were withdrawn.
    pub const fn yen(&self) -> Yen {
        Yen(self.now.yen.0 - self.before.yen.0)
    }
}

/// The lines that bring what was billed up to what there is, by month; nothing where nothing changed.
pub fn lines(billed: &BTreeMap<YearMonth, Usage>, now: &BTreeMap<YearMonth, Usage>) -> Vec<UsageLine> {
    let months: BTreeSet<YearMonth> = billed.keys().chain(now.keys()).copied().collect();
    let of = |figures: &BTreeMap<YearMonth, Usage>, month: &YearMonth| figures.get(month).copied().unwrap_or_default();
    let line = |month: YearMonth| UsageLine { month, before: of(billed, &month), now: of(now, &month) };
    months.into_iter().map(line).filter(|line| line.before != line.now).collect()
}

/// Why a month cannot be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotClosable {
    /// It has not ended.
    NotEnded,
    /// A later one was closed before; what it missed went there.
    LaterIsClosed,
}

/// Whether a month that is not closed can be closed on `today`, where `last` was closed last. Errors: [`NotClosable`].
pub fn may_close(month: YearMonth, last: Option<YearMonth>, today: WorkDate) -> Result<(), NotClosable> {
    if month >= today.month() {
        return Err(NotClosable::NotEnded);
    }
    if last.is_some_and(|last| last > month) { Err(NotClosable::LaterIsClosed) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fee::price::Price;
    use proptest::prelude::*;

    fn month(number: i32) -> YearMonth {
        YearMonth::from_stored(number)
    }

    fn day(number: i32) -> WorkDate {
        WorkDate::from_stored(number)
    }

    fn list() -> PriceList {
        let row = |from: i32, yen: i64| Price {
            kind: PriceKind::SiteUsage,
            from: day(from),
            until: None,
            yen: Yen(yen),
            source: String::new(),
        };
        PriceList::new(vec![row(20_201_001, 10), row(20_261_116, 12)])
    }

    #[test]
    fn each_day_costs_what_its_day_costs() {
        let used = |days: &[(i32, i64)]| {
            let days: Vec<DayOfUse> =
                days.iter().map(|(at, records)| DayOfUse { day: day(*at), records: *records }).collect();
            cost(&list(), &days)
        };
        assert_eq!(used(&[]), Ok(Usage::default()));
        assert_eq!(used(&[(20_261_115, 3)]), Ok(Usage { records: 3, yen: Yen(30) }));
        assert_eq!(used(&[(20_261_115, 3), (20_261_116, 2)]), Ok(Usage { records: 5, yen: Yen(54) }));
        assert_eq!(used(&[(20_200_930, 1)]), Err(NotSet(day(20_200_930))));
        assert_eq!(used(&[(20_200_930, 0)]), Ok(Usage::default()), "a day without records needs no price");
    }

    #[test]
    fn a_month_in_which_the_price_changes_has_several() {
        for (number, several) in
            [(202_009, false), (202_010, false), (202_610, false), (202_611, true), (202_612, false)]
        {
            assert_eq!(has_several_prices(&list(), month(number)), several, "{number}");
        }
        let row = |from: i32, until: Option<i32>, yen: i64| Price {
            kind: PriceKind::SiteUsage,
            from: day(from),
            until: until.map(day),
            yen: Yen(yen),
            source: String::new(),
        };
        for (rows, several, why) in [
            (vec![row(20_201_001, None, 10), row(20_261_101, Some(20_261_130), 12)], false, "for the whole month"),
            (vec![row(20_201_001, None, 10), row(20_261_101, Some(20_261_129), 12)], true, "but for its last day"),
            (vec![row(20_201_001, None, 10), row(20_261_102, None, 12)], true, "but for its first day"),
            (vec![row(20_201_001, None, 10), row(20_261_116, None, 10)], false, "set again as it was"),
            (vec![row(20_261_102, None, 10)], true, "not set on its first day"),
        ] {
            assert_eq!(has_several_prices(&PriceList::new(rows), month(202_611)), several, "{why}");
        }
    }

    #[test]
    fn a_change_is_a_line_with_both_figures() {
        let usage = |records: i64| Usage { records, yen: Yen(records * 10) };
        let billed = BTreeMap::from([(month(202_609), usage(5)), (month(202_610), usage(7))]);
        let now = BTreeMap::from([(month(202_609), usage(4)), (month(202_610), usage(7)), (month(202_611), usage(9))]);
        let lines = lines(&billed, &now);
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.month.number(), line.before.records, line.now.records, line.yen().get()))
            .collect();
        assert_eq!(told, [(202_609, 5, 4, -10), (202_611, 0, 9, 90)]);
        assert!(super::lines(&now, &now).is_empty());
    }

    #[test]
    fn a_month_is_closed_after_its_end_and_in_order() {
        for (number, last, today, expected) in [
            (202_611, None, 20_261_130, Err(NotClosable::NotEnded)),
            (202_611, None, 20_261_201, Ok(())),
            (202_612, None, 20_261_201, Err(NotClosable::NotEnded)),
            (202_611, Some(202_610), 20_261_201, Ok(())),
            (202_611, Some(202_611), 20_261_201, Ok(())),
            (202_610, Some(202_611), 20_261_201, Err(NotClosable::LaterIsClosed)),
            (202_612, Some(202_611), 20_270_101, Ok(())),
        ] {
            let found = may_close(month(number), last.map(month), day(today));
            assert_eq!(found, expected, "{number} after {last:?} on {today}");
        }
    }

    proptest! {
        #[test]
        fn billed_and_lines_add_up_to_what_there_is(
            steps in prop::collection::vec(prop::collection::btree_map((9i32..=12, 1i32..=30), 0i64..50, 0..24), 1..6)
        ) {
            let mut billed: BTreeMap<YearMonth, Usage> = BTreeMap::new();
            for step in steps {
                // At ¥10 before and ¥12 from 16 November on.
                let mut days: BTreeMap<YearMonth, Vec<DayOfUse>> = BTreeMap::new();
                for ((at, on), records) in step {
                    let used = DayOfUse { day: day(20_260_000 + at * 100 + on), records };
                    days.entry(month(202_600 + at)).or_default().push(used);
                }
                let now: BTreeMap<YearMonth, Usage> =
                    days.into_iter().map(|(month, days)| (month, cost(&list(), &days).unwrap())).collect();
                let owed: i64 = billed.values().map(|usage| usage.yen.get()).sum();
                let added: i64 = lines(&billed, &now).iter().map(|line| line.yen().get()).sum();
                let is: i64 = now.values().map(|usage| usage.yen.get()).sum();
                prop_assert_eq!(owed + added, is);
                for line in lines(&billed, &now) {
                    billed.insert(line.month, line.now);
                }
                prop_assert!(lines(&billed, &now).is_empty(), "closing again adds nothing");
            }
        }
    }
}
