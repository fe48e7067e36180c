//! Stage one: a probe finger against packed fingers.

use dactyloscopy::Prepared;
use vocabulary::{FingerPosition, RegistryNumber};

use crate::Gallery;
use crate::code::{GALLERY_CYLINDERS, PROBE_CYLINDERS, ProbeCode, Spot};
use crate::kernel::{Block, Kernel};
use crate::partition::{Partition, bit};
use crate::search::ProbeFinger;
use crate::vote::Vote;

/// A record that was not scanned.
pub(crate) const NONE: u16 = u16::MAX;

/// A finger searched with, ready for both stages.
pub(crate) struct Probe {
    pub(crate) position: Option<FingerPosition>,
    pub(crate) prepared: Prepared,
    code: ProbeCode,
}

/// The scanning of one search.
pub(crate) struct Scan<'a> {
    kernel: Kernel,
    vote: &'a Vote,
    /// Positions of the probe fingers whose position is known: fingers of unknown position are not looked for there.
    taken: u16,
}

impl Probe {
    pub(crate) fn new(finger: &ProbeFinger) -> Self {
        let prepared = Prepared::new(&finger.template);
        Self { position: finger.position, code: ProbeCode::new(&prepared), prepared }
    }

    /// What to search first by: clear prints with many cylinders.
    pub(crate) fn strength(&self) -> usize {
        usize::from(self.prepared.template().quality().max(1)) * self.code.spots.len()
    }
}

impl<'a> Scan<'a> {
    pub(crate) fn new(gallery: &'a Gallery, probes: &[Probe]) -> Self {
        let taken = probes.iter().filter_map(|p| p.position).fold(0, |all, p| all | bit(p));
        Self { kernel: Kernel::best(), vote: &gallery.vote, taken }
    }

    /// Positions a probe is compared with.
    pub(crate) fn columns(&self, probe: &Probe) -> impl Iterator<Item = FingerPosition> {
        let (own, taken) = (probe.position, self.taken);
        let wanted = move |p: &&FingerPosition| own.map_or(taken & bit(**p) == 0, |own| own == **p);
        FingerPosition::ALL.iter().filter(wanted).copied()
    }

    /// The best score of each record of a partition, with `N` cylinders of the probe; [`NONE`] where nothing was compared.
    pub(crate) fn partition<const N: usize>(
        &self,
        partition: &Partition,
        probe: &Probe,
        wanted: impl Fn(usize) -> bool,
    ) -> Vec<u16> {
        let mut best = vec![NONE; partition.records().len()];
        for position in self.columns(probe) {
            for (owner, blocks, spots) in partition.column(position).rows() {
                if wanted(owner)
                    && let Some(best) = best.get_mut(owner)
                {
                    let score = self.finger::<N>(probe, blocks, spots);
                    *best = if *best == NONE { score } else { score.max(*best) };
                }
            }
        }
        best
    }

    /// The best score of one record; `None` when it has no finger to compare with.
    pub(crate) fn record<const N: usize>(
        &self,
        partition: &Partition,
        record: usize,
        probe: &Probe,
    ) -> Option<u16> {
        let rows = self
            .columns(probe)
            .flat_map(|position| partition.rows(record, position).map(move |row| (position, row)));
        rows.filter_map(|(position, row)| {
            let (blocks, spots) = partition.column(position).row(row)?;
            Some(self.finger::<N>(probe, blocks, spots))
        })
        .max()
    }

    /// The score of one finger, with the `N` best cylinders of the probe.
    #[inline]
    fn finger<const N: usize>(
        &self,
        probe: &Probe,
        blocks: &[Block],
        spots: &[Spot; GALLERY_CYLINDERS],
    ) -> u16 {
        let mut keys = [0u32; N];
        let count = probe.code.words.len().min(N);
        let keys = &mut keys[..count];
        self.kernel.nearest(&probe.code.words[..count], blocks, keys);
        self.vote.score::<N>(&probe.code, keys, spots)
    }
}

impl Gallery {
    /// Stage one alone, on the calling thread: the score of every record against one finger, in no particular
    /// order, without filters and without fusion. For measuring its speed and what it loses.
    pub fn stage_one_scores(&self, finger: &ProbeFinger) -> Vec<(RegistryNumber, u16)> {
        let probes = [Probe::new(finger)];
        let scan = Scan::new(self, &probes);
        let mut all = Vec::with_capacity(self.len());
        for (partition, probe) in self.partitions.iter().flat_map(|p| probes.iter().map(move |q| (p, q))) {
            let scores = scan.partition::<PROBE_CYLINDERS>(partition, probe, |_| true);
            let numbers = partition.records().iter().map(|record| record.number);
            all.extend(numbers.zip(scores).filter(|(_, score)| *score != NONE));
        }
        all
    }

    /// Fingers that [`Gallery::stage_one_scores`] compares a finger with.
    pub fn stage_one_fingers(&self, position: Option<FingerPosition>) -> usize {
        let wanted = |p: &&FingerPosition| position.is_none_or(|own| own == **p);
        let of = |partition: &Partition| -> usize {
            FingerPosition::ALL.iter().filter(wanted).map(|p| partition.column(*p).len()).sum()
        };
        self.partitions.iter().map(of).sum()
    }
}
