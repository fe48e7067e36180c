//! Searches for relatives: the likelihood ratio against every profile.
//!
//! Each locus has one table of bytes: the decimal logarithm of the ratio of every genotype, rounded up to a step. The
//! sum over the loci is never below the true logarithm, so a cut on it loses nobody; whoever passes is computed in
//! f64, and the leaders by the engine of families.

use crate::kinship::Observation;
use crate::locus::{Locus, LocusKind};
use crate::population::{Population, PopulationError};
use crate::profile::{Genotype, Profile, ProfileKind};

use super::alphabet::{Alphabet, CODES, IRREGULAR, UNTYPED};
use super::chance::{Strangers, sum_at_least};
use super::database::{ProfileDatabase, ProfileNumber};
use super::direct::one_pass;
use super::error::{CANDIDATES_MAX, SearchError};
use super::kernel::{Kernel, Table};
use super::lineage::{Lineage, LineageComparison, LineageFilter};
use super::pair::{PairLocus, PairModel};
use super::record::{LrRecord, PairEngine, PairParameters};
use super::scan::{SEARCHES_MAX, Scan, Wanted, scan};

/// Most populations of one search.
pub const POPULATIONS_MAX: usize = 16;
/// Most leaders that one search may ask for.
pub const LEADERS_MAX: usize = 1000;
/// Greatest threshold, decimal logarithm.
const LOG10_LR_MAX: f64 = 300.0;
/// A ratio below 10 to this power counts as this in the packed sum: rounding up still, only coarser.
const LOG10_FLOOR: f64 = -3.0;
/// Greatest worth of a code.
const WORTH_MAX: f64 = 255.0;
/// Sets of typed loci for which the chance is computed; for profiles of rarer sets its bound 1/LR is taken.
const SETS_COMPUTED_MAX: usize = 16;
/// What two ways of computing one logarithm may differ by.
const LOG10_SLACK: f64 = 1e-9;

/// What a search for relatives wants.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct KinshipRule {
    /// Least decimal logarithm of the likelihood ratio, in every population.
    pub log10_lr_min: f64,
    /// Fewest loci that enter the ratio.
    pub loci_min: usize,
    /// Most leaders returned.
    pub leaders_max: usize,
    /// Which lines must be alike.
    pub filter: LineageFilter,
}

impl KinshipRule {
    fn check(&self) -> Result<(), SearchError> {
        let refuse = |name, value: String, limits| Err(SearchError::Parameter { name, value, limits });
        if !(self.log10_lr_min > 0.0 && self.log10_lr_min <= LOG10_LR_MAX) {
            return refuse("log10_lr_min", self.log10_lr_min.to_string(), "above 0 and at most 300");
        }
        if self.loci_min == 0 {
            return refuse("loci_min", self.loci_min.to_string(), "at least 1");
        }
        if self.leaders_max == 0 || self.leaders_max > LEADERS_MAX {
            return refuse("leaders_max", self.leaders_max.to_string(), "1 to 1000");
        }
        Ok(())
    }
}

/// A search for relatives of one person, not yet held against a database.
#[derive(Debug)]
pub struct KinshipSearch<'a> {
    profile: &'a Profile,
    lineage: Lineage,
    parameters: PairParameters,
    rule: KinshipRule,
    populations: &'a [Population],
    digests: Vec<String>,
}

impl<'a> KinshipSearch<'a> {
    /// A search with a profile. The first population ranks; every one is computed and must reach the threshold.
    ///
    /// # Errors
    /// [`SearchError`]: a mixture, a parameter outside its limits, an allele or model the engine refuses.
    pub fn new(
        profile: &'a Profile,
        lineage: Lineage,
        parameters: PairParameters,
        rule: KinshipRule,
        populations: &'a [Population],
    ) -> Result<Self, SearchError> {
        rule.check()?;
        if profile.kind() == ProfileKind::Mixture {
            return Err(SearchError::Mixture);
        }
        if populations.is_empty() || populations.len() > POPULATIONS_MAX {
            let value = populations.len().to_string();
            return Err(SearchError::Parameter { name: "populations", value, limits: "1 to 16" });
        }
        // The engine refuses what it cannot compute before anything is searched.
        let mut engine = PairEngine::new(parameters)?;
        for (number, population) in populations.iter().enumerate() {
            for (locus, genotype) in usable(profile, population) {
                if let Some(observation) = genotype.observation() {
                    engine.ratio(number, locus, [&observation, &Observation::Untyped], population)?;
                }
            }
        }
        let digests = populations.iter().map(Population::digest).collect();
        Ok(Self { profile, lineage, parameters, rule, populations, digests })
    }

    /// Prepares the search of a database and counts the strangers it is expected to return.
    ///
    /// # Errors
    /// [`SearchError`]: too few loci of the profile have frequencies and are in the database.
    pub fn announce(&'a self, database: &'a ProfileDatabase) -> Result<AnnouncedKinship<'a>, SearchError> {
        let rankings = self
            .populations
            .iter()
            .map(|population| self.loci(database, population))
            .collect::<Result<Vec<_>, _>>()?;
        let first = rankings.first().map(Vec::as_slice).unwrap_or_default();
        if first.len() < self.rule.loci_min {
            return Err(SearchError::TooFewLoci { loci: first.len(), loci_min: self.rule.loci_min });
        }
        let packed = Packed::new(first, self.rule.log10_lr_min);
        let expected = self.expected(database, first, &packed)?;
        let tables =
            first.iter().zip(packed.tables).map(|(locus, table)| (locus.place, Box::new(table))).collect();
        let scan = Scan { tables, wanted: Wanted::Sum(packed.least) };
        Ok(AnnouncedKinship { search: self, database, rankings, scan, expected })
    }

    fn loci(
        &self,
        database: &'a ProfileDatabase,
        population: &'a Population,
    ) -> Result<Vec<Ranked<'a>>, SearchError> {
        let PairParameters { relationship, theta, mutation, mother } = self.parameters;
        let model = PairModel { relationship, theta, mutation, mother };
        let mut loci = Vec::new();
        for (place, alphabet) in database.alphabets().iter().enumerate() {
            let locus = alphabet.locus();
            let Some(genotype) = self.profile.get(locus) else { continue };
            match PairLocus::new(locus, genotype, population, model) {
                Ok(Some(pair)) => loci.push(Ranked::new(place, alphabet, pair)?),
                Ok(None) | Err(PopulationError::NoTable { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(loci)
    }

    /// Strangers whose packed sum reaches the cut: an upper bound of those who reach the threshold.
    fn expected(
        &self,
        database: &ProfileDatabase,
        loci: &[Ranked<'_>],
        packed: &Packed,
    ) -> Result<f64, SearchError> {
        let untyped: Vec<u8> = packed.tables.iter().map(|table| table[usize::from(UNTYPED)]).collect();
        let chances: Vec<Vec<(u8, f64)>> = loci
            .iter()
            .zip(&packed.tables)
            .map(|(locus, table)| locus.strangers(table, self.parameters.theta))
            .collect();
        let mut sets: Vec<(u32, u64)> = database.typed().collect();
        sets.sort_by_key(|(mask, count)| (std::cmp::Reverse(*count), *mask));
        let mut expected = 0.0;
        for (number, (mask, count)) in sets.into_iter().enumerate() {
            let typed = |locus: &Ranked<'_>| mask >> locus.place & 1 == 1;
            if loci.iter().filter(|locus| typed(locus)).count() < self.rule.loci_min {
                continue;
            }
            let chance = if number < SETS_COMPUTED_MAX {
                let numbers: Vec<Vec<(u8, f64)>> = loci
                    .iter()
                    .zip(&chances)
                    .zip(&untyped)
                    .map(
                        |((locus, own), untyped)| {
                            if typed(locus) { own.clone() } else { vec![(*untyped, 1.0)] }
                        },
                    )
                    .collect();
                sum_at_least(&numbers, usize::from(packed.least))
            } else {
                1.0
            };
            expected += count as f64 * chance.min(10f64.powf(-self.rule.log10_lr_min));
        }
        Ok(expected)
    }
}

/// Autosomal loci of a profile that a population has frequencies for.
fn usable<'p>(profile: &'p Profile, population: &Population) -> impl Iterator<Item = (Locus, &'p Genotype)> {
    let with_table: Vec<Locus> = population.loci().collect();
    profile
        .loci()
        .filter(move |(locus, _)| locus.kind() == LocusKind::Autosomal && with_table.contains(locus))
}

/// One locus of a search in one population.
#[derive(Debug)]
struct Ranked<'a> {
    /// Number of the locus in the database.
    place: usize,
    alphabet: &'a Alphabet,
    pair: PairLocus<'a>,
    /// Ratio by code; the greatest of those a code stands for. Negative = the locus enters nothing.
    ratios: Box<[f64; 256]>,
}

/// In [`Ranked::ratios`]: no genotype has this code.
const NOTHING: f64 = -1.0;

impl<'a> Ranked<'a> {
    fn new(place: usize, alphabet: &'a Alphabet, pair: PairLocus<'a>) -> Result<Self, SearchError> {
        let mut ratios = Box::new([NOTHING; 256]);
        for code in 0..CODES as u8 {
            for genotype in alphabet.genotypes(code) {
                let ratio = match pair.lr(&genotype) {
                    Ok(ratio) => ratio.unwrap_or(NOTHING),
                    // an allele the population refuses: nobody's ratio can be computed with it
                    Err(PopulationError::UnknownAllele { .. }) => NOTHING,
                    Err(error) => return Err(error.into()),
                };
                let greatest = &mut ratios[usize::from(code)];
                *greatest = greatest.max(ratio);
            }
        }
        Ok(Self { place, alphabet, pair, ratios })
    }

    /// Decimal logarithm of the greatest ratio of a code, not below the floor. What is not typed, and what enters no
    /// likelihood, has the ratio 1.
    fn log10(&self, code: usize) -> f64 {
        let ratio = self.ratios[code];
        if ratio < 0.0 { 0.0 } else { ratio.log10().max(LOG10_FLOOR) }
    }

    /// Worths of a stranger's genotype with their chances.
    fn strangers(&self, table: &Table, theta: f64) -> Vec<(u8, f64)> {
        let strangers = Strangers::new(self.pair.frequencies(), self.pair.query_alleles(), theta);
        let mut chances = [0.0; 256];
        let mut greatest = 0;
        for code in 0..CODES as u8 {
            let worth = table[usize::from(code)];
            for genotype in self.alphabet.genotypes(code) {
                chances[usize::from(worth)] += strangers.probability(&genotype);
                greatest = greatest.max(worth);
            }
        }
        chances[usize::from(greatest)] += strangers.unknown(self.alphabet);
        let chances = chances.into_iter().enumerate().filter(|(_, chance)| *chance > 0.0);
        chances.map(|(worth, chance)| (worth as u8, chance)).collect()
    }
}

/// The tables of all loci in one step, and the least sum that may reach the threshold.
struct Packed {
    tables: Vec<Table>,
    least: u16,
}

impl Packed {
    fn new(loci: &[Ranked<'_>], log10_lr_min: f64) -> Self {
        let of = |locus: &Ranked<'_>| (0..256).map(|code| locus.log10(code)).collect::<Vec<f64>>();
        let logs: Vec<Vec<f64>> = loci.iter().map(of).collect();
        let least_of = |logs: &Vec<f64>| logs.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest_of = |logs: &Vec<f64>| logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let range = |logs: &Vec<f64>| greatest_of(logs) - least_of(logs);
        let step = (logs.iter().map(range).fold(0.0, f64::max) / (WORTH_MAX - 1.0)).max(1e-6);
        let mut tables = Vec::with_capacity(loci.len());
        for logs in &logs {
            let least = least_of(logs);
            let mut table: Table = [0; 256];
            for (worth, log) in table.iter_mut().zip(logs) {
                *worth = ((log - least) / step).ceil().clamp(0.0, WORTH_MAX) as u8;
            }
            // those are compared in full whatever the sum is
            table[usize::from(IRREGULAR)] = 0;
            tables.push(table);
        }
        let below: f64 = logs.iter().map(least_of).sum();
        let cut = ((log10_lr_min - LOG10_SLACK - below) / step - 1e-6).floor();
        Self { tables, least: cut.clamp(0.0, f64::from(u16::MAX)) as u16 }
    }
}

/// A search for relatives held against a database that cannot change meanwhile.
#[derive(Debug)]
pub struct AnnouncedKinship<'a> {
    search: &'a KinshipSearch<'a>,
    database: &'a ProfileDatabase,
    /// By population.
    rankings: Vec<Vec<Ranked<'a>>>,
    scan: Scan,
    expected: f64,
}

impl AnnouncedKinship<'_> {
    /// Strangers the search is expected to return at most, over all profiles of the database.
    pub fn expected_chance_hits(&self) -> f64 {
        self.expected
    }

    /// Makes the search.
    ///
    /// # Errors
    /// [`SearchError`]: too many candidates, or what the engine refuses.
    pub fn run(&self) -> Result<KinshipAnswer, SearchError> {
        self.run_with(Kernel::best())
    }

    pub(crate) fn run_with(&self, kernel: Kernel) -> Result<KinshipAnswer, SearchError> {
        let found = scan(self.database, &[&self.scan], kernel).pop().unwrap_or_default();
        self.answer(&found)
    }

    /// Makes several searches of one database in one pass.
    ///
    /// # Errors
    /// [`SearchError`]: no search, too many, different databases, or as [`AnnouncedKinship::run`].
    pub fn run_together(searches: &[Self]) -> Result<Vec<KinshipAnswer>, SearchError> {
        let Some(first) = searches.first() else { return Err(one_pass(0)) };
        if searches.len() > SEARCHES_MAX || searches.iter().any(|s| !std::ptr::eq(s.database, first.database))
        {
            return Err(one_pass(searches.len()));
        }
        let scans: Vec<&Scan> = searches.iter().map(|search| &search.scan).collect();
        let found = scan(first.database, &scans, Kernel::best());
        searches.iter().zip(found).map(|(search, found)| search.answer(&found)).collect()
    }

    fn answer(&self, found: &[u32]) -> Result<KinshipAnswer, SearchError> {
        if found.len() > CANDIDATES_MAX {
            return Err(SearchError::TooManyCandidates { candidates: found.len() });
        }
        let mut reached: Vec<(f64, u32)> = Vec::new();
        let mut not_computed = 0;
        for &place in found {
            match self.log10_lr_min(place) {
                Ok(log10) if log10 >= self.search.rule.log10_lr_min - LOG10_SLACK => {
                    reached.push((log10, place));
                }
                Ok(_) => {}
                Err(PopulationError::UnknownAllele { .. }) => not_computed += 1,
                Err(error) => return Err(error.into()),
            }
        }
        reached.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut answer =
            KinshipAnswer { compared_in_full: found.len(), reached: 0, not_computed, leaders: Vec::new() };
        let mut engine = PairEngine::new(self.search.parameters)?;
        for (_, place) in reached {
            let Some(lineage) = self.lineage(place) else { continue };
            answer.reached += 1;
            if answer.leaders.len() < self.search.rule.leaders_max {
                answer.leaders.extend(self.leader(place, lineage, &mut engine)?);
            }
        }
        Ok(answer)
    }

    /// The least logarithm over the populations, by the closed form; −∞ for too few loci or a ratio of 0.
    fn log10_lr_min(&self, place: u32) -> Result<f64, PopulationError> {
        let mut least = f64::INFINITY;
        for loci in &self.rankings {
            let (mut product, mut count) = (1.0f64, 0);
            for locus in loci {
                if let Some(ratio) = self.ratio(locus, place)? {
                    product *= ratio;
                    count += 1;
                }
            }
            let enough = count >= self.search.rule.loci_min;
            least = least.min(if enough { product.log10() } else { f64::NEG_INFINITY });
        }
        Ok(least)
    }

    fn ratio(&self, locus: &Ranked<'_>, place: u32) -> Result<Option<f64>, PopulationError> {
        let code = self.database.code(place, locus.place);
        let ratio = locus.ratios[usize::from(code)];
        if code == UNTYPED {
            return Ok(None);
        }
        if Alphabet::tells(code) && ratio >= 0.0 {
            return Ok(Some(ratio));
        }
        let genotype = self.database.genotype(place, locus.place);
        genotype.map_or(Ok(None), |genotype| locus.pair.lr(&genotype))
    }

    /// Compares the lines; `None` when the filter excludes the profile.
    fn lineage(&self, place: u32) -> Option<LineageComparison> {
        let other = self.database.lineage(place).cloned().unwrap_or_default();
        let comparison = self.search.lineage.compare(&other);
        self.search.rule.filter.passes(&comparison).then_some(comparison)
    }

    fn leader(
        &self,
        place: u32,
        lineage: LineageComparison,
        engine: &mut PairEngine,
    ) -> Result<Option<KinshipHit>, SearchError> {
        let Some(number) = self.database.number(place) else { return Ok(None) };
        let both = |(locus, alphabet): (usize, &Alphabet)| {
            let query = self.search.profile.get(alphabet.locus())?.observation()?;
            let candidate = self.database.genotype(place, locus)?.observation()?;
            Some((alphabet.locus(), query, candidate))
        };
        let loci: Vec<(Locus, Observation, Observation)> =
            self.database.alphabets().iter().enumerate().filter_map(both).collect();
        let lr = engine.record(&loci, self.search.populations, &self.search.digests)?;
        Ok(Some(KinshipHit { number, lr, lineage }))
    }
}

/// The answer to a search for relatives.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct KinshipAnswer {
    /// Profiles that passed the packed sum and were computed in f64.
    pub compared_in_full: usize,
    /// Profiles that reach the threshold and pass the filter.
    pub reached: usize,
    /// Profiles with an allele that a population's rule refuses: no ratio can be given.
    pub not_computed: usize,
    /// The greatest of them first, each by the engine of families.
    pub leaders: Vec<KinshipHit>,
}

/// A profile whose likelihood ratio reaches the threshold. A lead, never an identity.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct KinshipHit {
    /// Which.
    pub number: ProfileNumber,
    /// The ratio with all it was computed from.
    pub lr: LrRecord,
    /// Lines of fathers and mothers.
    pub lineage: LineageComparison,
}
