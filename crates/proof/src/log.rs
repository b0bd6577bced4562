//! The log of history records: a Merkle tree as RFC 6962 hashes it, kept in tiles, and its checkpoints as signed notes
//! (C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles). Invariant: nothing here reads or keeps anything; who asks
//! for a proof is told which tiles it takes, and brings them.

pub mod file;
pub mod note;
mod range;
mod tile;
mod tree;

pub use range::{Node, Range, consistency, inclusion};
pub use tile::{TILE_HASHES, TILE_HEIGHT, TileId, Tiles};
pub use tree::{verify_consistency, verify_inclusion};

use ring::digest::{Context, SHA256, digest};

/// SHA-256 of a leaf, an inner node or a whole tree.
pub type Hash = [u8; HASH_BYTES];

/// Bytes of a hash.
pub const HASH_BYTES: usize = 32;
/// Bytes of the chance before what a leaf says.
pub const SALT_BYTES: usize = 16;

fn finished(context: Context) -> Hash {
    let mut hash = [0; HASH_BYTES];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// The hash of a leaf: SHA-256 over `00`, the salt and what the leaf says. Source: RFC 6962 §2.1; that a leaf begins with
/// chance is ours, so that nobody finds out what it says by trying.
pub fn leaf_hash(salt: &[u8; SALT_BYTES], said: &[u8]) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(&[0]);
    context.update(salt);
    context.update(said);
    finished(context)
}

/// The hash of an inner node: SHA-256 over `01` and its two children. Source: RFC 6962 §2.1.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(&[1]);
    context.update(left);
    context.update(right);
    finished(context)
}

/// The root of a tree without leaves: SHA-256 over nothing. Source: RFC 6962 §2.1.
pub fn empty_root() -> Hash {
    let mut hash = [0; HASH_BYTES];
    hash.copy_from_slice(digest(&SHA256, &[]).as_ref());
    hash
}

/// The hash over complete subtrees that stand side by side, from left to right: largest first. `None` of none.
pub fn fold(parts: &[Hash]) -> Option<Hash> {
    let (last, others) = parts.split_last()?;
    Some(others.iter().rev().fold(*last, |right, left| node_hash(left, &right)))
}
