//! IDs a business gave out, by their accounts. Invariant: a row is written with its account and changes only in its last day.

pub mod first;

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    admin_id::{Duty, Held, IdKind},
    id::{AccountId, BusinessId},
    time::WorkDate,
};
use sea_orm::{ConnectionTrait, Set, entity::prelude::*};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "admin_id")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub business_id: i64,
        pub kind: i16,
        pub layer: i16,
        pub parent: Option<Uuid>,
        pub duty: i16,
        pub from_date: i32,
        pub until_date: i32,
        pub lent_to: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An ID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminId {
    /// Its log-in.
    pub account: AccountId,
    /// Whose.
    pub business: BusinessId,
    /// The ID above it; the first where absent.
    pub parent: Option<AccountId>,
    /// What it is.
    pub held: Held,
}

impl TryFrom<entity::Model> for AdminId {
    type Error = Fault;

    fn try_from(row: entity::Model) -> Result<Self> {
        Ok(Self {
            account: AccountId(row.account_id),
            business: BusinessId::from_stored(row.business_id),
            parent: row.parent.map(AccountId),
            held: Held {
                kind: IdKind::from_stored(row.kind).ok_or_else(|| Fault::unreadable("kind of an ID", row.kind))?,
                layer: row.layer,
                duty: Duty::from_stored(row.duty).ok_or_else(|| Fault::unreadable("duty", row.duty))?,
                from: WorkDate::from_stored(row.from_date),
                until: WorkDate::from_stored(row.until_date),
                lent_to: row.lent_to,
            },
        })
    }
}

/// Adds what a new log-in is.
pub async fn insert(tx: &impl ConnectionTrait, id: &AdminId) -> Result<()> {
    let row = entity::ActiveModel {
        account_id: Set(id.account.0),
        business_id: Set(id.business.get()),
        kind: Set(id.held.kind.number()),
        layer: Set(id.held.layer),
        parent: Set(id.parent.map(|parent| parent.0)),
        duty: Set(id.held.duty.number()),
        from_date: Set(id.held.from.number()),
        until_date: Set(id.held.until.number()),
        lent_to: Set(id.held.lent_to.clone()),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// What a log-in is, for who acts with it: its last day is its own or that of one above it, where that comes first. `None`
/// for a business's first ID and for those of others.
pub async fn in_force(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<AdminId>> {
    let Some(mut found) = find(db, account).await? else { return Ok(None) };
    if found.parent.is_some() {
        let sql = "WITH RECURSIVE above (id, parent, until_date) AS (SELECT account_id, parent, until_date FROM admin_id \
            WHERE account_id = ? UNION SELECT next.account_id, next.parent, next.until_date FROM above \
            JOIN admin_id next ON next.account_id = above.parent) SELECT MIN(until_date) FROM above";
        let row = db.query_one_raw(ask(db, sql, vec![account.0.into()])).await?;
        let first: Option<i32> = row.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
        found.held.until = first.map_or(found.held.until, WorkDate::from_stored);
    }
    Ok(Some(found))
}

/// What a log-in is, as it was issued; `None` for a business's first ID and for those of others.
pub async fn find(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<AdminId>> {
    entity::Entity::find_by_id(account.0).one(db).await?.map(TryInto::try_into).transpose()
}

/// All that a business ever gave out.
pub async fn of_business(db: &impl ConnectionTrait, business: BusinessId) -> Result<Vec<AdminId>> {
    let rows = entity::Entity::find().filter(entity::Column::BusinessId.eq(business.get())).all(db).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Sets another last day.
pub async fn set_until(tx: &impl ConnectionTrait, account: AccountId, until: WorkDate) -> Result<()> {
    let sql = "UPDATE admin_id SET until_date = ? WHERE account_id = ?";
    tx.execute_raw(ask(tx, sql, vec![until.number().into(), account.0.into()])).await?;
    Ok(())
}

/// This ID and all below it, in whatever layer.
pub async fn branch(db: &impl ConnectionTrait, top: AccountId) -> Result<Vec<AccountId>> {
    let sql = "WITH RECURSIVE below (id) AS (SELECT account_id FROM admin_id WHERE account_id = ? UNION \
        SELECT child.account_id FROM below JOIN admin_id child ON child.parent = below.id) SELECT id FROM below";
    let rows = db.query_all_raw(ask(db, sql, vec![top.0.into()])).await?;
    rows.iter().map(|row| Ok(AccountId(row.try_get_by_index(0)?))).collect()
}
