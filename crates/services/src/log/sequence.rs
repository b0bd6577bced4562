//! The sequencer: versions of records that are committed and not yet in the log, added as leaves. Invariant: what is read is compared
//! with the last version of its record, so a pass that is cut off, or done by two processes at once, loses and doubles nothing; a batch
//! is written whole, and only on the tree it was prepared for.

use super::{counted, hash_of, mark_of, read_tiles, stored, version_of};
use crate::{Call, Error, Result, live::Watch};
use domain::{id::TechnicianId, log::Version};
use proof::log::{
    TileId, Tiles,
    note::{Checkpoint, Note},
};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Fault,
    history::{self, Numbered, RecordKey},
    log::{Changed, Kept, Leaf},
};

/// People that were told of, looked at in one pass.
const PEOPLE_AT_ONCE: usize = 64;
/// Months of people read and written in one transaction: some 1,500 leaves where all of them are new.
const MONTHS_AT_ONCE: usize = 64;
/// People whose months are looked at in one pass, whether or not anybody told of them.
const SWEPT_AT_ONCE: i64 = 2_000;
/// Tries at a batch where another process adds to the log at the same moment.
const TRIES: u32 = 5;

/// What a pass came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    /// Leaves that were added.
    pub added: u64,
    /// There is more to do at once.
    pub more: bool,
}

/// Who adds to the log: told by those who write whose records changed, and going round by itself for what nobody told of (another
/// process, one that died, the log's own beginning).
#[derive(Debug)]
pub struct Sequencer {
    watch: Watch,
    told: BTreeSet<TechnicianId>,
    /// Everybody up to this number was looked at on this round.
    swept: i64,
}

impl Sequencer {
    /// Begins to listen, and its round at the first person.
    pub fn start(call: &Call) -> Self {
        Self { watch: call.outside.live.watch(), told: BTreeSet::new(), swept: 0 }
    }

    /// Adds what is not yet in the log: of who was told of first, then of the next people of the round.
    pub async fn pass(&mut self, call: &Call) -> Result<Pass> {
        self.watch.told(&mut self.told);
        let db = call.db.read();
        let people: Vec<TechnicianId> = self.told.iter().take(PEOPLE_AT_ONCE).copied().collect();
        let mut changed = store::log::changed_of(db, &people).await?;
        let whole = changed.len() <= MONTHS_AT_ONCE;
        changed.truncate(MONTHS_AT_ONCE);
        let (next, limited) = self.sweep(call, &mut changed).await?;
        let added = add(call, &changed).await?;
        // Only now: of a pass that failed everything is looked at again.
        if whole {
            for id in people {
                self.told.remove(&id);
            }
        }
        self.swept = next;
        Ok(Pass { added, more: limited || !self.told.is_empty() })
    }

    /// Adds the months of the next people of the round; says how far it comes, and whether there was no room for all.
    async fn sweep(&self, call: &Call, changed: &mut Vec<Changed>) -> Result<(i64, bool)> {
        let room = MONTHS_AT_ONCE.saturating_sub(changed.len());
        if room == 0 {
            return Ok((self.swept, true));
        }
        let db = call.db.read();
        let numbers = history::numbers_after(db, Numbered::People, self.swept, SWEPT_AT_ONCE).await?;
        let full = i64::try_from(numbers.len()).is_ok_and(|many| many == SWEPT_AT_ONCE);
        let last = numbers.last().copied().filter(|_| full);
        let range = (self.swept.saturating_add(1), last.unwrap_or(i64::MAX));
        let limit = i64::try_from(room).unwrap_or(i64::MAX);
        let found = store::log::changed_between(db, range, limit).await?;
        let cut = found.last().filter(|_| found.len() == room).map(|of| of.technician.get());
        changed.extend(found);
        Ok(match cut {
            // The last person may have months that found no room.
            Some(person) => (person - 1, true),
            None => (last.unwrap_or(0), false),
        })
    }
}

/// Adds what changed in these months as leaves; says how many. The first time of all it makes the checkpoint of an empty log too.
async fn add(call: &Call, changed: &[Changed]) -> Result<u64> {
    for _ in 0..TRIES {
        let before = store::log::last_checkpoint(call.db.read()).await?;
        if changed.is_empty() && before.is_some() {
            return Ok(0);
        }
        let batch = Batch::prepare(call, changed, before.as_ref()).await?;
        match batch.write(call, before.map(|kept| kept.size)).await {
            Ok(true) => {
                metrics::gauge!("log_leaves").set(gauge(batch.size));
                return Ok(u64::try_from(batch.leaves.len()).unwrap_or(u64::MAX));
            }
            // Another process was there first: it is prepared anew on what that left.
            Ok(false) | Err(Fault::Taken(_)) => {}
            Err(fault) => return Err(fault.into()),
        }
    }
    Err(Error::Unavailable)
}

fn gauge(number: u64) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

/// Leaves and the tree with them.
struct Batch<'a> {
    changed: &'a [Changed],
    leaves: Vec<Leaf>,
    tiles: Tiles,
    grown: BTreeSet<TileId>,
    size: u64,
    /// Absent where the tree stays as it is.
    checkpoint: Option<Kept>,
}

impl<'a> Batch<'a> {
    async fn prepare(call: &Call, changed: &'a [Changed], before: Option<&Kept>) -> Result<Self> {
        let db = call.db.read();
        let old = before.map_or(0, |kept| counted(kept.size));
        let versions = versions(call, changed).await?;
        let mut leaves = Vec::with_capacity(versions.len());
        for ((version, turn), at) in versions.into_iter().zip(old..) {
            let mut leaf = Leaf { leaf: stored(at)?, mark: 0, turn, salt: call.ids.bytes(), version };
            leaf.mark = mark_of(&hash_of(&leaf));
            leaves.push(leaf);
        }
        let hashes: Vec<_> = leaves.iter().map(hash_of).collect();
        let mut tiles = read_tiles(db, TileId::edge(old)).await?;
        let torn = || Error::internal("the log's tiles are not of its last checkpoint");
        let grown = tiles.append(old, &hashes).ok_or_else(torn)?;
        let size = old + u64::try_from(hashes.len()).map_err(Error::internal)?;
        let checkpoint = if before.is_some() && leaves.is_empty() {
            None
        } else {
            // What a root is made of stands in tiles that have just grown or are begun.
            Some(signed(call, size, tiles.root(size).ok_or_else(torn)?)?)
        };
        Ok(Self { changed, leaves, tiles, grown, size, checkpoint })
    }

    /// Writes it where the log is still as large as it was; `false` where not.
    async fn write(&self, call: &Call, was: Option<i64>) -> core::result::Result<bool, Fault> {
        let tx = call.db.begin().await?;
        store::log::hold(&tx).await?;
        if store::log::last_checkpoint(&tx).await?.map(|kept| kept.size) != was {
            tx.rollback().await?;
            return Ok(false);
        }
        store::log::add_leaves(&tx, &self.leaves).await?;
        for id in &self.grown {
            let level = i16::try_from(id.level).map_err(|fault| Fault::Broken(fault.to_string()))?;
            let number = i64::try_from(id.number).map_err(|fault| Fault::Broken(fault.to_string()))?;
            store::log::put_tile(&tx, (level, number), self.tiles.bytes(*id)).await?;
        }
        if let Some(checkpoint) = &self.checkpoint {
            store::log::add_checkpoint(&tx, checkpoint).await?;
        }
        store::log::note_read(&tx, self.changed).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// The checkpoint of a tree, signed with the newest key.
fn signed(call: &Call, size: u64, root: proof::log::Hash) -> Result<Kept> {
    let origin = call.outside.log.origin.clone();
    let signer = call.outside.keys.logs().first().ok_or_else(|| Error::internal("there is no key of the log"))?;
    let checkpoint = Checkpoint { origin, size, root };
    let signature = signer.sign(&checkpoint.origin, &checkpoint.text())?;
    let note = Note::of(checkpoint, vec![signature]).published();
    Ok(Kept { size: stored(size)?, at: call.now(), root: root.to_vec(), note })
}

/// The versions of these months that the log does not have, each with its turn, in the order of days, people and sites.
async fn versions(call: &Call, changed: &[Changed]) -> Result<Vec<(Version, i16)>> {
    let db = call.db.read();
    let mut by_month: BTreeMap<_, BTreeSet<TechnicianId>> = BTreeMap::new();
    for of in changed {
        by_month.entry(of.month).or_default().insert(of.technician);
    }
    let mut found: BTreeMap<(i32, RecordKey), (Version, i16)> = BTreeMap::new();
    for (month, people) in by_month {
        let people: Vec<TechnicianId> = people.into_iter().collect();
        let logged = store::log::last_leaves_of(db, month, &people).await?;
        let records = history::records_in_month(db, month, &people).await?;
        let kept: BTreeSet<RecordKey> = records.iter().map(|record| record.key).collect();
        let now = records.iter().map(|record| (record.key, version_of(record)));
        let gone = logged.iter().filter(|(key, leaf)| !kept.contains(key) && leaf.version.said.is_some());
        let gone = gone.map(|(key, leaf)| (*key, Version { said: None, ..leaf.version.clone() }));
        for (key, version) in now.chain(gone) {
            let last = logged.get(&key);
            if last.is_none_or(|last| last.version != version) {
                let turn = last.map_or(1, |last| last.turn.saturating_add(1));
                found.insert((key.date.number(), key), (version, turn));
            }
        }
    }
    Ok(found.into_values().collect())
}
