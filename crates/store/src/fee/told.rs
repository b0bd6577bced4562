//! What the gateway was told of requests. Invariant: a request counts as told only as it stood when it was told; what changed
//! meanwhile is told again.

use super::{FeeRequest, entity};
use crate::{
    fault::Result,
    rows::{Kind, Rows},
};
use domain::time::Instant;
use sea_orm::{Condition, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*};

/// Requests of which the gateway is to be told, oldest first, at most `limit`: those it has not heard of, as long as they
/// want money, and those it asks another sum for than is still to come.
pub async fn untold(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<FeeRequest>> {
    let open = Condition::all().add(entity::Column::PaidAt.is_null()).add(entity::Column::WithdrawnAt.is_null());
    let query = entity::Entity::find()
        .filter(entity::Column::AnnouncedAt.is_null())
        .filter(entity::Column::Reference.is_not_null())
        .filter(Condition::any().add(entity::Column::ToldYen.is_not_null()).add(open));
    let rows = query.order_by_asc(entity::Column::RequestedAt).limit(limit).all(db).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Notes that the gateway was told of requests as they stand here.
pub async fn mark(tx: &impl ConnectionTrait, fees: &[FeeRequest], at: Instant) -> Result<()> {
    let mut told = Rows::new(&[
        ("id", Kind::Uuid),
        ("at", Kind::Big),
        ("yen", Kind::Big),
        ("received", Kind::Big),
        ("closed", Kind::Small),
    ]);
    for fee in fees {
        let closed = fee.paid_at.is_some() || fee.withdrawn_at.is_some();
        told.push(vec![
            fee.id.0.into(),
            at.0.into(),
            fee.claim().owed().get().into(),
            fee.received.get().into(),
            i16::from(closed).into(),
        ]);
    }
    let sql = "UPDATE fee_request SET announced_at = k.at, told_yen = k.yen FROM k WHERE fee_request.id = k.id \
        AND received_yen = k.received \
        AND (CASE WHEN paid_at IS NULL AND withdrawn_at IS NULL THEN 0 ELSE 1 END) = k.closed";
    told.execute(tx, sql).await?;
    Ok(())
}
