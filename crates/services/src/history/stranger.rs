//! People of whom a site knows a number and nothing more. Invariant: a list of numbers, typed, sent or filed, is no way to
//! names: whoever is only that is shown by the number to all but the register's office (docs/decisions/0031).

use crate::{Call, Result};
use domain::{
    access::{Extent, Scope},
    id::{SiteId, TechnicianId},
};
use std::collections::BTreeSet;
use store::{
    ConnectionTrait,
    history::{At, strangers},
};

/// People whose names the caller is not told, among some.
#[derive(Debug, Default)]
pub(crate) struct Nameless(BTreeSet<At>);

impl Nameless {
    /// Of `people` at the sites beside them, as far as the scope does not reach everybody.
    pub async fn of(call: &Call, db: &impl ConnectionTrait, scope: &Scope, people: BTreeSet<At>) -> Result<Self> {
        if matches!(scope.extent(), Extent::All) {
            return Ok(Self::default());
        }
        Ok(Self(strangers(db, &people, call.today()).await?))
    }
    /// Whether this is one of them.
    pub fn has(&self, site: SiteId, who: TechnicianId) -> bool {
        self.0.contains(&(site, who))
    }
    /// Puts those of them who are among people ordered by name after all others, by number: their place would tell of their name.
    pub fn last<T>(&self, people: &mut [T], at: impl Fn(&T) -> At) {
        people.sort_by_key(|one| Some(at(one)).filter(|at| self.0.contains(at)));
    }
    /// Puts the number in the place of the name where this is one of them.
    pub fn hide(&self, (site, who): At, name: &mut String, kana: &mut String) {
        if self.has(site, who) {
            *name = who.grouped();
            kana.clear();
        }
    }
}
