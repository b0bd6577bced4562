//! Whole history records as partner systems send them, and what they read back. Invariant: kept compatible for at least 90
//! days; a record is known by the number its partner gave it, and what one is refused for never shows in another's answer.
//!
//! Source: 20-sites-and-history.md (whole records from partners are facts of the kind of entries), 80-data-sharing.md (職種 and
//! 立場 are required; batches of up to 1,000 with a key per item; a partner reads back what it sent). The out may be left
//! out: data/history_record_items.csv has it as ○, not ◉.

use super::{
    Approval, WorkRole,
    entry::{EntryKind, Span},
};
use crate::{
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::{SiteId, TechnicianId},
    time::{DAY_MS, Instant, WorkDate},
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// The most records of one batch.
pub const ITEMS_MAX: u32 = 1_000;
/// The longest number a partner may give a record, in bytes; printable ASCII without spaces.
pub const RECORD_ID_BYTES_MAX: usize = 64;
/// Records of one page that is read back.
pub const PAGE_RECORDS: u32 = 500;

/// One record as a partner sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentItem {
    /// The partner's own number of the record, the same for ever.
    pub record_id: String,
    /// Who.
    pub technician_id: TechnicianId,
    /// Where.
    pub site_id: SiteId,
    /// The working day, `YYYY-MM-DD`: the local date of the in.
    pub day: String,
    /// 入場, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_in: Option<Instant>,
    /// 退場, the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_out: Option<Instant>,
    /// 職種.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade: Option<i16>,
    /// 立場: [`WorkRole::code`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Takes the record back; times, 職種 and 立場 are not looked at.
    #[serde(default)]
    pub withdrawn: bool,
}

/// A batch. Items are raw JSON so that one that cannot be read is answered by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SentBatch<Item = SentItem> {
    /// The records.
    pub items: Vec<Item>,
}

/// Why a record is refused, and what of it that is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentFault {
    /// Stable code (docs/ERRORS.md).
    pub code: &'static str,
    /// The field.
    pub field: &'static str,
}

const fn fault(code: &'static str, field: &'static str) -> SentFault {
    SentFault { code, field }
}

/// What a record says of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentDay {
    /// When.
    pub span: Span,
    /// 職種.
    pub trade: TradeCode,
    /// 立場.
    pub role: WorkRole,
}

/// A record whose shape and times were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The partner's own number.
    pub record_id: String,
    /// Who.
    pub technician_id: TechnicianId,
    /// Where.
    pub site_id: SiteId,
    /// When.
    pub day: WorkDate,
    /// What it says; `None`: it is taken back.
    pub said: Option<SentDay>,
}

/// Whether something can be a partner's number of a record.
pub fn is_record_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= RECORD_ID_BYTES_MAX && id.bytes().all(|byte| byte.is_ascii_graphic())
}

impl SentItem {
    /// Checks what can be checked without the register, at `now`. Errors: the first fault, in the order of the fields.
    pub fn read(&self, now: Instant) -> Result<Sent, SentFault> {
        if !is_record_id(&self.record_id) {
            return Err(fault("record.id", "record_id"));
        }
        let day = calendar::parse_day(&self.day).map_err(|_| fault("record.malformed", "day"))?;
        let said = if self.withdrawn { None } else { Some(self.said(day, now)?) };
        Ok(Sent {
            record_id: self.record_id.clone(),
            technician_id: self.technician_id,
            site_id: self.site_id,
            day,
            said,
        })
    }

    fn said(&self, day: WorkDate, now: Instant) -> Result<SentDay, SentFault> {
        let first_in = self.first_in.ok_or(fault("record.times", "first_in"))?;
        if first_in.date() != day {
            return Err(fault("record.times", "first_in"));
        }
        let past = |at: Instant| at > first_in && at.since_ms(first_in) <= DAY_MS;
        if self.last_out.is_some_and(|out| !past(out)) {
            return Err(fault("record.times", "last_out"));
        }
        for (field, at) in [("first_in", Some(first_in)), ("last_out", self.last_out)] {
            if at.is_some_and(|at| at > now) {
                return Err(fault("record.not_over", field));
            }
        }
        let trade = self.trade.ok_or(fault("record.trade_missing", "trade"))?;
        let trade = TradeCode::from_number(trade).ok_or(fault("record.trade_unknown", "trade"))?;
        let role = self.role.as_deref().ok_or(fault("record.role_missing", "role"))?;
        let role = WorkRole::from_code(role).ok_or(fault("record.role_unknown", "role"))?;
        Ok(SentDay { span: Span { first_in: Some(first_in), last_out: self.last_out }, trade, role })
    }
}

impl Sent {
    /// What it says as a text, by which the same record sent again is known; who, where and when are not in it.
    pub fn content(&self) -> String {
        let Some(said) = self.said else { return "withdrawn".to_owned() };
        let at = |at: Option<Instant>| at.map_or_else(String::new, |at| at.0.to_string());
        let (trade, role) = (said.trade.get(), said.role.code());
        format!("{};{};{trade};{role}", at(said.span.first_in), at(said.span.last_out))
    }
}

/// What became of one record. Only `Retry` asks to send it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentOutcome {
    /// Recorded, corrected or taken back as sent.
    Accepted,
    /// The same was recorded before.
    Duplicate,
    /// Not recorded; `code` says why.
    Refused,
    /// The server could not take it now.
    Retry,
}

impl SentOutcome {
    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Duplicate => "duplicate",
            Self::Refused => "refused",
            Self::Retry => "retry",
        }
    }
}

/// The answer for one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentAnswer {
    /// Place of the record in the batch, from 0.
    pub index: u32,
    /// Its number, where it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_id: Option<String>,
    /// What became of it.
    pub outcome: SentOutcome,
    /// Stable code of the reason (docs/ERRORS.md), absent where accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Which field the reason is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The reason in Japanese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_ja: Option<String>,
    /// The reason in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_en: Option<String>,
}

/// The answers to a batch, one per record, in its order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SentAnswers {
    /// Server clock.
    pub server_time: Instant,
    /// One per record.
    pub answers: Vec<SentAnswer>,
}

/// How a record stands that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentStatus {
    /// 承認待ち.
    Provisional,
    /// 承認ずみ.
    Approved,
    /// 認めない: by the prime.
    Refused,
    /// 取り下げ: by the partner, or the business it sends for.
    TakenBack,
}

/// How a record stands. `said`: its last word; `ended`: what came after that word; `approval`: of the day's record.
pub const fn status(said: EntryKind, ended: Option<EntryKind>, approval: Approval) -> SentStatus {
    match (said, ended) {
        (EntryKind::Entered, None) => match approval {
            Approval::Provisional => SentStatus::Provisional,
            Approval::Approved => SentStatus::Approved,
        },
        (EntryKind::Refused, _) | (_, Some(EntryKind::Refused)) => SentStatus::Refused,
        _ => SentStatus::TakenBack,
    }
}

/// A record as its partner reads it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentRecord {
    /// The partner's own number.
    pub record_id: String,
    /// Who.
    pub technician_id: TechnicianId,
    /// Where.
    pub site_id: SiteId,
    /// The working day, `YYYY-MM-DD`.
    pub day: String,
    /// 入場 as sent last; absent once it was taken back, and so below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_in: Option<Instant>,
    /// 退場.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_out: Option<Instant>,
    /// 職種.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade: Option<i16>,
    /// 立場.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// How it stands.
    pub status: SentStatus,
}

/// A part of what a partner sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SentPage {
    /// By day and number, [`PAGE_RECORDS`] at most.
    pub records: Vec<SentRecord>,
    /// The `after` of the next part; absent from the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What is asked for, as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SentQuery {
    /// 現場ID.
    pub site: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// The number of the last record of the part before; empty: from the first.
    pub after: String,
}

/// A checked [`SentQuery`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentAsk {
    /// Where.
    pub site: SiteId,
    /// First and last day.
    pub days: (WorkDate, WorkDate),
    /// After which record.
    pub after: Option<String>,
}

impl SentQuery {
    /// Errors: the problems beside `site`, `from`, `to`, `after`.
    pub fn validate(&self) -> Result<SentAsk, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let site = read.required("site", &self.site, reader::id);
        let from = read.required("from", &self.from, calendar::parse_day);
        let to = read.required("to", &self.to, calendar::parse_day);
        if let (Ok(from), Ok(to)) = (&from, &to)
            && to < from
        {
            read.note("to", Problem::EndBeforeStart);
        }
        let known = |id: &str| if is_record_id(id) { Ok(id.to_owned()) } else { Err(Problem::Unknown) };
        let after = read.optional("after", &self.after, known);
        let ask = || Ok(SentAsk { site: site?, days: (from?, to?), after: after? });
        let ask = ask();
        core::mem::take(read).finish(ask)
    }
}

#[cfg(test)]
mod tests;
