//! `compare --chart`, `evaluate --det` and `--mark`: what is drawn, and what is left behind when it cannot be.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test helpers")]

mod fingerprint_program;

use std::fs;

use dactyloscopy::{ALGORITHM, PhaseDetector, Ppi, extract_with};
use fingerprint_program::{images, names, tanba};
use serde_json::Value;
use tempfile::TempDir;

/// Numbers that stand in the margins of a panel of the chart.
fn margin_numbers(svg: &str) -> usize {
    svg.matches("height=\"16\" rx=\"3\"").count()
}

#[test]
fn a_chart_shows_both_prints_with_their_numbers_scores_and_versions() {
    let Some(images) = images("a_chart_shows_both_prints", "FVC2002/DB3_B") else { return };
    let dir = TempDir::new().unwrap();
    let path = |name: &str| images.join(name).to_str().unwrap().to_owned();
    let (a, b, other) = (path("101_1.png"), path("101_2.png"), path("105_1.png"));
    let outcome = tanba(dir.path(), &["compare", &a, &b, "--chart", "chart.svg", "--json"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let svg = fs::read_to_string(dir.path().join("chart.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>") && !svg.contains("NaN"));
    assert_eq!(svg.matches("data:image/png;base64,").count(), 2, "both images stand in the file");
    let pairs = outcome.json()["pairs"].as_array().unwrap().len();
    assert!(pairs > 5);
    assert_eq!(margin_numbers(&svg), 2 * pairs.min(36), "each pair has its number on both prints");
    for words in [
        "101_1.png",
        "101_2.png",
        "one finger",
        "different fingers",
        "threshold",
        &ALGORITHM.to_string(),
        "SHA-256",
    ] {
        assert!(svg.contains(words), "{words}");
    }
    assert_eq!(
        outcome.json()["algorithms"],
        serde_json::json!([ALGORITHM.to_string(), ALGORITHM.to_string()])
    );
    let stranger = tanba(dir.path(), &["compare", &a, &other, "--chart", "other.svg"]);
    assert_eq!(stranger.code, 0);
    let svg = fs::read_to_string(dir.path().join("other.svg")).unwrap();
    assert!(svg.contains("does not reach the threshold") && !svg.contains("NaN"));
    assert_eq!(names(dir.path()), ["chart.svg", "other.svg"]);
}

#[test]
fn a_chart_that_cannot_be_written_is_refused_and_leaves_nothing() {
    let Some(images) = images("a_chart_that_cannot_be_written", "FVC2002/DB3_B") else { return };
    let dir = TempDir::new().unwrap();
    let image = images.join("101_1.png").to_str().unwrap().to_owned();
    fs::create_dir(dir.path().join("folder")).unwrap();
    fs::write(dir.path().join("kept.svg"), "kept").unwrap();
    for (chart, second, code) in [
        ("no/such/chart.svg", image.as_str(), "cannot-write"),
        ("folder", image.as_str(), "cannot-write"),
        ("kept.svg", "missing.png", "cannot-read"),
    ] {
        let outcome = tanba(dir.path(), &["compare", &image, second, "--chart", chart, "--json"]);
        assert_eq!((outcome.code, &outcome.json()["error"]["code"]), (1, &Value::from(code)), "{chart}");
    }
    assert_eq!(names(dir.path()), ["folder", "kept.svg"]);
    assert_eq!(fs::read_to_string(dir.path().join("kept.svg")).unwrap(), "kept");
    assert_eq!(tanba(dir.path(), &["compare", &image, &image, "--chart"]).code, 2);
}

#[test]
fn templates_of_another_version_carry_no_likelihood_ratio_and_both_are_named() {
    let Some(images) = images("templates_of_another_version", "FVC2002/DB3_B") else { return };
    let dir = TempDir::new().unwrap();
    let image = images.join("101_1.png");
    let decoded = interchange::decode_image(&fs::read(&image).unwrap(), Some(Ppi::STANDARD)).unwrap();
    let old = extract_with(&PhaseDetector, &decoded.image, Ppi::STANDARD).unwrap().template;
    fs::write(dir.path().join("old.tft"), old.to_bytes()).unwrap();
    let image = image.to_str().unwrap();
    let outcome = tanba(dir.path(), &["compare", "old.tft", image, "--chart", "chart.svg", "--json"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let answer = outcome.json();
    assert_eq!(answer["log10_lr"], Value::Null);
    assert!(answer["score"].as_f64().unwrap() > 0.5, "the score stays");
    let (older, newer) = (old.algorithm().to_string(), ALGORITHM.to_string());
    assert_eq!(answer["algorithms"], serde_json::json!([older, newer]));
    assert!(outcome.err.contains(&older) && outcome.err.contains(&newer), "{}", outcome.err);
    let text = tanba(dir.path(), &["compare", "old.tft", image]).out;
    assert!(text.contains("no likelihood ratio") && text.contains(&older) && text.contains(&newer), "{text}");
    let svg = fs::read_to_string(dir.path().join("chart.svg")).unwrap();
    assert!(svg.contains("No likelihood ratio") && svg.contains(&older) && svg.contains(&newer));
    let same = tanba(dir.path(), &["compare", image, image, "--json"]).json();
    assert!(same["log10_lr"].is_number());
}

#[test]
fn error_curves_tell_folders_of_one_name_apart() {
    let Some(images) = images("error_curves_tell_folders", "FVC2004/DB3_B") else { return };
    let dir = TempDir::new().unwrap();
    for (set, fingers) in [("2002/DB1_B", [101, 102]), ("2004/DB1_B", [104, 105])] {
        fs::create_dir_all(dir.path().join(set)).unwrap();
        for finger in fingers {
            for impression in 1..=2 {
                let name = format!("{finger}_{impression}.png");
                fs::copy(images.join(&name), dir.path().join(set).join(&name)).unwrap();
            }
        }
    }
    let outcome = tanba(dir.path(), &["evaluate", "2002/DB1_B", "2004/DB1_B", "--det", "det.svg", "--json"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let svg = fs::read_to_string(dir.path().join("det.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>") && !svg.contains("NaN"));
    assert!(svg.contains(">2002/DB1_B<") && svg.contains(">2004/DB1_B<") && svg.contains(">all folders<"));
    let folders = outcome.json()["per_folder"].clone();
    assert_eq!((&folders[0]["folder"], &folders[1]["folder"]), (&"2002/DB1_B".into(), &"2004/DB1_B".into()));
    let before = names(dir.path());
    for det in ["no/such/det.svg", "2002"] {
        let outcome = tanba(dir.path(), &["evaluate", "2002/DB1_B", "--det", det, "--json"]);
        assert_eq!(
            (outcome.code, &outcome.json()["error"]["code"]),
            (1, &Value::from("cannot-write")),
            "{det}"
        );
    }
    assert_eq!(names(dir.path()), before);
}

#[test]
fn a_mark_is_read_when_asked_for_and_weighed_by_nobody_but_an_examiner() {
    let Some(images) = images("a_mark_is_read_when_asked_for", "latent") else { return };
    let dir = TempDir::new().unwrap();
    let path = |name: &str| images.join(name).to_str().unwrap().to_owned();
    let (mark, rolled) = (path("bad_latent.png"), path("bad_rolled.png"));
    let refused = tanba(dir.path(), &["extract", &path("good_latent.png"), "-o", "m.fmr", "--json"]);
    assert_eq!((refused.code, &refused.json()["error"]["code"]), (1, &Value::from("no-print")));
    let region = "--mark=290,200,250,330";
    let read = tanba(dir.path(), &["extract", &mark, region, "-o", "m.fmr", "--json"]);
    assert_eq!(read.code, 0, "{}", read.err);
    assert_eq!(read.json()["mark"], true);
    assert_eq!(tanba(dir.path(), &["show", &mark, region, "-o", "m.svg"]).code, 0);
    let args = ["compare", &mark, &rolled, region, "--chart", "c.svg", "--json"];
    for answer in [tanba(dir.path(), &args), tanba(dir.path(), &["compare", "m.fmr", &rolled, "--json"])] {
        assert_eq!(answer.code, 0, "{}", answer.err);
        assert_eq!((&answer.json()["mark"], &answer.json()["log10_lr"]), (&Value::Bool(true), &Value::Null));
        assert!(answer.err.contains("never on marks"), "{}", answer.err);
    }
    assert!(fs::read_to_string(dir.path().join("c.svg")).unwrap().contains("No likelihood ratio"));
    let text = tanba(dir.path(), &["compare", &mark, &rolled, region]).out;
    assert!(text.contains("an examiner compares") && !text.contains("the same finger"), "{text}");
    for (args, code) in [
        (vec!["extract", &mark, "--mark=9000,0,5,5", "-o", "x.fmr"], 1),
        (vec!["extract", &mark, "--mark=1,2,3", "-o", "x.fmr"], 2),
        (vec!["compare", "m.fmr", &rolled, "--mark"], 1),
    ] {
        assert_eq!(tanba(dir.path(), &args).code, code, "{args:?}");
    }
    assert_eq!(names(dir.path()), ["c.svg", "m.fmr", "m.svg"]);
}
