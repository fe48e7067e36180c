//! How probable it is that somebody else has the profile: the random match probability.

use crate::allele::Allele;
use crate::frequency::AlleleFrequencies;

/// Which formula (NRC II = National Research Council 1996, "The evaluation of forensic DNA evidence").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// Hardy–Weinberg: p², 2pq.
    HardyWeinberg,
    /// NRC II 4.4a: p² + p(1−p)θ; heterozygotes 2pq.
    Nrc2Recommendation44,
    /// NRC II 4.10a: [2θ+(1−θ)p][3θ+(1−θ)p] / ((1+θ)(1+2θ)); 4.10b: 2[θ+(1−θ)p][θ+(1−θ)q] / the same.
    Nrc2Recommendation410,
}

/// What is known of a person at a locus, for a match probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Designated {
    /// Both alleles; twice the same is a homozygote.
    Both(Allele, Allele),
    /// One allele, the other may be any ("a,F"): p(2−p) whatever the formula.
    One(Allele),
}

/// Probability that a random person has this genotype.
///
/// `minimum` raises the frequency of rarer alleles (0 leaves them); the table is not rescaled.
///
/// # Errors
/// The allele that the table lacks.
pub fn match_probability(
    genotype: Designated,
    table: &AlleleFrequencies,
    formula: Formula,
    theta: f64,
    minimum: f64,
) -> Result<f64, Allele> {
    let frequency = |allele: Allele| table.get(allele).map(|p| p.max(minimum).min(1.0)).ok_or(allele);
    let (a, b) = match genotype {
        Designated::One(a) => {
            let p = frequency(a)?;
            return Ok(p * (2.0 - p));
        }
        Designated::Both(a, b) => (a, b),
    };
    let (p, q) = (frequency(a)?, frequency(b)?);
    let joined = |sampled: f64, p: f64| sampled * theta + (1.0 - theta) * p;
    let divisor = (1.0 + theta) * (1.0 + 2.0 * theta);
    Ok(match (formula, a == b) {
        (Formula::HardyWeinberg, true) => p * p,
        (Formula::Nrc2Recommendation44, true) => p * p + p * (1.0 - p) * theta,
        (Formula::HardyWeinberg | Formula::Nrc2Recommendation44, false) => 2.0 * p * q,
        (Formula::Nrc2Recommendation410, true) => joined(2.0, p) * joined(3.0, p) / divisor,
        (Formula::Nrc2Recommendation410, false) => 2.0 * joined(1.0, p) * joined(1.0, q) / divisor,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(p: f64) -> AlleleFrequencies {
        let entries = [(90, p), (93, 0.2), (100, 0.8 - p)];
        let allele = |tenths| Allele::from_tenths(tenths).unwrap();
        AlleleFrequencies::new(entries.into_iter().map(|(t, f)| (allele(t), f)).collect()).unwrap()
    }

    proptest! {
        /// Over all genotypes each formula that is a distribution sums to one, and theta never makes a
        /// homozygote rarer.
        #[test]
        fn probabilities_of_all_genotypes_sum_to_one(p in 0.01f64..0.79, theta in 0.0f64..0.2) {
            let table = table(p);
            let alleles: Vec<Allele> = table.iter().map(|(allele, _)| allele).collect();
            let mut sum = 0.0;
            for (i, &a) in alleles.iter().enumerate() {
                for &b in &alleles[i..] {
                    let genotype = Designated::Both(a, b);
                    let of = |formula| match_probability(genotype, &table, formula, theta, 0.0).unwrap();
                    sum += of(Formula::HardyWeinberg);
                    if a == b {
                        prop_assert!(of(Formula::Nrc2Recommendation44) >= of(Formula::HardyWeinberg));
                    }
                    prop_assert!((0.0..=1.0).contains(&of(Formula::Nrc2Recommendation410)));
                }
            }
            prop_assert!((sum - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn one_allele_known_is_any_second() {
        let p = match_probability(
            Designated::One(Allele::from_tenths(93).unwrap()),
            &table(0.3),
            Formula::HardyWeinberg,
            0.0,
            0.0,
        );
        assert!((p.unwrap() - 0.2 * 1.8).abs() < 1e-15);
    }

    #[test]
    fn a_rare_allele_is_raised_and_an_unknown_one_named() {
        let (rare, unknown) = (Allele::from_tenths(90).unwrap(), Allele::from_tenths(200).unwrap());
        let of = |allele| {
            match_probability(
                Designated::Both(allele, allele),
                &table(0.01),
                Formula::HardyWeinberg,
                0.0,
                0.05,
            )
        };
        assert!((of(rare).unwrap() - 0.0025).abs() < 1e-15);
        assert_eq!(of(unknown), Err(unknown));
    }
}
