//! Which records of a site the caller's business sees, and which it approves. Invariant: whoever reads and whoever
//! approves asks here, so nothing is approved that is not seen.

use crate::{Call, Error, Result};
use domain::{
    access::{Denied, Extent, Scope},
    id::{BusinessId, StructureId},
    structure,
    time::WorkDate,
};
use store::{
    ConnectionTrait,
    history::{Paper, Record},
    site::Site,
    structure::{Place, of_site},
};

/// For which business the caller decides; `None`: for the register itself.
pub(super) fn deciding(call: &Call, scope: &Scope) -> Option<BusinessId> {
    if matches!(scope.extent(), Extent::All) { None } else { call.actor.business }
}

/// How far the caller reaches at a site.
pub(super) enum Reach {
    /// Every record: the prime, an office of the register, the register itself.
    All,
    /// Another member: its branch of the tree.
    Branch {
        /// Whose.
        business: BusinessId,
        /// The whole tree, with those who have left.
        tree: Vec<structure::Place>,
    },
}

impl Reach {
    /// By the scope of a decision about the site. Errors: `Forbidden`.
    pub async fn of(call: &Call, db: &impl ConnectionTrait, scope: &Scope, site: &Site) -> Result<Self> {
        match (scope.extent(), call.actor.business) {
            (Extent::All, _) => Ok(Self::All),
            (_, Some(business)) if business == site.prime => Ok(Self::All),
            (_, Some(business)) => {
                let tree: Vec<structure::Place> = of_site(db, site.id).await?.iter().map(Place::by_rule).collect();
                Ok(Self::Branch { business, tree })
            }
            (_, None) => Err(Error::Forbidden(Denied::NotYours)),
        }
    }

    /// Whether `record` is seen, by the tree of its day. `place`: where its line of the roster stands in the tree.
    pub fn sees(&self, record: &Record, place: Option<StructureId>) -> bool {
        self.sees_paper(&record.paper(), place, record.key.date)
    }

    /// The same of what a record of `day` says, or said when it was approved.
    pub fn sees_paper(&self, paper: &Paper, place: Option<StructureId>, day: WorkDate) -> bool {
        let Self::Branch { business, tree } = self else { return true };
        match (paper.roster, place) {
            (Some(_), place) => place.is_some_and(|place| structure::sees(tree, *business, place, day)),
            // Who is on no roster is seen by the branch of whoever employs them.
            (None, _) => tree
                .iter()
                .any(|at| Some(at.business) == paper.employer && structure::sees(tree, *business, at.id, day)),
        }
    }

    /// Whether a line of a place is seen that holds from `from` on, of the days looked at.
    pub fn sees_line(&self, place: StructureId, from: WorkDate) -> bool {
        match self {
            Self::All => true,
            Self::Branch { business, tree } => structure::sees(tree, *business, place, from),
        }
    }

    /// Whether records of a place, or of none, on `day` are the caller's to approve, where the act as such is.
    pub fn approves(&self, place: Option<StructureId>, day: WorkDate) -> bool {
        match self {
            Self::All => true,
            Self::Branch { business, tree } => structure::may_approve(tree, *business, place, day),
        }
    }
}
