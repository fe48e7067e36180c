//! How many strangers a search would return: said before it is made.

use crate::allele::Allele;
use crate::frequency::AlleleFrequencies;
use crate::profile::{Call, Genotype};

use super::alphabet::{Alphabet, CODES};
use super::pair::drawn_next;

/// The chance that an unrelated person of the population has a genotype of a code, given the alleles seen in the
/// query (Balding & Nichols 1994). Persons are taken as typed without drop-out.
pub(crate) struct Strangers<'a> {
    frequencies: &'a AlleleFrequencies,
    seen: Vec<Allele>,
    theta: f64,
}

impl<'a> Strangers<'a> {
    pub(crate) fn new(frequencies: &'a AlleleFrequencies, seen: Vec<Allele>, theta: f64) -> Self {
        Self { frequencies, seen, theta }
    }

    /// P(a stranger has this genotype); 0 for what is no pair of alleles of the table.
    pub(crate) fn probability(&self, genotype: &Genotype) -> f64 {
        let (a, b) = match genotype {
            Genotype::Heterozygote(Call::Named(a), Call::Named(b)) => (*a, *b),
            Genotype::Homozygote(Call::Named(a)) => (*a, *a),
            _ => return 0.0,
        };
        let (Some(p), Some(q)) = (self.frequencies.get(a), self.frequencies.get(b)) else { return 0.0 };
        let mut seen = self.seen.clone();
        let first = drawn_next((a, p), &seen, self.theta);
        seen.push(a);
        let both = first * drawn_next((b, q), &seen, self.theta);
        if a == b { both } else { 2.0 * both }
    }

    /// P(a stranger has a genotype that the alphabet does not know): whatever it is, it counts as a hit.
    pub(crate) fn unknown(&self, alphabet: &Alphabet) -> f64 {
        let known: f64 = (0..CODES as u8)
            .flat_map(|code| alphabet.genotypes(code))
            .map(|genotype| self.probability(&genotype))
            .sum();
        let all: f64 = self.frequencies.sum();
        // alleles of the table that the alphabet lacks leave a gap well above the rounding of sums
        let gap = all * all - known;
        if gap > 1e-9 { gap.min(1.0) } else { 0.0 }
    }
}

/// P(at most `most` of independent events happen), each with its own chance of not happening.
pub(crate) fn at_most(fits: &[f64], most: usize) -> f64 {
    let mut chances = vec![0.0; most + 1];
    chances[0] = 1.0;
    for &fit in fits {
        for count in (0..=most).rev() {
            let before = if count == 0 { 0.0 } else { chances[count - 1] };
            chances[count] = chances[count] * fit + before * (1.0 - fit);
        }
    }
    chances.iter().sum::<f64>().min(1.0)
}

/// P(a sum of independent whole numbers is at least `least`); of each number its values with their chances.
pub(crate) fn sum_at_least(numbers: &[Vec<(u8, f64)>], least: usize) -> f64 {
    let mut chances = vec![1.0];
    for values in numbers {
        let greatest = values.iter().map(|(value, _)| usize::from(*value)).max().unwrap_or(0);
        let mut next = vec![0.0; chances.len() + greatest];
        for &(value, chance) in values {
            for (sum, before) in chances.iter().enumerate() {
                next[sum + usize::from(value)] += before * chance;
            }
        }
        chances = next;
    }
    chances.iter().skip(least).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locus::Locus;
    use crate::search::alphabet::genotype;
    use std::collections::BTreeMap;

    fn allele(tenths: u16) -> Allele {
        Allele::from_tenths(tenths).unwrap()
    }

    #[test]
    fn chances_of_all_genotypes_sum_to_one_and_theta_joins_them_to_the_query() {
        let table: BTreeMap<Allele, f64> = (0..30).map(|n| (allele(50 + 10 * n), 1.0 / 30.0)).collect();
        let table = AlleleFrequencies::new(table).unwrap();
        let alphabet = Alphabet::new(Locus::named("FGA").unwrap(), &table);
        let seen = vec![allele(50), allele(60)];
        for theta in [0.0, 0.03] {
            let strangers = Strangers::new(&table, seen.clone(), theta);
            assert!(strangers.unknown(&alphabet).abs() < 1e-12);
            // NRC II 4.10b
            let p = theta + (1.0 - theta) / 30.0;
            let expected = 2.0 * p * p / ((1.0 + theta) * (1.0 + 2.0 * theta));
            assert!((strangers.probability(&genotype(seen[0], seen[1])) - expected).abs() < 1e-15);
        }
        let mut narrow: BTreeMap<Allele, f64> = table.iter().take(15).collect();
        narrow.values_mut().for_each(|p| *p *= 2.0);
        let narrow = Alphabet::new(alphabet.locus(), &AlleleFrequencies::new(narrow).unwrap());
        let unknown = Strangers::new(&table, Vec::new(), 0.0).unknown(&narrow);
        assert!((unknown - 0.75).abs() < 1e-12, "{unknown}");
    }

    #[test]
    fn sums_of_chances_are_those_counted_by_hand() {
        assert!((at_most(&[0.1, 0.2, 0.5], 0) - 0.01).abs() < 1e-15);
        let one = 0.9 * 0.2 * 0.5 + 0.1 * 0.8 * 0.5 + 0.1 * 0.2 * 0.5;
        assert!((at_most(&[0.1, 0.2, 0.5], 1) - 0.01 - one).abs() < 1e-15);
        assert!((at_most(&[0.1, 0.2, 0.5], 3) - 1.0).abs() < 1e-15);
        let coin = vec![(0, 0.5), (3, 0.5)];
        assert!((sum_at_least(&[coin.clone(), coin.clone()], 3) - 0.75).abs() < 1e-15);
        assert!((sum_at_least(&[coin.clone(), coin], 6) - 0.25).abs() < 1e-15);
        assert_eq!(sum_at_least(&[], 1), 0.0);
        assert_eq!(sum_at_least(&[], 0), 1.0);
    }
}
