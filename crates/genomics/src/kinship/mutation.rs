//! Mutation: with which probability a parent's allele reaches the child as another.

use crate::allele::Allele;

/// Rates per meiosis.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Rates {
    /// Of mothers.
    pub female: f64,
    /// Of fathers.
    pub male: f64,
}

/// How alleles mutate. Matrices are read from parent (row) to child (column); every row sums to 1.
///
/// Conventions of Familias (Egeland et al. 2000, Forensic Sci Int 110:47; Simonsson & Mostad 2016, FSI Genet
/// 23:217) and of the R package pedmut. `Equal` and `Stepwise` do not leave the frequencies of the population
/// as they were ("not stationary"); `Proportional` does.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mutation {
    /// Alleles are passed on unchanged.
    None,
    /// A mutation leads to each other allele of the table with equal probability, rate/(n−1).
    Equal(Rates),
    /// A mutation leads to allele j with probability αp_j, α = rate / Σ p(1−p): the expected rate is `rate`.
    Proportional(Rates),
    /// Whole repeats: with probability `rate` to an allele of the same fraction, each further repeat `range`
    /// times less likely; to another fraction with probability `rate2`, spread evenly.
    Stepwise {
        /// Rate of whole-repeat mutations.
        rates: Rates,
        /// Rate from and to other fractions ("microvariants").
        rate2: f64,
        /// How much less likely each further repeat is.
        range: f64,
    },
}

impl Mutation {
    /// Whether unseen alleles may be counted as one: the chance to reach any of them is the same from each,
    /// and the other way round (Kemeny & Snell's lumpability).
    pub(crate) fn is_lumpable(&self) -> bool {
        !matches!(self, Self::Stepwise { .. })
    }

    /// # Errors
    /// When a rate is not in [0, 1) or a range not in (0, 1].
    pub fn check(&self) -> Result<(), MutationError> {
        let rate = |name: &'static str, value: f64| {
            (0.0..1.0).contains(&value).then_some(()).ok_or(MutationError {
                name,
                value,
                limits: "in [0, 1)",
            })
        };
        let (rates, rate2) = match *self {
            Self::None => return Ok(()),
            Self::Equal(rates) | Self::Proportional(rates) => (rates, 0.0),
            Self::Stepwise { rates, rate2, range } => {
                if !(range > 0.0 && range <= 1.0) {
                    return Err(MutationError { name: "range", value: range, limits: "in (0, 1]" });
                }
                (rates, rate2)
            }
        };
        rate("rate_female", rates.female)?;
        rate("rate_male", rates.male)?;
        rate("rate2", rate2)?;
        let both = rates.female.max(rates.male) + rate2;
        rate("rate + rate2", both)
    }
}

/// A parameter of a mutation model outside its limits.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("mutation: {name} is {value}; it must be {limits}")]
pub struct MutationError {
    /// The parameter.
    pub name: &'static str,
    /// What was given.
    pub value: f64,
    /// What is allowed.
    pub limits: &'static str,
}

/// One class of alleles for the matrix: one named allele, or several unseen ones taken together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Class {
    /// The allele; `None` for several together.
    pub(crate) allele: Option<Allele>,
    /// How many alleles of the table it holds.
    pub(crate) alleles: usize,
    /// Their frequency in the table.
    pub(crate) frequency: f64,
}

/// The matrix over classes of alleles, row by row, for a parent with this rate; `None` = unchanged.
pub(crate) fn matrix(
    model: &Mutation,
    female: bool,
    classes: &[Class],
    heterozygosity: f64,
) -> Option<Vec<f64>> {
    let of = |rates: Rates| if female { rates.female } else { rates.male };
    match *model {
        Mutation::None => None,
        Mutation::Equal(rates) => Some(equal(of(rates), classes)),
        Mutation::Proportional(rates) => Some(proportional(of(rates), classes, heterozygosity)),
        Mutation::Stepwise { rates, rate2, range } => Some(stepwise(of(rates), rate2, range, classes)),
    }
}

fn equal(rate: f64, classes: &[Class]) -> Vec<f64> {
    let alleles: usize = classes.iter().map(|class| class.alleles).sum();
    if alleles < 2 {
        return vec![1.0; classes.len()];
    }
    let each = rate / (alleles - 1) as f64;
    square(classes, |from, to, same| {
        if same { 1.0 - rate + each * (from.alleles - 1) as f64 } else { each * to.alleles as f64 }
    })
}

fn proportional(rate: f64, classes: &[Class], heterozygosity: f64) -> Vec<f64> {
    let alpha = if heterozygosity > 0.0 { rate / heterozygosity } else { 0.0 };
    square(
        classes,
        |_, to, same| if same { 1.0 - alpha + alpha * to.frequency } else { alpha * to.frequency },
    )
}

fn stepwise(rate: f64, rate2: f64, range: f64, classes: &[Class]) -> Vec<f64> {
    let names: Vec<Allele> = classes.iter().filter_map(|class| class.allele).collect();
    let n = names.len();
    let mut matrix = Vec::with_capacity(n * n);
    for (i, from) in names.iter().enumerate() {
        let alike = names.iter().filter(|to| to.bases() == from.bases()).count();
        let steps = |to: &Allele| range.powi(i32::from(to.repeats().abs_diff(from.repeats())));
        let others = names.iter().filter(|to| *to != from && to.bases() == from.bases());
        let reach: f64 = others.map(steps).sum();
        // Alleles so far apart that the chance is below the smallest f64 cannot be reached.
        let whole = if reach > 0.0 { rate / reach } else { 0.0 };
        let stays = 1.0 - if reach > 0.0 { rate } else { 0.0 } - if alike < n { rate2 } else { 0.0 };
        for (j, to) in names.iter().enumerate() {
            matrix.push(if i == j {
                stays
            } else if to.bases() == from.bases() {
                whole * steps(to)
            } else {
                rate2 / (n - alike) as f64
            });
        }
    }
    matrix
}

fn square(classes: &[Class], entry: impl Fn(&Class, &Class, bool) -> f64) -> Vec<f64> {
    let pairs = classes
        .iter()
        .enumerate()
        .flat_map(|(i, from)| classes.iter().enumerate().map(move |(j, to)| (from, to, i == j)));
    pairs.map(|(from, to, same)| entry(from, to, same)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(name: &str, frequency: f64) -> Class {
        Class { allele: Some(name.parse().unwrap()), alleles: 1, frequency }
    }

    const RATES: Rates = Rates { female: 0.001, male: 0.003 };

    #[test]
    fn every_row_sums_to_one() {
        let classes =
            [class("9", 0.2), class("9.3", 0.1), class("10", 0.3), class("11", 0.15), class("13.2", 0.25)];
        let models = [
            Mutation::Equal(RATES),
            Mutation::Proportional(RATES),
            Mutation::Stepwise { rates: RATES, rate2: 1e-6, range: 0.1 },
        ];
        for model in models {
            let matrix = matrix(&model, false, &classes, 0.8).unwrap();
            for row in matrix.chunks(classes.len()) {
                assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-15, "{model:?} {row:?}");
            }
        }
    }

    #[test]
    fn from_9_3_to_10_is_another_group_and_one_step_is_ten_times_two() {
        let classes = [class("9", 0.2), class("9.3", 0.1), class("10", 0.3), class("11", 0.4)];
        let model = Mutation::Stepwise { rates: RATES, rate2: 1e-6, range: 0.1 };
        let m = matrix(&model, false, &classes, 0.7).unwrap();
        let at = |i: usize, j: usize| m[i * 4 + j];
        assert!((at(0, 2) / at(0, 3) - 10.0).abs() < 1e-12);
        assert!((at(0, 2) + at(0, 3) - 0.003).abs() < 1e-15);
        assert!((at(0, 1) - 1e-6).abs() < 1e-18);
        assert!((at(1, 0) - 1e-6 / 3.0).abs() < 1e-18);
        assert!((at(1, 1) - (1.0 - 1e-6)).abs() < 1e-15, "alone in its group: only rate2");
    }

    #[test]
    fn unseen_alleles_taken_together_give_the_same_matrix_as_apart() {
        let apart = [class("8", 0.1), class("9", 0.2), class("10", 0.3), class("11", 0.4)];
        let rest = Class { allele: None, alleles: 3, frequency: 0.9 };
        let together = [apart[0], rest];
        let heterozygosity = 1.0 - (0.01 + 0.04 + 0.09 + 0.16);
        for model in [Mutation::Equal(RATES), Mutation::Proportional(RATES)] {
            let wide = matrix(&model, true, &apart, heterozygosity).unwrap();
            let narrow = matrix(&model, true, &together, heterozygosity).unwrap();
            let to_rest: f64 = wide[1..4].iter().sum();
            let stays_rest: f64 = wide[4 + 1..8].iter().sum();
            assert!((narrow[1] - to_rest).abs() < 1e-15);
            assert!((narrow[2] - wide[4]).abs() < 1e-15);
            assert!((narrow[3] - stays_rest).abs() < 1e-15);
        }
    }

    #[test]
    fn rates_outside_their_limits_are_refused_by_name() {
        let words = |model: Mutation| model.check().unwrap_err().to_string();
        assert!(words(Mutation::Equal(Rates { female: -0.1, male: 0.0 })).contains("rate_female is -0.1"));
        assert!(words(Mutation::Equal(Rates { female: 0.0, male: f64::NAN })).contains("rate_male"));
        let step = |rate2, range| Mutation::Stepwise { rates: RATES, rate2, range };
        assert!(words(step(0.0, 0.0)).contains("range is 0"));
        assert!(words(step(0.999, 0.5)).contains("rate + rate2"));
        assert!(step(0.0, 1.0).check().is_ok());
    }
}
