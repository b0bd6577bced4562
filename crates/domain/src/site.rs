//! 現場: the registration form, when a site is open, and how lists and pages show one. Invariant: whether a site has
//! ended follows from its planned end, whether it was closed, and the day alone.
//!
//! Source: 20-sites-and-history.md, Sites.

mod change;
mod fact;
mod form;
mod import;
mod section;
mod stand;
mod task;

use crate::{
    calendar,
    id::{BusinessId, SiteId},
    prefecture::PrefectureCode,
    roster::RosterLine,
    structure::StructureNode,
    time::WorkDate,
};
use serde::{Deserialize, Serialize};

pub use change::{CloseForm, Past, ReopenForm, check_edit, closed_from, closed_with};
pub use fact::{
    ASSURANCES_OFFERED, ContractKind, GateHours, ModelProject, Position, WorkKind, assurance_code, assurance_from_code,
    degrees,
};
pub use form::{CopyForm, FIELDS, SiteEntry, SiteForm, is_required};
pub use import::{
    COLUMNS, Column, IMPORT_BYTES_MAX, IMPORT_ROWS_MAX, ImportLayout, ImportedRow, SiteImport, SiteImportState,
};
pub use section::{Section, SectionForm, section_ends};
pub use stand::{GateStood, InSection, Stands, Stood, in_turn};
pub use task::{
    HalfDay, LOOK_DAYS, OnRoster, SiteTask, SiteTasks, Unlisted, Waiting, Worked, half_days, tasks, unlisted,
};

/// Whether a site takes nobody more on `day`: it was closed, or its planned last day is over. One that has not begun does:
/// that is when most of it is made. Touches are no question of this: work goes on past a plan, so only closing stops them.
pub fn has_ended(end: Option<WorkDate>, closed: bool, day: WorkDate) -> bool {
    closed || end.is_some_and(|end| day > end)
}

/// First and last day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub start: WorkDate,
    /// Last day.
    pub end: WorkDate,
}

impl Period {
    /// Whether a day lies in it: a site is open from its first day through its last.
    pub fn contains(self, day: WorkDate) -> bool {
        calendar::within(day, self.start, self.end)
    }
}

/// A line of the list of sites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteRow {
    /// Which.
    pub id: SiteId,
    /// 現場名.
    pub name: String,
    /// 都道府県.
    pub prefecture: PrefectureCode,
    /// First and last day.
    pub period: Period,
    /// People on its roster today.
    pub people: i64,
    /// Inside now.
    pub today_inside: i64,
    /// Open today.
    pub open: bool,
}

/// What happens at a site today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SiteToday {
    /// Inside now.
    pub inside: i64,
    /// History records of today.
    pub records: i64,
}

/// How a site was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The last day on which it takes touches.
    pub last_day: WorkDate,
    /// Why, as the prime said; shown to the prime alone.
    pub reason: Option<String>,
}

/// A site's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteDetail {
    /// The line of the list.
    pub site: SiteRow,
    /// What was registered.
    pub entry: SiteEntry,
    /// 元請.
    pub prime_id: BusinessId,
    /// 元請事業者名.
    pub prime: String,
    /// 施工体制, parents before children.
    pub structure: Vec<StructureNode>,
    /// 作業員名簿 today.
    pub roster: Vec<RosterLine>,
    /// Today.
    pub today: SiteToday,
    /// 工区 of an umbrella site, those that last first.
    pub sections: Vec<Section>,
    /// How it was closed; `None` while it is not.
    pub closing: Option<Closing>,
    /// Whether the looker may change, close and open it.
    pub may_edit: bool,
    /// Who has worked here and stands on no line, as far as the looker's branch reaches.
    pub unlisted: Vec<Unlisted>,
    /// Days without an in or an out, likewise.
    pub half_days: Vec<HalfDay>,
}

#[cfg(test)]
mod tests;
