//! Cases that cannot be answered: the message names the place and what to do; nothing panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use genomics::case::{Answer, answer};
use proptest::prelude::*;
use serde_json::{Value, json};

fn duo() -> Value {
    json!({
        "hypotheses": {
            "H1": [
                {"id": "AF", "father": "0", "mother": "0", "sex": "male"},
                {"id": "CH", "father": "AF", "mother": "0", "sex": "female"}
            ],
            "H2": [{"id": "CH", "father": "0", "mother": "0", "sex": "female"}]
        },
        "denominator": "H2",
        "profiles": {"AF": {"TH01": "6,9.3"}, "CH": {"TH01": "9.3,7"}},
        "frequencies": {"TH01": {"6": 0.25, "7": 0.25, "9.3": 0.5}}
    })
}

fn changed(change: impl Fn(&mut Value)) -> (String, String) {
    let mut case = duo();
    change(&mut case);
    let error = answer(&case.to_string()).unwrap_err();
    (error.code.to_owned(), error.message)
}

#[test]
fn a_small_case_is_what_the_formula_says() {
    let Answer::Family(family) = answer(&duo().to_string()).unwrap() else { panic!() };
    // The father has one of two copies of 9.3: 1/(4p).
    assert!((family.per_locus["TH01"].lr["H1"] - 0.5).abs() < 1e-12);
    assert_eq!(family.taken_as_unrelated["H2"], ["AF"]);
}

#[test]
fn an_exclusion_is_null_with_its_locus() {
    let mut case = duo();
    case["profiles"]["CH"]["TH01"] = json!("7,7");
    let Answer::Family(family) = answer(&case.to_string()).unwrap() else { panic!() };
    assert_eq!(family.log10_lr["H1"], None);
    assert_eq!(family.excluding_loci["H1"], ["TH01"]);
    assert!(serde_json::to_string(&family).unwrap().contains(r#""log10_lr":{"H1":null}"#));
}

#[test]
fn every_refusal_names_the_place() {
    type Change<'a> = &'a dyn Fn(&mut Value);
    let cases: &[(Change<'_>, &str, &[&str])] = &[
        (&|c| c["surname"] = json!("x"), "unknown-field", &["surname"]),
        (&|c| c["hypotheses"]["H1"][0]["name"] = json!("x"), "unknown-field", &["hypotheses.H1[0]", "name"]),
        (&|c| c["denominator"] = json!("H3"), "wrong-value", &["denominator", "H3"]),
        (
            &|c| c["profiles"]["CH"]["TH01"] = json!("9.3,8"),
            "unknown-allele",
            &["CH", "TH01", "allele 8", "5/2N"],
        ),
        (&|c| c["profiles"]["CH"]["TH01"] = json!("9.3"), "wrong-value", &["CH", "TH01", "9.3,9.3", "9.3,F"]),
        (&|c| c["profiles"]["CH"]["TH01"] = json!("6,7,8"), "wrong-value", &["CH", "TH01", "6,7,8"]),
        (&|c| c["profiles"]["CH"]["TH01"] = json!("6,x"), "wrong-value", &["CH", "TH01", "`x`"]),
        (&|c| c["profiles"]["CH"]["FGA"] = json!("20,21"), "unknown-locus", &["CH", "FGA"]),
        (&|c| c["frequencies"]["TH01"]["6"] = json!(0.2), "wrong-value", &["TH01", "sum to 0.95"]),
        (&|c| c["frequencies"]["TH01"]["6"] = json!(-0.25), "wrong-value", &["TH01", "allele 6"]),
        (&|c| c["frequencies"]["TH01"]["6.0"] = json!(0.25), "wrong-value", &["TH01", "stands twice"]),
        (&|c| c["hypotheses"]["H1"][1]["father"] = json!("XX"), "impossible-pedigree", &["H1", "CH", "XX"]),
        (&|c| c["hypotheses"]["H1"][0]["sex"] = json!("female"), "impossible-pedigree", &["H1", "CH", "AF"]),
        (
            &|c| c["hypotheses"]["H1"][0]["father"] = json!("AF"),
            "impossible-pedigree",
            &["H1", "own ancestor"],
        ),
        (&|c| c["theta"] = json!(1.5), "wrong-value", &["theta is 1.5"]),
        (&|c| c["mutation"] = json!({"model": "equal"}), "wrong-value", &["rate_female"]),
        (&|c| c["mutation"] = json!({"model": "jump"}), "wrong-value", &["mutation", "jump"]),
        (&|c| c["mutation"] = json!({"model": "none", "range": 0.1}), "wrong-value", &["range"]),
        (&|c| c["recombination_rate"] = json!(0.1), "missing-field", &["loci"]),
        (&|c| c["profile"] = json!({"TH01": "6,7"}), "wrong-value", &["hypotheses"]),
        (&|c| c["dropout"] = json!({"person": "ZZ", "allele_dropout_d": 0.1}), "wrong-value", &["ZZ"]),
        (
            &|c| c["dropout"] = json!({"person": "AF", "allele_dropout_d": 1.0}),
            "wrong-value",
            &["AF", "drop-out"],
        ),
        (&|c| c["frequencies"] = json!({}), "missing-field", &["frequencies"]),
    ];
    for (change, code, words) in cases {
        let (found, message) = changed(change);
        assert_eq!(found, *code, "{message}");
        for word in *words {
            assert!(message.contains(word), "`{word}` is not in: {message}");
        }
    }
}

#[test]
fn an_impossible_denominator_is_refused() {
    let mut case = duo();
    case["denominator"] = json!("H1");
    case["profiles"]["CH"]["TH01"] = json!("7,7");
    let error = answer(&case.to_string()).unwrap_err();
    assert!(error.code == "impossible-denominator" && error.message.contains("TH01"), "{error}");
}

#[test]
fn a_field_given_twice_and_text_after_the_end_are_refused() {
    let twice = r#"{"frequencies": {"TH01": {"6": 1.0}, "TH01": {"6": 1.0}}}"#;
    let error = answer(twice).unwrap_err();
    assert!(error.code == "duplicate-field" && error.message.contains("TH01"), "{error}");
    assert_eq!(answer(&(duo().to_string() + "x")).unwrap_err().code, "not-json");
    assert_eq!(answer("").unwrap_err().code, "not-json");
    assert_eq!(answer(&" ".repeat(9 << 20)).unwrap_err().code, "too-long");
}

/// A leaf of the JSON replaced by something else.
fn replaced(value: &mut Value, place: usize, by: &Value) -> usize {
    let mut passed = 0;
    let children: Vec<&mut Value> = match value {
        Value::Object(map) => map.values_mut().collect(),
        Value::Array(list) => list.iter_mut().collect(),
        leaf => {
            if place == 0 {
                *leaf = by.clone();
            }
            return 1;
        }
    };
    for child in children {
        if passed > place {
            break;
        }
        passed += replaced(child, place - passed, by);
    }
    passed
}

proptest! {
    #[test]
    fn whatever_stands_in_a_case_the_answer_is_finite_or_a_refusal(
        place in 0usize..24,
        by in prop_oneof![
            any::<f64>().prop_map(|x| json!(x)),
            any::<i64>().prop_map(|x| json!(x)),
            "[0-9.,FX-]{0,9}".prop_map(|x| json!(x)),
            Just(Value::Null),
            Just(json!([])),
            Just(json!({})),
        ],
        theta in prop_oneof![Just(json!(0.01)), any::<f64>().prop_map(|x| json!(x))],
        rate in 0.0f64..1.0,
    ) {
        let mut case = duo();
        case["theta"] = theta;
        case["mutation"] =
            json!({"model": "stepwise", "rate_female": rate, "rate_male": rate / 2.0, "rate2": 1e-6, "range": 0.1});
        replaced(&mut case, place, &by);
        match answer(&case.to_string()) {
            Err(error) => prop_assert!(!error.message.is_empty()),
            Ok(answer) => {
                // serde_json writes NaN and infinities as null: only an exclusion may be null.
                let text = serde_json::to_string(&answer).unwrap();
                prop_assert!(!text.contains("null") || text.contains("excluding_loci"), "{}", text);
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        let _ = answer(&text);
    }
}
