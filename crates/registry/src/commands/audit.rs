//! The ledger as people see it: pages, proofs, the audit of everything.

use std::collections::{HashMap, HashSet};

use law::{Operation, Request};
use ledger::{AuditReport, Auditor, Entry, Hash, SignedCheckpoint, VerifyingKey};
use vocabulary::{Actor, Purpose};

use crate::Registry;
use crate::act::{About, read_purpose};
use crate::error::{CommandError, StoreError};
use crate::model::{Document, DocumentKind, LedgerEntryView, LedgerPage, LedgerProof};
use crate::ports::Store;
use crate::sequencer::{Opening, ROWS};
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
/// entries, page by page. Works on a damaged ledger too, which [`Registry::open`] refuses: what does not
/// read is a problem of the report. `known` is a checkpoint kept elsewhere.
///
/// Proves, when it says ok: the entries are those that were signed; every payload kept beside a salt, and
/// every person's details, item of evidence, opinion, certificate, link of a registration, image and
/// template is what its entry committed to, none of them is missing or was added by hand; no row names an
/// entry that is not there; no store was last written at a longer ledger than this one.
///
/// Does not prove: that a ledger and all stores were not replaced together by an older copy (give `known`);
/// that nothing was removed together with what opens its commitment, which looks like a declined case,
/// whose traces the law has destroyed (a registration cannot go so); states of cases beside their
/// evidence, reasons given instead of fingers, candidates, and accounts of officers, of which only the
/// entries are signed. Who holds the signing key and the files can write another history: against them
/// there is only `known`.
pub async fn audit_store(
    store: &dyn Store,
    key: &VerifyingKey,
    known: Option<&SignedCheckpoint>,
) -> Result<AuditReport, StoreError> {
    let mut auditor = Auditor::new(key.clone());
    // Read first: the ledger only grows.
    let noted = store.sizes_noted().await?;
    let mut checkpoints = read_or_problem(&mut auditor, None, store.checkpoints(CHECKPOINTS_MAX).await)?;
    checkpoints.reverse();
    // Entries that others commit while the audit reads belong to the next audit.
    let size = checkpoints.last().map_or(0, |newest| newest.unverified().size);
    let ended = ended_registrations(store).await?;
    while auditor.entries() < size {
        let page = (size - auditor.entries()).min(u64::from(AUDIT_PAGE)) as u32;
        if !audit_page(store, &mut auditor, page, &ended).await? {
            break;
        }
    }
    for (table, entry) in store.stray_rows().await? {
        let named = entry.map_or("an entry by an unknown mark".to_owned(), |entry| format!("entry {entry}"));
        auditor.problem(entry, format!("a row of {table} names {named}, which does not exist"));
    }
    let written = store.ledger_size().await?;
    for (store, said) in noted.into_iter().filter(|(_, said)| *said > written) {
        let problem = format!("{store} was last written at {said} entries; there are {written}");
        auditor.problem(Some(written), problem);
    }
    // Entries and their checkpoint are committed together: what no checkpoint covers was put in by hand.
    let newest = read_or_problem(&mut auditor, None, store.checkpoints(1).await)?;
    let vouched = newest.first().map_or(0, |checkpoint| checkpoint.unverified().size);
    if written > vouched {
        auditor.problem(Some(vouched), format!("{} entries after the newest checkpoint", written - vouched));
    }
    Ok(auditor.finish(&checkpoints, known))
}

/// Entries of registrations whose record was destroyed or moved to the archive: an act says so, and what opened
/// them is gone by law.
async fn ended_registrations(store: &dyn Store) -> Result<HashSet<u64>, StoreError> {
    let entry = |document| match document {
        Document::Tombstone(tombstone) => Some(tombstone.registered_entry),
        Document::Archived(archived) => Some(archived.registered_entry),
        _ => None,
    };
    let mut ended = HashSet::new();
    for kind in [DocumentKind::Tombstone, DocumentKind::Archived] {
        ended.extend(super::keeping::gather(store, kind, entry).await?);
    }
    Ok(ended)
}

/// What does not read because it is damaged is a finding; any other error ends the audit.
fn read_or_problem<T: Default>(
    auditor: &mut Auditor,
    entry: Option<u64>,
    read: Result<T, StoreError>,
) -> Result<T, StoreError> {
    match read {
        Err(error @ StoreError::Damaged { .. }) => {
            auditor.problem(entry, error.to_string());
            Ok(T::default())
        }
        other => other,
    }
}

/// The next entries with what they made. False when there is none to go on with.
async fn audit_page(
    store: &dyn Store,
    auditor: &mut Auditor,
    limit: u32,
    left: &HashSet<u64>,
) -> Result<bool, StoreError> {
    let first = auditor.entries();
    let mut page = store.ledger_entries(first, limit).await;
    if limit > 1 && matches!(page, Err(StoreError::Damaged { .. })) {
        // One by one up to the entry that is missing or does not read.
        page = store.ledger_entries(first, 1).await;
    }
    let page = read_or_problem(auditor, Some(first), page)?;
    let count = page.len() as u32;
    let mut rows: HashMap<u64, Vec<String>> = HashMap::new();
    let lines = read_or_problem(auditor, Some(first), store.row_lines(first, count).await)?;
    let kept = lines.is_some();
    for (sequence, line) in lines.unwrap_or_default() {
        rows.entry(sequence).or_default().push(line);
    }
    for (bytes, stored) in page {
        let sequence = auditor.entries();
        auditor.entry(&bytes, Some(stored));
        let Ok(entry) = Entry::from_bytes(&bytes) else { continue };
        let mut made = rows.remove(&sequence).unwrap_or_default();
        let mut problems = of_entry(store, sequence, &entry, kept.then_some(&mut made), left).await?;
        if !problems.is_empty() {
            // A case declined between two reads takes rows and openings along: look once more.
            let lines = store.row_lines(sequence, 1).await.unwrap_or_default().unwrap_or_default();
            let mut made: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
            problems = of_entry(store, sequence, &entry, kept.then_some(&mut made), left).await?;
        }
        for problem in problems {
            auditor.problem(Some(sequence), format!("entry {sequence}: {problem}"));
        }
    }
    Ok(count > 0)
}

/// What is wrong with the openings and rows of an entry.
async fn of_entry(
    store: &dyn Store,
    sequence: u64,
    entry: &Entry,
    made: Option<&mut Vec<String>>,
    left: &HashSet<u64>,
) -> Result<Vec<String>, StoreError> {
    let openings = match store.openings(sequence).await {
        Err(error @ StoreError::Damaged { .. }) => return Ok(vec![error.to_string()]),
        read => read?,
    };
    let mut problems: Vec<String> = unopened(entry, &openings)
        .into_iter()
        .map(|subject| format!("the kept {subject} is not what was committed to"))
        .collect();
    let of_rows = || openings.iter().filter(|opening| opening.subject == ROWS);
    let committed = entry.commitments.iter().filter(|commitment| commitment.subject == ROWS).count();
    // A registration cannot be declined: what opens it stays.
    let ended = || left.contains(&sequence);
    if entry.operation == Operation::Register.code() && of_rows().count() < committed && !ended() {
        problems.push("what opens the registration is missing".to_owned());
    }
    let Some(made) = made else { return Ok(problems) };
    let mut lines = Vec::new();
    for opening in of_rows() {
        lines.extend(serde_json::from_slice::<Vec<String>>(&opening.payload).unwrap_or_default());
    }
    for line in lines {
        match made.iter().position(|row| *row == line) {
            Some(found) => drop(made.swap_remove(found)),
            None => problems.push(format!("a row of {} is gone or not what was committed to", table(&line))),
        }
    }
    problems.extend(made.iter().map(|row| format!("the entry did not commit to a row of {}", table(row))));
    Ok(problems)
}

fn table(line: &str) -> &str {
    line.split(' ').next().unwrap_or(line)
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
