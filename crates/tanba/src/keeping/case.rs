//! `tanba case`: cases that end without a registration.

use clap::{Args, Subcommand};
use law::{ClosingOutcome, ClosingReason};
use registry::{CaseRecord, NewClosing, NewRefusal, ProtocolSigned};
use serde_json::{Value, json};
use vocabulary::CaseId;

use super::desk::{self, DeskArgs};
use crate::failure::Failure;

/// Arguments of `tanba case`.
#[derive(Debug, Args)]
pub(crate) struct CaseArgs {
    #[command(subcommand)]
    what: CaseCommand,
}

/// A case and the document of what is done.
#[derive(Debug, Args)]
struct Named {
    #[command(flatten)]
    desk: DeskArgs,
    /// The case.
    case: CaseId,
    /// Number of the document: of the closing, of the protocol.
    #[arg(long)]
    reference: String,
}

#[derive(Debug, Subcommand)]
enum CaseCommand {
    /// Closes a case that made no record, with outcome and reason (Art. 6(2)).
    Close {
        #[command(flatten)]
        named: Named,
        /// How it ends: postponed, withdrawn, passed-on.
        outcome: ClosingOutcome,
        /// Why: temporary-damage (postponed); application-withdrawn, did-not-return, opened-in-error (withdrawn);
        /// other-body, inquiry (passed-on).
        reason: ClosingReason,
        /// Language in which the person was warned to come after healing: kk, ru or en. For a postponement.
        #[arg(long, value_name = "LANGUAGE")]
        warned_in: Option<String>,
    },
    /// Records that the person refuses a duty, with the protocol (Art. 7(2)).
    Refuse {
        #[command(flatten)]
        named: Named,
        /// Language of the protocol: kk, ru or en.
        #[arg(long)]
        language: String,
        /// A witness who signed because the person would not; given twice.
        #[arg(long, value_name = "NAME")]
        witness: Vec<String>,
    },
}

impl CaseArgs {
    pub(crate) fn json(&self) -> bool {
        match &self.what {
            CaseCommand::Close { named, .. } | CaseCommand::Refuse { named, .. } => named.desk.json,
        }
    }
}

pub(super) fn run(args: &CaseArgs) -> Result<Value, Failure> {
    match &args.what {
        CaseCommand::Close { named, outcome, reason, warned_in } => {
            let new = NewClosing {
                outcome: *outcome,
                reason: *reason,
                reference: named.reference.clone(),
                warned_in: warned_in.clone(),
            };
            desk::at(&named.desk, async |house, actor| {
                Ok(ended_json(&house.registry.close_case(actor, named.case, new).await?))
            })
        }
        CaseCommand::Refuse { named, language, witness } => {
            let new = NewRefusal {
                reference: named.reference.clone(),
                language: language.clone(),
                signed: signed(witness)?,
            };
            desk::at(&named.desk, async |house, actor| {
                Ok(ended_json(&house.registry.refuse_duty(actor, named.case, new).await?))
            })
        }
    }
}

fn signed(witnesses: &[String]) -> Result<ProtocolSigned, Failure> {
    match witnesses {
        [] => Ok(ProtocolSigned::ByPerson),
        [first, second] => Ok(ProtocolSigned::ByWitnesses(first.clone(), second.clone())),
        other => {
            let why = format!(
                "{} witness given: none when the person signed, otherwise --witness twice",
                other.len()
            );
            Err(Failure::new("witness", why))
        }
    }
}

fn ended_json(case: &CaseRecord) -> Value {
    json!({ "case": case.id.to_string(), "state": case.state, "ending": case.ending })
}
