//! `tanba dna import FILE --dry-run`: everything an import would take and refuse, by line and locus. There is no register of
//! profiles yet that could take them, so that only the dry run exists.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use genomics::profile::{EntryRules, check_entry};
use genomics::{Kit, Locus};
use interchange::dna::{Entry, ImportedProfile, read};
use serde::{Deserialize, Serialize};

use super::file::{self, ReadArgs};
use super::report::{self, SignArgs};
use crate::failure::Failure;
use crate::output;

/// `tanba dna import FILE --dry-run`
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// Profiles: GeneMapper text, CODIS CMF, GENis text or CSV, recognised by content
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only look: needed, because profiles are not stored yet
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Most errors and most remarks listed; the rest is counted
    #[arg(long, default_value_t = 100, value_name = "N")]
    list: usize,
    /// Least number of autosomal loci of a profile
    #[arg(long, default_value_t = 1, value_name = "N")]
    autosomal_min: usize,
    /// Most alleles a locus of a mixture may show
    #[arg(long, default_value_t = 8, value_name = "N")]
    mixture_alleles_max: usize,
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    signing: SignArgs,
}

/// What an import would do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ImportReport {
    /// Nothing was stored.
    pub(super) dry_run: bool,
    pub(super) format: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
    pub(super) profiles: u64,
    pub(super) accepted: u64,
    pub(super) refused: u64,
    pub(super) errors: Listed,
    /// What a reviewer would confirm of profiles that are accepted.
    pub(super) to_check: Listed,
    pub(super) sensors_left_out: u64,
}

/// Places in the file, as many as were asked for.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) count: u64,
    pub(super) not_listed: u64,
    pub(super) listed: Vec<PlaceInFile>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PlaceInFile {
    pub(super) line: u64,
    pub(super) locus: Option<String>,
    pub(super) message: String,
}

impl Listed {
    fn add(&mut self, most: usize, line: u64, locus: Option<String>, message: String) {
        self.count += 1;
        if self.listed.len() < most {
            self.listed.push(PlaceInFile { line, locus, message });
        } else {
            self.not_listed += 1;
        }
    }
}

pub(crate) fn run(args: &ImportArgs) -> ExitCode {
    match answer(args) {
        Ok(all_accepted) => ExitCode::from(u8::from(!all_accepted)),
        Err(failure) => failure.report(args.json),
    }
}

/// Prints the report and says whether every profile would be taken.
fn answer(args: &ImportArgs) -> Result<bool, Failure> {
    if !args.dry_run {
        return Err(Failure::new(
            "not-stored-yet",
            "profiles are not stored yet: `tanba dna import FILE --dry-run` says what an import would take and refuse",
        ));
    }
    let key = args.signing.open()?;
    let report = look(args)?;
    let text = serde_json::to_string(&report)
        .map_err(|error| Failure::new("report", format!("the report has no text: {error}")))?;
    if let Some(key) = key {
        report::sign(&key, &text)?;
    }
    let printed = if args.json { format!("{text}\n") } else { words(&report) };
    output::answer(&printed)?;
    Ok(report.refused == 0)
}

fn look(args: &ImportArgs) -> Result<ImportReport, Failure> {
    let path = &args.file;
    let mut source = file::open(path)?;
    let failed =
        |error: &dyn std::fmt::Display| Failure::new("profiles", format!("{}: {error}", path.display()));
    let mut entries = read(&mut source, args.reading.options()).map_err(|error| failed(&error))?;
    let mut report = ImportReport {
        dry_run: true,
        format: entries.format().code().to_owned(),
        bytes: 0,
        sha256: String::new(),
        profiles: 0,
        accepted: 0,
        refused: 0,
        errors: Listed::default(),
        to_check: Listed::default(),
        sensors_left_out: 0,
    };
    let mut desk = Desk::new(args);
    for entry in &mut entries {
        report.profiles += 1;
        match entry.map_err(|error| failed(&error))? {
            Entry::Refused(refusal) => {
                report.refused += 1;
                for error in refusal.errors {
                    report.errors.add(args.list, error.line, error.locus, error.problem.to_string());
                }
                report.errors.count += refusal.more;
                report.errors.not_listed += refusal.more;
            }
            Entry::Profile(profile) => {
                report.sensors_left_out += profile.sensors_left_out as u64;
                if desk.accepts(&profile, &mut report, args.list) {
                    report.accepted += 1;
                } else {
                    report.refused += 1;
                }
            }
        }
    }
    drop(entries);
    (report.bytes, report.sha256) = file::close(path, source)?;
    Ok(report)
}

/// Checks on entry.
struct Desk {
    rules: EntryRules,
    kits: HashMap<String, Option<Kit>>,
}

/// Most names of kits remembered.
const KITS_MAX: usize = 1_000;

impl Desk {
    fn new(args: &ImportArgs) -> Self {
        let rules = EntryRules {
            accepted: Locus::all().collect(),
            autosomal_min: args.autosomal_min,
            mixture_alleles_max: args.mixture_alleles_max,
        };
        Self { rules, kits: HashMap::new() }
    }

    fn accepts(&mut self, profile: &ImportedProfile, report: &mut ImportReport, list: usize) -> bool {
        let name = profile.kit.clone().unwrap_or_default();
        if self.kits.len() == KITS_MAX {
            self.kits.clear();
        }
        let known = self.kits.entry(name).or_insert_with_key(|name| genomics::kit(name));
        let mut accepted = true;
        for remark in check_entry(&profile.profile, known.as_ref(), &self.rules) {
            let locus = remark.locus.map(|locus| locus.name().to_owned());
            let message = remark.kind.to_string();
            if remark.kind.refuses() {
                accepted = false;
                report.errors.add(list, profile.line, locus, message);
            } else {
                report.to_check.add(list, profile.line, locus, message);
            }
        }
        if known.is_none() && profile.kit.is_some() {
            let message =
                "the kit is not in the table: loci and ladders were not checked against it".to_owned();
            report.to_check.add(list, profile.line, None, message);
        }
        accepted
    }
}

fn words(report: &ImportReport) -> String {
    let mut lines = vec![
        format!("dry run: nothing was stored. Format {}, {} bytes", report.format, report.bytes),
        format!("SHA-256 {}", report.sha256),
        format!("{} profiles: {} accepted, {} refused", report.profiles, report.accepted, report.refused),
    ];
    for (what, listed) in [("refused", &report.errors), ("to check", &report.to_check)] {
        for place in &listed.listed {
            let locus = place.locus.as_ref().map_or(String::new(), |locus| format!(", locus {locus}"));
            lines.push(format!("{what}: line {}{locus}: {}", place.line, place.message));
        }
        if listed.not_listed > 0 {
            lines.push(format!("{what}: {} more, not listed", listed.not_listed));
        }
    }
    if report.sensors_left_out > 0 {
        lines.push(format!("{} sensors of quality left out", report.sensors_left_out));
    }
    lines.join("\n") + "\n"
}
