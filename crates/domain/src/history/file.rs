//! 就業履歴のファイル: days of work in a file, entered as one enters them by hand. Invariant: a row is judged by the rules of
//! direct entry, and nothing typed in a cell is dropped without a word (names of people are there to be read only).
//!
//! Source: 20-sites-and-history.md, Channels (CSV; R方式: 建退共's attendance file becomes history); 70-documents-and-exports.md
//! (R方式 takes 職種 and 立場 from the roster, and counts for no level without). The official layout of R方式 is not published:
//! [`KENTAIKYO_R`] is ours (docs/decisions/0034), and another is one more [`Reads`].

use super::{
    DaySet, WorkRole,
    entry::{Entry, EntryForm, Hours},
};
use crate::{
    bulk::{
        CellProblem, Column, WrongHeadings,
        column::{plain, trade},
        letters,
    },
    calendar,
    form::{FieldProblem, Problem, reader},
    id::{HistoryFileId, TechnicianId},
    site::SiteImportState,
    text,
    time::{Instant, WorkDate, YearMonth},
    touch::Channel,
};
use serde::{Deserialize, Serialize};

/// Bytes of a file taken at most.
pub const BYTES_MAX: usize = 4_000_000;
/// Rows of a file taken at most.
pub const ROWS_MAX: u32 = 2_000;
/// Days of a file taken at most: those of R方式 have up to 31 in a row.
pub const DAYS_MAX: u32 = 10_000;

/// What a file says in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// One day of one person with its times.
    Days,
    /// R方式: one month of one person, with a mark for each day that was worked.
    KentaikyoR,
}

impl FileKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Days, Self::KentaikyoR];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Days => 1,
            Self::KentaikyoR => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::KentaikyoR => "kentaikyo_r",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
    /// The way its days are recorded under.
    pub const fn channel(self) -> Channel {
        match self {
            Self::Days => Channel::DayFile,
            Self::KentaikyoR => Channel::KentaikyoR,
        }
    }
    /// Its columns, in the order of the file to fill in.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Days => DAYS,
            Self::KentaikyoR => KENTAIKYO_R,
        }
    }
}

const fn must(input: &'static str, heading: &'static str) -> Column {
    Column { input, heading, must: true }
}

const fn may(input: &'static str, heading: &'static str) -> Column {
    Column { input, heading, must: false }
}

/// The columns of days with their times.
pub const DAYS: &[Column] = &[
    must("technician_id", "技能者ID"),
    may("name", "氏名"),
    must("days", "日付"),
    must("first_in", "入場"),
    must("last_out", "退場"),
    may("trade", "職種"),
    may("role", "立場"),
    may("reason", "理由"),
];

/// The columns of R方式 as we take it: a person's month, and under each day a mark.
pub const KENTAIKYO_R: &[Column] = &[
    must("technician_id", "技能者ID"),
    may("name", "氏名"),
    may("mutual_aid_number", "被共済者番号"),
    must("month", "年月"),
    may("1", "1日"),
    may("2", "2日"),
    may("3", "3日"),
    may("4", "4日"),
    may("5", "5日"),
    may("6", "6日"),
    may("7", "7日"),
    may("8", "8日"),
    may("9", "9日"),
    may("10", "10日"),
    may("11", "11日"),
    may("12", "12日"),
    may("13", "13日"),
    may("14", "14日"),
    may("15", "15日"),
    may("16", "16日"),
    may("17", "17日"),
    may("18", "18日"),
    may("19", "19日"),
    may("20", "20日"),
    may("21", "21日"),
    may("22", "22日"),
    may("23", "23日"),
    may("24", "24日"),
    may("25", "25日"),
    may("26", "26日"),
    may("27", "27日"),
    may("28", "28日"),
    may("29", "29日"),
    may("30", "30日"),
    may("31", "31日"),
];

/// A good row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// The line, as a spreadsheet counts.
    pub line: u32,
    /// The days as the form would enter them.
    pub entry: Entry,
}

/// A file of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryFile {
    /// Which.
    pub id: HistoryFileId,
    /// What its rows say.
    pub kind: FileKind,
    /// Its name, as sent.
    pub file_name: String,
    /// Where it stands.
    pub state: SiteImportState,
    /// Rows in it.
    pub rows: u32,
    /// Days of the rows without a problem; once taken, how many were entered.
    pub days: u32,
    /// Days left out because they are recorded already.
    pub known: u32,
    /// Cells with problems.
    pub problems: u32,
    /// When it was looked at.
    pub at: Instant,
}

/// Where the columns of a file are, by its headings.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Placed {
    all: &'static [Column],
    columns: Vec<Option<&'static Column>>,
}

impl Placed {
    fn of(all: &'static [Column], headings: &[String]) -> Result<Self, WrongHeadings> {
        let mut wrong = WrongHeadings { unknown: Vec::new(), twice: Vec::new(), missing: Vec::new() };
        let mut columns: Vec<Option<&'static Column>> = Vec::new();
        for typed in headings {
            let asked = plain(typed);
            // The heading of a day may be its number alone.
            let column = all.iter().find(|column| plain(column.heading) == asked || column.input == asked);
            if column.is_none() && !typed.trim().is_empty() {
                wrong.unknown.push(typed.trim().to_owned());
            }
            if column.is_some() && columns.contains(&column) {
                wrong.twice.push(typed.trim().to_owned());
            }
            columns.push(column);
        }
        let missing = all.iter().filter(|column| column.must && !columns.contains(&Some(*column)));
        wrong.missing = missing.map(|column| column.heading).collect();
        let good = wrong.unknown.is_empty() && wrong.twice.is_empty() && wrong.missing.is_empty();
        if good { Ok(Self { all, columns }) } else { Err(wrong) }
    }

    /// The cells of a row with something in them, each with its input.
    fn filled<'a>(&'a self, cells: &'a [String]) -> impl Iterator<Item = (&'static str, &'a str)> {
        let cells = self.columns.iter().zip(cells).map(|(column, cell)| (*column, cell.trim()));
        cells.filter_map(|(column, cell)| column.filter(|_| !cell.is_empty()).map(|column| (column.input, cell)))
    }

    fn beside(&self, line: u32, cells: &[String], input: &str, problem: Problem) -> CellProblem {
        let at = self.columns.iter().position(|column| column.is_some_and(|column| column.input == input));
        let heading = self.all.iter().find(|column| column.input == input).map_or("", |column| column.heading);
        CellProblem {
            line,
            letters: at.map(letters).unwrap_or_default(),
            heading: heading.to_owned(),
            typed: at.and_then(|at| cells.get(at)).cloned().unwrap_or_default(),
            problem,
        }
    }
}

/// What reads the rows of one kind of file.
pub trait Reads: Send + Sync {
    /// A row as days to enter. Errors: what is wrong with it, beside its inputs; all at once.
    fn read(&self, cells: &[String]) -> Result<Entry, Vec<FieldProblem>>;
    /// The cell a problem is about: beside an input of the form; `day`: of which day, where it is of one.
    fn beside(&self, row: (u32, &[String]), day: Option<WorkDate>, problem: FieldProblem) -> CellProblem;
}

/// What reads a file with these headings. Errors: [`WrongHeadings`].
pub fn reader_of(kind: FileKind, headings: &[String]) -> Result<Box<dyn Reads>, WrongHeadings> {
    let placed = Placed::of(kind.columns(), headings)?;
    Ok(match kind {
        FileKind::Days => Box::new(OfDays(placed)),
        FileKind::KentaikyoR => Box::new(OfMonths(placed)),
    })
}

struct OfDays(Placed);

impl Reads for OfDays {
    fn read(&self, cells: &[String]) -> Result<Entry, Vec<FieldProblem>> {
        let (mut form, mut wrong) = (EntryForm::default(), Vec::new());
        for (input, typed) in self.0.filled(cells) {
            let word = match input {
                "trade" => trade(typed),
                "role" => role(typed).map(|role| role.code().to_owned()),
                _ => Some(typed.to_owned()),
            };
            let Some(word) = word else {
                wrong.push(FieldProblem::new(input, Problem::NotAChoice));
                continue;
            };
            match input {
                "technician_id" => form.technician_id = word,
                "days" => form.days = vec![word],
                "first_in" => form.first_in = word,
                "last_out" => form.last_out = word,
                "trade" => form.trade = word,
                "role" => form.role = word,
                "reason" => form.reason = word,
                _ => {}
            }
        }
        match form.validate() {
            Ok(entry) if wrong.is_empty() => Ok(entry),
            Ok(_) => Err(wrong),
            Err(found) => {
                wrong.extend(found);
                Err(wrong)
            }
        }
    }

    fn beside(&self, (line, cells): (u32, &[String]), _: Option<WorkDate>, problem: FieldProblem) -> CellProblem {
        self.0.beside(line, cells, &problem.field, problem.problem)
    }
}

fn role(typed: &str) -> Option<WorkRole> {
    Some(match typed {
        "一般" => WorkRole::Worker,
        "班長" => WorkRole::CrewLeader,
        "職長" => WorkRole::Foreman,
        code => return WorkRole::from_code(code),
    })
}

struct OfMonths(Placed);

impl Reads for OfMonths {
    fn read(&self, cells: &[String]) -> Result<Entry, Vec<FieldProblem>> {
        let mut wrong = Vec::new();
        let mut worked: Vec<i32> = Vec::new();
        let (mut who, mut month) = (Err(Problem::Missing), Err(Problem::Missing));
        for (input, typed) in self.0.filled(cells) {
            match input {
                "technician_id" => who = reader::id::<TechnicianId>(typed),
                "month" => month = month_of(typed),
                "name" | "mutual_aid_number" => {}
                day => match marked(typed) {
                    Some(true) => worked.extend(day.parse::<i32>()),
                    Some(false) => {}
                    None => wrong.push(FieldProblem::new(day, Problem::NotAChoice)),
                },
            }
        }
        for (input, problem) in [("technician_id", who.clone().err()), ("month", month.clone().err())] {
            wrong.extend(problem.map(|problem| FieldProblem::new(input, problem)));
        }
        let mut days = DaySet::EMPTY;
        if let Ok(month) = &month {
            for day in &worked {
                match WorkDate::from_number(month.number() * 100 + day) {
                    Some(day) => days = days.with(DaySet::of(day)),
                    None => wrong.push(FieldProblem::new(&day.to_string(), Problem::NotDate)),
                }
            }
            if worked.is_empty() && wrong.is_empty() {
                wrong.push(FieldProblem::new("month", Problem::Missing));
            }
        }
        match (who, month) {
            (Ok(technician_id), Ok(month)) if wrong.is_empty() => {
                let hours = Hours { first_in: None, last_out: None };
                Ok(Entry { technician_id, month, days, hours, trade: None, role: None, reason: None })
            }
            _ => Err(wrong),
        }
    }

    fn beside(&self, (line, cells): (u32, &[String]), day: Option<WorkDate>, problem: FieldProblem) -> CellProblem {
        let of_day = day.filter(|_| problem.field == "days").map(|day| day.day().to_string());
        self.0.beside(line, cells, of_day.as_deref().unwrap_or(&problem.field), problem.problem)
    }
}

/// Whether a mark says that the day was worked; `None`: it says nothing we know.
fn marked(typed: &str) -> Option<bool> {
    match text::to_ascii_width(typed).as_str() {
        "1" | "○" | "◯" | "〇" | "●" | "出" => Some(true),
        "0" | "-" | "ー" | "―" | "×" | "休" => Some(false),
        _ => None,
    }
}

/// A month as people write it in either calendar: `202611`, `2026-11`, `2026/11`, `令和8年11月`, or as a day of it.
fn month_of(typed: &str) -> Result<YearMonth, Problem> {
    let plain = text::to_ascii_width(typed.trim());
    if plain.len() == 6
        && let Ok(number) = plain.parse()
    {
        return YearMonth::from_number(number).ok_or(Problem::NotDate);
    }
    let first = if plain.ends_with('月') { format!("{plain}1日") } else { format!("{plain}-01") };
    calendar::parse_day(&first).or_else(|_| calendar::parse_day(&plain)).map(WorkDate::month)
}

#[cfg(test)]
mod tests;
