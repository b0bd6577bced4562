//! The days of a line: when the person was inducted (新規入場・送り出し教育), and until when they work there. Invariant: a last day
//! lies within what the place and the person's next line leave; that nobody was inducted stops nothing.
//!
//! Source: 20-sites-and-history.md, Roster; 労働安全衛生規則642条の3 (周知のための資料の提供等) asks for it before the work.

use crate::{
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{self, Noted, Reader},
    },
    time::WorkDate,
};
use serde::{Deserialize, Serialize};

/// What is known of a person's induction at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Induction {
    /// It was not asked for when the line was written.
    NotAsked,
    /// There was none yet.
    Missing,
    /// It was on that day.
    On(WorkDate),
}

impl Induction {
    /// As stored: absent, 0, or the day.
    pub const fn stored(self) -> Option<i32> {
        match self {
            Self::NotAsked => None,
            Self::Missing => Some(0),
            Self::On(day) => Some(day.number()),
        }
    }
    /// From what is stored.
    pub const fn from_stored(stored: Option<i32>) -> Self {
        match stored {
            None => Self::NotAsked,
            Some(0) => Self::Missing,
            Some(day) => Self::On(WorkDate::from_stored(day)),
        }
    }
    /// The day, where there was one.
    pub const fn day(self) -> Option<WorkDate> {
        match self {
            Self::On(day) => Some(day),
            Self::NotAsked | Self::Missing => None,
        }
    }
    /// What it is after a form was sent with `day`.
    #[must_use]
    pub const fn after(self, day: Option<WorkDate>) -> Self {
        match (day, self) {
            (Some(day), _) => Self::On(day),
            (None, Self::NotAsked) => Self::NotAsked,
            (None, Self::Missing | Self::On(_)) => Self::Missing,
        }
    }
    /// Whether somebody whose line begins with `first` should be inducted by `day` and was not. Who was inducted late is not told of
    /// any more (ours).
    pub fn is_missing_on(self, first: WorkDate, day: WorkDate) -> bool {
        self == Self::Missing && first <= day
    }
}

/// The days of a line, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LineDaysForm {
    /// 新規入場日, `YYYY-MM-DD`; may be empty.
    pub inducted: String,
    /// Last day, `YYYY-MM-DD`; empty while it is not known.
    pub until: String,
}

/// The days of a line, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineDays {
    /// 新規入場日.
    pub inducted: Option<WorkDate>,
    /// Last day; `None` while the line lasts.
    pub until: Option<WorkDate>,
}

impl LineDaysForm {
    /// The days of a line that begins with `first` and can last until `latest` (absent: for ever), which is its last day where none is
    /// typed. Somebody is inducted by `today`, also before their first day (送り出し教育). Errors: the problems, in page order.
    pub fn validate(
        &self,
        (first, latest): (WorkDate, Option<WorkDate>),
        today: WorkDate,
    ) -> Result<LineDays, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let typed = |raw: &str| calendar::parse_day(&reader::plain(raw));
        let inducted = read.optional("inducted", &self.inducted, typed);
        let inducted = inducted.and_then(|day| {
            if day.is_some_and(|day| day > today) {
                read.note("inducted", Problem::InFuture);
                return Err(Noted);
            }
            Ok(day)
        });
        let until = read.optional("until", &self.until, typed);
        let until = until.and_then(|day| {
            let problem = match day {
                Some(day) if day < first => Problem::EndBeforeStart,
                Some(day) if latest.is_some_and(|latest| day > latest) => Problem::AfterItsEnd,
                day => return Ok(day.or(latest)),
            };
            read.note("until", problem);
            Err(Noted)
        });
        let days = || Ok(LineDays { inducted: inducted?, until: until? });
        let days = days();
        core::mem::take(read).finish(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn day(number: i32) -> WorkDate {
        WorkDate::from_stored(number)
    }

    #[test]
    fn a_last_day_lies_between_the_first_and_the_latest() {
        let until = |typed: &str, latest: Option<i32>| {
            let form = LineDaysForm { until: typed.to_owned(), ..LineDaysForm::default() };
            let days = form.validate((day(20_261_110), latest.map(day)), day(20_261_120));
            days.map(|days| days.until.map(WorkDate::number))
        };
        let wrong = |problem| Err(vec![FieldProblem::new("until", problem)]);
        for (typed, latest, expected) in [
            ("", None, Ok(None)),
            ("", Some(20_261_130), Ok(Some(20_261_130))),
            ("2026-11-09", None, wrong(Problem::EndBeforeStart)),
            ("2026-11-10", None, Ok(Some(20_261_110))),
            ("2026-12-31", None, Ok(Some(20_261_231))),
            ("2026-11-30", Some(20_261_130), Ok(Some(20_261_130))),
            ("2026-12-01", Some(20_261_130), wrong(Problem::AfterItsEnd)),
        ] {
            assert_eq!(until(typed, latest), expected, "{typed} {latest:?}");
        }
    }

    #[test]
    fn somebody_is_inducted_by_today_and_missed_from_the_first_day_on() {
        let inducted = |typed: &str| {
            let form = LineDaysForm { inducted: typed.to_owned(), ..LineDaysForm::default() };
            form.validate((day(20_261_110), None), day(20_261_120)).map(|days| days.inducted.map(WorkDate::number))
        };
        assert_eq!((inducted(""), inducted("2026-11-01")), (Ok(None), Ok(Some(20_261_101))));
        assert_eq!(inducted("2026-11-20"), Ok(Some(20_261_120)));
        assert_eq!(inducted("2026-11-21"), Err(vec![FieldProblem::new("inducted", Problem::InFuture)]));

        let first = day(20_261_120);
        for (induction, on, missing) in [
            (Induction::Missing, 20_261_119, false),
            (Induction::Missing, 20_261_120, true),
            (Induction::NotAsked, 20_261_120, false),
            (Induction::On(first), 20_261_120, false),
            (Induction::On(first.next()), 20_261_121, false),
        ] {
            assert_eq!(induction.is_missing_on(first, day(on)), missing, "{induction:?} {on}");
            assert_eq!(Induction::from_stored(induction.stored()), induction);
        }
        assert_eq!(Induction::NotAsked.after(None), Induction::NotAsked);
        assert_eq!(Induction::On(first).after(None), Induction::Missing);
        assert_eq!(Induction::Missing.after(Some(first)).day(), Some(first));
    }
}
