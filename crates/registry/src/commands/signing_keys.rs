//! What officers sign with: registered by an administrator, one at a time, the old ones kept with their time.

use jiff::Timestamp;
use keyring::signing::{KnownKey, SignatureForm};
use law::{Operation, Request};
use vocabulary::{Actor, OfficerId, Purpose};

use crate::Registry;
use crate::act::About;
use crate::error::{CommandError, StoreError};
use crate::model::{Document, DocumentKind, SigningKeyRecord};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::validate::invalid;

/// Most officers whose keys are read.
const OFFICERS_MAX: u32 = 10_000;
/// Hex digits of a public key, and of the SHA-256 of a certificate.
const KEY_HEX: usize = 64;

/// Registers the key an officer signs with from now on; the one before counts until now.
pub(crate) async fn set(
    registry: &Registry,
    actor: Actor,
    officer: OfficerId,
    form: SignatureForm,
    key: &str,
) -> Result<SigningKeyRecord, CommandError> {
    if key.len() != KEY_HEX || !key.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return Err(invalid("key", format!("expected {KEY_HEX} lower-case hexadecimal digits")));
    }
    let request = Request::new(actor, Operation::ManageOfficers, Purpose::Administration, registry.today());
    let grant = registry.allow(&request, About::Nothing).await?;
    let known = registry.store.officer(officer).await?.filter(|officer| officer.active);
    known.ok_or(CommandError::NotFound { what: "officer" })?;
    let before = newest(registry, officer).await?;
    let record = SigningKeyRecord {
        officer,
        key: key.to_owned(),
        form,
        // Signatures carry whole seconds.
        from: whole_second(registry.clock().now())?,
        until: None,
        version: before.map_or(1, |before| before.version + 1),
    };
    let transaction =
        Transaction::granted(grant).about("officer-key", Keeper::Links, Owner::Officer(officer), &record)?;
    let document = Box::new(Document::OfficerKey(record.clone()));
    registry.submit(transaction.change(Change::Documented(document))).await?;
    Ok(record)
}

fn whole_second(at: Timestamp) -> Result<Timestamp, StoreError> {
    Timestamp::from_second(at.as_second()).map_err(|e| StoreError::Engine(format!("the clock: {e}")))
}

async fn newest(registry: &Registry, officer: OfficerId) -> Result<Option<SigningKeyRecord>, StoreError> {
    Ok(match registry.store.document(DocumentKind::OfficerKey, *officer.as_bytes()).await? {
        Some(Document::OfficerKey(record)) => Some(record),
        _ => None,
    })
}

/// Every Ed25519 key with its time.
pub(super) async fn known(registry: &Registry) -> Result<Vec<KnownKey>, StoreError> {
    let mut keys = Vec::new();
    for document in registry.store.documents(DocumentKind::OfficerKey, None, OFFICERS_MAX).await? {
        let versions = registry.store.document_versions(DocumentKind::OfficerKey, document.id()).await?;
        let records: Vec<SigningKeyRecord> = versions
            .into_iter()
            .filter_map(|version| match version {
                Document::OfficerKey(record) => Some(record),
                _ => None,
            })
            .collect();
        for (at, record) in records.iter().enumerate() {
            if record.form != SignatureForm::Ed25519 {
                continue;
            }
            let public = public(&record.key).ok_or_else(|| StoreError::Damaged {
                what: "the key of an officer".to_owned(),
                why: "not 64 hexadecimal digits".to_owned(),
            })?;
            let until = records.get(at + 1).map(|next| next.from);
            keys.push(KnownKey { officer: record.officer, public, from: record.from, until });
        }
    }
    Ok(keys)
}

fn public(key: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(key, &mut bytes).ok()?;
    Some(bytes)
}

/// The officers' registered keys, for the page of officers and the authorities' verifier.
pub(crate) async fn list(registry: &Registry, actor: Actor) -> Result<Vec<SigningKeyRecord>, CommandError> {
    let request = Request::new(actor, Operation::ManageOfficers, Purpose::Administration, registry.today());
    registry.note(&request, About::Nothing).await?;
    let documents = registry.store.documents(DocumentKind::OfficerKey, None, OFFICERS_MAX).await?;
    Ok(documents
        .into_iter()
        .filter_map(|document| match document {
            Document::OfficerKey(record) => Some(record),
            _ => None,
        })
        .collect())
}
