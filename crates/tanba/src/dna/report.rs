//! Signed reports of imports: written beside the answer, checked by `tanba dna check-report`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use registry::signing::{
    KnownKey, OfficerKey, OfficerKeys, Signed, Signer, SigningPurpose, Statement, Verifier,
};
use serde::{Deserialize, Serialize};
use vocabulary::{Clock, OfficerId};

use super::import::ImportReport;
use crate::case_file;
use crate::clock::SystemClock;
use crate::failure::Failure;
use crate::house::LEDGER_ORIGIN;
use crate::output;

/// Longest signed report, bytes.
const REPORT_BYTES_MAX: usize = 32 << 20;

/// Where a signed report goes.
#[derive(Debug, Args)]
pub(super) struct SignArgs {
    /// Write the report, signed, to a new file
    #[arg(long, value_name = "OUT.json", requires = "key")]
    report: Option<PathBuf>,
    /// File with the key that signs it, without a passphrase; made when there is none
    #[arg(long, value_name = "FILE", requires = "report")]
    key: Option<PathBuf>,
    /// Name of the register the report is for, as its checkpoints say it
    #[arg(long, default_value = LEDGER_ORIGIN)]
    register: String,
}

/// A key and where its signature goes.
pub(super) struct SigningDesk {
    key: OfficerKey,
    out: PathBuf,
    register: String,
}

/// The text exactly as it was signed, for whom, and its signature.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignedReport {
    text: String,
    register: String,
    signed: Signed,
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new("report", error.to_string())
}

impl SignArgs {
    /// Opens the key before anything is read: what cannot be signed is not begun.
    pub(super) fn open(&self) -> Result<Option<SigningDesk>, Failure> {
        let (Some(out), Some(path)) = (&self.report, &self.key) else { return Ok(None) };
        if out.exists() {
            return Err(failed(format!("{} is there already: name a new file", out.display())));
        }
        let key = match path.exists() {
            true => OfficerKey::open(path, None),
            // The file is of an officer's form; who imports on the command line is nobody's account.
            false => OfficerKey::create(path, OfficerId::from_random_bytes([0; 16]), None),
        };
        let key = key.map_err(failed)?;
        Ok(Some(SigningDesk { key, out: out.clone(), register: self.register.clone() }))
    }
}

/// Signs the text of a report and writes it.
pub(super) fn sign(desk: &SigningDesk, text: &str) -> Result<(), Failure> {
    let SigningDesk { key, out, register } = desk;
    let statement = Statement { purpose: SigningPurpose::ImportReport, register, content: text.as_bytes() };
    let signed = key.sign(&statement, SystemClock.now()).map_err(failed)?;
    let report = SignedReport { text: text.to_owned(), register: register.clone(), signed };
    let line = serde_json::to_string(&report).map_err(failed)? + "\n";
    std::fs::write(out, line).map_err(|error| failed(format!("cannot write {}: {error}", out.display())))?;
    eprintln!("public_key = \"{}\"", hex::encode(key.public()));
    Ok(())
}

/// `tanba dna check-report REPORT.json --public KEY`
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The signed report
    #[arg(value_name = "REPORT.json")]
    report: PathBuf,
    /// Public key of who should have signed it, 64 hexadecimal digits
    #[arg(long, value_name = "HEX")]
    public: String,
    /// Print the report as one JSON object
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &CheckArgs) -> ExitCode {
    match check(args) {
        Ok(text) => match output::answer(&text) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => failure.report(args.json),
        },
        Err(failure) => failure.report(args.json),
    }
}

fn check(args: &CheckArgs) -> Result<String, Failure> {
    let refused = |(code, message)| Failure::new(code, message);
    let bytes = case_file::read(&args.report, REPORT_BYTES_MAX).map_err(refused)?;
    if bytes.len() > REPORT_BYTES_MAX {
        return Err(failed(format!("more than {REPORT_BYTES_MAX} bytes: no report is so long")));
    }
    let text = case_file::text(&args.report, bytes).map_err(refused)?;
    let report: SignedReport = serde_json::from_str(&text)
        .map_err(|error| failed(format!("{} is no signed report: {error}", args.report.display())))?;
    let public = hex::decode(&args.public).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let public = public.ok_or_else(|| failed("--public takes 64 hexadecimal digits"))?;
    let officer = OfficerId::from_random_bytes([0; 16]);
    let keys = OfficerKeys(vec![KnownKey { officer, public, from: Timestamp::MIN, until: None }]);
    let statement = Statement {
        purpose: SigningPurpose::ImportReport,
        register: &report.register,
        content: report.text.as_bytes(),
    };
    keys.verify(&statement, &report.signed).map_err(failed)?;
    let content: ImportReport = serde_json::from_str(&report.text).map_err(failed)?;
    if args.json {
        return Ok(report.text + "\n");
    }
    let ImportReport { profiles, accepted, refused, sha256, .. } = content;
    let SignedReport { register, signed, .. } = report;
    Ok(format!(
        "the signature holds: {} for {register}\n{profiles} profiles, {accepted} accepted, {refused} refused\n\
         SHA-256 of the file {sha256}\n",
        signed.at
    ))
}
