//! What a person sees and keeps of the log. Invariant: of one's own records alone; what the log has of somebody else's day is not
//! found.

use super::{counted, read::published, read_parts, version_of};
use crate::{Call, Error, Result, history::Given, passport};
use domain::{
    id::SiteId,
    log::{InLog, PROOF_FORMAT, Proof},
    time::WorkDate,
};
use futures::{StreamExt, stream};
use store::history::{Record, RecordKey};

/// Where a record as it stands is in the log; absent for the seconds until the sequencer has come to it.
pub(crate) async fn in_log(call: &Call, record: &Record) -> Result<Option<InLog>> {
    let db = call.db.read();
    let last = store::log::last_leaf(db, record.key).await?;
    let Some(leaf) = last.filter(|leaf| leaf.version == version_of(record)) else { return Ok(None) };
    let since = store::log::checkpoint_over(db, leaf.leaf).await?;
    Ok(since.map(|kept| InLog { leaf: counted(leaf.leaf), at: kept.at }))
}

/// The proof that the last version of one's own day at a site is in the log, under the last checkpoint. Errors: `Forbidden`,
/// `NotFound` where the log has nothing of such a day.
pub async fn own_proof(call: &Call, day: WorkDate, site: SiteId) -> Result<Proof> {
    let technician = passport::own(call)?;
    let db = call.db.read();
    let key = RecordKey { technician, date: day, site };
    let leaf = store::log::last_leaf(db, key).await?.ok_or(Error::NotFound)?;
    let last = super::read::last(db).await?;
    let at = counted(leaf.leaf);
    let parts = proof::log::inclusion(at, counted(last.size));
    // Its own batch is in the checkpoint that was read after it.
    let parts = parts.ok_or_else(|| Error::internal("a leaf is beyond the last checkpoint"))?;
    let hashes = read_parts(db, &parts).await?;
    Ok(Proof {
        format: PROOF_FORMAT.to_owned(),
        record: leaf.version,
        salt: hex::encode(leaf.salt),
        leaf: at,
        hashes: hashes.iter().map(hex::encode).collect(),
        checkpoint: published(db, last).await?,
    })
}

/// The same as a file. Errors: as [`own_proof`].
pub async fn own_proof_file(call: &Call, day: WorkDate, site: SiteId) -> Result<Given> {
    let text = serde_json::to_vec_pretty(&own_proof(call, day, site).await?).map_err(Error::internal)?;
    let name = format!("record-{}-{site}.json", day.number());
    Ok(Given { name, mime: "application/json", content: stream::once(async { Ok(text) }).boxed() })
}
