//! Reading the card maker's answer: `card,uid` in UTF-8 or Shift_JIS (cp932), with or without a head. Invariant: whatever
//! the bytes, every line that is not empty gives one row.

use crate::{
    card::typed_uid,
    error::{Error, Result},
    sheet,
};
use domain::card::answer::Row;
use proof::Uid;

/// Many times the answer of the largest batch.
pub const BYTES_MAX: usize = 1_000_000;
/// The first cell of a head.
const HEAD: &str = "card";

/// The rows of an answer. Errors: `too_large`.
pub(super) fn rows(content: &[u8]) -> Result<Vec<Row>> {
    if content.len() > BYTES_MAX {
        return Err(Error::rejected("too_large"));
    }
    Ok(sheet::lines(content, HEAD).into_iter().map(|(at, line)| row(at, &line)).collect())
}

fn row(line: u32, text: &str) -> Row {
    let cells = sheet::cells(text).unwrap_or_default();
    let [card, uid] = &cells[..] else { return Row { line, whole: false, card: None, uid: None } };
    Row { line, whole: true, card: card.parse().ok(), uid: typed_uid(uid).map(Uid::to_i64) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CARD: &str = "0199f3a2-0000-7000-8000-000000000001";

    #[test]
    fn a_row_is_read_in_every_usual_spelling() {
        let expected = Row { line: 2, whole: true, card: CARD.parse().ok(), uid: Some(0x04_A1B2_C3D4_E580) };
        for text in [
            format!("card,uid\r\n{CARD},04A1B2C3D4E580\r\n"),
            format!("\u{feff}card,uid\n\"{CARD}\", \"04:a1:b2:c3:d4:e5:80\"\n\n"),
            format!("CARD,UID\n{CARD} , 04a1b2c3d4e580"),
            format!("card,uid\n{CARD},04 A1 B2 C3 D4 E5 80"),
        ] {
            assert_eq!(rows(text.as_bytes()).unwrap(), [expected], "{text}");
        }
        let headless = rows(format!("{CARD},04A1B2C3D4E580").as_bytes()).unwrap();
        assert_eq!(headless, [Row { line: 1, ..expected }]);
    }

    #[test]
    fn what_does_not_read_says_what() {
        for (text, whole, card, uid) in [
            (CARD.to_owned(), false, false, false),
            (format!("{CARD},04A1B2C3D4E580,x"), false, false, false),
            ("x,04A1B2C3D4E580".to_owned(), true, false, true),
            (format!("{CARD},04A1"), true, true, false),
        ] {
            let row = rows(text.as_bytes()).unwrap()[0];
            assert_eq!((row.whole, row.card.is_some(), row.uid.is_some()), (whole, card, uid), "{text}");
        }
        assert!(rows(&vec![b'x'; BYTES_MAX + 1]).is_err());
        assert_eq!(rows(&vec![b'x'; BYTES_MAX]).unwrap().len(), 1);
        assert_eq!(rows(b"").unwrap(), []);
    }

    proptest! {
        #[test]
        fn any_bytes_give_rows(content in proptest::collection::vec(any::<u8>(), 0..400)) {
            let read = rows(&content).unwrap();
            let lines = content.split(|byte| *byte == b'\n').count();
            prop_assert!(read.len() <= lines);
        }
    }
}
