//! Pictures that perhaps nothing refers to. Invariant: each picture is listed here from before it is written until a sweep
//! has seen what refers to it, so none stays behind and none is removed that somebody has just sent.

use crate::{fault::Result, query::ask};
use domain::time::Instant;
use sea_orm::ConnectionTrait;

/// A listed picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// Content hash in the file store.
    pub hash: String,
    /// When it was last listed.
    pub since: Instant,
}

/// Lists a picture, from `at` on.
pub async fn loosen(tx: &impl ConnectionTrait, hash: &str, at: Instant) -> Result<()> {
    let sql = "INSERT INTO document_loose (hash, since) VALUES (?, ?) \
        ON CONFLICT (hash) DO UPDATE SET since = excluded.since";
    tx.execute_raw(ask(tx, sql, vec![hash.into(), at.0.into()])).await?;
    Ok(())
}

/// At most `limit` of those listed before `before` and not since.
pub async fn loose_before(db: &impl ConnectionTrait, before: Instant, limit: u32) -> Result<Vec<Loose>> {
    let sql = format!("SELECT hash, since FROM document_loose WHERE since < ? ORDER BY since, hash LIMIT {limit}");
    let rows = db.query_all_raw(ask(db, &sql, vec![before.0.into()])).await?;
    let loose = |row: &sea_orm::QueryResult| {
        Ok(Loose { hash: row.try_get_by_index(0)?, since: Instant(row.try_get_by_index(1)?) })
    };
    rows.iter().map(loose).collect()
}

/// Takes a picture off the list; `false` where it was listed anew meanwhile. Until the transaction ends nobody lists it.
pub async fn settle(tx: &impl ConnectionTrait, loose: &Loose) -> Result<bool> {
    let sql = "DELETE FROM document_loose WHERE hash = ? AND since = ?";
    let values = vec![loose.hash.clone().into(), loose.since.0.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}
