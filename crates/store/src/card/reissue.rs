//! Reissues asked for. Invariant: a technician has one under way at a time; the database itself refuses a second.

use crate::fault::{Fault, Result};
use domain::{
    card::reissue::ReissueReason,
    id::{CardId, FeeRequestId, ReissueId, TechnicianId},
    time::Instant,
};
use sea_orm::{ConnectionTrait, Set, entity::prelude::*};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "card_reissue")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub technician_id: i64,
        pub under_way: Option<i64>,
        pub reason: i16,
        pub fee_request_id: Option<Uuid>,
        pub card_id: Option<Uuid>,
        pub asked_at: i64,
        pub ended_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A reissue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reissue {
    /// Its id.
    pub id: ReissueId,
    /// Whose.
    pub technician_id: TechnicianId,
    /// Why.
    pub reason: ReissueReason,
    /// What is to be paid for it; absent where nothing is.
    pub fee: Option<FeeRequestId>,
    /// The new card, once ordered.
    pub card: Option<CardId>,
    /// When it was asked for.
    pub asked_at: Instant,
    /// When the new card had come, or it was taken back.
    pub ended_at: Option<Instant>,
}

impl TryFrom<entity::Model> for Reissue {
    type Error = Fault;

    fn try_from(row: entity::Model) -> Result<Self> {
        Ok(Self {
            id: ReissueId(row.id),
            technician_id: TechnicianId::from_stored(row.technician_id),
            reason: ReissueReason::from_stored(row.reason)
                .ok_or_else(|| Fault::unreadable("reissue reason", row.reason))?,
            fee: row.fee_request_id.map(FeeRequestId),
            card: row.card_id.map(CardId),
            asked_at: Instant(row.asked_at),
            ended_at: row.ended_at.map(Instant),
        })
    }
}

/// Adds a reissue that is under way. [`Fault::Taken`] where the technician has one already.
pub async fn insert(tx: &impl ConnectionTrait, reissue: &Reissue) -> Result<()> {
    let row = entity::ActiveModel {
        id: Set(reissue.id.0),
        technician_id: Set(reissue.technician_id.get()),
        under_way: Set(Some(reissue.technician_id.get())),
        reason: Set(reissue.reason.number()),
        fee_request_id: Set(reissue.fee.map(|id| id.0)),
        card_id: Set(reissue.card.map(|id| id.0)),
        asked_at: Set(reissue.asked_at.0),
        ended_at: Set(None),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The technician's reissue under way.
pub async fn under_way(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Option<Reissue>> {
    let query = entity::Entity::find().filter(entity::Column::UnderWay.eq(id.get()));
    query.one(db).await?.map(TryInto::try_into).transpose()
}

/// The reissue a fee was asked for.
pub async fn of_fee(db: &impl ConnectionTrait, fee: FeeRequestId) -> Result<Option<Reissue>> {
    let query = entity::Entity::find().filter(entity::Column::FeeRequestId.eq(fee.0));
    query.one(db).await?.map(TryInto::try_into).transpose()
}

/// The reissue a card was ordered for.
pub async fn of_card(db: &impl ConnectionTrait, card: CardId) -> Result<Option<Reissue>> {
    let query = entity::Entity::find().filter(entity::Column::CardId.eq(card.0));
    query.one(db).await?.map(TryInto::try_into).transpose()
}

/// Notes the new card; `false` where there is one already or the reissue has ended.
pub async fn set_card(tx: &impl ConnectionTrait, id: ReissueId, card: CardId) -> Result<bool> {
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::CardId, Expr::value(card.0))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::CardId.is_null())
        .filter(entity::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends a reissue; `false` where it has ended.
pub async fn end(tx: &impl ConnectionTrait, id: ReissueId, at: Instant) -> Result<bool> {
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::UnderWay, Expr::value(Option::<i64>::None))
        .col_expr(entity::Column::EndedAt, Expr::value(at.0))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
