//! Requests and records as the pages of the office show them. Invariant: plain data; every version of a day is shown, also one
//! that counts no more.

use super::{RecallReason, Stands, Takes};
use crate::{
    correction::CorrectionState,
    history::{
        DaySet,
        day::{DayRecord, DecisionLine},
        entry::{EntryKind, Span},
    },
    id::{RecallId, SiteId, TechnicianId},
    passport::TouchLine,
    time::{Instant, WorkDate, YearMonth},
    touch::Channel,
};
use serde::{Deserialize, Serialize};

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
