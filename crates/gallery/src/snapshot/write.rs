//! Writing, section by section.

use std::io::Write;

use rayon::prelude::*;

use super::error::{Section, SnapshotError};
use super::layout::{Digest, Head, Header, digest};
use crate::Gallery;
use crate::partition::Counts;

/// A section ready to be written.
struct Ready {
    head: Vec<u8>,
    head_digest: Digest,
    payload: Vec<u8>,
    digest: Digest,
}

pub(super) fn write(gallery: &Gallery, out: &mut dyn Write) -> Result<(), SnapshotError> {
    let blocked = gallery.blocked.len() as u64;
    let header = Header { records: gallery.records as u64, fingers: gallery.fingers as u64, blocked };
    let header = header.to_bytes();
    let header_digest = digest(&header, &[]);
    out.write_all(&header)?;
    out.write_all(&header_digest)?;

    let mut digests = Vec::new();
    let mut numbers: Vec<_> = gallery.blocked.iter().collect();
    numbers.sort();
    let payload = numbers.iter().flat_map(|number| *number.as_bytes()).collect();
    put(&ready(&header_digest, Section::Blocked, Counts::default(), payload)?, &mut digests, out)?;

    // as many partitions at once as there are threads, written in their order
    let at_once = rayon::current_num_threads().max(1);
    let numbered: Vec<_> = (0u32..).zip(&gallery.partitions).collect();
    for some in numbered.chunks(at_once) {
        let sections: Vec<Result<Ready, SnapshotError>> = (some.par_iter())
            .map(|(number, partition)| {
                let section = Section::Partition(*number);
                ready(&header_digest, section, partition.counts(), partition.to_bytes())
            })
            .collect();
        for section in sections {
            put(&section?, &mut digests, out)?;
        }
    }
    let end = ready(&header_digest, Section::End, Counts::default(), digests)?;
    put(&end, &mut Vec::new(), out)?;
    out.flush()?;
    Ok(())
}

fn ready(
    header: &Digest,
    section: Section,
    counts: Counts,
    payload: Vec<u8>,
) -> Result<Ready, SnapshotError> {
    let head = Head { section, counts, payload_bytes: payload.len() as u64 };
    head.check()?;
    let head = head.to_bytes();
    let head_digest = digest(header, &head);
    let digest = digest(&head_digest, &payload);
    Ok(Ready { head, head_digest, payload, digest })
}

fn put(section: &Ready, digests: &mut Vec<u8>, out: &mut dyn Write) -> Result<(), SnapshotError> {
    for part in [&section.head[..], &section.head_digest, &section.payload, &section.digest] {
        out.write_all(part)?;
    }
    digests.extend_from_slice(&section.digest);
    Ok(())
}
