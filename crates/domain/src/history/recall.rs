//! 取り消し by two persons of the register's office: days that were approved, or entered by hand, and should not have been.
//! Invariant: who asks and who decides are two people (`correction::decide`), and nothing is taken back that does not stand as
//! it stood when it was asked for; touches are facts that nobody takes back.
//!
//! Source: 20-sites-and-history.md (decisions: withdrawal; the operator after the deadline; every version is kept). Two persons
//! as for corrections (10-registration.md, Review). The reasons and what can be taken back are ours (docs/decisions/0054).

use super::{
    DaySet,
    day::{DayRecord, DecisionLine},
    entry::{EntryKind, Span, days as read_days},
};
use crate::{
    correction::CorrectionState,
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::{RecallId, SiteId, TechnicianId},
    passport::TouchLine,
    text,
    time::{Instant, WorkDate, YearMonth},
    touch::Channel,
};
use serde::{Deserialize, Serialize};

/// Characters of the words beside a reason, and of a refusal's: as many as a reason of an entry has, which a withdrawal takes too.
pub const WORDS_CHARS_MAX: u32 = super::entry::REASON_CHARS_MAX;

/// Why days are to be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecallReason {
    /// Somebody else worked.
    OtherPerson,
    /// It was another day.
    OtherDay,
    /// It was another site.
    OtherSite,
    /// Nobody worked there that day.
    NotWorked,
    /// The same work is recorded elsewhere too.
    Twice,
    /// 職種, 立場 or the employer that was approved is wrong.
    OtherWork,
    /// Anything else, which the words say.
    Other,
}

impl RecallReason {
    /// Every reason, in page order.
    pub const ALL: [Self; 7] = [
        Self::OtherPerson,
        Self::OtherDay,
        Self::OtherSite,
        Self::NotWorked,
        Self::Twice,
        Self::OtherWork,
        Self::Other,
    ];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::OtherPerson => 1,
            Self::OtherDay => 2,
            Self::OtherSite => 3,
            Self::NotWorked => 4,
            Self::Twice => 5,
            Self::OtherWork => 6,
            Self::Other => 7,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OtherPerson => "other_person",
            Self::OtherDay => "other_day",
            Self::OtherSite => "other_site",
            Self::NotWorked => "not_worked",
            Self::Twice => "twice",
            Self::OtherWork => "other_work",
            Self::Other => "other",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What of the days is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Takes {
    /// The approval: the days wait again.
    Approval,
    /// What was entered by hand, and the approval where there is one: the days are what their touches say, or none.
    Entry,
}

impl Takes {
    /// Both, in page order.
    pub const ALL: [Self; 2] = [Self::Approval, Self::Entry];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Approval => 1,
            Self::Entry => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|takes| takes.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Entry => "entry",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|takes| takes.code() == code)
    }
}

/// How a day with a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stands {
    /// It is approved.
    pub approved: bool,
    /// An entry stands for it.
    pub by_hand: bool,
}

impl Stands {
    /// Whether anything of it can be taken back.
    pub const fn can_be_recalled(self) -> bool {
        self.approved || self.by_hand
    }
}

/// What is done to one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Its approval is taken back.
    pub approval: bool,
    /// What was entered of it ends.
    pub entry: bool,
}

/// Why nothing of a day is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// There is no record of it.
    #[error("no record of the day")]
    NoRecord,
    /// It is not approved, or not any more.
    #[error("the day is not approved")]
    NotApproved,
    /// Nothing that was entered stands for it: touches are not taken back.
    #[error("nothing was entered of the day")]
    NotByHand,
}

/// What taking back comes to on a day that stands so; `None`: no record of it. Errors: [`NotTaken`].
pub fn effect(takes: Takes, stands: Option<Stands>) -> Result<Effect, NotTaken> {
    let stands = stands.ok_or(NotTaken::NoRecord)?;
    match takes {
        Takes::Approval if !stands.approved => Err(NotTaken::NotApproved),
        Takes::Entry if !stands.by_hand => Err(NotTaken::NotByHand),
        Takes::Approval => Ok(Effect { approval: true, entry: false }),
        Takes::Entry => Ok(Effect { approval: stands.approved, entry: true }),
    }
}

/// What the office searches by, exactly as typed: at least one of the two numbers, and a month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchForm {
    /// 技能者ID.
    pub technician: String,
    /// 現場ID.
    pub site: String,
    /// `YYYY-MM` or `yyyymm`.
    pub month: String,
}

/// A search that was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    /// Whose records.
    pub technician: Option<TechnicianId>,
    /// Where.
    pub site: Option<SiteId>,
    /// Of which month.
    pub month: YearMonth,
}

/// The search's fields in page order.
pub const SEARCH_FIELDS: [&str; 3] = ["technician", "site", "month"];

impl SearchForm {
    /// Whether nothing was typed yet.
    pub fn is_empty(&self) -> bool {
        [&self.technician, &self.site, &self.month].iter().all(|typed| typed.trim().is_empty())
    }
    /// Checks it; all problems at once. Errors: the problems.
    pub fn validate(&self, today: WorkDate) -> Result<Search, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let technician = read.optional("technician", &self.technician, reader::id);
        let site = read.optional("site", &self.site, reader::id);
        if let (Ok(None), Ok(None)) = (&technician, &site) {
            read.note("technician", Problem::Missing);
        }
        let month = read.required("month", &self.month, |typed| month(typed, today));
        let search = || Ok(Search { technician: technician?, site: site?, month: month? });
        let search = search();
        core::mem::take(read).finish(search)
    }
}

fn month(typed: &str, today: WorkDate) -> Result<YearMonth, Problem> {
    let digits = text::digits(typed).filter(|digits| digits.len() == 6);
    let month = digits.and_then(|digits| digits.parse().ok()).and_then(YearMonth::from_number);
    let month = month.ok_or(Problem::NotDate)?;
    if month > today.month() { Err(Problem::InFuture) } else { Ok(month) }
}

/// What is asked for, exactly as typed: days of one month of one person at a site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecallForm {
    /// 技能者ID.
    pub technician: String,
    /// 現場ID.
    pub site: String,
    /// The days, `YYYY-MM-DD` each.
    pub days: Vec<String>,
    /// [`Takes::code`].
    pub takes: String,
    /// [`RecallReason::code`].
    pub why: String,
    /// In words: the person and the businesses read them.
    pub words: String,
}

/// The form's fields in page order.
pub const FIELDS: [&str; 4] = ["days", "takes", "why", "words"];

/// A request whose values were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecallEntry {
    /// Whose days.
    pub technician: TechnicianId,
    /// Where.
    pub site: SiteId,
    /// Of which month.
    pub month: YearMonth,
    /// Which of it; at least one.
    pub days: DaySet,
    /// What of them.
    pub takes: Takes,
    /// Why.
    pub why: RecallReason,
    /// In words.
    pub words: String,
}

impl RecallForm {
    /// Checks it; all problems at once, in page order. Whose days and where stands in the address of the page and is typed by
    /// nobody: a wrong number is one that is not there. Errors: the problems.
    pub fn validate(&self) -> Result<RecallEntry, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let technician = read.required("technician", &self.technician, reader::id);
        let site = read.required("site", &self.site, reader::id);
        let days = read.take("days", read_days(&self.days));
        let takes = read.choice("takes", &self.takes, Takes::from_code);
        let why = read.choice("why", &self.why, RecallReason::from_code);
        let words = read.text("words", &self.words, WORDS_CHARS_MAX);
        let entry = || {
            let (month, days) = days?;
            Ok(RecallEntry {
                technician: technician?,
                site: site?,
                month,
                days,
                takes: takes?,
                why: why?,
                words: words?,
            })
        };
        let entry = entry();
        core::mem::take(read).finish(entry)
    }
}

/// Why a request is refused, as it is kept. Errors: the problem beside `reason`.
pub fn refusal(typed: &str) -> Result<String, Vec<FieldProblem>> {
    let read = &mut Reader::default();
    let reason = read.text("reason", typed, WORDS_CHARS_MAX);
    core::mem::take(read).finish(reason)
}

/// A person's records of a month at a site, as a search finds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundRow {
    /// Who.
    pub technician: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// Where.
    pub site: SiteId,
    /// 現場名.
    pub site_name: String,
    /// Records.
    pub records: i64,
    /// Of them, approved.
    pub approved: i64,
    /// Of them, entered by hand.
    pub by_hand: i64,
}

/// A person's month at a site, for whoever asks for days of it to be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecallMonth {
    /// Who.
    pub technician: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// Where.
    pub site: SiteId,
    /// 現場名.
    pub site_name: String,
    /// Which month.
    pub month: YearMonth,
    /// The month is closed for fees: what a record cost goes to the next closing.
    pub closed: bool,
    /// Days with a record, in their order.
    pub days: Vec<RecallDay>,
}

/// A day of [`RecallMonth`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecallDay {
    /// Which.
    pub date: WorkDate,
    /// When the person came and went.
    pub span: Span,
    /// Name of the employer.
    pub employer: Option<String>,
    /// By which way it came.
    pub channel: Channel,
    /// How it stands.
    pub stands: Stands,
    /// A request of which another person has yet to decide is about it.
    pub waits: bool,
}

/// A request in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecallRow {
    /// Which.
    pub id: RecallId,
    /// Whose days.
    pub technician: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// Where.
    pub site: SiteId,
    /// 現場名.
    pub site_name: String,
    /// Of which month.
    pub month: YearMonth,
    /// Which of it.
    pub days: DaySet,
    /// What of them.
    pub takes: Takes,
    /// Where it stands.
    pub state: CorrectionState,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Instant,
}

/// What was said of a day by hand, also what counts no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidLine {
    /// Entered, taken back or refused.
    pub kind: EntryKind,
    /// When.
    pub at: Instant,
    /// Name of the business; absent: the register itself.
    pub by: Option<String>,
    /// When the person came and went; nothing where an entry ends.
    pub span: Span,
}

/// A day of a request with all somebody needs to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecalledDay {
    /// Which.
    pub date: WorkDate,
    /// As it is now; absent where there is none any more.
    pub record: Option<DayRecord>,
    /// What it was made from, oldest first.
    pub touches: Vec<TouchLine>,
    /// All that was said of it by hand, in order.
    pub said: Vec<SaidLine>,
    /// All that was decided of it, in order.
    pub decisions: Vec<DecisionLine>,
}

/// A request with all somebody needs to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecallCase {
    /// Which, whose, and where it stands.
    pub row: RecallRow,
    /// Why.
    pub why: RecallReason,
    /// In words.
    pub words: String,
    /// Its days, in their order.
    pub days: Vec<RecalledDay>,
    /// The month is closed for fees.
    pub closed: bool,
    /// The days stand otherwise than when it was asked for: it can be refused alone.
    pub moved_on: bool,
    /// Whether the one who looks asked for it.
    pub own: bool,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by: String,
    /// What they wrote.
    pub decision_words: String,
}

#[cfg(test)]
mod tests;
