//! `tanba backup create | verify | restore`: everything a register remembers, the same for both engines.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use ledger::VerifyingKey;
use store::backup::{self, BackupError, Manifest};
use vocabulary::Clock;

use crate::clock::SystemClock;
use crate::failure::Failure;
use crate::premises::PremisesArgs;
use crate::{house, output, serve};

/// Arguments of `tanba backup`.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    #[command(subcommand)]
    what: BackupCommand,
}

#[derive(Debug, Subcommand)]
enum BackupCommand {
    /// Saves a register into a new folder. On PostgreSQL it may run meanwhile; a data folder (SQLite) that is in
    /// use is refused. Keys are not data: keep the key folder elsewhere, by itself.
    Create {
        #[command(flatten)]
        place: PremisesArgs,
        /// Folder to make.
        #[arg(short, long, value_name = "BACKUP")]
        output: PathBuf,
    },
    /// Recomputes every digest of a backup, its ledger's root and the signature of its checkpoint.
    Verify {
        /// Folder of the backup.
        backup: PathBuf,
        /// Public key of the register, known from elsewhere. Without it the key named in the backup is believed.
        #[arg(long, value_name = "KEY")]
        key: Option<VerifyingKey>,
    },
    /// Restores a backup of either engine into an empty folder or database, wholly and verified, or not at all.
    Restore {
        /// Folder of the backup.
        backup: PathBuf,
        #[command(flatten)]
        place: PremisesArgs,
    },
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Store(error) => error.into(),
            other => Self::new("backup", other.to_string()),
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &BackupArgs) -> ExitCode {
    let done = match &args.what {
        BackupCommand::Create { place, output } => create(place, output),
        BackupCommand::Verify { backup, key } => verify(backup, key.as_ref()),
        BackupCommand::Restore { backup, place } => restore(backup, place),
    };
    match done.and_then(|text| output::answer(&text)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(false),
    }
}

fn create(place: &PremisesArgs, to: &Path) -> Result<String, Failure> {
    let (premises, _) = place.read()?;
    let key = house::existing_key(&premises)?;
    let made = backup::create(&premises.location, key.verifying_key(), SystemClock.now(), to);
    let manifest = serve::runtime()?.block_on(made)?;
    Ok(said(&manifest, &format!("saved in         {}", to.display())))
}

fn verify(backup: &Path, key: Option<&VerifyingKey>) -> Result<String, Failure> {
    let manifest = backup::verify(backup, key)?;
    Ok(said(
        &manifest,
        match key {
            Some(_) => "verified with the key given",
            None => "verified, by the key named in the backup: give --key to be sure whose it is",
        },
    ))
}

fn restore(backup: &Path, place: &PremisesArgs) -> Result<String, Failure> {
    let (premises, _) = place.read()?;
    let manifest = serve::runtime()?.block_on(backup::restore(backup, &premises.location))?;
    let missing = match house::existing_key(&premises) {
        Ok(_) => String::new(),
        Err(_) => format!("\nits checkpoint key is not in {}: put it there", premises.keys.display()),
    };
    Ok(said(&manifest, &format!("restored into    {}{missing}", premises.location)))
}

fn said(manifest: &Manifest, done: &str) -> String {
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    let Manifest { entries, root, made_at, .. } = manifest;
    let tables = manifest.tables.len();
    format!(
        "made at          {made_at}\nentries          {entries}\nroot             {root}\nrows             {rows} \
         in {tables} tables\n{done}\n"
    )
}
