//! `tanba install`: founds a register in an empty folder or database with its first administrator.

use std::io::BufRead;
use std::process::ExitCode;

use clap::Args;
use registry::NewOfficer;
use vocabulary::{Body, Role};

use crate::failure::Failure;
use crate::house::{self, House};
use crate::premises::{Premises, PremisesArgs};
use crate::serve;

/// Arguments of `tanba install`.
#[derive(Debug, Args)]
pub(crate) struct InstallArgs {
    #[command(flatten)]
    place: PremisesArgs,
    /// Sign-in name of the first administrator.
    #[arg(long)]
    login: String,
    /// Name shown on pages.
    #[arg(long, default_value = "Administrator")]
    name: String,
}

/// Reads the password from the first line of standard input and founds the register.
pub(crate) fn run(args: &InstallArgs) -> ExitCode {
    match install(args) {
        Ok(()) => {
            eprintln!("founded; start it with `tanba serve {}`", args.place.typed());
            ExitCode::SUCCESS
        }
        Err(failure) => failure.report(false),
    }
}

fn install(args: &InstallArgs) -> Result<(), Failure> {
    let (premises, _) = args.place.read()?;
    if let Some(folder) = premises.location.folder() {
        house::refuse_occupied(folder)?;
    }
    eprintln!("password of the administrator, at least 12 characters, then Enter:");
    let mut password = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut password)
        .map_err(|error| Failure::new("password", format!("standard input: {error}")))?;
    let done = serve::runtime()?.block_on(found(args, &premises, &password));
    if let (Err(_), Some(folder)) = (&done, premises.location.folder()) {
        // The folder was new or empty: what is in it now is a register without officers.
        let _ = std::fs::remove_dir_all(folder);
    }
    done
}

async fn found(args: &InstallArgs, premises: &Premises, password: &str) -> Result<(), Failure> {
    let house = House::open(premises).await?;
    let password = password.trim_end_matches(['\r', '\n']);
    let administrator = NewOfficer {
        login: args.login.clone(),
        display_name: args.name.clone(),
        body: Body::Iab,
        role: Role::Administrator,
        unit: vocabulary::Unit::CENTRAL,
        password_hash: house.hash_password(&args.login, password).await?,
    };
    house.registry.found(administrator).await?;
    eprintln!("public key of the ledger, to be kept elsewhere: {}", house.verifying_key);
    Ok(())
}
