//! `tanba keys`: the keys of records and those that officers sign with.

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use keyring::{Epoch, Keyring};
use registry::ports::Keys;
use registry::signing::SignatureForm;
use registry::{Domain, IndexRotation};
use serde_json::{Value, json};

use super::desk::{self, DeskArgs};
use crate::failure::Failure;
use crate::house::House;
use crate::premises::PremisesArgs;

/// Keys rewrapped at once.
const BATCH: usize = 1000;

/// Arguments of `tanba keys`.
#[derive(Debug, Args)]
pub(crate) struct KeysArgs {
    #[command(subcommand)]
    what: KeysCommand,
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// What the keyrings say of themselves: epochs, numbers of keys. No secret.
    State {
        #[command(flatten)]
        place: PremisesArgs,
        /// One JSON object on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Begins a new epoch of key-encryption keys, rewraps every key, retires the old epoch: after it no old copy of
    /// the key files opens what was erased.
    Rotate {
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// Begins a new key that people are found by (IIN, document number), indexes everybody anew, erases the old key:
    /// after it the keyed values of an old backup say nothing. Goes on where it was stopped. An old copy of the key
    /// files still has the old key until `rotate`.
    RotateIndex {
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// Makes the key an officer signs acts with, under a passphrase (second line of standard input), and registers
    /// its public half. By an administrator.
    Officer {
        #[command(flatten)]
        desk: DeskArgs,
        /// Sign-in name of the officer whose key it is.
        login: String,
    },
}

impl KeysArgs {
    pub(crate) fn json(&self) -> bool {
        match &self.what {
            KeysCommand::State { json, .. } => *json,
            KeysCommand::Rotate { desk }
            | KeysCommand::RotateIndex { desk }
            | KeysCommand::Officer { desk, .. } => desk.json,
        }
    }
}

pub(super) fn run(args: &KeysArgs) -> Result<Value, Failure> {
    match &args.what {
        KeysCommand::State { place, .. } => desk::looking(place, async |house| state(house)),
        KeysCommand::Rotate { desk } => desk::at(desk, async |house, actor| {
            house.registry.note_rotation(actor).await?;
            for domain in Domain::ALL {
                rotate(house, domain)?;
            }
            state(house)
        }),
        KeysCommand::RotateIndex { desk } => desk::mending(desk, async |house, actor| {
            let bar = index_bar();
            let progress = |done: IndexRotation| {
                bar.set_length(done.people);
                bar.set_position(done.reindexed);
            };
            let done = house.registry.rotate_index(actor, &progress).await;
            bar.finish_and_clear();
            let done = done?;
            Ok(json!({ "index_key": done.epoch, "people": done.people, "erased_keys": done.erased_keys }))
        }),
        KeysCommand::Officer { desk, login } => desk::at(desk, async |house, actor| {
            let secret = desk::line("passphrase")?;
            let officers = house.registry.list_officers(actor).await?;
            let officer = officers.iter().find(|officer| officer.login == *login && officer.active);
            let officer = officer
                .ok_or_else(|| Failure::new("not-found", format!("{login}: no open account of this name")))?;
            let public = house.officer_keys.create(officer.id, &secret)?;
            let form = SignatureForm::Ed25519;
            house.registry.set_signing_key(actor, officer.id, form, &public).await?;
            Ok(json!({ "officer": officer.id.to_string(), "public_key": public }))
        }),
    }
}

/// A bar on standard error, where that is a terminal.
fn index_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} people, {eta} left");
    let bar = ProgressBar::new(0);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new("record-keys", error.to_string())
}

fn rotate(house: &House, domain: Domain) -> Result<(), Failure> {
    let ring = house.vault.ring(domain);
    // First what an earlier rotation left when it was stopped: epochs would pile up otherwise.
    finish(ring)?;
    ring.begin_epoch().map_err(failed)?;
    finish(ring)
}

/// Rewraps what older epochs wrap and retires them.
fn finish(ring: &Keyring) -> Result<(), Failure> {
    while !ring.rewrap(BATCH).map_err(failed)?.done {}
    let before = ring.state().map_err(failed)?.current.0 - 1;
    match before {
        0 => Ok(()),
        before => ring.retire(Epoch(before)).map_err(failed),
    }
}

fn state(house: &House) -> Result<Value, Failure> {
    let mut rings = Vec::new();
    for domain in Domain::ALL {
        let ring = house.vault.ring(domain);
        let state = ring.state().map_err(failed)?;
        rings
            .push(json!({ "store": domain.to_string(), "epoch": state.current.0, "retired": state.retired.0,
                           "held_by": ring.held_by(), "keys": state.keys.values().sum::<u64>(), "damaged": state.damaged }));
    }
    // The newest first; two while a rotation runs or was stopped.
    let index_keys = house.vault.index_epochs(Domain::Identity)?;
    Ok(json!({ "keyrings": rings, "index_keys": index_keys }))
}
