//! The demonstration as a test: a lawful registration end to end, and its ledger verified.

use crate::context::{Context, Scratch};
use crate::ledger;
use crate::steps::Outcome;

/// Issue 2: ready within this time after the build.
const SECONDS_MAX: u64 = 60;
/// A machine that is busy with something else gets this much before it is called hung.
const SECONDS_HUNG: u64 = 900;

/// `tanba demo --check` with synthetic people, then its ledger.
pub(crate) fn synthetic(context: &Context) -> Outcome {
    check(context, &[], SECONDS_MAX)
}

/// The same with real images of fingers.
pub(crate) fn real_images(context: &Context) -> Outcome {
    match context.shared("data/fingerprint/FVC2002/DB1_B") {
        Err(missing) => Outcome::skipped(missing),
        Ok(images) => check(context, &["--images", &images.to_string_lossy()], SECONDS_MAX),
    }
}

/// With more people than a test has time for.
pub(crate) fn larger(context: &Context, persons: &str) -> Outcome {
    check(context, &["--persons", persons], SECONDS_HUNG)
}

/// Runs the demonstration with further arguments, then verifies its ledger.
fn check(context: &Context, further: &[&str], seconds_max: u64) -> Outcome {
    if let Some(missing) = context.missing(&["demo"]) {
        return Outcome::skipped(missing);
    }
    let scratch = match Scratch::new() {
        Ok(scratch) => scratch,
        Err(error) => return Outcome::failed(error),
    };
    let register = scratch.join("register");
    let arguments = [&["demo", "--check", "--data-dir", &register], further].concat();
    let mut outcome = match context.run_tanba(&arguments, SECONDS_HUNG) {
        Err(error) => return Outcome::failed(error),
        Ok(finished) if !finished.success => {
            println!("{}", finished.tail(60));
            return Outcome::failed(format!("tanba demo ended with status {:?}", finished.code));
        }
        Ok(finished) => {
            println!("{}", finished.stdout.trim_end());
            let note = format!("{:.1} s (at most {seconds_max} s)", finished.seconds);
            if finished.seconds <= seconds_max as f64 { Outcome::passed(note) } else { Outcome::failed(note) }
        }
    };
    outcome.add(ledger::check(context, &register));
    outcome
}
