//! What a person is told of their own record: what is held, until when, and who did what with it (Art. 7(1)(1)).

use jiff::Timestamp;
use law::{MatterField, MatterKind};
use ledger::Entry;
use vocabulary::{Actor, MatterId, Purpose, RegistryNumber, legal_date_kz};

use super::matters;
use crate::Registry;
use crate::error::{CommandError, StoreError};
use crate::model::{Document, Extract, ExtractFinger, Look, Matter, NewMatterStep, RecordLife};
use crate::sequencer::Owner;
use crate::validate::invalid;

/// Most acts shown.
const LOOKS_MAX: u32 = 5000;
/// Purposes of investigations: what an order may hide from the person for a time.
const HIDDEN: [Purpose; 3] = [Purpose::Identify, Purpose::Safety, Purpose::ForeignerControl];

/// Draws the extract of an access request and takes the step that names it by its digest.
pub(crate) async fn draw(
    registry: &Registry,
    actor: Actor,
    id: MatterId,
    language: &str,
) -> Result<(Matter, Extract), CommandError> {
    let request = matters::stored(registry, id).await?;
    let (MatterKind::AccessRequest, Some(number)) = (request.kind, request.number) else {
        return Err(CommandError::NotFound { what: "access request" });
    };
    MatterField::Language.check(language).map_err(|error| invalid("language", error.expected))?;
    let life = registry.life_of(number)?;
    let extract = extract(registry, &life, language).await?;
    let bytes = serde_json::to_vec(&extract)
        .map_err(|error| StoreError::Damaged { what: "the extract".to_owned(), why: error.to_string() })?;
    let given = [
        (MatterField::Digest, ledger::leaf_hash(&bytes).to_string()),
        (MatterField::Language, language.to_owned()),
    ];
    let step = NewMatterStep {
        kind: request.kind,
        matter: Some(id),
        number: None,
        step: matters::DRAW_EXTRACT.to_owned(),
        given: given.into(),
    };
    // The step is committed before the extract leaves; who may not take it hears nothing of the record.
    let matter = matters::take(registry, actor, step).await?;
    Ok((matter, extract))
}

async fn extract(registry: &Registry, life: &RecordLife, language: &str) -> Result<Extract, CommandError> {
    let number = life.number;
    let person = life.person.ok_or(CommandError::NotFound { what: "record that is joined to a person" })?;
    let record = registry.store.person(person).await?.ok_or(CommandError::NotFound { what: "person" })?;
    let today = registry.today();
    let fingers = registry.store.fingers(number).await?;
    let mut certificates = registry.store.certificates_of(person).await?;
    certificates.retain(|certificate| certificate.basis == life.basis);
    Ok(Extract {
        number,
        basis: life.basis,
        registered_on: life.registered_on,
        state: life.state.to_string(),
        term: life.standing(today, &registry.terms.table_on(today)).term,
        identity: record.details,
        fingers: fingers.iter().map(|finger| ExtractFinger::of(finger.position, &finger.status)).collect(),
        certificates,
        looks: looks(registry, number, Some(person)).await?,
        drawn_on: today,
        language: language.to_owned(),
    })
}

/// What was done with a record, its case and its person, newest first, without what an order hides today.
async fn looks(
    registry: &Registry,
    number: RegistryNumber,
    person: Option<vocabulary::PersonId>,
) -> Result<Vec<Look>, StoreError> {
    let mut owners = vec![Owner::Record(number)];
    owners.extend(registry.store.case_of(number).await?.map(Owner::Case));
    owners.extend(person.map(Owner::Person));
    let mut entries = Vec::new();
    for owner in owners {
        entries.extend(registry.store.entries_of(owner, LOOKS_MAX).await?);
    }
    entries.sort_unstable_by_key(|sequence| std::cmp::Reverse(*sequence));
    entries.dedup();
    entries.truncate(LOOKS_MAX as usize);
    let orders = orders_in_force(registry, number).await?;
    let mut looks = Vec::new();
    for sequence in entries {
        let Some((bytes, _)) = registry.store.ledger_entries(sequence, 1).await?.pop() else { continue };
        let entry = Entry::from_bytes(&bytes).map_err(|error| StoreError::Damaged {
            what: format!("ledger entry {sequence}"),
            why: error.to_string(),
        })?;
        let look = look(&entry);
        let hides = |from: &jiff::civil::Date| HIDDEN.contains(&look.purpose) && look.on >= *from;
        // The order itself would tell that somebody looks.
        let is_order = entry.requirement == "R7.1.4" && !orders.is_empty();
        if !is_order && !orders.iter().any(hides) {
            looks.push(look);
        }
    }
    Ok(looks)
}

/// First days of the orders that hide looks at a record today: in force, and their last day not over.
async fn orders_in_force(
    registry: &Registry,
    number: RegistryNumber,
) -> Result<Vec<jiff::civil::Date>, StoreError> {
    let today = registry.today();
    let day = |matter: &Matter, field| matter.value(field).and_then(|day| vocabulary::parse_date(day).ok());
    let pick = |document| match document {
        Document::Matter(matter)
            if matter.kind == MatterKind::WithholdingOrder
                && matter.number == Some(number)
                && matter.state() == "in-force"
                && day(&matter, MatterField::Until).is_some_and(|until| until >= today) =>
        {
            day(&matter, MatterField::From)
        }
        _ => None,
    };
    registry.gather(crate::model::DocumentKind::Matter, pick).await
}

fn look(entry: &Entry) -> Look {
    let at = Timestamp::from_millisecond(entry.at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    Look {
        entry: entry.sequence,
        on: legal_date_kz(at),
        body: entry.body,
        role: entry.role,
        operation: entry.operation.clone(),
        purpose: entry.purpose,
        outcome: entry.outcome,
        articles: entry.articles.clone(),
    }
}
