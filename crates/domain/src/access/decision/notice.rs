//! Notices: who reads them, and who chooses by which ways they come. Invariant: nobody's but one's own or one's business's.

use super::{
    Actor, Denied, Extent, Resource, Role, business_admin, own_application, own_business, own_record, refused,
};

pub(super) fn notices(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match actor.role {
        Role::Technician => own_record(actor, resource),
        Role::BusinessAdmin => own_business(actor, resource),
        Role::Applicant => own_application(actor, resource),
        _ => Err(refused(actor)),
    }
}

/// Who chooses by which ways notices come to a person or a business, and has certificates of them made.
pub(super) fn choose(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match actor.role {
        Role::Technician => own_record(actor, resource),
        _ => business_admin(actor, resource),
    }
}
