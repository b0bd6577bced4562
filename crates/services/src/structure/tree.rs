//! Looking at a structure. Invariant: who has left sees no tree of later days, and nobody how many another branch brings.

use crate::{
    Call, Error, Result, account,
    site::{has_ended, with_resource},
};
use domain::{
    access::{Action, Denied, Extent, Scope},
    id::{SiteId, StructureId},
    structure::{self, NamedBusiness, StructureNode, StructureOfDay},
    time::WorkDate,
};
use std::collections::HashMap;
use store::{
    ConnectionTrait,
    site::Site,
    structure::{Node, Place},
};

/// The most businesses a search by name shows.
const FOUND_MAX: u64 = 20;

/// The tree of a site on `day`, the first and last day it can be asked for being that of the site's entry and today. Errors:
/// `NotFound`; `Forbidden` for who takes no part in the site.
pub async fn tree(call: &Call, site: SiteId, day: WorkDate) -> Result<StructureOfDay> {
    let db = call.db.read();
    let (found, resource) = with_resource(call, db, site).await?;
    call.authorize(Action::SiteRead, &resource)?;
    let scope = call.authorize(Action::RosterRead, &resource)?;
    let (day, nodes) = nodes_on(call, db, &scope, (&found, day)).await?;
    Ok(StructureOfDay {
        left: left(call, db, &found).await?,
        prime: found.prime,
        open: !has_ended(&found, call.today()),
        since: found.start.min(found.created_at.date()),
        site_name: found.name,
        day,
        nodes,
    })
}

/// Who stood in the tree on a day, parents before children, as far as `scope` sees it, and which day that is: who has left sees
/// its last day's instead of a later one's.
pub(crate) async fn nodes_on(
    call: &Call,
    db: &impl ConnectionTrait,
    scope: &Scope,
    (site, day): (&Site, WorkDate),
) -> Result<(WorkDate, Vec<StructureNode>)> {
    let own = match scope.extent() {
        Extent::Business(own) if *own != site.prime => Some(*own),
        _ => None,
    };
    let kept = store::structure::of_site(db, site.id).await?;
    let places: Vec<structure::Place> = kept.iter().map(Place::by_rule).collect();
    let left = own.and_then(|own| structure::left_on(&places, own));
    let day = left.map_or(day, |left| left.min(day));
    let mut found: HashMap<StructureId, Node> =
        store::structure::nodes(db, site.id, day).await?.into_iter().map(|node| (node.place.id, node)).collect();
    let node = |at: structure::Place| {
        let found = found.remove(&at.id)?;
        let may_confirm = |own| structure::may_confirm(&places, own, at.id, call.today());
        Some(StructureNode {
            parent: at.parent,
            // How many another branch brings is that branch's and the prime's to know.
            people: own.is_none_or(|own| structure::sees(&places, own, at.id, day)).then_some(found.people),
            may_confirm: at.awaits.confirmation && call.actor.business.is_some_and(may_confirm),
            ..shown(found, &places, day)
        })
    };
    Ok((day, structure::as_of(&places, day).into_iter().filter_map(node).collect()))
}

/// A place as a page shows it on `day`, to who may know no more of it.
fn shown(node: Node, places: &[structure::Place], day: WorkDate) -> StructureNode {
    let Node { place, name, .. } = node;
    let rule = place.by_rule();
    // The tier that was missing may have registered since.
    let above = places.iter().find(|at| Some(at.id) == rule.parent);
    let is_filled = above.is_some_and(|above| rule.was_filled_by(above) && above.from <= day);
    StructureNode {
        id: place.id,
        business_id: place.business_id,
        name,
        tier: place.tier,
        parent: place.parent,
        people: None,
        from: place.from,
        until: place.to,
        awaits: place.awaits,
        skips: Some(place.skips).filter(|skips| !skips.is_empty() && !is_filled),
        may_confirm: false,
    }
}

/// Who has left by today and whose last day the caller may put right, upper tiers first.
async fn left(call: &Call, db: &impl ConnectionTrait, site: &Site) -> Result<Vec<StructureNode>> {
    let (Some(own), today) = (call.actor.business, call.today()) else { return Ok(Vec::new()) };
    let nodes = store::structure::nodes(db, site.id, today).await?;
    let places: Vec<structure::Place> = nodes.iter().map(|node| node.place.by_rule()).collect();
    let mut left = nodes;
    left.retain(|node| {
        let place = node.place.by_rule();
        !place.lasts_on(today) && structure::may_end(&places, own, place.id, today)
    });
    Ok(left.into_iter().map(|node| shown(node, &places, today)).collect())
}

/// Registered businesses of exactly this name, in its common form, for whoever may add one to the site; of who is no 法人 no
/// more than the municipality of the address. A business asks so often and no more: a list of names is not to be a way to a
/// register. Errors: `NotFound`, `Forbidden`, `rate_limited`.
pub async fn named(call: &Call, site: SiteId, name: &str) -> Result<Vec<NamedBusiness>> {
    super::may_add(call, site).await?;
    let asking = call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?;
    account::count(call, "business_named", &asking.to_string()).await?;
    Ok(store::business::named(call.db.read(), name, FOUND_MAX).await?)
}
