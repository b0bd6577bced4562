//! ロギング機能のカードリーダー: the file of a reader that keeps touches by itself, a line a touch (docs/logging-reader.md).
//!
//! Invariant: each line is read by itself, and what does not read is told by its number; the same touch is the same line
//! however often, in whichever file and in what spelling it comes. Source: 20-sites-and-history.md (Channels: a logging
//! reader's file has 2,000 touches at most), 30-cards.md (assurance `uid_only`, `typed`).

use super::TouchKind;
use crate::{
    id::{ReadingFileId, TechnicianId},
    time::{Instant, MINUTE_MS, WorkDate},
};
use serde::{Deserialize, Serialize};

/// Touches of a file at most; one with more is not taken at all.
pub const LINES_MAX: usize = 2_000;
/// The most files a business looks at in a day (ours): looking is free, and each tells something of whoever stands in it.
pub const LOOKS_A_DAY_MAX: i64 = 100;
/// The most lines with a number that was typed in them (ours): readers read cards, and a list of numbers is no way to names.
pub const TYPED_A_DAY_MAX: i64 = 4_000;
/// Bytes of a file at most (ours: five hundred a line).
pub const BYTES_MAX: usize = 1_000_000;
/// The columns, in their order.
pub const COLUMNS: [&str; 5] = ["time", "card", "technician", "kind", "reader"];
/// Letters of a reader's name at most.
pub const READER_MAX: usize = 40;
/// A file that was only looked at is thrown away after so long (ours): what stands in it is of people nobody recorded.
pub const KEPT_MS: i64 = 30 * crate::time::DAY_MS;
/// Letters kept of a line that does not read.
const TYPED_KEPT: usize = 80;
/// Japan's minutes before UTC, which a time without a zone is meant in.
const JST_MINUTES: i64 = 9 * 60;

/// By what a line names its person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Named {
    /// The card's serial number, fourteen hex digits in small letters.
    Card(String),
    /// 技能者ID.
    Technician(TechnicianId),
}

/// A line that reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: u32,
    /// When.
    pub at: Instant,
    /// Who.
    pub named: Named,
    /// In, out, or not said.
    pub kind: TouchKind,
    /// What the reader is called; may be empty.
    pub reader: String,
}

/// A line that does not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its number in the file, from 1.
    pub number: u32,
    /// The first fault found.
    pub fault: LineFault,
    /// What stands there, cut.
    pub typed: String,
}

/// Why a line does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// A quotation mark that does not end, more columns than there are, or a line the file ends in the middle of.
    #[error("columns")]
    Columns,
    /// No time, or none of the ways to write one.
    #[error("time")]
    Time,
    /// Neither card nor 技能者ID, or both.
    #[error("person")]
    Person,
    /// No serial number of a card.
    #[error("card")]
    Card,
    /// No 技能者ID.
    #[error("technician")]
    Technician,
    /// None of `in`, `out`, `unknown`.
    #[error("kind")]
    Kind,
    /// A reader's name that is too long or does not read.
    #[error("reader")]
    Reader,
}

impl LineFault {
    /// Every fault.
    pub const ALL: [Self; 7] =
        [Self::Columns, Self::Time, Self::Person, Self::Card, Self::Technician, Self::Kind, Self::Reader];
    /// Stable code (docs/ERRORS.md).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Columns => "reading.columns",
            Self::Time => "reading.time",
            Self::Person => "reading.person",
            Self::Card => "reading.card",
            Self::Technician => "reading.technician",
            Self::Kind => "reading.kind",
            Self::Reader => "reading.reader",
        }
    }
}

/// Why a file is not taken as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// Nothing stands in it.
    #[error("no lines")]
    NoLines,
    /// More than [`LINES_MAX`].
    #[error("too many lines")]
    TooMany,
}

impl FileFault {
    /// Stable code (docs/ERRORS.md).
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoLines => "reading.no_lines",
            Self::TooMany => "reading.too_many",
        }
    }
}

/// Whether a file of so many lines is taken. Errors: [`FileFault`].
pub const fn check_lines(lines: usize) -> Result<(), FileFault> {
    match lines {
        0 => Err(FileFault::NoLines),
        1..=LINES_MAX => Ok(()),
        _ => Err(FileFault::TooMany),
    }
}

/// Reads the cells of a line; `None`: they could not be told apart, or some are missing. `text` is the line as it stands.
pub fn read(number: u32, text: &str, cells: Option<&[String]>) -> Result<Line, Wrong> {
    let wrong = |fault| Wrong { number, fault, typed: text.chars().take(TYPED_KEPT).collect() };
    let cells = cells.filter(|cells| cells.len() <= COLUMNS.len()).ok_or_else(|| wrong(LineFault::Columns))?;
    let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
    Ok(Line {
        number,
        at: time(cell(0)).ok_or_else(|| wrong(LineFault::Time))?,
        named: named(cell(1), cell(2)).map_err(wrong)?,
        kind: kind(cell(3)).ok_or_else(|| wrong(LineFault::Kind))?,
        reader: reader(cell(4)).ok_or_else(|| wrong(LineFault::Reader))?,
    })
}

fn named(card: &str, technician: &str) -> Result<Named, LineFault> {
    match (card.is_empty(), technician.is_empty()) {
        (false, true) => serial(card).map(Named::Card).ok_or(LineFault::Card),
        (true, false) => technician.parse().map(Named::Technician).map_err(|_| LineFault::Technician),
        _ => Err(LineFault::Person),
    }
}

/// Seven bytes as hex, with or without `:`, `-` or spaces between; in small letters.
fn serial(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ':' | '-' | ' ')).collect();
    (digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| digits.to_ascii_lowercase())
}

fn kind(text: &str) -> Option<TouchKind> {
    match text.to_ascii_lowercase().as_str() {
        "in" => Some(TouchKind::In),
        "out" => Some(TouchKind::Out),
        "" | "unknown" => Some(TouchKind::Unknown),
        _ => None,
    }
}

/// A replacement character says that the file's letters are of neither encoding.
fn reader(text: &str) -> Option<String> {
    let fits = text.chars().count() <= READER_MAX && !text.chars().any(|c| c == '\u{fffd}' || c.is_control());
    fits.then(|| text.to_owned())
}

/// `2026-11-20 07:52`, `2026/11/20 7:52:03`, `2026-11-20T07:52:03.250+09:00`, `…Z`: without a zone in Japan's time. Years 2000
/// to 2099.
pub fn time(text: &str) -> Option<Instant> {
    let (day, rest) = text.trim().split_once([' ', 'T', 't'])?;
    let separator = if day.contains('/') { '/' } else { '-' };
    let mut parts = day.split(separator);
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let year = below(year, 2_100).filter(|year| *year >= 2_000)?;
    let number = year * 10_000 + below(month, 13)? * 100 + below(date, 32)?;
    let day = WorkDate::from_number(i32::try_from(number).ok()?)?;
    let (clock, zone) = apart(rest.trim())?;
    Some(day.start().plus_ms(clock_ms(clock)? + (JST_MINUTES - zone) * MINUTE_MS))
}

/// The time of the day, and its zone in minutes before UTC.
fn apart(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock.trim_end(), 0));
    }
    let Some(at) = text.find(['+', '-']) else { return Some((text, JST_MINUTES)) };
    let (clock, zone) = text.split_at_checked(at)?;
    let ahead = zone.starts_with('+');
    let zone = zone.strip_prefix(['+', '-'])?;
    let (hours, minutes) = match (zone.split_once(':'), zone.len()) {
        (Some(parts), _) => parts,
        (None, 4) => zone.split_at_checked(2)?,
        (None, _) => (zone, "0"),
    };
    // The widest zone in use is 14 hours ahead.
    let minutes = below(hours, 15)? * 60 + below(minutes, 60)?;
    Some((clock.trim_end(), if ahead { minutes } else { -minutes }))
}

fn clock_ms(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next().unwrap_or("0"));
    if parts.next().is_some() {
        return None;
    }
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let all_digits = !fraction.is_empty() && fraction.len() <= 9 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let ms: String = fraction.chars().chain("00".chars()).take(3).collect();
    let ms: i64 = ms.parse().ok().filter(|_| all_digits)?;
    Some(((below(hours, 24)? * 60 + below(minutes, 60)?) * 60 + below(seconds, 60)?) * 1_000 + ms)
}

/// One to four digits that are less than `limit`.
fn below(digits: &str, limit: i64) -> Option<i64> {
    let fits = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| fits && *number < limit)
}

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Looked at; nothing is recorded yet.
    LookedAt,
    /// Being recorded.
    Recording,
    /// Every line has its answer.
    Recorded,
    /// Thrown away.
    Discarded,
}

impl FileState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::LookedAt, Self::Recording, Self::Recorded, Self::Discarded];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::LookedAt => 1,
            Self::Recording => 2,
            Self::Recorded => 3,
            Self::Discarded => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
}

/// What a line comes to: as looked at, or as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineOutcome {
    /// A touch.
    Accepted,
    /// The touch was recorded before.
    Duplicate,
    /// None; the line's code says why.
    Refused,
}

impl LineOutcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Duplicate, Self::Refused];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Accepted => 1,
            Self::Duplicate => 2,
            Self::Refused => 3,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.number() == number)
    }
}

/// A file, for its page and for the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingFile {
    /// Which.
    pub id: ReadingFileId,
    /// Its name, as sent.
    pub file_name: String,
    /// Where it stands.
    pub state: FileState,
    /// Lines in it.
    pub lines: u32,
    /// Lines that are touches by it, or would be.
    pub accepted: u32,
    /// Lines that were recorded before.
    pub duplicate: u32,
    /// Lines that do not read or make no touch.
    pub refused: u32,
    /// When it was looked at.
    pub at: Instant,
}

/// A line with what it came to, for the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingLine {
    /// Its number in the file.
    pub number: u32,
    /// When; absent of a line that does not read.
    pub at: Option<Instant>,
    /// In, out, or not said.
    pub kind: TouchKind,
    /// The card's number or the 技能者ID; of a line that does not read what stands there.
    pub typed: String,
    /// What the reader is called.
    pub reader: String,
    /// What it comes to.
    pub outcome: LineOutcome,
    /// Why it makes no touch.
    pub code: Option<String>,
    /// Who it is, where whoever looks may be told, with the name.
    pub person: Option<(TechnicianId, String)>,
}

#[cfg(test)]
mod tests;
