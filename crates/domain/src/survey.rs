//! 意向調査: businesses whose registration ends are asked whether they will renew. Invariant: an answer is the business's own
//! and can be changed until the last day; an answer binds nobody and changes nothing of the registration.
//!
//! Source: 10-registration.md, Businesses (the operator has a survey of intent and lists for each body).

use crate::{
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{Read, Reader},
    },
    id::{BusinessId, SurveyId},
    prefecture::PrefectureCode,
    time::{DAY_MS, Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

/// Longest reason, characters.
pub const REASON_CHARS_MAX: u32 = 500;
/// Days before the last one on which whoever has not answered is reminded (ours).
pub const REMINDED_DAYS: i64 = 7;

/// What a business intends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// 更新する.
    Renew,
    /// 更新しない.
    Leave,
    /// まだ決めていない.
    Undecided,
}

impl Intent {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Renew, Self::Leave, Self::Undecided];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Renew => 1,
            Self::Leave => 2,
            Self::Undecided => 3,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|intent| intent.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Renew => "renew",
            Self::Leave => "leave",
            Self::Undecided => "undecided",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|intent| intent.code() == code)
    }
}

/// The form of a round, exactly as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SurveyForm {
    /// First end of the registrations it is for.
    pub from: String,
    /// Last.
    pub to: String,
    /// The last day to answer.
    pub due: String,
}

/// A round, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// First end of the registrations it is for.
    pub from: WorkDate,
    /// Last.
    pub to: WorkDate,
    /// The last day to answer.
    pub due: WorkDate,
}

impl SurveyForm {
    /// Checks the form; all problems at once, in page order. `today`: the day in Japan. Errors: the problems.
    pub fn validate(&self, today: WorkDate) -> Result<Round, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let from = read.required("from", &self.from, calendar::parse_day);
        let to = read.required("to", &self.to, calendar::parse_day);
        let due = read.required("due", &self.due, calendar::parse_day);
        if let (Ok(from), Ok(to)) = (&from, &to)
            && to < from
        {
            read.note("to", Problem::EndBeforeStart);
        }
        if let Ok(due) = &due
            && *due <= today
        {
            read.note("due", Problem::NotAfterToday);
        }
        let round = || -> Read<Round> { Ok(Round { from: from?, to: to?, due: due? }) };
        let round = round();
        core::mem::take(read).finish(round)
    }
}

/// Whether an answer is still taken on `today`.
pub fn is_open(due: WorkDate, today: WorkDate) -> bool {
    today <= due
}

/// The last days to answer of rounds whose silent businesses are reminded on `today`: from today to a week ahead, so that a
/// day on which the register did not run is made up for.
pub fn reminded_dues(today: WorkDate) -> (WorkDate, WorkDate) {
    (today, today.start().plus_ms(REMINDED_DAYS * DAY_MS).date())
}

/// A round with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyRow {
    /// Which.
    pub id: SurveyId,
    /// First end of the registrations it is for.
    pub from: WorkDate,
    /// Last.
    pub to: WorkDate,
    /// The last day to answer.
    pub due: WorkDate,
    /// When it was begun.
    pub opened_at: Instant,
    /// Whether all of those it is for have been asked.
    pub complete: bool,
    /// How many were asked.
    pub asked: i64,
    /// How many answered each, in the order of [`Intent::ALL`].
    pub answers: [i64; 3],
}

/// A business that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyLine {
    /// Which.
    pub business: BusinessId,
    /// Its name.
    pub name: String,
    /// Of its address.
    pub prefecture: PrefectureCode,
    /// The last day of its registration.
    pub valid_until: WorkDate,
    /// What it answered.
    pub intent: Option<Intent>,
    /// Why.
    pub reason: String,
    /// When.
    pub answered_at: Option<Instant>,
}

/// A round as a business that was asked sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSurvey {
    /// Which.
    pub id: SurveyId,
    /// Name of the business.
    pub name: String,
    /// The last day of its registration.
    pub valid_until: WorkDate,
    /// The last day to answer.
    pub due: WorkDate,
    /// Whether an answer is still taken.
    pub open: bool,
    /// What it answered so far.
    pub intent: Option<Intent>,
    /// Why.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: WorkDate = WorkDate::from_stored(20_261_120);

    fn problems(from: &str, to: &str, due: &str) -> Vec<(String, Problem)> {
        let form = SurveyForm { from: from.to_owned(), to: to.to_owned(), due: due.to_owned() };
        let found = form.validate(TODAY).err().unwrap_or_default();
        found.into_iter().map(|problem| (problem.field, problem.problem)).collect()
    }

    #[test]
    fn a_round_ends_after_it_begins_and_is_answered_after_today() {
        assert!(problems("2027-03-31", "2027-03-31", "2026-11-21").is_empty());
        assert!(problems("2027-03-31", "2027-04-30", "2026-11-21").is_empty());
        let before = problems("2027-03-31", "2027-03-30", "2026-11-21");
        assert_eq!(before, [("to".to_owned(), Problem::EndBeforeStart)]);
        for (due, fits) in [("2026-11-19", false), ("2026-11-20", false), ("2026-11-21", true)] {
            assert_eq!(problems("2027-03-31", "2027-03-31", due).is_empty(), fits, "{due}");
        }
        let none: Vec<String> = problems("", "", "x").into_iter().map(|(field, _)| field).collect();
        assert_eq!(none, ["from", "to", "due"]);
    }

    #[test]
    fn answers_are_taken_through_the_last_day_and_the_silent_reminded_in_its_last_week() {
        let due = WorkDate::from_stored(20_261_210);
        for (today, open, reminded) in [
            (20_261_202, true, false),
            (20_261_203, true, true),
            (20_261_209, true, true),
            (20_261_210, true, true),
            (20_261_211, false, false),
        ] {
            let today = WorkDate::from_stored(today);
            assert_eq!(is_open(due, today), open, "{today}");
            let (first, last) = reminded_dues(today);
            assert_eq!((first..=last).contains(&due), reminded, "{today}");
        }
    }

    #[test]
    fn every_answer_is_read_as_it_is_stored_and_sent() {
        for intent in Intent::ALL {
            assert_eq!(Intent::from_stored(intent.number()), Some(intent));
            assert_eq!(Intent::from_code(intent.code()), Some(intent));
        }
        assert_eq!((Intent::from_stored(0), Intent::from_code("")), (None, None));
    }
}
