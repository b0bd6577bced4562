//! The history as a whole. Invariant: looks and reports; never mends.

use crate::{Db, Result};
use store::history;

pub use store::history::Totals;

/// What a recount found.
#[derive(Debug, Clone)]
pub struct Recount {
    /// How much is kept.
    pub totals: Totals,
    /// Kept counts that differ from what the records add up to, one line each.
    pub differences: Vec<String>,
}

/// Counts touches and records and compares every kept count with what the records add up to. For `doctor` and for
/// measuring; takes as long as reading the whole history.
pub async fn recount(db: &Db) -> Result<Recount> {
    Ok(Recount { totals: history::totals(db.read()).await?, differences: history::recount(db.read()).await? })
}
