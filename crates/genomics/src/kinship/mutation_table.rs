//! Mutation over all alleles of a table, for parent and child in closed form.

use super::mutation::{Class, Mutation, matrix};
use crate::allele::Allele;
use crate::frequency::AlleleFrequencies;

/// With which probability a parent's allele reaches the child as another.
#[derive(Debug)]
pub(crate) struct MutationTable {
    alleles: Vec<Allele>,
    /// Row by row, from parent to child.
    matrix: Vec<f64>,
}

/// The table of a model for one sex of the parent; `None` when alleles do not mutate.
pub(crate) fn table_of(
    mutation: &Mutation,
    mother: bool,
    frequencies: &AlleleFrequencies,
) -> Option<MutationTable> {
    let classes: Vec<Class> = frequencies
        .iter()
        .map(|(allele, frequency)| Class { allele: Some(allele), alleles: 1, frequency })
        .collect();
    let heterozygosity: f64 = frequencies.iter().map(|(_, p)| p * (1.0 - p)).sum();
    let matrix = matrix(mutation, mother, &classes, heterozygosity)?;
    Some(MutationTable { alleles: frequencies.iter().map(|(allele, _)| allele).collect(), matrix })
}

impl MutationTable {
    /// P(the child gets `to` | the parent passes on the copy `from`); 0 for an allele that is not in the table.
    pub(crate) fn passed_on(&self, from: Allele, to: Allele) -> f64 {
        let place = |allele: Allele| self.alleles.binary_search(&allele).ok();
        match (place(from), place(to)) {
            (Some(from), Some(to)) => self.matrix[from * self.alleles.len() + to],
            _ => 0.0,
        }
    }
}
