//! Longer runs, for a machine that is idle at night.

use std::path::Path;

use crate::cargo;
use crate::context::Context;
use crate::demo;
use crate::process;
use crate::steps::{Outcome, Step};

/// Inputs for each property test (the default is 256).
const PROPTEST_CASES: &str = "20000";
/// People of the larger demonstration.
const PERSONS: &str = "500";
/// Seconds for each fuzz target.
const FUZZ_SECONDS: &str = "600";

/// The steps of `cargo xtask nightly` after those of `test`.
pub(crate) fn steps() -> Vec<Step> {
    vec![
        Step::new("tests left to night", |context| {
            cargo::run_tests(context, &["--run-ignored", "only"], &[])
        }),
        Step::new("more property inputs", |context| {
            cargo::run_tests(context, &[], &[("PROPTEST_CASES", PROPTEST_CASES)])
        }),
        Step::new("demo, larger", |context| demo::larger(context, PERSONS)),
        Step::new("fuzzing", fuzz),
    ]
}

/// Every target of `fuzz/`, each for its time.
fn fuzz(context: &Context) -> Outcome {
    let targets = match fuzz_targets(&context.root.join("fuzz/fuzz_targets")) {
        Some(targets) if !targets.is_empty() => targets,
        _ => return Outcome::skipped("there is no fuzz/fuzz_targets yet"),
    };
    if !process::on_path("cargo-fuzz") {
        return Outcome::skipped("cargo-fuzz is not installed: see fuzz/README.md");
    }
    let mut outcome = Outcome::default();
    for target in targets {
        let mut command = process::cargo(&context.root);
        command.args(["fuzz", "run", "--sanitizer", "none", &target, "--", "-max_len=4096", "-timeout=10"]);
        command.arg(format!("-max_total_time={FUZZ_SECONDS}"));
        outcome.add(cargo::step(command, 3600, &target));
    }
    outcome
}

fn fuzz_targets(folder: &Path) -> Option<Vec<String>> {
    let mut targets = Vec::new();
    for entry in std::fs::read_dir(folder).ok()? {
        let name = entry.ok()?.file_name().to_string_lossy().into_owned();
        targets.extend(name.strip_suffix(".rs").map(str::to_owned));
    }
    targets.sort();
    Some(targets)
}
