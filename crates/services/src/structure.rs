//! 施工体制: who works under whom at a site. Invariant: the tree is read and written in one transaction under the site's
//! lock, so that two who add at once see each other.

use crate::{
    Call, Change, Error, Result, fee,
    site::{has_ended, with_resource},
};
use domain::{
    access::{Action, Denied},
    form::{FieldProblem, Problem},
    id::{BusinessId, SiteId, StructureId},
    structure::{self, StructureFault},
};
use serde_json::json;
use store::structure::Place;

/// Whether the caller may add to a site's structure at all. Errors: `NotFound`, `Forbidden`.
pub async fn may_add(call: &Call, site: SiteId) -> Result<()> {
    let (_, resource) = with_resource(call, call.db.read(), site).await?;
    call.authorize(Action::StructureEdit, &resource).map(drop)
}

/// Puts a business under another at a site: the prime anywhere, everybody else under its own place. Gives the new place.
///
/// Errors: an unknown `business_id` or `parent` beside its field; `Forbidden(NotYours)` for another's place;
/// `conflict.duplicate` where the business stands there already; `structure.too_deep`; `fee.limited`.
pub async fn add(call: &Call, site: SiteId, parent: StructureId, business: BusinessId) -> Result<StructureId> {
    let tx = call.db.begin().await?;
    store::site::lock(&tx, site).await?;
    let (found, resource) = with_resource(call, &tx, site).await?;
    call.authorize(Action::StructureEdit, &resource)?;
    if has_ended(&found, call.today()) {
        return Err(Error::Forbidden(Denied::SiteClosed));
    }
    let acting = call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?;
    fee::require_good_standing(call, &tx).await?;
    if !store::business::exists(&tx, business).await? {
        return Err(Error::fields(vec![FieldProblem::new("business_id", Problem::Unknown)]));
    }
    let places: Vec<structure::Place> =
        store::structure::of_site(&tx, site).await?.iter().map(Place::by_rule).collect();
    let tier = structure::place(&places, acting, parent, business).map_err(refused)?;
    let place = Place {
        id: StructureId(call.ids.uuid(call.now())),
        site_id: site,
        business_id: business,
        parent: Some(parent),
        tier,
        from: call.today(),
        to: None,
    };
    store::structure::insert(&tx, &place, call.now()).await?;
    let change = Change {
        process: "structure.add",
        subject_kind: "site",
        subject_id: site.to_string(),
        new: Some(json!({ "place": place.id, "business": business, "parent": parent, "tier": tier })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(place.id)
}

fn refused(fault: StructureFault) -> Error {
    match fault {
        StructureFault::UnknownParent => Error::fields(vec![FieldProblem::new("parent", Problem::Unknown)]),
        StructureFault::NotUnderYou => Error::Forbidden(Denied::NotYours),
        StructureFault::AlreadyThere | StructureFault::PrimeAlready => Error::Conflict("conflict.duplicate"),
        StructureFault::TooDeep => Error::rejected("structure.too_deep"),
    }
}
