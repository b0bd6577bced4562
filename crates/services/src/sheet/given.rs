//! Tables given out row by row. Invariant: nothing is held but what was not yet taken, however long the table is; no cell is a
//! formula in whatever opens it, and what an encoding cannot hold is marked in its place and named at the end of its row.
//!
//! docs/decisions/0030-files-row-by-row.md says why the workbook is written here.

use super::{MARK, as_text, workbook::Workbook};
use crate::{Error, Result};

/// What a table is given out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// CSV in UTF-8 with a byte order mark.
    Csv,
    /// CSV in Shift_JIS (cp932).
    CsvSjis,
    /// A workbook.
    Xlsx,
}

impl Kind {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Csv, Self::CsvSjis, Self::Xlsx];
    /// The word of forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::CsvSjis => "csv_sjis",
            Self::Xlsx => "xlsx",
        }
    }
    /// From the word of forms.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
    /// What its name ends with.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvSjis => "csv",
            Self::Xlsx => "xlsx",
        }
    }
    /// Its media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::CsvSjis => "text/csv; charset=Shift_JIS",
            Self::Xlsx => XLSX,
        }
    }
}

/// The media type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words; never a formula.
    Text(String),
    /// A number.
    Number(i64),
    /// Nothing.
    Empty,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}

/// A table that is being written.
pub struct Table(Writing);

enum Writing {
    Csv(Vec<u8>),
    Sjis(Vec<u8>),
    Xlsx(Box<Workbook>),
}

impl Table {
    /// An empty table. `title`: what the sheet of a workbook is called. Errors: `Internal`.
    pub fn new(kind: Kind, title: &str) -> Result<Self> {
        Ok(Self(match kind {
            Kind::Csv => Writing::Csv(MARK.as_bytes().to_vec()),
            Kind::CsvSjis => Writing::Sjis(Vec::new()),
            Kind::Xlsx => Writing::Xlsx(Box::new(Workbook::new(title)?)),
        }))
    }

    /// Adds the row of headings. `lost`: the heading of the column that names what could not be held. Errors: `Internal`.
    pub fn head(&mut self, cells: &[Cell], lost: &str) -> Result<()> {
        let Writing::Sjis(bytes) = &mut self.0 else { return self.row(cells) };
        let with_lost: Vec<Cell> = cells.iter().cloned().chain([Cell::from(lost)]).collect();
        let mut text = Vec::new();
        line(&mut text, &with_lost);
        let text = core::str::from_utf8(&text).map_err(Error::internal)?;
        bytes.extend_from_slice(&encoding_rs::SHIFT_JIS.encode(text).0);
        Ok(())
    }

    /// Adds a row. Errors: `Internal`.
    pub fn row(&mut self, cells: &[Cell]) -> Result<()> {
        match &mut self.0 {
            Writing::Csv(bytes) => {
                line(bytes, cells);
                Ok(())
            }
            Writing::Sjis(bytes) => {
                let mut text = Vec::new();
                line(&mut text, cells);
                sjis(bytes, &text)
            }
            Writing::Xlsx(book) => book.row(cells),
        }
    }

    /// What was written since the last time; may be nothing yet.
    pub fn take(&mut self) -> Vec<u8> {
        match &mut self.0 {
            Writing::Csv(bytes) | Writing::Sjis(bytes) => core::mem::take(bytes),
            Writing::Xlsx(book) => book.take(),
        }
    }

    /// The end of it. Errors: `Internal`.
    pub fn finish(self) -> Result<Vec<u8>> {
        match self.0 {
            Writing::Csv(bytes) | Writing::Sjis(bytes) => Ok(bytes),
            Writing::Xlsx(book) => book.finish(),
        }
    }
}

/// A line of a CSV, ended by CR and LF.
fn line(to: &mut Vec<u8>, cells: &[Cell]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            to.push(b',');
        }
        match cell {
            Cell::Empty => {}
            Cell::Number(number) => to.extend_from_slice(number.to_string().as_bytes()),
            Cell::Text(text) => quoted(to, &as_text(text)),
        }
    }
    to.extend_from_slice(b"\r\n");
}

fn quoted(to: &mut Vec<u8>, text: &str) {
    if !text.contains([',', '"', '\r', '\n']) {
        return to.extend_from_slice(text.as_bytes());
    }
    to.push(b'"');
    to.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    to.push(b'"');
}

/// What stands where a letter could not: 〓, as printers have always done.
const GETA: [u8; 2] = [0x81, 0xac];
/// Signs that are another number in cp932 than everywhere else: wave dash, double line, dash.
const OTHERWISE: [(char, char); 3] = [('\u{301c}', '\u{ff5e}'), ('\u{2016}', '\u{2225}'), ('\u{2014}', '\u{2015}')];

/// A line in cp932, and in one more cell which letters could not be held, as `U+20BB7`.
fn sjis(to: &mut Vec<u8>, line: &[u8]) -> Result<()> {
    let text = core::str::from_utf8(line).map_err(Error::internal)?.trim_end_matches("\r\n");
    let (bytes, _, broken) = encoding_rs::SHIFT_JIS.encode(text);
    // Yen and overline would become a backslash and a tilde, which are other signs.
    if !broken && !text.contains(['\u{a5}', '\u{203e}']) {
        to.extend_from_slice(&bytes);
        to.extend_from_slice(b",\r\n");
        return Ok(());
    }
    let mut lost: Vec<String> = Vec::new();
    for letter in text.chars() {
        let letter = OTHERWISE.iter().find(|(from, _)| *from == letter).map_or(letter, |(_, to)| *to);
        let mut buffer = [0; 4];
        let (bytes, _, broken) = encoding_rs::SHIFT_JIS.encode(letter.encode_utf8(&mut buffer));
        if broken || ['\u{a5}', '\u{203e}'].contains(&letter) {
            to.extend_from_slice(&GETA);
            lost.push(format!("U+{:04X}", u32::from(letter)));
        } else {
            to.extend_from_slice(&bytes);
        }
    }
    to.push(b',');
    to.extend_from_slice(lost.join(" ").as_bytes());
    to.extend_from_slice(b"\r\n");
    Ok(())
}

#[cfg(test)]
mod tests;
