//! Papers as files: `tanba record certificate`, `tanba record destroyed`, `tanba act print`. Each is an act of the
//! register before it is a file; words and layout are those of the pages.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use registry::{Officer, ViewReason};
use serde_json::{Value, json};
use vocabulary::{ActId, Actor, CertificateNumber, Purpose};
use web::Lang;
use web::printed::{Asking, Issuing, PrintError};

use super::desk::{self, DeskArgs};
use super::record::Named;
use crate::failure::Failure;
use crate::house::House;

/// Where the paper goes, and in which language it speaks.
#[derive(Debug, Args)]
pub(super) struct PaperArgs {
    /// PDF file to write; one that exists is not replaced.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Language of the paper: kk, ru or en.
    #[arg(long, default_value = "kk", value_parser = language)]
    language: Lang,
}

/// A certificate, and why it is printed.
#[derive(Debug, Args)]
pub(super) struct CertificateArgs {
    #[command(flatten)]
    pub(super) desk: DeskArgs,
    /// Number of the certificate, such as TB-2026-12345678-90.
    #[arg(value_parser = certificate_number)]
    number: CertificateNumber,
    /// Case or request that is the ground.
    #[arg(long)]
    reference: String,
    #[command(flatten)]
    paper: PaperArgs,
}

/// A destroyed record, and who asks about it.
#[derive(Debug, Args)]
pub(super) struct DestroyedArgs {
    #[command(flatten)]
    pub(super) named: Named,
    /// Name of the person who asks, as on the document they show; stored nowhere.
    #[arg(long)]
    name: String,
    /// The document they show, if the paper shall name it.
    #[arg(long)]
    document: Option<String>,
    #[command(flatten)]
    paper: PaperArgs,
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::from_code(text).ok_or_else(|| "one of kk, ru, en".to_owned())
}

fn certificate_number(text: &str) -> Result<CertificateNumber, String> {
    CertificateNumber::parse(text)
        .ok_or_else(|| "no certificate has this number: a digit is wrong".to_owned())
}

impl From<PrintError> for Failure {
    fn from(error: PrintError) -> Self {
        Self::new("paper", error.to_string())
    }
}

/// What is printed, and the answer of the command without the file.
type Printed = Result<(Vec<u8>, Value), Failure>;

impl PaperArgs {
    /// Makes the file first, so that no act is recorded for a paper that cannot be written; an act that is refused
    /// leaves no file.
    fn write(&self, print: impl FnOnce() -> Printed) -> Result<Value, Failure> {
        let failed =
            |error: std::io::Error| Failure::new("output", format!("{}: {error}", self.output.display()));
        let mut file = new_file(&self.output).map_err(failed)?;
        let written = print().and_then(|(pdf, answer)| {
            file.write_all(&pdf).and_then(|()| file.sync_all()).map_err(failed)?;
            Ok(answer)
        });
        match written {
            Ok(mut answer) => {
                answer["file"] = json!(self.output.display().to_string());
                Ok(answer)
            }
            Err(failure) => {
                // What is left of a paper that was not made is empty or half; the failure is told either way.
                let _ = std::fs::remove_file(&self.output);
                Err(failure)
            }
        }
    }

    async fn issued<T>(
        &self,
        house: &House,
        actor: Actor,
        print: impl FnOnce(Issuing<'_>) -> Result<T, PrintError>,
    ) -> Result<T, Failure> {
        let officer: Option<Officer> = house.registry.store().officer(actor.officer).await?;
        let officer = officer.ok_or_else(|| Failure::new("officer", "the account of the officer is gone"))?;
        let on = vocabulary::legal_date_kz(house.registry.clock().now());
        Ok(print(Issuing { officer: &officer, on, lang: self.language })?)
    }
}

/// A new file that only its owner reads: papers hold names.
fn new_file(path: &std::path::Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The certificate of registration: found by its number, then viewed with its record; each is an entry.
pub(super) fn certificate(args: &CertificateArgs) -> Result<Value, Failure> {
    args.paper.write(|| {
        desk::at(&args.desk, async |house, actor| {
            let reason = ViewReason {
                purpose: Purpose::Registration,
                reference: args.reference.clone(),
                identity: None,
            };
            let registry = &house.registry;
            let number = registry.find_record(actor, args.number.as_str(), reason.clone()).await?;
            let view = registry.view_record(actor, number, reason).await?;
            let certificate = view.certificates.iter().find(|known| known.number == args.number);
            let case = view.cases.iter().find(|case| case.certificate.as_ref() == Some(&args.number));
            let (Some(certificate), Some(case)) = (certificate, case) else {
                let why = format!("{} is on no case of its record", args.number);
                return Err(Failure::new("certificate", why));
            };
            // What this case says of the person, not what another one said.
            let details = case.details.as_ref().unwrap_or(&view.identity);
            let pdf =
                args.paper.issued(house, actor, |issuing| issuing.certificate(certificate, case, details));
            let answer = json!({ "certificate": args.number.to_string(), "entry": view.ledger_sequence });
            Ok((pdf.await?, answer))
        })
    })
}

/// The certificate of destruction.
pub(super) fn destroyed(args: &DestroyedArgs) -> Result<Value, Failure> {
    let asking = Asking { name: args.name.clone(), document: args.document.clone() };
    asking.check()?;
    args.paper.write(|| {
        desk::at(&args.named.desk, async |house, actor| {
            let (number, reference) = (args.named.number, &args.named.reference);
            let found = house.registry.destroyed(actor, number, reference).await?;
            let pdf = args.paper.issued(house, actor, |issuing| issuing.destroyed(&found, &asking)).await?;
            let answer = json!({ "record": number.to_string(), "act": found.tombstone.act_number,
                                 "destroyed_on": found.tombstone.destroyed_on, "entry": found.issued_entry });
            Ok((pdf, answer))
        })
    })
}

/// An approved act.
pub(super) fn act(desk: &DeskArgs, id: ActId, paper: &PaperArgs) -> Result<Value, Failure> {
    paper.write(|| {
        desk::at(desk, async |house, actor| {
            let printed = house.registry.printed_act(actor, id).await?;
            let pdf = paper.issued(house, actor, |issuing| issuing.act(&printed)).await?;
            let answer = json!({ "act": id.to_string(), "number": printed.act.text.number,
                                 "entry": printed.entry });
            Ok((pdf, answer))
        })
    })
}
