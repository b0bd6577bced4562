//! Whether a proof holds. Invariant: a proof that has a hash too many or too few holds nothing, and nothing but what is given is
//! believed. Source: RFC 9162 §2.1.3.2 and §2.1.4.2, whose trees are those of RFC 6962.

use super::{Hash, node_hash};

/// Whether the leaf of this hash is the `index`th of the tree of `size` whose root is given.
pub fn verify_inclusion(leaf: &Hash, (index, size): (u64, u64), proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for beside in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(beside, &hash);
            // As the last of its level it rises until it stands on the right of another.
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether the tree of `from` leaves is the beginning of that of `to`, by the roots of both.
pub fn verify_consistency((from, to): (u64, u64), proof: &[Hash], from_root: &Hash, to_root: &Hash) -> bool {
    if from == 0 || from > to {
        return false;
    }
    if from == to {
        return proof.is_empty() && from_root == to_root;
    }
    let mut hashes = proof.iter();
    // A complete old tree is a part of the new one as it is.
    let first = if from.is_power_of_two() { Some(from_root) } else { hashes.next() };
    let Some(first) = first else { return false };
    let (mut at, mut last) = (from - 1, to - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut old, mut new) = (*first, *first);
    for beside in hashes {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old = node_hash(beside, &old);
            new = node_hash(beside, &new);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            new = node_hash(&new, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old == *from_root && new == *to_root
}
