//! 通知 and the ways they go out. Invariant: a notice is never changed but for when it was read,
//! and for a code in it that opens nothing any more (`application::code`); a delivery moves on from
//! waiting once and for all.

pub mod choice;
pub mod letter;
pub mod out;
pub mod returned;

use crate::fault::{Fault, Result};
use domain::{
    access::{Extent, Scope},
    id::{ApplicationId, BusinessId, DeliveryId, NoticeId, RecoveryId, RegistrarId, TechnicianId},
    notice::{DeliveryState, Medium, NoticeKind, NoticeLine, Reader, Values},
    time::Instant,
};
use sea_orm::{ConnectionTrait, PaginatorTrait, QueryOrder, QuerySelect, Set, Statement, entity::prelude::*};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub technician_id: Option<i64>,
        pub business_id: Option<i64>,
        pub application_id: Option<Uuid>,
        pub recovery_id: Option<Uuid>,
        pub registrar_id: Option<Uuid>,
        pub content: String,
        pub envelope: Option<String>,
        pub created_at: i64,
        pub read_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod delivery_entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "delivery")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub notice_id: Uuid,
        pub medium: i16,
        pub address: String,
        pub lang: String,
        pub state: i16,
        pub tries: i32,
        pub changed_at: i64,
        pub return_key: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whom a notice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// A registered person.
    Technician(TechnicianId),
    /// A registered business, through its admin IDs.
    Business(BusinessId),
    /// Who filed an application and has no log-in yet.
    Application(ApplicationId),
    /// Who asks to be let in again, at the contact they gave.
    Recovery(RecoveryId),
    /// A union, where it has said that it is reached.
    Union(RegistrarId),
}

impl Recipient {
    /// As whom they read it.
    pub const fn reader(self) -> Reader {
        match self {
            Self::Technician(_) => Reader::Technician,
            Self::Business(_) => Reader::Business,
            Self::Application(_) | Self::Recovery(_) => Reader::Applicant,
            Self::Union(_) => Reader::Union,
        }
    }
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Which.
    pub id: NoticeId,
    /// What.
    pub kind: NoticeKind,
    /// Whom it is for.
    pub to: Recipient,
    /// What its words are made with.
    pub values: Values,
    /// The lines of the envelope for a letter that must not go anywhere else; `None` where it goes to where they live by
    /// then.
    pub envelope: Option<String>,
    /// When it was made.
    pub created_at: Instant,
}

/// A notice on one way to one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Which.
    pub id: DeliveryId,
    /// Of which notice.
    pub notice_id: NoticeId,
    /// By which way.
    pub medium: Medium,
    /// Mail address, phone number, or the lines of an envelope.
    pub address: String,
    /// BCP 47 code of the language it is written in.
    pub lang: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Tries so far.
    pub tries: i32,
    /// When it last changed.
    pub changed_at: Instant,
    /// What nobody can guess of a mail, hex: a report that it came back must name it.
    pub return_key: Option<String>,
}

fn kind_from(code: &str) -> Result<NoticeKind> {
    NoticeKind::from_code(code).ok_or_else(|| Fault::unreadable("notice kind", code))
}

fn values_from(text: &str) -> Result<Values> {
    // A fault may be logged and shown, and the values name people.
    serde_json::from_str(text).map_err(|_| Fault::unreadable("values of a notice", "no JSON of values"))
}

fn medium_from(number: i16) -> Result<Medium> {
    Medium::from_stored(number).ok_or_else(|| Fault::unreadable("medium", number))
}

fn state_from(number: i16) -> Result<DeliveryState> {
    DeliveryState::from_stored(number).ok_or_else(|| Fault::unreadable("delivery state", number))
}

impl TryFrom<delivery_entity::Model> for Delivery {
    type Error = Fault;

    fn try_from(row: delivery_entity::Model) -> Result<Self> {
        Ok(Self {
            id: DeliveryId(row.id),
            notice_id: NoticeId(row.notice_id),
            medium: medium_from(row.medium)?,
            address: row.address,
            lang: row.lang,
            state: state_from(row.state)?,
            tries: row.tries,
            changed_at: Instant(row.changed_at),
            return_key: row.return_key,
        })
    }
}

/// Adds a notice.
pub async fn insert(tx: &impl ConnectionTrait, notice: &Notice) -> Result<()> {
    let content = serde_json::to_string(&notice.values).map_err(|fault| Fault::Broken(fault.to_string()))?;
    let (technician, business, application, recovery, registrar) = match notice.to {
        Recipient::Technician(id) => (Some(id.get()), None, None, None, None),
        Recipient::Business(id) => (None, Some(id.get()), None, None, None),
        Recipient::Application(id) => (None, None, Some(id.0), None, None),
        Recipient::Recovery(id) => (None, None, None, Some(id.0), None),
        Recipient::Union(id) => (None, None, None, None, Some(id.0)),
    };
    let row = entity::ActiveModel {
        id: Set(notice.id.0),
        kind: Set(notice.kind.code().to_owned()),
        technician_id: Set(technician),
        business_id: Set(business),
        application_id: Set(application),
        recovery_id: Set(recovery),
        registrar_id: Set(registrar),
        content: Set(content),
        envelope: Set(notice.envelope.clone()),
        created_at: Set(notice.created_at.0),
        read_at: Set(None),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

impl TryFrom<entity::Model> for Notice {
    type Error = Fault;

    fn try_from(row: entity::Model) -> Result<Self> {
        let to = match (row.technician_id, row.business_id, row.application_id, row.recovery_id, row.registrar_id) {
            (Some(id), ..) => Recipient::Technician(TechnicianId::from_stored(id)),
            (_, Some(id), ..) => Recipient::Business(BusinessId::from_stored(id)),
            (_, _, Some(id), ..) => Recipient::Application(ApplicationId(id)),
            (_, _, _, Some(id), _) => Recipient::Recovery(RecoveryId(id)),
            (_, _, _, _, Some(id)) => Recipient::Union(RegistrarId(id)),
            (None, None, None, None, None) => return Err(Fault::unreadable("recipient of a notice", row.id)),
        };
        Ok(Self {
            id: NoticeId(row.id),
            kind: kind_from(&row.kind)?,
            to,
            values: values_from(&row.content)?,
            envelope: row.envelope,
            created_at: Instant(row.created_at),
        })
    }
}

/// One notice.
pub async fn find(db: &impl ConnectionTrait, id: NoticeId) -> Result<Option<Notice>> {
    entity::Entity::find_by_id(id.0).one(db).await?.map(TryInto::try_into).transpose()
}

/// One notice, locked until the transaction ends (SQLite has one writer already): of two of its deliveries that are given
/// up at once one comes second and sees that the other was.
pub async fn lock(tx: &impl ConnectionTrait, id: NoticeId) -> Result<Option<Notice>> {
    let found = entity::Entity::find_by_id(id.0).lock_exclusive();
    found.one(tx).await?.map(TryInto::try_into).transpose()
}

/// What a scope opens of the notices; `None` where it opens none.
fn seen(scope: &Scope) -> Option<Select<entity::Entity>> {
    let all = entity::Entity::find();
    match scope.extent() {
        Extent::Technician(id) => Some(all.filter(entity::Column::TechnicianId.eq(id.get()))),
        Extent::Business(id) => Some(all.filter(entity::Column::BusinessId.eq(id.get()))),
        Extent::Application(id) => Some(all.filter(entity::Column::ApplicationId.eq(id.0))),
        _ => None,
    }
}

/// The newest notices of whom a scope names, at most `limit`.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, limit: u64) -> Result<Vec<NoticeLine>> {
    let Some(query) = seen(scope) else { return Ok(Vec::new()) };
    let newest = query.order_by_desc(entity::Column::CreatedAt).order_by_desc(entity::Column::Id).limit(limit);
    let line = |row: entity::Model| {
        Ok(NoticeLine {
            id: NoticeId(row.id),
            kind: kind_from(&row.kind)?,
            values: values_from(&row.content)?,
            at: Instant(row.created_at),
            read: row.read_at.is_some(),
        })
    };
    newest.all(db).await?.into_iter().map(line).collect()
}

/// How many of them nobody has read.
pub async fn unread(db: &impl ConnectionTrait, scope: &Scope) -> Result<i64> {
    let Some(query) = seen(scope) else { return Ok(0) };
    let count = query.filter(entity::Column::ReadAt.is_null()).count(db).await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Notes that those up to a moment have been read; how many had not been.
pub async fn mark_read(tx: &impl ConnectionTrait, scope: &Scope, until: Instant, at: Instant) -> Result<u64> {
    let all = entity::Entity::update_many().col_expr(entity::Column::ReadAt, Expr::value(at.0));
    let all = match scope.extent() {
        Extent::Technician(id) => all.filter(entity::Column::TechnicianId.eq(id.get())),
        Extent::Business(id) => all.filter(entity::Column::BusinessId.eq(id.get())),
        Extent::Application(id) => all.filter(entity::Column::ApplicationId.eq(id.0)),
        _ => return Ok(0),
    };
    let all = all.filter(entity::Column::ReadAt.is_null()).filter(entity::Column::CreatedAt.lte(until.0));
    Ok(all.exec(tx).await?.rows_affected)
}

/// Adds a delivery.
pub async fn insert_delivery(tx: &impl ConnectionTrait, delivery: &Delivery) -> Result<()> {
    let row = delivery_entity::ActiveModel {
        id: Set(delivery.id.0),
        notice_id: Set(delivery.notice_id.0),
        medium: Set(delivery.medium.number()),
        address: Set(delivery.address.clone()),
        lang: Set(delivery.lang.clone()),
        state: Set(delivery.state.number()),
        tries: Set(delivery.tries),
        changed_at: Set(delivery.changed_at.0),
        return_key: Set(delivery.return_key.clone()),
    };
    delivery_entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// One delivery.
pub async fn delivery(db: &impl ConnectionTrait, id: DeliveryId) -> Result<Option<Delivery>> {
    delivery_entity::Entity::find_by_id(id.0).one(db).await?.map(TryInto::try_into).transpose()
}

/// All deliveries of a notice.
pub async fn deliveries(db: &impl ConnectionTrait, notice: NoticeId) -> Result<Vec<Delivery>> {
    let rows = delivery_entity::Entity::find().filter(delivery_entity::Column::NoticeId.eq(notice.0));
    rows.order_by_asc(delivery_entity::Column::Id).all(db).await?.into_iter().map(TryInto::try_into).collect()
}

/// Moves a delivery that waits on, after so many tries in all; `false` where it no longer waits.
pub async fn advance(
    tx: &impl ConnectionTrait,
    id: DeliveryId,
    state: DeliveryState,
    tries: i32,
    at: Instant,
) -> Result<bool> {
    let done = delivery_entity::Entity::update_many()
        .col_expr(delivery_entity::Column::State, Expr::value(state.number()))
        .col_expr(delivery_entity::Column::Tries, Expr::value(tries))
        .col_expr(delivery_entity::Column::ChangedAt, Expr::value(at.0))
        .filter(delivery_entity::Column::Id.eq(id.0))
        .filter(delivery_entity::Column::State.eq(DeliveryState::Waiting.number()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The language an application's notices are written in.
pub async fn lang_of_application(db: &impl ConnectionTrait, id: ApplicationId) -> Result<String> {
    lang(db, "SELECT lang FROM application WHERE id = $1", id.0.into()).await
}

/// The language of the newest log-in of a person.
pub async fn lang_of_technician(db: &impl ConnectionTrait, id: TechnicianId) -> Result<String> {
    let sql = "SELECT lang FROM account WHERE technician_id = $1 ORDER BY created_at DESC, id LIMIT 1";
    lang(db, sql, id.get().into()).await
}

/// The language of a business's first admin ID, whose number is the business's.
pub async fn lang_of_business(db: &impl ConnectionTrait, id: BusinessId) -> Result<String> {
    lang(db, "SELECT lang FROM account WHERE login_id = $1", id.to_string().into()).await
}

async fn lang(db: &impl ConnectionTrait, sql: &str, value: sea_orm::Value) -> Result<String> {
    let asked = Statement::from_sql_and_values(db.get_database_backend(), sql, [value]);
    let row = db.query_one_raw(asked).await?;
    Ok(row.map(|row| row.try_get("", "lang")).transpose()?.unwrap_or_else(|| "ja".to_owned()))
}

/// Writes the notices of an application in another language from now on.
pub async fn set_lang_of_application(tx: &impl ConnectionTrait, id: ApplicationId, lang: &str) -> Result<()> {
    set_lang(tx, "UPDATE application SET lang = $1 WHERE id = $2", lang, id.0).await
}

/// Writes the notices of a log-in in another language from now on.
pub async fn set_lang_of_account(tx: &impl ConnectionTrait, id: domain::id::AccountId, lang: &str) -> Result<()> {
    set_lang(tx, "UPDATE account SET lang = $1 WHERE id = $2", lang, id.0).await
}

async fn set_lang(tx: &impl ConnectionTrait, sql: &str, lang: &str, id: Uuid) -> Result<()> {
    let values: [sea_orm::Value; 2] = [lang.into(), id.into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}
