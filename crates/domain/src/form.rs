//! What can be wrong with a form. Invariant: a problem names a field and a rule with its parameters, never a sentence;
//! words are made by `i18n`, and no value a person typed is inside, since a problem may travel in a URL or a log.

mod kept;
pub(crate) mod reader;
mod unit;

pub use kept::{as_kept, is_same};
pub use unit::{Unit, counted, unit_of};

use serde::{Deserialize, Serialize};

/// A rule a field did not meet, with what a sentence about it needs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Problem {
    /// Nothing was given and something must be.
    Missing,
    /// Nothing was given, and something must be where a corporation registers; which kind it is has not been said.
    MissingOfCorporation,
    /// Nothing was given to find somebody by: neither the ID, nor name and birth date.
    MissingEither,
    /// Longer than `max` characters.
    TooLong {
        /// Characters.
        max: u32,
    },
    /// More than `max` lines.
    TooManyLines {
        /// Lines.
        max: u32,
    },
    /// Shorter than `min` characters.
    TooShort {
        /// Characters.
        min: u32,
    },
    /// A letter got lost on the way: what stands in its place stands for any.
    CharacterLost,
    /// Has a character that is in nobody's name: a digit, an emoji, a sign.
    NotName,
    /// Not katakana.
    NotKana,
    /// Not Latin capitals as on a passport or residence card.
    NotRoman,
    /// Not a postcode of seven digits.
    NotPostcode,
    /// Not a phone number of 10 or 11 digits starting with 0.
    NotPhone,
    /// Neither a mobile phone's number nor a mail address.
    NotReachable,
    /// Not a mail address.
    NotMail,
    /// Not a number.
    NotNumber,
    /// Smaller than `min` or larger than `max`.
    OutOfRange {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// Not a day any calendar has.
    NotDate,
    /// A day of another era (`平成` 40).
    NotInEra,
    /// Later than today.
    InFuture,
    /// Today or earlier, where it must be later.
    NotAfterToday,
    /// So early that nobody living was born then.
    TooEarly,
    /// Younger than `years` on the day.
    TooYoung {
        /// Years.
        years: u32,
    },
    /// More years of work than the age allows.
    MoreThanAge {
        /// The most the age allows.
        max: i64,
    },
    /// A day on which the person could not yet work.
    BeforeWorkingAge {
        /// Years of age from which people work.
        years: u32,
    },
    /// Not asked of Japanese nationals, and something was given.
    NotOfJapanese,
    /// The check digit of a 法人番号 does not fit.
    CorporateNumberCheck,
    /// Not 13 digits.
    CorporateNumberLength,
    /// The check digit of a person's or a site's 14-digit ID does not fit.
    IdCheck,
    /// The check digit of a 事業者ID does not fit. Firms have no card to look at.
    BusinessIdCheck,
    /// Not 14 digits.
    IdLength,
    /// No technician, business or site has this ID.
    Unknown,
    /// A file lacks columns with these headings.
    HeadingsMissing {
        /// The headings.
        names: Vec<String>,
    },
    /// A file has headings that mean nothing here.
    HeadingsUnknown {
        /// The headings.
        names: Vec<String>,
    },
    /// A file has headings twice.
    HeadingsTwice {
        /// The headings.
        names: Vec<String>,
    },
    /// The same person stands in another line of the file.
    SameAsLine {
        /// The first line with them.
        line: u32,
    },
    /// An application of theirs, filed by the same, is under way.
    FiledAlready,
    /// None of the choices offered.
    NotAChoice,
    /// Chosen twice.
    Twice,
    /// Between `min` and `max` choices are wanted.
    Count {
        /// Fewest.
        min: u32,
        /// Most.
        max: u32,
    },
    /// A password that is too easy: shorter than asked, or among the most used.
    WeakPassword,
    /// The two do not match.
    Mismatch,
    /// An end before its beginning.
    EndBeforeStart,
    /// Later than the last day that is registered.
    AfterItsEnd,
    /// A last day that has gone by.
    Expired,
    /// What people were recorded under cannot become something else.
    Recorded,
    /// The register of 登録基幹技能者 has no such 修了証番号 with this birth date.
    NotInRegister,
    /// Must be confirmed.
    NotConfirmed,
    /// A picture has not been sent.
    NoPicture,
    /// At a counter: no paper proves what was entered.
    NoProof,
    /// Refused for the reason a stable code stands for, such as a picture that is none.
    Refused {
        /// The code.
        code: String,
    },
}

/// A problem with one field. `field` is the field's name in the form, stable for tests and for the API.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FieldProblem {
    /// Name of the field.
    pub field: String,
    /// What is wrong.
    #[serde(flatten)]
    pub problem: Problem,
}

impl FieldProblem {
    /// A problem of `field`.
    pub fn new(field: &str, problem: Problem) -> Self {
        Self { field: field.to_owned(), problem }
    }
}
