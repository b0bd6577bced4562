//! Both encodings, workbooks, what people and programs write.

use super::*;
use proptest::prelude::*;

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

#[test]
fn lines_of_programs_are_whole_whatever_the_bytes() {
    let read = lines("\u{feff}card,uid\r\n\r\n a,b\u{0} \n".as_bytes(), "card");
    assert_eq!(read, [(3, "a,b".to_owned())]);
    assert_eq!(lines(b"\x83\x4a,\x81", "card").len(), 1);
    for (line, expected) in [
        ("a, b ,\"c,\"\"d\"\"\"", Some(vec!["a", "b", "c,\"d\""])),
        ("a,\"b", None),
        ("", None),
        (",", Some(vec!["", ""])),
    ] {
        let expected = expected.map(|cells| cells.into_iter().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(cells(line), expected, "{line}");
    }
}

#[test]
fn what_is_written_reads_back() {
    let table = [["山\"本\", 一\r\n", "b"], ["", "c,d"]];
    let bytes = csv(table).unwrap();
    assert!(bytes.starts_with(MARK.as_bytes()));
    assert_eq!(rows(&bytes).unwrap(), table);
}

#[test]
fn no_cell_is_a_formula() {
    for (cell, given) in [("=1+1", "'=1+1"), ("@x", "'@x"), ("-1", "'-1"), ("090-1", "090-1"), ("", "")] {
        assert_eq!(as_text(cell), given);
    }
}

/// A table, or one of the two words there are for what is none.
fn is_read_or_refused(content: &[u8]) -> bool {
    match rows(content) {
        Ok(rows) => rows.len() <= LINES_MAX && rows.iter().all(|row| row.len() <= COLUMNS_MAX),
        Err(Error::Rejected(why)) => [NOT_SHEET, TOO_MANY].contains(&why.code),
        Err(_) => false,
    }
}

proptest! {
    #[test]
    fn whatever_the_bytes_they_are_a_table_or_refused(content in proptest::collection::vec(any::<u8>(), 0..600), zip in any::<bool>()) {
        let content = if zip { [ZIP, &content].concat() } else { content };
        prop_assert!(is_read_or_refused(&content));
        prop_assert!(lines(&content, "head").iter().all(|(_, line)| !line.is_empty()));
    }

    #[test]
    fn a_workbook_of_which_bytes_were_changed_is_a_table_or_refused(changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..20), cut in any::<proptest::sample::Index>()) {
        let mut content = book();
        for (place, byte) in changes {
            let at = place.index(content.len());
            content[at] = byte;
        }
        prop_assert!(is_read_or_refused(&content));
        content.truncate(cut.index(content.len()));
        prop_assert!(is_read_or_refused(&content), "cut off");
    }

    #[test]
    fn text_reads_back_in_either_encoding(cells in proptest::collection::vec("[ぁ-んァ-ヶ山田東京高橋a-z0-9,\"]{1,12}", 1..8)) {
        let file = csv([cells.clone()]).unwrap();
        prop_assert_eq!(&rows(&file).unwrap()[0], &cells);
        let (sjis, _, lost) = encoding_rs::SHIFT_JIS.encode(core::str::from_utf8(&file[MARK.len()..]).unwrap());
        // What Shift_JIS does not hold is replaced by whoever writes it, before it comes here.
        if !lost {
            prop_assert_eq!(&rows(&sjis).unwrap()[0], &cells);
        }
    }
}
