//! The ledger as people see it: pages, proofs, the audit of everything.

use std::collections::{HashMap, HashSet};

use law::{Operation, Request};
use ledger::{AuditReport, Auditor, Entry, Hash, Outcome, SignedCheckpoint, VerifyingKey};
use vocabulary::{Actor, Purpose};

use crate::Registry;
use crate::act::{About, read_purpose};
use crate::error::{CommandError, StoreError};
use crate::model::{LedgerEntryView, LedgerPage, LedgerProof};
use crate::ports::Store;
use crate::sequencer::Opening;
use crate::validate::invalid;

/// Most entries of one page.
const PAGE_MAX: u32 = 500;
/// Entries read at once by the audit.
const AUDIT_PAGE: u32 = 1000;
/// Newest checkpoints that the audit verifies; each vouches for everything before it.
const CHECKPOINTS_MAX: u32 = 10_000;

pub(crate) async fn page(
    registry: &Registry,
    actor: Actor,
    before: Option<u64>,
    limit: u32,
) -> Result<LedgerPage, CommandError> {
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(invalid("limit", format!("from 1 to {PAGE_MAX}")));
    }
    note(registry, actor).await?;
    let (size, checkpoint) = registry.sequencer.published(|p| (p.tree.len(), p.checkpoint.clone()));
    let end = before.unwrap_or(size).min(size);
    let first = end.saturating_sub(u64::from(limit));
    let mut entries = Vec::new();
    if first < end {
        let stored = registry.store.ledger_entries(first, (end - first) as u32).await?;
        let names = names(registry).await?;
        for (bytes, leaf) in stored.into_iter().rev() {
            entries.push(shown(&bytes, leaf, &names)?);
        }
    }
    Ok(LedgerPage { entries, size, checkpoint })
}

pub(crate) async fn proof(
    registry: &Registry,
    actor: Actor,
    sequence: u64,
) -> Result<LedgerProof, CommandError> {
    note(registry, actor).await?;
    let not_found = || CommandError::NotFound { what: "ledger entry" };
    let proof = registry.sequencer.published(|published| {
        let checkpoint = published.checkpoint.clone()?;
        let path = published.tree.inclusion_proof(sequence, checkpoint.unverified().size).ok()?;
        Some((path, checkpoint))
    });
    let (path, checkpoint) = proof.ok_or_else(not_found)?;
    let (bytes, leaf) = registry.store.ledger_entries(sequence, 1).await?.pop().ok_or_else(not_found)?;
    let names = names(registry).await?;
    let said = checkpoint.unverified();
    let verified = checkpoint.verify(registry.sequencer.key()).is_ok()
        && ledger::leaf_hash(&bytes) == leaf
        && ledger::verify_inclusion(&leaf, sequence, said.size, &path, &said.root).is_ok();
    Ok(LedgerProof { entry: shown(&bytes, leaf, &names)?, path, checkpoint, verified })
}

/// The audit as an act: its own entry first, then [`audit_store`].
pub(crate) async fn run(registry: &Registry, actor: Actor) -> Result<AuditReport, CommandError> {
    note(registry, actor).await?;
    Ok(audit_store(&*registry.store, registry.sequencer.key(), None).await?)
}

/// Recomputes the tree from the stored bytes, checks the checkpoints, and holds the stores against the
/// entries: each row names an entry that exists, each registration has its rows, each payload kept beside
/// a salt is what its entry committed to. Works on a damaged ledger too, which [`Registry::open`]
/// refuses. `known` is a checkpoint kept elsewhere: with it a ledger cut back to an older state is noticed.
pub async fn audit_store(
    store: &dyn Store,
    key: &VerifyingKey,
    known: Option<&SignedCheckpoint>,
) -> Result<AuditReport, StoreError> {
    let mut checkpoints = store.checkpoints(CHECKPOINTS_MAX).await?;
    checkpoints.reverse();
    // Entries that others commit while the audit reads belong to the next audit.
    let size = checkpoints.last().map_or(0, |newest| newest.unverified().size);
    let rows = store.rows_by_sequence().await?;
    let made: HashSet<u64> = rows.iter().map(|(_, sequence)| *sequence).collect();
    let mut auditor = Auditor::new(key.clone());
    while auditor.entries() < size {
        let left = (size - auditor.entries()).min(u64::from(AUDIT_PAGE)) as u32;
        let entries = store.ledger_entries(auditor.entries(), left).await?;
        if entries.is_empty() {
            break;
        }
        for (bytes, stored) in entries {
            let sequence = auditor.entries();
            auditor.entry(&bytes, Some(stored));
            if let Ok(entry) = Entry::from_bytes(&bytes) {
                let registered =
                    entry.operation == Operation::Register.code() && entry.outcome == Outcome::Done;
                if registered && !made.contains(&sequence) {
                    auditor
                        .problem(Some(sequence), format!("entry {sequence}: the registration has no rows"));
                }
                for subject in unopened(&entry, &store.openings(sequence).await?) {
                    let problem =
                        format!("entry {sequence}: the kept {subject} is not what was committed to");
                    auditor.problem(Some(sequence), problem);
                }
            }
        }
    }
    let written = store.ledger_size().await?;
    for (table, sequence) in rows.into_iter().filter(|(_, sequence)| *sequence >= written) {
        auditor.problem(None, format!("a row of {table} names entry {sequence}, which does not exist"));
    }
    // Entries and their checkpoint are committed together: what no checkpoint covers was put in by hand.
    let newest = store.checkpoints(1).await?;
    let vouched = newest.first().map_or(0, |checkpoint| checkpoint.unverified().size);
    if written > vouched {
        auditor.problem(Some(vouched), format!("{} entries after the newest checkpoint", written - vouched));
    }
    Ok(auditor.finish(&checkpoints, known))
}

/// Subjects of openings that open none of the entry's commitments.
fn unopened<'a>(entry: &Entry, openings: &'a [Opening]) -> Vec<&'a str> {
    let opens = |opening: &Opening| {
        entry
            .commitments
            .iter()
            .any(|c| c.subject == opening.subject && ledger::opens(c, &opening.salt, &opening.payload))
    };
    openings.iter().filter(|opening| !opens(opening)).map(|opening| opening.subject.as_str()).collect()
}

async fn note(registry: &Registry, actor: Actor) -> Result<(), CommandError> {
    let purpose = read_purpose(actor, Purpose::Administration);
    let request = Request::new(actor, Operation::ViewLedger, purpose, registry.today());
    registry.note(&request, About::Nothing).await?;
    Ok(())
}

async fn names(registry: &Registry) -> Result<HashMap<String, String>, StoreError> {
    let officers = registry.store.officers().await?;
    Ok(officers.into_iter().map(|officer| (officer.id.to_string(), officer.display_name)).collect())
}

fn shown(
    bytes: &[u8],
    leaf_hash: Hash,
    names: &HashMap<String, String>,
) -> Result<LedgerEntryView, StoreError> {
    let entry = Entry::from_bytes(bytes)
        .map_err(|e| StoreError::Damaged { what: "a ledger entry".to_owned(), why: e.to_string() })?;
    let actor_name = names.get(&entry.actor).cloned();
    Ok(LedgerEntryView { entry, leaf_hash, actor_name })
}
