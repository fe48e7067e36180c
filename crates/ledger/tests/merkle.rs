//! The tree against known vectors and against an independent implementation.
#![allow(clippy::unwrap_used)]

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ledger::{Frontier, Hash, Tree, leaf_hash, verify_consistency, verify_inclusion};
use sha2::Sha256;

/// Every pair of sizes up to this is tried.
const SIZE_MAX: u64 = 130;

fn payload(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

/// The independent tree and ours with the same leaves.
fn trees(size: u64) -> (MemoryBackedTree<Sha256, Vec<u8>>, Tree) {
    let (mut theirs, mut ours) = (MemoryBackedTree::new(), Tree::new());
    for index in 0..size {
        theirs.push(payload(index));
        ours.push(leaf_hash(&payload(index)));
    }
    (theirs, ours)
}

fn joined(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| hash.0).collect()
}

/// Leaves and roots of the reference tests of Certificate Transparency (RFC 6962).
#[test]
fn the_published_roots_of_certificate_transparency() {
    let leaves =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
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
    let mut tree = Tree::new();
    for (leaf, root) in leaves.iter().zip(roots) {
        tree.push(leaf_hash(&hex::decode(leaf).unwrap()));
        assert_eq!(tree.root().to_string(), root, "{} leaves", tree.len());
    }
}

#[test]
fn roots_and_inclusion_proofs_of_every_leaf_equal_the_independent_ones() {
    for size in 0..=SIZE_MAX {
        let (theirs, ours) = trees(size);
        assert_eq!(ours.root().0[..], theirs.root().as_bytes()[..], "root of {size}");
        for index in 0..size {
            let proof = ours.inclusion_proof(index, size).unwrap();
            let expected = theirs.prove_inclusion(usize::try_from(index).unwrap());
            assert_eq!(joined(&proof), expected.as_bytes(), "leaf {index} of {size}");
            verify_inclusion(&leaf_hash(&payload(index)), index, size, &proof, &ours.root()).unwrap();
            theirs.root().verify_inclusion(&payload(index), index, &expected).unwrap();
        }
    }
}

#[test]
fn consistency_proofs_between_every_pair_of_sizes_equal_the_independent_ones() {
    let (_, whole) = trees(SIZE_MAX);
    for new in 0..=SIZE_MAX {
        let (theirs, _) = trees(new);
        for old in 0..=new {
            let proof = whole.consistency_proof(old, new).unwrap();
            let (old_root, new_root) = (whole.root_at(old).unwrap(), whole.root_at(new).unwrap());
            verify_consistency(old, new, &old_root, &new_root, &proof).unwrap();
            if old > 0 {
                let expected = theirs.prove_consistency(usize::try_from(new - old).unwrap());
                assert_eq!(joined(&proof), expected.as_bytes(), "{old} to {new}");
            }
        }
    }
}

#[test]
fn proofs_of_every_earlier_size_come_from_the_grown_tree() {
    let (_, whole) = trees(SIZE_MAX);
    for size in 1..=SIZE_MAX {
        let root = whole.root_at(size).unwrap();
        assert_eq!(root, trees(size).1.root());
        for index in 0..size {
            let proof = whole.inclusion_proof(index, size).unwrap();
            verify_inclusion(&leaf_hash(&payload(index)), index, size, &proof, &root).unwrap();
        }
    }
}

#[test]
fn a_changed_shortened_lengthened_or_misplaced_inclusion_proof_is_refused() {
    for size in 1..=40 {
        let (_, tree) = trees(size);
        let root = tree.root();
        for index in 0..size {
            let leaf = leaf_hash(&payload(index));
            let proof = tree.inclusion_proof(index, size).unwrap();
            let refused = |leaf: &Hash, index, size, proof: &[Hash]| {
                assert!(verify_inclusion(leaf, index, size, proof, &root).is_err(), "{index} of {size}");
            };
            refused(&leaf_hash(b"other"), index, size, &proof);
            refused(&leaf, size, size, &proof);
            for other in (0..size).filter(|other| *other != index) {
                refused(&leaf, other, size, &proof);
            }
            refused(&leaf, index, size, &[proof.clone(), vec![leaf]].concat());
            if let Some((_, shorter)) = proof.split_last() {
                refused(&leaf, index, size, shorter);
            }
            for at in 0..proof.len() {
                let mut changed = proof.clone();
                changed[at].0[0] ^= 1;
                refused(&leaf, index, size, &changed);
            }
        }
    }
}

#[test]
fn a_changed_shortened_or_lengthened_consistency_proof_is_refused() {
    let (_, tree) = trees(40);
    for new in 1..=40 {
        for old in 1..=new {
            let (old_root, new_root) = (tree.root_at(old).unwrap(), tree.root_at(new).unwrap());
            let proof = tree.consistency_proof(old, new).unwrap();
            let refused = |old_root: &Hash, new_root: &Hash, proof: &[Hash]| {
                assert!(verify_consistency(old, new, old_root, new_root, proof).is_err(), "{old} to {new}");
            };
            let other = leaf_hash(b"other");
            refused(&other, &new_root, &proof);
            refused(&old_root, &other, &proof);
            refused(&old_root, &new_root, &[proof.clone(), vec![other]].concat());
            if let Some((_, shorter)) = proof.split_last() {
                refused(&old_root, &new_root, shorter);
            }
            for at in 0..proof.len() {
                let mut changed = proof.clone();
                changed[at].0[31] ^= 128;
                refused(&old_root, &new_root, &changed);
            }
        }
    }
    assert!(verify_consistency(2, 1, &tree.root(), &tree.root(), &[]).is_err());
}

#[test]
fn what_the_tree_does_not_have_is_refused() {
    let (_, tree) = trees(5);
    assert!(tree.root_at(6).is_err());
    assert!(tree.inclusion_proof(5, 5).is_err());
    assert!(tree.inclusion_proof(0, 6).is_err());
    assert!(tree.consistency_proof(3, 6).is_err());
    assert!(tree.consistency_proof(4, 3).is_err());
    assert_eq!((tree.leaf(4), tree.leaf(5)), (Some(leaf_hash(&payload(4))), None));
}

#[test]
fn the_frontier_has_the_same_roots_and_survives_storage_at_every_size() {
    let (mut frontier, mut tree) = (Frontier::new(), Tree::new());
    for index in 0..300 {
        assert_eq!((frontier.len(), frontier.is_empty()), (tree.len(), tree.is_empty()));
        assert_eq!(frontier.root(), tree.root(), "{index} leaves");
        frontier = Frontier::from_bytes(&frontier.to_bytes()).unwrap();
        assert_eq!(frontier.push(leaf_hash(&payload(index))), index);
        assert_eq!(tree.push(leaf_hash(&payload(index))), index);
    }
    let bytes = frontier.to_bytes();
    for wrong in [&bytes[1..], &bytes[..bytes.len() - 1], &[]] {
        assert!(Frontier::from_bytes(wrong).is_err());
    }
}

/// Longer run: `cargo xtask nightly`.
#[test]
#[ignore = "a million leaves: nightly"]
fn sampled_proofs_of_a_million_leaves() {
    let mut tree = Tree::new();
    let mut frontier = Frontier::new();
    for index in 0..1_000_000 {
        tree.push(leaf_hash(&payload(index)));
        frontier.push(leaf_hash(&payload(index)));
    }
    assert_eq!(tree.root(), frontier.root());
    for step in 1..2_000_u64 {
        let (old, new) = ((step * 7_919) % 500_000 + 1, 500_000 + (step * 104_729) % 500_001);
        let index = (step * 1_299_709) % new;
        let root = tree.root_at(new).unwrap();
        let proof = tree.inclusion_proof(index, new).unwrap();
        verify_inclusion(&leaf_hash(&payload(index)), index, new, &proof, &root).unwrap();
        let proof = tree.consistency_proof(old, new).unwrap();
        verify_consistency(old, new, &tree.root_at(old).unwrap(), &root, &proof).unwrap();
    }
}
