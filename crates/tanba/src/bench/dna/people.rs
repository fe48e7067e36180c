//! Profiles of people who do not exist, by number: 24 loci with invented frequencies of the usual shape.

use std::collections::BTreeMap;

use genomics::profile::{Profile, ProfileKind};
use genomics::search::{ProfileDatabase, ProfileNumber};
use genomics::{Allele, Locus, Population};

use crate::failure::Failure;

/// Names of the loci, with the number of alleles each is given and its most frequent one, repeats. Shapes like those
/// of published tables; the frequencies themselves are nobody's.
const LOCI: [(&str, u16, u16); 24] = [
    ("D1S1656", 15, 14),
    ("TPOX", 8, 9),
    ("D2S441", 12, 12),
    ("D2S1338", 14, 20),
    ("D3S1358", 9, 16),
    ("FGA", 20, 23),
    ("D5S818", 9, 11),
    ("CSF1PO", 9, 11),
    ("SE33", 45, 22),
    ("D6S1043", 20, 14),
    ("D7S820", 9, 10),
    ("D8S1179", 11, 13),
    ("D10S1248", 10, 14),
    ("TH01", 8, 7),
    ("vWA", 10, 17),
    ("D12S391", 17, 19),
    ("D13S317", 8, 11),
    ("Penta E", 19, 12),
    ("D16S539", 8, 11),
    ("D18S51", 18, 15),
    ("D19S433", 15, 14),
    ("D21S11", 20, 30),
    ("Penta D", 13, 10),
    ("D22S1045", 10, 15),
];
/// How far the frequencies of a locus fall per allele away from the most frequent, as a share of its alleles.
const SPREAD: f64 = 0.22;
/// Persons the invented tables count as typed on.
const PERSONS: u32 = 1000;

/// Two alleles of every locus.
pub(super) type Pairs = Vec<(Allele, Allele)>;

/// The population and how people are drawn from it.
pub(super) struct People {
    pub(super) loci: Vec<Locus>,
    /// One population, as searches take them.
    pub(super) populations: [Population; 1],
    /// By locus, the allele of each of 65,536 equal parts of chance.
    drawn: Vec<Vec<Allele>>,
}

/// What of each search is planted in the database: a match, a partial match, a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The same profile.
    Match = 0,
    /// The same person with one allele of two loci dropped out and four loci missing.
    Partial = 1,
    /// A child with somebody who is not in the database.
    Child = 2,
}

const KINDS: u64 = 3;

/// Profiles planted for so many searches.
pub(super) fn planted(searches: u64) -> u64 {
    KINDS * searches
}

impl People {
    pub(super) fn new() -> Result<Self, Failure> {
        let mut tables = BTreeMap::new();
        let mut drawn = BTreeMap::new();
        for (name, alleles, middle) in LOCI {
            let locus = Locus::named(name).map_err(failed)?;
            let table = table(alleles, middle)?;
            drawn.insert(locus, parts(&table));
            tables.insert(locus, table);
        }
        let rare = genomics::RareAlleles::AddAtFiveOverTwoN;
        let population = Population::new("invented", "1", PERSONS, rare, tables).map_err(failed)?;
        let loci = drawn.keys().copied().collect();
        Ok(Self { loci, populations: [population], drawn: drawn.into_values().collect() })
    }

    /// Somebody, by number.
    pub(super) fn person(&self, number: u64) -> Pairs {
        let mut chance = Chance(number.wrapping_mul(0xd134_2543_de82_ef95));
        self.drawn
            .iter()
            .map(|parts| {
                let word = chance.next();
                (parts[word as usize & 0xffff], parts[(word >> 16) as usize & 0xffff])
            })
            .collect()
    }

    /// The person searched with: not one of the numbers of the database.
    pub(super) fn searched(&self, search: u64, kind: Kind) -> Pairs {
        self.person(u64::MAX - (KINDS * search + kind as u64))
    }

    /// Where the profile planted for a search lies: spread over the database.
    pub(super) fn place(profiles: u64, searches: u64, search: u64, kind: Kind) -> u64 {
        let number = KINDS * search + kind as u64;
        (u128::from(number) * u128::from(profiles) / u128::from(planted(searches))) as u64
    }

    /// A profile as searches take it; `dropped` loci show one allele only, `missing` ones nothing.
    pub(super) fn profile(&self, person: &Pairs, dropped: usize, missing: usize) -> Result<Profile, Failure> {
        let rows: Vec<(&str, [String; 2])> = self
            .loci
            .iter()
            .zip(person)
            .enumerate()
            .skip(missing)
            .map(|(number, (locus, (a, b)))| {
                let second = if number < missing + dropped { "F".to_owned() } else { b.to_string() };
                (locus.name(), [a.to_string(), second])
            })
            .collect();
        let rows: Vec<(&str, Vec<&str>)> =
            rows.iter().map(|(name, names)| (*name, names.iter().map(String::as_str).collect())).collect();
        Profile::read(ProfileKind::Single, &rows).map_err(failed)
    }

    /// So many people, with what is planted for the searches among them; a profile's number is its place.
    pub(super) fn database(&self, profiles: u64, searches: u64) -> Result<ProfileDatabase, Failure> {
        let mut plants = BTreeMap::new();
        for search in 0..searches {
            for kind in [Kind::Match, Kind::Partial, Kind::Child] {
                plants.insert(Self::place(profiles, searches, search, kind), (search, kind));
            }
        }
        let mut database = ProfileDatabase::new(&self.loci, &self.populations[0]).map_err(failed)?;
        let mut pairs = Vec::with_capacity(self.loci.len());
        for place in 0..profiles {
            let number = ProfileNumber(place);
            match plants.get(&place) {
                None => {
                    pairs.clear();
                    pairs.extend(self.person(place).into_iter().map(Some));
                    database.push_pairs(number, &pairs).map_err(failed)?;
                }
                Some(&(search, kind)) => {
                    let profile = self.plant(search, kind)?;
                    database.push(number, &profile, None).map_err(failed)?;
                }
            }
        }
        Ok(database)
    }

    fn plant(&self, search: u64, kind: Kind) -> Result<Profile, Failure> {
        let searched = self.searched(search, kind);
        match kind {
            Kind::Match => self.profile(&searched, 0, 0),
            Kind::Partial => self.profile(&searched, 2, 4),
            Kind::Child => {
                // the other parent's number is nobody else's
                let other = self.person(u64::MAX / 2 + search);
                let mut chance = Chance(search);
                let child: Pairs = searched
                    .iter()
                    .zip(&other)
                    .map(|(own, other)| {
                        let word = chance.next();
                        let of = |pair: &(Allele, Allele), bit: u64| if bit == 0 { pair.0 } else { pair.1 };
                        (of(own, word >> 20 & 1), of(other, word >> 40 & 1))
                    })
                    .collect();
                self.profile(&child, 0, 0)
            }
        }
    }
}

/// A bell over the alleles, rarest ones cut at 1 in 2,000 before all are divided by their sum.
fn table(alleles: u16, middle: u16) -> Result<BTreeMap<Allele, f64>, Failure> {
    let first = middle.saturating_sub(alleles / 2).max(1);
    let width = (SPREAD * f64::from(alleles)).max(1.2);
    let weight = |n: u16| {
        let away = (f64::from(first + n) - f64::from(middle)) / width;
        (-0.5 * away * away).exp().max(0.0005)
    };
    let sum: f64 = (0..alleles).map(weight).sum();
    (0..alleles)
        .map(|n| Ok((Allele::from_tenths(10 * (first + n)).map_err(failed)?, weight(n) / sum)))
        .collect()
}

/// The allele of each of 65,536 equal parts.
fn parts(table: &BTreeMap<Allele, f64>) -> Vec<Allele> {
    let mut parts = Vec::with_capacity(1 << 16);
    let mut sum = 0.0;
    for (&allele, frequency) in table {
        sum += frequency;
        let end = (sum * 65_536.0).round() as usize;
        parts.resize(end.clamp(parts.len(), 1 << 16), allele);
    }
    if let Some(&last) = table.keys().next_back() {
        parts.resize(1 << 16, last);
    }
    parts
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// What the room of genomics refuses.
pub(super) fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new("dna", error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plants_have_places_of_their_own_within_the_database() {
        for (profiles, searches) in [(9, 3), (1000, 7), (3, 1)] {
            let mut places = std::collections::BTreeSet::new();
            for search in 0..searches {
                for kind in [Kind::Match, Kind::Partial, Kind::Child] {
                    let place = People::place(profiles, searches, search, kind);
                    assert!(place < profiles && places.insert(place));
                }
            }
        }
    }

    #[test]
    fn alleles_are_drawn_as_often_as_their_tables_say() {
        let people = People::new().ok().unwrap();
        for (locus, parts) in people.loci.iter().zip(&people.drawn) {
            let table = people.populations[0].table(*locus, []).unwrap();
            for (allele, frequency) in table.iter() {
                let share = parts.iter().filter(|own| **own == allele).count() as f64 / 65_536.0;
                assert!((share - frequency).abs() < 2e-5, "{locus} {allele}: {share} for {frequency}");
            }
        }
        assert_eq!(people.person(5), people.person(5));
        assert_ne!(people.person(5), people.person(6));
    }
}
