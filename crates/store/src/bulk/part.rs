//! Rows of a file that follow one another, in one packed text. Invariant: what is read back are the forms that were written; the
//! words for the inputs stand once in a part, not once in each row.

use crate::fault::{Fault, Result};
use domain::technician::{Input, TechnicianForm};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt::Write, ops::Range};

/// Good rows that follow one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The line of the first, as a spreadsheet counts.
    pub first_line: u32,
    /// The line of the last.
    pub last_line: u32,
    /// JSON, packed as [`Shape::part`] does it.
    pub(super) forms: Vec<u8>,
}

/// What a packed text begins with; JSON as it is begins with `{`.
const PACKED: u8 = 1;
/// Bytes of a part when it is unpacked, at most: some hundred rows of texts no longer than a form takes.
const UNPACKED_MAX: usize = 64 << 20;

/// The text of some rows, packed by LZ4: written and read by this program only, a quarter of its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed(Vec<u8>);

impl Packed {
    fn of(text: &str) -> Self {
        // A longer one would be refused when it is read.
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes();
        Self([&[PACKED][..], &length, &lz4_flex::block::compress(text.as_bytes())].concat())
    }

    /// The text that was packed. Errors: `Unreadable` for what this did not pack.
    pub fn text(&self) -> Result<String> {
        unpacked(&self.0)
    }
}

fn unpacked(bytes: &[u8]) -> Result<String> {
    let broken = || Fault::unreadable("rows of a file", "a packed part");
    let text = match bytes.split_first() {
        Some((&PACKED, rest)) => {
            let (length, packed) = rest.split_first_chunk::<4>().ok_or_else(broken)?;
            let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| broken())?;
            if length > UNPACKED_MAX {
                return Err(broken());
            }
            lz4_flex::block::decompress(packed, length).map_err(|_| broken())?
        }
        _ => bytes.to_vec(),
    };
    String::from_utf8(text).map_err(|_| broken())
}

/// How the rows of one file are written.
#[derive(Debug)]
pub struct Shape {
    head: String,
    inputs: Vec<Input>,
}

/// A part as it is read.
#[derive(Deserialize)]
struct Read {
    same: BTreeMap<String, String>,
    inputs: Vec<String>,
    rows: Vec<(i64, Vec<String>)>,
}

impl Shape {
    /// Rows with these `inputs`, and in each form what is the `same`, by the names of inputs.
    pub fn new(same: &[(&str, &str)], inputs: Vec<Input>) -> Result<Self> {
        #[derive(Serialize)]
        struct Head<'a> {
            same: BTreeMap<&'a str, &'a str>,
            inputs: Vec<&'a str>,
        }
        let head =
            Head { same: same.iter().copied().collect(), inputs: inputs.iter().map(|input| input.name()).collect() };
        let mut head = serde_json::to_string(&head).map_err(|fault| Fault::Broken(fault.to_string()))?;
        // The rows follow in the same object.
        head.pop();
        head.push_str(",\"rows\":[");
        Ok(Self { head, inputs })
    }

    /// Makes `text` that of a part that has no row yet.
    pub fn begin(&self, text: &mut String) {
        text.clear();
        text.push_str(&self.head);
    }

    /// Packs a text that [`Self::begin`] began and [`Self::row`] went on with.
    pub fn packed(text: &mut String) -> Packed {
        text.push_str("]}");
        Packed::of(text)
    }

    /// Writes a row behind `text`, which [`Self::begin`] began; where it stands there.
    pub fn row(&self, text: &mut String, line: u32, form: &TechnicianForm) -> Range<usize> {
        if text.len() > self.head.len() {
            text.push(',');
        }
        let from = text.len();
        // Writing to a String does not fail.
        let _ = write!(text, "[{line},[");
        for (at, input) in self.inputs.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            push_json(text, input.of(form));
        }
        text.push_str("]]");
        from..text.len()
    }

    /// A row as [`Self::row`] wrote it, read back.
    pub fn read(&self, row: &str) -> Result<TechnicianForm> {
        let (_, texts): (i64, Vec<String>) = serde_json::from_str(row).map_err(unreadable)?;
        let mut form = TechnicianForm::default();
        self.inputs.iter().zip(&texts).for_each(|(input, text)| input.put(&mut form, text));
        Ok(form)
    }

    /// A part of the `rows` that stand in a packed text of `all` rows, each with its line and where it stands there; `None`
    /// where there is none. Errors: as [`Packed::text`].
    pub fn part(&self, packed: Packed, all: usize, rows: &[(u32, Range<usize>)]) -> Result<Option<Part>> {
        let (Some((first_line, _)), Some((last_line, _))) = (rows.first(), rows.last()) else { return Ok(None) };
        // Mostly all that stand there.
        let Packed(forms) = if rows.len() == all { packed } else { self.only(&packed.text()?, rows) };
        Ok(Some(Part { first_line: *first_line, last_line: *last_line, forms }))
    }

    fn only(&self, text: &str, rows: &[(u32, Range<usize>)]) -> Packed {
        let rows: Vec<&str> = rows.iter().filter_map(|(_, at)| text.get(at.clone())).collect();
        Self::packed(&mut (self.head.clone() + &rows.join(",")))
    }
}

/// Writes a text as JSON does. Hardly any has a character that is written otherwise there.
fn push_json(text: &mut String, value: &str) {
    let is_escaped = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    if value.bytes().fold(false, |found, byte| found | is_escaped(byte)) {
        text.push_str(&serde_json::Value::from(value).to_string());
    } else {
        text.push('"');
        text.push_str(value);
        text.push('"');
    }
}

fn unreadable(_: serde_json::Error) -> Fault {
    Fault::unreadable("rows of a file", "a part")
}

/// The rows of a part after a line, with their forms.
pub(super) fn rows(forms: &[u8], after: i64) -> Result<Vec<(i64, TechnicianForm)>> {
    let part: Read = serde_json::from_str(&unpacked(forms)?).map_err(unreadable)?;
    let put = |form: &mut TechnicianForm, name: &str, text: &str| -> Result<()> {
        let input = Input::named(name).ok_or_else(|| Fault::unreadable("input of a form", name))?;
        input.put(form, text);
        Ok(())
    };
    let form = |texts: &[String]| -> Result<TechnicianForm> {
        let mut form = TechnicianForm::default();
        part.same.iter().try_for_each(|(name, text)| put(&mut form, name, text))?;
        part.inputs.iter().zip(texts).try_for_each(|(name, text)| put(&mut form, name, text))?;
        Ok(form)
    };
    part.rows.iter().filter(|(line, _)| *line > after).map(|(line, texts)| Ok((*line, form(texts)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> TechnicianForm {
        TechnicianForm { family_name: name.to_owned(), phone: "\\\"\n".to_owned(), ..TechnicianForm::default() }
    }

    #[test]
    fn what_was_written_is_read_back() {
        let inputs = ["family_name", "phone"].map(|name| Input::named(name).unwrap());
        let shape = Shape::new(&[("employer_id", "10000000000017")], inputs.to_vec()).unwrap();
        let names = [(2, "森"), (3, ""), (7, "\u{0}髙\u{e0100}")];
        let write = || {
            let mut text = "of the part before".to_owned();
            shape.begin(&mut text);
            let rows = names.map(|(line, name)| (line, shape.row(&mut text, line, &named(name))));
            (Shape::packed(&mut text), rows)
        };
        let (packed, all) = write();
        for ((_, name), (_, at)) in names.iter().zip(&all) {
            assert!(shape.read(&packed.text().unwrap()[at.clone()]).unwrap() == named(name), "{name}");
        }
        let part = shape.part(packed, 3, &all).unwrap().unwrap();
        assert_eq!((part.first_line, part.last_line), (2, 7));
        let expected = |name: &str| TechnicianForm { employer_id: "10000000000017".to_owned(), ..named(name) };
        let forms = names.map(|(line, name)| (i64::from(line), expected(name)));
        assert!(rows(&part.forms, 0).unwrap() == forms);
        assert!(rows(&part.forms, 3).unwrap() == forms[2..]);
        assert!(rows(&part.forms, 7).unwrap().is_empty());
        for some in [&[0, 1][..], &[0, 2], &[1, 2], &[1], &[2]] {
            let (packed, all) = write();
            let some_rows = some.iter().map(|at| all[*at].clone()).collect::<Vec<_>>();
            let part = shape.part(packed, 3, &some_rows).unwrap().unwrap();
            let left: Vec<_> = some.iter().map(|at| forms[*at].clone()).collect();
            assert!(rows(&part.forms, 0).unwrap() == left, "{some:?}");
            assert_eq!((i64::from(part.first_line), i64::from(part.last_line)), (left[0].0, left[left.len() - 1].0));
        }
        assert_eq!(shape.part(Packed::of(""), 0, &[]).unwrap(), None);
    }

    #[test]
    fn a_row_that_lay_there_before_parts_is_read_as_it_was() {
        let old = r#"{"same":{"employer_id":"10000000000017","family_name":"森"},"inputs":[],"rows":[[7,[]]]}"#;
        let expected = serde_json::from_str(r#"{"employer_id":"10000000000017","family_name":"森"}"#).unwrap();
        assert!(rows(old.as_bytes(), 0).unwrap() == [(7, expected)]);
    }

    #[test]
    fn what_is_no_part_and_what_the_form_does_not_have_is_no_row() {
        for wrong in ["", "{}", r#"{"same":{"blood":"a"},"inputs":[],"rows":[[1,[]]]}"#] {
            assert!(rows(wrong.as_bytes(), 0).is_err(), "{wrong}");
            assert!(rows(&Packed::of(wrong).0, 0).is_err(), "{wrong}");
        }
        let Packed(whole) = Packed::of(r#"{"same":{},"inputs":[],"rows":[[1,[]]]}"#);
        assert_eq!(rows(&whole, 0).unwrap().len(), 1);
        for cut in 0..whole.len() {
            assert!(rows(&whole[..cut], 0).is_err(), "cut at {cut}");
        }
        let lies = [&[PACKED][..], &u32::MAX.to_le_bytes(), &whole[5..]].concat();
        assert!(rows(&lies, 0).is_err(), "longer than a part may be");
    }
}
