//! What was written is read, and nothing else is.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test helpers")]

use std::fs;
use std::sync::OnceLock;

use dactyloscopy::{ALGORITHM, Template};
use gallery::{Gallery, ProbeFinger, Section, SnapshotError};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use synthetic::TemplateFinger;
use vocabulary::{FingerPosition, RegistryNumber};

const INDEX: FingerPosition = FingerPosition::RightIndex;
const THUMB: FingerPosition = FingerPosition::LeftThumb;
/// Bytes of the header and of a head, each with its digest (snapshot/layout.rs).
const HEADER: usize = 44 + 32;
const HEAD: usize = 60 + 32;

fn number(n: u64) -> RegistryNumber {
    let bytes = u128::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    RegistryNumber::from_random_bytes(bytes.to_le_bytes())
}

fn print(n: u64, position: FingerPosition, impression: u64) -> Template {
    TemplateFinger::new(n * 16 + u64::from(position.number())).impression_at(impression, n, 0.5)
}

fn fill(people: impl Iterator<Item = u64>) -> Gallery {
    let mut gallery = Gallery::new();
    for n in people {
        let positions: &[_] = if n % 3 == 0 { &[INDEX] } else { &[THUMB, INDEX, INDEX] };
        let fingers: Vec<_> = positions.iter().zip(1..).map(|(p, i)| (*p, print(n, *p, i))).collect();
        gallery.insert(number(n), &fingers);
    }
    gallery
}

fn written(gallery: &Gallery) -> Vec<u8> {
    let mut bytes = Vec::new();
    gallery.write_snapshot(&mut bytes).unwrap();
    bytes
}

fn read(bytes: &[u8]) -> Result<Gallery, SnapshotError> {
    Gallery::read_snapshot(&mut { bytes })
}

fn small() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let mut gallery = fill(0..4);
        gallery.block(number(2));
        gallery.block(number(77));
        written(&gallery)
    })
}

fn same_searches(one: &Gallery, other: &Gallery, people: u64) {
    assert_eq!((one.len(), one.fingers()), (other.len(), other.fingers()));
    for n in 0..people {
        for told in [true, false] {
            let probe = |p| ProbeFinger { position: told.then_some(p), template: print(n, p, 9) };
            let probes = [probe(INDEX), probe(THUMB)];
            assert_eq!(one.search(&probes, 50, None, None), other.search(&probes, 50, None, None));
        }
    }
}

#[test]
fn a_round_trip_searches_equally_and_goes_on_changing_equally() {
    let mut gallery = fill(0..40);
    gallery.block(number(5));
    gallery.block(number(99));
    gallery.remove(number(7));
    let mut back = read(&written(&gallery)).unwrap();
    same_searches(&gallery, &back, 12);
    assert_eq!(written(&back), written(&gallery));
    for gallery in [&mut gallery, &mut back] {
        assert!(gallery.contains(number(5)) && !gallery.contains(number(7)));
        gallery.insert(number(99), &[(INDEX, print(99, INDEX, 1))]);
        assert!(gallery.remove(number(11)) && gallery.unblock(number(5)));
        gallery.insert(number(12), &[(THUMB, print(12, THUMB, 4))]);
    }
    same_searches(&gallery, &back, 12);
}

#[test]
fn an_empty_gallery_is_written_and_read_too() {
    assert!(read(&written(&Gallery::new())).unwrap().is_empty());
}

#[test]
fn parts_absorbed_search_as_the_whole() {
    let whole = fill(0..40);
    let mut parts = fill(0..25);
    parts.block(number(30));
    let mut second = fill(20..40);
    second.block(number(3));
    parts.absorb(second);
    assert!(parts.unblock(number(30)) && parts.unblock(number(3)));
    same_searches(&whole, &parts, 12);
    assert!(parts.remove(number(22)));
    assert_eq!((parts.len(), whole.len()), (39, 40));
}

#[test]
fn any_changed_byte_is_refused() {
    assert_eq!(read(small()).unwrap().len(), 4);
    let mut bytes = small().to_vec();
    for at in 0..bytes.len() {
        bytes[at] ^= 1 << (at % 8);
        assert!(read(&bytes).is_err(), "byte {at} of {}", bytes.len());
        bytes[at] ^= 1 << (at % 8);
    }
}

#[test]
fn cut_anywhere_it_is_refused_as_cut() {
    for length in 0..small().len() {
        match read(&small()[..length]) {
            Err(SnapshotError::Truncated(_)) => {}
            Err(SnapshotError::Foreign) if length < 8 => {}
            other => panic!("{length} bytes: {:?}", other.err()),
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_refused(start in 0usize..200, bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read(&bytes).is_err());
        // and after a true beginning
        let mut mixed = small()[..start].to_vec();
        mixed.extend(bytes);
        prop_assert!(read(&mixed).is_err());
    }
}

/// Puts right the digest of the header or of the first head, as somebody would who makes a file on purpose.
fn sealed(bytes: &mut [u8]) {
    let sum: [u8; 32] = Sha256::digest(&bytes[..44]).into();
    bytes[44..HEADER].copy_from_slice(&sum);
    let head = Sha256::new().chain_update(sum).chain_update(&bytes[HEADER..HEADER + 60]).finalize();
    bytes[HEADER + 60..HEADER + HEAD].copy_from_slice(&head);
}

#[test]
fn what_is_wrong_is_told_by_name() {
    let changed = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = small().to_vec();
        change(&mut bytes);
        read(&bytes).err().unwrap()
    };
    assert!(matches!(changed(&|b| b[0] = b'X'), SnapshotError::Foreign));
    assert!(matches!(changed(&|b| b[8] = 9), SnapshotError::Format(9)));
    assert!(matches!(changed(&|b| b[20] ^= 1), SnapshotError::Damaged(Section::Header)));
    assert!(matches!(changed(&|b| b[HEADER + 5] ^= 1), SnapshotError::Damaged(Section::Blocked)));
    assert!(matches!(changed(&|b| b[HEADER + HEAD] ^= 1), SnapshotError::Damaged(Section::Blocked)));
    assert!(matches!(changed(&|b| *b.last_mut().unwrap() ^= 1), SnapshotError::Damaged(Section::End)));
    assert!(matches!(changed(&|b| b.push(0)), SnapshotError::Trailing));
    let other = changed(&|b| {
        b[11] += 1;
        sealed(b);
    });
    assert!(matches!(other, SnapshotError::Algorithm(version) if version.minor == ALGORITHM.minor + 1));
    let packing = changed(&|b| {
        b[12] += 1;
        sealed(b);
    });
    assert!(matches!(packing, SnapshotError::Packing { .. }));
    assert!(packing.to_string().contains("build the gallery again"));
}

#[test]
fn absurd_counts_are_refused_before_memory_is_asked_for() {
    for (at, what) in [(20, "records"), (28, "fingers"), (36, "blocked numbers"), (HEADER + 52, "bytes")] {
        let mut bytes = small().to_vec();
        bytes[at..at + 8].copy_from_slice(&(1u64 << 60).to_le_bytes());
        sealed(&mut bytes);
        match read(&bytes) {
            Err(SnapshotError::Counts { what: found, max, .. }) => {
                assert_eq!(found, what);
                assert!(max < 1 << 60);
            }
            other => panic!("{what}: {:?}", other.err()),
        }
    }
}

#[test]
fn a_section_of_another_file_is_noticed() {
    // two people a file, so that headers are alike but for what the partitions hold
    let (one, other) = (written(&fill(0..1)), written(&fill(3..4)));
    assert_eq!(one.len() / 1000, other.len() / 1000);
    // everything up to the closing digests of one, these from the other
    let end = HEAD + 65 * 32 + 32;
    let mut mixed = one[..one.len() - end].to_vec();
    mixed.extend_from_slice(&other[other.len() - end..]);
    assert!(matches!(read(&mixed), Err(SnapshotError::Damaged(Section::End))));
}

#[test]
fn a_saved_file_replaces_the_old_one_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.gallery");
    fill(0..3).save_snapshot(&path).unwrap();
    fill(0..5).save_snapshot(&path).unwrap();
    assert_eq!(Gallery::load_snapshot(&path).unwrap().len(), 5);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing unfinished is left");
    assert!(matches!(Gallery::load_snapshot(&folder.path().join("none")), Err(SnapshotError::Io(_))));
    let nowhere = folder.path().join("no").join("folder");
    assert!(matches!(fill(0..1).save_snapshot(&nowhere), Err(SnapshotError::Io(_))));
}
