//! 作業員名簿. Invariant: a line is never deleted; it ends on a day, so that the roster of any day can be shown.

use crate::{
    fault::{Fault, Result},
    history::since_of_day,
    query::{ask, each},
    rows::{Kind, Rows},
    site::inside_since,
    structure::{below, is_below},
    technician::{Insurances, insurance_from, level_from, spaced},
};
use domain::{
    access::{Extent, Scope},
    history::WorkRole,
    id::{BusinessId, RosterId, SiteId, StructureId, TechnicianId},
    level::Level,
    roster::Induction,
    time::{Instant, WorkDate},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, ExprTrait, FromQueryResult, Set, Statement, Value, entity::prelude::*};
use std::collections::{BTreeSet, HashMap};

mod insurance;
mod known;

pub use insurance::check_insurance;
use known::KnownRow;
pub use known::{Known, held, known_of};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "roster")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub site_id: i64,
        pub structure_id: Uuid,
        pub technician_id: i64,
        pub trade: i16,
        pub role: i16,
        pub work_content: String,
        pub hazardous: bool,
        pub from_date: i32,
        pub to_date: Option<i32>,
        pub created_at: i64,
        pub inducted_on: Option<i32>,
        pub line: i16,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One person's line on a site's roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: RosterId,
    /// Where.
    pub site_id: SiteId,
    /// Under which business there.
    pub structure_id: StructureId,
    /// Who.
    pub technician_id: TechnicianId,
    /// 職種 at this site.
    pub trade: TradeCode,
    /// 立場 at this site.
    pub role: WorkRole,
    /// 作業内容.
    pub work_content: String,
    /// 有害物質の取扱い.
    pub hazardous: bool,
    /// First day.
    pub from: WorkDate,
    /// Last day; `None` while it lasts.
    pub to: Option<WorkDate>,
    /// 新規入場.
    pub induction: Induction,
}

/// A line with what a list shows beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The entry.
    pub entry: Entry,
    /// The business it stands under.
    pub business_id: BusinessId,
    /// Its name.
    pub business: String,
    /// Family and given name with one space.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level.
    pub level: Level,
    /// 次数 of the business: 0 = prime.
    pub tier: i16,
    /// Whether a photo is kept.
    pub has_photo: bool,
    /// In and not yet out now.
    pub inside: bool,
    /// What the register knows of the person.
    pub known: Known,
}

impl TryFrom<entity::Model> for Entry {
    type Error = Fault;

    fn try_from(row: entity::Model) -> Result<Self> {
        Ok(Self {
            id: RosterId(row.id),
            site_id: SiteId::from_stored(row.site_id),
            structure_id: StructureId(row.structure_id),
            technician_id: TechnicianId::from_stored(row.technician_id),
            trade: TradeCode::from_stored(row.trade),
            role: WorkRole::from_stored(row.role).ok_or_else(|| Fault::unreadable("role", row.role))?,
            work_content: row.work_content,
            hazardous: row.hazardous,
            from: WorkDate::from_stored(row.from_date),
            to: row.to_date.map(WorkDate::from_stored),
            induction: Induction::from_stored(row.inducted_on),
        })
    }
}

/// Adds a line, as the next of its person at its site: records name it by that number.
pub async fn insert(tx: &impl ConnectionTrait, entry: &Entry, created_at: Instant) -> Result<()> {
    let sql = "SELECT CAST(COALESCE(MAX(line), 0) + 1 AS smallint) FROM roster WHERE technician_id = ? AND site_id = ?";
    let of = vec![entry.technician_id.get().into(), entry.site_id.get().into()];
    let line = tx.query_one_raw(ask(tx, sql, of)).await?.map(|row| row.try_get_by_index::<i16>(0)).transpose()?;
    let row = entity::ActiveModel {
        id: Set(entry.id.0),
        site_id: Set(entry.site_id.get()),
        structure_id: Set(entry.structure_id.0),
        technician_id: Set(entry.technician_id.get()),
        trade: Set(entry.trade.get()),
        role: Set(entry.role.number()),
        work_content: Set(entry.work_content.clone()),
        hazardous: Set(entry.hazardous),
        from_date: Set(entry.from.number()),
        to_date: Set(entry.to.map(WorkDate::number)),
        created_at: Set(created_at.0),
        inducted_on: Set(entry.induction.stored()),
        line: Set(line.unwrap_or(1)),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// One line.
pub async fn find(db: &impl ConnectionTrait, id: RosterId) -> Result<Option<Entry>> {
    entity::Entity::find_by_id(id.0).one(db).await?.map(TryInto::try_into).transpose()
}

/// The places of the structure these lines stand under.
pub async fn places_of(
    tx: &impl ConnectionTrait,
    lines: &BTreeSet<RosterId>,
) -> Result<HashMap<RosterId, StructureId>> {
    let mut rows = Rows::new(&[("i", Kind::Uuid)]);
    for line in lines {
        rows.push(vec![line.0.into()]);
    }
    let sql = format!(
        "SELECT r.id, r.structure_id FROM k {}",
        each(tx.get_database_backend(), "JOIN", "roster", "r", "r.id = k.i")
    );
    let found = rows.query(tx, &sql).await?;
    found.iter().map(|row| Ok((RosterId(row.try_get_by_index(0)?), StructureId(row.try_get_by_index(1)?)))).collect()
}

/// The day on which a line `r` is looked at: today, or its first one where that is to come. Who has left by then does not see
/// it, however long ago it began.
fn stands_on(today: &str) -> String {
    format!("(CASE WHEN r.from_date > {today} THEN r.from_date ELSE {today} END)")
}

/// Whether a line `r` ever holds: one that was ended before it began stands in nobody's way.
const HOLDS: &str = "(r.to_date IS NULL OR r.to_date >= r.from_date)";

/// Lines of the person at the site that are not over before `from`; those that never began are no lines.
pub async fn overlapping(
    db: &impl ConnectionTrait,
    site: SiteId,
    technician: TechnicianId,
    from: WorkDate,
) -> Result<Vec<Entry>> {
    let rows = entity::Entity::find()
        .filter(entity::Column::SiteId.eq(site.get()))
        .filter(entity::Column::TechnicianId.eq(technician.get()))
        .filter(entity::Column::ToDate.is_null().or(entity::Column::ToDate.gte(from.number())))
        .filter(
            entity::Column::ToDate
                .is_null()
                .or(Expr::col(entity::Column::ToDate).gte(Expr::col(entity::Column::FromDate))),
        )
        .all(db)
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The lines for a place of the structure.
pub async fn of_place(db: &impl ConnectionTrait, place: StructureId) -> Result<Vec<Entry>> {
    let rows = entity::Entity::find().filter(entity::Column::StructureId.eq(place.0)).all(db).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Ends a line with `last` as its last day; `false` where it had ended by then.
pub async fn end(tx: &impl ConnectionTrait, id: RosterId, last: WorkDate) -> Result<bool> {
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::ToDate, Expr::value(last.number()))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::ToDate.is_null().or(entity::Column::ToDate.gt(last.number())))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Writes the last day of a line, and what is known of the induction.
pub async fn set_days(
    tx: &impl ConnectionTrait,
    id: RosterId,
    to: Option<WorkDate>,
    induction: Induction,
) -> Result<()> {
    entity::Entity::update_many()
        .col_expr(entity::Column::ToDate, Expr::value(to.map(WorkDate::number)))
        .col_expr(entity::Column::InductedOn, Expr::value(induction.stored()))
        .filter(entity::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct LineRow {
    #[sea_orm(nested)]
    entry: entity::Model,
    business_id: i64,
    business: String,
    family_name: String,
    given_name: String,
    family_kana: String,
    given_kana: String,
    level: i16,
    tier: i16,
    photo: Option<String>,
    inside: i32,
    #[sea_orm(nested)]
    known: KnownRow,
}

impl TryFrom<LineRow> for Line {
    type Error = Fault;

    fn try_from(row: LineRow) -> Result<Self> {
        Ok(Self {
            entry: row.entry.try_into()?,
            business_id: BusinessId::from_stored(row.business_id),
            business: row.business,
            name: spaced(&row.family_name, &row.given_name),
            kana: spaced(&row.family_kana, &row.given_kana),
            level: level_from(row.level)?,
            tier: row.tier,
            has_photo: row.photo.is_some(),
            inside: row.inside == 1,
            known: row.known.try_into()?,
        })
    }
}

/// The site's roster as far as the scope reaches, by tier and kana: all of it for the prime and for whoever is bound to
/// the site, the own place and every tier below it for another member. Lines that have ended are left out. `looker`: whose
/// checks of insurance count; nobody's where there is none.
pub async fn lines(
    db: &impl ConnectionTrait,
    scope: &Scope,
    looker: Option<BusinessId>,
    site: SiteId,
    now: Instant,
) -> Result<Vec<Line>> {
    let (day, since) = inside_since(now);
    let today = now.date().number();
    let looker = looker.map_or(0, BusinessId::get);
    let mut values: Vec<Value> =
        vec![site.get().into(), today.into(), day.number().into(), since.into(), looker.into()];
    let which = match scope.extent() {
        Extent::All => "true".to_owned(),
        Extent::Sites(ids) if ids.contains(&site) => "true".to_owned(),
        Extent::Business(business) => {
            values.push(business.get().into());
            is_below("s.id", &stands_on("$2"))
        }
        _ => return Ok(Vec::new()),
    };
    let own = if values.len() == 6 { "site_id = $1 AND business_id = $6" } else { "site_id = $1 AND parent IS NULL" };
    let (below, known, joined) = (below(own), known::columns(), known::joined("$5"));
    let sql = format!(
        "WITH RECURSIVE {below} SELECT r.*, s.business_id, b.name AS business, t.family_name, t.given_name, t.family_kana, t.given_kana, \
        t.level, s.tier, t.photo, {known}, CASE WHEN EXISTS (SELECT 1 FROM history_record h \
        WHERE h.site_id = r.site_id AND h.work_date >= $3 AND h.technician_id = r.technician_id \
        AND h.inside_ms >= {}) THEN 1 ELSE 0 END AS inside FROM roster r JOIN structure s ON s.id = r.structure_id \
        JOIN business b ON b.id = s.business_id JOIN technician t ON t.id = r.technician_id {joined} \
        WHERE r.site_id = $1 AND (r.to_date IS NULL OR r.to_date >= $2) AND {HOLDS} AND {which} \
        ORDER BY s.tier, b.name, t.search_kana, r.from_date LIMIT {LINES_MAX}",
        since_of_day(now, "$4")
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    LineRow::find_by_statement(statement).all(db).await?.into_iter().map(TryInto::try_into).collect()
}

/// A person on the roster of a site, as tasks look at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnSite {
    /// Where.
    pub site_id: SiteId,
    /// For whom.
    pub business_id: BusinessId,
    /// Family and given name with one space.
    pub name: String,
    /// Birth date.
    pub birth_date: WorkDate,
    /// Which insurances the person is in.
    pub insurance: Insurances,
    /// The looker's business has looked after them, as they stand.
    pub insurance_checked: bool,
}

#[derive(FromQueryResult)]
struct OnSiteRow {
    site_id: i64,
    business_id: i64,
    family_name: String,
    given_name: String,
    birth_date: i32,
    insurance: String,
    checked_at: Option<i64>,
}

/// Who stands on the rosters of `own` and of those below it, at all sites the scope reaches that are not closed; lines that
/// are over before `today` are left out. By site and kana, a person with two lines at a site once.
pub async fn on_sites(
    db: &impl ConnectionTrait,
    scope: &Scope,
    own: BusinessId,
    today: WorkDate,
) -> Result<Vec<OnSite>> {
    let mut values: Vec<Value> = vec![own.get().into(), today.number().into()];
    let which = match scope.extent() {
        Extent::Business(business) if *business == own => "true".to_owned(),
        Extent::Sites(ids) if !ids.is_empty() => {
            values.extend(ids.iter().map(|id| Value::from(id.get())));
            let places: Vec<String> = (3..ids.len() + 3).map(|at| format!("${at}")).collect();
            format!("r.site_id IN ({})", places.join(", "))
        }
        _ => return Ok(Vec::new()),
    };
    let checked = insurance::joined("$1");
    let (below, seen) = (below("business_id = $1"), is_below("r.structure_id", &stands_on("$2")));
    let sql = format!(
        "WITH RECURSIVE {below} SELECT DISTINCT r.site_id, s.business_id, t.family_name, t.given_name, t.birth_date, t.insurance, t.search_kana, t.id, \
        c.checked_at \
        FROM roster r JOIN structure s ON s.id = r.structure_id \
        JOIN site ON site.id = r.site_id AND site.closed_at IS NULL JOIN technician t ON t.id = r.technician_id \
        {checked} WHERE {seen} AND (r.to_date IS NULL OR r.to_date >= $2) AND {HOLDS} AND {which} ORDER BY r.site_id, t.search_kana, t.id LIMIT {LINES_MAX}"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let found = OnSiteRow::find_by_statement(statement).all(db).await?;
    found
        .into_iter()
        .map(|row| {
            Ok(OnSite {
                site_id: SiteId::from_stored(row.site_id),
                business_id: BusinessId::from_stored(row.business_id),
                name: spaced(&row.family_name, &row.given_name),
                birth_date: WorkDate::from_stored(row.birth_date),
                insurance: insurance_from(&row.insurance)?,
                insurance_checked: row.checked_at.is_some(),
            })
        })
        .collect()
}

const LINES_MAX: u32 = 5_000;
