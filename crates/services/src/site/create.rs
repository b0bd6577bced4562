//! Registering a site: alone, or after a former one. Invariant: the prime stands in the structure from the first moment, in
//! the transaction that makes the site.

use super::{
    kept::{entry, new_site},
    with_resource,
};
use crate::{Call, Change, Error, Result, business, fee};
use domain::{
    access::{Action, Denied, Resource, Role},
    id::{BusinessId, SiteId, StructureId},
    site::{CopyForm, SiteEntry, SiteForm},
    structure::{self, Awaits},
};
use serde_json::json;
use std::collections::HashMap;
use store::{ConnectionTrait, site::Site, structure::Place};

/// A number by chance is free at the first try but for one in millions.
const TRIES_MAX: u32 = 20;

/// The business whose site the caller may register. Errors: `Forbidden`.
pub fn may_create(call: &Call) -> Result<BusinessId> {
    let resource = call.actor.business.map_or(Resource::Register, Resource::Business);
    call.authorize(Action::SiteCreate, &resource)?;
    call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))
}

/// The form of a new site after a former one of the same prime, whether that is open or closed: all but its period. Errors:
/// `NotFound`; `Forbidden` for whoever may not change the former site.
pub async fn form_after(call: &Call, former: SiteId) -> Result<SiteForm> {
    may_create(call)?;
    let (site, resource) = with_resource(call, call.db.read(), former).await?;
    call.authorize(Action::SiteEdit, &resource)?;
    Ok(SiteForm::from(&entry(&site)).for_another())
}

/// Registers a site of one's own business as its prime. Errors: all problems beside their fields; `fee.limited`,
/// `business.expired`, `business.lapsed`.
pub async fn create(call: &Call, form: &SiteForm) -> Result<SiteId> {
    create_after(call, form, &CopyForm::default()).await
}

/// The same; where `after` names a former site, it is kept which, and its structure is taken over if that was asked for:
/// its businesses and tiers, from the new site's first day, but no people.
///
/// Errors: as [`create`]; `NotFound` and `Forbidden` of the former site.
pub async fn create_after(call: &Call, form: &SiteForm, after: &CopyForm) -> Result<SiteId> {
    let prime = may_create(call)?;
    let entry = form.validate().map_err(Error::fields)?;
    let former = match after.copy_from.trim() {
        "" => None,
        id => Some(id.parse::<SiteId>().map_err(|_| Error::NotFound)?),
    };
    let tx = call.db.begin().await?;
    fee::require_good_standing(call, &tx).await?;
    business::require_valid(call, &tx).await?;
    if let Some(former) = former {
        let (_, resource) = with_resource(call, &tx, former).await?;
        call.authorize(Action::SiteEdit, &resource)?;
    }
    let site = add(call, &tx, prime, entry, former).await?;
    if let Some(former) = former.filter(|_| after.copy_structure == "yes") {
        take_over_structure(call, &tx, former, &site).await?;
    }
    tx.commit().await?;
    Ok(site.id)
}

/// Adds a checked site with its prime's place and the event; what a branch opens is its own to see.
pub(super) async fn add(
    call: &Call,
    tx: &impl ConnectionTrait,
    prime: BusinessId,
    entry: SiteEntry,
    former: Option<SiteId>,
) -> Result<Site> {
    let id = free_number(call, tx).await?;
    let site = Site { copied_from: former, ..new_site((id, prime), entry, call.now()) };
    store::site::insert(tx, &site).await?;
    let tier = structure::place_prime(&[]).map_err(|fault| Error::internal(fault.code()))?;
    let place = Place {
        id: StructureId(call.ids.uuid(call.now())),
        site_id: id,
        business_id: prime,
        parent: None,
        tier,
        from: site.start,
        to: None,
        awaits: Awaits::default(),
        skips: String::new(),
        entered_by: Some(prime),
    };
    store::structure::insert(tx, &place, call.now()).await?;
    let new = json!({
        "name": site.name, "prime": prime, "prefecture": site.prefecture, "start": site.start, "end": site.end,
        "copied_from": former,
    });
    let subject_id = id.to_string();
    let change =
        Change { process: "site.create", subject_kind: "site", subject_id, new: Some(new), ..Change::default() };
    call.note(tx, change).await?;
    if let (Some(account), Some(_)) = (call.actor.account, &call.actor.held)
        && call.actor.role == Role::SiteAdmin
    {
        store::account::add_site(tx, account, id).await?;
    }
    Ok(site)
}

/// Puts the businesses that stand in the former site's tree into the new one's, upper tiers first. A place that has ended is
/// left out, and so is what stood below it.
async fn take_over_structure(call: &Call, tx: &impl ConnectionTrait, former: SiteId, site: &Site) -> Result<()> {
    let root = store::structure::of_site(tx, site.id).await?.into_iter().find(|place| place.parent.is_none());
    let root = root.ok_or_else(|| Error::internal("a site has no prime in its tree"))?;
    let mut places: HashMap<StructureId, StructureId> = HashMap::new();
    for place in store::structure::of_site(tx, former).await? {
        let Some(above) = place.parent else {
            places.insert(place.id, root.id);
            continue;
        };
        let Some(parent) = places.get(&above).copied().filter(|_| place.to.is_none()) else { continue };
        let id = StructureId(call.ids.uuid(call.now()));
        places.insert(place.id, id);
        // Each is asked anew, as where it is entered by hand.
        let awaits = Awaits { answer: true, confirmation: false };
        let by = Some(site.prime);
        let taken =
            Place { id, site_id: site.id, parent: Some(parent), from: site.start, awaits, entered_by: by, ..place };
        store::structure::insert(tx, &taken, call.now()).await?;
        let change = Change {
            process: "structure.add",
            subject_kind: "site",
            subject_id: site.id.to_string(),
            new: Some(json!({
                "place": id, "business": taken.business_id, "parent": parent, "tier": taken.tier, "copied_from": former,
            })),
            ..Change::default()
        };
        call.note(tx, change).await?;
        let name = store::business::name(tx, taken.business_id).await?.unwrap_or_default();
        crate::structure::tell(call, tx, site, (taken.business_id, name), site.prime).await?;
    }
    Ok(())
}

async fn free_number(call: &Call, tx: &impl ConnectionTrait) -> Result<SiteId> {
    for _ in 0..TRIES_MAX {
        let id = SiteId::from_body(call.ids.number_body());
        if !store::site::exists(tx, id).await? {
            return Ok(id);
        }
    }
    Err(Error::internal("no free number was drawn"))
}
