//! Who employs whom, who sees whom, and a business's own people. Invariant: an employment is never deleted; it ends.

use super::{level_from, spaced};
use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    id::{BusinessId, TechnicianId},
    level::Level,
    passport::Days,
    roster::PersonRow,
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, ExprTrait, FromQueryResult, QuerySelect, Set, Statement, entity::prelude::*};
use std::collections::BTreeMap;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "employment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub technician_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub business_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub from_date: i32,
        pub to_date: Option<i32>,
        pub main: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Employment of a technician by a business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Employment {
    /// Who.
    pub technician_id: TechnicianId,
    /// By whom.
    pub business_id: BusinessId,
    /// First day.
    pub from: WorkDate,
    /// Last day; `None` while it lasts.
    pub to: Option<WorkDate>,
    /// 主たる所属 (else 従たる).
    pub main: bool,
}

/// Adds an employment.
pub async fn employ(tx: &impl ConnectionTrait, employment: Employment) -> Result<()> {
    let row = entity::ActiveModel {
        technician_id: Set(employment.technician_id.get()),
        business_id: Set(employment.business_id.get()),
        from_date: Set(employment.from.number()),
        to_date: Set(employment.to.map(WorkDate::number)),
        main: Set(employment.main),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Who employs the person on `on`, main employer first.
pub async fn employers(db: &impl ConnectionTrait, id: TechnicianId, on: WorkDate) -> Result<Vec<BusinessId>> {
    use sea_orm::QueryOrder;
    let rows = entity::Entity::find()
        .select_only()
        .column(entity::Column::BusinessId)
        .filter(entity::Column::TechnicianId.eq(id.get()))
        .filter(entity::Column::FromDate.lte(on.number()))
        .filter(entity::Column::ToDate.is_null().or(entity::Column::ToDate.gte(on.number())))
        .order_by_desc(entity::Column::Main)
        .order_by_asc(entity::Column::FromDate)
        .into_tuple::<i64>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(BusinessId::from_stored).collect())
}

/// The main employer on `on`.
pub async fn main_employer(db: &impl ConnectionTrait, id: TechnicianId, on: WorkDate) -> Result<Option<BusinessId>> {
    let found = entity::Entity::find()
        .select_only()
        .column(entity::Column::BusinessId)
        .filter(entity::Column::TechnicianId.eq(id.get()))
        .filter(entity::Column::Main.eq(true))
        .filter(entity::Column::FromDate.lte(on.number()))
        .filter(entity::Column::ToDate.is_null().or(entity::Column::ToDate.gte(on.number())))
        .into_tuple::<i64>()
        .one(db)
        .await?;
    Ok(found.map(BusinessId::from_stored))
}

/// Ends the main employment the day before `on`, and begins another on it. One that began on `on` itself then covers no day:
/// it stays as a row whose end is before its beginning.
pub async fn set_main_employer(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    to: Option<BusinessId>,
    on: WorkDate,
) -> Result<()> {
    // Without another, what begins later stays.
    end_main(tx, id, (on, to.is_none().then_some(on)), to).await?;
    let Some(business) = to else { return Ok(()) };
    take_on(tx, id, business, on, true).await
}

/// Ends whatever would be main beside a main employment from `from` to `until`, and any other with the same business: whoever
/// was a secondary employer and is the main one now is not both.
pub(super) async fn end_main(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    (from, until): (WorkDate, Option<WorkDate>),
    business: Option<BusinessId>,
) -> Result<()> {
    let sql = "UPDATE employment SET to_date = ? WHERE technician_id = ? AND (to_date IS NULL OR to_date >= ?) \
        AND (main = ? OR business_id = ?) AND from_date <= ?";
    let until = until.map_or(i32::MAX, WorkDate::number);
    // No business has the number 0.
    let business = business.map_or(0, BusinessId::get);
    let values = vec![
        from.previous().number().into(),
        id.get().into(),
        from.number().into(),
        true.into(),
        business.into(),
        until.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Begins an employment on `on`, or goes on with the one with the same business that began that day.
pub async fn take_on(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    business: BusinessId,
    on: WorkDate,
    main: bool,
) -> Result<()> {
    let sql = "INSERT INTO employment (technician_id, business_id, from_date, main) VALUES (?, ?, ?, ?) \
        ON CONFLICT (technician_id, business_id, from_date) DO UPDATE SET to_date = NULL, main = excluded.main";
    let values = vec![id.get().into(), business.get().into(), on.number().into(), main.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Businesses that see the person through a site's roster on `on`: the tier that named them, every tier above it, and
/// the prime, at sites that have not ended; who has left there sees nobody through it any more.
pub async fn seen_by(db: &impl ConnectionTrait, id: TechnicianId, on: WorkDate) -> Result<Vec<BusinessId>> {
    let sql = "WITH RECURSIVE above (id, business_id, parent) AS (\
        SELECT s.id, s.business_id, s.parent FROM roster r JOIN structure s ON s.id = r.structure_id \
        JOIN site ON site.id = r.site_id AND site.closed_at IS NULL \
        AND (site.end_date IS NULL OR site.end_date >= $2) \
        WHERE r.technician_id = $1 AND r.from_date <= $2 AND (r.to_date IS NULL OR r.to_date >= $2) \
        UNION SELECT s.id, s.business_id, s.parent FROM above JOIN structure s ON s.id = above.parent) \
        SELECT DISTINCT above.business_id FROM above JOIN structure p ON p.id = above.id \
        AND (p.to_date IS NULL OR p.to_date >= $2)";
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), sql, [id.get().into(), on.number().into()]);
    let rows = db.query_all_raw(statement).await?;
    rows.iter().map(|row| Ok(BusinessId::from_stored(row.try_get("", "business_id")?))).collect()
}

/// How many people a business employs on `on`, by their highest level.
pub async fn levels_of_business(
    db: &impl ConnectionTrait,
    id: BusinessId,
    on: WorkDate,
) -> Result<BTreeMap<Level, i64>> {
    let sql = "SELECT t.level, COUNT(*) AS people FROM technician t WHERE t.id IN (SELECT e.technician_id FROM employment e \
        WHERE e.business_id = $1 AND e.from_date <= $2 AND (e.to_date IS NULL OR e.to_date >= $2)) GROUP BY t.level";
    let values = [id.get().into(), on.number().into()];
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    rows.iter().map(|row| Ok((level_from(row.try_get("", "level")?)?, row.try_get("", "people")?))).collect()
}

#[derive(FromQueryResult)]
struct OwnRow {
    id: i64,
    family_name: String,
    given_name: String,
    family_kana: String,
    given_kana: String,
    main_trade: i16,
    level: i16,
    photo: Option<String>,
    month_days: i64,
    month_approved: i64,
    year_days: i64,
    year_approved: i64,
}

/// The people the scope's business employs on `on`, by kana, with their days of that month and calendar year; of a scope of
/// sites those of `own` who stand on the rosters there that day, and nobody for another scope.
pub async fn of_business(
    db: &impl ConnectionTrait,
    scope: &Scope,
    own: BusinessId,
    on: WorkDate,
) -> Result<Vec<PersonRow>> {
    let (business, sites) = match scope.extent() {
        Extent::Business(business) => (*business, String::new()),
        Extent::Sites(sites) if !sites.is_empty() => {
            // Numbers of our own, so they may stand in the statement.
            let ids = sites.iter().map(|site| site.get().to_string()).collect::<Vec<_>>().join(", ");
            let on_roster = format!(
                "AND t.id IN (SELECT r.technician_id FROM roster r WHERE r.site_id IN ({ids}) AND r.from_date <= $2 \
                 AND (r.to_date IS NULL OR r.to_date >= $2)) "
            );
            (own, on_roster)
        }
        _ => return Ok(Vec::new()),
    };
    let sql = "SELECT t.id, t.family_name, t.given_name, t.family_kana, t.given_kana, t.main_trade, t.level, t.photo, \
        COALESCE(sum(CASE WHEN m.month = $3 THEN m.days ELSE 0 END), 0) AS month_days, \
        COALESCE(sum(CASE WHEN m.month = $3 THEN m.days_approved ELSE 0 END), 0) AS month_approved, \
        COALESCE(sum(m.days), 0) AS year_days, COALESCE(sum(m.days_approved), 0) AS year_approved \
        FROM technician t LEFT JOIN technician_month m ON m.technician_id = t.id AND m.month BETWEEN $4 AND $3 \
        WHERE t.id IN (SELECT e.technician_id FROM employment e WHERE e.business_id = $1 \
        AND e.from_date <= $2 AND (e.to_date IS NULL OR e.to_date >= $2)) {sites}GROUP BY t.id ORDER BY t.search_kana, t.id";
    let sql = sql.replace("{sites}", &sites);
    let month = on.month();
    let january = YearMonth::from_stored(month.year() * 100 + 1);
    let values = [business.get().into(), on.number().into(), month.number().into(), january.number().into()];
    let rows = OwnRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values))
        .all(db)
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

impl TryFrom<OwnRow> for PersonRow {
    type Error = Fault;

    fn try_from(row: OwnRow) -> Result<Self> {
        Ok(Self {
            technician_id: TechnicianId::from_stored(row.id),
            name: spaced(&row.family_name, &row.given_name),
            kana: spaced(&row.family_kana, &row.given_kana),
            level: level_from(row.level)?,
            trade: TradeCode::from_stored(row.main_trade),
            has_photo: row.photo.is_some(),
            month: Days { recorded: row.month_days, approved: row.month_approved },
            year: Days { recorded: row.year_days, approved: row.year_approved },
        })
    }
}
