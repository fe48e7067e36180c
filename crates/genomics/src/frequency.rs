//! Allele frequencies of one locus in one population.

use std::collections::BTreeMap;

use crate::allele::Allele;

/// How far the frequencies of a locus may be from 1 in sum.
pub const SUM_TOLERANCE: f64 = 1e-6;

/// Frequencies of the alleles of one locus: each above 0, together 1 (within [`SUM_TOLERANCE`]).
#[derive(Debug, Clone, PartialEq)]
pub struct AlleleFrequencies(BTreeMap<Allele, f64>);

impl AlleleFrequencies {
    /// Checks the frequencies.
    ///
    /// # Errors
    /// [`FrequencyError`] naming the allele or the sum.
    pub fn new(frequencies: BTreeMap<Allele, f64>) -> Result<Self, FrequencyError> {
        let checked = Self::unscaled(frequencies)?;
        let sum = checked.sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            return Err(FrequencyError::Sum { sum });
        }
        Ok(checked)
    }

    /// Takes frequencies that need not sum to 1 and divides them by their sum: printed tables are rounded,
    /// and alleles raised to a minimum push the sum above 1.
    ///
    /// # Errors
    /// When a frequency is not in (0, 1], or the sum is outside 0.9–1.1: then something is missing.
    pub fn rescaled(frequencies: BTreeMap<Allele, f64>) -> Result<Self, FrequencyError> {
        let mut checked = Self::unscaled(frequencies)?;
        let sum = checked.sum();
        if !(0.9..=1.1).contains(&sum) {
            return Err(FrequencyError::Sum { sum });
        }
        checked.0.values_mut().for_each(|frequency| *frequency /= sum);
        Ok(checked)
    }

    fn unscaled(frequencies: BTreeMap<Allele, f64>) -> Result<Self, FrequencyError> {
        if frequencies.is_empty() {
            return Err(FrequencyError::Empty);
        }
        for (&allele, &frequency) in &frequencies {
            if !(frequency > 0.0 && frequency <= 1.0) {
                return Err(FrequencyError::OutOfRange { allele, frequency });
            }
        }
        Ok(Self(frequencies))
    }

    /// The frequency of an allele, `None` when the table does not list it.
    pub fn get(&self, allele: Allele) -> Option<f64> {
        self.0.get(&allele).copied()
    }

    /// Alleles in order with their frequencies.
    pub fn iter(&self) -> impl Iterator<Item = (Allele, f64)> + '_ {
        self.0.iter().map(|(&allele, &frequency)| (allele, frequency))
    }

    /// Number of alleles listed.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Never: a table lists at least one allele.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sum of the frequencies.
    pub fn sum(&self) -> f64 {
        self.0.values().sum()
    }

    /// Adds an allele the table lacks at the minimum frequency and divides all by the new sum, so that a rare
    /// allele never has frequency 0. A listed allele stays as it is.
    #[must_use]
    pub fn with_rare(&self, allele: Allele, minimum: f64) -> Self {
        if self.0.contains_key(&allele) || !(minimum > 0.0 && minimum < 1.0) {
            return self.clone();
        }
        let mut frequencies = self.0.clone();
        frequencies.insert(allele, minimum);
        let sum: f64 = frequencies.values().sum();
        frequencies.values_mut().for_each(|frequency| *frequency /= sum);
        Self(frequencies)
    }
}

/// The least frequency an estimate from `persons` people supports: 5/2N (NRC II, 1996, p. 148).
pub fn minimum_frequency(persons: u32) -> f64 {
    5.0 / (2.0 * f64::from(persons.max(3)))
}

/// Why frequencies are no table.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FrequencyError {
    /// No allele.
    #[error("the frequency table lists no allele")]
    Empty,
    /// A frequency that is none.
    #[error("allele {allele}: frequency {frequency} is not above 0 and at most 1")]
    OutOfRange {
        /// The allele.
        allele: Allele,
        /// What the table says.
        frequency: f64,
    },
    /// The sum is not 1.
    #[error("the frequencies sum to {sum:.9}, not 1: complete the table or rescale it")]
    Sum {
        /// The sum.
        sum: f64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(entries: &[(u16, f64)]) -> BTreeMap<Allele, f64> {
        entries.iter().map(|&(tenths, f)| (Allele::from_tenths(tenths).unwrap(), f)).collect()
    }

    #[test]
    fn what_does_not_sum_or_is_no_frequency_is_refused() {
        let words = |entries: &[(u16, f64)]| AlleleFrequencies::new(map(entries)).unwrap_err().to_string();
        assert!(words(&[]).contains("no allele"));
        assert!(words(&[(90, 0.5), (93, 0.4)]).contains("sum to 0.9"));
        for bad in [0.0, -0.1, 1.5, f64::NAN, f64::INFINITY] {
            assert!(words(&[(93, bad)]).contains("allele 9.3: frequency"));
        }
    }

    #[test]
    fn a_rounded_table_is_rescaled_and_a_torn_one_is_not() {
        let table = AlleleFrequencies::rescaled(map(&[(90, 0.5), (100, 0.499)])).unwrap();
        assert!((table.sum() - 1.0).abs() < 1e-15);
        assert!(AlleleFrequencies::rescaled(map(&[(90, 0.5)])).is_err());
    }

    #[test]
    fn a_rare_allele_enters_at_the_minimum_and_all_are_rescaled() {
        let table = AlleleFrequencies::new(map(&[(90, 0.5), (100, 0.5)])).unwrap();
        let allele = Allele::from_tenths(93).unwrap();
        let minimum = minimum_frequency(97);
        assert!((minimum - 5.0 / 194.0).abs() < 1e-15);
        let wider = table.with_rare(allele, minimum);
        assert!((wider.get(allele).unwrap() - minimum / (1.0 + minimum)).abs() < 1e-15);
        assert!((wider.sum() - 1.0).abs() < 1e-15);
        assert_eq!(wider.with_rare(allele, 0.5), wider);
    }
}
