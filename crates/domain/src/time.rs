//! Instants, working days and months. Invariant: Japan's clock is UTC+9 without summer time, and it is added here only.
//!
//! In the database an instant is milliseconds since 1970 UTC, a day the number `yyyymmdd`, a month `yyyymm`: the same
//! integers on both databases, ordered, and readable by a person (docs/decisions/0004-time-and-working-day.md).

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc, Weekday,
};
use core::fmt;
use serde::{Deserialize, Serialize};

/// Milliseconds in one hour.
pub const HOUR_MS: i64 = 3_600_000;
/// Milliseconds in one minute.
pub const MINUTE_MS: i64 = 60_000;
/// Milliseconds in one day.
pub const DAY_MS: i64 = 24 * HOUR_MS;
const JST_OFFSET_S: i32 = 9 * 3600;

/// An instant, milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// The instant `ms` milliseconds later (earlier where negative).
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
    /// Milliseconds from `earlier` to this instant; negative where this one is earlier.
    pub const fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
    /// Date and time on the clocks of Japan. Instants outside chrono's years are shown as the epoch.
    pub fn jst(self) -> NaiveDateTime {
        let utc = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or_default();
        match FixedOffset::east_opt(JST_OFFSET_S) {
            Some(offset) => utc.with_timezone(&offset).naive_local(),
            None => utc.naive_utc(),
        }
    }
    /// The instant at which the clocks of Japan show `at`.
    pub fn from_jst(at: NaiveDateTime) -> Self {
        Self(Utc.from_utc_datetime(&at).timestamp_millis() - i64::from(JST_OFFSET_S) * 1000)
    }
    /// The calendar day in Japan.
    pub fn date(self) -> WorkDate {
        WorkDate::from_date(self.jst().date())
    }
    /// `HH:MM` on the clocks of Japan.
    pub fn hh_mm(self) -> String {
        let at = self.jst();
        format!("{:02}:{:02}", at.hour(), at.minute())
    }
}

/// A calendar day in Japan as `yyyymmdd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkDate(i32);

impl WorkDate {
    /// From a calendar date. Years 0 to 9999.
    pub fn from_date(date: NaiveDate) -> Self {
        let (month, day) = (date.month().cast_signed(), date.day().cast_signed());
        Self(date.year() * 10_000 + month * 100 + day)
    }
    /// From `yyyymmdd`; `None` for a day no calendar has.
    pub fn from_number(number: i32) -> Option<Self> {
        let part = |value: i32| u32::try_from(value).ok();
        NaiveDate::from_ymd_opt(number / 10_000, part(number / 100 % 100)?, part(number % 100)?).map(Self::from_date)
    }
    /// Takes a day the register itself stored.
    pub const fn from_stored(number: i32) -> Self {
        Self(number)
    }
    /// `yyyymmdd`.
    pub const fn number(self) -> i32 {
        self.0
    }
    /// The calendar date.
    pub fn date(self) -> NaiveDate {
        let part = |value: i32| u32::try_from(value).unwrap_or(1);
        NaiveDate::from_ymd_opt(self.0 / 10_000, part(self.0 / 100 % 100), part(self.0 % 100)).unwrap_or_default()
    }
    /// The month the day is in.
    pub const fn month(self) -> YearMonth {
        YearMonth(self.0 / 100)
    }
    /// Day of the month, 1 to 31.
    pub const fn day(self) -> i32 {
        self.0 % 100
    }
    /// Day of the week.
    pub fn weekday(self) -> Weekday {
        self.date().weekday()
    }
    /// The day after.
    #[must_use]
    pub fn next(self) -> Self {
        Self::from_date(self.date().checked_add_days(Days::new(1)).unwrap_or_default())
    }
    /// The day before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self::from_date(self.date().checked_sub_days(Days::new(1)).unwrap_or_default())
    }
    /// Midnight in Japan at which the day starts.
    pub fn start(self) -> Instant {
        Instant::from_jst(self.date().and_time(NaiveTime::MIN))
    }
}

impl fmt::Display for WorkDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}

/// A calendar month as `yyyymm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct YearMonth(i32);

impl YearMonth {
    /// From `yyyymm`; `None` where the month is not 1 to 12 or the year not 1900 to 9999.
    pub fn from_number(number: i32) -> Option<Self> {
        ((1..=12).contains(&(number % 100)) && (1900..=9999).contains(&(number / 100))).then_some(Self(number))
    }
    /// Takes a month the register itself stored.
    pub const fn from_stored(number: i32) -> Self {
        Self(number)
    }
    /// `yyyymm`.
    pub const fn number(self) -> i32 {
        self.0
    }
    /// Calendar year.
    pub const fn year(self) -> i32 {
        self.0 / 100
    }
    /// Month of the year, 1 to 12.
    pub const fn month_of_year(self) -> i32 {
        self.0 % 100
    }
    /// The month after.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.0 % 100 == 12 { Self(self.0 + 89) } else { Self(self.0 + 1) }
    }
    /// The month before.
    #[must_use]
    pub const fn previous(self) -> Self {
        if self.0 % 100 == 1 { Self(self.0 - 89) } else { Self(self.0 - 1) }
    }
    /// First day.
    pub const fn first_day(self) -> WorkDate {
        WorkDate(self.0 * 100 + 1)
    }
    /// Last day.
    pub fn last_day(self) -> WorkDate {
        self.next().first_day().previous()
    }
    /// The fiscal year (年度, April to March) the month is in, named by the year it starts in.
    pub const fn fiscal_year(self) -> i32 {
        if self.0 % 100 >= 4 { self.year() } else { self.year() - 1 }
    }
    /// April of the fiscal year `year`.
    pub const fn first_of_fiscal_year(year: i32) -> Self {
        Self(year * 100 + 4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japans_midnight_is_fifteen_hours_utc() {
        let last_ms_of_day = Instant(1_796_050_800_000 - 1); // 2026-11-30T15:00:00Z less 1 ms
        assert_eq!(last_ms_of_day.date().to_string(), "2026-11-30");
        assert_eq!(last_ms_of_day.plus_ms(1).date().to_string(), "2026-12-01");
        assert_eq!(last_ms_of_day.plus_ms(1).hh_mm(), "00:00");
        assert_eq!(WorkDate::from_stored(20_261_201).start(), last_ms_of_day.plus_ms(1));
    }

    #[test]
    fn fiscal_year_turns_in_april() {
        for (month, year) in [(202_603, 2025), (202_604, 2026), (202_612, 2026), (202_701, 2026)] {
            assert_eq!(YearMonth::from_stored(month).fiscal_year(), year, "{month}");
        }
        assert_eq!(YearMonth::from_stored(202_612).next().number(), 202_701);
        assert_eq!(YearMonth::from_stored(202_701).previous().number(), 202_612);
        assert_eq!(YearMonth::from_stored(202_402).last_day().number(), 20_240_229);
        assert_eq!(WorkDate::from_number(20_230_229), None);
    }
}
