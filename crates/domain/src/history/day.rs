//! One day of a person at a site: what its record says, the touches it was made from and all that was decided of it.
//! Invariant: plain data; every decision is shown, also one that counts no more.
//!
//! Source: data/history_record_items.csv (the items of a record), 20-sites-and-history.md (every version is kept).

use super::{
    WorkRole,
    approval::{Decision, Mark},
};
use crate::{
    id::TechnicianId,
    level::Level,
    passport::{EntryLine, TouchLine},
    time::{Instant, WorkDate},
    touch::Channel,
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// What an approval was given of: it stays, whatever the roster says later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovedAs {
    /// 所属事業者名.
    pub employer: Option<String>,
    /// 次数: 0 = prime.
    pub tier: Option<i16>,
    /// 職種.
    pub trade: Option<TradeCode>,
    /// 立場.
    pub role: Option<WorkRole>,
}

/// A decision about a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionLine {
    /// What was decided.
    pub decision: Decision,
    /// When; absent where it was before decisions were kept.
    pub at: Option<Instant>,
    /// Name of the business that decided; absent: the register itself, and nobody where a day lapsed with its touches.
    pub by: Option<String>,
    /// Why, where somebody said so.
    pub reason: Option<String>,
    /// Of an approval: what was approved.
    pub approved: Option<ApprovedAs>,
}

/// What a record says, as far as it is kept: the items of the official record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRecord {
    /// How it stands.
    pub mark: Mark,
    /// 入場.
    pub first_in: Option<Instant>,
    /// 退場; absent for who has come back in.
    pub last_out: Option<Instant>,
    /// 元請事業者名.
    pub prime: String,
    /// 一次事業者名; absent for the prime's own people and for who is on no roster.
    pub first_tier: Option<String>,
    /// 所属事業者名.
    pub employer: Option<String>,
    /// 次数: 0 = prime.
    pub tier: Option<i16>,
    /// 立場.
    pub role: Option<WorkRole>,
    /// 作業内容.
    pub work_content: Option<String>,
    /// 職種.
    pub trade: Option<TradeCode>,
    /// 有害物質取扱の有無; absent for who is on no roster.
    pub hazardous: Option<bool>,
    /// By which way the day came: that of its first touch, 直接入力 where there is none.
    pub channel: Channel,
    /// The entry that stands for the day: who approves it approves what was said.
    pub entry: Option<EntryLine>,
}

/// Whether the looker may take the approval of the day back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawal {
    /// Until this day.
    Until(WorkDate),
    /// It was possible until this day.
    Passed(WorkDate),
}

/// A day as the office of a site looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayDetail {
    /// 現場名.
    pub site: String,
    /// Who.
    pub technician_id: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level.
    pub level: Level,
    /// The working day.
    pub date: WorkDate,
    /// Today.
    pub today: WorkDate,
    /// Absent where its touches have come to another working day, or what was entered of it has ended.
    pub record: Option<DayRecord>,
    /// What it was made from, oldest first.
    pub touches: Vec<TouchLine>,
    /// In their order.
    pub decisions: Vec<DecisionLine>,
    /// Absent where nothing stands approved or it is not the looker's to take back.
    pub withdrawal: Option<Withdrawal>,
    /// The looker may refuse the entry that stands for the day.
    pub refuses: bool,
    /// The looker may put people on the site's roster, and the day lacks a line there.
    pub completes: bool,
}

impl DayDetail {
    /// Whether the touches of the day came to another, so that its approval ended with it. An entry that ended leaves no record
    /// either, but nothing of it was approved then.
    pub fn has_lapsed(&self) -> bool {
        self.decisions.last().is_some_and(|last| last.decision == Decision::Lapsed)
    }
}
