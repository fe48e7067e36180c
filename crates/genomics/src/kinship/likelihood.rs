//! The likelihood of a pedigree at one locus, and at loci that lie close to each other.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluate::{Evidence, Method, Problem};
use super::genes::{FounderConvention, Genes, Known};
use super::mutation::{Mutation, MutationError};
use super::observation::{Observation, probability};
use super::pedigree::Pedigree;
use super::states::{States, StatesError};
use crate::allele::{Allele, shown};
use crate::frequency::AlleleFrequencies;
use crate::scaled::Scaled;

/// What is assumed of a locus.
#[derive(Debug, Clone, Copy)]
pub struct LocusModel<'a> {
    /// Frequencies of its alleles in the population of the founders.
    pub frequencies: &'a AlleleFrequencies,
    /// How its alleles mutate.
    pub mutation: Mutation,
    /// Coancestry θ of the population (F_ST): joins the alleles of all founders, unrelated persons included.
    pub theta: f64,
    /// Frequency of an allele that never shows; the others are multiplied by 1 minus it.
    pub silent: f64,
    /// Founders without profile and with one child.
    pub founders: FounderConvention,
}

/// What was seen at one locus, by person. Somebody with a profile who is [`Observation::Untyped`] here stays in
/// the map: the convention on founders asks who has a profile at all.
pub type Typed<'a> = BTreeMap<&'a str, Observation>;

/// P(everything seen at the locus | pedigree).
///
/// Sums over all alleles everybody may have. θ: Balding & Nichols 1994; peeling: Elston & Stewart 1971, Hum
/// Hered 21:523; inheritance vectors: Lander & Green 1987, PNAS 84:2363.
///
/// # Errors
/// [`LikelihoodError`]: a parameter outside its limits, an allele the table lacks, a typed person who is not in
/// the pedigree, or a family too large to sum over.
pub fn locus_likelihood(
    pedigree: &Pedigree,
    seen: &Typed<'_>,
    model: &LocusModel<'_>,
) -> Result<Scaled, LikelihoodError> {
    let prepared = Prepared::new(pedigree, seen, model, None)?;
    prepared.problem(model).likelihood(Method::Cheaper).map_err(|_| LikelihoodError::TooLarge)
}

/// P(everything seen at loci in a row | pedigree) when neighbours recombine with the given rates (0 to ½, one
/// fewer than loci) in both sexes. Alleles of different loci are independent in the population.
///
/// Sums over the inheritance vectors of each locus and the recombinations between them (Lander & Green 1987).
///
/// # Errors
/// As [`locus_likelihood`]; also when there are more than 16 meioses.
pub fn linked_likelihood(
    pedigree: &Pedigree,
    loci: &[(&Typed<'_>, LocusModel<'_>)],
    recombination: &[f64],
) -> Result<Scaled, LikelihoodError> {
    if recombination.len() + 1 != loci.len() || recombination.iter().any(|r| !(0.0..=0.5).contains(r)) {
        return Err(LikelihoodError::Recombination);
    }
    let everywhere: BTreeSet<&str> = loci
        .iter()
        .flat_map(|(seen, _)| seen.iter().filter(|(_, o)| o.is_typed()).map(|(id, _)| *id))
        .collect();
    let mut joint: Option<Vec<Scaled>> = None;
    for (number, (seen, model)) in loci.iter().enumerate() {
        let prepared = Prepared::new(pedigree, seen, model, Some(&everywhere))?;
        let here = prepared.problem(model).by_vector().map_err(|_| LikelihoodError::TooLarge)?;
        joint = Some(match joint {
            None => here,
            Some(mut before) => {
                recombine(&mut before, recombination[number - 1]);
                before.into_iter().zip(here).map(|(before, here)| before.times(here)).collect()
            }
        });
    }
    let joint = joint.unwrap_or_default();
    let sum = joint.iter().copied().fold(Scaled::ZERO, Scaled::plus);
    Ok(sum.over(Scaled::new(joint.len() as f64)).unwrap_or(Scaled::ZERO))
}

/// From "everything before | vector there" to "everything before | vector here": each meiosis on its own
/// recombines with probability `rate`.
fn recombine(vectors: &mut [Scaled], rate: f64) {
    let (same, other) = (Scaled::new(1.0 - rate), Scaled::new(rate));
    let mut step = 1;
    while step < vectors.len() {
        for first in (0..vectors.len()).filter(|vector| vector & step == 0) {
            let (a, b) = (vectors[first], vectors[first | step]);
            vectors[first] = a.times(same).plus(b.times(other));
            vectors[first | step] = a.times(other).plus(b.times(same));
        }
        step <<= 1;
    }
}

/// A locus ready to be summed.
pub(super) struct Prepared {
    genes: Genes,
    states: States,
    evidence: Vec<Evidence>,
}

impl Prepared {
    /// `joint`: persons typed at any of several loci, when the copies must be the same for all of these.
    pub(super) fn new(
        pedigree: &Pedigree,
        seen: &Typed<'_>,
        model: &LocusModel<'_>,
        joint: Option<&BTreeSet<&str>>,
    ) -> Result<Self, LikelihoodError> {
        check(pedigree, seen, model)?;
        let alleles: BTreeSet<Allele> = seen.values().flat_map(Observation::alleles).collect();
        let states = States::new(model.frequencies, &alleles, &model.mutation, model.silent)
            .map_err(|error| no_states(seen, error))?;
        let known: Vec<Known> = pedigree
            .ids()
            .map(|id| match (seen.get(id), joint) {
                (None, _) => Known::Nothing,
                (Some(_), Some(joint)) if joint.contains(id) => Known::Something,
                (Some(observation), _) => known_of(observation, model),
            })
            .collect();
        let mutates = states.mutates() || joint.is_some();
        let genes = Genes::new(pedigree, &known, model.founders, mutates);
        let untyped = Observation::Untyped;
        let evidence = genes
            .typed
            .iter()
            .map(|pair| {
                let id = pedigree.persons[pair.person].id.as_str();
                let observation = seen.get(id).unwrap_or(&untyped);
                Evidence { genes: pair.genes, table: table(observation, &states) }
            })
            .collect();
        Ok(Self { genes, states, evidence })
    }

    pub(super) fn problem(&self, model: &LocusModel<'_>) -> Problem<'_> {
        Problem { genes: &self.genes, states: &self.states, evidence: &self.evidence, theta: model.theta }
    }
}

/// Whether the observation leaves one genotype only.
fn known_of(observation: &Observation, model: &LocusModel<'_>) -> Known {
    match observation {
        Observation::Untyped => Known::Elsewhere,
        Observation::Genotype(a, b) if a != b || model.silent == 0.0 => Known::Genotype,
        Observation::Genotype(..) | Observation::AnySecond(_) | Observation::Seen { .. } => Known::Something,
    }
}

fn table(observation: &Observation, states: &States) -> Vec<f64> {
    let pairs = (0..states.len()).flat_map(|first| (0..states.len()).map(move |second| (first, second)));
    pairs.map(|(first, second)| probability(observation, states.copy(first), states.copy(second))).collect()
}

fn check(pedigree: &Pedigree, seen: &Typed<'_>, model: &LocusModel<'_>) -> Result<(), LikelihoodError> {
    model.mutation.check()?;
    if !(0.0..1.0).contains(&model.theta) {
        return Err(LikelihoodError::Theta { theta: model.theta });
    }
    if !(0.0..1.0).contains(&model.silent) {
        return Err(LikelihoodError::Silent { silent: model.silent });
    }
    for (id, observation) in seen {
        if observation.is_typed() && !pedigree.ids().any(|other| other == *id) {
            return Err(LikelihoodError::NotInPedigree { person: shown(id) });
        }
        if let Observation::Seen { alleles, dropout } = observation {
            let distinct: BTreeSet<_> = alleles.iter().collect();
            if alleles.len() > 2 || distinct.len() < alleles.len() {
                return Err(LikelihoodError::Seen { person: shown(id) });
            }
            if !(0.0..1.0).contains(dropout) {
                return Err(LikelihoodError::Dropout { person: shown(id), dropout: *dropout });
            }
        }
    }
    Ok(())
}

fn no_states(seen: &Typed<'_>, error: StatesError) -> LikelihoodError {
    let allele = match error {
        StatesError::Missing(allele) => allele,
        StatesError::Rate { heterozygosity } => return LikelihoodError::ProportionalRate { heterozygosity },
    };
    let person = seen.iter().find(|(_, observation)| observation.alleles().any(|other| other == allele));
    LikelihoodError::UnknownAllele { person: person.map_or_else(String::new, |(id, _)| shown(id)), allele }
}

/// Why there is no likelihood.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LikelihoodError {
    /// An allele that the frequency table does not list.
    #[error(
        "person `{person}`: allele {allele} is not in the frequency table; add it at the minimum frequency \
         (5/2N) and rescale the table"
    )]
    UnknownAllele {
        /// Who has it.
        person: String,
        /// The allele.
        allele: Allele,
    },
    /// Somebody typed whom the pedigree does not have.
    #[error(
        "person `{person}` is typed but not in the pedigree: add the person, if unrelated without parents"
    )]
    NotInPedigree {
        /// Who.
        person: String,
    },
    /// θ outside [0, 1).
    #[error("theta is {theta}; it must be at least 0 and below 1 (0.01 to 0.03 are usual)")]
    Theta {
        /// What was given.
        theta: f64,
    },
    /// Silent frequency outside [0, 1).
    #[error("silent allele frequency is {silent}; it must be at least 0 and below 1")]
    Silent {
        /// What was given.
        silent: f64,
    },
    /// Drop-out probability outside [0, 1).
    #[error("person `{person}`: drop-out probability is {dropout}; it must be at least 0 and below 1")]
    Dropout {
        /// Whose.
        person: String,
        /// What was given.
        dropout: f64,
    },
    /// More than two alleles seen, or one named twice.
    #[error("person `{person}`: with drop-out name the alleles seen, each once and at most two")]
    Seen {
        /// Whose.
        person: String,
    },
    /// Rates between loci that do not fit.
    #[error("recombination: one rate between 0 and 0.5 for each pair of neighbouring loci is needed")]
    Recombination,
    /// A proportional model cannot reach the rate.
    #[error(
        "the mutation rate is above the heterozygosity of the locus ({heterozygosity:.6}), which a proportional \
         model cannot reach: lower the rate or choose another model"
    )]
    ProportionalRate {
        /// Expected heterozygosity of the table.
        heterozygosity: f64,
    },
    /// A mutation parameter.
    #[error(transparent)]
    Mutation(#[from] MutationError),
    /// More work than the limit.
    #[error(
        "the family is too large to sum over with these assumptions: leave out untyped persons who connect \
         nobody, set theta to 0, or use the proportional mutation model"
    )]
    TooLarge,
}
