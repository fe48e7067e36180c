//! Reading, section by section: nothing is believed before its digest.

use std::io::{self, Read};

use rayon::prelude::*;
use vocabulary::RegistryNumber;

use super::error::{Section, SnapshotError};
use super::layout::{
    DIGEST_BYTES, Digest, HEAD_BYTES, HEADER_BYTES, Head, Header, MAGIC, NUMBER_BYTES, digest,
};
use crate::partition::Partition;
use crate::{Gallery, PARTITIONS, partition_of};

/// A section as read; its buffer serves the next one.
#[derive(Default)]
struct Raw {
    head: Option<Head>,
    head_digest: Digest,
    payload: Vec<u8>,
    digest: Digest,
}

pub(super) fn read(input: &mut dyn Read) -> Result<Gallery, SnapshotError> {
    let (header, header_digest) = read_header(input)?;
    let mut digests = Vec::new();
    let mut raw = Raw::default();
    raw.read(Section::Blocked, &header_digest, &mut digests, input)?;
    raw.check(Section::Blocked)?;
    let mut gallery = Gallery::new();
    let (numbers, rest) = raw.payload.as_chunks::<{ NUMBER_BYTES as usize }>();
    gallery.blocked = numbers.iter().map(|bytes| RegistryNumber::from_random_bytes(*bytes)).collect();
    if !rest.is_empty() || gallery.blocked.len() as u64 != header.blocked {
        return Err(SnapshotError::Damaged(Section::Blocked));
    }

    // as many partitions at once as there are threads
    let mut buffers: Vec<Raw> = (0..rayon::current_num_threads().max(1)).map(|_| Raw::default()).collect();
    let mut next = 0;
    while next < PARTITIONS {
        let count = buffers.len().min(PARTITIONS - next);
        let some = &mut buffers[..count];
        for (number, raw) in (next as u32..).zip(some.iter_mut()) {
            raw.read(Section::Partition(number), &header_digest, &mut digests, input)?;
        }
        let partitions: Result<Vec<Partition>, SnapshotError> =
            (some.par_iter().enumerate()).map(|(i, raw)| raw.partition(next + i)).collect();
        for (own, partition) in gallery.partitions[next..].iter_mut().zip(partitions?) {
            *own = partition;
        }
        next += count;
    }

    let all = std::mem::take(&mut digests);
    raw.read(Section::End, &header_digest, &mut digests, input)?;
    raw.check(Section::End)?;
    let counts = gallery.partitions.iter().map(Partition::counts);
    let (records, fingers) =
        counts.fold((0, 0), |sum, c| (sum.0 + u64::from(c.records), sum.1 + c.fingers()));
    if raw.payload != all || (records, fingers) != (header.records, header.fingers) {
        return Err(SnapshotError::Damaged(Section::End));
    }
    let mut more = [0];
    if fill(&mut more, input)? > 0 {
        return Err(SnapshotError::Trailing);
    }
    gallery.settle();
    Ok(gallery)
}

fn read_header(input: &mut dyn Read) -> Result<(Header, Digest), SnapshotError> {
    let mut bytes = [0; HEADER_BYTES + DIGEST_BYTES];
    let length = fill(&mut bytes, input)?;
    if !bytes.starts_with(&MAGIC) {
        return Err(SnapshotError::Foreign);
    }
    let (header, sum) = (bytes.first_chunk(), bytes.last_chunk());
    let (Some(header), Some(sum), true) = (header, sum, length == bytes.len()) else {
        return Err(SnapshotError::Truncated(Section::Header));
    };
    Ok((Header::from_bytes(header, sum)?, *sum))
}

impl Raw {
    /// Reads the section that must come now and notes its digest.
    fn read(
        &mut self,
        section: Section,
        header: &Digest,
        digests: &mut Vec<u8>,
        input: &mut dyn Read,
    ) -> Result<(), SnapshotError> {
        let mut head = [0; HEAD_BYTES];
        whole(&mut head, section, input)?;
        whole(&mut self.head_digest, section, input)?;
        let head = Head::from_bytes(section, &head, header, &self.head_digest)?;
        self.payload.clear();
        // grows with what is there, whatever the head promises
        let found = input.take(head.payload_bytes).read_to_end(&mut self.payload)?;
        if found as u64 != head.payload_bytes {
            return Err(SnapshotError::Truncated(section));
        }
        self.head = Some(head);
        whole(&mut self.digest, section, input)?;
        digests.extend_from_slice(&self.digest);
        Ok(())
    }

    fn check(&self, section: Section) -> Result<(), SnapshotError> {
        let same = digest(&self.head_digest, &self.payload) == self.digest;
        if same { Ok(()) } else { Err(SnapshotError::Damaged(section)) }
    }

    fn partition(&self, number: usize) -> Result<Partition, SnapshotError> {
        let section = Section::Partition(number as u32);
        self.check(section)?;
        let counts = self.head.as_ref().map(|head| head.counts).unwrap_or_default();
        let partition =
            Partition::from_bytes(&counts, &self.payload).ok_or(SnapshotError::Damaged(section))?;
        let at_home = partition.records().iter().all(|record| partition_of(record.number) == number);
        if at_home { Ok(partition) } else { Err(SnapshotError::Damaged(section)) }
    }
}

fn whole(buffer: &mut [u8], section: Section, input: &mut dyn Read) -> Result<(), SnapshotError> {
    let found = fill(buffer, input)?;
    if found == buffer.len() { Ok(()) } else { Err(SnapshotError::Truncated(section)) }
}

/// Reads until the buffer is full or the input ends.
fn fill(buffer: &mut [u8], input: &mut dyn Read) -> io::Result<usize> {
    let mut found = 0;
    while found < buffer.len() {
        match input.read(&mut buffer[found..]) {
            Ok(0) => break,
            Ok(count) => found += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}
