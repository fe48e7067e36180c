//! The two ways of summing held against plain enumeration: every allele of everybody, one after another.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::evaluate::Method;
use super::likelihood::{LocusModel, Prepared, Typed};
use super::states::States;
use super::{FounderConvention, Member, Mutation, Observation, Pedigree, Rates, Sex};
use super::{linked_likelihood, locus_likelihood, observation};
use crate::allele::Allele;
use crate::frequency::AlleleFrequencies;

const NAMES: [&str; 5] = ["A", "B", "C", "D", "E"];

/// P(seen) by enumeration, with founders kept and no allele taken together with another.
fn enumerate(pedigree: &Pedigree, seen: &Typed<'_>, model: &LocusModel<'_>) -> f64 {
    let all: BTreeSet<Allele> = model.frequencies.iter().map(|(allele, _)| allele).collect();
    let states = States::new(model.frequencies, &all, &model.mutation, model.silent).unwrap();
    let mut genes = Vec::new();
    descend(pedigree, seen, model.theta, &states, &mut genes, &mut Vec::new())
}

/// Sums over the alleles of the person after those already in `genes`; `drawn` are the copies of founders so far.
fn descend(
    pedigree: &Pedigree,
    seen: &Typed<'_>,
    theta: f64,
    states: &States,
    genes: &mut Vec<[usize; 2]>,
    drawn: &mut Vec<usize>,
) -> f64 {
    let Some(person) = pedigree.persons.get(genes.len()) else { return 1.0 };
    let mut sum = 0.0;
    for first in 0..states.len() {
        for second in 0..states.len() {
            let before = drawn.len();
            let mut weight = 1.0;
            for (parent, maternal, state) in [(person.father, false, first), (person.mother, true, second)] {
                weight *= match parent {
                    Some(parent) => {
                        let from = |copy: usize| states.passed_on(maternal, genes[parent][copy], state);
                        (from(0) + from(1)) / 2.0
                    }
                    None => {
                        let equal = drawn.iter().filter(|&&other| other == state).count() as f64;
                        let n = drawn.len() as f64;
                        drawn.push(state);
                        let p = states.frequency(state);
                        (equal * theta + (1.0 - theta) * p) / (1.0 + (n - 1.0) * theta)
                    }
                };
            }
            if let Some(observation) = seen.get(person.id.as_str()) {
                weight *= observation::probability(observation, states.copy(first), states.copy(second));
            }
            if weight > 0.0 {
                genes.push([first, second]);
                sum += weight * descend(pedigree, seen, theta, states, genes, drawn);
                genes.pop();
            }
            drawn.truncate(before);
        }
    }
    sum
}

fn table(weights: &[u32]) -> AlleleFrequencies {
    let names = [90, 93, 100, 110];
    let sum: u32 = weights.iter().sum();
    let entry = |(tenths, weight): (u16, &u32)| {
        (Allele::from_tenths(tenths).unwrap(), f64::from(*weight) / f64::from(sum))
    };
    AlleleFrequencies::new(names.into_iter().zip(weights).map(entry).collect()).unwrap()
}

/// A family: for each person sex, and which of the earlier persons of the right sex are the parents.
fn family(choices: &[(bool, usize, usize)]) -> Pedigree {
    let mut members: Vec<Member> = Vec::new();
    for (number, &(male, father, mother)) in choices.iter().enumerate() {
        let parent = |sex: Sex, choice: usize| {
            let fitting: Vec<&Member> = members.iter().filter(|member| member.sex == sex).collect();
            fitting.get(choice).map(|member| member.id.clone())
        };
        let (father, mother) = (parent(Sex::Male, father), parent(Sex::Female, mother));
        let sex = if male { Sex::Male } else { Sex::Female };
        members.push(Member { id: NAMES[number].to_owned(), father, mother, sex });
    }
    Pedigree::new(&members).unwrap()
}

fn seen(codes: &[(u8, usize, usize)], alleles: usize) -> Typed<'static> {
    let tenths = [90, 93, 100, 110];
    let allele = |choice: usize| Allele::from_tenths(tenths[choice % alleles]).unwrap();
    let mut seen = BTreeMap::new();
    for (&name, &(kind, first, second)) in NAMES.iter().zip(codes) {
        let (a, b) = (allele(first), allele(second));
        let observation = match kind {
            0 | 1 => continue,
            2 => Observation::Untyped,
            3 => Observation::AnySecond(a),
            4 => {
                let alleles: BTreeSet<Allele> = [a, b].into_iter().take(first % 3).collect();
                Observation::Seen { alleles: alleles.into_iter().collect(), dropout: 0.2 }
            }
            _ => Observation::Genotype(a, b),
        };
        seen.insert(name, observation);
    }
    seen
}

fn mutation(code: u8) -> Mutation {
    let rates = Rates { female: 0.02, male: 0.07 };
    match code {
        0 => Mutation::None,
        1 => Mutation::Equal(rates),
        2 => Mutation::Proportional(rates),
        _ => Mutation::Stepwise { rates, rate2: 0.01, range: 0.3 },
    }
}

/// Mostly a rate, sometimes anything.
fn rate() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.0f64..1.0, 2 => Just(0.0), 1 => any::<f64>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn peeling_and_descent_give_what_enumeration_gives(
        choices in prop::collection::vec((any::<bool>(), 0usize..3, 0usize..3), 1..=4),
        codes in prop::collection::vec((0u8..9, 0usize..4, 0usize..4), 4),
        weights in prop::collection::vec(10u32..50, 2..=3),
        model in (0u8..4, prop_oneof![Just(0.0), Just(0.03), Just(0.3)], prop_oneof![Just(0.0), Just(0.1)]),
    ) {
        let pedigree = family(&choices);
        let frequencies = table(&weights);
        let (code, theta, silent) = model;
        let ids: BTreeSet<&str> = pedigree.ids().collect();
        let mut seen = seen(&codes, weights.len());
        seen.retain(|id, _| ids.contains(id));
        let founders = FounderConvention::Kept;
        let model = LocusModel { frequencies: &frequencies, mutation: mutation(code), theta, silent, founders };
        let expected = enumerate(&pedigree, &seen, &model);
        let prepared = Prepared::new(&pedigree, &seen, &model, None).unwrap();
        for method in [Method::Peeling, Method::Descent, Method::Cheaper] {
            let ours = prepared.problem(&model).likelihood(method).unwrap();
            if expected == 0.0 {
                prop_assert!(ours.is_zero(), "{:?}", method);
            } else {
                let relative = ours.to_f64() / expected - 1.0;
                prop_assert!(relative.abs() < 1e-12, "{:?}: {} against {}", method, ours.to_f64(), expected);
            }
        }
    }

    /// Loci that recombine freely are independent; at rate 0 a locus linked to a copy of itself says nothing new
    /// about the way the copies came down.
    #[test]
    fn unlinked_loci_multiply(
        choices in prop::collection::vec((any::<bool>(), 0usize..3, 0usize..3), 1..=5),
        codes in prop::collection::vec((0u8..9, 0usize..4, 0usize..4), 5),
        model in (0u8..4, prop_oneof![Just(0.0), Just(0.05)]),
    ) {
        let pedigree = family(&choices);
        let frequencies = table(&[3, 5, 7]);
        let ids: BTreeSet<&str> = pedigree.ids().collect();
        let mut seen = seen(&codes, 3);
        seen.retain(|id, _| ids.contains(id));
        let model = LocusModel {
            frequencies: &frequencies,
            mutation: mutation(model.0),
            theta: model.1,
            silent: 0.0,
            founders: FounderConvention::Trimmed,
        };
        let single = locus_likelihood(&pedigree, &seen, &model).unwrap();
        let pair = [(&seen, model), (&seen, model)];
        let free = linked_likelihood(&pedigree, &pair, &[0.5]).unwrap();
        let product = single.times(single);
        if product.is_zero() {
            prop_assert!(free.is_zero());
        } else {
            prop_assert!((free.over(product).unwrap().to_f64() - 1.0).abs() < 1e-12);
            let linked = linked_likelihood(&pedigree, &pair, &[0.1]).unwrap();
            let gain = linked.over(product).unwrap().to_f64();
            prop_assert!(gain > 1.0 - 1e-12, "equal data at a near locus cannot be less probable than far: {}", gain);
        }
    }

    /// Whatever the family and the assumptions, the answer is a finite number or a refusal.
    #[test]
    fn no_nan_and_no_infinity_leaves_the_engine(
        choices in prop::collection::vec((any::<bool>(), 0usize..3, 0usize..3), 1..=5),
        codes in prop::collection::vec((0u8..9, 0usize..4, 0usize..4), 5),
        rates in (rate(), rate(), rate(), rate()),
        theta in prop_oneof![Just(0.0), 0.0f64..1.0, any::<f64>()],
        silent in prop_oneof![Just(0.0), 0.0f64..1.0, any::<f64>()],
        small in 1e-300f64..1e-3,
    ) {
        let pedigree = family(&choices);
        let ids: BTreeSet<&str> = pedigree.ids().collect();
        let mut seen = seen(&codes, 3);
        seen.retain(|id, _| ids.contains(id));
        let allele = |tenths| Allele::from_tenths(tenths).unwrap();
        let entries = [(allele(90), small), (allele(93), small), (allele(100), 1.0 - 2.0 * small)];
        let frequencies = AlleleFrequencies::new(entries.into()).unwrap();
        let pair = Rates { female: rates.0, male: rates.1 };
        for mutation in [
            Mutation::Equal(pair),
            Mutation::Proportional(pair),
            Mutation::Stepwise { rates: pair, rate2: rates.2, range: rates.3 },
        ] {
            let founders = FounderConvention::Trimmed;
            let model = LocusModel { frequencies: &frequencies, mutation, theta, silent, founders };
            if let Ok(likelihood) = locus_likelihood(&pedigree, &seen, &model) {
                let plain = likelihood.to_f64();
                prop_assert!((0.0..=1.0 + 1e-9).contains(&plain), "{}", plain);
                prop_assert!(likelihood.log10().is_none_or(f64::is_finite));
            }
        }
    }
}

#[test]
fn trimming_is_leaving_the_founder_out() {
    let member = |id: &str, father: Option<&str>, mother: Option<&str>, sex| Member {
        id: id.to_owned(),
        father: father.map(str::to_owned),
        mother: mother.map(str::to_owned),
        sex,
    };
    let full = [
        member("F", None, None, Sex::Male),
        member("M", None, None, Sex::Female),
        member("C", Some("F"), Some("M"), Sex::Male),
    ];
    let without = [member("F", None, None, Sex::Male), member("C", Some("F"), None, Sex::Male)];
    let frequencies = table(&[3, 5, 7]);
    let allele = |tenths| Allele::from_tenths(tenths).unwrap();
    let seen = Typed::from([
        ("F", Observation::Genotype(allele(90), allele(93))),
        ("C", Observation::Genotype(allele(100), allele(93))),
    ]);
    let of = |members: &[Member], founders| {
        let model = LocusModel {
            frequencies: &frequencies,
            mutation: mutation(3),
            theta: 0.0,
            silent: 0.0,
            founders,
        };
        locus_likelihood(&Pedigree::new(members).unwrap(), &seen, &model).unwrap().to_f64()
    };
    let trimmed = of(&full, FounderConvention::Trimmed);
    assert!((trimmed / of(&without, FounderConvention::Kept) - 1.0).abs() < 1e-14);
    assert!((trimmed / of(&full, FounderConvention::Kept) - 1.0).abs() > 1e-4);
}
