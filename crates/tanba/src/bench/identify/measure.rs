//! The searches and what they took.

use std::fs;
use std::time::{Duration, Instant};

use dactyloscopy::evaluation::Rates;
use dactyloscopy::{Prepared, Workspace, score_in};
use gallery::{Gallery, ProbeFinger, SearchResult};
use rayon::prelude::*;
use vocabulary::RegistryNumber;

use super::build::real_number;
use super::people::{FIRST, Occasion, number, prints, probes};
use super::probes::RealFinger;
use super::say;

/// Candidates a search asks for.
const LIMIT: usize = 20;
/// Fingers of the single-finger test, and impostors each is compared with.
const SINGLE_FINGERS: u64 = 1500;
const SINGLE_IMPOSTORS: usize = 30;
/// Where people who are in no gallery begin.
const STRANGERS: u64 = 1 << 40;
/// Fingers compared when the speed of stage one is measured.
const STAGE_ONE_FINGERS: usize = 4_000_000;
/// Seconds between two lines of progress.
const REPORT_SECONDS: f64 = 10.0;

/// Everything the searches gave.
#[derive(Debug, Default)]
pub(super) struct Searches {
    /// Time of each search, ms.
    pub(super) times_ms: Vec<f64>,
    /// For each search with a mate, its likelihood ratio if it is in the list, and whether it stands first.
    pub(super) mated: Vec<(Option<f32>, bool)>,
    /// For each search without a mate, the first candidate's likelihood ratio.
    pub(super) nonmated: Vec<Option<f32>>,
}

impl Searches {
    /// Fresh impressions of people of the gallery, and of others.
    pub(super) fn synthetic(gallery: &Gallery, persons: u64, fingers: usize, searches: u64) -> Self {
        let mut all = Self::default();
        let mut progress = Progress::new(2 * searches);
        for i in 0..searches {
            // spread over the gallery
            let index = (u128::from(i) * u128::from(persons) / u128::from(searches)) as u64;
            all.search(gallery, &probes(index, fingers), Some(number(index)), None);
            progress.step();
        }
        for i in 0..searches {
            all.search(gallery, &probes(STRANGERS + i, fingers), None, None);
            progress.step();
        }
        all
    }

    /// Other impressions of the real fingers; without a mate the same ones with their own record left out, then
    /// single fingers of synthetic people who are not in the gallery.
    pub(super) fn real(gallery: &Gallery, real: &[RealFinger], persons: u64, searches: u64) -> Self {
        let mut all = Self::default();
        let impressions: usize = real.iter().map(|finger| finger.searched.len()).sum();
        let mut progress = Progress::new(2 * impressions as u64 + searches);
        for (index, finger) in real.iter().enumerate() {
            for template in &finger.searched {
                match template {
                    Some(template) => {
                        let probe = [ProbeFinger { position: Some(FIRST), template: template.clone() }];
                        all.search(gallery, &probe, Some(real_number(index)), None);
                        all.search(gallery, &probe, None, Some(real_number(index)));
                    }
                    None => all.mated.push((None, false)),
                }
                progress.step();
                progress.step();
            }
        }
        for i in 0..searches {
            all.search(gallery, &probes(persons.max(STRANGERS) + i, 1), None, None);
            progress.step();
        }
        all
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
    let probes: Vec<ProbeFinger> = (0..rounds).filter_map(|i| probes(STRANGERS + i, 1).pop()).collect();
    let (start, begun) = (Instant::now(), thread_time());
    let scanned: usize = probes.iter().map(|probe| gallery.stage_one_scores(probe).len()).sum();
    let taken = match (begun, thread_time()) {
        (Some(begun), Some(ended)) if ended > begun => ended - begun,
        _ => start.elapsed(),
    };
    scanned as f64 / taken.as_secs_f64()
}

/// Processor time of this thread, where the system keeps it (Linux: first field of `schedstat`, ns).
fn thread_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// Processor time of this process, all threads, where the system keeps it (Linux: fields 14 and 15 of `stat`, in
/// hundredths of a second).
fn process_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // the name of the program, in parentheses, may hold blanks
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks(11)? + ticks(12)?)))
}

/// Lines of progress on standard error.
struct Progress {
    start: Instant,
    begun: Option<Duration>,
    reported: f64,
    done: u64,
    of: u64,
}

impl Progress {
    fn new(of: u64) -> Self {
        Self { start: Instant::now(), begun: process_time(), reported: 0.0, done: 0, of }
    }

    fn step(&mut self) {
        self.done += 1;
        let seconds = self.start.elapsed().as_secs_f64();
        if seconds - self.reported > REPORT_SECONDS || self.done == self.of {
            self.reported = seconds;
            let left = seconds / self.done as f64 * (self.of - self.done) as f64;
            say(&format!("{} of {} searches, {left:.0} s left", self.done, self.of));
        }
        if self.done == self.of
            && let (Some(begun), Some(ended)) = (self.begun, process_time())
        {
            let each = ended.saturating_sub(begun).as_secs_f64() * 1e3 / self.of as f64;
            say(&format!("processor time of a search with making its probe: {each:.1} ms on average"));
        }
    }
}
