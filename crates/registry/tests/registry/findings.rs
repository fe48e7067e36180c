//! The audit of everything: whatever was changed past the register is named, with its entry.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use registry::testing::{FailingStore, MemoryStore, Tampering};

use crate::support::*;

/// A register with two people, one of whom declined, on a store that can be changed past it.
async fn kept() -> (World, Arc<FailingStore>, u64) {
    let store = Arc::new(FailingStore::new(Arc::new(MemoryStore::new())));
    let world = World::on(store.clone()).await;
    let (_, certificate) = world.registered(1).await;
    let case = world.captured(2, 2).await;
    world.registry.decline(operator(), case).await.unwrap();
    (world, store, certificate.ledger_sequence)
}

/// What the audit says of a store changed like this: the first bad entry and every problem.
async fn said(world: &World, store: &FailingStore, tampering: Tampering) -> (Option<u64>, String) {
    store.tamper(tampering);
    let report = world.registry.audit(prosecutor()).await.unwrap();
    assert_eq!(report.ok, report.problems.is_empty());
    (report.first_bad_entry, report.problems.join("; "))
}

fn one(entry: u64) -> BTreeSet<u64> {
    BTreeSet::from([entry])
}

#[tokio::test]
async fn a_register_that_nobody_changed_has_no_findings_also_with_a_declined_case() {
    let (world, store, _) = kept().await;
    assert_eq!(said(&world, &store, Tampering::default()).await, (None, String::new()));
    let report = world.registry.audit(prosecutor()).await.unwrap();
    assert!(report.ok);
    for sequence in 0..world.size().await {
        for opening in world.store.openings(sequence).await.unwrap().iter().filter(|o| o.subject == "rows") {
            let lines: Vec<String> = serde_json::from_slice(&opening.payload).unwrap();
            assert!(lines.is_sorted() && !lines.is_empty(), "in order, whoever reads them back: {lines:?}");
        }
    }
    assert_eq!((report.entries, report.entries_vouched_for), (world.size().await, world.size().await));
}

#[tokio::test]
async fn rows_that_were_removed_or_put_in_by_hand_are_named_with_their_table_and_entry() {
    let (world, store, registration) = kept().await;
    let gone = Tampering { lost_rows: one(registration), ..Tampering::default() };
    let (first, problems) = said(&world, &store, gone).await;
    assert_eq!(first, Some(registration));
    assert!(problems.contains("is gone or not what was committed to"), "{problems}");
    assert!(problems.contains(&format!("entry {registration}:")), "{problems}");

    let added = vec![(registration, "identity.certificate".to_owned())];
    let (first, problems) =
        said(&world, &store, Tampering { added_rows: added, ..Tampering::default() }).await;
    assert_eq!(first, Some(registration));
    assert!(problems.contains("did not commit to a row of identity.certificate"), "{problems}");

    let stray = vec![("links.registration".to_owned(), Some(9_999)), ("biometrics.finger".to_owned(), None)];
    let (_, problems) = said(&world, &store, Tampering { stray_rows: stray, ..Tampering::default() }).await;
    assert!(problems.contains("a row of links.registration names entry 9999"), "{problems}");
    assert!(problems.contains("a row of biometrics.finger names an entry by an unknown mark"), "{problems}");
}

#[tokio::test]
async fn what_opens_an_entry_is_missed_changed_or_unreadable_by_name() {
    let (world, store, registration) = kept().await;
    let lost = Tampering { lost_openings: one(registration), ..Tampering::default() };
    let (first, problems) = said(&world, &store, lost).await;
    assert_eq!(first, Some(registration));
    assert!(problems.contains("what opens the registration is missing"), "{problems}");

    let changed = Tampering { changed_openings: one(0), ..Tampering::default() };
    let (first, problems) = said(&world, &store, changed).await;
    assert_eq!(first, Some(0));
    assert!(problems.contains("the kept decision is not what was committed to"), "{problems}");

    let damaged = Tampering { damaged_openings: one(3), ..Tampering::default() };
    let (first, problems) = said(&world, &store, damaged).await;
    assert!(first == Some(3) && problems.contains("the salts of entry 3"), "{first:?} {problems}");
}

#[tokio::test]
async fn an_entry_that_does_not_read_is_found_among_those_that_do() {
    let (world, store, _) = kept().await;
    let damaged = Tampering { damaged_entries: one(5), ..Tampering::default() };
    let (first, problems) = said(&world, &store, damaged).await;
    assert_eq!(first, Some(5));
    assert!(problems.contains("ledger entry 5"), "{problems}");
}

/// One store of an older copy, or a ledger of one.
#[tokio::test]
async fn a_store_last_written_at_a_longer_ledger_is_named() {
    let (world, store, _) = kept().await;
    let size = world.size().await;
    let noted = |entries| vec![("identity".to_owned(), size), ("links".to_owned(), entries)];
    let longer = Tampering { sizes_noted: noted(size + 50), ..Tampering::default() };
    let (_, problems) = said(&world, &store, longer).await;
    assert!(problems.contains(&format!("links was last written at {} entries", size + 50)), "{problems}");
    assert!(!problems.contains("identity was"), "{problems}");
    let same = Tampering { sizes_noted: noted(size), ..Tampering::default() };
    assert_eq!(said(&world, &store, same).await.1, "");
}

/// A registration whose record was destroyed by an act misses its openings by law; any other does not.
#[tokio::test]
async fn a_registration_that_an_act_ended_is_no_finding() {
    use crate::keeping_support::Office;
    use law::EventKind;
    let store = Arc::new(FailingStore::new(Arc::new(MemoryStore::new())));
    let office = Office::on(store.clone()).await;
    let (case, number) = office.citizen(1).await;
    let (_, kept) = office.citizen(2).await;
    office.set_day("2090-01-01");
    let at = "2089-12-30".parse().unwrap();
    let registry = office.registry();
    registry.note_event(office.archivist, number, EventKind::DeathEstablished, at, "D-1").await.unwrap();
    registry.sweep().await.unwrap();
    let act = office.approved(office.new_act(registry::ActKind::Destruction, &[number])).await;
    registry.execute_act(office.archivist, act.text.id).await.unwrap();
    assert_eq!(said(&office.world, &store, Tampering::default()).await, (None, String::new()), "{case}");
    let entry = office.world.store.life(kept).await.unwrap().unwrap().registered_entry;
    let lost = Tampering { lost_openings: one(entry), ..Tampering::default() };
    let (first, problems) = said(&office.world, &store, lost).await;
    assert!(problems.contains("what opens the registration is missing"), "{problems}");
    assert_eq!(first, Some(entry));
}

/// Art. 36: what a prosecutor was shown before the register was closed is proven after it was opened again.
#[tokio::test]
async fn entries_of_before_are_proven_when_the_register_was_opened_again() {
    let world = World::new().await;
    world.registered(1).await;
    let size = world.size().await;
    let World { registry, store, clock } = world;
    drop(registry);
    let again = open(Arc::clone(&store), clock).await.unwrap();
    for sequence in [0, size / 2, size - 1] {
        let proof = again.ledger_proof(prosecutor(), sequence).await.unwrap();
        assert!(proof.verified, "entry {sequence}");
        assert_eq!(proof.entry.entry.sequence, sequence);
    }
}

/// Each entry commits to the rows it made, by table: what is not committed to could be changed unnoticed.
#[tokio::test]
async fn every_entry_of_a_registration_commits_to_the_rows_it_made() {
    let (world, ..) = kept().await;
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in world.entries().await.iter().take(14) {
        let rows = tables.entry(entry.operation.clone()).or_default();
        for opening in world.store.openings(entry.sequence).await.unwrap() {
            if opening.subject == "rows" {
                let lines: Vec<String> = serde_json::from_slice(&opening.payload).unwrap();
                rows.extend(lines.iter().filter_map(|line| line.split(' ').next()).map(str::to_owned));
            }
        }
    }
    let said: Vec<_> = tables.iter().map(|(act, rows)| format!("{act}: {}", join(rows))).collect();
    assert_eq!(
        said,
        [
            "capture: biometrics.impression identity.evidence",
            "check-duplicates: identity.evidence",
            "give-evidence: identity.evidence",
            "open-case: identity.person_version",
            "register: identity.certificate identity.evidence links.registration",
        ]
    );
}

fn join(rows: &BTreeSet<String>) -> String {
    rows.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}
