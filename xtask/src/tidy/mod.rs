//! Rules about the code itself. Each is a pure function over sources with a test that it bites.

mod arrows;
mod clock;
mod docs;
mod licences;
mod locales;
mod schema;
mod size;
mod source;
mod templates;
mod words;

use std::path::Path;

pub(crate) use source::{Source, Sources};

/// Something a rule does not allow.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Name of the rule.
    pub(crate) rule: &'static str,
    /// The file, from the repository's root, with its line when there is one.
    pub(crate) place: String,
    /// What is wrong and what to do.
    pub(crate) message: String,
}

impl Finding {
    fn new(rule: &'static str, place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { rule, place: place.into(), message: message.into() }
    }

    fn at(rule: &'static str, source: &Source, line: usize, message: impl Into<String>) -> Self {
        Self::new(rule, format!("{}:{line}", source.path), message)
    }
}

/// A rule over the files of the repository.
type Rule = fn(&Sources) -> Vec<Finding>;

/// The rules that need nothing but the files.
const RULES: [(&str, Rule); 12] = [
    ("clock", clock::stray_now),
    ("purity", clock::impure_calls),
    ("size", size::files_and_functions),
    ("unsafe", words::stray_unsafe),
    ("unfinished", words::unfinished),
    ("ignored-tests", words::silent_ignores),
    ("machine-paths", words::machine_paths),
    ("locales", locales::parity),
    ("templates", templates::orphans),
    ("links", docs::dead_links),
    ("invariants", docs::invariants_without_test),
    ("biometrics-schema", schema::biometrics_hold_no_identity),
];

/// What a run of all rules gave: for each rule its name and what it found.
pub(crate) struct Report {
    /// Rules in order, each with its findings.
    pub(crate) rules: Vec<(&'static str, Vec<Finding>)>,
}

/// Runs every rule on the repository at `root`. `Err` when the files or the packages cannot be read.
pub(crate) fn run(root: &Path) -> Result<Report, String> {
    let sources = Sources::read(root)?;
    let mut rules: Vec<_> = RULES.iter().map(|(name, rule)| (*name, rule(&sources))).collect();
    let metadata = arrows::metadata(root)?;
    rules.push(("arrows", arrows::check(&metadata)?));
    rules.push(("licences", licences::check(&sources, &metadata)));
    Ok(Report { rules })
}

#[cfg(test)]
mod tests {
    #[test]
    fn this_repository_keeps_every_rule() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let report = super::run(std::path::Path::new(root)).unwrap();
        let findings: Vec<_> = report.rules.into_iter().flat_map(|(_, found)| found).collect();
        assert!(findings.is_empty(), "{findings:#?}");
    }
}
