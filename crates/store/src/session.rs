//! Sessions of browsers. Invariant: a row is found by a hash of the session's id, so that who reads the table cannot
//! take over a session; what was ended is not begun again by keeping it.

use crate::fault::Result;
use domain::time::Instant;
use sea_orm::{ConnectionTrait, QuerySelect, Set, entity::prelude::*};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub data: String,
        pub expires_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A session as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// JSON of what it holds.
    pub data: String,
    /// When it ends.
    pub expires_at: Instant,
}

fn row(hash: &str, kept: &Kept) -> entity::ActiveModel {
    entity::ActiveModel { id: Set(hash.to_owned()), data: Set(kept.data.clone()), expires_at: Set(kept.expires_at.0) }
}

/// Adds a session. Errors: [`crate::Fault::Taken`] where there is one with this hash.
pub async fn insert(tx: &impl ConnectionTrait, hash: &str, kept: &Kept) -> Result<()> {
    entity::Entity::insert(row(hash, kept)).exec_without_returning(tx).await?;
    Ok(())
}

/// Keeps what a session holds now. One that has been deleted meanwhile stays deleted: only [`insert`] makes one.
pub async fn save(tx: &impl ConnectionTrait, hash: &str, kept: &Kept) -> Result<()> {
    let changed =
        entity::ActiveModel { data: Set(kept.data.clone()), expires_at: Set(kept.expires_at.0), ..Default::default() };
    entity::Entity::update_many().set(changed).filter(entity::Column::Id.eq(hash)).exec(tx).await?;
    Ok(())
}

/// The session with this hash, unless it has ended at `now`.
pub async fn load(db: &impl ConnectionTrait, hash: &str, now: Instant) -> Result<Option<Kept>> {
    let found = entity::Entity::find_by_id(hash).filter(entity::Column::ExpiresAt.gt(now.0)).one(db).await?;
    Ok(found.map(|row| Kept { data: row.data, expires_at: Instant(row.expires_at) }))
}

/// Deletes a session.
pub async fn delete(tx: &impl ConnectionTrait, hash: &str) -> Result<()> {
    entity::Entity::delete_by_id(hash).exec(tx).await?;
    Ok(())
}

/// Deletes at most `limit` sessions that have ended at `now`; answers how many.
pub async fn delete_ended(tx: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<u64> {
    let ended = entity::Entity::find().select_only().column(entity::Column::Id);
    let ended: Vec<String> =
        ended.filter(entity::Column::ExpiresAt.lte(now.0)).limit(limit).into_tuple().all(tx).await?;
    if ended.is_empty() {
        return Ok(0);
    }
    let gone = entity::Entity::delete_many().filter(entity::Column::Id.is_in(ended)).exec(tx).await?;
    Ok(gone.rows_affected)
}
