//! All criteria of all fields. Invariant: on a day a field has one version or none, and a draft judges nobody.

use super::{
    catalogue::Catalogue,
    fault::Fault,
    official::OFFICIAL,
    read,
    rung::{Compiled, DraftLevel},
    trades::FieldTrades,
};
use crate::{
    level::{FieldNumber, NoCriteria},
    time::WorkDate,
};

/// A file of criteria, with the name by which faults tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CriteriaFile<'a> {
    /// `qualifications.toml`, `statements.toml`, or any other name for a field.
    pub name: &'a str,
    /// TOML in the language of docs/levels.md.
    pub text: &'a str,
}

/// What is known of criteria that are not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What is missing.
    pub gaps: Option<String>,
    /// Levels, lowest first.
    pub levels: Vec<DraftLevel>,
}

/// Whether a version judges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It does.
    Whole(Box<Compiled>),
    /// It does not.
    Draft(Draft),
}

/// A field's criteria for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// First day; `None`: every day before the last.
    pub from: Option<WorkDate>,
    /// Last day; `None`: it has none yet.
    pub until: Option<WorkDate>,
    /// Where it was published.
    pub source: String,
    /// The criteria.
    pub state: State,
}

impl Version {
    /// Whether it holds on a day.
    pub fn covers(&self, day: WorkDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// 能力評価分野.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its number.
    pub number: FieldNumber,
    /// Its official name. Not translated.
    pub name: String,
    /// 能力評価実施団体, where it is entered.
    pub body: Option<String>,
    /// Trades whose days count; none where they are not entered.
    pub trades: FieldTrades,
    /// Versions, the earliest first.
    pub versions: Vec<Version>,
}

impl Field {
    /// The criteria of a day. Errors: [`NoCriteria`].
    pub fn on(&self, day: WorkDate) -> Result<&Compiled, NoCriteria> {
        match self.versions.iter().find(|version| version.covers(day)).map(|version| &version.state) {
            Some(State::Whole(criteria)) => Ok(criteria),
            Some(State::Draft(_)) => Err(NoCriteria::Draft),
            None if self.versions.is_empty() => Err(NoCriteria::NotEntered),
            None => Err(NoCriteria::NotInForce),
        }
    }
}

/// All fields, and what their criteria ask for.
#[derive(Debug, Clone)]
pub struct Book {
    catalogue: Catalogue,
    /// By number.
    fields: Vec<Field>,
}

impl Book {
    pub(super) fn new(catalogue: Catalogue, mut fields: Vec<Field>) -> Self {
        fields.sort_by_key(|field| field.number);
        Self { catalogue, fields }
    }
    /// Of files: `qualifications.toml` with all that is asked for, `statements.toml` where days may be stated, and one for
    /// each field. Errors: everything that is wrong with any of them.
    pub fn read(files: &[CriteriaFile<'_>]) -> Result<Self, Vec<Fault>> {
        read::book(files)
    }
    /// What this build has (data/levels). Errors: none; a test holds the files.
    pub fn official() -> Result<Self, Vec<Fault>> {
        Self::read(OFFICIAL)
    }
    /// What criteria ask for.
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }
    /// All fields by number, those without criteria among them.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }
    /// A field.
    pub fn field(&self, number: FieldNumber) -> Option<&Field> {
        self.fields.iter().find(|field| field.number == number)
    }
    /// Criteria that judge on a day, by field.
    pub fn on(&self, day: WorkDate) -> impl Iterator<Item = &Compiled> {
        self.fields.iter().filter_map(move |field| field.on(day).ok())
    }
}
