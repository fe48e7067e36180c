//! The semi-continuous likelihood of a mixture: alleles drop out and drop in, peak heights are not used.
//!
//! The model of LRmix (Haned, Slooten & Gill 2012, FSI Genet 6:762; Gill & Haned 2013, FSI Genet 7:251). In one
//! replicate, for every allele that a contributor has, Q is the product over its carriers of d (heterozygote) or
//! d² (homozygote): factor Q when the allele is not seen, 1−Q when it is. Every allele seen that nobody has
//! dropped in with probability c·p; when there is none, factor 1−c. Replicates multiply. Unknown contributors are
//! summed over all genotypes, drawn after everybody typed (Balding & Nichols 1994).

use std::collections::BTreeSet;

use crate::allele::Allele;
use crate::frequency::AlleleFrequencies;
use crate::scaled::Scaled;

/// Most contributors of a hypothesis.
pub const CONTRIBUTORS_MAX: usize = 6;
/// Most of them unknown.
pub const UNKNOWN_MAX: usize = 4;
/// Most replicates of a stain.
pub const REPLICATES_MAX: usize = 16;
/// Most combinations of genotypes summed over.
const COMBINATIONS_MAX: f64 = 5e7;

/// A typed person who contributed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contributor {
    /// The genotype.
    pub genotype: (Allele, Allele),
    /// Probability that one copy of this person's alleles is not seen, in [0, 1).
    pub dropout: f64,
}

/// Who contributed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hypothesis {
    /// Typed contributors.
    pub known: Vec<Contributor>,
    /// Number of contributors nobody typed.
    pub unknown: usize,
    /// Their drop-out probability.
    pub unknown_dropout: f64,
    /// Typed persons who did not contribute: the suspect under the defence's hypothesis. They count for θ.
    pub not_contributing: Vec<(Allele, Allele)>,
}

/// What is assumed of the locus.
#[derive(Debug, Clone, Copy)]
pub struct MixtureModel<'a> {
    /// Allele frequencies.
    pub frequencies: &'a AlleleFrequencies,
    /// Coancestry θ.
    pub theta: f64,
    /// Probability of drop-in, c.
    pub drop_in: f64,
}

/// P(replicates | hypothesis) at one locus. Each replicate is the set of alleles seen; it may be empty.
///
/// # Errors
/// [`MixtureError`]: a parameter outside its limits, an allele the table lacks, too many contributors or replicates.
pub fn mixture_likelihood(
    replicates: &[BTreeSet<Allele>],
    hypothesis: &Hypothesis,
    model: &MixtureModel<'_>,
) -> Result<Scaled, MixtureError> {
    check(replicates, hypothesis, model)?;
    let locus = Locus::new(replicates, hypothesis, model)?;
    let genotypes = locus.states.len() * (locus.states.len() + 1) / 2;
    let combinations: f64 =
        (0..hypothesis.unknown).map(|k| (genotypes + k) as f64 / (k + 1) as f64).product();
    if combinations > COMBINATIONS_MAX {
        return Err(MixtureError::TooMany { unknown: hypothesis.unknown, alleles: locus.states.len() });
    }
    let mut missed: Vec<Option<f64>> = vec![None; locus.states.len()];
    let mut counts = vec![0.0; locus.states.len()];
    for contributor in &hypothesis.known {
        locus.add(&mut missed, locus.pair(contributor.genotype), contributor.dropout);
    }
    let known = hypothesis.known.iter().map(|contributor| contributor.genotype);
    for genotype in known.chain(hypothesis.not_contributing.iter().copied()) {
        let (a, b) = locus.pair(genotype);
        counts[a] += 1.0;
        counts[b] += 1.0;
    }
    let sum = Sum { locus: &locus, unknown: hypothesis.unknown, dropout: hypothesis.unknown_dropout };
    Ok(Scaled::new(sum.over(0, 0, 0, &missed, &mut counts)))
}

/// The locus: alleles seen or known one by one, the rest together.
struct Locus<'a> {
    states: Vec<(Option<Allele>, f64)>,
    replicates: Vec<Vec<bool>>,
    model: &'a MixtureModel<'a>,
}

impl<'a> Locus<'a> {
    fn new(
        replicates: &[BTreeSet<Allele>],
        hypothesis: &Hypothesis,
        model: &'a MixtureModel<'a>,
    ) -> Result<Self, MixtureError> {
        let genotypes = hypothesis.known.iter().map(|known| known.genotype);
        let typed = genotypes.chain(hypothesis.not_contributing.iter().copied()).flat_map(|(a, b)| [a, b]);
        let named: BTreeSet<Allele> = replicates.iter().flatten().copied().chain(typed).collect();
        let mut states = Vec::new();
        for &allele in &named {
            let frequency = model.frequencies.get(allele).ok_or(MixtureError::UnknownAllele { allele })?;
            states.push((Some(allele), frequency));
        }
        let others = model.frequencies.iter().filter(|(allele, _)| !named.contains(allele));
        let rest: f64 = others.map(|(_, frequency)| frequency).sum();
        if rest > 0.0 {
            states.push((None, rest));
        }
        let replicates = replicates
            .iter()
            .map(|seen| named.iter().map(|allele| seen.contains(allele)).collect())
            .collect();
        Ok(Self { states, replicates, model })
    }

    /// The states of a genotype; both alleles are among the states.
    fn pair(&self, genotype: (Allele, Allele)) -> (usize, usize) {
        let place =
            |allele: Allele| self.states.iter().position(|(other, _)| *other == Some(allele)).unwrap_or(0);
        (place(genotype.0), place(genotype.1))
    }

    /// One more carrier: each copy is missed with d, two equal copies with d². For the alleles taken together
    /// this holds whether two copies are equal or not.
    fn add(&self, missed: &mut [Option<f64>], (a, b): (usize, usize), dropout: f64) {
        for state in [a, b] {
            missed[state] = Some(missed[state].unwrap_or(1.0) * dropout);
        }
    }

    /// P(replicates | everybody's genotypes): `missed` is Q of every allele somebody has.
    fn probability(&self, missed: &[Option<f64>]) -> f64 {
        let mut product = 1.0;
        for seen in &self.replicates {
            let mut dropped_in = false;
            for (state, (allele, frequency)) in self.states.iter().enumerate() {
                let seen = allele.is_some() && seen[state];
                product *= match (missed[state], seen) {
                    (Some(q), true) => 1.0 - q,
                    (Some(q), false) => q,
                    (None, true) => {
                        dropped_in = true;
                        self.model.drop_in * frequency
                    }
                    (None, false) => 1.0,
                };
            }
            if !dropped_in {
                product *= 1.0 - self.model.drop_in;
            }
        }
        product
    }
}

/// The sum over the genotypes of the unknown contributors, each combination once whatever the order.
struct Sum<'a> {
    locus: &'a Locus<'a>,
    unknown: usize,
    dropout: f64,
}

impl Sum<'_> {
    /// From the `person`-th unknown on, whose genotype number is at least `from`, held by the `equal` before.
    fn over(
        &self,
        person: usize,
        from: usize,
        equal: usize,
        missed: &[Option<f64>],
        counts: &mut [f64],
    ) -> f64 {
        if person == self.unknown {
            return self.locus.probability(missed);
        }
        let states = self.locus.states.len();
        let mut sum = 0.0;
        let mut number = 0;
        for a in 0..states {
            for b in a..states {
                number += 1;
                if number <= from {
                    continue;
                }
                let first = self.draw(a, counts);
                counts[a] += 1.0;
                let second = self.draw(b, counts);
                counts[b] += 1.0;
                let same = if number - 1 == from && person > 0 { equal + 1 } else { 1 };
                // Orders of equal genotypes: (person + 1) places, `same` of them alike.
                let orders = (person + 1) as f64 / same as f64;
                let weight = first * second * if a == b { 1.0 } else { 2.0 } * orders;
                if weight > 0.0 {
                    let mut missed = missed.to_vec();
                    self.locus.add(&mut missed, (a, b), self.dropout);
                    sum += weight * self.over(person + 1, number - 1, same, &missed, counts);
                }
                counts[a] -= 1.0;
                counts[b] -= 1.0;
            }
        }
        sum
    }

    fn draw(&self, state: usize, counts: &[f64]) -> f64 {
        let theta = self.locus.model.theta;
        let drawn: f64 = counts.iter().sum();
        (counts[state] * theta + (1.0 - theta) * self.locus.states[state].1) / (1.0 + (drawn - 1.0) * theta)
    }
}

fn check(
    replicates: &[BTreeSet<Allele>],
    hypothesis: &Hypothesis,
    model: &MixtureModel<'_>,
) -> Result<(), MixtureError> {
    let contributors = hypothesis.known.len() + hypothesis.unknown;
    if contributors == 0 || contributors > CONTRIBUTORS_MAX || hypothesis.unknown > UNKNOWN_MAX {
        return Err(MixtureError::Contributors {
            known: hypothesis.known.len(),
            unknown: hypothesis.unknown,
        });
    }
    if replicates.is_empty() || replicates.len() > REPLICATES_MAX {
        return Err(MixtureError::Replicates { replicates: replicates.len() });
    }
    let known = hypothesis.known.iter().map(|known| known.dropout);
    let dropouts = known.chain([hypothesis.unknown_dropout]).map(|value| ("drop-out", value));
    for (name, value) in dropouts.chain([("theta", model.theta), ("drop-in", model.drop_in)]) {
        if !(0.0..1.0).contains(&value) {
            return Err(MixtureError::Parameter { name, value });
        }
    }
    Ok(())
}

/// Why a mixture has no likelihood.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MixtureError {
    /// An allele of the stain or of a person that the table lacks.
    #[error(
        "allele {allele} is not in the frequency table; add it at the minimum frequency (5/2N) and rescale the table"
    )]
    UnknownAllele {
        /// The allele.
        allele: Allele,
    },
    /// Nobody, or more than the limits.
    #[error(
        "{known} known and {unknown} unknown contributors: there must be 1 to {CONTRIBUTORS_MAX}, at most \
         {UNKNOWN_MAX} of them unknown"
    )]
    Contributors {
        /// Typed ones.
        known: usize,
        /// The others.
        unknown: usize,
    },
    /// No replicate, or more than the limit.
    #[error("{replicates} replicates: there must be 1 to {REPLICATES_MAX}")]
    Replicates {
        /// How many.
        replicates: usize,
    },
    /// A probability outside [0, 1).
    #[error("{name} is {value}; it must be at least 0 and below 1")]
    Parameter {
        /// Which.
        name: &'static str,
        /// What was given.
        value: f64,
    },
    /// More combinations of genotypes than can be summed.
    #[error(
        "{unknown} unknown contributors with {alleles} alleles are too many combinations: assume fewer unknown"
    )]
    TooMany {
        /// Unknown contributors.
        unknown: usize,
        /// Alleles, the rest counted as one.
        alleles: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn allele(tenths: u16) -> Allele {
        Allele::from_tenths(tenths).unwrap()
    }

    fn table() -> AlleleFrequencies {
        let entries = [(80, 0.1), (90, 0.2), (93, 0.15), (100, 0.25), (110, 0.3)];
        AlleleFrequencies::new(entries.into_iter().map(|(t, f)| (allele(t), f)).collect()).unwrap()
    }

    /// Every ordered combination, every allele apart, by the formulas as they are written.
    fn enumerate(seen: &[BTreeSet<Allele>], hypothesis: &Hypothesis, model: &MixtureModel<'_>) -> f64 {
        let alleles: Vec<(Allele, f64)> = model.frequencies.iter().collect();
        let typed: Vec<Allele> = hypothesis
            .known
            .iter()
            .map(|known| known.genotype)
            .chain(hypothesis.not_contributing.iter().copied())
            .flat_map(|(a, b)| [a, b])
            .collect();
        let genes = hypothesis.unknown * 2;
        let mut sum = 0.0;
        for code in 0..alleles.len().pow(genes as u32) {
            let (mut code, mut drawn, mut weight) = (code, typed.clone(), 1.0);
            for _ in 0..genes {
                let (allele, p) = alleles[code % alleles.len()];
                code /= alleles.len();
                let m = drawn.iter().filter(|&&other| other == allele).count() as f64;
                let n = drawn.len() as f64;
                weight *= (m * model.theta + (1.0 - model.theta) * p) / (1.0 + (n - 1.0) * model.theta);
                drawn.push(allele);
            }
            let known = hypothesis.known.iter().map(|known| (known.genotype, known.dropout));
            let unknown =
                drawn[typed.len()..].chunks(2).map(|pair| ((pair[0], pair[1]), hypothesis.unknown_dropout));
            let carriers: Vec<((Allele, Allele), f64)> = known.chain(unknown).collect();
            for seen in seen {
                let mut dropped_in = false;
                for &(allele, p) in &alleles {
                    let of = |((a, b), d): &((Allele, Allele), f64)| match (*a == allele, *b == allele) {
                        (true, true) => Some(d * d),
                        (true, false) | (false, true) => Some(*d),
                        (false, false) => None,
                    };
                    let q: Vec<f64> = carriers.iter().filter_map(of).collect();
                    weight *= match (q.is_empty(), seen.contains(&allele)) {
                        (true, true) => {
                            dropped_in = true;
                            model.drop_in * p
                        }
                        (true, false) => 1.0,
                        (false, true) => 1.0 - q.iter().product::<f64>(),
                        (false, false) => q.iter().product(),
                    };
                }
                weight *= if dropped_in { 1.0 } else { 1.0 - model.drop_in };
            }
            sum += weight;
        }
        sum
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn the_sum_is_that_of_plain_enumeration(
            seen in prop::collection::vec(prop::collection::btree_set(0usize..5, 0..4), 1..3),
            known in prop::collection::vec((0usize..5, 0usize..5, 0.0f64..0.9), 0..2),
            aside in prop::collection::vec((0usize..5, 0usize..5), 0..2),
            unknown in 1usize..=3,
            parameters in (0.0f64..0.9, prop_oneof![Just(0.0), Just(0.03)], prop_oneof![Just(0.0), Just(0.05)]),
        ) {
            let names = [80, 90, 93, 100, 110].map(allele);
            let seen: Vec<BTreeSet<Allele>> =
                seen.into_iter().map(|set| set.into_iter().map(|number| names[number]).collect()).collect();
            let known = known
                .into_iter()
                .map(|(a, b, dropout)| Contributor { genotype: (names[a], names[b]), dropout })
                .collect();
            let hypothesis = Hypothesis {
                known,
                unknown,
                unknown_dropout: parameters.0,
                not_contributing: aside.into_iter().map(|(a, b)| (names[a], names[b])).collect(),
            };
            let frequencies = table();
            let model = MixtureModel { frequencies: &frequencies, theta: parameters.1, drop_in: parameters.2 };
            let ours = mixture_likelihood(&seen, &hypothesis, &model).unwrap().to_f64();
            let theirs = enumerate(&seen, &hypothesis, &model);
            prop_assert!((ours - theirs).abs() <= 1e-12 * theirs, "{} {}", ours, theirs);
        }
    }

    #[test]
    fn over_all_that_may_be_seen_the_probabilities_sum_to_one_without_drop_in() {
        let frequencies = table();
        let model = MixtureModel { frequencies: &frequencies, theta: 0.02, drop_in: 0.0 };
        let hypothesis = Hypothesis { unknown: 2, unknown_dropout: 0.3, ..Hypothesis::default() };
        let names = [80, 90, 93, 100, 110].map(allele);
        let sum: f64 = (0u32..32)
            .map(|bits| (0..5).filter(|bit| bits >> bit & 1 == 1).map(|bit| names[bit]).collect())
            .map(|seen: BTreeSet<Allele>| mixture_likelihood(&[seen], &hypothesis, &model).unwrap().to_f64())
            .sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }

    #[test]
    fn what_cannot_be_computed_is_refused_by_name() {
        let frequencies = table();
        let model = MixtureModel { frequencies: &frequencies, theta: 0.0, drop_in: 0.0 };
        let seen = [BTreeSet::from([allele(90)])];
        let words = |hypothesis: &Hypothesis, seen: &[BTreeSet<Allele>]| {
            mixture_likelihood(seen, hypothesis, &model).unwrap_err().to_string()
        };
        let unknown = |unknown| Hypothesis { unknown, ..Hypothesis::default() };
        assert!(words(&unknown(0), &seen).contains("0 known and 0 unknown"));
        assert!(words(&unknown(5), &seen).contains("5 unknown"));
        assert!(words(&unknown(1), &[]).contains("0 replicates"));
        assert!(words(&unknown(1), &[BTreeSet::from([allele(142)])]).contains("allele 14.2 is not in"));
        let certain = Hypothesis { unknown: 1, unknown_dropout: 1.0, ..Hypothesis::default() };
        assert!(words(&certain, &seen).contains("drop-out is 1"));
    }
}
