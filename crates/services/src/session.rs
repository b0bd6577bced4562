//! Keeping browsers' sessions. Invariant: a session's id never reaches the database, only its hash; what a session holds
//! is the screens' business.

use crate::{Db, Result};
use domain::time::Instant;
use sha2::{Digest, Sha256};

pub use store::session::Kept;

fn hash(id: &str) -> String {
    hex::encode(Sha256::digest(id.as_bytes()))
}

/// Keeps a new session. `false` where there is one with this id.
pub async fn create(db: &Db, id: &str, kept: &Kept) -> Result<bool> {
    let tx = db.begin().await?;
    match store::session::insert(&tx, &hash(id), kept).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(true)
        }
        Err(store::Fault::Taken(_)) => Ok(false),
        Err(fault) => Err(fault.into()),
    }
}

/// Keeps what a session holds now; does nothing where it was ended meanwhile, so that a slow request undoes no log-out.
pub async fn save(db: &Db, id: &str, kept: &Kept) -> Result<()> {
    let tx = db.begin().await?;
    store::session::save(&tx, &hash(id), kept).await?;
    tx.commit().await?;
    Ok(())
}

/// What a session holds; `None` where it is absent or has ended.
pub async fn load(db: &Db, id: &str, now: Instant) -> Result<Option<Kept>> {
    Ok(store::session::load(db.read(), &hash(id), now).await?)
}

/// Ends a session.
pub async fn delete(db: &Db, id: &str) -> Result<()> {
    let tx = db.begin().await?;
    store::session::delete(&tx, &hash(id)).await?;
    tx.commit().await?;
    Ok(())
}
