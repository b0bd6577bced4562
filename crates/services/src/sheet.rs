//! Tables to and from bytes. Invariant: the kind of file is told from its bytes, never from its name; text is read as UTF-8
//! where it is that, and as Shift_JIS (cp932) where it is not; no cell written for people is a formula.

mod given;
mod lines;
mod workbook;

use crate::{Error, Result};
use calamine::{Data, DataRef, Reader, Xlsx};
use lines::Gather;
use std::{
    borrow::Cow,
    io::{Cursor, Read},
};

pub use given::{Cell, Kind, Table, XLSX};
pub(crate) use lines::Lines;

/// Neither a table of text nor a workbook.
const NOT_SHEET: &str = "bulk.not_sheet";
/// More lines, columns or bytes than a file of people has.
const TOO_MANY: &str = "bulk.too_many";
/// Lines read at most, the headings and some empty ones included.
const LINES_MAX: usize = 110_000;
/// Columns read at most; a file of people has about thirty.
const COLUMNS_MAX: usize = 200;
/// Lines that are gathered before they are made a table.
const LINES_AT_ONCE: usize = 1_000;
/// Bytes of a file of text looked at together.
const BYTES_AT_ONCE: usize = 64 * 1024;
/// Bytes of a workbook when it is unpacked.
const UNPACKED_MAX: u64 = 512 * 1024 * 1024;
/// What a workbook (a zip archive) begins with.
const ZIP: &[u8] = b"PK\x03\x04";

/// The rows of a file, the headings first; of a workbook, those of its first sheet. Errors: `bulk.not_sheet`.
pub fn rows(content: &[u8]) -> Result<Vec<Vec<String>>> {
    if content.starts_with(ZIP) {
        return workbook(content);
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    text(content, Gather::new(LINES_AT_ONCE, &mut |lines: Lines| lines.each(|_, cells| rows.push(owned(cells)))))?;
    Ok(rows)
}

/// The rows of [`rows`], of which `take` is given so many at a time while the next are read. What was given is of no use where an
/// error comes after it. Errors: as [`rows`].
pub(crate) fn each(content: &[u8], at_once: usize, take: &mut dyn FnMut(Lines)) -> Result<()> {
    let mut gather = Gather::new(at_once, take);
    if !content.starts_with(ZIP) {
        return text(content, gather);
    }
    workbook(content)?.into_iter().for_each(|cells| gather.push(cells.iter().map(String::as_str)));
    gather.finish();
    Ok(())
}

fn owned(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn workbook(content: &[u8]) -> Result<Vec<Vec<String>>> {
    let not = |_| Error::rejected(NOT_SHEET);
    let mut archive = zip::ZipArchive::new(Cursor::new(content)).map_err(|_| Error::rejected(NOT_SHEET))?;
    let mut size = 0;
    for at in 0..archive.len() {
        size += archive.by_index_raw(at).map_err(|_| Error::rejected(NOT_SHEET))?.size();
    }
    if size > UNPACKED_MAX {
        return Err(Error::rejected(TOO_MANY));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(not)?;
    let first = book.sheet_names().first().cloned().ok_or(Error::rejected(NOT_SHEET))?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(not)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    // Cell by cell: a sheet with one cell far out would be made a table of billions.
    while let Some(found) = cells.next_cell().map_err(not)? {
        let text = match found.get_value() {
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::String(text) => text.clone(),
            other => cell(&Data::from(other.clone())),
        };
        if text.trim().is_empty() {
            continue;
        }
        let (row, column) = found.get_position();
        let (row, column) = (at(row), at(column));
        if row >= LINES_MAX || column >= COLUMNS_MAX {
            return Err(Error::rejected(TOO_MANY));
        }
        rows.resize(rows.len().max(row + 1), Vec::new());
        if let Some(line) = rows.get_mut(row) {
            line.resize(line.len().max(column + 1), String::new());
            line[column] = text;
        }
    }
    Ok(rows)
}

fn at(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// What stands in a cell as people see it: a day as a day, a time of day as one, a whole number without a point.
fn cell(data: &Data) -> String {
    match data {
        // A time of day is a part of a day without a day before it.
        Data::DateTime(at) if (0.0..1.0).contains(&at.as_f64()) => {
            at.as_datetime().map(|at| at.format("%H:%M").to_string()).unwrap_or_default()
        }
        Data::DateTime(at) => at.as_datetime().map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default(),
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}

/// What spreadsheets know UTF-8 by.
const MARK: &str = "\u{feff}";

/// Bytes as text, without a byte order mark; what neither encoding knows becomes a replacement, and is said by `true`.
fn decoded(content: &[u8]) -> (Cow<'_, str>, bool) {
    let content = content.strip_prefix(MARK.as_bytes()).unwrap_or(content);
    if let Ok(text) = core::str::from_utf8(content) {
        return (Cow::Borrowed(text), false);
    }
    encoding_rs::SHIFT_JIS.decode_without_bom_handling(content)
}

/// The lines of a file that programs exchange, each with its number (1 first): without what a database does not take, without
/// the empty ones and without a head, which begins with `head`. Whatever the bytes, each other line is one.
pub fn lines(content: &[u8], head: &str) -> Vec<(u32, String)> {
    let (text, _) = decoded(content);
    let plain = |line: &str| line.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned();
    let is_head = |at: usize, line: &str| at == 0 && line.trim_matches('"').to_ascii_lowercase().starts_with(head);
    let lines = text.lines().enumerate().map(|(at, line)| (at, plain(line)));
    let lines = lines.filter(|(at, line)| !line.is_empty() && !is_head(*at, line));
    lines.map(|(at, line)| (u32::try_from(at + 1).unwrap_or(u32::MAX), line)).collect()
}

/// The cells of one line, without their quotation marks and the spaces around. `None` for a mark that does not end.
pub fn cells(line: &str) -> Option<Vec<String>> {
    if line.matches('"').count() % 2 == 1 {
        return None;
    }
    let reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(line.as_bytes());
    let record = reader.into_records().next()?.ok()?;
    // A mark after a space is none to the reader.
    let unmarked = |cell: &str| cell.strip_prefix('"')?.strip_suffix('"').map(|cell| cell.trim().to_owned());
    Some(record.iter().map(|cell| unmarked(cell).unwrap_or_else(|| cell.trim().to_owned())).collect())
}

/// A table as a file: UTF-8 with a byte order mark, lines ended by CR and LF. Errors: `Internal`.
pub fn csv<R, C>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>>
where
    R: IntoIterator<Item = C>,
    C: AsRef<[u8]>,
{
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(MARK.as_bytes().to_vec());
    for row in rows {
        writer.write_record(row).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|_| Error::internal("a table could not be written"))
}

/// What a spreadsheet takes for the beginning of a formula; the last four are the wide ones, which a Japanese one takes too.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A cell as text and nothing else: what a spreadsheet would take for a formula begins with an apostrophe.
pub fn as_text(cell: &str) -> String {
    let guard = if cell.starts_with(FORMULA) { "'" } else { "" };
    format!("{guard}{cell}")
}

fn text(content: &[u8], mut gather: Gather<'_>) -> Result<()> {
    if content.contains(&0) {
        return Err(Error::rejected(NOT_SHEET));
    }
    let (content, broken) = decoded(content);
    if broken {
        return Err(Error::rejected(NOT_SHEET));
    }
    // Where the last line does not end, the reader does not count it.
    let content = content.as_bytes().chain(&b"\n"[..]);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(BYTES_AT_ONCE).from_reader(content);
    let mut record = csv::StringRecord::new();
    // The reader leaves empty lines out; they are put back, so that rows count as a spreadsheet counts them. A line break
    // inside a cell begins no row.
    let mut breaks = 0;
    while reader.read_record(&mut record).map_err(|_| Error::rejected(NOT_SHEET))? {
        breaks += record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
        let after = usize::try_from(reader.position().line()).unwrap_or_default();
        if after > LINES_MAX + breaks || record.len() > COLUMNS_MAX {
            return Err(Error::rejected(TOO_MANY));
        }
        while gather.count() < after.saturating_sub(2 + breaks) {
            gather.push(core::iter::empty());
        }
        gather.push(record.iter());
    }
    gather.finish();
    Ok(())
}

#[cfg(test)]
mod tests;
