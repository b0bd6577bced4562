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
        // A reader's file may come up after the last day: each of its touches is judged by its own time.
        Action::SiteEdit | Action::TouchImport => office_site(actor, resource, Standing::Prime, Part::Whole),
        Action::StructureEdit | Action::RosterEdit => office_site(actor, resource, Standing::Member, Part::Whole),
        Action::RosterRead => match actor.role {
            Role::Operator => Ok(Extent::All),
            Role::Gate => gate_site(actor, resource),
            Role::BusinessAdmin | Role::SiteAdmin => sites(actor, resource, Part::OwnBranch),
            _ => Err(refused(actor)),
        },
        // Of one site, also of one that is closed: its papers are finished then. Whose days a member approves of its
        // branch is the structure's to say (`structure::may_approve`), whose it enters the roster's and the register's.
        Action::HistoryApprove | Action::HistoryEnter => {
            office_site(actor, resource, Standing::Member, Part::OwnBranch)
        }
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
