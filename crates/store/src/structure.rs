//! 施工体制: the tree of businesses at a site. Invariant: a business stands in a site's tree once; the root is the prime.

use crate::fault::Result;
use domain::{
    id::{BusinessId, SiteId, StructureId},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Set, Statement, entity::prelude::*};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "structure")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub site_id: i64,
        pub business_id: i64,
        pub parent: Option<Uuid>,
        pub tier: i16,
        pub from_date: i32,
        pub to_date: Option<i32>,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A business's place at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub id: StructureId,
    /// Where.
    pub site_id: SiteId,
    /// Who.
    pub business_id: BusinessId,
    /// Under whom; `None` for the prime.
    pub parent: Option<StructureId>,
    /// 次数; 0 for the prime.
    pub tier: i16,
    /// First day.
    pub from: WorkDate,
    /// Last day; `None` while it lasts.
    pub to: Option<WorkDate>,
}

impl Place {
    /// As the rules of the tree look at it.
    pub const fn by_rule(&self) -> domain::structure::Place {
        domain::structure::Place { id: self.id, business: self.business_id, parent: self.parent, tier: self.tier }
    }
}

/// A place with what a list shows beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The place.
    pub place: Place,
    /// The business's name.
    pub name: String,
    /// People on its roster on the day asked for.
    pub people: i64,
}

impl From<entity::Model> for Place {
    fn from(row: entity::Model) -> Self {
        Self {
            id: StructureId(row.id),
            site_id: SiteId::from_stored(row.site_id),
            business_id: BusinessId::from_stored(row.business_id),
            parent: row.parent.map(StructureId),
            tier: row.tier,
            from: WorkDate::from_stored(row.from_date),
            to: row.to_date.map(WorkDate::from_stored),
        }
    }
}

/// Adds a place. [`crate::Fault::Taken`] where the business stands in the tree already.
pub async fn insert(tx: &impl ConnectionTrait, place: &Place, created_at: Instant) -> Result<()> {
    let row = entity::ActiveModel {
        id: Set(place.id.0),
        site_id: Set(place.site_id.get()),
        business_id: Set(place.business_id.get()),
        parent: Set(place.parent.map(|id| id.0)),
        tier: Set(place.tier),
        from_date: Set(place.from.number()),
        to_date: Set(place.to.map(WorkDate::number)),
        created_at: Set(created_at.0),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// One place.
pub async fn find(db: &impl ConnectionTrait, id: StructureId) -> Result<Option<Place>> {
    Ok(entity::Entity::find_by_id(id.0).one(db).await?.map(Into::into))
}

/// The tree of a site, upper tiers first. Who may see it was decided with the site.
pub async fn of_site(db: &impl ConnectionTrait, site: SiteId) -> Result<Vec<Place>> {
    use sea_orm::QueryOrder;
    let rows = entity::Entity::find()
        .filter(entity::Column::SiteId.eq(site.get()))
        .order_by_asc(entity::Column::Tier)
        .order_by_asc(entity::Column::CreatedAt)
        .order_by_asc(entity::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

#[derive(FromQueryResult)]
struct NodeRow {
    id: Uuid,
    site_id: i64,
    business_id: i64,
    parent: Option<Uuid>,
    tier: i16,
    from_date: i32,
    to_date: Option<i32>,
    name: String,
    people: i64,
}

/// The tree with names and the number of people on each roster on `on`, upper tiers first.
pub async fn nodes(db: &impl ConnectionTrait, site: SiteId, on: WorkDate) -> Result<Vec<Node>> {
    let sql = "SELECT s.id, s.site_id, s.business_id, s.parent, s.tier, s.from_date, s.to_date, b.name, \
        (SELECT count(*) FROM roster r WHERE r.site_id = s.site_id AND r.structure_id = s.id AND r.from_date <= $2 \
        AND (r.to_date IS NULL OR r.to_date >= $2)) AS people \
        FROM structure s JOIN business b ON b.id = s.business_id WHERE s.site_id = $1 ORDER BY s.tier, s.created_at, s.id";
    let values = [site.get().into(), on.number().into()];
    let rows = NodeRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values))
        .all(db)
        .await?;
    let node = |row: NodeRow| Node {
        place: Place {
            id: StructureId(row.id),
            site_id: SiteId::from_stored(row.site_id),
            business_id: BusinessId::from_stored(row.business_id),
            parent: row.parent.map(StructureId),
            tier: row.tier,
            from: WorkDate::from_stored(row.from_date),
            to: row.to_date.map(WorkDate::from_stored),
        },
        name: row.name,
        people: row.people,
    };
    Ok(rows.into_iter().map(node).collect())
}

/// Prime and upper tiers above a business on `on`, on sites that have not ended; a place ends with its last day.
pub async fn above(db: &impl ConnectionTrait, id: BusinessId, on: WorkDate) -> Result<Vec<BusinessId>> {
    let sql = "WITH RECURSIVE above (id, business_id, parent) AS (\
        SELECT s.id, s.business_id, s.parent FROM structure s \
        JOIN site w ON w.id = s.site_id AND w.closed_at IS NULL AND (w.end_date IS NULL OR w.end_date >= ?) \
        WHERE s.business_id = ? AND (s.to_date IS NULL OR s.to_date >= ?) \
        UNION SELECT s.id, s.business_id, s.parent FROM above JOIN structure s ON s.id = above.parent) \
        SELECT DISTINCT business_id FROM above WHERE business_id <> ?";
    let values = vec![on.number().into(), id.get().into(), on.number().into(), id.get().into()];
    let rows = db.query_all_raw(crate::query::ask(db, sql, values)).await?;
    rows.iter().map(|row| Ok(BusinessId::from_stored(row.try_get("", "business_id")?))).collect()
}
