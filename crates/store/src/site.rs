//! 現場 as registered, with the numbers a list shows. Invariant: a list is one query; counts come from rows kept for
//! counting or from one index range, never from a query per line.

mod change;
mod import;
mod section;

use crate::{
    fault::Result,
    history::{Moves, add_counts, latest_in, office_stripe, since_of_day},
    query::ask,
    rows::Insertions,
    structure::{self, is_below},
};
use domain::{
    access::{Extent, Scope},
    id::{BusinessId, SiteId},
    prefecture::PrefectureCode,
    site::{GateHours, Position},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Set, Statement, Value, entity::prelude::*};

pub use change::{Span, begin, close, has_begun, hold_unbegun, recorded, reopen, update};
pub use import::{
    Kept, advance as advance_import, find as find_import, insert as insert_import, known, list as imports,
    lock as lock_import,
};
pub use section::{add as add_section, end as end_section, lasting as lasting_sections, of_site as sections};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "site")]
    #[expect(clippy::struct_excessive_bools, clippy::struct_field_names, reason = "the table's columns")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub name: String,
        pub name_kana: String,
        pub prime: i64,
        pub postcode: String,
        pub prefecture: i16,
        pub address: String,
        pub start_date: i32,
        pub end_date: Option<i32>,
        pub client_name: String,
        pub public_client: bool,
        pub work_kind: String,
        pub boundary_minutes: i16,
        pub ask_role: bool,
        pub assurance_min: i16,
        pub created_at: i64,
        pub closed_at: Option<i64>,
        pub latitude_e6: Option<i32>,
        pub longitude_e6: Option<i32>,
        pub contract_kind: Option<i16>,
        pub contract_yen: Option<i64>,
        pub model_project: Option<i16>,
        pub days_off: bool,
        pub opens_minutes: Option<i16>,
        pub closes_minutes: Option<i16>,
        pub umbrella: bool,
        pub closed_reason: String,
        pub copied_from: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A registered site.
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own, to a question of its own")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// 現場ID.
    pub id: SiteId,
    /// 現場名.
    pub name: String,
    /// 現場名フリガナ; may be empty.
    pub name_kana: String,
    /// 元請.
    pub prime: BusinessId,
    /// Seven digits.
    pub postcode: String,
    /// Where.
    pub prefecture: PrefectureCode,
    /// 市区町村 and what follows.
    pub address: String,
    /// First day of the works.
    pub start: WorkDate,
    /// Last day of the works; `None` where not known.
    pub end: Option<WorkDate>,
    /// 発注者.
    pub client_name: String,
    /// A public client.
    pub public_client: bool,
    /// 工事の種類.
    pub work_kind: String,
    /// Day boundary, minutes after midnight in Japan.
    pub boundary_minutes: i16,
    /// Whether the gate asks for trade and role.
    pub ask_role: bool,
    /// Least assurance asked for, as stored by `domain::touch::Assurance`.
    pub assurance_min: i16,
    /// When registered.
    pub created_at: Instant,
    /// From when it takes no touches; `None` while open.
    pub closed_at: Option<Instant>,
    /// Where on the map.
    pub position: Option<Position>,
    /// 契約の種類, as stored by `domain::site::ContractKind`.
    pub contract_kind: Option<i16>,
    /// 請負金額, whole yen.
    pub contract_yen: Option<i64>,
    /// モデル工事, as stored by `domain::site::ModelProject`.
    pub model_project: Option<i16>,
    /// 週休2日.
    pub days_off: bool,
    /// When the gate is open.
    pub gate_hours: Option<GateHours>,
    /// 一括現場.
    pub umbrella: bool,
    /// Why it was closed; empty while open.
    pub closed_reason: String,
    /// The former site it was made after.
    pub copied_from: Option<SiteId>,
}

/// A line of the list of sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The site.
    pub site: Site,
    /// People on the roster on the day asked for.
    pub people: i64,
    /// People inside now: in, and not yet out.
    pub inside: i64,
    /// Places in its structure, the prime's included.
    pub places: i64,
}

/// The numbers of one day at one site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayCount {
    /// History records of the day.
    pub records: i64,
    /// People inside now: in, and not yet out.
    pub inside: i64,
}

impl From<entity::Model> for Site {
    fn from(row: entity::Model) -> Self {
        Self {
            id: SiteId::from_stored(row.id),
            name: row.name,
            name_kana: row.name_kana,
            prime: BusinessId::from_stored(row.prime),
            postcode: row.postcode,
            prefecture: PrefectureCode::from_stored(row.prefecture),
            address: row.address,
            start: WorkDate::from_stored(row.start_date),
            end: row.end_date.map(WorkDate::from_stored),
            client_name: row.client_name,
            public_client: row.public_client,
            work_kind: row.work_kind,
            boundary_minutes: row.boundary_minutes,
            ask_role: row.ask_role,
            assurance_min: row.assurance_min,
            created_at: Instant(row.created_at),
            closed_at: row.closed_at.map(Instant),
            position: row
                .latitude_e6
                .zip(row.longitude_e6)
                .map(|(latitude_e6, longitude_e6)| Position { latitude_e6, longitude_e6 }),
            contract_kind: row.contract_kind,
            contract_yen: row.contract_yen,
            model_project: row.model_project,
            days_off: row.days_off,
            gate_hours: row.opens_minutes.zip(row.closes_minutes).map(|(opens, closes)| GateHours { opens, closes }),
            umbrella: row.umbrella,
            closed_reason: row.closed_reason,
            copied_from: row.copied_from.map(SiteId::from_stored),
        }
    }
}

impl From<Site> for entity::ActiveModel {
    fn from(it: Site) -> Self {
        Self {
            id: Set(it.id.get()),
            name: Set(it.name),
            name_kana: Set(it.name_kana),
            prime: Set(it.prime.get()),
            postcode: Set(it.postcode),
            prefecture: Set(it.prefecture.get()),
            address: Set(it.address),
            start_date: Set(it.start.number()),
            end_date: Set(it.end.map(WorkDate::number)),
            client_name: Set(it.client_name),
            public_client: Set(it.public_client),
            work_kind: Set(it.work_kind),
            boundary_minutes: Set(it.boundary_minutes),
            ask_role: Set(it.ask_role),
            assurance_min: Set(it.assurance_min),
            created_at: Set(it.created_at.0),
            closed_at: Set(it.closed_at.map(|at| at.0)),
            latitude_e6: Set(it.position.map(|at| at.latitude_e6)),
            longitude_e6: Set(it.position.map(|at| at.longitude_e6)),
            contract_kind: Set(it.contract_kind),
            contract_yen: Set(it.contract_yen),
            model_project: Set(it.model_project),
            days_off: Set(it.days_off),
            opens_minutes: Set(it.gate_hours.map(|hours| hours.opens)),
            closes_minutes: Set(it.gate_hours.map(|hours| hours.closes)),
            umbrella: Set(it.umbrella),
            closed_reason: Set(it.closed_reason),
            copied_from: Set(it.copied_from.map(SiteId::get)),
        }
    }
}

/// Adds a site and counts it. [`crate::Fault::Taken`] where the number is taken.
pub async fn insert(tx: &impl ConnectionTrait, site: &Site) -> Result<()> {
    entity::Entity::insert(entity::ActiveModel::from(site.clone())).exec_without_returning(tx).await?;
    let mut moves = Moves::default();
    moves.new_site(site.created_at.date().month());
    let mut writing = Insertions::default();
    add_counts(&mut writing, &moves, &[], office_stripe(site.id));
    writing.write(tx).await
}

/// One site.
pub async fn find(db: &impl ConnectionTrait, id: SiteId) -> Result<Option<Site>> {
    Ok(entity::Entity::find_by_id(id.get()).one(db).await?.map(Into::into))
}

/// Keeps others who lock it from changing the site, its tree or its roster until this transaction ends (SQLite has one
/// writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: SiteId) -> Result<()> {
    if tx.get_database_backend() == sea_orm::DbBackend::Postgres {
        let sql = "SELECT id FROM site WHERE id = $1 FOR UPDATE";
        tx.query_one_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, [id.get().into()])).await?;
    }
    Ok(())
}

/// Whether a site is a training centre.
pub async fn is_training(db: &impl ConnectionTrait, id: SiteId) -> Result<bool> {
    let sql = "SELECT id FROM site WHERE id = ? AND training";
    Ok(db.query_one_raw(crate::query::ask(db, sql, vec![id.get().into()])).await?.is_some())
}

/// Makes a site a training centre; `false` where it is one, or somebody was recorded there.
pub async fn make_training(tx: &impl ConnectionTrait, id: SiteId) -> Result<bool> {
    let sql = "UPDATE site SET training = true WHERE id = ? AND NOT training AND NOT begun \
               AND NOT EXISTS (SELECT 1 FROM history_record h WHERE h.site_id = site.id) \
               AND NOT EXISTS (SELECT 1 FROM history_sent h WHERE h.site_id = site.id)";
    let values = vec![id.get().into()];
    Ok(tx.execute_raw(crate::query::ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// Whether the number is taken.
pub async fn exists(db: &impl ConnectionTrait, id: SiteId) -> Result<bool> {
    Ok(find(db, id).await?.is_some())
}

/// Every business that takes or took part in the site, the prime included: what a decision about the site needs. Who has left
/// finishes its papers; of which days is the structure's to say.
pub async fn members(db: &impl ConnectionTrait, id: SiteId) -> Result<Vec<BusinessId>> {
    let sql = "SELECT business_id FROM structure WHERE site_id = $1 AND (to_date IS NULL OR to_date >= from_date) \
               ORDER BY tier, created_at";
    let rows =
        db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [id.get().into()])).await?;
    rows.iter().map(|row| Ok(BusinessId::from_stored(row.try_get("", "business_id")?))).collect()
}

/// Every business that stands in the site's structure on that day.
pub async fn members_on(db: &impl ConnectionTrait, id: SiteId, on: WorkDate) -> Result<Vec<BusinessId>> {
    let sql =
        "SELECT business_id FROM structure WHERE site_id = ? AND from_date <= ? AND (to_date IS NULL OR to_date >= ?)";
    let rows = db.query_all_raw(ask(db, sql, vec![id.get().into(), on.number().into(), on.number().into()])).await?;
    rows.iter().map(|row| Ok(BusinessId::from_stored(row.try_get_by_index(0)?))).collect()
}

#[derive(FromQueryResult)]
struct LineRow {
    #[sea_orm(nested)]
    site: entity::Model,
    people: i64,
    inside: i64,
    places: i64,
}

/// Of records `h`, those the branch `below` sees: its own lines' and those of its businesses' people without a line, of days on
/// which it stood above them; for the prime, whose branch is the whole tree, also those of anybody else without one.
pub(crate) fn of_branch() -> String {
    let (listed, employs) = (is_below("l.structure_id", "h.work_date"), is_below("e.id", "h.work_date"));
    format!(
        "(EXISTS (SELECT 1 FROM roster l WHERE l.technician_id = h.technician_id AND l.site_id = h.site_id AND l.line = h.line \
         AND {listed}) OR (h.line IS NULL AND EXISTS (SELECT 1 FROM structure e WHERE {employs} AND e.site_id = h.site_id \
         AND (e.business_id = h.employer OR e.parent IS NULL))))"
    )
}

/// What the lists count; how many another branch of the tree brings is that branch's and the prime's to know.
const COUNTS: &str = "(SELECT count(*) FROM roster r WHERE r.site_id = s.id AND r.from_date <= $1 AND \
    (r.to_date IS NULL OR r.to_date >= $1) AND {seen}) AS people, (SELECT count(DISTINCT h.technician_id) FROM history_record h \
    WHERE h.site_id = s.id AND h.work_date >= $2 AND h.inside_ms >= {since} AND {worked}) AS inside, \
    (SELECT count(*) FROM structure p WHERE p.site_id = s.id AND (p.to_date IS NULL OR p.to_date >= $1)) AS places";

/// What "inside now" looks at: records since the day before, in since this long at the most, as [`since_of_day`] compares
/// it. Somebody who forgot to touch out is not inside for ever.
pub(crate) fn inside_since(now: Instant) -> (WorkDate, i64) {
    (now.date().previous(), latest_in(now))
}

/// The sites of the scope, newest first, with the numbers of `now`: of the branch of `own` where there is one.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    own: Option<BusinessId>,
    now: Instant,
) -> Result<Vec<Line>> {
    let (day, since) = inside_since(now);
    let mut values: Vec<Value> = vec![now.date().number().into(), day.number().into(), since.into()];
    let which = match scope.extent() {
        Extent::All => "true".to_owned(),
        Extent::Business(id) => {
            values.push(id.get().into());
            "s.id IN (SELECT id FROM site WHERE prime = $4 UNION SELECT site_id FROM structure \
             WHERE business_id = $4 AND (to_date IS NULL OR to_date >= from_date))"
                .to_owned()
        }
        Extent::Sites(ids) if !ids.is_empty() => {
            values.extend(ids.iter().map(|id| Value::from(id.get())));
            let places: Vec<String> = (4..ids.len() + 4).map(|at| format!("${at}")).collect();
            format!("s.id IN ({})", places.join(", "))
        }
        _ => return Ok(Vec::new()),
    };
    let (below, seen, worked) = match own {
        Some(own) => {
            values.push(own.get().into());
            (below(values.len()), is_below("r.structure_id", "$1"), of_branch())
        }
        None => (String::new(), "true".to_owned(), "true".to_owned()),
    };
    let counts = COUNTS.replace("{seen}", &seen).replace("{worked}", &worked);
    let counts = counts.replace("{since}", &since_of_day(now, "$3"));
    let sql = format!(
        "{below}SELECT s.*, {counts} FROM site s WHERE {which} ORDER BY s.created_at DESC, s.id LIMIT {LINES_MAX}"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = LineRow::find_by_statement(statement).all(db).await?;
    let line =
        |row: LineRow| Line { site: row.site.into(), people: row.people, inside: row.inside, places: row.places };
    Ok(rows.into_iter().map(line).collect())
}

/// The places of the business in the `at`th value and all below them.
fn below(at: usize) -> String {
    format!("WITH RECURSIVE {}", structure::below(&format!("business_id = ${at}")))
}

const LINES_MAX: u32 = 1_000;

/// The numbers of `now` at one site: of the whole site as kept, or of the branch of `own`.
pub async fn day(db: &impl ConnectionTrait, id: SiteId, own: Option<BusinessId>, now: Instant) -> Result<DayCount> {
    let (day, since) = inside_since(now);
    let mut values: Vec<Value> = vec![id.get().into(), now.date().number().into(), day.number().into(), since.into()];
    let (below, records, worked) = match own {
        Some(own) => {
            values.push(own.get().into());
            let worked = of_branch();
            let records = format!(
                "(SELECT count(*) FROM history_record h WHERE h.site_id = $1 AND h.work_date = $2 AND {worked})"
            );
            (below(values.len()), records, worked)
        }
        None => (
            String::new(),
            "(SELECT CAST(COALESCE(SUM(records), 0) AS bigint) FROM site_day WHERE site_id = $1 AND work_date = $2)"
                .to_owned(),
            "true".to_owned(),
        ),
    };
    let sql = format!(
        "{below}SELECT {records} AS records, (SELECT count(DISTINCT h.technician_id) FROM history_record h \
         WHERE h.site_id = $1 AND h.work_date >= $3 AND h.inside_ms >= {} AND {worked}) AS inside",
        since_of_day(now, "$4")
    );
    let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    let Some(row) = row else { return Ok(DayCount::default()) };
    Ok(DayCount { records: row.try_get("", "records")?, inside: row.try_get("", "inside")? })
}
