//! Small promises that only break when nobody looks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dactyloscopy::{ExtractError, GreyImage, Ppi, Quality, Template};
use law::EventKind;
use ledger::SigningKey;
use registry::testing::{MemoryKeys, MemoryStore};
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::{
    ORIGIN, SeedExtractor, World, citizen, examiner, iin, image, operator, prosecutor, start,
};

/// Counts what it is asked to extract.
struct Counting(Arc<AtomicUsize>);

impl Extractor for Counting {
    fn extract(&self, image: &GreyImage, ppi: Ppi) -> Result<(Template, Quality), ExtractError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        SeedExtractor.extract(image, ppi)
    }
}

/// R10.1.1: an unlawful print is not even read.
#[tokio::test]
async fn a_print_without_its_consent_is_not_extracted() {
    let (store, clock) = (Arc::new(MemoryStore::new()), Arc::new(ManualClock::at(start())));
    let (key, asked) = (SigningKey::from_random_bytes(ORIGIN, [7; 32]).unwrap(), Arc::default());
    let extractor = Arc::new(Counting(Arc::clone(&asked)));
    let keys = Arc::new(MemoryKeys::new());
    let registry = Registry::open_with(store, clock, key, ORIGIN, keys, extractor).await.unwrap();
    let case = registry.open_case(operator(), citizen(1)).await.unwrap().case.id;
    let thumb = FingerPosition::RightThumb;
    let refused = registry.capture(operator(), case, thumb, image(1, thumb, 1)).await;
    assert!(matches!(refused, Err(CommandError::Refused { .. })), "{refused:?}");
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    registry.give_evidence(operator(), case, law::Evidence::Consent, "kk", "consent-text 2").await.unwrap();
    registry.capture(operator(), case, thumb, image(1, thumb, 1)).await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_person_is_found_again_by_a_number_or_not_taken() {
    let world = World::new().await;
    let mut nameless = citizen(1);
    (nameless.person.iin, nameless.person.document_number) = (None, None);
    let error = world.registry.open_case(operator(), nameless.clone()).await.unwrap_err();
    assert!(matches!(error, CommandError::Invalid { field: "person.document_number", .. }), "{error}");
    nameless.person.iin = Some(iin(1));
    world.registry.open_case(operator(), nameless).await.unwrap();
}

/// A form that leaves a known number out does not take it from the person.
#[tokio::test]
async fn what_a_new_form_leaves_out_stays_known() {
    let world = World::new().await;
    world.registered(1).await;
    let mut form = citizen(1);
    form.person.given_name = "Басқа".to_owned();
    let known = form.person.document_number.take();
    let opened = world.registry.open_case(operator(), form).await.unwrap();
    assert!(opened.known_person);
    let thumb = FingerPosition::RightThumb;
    let claim = iin(1);
    let answer = world.registry.verify(
        operator(),
        claim.as_str(),
        Purpose::Confirm,
        Some(opened.case.id),
        vec![(thumb, image(1, thumb, 77))],
    );
    assert_eq!(answer.await.unwrap().answer, VerificationAnswer::Confirmed);
    let found = world.store.person_by_iin(iin(1).as_str()).await.unwrap().unwrap();
    assert_eq!((found.details.given_name.as_str(), &found.details.document_number), ("Басқа", &known));
}

#[tokio::test]
async fn an_opinion_without_a_reason_is_none() {
    let world = World::new().await;
    world.registered(1).await;
    let alike = world.captured(2, 1).await;
    let candidate = world.registry.check_duplicates(operator(), alike).await.unwrap().candidates[0].id;
    for reason in ["", " ", &"x".repeat(100_000)] {
        let given = world.registry.adjudicate(examiner(1), candidate, Adjudication::Same, reason).await;
        assert!(matches!(given, Err(CommandError::Invalid { .. })), "{given:?}");
    }
    let waits = world.store.candidate(candidate).await.unwrap().unwrap();
    assert!(waits.opinions.is_empty());
}

#[tokio::test]
async fn a_page_of_the_ledger_ends_where_it_is_told() {
    let world = World::new().await;
    world.registered(1).await;
    let page = world.registry.ledger_page(prosecutor(), Some(3), 10).await.unwrap();
    assert_eq!(page.entries.iter().map(|shown| shown.entry.sequence).collect::<Vec<_>>(), [2, 1, 0]);
    let newest = world.registry.ledger_page(prosecutor(), None, 2).await.unwrap();
    assert_eq!(newest.entries.len(), 2);
    assert!(world.registry.ledger_page(prosecutor(), Some(0), 10).await.unwrap().entries.is_empty());
}

/// What a sweep counts besides what it marks.
#[tokio::test]
async fn a_sweep_counts_reviews_blocks_and_what_is_overdue() {
    let office = Office::new().await;
    let (_, kept) = office.citizen(1).await;
    let (_, dead) = office.citizen(2).await;
    let registry = office.registry();
    registry.block(office.protector, kept, "F-1", "2026-04-01".parse().unwrap()).await.unwrap();
    let at = "2026-03-01".parse().unwrap();
    registry.note_event(office.archivist, dead, EventKind::DeathEstablished, at, "D-1").await.unwrap();
    assert_eq!(registry.sweep().await.unwrap().blocks_overdue, 0);
    office.set_day("2026-04-02");
    assert_eq!(registry.sweep().await.unwrap().blocks_overdue, 1);
    office.set_day("2090-01-01");
    let report = registry.sweep().await.unwrap();
    assert_eq!((report.records, report.due), (2, 1));
    office.set_day("2091-01-01");
    assert_eq!(registry.sweep().await.unwrap().overdue, 1);
}

/// The receipts of an act name the keys that were erased, beside what each store held.
#[tokio::test]
async fn receipts_name_every_store_and_what_was_removed() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    office.set_day("2090-01-01");
    let at = "2089-12-30".parse().unwrap();
    registry.note_event(office.archivist, number, EventKind::DeathEstablished, at, "D-1").await.unwrap();
    registry.sweep().await.unwrap();
    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    let done = registry.execute_act(office.archivist, act.text.id).await.unwrap();
    let removed = |store: &str| done.receipts.iter().find(|r| r.store == store).map(|r| r.removed);
    for store in ["identity", "biometrics", "links"] {
        assert!(removed(store).is_some_and(|rows| rows > 0), "{store}: {:?}", done.receipts);
    }
    assert_eq!(removed("gallery"), Some(1));
    assert!(done.receipts.iter().any(|receipt| receipt.store.starts_with("keys-")), "{:?}", done.receipts);
}

#[tokio::test]
async fn a_claim_that_names_nobody_by_its_form_is_not_looked_up() {
    let world = World::new().await;
    let size = world.size().await;
    for claim in ["", &"9".repeat(500)] {
        let reason = crate::support::reason(Purpose::Confirm);
        let found = world.registry.find_record(operator(), claim, reason).await;
        assert!(matches!(found, Err(CommandError::Invalid { field: "claim", .. })), "{found:?}");
    }
    assert_eq!(world.size().await, size, "no act");
}
