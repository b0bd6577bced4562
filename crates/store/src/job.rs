//! Work the register has set itself. Invariant: a piece of work has one key and is set once; while one process has it no
//! other takes it, and one that dies with it loses it when its lease ends.

use crate::fault::Result;
use domain::{id::JobId, time::Instant};
use sea_orm::{
    ConnectionTrait, DbBackend, FromQueryResult, QuerySelect, Set, Statement, entity::prelude::*, sea_query::OnConflict,
};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub key: String,
        pub subject: String,
        pub run_at: i64,
        pub tries: i32,
        pub leased_until: i64,
        pub ended_at: Option<i64>,
        pub fault: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Which.
    pub id: JobId,
    /// What is to be done: a code of `services::job`.
    pub kind: String,
    /// Says which work this is; the same key is set once.
    pub key: String,
    /// What it is about: an id or a day.
    pub subject: String,
    /// Not before.
    pub run_at: Instant,
    /// Tries so far.
    pub tries: i32,
}

/// Sets a piece of work; `false` where its key was set before, ended or not.
pub async fn set(tx: &impl ConnectionTrait, job: &Job) -> Result<bool> {
    let row = entity::ActiveModel {
        id: Set(job.id.0),
        kind: Set(job.kind.clone()),
        key: Set(job.key.clone()),
        subject: Set(job.subject.clone()),
        run_at: Set(job.run_at.0),
        tries: Set(job.tries),
        leased_until: Set(0),
        ended_at: Set(None),
        fault: Set(None),
    };
    let once = OnConflict::column(entity::Column::Key).do_nothing().to_owned();
    Ok(entity::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await? == 1)
}

/// Whether anything is due at `now` that nobody has.
pub async fn is_any_due(db: &impl ConnectionTrait, now: Instant) -> Result<bool> {
    let due = entity::Entity::find()
        .filter(entity::Column::EndedAt.is_null())
        .filter(entity::Column::RunAt.lte(now.0))
        .filter(entity::Column::LeasedUntil.lte(now.0));
    Ok(due.limit(1).one(db).await?.is_some())
}

#[derive(FromQueryResult)]
struct TakenRow {
    id: Uuid,
    kind: String,
    key: String,
    subject: String,
    run_at: i64,
    tries: i32,
}

/// Takes at most `limit` pieces that are due at `now`, oldest first, for oneself until `leased_until`.
pub async fn take(tx: &impl ConnectionTrait, now: Instant, leased_until: Instant, limit: u32) -> Result<Vec<Job>> {
    let skip = if tx.get_database_backend() == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let sql = format!(
        "UPDATE job SET leased_until = $2 WHERE id IN (SELECT id FROM job WHERE ended_at IS NULL AND run_at <= $1 \
         AND leased_until <= $1 ORDER BY run_at, id LIMIT {limit} {skip}) \
         RETURNING id, kind, key, subject, run_at, tries"
    );
    let values: [sea_orm::Value; 2] = [now.0.into(), leased_until.0.into()];
    let asked = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let mut rows = TakenRow::find_by_statement(asked).all(tx).await?;
    rows.sort_by_key(|row| (row.run_at, row.id));
    let job = |row: TakenRow| Job {
        id: JobId(row.id),
        kind: row.kind,
        key: row.key,
        subject: row.subject,
        run_at: Instant(row.run_at),
        tries: row.tries,
    };
    Ok(rows.into_iter().map(job).collect())
}

/// Ends a piece of work, done or, with a `fault`, given up.
pub async fn end(tx: &impl ConnectionTrait, id: JobId, at: Instant, fault: Option<&str>) -> Result<()> {
    let change = entity::ActiveModel {
        id: Set(id.0),
        ended_at: Set(Some(at.0)),
        fault: Set(fault.map(str::to_owned)),
        ..Default::default()
    };
    entity::Entity::update(change).exec(tx).await?;
    Ok(())
}

/// Leaves a piece of work for later, after so many tries.
pub async fn leave(tx: &impl ConnectionTrait, id: JobId, run_at: Instant, tries: i32) -> Result<()> {
    let change = entity::ActiveModel {
        id: Set(id.0),
        run_at: Set(run_at.0),
        tries: Set(tries),
        leased_until: Set(0),
        ..Default::default()
    };
    entity::Entity::update(change).exec(tx).await?;
    Ok(())
}

/// Forgets at most `limit` pieces that ended well before `before`; those given up stay for the operator to see.
pub async fn forget_ended(tx: &impl ConnectionTrait, before: Instant, limit: u32) -> Result<u64> {
    let sql =
        format!("DELETE FROM job WHERE id IN (SELECT id FROM job WHERE ended_at < $1 AND fault IS NULL LIMIT {limit})");
    let asked = Statement::from_sql_and_values(tx.get_database_backend(), sql, [before.0.into()]);
    Ok(tx.execute_raw(asked).await?.rows_affected())
}
