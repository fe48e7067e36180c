//! Every reference likelihood ratio: computed by Familias, pedprobr or from formulas (shared data, README there).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;

use genomics::case::{Answer, answer};
use serde_json::Value;

const TOLERANCE: f64 = 1e-9;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/genomic/reference-lr"))
}

fn relative(ours: f64, theirs: f64) -> f64 {
    (ours - theirs).abs() / theirs.abs().max(f64::MIN_POSITIVE)
}

/// The greatest relative difference of a case, per locus for families.
fn difference(name: &str, text: &str) -> f64 {
    let case: Value = serde_json::from_str(text).unwrap();
    let result = &case["result"];
    match answer(text).unwrap_or_else(|error| panic!("{name}: {error}")) {
        Answer::Family(ours) => {
            let per_locus = result["per_locus"].as_object().unwrap();
            assert_eq!(per_locus.len(), ours.per_locus.len(), "{name}: loci");
            let mut worst = 0f64;
            for (locus, theirs) in per_locus {
                let ours = &ours.per_locus[locus];
                for (field, ours) in [("likelihood", &ours.likelihood), ("LR", &ours.lr)] {
                    let theirs = theirs[field].as_object().unwrap();
                    assert_eq!(theirs.len(), ours.len(), "{name} {locus} {field}");
                    for (hypothesis, value) in theirs {
                        worst = worst.max(relative(ours[hypothesis], value.as_f64().unwrap()));
                    }
                }
            }
            for (hypothesis, value) in result["log10_LR"].as_object().unwrap() {
                let ours = ours.log10_lr[hypothesis].unwrap();
                worst = worst.max((ours - value.as_f64().unwrap()).abs() / 10.0);
            }
            worst
        }
        Answer::Linked(ours) => {
            let value = |field: &str| result[field].as_f64().unwrap();
            let linked = relative(ours.two_locus_lr_linked, value("two_locus_LR_linked"));
            linked.max(relative(ours.two_locus_lr_unlinked, value("two_locus_LR_unlinked")))
        }
        Answer::Rarity(ours) => {
            let mut worst = 0f64;
            for (theta, formulas) in result["log10_LR_one_over_RMP"].as_object().unwrap() {
                for (formula, value) in formulas.as_object().unwrap() {
                    let ours = ours.log10_one_over_rmp[theta][formula.as_str()];
                    worst = worst.max(relative(ours, value.as_f64().unwrap()));
                }
            }
            worst
        }
    }
}

#[test]
fn every_reference_case_agrees_to_1e_9_per_locus() {
    let Ok(entries) = std::fs::read_dir(folder()) else {
        eprintln!("SKIPPED: every_reference_case_agrees_to_1e_9_per_locus: no {}", folder().display());
        return;
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    assert!(paths.len() >= 48, "only {} cases", paths.len());
    let mut disagreeing = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut text = std::fs::read_to_string(&path).unwrap();
        if name == "rmp-05-minfreq" {
            // Its rule stands in the notes only: 5/2N of 97 persons, not rescaled.
            text = text.replacen('{', "{\"minimum_allele_frequency\": 0.02577319587628866,", 1);
        }
        let difference = difference(&name, &text);
        println!("{name:<24} {difference:.1e}");
        if difference > TOLERANCE {
            disagreeing.push(name);
        }
    }
    assert!(disagreeing.is_empty(), "{disagreeing:?}");
}
