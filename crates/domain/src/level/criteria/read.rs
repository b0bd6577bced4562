//! Files of criteria, read and checked. Invariant: whatever the text, the answer is a book or a list of faults, each with its
//! file, place and reason; what is wrong in one place hides nothing in another.

mod field;
mod form;

use super::{
    book::{Book, CriteriaFile},
    catalogue::{Catalogue, Entry},
    evidence::StatementRule,
    fault::{Fault, Faults, Reason},
};
use crate::{calendar, time::WorkDate};
use form::{CatalogueForm, FieldForm, StatementForm};
use serde::Deserialize;
use std::collections::BTreeSet;

const QUALIFICATIONS: &str = "qualifications.toml";
const STATEMENTS: &str = "statements.toml";

/// What fields are read with.
pub(super) struct Shared {
    pub catalogue: Catalogue,
    pub statements: Option<StatementRule>,
}

/// See [`Book::read`].
pub(super) fn book(files: &[CriteriaFile<'_>]) -> Result<Book, Vec<Fault>> {
    let mut faults = Faults::default();
    let shared = Shared { catalogue: catalogue(files, &mut faults), statements: statements(files, &mut faults) };
    let (mut fields, mut numbers, mut names) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for file in files {
        // What a later file of the same name says would otherwise go unheard.
        faults.of(file.name);
        if !names.insert(file.name) {
            faults.at("file", Reason::Twice(file.name.to_owned()));
        }
        if [QUALIFICATIONS, STATEMENTS].contains(&file.name) {
            continue;
        }
        let Some(form) = parse::<FieldForm>(file, &mut faults) else { continue };
        let Some(field) = field::field(form, &shared, &mut faults) else { continue };
        if !numbers.insert(field.number) {
            faults.at("field", Reason::Twice(field.number.to_string()));
        }
        fields.push(field);
    }
    faults.or(Book::new(shared.catalogue, fields))
}

fn catalogue(files: &[CriteriaFile<'_>], faults: &mut Faults) -> Catalogue {
    faults.of(QUALIFICATIONS);
    let Some(file) = files.iter().find(|file| file.name == QUALIFICATIONS) else {
        faults.at("file", Reason::FileMissing);
        return Catalogue::default();
    };
    let Some(form) = parse::<CatalogueForm>(file, faults) else { return Catalogue::default() };
    let entries: Vec<Entry> = form.qualification.into_iter().map(Entry::from).collect();
    Catalogue::new(&entries, faults)
}

/// Where there is no such file no statement counts.
fn statements(files: &[CriteriaFile<'_>], faults: &mut Faults) -> Option<StatementRule> {
    let file = files.iter().find(|file| file.name == STATEMENTS)?;
    faults.of(STATEMENTS);
    let form = parse::<StatementForm>(file, faults)?;
    let days_until = day("days_until", &form.days_until, faults);
    let applications_until = day("applications_until", &form.applications_until, faults);
    Some(StatementRule { days_until: days_until?, applications_until: applications_until? })
}

fn parse<'a, T: Deserialize<'a>>(file: &CriteriaFile<'a>, faults: &mut Faults) -> Option<T> {
    match toml::from_str(file.text) {
        Ok(form) => Some(form),
        Err(fault) => {
            let before = fault.span().and_then(|span| file.text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            faults.at(format!("line {line}"), Reason::Form(fault.message().to_owned()));
            None
        }
    }
}

/// A day as files write it, `2024-03-31` and no other way.
fn day(place: &str, text: &str, faults: &mut Faults) -> Option<WorkDate> {
    let read = calendar::parse_day(text).ok().filter(|day| day.to_string() == text);
    if read.is_none() {
        faults.at(place, Reason::NoDay(text.to_owned()));
    }
    read
}
