//! The tree in tiles: rows of 256 hashes, of the leaves and of every eighth level above. Invariant: a tile only ever grows at its
//! end, so what was read of it once stays; every other node is made of the hashes of one tile. Source: C2SP tlog-tiles.

use super::{HASH_BYTES, Hash, Node, Range, empty_root, fold, node_hash};
use std::collections::{BTreeMap, BTreeSet};

/// Levels of the tree from one row of tiles to the next.
pub const TILE_HEIGHT: u32 = 8;
/// Hashes of a whole tile.
pub const TILE_HASHES: u64 = 1 << TILE_HEIGHT;

/// A tile: its row, 0 for the leaves, and its number in the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    /// Of which row.
    pub level: u32,
    /// Counted from 0 on the left.
    pub number: u64,
}

impl TileId {
    /// The tile that says what a node is.
    pub fn of(node: Node) -> Self {
        let (level, below) = (node.height / TILE_HEIGHT, node.height % TILE_HEIGHT);
        Self { level, number: (node.index << below) / TILE_HASHES }
    }

    /// The tiles at the right edge of a tree that are begun and not whole: those that grow with the next leaf.
    pub fn edge(size: u64) -> Vec<Self> {
        let mut tiles = Vec::new();
        let (mut level, mut hashes) = (0, size);
        while hashes > 0 {
            if hashes % TILE_HASHES != 0 {
                tiles.push(Self { level, number: hashes / TILE_HASHES });
            }
            level += 1;
            hashes /= TILE_HASHES;
        }
        tiles
    }

    /// How many hashes of it there are in a tree; 0 where it is not begun.
    pub fn width(self, size: u64) -> u64 {
        let hashes = size.checked_shr(TILE_HEIGHT.saturating_mul(self.level)).unwrap_or(0);
        let before = self.number.saturating_mul(TILE_HASHES);
        hashes.saturating_sub(before).min(TILE_HASHES)
    }
}

/// Some tiles of a tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tiles(BTreeMap<TileId, Vec<Hash>>);

impl Tiles {
    /// The tiles that say what these parts are.
    pub fn needed(parts: &[Range]) -> BTreeSet<TileId> {
        parts.iter().flat_map(|part| part.nodes()).map(TileId::of).collect()
    }

    /// Takes a tile as it is kept, one hash after another; `false` where these are not whole hashes or more than a tile has.
    #[must_use]
    pub fn take(&mut self, id: TileId, bytes: &[u8]) -> bool {
        let (hashes, rest) = bytes.as_chunks::<HASH_BYTES>();
        let good = rest.is_empty() && u64::try_from(hashes.len()).is_ok_and(|many| many <= TILE_HASHES);
        if good {
            self.0.insert(id, hashes.to_vec());
        }
        good
    }

    /// A tile as it is kept; empty where it is not among these.
    pub fn bytes(&self, id: TileId) -> Vec<u8> {
        self.0.get(&id).map(|hashes| hashes.concat()).unwrap_or_default()
    }

    /// The hashes of a tile.
    pub fn hashes(&self, id: TileId) -> &[Hash] {
        self.0.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The hash of a complete subtree; `None` where its tile is not among these or does not reach so far.
    pub fn node(&self, node: Node) -> Option<Hash> {
        let below = node.height % TILE_HEIGHT;
        let first = usize::try_from((node.index << below) % TILE_HASHES).ok()?;
        complete(self.hashes(TileId::of(node)).get(first..first + (1 << below))?)
    }

    /// The hash of a part.
    pub fn part(&self, part: Range) -> Option<Hash> {
        let parts: Option<Vec<Hash>> = part.nodes().into_iter().map(|node| self.node(node)).collect();
        fold(&parts?)
    }

    /// The hashes of parts, in their order.
    pub fn proof(&self, parts: &[Range]) -> Option<Vec<Hash>> {
        parts.iter().map(|part| self.part(*part)).collect()
    }

    /// The root of the tree of `size`; `None` where a tile is missing.
    pub fn root(&self, size: u64) -> Option<Hash> {
        if size == 0 { Some(empty_root()) } else { self.part(Range::tree(size)) }
    }

    /// Adds leaves after the `size` there are; gives the tiles that grew. The tiles of [`TileId::edge`] are among these, else `None`.
    pub fn append(&mut self, size: u64, leaves: &[Hash]) -> Option<BTreeSet<TileId>> {
        let whole = |id: &TileId| u64::try_from(self.hashes(*id).len()).is_ok_and(|many| many == id.width(size));
        if !TileId::edge(size).iter().all(whole) {
            return None;
        }
        let mut grown = BTreeSet::new();
        for (leaf, at) in leaves.iter().zip(size..) {
            let (mut hash, mut id) = (*leaf, TileId { level: 0, number: at / TILE_HASHES });
            loop {
                let hashes = self.0.entry(id).or_default();
                hashes.push(hash);
                grown.insert(id);
                if u64::try_from(hashes.len()).ok()? < TILE_HASHES {
                    break;
                }
                hash = complete(hashes)?;
                id = TileId { level: id.level + 1, number: id.number / TILE_HASHES };
            }
        }
        Some(grown)
    }
}

/// The hash over a power of two of hashes that stand side by side.
fn complete(row: &[Hash]) -> Option<Hash> {
    let mut row = row.to_vec();
    while row.len() > 1 {
        row = row.as_chunks().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    row.first().copied()
}
