//! Whether the log is what it says: leaves made anew from the versions they are of, the tree from the leaves, and every checkpoint
//! compared with the tree and the one before. Invariant: what is compared with is computed here; reports, never mends.

use super::{counted, hash_of, mark_of, read_parts, read_tiles, stored, version_of};
use crate::{Call, Error, Result};
use domain::{
    history::check::{Difference, Differs},
    id::TechnicianId,
    log::Version,
};
use proof::log::{
    Hash, Node, Range, TILE_HASHES, TILE_HEIGHT, TileId, Tiles, fold, node_hash, note::Note, verify_consistency,
};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    ConnectionTrait,
    history::{self, RecordKey},
    log::{Kept, Leaf},
};

/// Leaves looked at in one piece of the night's work: ten tiles.
pub(crate) const LEAVES_AT_ONCE: u64 = 10 * TILE_HASHES;
/// Checkpoints compared in one piece; a piece that has more of them ends before.
const CHECKPOINTS_AT_ONCE: i64 = 2_600;
/// Months counted that wait for the log; beyond, as many.
const WAITING_MAX: i64 = 1_000;

/// What one piece came to.
#[derive(Debug, Clone, Default)]
pub struct Looked {
    /// After the last leaf that was looked at; absent where none comes after.
    pub upto: Option<u64>,
    /// Leaves looked at.
    pub leaves: u64,
    /// What is not as it should be.
    pub differences: Vec<Difference>,
}

fn difference(what: String) -> Difference {
    Difference { kind: Differs::Log, technician: None, site: None, day: None, what }
}

fn of_day(key: RecordKey, what: &str) -> Difference {
    let day = Some(key.date);
    Difference {
        kind: Differs::Log,
        technician: Some(key.technician),
        site: Some(key.site),
        day,
        what: what.to_owned(),
    }
}

/// Complete subtrees from left to right, as leaves come one by one.
struct Peaks(Vec<(Node, Hash)>);

impl Peaks {
    /// Of the tree of `size`, as it is kept.
    fn of(tiles: &Tiles, size: u64) -> Option<Self> {
        let nodes = Range::tree(size).nodes().into_iter();
        nodes.map(|node| Some((node, tiles.node(node)?))).collect::<Option<Vec<_>>>().map(Self)
    }

    /// Adds a leaf; gives the nodes that are complete with it.
    fn push(&mut self, leaf: Hash, at: u64) -> Vec<(Node, Hash)> {
        let (mut node, mut hash) = (Node { height: 0, index: at }, leaf);
        let mut made = Vec::new();
        while let Some((_, left)) = self.0.pop_if(|(before, _)| before.height == node.height) {
            hash = node_hash(&left, &hash);
            node = Node { height: node.height + 1, index: node.index >> 1 };
            made.push((node, hash));
        }
        self.0.push((node, hash));
        made
    }

    fn root(&self) -> Hash {
        let hashes: Vec<Hash> = self.0.iter().map(|(_, hash)| *hash).collect();
        fold(&hashes).unwrap_or_else(proof::log::empty_root)
    }
}

/// Looks at the `many` leaves from `from` on, at what of the tree is complete with them, and at the checkpoints they end.
pub async fn examine(call: &Call, from: u64, many: u64) -> Result<Looked> {
    let db = call.db.read();
    // First: what is written meanwhile makes the tree larger than its versions are known to be, never smaller.
    let written = counted(store::log::next_leaf(db).await?);
    let size = store::log::last_checkpoint(db).await?.map_or(0, |kept| counted(kept.size));
    let mut looked = Looked::default();
    if written > size {
        looked.differences.push(difference(format!("versions of leaves {size} to {written} are in no tree")));
    }
    let after = if from == 0 { -1 } else { stored(from)? };
    let mut kept = store::log::checkpoints_after(db, after, CHECKPOINTS_AT_ONCE).await?;
    let mut end = from.saturating_add(many).min(size);
    if let Some(last) = kept.last().filter(|_| i64::try_from(kept.len()).is_ok_and(|many| many == CHECKPOINTS_AT_ONCE))
    {
        end = end.min(counted(last.size));
    }
    kept.retain(|kept| counted(kept.size) <= end);
    let tiles = read_tiles(db, needed(from, end)).await?;
    let leaves = store::log::leaves_from(db, stored(from)?, stored(end)?).await?;
    let leaves: BTreeMap<u64, Leaf> = leaves.into_iter().map(|leaf| (counted(leaf.leaf), leaf)).collect();
    let roots = walk(&tiles, &leaves, (from, end), &mut looked.differences);
    compare(call, (from, &kept), &roots, &mut looked.differences).await?;
    looked.leaves = end.saturating_sub(from);
    looked.upto = (end < size).then_some(end);
    Ok(looked)
}

/// The tiles of these leaves, of what is complete with them, and of the tree before them.
fn needed(from: u64, end: u64) -> BTreeSet<TileId> {
    let mut needed = Tiles::needed(&[Range::tree(from)]);
    let mut level = 0;
    while end > 0 && end.checked_shr(TILE_HEIGHT * level).is_some_and(|hashes| hashes > 0) {
        let shift = TILE_HEIGHT * (level + 1);
        let (first, last) = (from.checked_shr(shift).unwrap_or(0), (end - 1).checked_shr(shift).unwrap_or(0));
        needed.extend((first..=last).map(|number| TileId { level, number }));
        level += 1;
    }
    needed
}

/// Makes the tree anew leaf by leaf; gives the roots at every size from `from` on.
fn walk(
    tiles: &Tiles,
    leaves: &BTreeMap<u64, Leaf>,
    (from, end): (u64, u64),
    differences: &mut Vec<Difference>,
) -> Vec<Hash> {
    let Some(mut peaks) = Peaks::of(tiles, from) else {
        differences.push(difference(format!("tiles before leaf {from} are missing")));
        return Vec::new();
    };
    let mut roots = vec![peaks.root()];
    for at in from..end {
        let kept = tiles.node(Node { height: 0, index: at });
        let made = leaves.get(&at).map(|leaf| (leaf, hash_of(leaf)));
        match &made {
            None => differences.push(difference(format!("leaf {at} has no version"))),
            Some((leaf, hash)) if kept != Some(*hash) || leaf.mark != mark_of(hash) => {
                differences.push(of_day(leaf.key(), &format!("leaf {at}")));
            }
            Some(_) => {}
        }
        // Of a leaf whose version is lost the tree above can still be compared.
        let Some(hash) = made.map(|(_, hash)| hash).or(kept) else { return roots };
        for (node, hash) in peaks.push(hash, at) {
            // Nodes between the rows of tiles are kept nowhere.
            if node.height % TILE_HEIGHT == 0 && tiles.node(node) != Some(hash) {
                differences.push(difference(format!("node {} {}", node.height, node.index)));
            }
        }
        roots.push(peaks.root());
    }
    roots
}

/// Compares checkpoints with the roots that were made anew, and each with the one before.
async fn compare(
    call: &Call,
    (from, kept): (u64, &[Kept]),
    roots: &[Hash],
    differences: &mut Vec<Difference>,
) -> Result<()> {
    let db = call.db.read();
    let mut before = if from == 0 { None } else { store::log::checkpoint_upto(db, stored(from)?).await? };
    for kept in kept {
        let size = counted(kept.size);
        let made = usize::try_from(size - from).ok().and_then(|at| roots.get(at));
        if made.is_none_or(|made| kept.root != made) {
            differences.push(difference(format!("checkpoint {size}: root")));
        }
        if !is_signed(call, kept)? {
            differences.push(difference(format!("checkpoint {size}: note")));
        }
        if let Some(before) = &before
            && !follows(db, before, kept).await?
        {
            differences.push(difference(format!("checkpoint {size}: not after {}", before.size)));
        }
        before = Some(kept.clone());
    }
    Ok(())
}

/// Whether the note says the size and root it is kept under, with a signature of a key that is kept.
fn is_signed(call: &Call, kept: &Kept) -> Result<bool> {
    let Ok(note) = Note::read(&kept.note) else { return Ok(false) };
    let says = note.checkpoint.size == counted(kept.size) && note.checkpoint.root[..] == kept.root;
    for signer in call.outside.keys.logs() {
        if note.signed_by(&signer.public(&note.checkpoint.origin)?).is_some() {
            return Ok(says);
        }
    }
    Ok(false)
}

/// Whether a checkpoint's tree is the beginning of the next one's, by the proof anybody is given.
async fn follows(db: &impl ConnectionTrait, before: &Kept, after: &Kept) -> Result<bool> {
    let sizes = (counted(before.size), counted(after.size));
    // The empty tree is the beginning of every other.
    let Some(parts) = proof::log::consistency(sizes.0, sizes.1) else { return Ok(sizes.0 == 0) };
    let Ok(hashes) = read_parts(db, &parts).await else { return Ok(false) };
    let [old, new] = [before, after].map(|kept| Hash::try_from(&kept.root[..]).ok());
    Ok(old.zip(new).is_some_and(|(old, new)| verify_consistency(sizes, &hashes, &old, &new)))
}

/// Compares the records of the people from `first` to `last`, who are held, with the last versions of them, in the months of which the
/// log has read all there is.
pub(crate) async fn compare_people(tx: &impl ConnectionTrait, range: (i64, i64)) -> Result<Vec<Difference>> {
    let read = store::log::months_read(tx, range).await?;
    let mut logged: BTreeMap<RecordKey, Version> = BTreeMap::new();
    for leaf in store::log::last_leaves_between(tx, range).await? {
        logged.insert(leaf.key(), leaf.version);
    }
    let mut differences = Vec::new();
    let is_read = |key: &RecordKey| read.contains(&(key.technician, key.date.month()));
    for record in history::records_of(tx, range).await?.iter().filter(|record| is_read(&record.key)) {
        match logged.remove(&record.key) {
            None => differences.push(of_day(record.key, "no leaf")),
            Some(version) if version != version_of(record) => differences.push(of_day(record.key, "another leaf")),
            Some(_) => {}
        }
    }
    let gone = logged.iter().filter(|(key, version)| is_read(key) && version.said.is_some());
    differences.extend(gone.map(|(key, _)| of_day(*key, "no record")));
    Ok(differences)
}

/// The same of at most `people` people after the number `after`, who are held meanwhile; gives the last of them where others come after.
pub async fn examine_people(call: &Call, after: i64, people: i64) -> Result<(Option<i64>, Vec<Difference>)> {
    let tx = call.db.begin().await?;
    let looked = async {
        let numbers = history::numbers_after(&tx, history::Numbered::People, after, people).await?;
        let full = i64::try_from(numbers.len()).is_ok_and(|many| many == people);
        let upto = numbers.last().copied().filter(|_| full);
        let held: BTreeSet<TechnicianId> = numbers.iter().map(|number| TechnicianId::from_stored(*number)).collect();
        history::hold(&tx, &held).await?;
        let range = (after.saturating_add(1), upto.unwrap_or(i64::MAX));
        Ok::<_, Error>((upto, compare_people(&tx, range).await?))
    };
    let looked = looked.await;
    // Nothing was written; a connection that is gone rolls back by itself.
    let _ = tx.rollback().await;
    looked
}

/// Months of people that have changed and wait for the log, counted up to a thousand.
pub async fn waiting(call: &Call) -> Result<usize> {
    Ok(store::log::changed_between(call.db.read(), (0, i64::MAX), WAITING_MAX).await?.len())
}
