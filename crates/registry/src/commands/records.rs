//! Reading records: each view joins the stores on purpose and is an entry before it is an answer (Art. 9).

use jiff::ToSpan;
use law::{Operation, Request};
use vocabulary::{Actor, CertificateNumber, PersonId, Purpose, RegistryNumber};

use crate::Registry;
use crate::act::{About, read_purpose};
use crate::error::CommandError;
use crate::model::{CapturedFinger, Certificate, RecordView, ViewReason};
use crate::validate::{self, invalid};

/// Longest time between the look at a document and the look at the record, days.
const PROOF_DAYS_MAX: i32 = 5;

const NO_RECORD: CommandError = CommandError::NotFound { what: "record" };

pub(crate) async fn view(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reason: ViewReason,
) -> Result<RecordView, CommandError> {
    check(registry, &reason)?;
    let person = registry.store.person_of(number).await?;
    let receipt = note_view(registry, actor, number, person, &reason).await?;
    let person = person.ok_or(NO_RECORD)?;
    let mut versions = registry.store.person_versions(person).await?;
    let corrections = versions.iter_mut().filter_map(|version| version.correction.take()).collect();
    let identity = versions.pop().ok_or(NO_RECORD)?.details;
    Ok(RecordView {
        registry_number: number,
        identity,
        corrections,
        fingers: registry.store.fingers(number).await?,
        certificates: registry.store.certificates_of(person).await?,
        cases: registry.store.cases_of(person).await?,
        ledger_sequence: receipt.sequence,
    })
}

pub(crate) async fn fingers(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reason: &ViewReason,
) -> Result<Vec<CapturedFinger>, CommandError> {
    check(registry, reason)?;
    let person = registry.store.person_of(number).await?;
    note_view(registry, actor, number, person, reason).await?;
    person.ok_or(NO_RECORD)?;
    Ok(registry.store.fingers(number).await?)
}

/// What a reason may say. The proof of identity is of the person who asks for their own information; the officer who
/// acts saw it, today or since the person asked.
pub(crate) fn check(registry: &Registry, reason: &ViewReason) -> Result<(), CommandError> {
    validate::reference("reason.reference", &reason.reference)?;
    let Some(proof) = &reason.identity else { return Ok(()) };
    if reason.purpose != Purpose::SubjectAccess {
        let why = "a document is shown by who asks for their own information: leave it out";
        return Err(invalid("identity_document", why));
    }
    validate::document_number("identity_document", &proof.document)?;
    let today = registry.today();
    let first = today.saturating_sub(PROOF_DAYS_MAX.days());
    if (first..=today).contains(&proof.seen_on) {
        Ok(())
    } else {
        Err(invalid("identity_seen_on", format!("the day the document was seen: from {first} to {today}")))
    }
}

/// About a record, with the proof of identity when there is one.
fn about_view(number: RegistryNumber, reason: &ViewReason) -> About<'_> {
    match &reason.identity {
        Some(proof) => About::OwnRecord(number, &reason.reference, proof),
        None => About::Record(number, &reason.reference),
    }
}

/// The entry of a view; also when there is no such record, and somebody asked for it.
pub(crate) async fn note_view(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    person: Option<PersonId>,
    reason: &ViewReason,
) -> Result<crate::sequencer::Receipt, CommandError> {
    let purpose = read_purpose(actor, reason.purpose);
    let mut request = Request::new(actor, Operation::ViewRecord, purpose, registry.today())
        .with_case_reference(&reason.reference);
    request.identity_proven = reason.identity.is_some();
    let life = registry.settled_life(number).await?;
    if let Some(life) = &life {
        request.basis = Some(life.basis);
        request.life = Some(life.state);
        request.territory = Some(life.territory);
    }
    request.own_case = match person {
        Some(person) => registry.is_own(actor, person).await?,
        None if life.is_some() => registry.collected(actor, number).await?,
        None => false,
    };
    let is_there = person.is_some() || life.is_some();
    let about = if is_there { about_view(number, reason) } else { About::Nothing };
    registry.note(&request, about).await
}

pub(crate) async fn find(
    registry: &Registry,
    actor: Actor,
    claim: &str,
    reason: ViewReason,
) -> Result<RegistryNumber, CommandError> {
    validate::claim(claim)?;
    check(registry, &reason)?;
    let purpose = read_purpose(actor, reason.purpose);
    // Who may not ask hears nothing of the stores: the law answers to the form before anything is looked up.
    let mut asked = Request::new(actor, Operation::SearchPerson, purpose, registry.today())
        .with_case_reference(&reason.reference);
    asked.identity_proven = reason.identity.is_some();
    let grant = registry.allow(&asked, About::Nothing).await?;
    let (person, number, basis) = match registry.claimed_record(actor, claim).await {
        Ok(Some(found)) => found,
        Ok(None) => return registry.ended(grant, About::Nothing, NO_RECORD).await,
        Err(error) => return registry.ended(grant, About::Nothing, error).await,
    };
    let mut request = asked.on_basis(basis);
    request.life = registry.settled_life(number).await?.map(|life| life.state);
    request.own_case = registry.is_own(actor, person).await?;
    registry.note(&request, about_view(number, &reason)).await?;
    Ok(number)
}

/// Authenticity of a certificate: number, basis, dates; the answer names nobody.
pub(crate) async fn certificate(
    registry: &Registry,
    actor: Actor,
    number: &CertificateNumber,
) -> Result<Certificate, CommandError> {
    let found = registry.store.certificate(number).await?;
    let purpose = read_purpose(actor, Purpose::Confirm);
    // No basis: whoever collects may ask whether a certificate is genuine.
    let request = Request::new(actor, Operation::SearchPerson, purpose, registry.today());
    registry.note(&request, About::Certificate(actor.officer, number)).await?;
    found.map(|(certificate, _)| certificate).ok_or(CommandError::NotFound { what: "certificate" })
}
