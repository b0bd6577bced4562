//! Chips, of cards and of tags. Invariant: a chip is a card's or a tag's and never both, which no key of one table can say: whoever
//! gives one away holds it before looking in either.

use crate::{
    fault::Result,
    rows::{Kind, Rows},
};
use sea_orm::{ConnectionTrait, DbBackend};

/// Keeps others from giving these chips away until the transaction ends, as one that begins on PostgreSQL sees nothing of what
/// another has not committed yet. In one order, so that two who wait for the same do not do so in a circle. By itself in its statement:
/// what is read beside it would be as old as the wait. SQLite has one writer already.
pub async fn hold(tx: &impl ConnectionTrait, uids: &[i64]) -> Result<()> {
    if tx.get_database_backend() != DbBackend::Postgres || uids.is_empty() {
        return Ok(());
    }
    let mut rows = Rows::new(&[("uid", Kind::Big)]);
    for uid in uids {
        rows.push(vec![(*uid).into()]);
    }
    // Hashed with a name before it, since people are held by their number as it is. The lock is taken row by row after the sort,
    // which a sub-query with an order of its own keeps in its place.
    let sql = "SELECT pg_advisory_xact_lock(f.named) FROM \
        (SELECT hashtextextended('chip ' || CAST(k.uid AS text), 0) AS named FROM k ORDER BY named) AS f";
    rows.query(tx, sql).await?;
    Ok(())
}
