//! Longer runs, for a machine that is idle at night.

use crate::cargo;
use crate::demo;
use crate::fuzz;
use crate::steps::Step;

/// Inputs for each property test (the default is 256).
const PROPTEST_CASES: &str = "20000";
/// People of the larger demonstration.
const PERSONS: &str = "500";

/// The steps of `cargo xtask nightly` after those of `test`.
pub(crate) fn steps() -> Vec<Step> {
    vec![
        Step::new("tests left to night", |context| {
            cargo::run_tests(context, &["--run-ignored", "only"], &[])
        }),
        Step::new("program with a hardware module", cargo::program_with_module),
        Step::new("more property inputs", |context| {
            cargo::run_tests(context, &[], &[("PROPTEST_CASES", PROPTEST_CASES)])
        }),
        Step::new("demo, larger", |context| demo::larger(context, PERSONS)),
        Step::new("fuzzing, every target", fuzz::everything),
    ]
}
