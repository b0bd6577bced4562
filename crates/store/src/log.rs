//! The log of history records: what is not in it yet, versions, the tree and its checkpoints. Invariant: versions and checkpoints are
//! only ever added, by who holds the log ([`hold`]) and found it as large as it was when they were prepared.

mod tree;
mod version;

pub use tree::{
    Cosigned, Kept, add_checkpoint, add_cosignature, checkpoint, checkpoint_over, checkpoint_upto, checkpoints_after,
    cosignatures, last_checkpoint, put_tile, tiles,
};
pub use version::{
    Leaf, add_leaves, last_leaf, last_leaves_between, last_leaves_of, leaves_by_mark, leaves_from, leaves_of,
    months_read, next_leaf,
};

use crate::{
    fault::Result,
    query::{ask, each},
    rows::{Kind, Rows},
};
use domain::{id::TechnicianId, time::YearMonth};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};

/// A month of a person of which something changed since the log read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Changed {
    /// Whose.
    pub technician: TechnicianId,
    /// Which.
    pub month: YearMonth,
    /// How often it has changed; 0 where nothing is counted of it any more.
    pub changes: i64,
}

fn read(row: &QueryResult) -> Result<Changed> {
    Ok(Changed {
        technician: TechnicianId::from_stored(row.try_get_by_index(0)?),
        month: YearMonth::from_stored(row.try_get_by_index(1)?),
        changes: row.try_get_by_index(2)?,
    })
}

/// Keeps others from adding to the log until the transaction ends (SQLite has one writer already).
pub async fn hold(tx: &impl ConnectionTrait) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";
        tx.execute_raw(ask(tx, sql, vec!["log".into()])).await?;
    }
    Ok(())
}

/// Months of these people that changed since the log read them, by keys of both tables.
pub async fn changed_of(db: &impl ConnectionTrait, people: &[TechnicianId]) -> Result<Vec<Changed>> {
    let mut rows = Rows::new(&[("t", Kind::Big)]);
    for id in people {
        rows.push(vec![id.get().into()]);
    }
    let backend = db.get_database_backend();
    let kept = each(backend, "JOIN", "technician_month", "m", "m.technician_id = k.t");
    let logged =
        each(backend, "LEFT JOIN", "log_month", "l", "l.technician_id = m.technician_id AND l.month = m.month");
    let lost = each(backend, "JOIN", "log_month", "l", "l.technician_id = k.t");
    let gone =
        each(backend, "LEFT JOIN", "technician_month", "m", "m.technician_id = l.technician_id AND m.month = l.month");
    let sql = format!(
        "SELECT m.technician_id, m.month, m.changes FROM k {kept} {logged} WHERE l.changes IS NULL OR l.changes <> m.changes \
         UNION ALL SELECT l.technician_id, l.month, CAST(0 AS bigint) FROM k {lost} {gone} \
         WHERE m.technician_id IS NULL AND l.changes <> 0"
    );
    let found: Result<Vec<Changed>> = rows.query(db, &sql).await?.iter().map(read).collect();
    let mut found = found?;
    found.sort_unstable();
    Ok(found)
}

/// The same of the people from `first` to `last`, both included: the first `limit` in their order.
pub async fn changed_between(db: &impl ConnectionTrait, (first, last): (i64, i64), limit: i64) -> Result<Vec<Changed>> {
    let sql = "SELECT m.technician_id, m.month, m.changes FROM technician_month m LEFT JOIN log_month l \
               ON l.technician_id = m.technician_id AND l.month = m.month WHERE m.technician_id BETWEEN ? AND ? \
               AND (l.changes IS NULL OR l.changes <> m.changes) \
               UNION ALL SELECT l.technician_id, l.month, CAST(0 AS bigint) FROM log_month l LEFT JOIN technician_month m \
               ON m.technician_id = l.technician_id AND m.month = l.month WHERE l.technician_id BETWEEN ? AND ? \
               AND m.technician_id IS NULL AND l.changes <> 0 ORDER BY 1, 2 LIMIT ?";
    let values = vec![first.into(), last.into(), first.into(), last.into(), limit.into()];
    db.query_all_raw(ask(db, sql, values)).await?.iter().map(read).collect()
}

/// Notes that the log has read these months.
pub async fn note_read(tx: &impl ConnectionTrait, read: &[Changed]) -> Result<()> {
    let mut rows = Rows::new(&[("technician_id", Kind::Big), ("month", Kind::Int), ("changes", Kind::Big)]);
    let mut read = read.to_vec();
    read.sort_unstable();
    // A month that was found twice is written once, as it was last.
    for (at, of) in read.iter().enumerate() {
        let again = read.get(at + 1).is_some_and(|next| (next.technician, next.month) == (of.technician, of.month));
        if !again {
            rows.push(vec![of.technician.get().into(), of.month.number().into(), of.changes.into()]);
        }
    }
    let conflict = "ON CONFLICT (technician_id, month) DO UPDATE SET changes = excluded.changes";
    rows.insert(tx, "log_month", conflict).await?;
    Ok(())
}
