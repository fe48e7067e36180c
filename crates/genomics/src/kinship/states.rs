//! The allele states of one locus of one case: the alleles somebody showed, the rest taken together where the
//! mutation model allows, and the silent allele.

use std::collections::BTreeSet;

use super::mutation::{Class, Mutation, matrix};
use super::observation::Copy;
use crate::allele::Allele;
use crate::frequency::AlleleFrequencies;

/// States, their frequencies and how they are passed on.
#[derive(Debug)]
pub(crate) struct States {
    copies: Vec<Copy>,
    frequencies: Vec<f64>,
    /// Row by row; `None` = unchanged.
    paternal: Option<Vec<f64>>,
    maternal: Option<Vec<f64>>,
}

impl States {
    /// States for a locus where these alleles were seen. Frequencies of the table are multiplied by
    /// 1 − `silent`; the silent allele does not mutate.
    ///
    /// # Errors
    /// [`StatesError`]: an allele the table lacks, or a rate no proportional model can reach.
    pub(crate) fn new(
        table: &AlleleFrequencies,
        seen: &BTreeSet<Allele>,
        mutation: &Mutation,
        silent: f64,
    ) -> Result<Self, StatesError> {
        if let Some(&missing) = seen.iter().find(|allele| table.get(**allele).is_none()) {
            return Err(StatesError::Missing(missing));
        }
        let (named, unseen): (Vec<_>, Vec<_>) =
            table.iter().partition(|(allele, _)| !mutation.is_lumpable() || seen.contains(allele));
        let mut classes: Vec<Class> = named
            .iter()
            .map(|&(allele, frequency)| Class { allele: Some(allele), alleles: 1, frequency })
            .collect();
        if !unseen.is_empty() {
            let frequency = unseen.iter().map(|(_, frequency)| frequency).sum();
            classes.push(Class { allele: None, alleles: unseen.len(), frequency });
        }
        let heterozygosity: f64 = table.iter().map(|(_, p)| p * (1.0 - p)).sum();
        if let Mutation::Proportional(rates) = *mutation
            && rates.female.max(rates.male) > heterozygosity
        {
            return Err(StatesError::Rate { heterozygosity });
        }
        let of = |female| matrix(mutation, female, &classes, heterozygosity);
        let (mut paternal, mut maternal) = (of(false), of(true));
        let mut copies: Vec<Copy> =
            classes.iter().map(|class| class.allele.map_or(Copy::Unseen, Copy::Named)).collect();
        let mut frequencies: Vec<f64> = classes.iter().map(|class| class.frequency).collect();
        if silent > 0.0 {
            frequencies.iter_mut().for_each(|frequency| *frequency *= 1.0 - silent);
            frequencies.push(silent);
            copies.push(Copy::Silent);
            let states = copies.len();
            paternal = paternal.map(|matrix| with_silent(&matrix, states));
            maternal = maternal.map(|matrix| with_silent(&matrix, states));
        }
        Ok(Self { copies, frequencies, paternal, maternal })
    }

    pub(crate) fn len(&self) -> usize {
        self.copies.len()
    }

    pub(crate) fn copy(&self, state: usize) -> Copy {
        self.copies[state]
    }

    pub(crate) fn frequency(&self, state: usize) -> f64 {
        self.frequencies[state]
    }

    pub(crate) fn mutates(&self) -> bool {
        self.paternal.is_some()
    }

    /// Probability that a parent's copy in state `from` reaches the child in state `to`.
    pub(crate) fn passed_on(&self, maternal: bool, from: usize, to: usize) -> f64 {
        match if maternal { &self.maternal } else { &self.paternal } {
            Some(matrix) => matrix[from * self.copies.len() + to],
            None if from == to => 1.0,
            None => 0.0,
        }
    }
}

/// Why a locus has no states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum StatesError {
    /// A seen allele that the table lacks.
    Missing(Allele),
    /// Even if every allele were drawn anew, fewer would change than the rate says.
    Rate { heterozygosity: f64 },
}

/// The matrix with one more state that stays as it is.
fn with_silent(matrix: &[f64], states: usize) -> Vec<f64> {
    let mut wider = Vec::with_capacity(states * states);
    for row in matrix.chunks(states - 1) {
        wider.extend_from_slice(row);
        wider.push(0.0);
    }
    wider.resize(states * states - 1, 0.0);
    wider.push(1.0);
    wider
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinship::mutation::Rates;

    fn allele(name: &str) -> Allele {
        name.parse().unwrap()
    }

    fn table() -> AlleleFrequencies {
        let entries = [("8", 0.1), ("9", 0.2), ("10", 0.3), ("11", 0.4)];
        AlleleFrequencies::new(entries.iter().map(|(name, f)| (allele(name), *f)).collect()).unwrap()
    }

    #[test]
    fn unseen_alleles_are_one_state_unless_mutation_goes_by_steps() {
        let seen = BTreeSet::from([allele("9")]);
        let rates = Rates { female: 0.001, male: 0.002 };
        let states = |mutation: Mutation| States::new(&table(), &seen, &mutation, 0.0).unwrap().len();
        assert_eq!(states(Mutation::None), 2);
        assert_eq!(states(Mutation::Proportional(rates)), 2);
        assert_eq!(states(Mutation::Stepwise { rates, rate2: 0.0, range: 0.5 }), 4);
    }

    #[test]
    fn the_silent_allele_takes_its_share_and_stays_silent() {
        let seen = BTreeSet::from([allele("9"), allele("10")]);
        let model = Mutation::Equal(Rates { female: 0.001, male: 0.002 });
        let states = States::new(&table(), &seen, &model, 0.1).unwrap();
        assert_eq!(states.len(), 4);
        assert!((states.frequencies.iter().sum::<f64>() - 1.0).abs() < 1e-15);
        assert!((states.frequency(0) - 0.18).abs() < 1e-15);
        for from in 0..4 {
            let row: f64 = (0..4).map(|to| states.passed_on(true, from, to)).sum();
            assert!((row - 1.0).abs() < 1e-15);
        }
        assert_eq!((states.copy(3), states.passed_on(false, 3, 3)), (Copy::Silent, 1.0));
    }

    #[test]
    fn a_proportional_rate_above_the_heterozygosity_is_refused() {
        let model = Mutation::Proportional(Rates { female: 0.001, male: 0.8 });
        let error = States::new(&table(), &BTreeSet::new(), &model, 0.0).unwrap_err();
        assert!(
            matches!(error, StatesError::Rate { heterozygosity } if (heterozygosity - 0.7).abs() < 1e-12)
        );
    }

    #[test]
    fn an_allele_the_table_lacks_is_named() {
        let seen = BTreeSet::from([allele("9"), allele("9.3")]);
        assert_eq!(
            States::new(&table(), &seen, &Mutation::None, 0.0).unwrap_err(),
            StatesError::Missing(allele("9.3"))
        );
    }
}
