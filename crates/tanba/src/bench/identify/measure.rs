//! The searches and what they took.

use std::time::Instant;

use dactyloscopy::evaluation::Rates;
use dactyloscopy::{Prepared, Workspace, score_in};
use gallery::{Gallery, ProbeFinger, SearchResult};
use rayon::prelude::*;
use vocabulary::RegistryNumber;

use super::build::real_number;
use super::people::{Asked, FIRST, Occasion, STRANGERS, number, prints, probes};
use super::probes::RealFinger;
use super::progress::{Progress, process_time, thread_time};
use super::say;

/// Candidates a search asks for.
const LIMIT: usize = 20;
/// Fingers of the single-finger test, and impostors each is compared with.
const SINGLE_FINGERS: u64 = 1500;
const SINGLE_IMPOSTORS: usize = 30;
/// Fingers compared when the speed of stage one is measured.
const STAGE_ONE_FINGERS: usize = 4_000_000;
/// One finger of known position.
const ONE: Asked = Asked { fingers: 1, searched: 1, told: true };

/// Everything the searches gave.
#[derive(Debug, Default)]
pub(super) struct Searches {
    /// Time of each search, ms.
    pub(super) times_ms: Vec<f64>,
    /// Processor time of all searches with making their probes, ms; 0 where the system does not tell.
    pub(super) processor_ms: f64,
    /// For each search with a mate, its likelihood ratio if it is in the list, and whether it stands first.
    pub(super) mated: Vec<(Option<f32>, bool)>,
    /// For each search without a mate, the first candidate's likelihood ratio.
    pub(super) nonmated: Vec<Option<f32>>,
    /// Real fingers that were not found first, and what they were searched with.
    missed: Vec<(RegistryNumber, ProbeFinger)>,
}

/// Misses that are searched again exactly.
const EXPLAINED_MAX: usize = 30;

impl Searches {
    /// Fresh impressions of people of the gallery, and of others.
    pub(super) fn synthetic(
        &mut self,
        gallery: &Gallery,
        persons: u64,
        asked: &Asked,
        searches: u64,
        nonmated: u64,
    ) {
        let mut progress = Progress::new("searches", 0, searches + nonmated);
        let begun = process_time();
        for i in 0..searches {
            // spread over the gallery
            let index = (u128::from(i) * u128::from(persons) / u128::from(searches)) as u64;
            self.search(gallery, &probes(index, asked), Some(number(index)), None);
            progress.add(1);
        }
        for i in 0..nonmated {
            self.search(gallery, &probes(STRANGERS + i, asked), None, None);
            progress.add(1);
        }
        self.processor_ms += process_ms(begun);
    }

    /// Other impressions of the real fingers; without a mate the same ones with their own record left out, then
    /// single fingers of synthetic people who are not in the gallery.
    pub(super) fn real(&mut self, gallery: &Gallery, real: &[RealFinger], asked: &Asked, nonmated: u64) {
        let impressions: usize = real.iter().map(|finger| finger.searched.len()).sum();
        let mut progress = Progress::new("searches", 0, 2 * impressions as u64 + nonmated);
        let begun = process_time();
        for (index, finger) in real.iter().enumerate() {
            for template in &finger.searched {
                match template {
                    Some(template) => {
                        let position = asked.told.then_some(FIRST);
                        let probe = [ProbeFinger { position, template: template.clone() }];
                        let number = real_number(index);
                        self.search(gallery, &probe, Some(number), None);
                        if let (Some((_, false)), [probe]) = (self.mated.last(), &probe) {
                            self.missed.push((number, probe.clone()));
                        }
                        self.search(gallery, &probe, None, Some(number));
                    }
                    None => self.mated.push((None, false)),
                }
                progress.add(2);
            }
        }
        for i in 0..nonmated {
            let one = Asked { told: asked.told, ..ONE };
            self.search(gallery, &probes(STRANGERS + i, &one), None, None);
            progress.add(1);
        }
        self.processor_ms += process_ms(begun);
    }

    /// Tells of each miss whether comparison with every record would have found it, and how it stood in stage one.
    pub(super) fn explain(&self, gallery: &Gallery) {
        for (number, probe) in self.missed.iter().take(EXPLAINED_MAX) {
            let scores = gallery.stage_one_scores(probe);
            let own = scores.iter().find(|(n, _)| n == number).map_or(0, |(_, score)| *score);
            let above = scores.iter().filter(|(_, score)| *score > own).count();
            let exact = gallery.search_exhaustive(std::slice::from_ref(probe), usize::MAX, None, None);
            let rank = exact.candidates.iter().position(|c| c.registry_number == *number);
            let rank = rank.map_or("nowhere".to_owned(), |rank| format!("at rank {}", rank + 1));
            say(&format!(
                "missed: {above} of {} stand higher in stage one; comparison with all finds it {rank}",
                scores.len()
            ));
        }
    }

    /// Processor time of a search with making its probe, ms, on average.
    pub(super) fn processor_ms_each(&self) -> f64 {
        self.processor_ms / self.times_ms.len().max(1) as f64
    }

    fn search(
        &mut self,
        gallery: &Gallery,
        probes: &[ProbeFinger],
        mate: Option<RegistryNumber>,
        except: Option<RegistryNumber>,
    ) {
        let start = Instant::now();
        let found = gallery.search(probes, LIMIT, None, except);
        self.times_ms.push(start.elapsed().as_secs_f64() * 1e3);
        let first = found.candidates.first();
        match mate {
            Some(mate) => {
                let is_first = first.is_some_and(|c| c.registry_number == mate);
                self.mated.push((ratio_of(&found, mate), is_first));
            }
            None => self.nonmated.push(first.map(|c| c.log10_lr)),
        }
    }
}

fn ratio_of(found: &SearchResult, mate: RegistryNumber) -> Option<f32> {
    found.candidates.iter().find(|c| c.registry_number == mate).map(|c| c.log10_lr)
}

fn process_ms(begun: Option<std::time::Duration>) -> f64 {
    let spent = begun.and_then(|begun| Some(process_time()?.saturating_sub(begun)));
    spent.map_or(0.0, |spent| spent.as_secs_f64() * 1e3)
}

/// Equal error rate of single fingers of the synthetic people: enrolment against search.
pub(super) fn single_finger_eer() -> f64 {
    let of = |index: u64, occasion| {
        let prints = prints(STRANGERS + index, 1, occasion);
        prints.first().map(|(_, template)| Prepared::new(template))
    };
    let pairs: Vec<(Prepared, Prepared)> = (0..SINGLE_FINGERS)
        .into_par_iter()
        .filter_map(|i| Some((of(i, Occasion::Enrolment)?, of(i, Occasion::Search)?)))
        .collect();
    let scores: Vec<(f64, Vec<f64>)> = (0..pairs.len())
        .into_par_iter()
        .map_init(Workspace::default, |space, i| {
            let mut score =
                |k: usize| f64::from(score_in(&pairs[i].0, &pairs[(i + k) % pairs.len()].1, space));
            (score(0), (1..=SINGLE_IMPOSTORS).map(score).collect())
        })
        .collect();
    let genuine: Vec<f64> = scores.iter().map(|s| s.0).collect();
    let impostor: Vec<f64> = scores.into_iter().flat_map(|s| s.1).collect();
    Rates::new(&genuine, &impostor).map_or(1.0, |rates| rates.eer().rate)
}

/// Fingers a second of stage one on one core: processor time of one thread where the system tells it.
pub(super) fn stage_one_rate(gallery: &Gallery) -> f64 {
    let at_once = gallery.stage_one_fingers(Some(FIRST)).max(1);
    let rounds = (STAGE_ONE_FINGERS / at_once).clamp(3, 200) as u64;
    let probes: Vec<ProbeFinger> = (0..rounds).filter_map(|i| probes(STRANGERS + i, &ONE).pop()).collect();
    let (start, begun) = (Instant::now(), thread_time());
    let scanned: usize = probes.iter().map(|probe| gallery.stage_one_scores(probe).len()).sum();
    let taken = match (begun, thread_time()) {
        (Some(begun), Some(ended)) if ended > begun => ended - begun,
        _ => start.elapsed(),
    };
    scanned as f64 / taken.as_secs_f64()
}
