//! Reading records: each view joins the stores on purpose and is an entry before it is an answer (Art. 9).

use law::{Operation, Request};
use vocabulary::{Actor, CertificateNumber, PersonId, RegistryNumber};

use crate::Registry;
use crate::act::{About, read_purpose};
use crate::error::CommandError;
use crate::model::{CapturedFinger, Certificate, RecordView, ViewReason};
use crate::validate;

const NO_RECORD: CommandError = CommandError::NotFound { what: "record" };

pub(crate) async fn view(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reason: ViewReason,
) -> Result<RecordView, CommandError> {
    validate::reference("reason.reference", &reason.reference)?;
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
    validate::reference("reason.reference", &reason.reference)?;
    let person = registry.store.person_of(number).await?;
    note_view(registry, actor, number, person, reason).await?;
    person.ok_or(NO_RECORD)?;
    Ok(registry.store.fingers(number).await?)
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
    if let Some(life) = registry.settled_life(number).await? {
        request.basis = Some(life.basis);
        request.life = Some(life.state);
        request.territory = Some(life.territory);
    }
    if let Some(person) = person {
        request.own_case = registry.is_own(actor, person).await?;
    }
    let about = if person.is_some() { About::Record(number, &reason.reference) } else { About::Nothing };
    registry.note(&request, about).await
}

pub(crate) async fn find(
    registry: &Registry,
    actor: Actor,
    claim: &str,
    reason: ViewReason,
) -> Result<RegistryNumber, CommandError> {
    validate::claim(claim)?;
    validate::reference("reason.reference", &reason.reference)?;
    let purpose = read_purpose(actor, reason.purpose);
    // Who may not ask hears nothing of the stores: the law answers to the form before anything is looked up.
    let asked = Request::new(actor, Operation::SearchPerson, purpose, registry.today())
        .with_case_reference(&reason.reference);
    let grant = registry.allow(&asked, About::Nothing).await?;
    let (person, number, basis) = match registry.claimed_record(actor, claim).await {
        Ok(Some(found)) => found,
        Ok(None) => return registry.ended(grant, About::Nothing, NO_RECORD).await,
        Err(error) => return registry.ended(grant, About::Nothing, error).await,
    };
    let mut request = asked.on_basis(basis);
    request.life = registry.settled_life(number).await?.map(|life| life.state);
    request.own_case = registry.is_own(actor, person).await?;
    registry.note(&request, About::Record(number, &reason.reference)).await?;
    Ok(number)
}

/// Authenticity of a certificate: number, basis, dates; the answer names nobody.
pub(crate) async fn certificate(
    registry: &Registry,
    actor: Actor,
    number: &CertificateNumber,
) -> Result<Certificate, CommandError> {
    let found = registry.store.certificate(number).await?;
    let purpose = read_purpose(actor, vocabulary::Purpose::Confirm);
    // No basis: whoever collects may ask whether a certificate is genuine.
    let request = Request::new(actor, Operation::SearchPerson, purpose, registry.today());
    registry.note(&request, About::Certificate(actor.officer, number)).await?;
    found.map(|(certificate, _)| certificate).ok_or(CommandError::NotFound { what: "certificate" })
}
