//! Booking, and looking at the whole. Invariant: what cannot be balanced is a fault of ours and ends the transaction.

use crate::{Call, Db, Error, Result};
use domain::fee::ledger::Act;
use store::{ConnectionTrait, fee::ledger as rows};
use uuid::Uuid;

/// What an act is about: `fee`, `receipt`, `credit` or `credit_refund`, and which.
pub(super) type Subject = (&'static str, Uuid);

/// Writes the journal of an act about `subject`, in the transaction of the act.
pub(super) async fn book(call: &Call, tx: &impl ConnectionTrait, act: Act, subject: Subject) -> Result<()> {
    book_all(call, tx, &[(act, subject)]).await
}

/// Writes the journals of many acts, in few statements.
pub(super) async fn book_all(call: &Call, tx: &impl ConnectionTrait, acts: &[(Act, Subject)]) -> Result<()> {
    let journal =
        |(act, _): &(Act, Subject)| act.journal().map_err(|fault| Error::internal(format!("{fault}: {act:?}")));
    let journals = acts.iter().map(journal).collect::<Result<Vec<_>>>()?;
    let entries: Vec<rows::Entry<'_>> = acts
        .iter()
        .zip(&journals)
        .map(|((_, (subject_kind, subject_id)), journal)| rows::Entry {
            id: call.ids.ordered(call.now()),
            at: call.now(),
            journal,
            subject_kind,
            subject_id: *subject_id,
        })
        .collect();
    rows::insert(tx, &entries).await?;
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

/// Looks at the whole ledger: every journal and the whole sum to zero, claims, held money and cash are what requests and
/// receipts say, and no credit is below nothing. For `doctor` and tests; takes as long as reading the ledger.
pub async fn examine(db: &Db) -> Result<LedgerReport> {
    Ok(LedgerReport { journals: rows::count(db.read()).await?, differences: rows::check(db.read()).await? })
}
