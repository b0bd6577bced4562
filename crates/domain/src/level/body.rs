//! 能力評価実施団体: who judges which fields. Invariant: a field is judged by one body or by none, and a body sees what is applied
//! for in its own fields alone.

use super::FieldNumber;
use crate::{
    form::{FieldProblem, Problem, reader::Reader},
    id::{AccountId, LevelBodyId},
    time::Instant,
};
use serde::{Deserialize, Serialize};

const NAME_CHARS_MAX: u32 = 80;
/// More than there are fields.
const FIELDS_MAX: usize = 60;

/// `nh0001-02`: the log-in of the `running`th person of the `number`th body.
pub fn body_login(number: i32, running: u32) -> String {
    format!("nh{number:04}-{running:02}")
}

/// A body as it is entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BodyForm {
    /// Its name.
    pub name: String,
    /// Numbers of its fields, a space or comma between.
    pub fields: String,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyEntry {
    /// Its name.
    pub name: String,
    /// Its fields, by number.
    pub fields: Vec<FieldNumber>,
}

impl BodyForm {
    /// Errors: every problem; a number that `is_field` does not know is no choice.
    pub fn validate(&self, is_field: impl Fn(FieldNumber) -> bool) -> Result<BodyEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let name = read.text("name", &self.name, NAME_CHARS_MAX);
        let fields = read.required("fields", &self.fields, |typed| numbers(typed, is_field));
        let entry = || Ok(BodyEntry { name: name?, fields: fields? });
        let entry = entry();
        read.finish(entry)
    }
}

fn numbers(typed: &str, is_field: impl Fn(FieldNumber) -> bool) -> Result<Vec<FieldNumber>, Problem> {
    let typed = crate::text::to_ascii_width(typed);
    let parts = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | '、')).filter(|part| !part.is_empty());
    let mut fields = Vec::new();
    for part in parts {
        let field = FieldNumber::parse(&format!("{part:0>3}")).filter(|field| is_field(*field));
        fields.push(field.ok_or(Problem::NotAChoice)?);
    }
    fields.sort_unstable();
    if fields.windows(2).any(|two| two[0] == two[1]) {
        return Err(Problem::Twice);
    }
    if fields.is_empty() || fields.len() > FIELDS_MAX { Err(Problem::NotAChoice) } else { Ok(fields) }
}

/// A body with its fields and log-ins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyRow {
    /// Which.
    pub id: LevelBodyId,
    /// Part of its log-ins.
    pub number: i32,
    /// Its name.
    pub name: String,
    /// Its fields, by number.
    pub fields: Vec<FieldNumber>,
    /// Log-ins in use: which, what is typed and the name, in the order they were made.
    pub staff: Vec<(AccountId, String, String)>,
    /// When it was entered.
    pub made_at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_typed_by_number_in_any_width_and_each_once() {
        let known = |field: FieldNumber| field.get() <= 42;
        let typed = |fields: &str| BodyForm { name: "試".to_owned(), fields: fields.to_owned() }.validate(known);
        for (fields, expected) in
            [("001", vec![1]), ("1", vec![1]), ("０３３、5 012", vec![5, 12, 33]), ("042,041", vec![41, 42])]
        {
            let found: Vec<i16> = typed(fields).unwrap().fields.into_iter().map(FieldNumber::get).collect();
            assert_eq!(found, expected, "{fields}");
        }
        for (fields, problem) in [
            ("", Problem::Missing),
            (",", Problem::NotAChoice),
            ("043", Problem::NotAChoice),
            ("0", Problem::NotAChoice),
            ("電気", Problem::NotAChoice),
            ("1 001", Problem::Twice),
        ] {
            assert_eq!(typed(fields).unwrap_err(), [FieldProblem::new("fields", problem)], "{fields}");
        }
        assert_eq!(BodyForm::default().validate(known).unwrap_err().len(), 2);
        assert_eq!(body_login(1, 2), "nh0001-02");
    }
}
