//! The register of 建設業許可, which the ministry and the prefectures keep. A file serves development; the true one stands
//! behind [`LicenceRegister`].
//!
//! Invariant: a licence is asked for by who gave it and its number; what is told of it is public.

use super::lines;
use crate::error::{Error, Result};
use domain::{application::LicenceFound, business::LicenceAuthority};
use std::path::PathBuf;

/// Where 建設業許可 are looked up.
pub trait LicenceRegister: Send + Sync {
    /// Whose licence this is, and until when; `None` where there is none.
    fn find(&self, authority: LicenceAuthority, number: i32) -> Result<Option<LicenceFound>>;
}

/// A register in a file: lines `authority (00 the minister, else the prefecture's code),number,name,last day` under a header.
/// It is read anew for every question, so that a newer file counts at once.
#[derive(Debug)]
pub struct LicenceFile {
    path: PathBuf,
}

/// The invented register that comes with the source, for demonstrations and tests.
pub const SAMPLE: &str = include_str!("../../../../data/licence_register_sample.csv");

impl LicenceFile {
    /// Uses the file at `path`; while there is none, nothing can be asked.
    pub const fn at(path: PathBuf) -> Self {
        Self { path }
    }
}

struct Row {
    authority: LicenceAuthority,
    number: i32,
    found: LicenceFound,
}

fn rows(text: &str) -> Result<Vec<Row>> {
    lines::read("register of licences", text, |[authority, number, name, until]: [&str; 4]| {
        let authority = authority.parse().ok().and_then(LicenceAuthority::from_stored);
        let until = domain::calendar::parse_day(until).map_err(|_| "a day that is none")?;
        Ok(Row {
            authority: authority.ok_or("an authority that is none")?,
            number: number.parse().map_err(|_| "a number that is none")?,
            found: LicenceFound { name: name.to_owned(), until },
        })
    })
}

impl LicenceRegister for LicenceFile {
    fn find(&self, authority: LicenceAuthority, number: i32) -> Result<Option<LicenceFound>> {
        let text = std::fs::read_to_string(&self.path)
            .map_err(|error| Error::internal(format!("register of licences cannot be read: {error}")))?;
        let row = rows(&text)?.into_iter().find(|row| row.authority == authority && row.number == number);
        Ok(row.map(|row| row.found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_found_by_who_gave_it_and_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("licences.csv");
        std::fs::write(&path, SAMPLE).unwrap();
        let register = LicenceFile::at(path);
        let name = |authority: i16, number: i32| {
            let authority = LicenceAuthority::from_stored(authority).unwrap();
            register.find(authority, number).unwrap().map(|found| found.name)
        };
        assert_eq!(name(13, 20_417).as_deref(), Some("港栄建設株式会社"));
        assert_eq!((name(0, 20_417), name(13, 20_418)), (None, None));
    }

    #[test]
    fn a_damaged_register_is_not_half_read_and_an_absent_one_is_not_asked() {
        for text in ["h\n13,1,x", "h\n99,1,x,2030-01-01", "h\n13,a,x,2030-01-01", "h\n13,1,x,soon"] {
            assert!(rows(text).is_err(), "{text}");
        }
        assert!(rows("h\n\n").unwrap().is_empty());
        let absent = LicenceFile::at("/nowhere/licences.csv".into());
        assert!(absent.find(LicenceAuthority::Minister, 1).is_err(), "nothing is known, not that there is none");
    }
}
