//! `tanba bench dna` as people and scripts run it: exit status and JSON of the contract.

mod program;

use program::{tanba, text};
use serde_json::Value;

#[test]
fn a_small_bench_finds_everything_planted_and_gives_the_contracts_fields() {
    let output = tanba(&["bench", "dna", "--profiles", "40000", "--searches", "3", "--json"], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let out = text(&output.stdout);
    assert_eq!(out.lines().count(), 1, "one JSON object: {out}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&answer["profiles"], &answer["threads"]), (&40_000.into(), &1.into()));
    for times in ["direct_search_ms", "moderate_search_ms", "kinship_search_ms", "read_pass_ms"] {
        let [median, p95] = ["median", "p95"].map(|of| answer[times][of].as_f64().unwrap());
        assert!(median > 0.0 && p95 >= median, "{times}: {median} {p95}");
    }
    assert_eq!((&answer["planted"], &answer["planted_found"]), (&9.into(), &9.into()), "{out}");
    assert!(answer["kinship_lrs_per_second_per_core"].as_u64().unwrap() > 0);
    // a byte a locus and profile, in segments of 16,128
    assert_eq!(answer["database_bytes"].as_u64(), Some(3 * 16_128 * 24));
    assert!(["scalar", "avx2", "avx512"].contains(&answer["kernel"].as_str().unwrap()));
}

#[test]
fn without_json_it_is_text_and_what_cannot_be_is_refused() {
    let output = tanba(&["bench", "dna", "--profiles", "500", "--searches", "1"], "");
    let out = text(&output.stdout);
    assert!(output.status.success() && out.contains("planted profiles found     3 of 3"), "{out}");
    let crowded = ["bench", "dna", "--profiles", "5", "--searches", "2", "--json"];
    let output = tanba(&crowded, "");
    let error: Value = serde_json::from_str(&text(&output.stdout)).unwrap();
    assert_eq!((output.status.code(), &error["error"]["code"]), (Some(1), &"usage".into()));
    for wrong in [&["--profiles", "0"][..], &["--profiles", "many"], &["--searches", "3"]] {
        let arguments: Vec<&str> = ["bench", "dna"].into_iter().chain(wrong.iter().copied()).collect();
        assert_eq!(tanba(&arguments, "").status.code(), Some(2), "{arguments:?}");
    }
}
