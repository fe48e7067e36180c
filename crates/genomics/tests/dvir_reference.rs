//! The disasters of the R package dvir: pairwise ratios of four data sets, joint identification of two.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use genomics::disaster::{
    Disaster, Family, LocusTable, Profiles, Victim, joint_identification, pairwise_ratios,
};
use genomics::kinship::{Member, Mutation, Observation, Rates, Sex};
use genomics::{Allele, AlleleFrequencies};
use serde_json::Value;

const TOLERANCE: f64 = 1e-8;

fn read(name: &str) -> Option<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/genomic/dvi");
    let path = PathBuf::from(folder).join(format!("dvi-{name}.json"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: {name}: no {}", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn sex(value: &Value) -> Sex {
    match value.as_str() {
        Some("male") => Sex::Male,
        Some("female") => Sex::Female,
        _ => Sex::Unknown,
    }
}

/// "a,b" by locus, or a list in the order of the loci.
fn profiles(value: &Value, loci: &[String]) -> Profiles {
    let texts: Vec<(String, String)> = match value {
        Value::Array(list) => {
            loci.iter().cloned().zip(list.iter().map(|text| text.as_str().unwrap().to_owned())).collect()
        }
        object => {
            let entries = object.as_object().unwrap().iter();
            entries.map(|(locus, text)| (locus.clone(), text.as_str().unwrap().to_owned())).collect()
        }
    };
    texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty() && text != "-,-")
        .map(|(locus, text)| {
            let (a, b) = text.split_once(',').unwrap();
            (locus, Observation::Genotype(a.parse().unwrap(), b.parse().unwrap()))
        })
        .collect()
}

/// One set lists the unseen alleles of a locus as one, by this name.
fn allele(name: &str) -> Allele {
    if name == "Rest allele" { "199".parse().unwrap() } else { name.parse().unwrap() }
}

fn mutation(words: &str) -> Mutation {
    let number = |after: &str| -> f64 {
        let place = words.find(after).unwrap() + after.len();
        words[place..].split_whitespace().next().unwrap().parse().unwrap()
    };
    if words == "none" {
        return Mutation::None;
    }
    let rates = Rates { female: number("female "), male: number("rate male ") };
    if words.contains("proportional") { Mutation::Proportional(rates) } else { Mutation::Equal(rates) }
}

fn disaster(data: &Value) -> Disaster {
    let loci: BTreeMap<String, LocusTable> = data["frequencies"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(locus, entries)| {
            let entries = entries.as_object().unwrap().iter();
            let table = entries.map(|(name, f)| (allele(name), f.as_f64().unwrap())).collect();
            let mutation = mutation(data["mutation"][locus].as_str().unwrap());
            (locus.clone(), LocusTable { frequencies: AlleleFrequencies::new(table).unwrap(), mutation })
        })
        .collect();
    let names: Vec<String> = loci.keys().cloned().collect();
    let victims = data["pm_profiles"].as_object().unwrap().iter();
    let victims = victims.map(|(id, profile)| Victim {
        id: id.clone(),
        sex: sex(&data["victim_sex"][id]),
        profile: profiles(profile, &names),
    });
    let families: Vec<(String, &Value)> = match &data["families"] {
        Value::Array(list) => {
            list.iter().enumerate().map(|(n, family)| (format!("F{}", n + 1), family)).collect()
        }
        object => object.as_object().unwrap().iter().map(|(name, family)| (name.clone(), family)).collect(),
    };
    let missing: Vec<&str> =
        data["missing"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    let families = families.into_iter().map(|(name, family)| {
        let parent = |value: &Value| (value != "0").then(|| value.as_str().unwrap().to_owned());
        let members: Vec<Member> = family
            .as_array()
            .unwrap()
            .iter()
            .map(|member| Member {
                id: member["id"].as_str().unwrap().to_owned(),
                father: parent(&member["father"]),
                mother: parent(&member["mother"]),
                sex: sex(&member["sex"]),
            })
            .collect();
        let typed = data["am_profiles"].as_object().unwrap().iter().filter_map(|(key, profile)| {
            let id = match key.split_once('.') {
                Some((family, id)) if family == name => id,
                Some(_) => return None,
                None => key,
            };
            members.iter().any(|member| member.id == id).then(|| (id.to_owned(), profiles(profile, &names)))
        });
        let references = typed.collect();
        let missing = missing.iter().filter(|id| members.iter().any(|member| member.id == **id));
        Family { id: name, references, missing: missing.map(|id| (*id).to_owned()).collect(), members }
    });
    Disaster { victims: victims.collect(), families: families.collect(), loci, excluded: BTreeSet::new() }
}

fn relative(ours: f64, theirs: f64) -> f64 {
    if theirs == 0.0 { ours } else { (ours / theirs - 1.0).abs() }
}

#[test]
fn pairwise_ratios_are_those_of_dvir() {
    for name in ["example2", "planecrash", "grave", "exclusionExample"] {
        let Some(data) = read(name) else { return };
        let ratios = pairwise_ratios(&disaster(&data)).unwrap();
        let (mut worst, mut pairs) = (0f64, 0);
        for (victim, of_victim) in data["pairwise_LR"].as_object().unwrap() {
            for (missing, theirs) in of_victim.as_object().unwrap() {
                let ours = ratios[victim][missing];
                let Some(theirs) = theirs.as_f64() else {
                    assert_eq!(ours, None, "{name} {victim} {missing}: sex");
                    continue;
                };
                let difference = relative(ours.unwrap().to_f64(), theirs);
                assert!(
                    difference < TOLERANCE,
                    "{name} {victim} {missing}: {:?} {theirs}",
                    ours.unwrap().to_f64()
                );
                worst = worst.max(difference);
                pairs += 1;
            }
        }
        println!("{name:<18} {pairs} pairs, worst {worst:.1e}");
        assert!(pairs > 4);
    }
}

#[test]
fn joint_identification_is_that_of_dvir() {
    for name in ["example2", "planecrash"] {
        let Some(data) = read(name) else { return };
        let mut disaster = disaster(&data);
        let theirs = data["posterior_pairing"].as_object().unwrap();
        // In the joint step dvir disables mutation: its joint ratios there are not the products of its own
        // pairwise ones, though the families are independent.
        for table in disaster.loci.values_mut() {
            table.mutation = Mutation::None;
        }
        let answer = joint_identification(&disaster, 1.0).unwrap();
        assert_eq!(answer.possible as u64, data["n_assignments"].as_u64().unwrap());
        for (ours, theirs) in answer.best.iter().zip(data["joint_top20"].as_array().unwrap()) {
            let ratio = theirs["LR"].as_f64().unwrap();
            if ratio == 0.0 {
                break;
            }
            assert!((ours.log10_lr - ratio.log10()).abs() < 1e-8, "{name}: {ours:?} {theirs}");
            assert!((ours.posterior - theirs["posterior"].as_f64().unwrap()).abs() < 1e-9);
        }
        let first = data["joint_top20"][0].as_object().unwrap();
        for (victim, missing) in &answer.best[0].pairs {
            assert_eq!(missing.as_deref().unwrap_or("*"), first[victim].as_str().unwrap(), "{name} {victim}");
        }
        for (victim, of_victim) in theirs {
            let mut none = 1.0;
            for (missing, ours) in &answer.pairing[victim] {
                let theirs = of_victim[missing].as_f64().unwrap();
                assert!((ours - theirs).abs() < 1e-9, "{name} {victim} {missing}: {ours} {theirs}");
                none -= ours;
            }
            assert!((none - of_victim["*"].as_f64().unwrap()).abs() < 1e-9);
        }
    }
}

#[test]
fn independent_families_multiply_and_an_excluded_pair_is_gone() {
    let Some(data) = read("planecrash") else { return };
    let mut disaster = disaster(&data);
    let ratios = pairwise_ratios(&disaster).unwrap();
    let best = joint_identification(&disaster, 1.0).unwrap().best.remove(0);
    let pairs = best.pairs.iter().filter_map(|(victim, missing)| Some((victim, missing.as_ref()?)));
    let product: f64 = pairs.map(|(victim, missing)| ratios[victim][missing].unwrap().log10().unwrap()).sum();
    assert!((best.log10_lr - product).abs() < 1e-9);
    assert_eq!(
        best.pairs["V3"].as_deref(),
        Some("M4"),
        "a mutation between parent and child is no exclusion"
    );
    disaster.excluded.insert(("V3".to_owned(), "M4".to_owned()));
    let answer = joint_identification(&disaster, 1.0).unwrap();
    assert_eq!((answer.best[0].pairs["V3"].as_deref(), answer.pairing["V3"]["M4"]), (None, 0.0));
    let doubtful = joint_identification(&disaster, 1e-6).unwrap();
    assert!(doubtful.pairing["V1"]["M1"] < answer.pairing["V1"]["M1"]);
}
