//! The log's tree against published hashes, and properties of every proof: what is there proves, what is changed does not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use proof::log::{
    Hash, Range, TileId, Tiles, consistency, empty_root, fold, inclusion, leaf_hash, node_hash, verify_consistency,
    verify_inclusion,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The tree as the source defines it, by halves.
fn by_the_source(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&by_the_source(left), &by_the_source(right))
        }
    }
}

fn leaves(many: u64) -> Vec<Hash> {
    (0..many).map(|at| leaf_hash(&[7; 16], &at.to_be_bytes())).collect()
}

fn tiles(of: &[Hash]) -> Tiles {
    let mut tiles = Tiles::default();
    tiles.append(0, of).unwrap();
    tiles
}

const SIZES: u64 = 200;

#[test]
fn the_published_hashes_of_eight_leaves() {
    // Of Certificate Transparency's reference implementations: leaves without our salt, and the roots of the first 1 to 8.
    let said = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let hash = |said: &str| {
        let bytes = [vec![0], hex::decode(said).unwrap()].concat();
        Hash::try_from(ring::digest::digest(&ring::digest::SHA256, &bytes).as_ref()).unwrap()
    };
    let leaves: Vec<Hash> = said.iter().map(|said| hash(said)).collect();
    let tiles = tiles(&leaves);
    for (root, size) in roots.iter().zip(1..) {
        assert_eq!(hex::encode(tiles.root(size).unwrap()), *root, "{size}");
    }
    assert_eq!(hex::encode(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    // A salted leaf is a leaf of salt and word together.
    let salted = leaf_hash(&[0x20; 16], b"!");
    assert_eq!(salted, hash(&format!("{}21", "20".repeat(16))));
}

#[test]
fn every_leaf_of_every_size_proves_and_as_no_other_leaf() {
    let all = leaves(SIZES);
    let tiles = tiles(&all);
    for size in 1..=SIZES {
        let root = tiles.root(size).unwrap();
        assert_eq!(root, by_the_source(&all[..usize::try_from(size).unwrap()]), "{size}");
        for (leaf, index) in all.iter().zip(0..size) {
            let proof = tiles.proof(&inclusion(index, size).unwrap()).unwrap();
            assert!(verify_inclusion(leaf, (index, size), &proof, &root), "{index} of {size}");
            assert!(!verify_inclusion(leaf, (index ^ 1, size), &proof, &root) || size == 1, "{index} of {size}");
            assert!(!verify_inclusion(leaf, (size, size), &proof, &root), "{index} of {size}");
        }
    }
}

#[test]
fn every_pair_of_sizes_is_consistent_and_no_other_root_is() {
    let all = leaves(SIZES);
    let tiles = tiles(&all);
    let roots: Vec<Hash> = (0..=SIZES).map(|size| tiles.root(size).unwrap()).collect();
    let root = |size: u64| &roots[usize::try_from(size).unwrap()];
    for to in 1..=SIZES {
        for from in 1..=to {
            let proof = tiles.proof(&consistency(from, to).unwrap()).unwrap();
            assert!(verify_consistency((from, to), &proof, root(from), root(to)), "{from} in {to}");
            assert!(!verify_consistency((from, to), &proof, root(from - 1), root(to)), "{from} in {to}");
            assert!(!verify_consistency((from, to), &proof, root(from), root(to - 1)), "{from} in {to}");
            let longer = [&proof[..], &[empty_root()]].concat();
            assert!(!verify_consistency((from, to), &longer, root(from), root(to)), "{from} in {to}");
        }
        assert!(!verify_consistency((0, to), &[], root(0), root(to)), "an empty tree proves nothing");
        assert!(!verify_consistency((to, to - 1), &[], root(to), root(to - 1)));
    }
}

#[test]
fn a_tree_that_grows_piece_by_piece_is_the_same_and_only_its_edge_is_read() {
    let all = leaves(70_000);
    let whole = tiles(&all);
    let (mut size, mut kept) = (0u64, Tiles::default());
    for piece in [1, 255, 1, 300, 65_000, 4_443] {
        // What is kept comes back from its bytes, the right edge alone.
        let mut read = Tiles::default();
        for id in TileId::edge(size) {
            assert!(read.take(id, &kept.bytes(id)));
        }
        let new = &all[usize::try_from(size).unwrap()..][..piece];
        let grown = read.append(size, new).unwrap();
        for id in grown {
            assert!(kept.take(id, &read.bytes(id)));
        }
        size += u64::try_from(piece).unwrap();
        assert_eq!(kept.root(size), whole.root(size), "{size}");
    }
    assert_eq!((size, &kept), (70_000, &whole));
    let parts = inclusion(65_536, size).unwrap();
    assert!(Tiles::needed(&parts).len() <= 4, "a proof is made of a few tiles: {:?}", Tiles::needed(&parts));
    let widths: Vec<u64> = [(0, 273), (1, 0), (1, 1), (2, 0), (3, 0), (0, 274), (0, u64::MAX), (9, 0)]
        .map(|(level, number)| TileId { level, number }.width(size))
        .to_vec();
    assert_eq!(widths, [112, 256, 17, 1, 0, 0, 0, 0]);
    assert!(Tiles::default().append(1, &all[..1]).is_none(), "not without its edge");
    assert!(!Tiles::default().take(TileId { level: 0, number: 0 }, &[0; 33]), "no whole hashes");
    assert!(!Tiles::default().take(TileId { level: 0, number: 0 }, &[0; 257 * 32]), "too many hashes");
}

proptest! {
    #[test]
    fn any_changed_byte_of_a_proof_fails(size in 2..=SIZES, at: prop::sample::Index, byte: prop::sample::Index, by in 1..=255u8) {
        let all = leaves(size);
        let tiles = tiles(&all);
        let (index, root) = (at.index(all.len()), tiles.root(size).unwrap());
        let index = u64::try_from(index).unwrap();
        let mut proof = tiles.proof(&inclusion(index, size).unwrap()).unwrap();
        let leaf = all[usize::try_from(index).unwrap()];
        prop_assert!(verify_inclusion(&leaf, (index, size), &proof, &root));
        let place = byte.index(proof.len() * 32 + 64);
        let (mut leaf, mut root) = (leaf, root);
        match place.checked_sub(64) {
            Some(place) => proof[place / 32][place % 32] ^= by,
            None if place < 32 => leaf[place] ^= by,
            None => root[place - 32] ^= by,
        }
        prop_assert!(!verify_inclusion(&leaf, (index, size), &proof, &root));
        proof.pop();
        prop_assert!(!verify_inclusion(&all[0], (0, size), &proof, &tiles.root(size).unwrap()), "one too few");
    }

    #[test]
    fn any_changed_byte_of_a_consistency_proof_fails(to in 2..=SIZES, at: prop::sample::Index, byte: prop::sample::Index, by in 1..=255u8) {
        let all = leaves(to);
        let tiles = tiles(&all);
        let from = 1 + u64::try_from(at.index(all.len() - 1)).unwrap();
        let (mut old, mut new) = (tiles.root(from).unwrap(), tiles.root(to).unwrap());
        let mut proof = tiles.proof(&consistency(from, to).unwrap()).unwrap();
        prop_assert!(verify_consistency((from, to), &proof, &old, &new));
        let place = byte.index(proof.len() * 32 + 64);
        match place.checked_sub(64) {
            Some(place) => proof[place / 32][place % 32] ^= by,
            None if place < 32 => old[place] ^= by,
            None => new[place - 32] ^= by,
        }
        prop_assert!(!verify_consistency((from, to), &proof, &old, &new));
    }

    #[test]
    fn parts_of_large_trees_are_few_and_hold_the_tree_together(size in 1..u64::MAX / 2, at: prop::sample::Index) {
        let index = u64::try_from(at.index(usize::MAX)).unwrap() % size;
        let mut parts = inclusion(index, size).unwrap();
        prop_assert!(parts.len() <= 63);
        parts.push(Range { start: index, end: index + 1 });
        parts.sort_by_key(|part| part.start);
        prop_assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
        prop_assert_eq!((parts.first().unwrap().start, parts.last().unwrap().end), (0, size));
        let needed: BTreeSet<TileId> = Tiles::needed(&parts);
        prop_assert!(needed.len() <= 16, "a tile or two a row: {}", needed.len());
        prop_assert!(needed.iter().all(|id| id.width(size) > 0));
    }
}

#[test]
fn nothing_side_by_side_is_no_hash() {
    assert_eq!(fold(&[]), None);
    let [one, two, three] = [leaf_hash(&[0; 16], b"1"), leaf_hash(&[0; 16], b"2"), leaf_hash(&[0; 16], b"3")];
    assert_eq!(fold(&[one]), Some(one));
    assert_eq!(fold(&[one, two, three]), Some(node_hash(&one, &node_hash(&two, &three))));
}
