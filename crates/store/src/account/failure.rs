//! Attempts that count against a limit: log-ins, second factors, resume codes, client secrets. Invariant: an attempt
//! is written down before it is judged, so that many at once cannot all be the first.

use crate::fault::Result;
use domain::time::Instant;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, Set, entity::prelude::*};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "login_failure")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub at: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Writes an attempt of `id` down against each of `subjects`.
pub async fn add(tx: &impl ConnectionTrait, subjects: &[&str], at: Instant, id: Uuid) -> Result<()> {
    let row = |subject: &&str| entity::ActiveModel { subject: Set((*subject).to_owned()), at: Set(at.0), id: Set(id) };
    if !subjects.is_empty() {
        entity::Entity::insert_many(subjects.iter().map(row)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// When the latest attempts against `subject` after `since` were, the one of `but` left out, newest first, at most `limit`.
pub async fn since(
    db: &impl ConnectionTrait,
    subject: &str,
    since: Instant,
    but: Uuid,
    limit: u64,
) -> Result<Vec<Instant>> {
    let query = entity::Entity::find().select_only().column(entity::Column::At);
    let query = query.filter(entity::Column::Subject.eq(subject)).filter(entity::Column::At.gt(since.0));
    let query = query.filter(entity::Column::Id.ne(but)).order_by_desc(entity::Column::At).limit(limit);
    let at: Vec<i64> = query.into_tuple().all(db).await?;
    Ok(at.into_iter().map(Instant).collect())
}

/// Takes the attempt of `id` back from each of `subjects`.
pub async fn take_back(tx: &impl ConnectionTrait, subjects: &[&str], id: Uuid) -> Result<()> {
    let mine = entity::Entity::delete_many().filter(entity::Column::Subject.is_in(subjects.iter().copied()));
    mine.filter(entity::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// Forgets every attempt against `subject`.
pub async fn forget(tx: &impl ConnectionTrait, subject: &str) -> Result<()> {
    entity::Entity::delete_many().filter(entity::Column::Subject.eq(subject)).exec(tx).await?;
    Ok(())
}

/// Forgets every attempt before `before`; answers how many.
pub async fn forget_before(tx: &impl ConnectionTrait, before: Instant) -> Result<u64> {
    let gone = entity::Entity::delete_many().filter(entity::Column::At.lt(before.0)).exec(tx).await?;
    Ok(gone.rows_affected)
}
