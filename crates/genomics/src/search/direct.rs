//! Searches by a matching rule: the same person, a partial profile, a person within a mixture.
//!
//! A pass over packed columns lets through whoever may match; those are compared in full. A search is announced
//! first, with the number of strangers it is expected to return, and made from its announcement only.

use crate::allele::Allele;
use crate::locus::LocusKind;
use crate::population::{Population, PopulationError};
use crate::profile::{Call, Genotype, Profile};

use super::alphabet::{Alphabet, CODES, UNTYPED};
use super::chance::{Strangers, at_most};
use super::database::{ProfileDatabase, ProfileNumber};
use super::error::{CANDIDATES_MAX, SearchError};
use super::kernel::{Counting, Kernel, MISMATCH_HERE, Table, UNTYPED_HERE};
use super::lineage::{Lineage, LineageComparison, LineageFilter};
use super::rule::{Comparison, MatchingRule};
use super::scan::{SEARCHES_MAX, Scan, Wanted, scan};

/// A search by a rule, not yet held against a database.
#[derive(Debug)]
pub struct DirectSearch<'a> {
    profile: &'a Profile,
    lineage: Lineage,
    rule: MatchingRule,
    filter: LineageFilter,
    population: &'a Population,
    theta: f64,
}

impl<'a> DirectSearch<'a> {
    /// A search with a profile, of one person or a mixture. Population and θ (coancestry) serve the expected number
    /// of strangers; the lineage carries what is known beside the profile.
    ///
    /// # Errors
    /// [`SearchError`]: too few loci, or θ outside [0, 1).
    pub fn new(
        profile: &'a Profile,
        lineage: Lineage,
        rule: MatchingRule,
        filter: LineageFilter,
        population: &'a Population,
        theta: f64,
    ) -> Result<Self, SearchError> {
        check_theta(theta)?;
        let loci = profile.loci().filter(|(locus, _)| locus.kind() == LocusKind::Autosomal).count();
        if loci < rule.loci_min() {
            return Err(SearchError::TooFewLoci { loci, loci_min: rule.loci_min() });
        }
        Ok(Self { profile, lineage, rule, filter, population, theta })
    }

    /// Prepares the search of a database and counts the strangers it is expected to return.
    ///
    /// # Errors
    /// [`SearchError`]: too few loci of the profile are in the database.
    pub fn announce(&'a self, database: &'a ProfileDatabase) -> Result<AnnouncedDirect<'a>, SearchError> {
        let mut loci = Vec::new();
        for (place, alphabet) in database.alphabets().iter().enumerate() {
            if let Some(genotype) = self.profile.get(alphabet.locus()) {
                let (table, fit) = self.table(alphabet, genotype)?;
                loci.push((place, table, fit));
            }
        }
        if loci.len() < self.rule.loci_min() {
            return Err(SearchError::TooFewLoci { loci: loci.len(), loci_min: self.rule.loci_min() });
        }
        let expected = self.expected(database, &loci);
        loci.sort_by(|a, b| a.2.total_cmp(&b.2));
        let limits = Counting {
            mismatches_max: self.rule.mismatches_max() as u8,
            untyped_max: (loci.len() - self.rule.loci_min()) as u8,
        };
        let tables = loci.into_iter().map(|(place, table, _)| (place, table)).collect();
        let scan = Scan { tables, wanted: Wanted::Few(limits) };
        Ok(AnnouncedDirect { search: self, database, scan, expected })
    }

    /// What every code is worth, and the chance that a stranger fits.
    fn table(&self, alphabet: &Alphabet, query: &Genotype) -> Result<(Box<Table>, f64), SearchError> {
        let seen = alleles_seen(query);
        let frequencies = match self.population.table(alphabet.locus(), seen.iter().copied()) {
            Ok(frequencies) => Some(frequencies),
            Err(PopulationError::NoTable { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        let strangers = frequencies.as_ref().map(|table| Strangers::new(table, seen, self.theta));
        let mut table: Box<Table> = Box::new([0; 256]);
        table[usize::from(UNTYPED)] = UNTYPED_HERE;
        let mut fit = 0.0;
        for code in 0..CODES as u8 {
            let genotypes = alphabet.genotypes(code);
            let mut fits = genotypes.is_empty();
            for genotype in genotypes.iter().filter(|genotype| self.rule.fits(query, genotype)) {
                fits = true;
                fit += strangers.as_ref().map_or(0.0, |strangers| strangers.probability(genotype));
            }
            if !fits {
                table[usize::from(code)] = MISMATCH_HERE;
            }
        }
        let fit = strangers.map_or(1.0, |strangers| fit + strangers.unknown(alphabet));
        Ok((table, fit.min(1.0)))
    }

    /// Over all sets of loci that profiles of the database are typed at.
    fn expected(&self, database: &ProfileDatabase, loci: &[(usize, Box<Table>, f64)]) -> f64 {
        let of_set = |(mask, count): (u32, u64)| {
            let fits: Vec<f64> =
                loci.iter().filter(|(place, ..)| mask >> place & 1 == 1).map(|(.., fit)| *fit).collect();
            if fits.len() < self.rule.loci_min() {
                return 0.0;
            }
            count as f64 * at_most(&fits, self.rule.mismatches_max())
        };
        database.typed().map(of_set).sum()
    }
}

pub(crate) fn check_theta(theta: f64) -> Result<(), SearchError> {
    if (0.0..1.0).contains(&theta) {
        return Ok(());
    }
    Err(SearchError::Parameter { name: "theta", value: theta.to_string(), limits: "at least 0 and below 1" })
}

/// Named alleles of a genotype, each as often as it was seen.
fn alleles_seen(genotype: &Genotype) -> Vec<Allele> {
    let mut seen: Vec<Allele> = genotype.calls().into_iter().filter_map(Call::named).collect();
    if matches!(genotype, Genotype::Homozygote(_)) {
        seen.extend(seen.first().copied());
    }
    seen
}

/// A search held against a database that cannot change meanwhile.
#[derive(Debug)]
pub struct AnnouncedDirect<'a> {
    search: &'a DirectSearch<'a>,
    database: &'a ProfileDatabase,
    scan: Scan,
    expected: f64,
}

impl AnnouncedDirect<'_> {
    /// Strangers the search is expected to return, over all profiles of the database. Of loci the population has
    /// no frequencies for every stranger is taken to fit.
    pub fn expected_chance_hits(&self) -> f64 {
        self.expected
    }

    /// Makes the search; hits with fewest mismatches first.
    ///
    /// # Errors
    /// [`SearchError::TooManyCandidates`].
    pub fn run(&self) -> Result<Vec<DirectHit>, SearchError> {
        self.run_with(Kernel::best())
    }

    pub(crate) fn run_with(&self, kernel: Kernel) -> Result<Vec<DirectHit>, SearchError> {
        let found = scan(self.database, &[&self.scan], kernel).pop().unwrap_or_default();
        self.hits(&found)
    }

    /// Makes several searches of one database in one pass.
    ///
    /// # Errors
    /// [`SearchError`]: no search, too many, different databases, too many candidates of one.
    pub fn run_together(searches: &[Self]) -> Result<Vec<Vec<DirectHit>>, SearchError> {
        let Some(first) = searches.first() else { return Err(one_pass(0)) };
        if searches.len() > SEARCHES_MAX || searches.iter().any(|s| !std::ptr::eq(s.database, first.database))
        {
            return Err(one_pass(searches.len()));
        }
        let scans: Vec<&Scan> = searches.iter().map(|search| &search.scan).collect();
        let found = scan(first.database, &scans, Kernel::best());
        searches.iter().zip(found).map(|(search, found)| search.hits(&found)).collect()
    }

    fn hits(&self, found: &[u32]) -> Result<Vec<DirectHit>, SearchError> {
        if found.len() > CANDIDATES_MAX {
            return Err(SearchError::TooManyCandidates { candidates: found.len() });
        }
        let mut hits: Vec<DirectHit> = found.iter().filter_map(|&place| self.hit(place)).collect();
        hits.sort_by_key(|hit| {
            (hit.comparison.mismatches.len(), std::cmp::Reverse(hit.comparison.compared), hit.number)
        });
        Ok(hits)
    }

    fn hit(&self, place: u32) -> Option<DirectHit> {
        let search = self.search;
        let mut comparison = Comparison { compared: 0, mismatches: Vec::new(), least: None };
        for (locus, alphabet) in self.database.alphabets().iter().enumerate() {
            let Some(query) = search.profile.get(alphabet.locus()) else { continue };
            if let Some(genotype) = self.database.genotype(place, locus) {
                comparison.add(&search.rule, alphabet.locus(), query, &genotype);
            }
        }
        let lineage = search.lineage.compare(self.database.lineage(place).unwrap_or(&Lineage::default()));
        let passes = search.rule.matches(&comparison) && search.filter.passes(&lineage);
        let number = self.database.number(place)?;
        passes.then_some(DirectHit { number, comparison, lineage })
    }
}

pub(crate) fn one_pass(searches: usize) -> SearchError {
    SearchError::OnePass { searches, most: SEARCHES_MAX }
}

/// A profile that matches by the rule. A match is for two laboratories to confirm, never an identity.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct DirectHit {
    /// Which.
    pub number: ProfileNumber,
    /// Locus by locus.
    pub comparison: Comparison,
    /// Lines of fathers and mothers.
    pub lineage: LineageComparison,
}
