//! What is done at a site. Invariant: whoever is not the prime or a member of the site there does nothing.

use super::{
    Action, Actor, Denied, Extent, Part, Resource, Role, Standing, gate_site, if_open, office_site, refused, sites,
};

/// Which part of the register an action at a site opens.
pub(super) fn extent(actor: &Actor, action: Action, resource: &Resource) -> Result<Extent, Denied> {
    match action {
        Action::SiteRead => match actor.role {
            Role::Operator => Ok(Extent::All),
            Role::BusinessAdmin | Role::SiteAdmin => sites(actor, resource, Part::Whole),
            _ => Err(refused(actor)),
        },
        Action::SiteEdit => office_site(actor, resource, Standing::Prime, Part::Whole),
        Action::StructureEdit | Action::RosterEdit => office_site(actor, resource, Standing::Member, Part::Whole),
        Action::RosterRead => match actor.role {
            Role::Operator => Ok(Extent::All),
            Role::Gate => gate_site(actor, resource),
            Role::BusinessAdmin | Role::SiteAdmin => sites(actor, resource, Part::OwnBranch),
            _ => Err(refused(actor)),
        },
        Action::GateEnrol => {
            office_site(actor, resource, Standing::Member, Part::Whole).and_then(|extent| if_open(resource, extent))
        }
        Action::TouchRecord => match actor.role {
            Role::Gate => gate_site(actor, resource),
            _ => Err(refused(actor)),
        },
        _ => Err(refused(actor)),
    }
}
