//! The log of history records (記録簿): what the sequencer adds, what anybody reads of it, the proof a person keeps, and whether it is
//! what it says. Invariant: a leaf is added after the commit of what it says, in a transaction of its own; nothing of a person leaves
//! with it but salted hashes (docs/decisions/0045-log.md).

mod check;
mod own;
mod read;
mod sequence;

pub(crate) use check::{LEAVES_AT_ONCE, compare_people};
pub use check::{Looked, examine, examine_people, waiting};
pub(crate) use own::in_log;
pub use own::{own_proof, own_proof_file};
pub use read::{Consistency, Inclusion, checkpoint, consistency, cosign, inclusion, keys, tile};
pub use sequence::{Pass, Sequencer};

use crate::{Error, Result};
use domain::log::{Said, Version};
use proof::log::{Hash, Range, TileId, Tiles, leaf_hash};
use store::{ConnectionTrait, history::Record, log::Leaf};

/// A number of the log as the database keeps it.
fn stored(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(Error::internal)
}

/// A number of the log from the database, where none is below 0.
fn counted(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// What the log says of a record as it stands.
fn version_of(record: &Record) -> Version {
    Version {
        technician_id: record.key.technician,
        site_id: record.key.site,
        day: record.key.date,
        said: Some(Said {
            first_in: record.first_in,
            last_out: record.last_out,
            inside_since: record.inside_since,
            employer: record.employer,
            tier: record.tier,
            trade: record.trade,
            role: record.role,
            channel: record.channel,
            approval: record.approval,
            touches: record.touches,
            by_hand: record.by_hand,
        }),
    }
}

/// The hash of a leaf as it is kept.
fn hash_of(leaf: &Leaf) -> Hash {
    leaf_hash(&leaf.salt, &leaf.version.bytes())
}

/// The first eight bytes of a hash, as the database finds it.
fn mark_of(hash: &Hash) -> i64 {
    hash.first_chunk().map(|first| i64::from_be_bytes(*first)).unwrap_or_default()
}

/// These tiles; those that are not begun are missing.
async fn read_tiles(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = TileId>) -> Result<Tiles> {
    let mut tiles = Tiles::default();
    for id in ids {
        let level = i16::try_from(id.level).map_err(Error::internal)?;
        for (_, hashes) in store::log::tiles(db, level, &[stored(id.number)?]).await? {
            if !tiles.take(id, &hashes) {
                return Err(Error::internal(format!("tile {}/{} is no tile", id.level, id.number)));
            }
        }
    }
    Ok(tiles)
}

/// The hashes of these parts of the tree. Errors: `Internal` where a tile is missing.
async fn read_parts(db: &impl ConnectionTrait, parts: &[Range]) -> Result<Vec<Hash>> {
    let tiles = read_tiles(db, Tiles::needed(parts)).await?;
    tiles.proof(parts).ok_or_else(|| Error::internal("a tile of the log is missing"))
}
