//! Figures measured on real fingers, with the floors of issue 2.

use serde_json::Value;

use crate::context::Context;
use crate::steps::Outcome;

/// The four public folders of FVC, below `../shared/data/fingerprint`.
const FOLDERS: [&str; 4] = ["FVC2002/DB1_B", "FVC2002/DB3_B", "FVC2004/DB1_B", "FVC2004/DB3_B"];
/// Highest equal error rate pooled over the folders.
const EER_MAX: f64 = 0.015;
/// Longest median extraction of an image on one core, in milliseconds.
const EXTRACT_MS_MAX: f64 = 60.0;
const SECONDS_MAX: u64 = 30 * 60;

/// `tanba fingerprint evaluate` over the real folders.
pub(crate) fn fingerprints(context: &Context) -> Outcome {
    if let Some(missing) = context.missing(&["fingerprint", "evaluate"]) {
        return Outcome::skipped(missing);
    }
    let mut arguments = vec!["fingerprint".to_owned(), "evaluate".to_owned()];
    for folder in FOLDERS {
        match context.shared(&format!("data/fingerprint/{folder}")) {
            Ok(path) => arguments.push(path.to_string_lossy().into_owned()),
            Err(missing) => return Outcome::skipped(missing),
        }
    }
    arguments.push("--json".to_owned());
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match context.run_tanba(&arguments, SECONDS_MAX) {
        Err(error) => Outcome::failed(error),
        Ok(finished) if !finished.success => {
            println!("{}", finished.tail(20));
            Outcome::failed("tanba fingerprint evaluate failed")
        }
        Ok(finished) => judged(&finished.stdout),
    }
}

/// Prints the figures and compares them with the floors.
fn judged(report: &str) -> Outcome {
    let Ok(report) = serde_json::from_str::<Value>(report) else {
        return Outcome::failed("tanba fingerprint evaluate printed no JSON");
    };
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    println!("   {report}");
    let (eer, extract_ms) = (number(&report["eer"]), number(&report["extract_ms"]["median"]));
    let mut outcome = Outcome::default();
    outcome.count(eer <= EER_MAX);
    outcome.count(extract_ms <= EXTRACT_MS_MAX);
    outcome.note = format!(
        "EER {:.2} % (at most {:.1} %), extraction {extract_ms:.0} ms (at most {EXTRACT_MS_MAX:.0} ms)",
        eer * 100.0,
        EER_MAX * 100.0
    );
    outcome
}

#[cfg(test)]
mod tests {
    use super::{EER_MAX, EXTRACT_MS_MAX, judged};

    #[test]
    fn figures_beyond_the_floors_and_missing_figures_fail() {
        let report = |eer: f64, ms: f64| format!(r#"{{"eer":{eer},"extract_ms":{{"median":{ms}}}}}"#);
        let at_the_floors = judged(&report(EER_MAX, EXTRACT_MS_MAX));
        assert_eq!((at_the_floors.passed, at_the_floors.failed), (2, 0));
        assert_eq!(judged(&report(EER_MAX + 0.001, EXTRACT_MS_MAX)).failed, 1);
        assert_eq!(judged(&report(EER_MAX, EXTRACT_MS_MAX + 1.0)).failed, 1);
        assert_eq!(judged("{}").failed, 2);
        assert_eq!(judged("no").failed, 1);
    }
}
