//! Drafts that nobody has touched for long are forgotten. Invariant: what was ever handed in stays.

use super::about;
use crate::{Call, Error, Result, document};
use domain::access::{Denied, Role};
use domain::time::DAY_MS;

/// A draft nobody has saved for so many days is forgotten (ours; docs/operating.md).
const DAYS: i64 = 90;
/// The most forgotten in one transaction, so that nobody waits long for the writing connection.
const AT_ONCE_MAX: u64 = 100;

/// Forgets such drafts and their pictures; answers how many. For the register itself only.
pub async fn forget_drafts(call: &Call) -> Result<u64> {
    if call.actor.role != Role::System {
        return Err(Error::Forbidden(Denied::Role));
    }
    let before = call.now().plus_ms(-DAYS * DAY_MS);
    let mut forgotten = 0;
    loop {
        let tx = call.db.begin().await?;
        let drafts = store::application::take_drafts_before(&tx, before, AT_ONCE_MAX).await?;
        for draft in &drafts {
            call.note(&tx, about(draft, "application.forget")).await?;
        }
        let photos = drafts.iter().filter_map(|draft| draft.photo.as_ref()).map(|photo| &photo.hash);
        let files = drafts.iter().flat_map(|draft| &draft.files).map(|file| &file.hash);
        for hash in photos.chain(files) {
            document::let_go(call, &tx, hash).await?;
        }
        tx.commit().await?;
        let some = u64::try_from(drafts.len()).unwrap_or(AT_ONCE_MAX);
        forgotten += some;
        if some < AT_ONCE_MAX {
            return Ok(forgotten);
        }
    }
}
