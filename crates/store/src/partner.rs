//! Partner systems and their access tokens. Invariant: secrets and tokens are stored as hashes; a token ends by its
//! time, and at once when its partner is disabled.

use crate::fault::Result;
use domain::{
    id::{BusinessId, PartnerId},
    time::Instant,
};
use sea_orm::{ConnectionTrait, DbBackend, QuerySelect, Set, entity::prelude::*};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "partner")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
        pub client_id: String,
        pub secret_hash: String,
        pub business_id: i64,
        pub created_at: i64,
        pub disabled_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod token_entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "partner_token")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        pub partner_id: Uuid,
        pub expires_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A partner system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Which.
    pub id: PartnerId,
    /// Name of the system.
    pub name: String,
    /// What it says to get a token; unique.
    pub client_id: String,
    /// SHA-256 of its secret, hex.
    pub secret_hash: String,
    /// In whose name it sends.
    pub business: BusinessId,
    /// Since when.
    pub created_at: Instant,
    /// Since when it may do nothing; absent while it may.
    pub disabled_at: Option<Instant>,
}

fn partner(row: entity::Model) -> Partner {
    Partner {
        id: PartnerId(row.id),
        name: row.name,
        client_id: row.client_id,
        secret_hash: row.secret_hash,
        business: BusinessId::from_stored(row.business_id),
        created_at: Instant(row.created_at),
        disabled_at: row.disabled_at.map(Instant),
    }
}

/// Adds a partner. Errors: [`crate::Fault::Taken`] where its client id is another's.
pub async fn insert(tx: &impl ConnectionTrait, new: &Partner) -> Result<()> {
    let row = entity::ActiveModel {
        id: Set(new.id.0),
        name: Set(new.name.clone()),
        client_id: Set(new.client_id.clone()),
        secret_hash: Set(new.secret_hash.clone()),
        business_id: Set(new.business.get()),
        created_at: Set(new.created_at.0),
        disabled_at: Set(new.disabled_at.map(|at| at.0)),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The partner with this client id, disabled or not.
pub async fn by_client_id(db: &impl ConnectionTrait, client_id: &str) -> Result<Option<Partner>> {
    Ok(entity::Entity::find().filter(entity::Column::ClientId.eq(client_id)).one(db).await?.map(partner))
}

/// Lets a partner do nothing from `at` on; `false` where it was disabled before.
pub async fn disable(tx: &impl ConnectionTrait, id: PartnerId, at: Instant) -> Result<bool> {
    let changed = entity::Entity::update_many()
        .col_expr(entity::Column::DisabledAt, Expr::value(at.0))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::DisabledAt.is_null())
        .exec(tx)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Makes what one partner sends at once wait for each other until this transaction ends (SQLite has one writer already).
pub async fn hold(tx: &impl ConnectionTrait, id: PartnerId) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        entity::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    }
    Ok(())
}

/// Adds an access token by its hash.
pub async fn insert_token(tx: &impl ConnectionTrait, hash: &str, id: PartnerId, expires_at: Instant) -> Result<()> {
    let row = token_entity::ActiveModel {
        token_hash: Set(hash.to_owned()),
        partner_id: Set(id.0),
        expires_at: Set(expires_at.0),
    };
    token_entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The partner whose token has this hash; `None` where it has ended at `now` or the partner is disabled.
pub async fn by_token(db: &impl ConnectionTrait, hash: &str, now: Instant) -> Result<Option<Partner>> {
    let token =
        token_entity::Entity::find_by_id(hash).filter(token_entity::Column::ExpiresAt.gt(now.0)).one(db).await?;
    let Some(token) = token else { return Ok(None) };
    let found =
        entity::Entity::find_by_id(token.partner_id).filter(entity::Column::DisabledAt.is_null()).one(db).await?;
    Ok(found.map(partner))
}

/// Deletes the tokens that have ended at `now`; answers how many.
pub async fn delete_ended_tokens(tx: &impl ConnectionTrait, now: Instant) -> Result<u64> {
    let gone = token_entity::Entity::delete_many().filter(token_entity::Column::ExpiresAt.lte(now.0)).exec(tx).await?;
    Ok(gone.rows_affected)
}
