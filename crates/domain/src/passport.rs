//! キャリアパスポート: what a technician sees of their own record. Plain data, in the shape the screens show.
//!
//! Invariant: days are distinct working days, records are site-days; the two are never mixed (20-sites-and-history.md).

use crate::{
    history::{Approval, WorkRole},
    id::{SiteId, TechnicianId},
    level::Level,
    time::{Instant, WorkDate, YearMonth},
    touch::{Assurance, Channel, TouchKind},
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// The card's face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFace {
    /// Whose.
    pub technician_id: TechnicianId,
    /// As registered, family and given name with one space.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Highest level.
    pub level: Level,
    /// Main trade first.
    pub trades: Vec<TradeCode>,
    /// Last day the card is good; absent before a card has been issued.
    pub valid_until: Option<WorkDate>,
    /// Year of first registration.
    pub registered_year: i32,
    /// Whether a photo can be fetched at `/photo/{technician_id}`.
    pub has_photo: bool,
}

/// Where the person stands today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Today {
    /// No touch today.
    Nothing,
    /// Inside a site.
    Inside {
        /// Since when.
        since: Instant,
        /// Where.
        site: String,
        /// Day and site, for the link to the record.
        date: WorkDate,
        /// See `date`.
        site_id: SiteId,
    },
    /// Was in, has gone out.
    Left {
        /// First in, where there was one.
        since: Option<Instant>,
        /// Last out.
        until: Instant,
        /// Where.
        site: String,
        /// Day and site, for the link to the record.
        date: WorkDate,
        /// See `date`.
        site_id: SiteId,
    },
}

/// Distinct working days, recorded and approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Days {
    /// Days with at least one record.
    pub recorded: i64,
    /// Days with at least one approved record.
    pub approved: i64,
}

/// The totals of the first screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DayTotals {
    /// This calendar month.
    pub month: Days,
    /// This calendar year.
    pub year: Days,
    /// This fiscal year (年度, April to March).
    pub fiscal_year: Days,
    /// Since registration.
    pub all: Days,
}

/// What changes while the first screen is open; `version` grows with every touch of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    /// Grows with every change; ask again with it to wait for the next one.
    pub version: i64,
    /// Where the person stands today.
    pub today: Today,
    /// Totals.
    pub days: DayTotals,
    /// Server clock when this was read.
    pub as_of: Instant,
}

/// The first screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// The card.
    pub face: CardFace,
    /// Main employer's name.
    pub employer: Option<String>,
    /// What changes.
    pub now: Now,
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// Working day.
    pub date: WorkDate,
    /// Where.
    pub site_id: SiteId,
    /// Its name.
    pub site: String,
    /// First in.
    pub first_in: Option<Instant>,
    /// Last out; absent while nobody has touched out, and for one who has come back in.
    pub last_out: Option<Instant>,
    /// Provisional or approved.
    pub approval: Approval,
    /// Not on the site's roster on that day (施工体制未登録).
    pub unrostered: bool,
    /// Today and not yet out.
    pub inside: bool,
}

/// A month of history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthHistory {
    /// Which month.
    pub month: YearMonth,
    /// Distinct days in it.
    pub days: Days,
    /// Days in its calendar year.
    pub year: Days,
    /// Days in its fiscal year.
    pub fiscal_year: Days,
    /// Newest first.
    pub lines: Vec<HistoryLine>,
    /// Today, for the box in the calendar.
    pub today: WorkDate,
}

/// One touch as the person sees it in a record's detail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TouchLine {
    /// Corrected time.
    pub at: Instant,
    /// In or out, as the record counts it (`touch::shift::counts_as`).
    pub kind: TouchKind,
    /// The device did not say; it was decided by turn.
    pub by_turn: bool,
    /// By which way.
    pub channel: Channel,
    /// How surely.
    pub assurance: Assurance,
    /// When the server received it.
    pub received_at: Instant,
}

/// A record with all that was noted on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordDetail {
    /// The line of the list.
    pub line: HistoryLine,
    /// 元請事業者名.
    pub prime: String,
    /// 所属事業者名 as of the day.
    pub employer: Option<String>,
    /// 次数: 0 = prime.
    pub tier: Option<i16>,
    /// 職種 on that day.
    pub trade: Option<TradeCode>,
    /// 立場 on that day.
    pub role: Option<WorkRole>,
    /// 作業内容.
    pub work_content: Option<String>,
    /// The touches it was made from, oldest first.
    pub touches: Vec<TouchLine>,
}
