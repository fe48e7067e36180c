//! `tanba audit verify DIR|FILE`: recomputes the ledger of a data folder or of an export.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use ledger::{AuditReport, SignedCheckpoint, VerifyingKey};
use serde_json::json;

use crate::failure::Failure;
use crate::premises::Premises;
use crate::{house, output, serve};

/// Entries read from the store at once.
const BATCH: u32 = 4_096;

/// Arguments of `tanba audit`.
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    #[command(subcommand)]
    what: AuditCommand,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Recomputes tree, checkpoints and proofs, and names the first entry that is not what was signed.
    Verify {
        /// Data folder of a register, its configuration file (`.toml`), or an exported ledger.
        place: PathBuf,
        /// A checkpoint kept elsewhere: detects a ledger cut back to an older state.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
        /// Public key of the register, known from elsewhere (`tanba demo` and `tanba install` print it). Without it
        /// the key beside the ledger is believed: whoever rewrites a whole ledger puts their own key there.
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Writes the ledger as one text file that anyone can verify.
    Export {
        /// Data folder of a register, or its configuration file (`.toml`).
        place: PathBuf,
        /// File to write.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
}

/// Runs the command.
pub(crate) fn run(args: &AuditArgs) -> ExitCode {
    match &args.what {
        AuditCommand::Verify { place, checkpoint, key, json } => {
            match verify(place, checkpoint.as_deref(), key.as_deref()) {
                Ok(report) => print(&report, key.is_some(), *json),
                Err(failure) => failure.report(*json),
            }
        }
        AuditCommand::Export { place, output } => match export(place, output) {
            Ok(entries) => {
                eprintln!("{entries} entries written to {}", output.display());
                ExitCode::SUCCESS
            }
            Err(failure) => failure.report(false),
        },
    }
}

fn verify(place: &Path, checkpoint: Option<&Path>, key: Option<&str>) -> Result<AuditReport, Failure> {
    let known = checkpoint.map(read_checkpoint).transpose()?;
    let trusted = key.map(str::parse::<VerifyingKey>).transpose();
    let trusted = trusted.map_err(|error| Failure::new("key", format!("--key: {error}")))?;
    let metadata = std::fs::metadata(place)
        .map_err(|error| Failure::new("not-found", format!("{}: {error}", place.display())))?;
    if metadata.is_dir() || place.extension().is_some_and(|ending| ending == "toml") {
        let premises = Premises::at(place)?;
        let key = house::existing_key(&premises)?;
        let key = trusted.as_ref().unwrap_or(key.verifying_key()).clone();
        return serve::runtime()?.block_on(async {
            let keys = std::sync::Arc::new(crate::strongroom::existing_vault(&premises)?);
            let store = premises.location.open(keys).await?;
            Ok(registry::audit_store(&*store, &key, known.as_ref()).await?)
        });
    }
    let file = File::open(place)
        .map_err(|error| Failure::new("not-found", format!("{}: {error}", place.display())))?;
    ledger::export::audit(BufReader::new(file), trusted.as_ref(), known.as_ref())
        .map_err(|error| Failure::new("export", format!("{}: {error}", place.display())))
}

fn read_checkpoint(path: &Path) -> Result<SignedCheckpoint, Failure> {
    let failed = |error: String| Failure::new("checkpoint", format!("{}: {error}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    SignedCheckpoint::parse(&text).map_err(|error| failed(error.to_string()))
}

fn print(report: &AuditReport, key_known: bool, as_json: bool) -> ExitCode {
    let text = if as_json {
        let report = json!({ "entries": report.entries, "root": report.root, "ok": report.ok,
                             "first_bad_entry": report.first_bad_entry, "problems": report.problems,
                             "key_known": key_known });
        format!("{report}\n")
    } else {
        let first_bad = report.first_bad_entry.map_or("none".to_owned(), |n| n.to_string());
        let verdict = match (report.ok, key_known) {
            (true, true) => "verified with the key given",
            (true, false) => {
                "verified, by the key that lies beside the ledger: give --key to be sure whose it is"
            }
            (false, _) => "NOT VERIFIED",
        };
        let problems: String = report.problems.iter().map(|problem| format!("  {problem}\n")).collect();
        let AuditReport { entries, root, .. } = report;
        format!(
            "entries          {entries}\nroot             {root}\nfirst bad entry  {first_bad}\n{verdict}\n{problems}"
        )
    };
    match output::answer(&text) {
        Err(lost) => lost.report(false),
        Ok(()) if report.ok => ExitCode::SUCCESS,
        Ok(()) => ExitCode::from(1),
    }
}

fn export(place: &Path, output: &Path) -> Result<u64, Failure> {
    let premises = Premises::at(place)?;
    let key = house::existing_key(&premises)?;
    let failed = |error: std::io::Error| Failure::new("output", format!("{}: {error}", output.display()));
    let parent = output.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let draft = tempfile::NamedTempFile::new_in(parent).map_err(failed)?;
    let mut writer =
        ledger::export::Writer::new(std::io::BufWriter::new(draft), key.verifying_key()).map_err(failed)?;
    let entries = serve::runtime()?.block_on(async {
        let keys = std::sync::Arc::new(crate::strongroom::existing_vault(&premises)?);
        let store = premises.location.open(keys).await?;
        let mut next = 0;
        loop {
            let batch = store.ledger_entries(next, BATCH).await?;
            if batch.is_empty() {
                break;
            }
            for (bytes, leaf) in &batch {
                writer.entry(bytes, *leaf).map_err(failed)?;
            }
            next += batch.len() as u64;
        }
        let mut checkpoints = store.checkpoints(u32::MAX).await?;
        checkpoints.reverse();
        for checkpoint in &checkpoints {
            writer.checkpoint(checkpoint).map_err(failed)?;
        }
        Ok::<u64, Failure>(next)
    })?;
    let draft =
        writer.finish().and_then(|out| out.into_inner().map_err(std::io::Error::from)).map_err(failed)?;
    draft.persist(output).map_err(|error| failed(error.error))?;
    Ok(entries)
}
