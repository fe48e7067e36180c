//! Stage one again for those who stood out: all fingers of the probe, with more cylinders of each.

use rayon::prelude::*;

use crate::Gallery;
use crate::code::PROBE_CYLINDERS_FINE;
use crate::partition::{Partition, Record};
use crate::scan::{Probe, Scan};
use crate::search::Visible;
use crate::staged::{SAMPLE, SAMPLE_MIN, Standing, cut, fuse};
use crate::statistics::{Spread, Sums};

/// Records, about, whose scores tell what chance gives.
const SAMPLE_RECORDS: usize = 500;

impl Gallery {
    /// Scores the standing records anew and keeps the `count` best.
    pub(crate) fn refined(
        &self,
        probes: &[Probe],
        scan: &Scan<'_>,
        visible: &Visible,
        mut standings: Vec<Standing>,
        count: usize,
    ) -> Vec<Standing> {
        if standings.len() <= count {
            cut(&mut standings, count);
            return standings;
        }
        let spreads = self.fine_spreads(probes, scan, visible);
        standings.par_iter_mut().for_each(|standing| {
            let Some(partition) = self.partitions.get(standing.partition) else { return };
            let all = probes.iter().zip(&spreads).filter_map(|(probe, spread)| {
                let score = scan.record::<PROBE_CYLINDERS_FINE>(partition, standing.record, probe)?;
                Some((probe, spread.standing(score)))
            });
            standing.value = fuse(all);
        });
        cut(&mut standings, count);
        standings
    }

    /// What chance gives each probe, from some records of one partition.
    fn fine_spreads(&self, probes: &[Probe], scan: &Scan<'_>, visible: &Visible) -> Vec<Spread> {
        let sums = |probe: &Probe| -> Sums {
            let (Some(partition), Some(seen)) = (self.partitions.get(SAMPLE), visible.partitions.get(SAMPLE))
            else {
                return Sums::default();
            };
            let records = partition.records().iter().zip(seen).enumerate();
            let scores: Vec<u16> = records
                .filter(|(_, (record, seen))| **seen && sampled(record, partition))
                .filter_map(|(i, _)| scan.record::<PROBE_CYLINDERS_FINE>(partition, i, probe))
                .collect();
            Sums::of(&scores)
        };
        let all: Vec<Sums> = probes.par_iter().map(sums).collect();
        let pooled = all.iter().copied().fold(Sums::default(), Sums::plus);
        all.iter().map(|own| if own.count() < SAMPLE_MIN { pooled.spread() } else { own.spread() }).collect()
    }
}

/// Chosen by number, so that the order of enrolment does not matter.
fn sampled(record: &Record, partition: &Partition) -> bool {
    let [a, b, ..] = record.number.as_bytes();
    usize::from(u16::from_le_bytes([*a, *b])) * partition.records().len() < SAMPLE_RECORDS << 16
}
