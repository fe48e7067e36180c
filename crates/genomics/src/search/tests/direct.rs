//! Searches by a rule, of single profiles and of mixtures.

use proptest::prelude::*;

use super::people::{Chance, loci, person, population, typed};
use crate::locus::Locus;
use crate::population::Population;
use crate::profile::{Profile, ProfileKind};
use crate::search::kernel::Kernel;
use crate::search::{
    DirectSearch, Lineage, LineageFilter, MatchingRule, MitochondrialDna, Mixtures, ProfileDatabase,
    ProfileNumber, SearchError, Stringency,
};

/// People of a population, typed with blemishes, every third one again with others.
fn people(
    seed: u64,
    blemishes: usize,
    count: usize,
    loci: &[Locus],
    population: &Population,
) -> Vec<Profile> {
    let mut chance = Chance::new(seed);
    let mut profiles = Vec::new();
    while profiles.len() < count {
        let person = person(population, loci, &mut chance);
        profiles.push(typed(&person, loci, blemishes, &mut chance));
        if profiles.len() % 3 == 1 {
            profiles.push(typed(&person, loci, 2 * blemishes, &mut chance));
        }
    }
    profiles
}

fn filled(profiles: &[Profile], loci: &[Locus], population: &Population) -> ProfileDatabase {
    let mut database = ProfileDatabase::new(loci, population).unwrap();
    for (number, profile) in profiles.iter().enumerate() {
        database.push(ProfileNumber(number as u64), profile, None).unwrap();
    }
    database
}

fn mixture(first: &Profile, second: &Profile) -> Profile {
    let rows: Vec<(&str, Vec<String>)> = first
        .loci()
        .filter_map(|(locus, genotype)| {
            let calls = genotype.calls().into_iter().chain(second.get(locus)?.calls());
            Some((locus.name(), calls.map(|call| call.to_string()).collect()))
        })
        .collect();
    let rows: Vec<(&str, Vec<&str>)> =
        rows.iter().map(|(name, calls)| (*name, calls.iter().map(String::as_str).collect())).collect();
    Profile::read(ProfileKind::Mixture, &rows).unwrap()
}

fn rules() -> impl Strategy<Value = MatchingRule> {
    let stringency = prop_oneof![Just(Stringency::Low), Just(Stringency::Moderate), Just(Stringency::High)];
    (stringency, 1usize..9, 0usize..4).prop_map(|(stringency, loci_min, mismatches)| {
        MatchingRule::new(stringency, loci_min, mismatches.min(loci_min - 1)).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_search_finds_whom_comparing_everybody_finds(
        seed in any::<u64>(),
        blemishes in 0usize..40,
        rule in rules(),
        mixed in any::<bool>(),
    ) {
        let loci = loci(9);
        let population = population(seed, &loci);
        let profiles = people(seed, blemishes, 150, &loci, &population);
        let database = filled(&profiles, &loci, &population);
        let query = if mixed { mixture(&profiles[0], &profiles[2]) } else { profiles[0].clone() };
        let filter = LineageFilter::default();
        let search = DirectSearch::new(&query, Lineage::default(), rule, filter, &population, 0.01);
        prop_assume!(search.is_ok());
        let search = search.unwrap();
        let announced = search.announce(&database).unwrap();
        prop_assert!(announced.expected_chance_hits().is_finite());
        let mut expected: Vec<u64> = (0..profiles.len() as u64)
            .filter(|&number| rule.matches(&rule.compare(&query, &profiles[number as usize])))
            .collect();
        expected.sort_unstable();
        for kernel in Kernel::available() {
            let hits = announced.run_with(kernel).unwrap();
            for hit in &hits {
                prop_assert_eq!(&hit.comparison, &rule.compare(&query, &profiles[hit.number.0 as usize]));
            }
            let mut found: Vec<u64> = hits.iter().map(|hit| hit.number.0).collect();
            found.sort_unstable();
            prop_assert_eq!(&found, &expected, "{:?}", kernel);
        }
        let together = [search.announce(&database).unwrap(), search.announce(&database).unwrap()];
        let together = crate::search::AnnouncedDirect::run_together(&together).unwrap();
        let alone = announced.run().unwrap();
        prop_assert!(together.iter().all(|hits| *hits == alone));
    }
}

#[test]
fn strangers_come_as_often_as_expected() {
    let loci = loci(4);
    let population = population(5, &loci);
    let profiles = people(6, 0, 1, &loci, &population);
    let mut chance = Chance::new(7);
    let mut database = ProfileDatabase::new(&loci, &population).unwrap();
    for number in (0..40_000).map(ProfileNumber) {
        let stranger: Vec<_> = person(&population, &loci, &mut chance).into_iter().map(Some).collect();
        database.push_pairs(number, &stranger).unwrap();
    }
    for (stringency, mismatches) in [(Stringency::Moderate, 1), (Stringency::Low, 0), (Stringency::High, 2)] {
        let rule = MatchingRule::new(stringency, 4, mismatches).unwrap();
        let filter = LineageFilter::default();
        let search =
            DirectSearch::new(&profiles[0], Lineage::default(), rule, filter, &population, 0.0).unwrap();
        let announced = search.announce(&database).unwrap();
        let expected = announced.expected_chance_hits();
        let found = announced.run().unwrap().len() as f64;
        assert!(expected > 20.0, "{stringency:?}: {expected} says too little");
        assert!((found - expected).abs() < 5.0 * expected.sqrt(), "{stringency:?}: {found} for {expected}");
    }
}

#[test]
fn too_few_loci_a_wrong_theta_and_searches_of_two_databases_are_refused() {
    let loci = loci(6);
    let population = population(1, &loci);
    let profiles = people(2, 0, 3, &loci, &population);
    let (database, other) =
        (filled(&profiles, &loci, &population), filled(&profiles, &loci[..2], &population));
    let rule = |loci_min| MatchingRule::new(Stringency::High, loci_min, 0).unwrap();
    let search = |loci_min, theta| {
        let filter = LineageFilter::default();
        DirectSearch::new(&profiles[0], Lineage::default(), rule(loci_min), filter, &population, theta)
    };
    assert_eq!(search(7, 0.0).unwrap_err(), SearchError::TooFewLoci { loci: 6, loci_min: 7 });
    for theta in [-0.1, 1.0, f64::NAN] {
        assert!(search(2, theta).unwrap_err().to_string().contains("theta is"));
    }
    let six = search(6, 0.0).unwrap();
    assert_eq!(six.announce(&other).unwrap_err(), SearchError::TooFewLoci { loci: 2, loci_min: 6 });
    let two = search(2, 0.0).unwrap();
    let both = [two.announce(&database).unwrap(), two.announce(&other).unwrap()];
    let together = crate::search::AnnouncedDirect::run_together(&both);
    assert!(matches!(together, Err(SearchError::OnePass { searches: 2, .. })));
    let none = crate::search::AnnouncedDirect::run_together(&[]);
    assert!(matches!(none, Err(SearchError::OnePass { searches: 0, .. })));
}

#[test]
fn lines_of_fathers_and_mothers_filter() {
    let loci = loci(6);
    let population = population(1, &loci);
    let names = ["6,7", "5,6", "6,8", "7,7", "5,8", "6,7"];
    let of = |y: &str| {
        let mut rows: Vec<(&str, Vec<&str>)> =
            loci.iter().zip(names).map(|(locus, text)| (locus.name(), text.split(',').collect())).collect();
        if !y.is_empty() {
            rows.push(("DYS391", vec![y]));
        }
        Profile::read(ProfileKind::Single, &rows).unwrap()
    };
    let dna = |difference: &str| MitochondrialDna::read(&["1-576"], &[difference]).unwrap();
    let mut database = ProfileDatabase::new(&loci, &population).unwrap();
    let profiles = [("10", Some("263G")), ("11", Some("263G")), ("10", Some("150T")), ("", None)];
    for (number, (y, difference)) in profiles.into_iter().enumerate() {
        database.push(ProfileNumber(number as u64), &of(y), difference.map(dna)).unwrap();
    }
    let found = |filter| {
        let (query, rule) = (of("10"), MatchingRule::new(Stringency::High, 6, 0).unwrap());
        let lineage = Lineage::new(&query, Some(dna("263G")));
        let search = DirectSearch::new(&query, lineage, rule, filter, &population, 0.0).unwrap();
        let hits = search.announce(&database).unwrap().run().unwrap();
        hits.iter().map(|hit| hit.number.0).collect::<Vec<_>>()
    };
    let filter =
        |y, mitochondrial| LineageFilter { y_differ_max: y, mitochondrial_differ_max: mitochondrial };
    assert_eq!(found(filter(None, None)), [0, 1, 2, 3]);
    assert_eq!(found(filter(Some(0), None)), [0, 2, 3]);
    assert_eq!(found(filter(None, Some(0))), [0, 1, 3]);
    assert_eq!(found(filter(Some(0), Some(1))), [0, 3]);
}

#[test]
fn mixtures_are_found_with_contributors_and_with_mixtures_that_share_one() {
    let loci = loci(9);
    let population = population(3, &loci);
    let profiles = people(4, 0, 40, &loci, &population);
    // every third person stands twice
    let [a, b, c, d] = [0, 2, 3, 5].map(|place| &profiles[place]);
    let mut mixtures = Mixtures::default();
    mixtures.push(ProfileNumber(1), mixture(a, b)).unwrap();
    mixtures.push(ProfileNumber(2), mixture(c, d)).unwrap();
    let rule = MatchingRule::new(Stringency::Moderate, 9, 0).unwrap();
    let of = |mixtures: &Mixtures, profile: &Profile, victim: Option<&Profile>| {
        let announced = mixtures.announce(profile, victim, rule).unwrap();
        announced.run().iter().map(|hit| hit.number.0).collect::<Vec<_>>()
    };
    let found = |profile: &Profile, victim: Option<&Profile>| of(&mixtures, profile, victim);
    for (person, number) in [(a, 1), (b, 1), (c, 2), (d, 2)] {
        assert_eq!(found(person, None), [number]);
    }
    assert_eq!(found(&mixture(a, c), None), [1, 2]);
    assert_eq!(found(&mixture(a, &profiles[39]), None), [1]);
    let expected = mixtures.announce(a, None, rule).unwrap().expected_chance_hits(&population).unwrap();
    assert!(expected > 0.0 && expected < 0.1, "{expected}");
    assert!(
        mixtures.announce(&mixture(a, c), None, rule).unwrap().expected_chance_hits(&population).is_none()
    );
    let two = mixture(a, &profiles[39]);
    assert_eq!(found(&two, Some(a)), [0; 0], "what the victim left says nothing");
    assert!(mixtures.remove(ProfileNumber(1)) && of(&mixtures, a, None).is_empty());
}
