//! What a reviewer says of each field. Invariant: an application is approved only when every
//! field that has something in it has been found good; what was rightly left empty needs no word; a reason outside the
//! catalogue is never given without the reviewer's own words.

use crate::form::{
    Problem,
    reader::{not_longer, plain},
};
use serde::{Deserialize, Serialize};

/// A reviewer's word on one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "verdict", content = "reason", rename_all = "snake_case")]
pub enum Verdict {
    /// よい.
    Good,
    /// 不備.
    Deficient(DeficiencyReason),
}

/// Why a field is deficient: the catalogue the applicant's text is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeficiencyReason {
    /// Differs from the document.
    MismatchWithDocument,
    /// The picture cannot be read.
    Unreadable,
    /// The photo is older than six months.
    PhotoTooOld,
    /// The face is covered.
    PhotoFaceCovered,
    /// The background is not plain.
    PhotoBackground,
    /// The characters of the name differ from the document (旧字体 …).
    NameVariant,
    /// The address lacks a number or a building.
    AddressIncomplete,
    /// Another kind of document is needed.
    WrongKindOfDocument,
    /// The document has expired.
    ExpiredDocument,
    /// Something is not there.
    Missing,
    /// The trade cannot be told from what is written.
    TradeUnclear,
    /// The number of an insurance or a pension can be read on it; the picture was deleted for that.
    NumberVisible,
    /// Another reason, which the reviewer explains.
    Other,
}

/// Whether the number of an insurance or a pension may stand on what is sent for a field: such a card is sent to prove who
/// one is, too. Only that is deleted for it.
pub fn shows_numbers(field: &str) -> bool {
    matches!(field, crate::technician::INSURANCE_CARD | "identity")
}

impl DeficiencyReason {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 13] = [
        Self::MismatchWithDocument,
        Self::Unreadable,
        Self::PhotoTooOld,
        Self::PhotoFaceCovered,
        Self::PhotoBackground,
        Self::NameVariant,
        Self::AddressIncomplete,
        Self::WrongKindOfDocument,
        Self::ExpiredDocument,
        Self::Missing,
        Self::TradeUnclear,
        Self::NumberVisible,
        Self::Other,
    ];
    /// Stable word, as stored and as forms send it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MismatchWithDocument => "mismatch_with_document",
            Self::Unreadable => "unreadable",
            Self::PhotoTooOld => "photo_too_old",
            Self::PhotoFaceCovered => "photo_face_covered",
            Self::PhotoBackground => "photo_background",
            Self::NameVariant => "name_variant",
            Self::AddressIncomplete => "address_incomplete",
            Self::WrongKindOfDocument => "wrong_kind_of_document",
            Self::ExpiredDocument => "expired_document",
            Self::Missing => "missing",
            Self::TradeUnclear => "trade_unclear",
            Self::NumberVisible => "number_visible",
            Self::Other => "other",
        }
    }
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl Verdict {
    /// Stable word, as stored and as forms send it: `good` or the reason's code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Deficient(reason) => reason.code(),
        }
    }
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        if code == "good" { Some(Self::Good) } else { DeficiencyReason::from_code(code).map(Self::Deficient) }
    }
}

/// Characters of what a reviewer explains in words of their own (ours): a message names many places, each with a reason.
pub const EXPLANATION_CHARS_MAX: u32 = 200;

impl DeficiencyReason {
    /// What goes with it to the applicant in the reviewer's own words, in one line: something with [`Self::Other`], which
    /// says nothing by itself; nothing with any other. Errors: `Missing`, `CharacterLost`, `TooLong`.
    pub fn explained(self, typed: &str) -> Result<String, Problem> {
        if self != Self::Other {
            return Ok(String::new());
        }
        let lines = typed.lines().map(plain).filter(|line| !line.is_empty());
        let words = lines.collect::<Vec<_>>().join(" ");
        if words.is_empty() { Err(Problem::Missing) } else { not_longer(words, EXPLANATION_CHARS_MAX) }
    }
}

/// What a reviewer says of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgment {
    /// Name of the field.
    pub field: String,
    /// The word on it.
    pub verdict: Verdict,
    /// What the reviewer explains in words of their own; empty but with [`DeficiencyReason::Other`].
    pub explanation: String,
}

impl From<(String, Verdict)> for Judgment {
    fn from((field, verdict): (String, Verdict)) -> Self {
        Self { field, verdict, explanation: String::new() }
    }
}

impl Judgment {
    /// With its explanation as it is kept. Errors: as [`DeficiencyReason::explained`].
    pub fn checked(self) -> Result<Self, Problem> {
        let explanation = match self.verdict {
            Verdict::Good => String::new(),
            Verdict::Deficient(reason) => reason.explained(&self.explanation)?,
        };
        Ok(Self { explanation, ..self })
    }
    /// Whether it can be said of its field: [`DeficiencyReason::fits_field`].
    pub fn fits(&self) -> bool {
        match self.verdict {
            Verdict::Good => true,
            Verdict::Deficient(reason) => reason.fits_field(&self.field),
        }
    }
}

/// The last word said on a field.
fn last(verdicts: &[(String, Verdict)], field: &str) -> Option<Verdict> {
    verdicts.iter().rev().find(|(named, _)| named == field).map(|(_, verdict)| *verdict)
}

/// A field as it lies before the reviewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Name of the field.
    pub field: &'a str,
    /// Whether a word must be said of it.
    pub wanted: bool,
}

/// Whether a word must be said of a field with this value. `required`: it may never be left empty. A form with a needed
/// field empty is not taken in, so what is empty and not required was rightly left so.
pub fn wants_word(value: &str, required: bool) -> bool {
    required || !value.trim().is_empty()
}

/// How far the words on the fields have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Fields that want a word and have one.
    pub done: u32,
    /// Fields that want a word.
    pub all: u32,
    /// Fields found deficient, of all.
    pub deficient: u32,
}

impl Counts {
    /// Of fields, each with whether a word must be said of it and the last word on it.
    pub fn of(fields: impl IntoIterator<Item = (bool, Option<Verdict>)>) -> Self {
        fields.into_iter().fold(Self::default(), |so_far, (wanted, word)| Self {
            done: so_far.done + u32::from(wanted && word.is_some()),
            all: so_far.all + u32::from(wanted),
            deficient: so_far.deficient + u32::from(matches!(word, Some(Verdict::Deficient(_)))),
        })
    }

    /// Nothing stands against approval: all that want a word have been found good, there is at least one, and none is
    /// called deficient.
    pub const fn all_good(self) -> bool {
        self.deficient == 0 && self.all > 0 && self.done == self.all
    }
}

/// Whether the application may be approved: [`Counts::all_good`].
pub fn may_approve(verdicts: &[(String, Verdict)], fields: &[Asked<'_>]) -> bool {
    Counts::of(fields.iter().map(|asked| (asked.wanted, last(verdicts, asked.field)))).all_good()
}

/// What still wants a word (残り), in the order of `fields`.
pub fn unsaid<'a>(verdicts: &[(String, Verdict)], fields: &[Asked<'a>]) -> Vec<&'a str> {
    let open = |asked: &&Asked<'_>| asked.wanted && last(verdicts, asked.field).is_none();
    fields.iter().filter(open).map(|asked| asked.field).collect()
}

/// Whether the application may be returned: at least one of `fields` has been found deficient.
pub fn may_return(verdicts: &[(String, Verdict)], fields: &[&str]) -> bool {
    fields.iter().any(|field| matches!(last(verdicts, field), Some(Verdict::Deficient(_))))
}
