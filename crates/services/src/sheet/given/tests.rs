//! Files that are written row by row read back as what was written.

use super::*;
use crate::sheet::rows;
use proptest::prelude::*;

fn cells(of: &[&str]) -> Vec<Cell> {
    of.iter().map(|text| Cell::from(*text)).collect()
}

/// The whole file of these rows, taken after each of them.
fn file(kind: Kind, heads: &[&str], table: &[Vec<Cell>]) -> Vec<u8> {
    let mut writing = Table::new(kind, "sheet").unwrap();
    writing.head(&cells(heads), "lost").unwrap();
    let mut bytes = writing.take();
    for row in table {
        writing.row(row).unwrap();
        bytes.extend(writing.take());
    }
    bytes.extend(writing.finish().unwrap());
    bytes
}

#[test]
fn each_kind_reads_back() {
    let row = vec!["山本 健太".into(), Cell::Number(-12), Cell::Empty, "a,\"b\"\nc".into()];
    for kind in Kind::ALL {
        let read = rows(&file(kind, &["name", "days", "none", "odd"], &[row.clone(), row.clone()])).unwrap();
        assert_eq!(read[0][..4], ["name", "days", "none", "odd"].map(str::to_owned), "{kind:?}");
        assert_eq!(read.len(), 3, "{kind:?}");
        assert_eq!(read[2][..4], ["山本 健太", "-12", "", "a,\"b\"\nc"].map(str::to_owned), "{kind:?}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\u{ff1d}1+1", "\u{ff0b}1", "\u{ff0d}1", "\u{ff20}x"] {
        let table = [cells(&[evil])];
        for kind in [Kind::Csv, Kind::CsvSjis] {
            let read = rows(&file(kind, &["x"], &table)).unwrap();
            assert_eq!(read[1][0], format!("'{evil}"), "{kind:?}");
        }
        let book = file(Kind::Xlsx, &["x"], &table);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
        let mut sheet = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
        let text = std::io::read_to_string(&mut sheet).unwrap();
        assert!(text.contains("inlineStr") && !text.contains("<f>"), "a text, whatever it begins with: {text}");
    }
}

#[test]
fn what_cp932_cannot_hold_is_marked_and_named() {
    let table = [cells(&["\u{20bb7}野家", "髙橋"]), cells(&["1\u{301c}2", "\u{a5}"]), cells(&["森", "a"])];
    let bytes = file(Kind::CsvSjis, &["name", "other"], &table);
    assert_eq!(&bytes[..4], b"name", "no byte order mark");
    let read = rows(&bytes).unwrap();
    assert_eq!(read[0], ["name", "other", "lost"]);
    assert_eq!(read[1], ["〓野家", "髙橋", "U+20BB7"]);
    assert_eq!(read[2], ["1\u{ff5e}2", "〓", "U+00A5"]);
    assert_eq!(read[3], ["森", "a", ""]);
}

#[test]
fn a_workbook_leaves_while_it_is_written() {
    let mut writing = Table::new(Kind::Xlsx, "a & b").unwrap();
    assert!(writing.take().starts_with(b"PK\x03\x04"), "the first bytes are there before the first row");
    let row: Vec<Cell> = (0..30).map(Cell::Number).collect();
    let mut most = 0;
    for _ in 0..20_000 {
        writing.row(&row).unwrap();
        most = most.max(writing.take().len());
    }
    assert!(most < 1 << 20, "no more than a little is held: {most}");
    let end = writing.finish().unwrap();
    assert!(end.len() < 1 << 20);
}

#[test]
fn a_title_of_any_letters_is_a_name_of_a_sheet() {
    let mut writing = Table::new(Kind::Xlsx, "a <&> \"b\"").unwrap();
    writing.row(&cells(&["x"])).unwrap();
    let mut bytes = writing.take();
    bytes.extend(writing.finish().unwrap());
    assert_eq!(rows(&bytes).unwrap(), [["x"]]);
}

proptest! {
    #[test]
    fn whatever_the_words_they_read_back(table in proptest::collection::vec(proptest::collection::vec("[ぁ-んァ-ヶ山田髙a-z0-9,\"<&>]{1,8}", 3), 1..6)) {
        let given: Vec<Vec<Cell>> = table.iter().map(|row| row.iter().map(|cell| cell.as_str().into()).collect()).collect();
        for kind in Kind::ALL {
            let read = rows(&file(kind, &["a", "b", "c"], &given)).unwrap();
            for (row, wanted) in read[1..].iter().zip(&table) {
                prop_assert_eq!(&row[..3], &wanted[..], "{:?}", kind);
            }
            prop_assert_eq!(read.len(), table.len() + 1);
        }
    }
}
