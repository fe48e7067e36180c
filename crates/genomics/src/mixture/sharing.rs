//! Mixtures against mixtures and with somebody's part taken away.

use std::collections::BTreeSet;

use crate::allele::Allele;

/// The alleles of a mixture that do not belong to a person known to have contributed (a victim): what is left
/// must come from somebody else. An allele both have is left out too, so absence here excludes nobody.
pub fn without(mixture: &BTreeSet<Allele>, genotype: (Allele, Allele)) -> BTreeSet<Allele> {
    mixture.iter().copied().filter(|&allele| allele != genotype.0 && allele != genotype.1).collect()
}

/// The least number of people who can explain so many alleles at one locus. The true number may be greater:
/// people share alleles and alleles drop out.
pub fn least_contributors(alleles: usize) -> usize {
    alleles.div_ceil(2)
}

/// Whether two mixtures of at most two people each can have a person in common at this locus: some genotype of
/// alleles seen in both, which leaves at most two alleles in each for the other person. A mixture that shows
/// nothing excludes nothing.
pub fn could_share_a_contributor(first: &BTreeSet<Allele>, second: &BTreeSet<Allele>) -> bool {
    if first.is_empty() || second.is_empty() {
        return true;
    }
    let common: Vec<Allele> = first.intersection(second).copied().collect();
    common.iter().enumerate().any(|(number, &a)| {
        common[number..].iter().any(|&b| {
            let rest = |mixture: &BTreeSet<Allele>| without(mixture, (a, b)).len();
            rest(first) <= 2 && rest(second) <= 2
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(tenths: &[u16]) -> BTreeSet<Allele> {
        tenths.iter().map(|&tenths| Allele::from_tenths(tenths).unwrap()).collect()
    }

    #[test]
    fn a_victims_alleles_are_taken_away() {
        let victim = (Allele::from_tenths(90).unwrap(), Allele::from_tenths(93).unwrap());
        assert_eq!(without(&set(&[90, 93, 100]), victim), set(&[100]));
    }

    #[test]
    fn two_mixtures_share_somebody_when_a_genotype_leaves_two_alleles_in_each() {
        assert!(could_share_a_contributor(&set(&[80, 90, 100, 110]), &set(&[80, 90, 120, 130])));
        assert!(!could_share_a_contributor(&set(&[80, 90, 100, 110]), &set(&[80, 120, 130, 140])));
        assert!(could_share_a_contributor(&set(&[80, 90, 100]), &set(&[80])));
        assert!(!could_share_a_contributor(&set(&[80, 90]), &set(&[100, 110])));
        assert!(could_share_a_contributor(&set(&[]), &set(&[100, 110])));
    }

    #[test]
    fn five_alleles_need_three_people() {
        assert_eq!([0, 1, 2, 3, 4, 5].map(least_contributors), [0, 1, 1, 2, 2, 3]);
    }
}
