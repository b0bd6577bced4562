//! 施工体制: the tree of businesses on a site. Invariant: one root, the prime, at tier 0, which never leaves; a business stands
//! in it once a day; a child is one tier below its parent, two where the tier between is not registered, at most [`TIER_MAX`] deep.
//!
//! Who stands above whom is asked for a day: a business that has left is above nobody on later days, and those below it are
//! then below whoever is next above. A place counts for days before it was entered too, so that papers can be completed.
//!
//! Source: 20-sites-and-history.md (each tier registers its own subcontractors; the prime or an upper tier confirms; a missing
//! middle tier does not block the lower ones: general-meeting-7 ⑥ 4; changes by date); the depth is ours.

use crate::{
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::{BusinessId, SiteId, StructureId},
    prefecture::PrefectureCode,
    time::WorkDate,
};
use serde::{Deserialize, Serialize};

mod reach;

use reach::{above_or_self, find, is_prime};
pub use reach::{
    as_of, branch, came_back, first_tier, last_day, left_on, may_approve, may_confirm, may_end, may_fill, may_prolong,
    place_of, sees,
};

/// The deepest tier: 十次.
pub const TIER_MAX: i16 = 10;

/// A business's place in the tree, as the rules look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Which place.
    pub id: StructureId,
    /// Whose.
    pub business: BusinessId,
    /// The place above; `None` for the prime.
    pub parent: Option<StructureId>,
    /// 次数: 0 = prime.
    pub tier: i16,
    /// First day, as entered.
    pub from: WorkDate,
    /// Last day; `None` while it lasts, the day before `from` where the business declined.
    pub until: Option<WorkDate>,
    /// What it waits for.
    pub awaits: Awaits,
    /// Who entered it; `None` where that was not kept, of places that wait for nothing.
    pub entered_by: Option<BusinessId>,
    /// Whether it was entered with a company between it and the place above that is not registered.
    pub skips: bool,
}

impl Place {
    /// Whether the business takes part on `day` as far as its leaving is concerned; the prime always does.
    pub fn lasts_on(&self, day: WorkDate) -> bool {
        self.parent.is_none() || self.until.is_none_or(|until| until >= day && until >= self.from)
    }
    /// Whether the business has said that it takes part, and a tier above the one that entered it has confirmed it.
    pub const fn is_settled(&self) -> bool {
        !self.awaits.answer && !self.awaits.confirmation
    }
    /// Whether the company between this place and `above` that was not registered is `above`, which registered since.
    pub const fn was_filled_by(&self, above: &Self) -> bool {
        self.skips && above.tier + 1 == self.tier
    }
    /// Whether the business declined: it never took part.
    pub fn was_declined(&self) -> bool {
        self.until.is_some_and(|until| until < self.from)
    }
}

/// What a place waits for. Neither keeps anybody from working there; until both have come, nobody but the prime approves the
/// days of its people and of those below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaits {
    /// The business has not said that it takes part.
    pub answer: bool,
    /// No tier above the one that entered it has confirmed it.
    pub confirmation: bool,
}

/// Somebody asked a business to take part in a site, and it has not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its place there.
    pub place: StructureId,
    /// Which site.
    pub site: SiteId,
    /// 現場名.
    pub site_name: String,
    /// The business above: whose subcontractor it would be.
    pub above: String,
    /// 次数.
    pub tier: i16,
    /// Since when.
    pub from: WorkDate,
}

/// A registered business as a search by its name shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedBusiness {
    /// 事業者ID.
    pub id: BusinessId,
    /// As registered.
    pub name: String,
    /// Where its office stands, which tells firms of one name apart.
    pub prefecture: PrefectureCode,
    /// 市区町村 and, of a 法人, what follows: the office of anybody else is often their home.
    pub address: String,
}

/// A place in the tree as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StructureNode {
    /// Which place.
    pub id: StructureId,
    /// Whose.
    pub business_id: BusinessId,
    /// Its name.
    pub name: String,
    /// 次数: 0 = prime.
    pub tier: i16,
    /// The place above; `None` for the prime.
    pub parent: Option<StructureId>,
    /// People on the roster for it on the day shown; absent where that is not the looker's to know.
    pub people: Option<i64>,
    /// First day, as entered.
    pub from: WorkDate,
    /// Last day; absent while it lasts.
    pub until: Option<WorkDate>,
    /// What it waits for.
    pub awaits: Awaits,
    /// The company between it and the place above that was not registered on the day shown; absent where there is none.
    pub skips: Option<String>,
    /// Whether it waits for a word that is the looker's to give today.
    pub may_confirm: bool,
}

impl StructureNode {
    /// As the rules look at it, but for who entered it: whether it may be confirmed is told beside it.
    pub const fn by_rule(&self) -> Place {
        Place {
            id: self.id,
            business: self.business_id,
            parent: self.parent,
            tier: self.tier,
            from: self.from,
            until: self.until,
            awaits: self.awaits,
            entered_by: None,
            skips: self.skips.is_some(),
        }
    }
}

/// The tree of a day as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StructureOfDay {
    /// 現場名.
    pub site_name: String,
    /// 元請.
    pub prime: BusinessId,
    /// Whether the site takes anybody still.
    pub open: bool,
    /// The first day that can be asked for: the tree's first.
    pub since: WorkDate,
    /// The day shown: for who has left, its last one at the latest.
    pub day: WorkDate,
    /// Who stood there, parents before children.
    pub nodes: Vec<StructureNode>,
    /// Who has left by today and whose last day the looker may put right.
    pub left: Vec<StructureNode>,
}

/// Longest name of a company that is not registered, in characters.
const SKIPPED_CHARS_MAX: u32 = 100;

/// A place to add under and the business to add, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StructureForm {
    /// The place above.
    pub parent: String,
    /// 事業者ID.
    pub business_id: String,
    /// The company between the two that is not registered, by name; may be empty.
    pub skips: String,
    /// The place whose missing tier above this business is; empty where it is none.
    pub fills: String,
}

/// A business to put into a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Under which place.
    pub parent: StructureId,
    /// Whom.
    pub business: BusinessId,
    /// The company between that is not registered.
    pub skips: Option<String>,
    /// The place below which had named this business as the tier between, where that is so.
    pub fills: Option<StructureId>,
}

impl Added {
    /// A business directly under another.
    pub const fn under(parent: StructureId, business: BusinessId) -> Self {
        Self { parent, business, skips: None, fills: None }
    }
}

impl StructureForm {
    /// The place above, the business, and what stands between. Errors: all problems in page order.
    pub fn validate(&self) -> Result<Added, Vec<FieldProblem>> {
        let mut reader = Reader::default();
        let parent = reader.required("parent", &self.parent, |raw| raw.parse().map_err(|_| Problem::NotAChoice));
        let business = reader.required("business_id", &self.business_id, reader::business_id);
        let skips = reader.optional_text("skips", &self.skips, SKIPPED_CHARS_MAX);
        let fills = reader.optional("fills", &self.fills, |raw| raw.parse().map_err(|_| Problem::NotAChoice));
        reader.finish(parent.and_then(|parent| Ok(Added { parent, business: business?, skips: skips?, fills: fills? })))
    }
}

/// Why a business was not put into a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum StructureFault {
    /// The place above is not in this site's structure.
    #[error("no such place above")]
    UnknownParent,
    /// It would stand deeper than [`TIER_MAX`].
    #[error("too deep")]
    TooDeep,
    /// The business stands in this structure already.
    #[error("already in the structure")]
    AlreadyThere,
    /// The site has its prime already.
    #[error("prime already there")]
    PrimeAlready,
    /// Only the prime adds anywhere; everybody else adds under itself.
    #[error("not under your own place")]
    NotUnderYou,
    /// No tier is missing above the place that was named.
    #[error("no tier missing there")]
    NotMissing,
}

impl StructureFault {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownParent => "structure_unknown_parent",
            Self::TooDeep => "structure_too_deep",
            Self::AlreadyThere => "structure_already_there",
            Self::PrimeAlready => "structure_prime_already",
            Self::NotUnderYou => "structure_not_under_you",
            Self::NotMissing => "structure_not_missing",
        }
    }
}

/// The tier of the prime's place, in an empty structure. Errors: `PrimeAlready`.
pub const fn place_prime(places: &[Place]) -> Result<i16, StructureFault> {
    if places.is_empty() { Ok(0) } else { Err(StructureFault::PrimeAlready) }
}

/// The tier `added` gets on `day`, added by `acting`: the prime adds anywhere, others only under their own place. A business
/// that declined may be asked again, and one that has left may come back from the day after its last one on, but not below its
/// former place: nobody stands above itself on any day.
///
/// Errors: `UnknownParent` (also for a place that has left), `NotUnderYou`, `AlreadyThere`, `NotMissing`, `TooDeep`, in this
/// order.
pub fn place(places: &[Place], acting: BusinessId, added: &Added, day: WorkDate) -> Result<i16, StructureFault> {
    let lasting = |id| find(places, id).filter(|place| place.lasts_on(day));
    let above = lasting(added.parent).ok_or(StructureFault::UnknownParent)?;
    if !is_prime(places, acting) && above.business != acting {
        return Err(StructureFault::NotUnderYou);
    }
    let is_above = |place: &Place| above_or_self(places, above.id).any(|at| at.id == place.id);
    if places.iter().any(|place| place.business == added.business && (place.lasts_on(day) || is_above(place))) {
        return Err(StructureFault::AlreadyThere);
    }
    if let Some(below) = added.fills {
        let is_missing = |place: &Place| place.skips && place.parent == Some(above.id) && place.tier == above.tier + 2;
        lasting(below).filter(is_missing).ok_or(StructureFault::NotMissing)?;
    }
    let tier = above.tier + if added.skips.is_some() && added.fills.is_none() { 2 } else { 1 };
    if tier > TIER_MAX { Err(StructureFault::TooDeep) } else { Ok(tier) }
}

#[cfg(test)]
mod tests;
