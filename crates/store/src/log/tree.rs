//! Tiles of the tree, checkpoints and their cosignatures. Invariant: a tile only grows; what is read is found by its key.

use crate::{fault::Result, query::ask};
use domain::time::Instant;
use sea_orm::{ConnectionTrait, QueryResult};

/// A checkpoint as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Leaves.
    pub size: i64,
    /// When the last of them was added.
    pub at: Instant,
    /// The root.
    pub root: Vec<u8>,
    /// As published, with the log's own signature.
    pub note: String,
}

/// A witness's signature under a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// Leaves of the checkpoint.
    pub size: i64,
    /// Name and number of the key.
    pub witness: String,
    /// When it was received.
    pub at: Instant,
    /// The line under the note.
    pub line: String,
}

const KEPT: &str = "SELECT size, at, root, note FROM log_checkpoint";

fn read(row: &QueryResult) -> Result<Kept> {
    Ok(Kept {
        size: row.try_get_by_index(0)?,
        at: Instant(row.try_get_by_index(1)?),
        root: row.try_get_by_index(2)?,
        note: row.try_get_by_index(3)?,
    })
}

async fn one(db: &impl ConnectionTrait, rest: &str, values: Vec<sea_orm::Value>) -> Result<Option<Kept>> {
    let row = db.query_one_raw(ask(db, &format!("{KEPT} {rest}"), values)).await?;
    row.map(|row| read(&row)).transpose()
}

/// The largest checkpoint.
pub async fn last_checkpoint(db: &impl ConnectionTrait) -> Result<Option<Kept>> {
    one(db, "ORDER BY size DESC LIMIT 1", Vec::new()).await
}

/// The checkpoint of a size.
pub async fn checkpoint(db: &impl ConnectionTrait, size: i64) -> Result<Option<Kept>> {
    one(db, "WHERE size = ?", vec![size.into()]).await
}

/// The first checkpoint that has a leaf.
pub async fn checkpoint_over(db: &impl ConnectionTrait, leaf: i64) -> Result<Option<Kept>> {
    one(db, "WHERE size > ? ORDER BY size LIMIT 1", vec![leaf.into()]).await
}

/// The largest checkpoint that is not larger than `size`.
pub async fn checkpoint_upto(db: &impl ConnectionTrait, size: i64) -> Result<Option<Kept>> {
    one(db, "WHERE size <= ? ORDER BY size DESC LIMIT 1", vec![size.into()]).await
}

/// The checkpoints larger than `size`, smallest first, at most `limit`.
pub async fn checkpoints_after(db: &impl ConnectionTrait, size: i64, limit: i64) -> Result<Vec<Kept>> {
    let sql = format!("{KEPT} WHERE size > ? ORDER BY size LIMIT ?");
    db.query_all_raw(ask(db, &sql, vec![size.into(), limit.into()])).await?.iter().map(read).collect()
}

/// Adds a checkpoint.
pub async fn add_checkpoint(tx: &impl ConnectionTrait, kept: &Kept) -> Result<()> {
    let sql = "INSERT INTO log_checkpoint (size, at, root, note) VALUES (?, ?, ?, ?)";
    let values = vec![kept.size.into(), kept.at.0.into(), kept.root.clone().into(), kept.note.clone().into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The hashes of a row's tiles with these numbers, each with its number; those that are not begun are missing.
pub async fn tiles(db: &impl ConnectionTrait, level: i16, numbers: &[i64]) -> Result<Vec<(i64, Vec<u8>)>> {
    let mut found = Vec::with_capacity(numbers.len());
    for number in numbers {
        let sql = "SELECT hashes FROM log_tile WHERE level = ? AND number = ?";
        if let Some(row) = db.query_one_raw(ask(db, sql, vec![level.into(), (*number).into()])).await? {
            found.push((*number, row.try_get_by_index(0)?));
        }
    }
    Ok(found)
}

/// Writes a tile as it is now.
pub async fn put_tile(tx: &impl ConnectionTrait, (level, number): (i16, i64), hashes: Vec<u8>) -> Result<()> {
    let sql = "INSERT INTO log_tile (level, number, hashes) VALUES (?, ?, ?) \
               ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes";
    tx.execute_raw(ask(tx, sql, vec![level.into(), number.into(), hashes.into()])).await?;
    Ok(())
}

/// Keeps a cosignature; `false` where the witness signed this checkpoint before.
pub async fn add_cosignature(tx: &impl ConnectionTrait, of: &Cosigned) -> Result<bool> {
    let sql = "INSERT INTO log_cosignature (size, witness, at, line) VALUES (?, ?, ?, ?) ON CONFLICT (size, witness) DO NOTHING";
    let values = vec![of.size.into(), of.witness.clone().into(), of.at.0.into(), of.line.clone().into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// The cosignatures under a checkpoint, in the order they came.
pub async fn cosignatures(db: &impl ConnectionTrait, size: i64) -> Result<Vec<Cosigned>> {
    let sql = "SELECT size, witness, at, line FROM log_cosignature WHERE size = ? ORDER BY at, witness";
    let read = |row: &QueryResult| {
        Ok(Cosigned {
            size: row.try_get_by_index(0)?,
            witness: row.try_get_by_index(1)?,
            at: Instant(row.try_get_by_index(2)?),
            line: row.try_get_by_index(3)?,
        })
    };
    db.query_all_raw(ask(db, sql, vec![size.into()])).await?.iter().map(read).collect()
}
