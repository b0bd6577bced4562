//! Claims about days of work: who makes, answers and decides them. Invariant: nobody but the person, the business that is
//! asked and the office; which claim is whose, the caller reads beforehand.

use super::{
    Action, Actor, Denied, Extent, Part, Resource, Role, Standing, office_site, own_business, refused, sites,
    technician,
};

pub(super) fn claims(actor: &Actor, action: Action, resource: &Resource) -> Result<Extent, Denied> {
    match (action, actor.role, resource) {
        (Action::ClaimMake, ..) => technician(actor, resource),
        (Action::ClaimDecide, Role::Operator, _) => Ok(Extent::All),
        // A site's claims are its prime's to answer; those without a site the employer's.
        (Action::ClaimAnswer, Role::BusinessAdmin | Role::SiteAdmin, Resource::Site { .. }) => {
            office_site(actor, resource, Standing::Prime, Part::Whole)
        }
        (Action::ClaimAnswer, Role::BusinessAdmin, _) => own_business(actor, resource),
        (Action::ClaimAnswer, Role::SiteAdmin, Resource::Register) => sites(actor, resource, Part::Whole),
        (Action::ClaimAnswer, Role::SiteAdmin, _) => Err(Denied::NotYours),
        _ => Err(refused(actor)),
    }
}
