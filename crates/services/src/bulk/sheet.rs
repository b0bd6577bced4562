//! From the bytes of a file to rows of cells. Invariant: the kind of file is told from its bytes, never from its name; text is
//! read as UTF-8 where it is that, and as Shift_JIS where it is not.

use crate::{Error, Result};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// Neither a table of text nor a workbook.
const NOT_SHEET: &str = "bulk.not_sheet";
/// More lines, columns or bytes than a file of people has.
const TOO_MANY: &str = "bulk.too_many";
/// Lines read at most, the headings and some empty ones included.
const LINES_MAX: usize = 110_000;
/// Columns read at most; a file of people has about thirty.
const COLUMNS_MAX: usize = 200;
/// Bytes of a workbook when it is unpacked.
const UNPACKED_MAX: u64 = 512 * 1024 * 1024;
/// What a workbook (a zip archive) begins with.
const ZIP: &[u8] = b"PK\x03\x04";

/// The rows of a file, the headings first; of a workbook, those of its first sheet. Errors: `bulk.not_sheet`.
pub fn rows(content: &[u8]) -> Result<Vec<Vec<String>>> {
    if content.starts_with(ZIP) { workbook(content) } else { text(content) }
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
        let text = cell(&Data::from(found.get_value().clone()));
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

/// What stands in a cell as people see it: a day as a day, a whole number without a point.
fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(at) => at.as_datetime().map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default(),
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}

fn text(content: &[u8]) -> Result<Vec<Vec<String>>> {
    if content.contains(&0) {
        return Err(Error::rejected(NOT_SHEET));
    }
    let content = if let Ok(text) = std::str::from_utf8(content) {
        text.to_owned()
    } else {
        let (text, _, broken) = encoding_rs::SHIFT_JIS.decode(content);
        if broken {
            return Err(Error::rejected(NOT_SHEET));
        }
        text.into_owned()
    };
    let content = format!("{}\n", content.trim_start_matches('\u{feff}'));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(content.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut record = csv::StringRecord::new();
    // The reader leaves empty lines out; they are put back, so that rows count as a spreadsheet counts them. A line break
    // inside a cell begins no row.
    let mut breaks = 0;
    while reader.read_record(&mut record).map_err(|_| Error::rejected(NOT_SHEET))? {
        breaks += record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        let after = usize::try_from(reader.position().line()).unwrap_or_default();
        if after > LINES_MAX + breaks || record.len() > COLUMNS_MAX {
            return Err(Error::rejected(TOO_MANY));
        }
        rows.resize(after.saturating_sub(2 + breaks).max(rows.len()), Vec::new());
        rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_as_a_spreadsheet_counts_them() {
        let rows = rows("姓,名\n\n森,\"真\n由\"\n\n港,栄一\n".as_bytes()).unwrap();
        assert_eq!(rows.len(), 5);
        assert_eq!((rows[2][0].as_str(), rows[4][0].as_str()), ("森", "港"));
    }

    /// A workbook of one sheet whose first line is the second: text, a number, and a day.
    fn book() -> Vec<u8> {
        use std::io::Write;
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006";
        let parts = [
            (
                "[Content_Types].xml",
                format!(
                    r#"<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"#
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    r#"<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/styles.xml",
                format!(
                    r#"<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!(
                    r#"<worksheet xmlns="{main}"><sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>姓</t></is></c><c r="C2"><v>6</v></c><c r="D2" s="1"><v>35199</v></c></row></sheetData></worksheet>"#
                ),
            ),
        ];
        for (name, text) in parts {
            zip.start_file(
                name,
                zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
            )
            .unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn what_is_far_larger_than_people_is_refused_before_it_is_made_a_table() {
        let many = |content: &[u8]| matches!(rows(content), Err(Error::Rejected(why)) if why.code == TOO_MANY);
        assert!(many(format!("{}a", "\n".repeat(200_000)).as_bytes()), "lines");
        assert!(many(",".repeat(300).as_bytes()), "columns");
        assert!(rows(format!("{}a", "\n".repeat(100)).as_bytes()).unwrap().len() == 101);
    }

    #[test]
    fn a_workbook_is_read_as_people_see_it() {
        let rows = rows(&book()).unwrap();
        assert!(rows[0].is_empty());
        assert_eq!(rows[1], ["", "姓", "6", "1996-05-14"]);
    }

    #[test]
    fn either_encoding_is_read_and_what_is_none_is_refused() {
        let (sjis, ..) = encoding_rs::SHIFT_JIS.encode("姓,名\n髙橋,蓮\n");
        assert_eq!(rows(&sjis).unwrap()[1], ["髙橋", "蓮"]);
        assert_eq!(rows("\u{feff}姓,名\n".as_bytes()).unwrap()[0], ["姓", "名"]);
        for none in [&b"PK\x03\x04 no workbook"[..], b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x81"] {
            assert!(matches!(rows(none), Err(Error::Rejected(why)) if why.code == "bulk.not_sheet"), "{none:?}");
        }
    }
}
