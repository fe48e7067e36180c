//! The two signatures under a report on a change of the terms: a data-protection officer signs, a head confirms, each in
//! their own name (R3.1.1).

use keyring::signing::{Signed, SigningPurpose};
use law::{Grant, Operation, SignedTerms};
use serde::Serialize;
use vocabulary::{Actor, ReportId};

use super::report::moved;
use super::view::stored;
use super::{Rules, noted};
use crate::Registry;
use crate::act::About;
use crate::commands::signatures::{self, Signatures};
use crate::commands::wrong_state;
use crate::error::{CommandError, StoreError};
use crate::model::{ActSignature, Document, ReportState, TermReport, TermsInForce};
use crate::sequencer::{Change, Keeper, Owner, Transaction};

#[derive(Serialize)]
struct AboutReport<'a> {
    report: ReportId,
    number: &'a str,
    differing: u64,
}

/// Signs with the officer's key that lies with this machine.
pub(crate) async fn sign_here(
    registry: &Registry,
    actor: Actor,
    id: ReportId,
    secret: &str,
) -> Result<TermReport, CommandError> {
    let signed = made_here(registry, actor, id, secret).await?;
    sign(registry, actor, id, signed).await
}

/// Confirms with the officer's key that lies with this machine.
pub(crate) async fn confirm_here(
    registry: &Registry,
    actor: Actor,
    id: ReportId,
    secret: &str,
) -> Result<TermReport, CommandError> {
    let signed = made_here(registry, actor, id, secret).await?;
    confirm(registry, actor, id, signed).await
}

async fn made_here(
    registry: &Registry,
    actor: Actor,
    id: ReportId,
    secret: &str,
) -> Result<Signed, CommandError> {
    let report = stored(registry, id).await?;
    let content = content(&report)?;
    signatures::sign_here(registry, actor.officer, secret, SigningPurpose::TermDifferences, &content)
}

fn content(report: &TermReport) -> Result<Vec<u8>, StoreError> {
    let damaged =
        |e: serde_json::Error| StoreError::Damaged { what: "the report".to_owned(), why: e.to_string() };
    report.text.canonical().map_err(damaged)
}

fn about(transaction: Transaction, actor: Actor, report: &TermReport) -> Result<Transaction, StoreError> {
    let text = &report.text;
    let payload = AboutReport { report: text.id, number: &text.number, differing: text.totals.differing };
    transaction.about("term-report", Keeper::Links, Owner::Officer(actor.officer), &payload)
}

fn request(
    registry: &Registry,
    actor: Actor,
    operation: Operation,
    report: &TermReport,
) -> law::Request<'static> {
    registry.keeping_in_general(actor, operation).on_terms(SignedTerms {
        signed_by: report.signed.as_ref().map(|given| given.officer),
        confirmed: report.confirmed.is_some(),
    })
}

/// The report as it stands, and the grant to put this signature under it.
async fn granted(
    registry: &Registry,
    actor: Actor,
    operation: Operation,
    id: ReportId,
    signed: &Signed,
) -> Result<(TermReport, Grant), CommandError> {
    let report = stored(registry, id).await?;
    let grant = registry.allow(&request(registry, actor, operation, &report), About::Nothing).await?;
    match may_be_signed(registry, actor, &report, signed).await {
        Ok(()) => Ok((report, grant)),
        Err(error) => registry.ended(grant, About::Nothing, error).await,
    }
}

/// Takes the first signature.
pub(crate) async fn sign(
    registry: &Registry,
    actor: Actor,
    id: ReportId,
    signed: Signed,
) -> Result<TermReport, CommandError> {
    let _one = registry.keeping.lock().await;
    let (mut report, grant) = granted(registry, actor, Operation::SignTerms, id, &signed).await?;
    report.signed = Some(ActSignature { officer: actor.officer, signed });
    report.state = ReportState::Signed;
    report.version += 1;
    let document = Document::TermReport(report.clone());
    let transaction = about(Transaction::granted(grant), actor, &report)?;
    registry.submit(transaction.change(Change::Documented(Box::new(document)))).await?;
    Ok(report)
}

/// Takes the second signature: from now on the new rules count.
pub(crate) async fn confirm(
    registry: &Registry,
    actor: Actor,
    id: ReportId,
    signed: Signed,
) -> Result<TermReport, CommandError> {
    let _one = registry.keeping.lock().await;
    let (mut report, grant) = granted(registry, actor, Operation::ConfirmTerms, id, &signed).await?;
    report.confirmed = Some(ActSignature { officer: actor.officer, signed });
    report.state = ReportState::Confirmed;
    report.version += 1;
    let terms = TermsInForce {
        rules: report.text.new.clone(),
        fingerprint: report.text.new_fingerprint.clone(),
        since: registry.today(),
        report: Some(id),
        version: noted(registry).await?.map_or(1, |terms| terms.version + 1),
    };
    let transaction = about(Transaction::granted(grant), actor, &report)?
        .change(Change::Documented(Box::new(Document::TermReport(report.clone()))))
        .change(Change::Documented(Box::new(Document::Terms(terms))));
    registry.submit(transaction).await?;
    Ok(report)
}

/// Whether the report is of the change that waits now, still says what differs, and every signature under it holds.
async fn may_be_signed(
    registry: &Registry,
    actor: Actor,
    report: &TermReport,
    signed: &Signed,
) -> Result<(), CommandError> {
    let text = &report.text;
    if !report.is_open() {
        return Err(wrong_state("another report took the place of this one: sign the one that waits"));
    }
    let is_of_this = match Rules::of(registry).await? {
        Rules::Changed(change) => {
            change.old.fingerprint == text.old_fingerprint
                && change.new.table == text.new.table
                && change.new_fingerprint == text.new_fingerprint
        }
        Rules::First(_) | Rules::Settled(_) | Rules::Rewritten(_) => false,
    };
    if !is_of_this {
        return Err(wrong_state("the report is not of the change of rules that waits now: run the sweep"));
    }
    let moved = moved(registry, report).await?;
    if moved > 0 {
        return Err(wrong_state(format!(
            "since report {} was drawn up the terms of {moved} records moved by events: run the sweep, it draws up a \
             new report",
            text.number
        )));
    }
    let (signatures, content) = (Signatures::of(registry).await?, content(report)?);
    if let Some(first) = &report.signed {
        signatures.check(SigningPurpose::TermDifferences, &content, first.officer, &first.signed)?;
    }
    signatures.check(SigningPurpose::TermDifferences, &content, actor.officer, signed)
}
