//! Log-ins and the sites some of them are limited to. Invariant: a stored password or second factor is a hash or is
//! sealed; nothing here can be used to log in.

pub mod failure;

use crate::fault::{Fault, Result};
use domain::{
    access::Role,
    id::{AccountId, BusinessId, SiteId, TechnicianId},
    time::Instant,
};
use sea_orm::{
    Condition, ConnectionTrait, DbBackend, QueryOrder, QuerySelect, Set, Statement,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};
use std::collections::HashMap;

/// The process whose event says that somebody logged in.
pub const LOG_IN: &str = "account.log_in";
/// IDs named in one statement: no database takes any number of parameters.
const IDS_AT_ONCE: usize = 1_000;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub role: String,
        pub login_id: String,
        pub name: String,
        pub password_hash: String,
        pub totp_secret: Option<String>,
        pub totp_confirmed_at: Option<i64>,
        pub totp_last_step: Option<i64>,
        pub technician_id: Option<i64>,
        pub business_id: Option<i64>,
        pub created_at: i64,
        pub disabled_at: Option<i64>,
        pub sessions_from: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod site_entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_site")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub site_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A log-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// What kind of person logs in with it.
    pub role: Role,
    /// What is typed to log in, normalised; unique.
    pub login_id: String,
    /// Name shown on its screens.
    pub name: String,
    /// PHC string of argon2id.
    pub password_hash: String,
    /// Secret of the second factor, sealed; absent until one was begun.
    pub totp_secret: Option<String>,
    /// When the second factor was confirmed; absent until then.
    pub totp_confirmed_at: Option<Instant>,
    /// The last 30-second step whose code was used.
    pub totp_last_step: Option<i64>,
    /// The person, for a technician.
    pub technician: Option<TechnicianId>,
    /// The business it belongs to.
    pub business: Option<BusinessId>,
    /// Since when.
    pub created_at: Instant,
    /// Since when it cannot be used; absent while it can.
    pub disabled_at: Option<Instant>,
    /// Sessions begun before this have ended; absent where none was ended so.
    pub sessions_from: Option<Instant>,
}

impl Account {
    /// A log-in that can be used at once and has no second factor yet.
    pub fn new(
        id: AccountId,
        role: Role,
        login_id: String,
        name: String,
        password_hash: String,
        created_at: Instant,
    ) -> Self {
        Self {
            id,
            role,
            login_id,
            name,
            password_hash,
            totp_secret: None,
            totp_confirmed_at: None,
            totp_last_step: None,
            technician: None,
            business: None,
            created_at,
            disabled_at: None,
            sessions_from: None,
        }
    }
}

/// As stored: the serialized name of the role.
fn role_name(role: Role) -> Result<String> {
    match serde_json::to_value(role) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        _ => Err(Fault::Broken("a role has no name".to_owned())),
    }
}

fn account(row: entity::Model) -> Result<Account> {
    let role = serde_json::from_value(serde_json::Value::String(row.role.clone()));
    Ok(Account {
        id: AccountId(row.id),
        role: role.map_err(|_| Fault::unreadable("role", &row.role))?,
        login_id: row.login_id,
        name: row.name,
        password_hash: row.password_hash,
        totp_secret: row.totp_secret,
        totp_confirmed_at: row.totp_confirmed_at.map(Instant),
        totp_last_step: row.totp_last_step,
        technician: row.technician_id.map(TechnicianId::from_stored),
        business: row.business_id.map(BusinessId::from_stored),
        created_at: Instant(row.created_at),
        disabled_at: row.disabled_at.map(Instant),
        sessions_from: row.sessions_from.map(Instant),
    })
}

/// Adds a log-in. Errors: [`Fault::Taken`] where its login ID is another's.
pub async fn insert(tx: &impl ConnectionTrait, new: &Account) -> Result<()> {
    let row = entity::ActiveModel {
        id: Set(new.id.0),
        role: Set(role_name(new.role)?),
        login_id: Set(new.login_id.clone()),
        name: Set(new.name.clone()),
        password_hash: Set(new.password_hash.clone()),
        totp_secret: Set(new.totp_secret.clone()),
        totp_confirmed_at: Set(new.totp_confirmed_at.map(|at| at.0)),
        totp_last_step: Set(new.totp_last_step),
        technician_id: Set(new.technician.map(TechnicianId::get)),
        business_id: Set(new.business.map(BusinessId::get)),
        created_at: Set(new.created_at.0),
        disabled_at: Set(new.disabled_at.map(|at| at.0)),
        sessions_from: Set(new.sessions_from.map(|at| at.0)),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The log-in with this id, disabled or not.
pub async fn by_id(db: &impl ConnectionTrait, id: AccountId) -> Result<Option<Account>> {
    entity::Entity::find_by_id(id.0).one(db).await?.map(account).transpose()
}

/// The log-in with this login ID, disabled or not.
pub async fn by_login_id(db: &impl ConnectionTrait, login_id: &str) -> Result<Option<Account>> {
    let row = entity::Entity::find().filter(entity::Column::LoginId.eq(login_id)).one(db).await?;
    row.map(account).transpose()
}

/// The newest log-in of a person that can be used.
pub async fn of_technician(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Option<Account>> {
    let usable = entity::Entity::find()
        .filter(entity::Column::TechnicianId.eq(id.get()))
        .filter(entity::Column::DisabledAt.is_null());
    usable
        .order_by_desc(entity::Column::CreatedAt)
        .order_by_asc(entity::Column::Id)
        .one(db)
        .await?
        .map(account)
        .transpose()
}

/// Sets another password, and ends every session begun before `at`.
pub async fn set_password(tx: &impl ConnectionTrait, id: AccountId, hash: &str, at: Instant) -> Result<()> {
    entity::Entity::update_many()
        .col_expr(entity::Column::PasswordHash, Expr::value(hash))
        .col_expr(entity::Column::SessionsFrom, Expr::value(at.0))
        .filter(entity::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Calls the log-ins of a technician by another name.
pub async fn rename_of_technician(tx: &impl ConnectionTrait, id: TechnicianId, name: &str) -> Result<()> {
    entity::Entity::update_many()
        .col_expr(entity::Column::Name, Expr::value(name))
        .filter(entity::Column::TechnicianId.eq(id.get()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Login IDs that begin with `prefix`.
pub async fn login_ids_from(db: &impl ConnectionTrait, prefix: &str) -> Result<Vec<String>> {
    let query = entity::Entity::find().select_only().column(entity::Column::LoginId);
    Ok(query.filter(entity::Column::LoginId.starts_with(prefix)).into_tuple().all(db).await?)
}

/// The log-ins of a business that are in use, the first made first.
pub async fn of_business(db: &impl ConnectionTrait, business: BusinessId) -> Result<Vec<Account>> {
    let query = entity::Entity::find().filter(entity::Column::BusinessId.eq(business.get()));
    let query = query.filter(entity::Column::TechnicianId.is_null()).filter(entity::Column::DisabledAt.is_null());
    let query = query.order_by_asc(entity::Column::CreatedAt).order_by_asc(entity::Column::Id);
    query.all(db).await?.into_iter().map(account).collect()
}

/// Whether anybody but technicians has a log-in in use.
pub async fn is_any(db: &impl ConnectionTrait) -> Result<bool> {
    let query = entity::Entity::find().filter(entity::Column::TechnicianId.is_null());
    let query = query.filter(entity::Column::DisabledAt.is_null()).select_only().column(entity::Column::Id);
    Ok(query.into_tuple::<Uuid>().one(db).await?.is_some())
}

/// The sites an account is limited to, in order of their numbers.
pub async fn sites_of(db: &impl ConnectionTrait, id: AccountId) -> Result<Vec<SiteId>> {
    let query = site_entity::Entity::find().filter(site_entity::Column::AccountId.eq(id.0));
    let rows = query.order_by_asc(site_entity::Column::SiteId).all(db).await?;
    Ok(rows.into_iter().map(|row| SiteId::from_stored(row.site_id)).collect())
}

/// The sites the accounts in `ids` are limited to, with their names.
pub async fn named_sites_of(db: &impl ConnectionTrait, ids: &[AccountId]) -> Result<Vec<(AccountId, SiteId, String)>> {
    let mut found = Vec::new();
    for ids in ids.chunks(IDS_AT_ONCE) {
        let sql = format!(
            "SELECT a.account_id, a.site_id, s.name FROM account_site a JOIN site s ON s.id = a.site_id \
             WHERE a.account_id IN ({}) ORDER BY a.account_id, a.site_id",
            places(ids.len())
        );
        let values: Vec<Value> = ids.iter().map(|id| id.0.into()).collect();
        let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
        for row in rows {
            let site = SiteId::from_stored(row.try_get("", "site_id")?);
            found.push((AccountId(row.try_get("", "account_id")?), site, row.try_get("", "name")?));
        }
    }
    Ok(found)
}

/// When each of the accounts in `ids` last logged in, by its events; those that never did are absent.
pub async fn last_log_ins(db: &impl ConnectionTrait, ids: &[AccountId]) -> Result<HashMap<AccountId, Instant>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(IDS_AT_ONCE) {
        let sql = format!(
            "SELECT subject_id, MAX(at) AS at FROM event WHERE subject_kind = 'account' AND process = '{LOG_IN}' \
             AND subject_id IN ({}) GROUP BY subject_id",
            places(ids.len())
        );
        let values: Vec<Value> = ids.iter().map(|id| id.to_string().into()).collect();
        let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
        for row in rows {
            let id: String = row.try_get("", "subject_id")?;
            let id = id.parse().map_err(|_| Fault::unreadable("account id", &id))?;
            found.insert(id, Instant(row.try_get("", "at")?));
        }
    }
    Ok(found)
}

fn places(count: usize) -> String {
    (1..=count).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}

/// Limits an account to one site more. The same site twice is once.
pub async fn add_site(tx: &impl ConnectionTrait, id: AccountId, site: SiteId) -> Result<()> {
    let row = site_entity::ActiveModel { account_id: Set(id.0), site_id: Set(site.get()) };
    let once =
        OnConflict::columns([site_entity::Column::AccountId, site_entity::Column::SiteId]).do_nothing().to_owned();
    site_entity::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await?;
    Ok(())
}

/// Sets the sealed secret of a second factor not yet confirmed; `false` where one is confirmed or the account is absent.
pub async fn set_totp_secret(tx: &impl ConnectionTrait, id: AccountId, sealed: &str) -> Result<bool> {
    let changed = entity::Entity::update_many()
        .col_expr(entity::Column::TotpSecret, Expr::value(sealed))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::TotpConfirmedAt.is_null())
        .exec(tx)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Confirms a second factor by the code of `step`; `false` where it was confirmed before.
pub async fn confirm_totp(tx: &impl ConnectionTrait, id: AccountId, at: Instant, step: i64) -> Result<bool> {
    let changed = entity::Entity::update_many()
        .col_expr(entity::Column::TotpConfirmedAt, Expr::value(at.0))
        .col_expr(entity::Column::TotpLastStep, Expr::value(step))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::TotpConfirmedAt.is_null())
        .exec(tx)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Uses up the code of `step`; `false` where this or a later one was used before. Of two at once exactly one is told `true`.
pub async fn use_totp_step(tx: &impl ConnectionTrait, id: AccountId, step: i64) -> Result<bool> {
    let unused =
        Condition::any().add(entity::Column::TotpLastStep.is_null()).add(entity::Column::TotpLastStep.lt(step));
    let changed = entity::Entity::update_many()
        .col_expr(entity::Column::TotpLastStep, Expr::value(step))
        .filter(entity::Column::Id.eq(id.0))
        .filter(unused)
        .exec(tx)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// The account, kept from others who lock it until this transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: AccountId) -> Result<Option<Account>> {
    let query = entity::Entity::find_by_id(id.0);
    let query = if tx.get_database_backend() == DbBackend::Postgres { query.lock_exclusive() } else { query };
    query.one(tx).await?.map(account).transpose()
}

/// Makes a log-in unusable from `at` on.
pub async fn disable(tx: &impl ConnectionTrait, id: AccountId, at: Instant) -> Result<bool> {
    let changed = entity::Entity::update_many()
        .col_expr(entity::Column::DisabledAt, Expr::value(at.0))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::DisabledAt.is_null())
        .exec(tx)
        .await?;
    Ok(changed.rows_affected == 1)
}
