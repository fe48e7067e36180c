//! A likelihood ratio with everything it was computed from, so that it can be computed again years later.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kinship::{
    FounderConvention, LikelihoodError, LocusModel, Mutation, Observation, Pedigree, Typed, locus_likelihood,
};
use crate::locus::{Locus, LocusKind};
use crate::population::Population;
use crate::profile::Profile;
use crate::scaled::Scaled;

use super::error::SearchError;
use super::relationship::{CANDIDATE, QUERY, Relationship};

/// The engine of families as it computes today; a change that moves any number is a new version.
pub const ENGINE_VERSION: &str = "kinship-1";

/// What is assumed of the two persons.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PairParameters {
    /// What the candidate would be of the query.
    pub relationship: Relationship,
    /// Coancestry θ of the population.
    pub theta: f64,
    /// How alleles mutate between parent and child.
    pub mutation: Mutation,
    /// Whether the parent of parent and child is the mother: her rate is another.
    pub mother: bool,
}

/// A likelihood ratio of related to unrelated, by population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LrRecord {
    /// [`ENGINE_VERSION`] that computed it.
    pub engine: String,
    /// What was assumed.
    pub parameters: PairParameters,
    /// One answer a population.
    pub populations: Vec<PopulationLr>,
}

/// The answer in one population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PopulationLr {
    /// Its name.
    pub population: String,
    /// Its version.
    pub version: String,
    /// [`Population::digest`] of its tables.
    pub digest: String,
    /// Decimal logarithm of the product; `None` = the ratio is 0.
    pub log10_lr: Option<f64>,
    /// Ratio by locus; loci without frequencies and those that enter no likelihood are absent.
    pub per_locus: BTreeMap<String, f64>,
}

impl LrRecord {
    /// The least over the populations, which is what a threshold is held against (Ge & Budowle 2012, J Forensic Sci
    /// 57:1240); `None` = the ratio is 0 in one of them.
    pub fn log10_lr_min(&self) -> Option<f64> {
        let least = |least: f64, own: &PopulationLr| Some(least.min(own.log10_lr?));
        self.populations.iter().try_fold(f64::INFINITY, least).filter(|least| least.is_finite())
    }

    /// Computes the ratio of two profiles.
    ///
    /// # Errors
    /// [`SearchError`] of a parameter, an allele that a population refuses, or the engine.
    pub fn compute(
        query: &Profile,
        candidate: &Profile,
        parameters: PairParameters,
        populations: &[Population],
    ) -> Result<Self, SearchError> {
        let mut engine = PairEngine::new(parameters)?;
        let loci: Vec<(Locus, Observation, Observation)> = query
            .loci()
            .filter(|(locus, _)| locus.kind() == LocusKind::Autosomal)
            .filter_map(|(locus, genotype)| {
                Some((locus, genotype.observation()?, candidate.get(locus)?.observation()?))
            })
            .collect();
        let digests: Vec<String> = populations.iter().map(Population::digest).collect();
        engine.record(&loci, populations, &digests)
    }

    /// Computes the ratio again and holds it against this record. Logarithms and ratios must agree within 1e-12,
    /// which is what writing them as decimal text may cost.
    ///
    /// # Errors
    /// [`RecomputeError`]: another engine, a changed table, or another number.
    pub fn recompute(
        &self,
        query: &Profile,
        candidate: &Profile,
        populations: &[Population],
    ) -> Result<Self, RecomputeError> {
        if self.engine != ENGINE_VERSION {
            return Err(RecomputeError::Engine { engine: self.engine.clone() });
        }
        for own in &self.populations {
            let same = |population: &&Population| population.digest() == own.digest;
            if !populations.iter().any(|population| same(&population)) {
                return Err(RecomputeError::Population {
                    population: own.population.clone(),
                    version: own.version.clone(),
                });
            }
        }
        let again = Self::compute(query, candidate, self.parameters, populations)?;
        let agrees = again.populations.len() == self.populations.len()
            && self.populations.iter().zip(&again.populations).all(|(own, again)| own.agrees(again));
        if agrees { Ok(again) } else { Err(RecomputeError::Differs) }
    }
}

impl PopulationLr {
    fn agrees(&self, other: &Self) -> bool {
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-12 * a.abs().max(b.abs()).max(1.0);
        let totals = match (self.log10_lr, other.log10_lr) {
            (Some(a), Some(b)) => close(a, b),
            (a, b) => a == b,
        };
        let mut loci = self.per_locus.iter().zip(&other.per_locus);
        self.digest == other.digest
            && totals
            && self.per_locus.len() == other.per_locus.len()
            && loci.all(|((name, a), (other, b))| name == other && close(*a, *b))
    }
}

/// The engine of families for two persons; ratios of a locus that come again are remembered.
pub(crate) struct PairEngine {
    parameters: PairParameters,
    related: Pedigree,
    strangers: Pedigree,
    known: BTreeMap<(usize, Locus, String), Scaled>,
}

impl PairEngine {
    pub(crate) fn new(parameters: PairParameters) -> Result<Self, SearchError> {
        super::direct::check_theta(parameters.theta)?;
        parameters.mutation.check().map_err(|error| SearchError::Parameter {
            name: error.name,
            value: error.value.to_string(),
            limits: error.limits,
        })?;
        if parameters.mutation != Mutation::None && !parameters.relationship.is_parent_and_child() {
            return Err(SearchError::Mutation);
        }
        let family = |_| SearchError::Mutation;
        Ok(Self {
            parameters,
            related: parameters.relationship.pedigree(parameters.mother).map_err(family)?,
            strangers: Relationship::strangers().map_err(family)?,
            known: BTreeMap::new(),
        })
    }

    /// The ratios of two persons at their common loci.
    pub(crate) fn record(
        &mut self,
        loci: &[(Locus, Observation, Observation)],
        populations: &[Population],
        digests: &[String],
    ) -> Result<LrRecord, SearchError> {
        let mut answers = Vec::with_capacity(populations.len());
        for (number, (population, digest)) in populations.iter().zip(digests).enumerate() {
            let mut product = Scaled::ONE;
            let mut per_locus = BTreeMap::new();
            for (locus, query, candidate) in loci {
                if !population.loci().any(|own| own == *locus) {
                    continue;
                }
                let ratio = self.ratio(number, *locus, [query, candidate], population)?;
                product = product.times(ratio);
                per_locus.insert(locus.name().to_owned(), ratio.to_f64());
            }
            answers.push(PopulationLr {
                population: population.name.clone(),
                version: population.version.clone(),
                digest: digest.clone(),
                log10_lr: product.log10(),
                per_locus,
            });
        }
        let engine = ENGINE_VERSION.to_owned();
        Ok(LrRecord { engine, parameters: self.parameters, populations: answers })
    }

    /// The ratio at one locus.
    pub(crate) fn ratio(
        &mut self,
        number: usize,
        locus: Locus,
        [query, candidate]: [&Observation; 2],
        population: &Population,
    ) -> Result<Scaled, SearchError> {
        let key = (number, locus, format!("{query:?} {candidate:?}"));
        if let Some(ratio) = self.known.get(&key) {
            return Ok(*ratio);
        }
        let frequencies = population.table(locus, query.alleles().chain(candidate.alleles()))?;
        let model = LocusModel {
            frequencies: &frequencies,
            mutation: self.parameters.mutation,
            theta: self.parameters.theta,
            silent: 0.0,
            founders: FounderConvention::Trimmed,
        };
        let seen: Typed<'_> = [(QUERY, query.clone()), (CANDIDATE, candidate.clone())].into();
        let likelihood = |pedigree: &Pedigree| {
            locus_likelihood(pedigree, &seen, &model)
                .map_err(|error| SearchError::Likelihood { locus, error })
        };
        let ratio = likelihood(&self.related)?.over(likelihood(&self.strangers)?);
        let ratio = ratio.ok_or(SearchError::Likelihood { locus, error: LikelihoodError::TooLarge })?;
        self.known.insert(key, ratio);
        Ok(ratio)
    }
}

/// Why a record is not what is computed today.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RecomputeError {
    /// Computed by another engine.
    #[error(
        "the record is of engine `{engine}`, this is {ENGINE_VERSION}: compute it with the release that has that engine"
    )]
    Engine {
        /// Which.
        engine: String,
    },
    /// No such table.
    #[error(
        "population {population}, version {version}: none of the tables given has its digest; give the tables the record names"
    )]
    Population {
        /// Its name.
        population: String,
        /// Its version.
        version: String,
    },
    /// Another number.
    #[error(
        "the profiles and tables give another likelihood ratio than the record: they are not those it was computed from"
    )]
    Differs,
    /// Cannot be computed.
    #[error(transparent)]
    Search(#[from] SearchError),
}
