//! Time, files and chance are parameters: only listed places may ask the machine.

use super::{Finding, Sources};

/// Calls that ask the machine for the time of day.
const NOW: [&str; 7] = [
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
    "Utc::now",
    "Local::now",
    "OffsetDateTime::now_utc",
    "OffsetDateTime::now_local",
];
/// The one place that may: it makes the `vocabulary::Clock` every other room takes.
const CLOCK_FILES: [&str; 1] = ["crates/tanba/src/clock.rs"];

/// The monotonic clock, for measuring how long something took.
const STOPWATCH: &str = "Instant::now";
/// Where durations are measured: the binary (evaluations, benches, progress) and the test drivers.
const STOPWATCH_FOLDERS: [&str; 2] = ["crates/tanba/src/", "xtask/src/"];

/// Rooms whose answers depend on nothing but their input (design.md, "must not depend on").
const PURE_ROOMS: [&str; 8] =
    ["vocabulary", "law", "dactyloscopy", "genomics", "ledger", "interchange", "synthetic", "papers"];
/// What they may not touch outside tests.
const IMPURE: [&str; 13] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::time::SystemTime",
    "std::time::Instant",
    "File::open",
    "File::create",
    "getrandom",
    "thread_rng",
    "rand::rng(",
    "OsRng",
    "from_os_rng",
];

/// No `now()` outside the clock; no stopwatch in rooms that must replay.
pub(crate) fn stray_now(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.rust() {
        let may_ask = CLOCK_FILES.contains(&source.path.as_str());
        let may_measure = STOPWATCH_FOLDERS.iter().any(|folder| source.path.starts_with(folder));
        for (line, code) in source.product_lines() {
            for call in NOW.iter().filter(|call| !may_ask && code.contains(**call)) {
                let message = format!("{call}: time is a parameter, take a vocabulary::Clock");
                findings.push(Finding::at("clock", source, line, message));
            }
            if !may_measure && code.contains(STOPWATCH) {
                let message = format!("{STOPWATCH}: durations are measured in the binary, not here");
                findings.push(Finding::at("clock", source, line, message));
            }
        }
    }
    findings
}

/// Pure rooms touch no file, socket, environment, process or random source.
pub(crate) fn impure_calls(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.rust() {
        let room = source.path.strip_prefix("crates/").and_then(|rest| rest.split('/').next());
        if !room.is_some_and(|room| PURE_ROOMS.contains(&room)) {
            continue;
        }
        for (line, code) in source.product_lines() {
            for call in IMPURE.iter().filter(|call| code.contains(**call)) {
                let message = format!("{call} in a pure room: let the caller give it");
                findings.push(Finding::at("purity", source, line, message));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::{Source, Sources};
    use super::*;

    fn of(path: &str, text: &str) -> Sources {
        Sources(vec![Source::new(path, text)])
    }

    #[test]
    fn a_stray_now_is_found() {
        let found = stray_now(&of("crates/law/src/a.rs", "fn a() {\n let t = jiff::Timestamp::now();\n}"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place, "crates/law/src/a.rs:2");
        assert_eq!(stray_now(&of("crates/registry/src/a.rs", "let t = Instant::now();")).len(), 1);
        assert_eq!(stray_now(&of("crates/tanba/src/a.rs", "let t = SystemTime::now();")).len(), 1);
    }

    #[test]
    fn the_clock_a_stopwatch_comments_and_tests_are_allowed() {
        for (path, text) in [
            ("crates/tanba/src/clock.rs", "let t = Timestamp::now();"),
            ("crates/tanba/src/evaluate.rs", "let t = Instant::now();"),
            ("crates/store/tests/kill.rs", "let t = Instant::now();"),
            ("crates/law/src/a.rs", "// Timestamp::now()\nlet s = \"Timestamp::now\";"),
            ("crates/law/src/a.rs", "#[cfg(test)]\nmod tests {\n Timestamp::now();\n}"),
        ] {
            assert_eq!(stray_now(&of(path, text)), [], "{path}");
        }
    }

    #[test]
    fn an_impure_call_is_found_in_a_pure_room_only() {
        assert_eq!(impure_calls(&of("crates/ledger/src/a.rs", "std::fs::read(p)")).len(), 1);
        assert_eq!(impure_calls(&of("crates/store/src/a.rs", "std::fs::read(p)")), []);
        assert_eq!(impure_calls(&of("crates/ledger/tests/a.rs", "std::fs::read(p)")), []);
    }
}
