//! What somebody types who cannot log in. Invariant: every problem of the form is found in one pass, and none of them tells
//! whether anybody is registered.

use crate::{
    calendar::{self, TypedDate},
    form::{
        FieldProblem, Problem,
        reader::{self, Noted, Read, Reader},
    },
    id::TechnicianId,
    notice::is_mobile,
    text,
    time::WorkDate,
};
use serde::{Deserialize, Serialize};

/// Longest name, characters.
pub const NAME_CHARS_MAX: u32 = 80;

/// Where somebody is reached by a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "at", rename_all = "snake_case")]
pub enum Contact {
    /// Digits of a mobile phone.
    Mobile(String),
    /// A mail address.
    Mail(String),
}

impl Contact {
    /// Takes what a person typed: what has an `@` is a mail address. Errors: `NotMail`, `TooLong`, `NotReachable`.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        if text::to_ascii_width(raw).contains('@') {
            return reader::mail(raw).map(Self::Mail);
        }
        let number = reader::phone(raw).map_err(|_| Problem::NotReachable)?;
        if is_mobile(&number) { Ok(Self::Mobile(number)) } else { Err(Problem::NotReachable) }
    }
    /// As stored.
    pub const fn number(&self) -> i16 {
        match self {
            Self::Mobile(_) => 1,
            Self::Mail(_) => 2,
        }
    }
    /// From the stored number and text.
    pub fn from_stored(number: i16, at: String) -> Option<Self> {
        match number {
            1 => Some(Self::Mobile(at)),
            2 => Some(Self::Mail(at)),
            _ => None,
        }
    }
    /// The number or the address.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Mobile(at) | Self::Mail(at) => at,
        }
    }
}

/// The form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecoveryForm {
    /// 技能者ID.
    pub technician_id: String,
    /// 氏名 in full.
    pub name: String,
    /// 生年月日: the calendar.
    pub birth_era: String,
    /// The year in it.
    pub birth_year: String,
    /// The month.
    pub birth_month: String,
    /// The day.
    pub birth_day: String,
    /// A mobile phone or a mail address.
    pub contact: String,
}

/// What is asked for, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// By the ID.
    pub technician_id: Option<TechnicianId>,
    /// By the name; empty where the ID alone was typed.
    pub name: String,
    /// By the birth date.
    pub birth_date: Option<WorkDate>,
    /// Where they are reached now.
    pub contact: Contact,
}

impl RecoveryForm {
    /// The birth date as typed.
    pub fn birth(&self) -> TypedDate {
        TypedDate {
            era: self.birth_era.clone(),
            year: self.birth_year.clone(),
            month: self.birth_month.clone(),
            day: self.birth_day.clone(),
        }
    }

    /// Reads it on `today`: the ID, or name and birth date, and where the person is reached. Errors: every problem.
    pub fn read(&self, today: WorkDate) -> Result<Request, Vec<FieldProblem>> {
        let mut reader = Reader::default();
        let nothing = [&self.technician_id, &self.name].iter().all(|typed| reader::plain(typed).is_empty())
            && calendar::parse(&self.birth()) == Err(Problem::Missing);
        if nothing {
            // Each is named, or whoever has no ID at hand would learn of the other way one round later.
            for field in ["technician_id", "name", "birth"] {
                reader.note(field, Problem::MissingEither);
            }
        }
        let by_id = reader.optional("technician_id", &self.technician_id, reader::id::<TechnicianId>);
        // Who typed an ID that is none is asked for the ID alone.
        let needs_name = !nothing && by_id == Ok(None);
        let name = if needs_name {
            reader.text("name", &self.name, NAME_CHARS_MAX)
        } else {
            reader.optional_text("name", &self.name, NAME_CHARS_MAX).map(Option::unwrap_or_default)
        };
        let birth = self.read_birth(&mut reader, needs_name, today);
        let contact = reader.required("contact", &self.contact, Contact::parse);
        let request = by_id.and_then(|technician_id| {
            Ok(Request { technician_id, name: name?, birth_date: birth?, contact: contact? })
        });
        reader.finish(request)
    }

    fn read_birth(&self, reader: &mut Reader, needed: bool, today: WorkDate) -> Read<Option<WorkDate>> {
        match calendar::parse(&self.birth()) {
            Err(Problem::Missing) if !needed => Ok(None),
            Ok(day) if day > today => {
                reader.note("birth", Problem::InFuture);
                Err(Noted)
            }
            read => reader.take("birth", read).map(Some),
        }
    }
}
