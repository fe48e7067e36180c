//! Documents that can be followed: links lead somewhere, invariants name tests that exist.

use std::collections::BTreeSet;

use super::source::lines;
use super::{Finding, Source, Sources};

const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// Every relative link of a Markdown file leads to a file or folder of the repository.
pub(crate) fn dead_links(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.below("", ".md") {
        for (line, text) in lines(&source.text) {
            for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let path = target.split(['#', ' ']).next().unwrap_or_default();
                let outside = path.is_empty() || path.contains("://") || path.starts_with("mailto:");
                if !outside && !exists(sources, &resolved(&source.path, path)) {
                    findings.push(Finding::at("links", source, line, format!("{path} does not exist")));
                }
            }
        }
    }
    findings
}

/// The tests an invariant of ARCHITECTURE.md names (after `Test:`, in backticks) exist.
pub(crate) fn invariants_without_test(sources: &Sources) -> Vec<Finding> {
    let Some(architecture) = sources.0.iter().find(|source| source.path == ARCHITECTURE) else {
        return vec![Finding::new("invariants", ARCHITECTURE, "the file is missing")];
    };
    let tests: BTreeSet<&str> = sources.rust().flat_map(tests).collect();
    let mut findings = Vec::new();
    let mut naming = false;
    for (line, text) in lines(&architecture.text) {
        naming = !text.trim().is_empty() && (naming || text.starts_with("Test:"));
        for name in text.split('`').skip(1).step_by(2).filter(|_| naming) {
            if !tests.contains(name) {
                findings.push(Finding::at(
                    "invariants",
                    architecture,
                    line,
                    format!("there is no test {name}"),
                ));
            }
        }
    }
    findings
}

/// Names of the functions that follow a test attribute, and of the tests every store has to pass: their suite lists
/// them, and one that is not listed is dead code.
fn tests(source: &Source) -> impl Iterator<Item = &str> {
    let mut expected = false;
    source.code.lines().filter_map(move |line| {
        let line = line.trim();
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            expected = true;
        }
        let of_suite = line.starts_with("pub(crate) async fn ") && line.contains("(store: Arc<dyn Store>)");
        expected |= of_suite;
        let (_, rest) = line.split_once("fn ")?;
        let name = rest.split(['(', '<']).next()?;
        std::mem::take(&mut expected).then_some(name)
    })
}

/// A path in a document, seen from the repository's root.
fn resolved(document: &str, path: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "" | "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn exists(sources: &Sources, path: &str) -> bool {
    let folder = format!("{path}/");
    sources.0.iter().any(|source| source.path == path || source.path.starts_with(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_link_is_found() {
        let sources = Sources(vec![
            Source::new("README.md", "[a](docs/adr) [b](docs/c.md#x) [d](https://e.org/f) [g](#h)"),
            Source::new("docs/c.md", "[up](../README.md) [gone](gone.md)"),
            Source::new("docs/adr/0001.md", "![image](../missing.png)"),
        ]);
        let places: Vec<_> = dead_links(&sources).into_iter().map(|f| (f.place, f.message)).collect();
        assert_eq!(places.len(), 2, "{places:?}");
        assert!(places[0].1.contains("gone.md") && places[1].1.contains("../missing.png"), "{places:?}");
    }

    #[test]
    fn an_invariant_that_names_no_test_of_ours_is_found() {
        let of = |text| {
            let code = "#[test]\nfn holds() {}\nfn helper() {}\n#[tokio::test]\nasync fn waits() {}\n";
            Sources(vec![Source::new(ARCHITECTURE, text), Source::new("crates/a/src/b.rs", code)])
        };
        assert_eq!(invariants_without_test(&of("Uses `helper`.\nTest: `holds`,\n`waits`.\n\n`other`\n")), []);
        assert_eq!(invariants_without_test(&of("Test: `holds`,\n`gone`.\n")).len(), 1);
        assert_eq!(invariants_without_test(&of("Test: `helper`.\n")).len(), 1);
        assert_eq!(invariants_without_test(&Sources::default()).len(), 1);
    }
}
