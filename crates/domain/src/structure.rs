//! 施工体制: the tree of businesses on a site. Invariant: one root, the prime, at tier 0; a business stands in it once; a
//! child is one tier below its parent, at most [`TIER_MAX`] deep.
//!
//! Source: 20-sites-and-history.md (each tier registers its own subcontractors); the depth is ours.

use crate::{
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::{BusinessId, StructureId},
};
use serde::{Deserialize, Serialize};

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
    /// People on the roster for it today.
    pub people: i64,
}

/// A place to add under and the business to add, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StructureForm {
    /// The place above.
    pub parent: String,
    /// 事業者ID.
    pub business_id: String,
}

impl StructureForm {
    /// The place above and the business. Errors: all problems in page order.
    pub fn validate(&self) -> Result<(StructureId, BusinessId), Vec<FieldProblem>> {
        let mut reader = Reader::default();
        let parent = reader.required("parent", &self.parent, |raw| raw.parse().map_err(|_| Problem::NotAChoice));
        let business = reader.required("business_id", &self.business_id, reader::business_id);
        reader.finish(parent.and_then(|parent| Ok((parent, business?))))
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
        }
    }
}

/// The tier of the prime's place, in an empty structure. Errors: `PrimeAlready`.
pub const fn place_prime(places: &[Place]) -> Result<i16, StructureFault> {
    if places.is_empty() { Ok(0) } else { Err(StructureFault::PrimeAlready) }
}

/// The tier `business` gets under `parent`, added by `acting`: the prime adds anywhere, others only under their own place.
///
/// Errors: `UnknownParent`, `NotUnderYou`, `AlreadyThere`, `TooDeep`, in this order.
pub fn place(
    places: &[Place],
    acting: BusinessId,
    parent: StructureId,
    business: BusinessId,
) -> Result<i16, StructureFault> {
    let above = find(places, parent).ok_or(StructureFault::UnknownParent)?;
    if !is_prime(places, acting) && above.business != acting {
        return Err(StructureFault::NotUnderYou);
    }
    if places.iter().any(|place| place.business == business) {
        return Err(StructureFault::AlreadyThere);
    }
    if above.tier >= TIER_MAX {
        return Err(StructureFault::TooDeep);
    }
    Ok(above.tier + 1)
}

/// Whether `acting` may put people on the roster for a place: the prime for any, an upper tier for those below it, a
/// business for its own.
pub fn may_fill(places: &[Place], acting: BusinessId, place: StructureId) -> bool {
    find(places, place).is_some()
        && (is_prime(places, acting) || above_or_self(places, place).any(|at| at.business == acting))
}

/// The places of `business` and of everybody below it; all for the prime. These are what it sees of a site's roster.
pub fn branch(places: &[Place], business: BusinessId) -> Vec<StructureId> {
    places
        .iter()
        .filter(|place| above_or_self(places, place.id).any(|at| at.business == business))
        .map(|place| place.id)
        .collect()
}

/// The businesses above a place, its own included, from the place up to the prime: who sees the people working for it.
pub fn seen_from(places: &[Place], place: StructureId) -> Vec<BusinessId> {
    above_or_self(places, place).map(|at| at.business).collect()
}

/// 一次: the business of tier 1 above a place, the place itself included; `None` for the prime's own people.
pub fn first_tier(places: &[Place], place: StructureId) -> Option<BusinessId> {
    above_or_self(places, place).find(|at| at.tier == 1).map(|at| at.business)
}

fn is_prime(places: &[Place], business: BusinessId) -> bool {
    places.iter().any(|place| place.parent.is_none() && place.business == business)
}

fn find(places: &[Place], id: StructureId) -> Option<Place> {
    places.iter().copied().find(|place| place.id == id)
}

/// The way up from a place. Bounded, so that a ring in bad data ends too.
fn above_or_self(places: &[Place], from: StructureId) -> impl Iterator<Item = Place> + '_ {
    let steps = usize::try_from(TIER_MAX).unwrap_or(0) + 1;
    core::iter::successors(find(places, from), |place| find(places, place.parent?)).take(steps)
}

#[cfg(test)]
mod tests;
