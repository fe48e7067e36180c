//! The likelihood ratio of two persons at one locus, in closed form: what ranks every profile of a database.
//!
//! For two persons of whom neither is inbred, P(both genotypes) = k0·P(four alleles) + k1·P(three) + k2·P(two), with k
//! the chances of 0, 1, 2 alleles identical by descent, and alleles drawn one after another from the population with
//! coancestry θ (Weir, Anderson & Hepler 2006, Nat Rev Genet 7:771; Balding & Nichols 1994). Parent and child also
//! with mutation. The engine of families gives the same numbers (tested); the leaders' are its own.

use crate::allele::Allele;
use crate::frequency::AlleleFrequencies;
use crate::kinship::Mutation;
use crate::kinship::mutation_table::{MutationTable, table_of};
use crate::locus::Locus;
use crate::population::{Population, PopulationError};
use crate::profile::Genotype;

use super::alphabet::named;
use super::relationship::Relationship;

/// An allele and its frequency.
type Gene = (Allele, f64);

/// P(the next allele drawn is this one), after others were drawn from the same population.
pub(crate) fn drawn_next(gene: Gene, before: &[Allele], theta: f64) -> f64 {
    if before.is_empty() {
        return gene.1;
    }
    let same = before.iter().filter(|allele| **allele == gene.0).count() as f64;
    (same * theta + (1.0 - theta) * gene.1) / (1.0 + (before.len() as f64 - 1.0) * theta)
}

/// P(these alleles are drawn in this order).
fn drawn(genes: &[Gene], theta: f64) -> f64 {
    let mut before = [Allele::ZERO; 4];
    let mut product = 1.0;
    for (number, &gene) in genes.iter().enumerate().take(before.len()) {
        product *= drawn_next(gene, &before[..number], theta);
        before[number] = gene.0;
    }
    product
}

/// In how many orders a genotype is drawn.
fn orders(pair: [Gene; 2]) -> f64 {
    if pair[0].0 == pair[1].0 { 1.0 } else { 2.0 }
}

/// P(both genotypes | related), P(both | unrelated).
fn by_descent(first: [Gene; 2], second: [Gene; 2], kappa: [f64; 3], theta: f64) -> (f64, f64) {
    let [a, b] = first;
    let [c, d] = second;
    let unrelated = orders(first) * orders(second) * drawn(&[a, b, c, d], theta);
    let mut three = 0.0;
    for shared in first {
        // the other allele of the second person, when one is the shared one
        let other = if shared.0 == c.0 {
            Some(d)
        } else if shared.0 == d.0 {
            Some(c)
        } else {
            None
        };
        three += other.map_or(0.0, |other| 0.5 * drawn(&[a, b, other], theta));
    }
    let same = (a.0, b.0) == (c.0, d.0) || (a.0, b.0) == (d.0, c.0);
    let two = if same { drawn(&[a, b], theta) } else { 0.0 };
    let related = kappa[0] * unrelated + orders(first) * (kappa[1] * three + kappa[2] * two);
    (related, unrelated)
}

/// P(both genotypes | parent and child), P(both | unrelated), with mutation.
fn passed_on(parent: [Gene; 2], child: [Gene; 2], table: &MutationTable, theta: f64) -> (f64, f64) {
    let [a, b] = parent;
    let [c, d] = child;
    let from_parent = |to: Gene| 0.5 * (table.passed_on(a.0, to.0) + table.passed_on(b.0, to.0));
    let other = |gene: Gene| drawn(&[a, b, gene], theta);
    let mut related = from_parent(c) * other(d);
    if c.0 != d.0 {
        related += from_parent(d) * other(c);
    }
    let unrelated = orders(parent) * orders(child) * drawn(&[a, b, c, d], theta);
    (orders(parent) * related, unrelated)
}

/// What is assumed of two persons.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PairModel {
    pub(crate) relationship: Relationship,
    pub(crate) theta: f64,
    pub(crate) mutation: Mutation,
    /// Whether the parent of the two is the mother.
    pub(crate) mother: bool,
}

/// One locus of a query, ready for every genotype of a candidate.
#[derive(Debug)]
pub(crate) struct PairLocus<'a> {
    locus: Locus,
    population: &'a Population,
    model: PairModel,
    query: (Allele, Option<Allele>),
    frequencies: AlleleFrequencies,
    mutation: Option<MutationTable>,
}

impl<'a> PairLocus<'a> {
    /// `None` when the query's genotype enters no likelihood (three alleles, ranges).
    ///
    /// # Errors
    /// [`PopulationError`]: no table, or an allele that its rule refuses.
    pub(crate) fn new(
        locus: Locus,
        query: &Genotype,
        population: &'a Population,
        model: PairModel,
    ) -> Result<Option<Self>, PopulationError> {
        let Some(query) = named(query) else { return Ok(None) };
        let frequencies = population.table(locus, alleles(query))?;
        let mutation = table_of(&model.mutation, model.mother, &frequencies);
        Ok(Some(Self { locus, population, model, query, frequencies, mutation }))
    }

    /// The frequencies, with the query's alleles in them.
    pub(crate) fn frequencies(&self) -> &AlleleFrequencies {
        &self.frequencies
    }

    /// The query's alleles, each as often as it was seen.
    pub(crate) fn query_alleles(&self) -> Vec<Allele> {
        alleles(self.query).collect()
    }

    /// The likelihood ratio of related to unrelated; `None` when the genotype enters no likelihood.
    ///
    /// # Errors
    /// An allele that the population's rule refuses.
    pub(crate) fn lr(&self, candidate: &Genotype) -> Result<Option<f64>, PopulationError> {
        let Some(candidate) = named(candidate) else { return Ok(None) };
        if alleles(candidate).all(|allele| self.frequencies.get(allele).is_some()) {
            return Ok(Some(self.ratio(candidate, &self.frequencies, self.mutation.as_ref())));
        }
        let both = alleles(self.query).chain(alleles(candidate));
        let frequencies = self.population.table(self.locus, both)?;
        let mutation = table_of(&self.model.mutation, self.model.mother, &frequencies);
        Ok(Some(self.ratio(candidate, &frequencies, mutation.as_ref())))
    }

    fn ratio(
        &self,
        candidate: (Allele, Option<Allele>),
        frequencies: &AlleleFrequencies,
        mutation: Option<&MutationTable>,
    ) -> f64 {
        let (mut related, mut unrelated) = (0.0, 0.0);
        let candidates = pairs(candidate, frequencies);
        for query in pairs(self.query, frequencies) {
            for &candidate in &candidates {
                let theta = self.model.theta;
                let (numerator, denominator) = match (mutation, self.model.relationship) {
                    (Some(table), Relationship::Child) => passed_on(query, candidate, table, theta),
                    (Some(table), Relationship::Parent) => passed_on(candidate, query, table, theta),
                    (_, other) => by_descent(query, candidate, other.kappa(), theta),
                };
                related += numerator;
                unrelated += denominator;
            }
        }
        if unrelated > 0.0 { related / unrelated } else { 0.0 }
    }
}

fn alleles((a, b): (Allele, Option<Allele>)) -> impl Iterator<Item = Allele> {
    std::iter::once(a).chain(b)
}

/// Every pair a genotype may be: with an unknown second allele, all of the table.
fn pairs((a, b): (Allele, Option<Allele>), frequencies: &AlleleFrequencies) -> Vec<[Gene; 2]> {
    let Some(p) = frequencies.get(a) else { return Vec::new() };
    match b {
        Some(b) => frequencies.get(b).map(|q| [(a, p), (b, q)]).into_iter().collect(),
        None => frequencies.iter().map(|other| [(a, p), other]).collect(),
    }
}
