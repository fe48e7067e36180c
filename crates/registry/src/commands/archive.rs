//! What a record becomes in the archive: one sealed container under a key of its own, on a carrier, read back before
//! the record leaves the database (R15.2.1); and how one is taken out again by two (R15.2.2).

use std::collections::HashMap;

use jiff::ToSpan;
use keyring::Domain;
use law::Operation;
use serde::{Deserialize, Serialize};
use vocabulary::{Actor, FingerPosition, ProposalId, RegistryNumber};

use super::{carriers, wrong_state};
use crate::act::About;
use crate::error::{CommandError, StoreError};
use crate::model::{
    Act, Archived, Carrier, Certificate, Document, DocumentKind, IdentityDetails, PrintStanding, ProposalKind,
};
use crate::ports::Carriers;
use crate::sequencer::{KeyName, Removal};
use crate::{Registry, random};

const COLUMN: &str = "archive";
const TITLE: &[u8] = b"tanba archive container 1\n";
/// Days for which an agreed retrieval opens the container (R15.2.2: the copy expires).
const RETRIEVAL_DAYS: i32 = 10;

/// What lies in a container besides the images.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ContainerHead {
    /// The record.
    pub number: RegistryNumber,
    /// Who it was.
    pub person: Option<IdentityDetails>,
    /// The certificate of registration.
    pub certificates: Vec<Certificate>,
    /// The prints: position, media type, resolution, lengths of image and template.
    pub prints: Vec<ContainerPrint>,
}

/// One print of a container.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ContainerPrint {
    /// Position.
    pub position: FingerPosition,
    /// A better print of the finger was compared in its place.
    #[serde(default)]
    pub superseded: bool,
    /// Media type of the image.
    pub media_type: String,
    /// Resolution.
    pub ppi: u16,
    /// Bytes of the image.
    pub image_bytes: u64,
    /// Bytes of the template.
    pub template_bytes: u64,
}

/// A record taken out of the archive.
#[derive(Debug, Clone)]
pub struct RetrievedRecord {
    /// What the container says.
    pub head: ContainerHead,
    /// Images and templates, in the order of the prints.
    pub prints: Vec<(Vec<u8>, Vec<u8>)>,
}

/// Writes the container of every record of an act and reads it back. Nothing has left the database yet: what is
/// written stays closed without its key, which is made first.
pub(super) async fn write(
    registry: &Registry,
    act: &Act,
    removals: &[Removal],
) -> Result<HashMap<RegistryNumber, Archived>, CommandError> {
    let Some(carrier) = act.text.carrier else { return Err(wrong_state("the act names no carrier")) };
    let carrier = carriers::usable(registry, carrier).await?;
    let medium = medium(registry)?;
    let mut archived = HashMap::new();
    for removal in removals {
        let number = removal.number;
        let life = registry.life_of(number)?;
        let id: [u8; 16] = random::bytes()?;
        let name = KeyName { domain: Domain::Biometrics, id };
        registry.keys.make(&[name])?;
        let sealed = registry.keys.seal(name, COLUMN, &container(registry, number).await?)?;
        let file = file_of(id);
        medium.write(&carrier, &file, &sealed)?;
        let place = Archived {
            number,
            basis: life.basis,
            carrier: carrier.id,
            container: id,
            container_sha256: ledger::leaf_hash(&sealed).to_string(),
            container_bytes: sealed.len() as u64,
            act: act.text.id,
            archived_on: registry.today(),
            registered_entry: life.registered_entry,
        };
        read(registry, &carrier, &place)?;
        archived.insert(number, place);
    }
    Ok(archived)
}

fn medium(registry: &Registry) -> Result<&dyn Carriers, CommandError> {
    registry
        .carriers
        .as_deref()
        .ok_or_else(|| wrong_state("this program reaches no carriers: set the folder of carriers and repeat"))
}

fn file_of(id: [u8; 16]) -> String {
    format!("{}.sealed", hex::encode(id))
}

async fn container(registry: &Registry, number: RegistryNumber) -> Result<Vec<u8>, CommandError> {
    let store = &registry.store;
    let person = store.linked_person(number).await?;
    let entry = registry.life_of(number)?.registered_entry;
    let (mut details, mut certificates) = (None, Vec::new());
    if let Some(person) = person {
        details = store.person(person).await?.map(|person| person.details);
        certificates = store.certificates_of(person).await?;
        certificates.retain(|certificate| certificate.ledger_sequence == entry);
    }
    let (mut prints, mut blobs) = (Vec::new(), Vec::new());
    for held in store.held_prints(number).await? {
        // What nobody agreed to is no part of the record.
        if held.standing == PrintStanding::Waiting {
            continue;
        }
        let Some((_, image)) = store.impression(held.impression).await? else { continue };
        let template = image.impression.template.to_bytes();
        prints.push(ContainerPrint {
            position: held.position,
            superseded: held.standing == PrintStanding::Kept,
            media_type: image.media_type,
            ppi: image.ppi.get(),
            image_bytes: image.original.len() as u64,
            template_bytes: template.len() as u64,
        });
        blobs.extend([image.original, template]);
    }
    let head = ContainerHead { number, person: details, certificates, prints };
    let head = serde_json::to_vec(&head).map_err(|e| damaged(e.to_string()))?;
    let mut bytes = TITLE.to_vec();
    bytes.extend((head.len() as u64).to_be_bytes());
    bytes.extend(head);
    blobs.into_iter().for_each(|blob| bytes.extend(blob));
    Ok(bytes)
}

fn damaged(why: String) -> StoreError {
    StoreError::Damaged { what: "a container of the archive".to_owned(), why }
}

/// Reads a container back: the same bytes, and they open.
pub(super) fn read(
    registry: &Registry,
    carrier: &Carrier,
    place: &Archived,
) -> Result<RetrievedRecord, CommandError> {
    let sealed = medium(registry)?.read(carrier, &file_of(place.container))?;
    if ledger::leaf_hash(&sealed).to_string() != place.container_sha256 {
        return Err(damaged("its bytes are not those that were written".to_owned()).into());
    }
    let name = KeyName { domain: Domain::Biometrics, id: place.container };
    let bytes = registry.keys.open(name, COLUMN, &sealed)?;
    let bytes = bytes.ok_or_else(|| damaged("its key is erased".to_owned()))?;
    Ok(parse(&bytes)?)
}

fn parse(bytes: &[u8]) -> Result<RetrievedRecord, StoreError> {
    let cut = || damaged("it ends too early".to_owned());
    let rest = bytes.strip_prefix(TITLE).ok_or_else(|| damaged("it is no container".to_owned()))?;
    let (length, rest) = rest.split_first_chunk::<8>().ok_or_else(cut)?;
    let length = usize::try_from(u64::from_be_bytes(*length)).map_err(|_| cut())?;
    let (head, mut rest) = rest.split_at_checked(length).ok_or_else(cut)?;
    let head: ContainerHead = serde_json::from_slice(head).map_err(|e| damaged(e.to_string()))?;
    let mut take = |bytes: u64| {
        let bytes = usize::try_from(bytes).map_err(|_| cut())?;
        let (one, other) = rest.split_at_checked(bytes).ok_or_else(cut)?;
        rest = other;
        Ok::<_, StoreError>(one.to_vec())
    };
    let mut prints = Vec::new();
    for print in &head.prints {
        prints.push((take(print.image_bytes)?, take(print.template_bytes)?));
    }
    Ok(RetrievedRecord { head, prints })
}

async fn place_of(registry: &Registry, number: RegistryNumber) -> Result<Option<Archived>, StoreError> {
    Ok(match registry.store.document(DocumentKind::Archived, *number.as_bytes()).await? {
        Some(Document::Archived(archived)) => Some(archived),
        _ => None,
    })
}

/// The container of an archived record, to be destroyed with it.
pub(super) async fn container_of(
    registry: &Registry,
    number: RegistryNumber,
) -> Result<Option<[u8; 16]>, StoreError> {
    Ok(place_of(registry, number).await?.map(|place| place.container))
}

/// Removes the files whose keys are erased. A file that is gone already is no error; one that cannot be removed is
/// without its key.
pub(super) async fn forget_containers(registry: &Registry, act: &Act) -> Result<(), CommandError> {
    let Some(medium) = registry.carriers.as_deref() else { return Ok(()) };
    for container in &act.containers {
        let carrier = carriers::stored(registry, container.carrier).await?;
        medium.remove(&carrier, &file_of(container.id))?;
    }
    Ok(())
}

/// Where the containers of an act's records lie, before they are destroyed.
pub(super) async fn places(
    registry: &Registry,
    act: &Act,
) -> Result<Vec<crate::model::ContainerPlace>, StoreError> {
    let mut places = Vec::new();
    for record in &act.text.records {
        if let Some(place) = place_of(registry, record.number).await? {
            places.push(crate::model::ContainerPlace { carrier: place.carrier, id: place.container });
        }
    }
    Ok(places)
}

/// Opens a container whose retrieval two officers agreed to, for one of them, within the days after.
pub(crate) async fn retrieve(
    registry: &Registry,
    actor: Actor,
    proposal: ProposalId,
) -> Result<RetrievedRecord, CommandError> {
    let stored = registry.store.document(DocumentKind::Proposal, *proposal.as_bytes()).await?;
    let Some(Document::Proposal(proposal)) = stored else {
        return Err(CommandError::NotFound { what: "proposal" });
    };
    let life = registry.life_of(proposal.number)?;
    let about = About::Record(proposal.number, &proposal.reference);
    let request = registry
        .keeping_request(actor, Operation::RetrieveRecord, &life)
        .with_case_reference(&proposal.reference);
    let grant = registry.allow(&request, about).await?;
    let opened = match proposal.settled.filter(|settled| settled.agreed) {
        Some(settled) if proposal.kind == ProposalKind::Retrieve => {
            let last = vocabulary::legal_date_kz(settled.at).saturating_add(RETRIEVAL_DAYS.days());
            if actor.officer != proposal.by && actor.officer != settled.by {
                Err(wrong_state("only the two who signed the order open the container"))
            } else if registry.today() > last {
                Err(wrong_state(format!("the order ran out on {last}: ask for the record anew")))
            } else {
                open(registry, proposal.number).await
            }
        }
        _ => Err(wrong_state("two officers have to agree to the retrieval first")),
    };
    match opened {
        Ok(record) => {
            registry.submit(about.of(crate::sequencer::Transaction::granted(grant))?).await?;
            Ok(record)
        }
        Err(error) => registry.ended(grant, about, error).await,
    }
}

async fn open(registry: &Registry, number: RegistryNumber) -> Result<RetrievedRecord, CommandError> {
    let place = place_of(registry, number).await?;
    let place = place.ok_or_else(|| wrong_state("the record is not in the archive"))?;
    let carrier = carriers::stored(registry, place.carrier).await?;
    read(registry, &carrier, &place)
}
