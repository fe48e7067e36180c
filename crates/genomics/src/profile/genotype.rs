//! What was designated at one locus.

use std::fmt;

use super::call::{Call, CallError};
use crate::allele::Allele;
use crate::kinship::Observation;
use crate::locus::{Locus, LocusKind};

/// Three alleles of one person at one locus (Clayton et al. 2004, J Forensic Sci 49:1207).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TriAllele {
    /// Three peaks of different height: a change in some of the body's cells.
    Type1,
    /// Three equal peaks: one allele stands twice on a chromosome, and may be inherited so.
    Type2,
    /// The laboratory did not say.
    Unknown,
}

/// The designations at a locus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Genotype {
    /// Two different designations, in order.
    Heterozygote(Call, Call),
    /// One allele, confirmed to stand twice.
    Homozygote(Call),
    /// One allele; the other may be any or may have dropped out ("a,F").
    OneAllele(Call),
    /// Three, in order. Kept, but never in a likelihood.
    Three([Call; 3], TriAllele),
    /// A haplotype's allele (Y), or several of a locus that stands more than once, in order.
    Haploid(Vec<Call>),
    /// X, or X and Y.
    Sex {
        /// Whether Y was seen.
        y: bool,
    },
    /// All alleles of a mixture, in order.
    Mixture(Vec<Call>),
}

impl Genotype {
    /// Reads designations of a single person's locus: `9,9.3`, `11,11`, `11,F`, `15,16,17`, `X,Y`.
    ///
    /// # Errors
    /// [`GenotypeError`] with the locus.
    pub fn single(locus: Locus, designations: &[&str]) -> Result<Self, GenotypeError> {
        let names: Vec<&str> =
            designations.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            return Err(GenotypeError::Empty { locus });
        }
        match locus.kind() {
            LocusKind::Sensor => Err(GenotypeError::NotGenetic { locus }),
            LocusKind::Sex => sex(locus, &names),
            LocusKind::Y => several(locus, &names, 2).map(Self::Haploid),
            LocusKind::YSeveral => several(locus, &names, 4).map(Self::Haploid),
            LocusKind::Autosomal | LocusKind::X => diploid(locus, &names),
        }
    }

    /// Reads the designations of a mixture's locus, each once.
    ///
    /// # Errors
    /// [`GenotypeError`] with the locus.
    pub fn mixture(locus: Locus, designations: &[&str]) -> Result<Self, GenotypeError> {
        let names: Vec<&str> =
            designations.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
        match locus.kind() {
            LocusKind::Sensor => Err(GenotypeError::NotGenetic { locus }),
            LocusKind::Sex => sex(locus, &names),
            _ => several(locus, &names, 16).map(Self::Mixture),
        }
    }

    /// What a family's likelihood may use of it; `None` = not this locus (three alleles, ranges, no pair).
    pub fn observation(&self) -> Option<Observation> {
        let pair = |a: Call, b: Call| -> Option<(Allele, Allele)> { Some((a.named()?, b.named()?)) };
        match self {
            Self::Heterozygote(a, b) => pair(*a, *b).map(|(a, b)| Observation::Genotype(a, b)),
            Self::Homozygote(a) => pair(*a, *a).map(|(a, b)| Observation::Genotype(a, b)),
            Self::OneAllele(a) => a.named().map(Observation::AnySecond),
            Self::Three(..) | Self::Haploid(_) | Self::Sex { .. } | Self::Mixture(_) => None,
        }
    }

    /// The designations.
    pub fn calls(&self) -> Vec<Call> {
        match self {
            Self::Heterozygote(a, b) => vec![*a, *b],
            Self::Homozygote(a) | Self::OneAllele(a) => vec![*a],
            Self::Three(calls, _) => calls.to_vec(),
            Self::Haploid(calls) | Self::Mixture(calls) => calls.clone(),
            Self::Sex { .. } => Vec::new(),
        }
    }
}

impl fmt::Display for Genotype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Homozygote(a) => write!(f, "{a},{a}"),
            Self::OneAllele(a) => write!(f, "{a},F"),
            Self::Sex { y } => f.write_str(if *y { "X,Y" } else { "X,X" }),
            other => {
                let calls: Vec<String> = other.calls().iter().map(ToString::to_string).collect();
                f.write_str(&calls.join(","))
            }
        }
    }
}

fn parse(locus: Locus, name: &str) -> Result<Call, GenotypeError> {
    name.parse().map_err(|error| GenotypeError::Call { locus, error })
}

fn diploid(locus: Locus, names: &[&str]) -> Result<Genotype, GenotypeError> {
    if let [one, "F"] | ["F", one] = names {
        return parse(locus, one).map(Genotype::OneAllele);
    }
    let mut calls = names.iter().map(|name| parse(locus, name)).collect::<Result<Vec<Call>, _>>()?;
    calls.sort();
    match calls[..] {
        [_] => Err(GenotypeError::OneDesignation { locus }),
        [a, b] if a == b => Ok(Genotype::Homozygote(a)),
        [a, b] => Ok(Genotype::Heterozygote(a, b)),
        [a, b, c] if a != b && b != c => Ok(Genotype::Three([a, b, c], TriAllele::Unknown)),
        _ => Err(GenotypeError::TooMany { locus, designations: calls.len(), most: 3 }),
    }
}

/// Up to `most` different designations, in order.
fn several(locus: Locus, names: &[&str], most: usize) -> Result<Vec<Call>, GenotypeError> {
    let mut calls = names.iter().map(|name| parse(locus, name)).collect::<Result<Vec<Call>, _>>()?;
    calls.sort();
    calls.dedup();
    if calls.len() > most {
        return Err(GenotypeError::TooMany { locus, designations: calls.len(), most });
    }
    Ok(calls)
}

fn sex(locus: Locus, names: &[&str]) -> Result<Genotype, GenotypeError> {
    let known = |name: &&str| matches!(*name, "X" | "Y" | "x" | "y" | "1" | "2");
    if !names.iter().all(known) {
        return Err(GenotypeError::NotXY { locus });
    }
    Ok(Genotype::Sex { y: names.iter().any(|name| matches!(*name, "Y" | "y" | "2")) })
}

/// Why designations are no genotype.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GenotypeError {
    /// No designation.
    #[error("{locus}: no allele; leave the locus out when it was not typed")]
    Empty {
        /// Where.
        locus: Locus,
    },
    /// One designation that says neither homozygote nor unknown second.
    #[error(
        "{locus}: one allele only; write 11,11 for a confirmed homozygote or 11,F when the other is not known"
    )]
    OneDesignation {
        /// Where.
        locus: Locus,
    },
    /// More than a person can have.
    #[error(
        "{locus}: {designations} alleles, at most {most} are accepted here; a mixture is entered as a mixture"
    )]
    TooMany {
        /// Where.
        locus: Locus,
        /// How many.
        designations: usize,
        /// How many may be.
        most: usize,
    },
    /// A sensor of quality.
    #[error("{locus}: a sensor of the kit, not a locus of the person; leave it out")]
    NotGenetic {
        /// Which.
        locus: Locus,
    },
    /// A sex marker with something else than X and Y.
    #[error("{locus}: only X and Y are designations of it")]
    NotXY {
        /// Which.
        locus: Locus,
    },
    /// A designation that cannot be read.
    #[error("{locus}: {error}")]
    Call {
        /// Where.
        locus: Locus,
        /// Why.
        error: CallError,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn single(locus: &str, designations: &[&str]) -> Result<Genotype, GenotypeError> {
        Genotype::single(Locus::named(locus).unwrap(), designations)
    }

    #[test]
    fn the_states_of_one_allele_are_three() {
        let homozygote = single("TH01", &["9.3", "9.3"]).unwrap();
        let half = single("TH01", &["9.3", "F"]).unwrap();
        assert!(matches!(homozygote.observation(), Some(Observation::Genotype(a, b)) if a == b));
        assert!(matches!(half.observation(), Some(Observation::AnySecond(_))));
        assert!(matches!(single("TH01", &["9.3"]), Err(GenotypeError::OneDesignation { .. })));
        assert_eq!((homozygote.to_string(), half.to_string()), ("9.3,9.3".into(), "9.3,F".into()));
    }

    #[test]
    fn three_alleles_are_kept_and_enter_no_likelihood() {
        let three = single("D18S51", &["17", "15", "16"]).unwrap();
        assert_eq!(three.to_string(), "15,16,17");
        assert_eq!(three.observation(), None);
        assert_eq!(single("D18S51", &["15", "16", ">27"]).unwrap().observation(), None);
        assert_eq!(single("D18S51", &["15", ">27"]).unwrap().observation(), None);
    }

    #[test]
    fn what_a_locus_cannot_have_is_refused_with_its_name() {
        let words = |locus: &str, names: &[&str]| single(locus, names).unwrap_err().to_string();
        assert!(words("TH01", &[]).starts_with("TH01: no allele"));
        assert!(words("TH01", &["6"]).starts_with("TH01: one allele only"));
        assert!(words("TH01", &["6", "7", "8", "9"]).starts_with("TH01: 4 alleles"));
        assert!(words("TH01", &["6", "OL"]).starts_with("TH01: off-ladder"));
        assert!(words("AMEL", &["X", "Z"]).starts_with("AMEL: only X and Y"));
        assert!(words("QS1", &["1"]).starts_with("QS1: a sensor"));
        assert!(words("DYS391", &["9", "10", "11"]).starts_with("DYS391: 3 alleles"));
    }

    #[test]
    fn order_does_not_matter_and_haplotypes_are_sets() {
        assert_eq!(single("vWA", &["18", "16"]).unwrap(), single("vWA", &["16", "18"]).unwrap());
        assert_eq!(single("DYS385", &["14", "11"]).unwrap().to_string(), "11,14");
        assert_eq!(single("AMEL", &["X", "Y"]).unwrap(), Genotype::Sex { y: true });
        let mixture = Genotype::mixture(Locus::named("FGA").unwrap(), &["24", "20", "24", "22"]).unwrap();
        assert_eq!(mixture.to_string(), "20,22,24");
    }
}
