//! What the register does for itself while it runs: months made ahead, what has ended forgotten. Invariant: each step may
//! be left out or done twice without any change that a person sees.

use crate::{Db, Result};
use domain::{
    account::{WAIT_MS, WINDOW_MS},
    passkey::ANSWER_MS,
    time::{Instant, WorkDate},
};

/// The most sessions forgotten in one transaction, so that nobody waits long for the writing connection.
const SESSIONS_MAX: u64 = 1_000;

/// Makes the tables of this month and the next two where they are absent.
pub async fn months_ahead(db: &Db, today: WorkDate) -> Result<()> {
    let mut month = today.month();
    for _ in 0..3 {
        store::partition::make(db, month).await?;
        month = month.next();
    }
    Ok(())
}

/// Forgets sessions, tokens and challenges that have ended and tries no limit counts any more.
pub async fn forget_ended(db: &Db, now: Instant) -> Result<()> {
    loop {
        let tx = db.begin().await?;
        let gone = store::session::delete_ended(&tx, now, SESSIONS_MAX).await?;
        tx.commit().await?;
        if gone < SESSIONS_MAX {
            break;
        }
    }
    let tx = db.begin().await?;
    store::partner::delete_ended_tokens(&tx, now).await?;
    store::passkey::forget_before(&tx, now.plus_ms(-ANSWER_MS)).await?;
    store::account::failure::forget_before(&tx, now.plus_ms(-WINDOW_MS - WAIT_MS)).await?;
    tx.commit().await?;
    Ok(())
}
