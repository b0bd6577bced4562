//! Who sees a person: their history, what is registered of them, their photo.

use super::{Part, gate_site, if_open, is_branch, own_application, own_business, own_record, refused, sites};
use crate::{
    access::{Actor, Denied, Extent, Resource, Role},
    id::BusinessId,
};

pub(super) fn history(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match (actor.role, resource) {
        (Role::Operator, _) => Ok(Extent::All),
        (Role::Technician, _) => own_record(actor, resource),
        (Role::BusinessAdmin, Resource::Technician { employers, .. }) => own_person(actor, employers, &[]),
        (Role::BusinessAdmin, Resource::Business(_)) => own_business(actor, resource),
        (Role::BusinessAdmin | Role::SiteAdmin, _) => sites(actor, resource, Part::OwnBranch),
        _ => Err(refused(actor)),
    }
}

/// A business's own people, and where `seen_by` is given those below it on an open site. The scope stays the business, so
/// that what is read of the person is what the business may see.
fn own_person(actor: &Actor, employers: &[BusinessId], seen_by: &[BusinessId]) -> Result<Extent, Denied> {
    match actor.business {
        Some(own) if employers.contains(&own) || seen_by.contains(&own) => Ok(Extent::Business(own)),
        _ => Err(Denied::NotYours),
    }
}

pub(super) fn person(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match (actor.role, resource) {
        (Role::Operator, _) => Ok(Extent::All),
        (Role::Technician, _) => own_record(actor, resource),
        (Role::BusinessAdmin, Resource::Technician { employers, seen_by, .. }) => own_person(actor, employers, seen_by),
        (Role::BusinessAdmin, Resource::Register) => own_business(actor, resource),
        (Role::BusinessAdmin, _) => Err(Denied::NotYours),
        // A branch sees the people of the business who stand on the rosters of its sites.
        (Role::SiteAdmin, Resource::Register) if is_branch(actor) => Ok(Extent::Sites(actor.sites.clone())),
        _ => Err(refused(actor)),
    }
}

pub(super) fn photo(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match (actor.role, resource) {
        (Role::Reviewer | Role::Operator, _) => Ok(Extent::All),
        (Role::Gate, _) => gate_site(actor, resource),
        (Role::SiteAdmin, Resource::Site { .. }) => {
            sites(actor, resource, Part::OwnBranch).and_then(|extent| if_open(resource, extent))
        }
        (Role::SiteAdmin, _) => Err(Denied::NotYours),
        (Role::BusinessAdmin, Resource::Site { .. }) => {
            sites(actor, resource, Part::OwnBranch).and_then(|extent| if_open(resource, extent))
        }
        (Role::Applicant, Resource::Application(_)) => own_application(actor, resource),
        _ => person(actor, resource),
    }
}
