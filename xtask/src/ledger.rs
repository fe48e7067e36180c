//! The ledger of a finished register: verified, exported, then damaged on purpose.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::context::Context;
use crate::steps::Outcome;

const SECONDS_MAX: u64 = 600;
/// The entry that is damaged.
const DAMAGED: u64 = 7;

/// The register verifies; so does its export; and neither does after one entry was rewritten in its file.
pub(crate) fn check(context: &Context, register: &str) -> Outcome {
    if let Some(missing) = context.missing(&["audit", "verify"]) {
        return Outcome::skipped(missing);
    }
    let mut outcome = Outcome::default();
    let mut test = |name: &str, result: Result<String, String>| match result {
        Ok(note) => outcome.add(Outcome::passed(note)),
        Err(why) => {
            println!("   FAIL {name}: {why}");
            outcome.add(Outcome::failed(name));
        }
    };
    test(
        "the ledger verifies",
        verified(context, register).map(|count| format!("{count} ledger entries verified")),
    );
    test("its export verifies", exported(context, register));
    test("a rewritten entry is named", damaged(context, register));
    outcome
}

/// Number of entries of a ledger that is good.
fn verified(context: &Context, place: &str) -> Result<u64, String> {
    let finished = context.run_tanba(&["audit", "verify", place, "--json"], SECONDS_MAX)?;
    match good_entries(&finished.stdout) {
        Ok(entries) if finished.success => Ok(entries),
        Ok(_) => Err("the report is good but the command ended with an error".to_owned()),
        Err(why) => Err(format!("{why}\n{}", finished.stderr.trim_end())),
    }
}

fn exported(context: &Context, register: &str) -> Result<String, String> {
    let file = format!("{register}.ledger");
    let finished = context.run_tanba(&["audit", "export", register, "-o", &file], SECONDS_MAX)?;
    if !finished.success {
        return Err(finished.tail(5));
    }
    let result = verified(context, &file).map(|_| String::new());
    fs::remove_file(&file).map_err(|error| format!("{file}: {error}"))?;
    result
}

/// Rewrites the time of one entry wherever the register's files hold it, and expects to hear which.
fn damaged(context: &Context, register: &str) -> Result<String, String> {
    let entry = format!("\"sequence\":{DAMAGED},\"at_ms\":1");
    let rewritten = format!("\"sequence\":{DAMAGED},\"at_ms\":2");
    let mut places = 0;
    for file in files(Path::new(register)).map_err(|error| format!("{register}: {error}"))? {
        let said = |error: std::io::Error| format!("{}: {error}", file.display());
        let mut bytes = fs::read(&file).map_err(said)?;
        let found = replace(&mut bytes, entry.as_bytes(), rewritten.as_bytes());
        if found > 0 {
            fs::write(&file, bytes).map_err(said)?;
        }
        places += found;
    }
    if places == 0 {
        return Err(format!("entry {DAMAGED} stands in no file of the register"));
    }
    let finished = context.run_tanba(&["audit", "verify", register, "--json"], SECONDS_MAX)?;
    let report: Value = serde_json::from_str(&finished.stdout).unwrap_or_default();
    let named = (report["ok"].as_bool(), report["first_bad_entry"].as_u64(), finished.code);
    match named {
        (Some(false), Some(DAMAGED), Some(1)) => Ok(String::new()),
        _ => Err(format!("entry {DAMAGED} was rewritten; said: {}", finished.tail(5))),
    }
}

/// Number of entries of a report without fault.
fn good_entries(report: &str) -> Result<u64, String> {
    let report: Value =
        serde_json::from_str(report).map_err(|e| format!("audit verify printed no JSON: {e}"))?;
    let entries = report["entries"].as_u64().unwrap_or(0);
    match (report["ok"].as_bool(), entries, report["first_bad_entry"].is_null()) {
        (Some(true), 1.., true) => Ok(entries),
        (Some(true), 0, _) => Err("the ledger is empty".to_owned()),
        _ => Err(format!("the ledger is not good: {report}")),
    }
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { files.extend(self::files(&path)?) } else { files.push(path) }
    }
    Ok(files)
}

/// Replaces every occurrence by bytes of the same length; how many there were.
fn replace(bytes: &mut [u8], from: &[u8], to: &[u8]) -> usize {
    let mut count = 0;
    for at in 0..bytes.len().saturating_sub(from.len() - 1) {
        if bytes[at..].starts_with(from) {
            bytes[at..at + from.len()].copy_from_slice(to);
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_good_ledger_with_entries_passes() {
        assert_eq!(good_entries(r#"{"entries":7,"root":"a","ok":true,"first_bad_entry":null}"#), Ok(7));
        for bad in [
            r#"{"entries":0,"root":"a","ok":true,"first_bad_entry":null}"#,
            r#"{"entries":7,"root":"a","ok":false,"first_bad_entry":3}"#,
            r#"{"entries":7,"root":"a","ok":true,"first_bad_entry":3}"#,
            "not json",
            "{}",
        ] {
            assert!(good_entries(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_occurrence_is_replaced() {
        let mut bytes = b"abcabxabc".to_vec();
        assert_eq!(replace(&mut bytes, b"abc", b"xyz"), 2);
        assert_eq!(bytes, b"xyzabxxyz");
        assert_eq!(replace(&mut [], b"abc", b"xyz"), 0);
    }
}
