//! Whose a person's days at a site are. Invariant: a day is a business's to enter where the person stands in its place of
//! the roster or is employed by it, on a day on which it takes part in the site, and the prime's in any case; whoever is
//! none of these is told nothing.

use super::Hand;
use crate::Result;
use domain::{
    history::WorkRole,
    id::{BusinessId, RosterId, StructureId, TechnicianId},
    structure,
    technician::Engagement,
    time::WorkDate,
    trade::TradeCode,
};
use std::collections::HashMap;
use store::{ConnectionTrait, roster::Entry, structure::Place};

/// A line of the roster with the business it stands under.
struct Line {
    id: RosterId,
    business: BusinessId,
    from: WorkDate,
    to: Option<WorkDate>,
    trade: TradeCode,
    role: WorkRole,
}

/// For whom a person works, by the site's roster and by the register.
pub(super) struct Whose {
    tree: Vec<structure::Place>,
    lines: Vec<Line>,
    engaged: Vec<Engagement>,
}

impl Whose {
    /// Of the days from `from` on.
    pub async fn of(db: &impl ConnectionTrait, hand: &Hand, who: TechnicianId, from: WorkDate) -> Result<Self> {
        let tree = store::structure::of_site(db, hand.site.id).await?;
        let places: HashMap<StructureId, BusinessId> = tree.iter().map(|place| (place.id, place.business_id)).collect();
        let line = |entry: Entry| {
            Some(Line {
                id: entry.id,
                business: *places.get(&entry.structure_id)?,
                from: entry.from,
                to: entry.to,
                trade: entry.trade,
                role: entry.role,
            })
        };
        let lines = store::roster::overlapping(db, hand.site.id, who, from).await?;
        Ok(Self {
            tree: tree.iter().map(Place::by_rule).collect(),
            lines: lines.into_iter().filter_map(line).collect(),
            engaged: store::technician::engaged(db, who).await?,
        })
    }
    /// The line that holds on a day, as for a touch.
    fn line(&self, day: WorkDate) -> Option<&Line> {
        let holding = self.lines.iter().filter(|line| line.from <= day && line.to.is_none_or(|to| day <= to));
        holding.max_by_key(|line| (line.from, line.id))
    }
    fn employs(&self, by: BusinessId, day: WorkDate) -> bool {
        self.on(day).any(|held| held.business == by)
    }
    fn on(&self, day: WorkDate) -> impl Iterator<Item = &Engagement> {
        self.engaged.iter().filter(move |held| held.from <= day && held.until.is_none_or(|until| day <= until))
    }
    /// Whether the day is the hand's to enter.
    pub fn is_theirs(&self, hand: &Hand, day: WorkDate) -> bool {
        hand.is_everybodys() || hand.by.is_some_and(|by| self.is_of(by, day))
    }
    fn is_of(&self, by: BusinessId, day: WorkDate) -> bool {
        self.takes_part(by, day) && (self.line(day).is_some_and(|line| line.business == by) || self.employs(by, day))
    }
    /// Whether the business had not left the site by that day.
    fn takes_part(&self, by: BusinessId, day: WorkDate) -> bool {
        self.tree.iter().any(|place| place.business == by && place.lasts_on(day))
    }
    /// Whether the hand has to do with the person on that day: the prime with whoever stands on its roster.
    pub fn is_known(&self, hand: &Hand, day: WorkDate) -> bool {
        (hand.is_prime() && self.line(day).is_some()) || hand.by.is_some_and(|by| self.is_of(by, day))
    }
    /// For whom the person works on a day: the place of the roster says it, then who enters and employs them, then the
    /// register, the main employer first.
    pub fn employer(&self, hand: &Hand, day: WorkDate) -> Option<BusinessId> {
        let by_line = self.line(day).map(|line| line.business);
        let by_hand = || hand.by.filter(|by| self.employs(*by, day));
        let by_register = || self.on(day).max_by_key(|held| (held.main, held.from, held.business));
        by_line.or_else(by_hand).or_else(|| by_register().map(|held| held.business))
    }
    /// 職種 and 立場 of the roster on a day.
    pub fn work(&self, day: WorkDate) -> Option<(TradeCode, WorkRole)> {
        self.line(day).map(|line| (line.trade, line.role))
    }
}
