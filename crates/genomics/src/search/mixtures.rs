//! Mixtures of a category: compared one by one with a person, or with another mixture.

use std::collections::BTreeSet;

use crate::allele::Allele;
use crate::locus::{Locus, LocusKind};
use crate::mixture::{could_share_a_contributor, random_man_not_excluded, without};
use crate::population::Population;
use crate::profile::{Call, Genotype, Profile, ProfileKind};

use super::chance::at_most;
use super::database::ProfileNumber;
use super::error::SearchError;
use super::rule::{Comparison, MatchingRule};

/// Most mixtures of a category.
pub const MIXTURES_MAX: usize = 1_000_000;

/// Mixtures, in the order of their numbers.
#[derive(Debug, Default)]
pub struct Mixtures(Vec<(ProfileNumber, Profile)>);

/// A mixture that may hold the person, or share a contributor.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MixtureHit {
    /// Which.
    pub number: ProfileNumber,
    /// Locus by locus.
    pub comparison: Comparison,
}

impl Mixtures {
    /// Adds a mixture; one that stood under the number goes.
    ///
    /// # Errors
    /// [`MixturesError`]: a profile of one person, nothing to search by, no room.
    pub fn push(&mut self, number: ProfileNumber, profile: Profile) -> Result<(), MixturesError> {
        if profile.kind() != ProfileKind::Mixture {
            return Err(MixturesError::NotAMixture);
        }
        if !profile.loci().any(|(locus, _)| locus.kind() == LocusKind::Autosomal) {
            return Err(MixturesError::Empty);
        }
        match self.0.binary_search_by_key(&number, |(number, _)| *number) {
            Ok(place) => self.0[place].1 = profile,
            Err(_) if self.0.len() >= MIXTURES_MAX => return Err(MixturesError::Full),
            Err(place) => self.0.insert(place, (number, profile)),
        }
        Ok(())
    }

    /// Takes a mixture out; says whether there was one.
    pub fn remove(&mut self, number: ProfileNumber) -> bool {
        let found = self.0.binary_search_by_key(&number, |(number, _)| *number);
        found.map(|place| self.0.remove(place)).is_ok()
    }

    /// How many mixtures there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Prepares a search with a person (is the person in it?) or a mixture (may the two, of at most two people each,
    /// share a contributor?). `victim`: a person known to have contributed to the mixture searched with, whose alleles
    /// are taken away first.
    ///
    /// # Errors
    /// [`SearchError::TooFewLoci`].
    pub fn announce<'a>(
        &'a self,
        profile: &'a Profile,
        victim: Option<&'a Profile>,
        rule: MatchingRule,
    ) -> Result<AnnouncedMixture<'a>, SearchError> {
        let loci = profile.loci().filter(|(locus, _)| locus.kind() == LocusKind::Autosomal).count();
        if loci < rule.loci_min() {
            return Err(SearchError::TooFewLoci { loci, loci_min: rule.loci_min() });
        }
        Ok(AnnouncedMixture { mixtures: self, profile, victim, rule })
    }
}

/// A search of mixtures that cannot change meanwhile.
#[derive(Debug)]
pub struct AnnouncedMixture<'a> {
    mixtures: &'a Mixtures,
    profile: &'a Profile,
    victim: Option<&'a Profile>,
    rule: MatchingRule,
}

impl AnnouncedMixture<'_> {
    /// Mixtures expected to include a stranger, for a search with a person: over the mixtures, the chance that a random
    /// person is not excluded (RMNE). `None` for a search with a mixture, whose contributors nobody knows.
    pub fn expected_chance_hits(&self, population: &Population) -> Option<f64> {
        if self.profile.kind() == ProfileKind::Mixture {
            return None;
        }
        let of = |(_, mixture): &(ProfileNumber, Profile)| {
            let common = mixture.common(self.profile);
            let autosomal = common.into_iter().filter(|locus| locus.kind() == LocusKind::Autosomal);
            let fits: Vec<f64> = autosomal.map(|locus| included(mixture, locus, population)).collect();
            if fits.len() < self.rule.loci_min() { 0.0 } else { at_most(&fits, self.rule.mismatches_max()) }
        };
        Some(self.mixtures.0.iter().map(of).sum())
    }

    /// Makes the search; fewest mismatches first.
    pub fn run(&self) -> Vec<MixtureHit> {
        let of = |(number, mixture): &(ProfileNumber, Profile)| {
            let comparison = match self.profile.kind() {
                ProfileKind::Single => self.rule.compare(self.profile, mixture),
                ProfileKind::Mixture => self.shared(mixture),
            };
            self.rule.matches(&comparison).then_some(MixtureHit { number: *number, comparison })
        };
        let mut hits: Vec<MixtureHit> = self.mixtures.0.iter().filter_map(of).collect();
        hits.sort_by_key(|hit| {
            (hit.comparison.mismatches.len(), std::cmp::Reverse(hit.comparison.compared), hit.number)
        });
        hits
    }

    /// At how many common loci the two mixtures may share a contributor.
    fn shared(&self, other: &Profile) -> Comparison {
        let mut comparison = Comparison { compared: 0, mismatches: Vec::new(), least: None };
        for (locus, genotype) in self.profile.loci() {
            let both = other.get(locus).and_then(|other| Some((named(genotype)?, named(other)?)));
            let Some((mut own, other)) = both.filter(|_| locus.kind() == LocusKind::Autosomal) else {
                continue;
            };
            if let Some(Genotype::Heterozygote(a, b)) = self.victim.and_then(|victim| victim.get(locus)) {
                own = a.named().zip(b.named()).map_or(own.clone(), |pair| without(&own, pair));
            } else if let Some(Genotype::Homozygote(a)) = self.victim.and_then(|victim| victim.get(locus)) {
                own = a.named().map_or(own.clone(), |a| without(&own, (a, a)));
            }
            comparison.compared += 1;
            if !could_share_a_contributor(&own, &other) {
                comparison.mismatches.push(locus);
            }
        }
        comparison
    }
}

/// P(a random person fits the mixture at a locus); 1 where it cannot be told.
fn included(mixture: &Profile, locus: Locus, population: &Population) -> f64 {
    let Some(alleles) = mixture.get(locus).and_then(named) else { return 1.0 };
    let table = population.table(locus, alleles.iter().copied());
    table.ok().and_then(|table| random_man_not_excluded(&alleles, &table).ok()).unwrap_or(1.0)
}

/// The alleles of a locus; `None` when one of them is a range, or there is no list.
fn named(genotype: &Genotype) -> Option<BTreeSet<Allele>> {
    match genotype {
        Genotype::Sex { .. } => None,
        other => other.calls().into_iter().map(Call::named).collect(),
    }
}

/// Why a profile is not put among the mixtures.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MixturesError {
    /// One person's.
    #[error("the profile is of one person: put it into the database of its category")]
    NotAMixture,
    /// Nothing typed.
    #[error("the mixture has no autosomal locus: nothing could ever find it")]
    Empty,
    /// No room.
    #[error("there is no room for more than {MIXTURES_MAX} mixtures of a category")]
    Full,
}
