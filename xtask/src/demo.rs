//! The demonstration as a test: a lawful registration end to end, and its ledger verified.

use serde_json::Value;

use crate::context::{Context, Scratch};
use crate::steps::Outcome;

/// Issue 2: ready within this time after the build.
const SECONDS_MAX: u64 = 60;
/// A machine that is busy with something else gets this much before it is called hung.
const SECONDS_HUNG: u64 = 900;

/// `tanba demo --check` with synthetic people, then `tanba audit verify` of its register.
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
    outcome.add(verify_ledger(context, &register));
    outcome
}

/// `tanba audit verify DIR --json` must find entries and nothing wrong.
fn verify_ledger(context: &Context, register: &str) -> Outcome {
    if let Some(missing) = context.missing(&["audit", "verify"]) {
        return Outcome::skipped(missing);
    }
    match context.run_tanba(&["audit", "verify", register, "--json"], SECONDS_HUNG) {
        Err(error) => Outcome::failed(error),
        Ok(finished) => match ledger_is_good(&finished.stdout) {
            Ok(entries) if finished.success => Outcome::passed(format!("{entries} ledger entries verified")),
            Ok(_) => Outcome::failed("tanba audit verify says ok and ends with an error"),
            Err(why) => {
                println!("{}", finished.tail(20));
                Outcome::failed(why)
            }
        },
    }
}

/// Number of entries of a report that is good.
fn ledger_is_good(report: &str) -> Result<u64, String> {
    let report: Value =
        serde_json::from_str(report).map_err(|e| format!("audit verify printed no JSON: {e}"))?;
    let entries = report["entries"].as_u64().unwrap_or(0);
    match (report["ok"].as_bool(), entries, report["first_bad_entry"].is_null()) {
        (Some(true), 1.., true) => Ok(entries),
        (Some(true), 0, _) => Err("the ledger of the demonstration is empty".to_owned()),
        _ => Err(format!("the ledger is not good: {report}")),
    }
}

#[cfg(test)]
mod tests {
    use super::ledger_is_good;

    #[test]
    fn only_a_good_ledger_with_entries_passes() {
        assert_eq!(ledger_is_good(r#"{"entries":7,"root":"a","ok":true,"first_bad_entry":null}"#), Ok(7));
        for bad in [
            r#"{"entries":0,"root":"a","ok":true,"first_bad_entry":null}"#,
            r#"{"entries":7,"root":"a","ok":false,"first_bad_entry":3}"#,
            r#"{"entries":7,"root":"a","ok":true,"first_bad_entry":3}"#,
            "not json",
            "{}",
        ] {
            assert!(ledger_is_good(bad).is_err(), "{bad}");
        }
    }
}
