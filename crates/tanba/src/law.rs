//! `tanba law decide` and `tanba law retention`: the contracts of the law room on the command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use law::{CASE_BYTES_MAX, Case, CaseError, Decision, RetentionAnswer, RetentionCase};
use serde::Serialize;

use crate::case_file::{self, Refused};

/// `tanba law decide CASE.json [--json]`
#[derive(Debug, Args)]
pub(crate) struct DecideArgs {
    /// The case as JSON; `-` reads standard input
    #[arg(value_name = "CASE.json")]
    pub(crate) case: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// `tanba law retention CASE.json [--json]`
#[derive(Debug, Args)]
pub(crate) struct RetentionArgs {
    /// The record and its events as JSON; `-` reads standard input
    #[arg(value_name = "CASE.json")]
    pub(crate) case: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// Decides one case. A legal refusal is a normal answer: exit 0; exit 1 is for what cannot be read.
pub(crate) fn decide(args: &DecideArgs) -> ExitCode {
    let answer = read(&args.case).and_then(|text| Case::from_json(&text)).map(|case| law::decide(&case));
    finish(answer, args.json, decision_text)
}

/// Computes the term of one record.
pub(crate) fn retention(args: &RetentionArgs) -> ExitCode {
    let answer =
        read(&args.case).and_then(|text| RetentionCase::from_json(&text)).map(|case| law::retention(&case));
    finish(answer, args.json, retention_text)
}

fn read(path: &Path) -> Result<String, CaseError> {
    let refused = |(code, message): Refused| CaseError::new(code, message);
    let bytes = case_file::read(path, CASE_BYTES_MAX).map_err(refused)?;
    if bytes.len() > CASE_BYTES_MAX {
        let message = format!("{}: longer than the limit of {CASE_BYTES_MAX} bytes", path.display());
        return Err(CaseError::new("too-long", message));
    }
    case_file::text(path, bytes).map_err(refused)
}

fn finish<T: Serialize>(answer: Result<T, CaseError>, json: bool, text: fn(&T) -> String) -> ExitCode {
    case_file::finish(answer.map_err(|error| (error.code, error.message)), json, text)
}

fn decision_text(decision: &Decision) -> String {
    let kind = decision.registration_type.map_or("none", |kind| kind.code());
    let missing: Vec<_> = decision.missing_evidence.iter().map(|e| e.code()).collect();
    let mut lines = vec![
        format!("outcome      {} (type: {kind})", decision.outcome),
        format!("may capture  {}", if decision.may_capture { "yes" } else { "no" }),
        format!("requirement  {} (version {})", decision.requirement, decision.rule_version),
        format!("articles     {}", articles(&decision.articles)),
        format!("missing      {}", if missing.is_empty() { "nothing".into() } else { missing.join(", ") }),
    ];
    lines.extend(numbered(&decision.trace));
    lines.join("\n") + "\n"
}

fn retention_text(answer: &RetentionAnswer) -> String {
    let day = |date: Option<jiff::civil::Date>| date.map_or("none".into(), |date| date.to_string());
    let mut lines = vec![
        format!("state              {}", answer.state),
        format!("in database until  {}", day(answer.in_database_until)),
        format!("archive until      {}", day(answer.archive_until)),
        format!("destroy from       {}", day(answer.destroy_from)),
        format!("requirement        {}", answer.requirement),
        format!("articles           {}", articles(&answer.articles)),
    ];
    lines.extend(numbered(&answer.trace));
    lines.join("\n") + "\n"
}

fn articles(articles: &[law::Article]) -> String {
    articles.iter().map(|article| article.as_str()).collect::<Vec<_>>().join(", ")
}

fn numbered(trace: &[law::TraceStep]) -> impl Iterator<Item = String> + '_ {
    trace.iter().enumerate().map(|(i, step)| format!("{:>3}. {step}", i + 1))
}
