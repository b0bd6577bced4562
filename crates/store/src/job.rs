//! Work the register has set itself. Invariant: a piece of work has one key and is set once; while one process has it no
//! other takes it, and one that dies with it loses it when its lease ends.

use crate::fault::Result;
use domain::{
    access::{Extent, Scope},
    id::JobId,
    job::GivenUp,
    time::Instant,
};
use sea_orm::{
    ConnectionTrait, DbBackend, FromQueryResult, QueryOrder, QuerySelect, Set, Statement, entity::prelude::*,
    sea_query::OnConflict,
};

/// Kind of the work of handing a notice over.
pub const DELIVER: &str = "notice.deliver";

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
    /// Until when it is whose process has it; 0 for nobody. Of two that had it one after the other no two have the same.
    pub leased_until: Instant,
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
        leased_until: Set(job.leased_until.0),
        ended_at: Set(None),
        fault: Set(None),
    };
    let once = OnConflict::column(entity::Column::Key).do_nothing().to_owned();
    Ok(entity::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await? == 1)
}

/// Whether a key was set, ended or not.
pub async fn is_set(db: &impl ConnectionTrait, key: &str) -> Result<bool> {
    Ok(entity::Entity::find().filter(entity::Column::Key.eq(key)).one(db).await?.is_some())
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
    leased_until: i64,
}

/// Takes at most `limit` pieces that are due at `now`, oldest first, for oneself until `leased_until`.
pub async fn take(tx: &impl ConnectionTrait, now: Instant, leased_until: Instant, limit: u32) -> Result<Vec<Job>> {
    let skip = if tx.get_database_backend() == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let sql = format!(
        "UPDATE job SET leased_until = $2 WHERE id IN (SELECT id FROM job WHERE ended_at IS NULL AND run_at <= $1 \
         AND leased_until <= $1 ORDER BY run_at, id LIMIT {limit} {skip}) \
         RETURNING id, kind, key, subject, run_at, tries, leased_until"
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
        leased_until: Instant(row.leased_until),
    };
    Ok(rows.into_iter().map(job).collect())
}

/// Those that have it as it was taken, and nobody else.
fn mine(job: &Job) -> sea_orm::UpdateMany<entity::Entity> {
    entity::Entity::update_many()
        .filter(entity::Column::Id.eq(job.id.0))
        .filter(entity::Column::EndedAt.is_null())
        .filter(entity::Column::LeasedUntil.eq(job.leased_until.0))
}

/// Ends a piece of work, done or, with a `fault`, given up; `false` where another process has it by now.
pub async fn end(tx: &impl ConnectionTrait, job: &Job, at: Instant, fault: Option<&str>) -> Result<bool> {
    let change = mine(job)
        .col_expr(entity::Column::EndedAt, Expr::value(at.0))
        .col_expr(entity::Column::Tries, Expr::value(job.tries))
        .col_expr(entity::Column::Fault, Expr::value(fault.map(str::to_owned)));
    Ok(change.exec(tx).await?.rows_affected == 1)
}

/// Ends work by its key, whoever has it: it is not needed any more. `false` where it had ended, or was never set.
pub async fn spare(tx: &impl ConnectionTrait, key: &str, at: Instant) -> Result<bool> {
    let change = entity::Entity::update_many()
        .col_expr(entity::Column::EndedAt, Expr::value(at.0))
        .filter(entity::Column::Key.eq(key))
        .filter(entity::Column::EndedAt.is_null());
    Ok(change.exec(tx).await?.rows_affected == 1)
}

/// Leaves a piece of work for later, after so many tries; `false` where another process has it by now.
pub async fn leave(tx: &impl ConnectionTrait, job: &Job, run_at: Instant, tries: i32) -> Result<bool> {
    let change = mine(job)
        .col_expr(entity::Column::RunAt, Expr::value(run_at.0))
        .col_expr(entity::Column::Tries, Expr::value(tries))
        .col_expr(entity::Column::LeasedUntil, Expr::value(0_i64));
    Ok(change.exec(tx).await?.rows_affected == 1)
}

/// Keeps a piece of work for oneself until `until`; `false` where another process has it by now.
pub async fn renew(tx: &impl ConnectionTrait, job: &Job, until: Instant) -> Result<bool> {
    Ok(mine(job).col_expr(entity::Column::LeasedUntil, Expr::value(until.0)).exec(tx).await?.rows_affected == 1)
}

/// Work that was given up, latest first, at most `limit`, without deliveries, which have a list of their own; all of it or
/// none, as the scope says.
pub async fn given_up(db: &impl ConnectionTrait, scope: &Scope, limit: u64) -> Result<Vec<GivenUp>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let query = entity::Entity::find()
        .filter(entity::Column::Fault.is_not_null())
        .filter(entity::Column::EndedAt.is_not_null())
        .filter(entity::Column::Kind.ne(DELIVER));
    let rows = query.order_by_desc(entity::Column::EndedAt).order_by_desc(entity::Column::Id).limit(limit);
    let line = |row: entity::Model| GivenUp {
        id: JobId(row.id),
        kind: row.kind,
        subject: row.subject,
        tries: row.tries,
        at: Instant(row.ended_at.unwrap_or_default()),
        fault: row.fault.unwrap_or_default(),
    };
    Ok(rows.all(db).await?.into_iter().map(line).collect())
}

/// Has a piece of work done again that was given up; `false` where it was not.
pub async fn again(tx: &impl ConnectionTrait, id: JobId, run_at: Instant) -> Result<bool> {
    let change = entity::Entity::update_many()
        .col_expr(entity::Column::EndedAt, Expr::value(Option::<i64>::None))
        .col_expr(entity::Column::Fault, Expr::value(Option::<String>::None))
        .col_expr(entity::Column::RunAt, Expr::value(run_at.0))
        .col_expr(entity::Column::Tries, Expr::value(0))
        .col_expr(entity::Column::LeasedUntil, Expr::value(0_i64))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::Fault.is_not_null())
        .filter(entity::Column::Kind.ne(DELIVER));
    Ok(change.exec(tx).await?.rows_affected == 1)
}

/// Forgets at most `limit` pieces that ended well before `before`; those given up stay for the operator to see.
pub async fn forget_ended(tx: &impl ConnectionTrait, before: Instant, limit: u32) -> Result<u64> {
    let sql =
        format!("DELETE FROM job WHERE id IN (SELECT id FROM job WHERE ended_at < $1 AND fault IS NULL LIMIT {limit})");
    let asked = Statement::from_sql_and_values(tx.get_database_backend(), sql, [before.0.into()]);
    Ok(tx.execute_raw(asked).await?.rows_affected())
}
