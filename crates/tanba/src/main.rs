//! `tanba`: one binary, many roles. The only crate that sees all the others.

mod audit;
mod backup;
mod bench;
mod case_file;
mod clock;
mod daily;
mod demo;
mod dna;
mod failure;
mod feed;
mod fingerprint;
mod house;
mod install;
mod keeping;
mod key_place;
mod law;
mod law_map;
mod output;
mod premises;
mod serve;
mod strongroom;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The register of fingerprints and DNA that the Law of the Republic of Kazakhstan describes.
#[derive(Debug, Parser)]
#[command(name = "tanba", version, about, max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A population goes through registration, verification and identification; then the pages are served.
    Demo(demo::DemoArgs),
    /// Serves a register.
    Serve(serve::ServeArgs),
    /// Founds a register with its first administrator.
    Install(install::InstallArgs),
    /// Fingerprints: extract, show, compare, evaluate.
    Fingerprint(fingerprint::FingerprintArgs),
    /// DNA: likelihood ratios, files of profiles.
    Dna(dna::DnaArgs),
    /// What the Law says of a case.
    #[command(subcommand)]
    Law(LawCommand),
    /// The ledger: verify, export.
    Audit(audit::AuditArgs),
    /// Records to their end: terms, blocks, events, what takes two.
    Record(keeping::RecordArgs),
    /// Cases that end without a registration: closed with outcome and reason, or a refused duty.
    Case(keeping::CaseArgs),
    /// Acts of destruction and of transfer to the archive; carriers.
    Act(keeping::ActArgs),
    /// Searches for an unknown person, a corpse or a mark, with a case; and agreeing to those that are off by default.
    Search(keeping::SearchArgs),
    /// Requests, orders, findings, agreements, pieces of material: step by step.
    Matter(keeping::MatterArgs),
    /// The lane at the border: what it answers about a traveller, the second line, requests that exempt.
    Border(keeping::BorderArgs),
    /// Keys of records: state, rotation; keys that officers sign with.
    Keys(keeping::KeysArgs),
    /// Backups: create, verify, restore, the same for both engines.
    Backup(backup::BackupArgs),
    /// Measure speed and accuracy at a size of your choice.
    Bench(bench::BenchArgs),
}

#[derive(Debug, Subcommand)]
enum LawCommand {
    /// Whether a person may be registered, by whom, on what ground, and what is missing.
    Decide(law::DecideArgs),
    /// Until when a record may be kept.
    Retention(law::RetentionArgs),
    /// What keeps each of the 237 requirements, and the tests that prove it.
    Map(law_map::MapArgs),
}

fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::WARN).init();
    match Cli::parse().command {
        Command::Demo(args) => demo::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Install(args) => install::run(&args),
        Command::Fingerprint(args) => fingerprint::run(&args),
        Command::Dna(args) => dna::run(&args),
        Command::Law(LawCommand::Decide(args)) => law::decide(&args),
        Command::Law(LawCommand::Retention(args)) => law::retention(&args),
        Command::Law(LawCommand::Map(args)) => law_map::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Record(args) => keeping::record(&args),
        Command::Case(args) => keeping::case(&args),
        Command::Act(args) => keeping::act(&args),
        Command::Search(args) => keeping::search(&args),
        Command::Matter(args) => keeping::matter(&args),
        Command::Border(args) => keeping::border(&args),
        Command::Keys(args) => keeping::keys(&args),
        Command::Backup(args) => backup::run(&args),
        Command::Bench(args) => bench::run(&args),
    }
}
