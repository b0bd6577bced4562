//! 就業履歴: one technician, one site, one working day: what counts. Invariant: derived from facts alone.

pub mod approval;
pub mod check;
pub mod claim;
pub mod day;
mod days;
pub mod deadline;
pub mod entry;
pub mod file;
pub mod own;
pub mod recall;
pub mod sent;
pub mod sheet;
pub mod ticks;
pub mod week_off;
pub mod why;
pub mod year;

use crate::{
    time::{Instant, WorkDate},
    touch::shift::OPEN_MS_MAX,
};
use serde::{Deserialize, Serialize};

pub use days::{DaySet, NoDays};

/// Whether who is inside by the touches of a day is so at `now`: who forgot to touch out is not inside for ever.
pub fn is_inside(inside_since: Option<Instant>, now: Instant) -> bool {
    inside_since.is_some_and(|since| now.since_ms(since) <= OPEN_MS_MAX)
}

/// Whether a day, seen on `today`, lacks an in, or lacks an out although it is over. Who is inside may yet touch out: that
/// is for the caller to leave out.
pub fn is_half(first_in: Option<Instant>, last_out: Option<Instant>, date: WorkDate, today: WorkDate) -> bool {
    first_in.is_none() || (last_out.is_none() && date < today)
}

/// Whether the prime (or an upper tier) has approved a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// 承認待ち.
    Provisional,
    /// 承認ずみ.
    Approved,
}

impl Approval {
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Provisional => 0,
            Self::Approved => 1,
        }
    }
    /// From the stored number.
    pub const fn from_stored(number: i16) -> Self {
        if number == 1 { Self::Approved } else { Self::Provisional }
    }
}

/// 就業した際の立場. Source: data/history_record_items.csv (item ◉ 立場), 00-overview.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkRole {
    /// 一般.
    Worker,
    /// 班長.
    CrewLeader,
    /// 職長.
    Foreman,
}

impl WorkRole {
    /// Every role, lowest first.
    pub const ALL: [Self; 3] = [Self::Worker, Self::CrewLeader, Self::Foreman];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Worker => 1,
            Self::CrewLeader => 2,
            Self::Foreman => 3,
        }
    }
    /// From the stored number.
    pub const fn from_stored(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Worker),
            2 => Some(Self::CrewLeader),
            3 => Some(Self::Foreman),
            _ => None,
        }
    }
    /// The word partners and forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::CrewLeader => "crew_leader",
            Self::Foreman => "foreman",
        }
    }
    /// From the word partners and forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}
