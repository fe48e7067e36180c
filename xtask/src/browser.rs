//! The pages in a real browser: `e2e/run.sh` against a running server.
//!
//! The script gets `TANBA_URL`, `TANBA_PRINTED` (a file with what the demonstration printed, its
//! accounts among it), `TANBA_OUT` (a folder for screenshots), `TANBA_SHARED` (the shared data, when
//! present) and `CHROMIUM`. It prints one line a test, `PASS name`, `FAIL name: why` or
//! `SKIP name: why`, and ends with an error when any failed.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::context::Context;
use crate::process::{self, on_path};
use crate::server::Server;
use crate::steps::Outcome;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const SECONDS_MAX: u64 = 20 * 60;

/// Installs what is missing and may be installed, then drives the pages.
pub(crate) fn journeys(context: &Context) -> Outcome {
    let folder = context.root.join("e2e");
    if !folder.join("run.sh").is_file() {
        return Outcome::skipped("there is no e2e/run.sh yet");
    }
    if let Some(missing) = context.missing(&["demo"]) {
        return Outcome::skipped(missing);
    }
    let browser = match tools().and_then(|browser| packages(&folder).map(|()| browser)) {
        Ok(browser) => browser,
        Err(missing) => return Outcome::skipped(missing),
    };
    let out = context.target.join("journeys");
    if let Err(error) = fs::create_dir_all(&out) {
        return Outcome::failed(format!("{}: {error}", out.display()));
    }
    let server = match Server::start(context) {
        Ok(server) => server,
        Err(error) => return Outcome::failed(error),
    };
    let mut command = Command::new("bash");
    command.arg("run.sh").current_dir(&folder).env("CHROMIUM", browser);
    command.env("TANBA_URL", &server.url).env("TANBA_PRINTED", &server.printed).env("TANBA_OUT", &out);
    if let Some(shared) = &context.shared {
        command.env("TANBA_SHARED", shared);
    }
    match process::run_shown(command, SECONDS_MAX, |line| verdict(line).is_some_and(|v| v != Verdict::Pass)) {
        Err(error) => Outcome::failed(error),
        Ok(finished) => {
            let outcome = counted(&finished.stdout, finished.success);
            if outcome.failed > 0 {
                println!("{}", finished.tail(80));
            }
            outcome
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Pass,
    Fail,
    Skip,
}

fn verdict(line: &str) -> Option<Verdict> {
    match line.split_once(' ')?.0 {
        "PASS" => Some(Verdict::Pass),
        "FAIL" => Some(Verdict::Fail),
        "SKIP" => Some(Verdict::Skip),
        _ => None,
    }
}

/// Counts the lines; a script that failed, or tested nothing, is a failure.
fn counted(text: &str, success: bool) -> Outcome {
    let count =
        |wanted: Verdict| text.lines().filter(|line| verdict(line).as_ref() == Some(&wanted)).count() as u64;
    let (passed, failed, skipped) = (count(Verdict::Pass), count(Verdict::Fail), count(Verdict::Skip));
    match (success, passed + failed + skipped) {
        (true, 0) => Outcome::failed("e2e/run.sh tested nothing"),
        (true, _) => Outcome { passed, failed, skipped, note: String::new() },
        (false, _) => {
            Outcome { passed, failed: failed.max(1), skipped, note: "e2e/run.sh failed".to_owned() }
        }
    }
}

/// The browser's name, after installing it, node and npm as Debian packages when allowed.
fn tools() -> Result<&'static str, String> {
    let browser = || BROWSERS.into_iter().find(|name| on_path(name));
    let mut missing = Vec::new();
    if browser().is_none() {
        missing.extend(["chromium", "fonts-dejavu-core"]);
    }
    if !on_path("node") {
        missing.push("nodejs");
    }
    if !on_path("npm") {
        missing.push("npm");
    }
    process::install(&missing)?;
    browser().ok_or_else(|| "no Chromium on the path after installing it".to_owned())
}

/// The journeys' own packages, as their lock file names them.
fn packages(folder: &Path) -> Result<(), String> {
    if !folder.join("package-lock.json").is_file() {
        return Err("e2e/package-lock.json is missing".to_owned());
    }
    let mut command = Command::new("npm");
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder);
    let finished = process::run(command, SECONDS_MAX)?;
    if finished.success { Ok(()) } else { Err(format!("npm ci: {}", last_line(&finished.tail(3)))) }
}

fn last_line(text: &str) -> &str {
    text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_script_are_counted() {
        let outcome = counted("PASS a\nnoise\nSKIP b: no data\nFAIL c: why\nPASS d\n", false);
        assert_eq!((outcome.passed, outcome.failed, outcome.skipped), (2, 1, 1));
    }

    #[test]
    fn a_script_that_fails_or_tests_nothing_is_a_failure() {
        assert_eq!(counted("PASS a\n", false).failed, 1);
        assert_eq!(counted("", true).failed, 1);
        assert_eq!(counted("PASS a\n", true).failed, 0);
    }
}
