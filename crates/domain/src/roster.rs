//! 作業員名簿: who works for which place of the structure, as what. Invariant: warnings are shown and stop nothing; history
//! is never refused for paperwork (20-sites-and-history.md).

use crate::{
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    history::WorkRole,
    id::{BusinessId, RosterId, StructureId, TechnicianId},
    level::Level,
    passport::Days,
    time::{Instant, WorkDate},
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

mod days;
mod warning;

pub use days::{Induction, LineDays, LineDaysForm};
pub use warning::{ADULT_AGE, Held, Looked, RosterWarning, SENIOR_AGE, warnings};

const WORK_CONTENT_CHARS_MAX: u32 = 100;
/// The choice of trade that means each person's own: their main one.
pub const OWN_TRADE: &str = "own";

/// The form, exactly as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RosterForm {
    /// 技能者ID.
    pub technician_id: String,
    /// The place in the structure the person works for.
    pub structure_id: String,
    /// 職種, code; [`OWN_TRADE`] or empty: the person's main trade.
    pub trade: String,
    /// 立場: [`WorkRole::code`].
    pub role: String,
    /// 作業内容, may be empty.
    pub work_content: String,
    /// 有害物質: `yes`, `no`; empty is `no`.
    pub hazardous: String,
    /// First day, `YYYY-MM-DD`.
    pub from: String,
}

/// The form's fields in page order.
pub const FIELDS: &[&str] = &["technician_id", "structure_id", "trade", "role", "work_content", "hazardous", "from"];

/// A form all of whose values were checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterEntry {
    /// Who.
    pub technician_id: TechnicianId,
    /// For which place.
    pub structure_id: StructureId,
    /// 職種; `None` for the person's main trade, which the register knows.
    pub trade: Option<TradeCode>,
    /// 立場.
    pub role: WorkRole,
    /// 作業内容, as typed.
    pub work_content: Option<String>,
    /// Works with hazardous materials.
    pub hazardous: bool,
    /// First day.
    pub from: WorkDate,
}

impl RosterForm {
    /// Checks the whole form; all problems at once, in page order. Errors: the problems. Whether the person and the place
    /// exist, and what their main trade is, is for the caller to add.
    pub fn validate(&self) -> Result<RosterEntry, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let technician_id = read.required("technician_id", &self.technician_id, reader::id);
        let structure_id =
            read.required("structure_id", &self.structure_id, |raw| raw.parse().map_err(|_| Problem::NotAChoice));
        let wanted = if reader::plain(&self.trade) == OWN_TRADE { "" } else { self.trade.as_str() };
        let trade = read.optional("trade", wanted, reader::trade);
        let role = read.choice("role", &self.role, WorkRole::from_code);
        let work_content = read.optional_text("work_content", &self.work_content, WORK_CONTENT_CHARS_MAX);
        let hazardous = read.optional("hazardous", &self.hazardous, reader::yes_no);
        let from = read.take("from", calendar::parse_day(&reader::plain(&self.from)));
        let entry = || {
            Ok(RosterEntry {
                technician_id: technician_id?,
                structure_id: structure_id?,
                trade: trade?,
                role: role?,
                work_content: work_content?,
                hazardous: hazardous?.unwrap_or(false),
                from: from?,
            })
        };
        let entry = entry();
        core::mem::take(read).finish(entry)
    }
}

impl From<&RosterEntry> for RosterForm {
    /// The form somebody would have typed to make this entry.
    fn from(entry: &RosterEntry) -> Self {
        Self {
            technician_id: entry.technician_id.to_string(),
            structure_id: entry.structure_id.to_string(),
            trade: entry.trade.map_or_else(|| OWN_TRADE.to_owned(), |trade| trade.to_string()),
            role: entry.role.code().to_owned(),
            work_content: entry.work_content.clone().unwrap_or_default(),
            hazardous: if entry.hazardous { "yes" } else { "no" }.to_owned(),
            from: entry.from.to_string(),
        }
    }
}

/// Whether a line of a person at a site makes room for a newer one of theirs there by ending the day before it begins: where
/// it is for another place and began earlier, and whoever writes the new one has a say in it: it could fill the old place on
/// that day too, or the new place's business employs the person by then. `old` and `new`: the place and the first day. The
/// same person under two employers is settled by date (20-sites-and-history.md, Roster); nobody takes another's (ours).
pub fn gives_way(old: (StructureId, WorkDate), new: (StructureId, WorkDate), has_say: bool) -> bool {
    has_say && old.0 != new.0 && old.1 < new.1
}

/// A line of the roster as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterLine {
    /// Which line.
    pub id: RosterId,
    /// Who.
    pub technician_id: TechnicianId,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level, for the colour.
    pub level: Level,
    /// For which place.
    pub structure_id: StructureId,
    /// For which business.
    pub business_id: BusinessId,
    /// Its name.
    pub business: String,
    /// 次数: 0 = prime.
    pub tier: i16,
    /// 職種.
    pub trade: TradeCode,
    /// 立場.
    pub role: WorkRole,
    /// 作業内容.
    pub work_content: Option<String>,
    /// Works with hazardous materials.
    pub hazardous: bool,
    /// First day.
    pub from: WorkDate,
    /// Last day; absent while the line stands.
    pub until: Option<WorkDate>,
    /// 新規入場日, where it was entered.
    pub inducted: Option<WorkDate>,
    /// What to look at.
    pub warnings: Vec<RosterWarning>,
    /// Whether a photo can be fetched.
    pub has_photo: bool,
    /// Inside now.
    pub inside: bool,
    /// When the looker's business has looked after the insurance, as it stands; then it is no warning any more.
    pub insurance_checked: Option<Instant>,
}

/// A person of one's own business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Who.
    pub technician_id: TechnicianId,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level, for the colour.
    pub level: Level,
    /// Main trade.
    pub trade: TradeCode,
    /// Whether a photo can be fetched.
    pub has_photo: bool,
    /// Distinct days this month.
    pub month: Days,
    /// Distinct days this year.
    pub year: Days,
}

/// A person of one's own business who can be put on a site's roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub person: PersonRow,
    /// What to look at.
    pub warnings: Vec<RosterWarning>,
}

#[cfg(test)]
mod tests;
