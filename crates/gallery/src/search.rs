//! One against many: what a search asks and answers, and which way it goes.

use std::cmp::Ordering;
use std::collections::HashSet;

use dactyloscopy::Template;
use rayon::prelude::*;
use vocabulary::{FingerPosition, RegistryNumber};

use crate::fusion::Fused;
use crate::partition::{POSITIONS, Partition, Record, bit};
use crate::{EXHAUSTIVE_FINGERS_MAX, Gallery};

/// One finger to search with.
#[derive(Debug, Clone, PartialEq)]
pub struct ProbeFinger {
    /// Which finger it is; `None` when that is not known (a mark).
    pub position: Option<FingerPosition>,
    /// Its minutiae.
    pub template: Template,
}

/// What a search found, and how much of the gallery it saw.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResult {
    /// At most the limit asked for: highest [`Candidate::log10_lr`] first, then by score, then by number.
    pub candidates: Vec<Candidate>,
    /// Records the search was allowed to touch and did.
    pub searched: usize,
    /// Of those, records without a finger of any position searched with: nothing was compared.
    pub not_comparable: usize,
    /// True when every record that the search may touch was compared, in the first stage at least. This index
    /// never answers in part.
    pub complete: bool,
}

/// One record and how alike it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The record.
    pub registry_number: RegistryNumber,
    /// Mean of the finger scores: on the scale of one comparison, so that
    /// [`dactyloscopy::MATCH_THRESHOLD`] applies.
    pub score: f32,
    /// Sum of the fingers' log10 likelihood ratios, taking fingers as independent: what candidates are ordered by.
    pub log10_lr: f32,
    /// The gallery fingers compared, by position.
    pub fingers: Vec<FingerScore>,
}

/// One gallery finger in a candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FingerScore {
    /// Position in the gallery.
    pub position: FingerPosition,
    /// Score of the comparison.
    pub score: f32,
}

/// Which records of each partition a search may touch, record by record.
pub(crate) struct Visible {
    pub(crate) partitions: Vec<Vec<bool>>,
    pub(crate) searched: usize,
    pub(crate) not_comparable: usize,
}

impl Gallery {
    /// Compares the probe with every record that is not blocked, is in `allow` (when given) and is not
    /// `except`, and returns the `limit` most alike.
    ///
    /// A probe finger of known position is compared with that position only; when a position is given or
    /// enrolled more than once the best comparison counts. Fingers of unknown position are laid one to one
    /// on the record's remaining fingers, so that the sum is largest. The answer does not depend on the
    /// order of enrolment or the number of threads.
    ///
    /// Above [`EXHAUSTIVE_FINGERS_MAX`] fingers the list holds only records that reached full comparison, some
    /// dozens at least, and a record can be missed that [`Gallery::search_exhaustive`] finds.
    pub fn search(
        &self,
        probes: &[ProbeFinger],
        limit: usize,
        allow: Option<&HashSet<RegistryNumber>>,
        except: Option<RegistryNumber>,
    ) -> SearchResult {
        self.search_where(probes, limit, &|number| {
            except != Some(number) && allow.is_none_or(|list| list.contains(&number))
        })
    }

    /// [`Gallery::search`] over the records that are not blocked and that `may` says yes to.
    pub fn search_where(
        &self,
        probes: &[ProbeFinger],
        limit: usize,
        may: &(dyn Fn(RegistryNumber) -> bool + Sync),
    ) -> SearchResult {
        let visible = self.visible(probes, may);
        if self.fingers() <= EXHAUSTIVE_FINGERS_MAX {
            return self.search_exhaustively(probes, limit, &visible);
        }
        self.search_staged(probes, limit, &visible)
    }

    pub(crate) fn visible(
        &self,
        probes: &[ProbeFinger],
        may: &(dyn Fn(RegistryNumber) -> bool + Sync),
    ) -> Visible {
        let mut wanted = probes.iter().filter_map(|p| p.position).fold(0, |all, p| all | bit(p));
        if probes.iter().any(|p| p.position.is_none()) {
            wanted = (1 << POSITIONS) - 1;
        }
        let of = |partition: &Partition| -> (Vec<bool>, usize, usize) {
            let (mut searched, mut not_comparable) = (0, 0);
            let seen = |record: &Record| {
                let seen = !record.blocked && may(record.number);
                searched += usize::from(seen);
                not_comparable += usize::from(seen && record.positions & wanted == 0);
                seen
            };
            (partition.records().iter().map(seen).collect(), searched, not_comparable)
        };
        let all: Vec<_> = self.partitions.par_iter().map(of).collect();
        let mut out = Visible { partitions: Vec::new(), searched: 0, not_comparable: 0 };
        for (seen, searched, not_comparable) in all {
            out.partitions.push(seen);
            out.searched += searched;
            out.not_comparable += not_comparable;
        }
        out
    }
}

/// Candidates in their order, at most `limit`.
pub(crate) fn ranked(compared: Vec<(RegistryNumber, Fused)>, limit: usize) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> =
        compared.into_iter().map(|(number, fused)| candidate(number, fused)).collect();
    candidates.sort_by(order);
    candidates.truncate(limit);
    candidates
}

fn candidate(registry_number: RegistryNumber, fused: Fused) -> Candidate {
    let Fused { log10_lr, fingers } = fused;
    let score = fingers.iter().map(|f| f.score).sum::<f32>() / fingers.len().max(1) as f32;
    Candidate { registry_number, score, log10_lr, fingers }
}

/// Most alike first; equals by number, so that the order is always the same.
fn order(a: &Candidate, b: &Candidate) -> Ordering {
    (b.log10_lr.total_cmp(&a.log10_lr))
        .then_with(|| b.score.total_cmp(&a.score))
        .then_with(|| a.registry_number.cmp(&b.registry_number))
}
