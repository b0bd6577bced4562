//! 施工体制: who works under whom at a site. Invariant: the tree is read and written in one transaction under the site's
//! lock, so that two who add at once see each other. A business that was entered stands there at once; that it has not
//! answered, or that no upper tier has confirmed it, is shown and stops nothing.

mod settle;
mod tree;

pub use settle::{answer, confirm, end, invitations};
pub(crate) use tree::nodes_on;
pub use tree::{named, tree};

use crate::{
    Call, Change, Error, Result, fee, notice,
    site::{has_ended, with_resource},
    touch,
};
use domain::{
    access::{Action, Denied},
    form::{FieldProblem, Problem},
    id::{BusinessId, SiteId, StructureId},
    notice::{NoticeKind, Value},
    structure::{self, Added, Awaits, StructureFault},
};
use serde_json::json;
use store::{ConnectionTrait, site::Site, structure::Place};

/// Whether the caller may add to a site's structure at all. Errors: `NotFound`; `Forbidden`, also for who has left.
pub async fn may_add(call: &Call, site: SiteId) -> Result<()> {
    let db = call.db.read();
    let (_, resource) = with_resource(call, db, site).await?;
    call.authorize(Action::StructureEdit, &resource)?;
    let acting = call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?;
    let kept = store::structure::of_site(db, site).await?;
    let places: Vec<structure::Place> = kept.iter().map(Place::by_rule).collect();
    let is_there = !structure::branch(&places, acting, call.today()).is_empty();
    if is_there { Ok(()) } else { Err(Error::Forbidden(Denied::NotYours)) }
}

/// Puts a business directly under another, as [`enter`].
pub async fn add(call: &Call, site: SiteId, parent: StructureId, business: BusinessId) -> Result<StructureId> {
    enter(call, site, &Added::under(parent, business)).await
}

/// Puts a business under another at a site: the prime anywhere, everybody else under its own place. It is asked whether it
/// takes part, and what another than the prime enters waits for the word of a tier above. Gates it had at the site before it left
/// end. Gives the new place.
///
/// Errors: an unknown `business_id`, `parent` or `fills` beside its field; `Forbidden(NotYours)` for another's place;
/// `conflict.duplicate` where the business takes part already, or left or declined a place above this one; `structure.too_deep`; `fee.limited`.
pub async fn enter(call: &Call, site: SiteId, added: &Added) -> Result<StructureId> {
    let tx = call.db.begin().await?;
    store::site::lock(&tx, site).await?;
    let (found, resource) = with_resource(call, &tx, site).await?;
    call.authorize(Action::StructureEdit, &resource)?;
    if has_ended(&found, call.today()) {
        return Err(Error::Forbidden(Denied::SiteClosed));
    }
    let acting = call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?;
    fee::require_good_standing(call, &tx).await?;
    let Some(name) = store::business::name(&tx, added.business).await? else {
        return Err(Error::fields(vec![FieldProblem::new("business_id", Problem::Unknown)]));
    };
    let kept = store::structure::of_site(&tx, site).await?;
    let places: Vec<structure::Place> = kept.iter().map(Place::by_rule).collect();
    let tier = structure::place(&places, acting, added, call.today()).map_err(refused)?;
    let declined = kept.iter().find(|place| place.business_id == added.business && place.by_rule().was_declined());
    let place = Place {
        id: declined.map_or_else(|| StructureId(call.ids.uuid(call.now())), |place| place.id),
        site_id: site,
        business_id: added.business,
        parent: Some(added.parent),
        tier,
        from: call.today(),
        to: None,
        awaits: Awaits { answer: true, confirmation: acting != found.prime },
        skips: added.skips.clone().filter(|_| added.fills.is_none()).unwrap_or_default(),
        entered_by: Some(acting),
    };
    if declined.is_some() {
        store::structure::take_up(&tx, &place, call.now()).await?;
    } else {
        store::structure::insert(&tx, &place, call.now()).await?;
    }
    if let Some(below) = added.fills {
        store::structure::hang(&tx, below, place.id).await?;
    }
    touch::end_gates_of_left(call, &tx, Some(site)).await?;
    let new = json!({
        "place": place.id, "business": added.business, "parent": added.parent, "tier": tier, "skips": place.skips,
        "fills": added.fills,
    });
    call.note(&tx, Change { process: "structure.add", new: Some(new), ..about(site) }).await?;
    tell(call, &tx, &found, (added.business, name), acting).await?;
    tx.commit().await?;
    call.outside.touches.forget_devices();
    Ok(place.id)
}

/// Tells a business that `acting` has entered it.
pub(crate) async fn tell(
    call: &Call,
    tx: &impl ConnectionTrait,
    site: &Site,
    (business, name): (BusinessId, String),
    acting: BusinessId,
) -> Result<()> {
    let whom = notice::Addressee::of_business(tx, business).await?;
    let values = [
        ("business", Value::Text(store::business::name(tx, acting).await?.unwrap_or_default())),
        ("name", Value::Text(name)),
        ("site", Value::Text(site.name.clone())),
    ];
    notice::tell(call, tx, &whom, NoticeKind::StructureInvited, values).await?;
    Ok(())
}

fn about(site: SiteId) -> Change {
    Change { subject_kind: "site", subject_id: site.to_string(), ..Change::default() }
}

fn refused(fault: StructureFault) -> Error {
    match fault {
        StructureFault::UnknownParent => Error::fields(vec![FieldProblem::new("parent", Problem::Unknown)]),
        StructureFault::NotMissing => Error::fields(vec![FieldProblem::new("fills", Problem::Unknown)]),
        StructureFault::NotUnderYou => Error::Forbidden(Denied::NotYours),
        StructureFault::AlreadyThere | StructureFault::PrimeAlready => Error::Conflict("conflict.duplicate"),
        StructureFault::TooDeep => Error::rejected("structure.too_deep"),
    }
}
