//! What was seen of a person at a locus, and how probable that is given the two alleles the person has.

use crate::allele::Allele;

/// What was seen of one person at one locus.
#[derive(Debug, Clone, PartialEq)]
pub enum Observation {
    /// Nothing was tried, or nothing is known.
    Untyped,
    /// Both alleles designated; twice the same is a confirmed homozygote (or, where silent alleles are
    /// modelled, that allele with a silent one).
    Genotype(Allele, Allele),
    /// One allele, the other may be any ("a,F").
    AnySecond(Allele),
    /// What a trace showed when alleles may drop out: none, one or two different alleles.
    Seen {
        /// The alleles seen, each once.
        alleles: Vec<Allele>,
        /// Probability that one copy of an allele is not seen; two equal copies are both missed with its square.
        dropout: f64,
    },
}

impl Observation {
    /// Whether anything is known.
    pub fn is_typed(&self) -> bool {
        !matches!(self, Self::Untyped)
    }

    /// The alleles named.
    pub fn alleles(&self) -> impl Iterator<Item = Allele> + '_ {
        let (pair, seen): ([Option<Allele>; 2], &[Allele]) = match self {
            Self::Untyped => ([None, None], &[]),
            Self::Genotype(a, b) => ([Some(*a), Some(*b)], &[]),
            Self::AnySecond(a) => ([Some(*a), None], &[]),
            Self::Seen { alleles, .. } => ([None, None], alleles),
        };
        pair.into_iter().flatten().chain(seen.iter().copied())
    }
}

/// The state of one gene copy as the observation sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Copy {
    /// A named allele.
    Named(Allele),
    /// An allele nobody of the case showed.
    Unseen,
    /// An allele that never shows.
    Silent,
}

/// P(observation | the two copies). Symmetric in the copies.
pub(crate) fn probability(observation: &Observation, first: Copy, second: Copy) -> f64 {
    let certain = |holds: bool| if holds { 1.0 } else { 0.0 };
    match observation {
        Observation::Untyped => 1.0,
        Observation::Genotype(a, b) => {
            let (a, b) = (Copy::Named(*a), Copy::Named(*b));
            let silent = a == b && [(first, second), (second, first)].contains(&(a, Copy::Silent));
            certain((first, second) == (a, b) || (first, second) == (b, a) || silent)
        }
        Observation::AnySecond(a) => certain([first, second].contains(&Copy::Named(*a))),
        Observation::Seen { alleles, dropout } => seen(alleles, *dropout, first, second),
    }
}

/// Each copy drops out on its own; of two equal copies one is enough to be seen.
fn seen(alleles: &[Allele], dropout: f64, first: Copy, second: Copy) -> f64 {
    let explained = alleles.iter().all(|&allele| [first, second].contains(&Copy::Named(allele)));
    if !explained {
        return 0.0;
    }
    let one = |copy: Copy, missed: f64| match copy {
        Copy::Silent => 1.0,
        Copy::Unseen => missed,
        Copy::Named(allele) if alleles.contains(&allele) => 1.0 - missed,
        Copy::Named(_) => missed,
    };
    // Two unseen copies drop out with d² whether they are equal or not.
    if first == second && first != Copy::Silent {
        one(first, dropout * dropout)
    } else {
        one(first, dropout) * one(second, dropout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allele(name: &str) -> Allele {
        name.parse().unwrap()
    }

    #[test]
    fn with_dropout_the_probabilities_of_all_that_may_be_seen_sum_to_one() {
        let (a, b) = (allele("9"), allele("9.3"));
        let outcomes = [vec![], vec![a], vec![b], vec![a, b]];
        for copies in [[Copy::Named(a), Copy::Named(b)], [Copy::Named(a); 2], [Copy::Named(a), Copy::Silent]]
        {
            let sum: f64 = outcomes
                .iter()
                .map(|alleles| Observation::Seen { alleles: alleles.clone(), dropout: 0.3 })
                .map(|observation| probability(&observation, copies[0], copies[1]))
                .sum();
            assert!((sum - 1.0).abs() < 1e-15, "{copies:?}");
        }
    }

    #[test]
    fn a_single_allele_may_hide_a_silent_one_but_a_heterozygote_not() {
        let (a, b) = (allele("11"), allele("12"));
        let homozygote = Observation::Genotype(a, a);
        assert_eq!(probability(&homozygote, Copy::Silent, Copy::Named(a)), 1.0);
        assert_eq!(probability(&homozygote, Copy::Named(a), Copy::Named(b)), 0.0);
        assert_eq!(probability(&Observation::Genotype(a, b), Copy::Named(a), Copy::Silent), 0.0);
        assert_eq!(probability(&Observation::AnySecond(a), Copy::Unseen, Copy::Named(a)), 1.0);
    }
}
