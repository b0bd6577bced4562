//! 施工体制: the tree of businesses at a site. Invariant: a business stands in a site's tree once a day; the root is
//! the prime.

use crate::{
    fault::Result,
    rows::{Kind, Rows},
};
use domain::{
    id::{BusinessId, SiteId, StructureId},
    structure::{Awaits, Invitation},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult, Set, Statement, entity::prelude::*};

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
        pub awaits_answer: bool,
        pub awaits_confirmation: bool,
        pub skips: String,
        pub entered_by: Option<i64>,
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
    /// Last day; `None` while it lasts, the day before `from` where the business declined.
    pub to: Option<WorkDate>,
    /// What it waits for.
    pub awaits: Awaits,
    /// The company between it and its parent that was not registered when it was entered; empty where there was none.
    pub skips: String,
    /// Who entered it; `None` of places entered before that was kept.
    pub entered_by: Option<BusinessId>,
}

impl Place {
    /// As the rules of the tree look at it.
    pub const fn by_rule(&self) -> domain::structure::Place {
        domain::structure::Place {
            id: self.id,
            business: self.business_id,
            parent: self.parent,
            tier: self.tier,
            from: self.from,
            until: self.to,
            awaits: self.awaits,
            entered_by: self.entered_by,
            skips: !self.skips.is_empty(),
        }
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
            awaits: Awaits { answer: row.awaits_answer, confirmation: row.awaits_confirmation },
            skips: row.skips,
            entered_by: row.entered_by.map(BusinessId::from_stored),
        }
    }
}

fn model(place: &Place, created_at: Instant) -> entity::ActiveModel {
    entity::ActiveModel {
        id: Set(place.id.0),
        site_id: Set(place.site_id.get()),
        business_id: Set(place.business_id.get()),
        parent: Set(place.parent.map(|id| id.0)),
        tier: Set(place.tier),
        from_date: Set(place.from.number()),
        to_date: Set(place.to.map(WorkDate::number)),
        created_at: Set(created_at.0),
        awaits_answer: Set(place.awaits.answer),
        awaits_confirmation: Set(place.awaits.confirmation),
        skips: Set(place.skips.clone()),
        entered_by: Set(place.entered_by.map(BusinessId::get)),
    }
}

/// Adds a place. [`crate::Fault::Taken`] where the business stands in the tree without a last day already.
pub async fn insert(tx: &impl ConnectionTrait, place: &Place, created_at: Instant) -> Result<()> {
    entity::Entity::insert(model(place, created_at)).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes a place anew, of a business that had declined it. [`crate::Fault`] where there is none.
pub async fn take_up(tx: &impl ConnectionTrait, place: &Place, created_at: Instant) -> Result<()> {
    entity::Entity::update(model(place, created_at)).exec(tx).await?;
    Ok(())
}

/// Puts a place under another: the tier between them has come into the register. What it was called stays for the tree of
/// earlier days.
pub async fn hang(tx: &impl ConnectionTrait, id: StructureId, under: StructureId) -> Result<()> {
    entity::Entity::update_many()
        .col_expr(entity::Column::Parent, Expr::value(under.0))
        .filter(entity::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes what a place waits for still.
pub async fn settle(tx: &impl ConnectionTrait, id: StructureId, awaits: Awaits) -> Result<()> {
    entity::Entity::update_many()
        .col_expr(entity::Column::AwaitsAnswer, Expr::value(awaits.answer))
        .col_expr(entity::Column::AwaitsConfirmation, Expr::value(awaits.confirmation))
        .filter(entity::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes the last day of a place, or that it lasts. What it waits for it waits for still.
pub async fn end(tx: &impl ConnectionTrait, id: StructureId, last: Option<WorkDate>) -> Result<()> {
    entity::Entity::update_many()
        .col_expr(entity::Column::ToDate, Expr::value(last.map(WorkDate::number)))
        .filter(entity::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes that a business declined `place`: it ends before it began and waits for nothing. What was entered below it hangs
/// under the place above from now on, so that the place can be taken up elsewhere.
pub async fn decline(tx: &impl ConnectionTrait, place: &Place) -> Result<()> {
    entity::Entity::update_many()
        .col_expr(entity::Column::Parent, Expr::value(place.parent.map(|above| above.0)))
        .filter(entity::Column::Parent.eq(place.id.0))
        .exec(tx)
        .await?;
    end(tx, place.id, Some(place.from.previous())).await?;
    settle(tx, place.id, Awaits::default()).await
}

/// `below (id, until, since, tier, began)`, for a `WITH RECURSIVE`: the places that `whose` names and all below them, with the
/// last day on which the business stood above them (99991231 while it does) and the first (0: any), which is told where it
/// came between as the tier that was missing. What it sees of them on other days is nothing, as
/// [`domain::structure::sees`] has it. `began` serves the way down alone.
pub(crate) fn below(whose: &str) -> String {
    format!(
        "below (id, until, since, tier, began) AS (SELECT id, COALESCE(to_date, {ALWAYS}), 0, tier, from_date FROM structure \
         WHERE ({whose}) AND (to_date IS NULL OR to_date >= from_date) UNION \
         SELECT child.id, below.until, CASE WHEN child.skips <> '' AND child.tier = below.tier + 1 AND below.began > 0 \
         THEN below.began ELSE below.since END, child.tier, 0 \
         FROM below JOIN structure child ON child.parent = below.id) "
    )
}

/// Whether `place` is among `below` on `day`. That of a business that has not left is asked by one look.
pub(crate) fn is_below(place: &str, day: &str) -> String {
    format!(
        "({place} IN (SELECT id FROM below WHERE until = {ALWAYS} AND since = 0) OR \
         {place} IN (SELECT id FROM below WHERE (until < {ALWAYS} OR since > 0) AND {day} BETWEEN since AND until))"
    )
}

const ALWAYS: i32 = 99_991_231;

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

/// Which of these sites have a place that waits for an upper tier's word, or for its own business's, on `today`.
pub async fn awaiting(db: &impl ConnectionTrait, sites: &[SiteId], today: WorkDate) -> Result<Vec<SiteId>> {
    let sql = "SELECT DISTINCT s.site_id FROM k JOIN structure s ON s.site_id = k.s \
               WHERE (s.awaits_answer OR s.awaits_confirmation) AND (s.to_date IS NULL OR s.to_date >= k.d)";
    let mut keys = Rows::new(&[("s", Kind::Big), ("d", Kind::Int)]);
    for site in sites {
        keys.push(vec![site.get().into(), today.number().into()]);
    }
    let rows = keys.query(db, sql).await?;
    rows.iter().map(|row| Ok(SiteId::from_stored(row.try_get_by_index(0)?))).collect()
}

/// The trees of these sites, upper tiers first. Who may see them was decided with the sites.
pub async fn of_sites(db: &impl ConnectionTrait, sites: &[SiteId]) -> Result<Vec<Place>> {
    use sea_orm::QueryOrder;
    let mut found = Vec::new();
    for part in sites.chunks(SITES_AT_ONCE) {
        let rows = entity::Entity::find()
            .filter(entity::Column::SiteId.is_in(part.iter().map(|site| site.get())))
            .order_by_asc(entity::Column::Tier)
            .order_by_asc(entity::Column::CreatedAt)
            .order_by_asc(entity::Column::Id)
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(Place::from));
    }
    Ok(found)
}

/// Sites whose trees are read at once: well below what a statement may name.
const SITES_AT_ONCE: usize = 500;

#[derive(FromQueryResult)]
struct NodeRow {
    id: Uuid,
    site_id: i64,
    business_id: i64,
    parent: Option<Uuid>,
    tier: i16,
    from_date: i32,
    to_date: Option<i32>,
    awaits_answer: bool,
    awaits_confirmation: bool,
    skips: String,
    entered_by: Option<i64>,
    name: String,
    people: i64,
}

/// The tree with names and the number of people on each roster on `on`, upper tiers first.
pub async fn nodes(db: &impl ConnectionTrait, site: SiteId, on: WorkDate) -> Result<Vec<Node>> {
    let sql = "SELECT s.id, s.site_id, s.business_id, s.parent, s.tier, s.from_date, s.to_date, \
        s.awaits_answer, s.awaits_confirmation, s.skips, s.entered_by, b.name, \
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
            awaits: Awaits { answer: row.awaits_answer, confirmation: row.awaits_confirmation },
            skips: row.skips,
            entered_by: row.entered_by.map(BusinessId::from_stored),
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
        SELECT DISTINCT above.business_id FROM above JOIN structure p ON p.id = above.id \
        AND (p.to_date IS NULL OR p.to_date >= ?) WHERE above.business_id <> ?";
    let day = on.number();
    let values = vec![day.into(), id.get().into(), day.into(), day.into(), id.get().into()];
    let rows = db.query_all_raw(crate::query::ask(db, sql, values)).await?;
    rows.iter().map(|row| Ok(BusinessId::from_stored(row.try_get("", "business_id")?))).collect()
}

/// What a business was asked to take part in and has not answered, at sites that have not ended by `today`, oldest first.
pub async fn invitations(db: &impl ConnectionTrait, own: BusinessId, today: WorkDate) -> Result<Vec<Invitation>> {
    let sql = "SELECT s.id, s.site_id, w.name, b.name AS above, s.tier, s.from_date FROM structure s \
        JOIN site w ON w.id = s.site_id AND w.closed_at IS NULL AND (w.end_date IS NULL OR w.end_date >= ?) \
        JOIN structure p ON p.id = s.parent JOIN business b ON b.id = p.business_id \
        WHERE s.business_id = ? AND s.awaits_answer AND (s.to_date IS NULL OR s.to_date >= ?) ORDER BY s.created_at, s.id LIMIT 200";
    let values = vec![today.number().into(), own.get().into(), today.number().into()];
    let rows = db.query_all_raw(crate::query::ask(db, sql, values)).await?;
    let invitation = |row: &QueryResult| -> Result<Invitation> {
        Ok(Invitation {
            place: StructureId(row.try_get("", "id")?),
            site: SiteId::from_stored(row.try_get("", "site_id")?),
            site_name: row.try_get("", "name")?,
            above: row.try_get("", "above")?,
            tier: row.try_get("", "tier")?,
            from: WorkDate::from_stored(row.try_get("", "from_date")?),
        })
    };
    rows.iter().map(invitation).collect()
}
