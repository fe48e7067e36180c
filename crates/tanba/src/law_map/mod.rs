//! `tanba law map`: what keeps each requirement of the Law, and the tests that prove it. The rows are data beside this
//! file, one file a chapter; a test holds them against the list of requirements and against the tests there are.

#[cfg(test)]
mod tests;

use std::process::ExitCode;

use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output;

/// The chapters of the Law.
const CHAPTERS: [(&str, &str); 5] = [
    ("chapter-1.toml", include_str!("chapter-1.toml")),
    ("chapter-2.toml", include_str!("chapter-2.toml")),
    ("chapter-3.toml", include_str!("chapter-3.toml")),
    ("chapter-4.toml", include_str!("chapter-4.toml")),
    ("chapter-5.toml", include_str!("chapter-5.toml")),
];

/// Arguments of `tanba law map`.
#[derive(Debug, Args)]
pub(crate) struct MapArgs {
    /// One JSON array on standard output.
    #[arg(long)]
    json: bool,
    /// Only what is not wholly kept or proven yet.
    #[arg(long)]
    open: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chapter {
    requirement: Vec<Kept>,
}

/// One requirement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    id: String,
    articles: Vec<String>,
    /// What must hold, in short.
    rule: String,
    /// The rule or command that keeps it.
    kept_by: String,
    /// The tests that prove it.
    tests: Vec<String>,
    /// Those that prove what must be refused.
    refuses: Vec<String>,
    /// Whether something must be refused.
    must_refuse: bool,
    /// The control that an organisation keeps, with evidence and date, where no program can.
    control: String,
    /// What is not built or not proven yet; empty when nothing is.
    missing: String,
}

impl Kept {
    /// What keeps it, in words.
    fn keeper(&self) -> String {
        match (self.kept_by.is_empty(), self.control.is_empty()) {
            (false, true) => self.kept_by.clone(),
            (false, false) => format!("{}; organisational control {}", self.kept_by, self.control),
            (true, false) => format!("organisational control {}", self.control),
            (true, true) => "nothing yet".to_owned(),
        }
    }

    /// Every test named, each once.
    fn every_test(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.tests.iter().chain(&self.refuses).map(String::as_str).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn json(&self) -> Value {
        json!({ "requirement": self.id, "articles": self.articles, "rule": self.rule, "kept_by": self.keeper(),
                "tests": self.every_test(), "must_refuse": self.must_refuse, "refusals": self.refuses,
                "missing": (!self.missing.is_empty()).then_some(&self.missing) })
    }

    fn row(&self) -> String {
        let tests = self.every_test().join("<br>");
        let missing = if self.missing.is_empty() { "–" } else { &self.missing };
        let (id, articles, rule, keeper) = (&self.id, self.articles.join(", "), &self.rule, self.keeper());
        format!("| {id} | {articles} | {rule} | {keeper} | {tests} | {missing} |\n")
    }
}

fn read() -> Result<Vec<Kept>, Failure> {
    let mut all = Vec::new();
    for (file, text) in CHAPTERS {
        let chapter: Chapter =
            toml::from_str(text).map_err(|error| Failure::new("law-map", format!("{file}: {error}")))?;
        all.extend(chapter.requirement);
    }
    Ok(all)
}

fn text(args: &MapArgs) -> Result<String, Failure> {
    let all = read()?;
    let open = all.iter().filter(|kept| !kept.missing.is_empty()).count();
    let shown: Vec<&Kept> = all.iter().filter(|kept| !args.open || !kept.missing.is_empty()).collect();
    if args.json {
        return Ok(format!("{}\n", Value::Array(shown.iter().map(|kept| kept.json()).collect())));
    }
    let rows: String = shown.iter().map(|kept| kept.row()).collect();
    let wholly = all.len() - open;
    Ok(format!(
        "# What keeps the Law\n\n{} requirements: {wholly} wholly kept and proven, {open} not wholly; the last column says \
         what is missing.\n\n| requirement | articles | what must hold | kept by | tests | missing |\n|---|---|---|---|---|---|\n{rows}",
        all.len()
    ))
}

/// `tanba law map`.
pub(crate) fn run(args: &MapArgs) -> ExitCode {
    match text(args).and_then(|text| output::answer(&text)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(args.json),
    }
}
