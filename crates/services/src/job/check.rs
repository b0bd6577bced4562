//! Looking whether the history is what its facts say, a part a piece of work. Invariant: how far it has come is kept in the
//! transaction that leaves the work or ends it.

use super::{end, finish, rows};
use crate::{Call, Error, Result, history};
use domain::time::WorkDate;
use store::job::Job;

/// The next part in the night after `day`; what is left for that night is the next piece of work.
pub(super) async fn go_on(call: &Call, job: &Job, day: WorkDate) -> Result<()> {
    let Some(looked) = history::look(call, day).await? else { return finish(call, job).await };
    let tx = call.db.begin().await?;
    if !looked.more {
        end(call, &tx, job, None).await?;
    } else if !rows::leave(&tx, job, call.now(), 0).await? {
        return Err(Error::Unavailable);
    }
    looked.keep(call, &tx).await?;
    tx.commit().await?;
    Ok(())
}
