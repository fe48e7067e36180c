use std::sync::Arc;

use registry::ports::Store;
use registry::sequencer::{Change, Keeper, Owner};
use registry::{CaseRecord, CaseState, CheckMark};
use vocabulary::{Body, CertificateNumber, FingerPosition, MissingReason};

use crate::is_conflict;
use crate::samples::*;

fn same(a: &CaseRecord, b: &CaseRecord) {
    assert_eq!(serde_json::to_value(a).unwrap(), serde_json::to_value(b).unwrap());
    assert_eq!(a.encounter, b.encounter);
    assert_eq!(a.decision, b.decision);
}

async fn open(hand: &mut Hand, number: u64) -> CaseRecord {
    let opened = case(number, person_id(number));
    let person = Change::PersonAdded { id: person_id(number), details: details(number) };
    hand.act(vec![person, Change::CaseOpened(Box::new(opened.clone()))]).await.unwrap();
    opened
}

pub(crate) async fn read_back_whole(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    let opened = open(&mut hand, 1).await;
    same(&store.case(case_id(1)).await.unwrap().unwrap(), &opened);

    let mut second = next(&opened, CaseState::AwaitingAdjudication);
    second.evidence = vec![evidence(10)];
    second.facts.evidence = vec![law::Evidence::Consent];
    second.decision = law::decide(&second.facts);
    second.certificate = Some(CertificateNumber::new(2026, 5));
    second.duplicate_check =
        Some(CheckMark { search: search_id(1), searched: 12, complete: true, at: at(11) });
    second.verification_attempts = 2;
    second.postponed_on = Some("2026-02-01".parse().unwrap());
    second.ending = Some(registry::CaseEnding::Refused(registry::RefusalProtocol {
        reference: "PROTOCOL-1".into(),
        language: "kk".into(),
        signed: registry::ProtocolSigned::ByWitnesses("Бірінші".into(), "Екінші".into()),
        at: at(12),
        by: second.opened_by,
    }));
    hand.act(vec![encounter(1), Change::CaseUpdated(Box::new(second.clone()))]).await.unwrap();
    second.encounter = Some(encounter_id(1));
    same(&store.case(case_id(1)).await.unwrap().unwrap(), &second);
    let cases = store.cases_of(person_id(1)).await.unwrap();
    assert_eq!(cases.len(), 1);
    same(&cases[0], &second);
    assert!(store.case(case_id(2)).await.unwrap().is_none());
    assert!(store.cases_of(person_id(2)).await.unwrap().is_empty());
}

pub(crate) async fn a_version_is_written_once(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    let first = open(&mut hand, 1).await;
    assert!(is_conflict(&hand.act(vec![Change::CaseOpened(Box::new(first.clone()))]).await), "opened twice");
    let mut second = next(&first, CaseState::Open);
    second.evidence = vec![evidence(1)];
    hand.act(vec![Change::CaseUpdated(Box::new(second.clone()))]).await.unwrap();
    let mut late = next(&first, CaseState::Stopped);
    late.evidence = vec![evidence(2)];
    assert!(
        is_conflict(&hand.act(vec![Change::CaseUpdated(Box::new(late))]).await),
        "the same version again"
    );
    let skipped = next(&next(&second, CaseState::Open), CaseState::Open);
    assert!(is_conflict(&hand.act(vec![Change::CaseUpdated(Box::new(skipped))]).await), "a version left out");
    let unknown = next(&case(7, person_id(1)), CaseState::Open);
    assert!(is_conflict(&hand.act(vec![Change::CaseUpdated(Box::new(unknown))]).await), "no such case");
    same(&store.case(case_id(1)).await.unwrap().unwrap(), &second);
}

pub(crate) async fn newest_are_listed_first(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    for number in [2, 1, 3] {
        let mut opened = case(number, person_id(number));
        opened.body = if number == 3 { Body::Mfa } else { Body::Iab };
        let person = Change::PersonAdded { id: person_id(number), details: details(number) };
        hand.act(vec![person, Change::CaseOpened(Box::new(opened))]).await.unwrap();
    }
    let missing = Change::FingerMissing {
        number: registry_number(1),
        encounter: encounter_id(1),
        position: FingerPosition::LeftRing,
        reason: MissingReason::Bandaged,
    };
    let thumb = impression(1, FingerPosition::RightThumb, 1, 100);
    let again = impression(1, FingerPosition::RightThumb, 2, 100);
    hand.act(vec![encounter(1), missing, thumb, again]).await.unwrap();

    let all = store.cases(None, 10).await.unwrap();
    assert_eq!(all.iter().map(|c| c.id).collect::<Vec<_>>(), [case_id(3), case_id(2), case_id(1)]);
    assert_eq!(all.iter().map(|c| c.fingers_done).collect::<Vec<_>>(), [0, 0, 2]);
    assert_eq!(all[2].name.as_deref(), Some(details(1).full_name().as_str()));
    assert_eq!(all[1].name.as_deref(), Some(details(2).full_name().as_str()));
    assert_eq!((all[2].reference.as_str(), all[2].state), ("ҚР-1/2026", CaseState::Open));
    assert_eq!(all[2].event_date, case(1, person_id(1)).event_date);
    assert_eq!(store.cases(None, 2).await.unwrap().len(), 2);
    assert_eq!(store.cases(Some(Body::Mfa), 10).await.unwrap().len(), 1);
    assert_eq!(store.cases(Some(Body::Iab), 1).await.unwrap()[0].id, case_id(2));
    assert!(store.cases(Some(Body::Nsb), 10).await.unwrap().is_empty());
}

pub(crate) async fn a_reference_of_64_letters_fits(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    let mut opened = case(1, person_id(1));
    // Letters, not bytes: 192 bytes of UTF-8.
    opened.reference = "\u{20b8}".repeat(64);
    let mut item = evidence(1);
    item.document = "Ә".repeat(64);
    opened.evidence = vec![item];
    let mut long = details(1);
    long.family_name = "Ү".repeat(120);
    hand.act(vec![
        Change::PersonAdded { id: person_id(1), details: long.clone() },
        Change::CaseOpened(Box::new(opened.clone())),
    ])
    .await
    .unwrap();
    same(&store.case(case_id(1)).await.unwrap().unwrap(), &opened);
    assert_eq!(store.person(person_id(1)).await.unwrap().unwrap().details, long);
}

pub(crate) async fn declining_leaves_a_tombstone_only(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    let mut first = case(1, person_id(1));
    first.evidence = vec![evidence(1)];
    let opened = vec![
        Change::PersonAdded { id: person_id(1), details: details(1) },
        Change::CaseOpened(Box::new(first.clone())),
    ];
    let (of_case, of_record) = (Owner::Case(case_id(1)), Owner::Record(registry_number(1)));
    let opened = hand.act_with(opened, &[opening(Keeper::Identity, of_case, 1)]).await.unwrap();
    let capture = vec![encounter(1), impression(1, FingerPosition::RightIndex, 1, 500)];
    let openings = [
        opening(Keeper::Links, of_record, 2),
        opening(Keeper::Links, of_case, 3),
        opening(Keeper::Links, of_record, 4),
    ];
    let captured = hand.act_with(capture, &openings).await.unwrap();
    let hit = registry::SearchHit {
        registry_number: registry_number(50),
        score: 0.5,
        log10_lr: 3.0,
        fingers: Vec::new(),
    };
    let candidates = vec![(candidate_id(1), hit)];
    let found = Change::CandidatesFound { case: case_id(1), search: search_id(1), candidates };
    hand.act(vec![found]).await.unwrap();
    assert_eq!(store.openings(captured).await.unwrap().len(), 3);

    let decline = |tombstone: CaseRecord| Change::CaseDeclined {
        tombstone: Box::new(tombstone),
        forget_person: Some(person_id(1)),
        forget_draft: Some(registry_number(1)),
    };
    let mut late = first.tombstone();
    late.version = first.version;
    assert!(is_conflict(&hand.act(vec![decline(late)]).await));
    assert!(store.person(person_id(1)).await.unwrap().is_some());

    let mut tombstone = first.tombstone();
    tombstone.version = first.version + 1;
    let declined = hand.act(vec![decline(tombstone.clone())]).await.unwrap();
    let left = store.case(case_id(1)).await.unwrap().unwrap();
    same(&left, &tombstone);
    assert_eq!((left.state, left.person, left.evidence.len()), (CaseState::Declined, None, 0));
    assert!(store.cases(None, 10).await.unwrap().is_empty(), "declined cases are not listed");
    assert!(store.cases_of(person_id(1)).await.unwrap().is_empty());
    assert!(store.person(person_id(1)).await.unwrap().is_none());
    assert!(store.person_by_iin(iin(1).as_str()).await.unwrap().is_none());
    assert!(store.impression(impression_id(1)).await.unwrap().is_none());
    assert!(store.templates(registry_number(1)).await.unwrap().is_empty());
    assert_eq!(store.draft_of(case_id(1)).await.unwrap(), None);
    assert_eq!(store.case_of(registry_number(1)).await.unwrap(), None);
    assert!(store.candidates_of(case_id(1)).await.unwrap().is_empty());
    assert!(store.waiting_candidates(10).await.unwrap().is_empty());
    assert!(store.openings(opened).await.unwrap().is_empty());
    assert!(store.openings(captured).await.unwrap().is_empty());
    let rows = store.rows_by_sequence().await.unwrap();
    assert!(rows.iter().all(|(_, sequence)| *sequence == declined), "{rows:?}");
    assert_eq!(store.ledger_size().await.unwrap(), 4, "the ledger keeps every entry");
    // The same person may come again.
    hand.act(vec![Change::PersonAdded { id: person_id(2), details: details(1) }]).await.unwrap();
}

pub(crate) async fn a_known_person_survives_a_declined_case(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    open(&mut hand, 1).await;
    let again = case(2, person_id(1));
    let mut changed = details(1);
    changed.given_name = "Басқа".into();
    hand.act(vec![
        Change::CaseOpened(Box::new(again.clone())),
        Change::PersonChanged { id: person_id(1), case: case_id(2), details: changed },
    ])
    .await
    .unwrap();
    let mut tombstone = again.tombstone();
    tombstone.version = 2;
    let decline = |forget_person| Change::CaseDeclined {
        tombstone: Box::new(tombstone.clone()),
        forget_person,
        forget_draft: None,
    };
    assert!(
        is_conflict(&hand.act(vec![decline(Some(person_id(1)))]).await),
        "the first case holds the person"
    );
    hand.act(vec![decline(None)]).await.unwrap();
    let person = store.person(person_id(1)).await.unwrap().unwrap();
    assert_eq!(person.details, details(1), "what the declined case said of the person is gone");
    assert_eq!(store.cases_of(person_id(1)).await.unwrap().len(), 1);
    assert_eq!(store.cases(None, 10).await.unwrap().len(), 1);
}

/// The prints of a case that ended go with their keys; the case and what was said in it stay.
pub(crate) async fn a_discarded_draft_leaves_its_case(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    let first = open(&mut hand, 1).await;
    let (of_case, of_record) = (Owner::Case(case_id(1)), Owner::Record(registry_number(1)));
    let capture = vec![encounter(1), impression(1, FingerPosition::LeftIndex, 1, 100)];
    let openings = [opening(Keeper::Identity, of_case, 1), opening(Keeper::Links, of_record, 2)];
    let captured = hand.act_with(capture, &openings).await.unwrap();
    let hit = registry::SearchHit {
        registry_number: registry_number(50),
        score: 0.5,
        log10_lr: 3.0,
        fingers: Vec::new(),
    };
    let found = Change::CandidatesFound {
        case: case_id(1),
        search: search_id(1),
        candidates: vec![(candidate_id(1), hit)],
    };
    hand.act(vec![found]).await.unwrap();

    let ended = next(&first, CaseState::Closed);
    let discard = Change::DraftDiscarded { case: case_id(1), number: registry_number(1) };
    let discarded = hand.act(vec![discard, Change::CaseUpdated(Box::new(ended.clone()))]).await.unwrap();
    same(&store.case(case_id(1)).await.unwrap().unwrap(), &ended);
    assert_eq!(store.cases(None, 10).await.unwrap().len(), 1, "an ended case is listed");
    assert!(store.person(person_id(1)).await.unwrap().is_some());
    assert!(store.impression(impression_id(1)).await.unwrap().is_none());
    assert!(store.templates(registry_number(1)).await.unwrap().is_empty());
    assert_eq!(store.draft_of(case_id(1)).await.unwrap(), None);
    assert_eq!(store.case_of(registry_number(1)).await.unwrap(), None);
    assert!(store.candidates_of(case_id(1)).await.unwrap().is_empty());
    let left = store.openings(captured).await.unwrap();
    assert!(left.iter().all(|opening| opening.keeper == Keeper::Identity) && left.len() == 1, "{left:?}");
    let gone = |table: &str| {
        ["encounter", "impression", "finger", "candidate", "record"].iter().any(|gone| table.ends_with(gone))
    };
    let rows = store.rows_by_sequence().await.unwrap();
    assert!(rows.iter().all(|(table, _)| !gone(table)), "{rows:?}");
    assert!(rows.iter().any(|(_, sequence)| *sequence == discarded));
    assert!(!store.pending_erasures(10).await.unwrap().is_empty(), "its keys are to be erased");
}
