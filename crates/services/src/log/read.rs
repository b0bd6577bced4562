//! What anybody reads of the log, and what witnesses add to it. Invariant: hashes alone; a proof costs a few looks by key however large
//! the log is.

use super::{counted, mark_of, read_parts, read_tiles, stored};
use crate::{Call, Error, Result};
use domain::access::{Action, Resource};
use proof::log::{
    HASH_BYTES, Hash, TileId,
    note::{KeyKind, Note, NoteKey},
};
use store::{
    ConnectionTrait,
    log::{Cosigned, Kept},
};

/// Refused: a leaf or a size the log does not have, or sizes in the wrong order.
const OUT_OF_RANGE: &str = "log.out_of_range";
/// Refused: what a witness sent has no signature of a known witness under a checkpoint of this log.
const COSIGNATURE: &str = "log.cosignature";
/// The longest note of a witness that is read, bytes.
const NOTE_BYTES_MAX: usize = 16_384;

/// That a leaf is in the tree of a size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inclusion {
    /// Which leaf, counted from 0.
    pub leaf: u64,
    /// Of how many.
    pub size: u64,
    /// From the leaf upwards.
    pub hashes: Vec<Hash>,
}

/// That a tree is the beginning of a larger one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consistency {
    /// Leaves of the smaller.
    pub from: u64,
    /// Leaves of the larger.
    pub to: u64,
    /// In the order of RFC 6962.
    pub hashes: Vec<Hash>,
}

fn may(call: &Call) -> Result<()> {
    call.authorize(Action::LogRead, &Resource::Register).map(drop)
}

/// The last checkpoint. Errors: `NotFound` before the first.
pub(super) async fn last(db: &impl ConnectionTrait) -> Result<Kept> {
    store::log::last_checkpoint(db).await?.ok_or(Error::NotFound)
}

/// A checkpoint with every signature under it, as it is published.
pub(super) async fn published(db: &impl ConnectionTrait, kept: Kept) -> Result<String> {
    let lines = store::log::cosignatures(db, kept.size).await?;
    Ok(lines.into_iter().fold(kept.note, |note, cosigned| note + &cosigned.line + "\n"))
}

/// The last checkpoint, or that of a size, with its signatures. Errors: `NotFound` where there is none.
pub async fn checkpoint(call: &Call, size: Option<u64>) -> Result<String> {
    may(call)?;
    let db = call.db.read();
    let kept = match size {
        Some(size) => store::log::checkpoint(db, stored(size).map_err(|_| Error::NotFound)?).await?,
        None => store::log::last_checkpoint(db).await?,
    };
    published(db, kept.ok_or(Error::NotFound)?).await
}

/// The keys of the log and of its witnesses, the newest of the log first.
pub fn keys(call: &Call) -> Result<Vec<NoteKey>> {
    may(call)?;
    let log = &call.outside.log;
    let own: Result<Vec<NoteKey>> = call.outside.keys.logs().iter().map(|key| key.public(&log.origin)).collect();
    Ok(own?.into_iter().chain(log.witnesses.iter().cloned()).collect())
}

/// The first `width` hashes of a tile, one after another. Errors: `NotFound` where the log does not have as many.
pub async fn tile(call: &Call, id: TileId, width: u64) -> Result<Vec<u8>> {
    may(call)?;
    let db = call.db.read();
    let size = counted(last(db).await?.size);
    if width == 0 || width > id.width(size) {
        return Err(Error::NotFound);
    }
    let mut bytes = read_tiles(db, [id]).await?.bytes(id);
    bytes.truncate(usize::try_from(width).map_err(Error::internal)? * HASH_BYTES);
    Ok(bytes)
}

/// That the leaf of a hash is in the tree of `size`, which is the last where it is not said. Errors: `NotFound` where there is no such
/// leaf, `Rejected(log.out_of_range)` where the tree of that size does not have it, or there is no tree of that size.
pub async fn inclusion(call: &Call, leaf: &Hash, size: Option<u64>) -> Result<Inclusion> {
    may(call)?;
    let db = call.db.read();
    let published = counted(last(db).await?.size);
    let size = size.unwrap_or(published);
    if size == 0 || size > published {
        return Err(Error::rejected(OUT_OF_RANGE));
    }
    for found in store::log::leaves_by_mark(db, mark_of(leaf)).await? {
        let at = counted(found);
        let id = TileId { level: 0, number: at / proof::log::TILE_HASHES };
        let tiles = read_tiles(db, [id]).await?;
        let place = usize::try_from(at % proof::log::TILE_HASHES).map_err(Error::internal)?;
        if tiles.hashes(id).get(place) != Some(leaf) {
            continue;
        }
        let parts = proof::log::inclusion(at, size).ok_or_else(|| Error::rejected(OUT_OF_RANGE))?;
        return Ok(Inclusion { leaf: at, size, hashes: read_parts(db, &parts).await? });
    }
    Err(Error::NotFound)
}

/// That the tree of `from` leaves is the beginning of that of `to`. Errors: `Rejected(log.out_of_range)` where either is 0 or not
/// there, or `from` is the larger.
pub async fn consistency(call: &Call, from: u64, to: u64) -> Result<Consistency> {
    may(call)?;
    let db = call.db.read();
    let parts = proof::log::consistency(from, to);
    let size = counted(last(db).await?.size);
    match parts {
        Some(parts) if to <= size => Ok(Consistency { from, to, hashes: read_parts(db, &parts).await? }),
        _ => Err(Error::rejected(OUT_OF_RANGE)),
    }
}

/// Takes the cosignatures of known witnesses under one of the log's own checkpoints, sent as a signed note; says how many are new.
/// Lines of others are left alone. Errors: `Rejected(malformed)`, `NotFound` where the log never said such a thing,
/// `Rejected(log.cosignature)` where no line is a known witness's.
pub async fn cosign(call: &Call, sent: &str) -> Result<u64> {
    may(call)?;
    if sent.len() > NOTE_BYTES_MAX {
        return Err(Error::rejected("too_large"));
    }
    let note = Note::read(sent).map_err(|_| Error::rejected("malformed"))?;
    let size = stored(note.checkpoint.size).map_err(|_| Error::NotFound)?;
    let kept = store::log::checkpoint(call.db.read(), size).await?.ok_or(Error::NotFound)?;
    let ours = Note::read(&kept.note).map_err(Error::internal)?;
    if ours.text != note.text {
        return Err(Error::NotFound);
    }
    let witnesses = call.outside.log.witnesses.iter().filter(|key| key.kind == KeyKind::Witness);
    let lines: Vec<_> = witnesses.filter_map(|key| Some((key, note.signed_by(key)?))).collect();
    if lines.is_empty() {
        return Err(Error::rejected(COSIGNATURE));
    }
    let tx = call.db.begin().await?;
    let mut added = 0;
    for (key, signature) in lines {
        let witness = format!("{}+{}", key.name, hex::encode(key.id()));
        let cosigned = Cosigned { size, witness, at: call.now(), line: signature.line() };
        added += u64::from(store::log::add_cosignature(&tx, &cosigned).await?);
    }
    tx.commit().await?;
    Ok(added)
}
