//! Populations and people drawn from a seed.

use std::collections::BTreeMap;

use crate::allele::Allele;
use crate::locus::{Locus, LocusKind};
use crate::population::{Population, RareAlleles};
use crate::profile::{Profile, ProfileKind};

/// Numbers that look drawn (SplitMix64).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }
}

/// Autosomal loci, the first so many.
pub(super) fn loci(count: usize) -> Vec<Locus> {
    Locus::all().filter(|locus| locus.kind() == LocusKind::Autosomal).take(count).collect()
}

/// Names of the alleles of a locus: some loci have few, some more than have a class of their own.
fn names(locus: usize) -> Vec<Allele> {
    let count = [6, 12, 25, 40][locus % 4];
    (0..count)
        .map(|n| Allele::from_tenths(if n % 5 == 4 { 52 + 10 * n } else { 50 + 10 * n }).unwrap())
        .collect()
}

/// Frequencies that fall from the middle to the ends.
pub(super) fn population(seed: u64, loci: &[Locus]) -> Population {
    let mut chance = Chance::new(seed);
    let mut tables = BTreeMap::new();
    for (number, &locus) in loci.iter().enumerate() {
        let names = names(number);
        let middle = names.len() / 2;
        let weights: Vec<f64> = (0..names.len())
            .map(|n| (1.0 + chance.below(100) as f64) / (1.0 + n.abs_diff(middle).pow(2) as f64))
            .collect();
        let sum: f64 = weights.iter().sum();
        let table: BTreeMap<Allele, f64> =
            names.into_iter().zip(weights).map(|(name, weight)| (name, weight / sum)).collect();
        tables.insert(locus, table);
    }
    let version = seed.to_string();
    Population::new("drawn", &version, 200, RareAlleles::AddAtFiveOverTwoN, tables).unwrap()
}

pub(super) type Pairs = Vec<(Allele, Allele)>;

fn allele(population: &Population, locus: Locus, chance: &mut Chance) -> Allele {
    let table = population.table(locus, []).unwrap();
    let mut left = chance.below(1 << 30) as f64 / f64::from(1 << 30);
    for (allele, frequency) in table.iter() {
        left -= frequency;
        if left < 0.0 {
            return allele;
        }
    }
    table.iter().last().unwrap().0
}

pub(super) fn person(population: &Population, loci: &[Locus], chance: &mut Chance) -> Pairs {
    loci.iter().map(|&locus| (allele(population, locus, chance), allele(population, locus, chance))).collect()
}

pub(super) fn child(mother: &Pairs, father: &Pairs, chance: &mut Chance) -> Pairs {
    let one =
        |pair: (Allele, Allele), chance: &mut Chance| if chance.below(2) == 0 { pair.0 } else { pair.1 };
    mother.iter().zip(father).map(|(&m, &f)| (one(m, chance), one(f, chance))).collect()
}

/// A profile of a person as a laboratory may give it: `blemishes` of 100 loci are missing, show one allele, a third
/// one, a range, another or an unheard-of allele.
pub(super) fn typed(person: &Pairs, loci: &[Locus], blemishes: usize, chance: &mut Chance) -> Profile {
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    for (&locus, &(a, b)) in loci.iter().zip(person) {
        let (a, b) = (a.to_string(), b.to_string());
        let names = if chance.below(100) >= blemishes {
            vec![a, b]
        } else {
            match chance.below(7) {
                0 => vec![a, "F".to_owned()],
                1 => vec![a.clone(), a],
                2 => vec![a, "150".to_owned()],
                3 => vec![a, ">20".to_owned()],
                4 => vec!["3".to_owned(), "3.1".to_owned(), "3.2".to_owned()],
                5 => vec!["7".to_owned(), b],
                _ => continue,
            }
        };
        rows.push((locus.name(), names));
    }
    if rows.is_empty() {
        rows.push((loci[0].name(), vec![person[0].0.to_string(), person[0].1.to_string()]));
    }
    let rows: Vec<(&str, Vec<&str>)> =
        rows.iter().map(|(name, names)| (*name, names.iter().map(String::as_str).collect())).collect();
    Profile::read(ProfileKind::Single, &rows).unwrap()
}
