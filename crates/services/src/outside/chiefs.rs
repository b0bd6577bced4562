//! The register of 登録基幹技能者, which their bodies keep. A file serves development; the true one stands behind
//! [`ChiefRegister`].
//!
//! Invariant: an answer needs number and birth date together, so that nobody can be looked for by one of them.

use super::lines;
use crate::error::{Error, Result};
use domain::{text, time::WorkDate};
use std::path::PathBuf;

/// What the register knows of one 修了証.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chief {
    /// Name of the qualification.
    pub name: String,
    /// Its last day, where it has one.
    pub expires: Option<WorkDate>,
}

/// Where 登録基幹技能者 are looked up. Asked with the person's consent only.
pub trait ChiefRegister: Send + Sync {
    /// The one with this 修了証番号 and birth date; `None` where there is none.
    fn find(&self, number: &str, birth: WorkDate) -> Result<Option<Chief>>;
}

/// A register in a file: lines `number,birth date,name of the qualification,last day` under a header. It is read anew for
/// every question, so that a newer file counts at once.
#[derive(Debug)]
pub struct ChiefFile {
    path: PathBuf,
}

/// The invented register that comes with the source, for demonstrations and tests.
pub const SAMPLE: &str = include_str!("../../../../data/chief_register_sample.csv");

impl ChiefFile {
    /// Uses the file at `path`; while there is none, nobody is found.
    pub const fn at(path: PathBuf) -> Self {
        Self { path }
    }
}

struct Row {
    number: String,
    birth: WorkDate,
    chief: Chief,
}

fn rows(text: &str) -> Result<Vec<Row>> {
    let day = |text: &str| domain::calendar::parse_day(text).map_err(|_| "a day that is none");
    lines::read("register of chiefs", text, |[number, birth, name, expires]: [&str; 4]| {
        let expires = if expires.is_empty() { None } else { Some(day(expires)?) };
        let chief = Chief { name: name.to_owned(), expires };
        Ok(Row { number: plain(number), birth: day(birth)?, chief })
    })
}

/// The one that fits both.
fn found(rows: Vec<Row>, number: &str, birth: WorkDate) -> Option<Chief> {
    let number = plain(number);
    rows.into_iter().find(|row| row.number == number && row.birth == birth).map(|row| row.chief)
}

/// A number in whichever width and case it is typed.
fn plain(number: &str) -> String {
    text::to_ascii_width(number).to_uppercase().chars().filter(|c| !c.is_whitespace()).collect()
}

impl ChiefRegister for ChiefFile {
    fn find(&self, number: &str, birth: WorkDate) -> Result<Option<Chief>> {
        match std::fs::read_to_string(&self.path) {
            Ok(text) => Ok(found(rows(&text)?, number, birth)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::internal(format!("register of chiefs cannot be read: {error}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_and_birth_date_must_both_fit() {
        let name = |number: &str, birth: i32| {
            let birth = WorkDate::from_stored(birth);
            found(rows(SAMPLE).unwrap(), number, birth).map(|chief| chief.name)
        };
        assert_eq!(name("TK-2024-00117", 19_960_402).as_deref(), Some("登録鉄筋基幹技能者"));
        assert_eq!(name(" ｔｋ-2024-00117 ", 19_960_402).as_deref(), Some("登録鉄筋基幹技能者"));
        assert_eq!((name("TK-2024-00117", 19_960_403), name("TK-2024-00118", 19_960_402)), (None, None));
    }

    #[test]
    fn a_damaged_register_is_not_half_read_and_an_absent_one_knows_nobody() {
        for text in ["h\na,b", "h\na,1990-02-30,x,", "h\na,1990-02-03,x,soon"] {
            assert!(rows(text).is_err(), "{text}");
        }
        assert!(rows("h\n\n").unwrap().is_empty());
        let absent = ChiefFile::at("/nowhere/chiefs.csv".into());
        assert_eq!(absent.find("TK-2024-00117", WorkDate::from_stored(19_960_402)).unwrap(), None);
    }
}
