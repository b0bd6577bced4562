//! What somebody of the office types to find records, to ask for days and to refuse. Invariant: checked here and nowhere else;
//! whether person, site and records are there is for the caller to add.

use super::{RecallReason, Takes, WORDS_CHARS_MAX};
use crate::{
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    history::{DaySet, entry::days as read_days},
    id::{SiteId, TechnicianId},
    text,
    time::{WorkDate, YearMonth},
};
use serde::{Deserialize, Serialize};

/// What the office searches by, exactly as typed: at least one of the two numbers, and a month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchForm {
    /// 技能者ID.
    pub technician: String,
    /// 現場ID.
    pub site: String,
    /// `YYYY-MM` or `yyyymm`.
    pub month: String,
}

/// A search that was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    /// Whose records.
    pub technician: Option<TechnicianId>,
    /// Where.
    pub site: Option<SiteId>,
    /// Of which month.
    pub month: YearMonth,
}

/// The search's fields in page order.
pub const SEARCH_FIELDS: [&str; 3] = ["technician", "site", "month"];

impl SearchForm {
    /// Whether nothing was typed yet.
    pub fn is_empty(&self) -> bool {
        [&self.technician, &self.site, &self.month].iter().all(|typed| typed.trim().is_empty())
    }
    /// Checks it; all problems at once. Errors: the problems.
    pub fn validate(&self, today: WorkDate) -> Result<Search, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let technician = read.optional("technician", &self.technician, reader::id);
        let site = read.optional("site", &self.site, reader::id);
        if let (Ok(None), Ok(None)) = (&technician, &site) {
            read.note("technician", Problem::Missing);
        }
        let month = read.required("month", &self.month, |typed| month(typed, today));
        let search = || Ok(Search { technician: technician?, site: site?, month: month? });
        let search = search();
        core::mem::take(read).finish(search)
    }
}

fn month(typed: &str, today: WorkDate) -> Result<YearMonth, Problem> {
    let digits = text::digits(typed).filter(|digits| digits.len() == 6);
    let month = digits.and_then(|digits| digits.parse().ok()).and_then(YearMonth::from_number);
    let month = month.ok_or(Problem::NotDate)?;
    if month > today.month() { Err(Problem::InFuture) } else { Ok(month) }
}

/// What is asked for, exactly as typed: days of one month of one person at a site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecallForm {
    /// 技能者ID.
    pub technician: String,
    /// 現場ID.
    pub site: String,
    /// The days, `YYYY-MM-DD` each.
    pub days: Vec<String>,
    /// [`Takes::code`].
    pub takes: String,
    /// [`RecallReason::code`].
    pub why: String,
    /// In words: the person and the businesses read them.
    pub words: String,
}

/// The form's fields in page order.
pub const FIELDS: [&str; 4] = ["days", "takes", "why", "words"];

/// A request whose values were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecallEntry {
    /// Whose days.
    pub technician: TechnicianId,
    /// Where.
    pub site: SiteId,
    /// Of which month.
    pub month: YearMonth,
    /// Which of it; at least one.
    pub days: DaySet,
    /// What of them.
    pub takes: Takes,
    /// Why.
    pub why: RecallReason,
    /// In words.
    pub words: String,
}

impl RecallForm {
    /// Checks it; all problems at once, in page order. Whose days and where stands in the address of the page and is typed by
    /// nobody: a wrong number is one that is not there. Errors: the problems.
    pub fn validate(&self) -> Result<RecallEntry, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let technician = read.required("technician", &self.technician, reader::id);
        let site = read.required("site", &self.site, reader::id);
        let days = read.take("days", read_days(&self.days));
        let takes = read.choice("takes", &self.takes, Takes::from_code);
        let why = read.choice("why", &self.why, RecallReason::from_code);
        let words = read.text("words", &self.words, WORDS_CHARS_MAX);
        let entry = || {
            let (month, days) = days?;
            Ok(RecallEntry {
                technician: technician?,
                site: site?,
                month,
                days,
                takes: takes?,
                why: why?,
                words: words?,
            })
        };
        let entry = entry();
        core::mem::take(read).finish(entry)
    }
}

/// Why a request is refused, as it is kept. Errors: the problem beside `reason`.
pub fn refusal(typed: &str) -> Result<String, Vec<FieldProblem>> {
    let read = &mut Reader::default();
    let reason = read.text("reason", typed, WORDS_CHARS_MAX);
    core::mem::take(read).finish(reason)
}
