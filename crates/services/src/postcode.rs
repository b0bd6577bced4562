//! 郵便番号: which place a postcode stands for, to spare people typing it (10-registration.md, Form: postcode fills the
//! address). Invariant: where a postcode stands for several places only what they have in common is told, and nothing is ever
//! refused for what this table does not know.

use crate::{Error, Result};
use brotli_decompressor::Decompressor;
use domain::prefecture::{
    PrefectureCode,
    postcode::{self, Place, digits},
};
use std::io::Read;
use tokio::sync::OnceCell;

/// A line a postcode, in their order: postcode, number of the prefecture, beginning of the address.
static PACKED: &[u8] = include_bytes!("../../../data/postcodes.tsv.br");
const BUFFER: usize = 1 << 16;
const DIGITS: usize = 7;

/// The table, unpacked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Postcodes(&'static str);

impl Postcodes {
    /// Unpacked at the first use, once.
    pub(crate) async fn unpacked() -> Result<Self> {
        static TABLE: OnceCell<String> = OnceCell::const_new();
        let unpack = || async {
            let unpacked = tokio::task::spawn_blocking(|| {
                let mut text = String::new();
                Decompressor::new(PACKED, BUFFER).read_to_string(&mut text).map(|_| text)
            });
            unpacked.await.map_err(Error::internal)?.map_err(Error::internal)
        };
        Ok(Self(TABLE.get_or_try_init(unpack).await?))
    }
    /// Whether a postcode belongs to a prefecture: by the table, and for one it does not know, which may be new, by its first
    /// digits.
    pub(crate) fn fits(self, typed: &str, prefecture: PrefectureCode) -> bool {
        let Some(code) = digits(typed) else { return false };
        found(self.0, &code).map_or_else(|| postcode::fits(&code, prefecture), |place| place.prefecture == prefecture)
    }
}

/// The place of a postcode as typed, in any width, with or without its hyphen; `None` for one the table does not know.
pub async fn place(typed: &str) -> Result<Option<Place>> {
    let Some(code) = digits(typed) else { return Ok(None) };
    Ok(found(Postcodes::unpacked().await?.0, &code))
}

fn found(table: &str, code: &str) -> Option<Place> {
    // By halves: `from` is the beginning of a line, and so is `to` or the end.
    let (mut from, mut to) = (0, table.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start =
            table.as_bytes()[from..middle].iter().rposition(|byte| *byte == b'\n').map_or(from, |at| from + at + 1);
        let rest = &table.as_bytes()[start..to];
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(to, |at| start + at + 1);
        let line = &table[start..end];
        match line.get(..DIGITS).unwrap_or_default().cmp(code) {
            core::cmp::Ordering::Equal => return of_line(line),
            core::cmp::Ordering::Less => from = end,
            core::cmp::Ordering::Greater => to = start,
        }
    }
    None
}

fn of_line(line: &str) -> Option<Place> {
    let mut parts = line.trim_end().split('\t').skip(1);
    let prefecture = PrefectureCode::from_number(parts.next()?.parse().ok()?)?;
    Some(Place { prefecture, address: parts.next().unwrap_or_default().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn of(typed: &str) -> Option<(i16, String)> {
        place(typed).await.unwrap().map(|place| (place.prefecture.get(), place.address))
    }

    #[tokio::test]
    async fn a_postcode_is_found_however_it_is_typed() {
        let shiba = Some((13, "港区芝".to_owned()));
        for typed in ["1050014", "105-0014", "〒105-0014", "１０５ー００１４", " 1050014 "] {
            assert_eq!(of(typed).await, shiba, "{typed}");
        }
        for nowhere in ["", "105001", "10500144", "0000000", "9999999", "港区"] {
            assert_eq!(of(nowhere).await, None, "{nowhere}");
        }
    }

    #[tokio::test]
    async fn every_line_of_the_table_is_found_by_its_postcode_and_they_stand_in_order() {
        let table = Postcodes::unpacked().await.unwrap().0;
        let mut prefectures = std::collections::BTreeSet::new();
        let mut before = "";
        for line in table.lines() {
            assert!(before < &line[..DIGITS], "{line}");
            before = &line[..DIGITS];
        }
        let last = table.lines().last();
        for line in table.lines().step_by(100).chain(last) {
            let place = found(table, &line[..DIGITS]).unwrap();
            assert!(line.ends_with(&place.address), "{line}");
            prefectures.insert(place.prefecture);
        }
        assert_eq!(prefectures.len(), 47);
    }

    #[tokio::test]
    async fn the_check_of_first_digits_agrees_with_the_table() {
        for line in Postcodes::unpacked().await.unwrap().0.lines() {
            let place = of_line(line).unwrap();
            assert!(postcode::fits(&line[..DIGITS], place.prefecture), "{line}");
        }
    }

    #[tokio::test]
    async fn what_the_table_knows_fits_its_prefecture_and_a_new_one_by_its_first_digits() {
        let table = Postcodes::unpacked().await.unwrap();
        let prefecture = |number| PrefectureCode::from_number(number).unwrap();
        assert!(table.fits("105-0014", prefecture(13)) && !table.fits("105-0014", prefecture(14)));
        // 埼玉 has one in the midst of 東京.
        let odd =
            table.0.lines().find(|line| line.starts_with("100") && of_line(line).unwrap().prefecture == prefecture(11));
        assert!(odd.is_some_and(
            |line| table.fits(&line[..DIGITS], prefecture(11)) && !table.fits(&line[..DIGITS], prefecture(13))
        ));
        assert_eq!(found(table.0, "1039999"), None);
        assert!(table.fits("1039999", prefecture(13)) && !table.fits("1039999", prefecture(1)));
        assert!(!table.fits("103999", prefecture(13)) && !table.fits("", prefecture(13)));
    }
}
