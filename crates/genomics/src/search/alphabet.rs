//! Genotypes of a locus as one byte.
//!
//! The twenty most frequent alleles have a class each, the other known ones share one; a code is a pair of classes,
//! or a class with an unknown second allele. A code with the shared class, and that of what is no such pair
//! (three alleles, ranges, alleles nobody knew), does not tell the genotype: the database keeps that beside.

use crate::allele::{Allele, REPEATS_MAX};
use crate::frequency::AlleleFrequencies;
use crate::locus::{Locus, LocusKind};
use crate::profile::{Call, Genotype};

/// Alleles with a class of their own.
pub const LISTED_MAX: usize = 20;
/// Most known alleles that share a class; of a longer table the rarest are taken as unknown.
const SHARING_MAX: usize = 120;
/// The shared class.
const SHARED: usize = LISTED_MAX;
const CLASSES: usize = LISTED_MAX + 1;

/// Code of a locus that was not typed.
pub(crate) const UNTYPED: u8 = 0;
/// Code of what is no pair of known alleles.
pub(crate) const IRREGULAR: u8 = 1;
/// First code of pairs of classes.
const PAIRS: usize = 2;
/// First code of a class with any second allele.
const SINGLES: usize = PAIRS + CLASSES * (CLASSES + 1) / 2;
/// One more than the last code.
pub(crate) const CODES: usize = SINGLES + CLASSES;
const _: () = assert!(CODES <= 256);

/// No class.
const UNKNOWN: u8 = u8::MAX;

/// How the genotypes of one locus are written.
#[derive(Debug, Clone)]
pub(crate) struct Alphabet {
    locus: Locus,
    listed: Vec<Allele>,
    sharing: Vec<Allele>,
    /// Class by tenths of the allele's name.
    classes: Box<[u8]>,
}

impl Alphabet {
    /// The alleles of a frequency table. Which of them are listed changes speed, never an answer.
    pub(crate) fn new(locus: Locus, frequencies: &AlleleFrequencies) -> Self {
        let mut alleles: Vec<(Allele, f64)> = frequencies.iter().collect();
        alleles.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut alleles = alleles.into_iter().map(|(allele, _)| allele);
        let mut listed: Vec<Allele> = alleles.by_ref().take(LISTED_MAX).collect();
        let mut sharing: Vec<Allele> = alleles.take(SHARING_MAX).collect();
        listed.sort_unstable();
        sharing.sort_unstable();
        let mut classes = vec![UNKNOWN; usize::from(REPEATS_MAX + 1) * 10].into_boxed_slice();
        for (class, allele) in listed.iter().enumerate() {
            classes[usize::from(allele.tenths())] = class as u8;
        }
        for allele in &sharing {
            classes[usize::from(allele.tenths())] = SHARED as u8;
        }
        Self { locus, listed, sharing, classes }
    }

    /// Which locus.
    pub(crate) fn locus(&self) -> Locus {
        self.locus
    }

    /// Whether profiles of single persons have pairs of alleles here.
    pub(crate) fn takes(locus: Locus) -> bool {
        locus.kind() == LocusKind::Autosomal
    }

    fn class(&self, allele: Allele) -> Option<usize> {
        let class = *self.classes.get(usize::from(allele.tenths()))?;
        (class != UNKNOWN).then_some(usize::from(class))
    }

    /// The code of a pair, in any order.
    pub(crate) fn pair(&self, a: Allele, b: Allele) -> u8 {
        match (self.class(a), self.class(b)) {
            (Some(a), Some(b)) => pair_code(a, b),
            _ => IRREGULAR,
        }
    }

    /// The code of a genotype.
    pub(crate) fn code(&self, genotype: &Genotype) -> u8 {
        match named(genotype) {
            Some((a, Some(b))) => self.pair(a, b),
            Some((a, None)) => self.class(a).map_or(IRREGULAR, |class| (SINGLES + class) as u8),
            None => IRREGULAR,
        }
    }

    /// Whether the code alone tells the genotype.
    pub(crate) fn tells(code: u8) -> bool {
        code != IRREGULAR && classes_of(code).is_none_or(|(a, b)| a != SHARED && b != Some(SHARED))
    }

    /// Every genotype a code stands for; none for [`UNTYPED`] and [`IRREGULAR`].
    pub(crate) fn genotypes(&self, code: u8) -> Vec<Genotype> {
        let Some((first, second)) = classes_of(code) else { return Vec::new() };
        let Some(second) = second else {
            return self.alleles(first).iter().map(|&a| Genotype::OneAllele(Call::Named(a))).collect();
        };
        let (of_first, of_second) = (self.alleles(first), self.alleles(second));
        let pairs = of_first.iter().flat_map(|&a| of_second.iter().map(move |&b| (a, b)));
        pairs.filter(|(a, b)| first != second || a <= b).map(|(a, b)| genotype(a, b)).collect()
    }

    fn alleles(&self, class: usize) -> &[Allele] {
        if class == SHARED { &self.sharing } else { self.listed.get(class..=class).unwrap_or_default() }
    }
}

/// The genotype of two alleles of one person.
pub(crate) fn genotype(a: Allele, b: Allele) -> Genotype {
    if a == b {
        Genotype::Homozygote(Call::Named(a))
    } else {
        Genotype::Heterozygote(Call::Named(a.min(b)), Call::Named(a.max(b)))
    }
}

/// The alleles of a pair, or the one of which the second may be any; `None` for everything else.
pub(crate) fn named(genotype: &Genotype) -> Option<(Allele, Option<Allele>)> {
    match genotype {
        Genotype::Heterozygote(a, b) => Some((a.named()?, Some(b.named()?))),
        Genotype::Homozygote(a) => Some((a.named()?, Some(a.named()?))),
        Genotype::OneAllele(a) => Some((a.named()?, None)),
        Genotype::Three(..) | Genotype::Haploid(_) | Genotype::Sex { .. } | Genotype::Mixture(_) => None,
    }
}

fn pair_code(a: usize, b: usize) -> u8 {
    let (less, greater) = (a.min(b), a.max(b));
    (PAIRS + greater * (greater + 1) / 2 + less) as u8
}

/// The classes of a code; the second is `None` when the second allele may be any.
fn classes_of(code: u8) -> Option<(usize, Option<usize>)> {
    let code = usize::from(code);
    if !(PAIRS..CODES).contains(&code) {
        return None;
    }
    if code >= SINGLES {
        return Some((code - SINGLES, None));
    }
    let place = code - PAIRS;
    let greater = (0..CLASSES).take_while(|class| class * (class + 1) / 2 <= place).last()?;
    Some((place - greater * (greater + 1) / 2, Some(greater)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Alleles of 5 to 4 + `alleles` repeats, the middle ones frequent.
    fn alphabet(alleles: u16) -> Alphabet {
        let weight = |n: u16| 1.0 / f64::from(1 + n.abs_diff(alleles / 2));
        let sum: f64 = (0..alleles).map(weight).sum();
        let table: BTreeMap<Allele, f64> =
            (0..alleles).map(|n| (Allele::from_tenths(50 + 10 * n).unwrap(), weight(n) / sum)).collect();
        Alphabet::new(Locus::named("SE33").unwrap(), &AlleleFrequencies::new(table).unwrap())
    }

    #[test]
    fn every_genotype_of_known_alleles_is_among_those_its_code_stands_for() {
        for alleles in [1, 8, 20, 21, 45] {
            let alphabet = alphabet(alleles);
            let names: Vec<Allele> =
                (0..alleles).map(|n| Allele::from_tenths(50 + 10 * n).unwrap()).collect();
            let mut stood_for = 0;
            for (n, &a) in names.iter().enumerate() {
                let one = Genotype::OneAllele(Call::Named(a));
                let pairs = names[n..].iter().map(|&b| genotype(a, b));
                for genotype in pairs.chain([one]) {
                    let code = alphabet.code(&genotype);
                    let all = alphabet.genotypes(code);
                    assert!(all.contains(&genotype), "{genotype} of {alleles}");
                    assert_eq!(all.len() == 1 || alleles == 21, Alphabet::tells(code) || alleles == 21);
                    stood_for += 1;
                }
            }
            let all: usize = (0..=u8::MAX).map(|code| alphabet.genotypes(code).len()).sum();
            assert_eq!(all, stood_for, "each genotype has one code");
        }
    }

    #[test]
    fn what_is_no_pair_of_known_alleles_is_irregular() {
        let alphabet = alphabet(30);
        let read =
            |text: &str| Genotype::single(alphabet.locus(), &text.split(',').collect::<Vec<_>>()).unwrap();
        for text in ["10,11,12", "10,>20", "17.x,18", "9.3,10", "9.3,F", "<8,F"] {
            assert_eq!(alphabet.code(&read(text)), IRREGULAR, "{text}");
        }
        assert!(!Alphabet::tells(IRREGULAR) && Alphabet::tells(UNTYPED));
        assert_eq!(alphabet.pair(Allele::from_tenths(200).unwrap(), Allele::from_tenths(1999).unwrap()), 1);
    }

    #[test]
    fn the_most_frequent_alleles_are_listed() {
        let alphabet = alphabet(45);
        let middle = Allele::from_tenths(50 + 220).unwrap();
        let rare = Allele::from_tenths(50).unwrap();
        assert!(Alphabet::tells(alphabet.pair(middle, middle)));
        assert!(!Alphabet::tells(alphabet.pair(middle, rare)));
    }
}
