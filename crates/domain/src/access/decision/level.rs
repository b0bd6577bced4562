//! What 能力評価実施団体 may do. Invariant: a body sees and judges its own fields alone, and what two persons are to do one person
//! does not do twice.

use super::{Actor, Denied, Extent, Resource, Role, refused};

/// Judging applications for levels, and taking levels back.
pub(super) fn judge(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    if actor.role != Role::Evaluator {
        return Err(refused(actor));
    }
    // A log-in that sits at no body has nothing to judge.
    let own = actor.level_body.ok_or(Denied::NotYours)?;
    match resource {
        Resource::Register => Ok(Extent::LevelBody(own)),
        Resource::Level { body: Some(body), entered } if *body == own => {
            if *entered {
                Err(Denied::OwnEntry)
            } else {
                Ok(Extent::LevelBody(own))
            }
        }
        _ => Err(Denied::NotYours),
    }
}
