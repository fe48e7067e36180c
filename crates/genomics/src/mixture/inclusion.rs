//! The simplest questions to a mixture: is somebody's profile in it, and how many people's profiles would be.

use std::collections::BTreeSet;

use crate::allele::Allele;
use crate::frequency::AlleleFrequencies;

/// Whether a genotype lies within a mixture at one locus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inclusion {
    /// Every allele of the person is seen.
    Included,
    /// These alleles of the person are not seen.
    Excluded(Vec<Allele>),
    /// The mixture shows nothing at the locus.
    NotCompared,
}

/// Compares a genotype with the alleles of a mixture (moderate stringency: the mixture may show more).
pub fn inclusion(mixture: &BTreeSet<Allele>, genotype: (Allele, Allele)) -> Inclusion {
    if mixture.is_empty() {
        return Inclusion::NotCompared;
    }
    let mut missing: Vec<Allele> =
        [genotype.0, genotype.1].into_iter().filter(|a| !mixture.contains(a)).collect();
    missing.dedup();
    if missing.is_empty() { Inclusion::Included } else { Inclusion::Excluded(missing) }
}

/// Probability that a random person is included at the locus: (Σp)² over the alleles seen (RMNE, "random man
/// not excluded"; NRC II 1996, p. 130). Over loci the probabilities multiply. It uses neither who is suspected nor
/// how many contributed; where a likelihood ratio can be given, give that.
///
/// # Errors
/// The allele that the table lacks.
pub fn random_man_not_excluded(mixture: &BTreeSet<Allele>, table: &AlleleFrequencies) -> Result<f64, Allele> {
    if mixture.is_empty() {
        return Ok(1.0);
    }
    let sum: f64 =
        mixture.iter().map(|&allele| table.get(allele).ok_or(allele)).sum::<Result<f64, Allele>>()?;
    Ok((sum * sum).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allele(tenths: u16) -> Allele {
        Allele::from_tenths(tenths).unwrap()
    }

    #[test]
    fn a_genotype_is_in_when_all_its_alleles_are() {
        let mixture = BTreeSet::from([allele(90), allele(93), allele(120)]);
        assert_eq!(inclusion(&mixture, (allele(90), allele(93))), Inclusion::Included);
        assert_eq!(inclusion(&mixture, (allele(120), allele(120))), Inclusion::Included);
        let excluded = inclusion(&mixture, (allele(90), allele(100)));
        assert_eq!(excluded, Inclusion::Excluded(vec![allele(100)]));
        let twice = inclusion(&mixture, (allele(100), allele(100)));
        assert_eq!(twice, Inclusion::Excluded(vec![allele(100)]));
        assert_eq!(inclusion(&BTreeSet::new(), (allele(90), allele(90))), Inclusion::NotCompared);
    }

    #[test]
    fn the_random_man_is_in_with_the_square_of_the_sum() {
        let entries = [(allele(90), 0.1), (allele(93), 0.2), (allele(100), 0.7)];
        let table = AlleleFrequencies::new(entries.into()).unwrap();
        let of = |alleles: &[u16]| {
            random_man_not_excluded(&alleles.iter().map(|&tenths| allele(tenths)).collect(), &table)
        };
        assert!((of(&[90, 93]).unwrap() - 0.09).abs() < 1e-15);
        assert_eq!(of(&[]), Ok(1.0));
        assert_eq!(of(&[90, 110]), Err(allele(110)));
    }
}
