//! Dates as people write them: 和暦 and the western calendar. Invariant: a typed date becomes a day only if that day is
//! in the era it was typed in.
//!
//! Eras begin on the day of the accession: 大正 1912-07-30, 昭和 1926-12-25, 平成 1989-01-08 (政令), 令和 2019-05-01 (政令).
//! 1926-12-25 was both 大正15年 and 昭和元年, and family registers have both: both are read, the later is written.

use crate::{
    form::Problem,
    text,
    time::{Instant, WorkDate},
};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// The calendar a year is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Era {
    /// 西暦.
    Western,
    /// 大正.
    Taisho,
    /// 昭和.
    Showa,
    /// 平成.
    Heisei,
    /// 令和.
    Reiwa,
}

impl Era {
    /// Every calendar, in the order of the form.
    pub const ALL: [Self; 5] = [Self::Western, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Western => "western",
            Self::Taisho => "taisho",
            Self::Showa => "showa",
            Self::Heisei => "heisei",
            Self::Reiwa => "reiwa",
        }
    }
    /// From the word forms send, the era's name or its initial; an empty word is 西暦.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::named(code).or_else(|| Self::named(&text::to_ascii_width(code).trim().to_lowercase()))
    }
    fn named(code: &str) -> Option<Self> {
        match code {
            "" | "西暦" | "western" => Some(Self::Western),
            "大正" | "taisho" | "t" => Some(Self::Taisho),
            "昭和" | "showa" | "s" => Some(Self::Showa),
            "平成" | "heisei" | "h" => Some(Self::Heisei),
            "令和" | "reiwa" | "r" => Some(Self::Reiwa),
            _ => None,
        }
    }
    /// First and last day as `yyyymmdd`. The last day of 大正 is also the first of 昭和.
    const fn span(self) -> (i32, i32) {
        match self {
            Self::Western => (10_000_101, 99_991_231),
            Self::Taisho => (19_120_730, 19_261_225),
            Self::Showa => (19_261_225, 19_890_107),
            Self::Heisei => (19_890_108, 20_190_430),
            Self::Reiwa => (20_190_501, 99_991_231),
        }
    }
    /// The western year before the era's year 1.
    const fn year_zero(self) -> i32 {
        match self {
            Self::Western => 0,
            _ => self.span().0 / 10_000 - 1,
        }
    }
}

/// A date as typed in three fields and a choice of era, nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedDate {
    /// [`Era::code`]; empty is 西暦.
    pub era: String,
    /// Year in that era; `元` is 1.
    pub year: String,
    /// Month.
    pub month: String,
    /// Day.
    pub day: String,
}

/// The day a typed date means.
///
/// Errors: `Missing` where all three fields are empty; `NotAChoice` for another era; `NotDate` where a field is empty, is
/// not a number or no calendar has the day; `NotInEra` where the day lies outside the era.
pub fn parse(typed: &TypedDate) -> Result<WorkDate, Problem> {
    parse_parts(&typed.era, [&typed.year, &typed.month, &typed.day])
}

/// [`parse`] of an era and a year, a month and a day, as typed.
pub(crate) fn parse_parts(era: &str, parts: [&str; 3]) -> Result<WorkDate, Problem> {
    if parts.iter().all(|part| part.trim().is_empty()) {
        return Err(Problem::Missing);
    }
    let [year, month, day] = parts;
    let era = Era::from_code(era).ok_or(Problem::NotAChoice)?;
    let year = if matches!(year.trim(), "元" | "元年") { 1 } else { number(year, 4)? };
    let (month, day) = (number(month, 2)?, number(day, 2)?);
    if era == Era::Western && year < 1000 {
        return Err(Problem::NotDate);
    }
    if year < 1 {
        return Err(Problem::NotInEra);
    }
    let western = era.year_zero() + year;
    if western > 9999 {
        return Err(Problem::NotInEra);
    }
    let date = WorkDate::from_number(western * 10_000 + month * 100 + day).ok_or(Problem::NotDate)?;
    let (first, last) = era.span();
    if (first..=last).contains(&date.number()) { Ok(date) } else { Err(Problem::NotInEra) }
}

/// A number of at most `digits_max` digits. Errors: `NotDate`.
fn number(typed: &str, digits_max: u32) -> Result<i32, Problem> {
    let digits = text::in_ascii_width(typed.trim());
    let fits = u32::try_from(digits.len()).is_ok_and(|len| (1..=digits_max).contains(&len));
    if fits && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.parse().map_err(|_| Problem::NotDate)
    } else {
        Err(Problem::NotDate)
    }
}

/// A day from one field, as people write it in either calendar ([`taken_apart`]).
///
/// Errors: `Missing`; `NotDate`; `NotInEra` where the day lies outside the era it was written in.
pub fn parse_day(typed: &str) -> Result<WorkDate, Problem> {
    let plain = text::in_ascii_width(typed.trim());
    let (era, parts) = apart(&plain)?;
    parse_parts(era.code(), parts).map_err(|problem| match problem {
        Problem::NotInEra => problem,
        _ => Problem::NotDate,
    })
}

/// A date written in one field, taken apart: `2026-11-20`, `2026/11/20`, `2026.11.20`, `20261120`, `2026年11月20日`;
/// with an era before the year `令和8年11月20日`, `令和元年5月1日`, `R8.11.20`, `h8/5/14`; in any width. Whether there is such a
/// day, [`parse`] says.
///
/// Errors: `Missing`, `NotDate`.
pub fn taken_apart(typed: &str) -> Result<TypedDate, Problem> {
    let plain = text::in_ascii_width(typed.trim());
    let (era, [year, month, day]) = apart(&plain)?;
    Ok(TypedDate { era: era.code().to_owned(), year: year.to_owned(), month: month.to_owned(), day: day.to_owned() })
}

/// [`taken_apart`] of what is in ASCII's width and has no spaces around it: the era; year, month and day.
fn apart(plain: &str) -> Result<(Era, [&str; 3]), Problem> {
    if plain.is_empty() {
        return Err(Problem::Missing);
    }
    let begins = plain.find(|c: char| c.is_ascii_digit() || c == '元').ok_or(Problem::NotDate)?;
    let (era, rest) = plain.split_at(begins);
    let era = Era::from_code(era.trim_end_matches('.')).ok_or(Problem::NotDate)?;
    let rest = rest.strip_suffix('日').unwrap_or(rest);
    let mut parts = rest.split(['年', '月', '/', '.', '-']).map(str::trim);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day), None) => Ok((era, [year, month, day])),
        (Some(all), None, None, None) if all.len() == 8 && all.is_ascii() && era == Era::Western => {
            Ok((era, [&all[..4], &all[4..6], &all[6..]]))
        }
        _ => Err(Problem::NotDate),
    }
}

/// A time of day from one field, `HH:MM`, as minutes after midnight (0 to 1,439).
///
/// Errors: `Missing`, `NotNumber`, `OutOfRange`.
pub fn parse_minutes(typed: &str) -> Result<i16, Problem> {
    let plain = text::to_ascii_width(typed.trim());
    if plain.is_empty() {
        return Err(Problem::Missing);
    }
    let (hours, minutes) = plain.split_once(':').ok_or(Problem::NotNumber)?;
    let part = |text: &str| number(text, 2).map_err(|_| Problem::NotNumber);
    let (hours, minutes) = (part(hours)?, part(minutes)?);
    if hours > 23 || minutes > 59 {
        return Err(Problem::OutOfRange { min: 0, max: 1439 });
    }
    i16::try_from(hours * 60 + minutes).map_err(|_| Problem::NotNumber)
}

/// Minutes after midnight as `HH:MM`.
pub fn hh_mm(minutes: i16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The era a day is written in and its year there. Days before 大正 are written in 西暦.
pub fn era_of(date: WorkDate) -> (Era, i32) {
    let era = [Era::Reiwa, Era::Heisei, Era::Showa, Era::Taisho]
        .into_iter()
        .find(|era| date.number() >= era.span().0)
        .unwrap_or(Era::Western);
    (era, date.number() / 10_000 - era.year_zero())
}

impl TypedDate {
    /// The date as it would be typed in its era.
    pub fn in_era(date: WorkDate) -> Self {
        let (era, year) = era_of(date);
        Self {
            era: era.code().to_owned(),
            year: year.to_string(),
            month: (date.number() / 100 % 100).to_string(),
            day: date.day().to_string(),
        }
    }
}

/// Full years of age on a day. Somebody born on 29 February is a year older on 1 March of a common year.
pub fn age_on(birth: WorkDate, day: WorkDate) -> i32 {
    let years = day.number() / 10_000 - birth.number() / 10_000;
    if day.number() % 10_000 < birth.number() % 10_000 { years - 1 } else { years }
}

/// The birthday of a person in a year. 29 February falls on the 28th in common years (ours, after 道路交通法92条の2).
pub fn birthday_in(birth: WorkDate, year: i32) -> WorkDate {
    let born = birth.date();
    NaiveDate::from_ymd_opt(year, born.month(), born.day())
        .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
        .map_or(birth, WorkDate::from_date)
}

/// The `n`th birthday after a day, that day itself not counted.
pub fn nth_birthday_after(birth: WorkDate, day: WorkDate, n: u32) -> WorkDate {
    let year = day.number() / 10_000;
    let first = if birthday_in(birth, year) > day { year } else { year + 1 };
    birthday_in(birth, first.saturating_add(i32::try_from(n).unwrap_or(i32::MAX)).saturating_sub(1))
}

/// Whether `day` lies between two days, both included.
pub fn within(day: WorkDate, first: WorkDate, last: WorkDate) -> bool {
    first <= day && day <= last
}

/// The first instant of the day after `last`: until then a thing good through `last` is good.
pub fn end_of(last: WorkDate) -> Instant {
    last.next().start()
}

#[cfg(test)]
mod tests;
