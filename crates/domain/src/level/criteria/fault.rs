//! What can be wrong with files of criteria. Invariant: a fault names the file, the place in it and the reason, and reading
//! goes on, so that all faults of all files are told at once.

/// Something wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {place}: {reason}")]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Where in it: a line, or by the names of what encloses it (`version 2023-09-11, level 3, alternative 2`).
    pub place: String,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Not TOML, or not of this form; in the words of the TOML reader.
    #[error("{0}")]
    Form(String),
    /// A file everything else needs is not among those given.
    #[error("the file is missing")]
    FileMissing,
    /// Not a day.
    #[error("`{0}` is no day; one is written 2024-03-31")]
    NoDay(String),
    /// A last day before the first.
    #[error("it ends before it begins")]
    EndsBeforeItBegins,
    /// A key, code, name, field number or level that stands somewhere else already.
    #[error("`{0}` stands there twice")]
    Twice(String),
    /// No qualification has this key.
    #[error("no qualification has the key `{0}`")]
    UnknownQualification(String),
    /// Not a qualification's kind.
    #[error("`{0}` is no kind; there are qualification, training and award")]
    UnknownKind(String),
    /// Not one of the 55 trades, or not the number of a sub-trade.
    #[error("`{0}` is no trade; one is written 09, a sub-trade 09-01")]
    UnknownTrade(String),
    /// Days without a sub-trade of this trade would count although none of its sub-trades does.
    #[error("none of the sub-trades of `{0}` is listed")]
    TradeNotListed(String),
    /// A version that judges, of a field in which nobody's days count.
    #[error("the field has no trades")]
    NoTrades,
    /// Not a role.
    #[error("`{0}` is no role; there are foreman, crew_leader and foreman_or_crew_leader")]
    UnknownRole(String),
    /// Not a field's number.
    #[error("`{0}` is no number of a field; one is written 001")]
    NoFieldNumber(String),
    /// Not a level that is judged.
    #[error("{0} is no level that is judged; there are 2, 3 and 4")]
    NoLevel(i16),
    /// A version that judges lacks a level.
    #[error("level {0} is missing")]
    LevelMissing(i16),
    /// A level of a version that judges says no days.
    #[error("the days are missing")]
    DaysMissing,
    /// Higher grades that lead back to where they began.
    #[error("a grade is higher than itself: {0}")]
    GradeCycle(String),
    /// Levels would include each other, or themselves.
    #[error("level {level} includes level {included}, which is not below it")]
    InclusionCycle {
        /// The level that includes.
        level: i16,
        /// The level it includes.
        included: i16,
    },
    /// Two versions hold on one day.
    #[error("it overlaps the version before it")]
    Overlap,
    /// More is asked for than there is to choose from, or nothing.
    #[error("at least {asked} of {of} is not between 1 and {of}")]
    NoSuchChoice {
        /// How many are asked for.
        asked: u32,
        /// Of how many.
        of: u32,
    },
    /// A name or list that must not be empty is.
    #[error("it is empty")]
    Empty,
    /// More qualifications than the engine has room for.
    #[error("there are more than {0} qualifications")]
    TooManyQualifications(usize),
}

/// Faults while they are found.
#[derive(Debug, Default)]
pub(super) struct Faults {
    file: String,
    all: Vec<Fault>,
}

impl Faults {
    /// What is found from here on is of this file.
    pub(super) fn of(&mut self, file: &str) {
        file.clone_into(&mut self.file);
    }
    /// Notes one.
    pub(super) fn at(&mut self, place: impl Into<String>, reason: Reason) {
        self.all.push(Fault { file: self.file.clone(), place: place.into(), reason });
    }
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }
    /// `whole` where nothing is wrong. Errors: the faults.
    pub(super) fn or<T>(self, whole: T) -> Result<T, Vec<Fault>> {
        if self.all.is_empty() { Ok(whole) } else { Err(self.all) }
    }
}
