//! 申請 as kept while they are on their way. Invariant: the form is what was typed, and no password is in it; a row changes
//! only while its lock is held, so two people never overwrite each other unseen.

pub mod base;
pub mod code;
mod file;
pub mod licence;
pub mod queue;
pub mod sought;
pub mod stay;
mod taken;

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    application::{ApplicationKind, PhotoInfo, State},
    id::{AccountId, ApplicationId, BusinessId, TechnicianId},
    time::{Instant, WorkDate},
};
use file::{attach, attached};
use sea_orm::{ConnectionTrait, DbBackend, QueryOrder, QuerySelect, Set, Statement, entity::prelude::*};

pub use file::{SentFile, put_file, remove_file, remove_files_with, sent_info};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub number: String,
        pub kind: i16,
        pub state: i16,
        pub form: String,
        pub password_hash: Option<String>,
        pub resume_hash: String,
        pub name: String,
        pub photo: Option<String>,
        pub photo_width: Option<i32>,
        pub photo_height: Option<i32>,
        pub verdicts: String,
        pub claimed_by: Option<Uuid>,
        pub claimed_at: Option<i64>,
        pub submitted_at: Option<i64>,
        pub decided_at: Option<i64>,
        pub technician_id: Option<i64>,
        pub business_id: Option<i64>,
        pub anew: Option<bool>,
        pub created_at: i64,
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A photo that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPhoto {
    /// Content hash in the file store.
    pub hash: String,
    /// Its size.
    pub info: PhotoInfo,
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// 受付番号.
    pub number: String,
    /// What is applied for.
    pub kind: ApplicationKind,
    /// Where it stands.
    pub state: State,
    /// JSON as typed, without passwords.
    pub form: String,
    /// PHC string of argon2id, once a password was chosen.
    pub password_hash: Option<String>,
    /// SHA-256 of the resume code, hex.
    pub resume_hash: String,
    /// For the queue; empty while the form has none.
    pub name: String,
    /// The photo, once sent.
    pub photo: Option<StoredPhoto>,
    /// The other pictures sent with it, by field; written by [`put_file`] and [`remove_file`] only.
    pub files: Vec<SentFile>,
    /// JSON of the words on its fields.
    pub verdicts: String,
    /// The reviewer who has it.
    pub claimed_by: Option<AccountId>,
    /// Since when.
    pub claimed_at: Option<Instant>,
    /// When it was first handed in.
    pub submitted_at: Option<Instant>,
    /// When it was approved or rejected.
    pub decided_at: Option<Instant>,
    /// Issued on completion; for an upgrade whose it is.
    pub technician_id: Option<TechnicianId>,
    /// Issued on completion.
    pub business_id: Option<BusinessId>,
    /// Of a further period that was handed in: a new registration under the same number, not a renewal.
    pub anew: Option<bool>,
    /// When it was started.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// A state from its stored number.
pub(crate) fn state_from(number: i16) -> Result<State> {
    State::from_stored(number).ok_or_else(|| Fault::unreadable("application state", number))
}

impl TryFrom<entity::Model> for Application {
    type Error = Fault;

    fn try_from(row: entity::Model) -> Result<Self> {
        let pixels = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok()).unwrap_or_default();
        let info = PhotoInfo::picture(pixels(row.photo_width), pixels(row.photo_height));
        Ok(Self {
            id: ApplicationId(row.id),
            number: row.number,
            kind: ApplicationKind::from_stored(row.kind)
                .ok_or_else(|| Fault::unreadable("application kind", row.kind))?,
            state: state_from(row.state)?,
            form: row.form,
            password_hash: row.password_hash,
            resume_hash: row.resume_hash,
            name: row.name,
            photo: row.photo.map(|hash| StoredPhoto { hash, info }),
            files: Vec::new(),
            verdicts: row.verdicts,
            claimed_by: row.claimed_by.map(AccountId),
            claimed_at: row.claimed_at.map(Instant),
            submitted_at: row.submitted_at.map(Instant),
            decided_at: row.decided_at.map(Instant),
            technician_id: row.technician_id.map(TechnicianId::from_stored),
            business_id: row.business_id.map(BusinessId::from_stored),
            anew: row.anew,
            created_at: Instant(row.created_at),
            updated_at: Instant(row.updated_at),
        })
    }
}

fn model(it: &Application) -> entity::ActiveModel {
    let pixels = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    entity::ActiveModel {
        id: Set(it.id.0),
        number: Set(it.number.clone()),
        kind: Set(it.kind.number()),
        state: Set(it.state.number()),
        form: Set(it.form.clone()),
        password_hash: Set(it.password_hash.clone()),
        resume_hash: Set(it.resume_hash.clone()),
        name: Set(it.name.clone()),
        photo: Set(it.photo.as_ref().map(|photo| photo.hash.clone())),
        photo_width: Set(it.photo.as_ref().map(|photo| pixels(photo.info.width))),
        photo_height: Set(it.photo.as_ref().map(|photo| pixels(photo.info.height))),
        verdicts: Set(it.verdicts.clone()),
        claimed_by: Set(it.claimed_by.map(|id| id.0)),
        claimed_at: Set(it.claimed_at.map(|at| at.0)),
        submitted_at: Set(it.submitted_at.map(|at| at.0)),
        decided_at: Set(it.decided_at.map(|at| at.0)),
        technician_id: Set(it.technician_id.map(TechnicianId::get)),
        business_id: Set(it.business_id.map(BusinessId::get)),
        anew: Set(it.anew),
        created_at: Set(it.created_at.0),
        updated_at: Set(it.updated_at.0),
    }
}

/// The next running number of `day`, from 1. Waits for another transaction that took one of the same day.
pub async fn next_number(tx: &impl ConnectionTrait, day: WorkDate) -> Result<i64> {
    let sql = "INSERT INTO application_number (day, last) VALUES ($1, 1) \
        ON CONFLICT (day) DO UPDATE SET last = application_number.last + 1 RETURNING last";
    let row =
        tx.query_one_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, [day.number().into()])).await?;
    let row = row.ok_or_else(|| Fault::unreadable("application number", day))?;
    Ok(i64::from(row.try_get::<i32>("", "last")?))
}

/// Adds an application.
pub async fn insert(tx: &impl ConnectionTrait, application: &Application) -> Result<()> {
    entity::Entity::insert(model(application)).exec_without_returning(tx).await?;
    Ok(())
}

/// One application.
pub async fn find(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<Application>> {
    attached(db, entity::Entity::find_by_id(id.0).one(db).await?).await
}

/// One application, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<Application>> {
    let query = entity::Entity::find_by_id(id.0);
    let query = if tx.get_database_backend() == DbBackend::Postgres { query.lock_exclusive() } else { query };
    attached(tx, query.one(tx).await?).await
}

/// The application with this 受付番号.
pub async fn by_number(db: &impl ConnectionTrait, number: &str) -> Result<Option<Application>> {
    attached(db, entity::Entity::find().filter(entity::Column::Number.eq(number)).one(db).await?).await
}

/// The application of a kind that a registered technician has under way, if there is one.
pub async fn under_way(
    db: &impl ConnectionTrait,
    technician: TechnicianId,
    kind: ApplicationKind,
) -> Result<Option<Application>> {
    let ended = State::ALL.into_iter().filter(|state| state.is_final()).map(State::number);
    let query = entity::Entity::find()
        .filter(entity::Column::TechnicianId.eq(technician.get()))
        .filter(entity::Column::Kind.eq(kind.number()))
        .filter(entity::Column::State.is_not_in(ended));
    attached(db, query.order_by_desc(entity::Column::CreatedAt).one(db).await?).await
}

/// The business's applications for renewal or change that have not come to their end, newest first.
pub async fn of_business_under_way(db: &impl ConnectionTrait, business: BusinessId) -> Result<Vec<Application>> {
    let ended = State::ALL.into_iter().filter(|state| state.is_final()).map(State::number);
    let kinds = [ApplicationKind::BusinessRenewal, ApplicationKind::BusinessChange].map(ApplicationKind::number);
    let rows = entity::Entity::find()
        .filter(entity::Column::BusinessId.eq(business.get()))
        .filter(entity::Column::Kind.is_in(kinds))
        .filter(entity::Column::State.is_not_in(ended))
        .order_by_desc(entity::Column::CreatedAt)
        .all(db)
        .await?;
    attach(db, rows).await
}

/// Tables with rows of an application, and the column that says of which; the application itself last.
const OF_APPLICATION: [(&str, &str); 6] = [
    ("application_file", "application_id"),
    ("application_base", "application_id"),
    ("application_code", "application_id"),
    ("application_proxy", "application_id"),
    ("counter_case", "application_id"),
    ("application", "id"),
];

/// Deletes at most `limit` drafts that were last changed before `before`, and answers them. What is an applicant's turn
/// again after a return is no draft.
pub async fn take_drafts_before(tx: &impl ConnectionTrait, before: Instant, limit: u64) -> Result<Vec<Application>> {
    let old = entity::Entity::find()
        .filter(entity::Column::State.eq(State::Draft.number()))
        .filter(entity::Column::UpdatedAt.lt(before.0))
        .limit(limit);
    let old = if tx.get_database_backend() == DbBackend::Postgres { old.lock_exclusive() } else { old };
    let old = attach(tx, old.all(tx).await?).await?;
    if !old.is_empty() {
        let marks = vec!["?"; old.len()].join(", ");
        for (table, column) in OF_APPLICATION {
            let ids = old.iter().map(|row| row.id.0.into()).collect();
            tx.execute_raw(ask(tx, &format!("DELETE FROM {table} WHERE {column} IN ({marks})"), ids)).await?;
        }
    }
    Ok(old)
}

/// Whether an application, a person, a correction or a version of somebody has the picture or document with this hash, or
/// a document has it for a page.
pub async fn is_photo_kept(db: &impl ConnectionTrait, hash: &str) -> Result<bool> {
    let sql = "SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM application WHERE photo = $1) \
        OR EXISTS (SELECT 1 FROM technician WHERE photo = $1) \
        OR EXISTS (SELECT 1 FROM application_file WHERE hash = $1) \
        OR EXISTS (SELECT 1 FROM recovery WHERE picture = $1) \
        OR EXISTS (SELECT 1 FROM correction WHERE photo_before = $1) \
        OR EXISTS (SELECT 1 FROM correction WHERE photo_after = $1) \
        OR EXISTS (SELECT 1 FROM correction_picture WHERE hash = $1) \
        OR EXISTS (SELECT 1 FROM technician_version WHERE photo = $1) \
        OR EXISTS (SELECT 1 FROM card_print WHERE photo = $1) \
        OR EXISTS (SELECT 1 FROM technician_qualification WHERE picture = $1) \
        OR EXISTS (SELECT 1 FROM technician_training WHERE picture = $1) \
        OR EXISTS (SELECT 1 FROM technician_award WHERE picture = $1) \
        OR EXISTS (SELECT 1 FROM level_statement WHERE file = $1) \
        OR EXISTS (SELECT 1 FROM document_page WHERE hash = $1)";
    let asked = Statement::from_sql_and_values(db.get_database_backend(), sql, [hash.into()]);
    Ok(db.query_one_raw(asked).await?.is_some())
}

/// Writes the whole row back; the caller holds its lock.
pub async fn update(tx: &impl ConnectionTrait, application: &Application) -> Result<()> {
    entity::Entity::update(model(application)).exec(tx).await?;
    Ok(())
}

/// The names of these log-ins, for the queue and the trail.
pub async fn account_names(db: &impl ConnectionTrait, ids: &[AccountId]) -> Result<Vec<(AccountId, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let marks: Vec<String> = (1..=ids.len()).map(|at| format!("${at}")).collect();
    let sql = format!("SELECT id, name FROM account WHERE id IN ({})", marks.join(", "));
    let values = ids.into_iter().map(sea_orm::Value::from);
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    rows.iter().map(|row| Ok((AccountId(row.try_get("", "id")?), row.try_get("", "name")?))).collect()
}
