//! まとめて申請: a file of many people, filed by their employer. Invariant: a row is judged by the same check as the form; what
//! the file has no column for is left for later, and nothing typed in a cell is dropped without a word.
//!
//! Source: 10-registration.md (Technicians: who files; bulk proxy by CSV/xlsx with cell-level errors, preview and dry run).

pub(crate) mod column;
mod row;
mod stay;

use crate::{
    application::ApplicationKind,
    form::Problem,
    id::BulkId,
    technician::{Input, Stage, TechnicianForm},
    text::search_key_of,
    time::{DAY_MS, Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

pub use column::{COLUMNS, Column, input_of};
pub use row::RowReader;

/// Bytes of a file taken at most.
pub const BYTES_MAX: usize = 64_000_000;
/// Rows of people taken at most.
pub const ROWS_MAX: u32 = 100_000;
/// Cells with problems kept and shown at most; all are counted.
pub const PROBLEMS_KEPT: usize = 1_000;
/// The line of the headings, as a spreadsheet counts.
pub const HEADING_LINE: u32 = 1;

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkState {
    /// Looked at; nothing is applied for yet.
    LookedAt,
    /// Being turned into applications.
    Taking,
    /// Its good rows are applications.
    Taken,
    /// Thrown away.
    Discarded,
}

impl BulkState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::LookedAt, Self::Taking, Self::Taken, Self::Discarded];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::LookedAt => 1,
            Self::Taking => 2,
            Self::Taken => 3,
            Self::Discarded => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
}

/// A file that was only looked at, and problems of one that was taken, are kept for so long (ours): a month is time enough to
/// mend it, and what stands in it is of people nobody applied for.
pub const KEPT_MS: i64 = 30 * DAY_MS;

/// A cell that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellProblem {
    /// The line, as a spreadsheet counts.
    pub line: u32,
    /// The column's letters (`A`, `AB`); empty where the file has no such column.
    pub letters: String,
    /// Its heading, as in [`COLUMNS`].
    pub heading: String,
    /// What stands in it.
    pub typed: String,
    /// Why it is wrong.
    pub problem: Problem,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulk {
    /// Which.
    pub id: BulkId,
    /// What each row applies for.
    pub kind: ApplicationKind,
    /// Its name, as sent.
    pub file_name: String,
    /// Where it stands.
    pub state: BulkState,
    /// Rows of people in it.
    pub rows: u32,
    /// Rows without a problem.
    pub good: u32,
    /// Good rows that are applications by now.
    pub taken: u32,
    /// Cells with problems, those beyond [`PROBLEMS_KEPT`] included.
    pub problems: u32,
    /// When it was looked at.
    pub at: Instant,
}

/// Where the columns of a file are, by its headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// For each column of the file what it holds.
    columns: Vec<Option<&'static Column>>,
}

/// Headings a file cannot be read with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongHeadings {
    /// Those that mean nothing here, as typed.
    pub unknown: Vec<String>,
    /// Those that stand twice.
    pub twice: Vec<String>,
    /// Those that must be there and are not.
    pub missing: Vec<&'static str>,
}

impl Layout {
    /// Reads the line of headings. A column without heading and without a word below is let be. Errors: [`WrongHeadings`].
    pub fn of(headings: &[String]) -> Result<Self, WrongHeadings> {
        let mut wrong = WrongHeadings { unknown: Vec::new(), twice: Vec::new(), missing: Vec::new() };
        let mut columns: Vec<Option<&'static Column>> = Vec::new();
        for typed in headings {
            let column = column::find(typed);
            if column.is_none() && !typed.trim().is_empty() {
                wrong.unknown.push(typed.trim().to_owned());
            }
            if column.is_some_and(|column| columns.iter().flatten().any(|other| other.input == column.input)) {
                wrong.twice.push(typed.trim().to_owned());
            }
            columns.push(column);
        }
        let is_there = |column: &&Column| columns.iter().flatten().any(|there| there.input == column.input);
        wrong.missing = COLUMNS.iter().filter(|column| column.must && !is_there(column)).map(|it| it.heading).collect();
        if wrong.unknown.is_empty() && wrong.twice.is_empty() && wrong.missing.is_empty() {
            Ok(Self { columns })
        } else {
            Err(wrong)
        }
    }

    /// Which column of the file holds an input.
    fn place(&self, input: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.is_some_and(|column| column.input == input))
    }

    /// What is said of a row whose person stands elsewhere already, beside the family name as it stands there.
    pub fn beside_name(&self, line: u32, typed: &str, problem: Problem) -> CellProblem {
        let at = self.place("family_name");
        let heading = column::find("姓").map_or("", |column| column.heading).to_owned();
        let typed = typed.to_owned();
        CellProblem { line, letters: at.map(letters).unwrap_or_default(), heading, typed, problem }
    }

    /// A row as a form of a stage, and what is wrong with it on `today`. What the row has no say in (photo, consent,
    /// password) is left for the person and their employer.
    pub fn read<S: AsRef<str>>(
        &self,
        line: u32,
        cells: &[S],
        stage: Stage,
        today: WorkDate,
    ) -> Result<TechnicianForm, Vec<CellProblem>> {
        let mut reader = RowReader::new(self, stage, today);
        reader.read(line, cells).cloned()
    }

    /// The inputs its columns write, in the order of the form.
    pub fn inputs(&self) -> Vec<Input> {
        let ways = self.columns.iter().flatten().map(|column| column.way());
        let written: Vec<&str> = ways.flat_map(column::Way::inputs).map(Input::name).collect();
        let inputs = TechnicianForm::INPUTS.iter().filter(|name| written.contains(*name));
        inputs.filter_map(|name| Input::named(name)).collect()
    }
}

/// By what two rows are of one person: the common form of the name, and the birth date. `None` without either.
pub fn person_key(form: &TechnicianForm) -> Option<(String, WorkDate)> {
    let name = search_key_of(&[&form.family_name, &form.given_name]);
    let birth = form.born().ok()?;
    (!name.is_empty()).then_some((name, birth))
}

/// A column's letters, as a spreadsheet writes them: 0 is `A`, 26 is `AA`.
pub(crate) fn letters(at: usize) -> String {
    let mut left = at + 1;
    let mut letters = Vec::new();
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests;
