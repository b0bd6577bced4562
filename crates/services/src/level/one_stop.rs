//! ワンストップ: the level asked for together with a first registration. Invariant: its card waits just as long as the application
//! that was made of it is open.
//!
//! Source: 10-registration.md (One stop). For which field and level the tick asks nobody says: the first field of the main trade
//! in which somebody can judge, level 2; the person changes it while it is not judged (ours).

use super::{apply, evidence::gather};
use crate::{Call, Result, card};
use domain::{
    fee::PriceKind,
    id::TechnicianId,
    level::{Level, application::may_apply},
};
use store::{ConnectionTrait, technician::Technician};

/// Makes the application of somebody who has just been registered; `false` where nobody judges any of their fields, so that
/// there is nothing to wait for.
pub(crate) async fn begin(call: &Call, tx: &impl ConnectionTrait, person: &Technician) -> Result<bool> {
    let prices = store::fee::price::list(tx).await?;
    if prices.price(PriceKind::LevelEvaluation, call.today()).is_none() {
        return Ok(false);
    }
    for field in gather(tx, person.id, &[]).await?.fields()? {
        let asking = apply::asking(call, tx, person.id, field).await?;
        if may_apply(asking, Level::Two).is_ok() {
            apply::begin(call, tx, person, (field, Level::Two)).await?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// An application has come to its end: who waited for their first card gets it, in the colour of the level they have.
pub(super) async fn end(call: &Call, tx: &impl ConnectionTrait, id: TechnicianId) -> Result<()> {
    if !store::technician::detail::end_waiting(tx, id).await? {
        return Ok(());
    }
    let person = store::technician::find(tx, id).await?.ok_or(crate::Error::NotFound)?;
    card::order(call, tx, &person).await.map(drop)
}
