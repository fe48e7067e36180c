//! `tanba demo`: a population goes through lawful registration, verification and identification, then the
//! pages are served with an account for every role. Everything goes through the same commands as real work.

mod applicant;
mod gated;
mod journey;
mod keeping;
mod officers;
mod prints;
mod report;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use crate::failure::Failure;
use crate::house::{self, House};
use crate::premises::Premises;
use crate::serve;

/// Most people a demonstration makes.
const PERSONS_MAX: u32 = 10_000;

/// Arguments of `tanba demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// How many synthetic people apply.
    #[arg(long, default_value_t = 18, value_parser = clap::value_parser!(u32).range(1..=i64::from(PERSONS_MAX)))]
    persons: u32,
    /// Port of the pages on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Real images instead of synthetic ones: files named FINGER_IMPRESSION.ext; the first impression of a
    /// finger registers, the others verify and identify.
    #[arg(long, value_name = "DIR")]
    images: Option<PathBuf>,
    /// Where the register lives [default: a new temporary folder].
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Configuration file (TOML) of the register it founds, which must be new: on another engine, or with its
    /// key-encryption keys in a hardware module.
    #[arg(long, value_name = "FILE", conflicts_with = "data_dir")]
    config: Option<PathBuf>,
    /// Do the same journey, print what was done, and exit.
    #[arg(long)]
    check: bool,
    /// Seed of the synthetic population.
    #[arg(long, default_value_t = 2030)]
    seed: u64,
}

/// Runs the demonstration.
pub(crate) fn run(args: &DemoArgs) -> ExitCode {
    match demonstrate(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(false),
    }
}

/// Whether the journey did what it must; what it did not is the failure.
fn as_expected(tally: &journey::Tally, audit: &ledger::AuditReport) -> Result<(), Failure> {
    let mut missed = tally.missed();
    if !audit.ok {
        missed.push("the ledger did not verify");
    }
    match missed.is_empty() {
        true => Ok(()),
        false => {
            Err(Failure::new("not-as-expected", format!("the journey fell short: {}", missed.join("; "))))
        }
    }
}

fn demonstrate(args: &DemoArgs) -> Result<(), Failure> {
    let prints = match &args.images {
        Some(folder) => prints::Prints::from_folder(folder)?,
        None => prints::Prints::synthetic(args.seed, args.persons),
    };
    let (premises, _temporary) = premises(args)?;
    serve::runtime()?.block_on(async {
        let listener = match args.check {
            true => None,
            false => Some(serve::bind(SocketAddr::from(([127, 0, 0, 1], args.port))).await?),
        };
        let house = House::open(&premises.with_searches(gated::SWITCHED_ON.into())).await?;
        let started = Instant::now();
        let staff = officers::found(&house).await?;
        let tally = journey::travel(&house, &staff, prints).await?;
        let audit = house.registry.audit(staff.prosecutor).await?;
        report::print(&house, &tally, &audit, started.elapsed())?;
        let Some(listener) = listener else {
            return as_expected(&tally, &audit);
        };
        let accounts = officers::accounts();
        report::print_accounts(&accounts, listener.local_addr().ok())?;
        let options = web::Options { demo: accounts, ..web::Options::default() };
        serve::listen_until_interrupted(&house, listener, options, Vec::new()).await
    })
}

/// The register of `--config` or `--data-dir`, which must be new or empty, or one in a new temporary folder.
fn premises(args: &DemoArgs) -> Result<(Premises, Option<tempfile::TempDir>), Failure> {
    let named = match (&args.config, &args.data_dir) {
        (Some(file), _) => Some(Premises::at(file)?),
        (None, Some(folder)) => Some(Premises::folder(folder)),
        (None, None) => None,
    };
    if let Some(premises) = named {
        if let Some(folder) = premises.location.folder() {
            house::refuse_occupied(folder)?;
        }
        return Ok((premises, None));
    }
    let made = tempfile::Builder::new()
        .prefix("tanba-demo-")
        .tempdir()
        .map_err(|error| Failure::new("data-dir", format!("no temporary folder could be made: {error}")))?;
    Ok((Premises::folder(made.path()), Some(made)))
}
