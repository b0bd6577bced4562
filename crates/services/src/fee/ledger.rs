//! Booking, and looking at the whole. Invariant: what cannot be balanced is a fault of ours and ends the transaction.

use crate::{Call, Db, Error, Result};
use domain::fee::ledger::Act;
use store::{ConnectionTrait, fee::ledger as rows};
use uuid::Uuid;

/// Writes the journal of an act about `subject` (`fee` or `receipt`, and which), in the transaction of the act.
pub(super) async fn book(
    call: &Call,
    tx: &impl ConnectionTrait,
    act: Act,
    (subject_kind, subject_id): (&'static str, Uuid),
) -> Result<()> {
    let journal = act.journal().map_err(|fault| Error::internal(format!("{fault}: {act:?}")))?;
    let id = call.ids.ordered(call.now());
    rows::insert(tx, &rows::Entry { id, at: call.now(), journal: &journal, subject_kind, subject_id }).await?;
    Ok(())
}

/// What was found in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerReport {
    /// Journals there are.
    pub journals: i64,
    /// What is wrong, one line each; empty where everything sums up.
    pub differences: Vec<String>,
}

/// Looks at the whole ledger: every journal and the whole sum to zero, and claims and held money are what requests and
/// receipts say. For `doctor` and tests; takes as long as reading the ledger.
pub async fn examine(db: &Db) -> Result<LedgerReport> {
    Ok(LedgerReport { journals: rows::count(db.read()).await?, differences: rows::check(db.read()).await? })
}
