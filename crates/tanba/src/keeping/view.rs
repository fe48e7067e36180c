//! `tanba record view`: a record with its name, as an act with purpose and reference.

use clap::Args;
use jiff::civil::Date;
use registry::{IdentityProof, RecordView, ViewReason};
use serde_json::{Value, json};
use vocabulary::{Purpose, legal_date_kz};

use super::desk;
use super::record::Named;
use crate::failure::Failure;

/// Why a record is looked at.
#[derive(Debug, Args)]
pub(crate) struct WhyArgs {
    /// Purpose, by its code, e.g. subject-access.
    #[arg(long)]
    purpose: Purpose,
    /// Number of the document by which the person who asks proved who they are: for subject-access.
    #[arg(long, value_name = "NUMBER")]
    identity_document: Option<String>,
    /// The day it was seen; today when left out.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "identity_document")]
    seen_on: Option<Date>,
}

pub(super) fn run(named: &Named, why: &WhyArgs) -> Result<Value, Failure> {
    desk::at(&named.desk, async |house, actor| {
        let today = legal_date_kz(house.registry.clock().now());
        let proof = |document: &String| IdentityProof {
            document: document.clone(),
            seen_on: why.seen_on.unwrap_or(today),
        };
        let identity = why.identity_document.as_ref().map(proof);
        let reason = ViewReason { identity, ..ViewReason::new(why.purpose, &named.reference) };
        Ok(view_json(&house.registry.view_record(actor, named.number, reason).await?))
    })
}

fn view_json(view: &RecordView) -> Value {
    let certificates = view.certificates.iter().map(|certificate| {
        json!({ "number": certificate.number, "basis": certificate.basis,
                "registered_on": certificate.registered_on,
                "in_database_until": certificate.in_database_until })
    });
    let cases = view.cases.iter().map(|case| {
        json!({ "reference": case.reference, "basis": case.basis, "opened_on": case.event_date,
                "state": case.state })
    });
    let recorded = view.fingers.iter().filter(|finger| finger.impression.is_some()).count();
    json!({ "number": view.registry_number.to_string(), "person": view.identity,
            "fingers_recorded": recorded, "certificates": certificates.collect::<Vec<_>>(),
            "cases": cases.collect::<Vec<_>>(), "corrections": view.corrections.len(),
            "entry": view.ledger_sequence })
}
