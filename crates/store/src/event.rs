//! The trail of changes. Invariant: a row is only ever added, in the transaction of the change it tells of.

use crate::{
    fault::Result,
    rows::{Cell, Kind, Rows},
};
use domain::{id::AccountId, time::Instant};
use sea_orm::{ConnectionTrait, DbBackend, entity::prelude::*};
use uuid::Uuid;

mod lent;

pub use lent::of_lent;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub at: i64,
        pub actor_role: String,
        pub actor_account: Option<Uuid>,
        pub lent_to: Option<String>,
        pub process: String,
        pub reason: Option<String>,
        pub subject_kind: String,
        pub subject_id: String,
        pub old: Option<String>,
        pub new: Option<String>,
        pub request_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What happened, who did it, to what, and what it was before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// UUIDv7.
    pub id: Uuid,
    /// When.
    pub at: Instant,
    /// Role of who did it, as `domain::access::Role` is serialized.
    pub actor_role: String,
    /// Account of who did it, where there is one.
    pub actor_account: Option<AccountId>,
    /// The body the ID was lent to, where it acted in the name of the business the account is of.
    pub lent_to: Option<String>,
    /// The use case, `noun.verb`.
    pub process: String,
    /// Why, where a person said so.
    pub reason: Option<String>,
    /// The noun of what changed.
    pub subject_kind: String,
    /// Its id.
    pub subject_id: String,
    /// JSON before; absent where it did not exist.
    pub old: Option<String>,
    /// JSON after; absent where it no longer exists.
    pub new: Option<String>,
    /// The request it happened in.
    pub request_id: Uuid,
}

/// Adds an event.
pub async fn insert(tx: &impl ConnectionTrait, event: Event) -> Result<()> {
    let row = entity::ActiveModel {
        id: sea_orm::Set(event.id),
        at: sea_orm::Set(event.at.0),
        actor_role: sea_orm::Set(event.actor_role),
        actor_account: sea_orm::Set(event.actor_account.map(|id| id.0)),
        lent_to: sea_orm::Set(event.lent_to),
        process: sea_orm::Set(event.process),
        reason: sea_orm::Set(event.reason),
        subject_kind: sea_orm::Set(event.subject_kind),
        subject_id: sea_orm::Set(event.subject_id),
        old: sea_orm::Set(event.old),
        new: sea_orm::Set(event.new),
        request_id: sea_orm::Set(event.request_id),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Adds many events in few statements.
pub async fn insert_many(tx: &impl ConnectionTrait, events: Vec<Event>) -> Result<()> {
    let mut rows = Rows::new(&[
        ("id", Kind::Uuid),
        ("at", Kind::Big),
        ("actor_role", Kind::Text),
        ("actor_account", Kind::Uuid),
        ("lent_to", Kind::Words),
        ("process", Kind::Text),
        ("reason", Kind::Words),
        ("subject_kind", Kind::Text),
        ("subject_id", Kind::Text),
        ("old", Kind::Words),
        ("new", Kind::Words),
        ("request_id", Kind::Uuid),
    ]);
    for event in events {
        rows.push(vec![
            event.id.into(),
            event.at.0.into(),
            event.actor_role.into(),
            Cell::Uuid(event.actor_account.map(|id| id.0)),
            Cell::Words(event.lent_to),
            event.process.into(),
            Cell::Words(event.reason),
            event.subject_kind.into(),
            event.subject_id.into(),
            Cell::Words(event.old),
            Cell::Words(event.new),
            event.request_id.into(),
        ]);
    }
    // Work without a request has the nil UUID, which stands for an absent one on its way.
    let nil = if tx.get_database_backend() == DbBackend::Postgres {
        "'00000000-0000-0000-0000-000000000000'::uuid"
    } else {
        "x'00000000000000000000000000000000'"
    };
    let names = "id, at, actor_role, actor_account, lent_to, process, reason, subject_kind, subject_id, old, new";
    let sql = format!("INSERT INTO event ({names}, request_id) SELECT {names}, COALESCE(request_id, {nil}) FROM k");
    rows.execute(tx, &sql).await?;
    Ok(())
}

/// Lets one look of a log-in be noted at a time, until the transaction ends (SQLite has one writer already).
pub async fn lock_reads(tx: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";
        tx.execute_raw(crate::query::ask(tx, sql, vec![format!("evidence.read {account}").into()])).await?;
    }
    Ok(())
}

/// When a log-in was last noted to look at a document; `document`: JSON as it was noted.
pub async fn last_read(
    db: &impl ConnectionTrait,
    (kind, id): (&str, &str),
    account: AccountId,
    document: &str,
) -> Result<Option<Instant>> {
    let sql = "SELECT MAX(at) FROM event WHERE process = 'evidence.read' AND subject_id = ? AND actor_account = ? \
        AND subject_kind = ? AND new = ?";
    let values = vec![id.into(), account.0.into(), kind.into(), document.into()];
    let row = db.query_one_raw(crate::query::ask(db, sql, values)).await?;
    let at = row.map(|row| row.try_get_by_index::<Option<i64>>(0)).transpose()?.flatten();
    Ok(at.map(Instant))
}

/// The trail of one subject, oldest first: the newest `limit` rows.
pub async fn of_subject(db: &impl ConnectionTrait, kind: &str, id: &str, limit: u64) -> Result<Vec<Event>> {
    use sea_orm::{QueryOrder, QuerySelect};
    let mut rows = entity::Entity::find()
        .filter(entity::Column::SubjectKind.eq(kind))
        .filter(entity::Column::SubjectId.eq(id))
        .order_by_desc(entity::Column::At)
        .order_by_desc(entity::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    rows.reverse();
    Ok(rows
        .into_iter()
        .map(|row| Event {
            id: row.id,
            at: Instant(row.at),
            actor_role: row.actor_role,
            actor_account: row.actor_account.map(AccountId),
            lent_to: row.lent_to,
            process: row.process,
            reason: row.reason,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            old: row.old,
            new: row.new,
            request_id: row.request_id,
        })
        .collect())
}
