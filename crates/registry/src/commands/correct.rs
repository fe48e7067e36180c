//! Corrections and supplements of personal data (Art. 13 and 26): a new version of the person's details, on a ground
//! and a document that shows it. Nothing is overwritten; what was there before is read by oversight only (R13.1.4).

use law::{Operation, Request};
use vocabulary::{Actor, PersonId, Purpose, RegistryNumber};

use super::wrong_state;
use crate::Registry;
use crate::act::{About, read_purpose};
use crate::error::{CommandError, StoreError};
use crate::model::{
    Correction, CorrectionKind, IdentityDetails, NewCorrection, PersonVersion, RecordLife, ViewReason,
    only_adds,
};
use crate::sequencer::{AfterCommit, Change, Transaction};
use crate::validate::{self, invalid};

/// Most versions of one person: nobody's data change so often.
const VERSIONS_MAX: usize = 500;

/// Corrects or supplements the details of a record's person.
pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    new: NewCorrection,
) -> Result<Correction, CommandError> {
    validate::reference("reference", &new.reference)?;
    // A corrected date of birth moves the term.
    let _before_it_ends = registry.ends.read().await;
    let life = registry.life_of(number)?;
    let about = About::Record(number, &new.reference);
    let grant = registry.allow(&request(registry, actor, &life).await?, about).await?;
    // The Law refuses a depersonalised record (Art. 9(1)); without a person there is nothing to correct either way.
    let Some(person) = life.person else {
        return registry.ended(grant, about, wrong_state("the record is depersonalised")).await;
    };
    let numbers = registry.store.linked_numbers(person).await?;
    // The details are those of every record of the person: a block of one stops the change (Art. 1(7)).
    for other in numbers.iter().filter_map(|other| registry.lives.get(*other)) {
        if other.number != number && other.state.is_blocked() {
            let blocked = RecordLife { state: other.state, ..RecordLife::clone(&life) };
            registry.allow(&request(registry, actor, &blocked).await?, about).await?;
        }
    }
    let (version, details) = match corrected(registry, person, &new).await {
        Ok(corrected) => corrected,
        Err(error) => return registry.ended(grant, about, error).await,
    };
    let correction = Correction {
        kind: new.kind,
        ground: new.ground,
        reference: new.reference.clone(),
        officer: actor.officer,
        role: actor.role,
        body: actor.body,
        at: registry.clock().now(),
    };
    let change = Change::PersonCorrected { id: person, version, details, correction: correction.clone() };
    let transaction = about.of(Transaction::granted(grant))?.change(change);
    registry.submit(transaction.then(AfterCommit::Refresh(numbers))).await?;
    Ok(correction)
}

async fn request(
    registry: &Registry,
    actor: Actor,
    life: &RecordLife,
) -> Result<Request<'static>, StoreError> {
    registry.own_keeping_request(actor, Operation::CorrectPerson, life).await
}

/// The details after the correction, and the number of their version.
async fn corrected(
    registry: &Registry,
    person: PersonId,
    new: &NewCorrection,
) -> Result<(u32, IdentityDetails), CommandError> {
    let versions = registry.store.person_versions(person).await?;
    let Some(PersonVersion { version, details: known, .. }) = versions.last() else {
        return Err(CommandError::NotFound { what: "person" });
    };
    if versions.len() >= VERSIONS_MAX {
        return Err(wrong_state(format!(
            "the person has {VERSIONS_MAX} versions of details: no more are made"
        )));
    }
    let details = new.change.applied(known);
    if details == *known {
        return Err(invalid("change", "the record says so already: nothing would change"));
    }
    if new.kind == CorrectionKind::Supplement && !only_adds(known, &details) {
        let why = "something recorded would be replaced: that is a correction, not a supplement";
        return Err(invalid("change", why));
    }
    validate::identity(&details, registry.today())?;
    if let Some(iin) = details.iin.as_ref().filter(|_| details.iin != known.iin)
        && registry.store.person_by_iin(iin.as_str()).await?.is_some()
    {
        let why = "another person is registered with this IIN: whether the two are one is for examiners, not for a \
                   correction";
        return Err(invalid("person.iin", why));
    }
    Ok((version + 1, details))
}

/// Every version of the details of a record's person, oldest first: for oversight, with a reason (R13.1.4).
pub(crate) async fn superseded(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reason: &ViewReason,
) -> Result<Vec<PersonVersion>, CommandError> {
    validate::reference("reason.reference", &reason.reference)?;
    let life = registry.life_of(number)?;
    let purpose = match reason.purpose {
        Purpose::Keeping => read_purpose(actor, Purpose::Keeping),
        other => other,
    };
    let mut request = registry.keeping_request(actor, Operation::ViewSuperseded, &life);
    request.purpose = purpose;
    registry.note(&request, About::Record(number, &reason.reference)).await?;
    let person = life.person.ok_or(CommandError::NotFound { what: "record" })?;
    Ok(registry.store.person_versions(person).await?)
}
