//! A sender for trials: signs one message and prints its line.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use law::EventKind;
use registry::FeedMessage;
use registry::signing::{OfficerKey, Signer, SigningPurpose, Statement};
use serde_json::{Value, json};
use vocabulary::{Clock, Iin, OfficerId};

use super::message::SignedMessage;
use crate::clock::SystemClock;
use crate::failure::Failure;
use crate::house::LEDGER_ORIGIN;

/// Arguments of `tanba record sign-event`.
#[derive(Debug, Args)]
pub(crate) struct SignArgs {
    /// Key file of the sender; made when there is none.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Number of the message: 1 for the first, then one more each.
    #[arg(long)]
    number: u64,
    /// Whose event it is.
    #[arg(long, value_parser = iin)]
    iin: Iin,
    /// What happened, e.g. death-established; `annulled` annuls the event of the same reference.
    #[arg(long)]
    kind: EventKind,
    /// Its legal date.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Date,
    /// Number of the record or decision.
    #[arg(long)]
    reference: String,
    /// Name of the register the message is for, as its checkpoints say it.
    #[arg(long, default_value = LEDGER_ORIGIN)]
    register: String,
}

fn iin(text: &str) -> Result<Iin, String> {
    Iin::parse(text).map_err(|error| error.to_string())
}

pub(super) fn run(args: &SignArgs) -> Result<Value, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new("feed", error.to_string());
    let key = match args.key.exists() {
        true => OfficerKey::open(&args.key, None),
        // The file is of an officer's form; a sender is nobody's account.
        false => OfficerKey::create(&args.key, OfficerId::from_random_bytes([0; 16]), None),
    };
    let key = key.map_err(|error| failed(&error))?;
    let message = FeedMessage {
        number: args.number,
        iin: args.iin.clone(),
        kind: args.kind,
        date: args.date,
        reference: args.reference.clone(),
    };
    let text = SignedMessage::text_of(&message).map_err(|error| failed(&error))?;
    let statement = Statement {
        purpose: SigningPurpose::CivilStatusEvent,
        register: &args.register,
        content: text.as_bytes(),
    };
    let signed = key.sign(&statement, SystemClock.now()).map_err(|error| failed(&error))?;
    eprintln!("public_key = \"{}\"", hex::encode(key.public()));
    Ok(json!(SignedMessage { text, signed }))
}
