//! What reads, what does not, and that nothing whatever breaks the reader.
#![allow(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it should be")]

use super::*;
use proptest::prelude::*;

const GOOD: &str = "123456789015,2500,2026-11-20,convenience_store,T-1";

fn one(line: &str) -> SettlementRow {
    let mut rows = read(line.as_bytes()).unwrap();
    assert_eq!(rows.len(), 1, "{line}");
    rows.remove(0)
}

#[test]
fn a_row_reads_in_any_width_and_quoting() {
    for line in [
        GOOD,
        "\"123456789015\",\"2,500\",2026/11/20,convenience_store,T-1",
        " 123456789015 , ２５００ , 20261120 ,convenience_store, T-1 ",
    ] {
        let row = one(line);
        let read = row.settlement.unwrap();
        assert_eq!((read.yen, read.paid_on.number(), row.key.as_str()), (Yen(2_500), 20_261_120, "T-1"), "{line}");
        assert_eq!(read.reference, "123456789015");
    }
}

#[test]
fn what_does_not_read_is_a_row_all_the_same() {
    for line in [
        "x",
        "123456789015,2500,2026-11-20,convenience_store",
        "123456789015,2500,2026-11-20,convenience_store,T-1,more",
        "123456789015,0,2026-11-20,convenience_store,T-1",
        "123456789015,-5,2026-11-20,convenience_store,T-1",
        "123456789015,+5,2026-11-20,convenience_store,T-1",
        "123456789015,2500.5,2026-11-20,convenience_store,T-1",
        "123456789015,99999999999999999999,2026-11-20,convenience_store,T-1",
        "123456789015,2500,2026-02-30,convenience_store,T-1",
        "123456789015,2500,2026-11-20,cash,T-1",
        "123456789015,2500,2026-11-20,counter,T-1",
        "123456789015,2500,2026-11-20,convenience_store,",
        "123456789015,2500,2026-11-20,convenience_store,line:1",
        "123456789015,2500,2026-11-20,convenience_store,T#1",
        "\"123456789015,2500,2026-11-20,convenience_store,T-1",
    ] {
        let row = one(line);
        assert!(row.settlement.is_none() && row.key.starts_with("line:"), "{line}: {row:?}");
        assert_eq!(row.line, line);
    }
}

#[test]
fn what_of_a_row_does_not_read_is_told_column_by_column() {
    for (line, expected) in [
        (GOOD, vec![]),
        ("x", vec![RowFault::Cells]),
        ("123456789015,2500,2026-11-20,convenience_store", vec![RowFault::Cells]),
        ("123456789015,0,2026-11-20,convenience_store,T-1", vec![RowFault::Yen]),
        ("123456789015,2500,2026-02-30,convenience_store,T-1", vec![RowFault::PaidOn]),
        ("123456789015,2500,2026-11-20,コンビニ,T-1", vec![RowFault::Channel]),
        ("123456789015,2500,2026-11-20,counter,T-1", vec![RowFault::Channel]),
        ("123456789015,2500,2026-11-20,card,T#1", vec![RowFault::Transaction]),
        (",x,x,x,", vec![RowFault::Yen, RowFault::PaidOn, RowFault::Channel, RowFault::Transaction]),
    ] {
        assert_eq!(faults(line), expected, "{line}");
    }
    let long = format!("{},2500,2026-11-20,card,T-1", "1".repeat(101));
    assert_eq!(faults(&long), [RowFault::Reference]);
}

#[test]
fn what_is_no_settlement_file_is_refused_as_a_whole() {
    const HEADED: &str = "reference,yen,paid_on,channel,transaction";
    let code = |content: &[u8]| match check(content) {
        Ok(()) => String::new(),
        Err(Error::Rejected(found)) => match found.fields.as_slice() {
            [FieldProblem { field, problem: Problem::Refused { code } }] if field == "file" => code.clone(),
            other => panic!("{other:?}"),
        },
        Err(other) => panic!("{other}"),
    };
    let good = [
        GOOD.to_owned(),
        format!("{GOOD}\nbroken\n"),
        format!("{HEADED}\r\n{GOOD}\r\n"),
        "\u{feff}\"Reference\",\"YEN\",paid_on,channel,transaction\nbroken\n".to_owned(),
    ];
    for text in &good {
        assert_eq!(code(text.as_bytes()), "", "{text}");
    }
    for text in ["", " \r\n\n", "\u{feff}", HEADED, "reference,yen,paid_on,channel,transaction\n\n"] {
        assert_eq!(code(text.as_bytes()), "fee.file_empty", "{text:?}");
    }
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice();
    let unicode: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in
        [png, b"PK\x03\x04xlsx", b"\xd0\xcf\x11\xe0xls", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", unicode.as_slice()]
    {
        assert_eq!(code(bytes), "fee.file_kind", "{bytes:?}");
    }
    let japanese = format!("支払番号,金額,支払った日,方法,取引番号\n{GOOD}\n");
    let later = format!("\n{HEADED}\n{GOOD}\n");
    let short = format!("reference,yen\n{GOOD}\n");
    for text in [japanese.as_str(), &later, &short, "what is this", "{\"yen\": 2500}"] {
        assert_eq!(code(text.as_bytes()), "fee.file_columns", "{text}");
    }
}

#[test]
fn the_example_people_are_shown_is_taken() {
    check(EXAMPLE.as_bytes()).unwrap();
    let row = one(EXAMPLE);
    let read = row.settlement.unwrap();
    assert_eq!((read.reference.as_str(), read.yen, row.key.as_str()), ("123456789015", Yen(2_500), "T-0001"));
    assert_eq!(domain::fee::receipt::reference(&read.reference).map(|known| known.to_string()), Ok(read.reference));
}

#[test]
fn a_missing_reference_is_no_reason_not_to_read() {
    assert_eq!(one(",2500,2026-11-20,bank_transfer,T-2").settlement.unwrap().reference, "");
    assert_eq!(
        one("ヤマモト ケンタ,2500,2026-11-20,bank_transfer,T-2").settlement.unwrap().reference,
        "ヤマモト ケンタ"
    );
}

#[test]
fn heads_marks_and_empty_lines_are_no_rows() {
    let text = format!("\u{feff}Reference,yen,paid_on,channel,transaction\r\n\r\n{GOOD}\r\n");
    assert_eq!(read(text.as_bytes()).unwrap().len(), 1);
    assert_eq!(read(b"").unwrap(), vec![]);
    let later = format!("{GOOD}\nreference,yen,paid_on,channel,transaction\n");
    assert_eq!(read(later.as_bytes()).unwrap().len(), 2, "a head that is not at the head is a row that does not read");
}

#[test]
fn the_same_broken_line_twice_is_two_rows_and_the_same_two_again() {
    let text = "broken\nbroken\nother\n";
    let keys = |rows: Vec<SettlementRow>| rows.into_iter().map(|row| row.key).collect::<Vec<_>>();
    let first = keys(read(text.as_bytes()).unwrap());
    assert_eq!(first.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    assert_eq!(keys(read(text.as_bytes()).unwrap()), first);
}

#[test]
fn the_same_words_read_the_same_in_shift_jis() {
    let text = format!("{GOOD}\nヤマモト　ケンタ,2500,2026-11-20,bank_transfer,T-9\n");
    let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(&text);
    assert!(!lossy && core::str::from_utf8(&bytes).is_err());
    assert_eq!(read(&bytes).unwrap(), read(text.as_bytes()).unwrap());
}

#[test]
fn a_file_beyond_all_measure_is_refused() {
    assert!(read(&vec![b'x'; BYTES_MAX]).is_ok());
    assert!(matches!(read(&vec![b'x'; BYTES_MAX + 1]), Err(Error::Rejected(found)) if found.code == "too_large"));
}

proptest! {
    #[test]
    fn whatever_comes_gives_a_row_a_line_and_the_same_rows_again(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let rows = read(&bytes).unwrap();
        prop_assert_eq!(&rows, &read(&bytes).unwrap());
        for row in &rows {
            prop_assert!(!row.key.is_empty() && !row.line.is_empty());
            prop_assert!(row.line.chars().count() <= LINE_CHARS_MAX && !row.line.contains('\0'));
        }
    }

    #[test]
    fn a_good_row_is_read_whatever_stands_around_it(before in "[^\u{0}\n\r\"]{0,80}", after in "[^\u{0}\n\r\"]{0,80}") {
        let text = format!("{before}\n{GOOD}\n{after}\n");
        let rows = read(text.as_bytes()).unwrap();
        prop_assert!(rows.iter().any(|row| row.key == "T-1" && row.settlement.is_some()));
    }
}
