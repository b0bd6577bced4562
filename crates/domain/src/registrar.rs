//! 認定登録機関: bodies certified to take applications on paper, judge and approve them. Invariant: a body acts on days its
//! certification covers and on no other; what it decided before stands.
//!
//! Sources: 10-registration.md (Technicians: who files); general-meeting-11 資料6 p.7-8 (a temporary body, its two places).

mod sample;

use crate::{
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::{AccountId, OfficeId, RegistrarId, ScrivenerId},
    prefecture::PrefectureCode,
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

pub use sample::{RateForm, SampleForm, SampleRow, SampleVerdict, is_chosen};

const NAME_CHARS_MAX: u32 = 80;
const ADDRESS_CHARS_MAX: u32 = 200;

/// What an office of a body does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeKind {
    /// 現場窓口: interviews, checks identity and papers, gives a receipt, sends the papers.
    Field,
    /// 本部審査: reviews, returns, approves, keeps.
    Head,
}

impl OfficeKind {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Field, Self::Head];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Field => 1,
            Self::Head => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Head => "head",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The days a body or a scrivener may act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: WorkDate,
    /// The last day; `None`: until it is ended.
    pub until: Option<WorkDate>,
    /// The first day on which the operator lets it do nothing any more.
    pub ended_on: Option<WorkDate>,
}

/// Whether it may act on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its first day is to come.
    ToCome,
    /// It may.
    Good,
    /// Its last day is over.
    Over,
    /// The operator ended it.
    Ended,
}

impl Period {
    /// How it stands on a day.
    pub fn standing(self, day: WorkDate) -> Standing {
        if self.ended_on.is_some_and(|ended| ended <= day) {
            Standing::Ended
        } else if day < self.from {
            Standing::ToCome
        } else if self.until.is_some_and(|until| until < day) {
            Standing::Over
        } else {
            Standing::Good
        }
    }
}

/// `tr0001-02`: the log-in of the `running`th person of the `number`th body (担当者ID).
pub fn staff_login(number: i32, running: u32) -> String {
    format!("tr{number:04}-{running:02}")
}

/// `gs0001-02`: the same of a scrivener's office.
pub fn scrivener_login(number: i32, running: u32) -> String {
    format!("gs{number:04}-{running:02}")
}

/// A body as it is entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegistrarForm {
    /// Name.
    pub name: String,
    /// 都道府県, code.
    pub prefecture: String,
    /// `yes` for 臨時, `no` for one that stays.
    pub temporary: String,
    /// First day.
    pub from: String,
    /// Last day; one that is temporary has one.
    pub until: String,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrarEntry {
    /// Name.
    pub name: String,
    /// 都道府県.
    pub prefecture: PrefectureCode,
    /// 臨時.
    pub temporary: bool,
    /// First day.
    pub from: WorkDate,
    /// Last day.
    pub until: Option<WorkDate>,
}

impl RegistrarForm {
    /// Errors: every problem, in page order.
    pub fn validate(&self) -> Result<RegistrarEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let name = read.text("name", &self.name, NAME_CHARS_MAX);
        let prefecture = read.required("prefecture", &self.prefecture, reader::prefecture);
        let temporary = read.required("temporary", &self.temporary, reader::yes_no);
        let from = read.required("from", &self.from, crate::calendar::parse_day);
        let until = read.optional("until", &self.until, crate::calendar::parse_day);
        match (temporary, from, until) {
            (Ok(true), _, Ok(None)) => read.note("until", Problem::Missing),
            (_, Ok(from), Ok(Some(until))) if until < from => read.note("until", Problem::EndBeforeStart),
            _ => {}
        }
        let entry = || {
            Ok(RegistrarEntry {
                name: name?,
                prefecture: prefecture?,
                temporary: temporary?,
                from: from?,
                until: until?,
            })
        };
        let entry = entry();
        read.finish(entry)
    }
}

/// An office as it is entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfficeForm {
    /// [`OfficeKind::code`].
    pub kind: String,
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Phone.
    pub phone: String,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeEntry {
    /// What it does.
    pub kind: OfficeKind,
    /// Name.
    pub name: String,
    /// Address, as typed.
    pub address: String,
    /// 10 or 11 digits.
    pub phone: String,
}

impl OfficeForm {
    /// Errors: every problem, in page order.
    pub fn validate(&self) -> Result<OfficeEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let kind = read.choice("kind", &self.kind, OfficeKind::from_code);
        let name = read.text("office_name", &self.name, NAME_CHARS_MAX);
        let address = read.text("address", &self.address, ADDRESS_CHARS_MAX);
        let phone = read.required("phone", &self.phone, reader::phone);
        let entry = || Ok(OfficeEntry { kind: kind?, name: name?, address: address?, phone: phone? });
        let entry = entry();
        read.finish(entry)
    }
}

/// A scrivener as entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScrivenerForm {
    /// Name of the person or the office.
    pub name: String,
    /// 都道府県, code.
    pub prefecture: String,
    /// Phone.
    pub phone: String,
    /// First day.
    pub from: String,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScrivenerEntry {
    /// Name.
    pub name: String,
    /// 都道府県.
    pub prefecture: PrefectureCode,
    /// 10 or 11 digits.
    pub phone: String,
    /// First day.
    pub from: WorkDate,
}

impl ScrivenerForm {
    /// Errors: every problem, in page order.
    pub fn validate(&self) -> Result<ScrivenerEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let name = read.text("name", &self.name, NAME_CHARS_MAX);
        let prefecture = read.required("prefecture", &self.prefecture, reader::prefecture);
        let phone = read.required("phone", &self.phone, reader::phone);
        let from = read.required("from", &self.from, crate::calendar::parse_day);
        let entry = || Ok(ScrivenerEntry { name: name?, prefecture: prefecture?, phone: phone?, from: from? });
        let entry = entry();
        read.finish(entry)
    }
}

/// What a body did, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Applications handed in at its counters.
    pub submitted: i64,
    /// How often one went back.
    pub returned: i64,
    /// Samples the operator looked at.
    pub looked: i64,
    /// Of those found good.
    pub good: i64,
}

/// A body in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrarRow {
    /// Which.
    pub id: RegistrarId,
    /// Its running number.
    pub number: i32,
    /// Name.
    pub name: String,
    /// 都道府県.
    pub prefecture: PrefectureCode,
    /// 臨時.
    pub temporary: bool,
    /// When it may act.
    pub period: Period,
    /// What it did.
    pub figures: Figures,
    /// When it was entered.
    pub created_at: Instant,
}

/// An office of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeRow {
    /// Which.
    pub id: OfficeId,
    /// What it does.
    pub kind: OfficeKind,
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Digits.
    pub phone: String,
}

/// A log-in of an office or a scrivener (担当者ID).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRow {
    /// Which.
    pub id: AccountId,
    /// The office; absent for a scrivener's.
    pub office: Option<OfficeId>,
    /// What is typed to log in.
    pub login_id: String,
    /// Whose.
    pub name: String,
    /// Since when it cannot be used.
    pub disabled_at: Option<Instant>,
}

/// A scrivener in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScrivenerRow {
    /// Which.
    pub id: ScrivenerId,
    /// The running number.
    pub number: i32,
    /// Name.
    pub name: String,
    /// 都道府県.
    pub prefecture: PrefectureCode,
    /// Digits.
    pub phone: String,
    /// When they may act.
    pub period: Period,
    /// When they were entered.
    pub created_at: Instant,
}

#[cfg(test)]
mod tests;
