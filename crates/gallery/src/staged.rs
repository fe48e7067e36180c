//! The search of a large gallery, stage by stage.

use std::cmp::Ordering;

use dactyloscopy::Workspace;
use rayon::prelude::*;
use vocabulary::RegistryNumber;

use crate::Gallery;
use crate::code::PROBE_CYLINDERS;
use crate::fusion::{Fused, Probes};
use crate::partition::{POSITIONS, Partition, bit};
use crate::scan::{NONE, Probe, Scan};
use crate::search::{ProbeFinger, SearchResult, Visible, ranked};
use crate::statistics::{Spread, Sums};

/// Positions scanned over the whole gallery, the strongest probes first; the others only for the survivors.
const FIRST_POSITIONS: usize = 3;
/// Fingers of unknown position scanned over the whole gallery.
const FIRST_UNKNOWN: usize = 3;
/// Least records that are scored again with all fingers and more cylinders.
const REFINED_MIN: usize = 2000;
/// Fingers scored again, when that makes more records.
const REFINED_FINGERS: usize = 8_000;
/// Least records that reach full comparison, with the fingers of the first scan.
const COMPARED_MIN: usize = 300;
/// Fingers compared fully, when that makes more records: few fingers miss more in stage one.
const COMPARED_FINGERS: usize = 600;
/// Most of them, whatever is asked for.
const COMPARED_MAX: usize = 4000;
/// Records a thousandth of the gallery reach full comparison.
const COMPARED_SHARE: usize = 1000;
/// Least records that are fully compared with every finger.
const FINISHED_MIN: usize = 32;
/// Scores that tell what chance gives.
pub(crate) const SAMPLE_MIN: u64 = 30;
/// The partition whose records stand for the gallery where the whole gallery is not scanned.
pub(crate) const SAMPLE: usize = 0;

/// Which probes are scanned over the whole gallery.
struct Plan {
    first: Vec<bool>,
    /// Positions that the first scan looks at.
    covered: u16,
}

/// A record and how it stands after stage one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) partition: usize,
    pub(crate) record: usize,
    pub(crate) number: RegistryNumber,
    pub(crate) value: f32,
}

impl Gallery {
    pub(crate) fn search_staged(
        &self,
        probes: &[ProbeFinger],
        limit: usize,
        visible: &Visible,
    ) -> SearchResult {
        let probes: Vec<Probe> = probes.iter().map(Probe::new).collect();
        let scan = Scan::new(self, &probes);
        let plan = Plan::new(&probes, &scan);
        let first = probes.iter().zip(&plan.first).filter(|(_, first)| **first).map(|(probe, _)| probe);
        let refined = REFINED_MIN.max(REFINED_FINGERS / self.comparisons(probes.iter()));
        let compared = COMPARED_MIN.max(COMPARED_FINGERS / self.comparisons(first));
        let compared =
            compared.max(self.len() / COMPARED_SHARE).max(limit.saturating_mul(2)).min(COMPARED_MAX);
        let survivors = self.survivors(&probes, &scan, &plan, visible, compared.max(refined));
        let survivors = self.refined(&probes, &scan, visible, survivors, compared);
        let fused = self.fully_compared(&probes, &plan, &survivors, limit.max(FINISHED_MIN));
        SearchResult {
            candidates: ranked(fused, limit),
            searched: visible.searched,
            not_comparable: visible.not_comparable,
            complete: true,
        }
    }

    /// Comparisons that a record costs with these fingers, about, at least 1: a finger of unknown position is
    /// compared with all.
    fn comparisons<'a>(&self, probes: impl Iterator<Item = &'a Probe>) -> usize {
        let each = self.fingers().div_ceil(self.len().max(1));
        probes.map(|probe| if probe.position.is_some() { 1 } else { each }).sum::<usize>().max(1)
    }

    /// The scan of the whole gallery, fused by record and cut.
    fn survivors(
        &self,
        probes: &[Probe],
        scan: &Scan<'_>,
        plan: &Plan,
        visible: &Visible,
        count: usize,
    ) -> Vec<Standing> {
        let scores: Vec<Vec<Vec<u16>>> = (self.partitions.par_iter().zip(&visible.partitions).enumerate())
            .map(|(number, (partition, visible))| {
                plan.scores(probes, scan, partition, visible, number == SAMPLE)
            })
            .collect();
        let spreads = plan.spreads(&scores);
        let mut standings: Vec<Standing> = (self.partitions.par_iter().zip(&scores).enumerate())
            .flat_map_iter(|(number, (partition, scores))| {
                let mut own = plan.fused(probes, partition, number, scores, &spreads);
                cut(&mut own, count);
                own
            })
            .collect();
        cut(&mut standings, count);
        standings
    }

    /// Full comparison: with the fingers of the first scan, then the best with all.
    fn fully_compared(
        &self,
        probes: &[Probe],
        plan: &Plan,
        survivors: &[Standing],
        finished: usize,
    ) -> Vec<(RegistryNumber, Fused)> {
        let of = |wanted: &dyn Fn(usize) -> bool| {
            let chosen = probes.iter().enumerate().filter(|(i, _)| wanted(*i));
            Probes::new(chosen.map(|(_, probe)| (probe.position, probe.prepared.clone())))
        };
        let first = of(&|i| plan.first[i]);
        let compared = self.compared(&first, survivors);
        if plan.first.iter().all(|first| *first) {
            return compared.into_iter().filter_map(|(s, fused)| Some((s.number, fused?))).collect();
        }
        // who has none of these fingers goes on to the comparison with all
        let (mut known, unknown): (Vec<_>, Vec<_>) = compared
            .into_iter()
            .map(|(s, fused)| (s, fused.map(|f| f.log10_lr)))
            .partition(|c| c.1.is_some());
        known.sort_by(|a, b| {
            let value = |c: &(Standing, Option<f32>)| c.1.unwrap_or(f32::MIN);
            value(b).total_cmp(&value(a)).then_with(|| a.0.number.cmp(&b.0.number))
        });
        known.truncate(finished);
        let last: Vec<Standing> = known.into_iter().chain(unknown).map(|(standing, _)| standing).collect();
        let compared = self.compared(&of(&|_| true), &last);
        compared.into_iter().filter_map(|(s, fused)| Some((s.number, fused?))).collect()
    }

    fn compared(&self, probes: &Probes, standings: &[Standing]) -> Vec<(Standing, Option<Fused>)> {
        let compare = |space: &mut Workspace, standing: &Standing| {
            let fused = self.partitions.get(standing.partition).and_then(|partition| {
                let record = partition.records().get(standing.record)?;
                probes.compare(partition.fingers(record), space)
            });
            (*standing, fused)
        };
        standings.par_iter().map_init(Workspace::default, compare).collect()
    }
}

impl Plan {
    fn new(probes: &[Probe], scan: &Scan<'_>) -> Self {
        let mut order: Vec<usize> = (0..probes.len()).collect();
        order.sort_by_key(|i| std::cmp::Reverse(probes[*i].strength()));
        let mut plan = Self { first: vec![false; probes.len()], covered: 0 };
        let (mut positions, mut unknown) = (0u16, 0);
        for i in order {
            match probes[i].position {
                Some(position) => {
                    if (positions | bit(position)).count_ones() as usize > FIRST_POSITIONS {
                        continue;
                    }
                    positions |= bit(position);
                }
                None if unknown == FIRST_UNKNOWN => continue,
                None => unknown += 1,
            }
            plan.first[i] = true;
            plan.covered |= scan.columns(&probes[i]).fold(0, |all, p| all | bit(p));
        }
        plan
    }

    /// Scores of a partition's records, probe by probe. Probes that are not of the first scan look only at
    /// records without any finger of it, and at the sample.
    fn scores(
        &self,
        probes: &[Probe],
        scan: &Scan<'_>,
        partition: &Partition,
        visible: &[bool],
        sample: bool,
    ) -> Vec<Vec<u16>> {
        let records = partition.records();
        let seen = |i: usize| visible.get(i).is_some_and(|v| *v);
        let late = |i: usize| records.get(i).is_some_and(|r| r.positions & self.covered == 0);
        let any_late = self.covered.count_ones() as usize != POSITIONS && (0..records.len()).any(late);
        (probes.iter().zip(&self.first))
            .map(|(probe, first)| match (first, sample, any_late) {
                (true, _, _) | (_, true, _) => scan.partition::<PROBE_CYLINDERS>(partition, probe, seen),
                (_, _, true) => scan.partition::<PROBE_CYLINDERS>(partition, probe, |i| seen(i) && late(i)),
                _ => Vec::new(),
            })
            .collect()
    }

    /// What chance gives each probe: over all partitions for the first scan, over the sample for the others.
    fn spreads(&self, scores: &[Vec<Vec<u16>>]) -> Vec<Spread> {
        let sums = |probe: usize, partitions: &[Vec<Vec<u16>>]| {
            let of = |p: &Vec<Vec<u16>>| p.get(probe).map(|s| Sums::of(s)).unwrap_or_default();
            partitions.iter().map(of).fold(Sums::default(), Sums::plus)
        };
        let all: Vec<Sums> = (self.first.iter().enumerate())
            .map(|(i, first)| {
                let sample = &scores[SAMPLE..=SAMPLE];
                if *first { sums(i, scores) } else { sums(i, sample) }
            })
            .collect();
        let pooled = all.iter().copied().fold(Sums::default(), Sums::plus);
        all.iter().map(|own| if own.count() < SAMPLE_MIN { pooled.spread() } else { own.spread() }).collect()
    }

    /// Each record that was scanned, its fingers added up.
    fn fused(
        &self,
        probes: &[Probe],
        partition: &Partition,
        number: usize,
        scores: &[Vec<u16>],
        spreads: &[Spread],
    ) -> Vec<Standing> {
        let standing = |(i, record): (usize, &crate::partition::Record)| {
            let late = record.positions & self.covered == 0;
            let fingers = probes.iter().zip(scores).zip(spreads).zip(&self.first);
            let mut fingers = fingers
                .filter(|(_, first)| **first || late)
                .filter_map(|(((probe, scores), spread), _)| {
                    let score = scores.get(i).copied().filter(|score| *score != NONE)?;
                    Some((probe, spread.standing(score)))
                })
                .peekable();
            fingers.peek()?;
            let value = fuse(fingers);
            Some(Standing { partition: number, record: i, number: record.number, value })
        };
        partition.records().iter().enumerate().filter_map(standing).collect()
    }
}

/// Sum over positions of the best finger there, and over the fingers of unknown position.
pub(crate) fn fuse<'a>(fingers: impl Iterator<Item = (&'a Probe, f32)>) -> f32 {
    let mut known: [Option<f32>; POSITIONS] = [None; POSITIONS];
    let mut sum = 0.0;
    for (probe, value) in fingers {
        match probe.position {
            Some(position) => {
                let best = &mut known[usize::from(position.number() - 1)];
                *best = Some(best.map_or(value, |old| old.max(value)));
            }
            None => sum += value,
        }
    }
    known.iter().flatten().sum::<f32>() + sum
}

/// Keeps the `count` best, best first; equals by number.
pub(crate) fn cut(standings: &mut Vec<Standing>, count: usize) {
    let order = |a: &Standing, b: &Standing| -> Ordering {
        b.value.total_cmp(&a.value).then_with(|| a.number.cmp(&b.number))
    };
    if standings.len() > count && count > 0 {
        standings.select_nth_unstable_by(count - 1, order);
        standings.truncate(count);
    }
    standings.sort_unstable_by(order);
}
