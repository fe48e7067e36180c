//! A population's frequency tables: where they come from, how many people, which rule for rare alleles.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::allele::Allele;
use crate::frequency::{AlleleFrequencies, FrequencyError, minimum_frequency};
use crate::locus::{Locus, LocusKind};

/// What an allele below the minimum, or one the table lacks, counts as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RareAlleles {
    /// Listed frequencies stay; an allele the table lacks enters at 5/2N and the locus is rescaled.
    AddAtFiveOverTwoN,
    /// Listed frequencies stay; an allele the table lacks enters at this frequency and the locus is rescaled.
    AddAt(f64),
    /// An allele the table lacks is refused.
    Refuse,
}

/// Tables of one population. Results store `name` and `version`, so that they can be computed again.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// Which people.
    pub name: String,
    /// Which edition of the table; a changed table is a new version.
    pub version: String,
    /// How many persons were typed (N).
    pub persons: u32,
    /// What rare alleles count as.
    pub rare: RareAlleles,
    tables: BTreeMap<Locus, AlleleFrequencies>,
}

/// Fewest persons a table may rest on: with fewer, 5/2N is above 1/4.
pub const PERSONS_MIN: u32 = 10;

impl Population {
    /// Checks and takes the tables of autosomal loci.
    ///
    /// # Errors
    /// [`PopulationError`] naming the locus.
    pub fn new(
        name: &str,
        version: &str,
        persons: u32,
        rare: RareAlleles,
        tables: BTreeMap<Locus, BTreeMap<Allele, f64>>,
    ) -> Result<Self, PopulationError> {
        if persons < PERSONS_MIN {
            return Err(PopulationError::TooFewPersons { persons });
        }
        if let RareAlleles::AddAt(minimum) = rare
            && !(minimum > 0.0 && minimum < 0.5)
        {
            return Err(PopulationError::Minimum { minimum });
        }
        let mut checked = BTreeMap::new();
        for (locus, frequencies) in tables {
            if locus.kind() != LocusKind::Autosomal {
                return Err(PopulationError::NotAutosomal { locus });
            }
            let table = AlleleFrequencies::new(frequencies)
                .map_err(|error| PopulationError::Frequencies { locus, error })?;
            checked.insert(locus, table);
        }
        if checked.is_empty() {
            return Err(PopulationError::Empty);
        }
        Ok(Self { name: name.to_owned(), version: version.to_owned(), persons, rare, tables: checked })
    }

    /// The table of a locus with these alleles in it, rare ones added by the rule.
    ///
    /// # Errors
    /// [`PopulationError`] naming the locus and the allele.
    pub fn table(
        &self,
        locus: Locus,
        alleles: impl IntoIterator<Item = Allele>,
    ) -> Result<AlleleFrequencies, PopulationError> {
        let table = self.tables.get(&locus).ok_or(PopulationError::NoTable { locus })?;
        let mut wider = table.clone();
        for allele in alleles {
            if table.get(allele).is_some() {
                continue;
            }
            let minimum = match self.rare {
                RareAlleles::AddAtFiveOverTwoN => minimum_frequency(self.persons),
                RareAlleles::AddAt(minimum) => minimum,
                RareAlleles::Refuse => return Err(PopulationError::UnknownAllele { locus, allele }),
            };
            wider = wider.with_rare(allele, minimum);
        }
        Ok(wider)
    }

    /// SHA-256 over everything a likelihood takes from it, in hexadecimal: results store it, so that a table that
    /// was changed under its old version is noticed.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let mut text = |text: &str| {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        };
        text(&self.name);
        text(&self.version);
        text(&self.persons.to_string());
        text(&match self.rare {
            RareAlleles::AddAtFiveOverTwoN => "5/2N".to_owned(),
            RareAlleles::AddAt(minimum) => format!("{:016x}", minimum.to_bits()),
            RareAlleles::Refuse => "refuse".to_owned(),
        });
        for (locus, table) in &self.tables {
            text(locus.name());
            for (allele, frequency) in table.iter() {
                text(&format!("{allele} {:016x}", frequency.to_bits()));
            }
        }
        hex::encode(hash.finalize())
    }

    /// Loci with a table.
    pub fn loci(&self) -> impl Iterator<Item = Locus> {
        self.tables.keys().copied()
    }
}

/// Why tables are not taken, or have no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PopulationError {
    /// No locus.
    #[error("the population has no table: give at least one locus")]
    Empty,
    /// Too small a sample.
    #[error("{persons} persons: a table must rest on at least {PERSONS_MIN}")]
    TooFewPersons {
        /// How many.
        persons: u32,
    },
    /// A minimum that is none.
    #[error("minimum frequency {minimum}: it must be above 0 and below 0.5")]
    Minimum {
        /// What was given.
        minimum: f64,
    },
    /// A locus without Mendelian pairs.
    #[error("{locus}: frequencies of alleles are for autosomal loci; haplotypes are counted")]
    NotAutosomal {
        /// Which.
        locus: Locus,
    },
    /// A locus without table.
    #[error("{locus}: the population has no table for it; leave the locus out or choose another population")]
    NoTable {
        /// Which.
        locus: Locus,
    },
    /// An allele the table lacks, and the rule refuses it.
    #[error("{locus}: allele {allele} is not in the table; choose a rule for rare alleles")]
    UnknownAllele {
        /// Where.
        locus: Locus,
        /// Which.
        allele: Allele,
    },
    /// Frequencies that are no table.
    #[error("{locus}: {error}")]
    Frequencies {
        /// Where.
        locus: Locus,
        /// Why.
        error: FrequencyError,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locus(name: &str) -> Locus {
        Locus::named(name).unwrap()
    }

    fn tables(name: &str) -> BTreeMap<Locus, BTreeMap<Allele, f64>> {
        let allele = |tenths| Allele::from_tenths(tenths).unwrap();
        BTreeMap::from([(locus(name), BTreeMap::from([(allele(60), 0.25), (allele(93), 0.75)]))])
    }

    #[test]
    fn a_rare_allele_follows_the_rule_of_the_population() {
        let rare = Allele::from_tenths(133).unwrap();
        let of = |rule| {
            Population::new("test", "1", 100, rule, tables("TH01")).unwrap().table(locus("TH01"), [rare])
        };
        let at = |rule| of(rule).unwrap().get(rare).unwrap();
        assert!((at(RareAlleles::AddAtFiveOverTwoN) - 0.025 / 1.025).abs() < 1e-15);
        assert!((at(RareAlleles::AddAt(0.001)) - 0.001 / 1.001).abs() < 1e-15);
        let error = of(RareAlleles::Refuse).unwrap_err().to_string();
        assert!(error.contains("TH01: allele 13.3"), "{error}");
    }

    #[test]
    fn the_digest_tells_any_change() {
        let of = |version, persons, rare, name: &str| {
            Population::new("test", version, persons, rare, tables(name)).unwrap().digest()
        };
        let one = of("1", 99, RareAlleles::Refuse, "TH01");
        assert_eq!((one.len(), &one), (64, &of("1", 99, RareAlleles::Refuse, "TH01")));
        for other in [
            of("2", 99, RareAlleles::Refuse, "TH01"),
            of("1", 98, RareAlleles::Refuse, "TH01"),
            of("1", 99, RareAlleles::AddAt(0.01), "TH01"),
            of("1", 99, RareAlleles::Refuse, "FGA"),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn what_is_no_population_table_is_refused() {
        let words = |persons, rule, name: &str| {
            Population::new("test", "1", persons, rule, tables(name)).unwrap_err().to_string()
        };
        assert!(words(9, RareAlleles::Refuse, "TH01").contains("9 persons"));
        assert!(words(99, RareAlleles::AddAt(0.0), "TH01").contains("minimum frequency 0"));
        assert!(
            words(99, RareAlleles::Refuse, "DYS391")
                .contains("DYS391: frequencies of alleles are for autosomal")
        );
        let population = Population::new("test", "1", 99, RareAlleles::Refuse, tables("TH01")).unwrap();
        assert!(
            population
                .table(locus("FGA"), [])
                .unwrap_err()
                .to_string()
                .contains("FGA: the population has no")
        );
    }
}
