//! Samples: of what bodies approved by themselves, the operator looks at a part. Invariant: which part is decided by chance at
//! the approval and by the rate of that day, never by who approved.

use crate::{
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::{ApplicationId, RegistrarId},
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

const WORD_CHARS_MAX: u32 = 500;
/// In a hundred.
const ALL: u32 = 100;

/// Whether an approval is looked at: `drawn` is chance, `percent` the rate of the day (0 to 100).
pub const fn is_chosen(drawn: u32, percent: i16) -> bool {
    // 2³² is no multiple of a hundred; the first 96 remainders come up once in 43 million more often.
    percent > 0 && drawn % ALL < percent.unsigned_abs() as u32
}

/// What the operator found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SampleVerdict {
    /// 適切.
    Good,
    /// To be mended.
    ToMend,
}

impl SampleVerdict {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Good, Self::ToMend];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Good => 1,
            Self::ToMend => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::ToMend => "to_mend",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

/// A verdict as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SampleForm {
    /// [`SampleVerdict::code`].
    pub verdict: String,
    /// What is said to the body.
    pub word: String,
}

impl SampleForm {
    /// The verdict and the word. Errors: every problem; what is to be mended is said.
    pub fn validate(&self) -> Result<(SampleVerdict, String), Vec<FieldProblem>> {
        let mut read = Reader::default();
        let verdict = read.choice("verdict", &self.verdict, SampleVerdict::from_code);
        let word = read.optional_text("word", &self.word, WORD_CHARS_MAX).map(Option::unwrap_or_default);
        if verdict == Ok(SampleVerdict::ToMend) && word.as_deref() == Ok("") {
            read.note("word", Problem::Missing);
        }
        let entry = || Ok((verdict?, word?));
        let entry = entry();
        read.finish(entry)
    }
}

/// A rate as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateForm {
    /// Of a hundred.
    pub percent: String,
    /// From which day.
    pub from: String,
}

impl RateForm {
    /// The rate and its first day. Errors: every problem; a day before tomorrow has had its rate.
    pub fn validate(&self, today: WorkDate) -> Result<(i16, WorkDate), Vec<FieldProblem>> {
        let mut read = Reader::default();
        let percent = read.required("percent", &self.percent, |raw| reader::small(raw, 0, 100));
        let from = read.required("rate_from", &self.from, crate::calendar::parse_day);
        if from.is_ok_and(|from| from <= today) {
            read.note("rate_from", Problem::NotAfterToday);
        }
        let entry = || Ok((percent?, from?));
        let entry = entry();
        read.finish(entry)
    }
}

/// A sample in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleRow {
    /// The approved application.
    pub id: ApplicationId,
    /// Its 受付番号.
    pub number: String,
    /// Of the person.
    pub name: String,
    /// Who approved.
    pub registrar: RegistrarId,
    /// The body's name.
    pub body: String,
    /// When it was approved and chosen.
    pub chosen_at: Instant,
    /// What was found, once somebody looked.
    pub verdict: Option<SampleVerdict>,
    /// What was said.
    pub word: String,
    /// When.
    pub judged_at: Option<Instant>,
}
