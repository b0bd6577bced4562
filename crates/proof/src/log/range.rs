//! Which parts of a tree a proof is made of. Invariant: numbers alone; a part is a run of leaves as RFC 6962 splits a tree,
//! and comes to a few complete subtrees.

/// A complete subtree: of `2^height` leaves, the `index`th of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node {
    /// 0 is a leaf.
    pub height: u32,
    /// Counted from 0 on the left.
    pub index: u64,
}

/// The leaves from `start` to before `end`, with a hash of their own in some tree: `start` is a multiple of the power of
/// two that holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The first.
    pub start: u64,
    /// After the last.
    pub end: u64,
}

impl Range {
    /// The whole of a tree.
    pub const fn tree(size: u64) -> Self {
        Self { start: 0, end: size }
    }

    /// The complete subtrees it comes to, from left to right; none of no leaves.
    pub fn nodes(self) -> Vec<Node> {
        let (mut at, mut nodes) = (self.start, Vec::new());
        while at < self.end {
            // The largest that begins here and does not go beyond the end.
            let height = (self.end - at).ilog2().min(at.trailing_zeros());
            nodes.push(Node { height, index: at >> height });
            at += 1 << height;
        }
        nodes
    }
}

/// The largest power of two below `leaves`, which are two or more.
const fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}

/// The parts whose hashes prove that the leaf `index` is in the tree of `size`, from the leaf upwards; `None` where there is no such
/// leaf. Source: RFC 6962 §2.1.1.
pub fn inclusion(index: u64, size: u64) -> Option<Vec<Range>> {
    if index >= size {
        return None;
    }
    let (mut range, mut parts) = (Range::tree(size), Vec::new());
    while range.end - range.start > 1 {
        let middle = range.start + split(range.end - range.start);
        let (left, right) = (Range { end: middle, ..range }, Range { start: middle, ..range });
        let (inside, beside) = if index < middle { (left, right) } else { (right, left) };
        parts.push(beside);
        range = inside;
    }
    parts.reverse();
    Some(parts)
}

/// The parts whose hashes prove that the tree of `from` leaves is the beginning of that of `to`, in the order of RFC 6962 §2.1.2;
/// `None` where `from` is 0 or larger than `to`.
pub fn consistency(from: u64, to: u64) -> Option<Vec<Range>> {
    if from == 0 || from > to {
        return None;
    }
    let (mut range, mut parts) = (Range::tree(to), Vec::new());
    // Whether what is left of the old tree is the whole of it, whose hash whoever asks has.
    let mut whole = true;
    while range.end != from {
        let middle = range.start + split(range.end - range.start);
        let (left, right) = (Range { end: middle, ..range }, Range { start: middle, ..range });
        if from <= middle {
            parts.push(right);
            range = left;
        } else {
            parts.push(left);
            range = right;
            whole = false;
        }
    }
    if !whole {
        parts.push(range);
    }
    parts.reverse();
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(of: &[(u64, u64)]) -> Vec<Range> {
        of.iter().map(|(start, end)| Range { start: *start, end: *end }).collect()
    }

    #[test]
    fn the_proofs_of_seven_leaves_are_those_of_the_source() {
        // RFC 6962 §2.1.3: with a…j the leaves' hashes from left to right, k = (a, b), l = (c, d), and so on.
        assert_eq!(inclusion(0, 7).unwrap(), ranges(&[(1, 2), (2, 4), (4, 7)]), "b, h, l");
        assert_eq!(inclusion(3, 7).unwrap(), ranges(&[(2, 3), (0, 2), (4, 7)]), "c, g, l");
        assert_eq!(inclusion(4, 7).unwrap(), ranges(&[(5, 6), (6, 7), (0, 4)]), "f, j, k");
        assert_eq!(inclusion(6, 7).unwrap(), ranges(&[(4, 6), (0, 4)]), "i, k");
        assert_eq!(consistency(3, 7).unwrap(), ranges(&[(2, 3), (3, 4), (0, 2), (4, 7)]), "c, d, g, l");
        assert_eq!(consistency(4, 7).unwrap(), ranges(&[(4, 7)]), "l");
        assert_eq!(consistency(6, 7).unwrap(), ranges(&[(4, 6), (6, 7), (0, 4)]), "i, j, k");
    }

    #[test]
    fn what_is_not_in_a_tree_has_no_proof_there() {
        assert_eq!((inclusion(0, 0), inclusion(7, 7), inclusion(8, 7)), (None, None, None));
        assert_eq!((consistency(0, 0), consistency(0, 7), consistency(8, 7)), (None, None, None));
        assert_eq!((inclusion(0, 1), consistency(7, 7)), (Some(Vec::new()), Some(Vec::new())), "nothing to prove");
    }

    #[test]
    fn a_range_is_its_subtrees() {
        let node = |height, index| Node { height, index };
        assert_eq!(Range::tree(0).nodes(), []);
        assert_eq!(Range::tree(7).nodes(), [node(2, 0), node(1, 2), node(0, 6)]);
        assert_eq!(Range { start: 4, end: 7 }.nodes(), [node(1, 2), node(0, 6)]);
        assert_eq!(Range { start: 4, end: 8 }.nodes(), [node(2, 1)]);
    }
}
