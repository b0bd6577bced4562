//! 現場利用実績の補正: what a report of work to 建退共 says against what was recorded. Invariant: a correction keeps both
//! figures, and what a month comes to with it is never below nothing.
//!
//! Source: general-meeting-7, 資料 ⑥5 (usage corrected from reports to Kentaikyo); 10-registration.md, Payment. How the
//! correction enters a bill is ours: it is added to the records of its month, at the price of the month's last day, and so
//! goes to the next closing like whatever else changes of a month.

use super::{
    price::PriceList,
    usage::{DayOfUse, NotSet, Usage, cost},
};
use crate::{
    form::{
        FieldProblem,
        reader::{self, Read, Reader},
    },
    id::BusinessId,
    time::{Instant, WorkDate, YearMonth},
};
use serde::{Deserialize, Serialize};

/// A correction of the usage of a month, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageReport {
    /// The prime.
    pub business: BusinessId,
    /// Its name today.
    pub name: String,
    /// The month in which the work was done.
    pub month: YearMonth,
    /// Records as they were counted when it was made, corrections before it with them.
    pub counted: i64,
    /// Records as reported.
    pub reported: i64,
    /// Which report it is from, in the operator's words.
    pub reason: String,
    /// When it was entered.
    pub corrected_at: Instant,
}

/// What a month comes to: what its records cost, and what reports add to them or take away (`reported`, below nothing where
/// they say less), at the price of the month's last day.
///
/// Errors: [`NotSet`] where records are reported and that day has no price.
pub fn corrected(list: &PriceList, month: YearMonth, found: Usage, reported: i64) -> Result<Usage, NotSet> {
    let added = cost(list, &[DayOfUse { day: month.last_day(), records: reported }])?;
    let sum = Usage { records: found.records + added.records, yen: super::Yen(found.yen.0 + added.yen.0) };
    // More may have been withdrawn since than the report left.
    if sum.records <= 0 || sum.yen.0 < 0 {
        Ok(Usage { records: sum.records.max(0), ..Usage::default() })
    } else {
        Ok(sum)
    }
}

/// Months that can be corrected: those that have ended, latest first.
pub fn months(today: WorkDate) -> impl Iterator<Item = YearMonth> {
    core::iter::successors(Some(today.month().previous()), |month| Some(month.previous())).take(MONTHS)
}

/// How far back a report is taken: two fiscal years and what has run of this one.
const MONTHS: usize = 36;
/// More than any prime has in a month.
const RECORDS_MAX: i64 = 10_000_000;
const REASON_CHARS_MAX: u32 = 500;

/// Whose usage, and of which month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsageOf {
    /// The prime.
    pub business: BusinessId,
    /// The month.
    pub month: YearMonth,
}

/// A correction, as typed by the operator.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    /// 事業者ID of the prime.
    pub business: String,
    /// `yyyymm`.
    pub month: String,
    /// Records that the page showed when it was typed.
    pub counted: String,
    /// Records as reported.
    pub reported: String,
    /// Which report it is from.
    pub reason: String,
}

/// The form's fields in page order.
pub const REPORT_FIELDS: &[&str] = &["business", "month", "reported", "reason"];

/// A correction that reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportEntry {
    /// Of whom and when.
    pub of: UsageOf,
    /// Records that were seen.
    pub counted: i64,
    /// Records as reported.
    pub reported: i64,
    /// Why.
    pub reason: String,
}

impl ReportForm {
    fn read_of(&self, read: &mut Reader, today: WorkDate) -> Read<UsageOf> {
        let business = read.required("business", &self.business, reader::business_id);
        let month = read.choice("month", &self.month, |raw| {
            let month = raw.parse().ok().and_then(YearMonth::from_number)?;
            months(today).find(|ended| *ended == month)
        });
        Ok(UsageOf { business: business?, month: month? })
    }

    /// Whose usage is asked about. Errors: the problems.
    pub fn of(&self, today: WorkDate) -> Result<UsageOf, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let of = self.read_of(&mut read, today);
        read.finish(of)
    }

    /// Checks the whole form; all problems at once. Errors: the problems.
    pub fn validate(&self, today: WorkDate) -> Result<ReportEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let of = self.read_of(&mut read, today);
        let counted = read.required("counted", &self.counted, |raw| reader::whole(raw, 0, RECORDS_MAX));
        let reported = read.required("reported", &self.reported, |raw| reader::whole(raw, 0, RECORDS_MAX));
        let reason = read.text("reason", &self.reason, REASON_CHARS_MAX);
        let entry = || Ok(ReportEntry { of: of?, counted: counted?, reported: reported?, reason: reason? });
        let entry = entry();
        read.finish(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Price, PriceKind, Yen},
        *,
    };
    use proptest::prelude::*;

    fn list() -> PriceList {
        let row = |from: i32, yen: i64| Price {
            kind: PriceKind::SiteUsage,
            from: WorkDate::from_stored(from),
            until: None,
            yen: Yen(yen),
            source: String::new(),
        };
        PriceList::new(vec![row(20_201_001, 10), row(20_261_116, 12)])
    }

    fn month(number: i32) -> YearMonth {
        YearMonth::from_stored(number)
    }

    #[test]
    fn a_report_counts_at_the_price_of_the_last_day_and_never_below_nothing() {
        for (number, records, yen, reported, is) in [
            (202_610, 10, 100, 0, (10, 100)),
            (202_610, 10, 100, 3, (13, 130)),
            (202_610, 10, 100, -3, (7, 70)),
            (202_610, 10, 100, -10, (0, 0)),
            (202_610, 10, 100, -11, (0, 0)),
            (202_611, 10, 100, 3, (13, 136)),
            (202_611, 10, 100, -9, (1, 0)),
            (202_610, 0, 0, 4, (4, 40)),
        ] {
            let found = Usage { records, yen: Yen(yen) };
            let told = corrected(&list(), month(number), found, reported).unwrap();
            assert_eq!((told.records, told.yen.get()), is, "{number}: {records} and {reported}");
        }
        let none = corrected(&list(), month(202_009), Usage::default(), 1);
        assert_eq!(none, Err(NotSet(WorkDate::from_stored(20_200_930))));
        assert_eq!(corrected(&list(), month(202_009), Usage::default(), 0), Ok(Usage::default()));
    }

    type Change = fn(&mut ReportForm);

    #[test]
    fn only_a_month_that_has_ended_is_corrected() {
        let today = WorkDate::from_stored(20_261_122);
        let form = ReportForm {
            business: BusinessId::from_body(7).to_string(),
            month: "202610".to_owned(),
            counted: "12".to_owned(),
            reported: "10".to_owned(),
            reason: "建退共への就労実績報告（2026年10月分）".to_owned(),
        };
        assert_eq!(form.validate(today).unwrap().reported, 10);
        let cases: [(&str, Change); 8] = [
            ("business", |form| form.business = "1".to_owned()),
            ("month", |form| form.month = "202611".to_owned()),
            ("month", |form| form.month = "202310".to_owned()),
            ("month", |form| form.month = "20261".to_owned()),
            ("counted", |form| form.counted = String::new()),
            ("reported", |form| form.reported = "-1".to_owned()),
            ("reported", |form| form.reported = "10000001".to_owned()),
            ("reason", |form| form.reason = " ".to_owned()),
        ];
        for (field, change) in cases {
            let mut wrong = form.clone();
            change(&mut wrong);
            let problems = wrong.validate(today).unwrap_err();
            assert_eq!(problems.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>(), [field], "{wrong:?}");
        }
        let mut oldest = form;
        oldest.month = "202311".to_owned();
        assert!(oldest.validate(today).is_ok());
        let fields: Vec<String> =
            ReportForm::default().validate(today).unwrap_err().into_iter().map(|problem| problem.field).collect();
        assert!(REPORT_FIELDS.iter().all(|field| fields.contains(&(*field).to_owned())), "{fields:?}");
    }

    proptest! {
        #[test]
        fn what_is_reported_is_what_it_comes_to(records in 0i64..1_000, reported in 0i64..1_000) {
            let found = Usage { records, yen: Yen(records * 10) };
            let told = corrected(&list(), month(202_610), found, reported - records).unwrap();
            prop_assert_eq!((told.records, told.yen), (reported, Yen(reported * 10)));
        }
    }
}
