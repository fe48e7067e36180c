//! `tanba record terms`: the rules by which terms are counted, and the report on a change of them.

use clap::{Args, Subcommand};
use law::TermRules;
use registry::{TermDifference, TermReport, TermShown, TermsStatus};
use serde_json::{Value, json};
use vocabulary::ReportId;

use super::desk::{self, DeskArgs};
use crate::failure::Failure;

/// A report.
#[derive(Debug, Args)]
pub(crate) struct One {
    #[command(flatten)]
    desk: DeskArgs,
    /// The report, as `status` names it.
    report: ReportId,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TermsCommand {
    /// The rules that count, those of this program, every report on a change.
    Status {
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// A report with one page of the records whose term differs.
    Show {
        #[command(flatten)]
        one: One,
        /// The page, from 1.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
        page: u32,
    },
    /// Signs a report as the data-protection officer; the passphrase is the second line of standard input.
    Sign {
        #[command(flatten)]
        one: One,
    },
    /// Confirms a signed report as the head: from then on the new rules count. Passphrase as for `sign`.
    Confirm {
        #[command(flatten)]
        one: One,
    },
}

impl TermsCommand {
    pub(super) fn json(&self) -> bool {
        match self {
            Self::Status { desk } => desk.json,
            Self::Show { one, .. } | Self::Sign { one } | Self::Confirm { one } => one.desk.json,
        }
    }
}

pub(super) fn run(command: &TermsCommand) -> Result<Value, Failure> {
    match command {
        TermsCommand::Status { desk } => {
            desk::at(desk, async |house, actor| Ok(status_json(&house.registry.term_rules(actor).await?)))
        }
        TermsCommand::Show { one, page } => desk::at(&one.desk, async |house, actor| {
            let report = house.registry.term_report(actor, one.report).await?;
            let mut shown = report_json(&report);
            // A report without differences has no page.
            if report.text.pages > 0 {
                let page = house.registry.term_report_page(actor, one.report, page - 1).await?;
                shown["records"] = page.lines.iter().map(line_json).collect();
            }
            Ok(shown)
        }),
        TermsCommand::Sign { one } => sign(one, false),
        TermsCommand::Confirm { one } => sign(one, true),
    }
}

fn sign(one: &One, confirm: bool) -> Result<Value, Failure> {
    desk::at(&one.desk, async |house, actor| {
        let secret = desk::line("passphrase")?;
        let report = house.registry.sign_term_report_here(actor, one.report, confirm, &secret).await?;
        Ok(report_json(&report))
    })
}

fn status_json(status: &TermsStatus) -> Value {
    let in_force = status.in_force.as_ref().map(|terms| {
        json!({ "rules": rules_json(&terms.rules), "fingerprint": terms.fingerprint, "since": terms.since,
                "report": terms.report.map(|id| id.to_string()) })
    });
    json!({ "in_force": in_force, "program": rules_json(&status.program),
            "program_fingerprint": status.program_fingerprint, "waits": status.waits,
            "reports": status.reports.iter().map(head_json).collect::<Vec<_>>() })
}

fn rules_json(rules: &TermRules) -> Value {
    json!({ "version": rules.version, "act": rules.act, "in_force": rules.in_force, "years": rules.table })
}

fn head_json(report: &TermReport) -> Value {
    let text = &report.text;
    json!({ "report": text.id.to_string(), "number": text.number, "state": report.state,
            "drawn_up_on": text.drawn_up_on, "old": text.old.version, "new": text.new.version,
            "differing": text.totals.differing })
}

fn report_json(report: &TermReport) -> Value {
    let (text, mut shown) = (&report.text, head_json(report));
    shown["old"] = rules_json(&text.old);
    shown["new"] = rules_json(&text.new);
    shown["totals"] = json!(text.totals);
    shown["pages"] = json!(text.pages);
    shown["digest"] = json!(text.digest);
    shown["signed"] = json!(report.signed.as_ref().map(|given| given.officer.to_string()));
    shown["confirmed"] = json!(report.confirmed.as_ref().map(|given| given.officer.to_string()));
    shown
}

fn line_json(line: &TermDifference) -> Value {
    json!({ "number": line.number.to_string(), "basis": line.basis, "registered_on": line.registered_on,
            "old": term_json(&line.old), "new": term_json(&line.new) })
}

fn term_json(term: &TermShown) -> Value {
    json!({ "state": term.state, "in_database_until": term.in_database_until,
            "archive_until": term.archive_until, "destroy_from": term.destroy_from, "open": term.open,
            "requirement": term.requirement, "articles": term.articles })
}
