//! Searches for relatives, and the likelihood ratios they keep.

use proptest::prelude::*;

use super::people::{Chance, child, loci, person, population, typed};
use crate::allele::Allele;
use crate::kinship::{Mutation, Rates};
use crate::locus::Locus;
use crate::population::Population;
use crate::profile::{Genotype, Profile, ProfileKind};
use crate::search::kernel::Kernel;
use crate::search::pair::{PairLocus, PairModel};
use crate::search::{
    AnnouncedKinship, KinshipRule, KinshipSearch, Lineage, LineageFilter, LrRecord, PairParameters,
    ProfileDatabase, ProfileNumber, RecomputeError, Relationship, SearchError,
};

const RATES: Rates = Rates { female: 0.002, male: 0.005 };

fn models() -> impl Strategy<Value = PairParameters> {
    let relationship = prop::sample::select(Relationship::ALL.to_vec());
    let mutation = prop_oneof![
        Just(Mutation::None),
        Just(Mutation::Equal(RATES)),
        Just(Mutation::Proportional(RATES)),
        Just(Mutation::Stepwise { rates: RATES, rate2: 1e-5, range: 0.1 }),
    ];
    let theta = prop_oneof![Just(0.0), 0.001f64..0.05];
    (relationship, mutation, theta, any::<bool>()).prop_map(|(relationship, mutation, theta, mother)| {
        let mutation = if relationship.is_parent_and_child() { mutation } else { Mutation::None };
        PairParameters { relationship, theta, mutation, mother }
    })
}

fn rule(log10_lr_min: f64) -> KinshipRule {
    KinshipRule { log10_lr_min, loci_min: 1, leaders_max: 1000, filter: LineageFilter::default() }
}

/// A person, relatives of many degrees, and strangers.
fn family(seed: u64, blemishes: usize, loci: &[Locus], population: &Population) -> Vec<Profile> {
    let mut chance = Chance::new(seed);
    let draw = |chance: &mut Chance| person(population, loci, chance);
    let (mother, father, other) = (draw(&mut chance), draw(&mut chance), draw(&mut chance));
    let query = child(&mother, &father, &mut chance);
    let mut people = vec![query.clone(), mother.clone(), father.clone()];
    for _ in 0..4 {
        people.push(child(&mother, &father, &mut chance));
        people.push(child(&mother, &other, &mut chance));
        people.push(child(&query, &other, &mut chance));
    }
    while people.len() < 40 {
        people.push(draw(&mut chance));
    }
    people.iter().map(|person| typed(person, loci, blemishes, &mut chance)).collect()
}

fn filled(profiles: &[Profile], loci: &[Locus], population: &Population) -> ProfileDatabase {
    let mut database = ProfileDatabase::new(loci, population).unwrap();
    for (number, profile) in profiles.iter().enumerate() {
        database.push(ProfileNumber(number as u64), profile, None).unwrap();
    }
    database
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_closed_form_is_what_the_engine_of_families_gives(seed in any::<u64>(), parameters in models()) {
        let loci = loci(4);
        let population = population(seed, &loci);
        let PairParameters { relationship, theta, mutation, mother } = parameters;
        let model = PairModel { relationship, theta, mutation, mother };
        let people = family(seed, 30, &loci, &population);
        let query = &people[0];
        for other in &people[1..12] {
            let record = LrRecord::compute(query, other, parameters, std::slice::from_ref(&population)).unwrap();
            for (name, engine) in &record.populations[0].per_locus {
                let locus = Locus::named(name).unwrap();
                let pair = PairLocus::new(locus, query.get(locus).unwrap(), &population, model).unwrap().unwrap();
                let closed = pair.lr(other.get(locus).unwrap()).unwrap().unwrap();
                prop_assert!((closed - engine).abs() <= 1e-10 * engine.max(1e-3), "{}: {} {}", name, closed, engine);
            }
        }
    }

    #[test]
    fn no_relative_is_lost_by_ranking_with_bytes(
        seed in any::<u64>(),
        parameters in models(),
        blemishes in 0usize..25,
        threshold in 0.05f64..5.0,
        two_populations in any::<bool>(),
    ) {
        let loci = loci(8);
        let mut populations = vec![population(seed, &loci), population(!seed, &loci[..6])];
        populations.truncate(1 + usize::from(two_populations));
        let people = family(seed, blemishes, &loci, &populations[0]);
        let database = filled(&people, &loci, &populations[0]);
        let query = &people[0];
        let search = KinshipSearch::new(query, Lineage::default(), parameters, rule(threshold), &populations).unwrap();
        let Ok(announced) = search.announce(&database) else {
            return Err(TestCaseError::reject("no locus of the query enters a ratio"));
        };
        let of = |other: &Profile| {
            let record = LrRecord::compute(query, other, parameters, &populations).unwrap();
            let compared = record.populations.iter().all(|own| !own.per_locus.is_empty());
            (record.log10_lr_min().filter(|_| compared), record)
        };
        let all: Vec<(Option<f64>, LrRecord)> = people.iter().map(of).collect();
        // a threshold between two persons, so that rounding decides nothing
        prop_assume!(all.iter().all(|(log10, _)| log10.is_none_or(|log10| (log10 - threshold).abs() > 1e-6)));
        let expected: Vec<usize> =
            (0..all.len()).filter(|&n| all[n].0.is_some_and(|log10| log10 >= threshold)).collect();
        for kernel in Kernel::available() {
            let answer = announced.run_with(kernel).unwrap();
            let mut found: Vec<usize> = answer.leaders.iter().map(|hit| hit.number.0 as usize).collect();
            for hit in &answer.leaders {
                prop_assert_eq!(&hit.lr, &all[hit.number.0 as usize].1);
            }
            let logs: Vec<f64> = answer.leaders.iter().map(|hit| hit.lr.log10_lr_min().unwrap()).collect();
            prop_assert!(logs.windows(2).all(|two| two[0] >= two[1] - 1e-9), "{:?}", logs);
            found.sort_unstable();
            prop_assert_eq!(&found, &expected, "{:?}", kernel);
            prop_assert_eq!(answer.reached, expected.len());
        }
        let expected = announced.expected_chance_hits();
        prop_assert!(expected.is_finite() && expected >= 0.0, "{}", expected);
    }
}

fn clean(count: usize) -> (Vec<Locus>, Population, Vec<Profile>) {
    let loci = loci(count);
    let population = population(11, &loci);
    let people = family(12, 0, &loci, &population);
    (loci, population, people)
}

const SIBLINGS: PairParameters = PairParameters {
    relationship: Relationship::FullSibling,
    theta: 0.01,
    mutation: Mutation::None,
    mother: false,
};

#[test]
fn strangers_come_as_often_as_expected_and_the_best_are_returned() {
    let (loci, population, people) = clean(12);
    let mut chance = Chance::new(13);
    let mut database = ProfileDatabase::new(&loci, &population).unwrap();
    for number in (0..60_000).map(ProfileNumber) {
        let stranger: Vec<_> = person(&population, &loci, &mut chance).into_iter().map(Some).collect();
        database.push_pairs(number, &stranger).unwrap();
    }
    let parameters = PairParameters { theta: 0.0, ..SIBLINGS };
    let populations = [population];
    let search = |leaders_max| {
        let rule = KinshipRule { leaders_max, ..rule(1.0) };
        KinshipSearch::new(&people[0], Lineage::default(), parameters, rule, &populations).unwrap()
    };
    let (all, some) = (search(1000), search(7));
    let announced = [all.announce(&database).unwrap(), some.announce(&database).unwrap()];
    let answers = AnnouncedKinship::run_together(&announced).unwrap();
    assert_eq!(answers[0], announced[0].run().unwrap());
    assert_eq!(answers[1].leaders, answers[0].leaders[..7]);
    assert_eq!(answers[1].reached, answers[0].leaders.len());
    let (expected, found) = (announced[0].expected_chance_hits(), answers[0].reached as f64);
    // the bound counts the packed sum, which is rounded up
    assert!(found > 20.0 && found < expected + 5.0 * expected.sqrt(), "{found} for {expected}");
    assert!(expected < 2.0 * found, "{found} for {expected}");
}

#[test]
fn a_record_is_computed_again_and_every_change_is_noticed() {
    let (_, population, people) = clean(12);
    let populations = [population];
    let record = LrRecord::compute(&people[0], &people[3], SIBLINGS, &populations).unwrap();
    assert!(record.log10_lr_min().is_some_and(f64::is_finite));
    assert_eq!(record.recompute(&people[0], &people[3], &populations).unwrap(), record);
    let text = serde_json::to_string(&record).unwrap();
    let read: LrRecord = serde_json::from_str(&text).unwrap();
    assert_eq!(read.recompute(&people[0], &people[3], &populations).unwrap(), record);
    let again = |record: &LrRecord, other: &Profile, populations: &[Population]| {
        record.recompute(&people[0], other, populations).unwrap_err()
    };
    assert_eq!(again(&record, &people[4], &populations), RecomputeError::Differs);
    let other = LrRecord { engine: "kinship-0".to_owned(), ..record.clone() };
    assert!(matches!(again(&other, &people[3], &populations), RecomputeError::Engine { .. }));
    let changed = [super::people::population(99, &loci(12))];
    let error = again(&record, &people[3], &changed).to_string();
    assert!(error.contains("population drawn, version 11"), "{error}");
}

#[test]
fn an_excluded_child_is_found_with_mutation_only() {
    let (loci, population, mut people) = clean(24);
    let allele = |tenths| Allele::from_tenths(tenths).unwrap();
    // the query 60,60 and its child 70,80: one step apart
    let rows = |profile: &Profile, first: &str| {
        let mut rows = vec![(loci[0].name(), first.split(',').map(str::to_owned).collect::<Vec<_>>())];
        rows.extend(profile.loci().skip(1).map(|(locus, genotype)| {
            (locus.name(), genotype.to_string().split(',').map(str::to_owned).collect())
        }));
        let rows: Vec<(&str, Vec<&str>)> =
            rows.iter().map(|(name, own)| (*name, own.iter().map(String::as_str).collect())).collect();
        Profile::read(ProfileKind::Single, &rows).unwrap()
    };
    people[0] = rows(&people[0], "6,6");
    people[5] = rows(&people[5], "7,8");
    assert_eq!(people[5].get(loci[0]).map(Genotype::calls).unwrap()[0].named(), Some(allele(70)));
    let database = filled(&people, &loci, &population);
    let populations = [population];
    let found = |mutation| {
        let parameters = PairParameters { relationship: Relationship::Child, mutation, ..SIBLINGS };
        let search =
            KinshipSearch::new(&people[0], Lineage::default(), parameters, rule(1.0), &populations).unwrap();
        let answer = search.announce(&database).unwrap().run().unwrap();
        answer.leaders.iter().any(|hit| hit.number == ProfileNumber(5))
    };
    assert!(!found(Mutation::None));
    assert!(found(Mutation::Stepwise { rates: RATES, rate2: 1e-6, range: 0.1 }));
}

#[test]
fn parameters_outside_their_limits_are_refused_by_name() {
    let (loci, population, people) = clean(12);
    let populations = [population];
    let refused = |parameters: PairParameters, rule: KinshipRule, populations: &[Population]| {
        KinshipSearch::new(&people[0], Lineage::default(), parameters, rule, populations)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    for bad in [0.0, -1.0, 301.0, f64::NAN, f64::INFINITY] {
        assert!(refused(SIBLINGS, rule(bad), &populations).contains("log10_lr_min is"), "{bad}");
    }
    let none = KinshipRule { leaders_max: 0, ..rule(1.0) };
    assert!(refused(SIBLINGS, none, &populations).contains("leaders_max is 0"));
    let none = KinshipRule { loci_min: 0, ..rule(1.0) };
    assert!(refused(SIBLINGS, none, &populations).contains("loci_min is 0"));
    assert!(refused(SIBLINGS, rule(1.0), &[]).contains("populations is 0"));
    let theta = PairParameters { theta: 1.0, ..SIBLINGS };
    assert!(refused(theta, rule(1.0), &populations).contains("theta is 1"));
    let mutating = PairParameters { mutation: Mutation::Equal(RATES), ..SIBLINGS };
    assert!(refused(mutating, rule(1.0), &populations).contains("between parent and child"));
    let rates = Rates { female: 2.0, male: 0.0 };
    let child = PairParameters { relationship: Relationship::Child, ..SIBLINGS };
    let wrong = PairParameters { mutation: Mutation::Equal(rates), ..child };
    assert!(refused(wrong, rule(1.0), &populations).contains("rate_female is 2"));
    let rates = Rates { female: 0.9, male: 0.99 };
    let unreachable = PairParameters { mutation: Mutation::Proportional(rates), ..child };
    assert!(!refused(unreachable, rule(1.0), &populations).is_empty());
    let mixture = Profile::read(ProfileKind::Mixture, &[(loci[0].name(), vec!["6", "7", "8"])]).unwrap();
    let of = KinshipSearch::new(&mixture, Lineage::default(), SIBLINGS, rule(1.0), &populations);
    assert_eq!(of.err(), Some(SearchError::Mixture));
    let few = KinshipRule { loci_min: 13, ..rule(1.0) };
    let search = KinshipSearch::new(&people[0], Lineage::default(), SIBLINGS, few, &populations).unwrap();
    let database = filled(&people, &loci, &populations[0]);
    assert_eq!(search.announce(&database).err(), Some(SearchError::TooFewLoci { loci: 12, loci_min: 13 }));
}
