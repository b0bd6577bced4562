//! What the desks of certified registrars and scriveners may do. Invariant: a desk whose certification does not hold does
//! nothing, and nobody judges what they entered.

use super::{Action, Actor, Denied, Desk, Extent, Resource, Role, refused};
use crate::registrar::OfficeKind;

/// What counters and scriveners do.
pub(super) fn file_for_others(actor: &Actor, action: Action, resource: &Resource) -> Result<Extent, Denied> {
    match (action, actor.role, resource) {
        (Action::CounterFile, Role::Registrar, _) => counter(actor, resource),
        // Each office keeps its own half days.
        (Action::AppointmentKeep, Role::Registrar, Resource::Register) => {
            desk(actor).map(|desk| Extent::Office(desk.office))
        }
        // Whoever comes to the counter is served there, wherever they were registered.
        (Action::CounterChange, Role::Registrar, Resource::Register) => {
            desk(actor).map(|desk| Extent::Office(desk.office))
        }
        // The head office acts for the union, a field office for the local union (docs/decisions/0036).
        (Action::LabourSupply, Role::Registrar, Resource::Register) => {
            desk_of(actor, OfficeKind::Head).map(|desk| Extent::Registrar(desk.registrar))
        }
        (Action::LabourRecruit, Role::Registrar, Resource::Register) => {
            desk_of(actor, OfficeKind::Field).map(|desk| Extent::Office(desk.office))
        }
        (Action::ScrivenerFile, Role::Scrivener, _) if actor.lapsed => Err(Denied::Lapsed),
        (Action::ScrivenerFile, Role::Scrivener, Resource::Register) => {
            actor.scrivener.map(Extent::Scrivener).ok_or(Denied::NotYours)
        }
        (
            Action::CounterChange | Action::AppointmentKeep | Action::LabourSupply | Action::LabourRecruit,
            Role::Registrar,
            _,
        )
        | (Action::ScrivenerFile, Role::Scrivener, _) => Err(Denied::NotYours),
        _ => Err(refused(actor)),
    }
}

/// The desk of a certified registrar, while the certification holds.
fn desk(actor: &Actor) -> Result<Desk, Denied> {
    if actor.lapsed { Err(Denied::Lapsed) } else { actor.desk.ok_or(Denied::NotYours) }
}

/// The desk of such an office, while the certification holds.
fn desk_of(actor: &Actor, kind: OfficeKind) -> Result<Desk, Denied> {
    let desk = desk(actor)?;
    if desk.kind == kind { Ok(desk) } else { Err(Denied::Role) }
}

/// What a desk sees of what was taken at counters: a field office its own, a head office its body's.
pub(super) fn counter(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    let desk = desk(actor)?;
    let extent = match desk.kind {
        OfficeKind::Field => Extent::Office(desk.office),
        OfficeKind::Head => Extent::Registrar(desk.registrar),
    };
    match (resource, desk.kind) {
        (Resource::Register, _) => Ok(extent),
        (Resource::Case { taken_by: Some((_, office)), .. }, OfficeKind::Field) if *office == desk.office => Ok(extent),
        (Resource::Case { taken_by: Some((body, _)), .. }, OfficeKind::Head) if *body == desk.registrar => Ok(extent),
        _ => Err(Denied::NotYours),
    }
}

/// A head office judges what its own body took, but for what the one who asks entered.
pub(super) fn judge(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    if desk(actor)?.kind != OfficeKind::Head {
        return Err(Denied::Role);
    }
    match (resource, counter(actor, resource)?) {
        (Resource::Case { entered: true, .. }, _) => Err(Denied::OwnEntry),
        (Resource::Case { id, .. }, _) => Ok(Extent::Application(*id)),
        (_, extent) => Ok(extent),
    }
}
