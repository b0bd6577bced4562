//! What a registration said on any day. Invariant: a version is only ever added; a business without one has been what its
//! row says since it was registered.

use crate::fault::{Fault, Result};
use domain::{
    business::BusinessForm,
    id::{ApplicationId, BusinessId},
    time::WorkDate,
};
use sea_orm::{ConnectionTrait, QueryOrder, Set, entity::prelude::*};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "business_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub business_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub from_date: i32,
        pub content: String,
        pub application_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the register said of a business from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From this day on.
    pub from: WorkDate,
    /// As the form has it, without password.
    pub form: BusinessForm,
    /// What it came from.
    pub application: Option<ApplicationId>,
}

/// All versions of a business, oldest first; none where nothing has changed since it was registered.
pub async fn all(db: &impl ConnectionTrait, id: BusinessId) -> Result<Vec<Version>> {
    let rows = entity::Entity::find()
        .filter(entity::Column::BusinessId.eq(id.get()))
        .order_by_asc(entity::Column::Number)
        .all(db)
        .await?;
    rows.iter().map(version).collect()
}

/// The version that holds now; none where nothing has changed since it was registered.
pub async fn newest(db: &impl ConnectionTrait, id: BusinessId) -> Result<Option<Version>> {
    let row = entity::Entity::find()
        .filter(entity::Column::BusinessId.eq(id.get()))
        .order_by_desc(entity::Column::Number)
        .one(db)
        .await?;
    row.as_ref().map(version).transpose()
}

fn version(row: &entity::Model) -> Result<Version> {
    Ok(Version {
        from: WorkDate::from_stored(row.from_date),
        form: serde_json::from_str(&row.content).map_err(|_| Fault::unreadable("business version", row.number))?,
        application: row.application_id.map(ApplicationId),
    })
}

/// Adds a version after the `known` ones; the caller holds the lock of the application it comes from.
pub async fn add(tx: &impl ConnectionTrait, id: BusinessId, known: usize, version: &Version) -> Result<()> {
    let content = serde_json::to_string(&version.form).map_err(|fault| Fault::Broken(fault.to_string()))?;
    let row = entity::ActiveModel {
        business_id: Set(id.get()),
        number: Set(i32::try_from(known).unwrap_or(i32::MAX).saturating_add(1)),
        from_date: Set(version.from.number()),
        content: Set(content),
        application_id: Set(version.application.map(|id| id.0)),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
