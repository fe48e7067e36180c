//! An officer at the command line.

use std::io::BufRead;

use clap::Args;
use vocabulary::Actor;

use crate::failure::Failure;
use crate::house::{self, House};
use crate::premises::PremisesArgs;
use crate::serve;

/// Where the register is and who acts.
#[derive(Debug, Args)]
pub(crate) struct DeskArgs {
    #[command(flatten)]
    place: PremisesArgs,
    /// Sign-in name of the officer who acts; the password is the first line of standard input.
    #[arg(long, value_name = "LOGIN")]
    officer: String,
    /// One JSON object on standard output.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Opens the register, whether everybody in it is found or not.
async fn open(place: &PremisesArgs) -> Result<House, Failure> {
    let (premises, _) = place.read()?;
    house::existing_key(&premises)?;
    House::open(&premises).await
}

/// Does something as the officer: signs in, does it, signs out whatever came of it.
pub(crate) fn at<T>(
    args: &DeskArgs,
    work: impl AsyncFnOnce(&House, Actor) -> Result<T, Failure>,
) -> Result<T, Failure> {
    mending(args, async |house, actor| {
        house.registry.check_index().await?;
        work(house, actor).await
    })
}

/// The same in a register in which people may be not found before this is done.
pub(crate) fn mending<T>(
    args: &DeskArgs,
    work: impl AsyncFnOnce(&House, Actor) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let password = line("password")?;
    serve::runtime()?.block_on(async {
        let house = open(&args.place).await?;
        let signed_in = house.access.sign_in(&args.officer, &password).await;
        let (token, signed_in) = signed_in.map_err(|error| Failure::new("sign-in", error.to_string()))?;
        let done = work(&house, signed_in.actor()).await;
        let left = house.access.sign_out(&token).await;
        let answer = done?;
        left.map_err(|error| Failure::new("sign-out", error.to_string()))?;
        Ok(answer)
    })
}

/// Does something as the register itself, which needs nobody: the daily sweep, the feed.
pub(crate) fn alone<T>(
    place: &PremisesArgs,
    work: impl AsyncFnOnce(&House) -> Result<T, Failure>,
) -> Result<T, Failure> {
    looking(place, async |house| {
        house.registry.check_index().await?;
        work(house).await
    })
}

/// Looks at a register as it is.
pub(crate) fn looking<T>(
    place: &PremisesArgs,
    work: impl AsyncFnOnce(&House) -> Result<T, Failure>,
) -> Result<T, Failure> {
    serve::runtime()?.block_on(async { work(&open(place).await?).await })
}

/// The next line of standard input.
pub(crate) fn line(what: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let read = std::io::stdin().lock().read_line(&mut text);
    match read.map_err(|error| Failure::new(what_code(what), format!("standard input: {error}")))? {
        0 => Err(Failure::new(what_code(what), format!("no {what}: give it as a line of standard input"))),
        _ => Ok(text.trim_end_matches(['\r', '\n']).to_owned()),
    }
}

fn what_code(what: &str) -> &'static str {
    if what == "passphrase" { "passphrase" } else { "password" }
}
