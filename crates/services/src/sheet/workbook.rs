//! A workbook (xlsx) written from its first row to its last. Invariant: what was written is never changed, so it leaves while
//! it is made; a sheet that is full is followed by another, and the list of sheets comes last.

use super::given::Cell;
use crate::{Error, Result};
use std::{
    fmt::Write as _,
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};
use zip::{
    ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

/// Rows a spreadsheet takes.
const ROWS_MAX: u32 = 1_048_576;
/// Bytes of a sheet before it is packed: below four gigabytes nothing else than the plain form of a zip is needed.
const BYTES_MAX: usize = 3 << 30;
/// Packing harder costs more than it saves on a table.
const LEVEL: i64 = 1;

const DECLARED: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// The heads stay in sight, and so does the first column.
const PANE: &str = r#"<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>"#;

/// Where the packed bytes wait until they are taken.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn take(&self) -> Vec<u8> {
        core::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A workbook that is being written.
pub(super) struct Workbook {
    zip: ZipWriter<StreamWriter<Sink>>,
    sink: Sink,
    title: String,
    /// The first row, which each sheet begins with.
    head: Vec<Cell>,
    sheets: u32,
    rows: u32,
    bytes: usize,
}

impl Workbook {
    /// With its first sheet begun.
    pub fn new(title: &str) -> Result<Self> {
        let sink = Sink::default();
        let zip = ZipWriter::new_stream(sink.clone());
        let (title, head) = (title.to_owned(), Vec::new());
        let mut book = Self { zip, sink, title, head, sheets: 0, rows: 0, bytes: 0 };
        book.begin()?;
        Ok(book)
    }

    /// Adds a row; the first one is the heads'.
    pub fn row(&mut self, cells: &[Cell]) -> Result<()> {
        if self.sheets == 1 && self.rows == 0 {
            self.head = cells.to_vec();
        }
        if self.rows >= ROWS_MAX || self.bytes >= BYTES_MAX {
            self.end()?;
            self.begin()?;
            let head = core::mem::take(&mut self.head);
            self.write_row(&head)?;
            self.head = head;
        }
        self.write_row(cells)
    }

    /// What was packed since the last time.
    pub fn take(&self) -> Vec<u8> {
        self.sink.take()
    }

    /// Ends the sheet and adds what names the sheets.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.end()?;
        let of_sheets = |part: &dyn Fn(u32) -> String| (1..=self.sheets).map(part).collect::<String>();
        let mut title = String::new();
        escape(&mut title, &self.title);
        let named = |at: u32| if at == 1 { title.clone() } else { format!("{title} {at}") };
        let parts = [
            (
                "xl/workbook.xml",
                format!(
                    r#"{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{}</sheets></workbook>"#,
                    of_sheets(&|at| format!(r#"<sheet name="{}" sheetId="{at}" r:id="rId{at}"/>"#, named(at)))
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{}</Relationships>"#,
                    of_sheets(&|at| format!(
                        r#"<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>"#
                    ))
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    r#"{DECLARED}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "[Content_Types].xml",
                format!(
                    r#"{DECLARED}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{}</Types>"#,
                    of_sheets(&|at| format!(
                        r#"<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#
                    ))
                ),
            ),
        ];
        for (name, text) in parts {
            self.zip.start_file(name, options()).map_err(Error::internal)?;
            self.zip.write_all(text.as_bytes()).map_err(Error::internal)?;
        }
        self.zip.finish().map_err(Error::internal)?;
        Ok(self.sink.take())
    }

    fn begin(&mut self) -> Result<()> {
        self.sheets += 1;
        (self.rows, self.bytes) = (0, 0);
        let name = format!("xl/worksheets/sheet{}.xml", self.sheets);
        self.zip.start_file(name, options()).map_err(Error::internal)?;
        self.write(&format!(r#"{DECLARED}<worksheet xmlns="{MAIN}">{PANE}<sheetData>"#))
    }

    fn end(&mut self) -> Result<()> {
        self.write("</sheetData></worksheet>")
    }

    fn write(&mut self, text: &str) -> Result<()> {
        self.bytes += text.len();
        self.zip.write_all(text.as_bytes()).map_err(Error::internal)
    }

    fn write_row(&mut self, cells: &[Cell]) -> Result<()> {
        self.rows += 1;
        let row = self.rows;
        // Writing to a String does not fail.
        let mut text = format!(r#"<row r="{row}">"#);
        for (at, cell) in cells.iter().enumerate() {
            match cell {
                Cell::Empty => {}
                Cell::Number(number) => {
                    let _ = write!(text, r#"<c r="{}{row}"><v>{number}</v></c>"#, letters(at));
                }
                Cell::Text(words) => {
                    let _ = write!(text, r#"<c r="{}{row}" t="inlineStr"><is><t xml:space="preserve">"#, letters(at));
                    escape(&mut text, words);
                    text.push_str("</t></is></c>");
                }
            }
        }
        text.push_str("</row>");
        self.write(&text)
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_level(Some(LEVEL))
}

/// Letters of a column, 0 first: `A`, `Z`, `AA`.
fn letters(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    if at < 26 { last.to_string() } else { format!("{}{last}", letters(at / 26 - 1)) }
}

/// Text as XML has it; what XML cannot hold is left out.
fn escape(to: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() && !['\t', '\n'].contains(&letter) => {}
            letter => to.push(letter),
        }
    }
}
